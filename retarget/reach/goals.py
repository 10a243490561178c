"""Goals: a joint at places in frames, how a motion leads there and away again, and which goals go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import smooth

HANDS = ("left_wrist", "right_wrist")
FEET = ("left_ankle", "right_ankle")
REACHING = (*HANDS, *FEET, "head", "pelvis")  # roles that can be brought to a place
_SPEED = 0.75  # m/s that a goal is led up to with, on average
_LEAST_S, _MOST_S = 0.45, 1.6
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Goal:
    """A joint's goal in frames first..last.

    role: of REACHING, or "head" with gaze. place: (N, 3) m in the world, one for all frames or one each. rot: (N, 4)
    the joint's rotation in the world on top of its rest pose, None for its own. gaze: the head turns to the place
    instead of going there.
    """

    role: str
    first: int
    last: int
    place: Array
    rot: Array | None = None
    gaze: bool = False

    def __post_init__(self) -> None:
        put, count = object.__setattr__, self.last - self.first + 1
        if count < 1 or self.first < 0:
            raise ValueError(f"a goal's frames {self.first} to {self.last} are none")
        place = np.asarray(self.place, np.float64).reshape(-1, 3)
        put(self, "place", _each(place, count))
        if self.rot is not None:
            put(self, "rot", _each(np.asarray(self.rot, np.float64).reshape(-1, 4), count))

    def places(self, frames: NDArray[np.int_]) -> Array:
        """Where it is at frames (T,): before the first and after the last as there."""
        return self.place[np.clip(frames - self.first, 0, len(self.place) - 1)]

    def rotations(self, frames: NDArray[np.int_]) -> Array:
        """The rotations at frames (T,)."""
        assert self.rot is not None
        return self.rot[np.clip(frames - self.first, 0, len(self.rot) - 1)]


def _each(values: Array, count: int) -> Array:
    if len(values) == 1:
        return np.repeat(values, count, axis=0)
    if len(values) != count:
        raise ValueError(f"a goal of {count} frames has {len(values)} places")
    return values


def events(goals: Sequence[Goal]) -> list[list[Goal]]:
    """Goals in groups, in order of time: those that share frames are met together."""
    out: list[list[Goal]] = []
    for goal in sorted(goals, key=lambda one: one.first):
        if out and goal.first <= max(other.last for other in out[-1]):
            out[-1].append(goal)
        else:
            out.append([goal])
    return out


def lead_frames(metres: float, fps: float) -> int:
    """Frames in which a goal so far away is led up to, and left."""
    return round(float(np.clip(metres / _SPEED, _LEAST_S, _MOST_S)) * fps)


def weight(
    frames: NDArray[Any], first: int, last: int, lead: int, after: int = -(10**9), until: int = 10**9
) -> Array:  # fmt: skip
    """How far a goal counts at frames (T,), 0 to 1: 1 from first to last, smoothly up to it and away within `lead`
    frames; nothing up to the frame `after`, at which an earlier goal ends, and from `until` on."""
    begin = max(first - lead, after)
    rise = np.clip((frames - begin) / max(first - begin, 1), 0, 1) if first > begin else (frames >= first).astype(float)
    end = min(last + lead, until)
    fall = np.clip((end - frames) / max(end - last, 1), 0, 1)
    x: Array = np.minimum(np.where(frames >= first, 1, rise), np.where(frames <= last, 1, fall))
    return smooth.minimum_jerk(x)
