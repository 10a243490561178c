"""The head turned by rule: looking somewhere or around, nodding, shaking it, over any motion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retarget import quat, smooth
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

Array = NDArray[np.float64]
NOD_S, SHAKE_S, LOOK_S, AROUND_S = 0.6, 0.7, 2.2, 3.4  # of one
SECONDS: Mapping[str, float] = {"nod": NOD_S, "shake": SHAKE_S}
ACTIONS = ("look", *SECONDS)
# Degrees to the left and up that is looked by.
LOOKS: Mapping[str, tuple[float, float]] = {
    "left": (58.0, 0.0), "right": (-58.0, 0.0), "up": (0.0, 32.0), "down": (0.0, -34.0), "backward": (95.0, -4.0),
    "around": (58.0, 0.0),
}  # fmt: skip
_NOD, _SHAKE = 22.0, 26.0  # degrees down, and to either side
_USUAL = 3  # times, where it isn't said
_EASE_S = 0.45
# What each joint takes of a turn; a look behind has more of the spine in it.
_SHARES = (("spine2", 0.1), ("spine3", 0.15), ("neck", 0.35), ("head", 0.4))
_UP, _ACROSS = np.eye(3)[1], np.eye(3)[0]


def looking(motion: Motion, aim: str, side: str | None = None, *, returns: bool = True) -> Motion:
    """Somebody who looks to a way of `LOOKS`. side: over which shoulder backward is looked. returns: the head comes
    back at the end; else it stays there."""
    aside, up = LOOKS[aim]
    if aim == "around":
        return _turned(motion, aside * _to_and_fro(motion), np.zeros(len(motion)))
    weight = _held(motion, returns)
    sign = -1.0 if aim == "backward" and side == "right" else 1.0
    return _turned(motion, sign * aside * weight, up * weight)


def faced(motion: Motion, aside: float) -> Motion:
    """The head turned back by so many degrees to the left that it shows all the while."""
    return _turned(motion, np.full(len(motion), -aside), np.zeros(len(motion)))


def tilted(motion: Motion, up: Array) -> Motion:
    """The head bent up by degrees (T,) all the while."""
    return _turned(motion, np.zeros(len(motion)), up)


def nodding(motion: Motion, count: int | None = None) -> Motion:
    """The head down and up again so often."""
    phase = _phase(motion, NOD_S, count or _USUAL)
    return _turned(motion, np.zeros(len(motion)), -_NOD * (1 - np.cos(2 * np.pi * phase)) / 2)


def shaking(motion: Motion, count: int | None = None) -> Motion:
    """The head to either side so often."""
    phase = _phase(motion, SHAKE_S, count or _USUAL)
    edge = np.clip(np.minimum(phase, (count or _USUAL) - phase) / 0.3, 0, 1)  # begins and ends softly
    return _turned(motion, _SHAKE * np.sin(2 * np.pi * phase) * edge, np.zeros(len(motion)))


def _phase(motion: Motion, seconds: float, count: int) -> Array:
    """How often it has been done at each frame (T,), behind a moment's lead; quicker where there is less time."""
    lead = min(0.3, 0.1 * motion.seconds)
    one = min(seconds, (motion.seconds - lead) / count)
    return np.asarray(np.clip((np.arange(len(motion)) / motion.fps - lead) / one, 0, count), np.float64)


def _held(motion: Motion, returns: bool) -> Array:
    """Weights (T,) from 0 to 1 and, if it returns, to 0 again."""
    time = np.arange(len(motion)) / motion.fps
    ease = min(_EASE_S, 0.3 * motion.seconds)
    weight = smooth.minimum_jerk((time - 0.3 * ease) / ease)
    return np.asarray(weight * smooth.minimum_jerk((motion.seconds - time) / ease) if returns else weight, np.float64)


def _to_and_fro(motion: Motion) -> Array:
    """From the middle to the left (1), to the right (-1) and back (T,), again and again where there is time."""
    times = max(1, round(motion.seconds / AROUND_S))
    stops = np.array([(0.0, 0.0), (0.17, 1.0), (0.35, 1.0), (0.6, -1.0), (0.8, -1.0), (1.0, 0.0)])
    phase = (np.arange(len(motion)) + 0.5) / len(motion) * times % 1.0
    at = np.clip(np.searchsorted(stops[:, 0], phase, side="right") - 1, 0, len(stops) - 2)
    first, last = stops[at], stops[at + 1]
    way = smooth.minimum_jerk((phase - first[:, 0]) / (last[:, 0] - first[:, 0]))
    return np.asarray(first[:, 1] + (last[:, 1] - first[:, 1]) * way, np.float64)


def _turned(motion: Motion, aside: Array, up: Array) -> Motion:
    """The motion with its head turned by degrees (T,) to the left and up, beside what it does anyway."""
    local = motion.rot.astype(np.float64)
    for joint, share in _SHARES:
        pitch = share if joint in ("neck", "head") else 0.0
        yaw = quat.from_axis_angle(_UP, np.radians(share * aside))
        nod = quat.from_axis_angle(_ACROSS, np.radians(-pitch / 0.75 * up))
        local[:, R[joint]] = quat.multiply(local[:, R[joint]], quat.multiply(yaw, nod))
    return replace(motion, rot=quat.continuous(local).astype(np.float32))
