"""Cubic Bezier f-curves: evaluation as Blender does it, and least-squares fitting with given keys.

A fitted curve has every handle a third of the way to the next key in time. Each piece is then a cubic polynomial in the
frame number, the Hermite form with values and slopes at its two keys, so that fitting is linear least squares and
handles are as long as Blender's automatic ones. Both handles of a key share one slope: speed is continuous.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Bool = NDArray[np.bool_]

# Weight, in the least squares, of a slope's difference from the samples' own: decides it where there are no samples.
_PULL = 0.01


@dataclass(frozen=True)
class Curve:
    """Keys of one property. frames: (K,) whole, ascending. values: (K, C). slopes: (K, C) per frame."""

    frames: NDArray[np.int64]
    values: F64
    slopes: F64

    def __len__(self) -> int:
        return len(self.frames)

    def handles(self) -> tuple[F64, F64]:
        """Compute left and right handles, (K, C, 2) frame and value; outside of the ends they mirror the inner ones."""
        steps = np.diff(self.frames).astype(np.float64) / 3
        steps = steps if len(steps) else np.full(1, 1 / 3)
        before = np.concatenate([steps[:1], steps])[: len(self)]
        after = np.concatenate([steps, steps[-1:]])[: len(self)]
        out: list[F64] = []
        for reach in (-before, after):
            frames = np.broadcast_to((self.frames + reach)[:, None], self.values.shape)
            out.append(np.stack([frames, self.values + self.slopes * reach[:, None]], axis=-1))
        return out[0], out[1]

    def at_frames(self) -> F64:
        """Evaluate the curve on every whole frame from the first key to the last, (T, C)."""
        key = np.zeros((1, int(self.frames[-1] - self.frames[0]) + 1), bool)
        key[0, self.frames - self.frames[0]] = True
        values, slopes = (np.zeros((1, key.shape[1], self.values.shape[1])) for _ in range(2))
        values[0, key[0]], slopes[0, key[0]] = self.values, self.slopes
        return sample(values, slopes, key)[0]


def evaluate(frames: NDArray[Any], keys: NDArray[Any], left: NDArray[Any], right: NDArray[Any]) -> F64:
    """Evaluate one Bezier f-curve at `frames` (T,) as Blender does: constant outside of the keys.

    keys, left, right: (K, 2) frame and value of the keys and of their handles. Handles that reach past the neighbouring
    key are shortened first, so that time is monotone along the curve.
    """
    frames = np.asarray(frames, np.float64)
    if len(keys) == 1:
        return np.full(frames.shape, keys[0, 1])
    at = np.clip(np.searchsorted(keys[:, 0], frames, side="right") - 1, 0, len(keys) - 2)
    a, d = keys[at], keys[at + 1]
    length = d[:, 0] - a[:, 0]
    b, c = _shortened(a, right[at] - a, length), _shortened(d, left[at + 1] - d, length)
    # Time normalised to the piece: find the parameter t at which the curve is at each frame, then its value there.
    t = _solve(np.clip((frames - a[:, 0]) / length, 0, 1), (b - a)[:, 0] / length, (c - a)[:, 0] / length)
    s = 1 - t
    return s**3 * a[:, 1] + 3 * s * s * t * b[:, 1] + 3 * s * t * t * c[:, 1] + t**3 * d[:, 1]


def _shortened(key: F64, handle: F64, length: F64) -> F64:
    """End points (N, 2) of handles, given as vectors from their keys, cut to the piece's `length` (N,) in time."""
    reach = np.abs(handle[:, 0])
    return key + handle * np.where(reach > length, length / np.maximum(reach, 1e-12), 1.0)[:, None]


def _solve(x: F64, b: F64, c: F64) -> F64:
    """Parameter t (N,) at which a cubic Bezier from 0 to 1 with inner control points b, c in [0, 1] equals x (N,)."""
    low, high, t = np.zeros_like(x), np.ones_like(x), x.copy()
    for _ in range(60):  # Newton's method; where it leaves the bracket, bisection
        s = 1 - t
        off = 3 * s * s * t * b + 3 * s * t * t * c + t**3 - x
        low, high = np.where(off < 0, t, low), np.where(off < 0, high, t)
        slope = 3 * s * s * b + 6 * s * t * (c - b) + 3 * t * t * (1 - c)
        step = t - off / np.where(np.abs(slope) > 1e-12, slope, 1.0)
        near = np.abs(off) < 1e-14
        if near.all():
            break
        inside = (step > low) & (step < high) & (np.abs(slope) > 1e-12)
        t = np.where(near, t, np.where(inside, step, (low + high) / 2))
    return t


