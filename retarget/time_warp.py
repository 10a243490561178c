"""Time warping: a monotone map of time that brings a motion's accents onto beats, with both ends fixed.

Poses are moved in time and not changed, so a planted foot stays where it stands. Times are in frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

LIMIT = 1.35  # largest factor by which time may run faster or slower, anywhere


@dataclass(frozen=True)
class Warp:
    """A monotone map of time through anchors. before: (n,) frames they were at; after: (n,) frames they go to.

    Both must rise. Raises ValueError otherwise, or with fewer than two anchors.
    """

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
        """Number of anchors between the two ends."""
        return len(self.before) - 2

    def forward(self, times: NDArray[np.floating[Any]]) -> Doubles:
        """Map frames of the motion to frames of the warped motion, both (N,)."""
        return monotone(self.before, self.after, np.asarray(times, np.float64))

    def back(self, times: NDArray[np.floating[Any]]) -> Doubles:
        """Map frames of the warped motion to frames of the motion, both (N,): the inverse of `forward`."""
        # The inverse cubic is a good first guess but not exact: bracket it by two frames, or by the ends beyond it.
        times, guess = np.asarray(times, np.float64), monotone(self.after, self.before, np.asarray(times, np.float64))
        low, high = np.minimum(guess - 2, self.before[0]), np.maximum(guess + 2, self.before[-1])
        for _ in range(60):  # bisection: the curve is monotone
            middle = (low + high) / 2
            late = self.forward(middle) > times
            low, high = np.where(late, low, middle), np.where(late, middle, high)
        return (low + high) / 2


def accents(channels: NDArray[np.floating[Any]], fps: float, apart_s: float = 0.25) -> tuple[Doubles, Doubles]:
    """Find the moments at which a motion comes to rest: minima of speed, the ends of gestures and steps.

    channels: (T, C) values of everything that moves, one row a frame, in comparable units. apart_s: least time between
    two accents, s. Returns frames (n,) and strengths (n,) in 0.1 to 1: by how much the speed falls below the largest
    within `apart_s`, as a share of it. Under five frames there are none.
    """
    values = np.asarray(channels, np.float64)
    if len(values) < 5:
        return np.zeros(0), np.zeros(0)
    speed = _smooth(np.linalg.norm(np.gradient(values, axis=0), axis=1), fps * 0.05)
    # Candidates: frames whose speed is the least within reach.
    reach = max(1, round(apart_s * fps))
    padded = np.pad(speed, reach, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    lowest = (speed <= around.min(1)) & (speed < speed.max())
    frames = np.flatnonzero(lowest[1:-1]) + 1
    # Of equal minima side by side the first is kept; the strength compares with the largest speed around.
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
    """Build the warp that brings accents to nearby targets between frames `first` and `last`, which stay.

    found, marked: (n,) frames and strengths of accents, from `accents`. targets: (m,) frames of beats or markers.
    reach: frames that an accent may move. Pairs are formed greedily, the strongest accent first, one target to an
    accent; a pair with which time would somewhere run more than `limit` times as fast or slow is left out.
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


def best_chain(
    found: NDArray[np.floating[Any]],
    marked: NDArray[np.floating[Any]],
    targets: NDArray[np.floating[Any]],
    first: float,
    last: float,
    reach: float,
    limit: float = LIMIT,
) -> Warp:
    """`snap` with the pairs chosen all together: of all chains within `limit` the one whose accents weigh most, less
    what they are moved (dynamic programming). Accents may share no target, and the ends stay.
    """
    found, marked = np.asarray(found, np.float64), np.asarray(marked, np.float64)
    targets = np.asarray(targets, np.float64)
    near = np.abs(found[:, None] - targets) <= reach
    near &= (found > first)[:, None] & (found < last)[:, None] & (targets > first) & (targets < last)
    accent, target = np.nonzero(near)
    before = np.concatenate([[first], found[accent], [last]])
    after = np.concatenate([[first], targets[target], [last]])
    order = np.lexsort((after, before))
    weight = np.concatenate(
        [[0.0], marked[accent] * (1 - 0.5 * np.abs(found[accent] - targets[target]) / reach), [0.0]]
    )
    before, after, weight = before[order], after[order], weight[order]
    # The curve runs faster between two anchors than their slope says: the chain keeps to less than the limit.
    kept = _heaviest_path(before, after, weight, limit**0.8)
    while len(kept) > 2 and not _within(np.stack([before[kept], after[kept]], axis=1), limit):
        low, high = _slopes(before[kept], after[kept])
        worst = int(np.maximum(high, 1 / np.maximum(low, 1e-9)).argmax())
        ends = [k for k in (worst, worst + 1) if 0 < k < len(kept) - 1]
        kept = kept[np.arange(len(kept)) != min(ends, key=lambda k: weight[kept[k]])]
    return Warp(before[kept], after[kept])


