"""Peaks of a signal, as scipy.signal's find_peaks finds them, which takes a second of imports to load."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.intp]


def find_peaks(
    signal: NDArray[Any], height: Any = None, distance: float | None = None, prominence: float | None = None
) -> tuple[Indices, None]:
    """Indices of local maxima of (N,), and None in place of scipy's properties.

    height: the least of a peak, one for all or one for each sample. distance: in samples; of two nearer ones the higher
    stays. prominence: the least height above the higher of the two lowest places on the way to higher ground.
    """
    x = np.asarray(signal, np.float64)
    peaks = _maxima(x)
    if height is not None:
        least = np.asarray(height)
        peaks = peaks[x[peaks] >= (least[peaks] if least.ndim else least)]
    if distance is not None:
        peaks = peaks[_apart(peaks, x[peaks], math.ceil(distance))]
    if prominence is not None:
        peaks = peaks[np.array([_prominence(x, peak) >= prominence for peak in peaks], bool)]
    return peaks, None


def _maxima(x: NDArray[np.float64]) -> Indices:
    """Samples that are higher than those on both sides; of a level stretch the middle. Ends are none."""
    if len(x) < 3:
        return np.zeros(0, np.intp)
    # Where level stretches begin and end, and whether the signal falls off on both of their sides.
    edges = np.flatnonzero(x[1:] != x[:-1])
    first, last = np.r_[0, edges + 1], np.r_[edges, len(x) - 1]
    level = x[first]
    higher = np.zeros(len(level), bool)
    higher[1:-1] = (level[1:-1] > level[:-2]) & (level[1:-1] > level[2:])
    return ((first + last) // 2)[higher]


def _apart(peaks: Indices, heights: NDArray[np.float64], distance: int) -> NDArray[np.bool_]:
    """Which peaks stay: the highest, then the highest of those that are `distance` away from all that stay."""
    keep = np.ones(len(peaks), bool)
    for at in np.argsort(heights)[::-1]:
        if keep[at]:
            near = np.abs(peaks - peaks[at]) < distance
            near[at] = False
            keep &= ~near
    return keep


def _prominence(x: NDArray[np.float64], peak: int) -> float:
    higher = np.flatnonzero(x > x[peak])
    at = int(np.searchsorted(higher, peak))
    left = int(higher[at - 1]) + 1 if at else 0
    right = int(higher[at]) if at < len(higher) else len(x)
    return float(x[peak] - max(x[left : peak + 1].min(), x[peak:right].min()))
