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

from engine.motion import stops
from retarget.motion import Motion

SIGMA = 0.05  # s
Floats = NDArray[np.float64]


def kinematic_beats(motion: Motion) -> Floats:
    """Kinematic beats: times (K,) in s at which the body nearly stops."""
    return stops.dips(motion)[0]


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
