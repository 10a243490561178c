"""Reads .npz files: every way in which one can be damaged ends in one sentence, and nothing is ever unpickled.

An array is read when it is asked for, so that a pickled one that nobody needs does no harm. What numpy, zipfile and
zlib raise is caught here, once.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from numpy.lib import format as _npy_format
from numpy.typing import NDArray

from .checks import stand_in

# Unpacked, over all arrays: an hour of motion on 60 joints at 120 frames a second is 0.5 GB.
MAX_BYTES = 2**30
# Numbers in one array: what a small file may ask for, and beyond that how many to a byte of the file. A still pose
# packs a thousandfold, and so does a file that was made to fill the memory.
_FREE_COUNT, _COUNT_PER_BYTE = 2**23, 4
_FREE_BYTES, _BYTES_PER_BYTE = 2**27, 32  # and likewise of bytes, over all arrays
_NPY = cast(Any, _npy_format)  # numpy has no types for its own file format


class NpzError(ValueError):
    """The file can't be used; the message is one sentence with what is wrong and what to do."""


def shown(name: str) -> str:
    """A name out of a file, as it can stand in a sentence of one line."""
    return "".join(c if c.isprintable() else "?" for c in name)


def most_bytes(packed: int) -> int:
    """How many bytes a motion file of `packed` bytes may hold once it is unpacked."""
    return min(MAX_BYTES, max(_FREE_BYTES, _BYTES_PER_BYTE * packed))


class NpzArrays(Mapping[str, "NDArray[Any]"]):
    """The arrays of an .npz by name. Raises NpzError for a damaged file or array, OSError for one that can't be opened.

    what: the kind of file that it should be, such as "a motion", for the error.
    """

    def __init__(self, path: Path, what: str) -> None:
        self._path, self._what = Path(path), what
        try:
            with zipfile.ZipFile(self._path) as archive:
                self._members = {shown(e.filename.removesuffix(".npy")): e for e in archive.infolist() if e.file_size}
        except OSError:  # not there, or not readable: the caller knows what was asked for
            raise
        except Exception as error:
            raise NpzError(self._not_a_zip()) from error
        size = sum(member.file_size for member in self._members.values())
        if size > most_bytes(self._path.stat().st_size):
            raise NpzError(
                f"{self._path.name} holds {size / 1e9:.1f} GB once unpacked, more than any motion: give another file."
            )

    def __getitem__(self, name: str) -> NDArray[Any]:
        member = self._members[name]
        try:
            with zipfile.ZipFile(self._path) as archive:
                with archive.open(member) as file:
                    self._check_header(name, file, member.file_size)
                with archive.open(member) as file:
                    return _NPY.read_array(file, allow_pickle=False)
        except NpzError:
            raise
        except Exception as error:
            raise NpzError(f"“{name:.40}” in {self._path.name} is damaged: copy or download the file again.") from error

    def __contains__(self, name: object) -> bool:
        return name in self._members  # Mapping's own would read the array

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def _check_header(self, name: str, file: IO[bytes], size: int) -> None:
        """Refuse what would be unpickled, and a shape that the file is too small for: numpy makes room for it first."""
        read = _NPY.read_array_header_1_0 if _NPY.read_magic(file) == (1, 0) else _NPY.read_array_header_2_0
        shape, _, dtype = read(file)
        if dtype.hasobject:
            raise NpzError(
                f"“{name:.40}” in {self._path.name} is pickled, which could run a program when it is read: save it as "
                "plain numbers."
            )
        count = math.prod(shape)
        if count * dtype.itemsize > size or min(shape, default=0) < 0:
            raise NpzError(f"“{name:.40}” in {self._path.name} is cut short: copy or download the file again.")
        if count > max(_FREE_COUNT, _COUNT_PER_BYTE * self._path.stat().st_size):
            raise NpzError(
                f"“{name:.40}” in {self._path.name} holds {count:,} numbers, more than any motion of its size."
            )

    def _not_a_zip(self) -> str:
        name = self._path.name
        if said := stand_in(self._path):
            return f"{name} is {said}."
        with self._path.open("rb") as file:
            start = file.read(2)
        if start == b"PK":
            return f"{name} is cut short or damaged: copy or download it again."
        return f"{name} is not {self._what}: give an .npz file."
