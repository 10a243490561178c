"""Small sounds with known contents."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def clicks(times: NDArray[np.floating] | list[float], seconds: float, rate: int, loud: float = 0.5) -> NDArray:
    """(N,) float32: a short knock at each of `times`, in seconds."""
    out = np.zeros(round(seconds * rate), np.float32)
    length = rate // 50
    at = np.arange(length) / rate
    knock = loud * np.exp(-at / 0.004) * np.sin(2 * np.pi * 1500 * at)
    for time in times:
        first = round(time * rate)
        part = out[first : first + length]
        part += knock[: len(part)].astype(np.float32)
    return out


def groove(bpm: float, seconds: float, rate: int, seed: int = 0) -> tuple[NDArray, NDArray]:
    """(N,) float32 and the beats (n,) s: drums with a hat on every half beat, over a humming chord."""
    rng = np.random.default_rng(seed)
    beats = np.arange(0.2, seconds - 0.2, 60 / bpm)
    clock = np.arange(round(seconds * rate)) / rate
    out = 0.05 * np.sin(2 * np.pi * np.outer([220.0, 277.2, 329.6], clock)).sum(0)
    length = rate // 5
    at = np.arange(length) / rate
    kick = np.sin(2 * np.pi * 60 * at) * np.exp(-at / 0.05)
    snare = rng.normal(size=length) * np.exp(-at / 0.04) * 0.5
    hat = np.diff(rng.normal(size=length + 1)) * np.exp(-at / 0.01) * 0.15
    for number, beat in enumerate(beats):
        hits = [(beat, snare if number % 2 else kick), (beat, hat), (beat + 30 / bpm, hat)]
        for time, sound in hits:
            first = round(time * rate)
            part = out[first : first + length]
            part += sound[: len(part)]
    return (0.4 * out).astype(np.float32), beats
