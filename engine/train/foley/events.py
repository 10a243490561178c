"""When a motion makes a sound: footsteps, landings, claps, punches and kicks, with times in seconds and forces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import find_peaks

from engine.motion import events
from engine.motion.events import Signals
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

_JOINED, _PARTED, _MEETING = 0.22, 0.15, -0.9  # m between wrists, m they part again, m/s they close with
_AIRBORNE = 0.04  # m that the lower sole is clear of the ground
_AFTER = 0.4  # s that a punch's event goes on after the arm is out


@dataclass(frozen=True)
class SoundEvent:
    """A moment that makes a sound. time: s. force: 0..1. seconds: duration of what leads up to it (a swing, a fall)."""

    time: float
    force: float
    seconds: float = 0.0


def footsteps(motion: Motion) -> list[SoundEvent]:
    """First contacts of either foot; the force grows with the fall speed (m/s) of the ankle just before."""
    heights = motion.globals()[0][:, [R["left_ankle"], R["right_ankle"]], 1].astype(float)
    down = -np.gradient(heights, axis=0) * motion.fps if len(motion) > 1 else 0 * heights
    feet = motion.contacts[:, :2].any(axis=1), motion.contacts[:, 2:].any(axis=1)
    found = []
    for foot, contact in enumerate(feet):
        for frame in (np.flatnonzero(contact[1:] & ~contact[:-1]) + 1).tolist():
            fall = float(down[max(0, frame - 4) : frame + 1, foot].max())
            found.append(SoundEvent(frame / motion.fps, float(np.clip(0.25 + fall / 2.0, 0.2, 1.0))))
    return sorted(found, key=lambda h: h.time)


def landings(s: Signals) -> list[SoundEvent]:
    """Ends of jumps; the force grows with the time in the air, which is `seconds`."""
    air = events.spans(s.sole.min(axis=1) > _AIRBORNE, max(3, round(0.1 * s.fps)), 1)
    jumps = events.jumps(s)
    found = []
    for first, end in air:
        if any(e.start <= first and end <= e.end for e in jumps) and end < len(s):
            seconds = (end - first) / s.fps
            found.append(SoundEvent(end / s.fps, float(np.clip(0.4 + seconds, 0.4, 1.0)), seconds))
    return found


def punches(s: Signals) -> list[SoundEvent]:
    """Moments at which a punching arm is fully out; the force grows with the speed of the extension (m/s)."""
    return [
        SoundEvent(max(0.0, e.end / s.fps - _AFTER), float(np.clip(e.size / 5, 0.35, 1.0)), 0.18)
        for e in events.punches(s)
        if e.end < len(s)  # else the piece ends before the arm is out
    ]


def kicks(s: Signals) -> list[SoundEvent]:
    """Moments at which a kicking foot is highest; the force grows with that height (m)."""
    found = []
    for e in events.kicks(s):
        ankle = s.pos[e.start : e.end, R[f"{e.side}_ankle"], 1]
        peak = e.start + int(ankle.argmax())
        found.append(SoundEvent(peak / s.fps, float(np.clip(e.size / 1.3, 0.4, 1.0)), 0.28))
    return found


def claps(s: Signals) -> list[SoundEvent]:
    """Minima of the distance between the wrists that are reached fast; the force grows with the closing speed (m/s)."""
    if len(s) < 3:
        return []
    apart = np.linalg.norm(s.body[:, R["left_wrist"]] - s.body[:, R["right_wrist"]], axis=-1)
    closing = np.gradient(apart) * s.fps
    found = []
    for frame in find_peaks(-apart, height=-_JOINED, prominence=_PARTED)[0].tolist():
        speed = float(closing[max(0, frame - 5) : frame + 1].min())
        if speed < _MEETING:
            found.append(SoundEvent(frame / s.fps, float(np.clip(-speed / 5, 0.3, 1.0))))
    return found
