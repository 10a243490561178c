"""Sound files: opening, how long they really are, and their samples in order, whatever their headers say.

What a header says of the length is taken from no packed format: writers leave it open, files are cut short, and a
damaged one may claim ages. There the length is what can be decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from engine.audio.spectra import Floats
from engine.protocol.errors import EngineError, bad_request
from engine.protocol.limits import MAX_AUDIO_SECONDS
from engine.protocol.sound import MAX_RATE, MIN_RATE, Piece
from retarget.formats.checks import stand_in

_READ = 1 << 18  # samples of all channels in a block
_PART = 1 << 12  # frames of a packed format read at once: where one of them is damaged all are lost
_PACKED = ("FLAC", "OGG", "MP3", "MPEG")
# What is decoded to learn a length: twice the longest take, and no more samples than take some seconds.
_COUNTED_S, _COUNTED = 2 * MAX_AUDIO_SECONDS, 100_000_000
_MOST_HOURS = 24.0  # that a file's own word is taken for


@dataclass(frozen=True)
class Length:
    """frames: of the file. damaged: whether it ends before its end because the rest can't be decoded."""

    frames: int
    damaged: bool = False


def open_piece(piece: Piece) -> Any:
    """Open the file of a piece for reading from its start; EngineError in the artist's words where it can't be."""
    path = Path(piece.path).expanduser()
    who = _who(piece, path)
    if not path.exists():
        raise bad_request(f"The sound file “{path.name:.80}”{who} is missing: find it again or choose another.")
    if path.is_dir():
        raise bad_request(f"“{path.name:.80}” is a folder: choose a sound file.")
    file = _opened(path, who)
    if not MIN_RATE <= file.samplerate <= MAX_RATE:
        rate = file.samplerate
        file.close()
        raise bad_request(
            f"The file “{path.name:.80}”{who} has {rate:,} samples a second, and sound {MIN_RATE:,} to {MAX_RATE:,}: "
            "convert it to WAV."
        )
    return file


def length_of(piece: Piece) -> tuple[float, bool]:
    """Seconds of a piece's file, and whether it is damaged after them. Raises EngineError for one without samples."""
    path = Path(piece.path).expanduser()
    with open_piece(piece) as file:
        rate = file.samplerate
        state = path.stat()
        found = _length(str(path), state.st_mtime_ns, state.st_size, _COUNTED_S + piece.skip_s)
    if not found.frames:
        raise bad_request(
            f"The file “{path.name:.80}”{_who(piece, path)} holds no samples: it is cut short or damaged, so choose "
            "another."
        )
    return found.frames / rate, found.damaged


def samples_from(piece: Piece, first_s: float) -> Iterator[tuple[Floats, int]]:
    """Blocks (N, channels) of a piece's file from `first_s` seconds on, each with the file's rate in Hz."""
    with open_piece(piece) as file:
        skip = round(first_s * file.samplerate)
        if skip and not _sought(file, skip):
            for _ in _blocks(file, skip):
                pass
        for block in _blocks(file):
            yield block, file.samplerate


def _blocks(file: Any, frames: int | None = None) -> Iterator[Floats]:
    """Blocks to the end, or as many frames. Damage ends them, and costs no more than the part in which it is."""
    size, parts, held = max(1, _READ // file.channels), list[Floats](), 0
    part = _PART if file.format in _PACKED else size
    while frames is None or frames > 0:
        block = _read(file, part if frames is None else min(part, frames))
        if not len(block):
            break
        frames = None if frames is None else frames - len(block)
        parts.append(block)
        held += len(block)
        if held >= size:
            yield np.concatenate(parts)
            parts, held = [], 0
    if parts:
        yield np.concatenate(parts)


def _read(file: Any, frames: int) -> Floats:
    """The next frames (N, channels); none at the end, and where they can't be decoded."""
    import soundfile

    try:
        return file.read(frames, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, RuntimeError):
        return np.zeros((0, 1), np.float32)


def _sought(file: Any, skip: int) -> bool:
    """Go forward to a frame; packed formats are read through, since their seeking is not exact or trusts the header."""
    import soundfile

    if file.format in _PACKED:
        return False
    try:
        file.seek(min(skip, file.frames))
    except (soundfile.SoundFileError, RuntimeError):
        file.seek(0)
        return False
    return True


@lru_cache(maxsize=256)
def _length(path: str, _changed: int, size: int, limit_s: float) -> Length:
    """Length of a file, decoded where its format is packed, at most `limit_s` seconds of it."""
    with _opened(Path(path), "") as file:
        claimed, rate = int(file.frames), int(file.samplerate)
        # No format has less than a bit for a sample but the packed ones.
        if file.format not in _PACKED and claimed * file.channels <= 8 * size:
            return Length(claimed)
        most, counted = min(round(limit_s * rate), _COUNTED // file.channels), 0
        for block in _blocks(file):
            counted += len(block)
            if counted >= most:  # long: then its own word is good enough, where it is in reason
                return Length(claimed if counted <= claimed < _MOST_HOURS * 3600 * rate else counted)
        known = claimed < _MOST_HOURS * 3600 * rate
        return Length(counted, damaged=known and claimed - counted > 0.1 * rate)


def _opened(path: Path, who: str) -> Any:
    import soundfile

    try:
        return _stream()(str(path))
    except (soundfile.SoundFileError, RuntimeError, OSError) as error:
        raise unreadable(path, who) from error


@cache
def _stream() -> type[Any]:
    """soundfile's class without the seek that it makes after each read, which fails where a length is unknown."""
    import soundfile

    class Stream(soundfile.SoundFile):
        """Reads forward only."""

        def seekable(self) -> bool:
            """Whether reads are followed by a seek to where they ended."""
            return False

    return Stream


def unreadable(path: Path, who: str = "") -> EngineError:
    """The error for a file that holds no sound of a kind that is read."""
    try:
        said = stand_in(path)
    except OSError:
        said = ""
    if said:
        return bad_request(f"The file “{path.name:.80}”{who} is {said}.")
    return bad_request(
        f"The file “{path.name:.80}”{who} holds no sound that can be read: convert it to WAV, FLAC, OGG or MP3."
    )


def _who(piece: Piece, path: Path) -> str:
    return f" of “{piece.name:.60}”" if piece.name and piece.name != path.name else ""


def mono(samples: Any) -> tuple[Floats, int]:
    """Mix channels (N, C) to one (N,), and count the samples that were no numbers, or out of all range: they are
    silence."""
    sound = np.isfinite(samples) & (np.abs(samples) < 1e6)
    if sound.all():
        return samples.mean(axis=1, dtype=np.float32), 0
    return np.where(sound, samples, 0).mean(axis=1, dtype=np.float32), int((~sound).sum())
