"""The condition of the audio model: features of the sound and style weights, for each frame at the model's rate."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from engine import audio
from engine.audio.on_beat import Pulse, pulse_of
from engine.audio.phrases.bars import Bars, bars_of
from engine.audio.phrases.energy import energies, levels
from engine.audio.phrases.library import BAR, TALK
from engine.motion.canonical import LEAST_FRAMES
from engine.protocol.errors import bad_request
from engine.protocol.limits import MAX_AUDIO_SECONDS
from engine.protocol.request import AudioRequest, StyleWeight

FPS = audio.FPS
_AROUND_S = 1.0  # s: how far around a moment its loudness is heard, where no bars are


@dataclass(frozen=True)
class Conditioning:
    """features: (T, F) float32 at FPS. styles: (T, S) float32, one column a style. notes: sentences for the artist.
    pulse: the sound's beats or stresses. bars: of music with a steady beat. talks: gestures alone are asked
    for. energy: (T,) how lively each frame is, the request's and the sound's."""

    features: NDArray[np.float32]
    styles: NDArray[np.float32]
    notes: tuple[str, ...] = ()
    pulse: Pulse = field(default_factory=lambda: Pulse(np.zeros(0)))
    bars: Bars | None = None
    talks: bool = False
    energy: NDArray[np.float64] = field(default_factory=lambda: np.ones(0))


def frames_of(request: AudioRequest) -> int:
    """The request's length in its own frames: what it says, else the length of its sound, which is read for it."""
    if request.frames is not None:
        return request.frames
    seconds = audio.open_source(request.audio).seconds
    if seconds > MAX_AUDIO_SECONDS:
        raise bad_request(
            f"The sound lasts {seconds:,.0f} seconds, and one take at most {MAX_AUDIO_SECONDS:g}: give a length, or "
            "choose a part of the sound."
        )
    return max(1, round(seconds * request.sampling.fps))


def conditioning(request: AudioRequest, styles: Sequence[str], frames: int) -> Conditioning:
    """The condition of a take of `frames` frames of the request, with weights of the model's `styles`.

    Raises EngineError: no such file, no such style.
    """
    fps = request.sampling.fps
    # One frame more than asked for at the far end, so that resampling needs no guess beyond it.
    count = max(LEAST_FRAMES, math.ceil((frames - 1) * FPS / fps - 1e-6) + 1)
    source = audio.open_source(request.audio)
    found = audio.analyse(source.blocks, count)
    weights = style_table(request.style_weights, styles, count, fps)
    notes = tuple(audio.remarks(source, found.spectra.rms))
    talks = [name for name, some in zip(styles, weights.any(axis=0), strict=True) if some] == [TALK]
    bars = None if talks else bars_of(found, count / FPS)
    pulse = pulse_of(found, talks)
    energy = energies(loudness(found.spectra.rms, pulse, bars), request.energy, request.dance.follow)
    return Conditioning(found.table(), weights, notes, pulse, bars, talks, energy)


def loudness(rms: NDArray[np.float32], pulse: Pulse, bars: Bars | None = None) -> NDArray[np.float64]:
    """How loud each frame (T,) is among all, 0 to 1: from bar to bar, from stress to stress, else by the seconds."""
    clock = np.arange(len(rms)) / FPS
    if bars is not None:
        edges = bars.beats[::BAR]
        return np.interp(clock, (edges[1:] + edges[:-1]) / 2, bars.loud)
    if pulse.spoken and len(pulse.times):
        return np.interp(clock, pulse.times, pulse.strength)
    return levels(gaussian_filter1d(rms, _AROUND_S * FPS, mode="nearest"))


def style_table(
    weights: Mapping[str, StyleWeight], styles: Sequence[str], count: int, fps: float
) -> NDArray[np.float32]:
    """(count, S) at FPS: weights that change are given a frame at `fps`. All zero where no style is asked for."""
    table = np.zeros((count, len(styles)), np.float32)
    for name, weight in weights.items():
        if name not in styles:
            raise bad_request(f"There is no style called “{name:.40}”: choose one of {', '.join(styles)}.")
        if isinstance(weight, tuple):
            clock = np.arange(count) * (fps / FPS)
            table[:, styles.index(name)] = np.interp(clock, np.arange(len(weight)), weight)
        else:
            table[:, styles.index(name)] = weight
    return table
