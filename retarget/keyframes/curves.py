"""Cubic Bezier f-curves as Blender draws them: evaluated exactly, and fitted to samples with few keys.

Fitted curves put every handle a third of the way to the next key. Time then runs evenly along each piece, which is a
cubic polynomial in the frame number: a fit is linear algebra, and an artist's handles are as long as Blender's own.
Slopes are shared by both sides of a key, so that handles are aligned and speed is continuous.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Bool = NDArray[np.bool_]

# Pull of a key's slope towards its neighbours' difference, in the least squares: decides where samples can't.
_PULL = 0.01


@dataclass(frozen=True)
class Curve:
    """Keys of one property. frames: (K,) whole numbers, ascending. values, slopes: (K, C), slopes a frame."""

    frames: NDArray[np.int64]
    values: F64
    slopes: F64

    def __len__(self) -> int:
        return len(self.frames)

    def handles(self) -> tuple[F64, F64]:
        """Left and right handles, (K, C, 2) frame and value. Before the first and after the last key they mirror."""
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
        """Values (T, C) on every whole frame from the first key to the last."""
        key = np.zeros((1, int(self.frames[-1] - self.frames[0]) + 1), bool)
        key[0, self.frames - self.frames[0]] = True
        values, slopes = (np.zeros((1, key.shape[1], self.values.shape[1])) for _ in range(2))
        values[0, key[0]], slopes[0, key[0]] = self.values, self.slopes
        return sample(values, slopes, key)[0]


def evaluate(frames: NDArray[Any], keys: NDArray[Any], left: NDArray[Any], right: NDArray[Any]) -> F64:
    """One Bezier f-curve at `frames` (T,), as Blender evaluates it: constant before the first key and after the last.

    keys, left, right: (K, 2) frame and value of keys and of their handles. Handles that reach past the neighbouring
    key are shortened first, so that the curve never turns back in time.
    """
    frames = np.asarray(frames, np.float64)
    if len(keys) == 1:
        return np.full(frames.shape, keys[0, 1])
    at = np.clip(np.searchsorted(keys[:, 0], frames, side="right") - 1, 0, len(keys) - 2)
    a, d = keys[at], keys[at + 1]
    length = d[:, 0] - a[:, 0]
    b, c = _shortened(a, right[at] - a, length), _shortened(d, left[at + 1] - d, length)
    t = _solve(np.clip((frames - a[:, 0]) / length, 0, 1), (b - a)[:, 0] / length, (c - a)[:, 0] / length)
    s = 1 - t
    return s**3 * a[:, 1] + 3 * s * s * t * b[:, 1] + 3 * s * t * t * c[:, 1] + t**3 * d[:, 1]


def _shortened(key: F64, handle: F64, length: F64) -> F64:
    """A handle's end (N, 2), its vector cut to the piece's length in time."""
    reach = np.abs(handle[:, 0])
    return key + handle * np.where(reach > length, length / np.maximum(reach, 1e-12), 1.0)[:, None]


def _solve(x: F64, b: F64, c: F64) -> F64:
    """Parameter t (N,) at which a cubic Bezier from 0 to 1 with inner ordinates b and c in [0, 1] reaches x."""
    low, high, t = np.zeros_like(x), np.ones_like(x), x.copy()
    for _ in range(60):  # Newton, kept between bounds that close in
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
    """Slopes (R, T, C) for curves through `samples` (R, T, C) at the keys (R, T), nearest to the rest of them.

    First and last frames must be keys. Slopes are a frame, and 0 where there is no key.
    """
    rows, frames, width = samples.shape
    a, b, ahead, behind, u = _basis(key)
    ease = (u * u * (3 - 2 * u))[..., None]
    chord = _take(samples, behind) * (1 - ease) + _take(samples, ahead) * ease
    off = samples - chord
    starts = np.flatnonzero(key)
    flat = np.concatenate([np.stack([a * a, b * b, a * b], -1), a[..., None] * off, b[..., None] * off], -1)
    sums = np.add.reduceat(flat.reshape(rows * frames, -1), starts, axis=0)
    per_key = key.sum(axis=1)
    place = (
        np.repeat(np.arange(rows), per_key),
        np.arange(len(starts)) - np.repeat(np.cumsum(per_key) - per_key, per_key),
    )
    padded = np.zeros((rows, int(per_key.max()) + 1, flat.shape[-1]))
    padded[:, 1:][place] = sums
    after, before = padded[:, 1:], padded[:, :-1]
    trend = np.zeros_like(after[..., :width])
    trend[place] = np.gradient(samples, axis=1)[key] if frames > 1 else 0.0
    solved = _tridiagonal(
        after[..., 0] + before[..., 1] + _PULL,
        after[..., 2],
        after[..., 3 : 3 + width] + before[..., 3 + width :] + _PULL * trend,
    )
    slopes = np.zeros_like(samples)
    slopes[key] = solved[place]
    return slopes


def sample(samples: F64, slopes: F64, key: Bool) -> F64:
    """The curves (R, T, C) on every frame: `samples` and `slopes` (R, T, C) are read at the keys (R, T) alone."""
    a, b, ahead, behind, u = _basis(key)
    ease = (u * u * (3 - 2 * u))[..., None]
    start, end = _take(samples, behind), _take(samples, ahead)
    return start + ease * (end - start) + a[..., None] * _take(slopes, behind) + b[..., None] * _take(slopes, ahead)


def _basis(key: Bool) -> tuple[NDArray[Any], ...]:
    """For each frame (R, T): Hermite weights of the slopes behind and ahead, those keys' frames, and where between."""
    at = np.arange(key.shape[1])
    behind = np.maximum.accumulate(np.where(key, at, 0), axis=1)
    ahead = np.minimum.accumulate(np.where(key, at, len(at) - 1)[:, ::-1], axis=1)[:, ::-1]
    length = ahead - behind
    u = np.where(length > 0, (at - behind) / np.maximum(length, 1), 0.0)
    return length * u * (1 - u) ** 2, -length * u * u * (1 - u), ahead, behind, u


def _take(values: F64, frames: NDArray[Any]) -> F64:
    return np.take_along_axis(values, frames[..., None], axis=1)


def _tridiagonal(diagonal: F64, off: F64, right: F64) -> F64:
    """Solve symmetric tridiagonal systems, a row each: diagonal, off (R, K), right (R, K, C) -> (R, K, C).

    off[k] couples k and k + 1. Thomas' algorithm over k, all rows at once.
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
