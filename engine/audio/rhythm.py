"""How a sound pulses, in a few numbers: how often something strikes, and how alike it is to itself a little later.

An audio encoder's states say what is struck; their average says nothing of how often. numpy only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.audio.logmel import HOP
from engine.audio.spectra import RATE, Floats

ROWS_S = RATE / HOP  # rows of a spectrogram a second
LAGS = range(8, 64)  # rows: 0.16 to 1.28 s, from a sprint's steps to a slow bar's beats
SIZE = len(LAGS) + 3
_APART = 5  # rows: strikes nearer together are one
_NONE_S = 2.0  # said for the time between strikes where there are not two


def pulse(mel: NDArray[np.floating]) -> Floats:
    """A log-mel spectrogram (T, bands) -> (SIZE,): the onset curve's correlation with itself at LAGS, strikes a second,
    and the median (s) and spread (s) of the times between them. All 0 but the times where nothing sounds."""
    rise = np.clip(np.diff(np.asarray(mel, np.float64), axis=0), 0, None).mean(axis=1)
    rise = rise - rise.mean() if len(rise) else np.zeros(1)
    power = max(float(rise @ rise), 1e-9)
    alike = [float(rise[:-lag] @ rise[lag:]) / power if lag < len(rise) else 0.0 for lag in LAGS]
    at = strikes(rise)
    gaps = np.diff(at) / ROWS_S if len(at) > 1 else np.array([_NONE_S])
    spread = float(gaps.std()) if len(gaps) > 1 else 1.0
    return np.array([*alike, len(at) * ROWS_S / len(rise), float(np.median(gaps)), spread], np.float32)


def strikes(rise: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rows at which an onset curve (T,), centred, has a peak well over the others."""
    least = 1.5 * rise.std()
    return np.array(
        [t for t in np.flatnonzero(rise > max(least, 1e-6))
         if rise[t] == rise[max(0, t - _APART) : t + _APART + 1].max()], np.int64
    )  # fmt: skip