# --- fitting: many curves at once, dense in time -----------------------------------------------------------------


def fit(samples: F64, key: Bool) -> F64:
    """Fit the slopes of curves through `samples` (R, T, C) at the keys (R, T), by least squares on all frames.

    Returns slopes (R, T, C) per frame, 0 where there is no key. First and last frames must be keys. R: independent
    curves with keys of their own.
    """
    rows, frames, width = samples.shape
    a, b, ahead, behind, u = _basis(key)
    # What the slopes must explain: the samples less the Hermite curve through the keys with slopes 0.
    ease = (u * u * (3 - 2 * u))[..., None]
    chord = _take(samples, behind) * (1 - ease) + _take(samples, ahead) * ease
    off = samples - chord
    # Each piece between two keys adds a 2 x 2 block to the normal equations: sums of a^2, b^2, ab, and of a, b times
    # what is to be explained, over its frames.
    starts = np.flatnonzero(key)
    flat = np.concatenate([np.stack([a * a, b * b, a * b], -1), a[..., None] * off, b[..., None] * off], -1)
    sums = np.add.reduceat(flat.reshape(rows * frames, -1), starts, axis=0)
    # Rows have different numbers of keys: put the sums into one padded array, key k of row r at [r, k].
    per_key = key.sum(axis=1)
    place = (
        np.repeat(np.arange(rows), per_key),
        np.arange(len(starts)) - np.repeat(np.cumsum(per_key) - per_key, per_key),
    )
    # A key gets the sums of the piece after it, as its start, and of the piece before it, as its end.
    padded = np.zeros((rows, int(per_key.max()) + 1, flat.shape[-1]))
    padded[:, 1:][place] = sums
    after, before = padded[:, 1:], padded[:, :-1]
    trend = np.zeros_like(after[..., :width])
    trend[place] = np.gradient(samples, axis=1)[key] if frames > 1 else 0.0
    # Slopes of neighbouring keys are coupled by ab alone: a symmetric tridiagonal system for each row.
    solved = _tridiagonal(
        after[..., 0] + before[..., 1] + _PULL,
        after[..., 2],
        after[..., 3 : 3 + width] + before[..., 3 + width :] + _PULL * trend,
    )
    slopes = np.zeros_like(samples)
    slopes[key] = solved[place]
    return slopes


def sample(samples: F64, slopes: F64, key: Bool) -> F64:
    """Evaluate curves (R, T, C) on every frame; `samples` and `slopes` (R, T, C) are read at the keys (R, T) only."""
    a, b, ahead, behind, u = _basis(key)
    ease = (u * u * (3 - 2 * u))[..., None]
    start, end = _take(samples, behind), _take(samples, ahead)
    return start + ease * (end - start) + a[..., None] * _take(slopes, behind) + b[..., None] * _take(slopes, ahead)


def _basis(key: Bool) -> tuple[NDArray[Any], ...]:
    """Hermite basis on each frame, arrays (R, T).

    Returns the weights of the slopes at the key behind and at the key ahead, the frames of the key ahead and of the key
    behind, and the place between them, 0 to 1.
    """
    at = np.arange(key.shape[1])
    behind = np.maximum.accumulate(np.where(key, at, 0), axis=1)
    ahead = np.minimum.accumulate(np.where(key, at, len(at) - 1)[:, ::-1], axis=1)[:, ::-1]
    length = ahead - behind
    u = np.where(length > 0, (at - behind) / np.maximum(length, 1), 0.0)
    return length * u * (1 - u) ** 2, -length * u * u * (1 - u), ahead, behind, u


def _take(values: F64, frames: NDArray[Any]) -> F64:
    """Read `values` (R, T, C) at `frames` (R, T)."""
    return np.take_along_axis(values, frames[..., None], axis=1)


def _tridiagonal(diagonal: F64, off: F64, right: F64) -> F64:
    """Solve R symmetric tridiagonal systems: diagonal and off (R, K), right sides (R, K, C) -> (R, K, C).

    off[:, k] couples k and k + 1. Thomas algorithm: elimination forwards, substitution backwards, all rows at once.
    """
    count = diagonal.shape[1]
    diagonal, right = diagonal.copy(), right.copy()
    for k in range(1, count):
        share = off[:, k - 1] / diagonal[:, k - 1]
        diagonal[:, k] -= share * off[:, k - 1]
        right[:, k] -= share[:, None] * right[:, k - 1]
    right[:, -1] /= diagonal[:, -1:]
    for k in range(count - 2, -1, -1):
        right[:, k] = (right[:, k] - off[:, k, None] * right[:, k + 1]) / diagonal[:, k, None]
    return right
