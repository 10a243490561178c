"""Libraries of Linux without what only debuggers and linkers read: their tables of sections and names at the end.

Programs are loaded by their segments (System V ABI, chapter 5), so that what lies behind the last one, and the table of
sections that leads there, are never read when a library runs. Of torch's largest that is a fifth.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from pathlib import Path

from .. import files

LARGE = 8_000_000  # bytes of a library that is worth the work
_HEADER, _BLOCK = 64, 1 << 22


def length(path: Path) -> int:
    """How many bytes of a library are loaded; 0 for what is no large library of 64 bits, little end first."""
    try:
        if path.stat().st_size < LARGE:
            return 0
        with open(path, "rb") as file:
            header = file.read(_HEADER)
            if header[:6] != b"\x7fELF\x02\x01":
                return 0
            (start,), (size, count) = struct.unpack_from("<Q", header, 32), struct.unpack_from("<HH", header, 54)
            file.seek(start)
            table = file.read(size * count)
        segments = [struct.unpack_from("<QQQQQ", table, size * i + 8) for i in range(count)]
    except (OSError, ValueError, struct.error):
        return 0
    return max((offset + held for offset, _, _, held, _ in segments), default=0)


def without(path: Path) -> tuple[str, str, int]:
    """Leave out what isn't loaded; returns the new digest and size as RECORD has them, and how many bytes went. Of a
    library without it the same again; "", "" and 0 of anything else."""
    kept = length(path)
    with open(path, "rb") as file:
        header, size = file.read(_HEADER), path.stat().st_size
        if not kept or kept > size:
            return "", "", 0
        bare = header[:40] + bytes(8) + header[48:58] + bytes(6)  # no place, size or number of sections
        if kept == size and header != bare:
            return "", "", 0
        digest = hashlib.sha256(bare)
        with files.replaced(path) as beside, open(beside, "xb") as made:
            made.write(bare)
            while part := file.read(min(_BLOCK, kept - file.tell())):
                made.write(part)
                digest.update(part)
            beside.chmod(path.stat().st_mode)
    return "sha256=" + base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode(), str(kept), size - kept
