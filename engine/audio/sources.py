"""Sound sources: files -> one stream of mono samples at RATE, decoded, trimmed, resampled and mixed by blocks.

libsndfile decodes wav, flac, ogg and mp3 from what a file holds, whatever its name ends in. Nothing longer than a block
is in memory, however long the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from engine.audio import analysis, decoding
from engine.audio.spectra import FPS, RATE, Floats
from engine.protocol.errors import bad_request
from engine.protocol.sound import GAINS_FPS, PEAKS_FPS, AudioClip, Mix, Piece, SoundAnalysis

BLOCK = 10 * RATE
_MOST_SECONDS = 12 * 3600.0
_SILENT = 1e-4  # -80 dB full scale


@dataclass
class Source:
    """Sound that can be read again and again; `blocks` is what `analysis.analyse` takes.

    seconds: its length. repaired: samples that were not numbers, or out of all range, in the last whole pass. damaged:
    names of files that end before their end.
    """

    mix: Mix
    seconds: float
    repaired: int = field(default=0, compare=False)
    damaged: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        """Frames at FPS that it fills."""
        return max(1, round(self.seconds * FPS))

    def blocks(self) -> Iterator[Floats]:
        """Mono samples at RATE, BLOCK at a time."""
        self.repaired = 0
        total = max(1, round(self.seconds * RATE))
        readers = [_PieceReader(piece, self.mix.start_s, self) for piece in self.mix.pieces]
        for first in range(0, total, BLOCK):
            block = np.zeros(min(BLOCK, total - first), np.float32)
            for reader in readers:
                reader.add_to(block, first)
            yield block


def open_source(audio: AudioClip | Mix) -> Source | ClipSource:
    """Sound ready to be read; raises EngineError for a file that is missing or that no one can read."""
    if isinstance(audio, AudioClip):
        return ClipSource(audio)
    heard = [_heard(piece) for piece in audio.pieces]
    ends = [piece.start_s + seconds for piece, (seconds, _) in zip(audio.pieces, heard, strict=True)]
    seconds = audio.seconds if audio.seconds is not None else max(ends) - audio.start_s
    if seconds <= 0:
        raise bad_request("Nothing is heard in this range: move the sound or the range.")
    if seconds > _MOST_SECONDS:
        raise bad_request(f"The sound lasts {seconds / 3600:,.0f} hours, more than can be heard: choose a part of it.")
    damaged = [Path(piece.path).name for piece, (_, cut) in zip(audio.pieces, heard, strict=True) if cut]
    return Source(audio, seconds, damaged=tuple(damaged))


@dataclass
class ClipSource:
    """A clip in memory, with the members of `Source`."""

    clip: AudioClip
    repaired: int = 0
    damaged: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Length."""
        return self.clip.seconds

    @property
    def frames(self) -> int:
        """Frames at FPS that it fills."""
        return max(1, round(self.seconds * FPS))

    def blocks(self) -> Iterator[Floats]:
        """Mono samples at RATE."""
        yield analysis.resampled(self.clip.samples, self.clip.sample_rate)


def listen(audio: AudioClip | Mix) -> SoundAnalysis:
    """Beats, accents (s) and peaks of a sound, for the interface. Raises EngineError where it can't be read."""
    from engine.audio.phrases.sections import sections_of  # with torch, which listing a sound's files has no need of

    source = open_source(audio)
    found = analysis.analyse(source.blocks, source.frames)
    peaks = _peaks(source)
    return SoundAnalysis(
        found.beats.times if found.beats.steady else found.beats.times[:0], found.onsets, peaks, source.seconds,
        found.beats.steady, found.beats.tempo if found.beats.steady else None, tuple(remarks(source, peaks)),
        tuple(sections_of(found, source.seconds)),
    )  # fmt: skip


