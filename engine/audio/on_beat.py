"""On the beat: stops of the body brought to beats of the music, and strokes of speaking hands to stresses of the voice.

Poses are moved in time and not changed. Within a beat time also pulses a little: slower where the beat falls, faster
between, as people dance. A dancer who never heard the music meets it better after this, too: what it says of hearing
is measured against another track's beats (`engine.evaluate.sound.audio`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from engine.audio.analysis import Analysis
from engine.audio.spectra import FPS
from engine.motion import stops
from engine.motion.peaks import find_peaks
from retarget import time_warp
from retarget.motion import Motion, sample_at

LIMIT = 1.3  # how much faster or slower the warp plays anywhere, before the pulse
PULSE = 0.1  # of the speed, that it rises and falls by within a beat
_REACH, _FURTHEST = 0.5, 0.4  # how far a moment may be moved: of the time between two beats, and in s
_LONGEST_BEAT = 1.2  # s: between two beats further apart, time has no pulse
_CLOSE_S = 0.05  # a stop and a landing about as near as this come to a beat together
_STRESS_APART = 0.3  # s between two stresses of a voice
Floats = NDArray[np.float64]
Span = tuple[int, int]


@dataclass(frozen=True)
class Pulse:
    """What a sound asks of a body in time. times: (n,) s of beats, or of stresses. spoken: stresses of a voice, with
    strength: (n,) how loud each is among them, 0 to 1."""

    times: Floats
    spoken: bool = False
    strength: Floats = field(default_factory=lambda: np.zeros(0))


def pulse_of(found: Analysis, talks: bool = False) -> Pulse:
    """Beats, where the sound has a steady beat; else, and for somebody who talks, the stresses of what is taken for a
    voice: some of it is as even as music."""
    if found.beats.steady and not talks:
        return Pulse(found.beats.times)
    return voice(found.spectra.rms)


def voice(loudness: NDArray[np.floating]) -> Pulse:
    """The stresses of a voice from its loudness (T,) at FPS."""
    times = stresses(loudness)
    level = np.asarray(loudness, np.float64)[np.round(times * FPS).astype(int)]
    return Pulse(times, True, np.argsort(np.argsort(level)) / max(1, len(level) - 1))


def stresses(loudness: NDArray[np.floating]) -> Floats:
    """Times (n,) s of the syllables that stand out: peaks of loudness (T,) at FPS over their surroundings."""
    level = gaussian_filter1d(np.asarray(loudness, np.float64), 0.06 * FPS, mode="nearest")
    if len(level) < 5 or level.max() <= 0:
        return np.zeros(0)
    around = gaussian_filter1d(level, 1.0 * FPS, mode="nearest")
    apart = max(1, round(_STRESS_APART * FPS))
    peaks, _ = find_peaks(level, height=np.maximum(1.1 * around, 0.1 * level.max()), distance=apart)
    return peaks / FPS


def brought(motion: Motion, pulse: Pulse, amount: float, held: Sequence[Span] = (), steps: float = 0.4) -> Motion:
    """The motion with its moments brought to the pulse, as long as before.

    amount: 0 leaves it as it is, 1 goes all the way. held: spans of frames that keep their time. steps: what a landing
    foot counts beside a stop.
    """
    if amount <= 0 or len(pulse.times) < 2 or len(motion) < 3:
        return motion
    times, weights = _moments(motion, pulse, steps)
    clock = np.arange(len(motion), dtype=np.float64)
    source = clock.copy()
    for first, last in _free(held, len(motion)):
        part = slice(first, last + 1)
        source[part] = _warped(clock[part], motion.fps, times, weights, pulse, amount)
    return sample_at(motion, source, motion.fps)


def _moments(motion: Motion, pulse: Pulse, steps: float) -> tuple[Floats, Floats]:
    """Times (n,) s of what is brought to the pulse, and how much each counts."""
    if pulse.spoken:
        strokes = stops.strokes(motion)
        return strokes, np.ones(len(strokes))
    still, depth = stops.dips(motion)
    landings = stops.footfalls(motion)
    times = np.concatenate([still, landings])
    weights = np.concatenate([0.5 + 0.5 * depth, np.full(len(landings), steps)])
    return _together(times, weights)


def _together(times: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Moments (n,) s that lie close together as one where they are nearest to all of them, with the sum of weights."""
    if not len(times):
        return times, weights
    clock = np.arange(-0.1, times.max() + 0.1, 0.01)
    level = (weights * np.exp(-((clock[:, None] - times) ** 2) / (2 * _CLOSE_S**2))).sum(axis=1)
    peaks, _ = find_peaks(level)
    return clock[peaks], level[peaks]


def _warped(clock: Floats, fps: float, times: Floats, weights: Floats, pulse: Pulse, amount: float) -> Floats:
    """Frames of the motion that show at frames `clock` (N,), whose ends stay."""
    first, last = clock[0], clock[-1]
    beats = pulse.times * fps
    reach = min(_REACH * float(np.median(np.diff(beats))), _FURTHEST * fps)
    warp = time_warp.best_chain(times * fps, weights, beats, first, last, reach, LIMIT)
    # Part of the way: every anchor moves by that part of what it would.
    part = time_warp.Warp(warp.before, warp.before + amount * (warp.after - warp.before))
    eased = clock if pulse.spoken else _pulsing(clock, beats, fps, PULSE * amount)
    return np.clip(part.back(eased), first, last)


def _pulsing(clock: Floats, beats: Floats, fps: float, depth: float) -> Floats:
    """The clock (N,), in frames, that runs slower by `depth` on each beat and faster by it half-way to the next."""
    gaps = np.diff(beats)
    k = np.clip(np.searchsorted(beats, clock, side="right") - 1, 0, len(gaps) - 1)
    phase = (clock - beats[k]) / gaps[k]
    inside = (phase >= 0) & (phase < 1) & (gaps[k] < _LONGEST_BEAT * fps)
    whole = (beats[k] >= clock[0]) & (beats[k + 1] <= clock[-1])
    # The rate 1 - depth cos(2 pi phase), integrated.
    shift = depth * gaps[k] / (2 * np.pi) * np.sin(2 * np.pi * phase)
    return clock - np.where(inside & whole, shift, 0.0)


def _free(held: Sequence[Span], frames: int) -> list[Span]:
    """Spans (first, last frame) of at least five frames between the held ones (first, end)."""
    kept = np.zeros(frames, bool)
    for first, end in held:
        kept[first:end] = True
    edges = np.flatnonzero(np.diff(np.concatenate([[1], kept.astype(int), [1]])))
    spans = [(max(a - 1, 0), min(b, frames - 1)) for a, b in edges.reshape(-1, 2).tolist()]
    return [(a, b) for a, b in spans if b - a >= 5]
