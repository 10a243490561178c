"""Spectral features of a sound at 30 fps, read in blocks: the numbers do not depend on the blocks' lengths.

Everything here works at RATE, where a video frame at 30 fps is HOP samples and frame i is centred on sample i * HOP;
what lies before the start and after the end is silence. Onsets are followed five times finer. Mel filters, MFCC and
onset strength are librosa's. Chroma is ours: librosa's takes another width for each bin (up to 0.06 of the largest
value apart from what the shipped networks learned from), and 2.8 times as long (0.9 ms for 20 s of sound against 0.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
import scipy.fft
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FPS = 30
RATE = 22050  # Hz: a whole number of samples to each frame
HOP = RATE // FPS
FINE = 5  # onset values in a frame
FINE_FPS = FPS * FINE
MFCC = 20
CHROMA = 12
_WINDOW, _MELS = 2048, 64
_FINE_WINDOW, _FINE_MELS, _FINE_LAG = 1024, 40, 2
_FINE_HOP = HOP // FINE
_LEFT = HOP + _WINDOW // 2  # the frame before too: flux is a difference
_RIGHT = _WINDOW // 2
_FLOOR_DB = -80.0  # below a loud passage
LOUD_RMS = 0.1  # what `normaliser` brings a loud passage to
# A log spectrum's difference rises as soon as an onset enters the window: this much before its centre reaches it.
_EARLY = 2  # fine frames, measured on clicks and on drums


@dataclass(frozen=True)
class Spectra:
    """Per frame at FPS, T frames.

    mfcc (T, 20) of the log-mel spectrum in units of 10 dB. chroma (T, 12) C first, the largest of a frame 1. flux (T,)
    rise of the magnitude spectrum. rms (T,) 1 in a loud passage. onset (T * FINE,) at FINE_FPS, in units of 10 dB.
    """

    mfcc: Floats
    chroma: Floats
    flux: Floats
    rms: Floats
    onset: Floats

    @property
    def frames(self) -> int:
        """T."""
        return len(self.rms)

    @classmethod
    def join(cls, parts: Iterable[Spectra]) -> Spectra:
        """One after the other."""
        parts = list(parts)
        return cls(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)))


def normaliser(levels: NDArray[np.floating]) -> float:
    """The gain that brings loud passages to LOUD_RMS, from the RMS of each frame's samples; noise stays noise."""
    loud = float(np.percentile(levels, 95)) if levels.size else 0.0
    loud = max(loud, 0.3 * float(levels.max(initial=0.0)))  # one word in a long silence
    return LOUD_RMS / max(loud, 1e-3)  # -60 dB full scale and less is not brought up to music


def spectra(blocks: Iterable[Floats], frames: int, gain: float = 1.0) -> Spectra:
    """Features of `frames` frames of mono samples at RATE, which come in blocks of any length."""
    parts = [_chunk(samples * np.float32(gain), count) for samples, count in _chunks(blocks, frames)]
    return Spectra.join(parts) if parts else _chunk(np.zeros(_LEFT + _RIGHT, np.float32), 0)


def _chunks(blocks: Iterable[Floats], frames: int, most: int = 20 * FPS) -> Iterator[tuple[Floats, int]]:
    """(samples with _LEFT before and _RIGHT after, number of frames), one after the other; silence past the end."""
    stream, held, done, ended = iter(blocks), np.zeros(_LEFT, np.float32), 0, False
    while done < frames:
        # Blocks are read until the next frames and what their windows reach over to are there.
        count = min(most, frames - done)
        need = _LEFT + count * HOP + _RIGHT
        parts, size = [held], len(held)
        while size < need and not ended:
            block = next(stream, None)
            ended = block is None
            if block is not None:
                parts.append(block)
                size += len(block)
        if size < need:
            parts.append(np.zeros(need - size, np.float32))
        held = np.concatenate(parts)
        yield held[:need], count
        held = held[count * HOP :]  # the windows of the next frames reach back into these
        done += count


