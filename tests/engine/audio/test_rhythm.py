"""How often something strikes, told from a spectrogram, whatever is struck."""

from __future__ import annotations

import numpy as np
import pytest

from engine.audio.logmel import logmel
from engine.audio.rhythm import LAGS, ROWS_S, SIZE, rhythm_features
from engine.audio.spectra import RATE


def blows(every_s: float, seconds: float = 4.0, hz: float = 200.0, ring: float = 0.03) -> np.ndarray:
    """Something struck again and again: a tone that rings off, with a little hiss all along."""
    t = np.arange(round(0.2 * RATE)) / RATE
    one = np.sin(2 * np.pi * hz * t) * np.exp(-t / ring)
    out = 1e-3 * np.random.default_rng(0).standard_normal(round(seconds * RATE))
    for start in np.arange(0.1, seconds - 0.25, every_s):
        out[round(start * RATE) :][: len(one)] += one
    return out.astype(np.float32)


@pytest.mark.parametrize("every", [0.3, 0.5, 0.75])
@pytest.mark.parametrize(("hz", "ring"), [(80.0, 0.05), (420.0, 0.02), (1500.0, 0.01)])
def test_it_is_the_rate_that_is_told_and_not_what_is_struck(every, hz, ring):
    told = rhythm_features(logmel(blows(every, hz=hz, ring=ring)))
    alike, (rate, gap, spread) = told[: len(LAGS)], told[len(LAGS) :]
    best = LAGS[int(alike.argmax())] / ROWS_S
    assert abs(best - every) <= 0.03 or abs(best - 2 * every) <= 0.05
    assert abs(gap - every) <= 0.03 and abs(rate * every - 1) < 0.2 and spread < 0.05


def test_uneven_blows_spread():
    even, uneven = blows(0.5), blows(1.0) + np.roll(blows(1.0), round(0.3 * RATE))
    assert rhythm_features(logmel(uneven))[-1] > rhythm_features(logmel(even))[-1] + 0.1


@pytest.mark.parametrize("rows", [0, 1, 2, 9, 70])
def test_silence_and_short_sounds_have_numbers_too(rows):
    told = rhythm_features(np.full((rows, 64), -1.0, np.float32))
    assert told.shape == (SIZE,) and np.isfinite(told).all() and (told[:-2] == 0).all()
