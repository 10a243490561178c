"""Measurements that the rules of this list share, beside those of the list before."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.metrics.figure import Figure, Series
from engine.metrics.typed.measures import BOTH, rise_of, trunk_of
from retarget import quat

Truth = NDArray[np.bool_]


def either(f: Figure, one: Callable[[Figure, str], Truth], least: float) -> bool:
    """A condition (T,) of a figure and a side that holds for `least` seconds on one side."""
    return any(f.hold(one(f, side)) > least for side in BOTH)


def reach_of(f: Figure, side: str) -> Series:
    """(T,) metres of a wrist ahead of its shoulder."""
    return f.local(f"{side}_wrist")[:, 2] - f.local(f"{side}_shoulder")[:, 2]


def beside_of(f: Figure, side: str) -> Series:
    """(T,) metres of a wrist out to its own side, from the hips."""
    return (1 if side == "left" else -1) * f.local(f"{side}_wrist")[:, 0]


def belt_of(f: Figure, side: str) -> Series:
    """(T,) metres of a wrist over the hips."""
    return f.above(f"{side}_wrist", "pelvis")


def bent(f: Figure, side: str, most: float = 0.47) -> Truth:
    """(T,) an arm that is not stretched."""
    return f.apart(f"{side}_wrist", f"{side}_shoulder") < most


def gap_of(f: Figure, joint: str = "wrist") -> Series:
    return f.apart(f"left_{joint}", f"right_{joint}")


def at_head(f: Figure, side: str, most: float = 0.36) -> Truth:
    return f.apart(f"{side}_wrist", "head") < most


def most_swings(f: Figure, path: Series, least: float) -> int:
    """Reversals of the axis that has most of them; path (T, 3)."""
    return max(f.swings(path[:, axis], least) for axis in range(path.shape[1])) if len(path) else 0


def near_to(condition: Truth, frames: int) -> Truth:
    """True also within some frames of where it is true."""
    return np.convolve(condition, np.ones(2 * frames + 1))[frames:-frames] > 0.5


def yaw_of(f: Figure) -> Series:
    """(T,) degrees turned since the beginning, to the left positive."""
    yaw = np.degrees(np.unwrap(f.yaw))
    return yaw - f.start(yaw)


def gone_of(f: Figure, joint: str = "pelvis") -> Series:
    """(T, 2) metres of a joint to the left and ahead, as the figure was heading in the beginning."""
    away = f.at(joint)[:, [0, 2]] - f.at(joint)[0, [0, 2]]
    sin, cos = np.sin(f.start(f.yaw)), np.cos(f.start(f.yaw))
    return np.stack([cos * away[:, 0] - sin * away[:, 1], sin * away[:, 0] + cos * away[:, 1]], -1)


def look_of(f: Figure) -> Series:
    """(T,) degrees that the face points away from the first heading, to the left positive."""
    turn = f.motion.globals()[1][:, f.motion.skeleton.role_joint["head"]]
    face = quat.rotate(turn, np.array([0, 0, 1], np.float32))
    return np.degrees(np.unwrap(np.arctan2(face[:, 0], face[:, 2]))) - np.degrees(f.start(f.yaw))


def seated(f: Figure) -> Truth:
    """(T,) hips at the height of a seat or lower, trunk up."""
    return (f.pelvis < 0.72) & (trunk_of(f) > 0.22)


def both_up(f: Figure, least: float = 0.05) -> Truth:
    """(T,) both wrists so far over their shoulders."""
    return np.minimum(rise_of(f, "left"), rise_of(f, "right")) > least
