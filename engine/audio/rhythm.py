"""Rhythm features: how often a sound's onsets come and how periodic they are, as one vector. numpy only.

An audio encoder's states say what sounds; their mean over time says nothing of how often.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.audio.logmel import HOP
from engine.audio.spectra import RATE, Floats

ROWS_S = RATE / HOP  # rows of a spectrogram a second
LAGS = range(8, 64)  # rows: 0.16 to 1.28 s, from a sprint's steps to a slow bar's beats
SIZE = len(LAGS) + 3
_APART = 5  # rows: onsets nearer together are one
_NO_GAP_S = 2.0  # stands for the time between onsets where there are not two


def rhythm_features(mel: NDArray[np.floating]) -> Floats:
    """A log-mel spectrogram (T, bands) -> (SIZE,): the onset curve's autocorrelation at LAGS, onsets a second, and the
    median (s) and standard deviation (s) of the times between them. All 0 but the times where nothing sounds."""
    # The onset curve: the mean rise over all bands from row to row, centred.
    rise = np.clip(np.diff(np.asarray(mel, np.float64), axis=0), 0, None).mean(axis=1)
    rise = rise - rise.mean() if len(rise) else np.zeros(1)
    power = max(float(rise @ rise), 1e-9)
    # How alike it is to itself a little later: 1 where it repeats exactly.
    correlation = [float(rise[:-lag] @ rise[lag:]) / power if lag < len(rise) else 0.0 for lag in LAGS]
    at = onset_rows(rise)
    gaps = np.diff(at) / ROWS_S if len(at) > 1 else np.array([_NO_GAP_S])
    spread = float(gaps.std()) if len(gaps) > 1 else 1.0
    return np.array([*correlation, len(at) * ROWS_S / len(rise), float(np.median(gaps)), spread], np.float32)


def onset_rows(rise: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rows at which an onset curve (T,), centred, has a peak of 1.5 standard deviations or more."""
    least = 1.5 * rise.std()
    return np.array(
        [t for t in np.flatnonzero(rise > max(least, 1e-6))
         if rise[t] == rise[max(0, t - _APART) : t + _APART + 1].max()], np.int64
    )  # fmt: skip
