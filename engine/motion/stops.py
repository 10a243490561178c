"""When a body stops, a foot lands and a hand strikes: the moments of a motion that fall on beats and stresses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from engine.motion.peaks import find_peaks
from retarget.motion import ROLE_INDEX, Motion

_SMOOTH = 0.04  # s: speed is smoothed by this before its minima are taken
_PROMINENCE = 0.05  # of the mean speed around: shallower dips are noise
_SHORTEST_GAP = 0.2  # s between stops
Floats = NDArray[np.float64]


def speed(motion: Motion) -> Floats:
    """Mean joint speed (T,) in m/s, smoothed."""
    pos = motion.globals()[0].astype(float)
    step = np.linalg.norm(np.gradient(pos, axis=0), axis=-1).mean(axis=1) * motion.fps if len(pos) > 1 else np.zeros(1)
    return gaussian_filter1d(step, _SMOOTH * motion.fps, mode="nearest")


def dips(motion: Motion) -> tuple[Floats, Floats]:
    """Minima of joint speed: times (K,) in s, to a fraction of a frame, and depths (K,) in 0..1.

    A depth is how far speed rises on the lower side, over the mean speed of the seconds around.
    """
    v = speed(motion)
    around = gaussian_filter1d(v, 1.0 * motion.fps, mode="nearest") + 1e-3
    low = np.flatnonzero((v[1:-1] < v[:-2]) & (v[1:-1] <= v[2:])) + 1
    depth = np.array([_rise(v, i) / around[i] for i in low])
    keep = _spread(low / motion.fps, depth)
    low, depth = low[keep], depth[keep]
    # Vertex of the parabola through each minimum and its neighbours: the time to a fraction of a frame.
    a, b, c = v[low - 1], v[low], v[low + 1]
    offset = 0.5 * (a - c) / np.maximum(a - 2 * b + c, 1e-9)
    return (low + np.clip(offset, -0.5, 0.5)) / motion.fps, np.clip(depth, 0, 1)


def _rise(v: Floats, i: int) -> float:
    """Prominence of minimum i: the rise of `v` before it falls below v[i] again, on the side where it is less."""
    left, right = np.flatnonzero(v[:i] < v[i]), np.flatnonzero(v[i + 1 :] < v[i])
    first = left[-1] if len(left) else 0
    last = i + 1 + right[0] if len(right) else len(v)
    return float(min(v[first : i + 1].max(), v[i:last].max()) - v[i])


def _spread(times: Floats, depth: Floats) -> NDArray[np.intp]:
    """Indices of dips that are deep enough; of two that are too close the deeper one."""
    kept: list[int] = []
    for i in np.argsort(-depth):
        if depth[i] >= _PROMINENCE and all(abs(times[i] - times[j]) >= _SHORTEST_GAP for j in kept):
            kept.append(int(i))
    return np.array(sorted(kept), np.intp)


def footfalls(motion: Motion) -> Floats:
    """Times (K,) in s at which either foot lands."""
    feet = motion.contacts[:, :2].any(axis=1), motion.contacts[:, 2:].any(axis=1)
    landings = [np.flatnonzero(foot[1:] & ~foot[:-1]) + 1 for foot in feet]
    return np.sort(np.concatenate(landings)) / motion.fps


def hand_speed(motion: Motion) -> Floats:
    """The faster hand's speed (T,) beside the body, m/s, smoothed."""
    pos = motion.globals()[0].astype(float)
    hands = pos[:, [ROLE_INDEX["left_wrist"], ROLE_INDEX["right_wrist"]]] - pos[:, :1]
    speed = np.linalg.norm(np.gradient(hands, axis=0), axis=-1).max(axis=1) * motion.fps
    return gaussian_filter1d(speed, 0.06 * motion.fps, mode="nearest")


def strokes(motion: Motion) -> Floats:
    """Times (K,) in s of gesture strokes: the faster hand's peaks of speed beside the body, over 0.5 m/s."""
    peaks, _ = find_peaks(hand_speed(motion), height=0.5, distance=max(1, round(0.35 * motion.fps)), prominence=0.15)
    return peaks / motion.fps
