"""Channels of key poses as curves: minimum-jerk segments between keys, at speed through keys that are not turns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

Array = NDArray[np.float64]
GRAVITY = 9.81


def curve(times: Sequence[float], values: Array, at: Array, speeds: Array | None = None) -> Array:
    """Values (T, D) at times (T,) of a curve through values (N, D) at times (N,), whose acceleration is 0 at its keys.

    speeds: (N, D) at the keys, those of a monotone curve where they are NaN: 0 where a channel turns back, so that such
    a segment is a minimum-jerk one.
    """
    knots, index = np.unique(np.asarray(times, np.float64), return_index=True)
    # Of keys at one time the last one told is meant.
    index = np.append(index[1:], len(times)) - 1
    values = values[index]
    if len(knots) == 1:
        return np.repeat(values, len(at), axis=0)
    slopes = np.asarray(PchipInterpolator(knots, values).derivative()(knots), np.float64)
    slopes[0] = slopes[-1] = 0.0
    if speeds is not None:
        given = speeds[index]
        slopes = np.where(np.isnan(given), slopes, given)
    at = np.clip(at, knots[0], knots[-1])
    i = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(knots) - 2)
    size = (knots[i + 1] - knots[i])[:, None]
    s = (at - knots[i])[:, None] / size
    # The quintic with values and speeds at both ends and no acceleration there.
    ends = 10 * s**3 - 15 * s**4 + 6 * s**5
    begins = s - 6 * s**3 + 8 * s**4 - 3 * s**5
    leaves = -4 * s**3 + 7 * s**4 - 3 * s**5
    moved = values[i] * (1 - ends) + values[i + 1] * ends
    return np.asarray(moved + size * (slopes[i] * begins + slopes[i + 1] * leaves))


def flight(span: tuple[float, float], times: Array) -> Array:
    """Height (T,) in m over the straight line between both ends that a body in the air has, 0 outside the span."""
    begin, end = span
    inside = np.clip(times, begin, end)
    return np.asarray(0.5 * GRAVITY * (inside - begin) * (end - inside))


def take_off(span: tuple[float, float]) -> float:
    """The speed (m/s) over the straight line with which the floor is left, and met with again the other way."""
    return 0.5 * GRAVITY * (span[1] - span[0])
