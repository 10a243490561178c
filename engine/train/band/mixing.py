"""Mixing: sounds at their times, balance, room, equaliser, drive, noise and level."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from engine.train.band.tones import RATE, band_noise

F32 = NDArray[np.float32]
# (time s, sound (n,), gain); what lies outside the recording is cut off.
Events = list[tuple[float, F32, float]]


def lay(events: Events, seconds: float) -> F32:
    """Add sounds up at their times -> samples (N,)."""
    out = np.zeros(int(seconds * RATE), np.float32)
    for time, sound, gain in events:
        start = round(time * RATE)
        first, last = max(0, start), min(len(out), start + len(sound))
        if last > first:
            out[first:last] += gain * sound[first - start : last - start]
    return out


def master(parts: Sequence[F32], seconds: float, wet: tuple[float, float], rng: np.random.Generator) -> F32:
    """Mix parts (N,) into one recording: random balance, room, then `finish`; peak below 1."""
    mix = np.zeros(int(seconds * RATE), np.float32)
    for i, part in enumerate(parts):
        level = float(np.sqrt(np.mean(part**2))) + 1e-6
        mix += part * (0.1 / level) * np.float32(np.exp(rng.normal(0.3 if i == 0 else -0.2, 0.35)))
    return finish(room(mix, rng.uniform(*wet), rng), rng)


def room(dry: F32, wet: float, rng: np.random.Generator) -> F32:
    """Convolve with a room's response, decaying noise of 0.15 to 1.2 s with energy 1, and add `wet` of it."""
    length = int(RATE * rng.uniform(0.15, 1.2))
    response = band_noise(length, 150, rng.uniform(2500, 8000), rng) * np.exp(-5 * np.arange(length) / length)
    response /= np.sqrt((response**2).sum())
    return (dry + wet * fftconvolve(dry, response)[: len(dry)]).astype(np.float32)


def finish(mix: F32, rng: np.random.Generator) -> F32:
    """Random equaliser, soft clipping, hiss (-70 to -30 dB) and peak level (0.15 to 0.98)."""
    mix = equalise(mix, rng)
    mix /= max(float(np.abs(mix).max(initial=0)), 1e-6)
    drive = rng.uniform(0.3, 2.5)
    mix = np.tanh(drive * mix) / np.tanh(drive)
    hiss = 10 ** (rng.uniform(-70, -30) / 20)
    mix = mix + hiss * band_noise(len(mix), 50, rng.uniform(3000, 10000), rng)
    return (rng.uniform(0.15, 0.98) * mix / max(float(np.abs(mix).max(initial=0)), 1e-6)).astype(np.float32)


def equalise(sound: F32, rng: np.random.Generator) -> F32:
    """Apply a random smooth curve of up to about 9 dB, sometimes with the ends cut off as by a small speaker."""
    # Gains in dB at six knots, interpolated over log frequency; with 1 in 4 a 12 dB per octave cut at both ends.
    spectrum = np.fft.rfft(sound)
    hz = np.fft.rfftfreq(len(sound), 1 / RATE)
    octave = np.log2(np.maximum(hz, 30))
    knots = np.log2([30, 120, 400, 1200, 4000, RATE / 2])
    decibel = np.interp(octave, knots, rng.normal(0, 3.5, len(knots)))
    if rng.random() < 0.25:
        decibel -= 12 * np.maximum(0, np.log2(rng.uniform(80, 300)) - octave)
        decibel -= 12 * np.maximum(0, octave - np.log2(rng.uniform(3000, 8000)))
    return np.fft.irfft(spectrum * 10 ** (decibel / 20), len(sound)).astype(np.float32)