def _chunk(x: Floats, count: int) -> Spectra:
    """Features of `count` frames; x: (_LEFT + count * HOP + _RIGHT,)."""
    windows = np.lib.stride_tricks.sliding_window_view(x, _WINDOW)[::HOP][: count + 1]  # from the frame before on
    magnitude = _magnitudes(windows)
    power = magnitude**2
    # Flux: how much the spectrum grows from one frame to the next, whatever it loses elsewhere.
    rise = np.maximum(magnitude[1:] - magnitude[:-1], 0)
    return Spectra(
        mfcc=_cepstrum(_decibels(power[1:] @ mel_bank(RATE, _WINDOW, _MELS).T)),
        chroma=_chroma(power[1:]),
        flux=(np.sqrt((rise**2).sum(1)) / _WINDOW * 60).astype(np.float32),
        rms=np.sqrt(np.einsum("ij,ij->i", windows[1:], windows[1:]) / _WINDOW) / np.float32(LOUD_RMS),
        onset=_onset(x, count),
    )


def _onset(x: Floats, count: int) -> Floats:
    """(count * FINE,): mean rise over mel bands against the neighbouring bands shortly before (after Böck and Widmer
    2013: a gliding or trembling tone doesn't count as an onset)."""
    # Windows five times as dense as the frames, and as far before them as the comparison looks back.
    first = _LEFT - (_FINE_LAG + _EARLY) * _FINE_HOP - _FINE_WINDOW // 2
    windows = np.lib.stride_tricks.sliding_window_view(x[first:], _FINE_WINDOW)[::_FINE_HOP]
    windows = windows[: count * FINE + _FINE_LAG]
    mel = _decibels(_magnitudes(windows) ** 2 @ mel_bank(RATE, _FINE_WINDOW, _FINE_MELS).T)
    from librosa.onset import onset_strength

    # Against the largest of a band and its neighbours two windows before: a tone that glides into one is no rise.
    return onset_strength(S=mel.T, sr=RATE, lag=_FINE_LAG, max_size=3, center=False)[_FINE_LAG:].astype(np.float32)


def _magnitudes(windows: Floats) -> Floats:
    """(n, size) samples -> (n, size / 2 + 1) magnitudes under a Hann window."""
    return np.abs(np.asarray(scipy.fft.rfft(windows * _hann(windows.shape[1]), axis=1)))


@lru_cache(maxsize=4)
def _hann(size: int) -> Floats:
    """(size,) periodic Hann window."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)).astype(np.float32)


def _decibels(power: Floats) -> Floats:
    """Mel powers -> tens of dB above the floor, 0 for silence. A loud passage's bands reach about 8."""
    reference = 100.0  # of a loud passage at LOUD_RMS
    scaled = 10 * np.log10(np.maximum(power / reference, 1e-12)) - _FLOOR_DB
    return (np.maximum(scaled, 0) / 10).astype(np.float32)


def _cepstrum(mel: Floats) -> Floats:
    """(n, mels) -> (n, 20): orthonormal DCT-II."""
    from librosa.feature import mfcc

    return np.ascontiguousarray(mfcc(S=mel.T, n_mfcc=MFCC).T)


def _chroma(power: Floats) -> Floats:
    """(n, bins) -> (n, 12), the largest 1; fades out below about -50 dB."""
    classes = power @ chroma_bank(RATE, _WINDOW).T
    return (classes / (classes.max(1, keepdims=True) + 1e-2)).astype(np.float32)


@lru_cache(maxsize=4)
def mel_bank(rate: int, window: int, bands: int) -> Floats:
    """(bands, window / 2 + 1) triangles of equal area on Slaney's mel scale, from 0 Hz to half the rate."""
    from librosa.filters import mel

    return mel(sr=rate, n_fft=window, n_mels=bands)


@lru_cache(maxsize=2)
def chroma_bank(rate: int, window: int) -> Floats:
    """(12, window / 2 + 1): how much of each bin belongs to C, C#, .. B; notes near 400 Hz weigh most.

    A bin reaches as far into its neighbours as it is wide in semitones, so that low notes smear rather than err.
    """
    hz = np.arange(1, window // 2 + 1) * rate / window
    note = 12 * np.log2(hz / 440.0) + 9  # semitones above C
    width = np.maximum(12 * np.log2((hz + rate / window / 2) / np.maximum(hz - rate / window / 2, 1e-3)), 1.0)
    # How far each bin is from each note of the octave, in semitones, and a Gaussian over that.
    distance = (note - np.arange(CHROMA)[:, None] + 6) % 12 - 6
    share = np.exp(-0.5 * (2 * distance / width) ** 2)
    share /= np.linalg.norm(share, axis=0)
    octave = np.log2(hz / 400.0)
    weights = np.zeros((CHROMA, window // 2 + 1), np.float32)
    weights[:, 1:] = share * np.exp(-0.5 * (octave / 2) ** 2)
    return weights
