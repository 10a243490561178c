"""Where a joint goes on its way to a goal and back: with the body as it travels, and still where it is held.

A goal of one frame is met in passing: the joint is where it has to be as seen from the body in that frame, and goes on
with the body before and after it. A place that is held for several frames is in the world; just before and after them
the joint goes over from the one to the other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .. import quat, smooth
from .goals import FEET, HANDS, Goal

Array = NDArray[np.float64]
_UP = np.array([0.0, 1.0, 0.0])
_SETTLE_S = 0.27  # in which a joint goes over from the body to a place that is held


def facing(pos: Array, joint: dict[str, int]) -> Array:
    """The body's heading (T,) rad about the vertical, from its hips. pos: (T, J, 3) m."""
    across = pos[:, joint["left_hip"]] - pos[:, joint["right_hip"]]
    return np.unwrap(np.arctan2(-across[:, 2], across[:, 0]))


def led(goal: Goal, frames: NDArray[np.int_], w: Array, own: Array, yaw: Array, fps: float) -> Array:
    """A joint's places (T, 3) m between its own and the goal's. w: (T,) how far the goal counts. own: (T, 3) m. yaw:
    (T,) rad, the body's."""
    edge = _edge(goal, frames)
    off = quat.rotate(_turned(yaw, edge), goal.places(frames) - own[edge])
    return _held(goal, frames, w, own + w[:, None] * off, fps)


def brought(
    goal: Goal, frames: NDArray[np.int_], w: Array, pos: Array, joint: dict[str, int], yaw: Array, fps: float
) -> Array:  # fmt: skip
    """The same for the joint of a goal; a hand and a foot go round their limb's root, which they would pass through on
    a straight line. pos: (T, J, 3) m."""
    own = pos[:, joint[goal.role]]
    if goal.role not in (*HANDS, *FEET):
        return led(goal, frames, w, own, yaw, fps)
    side = goal.role.split("_")[0]
    pivot = pos[:, joint[f"{side}_{'shoulder' if goal.role in HANDS else 'hip'}"]]
    edge = _edge(goal, frames)
    a, b = own - pivot, goal.places(frames) - pivot[edge]
    # The turn that the limb needs where it has to be there, seen from the body: beside that frame it is the same.
    about, part = _turned(yaw, edge), w[:, None]
    turn = quat.rotate(about, quat.to_rotvec(quat.between(a[edge], b))) * part
    turned = quat.rotate(quat.from_rotvec(turn), quat.normalize(a))
    # What the limb does by itself fades, or a swing of it would be one of the whole reach.
    way = quat.normalize(turned + part * (quat.rotate(about, quat.normalize(b)) - turned))
    size = [np.linalg.norm(v, axis=-1, keepdims=True) for v in (a, b)]
    return _held(goal, frames, w, pivot + way * (size[0] + part * (size[1] - size[0])), fps)


def _edge(goal: Goal, frames: NDArray[np.int_]) -> NDArray[np.int_]:
    """Of each frame the nearest of the goal's, as an index into the frames."""
    return np.clip(np.clip(frames, goal.first, goal.last) - frames[0], 0, len(frames) - 1)


def _turned(yaw: Array, edge: NDArray[np.int_]) -> Array:
    return quat.from_axis_angle(_UP, yaw - yaw[edge])


def _held(goal: Goal, frames: NDArray[np.int_], w: Array, way: Array, fps: float) -> Array:
    """The way (T, 3) with the goal's own places in its frames, and around several of them led over to these."""
    place = goal.places(frames)
    if goal.last == goal.first:
        return np.where(w[:, None] > 1 - 1e-9, place, way)
    speed = (goal.place[1] - goal.place[0], goal.place[-1] - goal.place[-2])  # m a frame
    early, late = np.maximum(goal.first - frames, 0), np.maximum(frames - goal.last, 0)
    gone = place - early[:, None] * speed[0] + late[:, None] * speed[1]
    settle = max(1, round(_SETTLE_S * fps))
    share = smooth.minimum_jerk(np.clip(1 - (early + late) / settle, 0, 1))[:, None]
    return way + w[:, None] * share * (gone - way)
