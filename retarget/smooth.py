"""Filters along time for arrays (T, ...): Gaussian, mean, maximum, runs of flags, and the ease from 0 to 1.

In numpy alone, because Blender ships without scipy. Beyond its ends a signal is continued by its first and last value,
as scipy.ndimage's mode "nearest" does.
"""

from __future__ import annotations

import math
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


def cover(values: NDArray[Any], reach: int) -> NDArray[Any]:
    """Smooth upper envelope (T,) of `values` >= 0: nowhere below them, and 0 where they are 0 within 4 `reach`."""
    if not values.any():
        return values
    # A maximum over a window as wide as both means together stays above the values after smoothing.
    above = maximum(values, 4 * reach + 1)
    for _ in range(2):
        above = mean(above, 2 * reach + 1)
    return above


def fitted(values: NDArray[Any], weights: NDArray[Any], cut: float) -> NDArray[Any]:
    """Fit a smooth curve (T,): the least of weights * (curve - values)^2 and its third differences squared.

    weights: (T,) > 0. cut: cycles a frame, below 0.5; at a weight of 1 slower changes are followed, faster ones are not
    (Whittaker 1923, of third order).
    """
    # math's sine: in numpy 1.24, which Blender 3.4 brings, numpy's differs in its last bit from call to call.
    stiff = (2 * math.sin(math.pi * cut)) ** -6
    n = len(values)
    # The diagonals of weights + stiff D'D, D being third differences: banded, and solved by L D L' without pivots.
    kernel, rows = np.array([-1.0, 3.0, -3.0, 1.0]), max(n - 3, 0)
    bands = np.zeros((4, n + 3))
    for apart in range(4):
        for i in range(4 - apart):
            bands[apart, i : i + rows] += stiff * kernel[i] * kernel[i + apart]
    bands[0, :n] += weights
    main, one, two, three = bands.tolist()
    pivots, lower, right = [1.0] * 3, [(0.0, 0.0, 0.0)] * 3, [0.0] * 3
    for i, value in enumerate((weights * values).tolist()):
        # Row i of L: its entries under the three columns before it, from the furthest.
        (_, _, c1), (_, b2, c2) = lower[-2], lower[-1]
        far = three[i - 3] / pivots[-3] if i > 2 else 0.0
        mid = ((two[i - 2] if i > 1 else 0.0) - far * pivots[-3] * c1) / pivots[-2]
        near = ((one[i - 1] if i else 0.0) - far * pivots[-3] * b2 - mid * pivots[-2] * c2) / pivots[-1]
        right.append(value - far * right[-3] - mid * right[-2] - near * right[-1])
        pivots.append(main[i] - far * far * pivots[-3] - mid * mid * pivots[-2] - near * near * pivots[-1])
        lower.append((far, mid, near))
    # Back substitution through the transpose of L.
    out = [0.0] * (n + 6)
    padded = [*lower, *[(0.0, 0.0, 0.0)] * 3]
    for i in range(n + 2, 2, -1):
        out[i] = right[i] / pivots[i] - padded[i + 1][2] * out[i + 1] - padded[i + 2][1] * out[i + 2]
        out[i] -= padded[i + 3][0] * out[i + 3]
    return np.array(out[3 : n + 3])


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
