"""Sound files that the engine can't read, decoded by Blender: AAC, AC3, video files and whatever else it plays.

The engine reads WAV, AIFF, FLAC, OGG and MP3 itself. Of any other kind Blender's own decoder makes a WAV of one channel
in the session's folder, as much of it as a take can be long; the engine is sent that, and the record keeps the file.
"""

from __future__ import annotations

import hashlib
import os
import wave
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from ..engine import files
from ..engine.protocol.errors import bad_request
from ..engine.protocol.limits import MAX_AUDIO_SECONDS
from ..engine.protocol.sound import MAX_RATE, Mix, Piece

_MOST_SECONDS = 3600.0  # of one file: 0.7 GB while it is decoded
_BLOCK = 1 << 20  # samples written at once
_HEAD = 16


def readable(mix: Mix) -> Mix:
    """Return the mix with files that the engine reads; one that Blender can't decode either stays, for the engine's
    sentence. Raises EngineError where the session's folder takes no files."""
    return replace(mix, pieces=tuple(_piece(piece) for piece in mix.pieces))


def unmeasured(path: str) -> bool:
    """Whether a file has sound in it whose length Blender can't tell, so that its strips are one frame long."""
    sound = _sound(path)
    try:
        return sound is not None and not 0 < sound.length < 2**62 and len(sound.limit(0, 1).data()) > 0
    except Exception:  # aud's own errors, and what is not there
        return False


def _piece(piece: Piece) -> Piece:
    try:
        with open(piece.path, "rb") as file:
            head = file.read(_HEAD)
        if _engine_reads(head):
            return piece
        state = os.stat(piece.path)
    except OSError:
        return piece
    asked = MAX_AUDIO_SECONDS if piece.seconds is None else min(piece.seconds, MAX_AUDIO_SECONDS)
    # By whole minutes, so that another trim of the same strip finds the file again.
    end = min(_MOST_SECONDS, 60.0 * (1 + (piece.skip_s + asked * piece.speed) // 60))
    key = f"{piece.path}:{state.st_mtime_ns}:{state.st_size}:{end}"
    path = Path(bpy.app.tempdir) / f"motif-{hashlib.sha1(key.encode(errors='surrogateescape')).hexdigest()[:16]}.wav"
    try:
        if not path.exists() and not _decode(piece.path, end, path):
            return piece
    except OSError as error:
        raise bad_request(files.why_not(path, error)) from error
    return replace(piece, path=str(path), name=piece.name or Path(piece.path).name)


def _engine_reads(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a kind that the engine decodes."""
    if head[:4] in (b"RIFF", b"RIFX", b"RF64"):
        return head[8:12] == b"WAVE"  # not a video in AVI
    if head[:4] in (b"fLaC", b"OggS", b"FORM", b".snd", b"caff") or head[:3] == b"ID3":
        return True
    # A frame of MP3 begins so; AAC's has layer 0.
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06 != 0


def _sound(path: str) -> Any:
    try:
        import aud  # Blender's own; some builds are made without it

        return aud.Sound(path)
    except Exception:
        return None


def _decode(source: str, end_s: float, path: Path) -> bool:
    """Write the first seconds of a sound as a WAV of one channel; returns whether there is anything in it."""
    sound = _sound(source)
    if sound is None:
        return False
    try:
        rate = round(sound.specs[0])
        samples = sound.rechannel(1).limit(0, end_s).data()
    except Exception:  # aud has an error of its own, which some builds lack
        return False
    if not len(samples) or not 0 < rate <= MAX_RATE:
        return False
    with files.replaced(path) as beside, wave.open(str(beside), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        for first in range(0, len(samples), _BLOCK):
            part = np.nan_to_num(samples[first : first + _BLOCK, 0], posinf=1.0, neginf=-1.0)
            file.writeframes((np.clip(part, -1.0, 1.0) * 32767).astype("<i2").tobytes())
    return True
