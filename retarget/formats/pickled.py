"""Pickled files (.npy of a dict, .pkl, PyTorch's .pt) read without running anything that they name.

A pickle is a program: it may call whatever it can import. Here its names mean this module's own stand-ins for arrays,
numbers and plain containers, and any other name is refused. What it asks for in memory is checked before it is read.
"""

from __future__ import annotations

import io
import math
import pickle
import pickletools
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.lib import format as _npy_format
from numpy.typing import NDArray

from .checks import stand_in
from .npz import MAX_BYTES, NpzError, most_bytes, shown

SUFFIXES = (".npy", ".pkl", ".pickle", ".pt", ".pth")
_NPY = cast(Any, _npy_format)  # numpy has no types for its own file format
_MAX_STEPS = 200_000  # of a pickle: a file of arrays has some hundreds, and some for each text
_MAX_VALUES = 2_000  # that are looked at in nested dicts
_FORBIDDEN = ("EXT1", "EXT2", "EXT4", "INST", "OBJ", "NEXT_BUFFER", "READONLY_BUFFER", "PERSID")
_STORAGES = {
    "FloatStorage": "f4", "DoubleStorage": "f8", "HalfStorage": "f2", "LongStorage": "i8", "IntStorage": "i4",
    "ShortStorage": "i2", "CharStorage": "i1", "ByteStorage": "u1", "BoolStorage": "?",
}  # fmt: skip


class _Forbidden(Exception):
    """A pickle names something that is no array, number or container."""


class _Damaged(Exception):
    """A pickle describes an array that its bytes do not hold."""


def read_pickled(path: Path) -> dict[str, NDArray[Any]]:
    """Read the arrays of a .npy, .pkl or .pt file by name; "" for one array alone, "a/b" for one in a dict in a dict.

    Numbers and texts become arrays of no dimensions; all else is left out. Raises NpzError with one sentence for what
    is damaged or could run a program, OSError where the file can't be opened.
    """
    path = Path(path)
    if path.stat().st_size > MAX_BYTES:
        raise NpzError(f"{path.name} is larger than any motion: give another file.")
    data = path.read_bytes()
    try:
        return _arrays(_torch(data) if data[:2] == b"PK" else _npy(data) if data[:6] == b"\x93NUMPY" else _load(data))
    except _Forbidden as error:
        raise NpzError(
            f"{path.name} is pickled and names “{shown(str(error)):.60}”, which could run a program: save it as an "
            ".npz of plain numbers."
        ) from error
    except Exception as error:  # a damaged pickle can raise anything
        said = stand_in(path) or "damaged or no file of arrays: copy or download it again"
        raise NpzError(f"{path.name} is {said}.") from error


def unpickled(data: bytes) -> Any:
    """The containers, numbers and arrays of a pickle; raises an Exception of any kind for what is none of these."""
    return _load(data)


def _npy(data: bytes) -> Any:
    """The array of a .npy file, or the pickled object in it."""
    file = io.BytesIO(data)
    read = _NPY.read_array_header_1_0 if _NPY.read_magic(file) == (1, 0) else _NPY.read_array_header_2_0
    shape, fortran, dtype = read(file)
    if dtype.hasobject:
        return _load(data[file.tell() :])
    return _filled(data[file.tell() :], dtype, shape, fortran)


def _torch(data: bytes) -> Any:
    """The object of a .pt file: a zip of a pickle and the tensors' bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {entry.filename: entry for entry in archive.infolist()}
        if sum(entry.file_size for entry in members.values()) > most_bytes(len(data)):
            raise _Damaged("too large")
        name = next(name for name in members if name.endswith("data.pkl"))
        folder = name.removesuffix("data.pkl")

        held = dict[str, bytes]()

        def storage(key: Any) -> NDArray[Any]:
            _, kind, number, _, _ = key
            entry = f"{folder}data/{number}"
            if entry not in held:
                held[entry] = archive.read(members[entry])
            return np.frombuffer(held[entry], kind.dtype)

        return _load(archive.read(members[name]), storage)


def _load(data: bytes, storage: Callable[[Any], NDArray[Any]] | None = None) -> Any:
    _check(data)
    return _Reader(data, storage).load()


def _check(data: bytes) -> None:
    """Go through a pickle's steps without taking any; raises _Forbidden, or ValueError where it is cut short."""
    for step, (code, argument, _) in enumerate(pickletools.genops(data)):
        if step > _MAX_STEPS:
            raise _Damaged("too many steps")
        if code.name in _FORBIDDEN:
            raise _Forbidden(code.name)
        if "PUT" in code.name and int(cast("int", argument)) > len(data):  # memory is taken for all places before it
            raise _Damaged("memo")


