"""Rotations in a pose bone's rotation mode: quaternion, Euler angles in any order, or axis and angle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..retarget import quat
from ..retarget.euler import to_euler

_STILL = 1e-5  # sine of half an angle: below this a rotation has no axis
# Rotation mode -> the property that it is keyed on, and its number of components; all other modes are Euler orders.
PROPERTIES = {"QUATERNION": ("rotation_quaternion", 4), "AXIS_ANGLE": ("rotation_axis_angle", 4)}
_EULER = ("rotation_euler", 3)


def rotation_property(mode: str) -> tuple[str, int]:
    """Return the property that a bone in rotation mode `mode` takes its rotation from, and its number of components."""
    return PROPERTIES.get(mode, _EULER)


def as_mode(rot: NDArray, mode: str) -> NDArray[np.float32]:
    """Convert rotations (T, 4) wxyz to values of the property of `mode`, without jumps between frames.

    Returns (T, 4) wxyz for "QUATERNION", (T, 4) of (angle, x, y, z) for "AXIS_ANGLE", else (T, 3) Euler angles about
    x, y and z; angles in radians.
    """
    rot = quat.continuous(quat.normalize(np.asarray(rot, np.float64)))
    if mode == "QUATERNION":
        return rot.astype(np.float32)
    if mode == "AXIS_ANGLE":
        return _axis_angle(rot)
    return _euler(rot, mode)


def nearest_turns(values: NDArray, mode: str, row: int, wanted: NDArray) -> NDArray:
    """Return equivalent Euler angles (T, 3), in the order of `mode`, that are nearest to `wanted` (3,) at `row`.

    All rows are changed by the same amounts, so that the angles stay continuous. Radians, columns x, y, z.
    """
    # (a, b, c) and (a + pi, pi - b, c + pi) are the same rotation, b being the angle of the middle axis.
    middle = "XYZ".index(mode[1])
    other = values + np.pi
    other[:, middle] = np.pi - values[:, middle]
    # Whole turns bring each of the two as near as it goes.
    candidates = [angles - 2 * np.pi * np.round((angles[row] - wanted) / (2 * np.pi)) for angles in (values, other)]
    return min(candidates, key=lambda angles: float(np.abs(angles[row] - wanted).sum()))


def _euler(rot: NDArray, mode: str) -> NDArray[np.float32]:
    """Convert rotations (T, 4) wxyz to Euler angles (T, 3) in radians, columns x, y, z, without jumps."""
    # Blender's 'XYZ' rotates about X first: the product is R(Z) R(Y) R(X), in the order that `to_euler` is given.
    order = mode.lower()[::-1]
    angles = to_euler(rot, order)
    # Every rotation has two triples; take the one nearer to the frame before, whole turns aside.
    other = np.stack([angles[:, 0] + np.pi, np.pi - angles[:, 1], angles[:, 2] + np.pi], axis=-1)
    out = np.empty_like(angles)
    last = np.zeros(3)
    for frame in range(len(angles)):
        candidates = [a - 2 * np.pi * np.round((a - last) / (2 * np.pi)) for a in (angles[frame], other[frame])]
        last = min(candidates, key=lambda a: float(np.abs(a - last).sum()))
        out[frame] = last
    # From the order of rotation back to columns x, y, z.
    return out[:, [order.index(axis) for axis in "xyz"]].astype(np.float32)


def _axis_angle(rot: NDArray) -> NDArray[np.float32]:
    """Convert rotations (T, 4) wxyz to rows (T, 4) of (angle, x, y, z), angle in radians.

    The axis is kept through frames without rotation, and its sign never flips.
    """
    # q = (cos(angle / 2), sin(angle / 2) * axis)
    sine = np.linalg.norm(rot[:, 1:], axis=-1)
    angle = 2 * np.arctan2(sine, rot[:, 0])
    rotated = sine > _STILL
    out = np.zeros((len(rot), 4))
    axis = np.array([0.0, 1.0, 0.0])
    for frame, has_axis in enumerate(rotated):
        if has_axis:
            present = rot[frame, 1:] / sine[frame]
            # (angle, axis) and (-angle, -axis) are the same rotation: take the axis nearer to the frame before.
            flipped = frame > 0 and present @ axis < 0
            axis = -present if flipped else present
            out[frame, 0] = -angle[frame] if flipped else angle[frame]
        out[frame, 1:] = axis
    # Frames before the first rotation take its axis.
    if len(out) and not rotated[0] and rotated.any():
        first = int(np.argmax(rotated))
        out[:first, 1:] = out[first, 1:]
    out[:, 0] = np.unwrap(out[:, 0], period=2 * np.pi)
    return out.astype(np.float32)
