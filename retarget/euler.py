"""Euler angles <-> unit quaternions, about any three axes in any order.

Radians; quaternions w x y z. `order` names the axes of the factors from the left: "zyx" is R(z) R(y) R(x), so that x
turns first in the fixed frame. (Blender writes the same order "XYZ".)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import quat

F64 = NDArray[np.float64]

AXES = {"x": 0, "y": 1, "z": 2}


def to_euler(q: NDArray[Any], order: str) -> F64:
    """Quaternions (..., 4) -> angles (..., 3) radians with q = R(order[0]) R(order[1]) R(order[2]).

    `order` is three different axes such as "zyx". The third angle is measured after the first two are undone, so
    the product is exact at the poles too.
    """
    i, j, k = (AXES[axis] for axis in order)
    sign = 1.0 if (i, j, k) in ((0, 1, 2), (1, 2, 0), (2, 0, 1)) else -1.0
    m = quat.to_matrix(np.asarray(q, np.float64))
    first = np.arctan2(-sign * m[..., j, k], m[..., k, k])
    second = np.arctan2(sign * m[..., i, k], np.hypot(m[..., j, k], m[..., k, k]))
    cos, sin = np.cos(first), np.sin(first)
    third = np.arctan2(
        cos * sign * m[..., j, i] + sin * m[..., k, i],
        cos * m[..., j, j] + sin * sign * m[..., k, j],
    )
    return np.stack([first, second, third], axis=-1)


def from_euler(angles: NDArray[Any], order: str) -> F64:
    """Angles (..., N) radians about the N axes of `order` -> their product, quaternions (..., 4) float64."""
    angles = np.asarray(angles, np.float64)
    q = np.broadcast_to(quat.IDENTITY.astype(np.float64), (*angles.shape[:-1], 4))
    for n, axis in enumerate(order):
        turn = np.zeros((*angles.shape[:-1], 4))
        turn[..., 0] = np.cos(angles[..., n] / 2)
        turn[..., 1 + AXES[axis]] = np.sin(angles[..., n] / 2)
        q = quat.multiply(q, turn)
    return q
