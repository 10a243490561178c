"""Audio features: one row of numbers for each frame at 30 fps, and the beats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.audio import beats as beat_tracking
from engine.audio import spectra
from engine.audio.spectra import CHROMA, FINE, FPS, HOP, MFCC, RATE, Floats
from engine.protocol.errors import bad_request
from engine.protocol.sound import AudioClip

_MFCC = tuple(f"mfcc_{i}" for i in range(MFCC))
_CHROMA = tuple(f"chroma_{i}" for i in range(CHROMA))
_CHROMA6 = tuple(f"whole_tone_{i}" for i in range(6))

# Which channels a model reads, in order. "motif" is this project's own; the others are those of "Listen, Denoise,
# Action!" (2023): for gesture and locomotion, and for dance. That paper's chroma has six classes, here whole tones.
PRESETS: Mapping[str, tuple[str, ...]] = {
    "motif": (*_MFCC, *_CHROMA, "flux", "onset", "rms", "beat_activation", "beat_cos", "beat_sin"),
    "paper29": (*_MFCC, *_CHROMA6, "flux", "beat_activation", "beat"),
    "paper3": (_CHROMA6[0], "flux", "beat_activation"),
}

Blocks = Callable[[], Iterable[Floats]]  # a fresh pass over mono samples at RATE, in blocks of any length


@dataclass(frozen=True)
class Analysis:
    """Spectra and beats of a sound; `channel` and `table` give them frame by frame."""

    spectra: spectra.Spectra
    beats: beat_tracking.Beats

    @property
    def frames(self) -> int:
        """T, at FPS."""
        return self.spectra.frames

    @cached_property
    def onsets(self) -> NDArray[np.float64]:
        """(n,) s: accents, whether there is a beat or not."""
        return beat_tracking.onsets(self.spectra.onset)

    def table(self, preset: str = "motif") -> Floats:
        """(T, F) float32: the channels of a preset."""
        if preset not in PRESETS:
            raise bad_request(f"The set of audio features “{preset:.40}” is unknown: choose {', '.join(PRESETS)}.")
        columns = self._columns
        return np.stack([columns[name] for name in PRESETS[preset]], axis=1).astype(np.float32)

    @cached_property
    def _columns(self) -> dict[str, NDArray]:
        spectral, onset = self.spectra, self.spectra.onset
        whole_tones = np.maximum(spectral.chroma[:, 0::2], spectral.chroma[:, 1::2])
        strongest = onset.reshape(self.frames, FINE).max(1) if self.frames else np.zeros(0, np.float32)
        return {
            **dict(zip(_MFCC, spectral.mfcc.T, strict=True)),
            **dict(zip(_CHROMA, spectral.chroma.T, strict=True)),
            **dict(zip(_CHROMA6, whole_tones.T, strict=True)),
            "flux": spectral.flux,
            "onset": strongest,
            "rms": spectral.rms,
            **_beat_channels(self.beats, self.frames),
        }


def analyse(blocks: Blocks, frames: int) -> Analysis:
    """Two passes over a sound, one block of it in memory at a time: how loud it is, then all the rest."""
    gain = spectra.normaliser(levels(blocks()))
    found = spectra.spectra(blocks(), frames, gain)
    return Analysis(found, beat_tracking.track(found.onset))


def levels(blocks: Iterable[Floats]) -> Floats:
    """(n,) root mean square of each frame's HOP samples, from blocks of mono samples at RATE."""
    parts, held = [], np.zeros(0, np.float32)
    for block in blocks:
        held = np.concatenate([held, block])
        whole = len(held) // HOP * HOP
        parts.append(np.sqrt((held[:whole].reshape(-1, HOP) ** 2).mean(1)))
        held = held[whole:]
    if len(held):
        parts.append(np.sqrt((held**2).mean(keepdims=True)))
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def features(
    audio: AudioClip | NDArray[np.floating],
    sample_rate: int | None = None,
    frames: int | None = None,
    preset: str = "motif",
) -> Floats:
    """(frames, F) float32 at exactly 30 fps: frame i is centred i / 30 s after the first sample.

    audio: a clip, or samples (N,) or (N, channels) at `sample_rate` Hz. frames: None for as many as the sound fills;
    past its end lies silence. Samples that are not numbers are taken as silence.
    """
    return analyse_samples(audio, sample_rate, frames).table(preset)


def analyse_samples(
    audio: AudioClip | NDArray[np.floating], sample_rate: int | None = None, frames: int | None = None
) -> Analysis:
    """`features` before a preset is chosen."""
    if isinstance(audio, AudioClip):
        samples, rate = audio.samples, audio.sample_rate
    else:
        samples, rate = np.asarray(audio, np.float32), sample_rate or 0
        if rate <= 0:
            raise bad_request("Samples need their sample rate in Hz.")
    if samples.ndim == 2:
        samples = samples.mean(1)
    if frames is None:
        frames = max(1, -(-len(samples) * FPS // rate))
    ready = resampled(np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0), rate)
    return analyse(lambda: [ready], frames)


def resampled(samples: NDArray[np.floating], rate: int) -> Floats:
    """(N,) at `rate` Hz -> (N * RATE / rate,)."""
    samples = np.asarray(samples, np.float32)
    if rate == RATE or not len(samples):
        return samples
    import librosa

    return librosa.resample(samples, orig_sr=rate, target_sr=RATE, res_type="soxr_hq")


def _beat_channels(beats: beat_tracking.Beats, frames: int) -> dict[str, NDArray]:
    """Beat channels (frames,) each; all are 0 where beats are unclear, as in speech and silence.

    beat_activation is 1 on a beat and falls to 0 within 100 ms. beat_cos and beat_sin turn once from beat to beat.
    beat is 1 in the frame nearest to a beat.
    """
    silent = np.zeros(frames)
    out = {"beat_activation": silent, "beat_cos": silent, "beat_sin": silent, "beat": silent}
    times = beats.times
    if len(times) < 2 or not frames:
        return out
    clock = np.arange(frames) / FPS
    gaps = np.diff(times)
    # Where each frame stands between the beat before it and the next, in beats.
    before = np.clip(np.searchsorted(times, clock, side="right") - 1, 0, len(gaps) - 1)
    phase = (clock - times[before]) / gaps[before]  # beyond the first and the last beat the tempo goes on
    near = (phase > -1) & (phase < 2)
    clear = near * np.clip((np.interp(clock, times, beats.strength) - 0.08) / 0.14, 0, 1)
    on_beat = silent.copy()
    beat_frames = np.rint(times * FPS).astype(int)
    on_beat[beat_frames[beat_frames < frames]] = 1
    return {
        "beat_activation": clear * np.exp(-0.5 * (_nearest(clock, times) / 0.033) ** 2),
        "beat_cos": clear * np.cos(2 * np.pi * phase),
        "beat_sin": clear * np.sin(2 * np.pi * phase),
        "beat": on_beat * (clear > 0.5),
    }


def _nearest(clock: NDArray[np.float64], times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Seconds from each moment to the nearest of the rising `times`."""
    right = np.clip(np.searchsorted(times, clock), 1, len(times) - 1)
    return np.minimum(np.abs(clock - times[right - 1]), np.abs(clock - times[right]))
