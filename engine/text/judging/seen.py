"""What is seen in a motion: its signals, events and postures, each measured once."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.motion import events, facts
from engine.motion.events import SIDES, Event, Signals
from engine.motion.peaks import find_peaks
from retarget import quat
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion
from retarget.smooth import runs

Series = NDArray[np.floating]
END_S = 0.25  # seconds at either end of a motion that settle how it begins and ends
MOMENT_S = 0.1  # seconds before and after a frame in which movement is looked for
SHIFT_M = 0.03  # by which the hips go aside where the weight is shifted
BONE_M = 0.08  # from a joint to the skin, about
STILL_MPS = 0.1
OFF_M = 0.1  # that soles and joints are over the floor where nothing stands or lies on it
MOVING_MPS = 0.15  # mean speed of joints from which on a body moves

# What nodding and shaking the head move: the column of `gaze`, and by how many degrees at least.
HEAD_SWINGS = {"nod": (1, 9.0), "shake": (0, 12.0)}


class Seen:
    """A canonical motion as it is judged. Lengths in m, times in s, angles in degrees, left positive."""

    def __init__(self, motion: Motion) -> None:
        self.motion = motion

    @cached_property
    def signals(self) -> Signals:
        """Measures of each frame."""
        return events.signals(self.motion)

    def events(self, kind: str) -> list[Event]:
        """Events of a kind, by start."""
        if kind not in self._events:
            self._events[kind] = _FINDERS[kind](self.signals) if len(self.signals) > 2 else []
        return self._events[kind]

    @cached_property
    def _events(self) -> dict[str, list[Event]]:
        return {}

    @cached_property
    def ahead(self) -> float:
        """Metres gone forward in the body's own heading, backward negative."""
        return float(self.signals.velocity[:, 1].sum() / self.signals.fps)

    @cached_property
    def aside(self) -> float:
        """Metres gone to the body's own left, right negative."""
        return float(self.signals.velocity[:, 0].sum() / self.signals.fps)

    @cached_property
    def path(self) -> float:
        """Metres gone in all."""
        return float(self.signals.speed.sum() / self.signals.fps)

    @cached_property
    def away(self) -> float:
        """Metres from the first place to the farthest."""
        ground = self.signals.pos[:, 0, [0, 2]]
        return float(np.linalg.norm(ground - ground[0], axis=1).max())

    @cached_property
    def seconds(self) -> float:
        return len(self.signals) / self.signals.fps

    @cached_property
    def turned(self) -> float:
        """Net change of heading, each end averaged over a moment."""
        n = self.end_frames
        return float(np.degrees(self.signals.yaw[-n:].mean() - self.signals.yaw[:n].mean()))

    @cached_property
    def end_frames(self) -> int:
        """Frames of an end."""
        return max(1, min(round(END_S * self.signals.fps), len(self.signals) // 4))

    @cached_property
    def begins(self) -> str:
        """Posture at the beginning, as `engine.motion.facts.posture` names it."""
        return facts.posture(self.signals, slice(0, self.end_frames))

    @cached_property
    def ends(self) -> str:
        """Posture at the end."""
        return facts.posture(self.signals, slice(len(self.signals) - self.end_frames, len(self.signals)))

    @cached_property
    def stir(self) -> float:
        """Median over frames of the joints' mean speed, m/s in the world."""
        if len(self.signals) < 2:
            return 0.0
        moved = np.linalg.norm(np.diff(self.signals.pos, axis=0), axis=-1).mean(1)
        return float(np.median(moved) * self.signals.fps)

    @cached_property
    def moving(self) -> NDArray[np.bool_]:
        """Frames (T,) in which the body moves, by the joints' mean speed about a moment before and after."""
        n, pos = max(1, round(MOMENT_S * self.signals.fps)), self.signals.pos
        at = np.arange(len(pos))
        low, high = np.maximum(at - n, 0), np.minimum(at + n, len(pos) - 1)
        far = np.linalg.norm(pos[high] - pos[low], axis=-1).mean(1)
        return far * self.signals.fps > MOVING_MPS * np.maximum(high - low, 1)

    @cached_property
    def hangs(self) -> float:
        """Seconds of the longest stretch in which nothing of the body is near the floor: over a stair, on a bar."""
        lowest = np.minimum(self.signals.sole.min(axis=1), self.signals.pos[..., 1].min(axis=1) - BONE_M)
        return max((last - first for first, last in runs(lowest > OFF_M)), default=0) / self.signals.fps

    @cached_property
    def longest_still(self) -> float:
        """Seconds of the longest stretch in which no joint moves faster than 0.1 m/s."""
        speed = np.linalg.norm(np.diff(self.signals.pos, axis=0), axis=-1).max(axis=1, initial=0.0) * self.signals.fps
        return max((last - first for first, last in runs(speed < STILL_MPS)), default=0) / self.signals.fps

    def height(self, joint: str) -> Series:
        """Heights (T,) of a joint."""
        return self.signals.pos[:, R[joint], 1]

    def above(self, joint: str, other: str) -> Series:
        """Metres (T,) by which a joint is higher than another."""
        return self.height(joint) - self.height(other)

    def apart(self, joint: str, other: str) -> Series:
        """Metres (T,) between two joints."""
        return np.linalg.norm(self.signals.pos[:, R[joint]] - self.signals.pos[:, R[other]], axis=1)

    def out(self, joint: str, other: str) -> Series:
        """One joint from another (T, 3) in the heading's frame: left, up, ahead."""
        return self.signals.body[:, R[joint]] - self.signals.body[:, R[other]]

    def busy(self, limb: str) -> tuple[float, float]:
        """How much the left and the right hand ("hand") or foot ("foot") move against the body, m."""
        joint = "wrist" if limb == "hand" else "ankle"
        return tuple(float(self.signals.body[:, R[f"{s}_{joint}"]].std(axis=0).sum()) for s in SIDES)  # type: ignore[return-value]

    @cached_property
    def gaze(self) -> Series:
        """Where the head shows against the heading, (T, 2) degrees to the left and up."""
        rot = self.motion.globals()[1][:, R["head"]]
        ahead = np.asarray(quat.rotate(rot, np.array([0.0, 0.0, 1.0])), np.float64)
        aside = np.degrees(np.arctan2(ahead[:, 0], ahead[:, 2]) - self.signals.yaw)
        up = np.degrees(np.arcsin(np.clip(ahead[:, 1], -1, 1)))
        return np.stack([np.asarray((aside + 180) % 360 - 180, np.float64), up], axis=1)

    @cached_property
    def chest(self) -> Series:
        """How far the chest (first) and its left side show upwards at the end, cosines (2,)."""
        rot = self.motion.globals()[1][-self.end_frames :, R["spine3"]]
        return np.array([float(np.median(quat.rotate(rot, axis)[:, 1])) for axis in (np.eye(3)[2], np.eye(3)[0])])

    def head_swings(self, column: int, least: float) -> int:
        """How often the head goes to a side or down (columns of `gaze`) and comes back, by so many degrees."""
        way = -self.gaze[:, column]
        return len(find_peaks(way, prominence=least)[0]) if len(way) > 4 else 0

    def claps(self) -> int:
        """How often the hands meet before the body or over the head."""
        apart = self.apart("left_wrist", "right_wrist")
        wrists = [f"{side}_wrist" for side in events.SIDES]
        ahead = np.all([self.out(w, "pelvis")[:, 2] > 0.1 for w in wrists], axis=0)
        over = np.all([self.above(w, "head") > 0.05 for w in wrists], axis=0)
        meets = find_peaks(-apart, prominence=0.04)[0] if len(apart) > 2 else np.zeros(0, int)
        return int(np.sum((apart[meets] < 0.24) & (ahead | over)[meets]))

    def shifts(self) -> int:
        """How often the hips go over from one planted foot towards the other, by 3 cm or more."""
        aside = (self.out("pelvis", "left_ankle")[:, 0] + self.out("pelvis", "right_ankle")[:, 0]) / 2
        ends = [find_peaks(sign * aside, prominence=SHIFT_M)[0] for sign in (1, -1)]
        return max(len(ends[0]), len(ends[1])) if len(aside) > 2 and self.path < 0.5 else 0

    def seat(self) -> float:
        """Height of the pelvis at the end."""
        return float(np.median(self.signals.pelvis[-self.end_frames :]))

    def steps(self) -> int:
        """Feet lifted and set down."""
        return len(self.events("lift"))


_FINDERS = {
    "jump": events.jumps, "kick": events.kicks, "punch": events.punches, "wave": events.waves,
    "raise": events.raises, "dip": events.dips, "bend": events.bends, "jack": events.jacks, "twist": events.twists,
    "step": events.steps, "lift": events.lifts, "one jack": events.single_jacks, "hop": events.hops,
    "lunge": events.lunges,
}  # fmt: skip
