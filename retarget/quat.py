"""Unit quaternions as float arrays `(..., 4)` in the order w, x, y, z, acting on column vectors.

Right-handed frames, radians. Every function broadcasts over its leading axes and returns a new array of its
inputs' precision. Formulas: Shoemake, "Animating rotation with quaternion curves" (1985), unless named otherwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
IDENTITY = np.array([1.0, 0.0, 0.0, 0.0], dtype=np.float32)
_TINY = 1e-8


def normalize(vector: ArrayLike) -> Array:
    """Scale `(..., N)` to unit length; a vector too short to have a direction stays zero."""
    v = np.asarray(vector)
    length = np.sqrt(np.sum(v * v, axis=-1, keepdims=True))
    return v / np.maximum(length, _TINY)


def multiply(a: ArrayLike, b: ArrayLike) -> Array:
    """Hamilton product `(..., 4)`: the rotation b followed by a."""
    a, b = np.asarray(a), np.asarray(b)
    aw, ax, ay, az = a[..., 0], a[..., 1], a[..., 2], a[..., 3]
    bw, bx, by, bz = b[..., 0], b[..., 1], b[..., 2], b[..., 3]
    return np.stack(
        [
            aw * bw - ax * bx - ay * by - az * bz,
            aw * bx + ax * bw + ay * bz - az * by,
            aw * by - ax * bz + ay * bw + az * bx,
            aw * bz + ax * by - ay * bx + az * bw,
        ],
        axis=-1,
    )


def inverse(q: ArrayLike) -> Array:
    """Conjugate `(..., 4)`, the inverse of a unit quaternion."""
    q = np.asarray(q)
    return q * np.array([1, -1, -1, -1], dtype=q.dtype)


def rotate(q: ArrayLike, vector: ArrayLike) -> Array:
    """Rotate `(..., 3)` vectors by `(..., 4)` quaternions: v + 2w(u x v) + 2u x (u x v)."""
    q, v = np.asarray(q), np.asarray(vector)
    u, w = q[..., 1:], q[..., :1]
    t = 2 * _cross(u, v)
    return v + w * t + _cross(u, t)


def _cross(a: Array, b: Array) -> Array:
    """Cross product `(..., 3)`; numpy's own moves axes about and is several times slower."""
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)


def from_axis_angle(axis: ArrayLike, angle: ArrayLike) -> Array:
    """Rotation by `angle` `(...)` radians about unit `axis` `(..., 3)` -> `(..., 4)`."""
    axis, half = np.asarray(axis), np.asarray(angle)[..., None] * 0.5
    return np.concatenate([np.cos(half) * np.ones_like(axis[..., :1]), np.sin(half) * axis], axis=-1)


def from_rotvec(vector: ArrayLike) -> Array:
    """Exponential map: rotation vector `(..., 3)` in radians -> `(..., 4)`."""
    v = np.asarray(vector)
    angle = np.sqrt(np.sum(v * v, axis=-1, keepdims=True))
    half = 0.5 * angle
    scale = np.where(angle > _TINY, np.sin(half) / np.maximum(angle, _TINY), 0.5)
    return np.concatenate([np.cos(half), v * scale], axis=-1)


def to_rotvec(q: ArrayLike) -> Array:
    """Logarithm: `(..., 4)` -> the shortest rotation vector `(..., 3)`, at most pi radians long."""
    q = np.asarray(q)
    q = np.where(q[..., :1] < 0, -q, q)
    sine = np.sqrt(np.sum(q[..., 1:] ** 2, axis=-1, keepdims=True))
    angle = 2 * np.arctan2(sine, q[..., :1])
    return q[..., 1:] * np.where(sine > _TINY, angle / np.maximum(sine, _TINY), 2.0)


