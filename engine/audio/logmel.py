"""Log-mel spectrogram of a sound, as the audio encoder reads it. numpy only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.audio.spectra import RATE, Floats, mel_bank

HOP = 441  # samples: 50 rows a second
BANDS = 64
_WINDOW = 1024
_RANGE_DB = 60.0  # what lies further below the loudest band of a sound is silence
_FLOOR_DB = -45.0  # power in dB that counts as loud at least: a hiss is not brought up to a shout


def logmel(samples: NDArray[np.floating]) -> Floats:
    """Mono samples (N,) at RATE -> (ceil(N / HOP), BANDS): 0 at the loudest, -1 at 60 dB below and less.

    Relative to the sound's own loudest band, so that a quiet recording looks as a loud one does.
    """
    x = np.asarray(samples, np.float32)
    count = max(1, -(-len(x) // HOP))
    padded = np.pad(x, (_WINDOW // 2, count * HOP - len(x) + _WINDOW // 2))
    # Hann windows centred on every HOP-th sample, their power in mel bands, in dB below the loudest.
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::HOP][:count]
    power = np.abs(np.fft.rfft(windows * np.hanning(_WINDOW).astype(np.float32), axis=1)) ** 2
    decibel = 10 * np.log10(np.maximum(power.astype(np.float32) @ mel_bank(RATE, _WINDOW, BANDS).T, 1e-12))
    loudest = max(float(decibel.max()), _FLOOR_DB)
    return (np.clip(decibel - loudest, -_RANGE_DB, 0) / _RANGE_DB).astype(np.float32)
