"""Beat alignment: kinematic beats of a motion against the beats of music. Times in seconds.

Kinematic beats are the moments at which the body nearly stops: local minima of the mean joint speed (Li et al. 2021,
"AI Choreographer", section 5). A kinematic beat scores exp(-d^2 / 2 sigma^2) by its distance d to the nearest music
beat, sigma 50 ms (three frames at 60 per second there).

That alone rewards music with more beats: every time is near a beat at double tempo. So the beats of the music are
scored against those of the motion as well, and the score is the harmonic mean of both. Chance is the mean score of
shifted beats; `excess` is the score over chance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from retarget.motion import Motion

SIGMA = 0.05  # s
_SMOOTH = 0.04  # s: speed is smoothed by this before its minima are taken
_PROMINENCE = 0.05  # of the mean speed around: shallower dips are noise
_SHORTEST_GAP = 0.2  # s between kinematic beats
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


def kinematic_beats(motion: Motion) -> Floats:
    """Kinematic beats: times (K,) in s at which the body nearly stops."""
    return dips(motion)[0]


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


@dataclass(frozen=True)
class Alignment:
    """score: harmonic mean of both directions, 0..1. chance: the same over shifted beats. excess: score - chance."""

    score: float
    chance: float

    @property
    def excess(self) -> float:
        return self.score - self.chance


def nearness(times: Floats, others: Floats, sigma: float = SIGMA) -> float:
    """Mean of exp(-d^2 / 2 sigma^2) over `times`, d to the nearest of `others`; 0 where either is empty."""
    if not len(times) or not len(others):
        return 0.0
    apart = np.abs(times[:, None] - others[None]).min(axis=1)
    return float(np.exp(-(apart**2) / (2 * sigma**2)).mean())


def agreement(motion_beats: Floats, music_beats: Floats, sigma: float = SIGMA) -> float:
    """Harmonic mean of both nearnesses."""
    there, back = nearness(motion_beats, music_beats, sigma), nearness(music_beats, motion_beats, sigma)
    return 2 * there * back / (there + back) if there + back else 0.0


def alignment(motion_beats: Floats, music_beats: Floats, seconds: float, sigma: float = SIGMA) -> Alignment:
    """Agreement over the first `seconds`, and what chance gives: the mean over 24 shifts of the music by up to 1.5 s.

    Shifted beats wrap around the end, so that their number and tempo stay.
    """
    inside = music_beats[(music_beats >= 0) & (music_beats < seconds)]
    shifted = [np.sort((inside + s) % max(seconds, 1e-9)) for s in np.linspace(0, 1.5, 25)[1:]]
    chance = float(np.mean([agreement(motion_beats, s, sigma) for s in shifted])) if len(inside) else 0.0
    return Alignment(agreement(motion_beats, inside, sigma), chance)