def to_matrix(q: ArrayLike) -> Array:
    """`(..., 4)` -> rotation matrix `(..., 3, 3)`."""
    w, x, y, z = np.moveaxis(np.asarray(q), -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def from_matrix(matrix: ArrayLike) -> Array:
    """Rotation matrix `(..., 3, 3)` -> `(..., 4)`, by the largest of the four components (Shepperd 1978)."""
    m = np.asarray(matrix)
    m00, m11, m22 = m[..., 0, 0], m[..., 1, 1], m[..., 2, 2]
    one = np.ones_like(m00)
    squares = np.stack([one + m00 + m11 + m22, one + m00 - m11 - m22, one - m00 + m11 - m22, one - m00 - m11 + m22], -1)
    a, b, c = m[..., 2, 1] - m[..., 1, 2], m[..., 0, 2] - m[..., 2, 0], m[..., 1, 0] - m[..., 0, 1]
    d, e, f = m[..., 1, 0] + m[..., 0, 1], m[..., 0, 2] + m[..., 2, 0], m[..., 2, 1] + m[..., 1, 2]
    candidates = np.stack(
        [
            np.stack([squares[..., 0], a, b, c], -1),
            np.stack([a, squares[..., 1], d, e], -1),
            np.stack([b, d, squares[..., 2], f], -1),
            np.stack([c, e, f, squares[..., 3]], -1),
        ],
        axis=-2,
    )
    best = np.argmax(squares, axis=-1)[..., None, None]
    return normalize(np.take_along_axis(candidates, best, axis=-2)[..., 0, :])


def to_6d(q: ArrayLike) -> Array:
    """`(..., 4)` -> first two columns of the matrix, `(..., 6)` (Zhou et al. 2019, section 4.2)."""
    m = to_matrix(q)
    return np.concatenate([m[..., 0], m[..., 1]], axis=-1)


def from_6d(six: ArrayLike) -> Array:
    """`(..., 6)` -> `(..., 4)` by Gram-Schmidt (Zhou et al. 2019, equation 15)."""
    six = np.asarray(six)
    x = normalize(six[..., :3])
    y = normalize(six[..., 3:] - np.sum(x * six[..., 3:], axis=-1, keepdims=True) * x)
    return from_matrix(np.stack([x, y, _cross(x, y)], axis=-1))


def between(a: ArrayLike, b: ArrayLike) -> Array:
    """Smallest rotation `(..., 4)` that takes direction `a` to direction `b`, both `(..., 3)`.

    Opposite directions have no smallest rotation: then half a turn about an axis across `a`.
    """
    a, b = np.broadcast_arrays(normalize(a), normalize(b))
    dot = np.sum(a * b, axis=-1, keepdims=True)
    q = np.concatenate([1 + dot, _cross(a, b)], axis=-1)
    least = np.eye(3, dtype=a.dtype)[np.argmin(np.abs(a), axis=-1)]
    flip = np.concatenate([np.zeros_like(dot), normalize(_cross(a, least))], axis=-1)
    return normalize(np.where(dot < -1 + 1e-6, flip, q))


def slerp(a: ArrayLike, b: ArrayLike, t: ArrayLike) -> Array:
    """Spherical interpolation along the shorter arc; `t` `(...)` in [0, 1]."""
    a, b = np.asarray(a), np.asarray(b)
    t = np.asarray(t, dtype=a.dtype)[..., None]
    dot = np.sum(a * b, axis=-1, keepdims=True)
    b, dot = np.where(dot < 0, -b, b), np.minimum(np.abs(dot), 1)
    angle = np.arccos(dot)
    sine = np.sin(angle)
    near = sine < 1e-4  # almost equal: the straight line is exact to rounding
    safe = np.where(near, 1, sine)
    wa = np.where(near, 1 - t, np.sin((1 - t) * angle) / safe)
    wb = np.where(near, t, np.sin(t * angle) / safe)
    return normalize(wa * a + wb * b)


def continuous(q: ArrayLike) -> Array:
    """Flip signs so that neighbours along the first axis lie on the same side: `(T, ..., 4)`, first w >= 0."""
    q = np.array(q)
    if len(q) == 0:
        return q
    q[0] = np.where(q[0][..., :1] < 0, -q[0], q[0])
    flips = np.sum(q[1:] * q[:-1], axis=-1) < 0
    sign = np.where(np.cumsum(flips, axis=0) % 2 == 1, -1, 1).astype(q.dtype)
    q[1:] *= sign[..., None]
    return q


def twist(q: ArrayLike, axis: ArrayLike) -> Array:
    """The part of `q` `(..., 4)` that turns about unit `axis` `(..., 3)`; `q = swing * twist`.

    Where the swing is half a turn the twist is undefined: identity is returned.
    """
    q, axis = np.asarray(q), np.asarray(axis)
    along = np.sum(q[..., 1:] * axis, axis=-1, keepdims=True) * axis
    part = np.concatenate([np.broadcast_to(q[..., :1], along[..., :1].shape), along], axis=-1)
    length = np.sqrt(np.sum(part * part, axis=-1, keepdims=True))
    return np.where(length > 1e-6, part / np.maximum(length, _TINY), IDENTITY.astype(q.dtype))


def angle_between(a: ArrayLike, b: ArrayLike) -> Array:
    """Angle in radians, 0 to pi, between two rotations `(..., 4)` -> `(...)`."""
    d = multiply(inverse(a), b)
    return 2 * np.arctan2(np.sqrt(np.sum(d[..., 1:] ** 2, axis=-1)), np.abs(d[..., 0]))
