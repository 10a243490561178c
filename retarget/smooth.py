"""Filters along time for arrays (T, ...): Gaussian, mean, maximum, runs of flags, and the ease from 0 to 1.

In numpy alone, because Blender ships without scipy. Beyond its ends a signal is continued by its first and last value,
as scipy.ndimage's mode "nearest" does.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def minimum_jerk(x: NDArray[Any]) -> NDArray[Any]:
    """0..1 -> 0..1 without speed or acceleration at either end (Flash and Hogan 1985); beyond the ends 0 and 1."""
    x = np.clip(x, 0, 1)
    return x**3 * (10 - 15 * x + 6 * x * x)


def gaussian(values: NDArray[Any], sigma: float) -> NDArray[Any]:
    """Convolve `values` (T, ...) with a Gaussian of standard deviation `sigma` frames, cut off at 4 sigma.

    Equals scipy.ndimage.gaussian_filter1d(values, sigma, axis=0, mode="nearest").
    """
    radius = int(4 * sigma + 0.5)
    kernel = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return _convolve(values, kernel / kernel.sum(), radius, radius)


def mean(values: NDArray[Any], size: int) -> NDArray[Any]:
    """Moving average of `values` (T, ...) over `size` frames, centred.

    An even window is centred on the later of its two middle frames.
    """
    return _convolve(values, np.full(size, 1 / size), size // 2, size - 1 - size // 2)


def maximum(values: NDArray[Any], size: int) -> NDArray[Any]:
    """Moving maximum of `values` (T, ...) over `size` frames, centred as in `mean`."""
    padded = _extend(np.asarray(values), size // 2, size - 1 - size // 2)
    return np.lib.stride_tricks.sliding_window_view(padded, size, axis=0).max(axis=-1)


def runs(flags: NDArray[Any]) -> list[tuple[int, int]]:
    """Find the runs of True in `flags` (T,): a list of (first frame, last frame + 1), in order."""
    # Padded with False at both ends, so that a run at the edge has two edges too.
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2])]


def _extend(values: NDArray[Any], before: int, after: int) -> NDArray[Any]:
    """Repeat the first row `before` times in front and the last row `after` times behind."""
    return np.concatenate([values[:1].repeat(before, 0), values, values[-1:].repeat(after, 0)])


def _convolve(values: NDArray[Any], kernel: NDArray[Any], before: int, after: int) -> NDArray[Any]:
    """Convolve each column along time with `kernel` (before + after + 1,); shape and precision stay."""
    values = np.asarray(values)
    columns = _extend(values, before, after).reshape(len(values) + before + after, -1)
    out = [np.convolve(column, kernel, "valid") for column in columns.T]
    return np.stack(out, axis=-1).reshape(values.shape).astype(values.dtype)
