"""Pitched instruments: wavetables whose brightness fades over a note; band noise. 22,050 Hz mono."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RATE = 22050
_TABLE = 1024
F32 = NDArray[np.float32]


@dataclass(frozen=True)
class Voice:
    """An instrument. slope: harmonics fall as n^-slope. odd: share of the even harmonics that is removed.

    attack, decay, release: s. sustain: level after the decay, 0 for plucked strings. vibrato: (Hz, share of pitch).
    dark: s in which the brightness fades. body: octave that it plays in, 0 around middle C.
    """

    slope: float
    attack: float
    decay: float
    sustain: float
    release: float = 0.06
    odd: float = 0.0
    vibrato: tuple[float, float] = (0.0, 0.0)
    dark: float = 0.3
    body: int = 0


VOICES: Mapping[str, Voice] = {
    "finger bass": Voice(1.8, 0.006, 0.5, 0.3, dark=0.15, body=-2),
    "picked bass": Voice(1.2, 0.003, 0.4, 0.3, dark=0.12, body=-2),
    "upright bass": Voice(2.0, 0.01, 0.35, 0.05, dark=0.1, body=-2),
    "synth bass": Voice(1.0, 0.004, 0.25, 0.6, dark=0.12, odd=0.5, body=-2),
    "cello": Voice(1.3, 0.06, 0.3, 0.8, 0.12, vibrato=(5.2, 0.004), dark=2.0, body=-2),
    "pizzicato": Voice(1.5, 0.004, 0.15, 0.0, dark=0.08, body=-2),
    "tuba": Voice(1.6, 0.04, 0.3, 0.7, 0.08, dark=1.0, body=-2),
    "piano": Voice(1.5, 0.004, 0.6, 0.1, 0.1, dark=0.25),
    "guitar": Voice(1.3, 0.004, 0.5, 0.05, 0.08, dark=0.2),
    "organ": Voice(1.1, 0.015, 0.1, 0.9, 0.04, dark=5.0),
    "synth": Voice(1.0, 0.01, 0.4, 0.5, 0.12, dark=0.3, vibrato=(4.5, 0.002)),
    "strings": Voice(1.2, 0.08, 0.3, 0.85, 0.2, vibrato=(5.0, 0.004), dark=3.0),
    "brass": Voice(0.9, 0.03, 0.2, 0.75, 0.06, dark=0.8, vibrato=(5.0, 0.002)),
    "flute": Voice(2.4, 0.04, 0.2, 0.85, 0.07, dark=2.0, vibrato=(5.0, 0.005), body=1),
    "fiddle": Voice(1.1, 0.03, 0.2, 0.8, 0.06, dark=2.0, vibrato=(5.5, 0.004), body=1),
    "accordion": Voice(1.0, 0.03, 0.1, 0.9, 0.05, odd=0.3, dark=5.0),
    "sitar": Voice(0.8, 0.003, 0.6, 0.05, 0.1, dark=0.4),
    "drone": Voice(1.1, 0.2, 1.0, 0.7, 0.5, dark=3.0, body=-1),
}


def band_noise(count: int, low: float, high: float, rng: np.random.Generator) -> F32:
    """White noise (count,) between two frequencies in Hz, peak near 1."""
    spectrum = np.fft.rfft(rng.standard_normal(max(count, 2)))
    hz = np.fft.rfftfreq(max(count, 2), 1 / RATE)
    spectrum *= 1 / (1 + (low / np.maximum(hz, 1)) ** 4) / (1 + (hz / high) ** 8)
    noise = np.fft.irfft(spectrum, max(count, 2))[:count]
    return (noise / max(np.abs(noise).max(initial=0), 1e-9)).astype(np.float32)


@lru_cache(maxsize=512)
def _table(slope: float, odd: float, harmonics: int) -> F32:
    """One cycle of a waveform with harmonics falling as n^-slope, peak 1."""
    n = np.arange(1, harmonics + 1)
    level = n**-slope * np.where(n % 2 == 0, 1 - odd, 1.0)
    phase = 2 * np.pi * np.arange(_TABLE) / _TABLE
    wave = (level[:, None] * np.sin(n[:, None] * phase + 0.3 * n[:, None] ** 1.5)).sum(axis=0)
    return (wave / np.abs(wave).max()).astype(np.float32)


def hertz(semitone: float) -> float:
    """Frequency in Hz of a semitone in equal temperament, 0 being middle C."""
    return 261.63 * 2 ** (semitone / 12)


def note(voice: Voice, semitone: float, seconds: float, bright: float = 0.0) -> F32:
    """One note (n,), held for `seconds` and then released; peak near 1. bright: lowers the slope of the harmonics."""
    hz = hertz(semitone + 12 * voice.body)
    held, tail = max(2, int(seconds * RATE)), int(voice.release * RATE)
    t = np.arange(held + tail) / RATE
    rate, depth = voice.vibrato
    # Phase in cycles: the integral of a frequency that swings by the vibrato's depth.
    bend = depth * np.sin(2 * np.pi * rate * t) * hz / max(2 * np.pi * rate, 1e-9) * 2 * np.pi if rate else 0.0
    cycles = hz * t + bend / (2 * np.pi)
    place = (cycles * _TABLE).astype(np.int64) % _TABLE
    harmonics = int(np.clip(0.45 * RATE / hz, 1, 24))
    slope = round(max(0.6, voice.slope - bright), 1)
    # Cross-fade from a bright table to a darker one, then the envelope.
    lit = np.exp(-t / voice.dark).astype(np.float32)
    wave = lit * _table(slope, voice.odd, harmonics)[place]
    wave += (1 - lit) * _table(round(slope + 1.0, 1), voice.odd, harmonics)[place]
    envelope = np.minimum(1, t / voice.attack) * (voice.sustain + (1 - voice.sustain) * np.exp(-t / voice.decay))
    envelope[held:] *= np.linspace(1, 0, tail)
    return (wave * envelope).astype(np.float32)
