"""Quaternions as a pose bone's rotation mode wants them: quaternion, Euler in any order, or axis and angle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..retarget import quat
from ..retarget.euler import to_euler

# What a rotation mode is keyed as: the property's name, and its number of components.
PROPERTIES = {"QUATERNION": ("rotation_quaternion", 4), "AXIS_ANGLE": ("rotation_axis_angle", 4)}
_EULER = ("rotation_euler", 3)


def rotation_property(mode: str) -> tuple[str, int]:
    """Property and number of components that a pose bone with `rotation_mode` reads its rotation from."""
    return PROPERTIES.get(mode, _EULER)


def as_mode(rot: NDArray, mode: str) -> NDArray[np.float32]:
    """Rotations (T, 4) wxyz -> (T, 4) or (T, 3) radians for `mode`, without jumps between neighbouring frames."""
    rot = quat.continuous(quat.normalize(np.asarray(rot, np.float64)))
    if mode == "QUATERNION":
        return rot.astype(np.float32)
    if mode == "AXIS_ANGLE":
        return _axis_angle(rot)
    return _euler(rot, mode)


def nearest_turns(values: NDArray, mode: str, row: int, wanted: NDArray) -> NDArray:
    """Euler angles (T, 3) in the order of `mode`, written so that they come nearest to `wanted` (3,) at `row`."""
    middle = "XYZ".index(mode[1])
    other = values + np.pi  # the same rotation, written the other way
    other[:, middle] = np.pi - values[:, middle]
    ways = [way - 2 * np.pi * np.round((way[row] - wanted) / (2 * np.pi)) for way in (values, other)]
    return min(ways, key=lambda way: float(np.abs(way[row] - wanted).sum()))


def _euler(rot: NDArray, mode: str) -> NDArray[np.float32]:
    """Blender's 'XYZ' turns about X first: the product is R(Z) R(Y) R(X)."""
    order = mode.lower()[::-1]
    turns = to_euler(rot, order)
    # Every rotation has two triples; take the one nearer to the frame before, whole turns aside.
    other = np.stack([turns[:, 0] + np.pi, np.pi - turns[:, 1], turns[:, 2] + np.pi], axis=-1)
    out = np.empty_like(turns)
    last = np.zeros(3)
    for frame in range(len(turns)):
        near = [t - 2 * np.pi * np.round((t - last) / (2 * np.pi)) for t in (turns[frame], other[frame])]
        last = min(near, key=lambda t: float(np.abs(t - last).sum()))
        out[frame] = last
    return out[:, [order.index(axis) for axis in "xyz"]].astype(np.float32)


def _axis_angle(rot: NDArray) -> NDArray[np.float32]:
    """(angle, x, y, z) rows; the axis holds still through frames without rotation and never flips."""
    sine = np.linalg.norm(rot[:, 1:], axis=-1)
    angle = 2 * np.arctan2(sine, rot[:, 0])
    out = np.zeros((len(rot), 4))
    axis = np.array([0.0, 1.0, 0.0])
    for frame, turned in enumerate(sine > 1e-5):
        if turned:
            now = rot[frame, 1:] / sine[frame]
            flipped = frame > 0 and now @ axis < 0
            axis = -now if flipped else now
            out[frame, 0] = -angle[frame] if flipped else angle[frame]
        out[frame, 1:] = axis
    if len(out) and sine[0] <= 1e-5 and (sine > 1e-5).any():
        first = int(np.argmax(sine > 1e-5))
        out[:first, 1:] = out[first, 1:]
    out[:, 0] = np.unwrap(out[:, 0], period=2 * np.pi)
    return out.astype(np.float32)