def _heaviest_path(before: Doubles, after: Doubles, weight: Doubles, limit: float) -> NDArray[np.intp]:
    """Indices of the chain from the first to the last pair (n,) with the largest sum of weights in which both columns
    rise and no stretch becomes more than `limit` times as long or as short."""
    total, back = np.full(len(before), -np.inf), np.zeros(len(before), np.intp)
    total[0] = 0.0
    for k in range(1, len(before)):
        there, here = before[k] - before[:k], after[k] - after[:k]
        fits = (there > 1e-9) & (here > 1e-9) & (here <= there * limit + 1e-9) & (there <= here * limit + 1e-9)
        sums = np.where(fits, total[:k], -np.inf)
        back[k] = int(sums.argmax())
        total[k] = sums[back[k]] + weight[k]
    path = [len(before) - 1]
    while path[-1] and np.isfinite(total[path[-1]]):
        path.append(int(back[path[-1]]))
    return np.array(path[::-1] if path[-1] == 0 else [0, len(before) - 1], np.intp)


def _within(pairs: list[tuple[float, float]] | Doubles, limit: float) -> bool:
    """Whether both columns rise and time nowhere runs more than `limit` times as fast or as slow, also between them."""
    before, after = np.array(pairs).T
    if (np.diff(before) <= 0).any() or (np.diff(after) <= 0).any():
        return False
    low, high = _slopes(before, after)
    return bool(high.max() <= limit + 1e-9 and low.min() * limit >= 1 - 1e-9)


def _slopes(x: Doubles, y: Doubles) -> tuple[Doubles, Doubles]:
    """Least and largest slope (n - 1,) of `_monotone`'s curve between each two anchors."""
    slopes, tangents = np.diff(y) / np.diff(x), _tangents(x, y)
    a, b = tangents[:-1], tangents[1:]
    # The slope is a parabola in u: a at 0, b at 1, its vertex where the second derivative is zero.
    bend = a + b - 2 * slopes
    u = np.clip((2 * a + b - 3 * slopes) / np.where(np.abs(bend) > 1e-12, 3 * bend, np.inf), 0, 1)
    vertex = a * (1 - 4 * u + 3 * u**2) + 6 * slopes * (u - u**2) + b * (3 * u**2 - 2 * u)
    every = np.stack([a, b, vertex])
    return every.min(0), every.max(0)


def _smooth(x: Doubles, frames: float) -> Doubles:
    """Convolve (T,) with a Gaussian of standard deviation `frames`, cut off at 2 sigma, edges extended."""
    reach = max(1, round(2 * frames))
    kernel: Doubles = np.exp(-0.5 * (np.arange(-reach, reach + 1) / max(frames, 0.5)) ** 2)
    smooth: Any = np.convolve  # numpy types its result as partly unknown
    return smooth(np.pad(x, reach, mode="edge"), kernel / kernel.sum(), "valid")


def monotone(x: Doubles, y: Doubles, at: Doubles) -> Doubles:
    """Monotone cubic interpolation of (x, y) at `at` (Fritsch and Butland 1984), beyond the ends with slope 1."""
    steps, tangents = np.diff(x), _tangents(x, y)
    # Cubic Hermite polynomial in u on the interval k that holds each time, continued linearly outside.
    k = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(steps) - 1)
    u = np.clip((at - x[k]) / steps[k], 0, 1)
    rise, a, b = y[k + 1] - y[k], tangents[k] * steps[k], tangents[k + 1] * steps[k]
    inside = y[k] + a * u + (3 * rise - 2 * a - b) * u**2 + (a + b - 2 * rise) * u**3
    return inside + np.minimum(at - x[0], 0) + np.maximum(at - x[-1], 0)


def _tangents(x: Doubles, y: Doubles) -> Doubles:
    """Tangents (n,) at the anchors: the ends' own slopes, inside the weighted harmonic mean of those on both sides."""
    steps, slopes = np.diff(x), np.diff(y) / np.diff(x)
    tangents = np.empty(len(x))
    tangents[0], tangents[-1] = slopes[0], slopes[-1]
    if len(x) > 2:
        left, right = 2 * steps[1:] + steps[:-1], steps[1:] + 2 * steps[:-1]
        tangents[1:-1] = (left + right) / (left / slopes[:-1] + right / slopes[1:])
    return tangents