def remarks(source: Source | ClipSource, peaks: Floats) -> list[str]:
    """Warnings, a sentence each, on a sound that can be used all the same; peaks: (P,) or RMS values."""
    found = []
    if float(peaks.max(initial=0.0)) < _SILENT:
        found.append("The sound is silent here: the motion follows the style alone.")
    if source.repaired:
        found.append(f"The sound holds {source.repaired:,} samples that are not numbers: they are taken as silence.")
    found += [f"“{name:.80}” is damaged: only what comes before the damage is heard." for name in source.damaged]
    return found


def _peaks(source: Source | ClipSource) -> Floats:
    """(P,) the loudest sample in each 1 / PEAKS_FPS s."""
    size, parts, held = RATE // PEAKS_FPS, [], np.zeros(0, np.float32)
    for block in source.blocks():
        held = np.concatenate([held, np.abs(block)])
        whole = len(held) // size * size
        parts.append(held[:whole].reshape(-1, size).max(1))
        held = held[whole:]
    return np.minimum(np.concatenate(parts), 1) if parts else np.zeros(0, np.float32)


def _heard(piece: Piece) -> tuple[float, bool]:
    """How long a piece sounds, in seconds of the mix, and whether its file ends there because it is damaged.

    Raises EngineError where its file can't be read.
    """
    if piece.seconds is not None:
        with decoding.open_piece(piece):  # whether it is there and sound is known before anything starts
            return piece.seconds, False
    seconds, damaged = decoding.length_of(piece)
    return max(0.0, seconds - piece.skip_s) / piece.speed, damaged


class _PieceReader:
    """Reads a piece along with the mix: its samples at RATE, decoded as they are needed."""

    def __init__(self, piece: Piece, mix_start_s: float, owner: Source) -> None:
        self.piece, self._owner = piece, owner
        self.offset_s = piece.start_s - mix_start_s  # negative: it began before the mix
        self.first = round(max(self.offset_s, 0.0) * RATE)
        length = np.inf if piece.seconds is None else piece.seconds + min(self.offset_s, 0.0)
        self.last = np.inf if np.isinf(length) else self.first + round(max(length, 0.0) * RATE)
        self._held = np.zeros(0, np.float32)
        self._stream: Iterator[Floats] | None = None
        self._done = self.last <= self.first

    def add_to(self, block: Floats, first: int) -> None:
        """Mix what falls into `block`, whose first sample is number `first` of the mix."""
        start, end = max(self.first, first), int(min(self.last, first + len(block)))
        if self._done or start >= end:
            return
        if self._stream is None:
            self._stream = _decode(self.piece, max(-self.offset_s, 0.0), self._owner)
        samples = self._take(end - start) * np.float32(self.piece.gain)
        if self.piece.gains:
            clock = (np.arange(start, start + len(samples)) / RATE - self.offset_s) * GAINS_FPS
            samples = samples * np.interp(clock, np.arange(len(self.piece.gains)), self.piece.gains)
        block[start - first : start - first + len(samples)] += samples

    def _take(self, count: int) -> Floats:
        parts, size = [self._held], len(self._held)
        assert self._stream is not None
        while size < count and (part := next(self._stream, None)) is not None:
            parts.append(part)
            size += len(part)
        joined = np.concatenate(parts)
        self._held = joined[count:]
        self._done = size < count
        return joined[:count]


def _decode(piece: Piece, late_s: float, owner: Source) -> Iterator[Floats]:
    """Mono samples at RATE from where the piece first sounds in the mix; late_s: seconds of it before that."""
    import soxr  # librosa resamples by it, but a whole sound at once and not block by block

    change: Any = None
    for block, rate in decoding.samples_from(piece, piece.skip_s + late_s * piece.speed):
        samples, bad = decoding.mono(block)
        owner.repaired += bad
        if rate * piece.speed == RATE:
            yield samples
            continue
        change = change or soxr.ResampleStream(rate * piece.speed, RATE, 1, dtype="float32")
        yield change.resample_chunk(samples)
    if change is not None:
        yield change.resample_chunk(np.zeros(0, np.float32), last=True)
