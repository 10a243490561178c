"""Filters along time, in numpy: Blender ships without scipy. Ends are extended by their own value."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def gaussian(values: NDArray[Any], sigma: float) -> NDArray[Any]:
    """`values` (T, ...) weighted by a Gaussian of `sigma` frames, cut at four of them."""
    radius = int(4 * sigma + 0.5)
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return _convolve(values, kernel / kernel.sum(), radius, radius)


def mean(values: NDArray[Any], size: int) -> NDArray[Any]:
    """Mean of `values` (T, ...) over `size` frames, centred (for an even size, on the later of the middle two)."""
    return _convolve(values, np.full(size, 1 / size), size // 2, size - 1 - size // 2)


def maximum(values: NDArray[Any], size: int) -> NDArray[Any]:
    """Largest of `values` (T, ...) over `size` frames, centred."""
    padded = _extend(np.asarray(values), size // 2, size - 1 - size // 2)
    return np.lib.stride_tricks.sliding_window_view(padded, size, axis=0).max(axis=-1)


def runs(flags: NDArray[Any]) -> list[tuple[int, int]]:
    """First and last + 1 of each run of True in `flags` (T,)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2])]


def _extend(values: NDArray[Any], before: int, after: int) -> NDArray[Any]:
    return np.concatenate([values[:1].repeat(before, 0), values, values[-1:].repeat(after, 0)])


def _convolve(values: NDArray[Any], kernel: NDArray[Any], before: int, after: int) -> NDArray[Any]:
    values = np.asarray(values)
    columns = _extend(values, before, after).reshape(len(values) + before + after, -1)
    out = [np.convolve(column, kernel, "valid") for column in columns.T]
    return np.stack(out, axis=-1).reshape(values.shape).astype(values.dtype)
