"""Frames on the pipe between a caller and the worker.

A frame is a prefix (magic, version, header length, body length; little-endian), a JSON header and a body of raw
little-endian arrays in the order that the header's "arrays" lists them. Nothing in it can run code. Everything is
checked before memory is taken for it, so that a corrupt frame costs an error and no more.
"""

from __future__ import annotations

import json
import math
import re
import struct
from dataclasses import dataclass, field
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from .errors import EngineError

MAGIC = b"MOTF"
VERSION = 1
MAX_HEADER = 4 << 20
MAX_BODY = 512 << 20
_TYPE = re.compile(r"[<|]?(b1|[iu][1248]|f[248]|U\d{1,7})")
_PREFIX = struct.Struct("<IIQ")  # after the magic


class FrameError(EngineError):
    """The stream doesn't hold a frame where one should start; it can't be read any further."""

    def __init__(self, what: str) -> None:
        super().__init__("internal", f"The engine's messages are corrupt ({what}): generate again.")


@dataclass(frozen=True)
class Message:
    """kind: generate, cancel, ready, progress ... data: its JSON. arrays: what travels as raw numbers."""

    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    arrays: dict[str, NDArray] = field(default_factory=dict)


def pack(message: Message) -> bytes:
    """The message as one frame; raises FrameError for one that is too long or holds arrays of objects."""
    listed, parts = [], []
    for name, array in message.arrays.items():
        array = np.asarray(array)
        if array.dtype.kind not in "biufU":
            raise FrameError(f"array {name} has type {array.dtype}")
        raw = array.astype(array.dtype.newbyteorder("<")).tobytes()
        listed.append({"name": name, "type": array.dtype.newbyteorder("<").str, "shape": list(array.shape)})
        parts.append(raw)
    header = json.dumps({"kind": message.kind, "data": message.data, "arrays": listed}, allow_nan=False).encode()
    body = b"".join(parts)
    if len(header) > MAX_HEADER or len(body) > MAX_BODY:
        raise FrameError(f"a message of {len(header) + len(body):,} bytes is too long")
    return MAGIC + _PREFIX.pack(VERSION, len(header), len(body)) + header + body


def read(stream: IO[bytes]) -> Message | None:
    """The next message, None where the stream ends between frames; raises FrameError."""
    magic = _exactly(stream, len(MAGIC), may_end=True)  # alone: a stray line of text is noticed at once
    if not magic:
        return None
    if magic != MAGIC:
        raise FrameError(f"it starts with {magic!r}")
    version, header_size, body_size = _PREFIX.unpack(_exactly(stream, _PREFIX.size))
    if version != VERSION:
        raise FrameError(f"it is version {version}, not {VERSION}")
    if header_size > MAX_HEADER or body_size > MAX_BODY:
        raise FrameError(f"it claims a length of {header_size + body_size:,} bytes")
    kind, data, listed = _header(_exactly(stream, header_size))
    sizes = [_layout(entry) for entry in listed]
    if sum(size for *_, size in sizes) != body_size:
        raise FrameError("its arrays don't fill its body")
    body, at, arrays = _exactly(stream, body_size), 0, {}
    for name, dtype, shape, size in sizes:
        arrays[name] = np.ndarray(shape, dtype, buffer=body, offset=at).copy() if size else np.empty(shape, dtype)
        at += size
    return Message(kind, data, arrays)


def _exactly(stream: IO[bytes], size: int, may_end: bool = False) -> bytes:
    """`size` bytes; nothing at all only where the stream may end."""
    parts, left = [], size
    while left:
        part = stream.read(left)
        if not part:
            break
        parts.append(part)
        left -= len(part)
    if left and not (may_end and left == size):
        raise FrameError("it ends in the middle")
    return b"".join(parts)


def _header(raw: bytes) -> tuple[str, dict[str, Any], list[Any]]:
    try:
        header = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise FrameError("its header is not JSON") from error
    header = header if isinstance(header, dict) else {}
    kind, data, listed = header.get("kind"), header.get("data"), header.get("arrays")
    if not (isinstance(kind, str) and isinstance(data, dict) and isinstance(listed, list)):
        raise FrameError("its header lacks a kind, data or arrays")
    return kind, data, listed


def _layout(entry: Any) -> tuple[str, np.dtype, tuple[int, ...], int]:
    """An entry of "arrays" -> name, type, shape, bytes."""
    try:
        name, kind, shape = str(entry["name"]), str(entry["type"]), tuple(entry["shape"])
        # numpy's own reading of a type knows far more than numbers, and raises errors of many kinds.
        dtype = np.dtype(kind) if _TYPE.fullmatch(kind) else None
    except (LookupError, TypeError, ValueError) as error:
        raise FrameError("an array is described wrongly") from error
    counts = all(type(n) is int and 0 <= n <= MAX_BODY for n in shape) and len(shape) <= 8
    if dtype is None or dtype.itemsize == 0 or not counts or math.prod(n for n in shape if n) > MAX_BODY:
        raise FrameError(f"array {name:.40} is described wrongly")
    return name, dtype, shape, math.prod(shape) * dtype.itemsize