class _Reader(pickle.Unpickler):
    """Unpickles stand-ins; `storage` gives the bytes of PyTorch's tensors."""

    def __init__(self, data: bytes, storage: Callable[[Any], NDArray[Any]] | None) -> None:
        super().__init__(io.BytesIO(data), encoding="latin1")
        self._storage = storage

    def find_class(self, module: str, name: str, /) -> Any:
        if module == "torch" and name in _STORAGES:
            return _Storage(_STORAGES[name])
        known = _KNOWN.get((module.replace("numpy._core", "numpy.core"), name))
        if known is None:
            raise _Forbidden(f"{module}.{name}")
        return _Call(known)

    def persistent_load(self, pid: Any, /) -> Any:
        if self._storage is None:
            raise _Forbidden("persistent data")
        return self._storage(pid)


class _Call:
    """What a pickle may call; a pickle can also change what it has named, which this forbids."""

    __slots__ = ("_run",)

    def __init__(self, run: Callable[..., Any]) -> None:
        self._run = run

    def __call__(self, *arguments: Any) -> Any:
        return self._run(*arguments)

    def __setstate__(self, _state: object) -> None:
        raise _Damaged("a change of what is called")


class _Storage:
    """PyTorch's name of a kind of number."""

    def __init__(self, dtype: str) -> None:
        self.dtype = np.dtype(dtype)


class _Dtype:
    """Stands for numpy's dtype while a pickle is read."""

    def __init__(self, kind: str, _align: object = False, _copy: object = True) -> None:
        self.kind, self.order = str(kind), "<"

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.order = str(state[1])

    def numpy(self) -> np.dtype[Any]:
        """The dtype of plain numbers or texts; objects have none."""
        dtype = np.dtype(self.kind if self.kind[:1] == "b" else self.order + self.kind)
        if dtype.kind not in "biufUS" or not dtype.itemsize:
            raise _Damaged("dtype")
        return dtype


class _Array:
    """Stands for numpy's array while a pickle is read: `value` is the array, or the list of objects in it."""

    def __init__(self, *_: object) -> None:
        self.value: Any = None

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        _, shape, dtype, fortran, content = state
        if isinstance(content, list):
            self.value = content
        else:
            raw = content.encode("latin1") if isinstance(content, str) else bytes(content)
            self.value = _filled(raw, dtype.numpy(), shape, bool(fortran))


def _filled(raw: bytes, dtype: np.dtype[Any], shape: tuple[int, ...], fortran: bool) -> NDArray[Any]:
    """An array of bytes, which must be enough for its shape."""
    if len(raw) < math.prod(shape) * dtype.itemsize or min(shape, default=0) < 0:
        raise _Damaged("too few bytes")
    return np.frombuffer(raw, dtype, math.prod(shape)).reshape(shape, order="F" if fortran else "C")


def _scalar(dtype: _Dtype, raw: Any = b"") -> Any:
    return _filled(raw.encode("latin1") if isinstance(raw, str) else bytes(raw), dtype.numpy(), (), False)


def _from_buffer(raw: Any, dtype: _Dtype, shape: tuple[int, ...], order: str) -> NDArray[Any]:
    return _filled(bytes(raw), dtype.numpy(), shape, order == "F")


def _tensor(storage: NDArray[Any], offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_: object) -> Any:
    """A tensor's numbers, copied; only whole ones that lie one after another."""
    steps = [int(np.prod(size[i + 1 :])) for i in range(len(size))]
    if any(step != found for step, found, count in zip(steps, stride, size, strict=True) if count > 1) or offset < 0:
        raise _Damaged("strides")
    return storage[offset : offset + math.prod(size)].reshape(size)


def _encode(text: str, _encoding: str = "latin1") -> bytes:
    return text.encode("latin1")


_KNOWN: Mapping[tuple[str, str], Any] = {
    ("numpy.core.multiarray", "_reconstruct"): _Array,
    ("numpy.core.multiarray", "scalar"): _scalar,
    ("numpy.core.numeric", "_frombuffer"): _from_buffer,
    ("numpy", "ndarray"): _Array,
    ("numpy", "dtype"): _Dtype,
    ("_codecs", "encode"): _encode,
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
}


def _arrays(found: Any) -> dict[str, NDArray[Any]]:
    """Lay out nested dicts by name."""
    out, rest = dict[str, NDArray[Any]](), [("", found)]
    for _ in range(_MAX_VALUES):
        if not rest:
            break
        name, value = rest.pop()
        if isinstance(value, _Array):
            value = value.value
            if isinstance(value, list) and len(cast("list[Any]", value)) == 1:
                value = cast("list[Any]", value)[0]  # np.save of a dict wraps it
        if isinstance(value, dict) and name.count("/") < 3:
            items = islice(cast("dict[Any, Any]", value).items(), max(_MAX_VALUES - len(rest), 0))
            rest.extend(
                (f"{name}/{shown(str(key))}".removeprefix("/"), item) for key, item in items if type(key) in (str, int)
            )
        elif isinstance(value, np.ndarray):
            out.setdefault(name, cast("NDArray[Any]", value))
        elif isinstance(value, (bool, int, float, str)):
            out.setdefault(name, np.array(value))
    return out
