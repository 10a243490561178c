"""Time bent so that accents fall on beats: monotone, within a limit, and still at both ends.

A pose is only moved in time, never changed, so a planted foot stays where it stands. Times are in frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

LIMIT = 1.35  # how many times as fast or as slow a stretch between two anchors may become


@dataclass(frozen=True)
class Warp:
    """A rising curve through anchors. before: (n,) where they were. after: (n,) where they go, both rising."""

    before: Doubles
    after: Doubles

    def __post_init__(self) -> None:
        before, after = np.asarray(self.before, np.float64), np.asarray(self.after, np.float64)
        rising = before.ndim == 1 and len(before) >= 2 and (np.diff(before) > 0).all() and (np.diff(after) > 0).all()
        if before.shape != after.shape or not rising:
            raise ValueError("A warp needs two or more anchors that rise before and after it.")
        object.__setattr__(self, "before", before)
        object.__setattr__(self, "after", after)

    @property
    def snapped(self) -> int:
        """Anchors between the two ends."""
        return len(self.before) - 2

    def forward(self, times: NDArray[np.floating[Any]]) -> Doubles:
        """Where moments of the motion go."""
        return _monotone(self.before, self.after, np.asarray(times, np.float64))

    def back(self, times: NDArray[np.floating[Any]]) -> Doubles:
        """Which moment of the motion is shown at `times`: the inverse of `forward`."""
        times, guess = np.asarray(times, np.float64), _monotone(self.after, self.before, np.asarray(times, np.float64))
        low, high = np.minimum(guess - 2, self.before[0]), np.maximum(guess + 2, self.before[-1])
        for _ in range(60):  # the curve rises, so halving finds it
            middle = (low + high) / 2
            late = self.forward(middle) > times
            low, high = np.where(late, low, middle), np.where(late, middle, high)
        return (low + high) / 2


def accents(channels: NDArray[np.floating[Any]], fps: float, apart_s: float = 0.25) -> tuple[Doubles, Doubles]:
    """Where a motion comes to rest for a moment: the ends of its gestures and steps.

    channels: (T, C) values of everything that moves, one row a frame, in units that are alike. Returns frames (n,) and
    how marked each is (n,), 0-1: how far the speed falls there, of what surrounds it.
    """
    values = np.asarray(channels, np.float64)
    if len(values) < 5:
        return np.zeros(0), np.zeros(0)
    speed = _smooth(np.linalg.norm(np.gradient(values, axis=0), axis=1), fps * 0.05)
    reach = max(1, round(apart_s * fps))
    padded = np.pad(speed, reach, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    lowest = (speed <= around.min(1)) & (speed < speed.max())
    frames = np.flatnonzero(lowest[1:-1]) + 1
    frames = frames[np.diff(frames, prepend=-reach - 1) > reach // 2]
    marked = 1 - speed[frames] / np.maximum(around[frames].max(1), 1e-12)
    keep = marked > 0.1
    return frames[keep].astype(np.float64), marked[keep]


def snap(
    found: NDArray[np.floating[Any]],
    marked: NDArray[np.floating[Any]],
    targets: NDArray[np.floating[Any]],
    first: float,
    last: float,
    reach: float,
    limit: float = LIMIT,
) -> Warp:
    """The warp that brings accents to the targets near them, between frames `first` and `last`, which stay.

    found, marked: accents, as `accents` gives them. targets: beats or markers. reach: frames that an accent may move.
    Each accent goes to one target and each target gets one accent, the most marked first; an anchor that would need
    more than `limit` is left out.
    """
    targets = np.sort(np.asarray(targets, np.float64))
    targets = targets[(targets > first) & (targets < last)]
    pairs: list[tuple[float, float]] = [(float(first), float(first)), (float(last), float(last))]
    for index in np.argsort(-np.asarray(marked, np.float64), kind="stable"):
        accent = float(found[index])
        if not (first < accent < last and len(targets)):
            continue
        nearest = int(np.abs(targets - accent).argmin())
        if abs(targets[nearest] - accent) <= reach:
            trial = sorted([*pairs, (accent, float(targets[nearest]))])
            if _within(trial, limit):
                pairs, targets = trial, np.delete(targets, nearest)
    before, after = np.array(pairs).T
    return Warp(before, after)


def _within(pairs: list[tuple[float, float]], limit: float) -> bool:
    """Whether both sides rise and no stretch becomes more than `limit` times as long or short."""
    before, after = np.diff(np.array(pairs), axis=0).T
    if (before <= 0).any() or (after <= 0).any():
        return False
    return bool((after <= before * limit + 1e-9).all() and (before <= after * limit + 1e-9).all())


def _smooth(x: Doubles, frames: float) -> Doubles:
    reach = max(1, round(2 * frames))
    kernel: Doubles = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(frames, 0.5)) ** 2)
    smooth: Any = np.convolve  # numpy types its result as partly unknown
    return smooth(np.pad(x, reach, mode="edge"), kernel / kernel.sum(), "valid")


def _monotone(x: Doubles, y: Doubles, at: Doubles) -> Doubles:
    """Monotone cubic through (x, y) (Fritsch and Butland 1984), straight on beyond the ends at slope 1."""
    steps, slopes = np.diff(x), np.diff(y) / np.diff(x)
    tangents = np.empty(len(x))
    tangents[0], tangents[-1] = slopes[0], slopes[-1]
    if len(x) > 2:
        left, right = 2 * steps[1:] + steps[:-1], steps[1:] + 2 * steps[:-1]
        tangents[1:-1] = (left + right) / (left / slopes[:-1] + right / slopes[1:])
    k = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(steps) - 1)
    u = np.clip((at - x[k]) / steps[k], 0, 1)
    rise, a, b = y[k + 1] - y[k], tangents[k] * steps[k], tangents[k + 1] * steps[k]
    inside = y[k] + a * u + (3 * rise - 2 * a - b) * u**2 + (a + b - 2 * rise) * u**3
    return inside + np.minimum(at - x[0], 0) + np.maximum(at - x[-1], 0)
