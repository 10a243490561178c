"""Damage to files, from a seed: bytes, words, JSON and the arrays of an .npz; and the memory that a reader may take."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

Rng = np.random.Generator
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_VALUES = (
    b"0", b"-1", b"1e308", b"-1e999", b"nan", b"inf", b"9223372036854775808", b"1e-320", b"999999999", b"0.001",
    b"null", b"[]", b'"x"', b"true", b"{}",
)  # fmt: skip
_JSON: tuple[Any, ...] = (
    None, True, 0, -1, 10**20, 2**63, 1e308, float("nan"), float("inf"), -0.0, "", "x", "\ud800", "9" * 40, [], [[]],
    {}, [None] * 3, {"x": 1}, list(range(300)),
)  # fmt: skip
_SHAPES = ((0,), (1, 0), (), (7,), (3, 3), (2, 2, 2, 2), (5, 22, 4), (1,), (4, 263))


def mutated(data: bytes, rng: Rng) -> bytes:
    """The bytes with one to four changes: bits, bytes, parts left out or doubled, other numbers, nesting, cuts."""
    for _ in range(int(rng.integers(1, 5))):
        if not data:
            return data
        data = _CHANGES[int(rng.integers(len(_CHANGES)))](data, rng)
    return data


def _part(data: bytes, rng: Rng) -> tuple[int, int]:
    start = int(rng.integers(len(data)))
    return start, min(len(data), start + int(rng.integers(1, max(2, min(200, len(data))))))


def _bit(data: bytes, rng: Rng) -> bytes:
    at = int(rng.integers(len(data)))
    return data[:at] + bytes([data[at] ^ (1 << int(rng.integers(8)))]) + data[at + 1 :]


def _byte(data: bytes, rng: Rng) -> bytes:
    at, size = int(rng.integers(len(data))), int(rng.choice([1, 1, 2, 4, 8]))
    return data[:at] + bytes([int(rng.choice([0, 1, 127, 128, 255]))]) * size + data[at + size :]


def _left_out(data: bytes, rng: Rng) -> bytes:
    start, end = _part(data, rng)
    return data[:start] + data[end:]


def _doubled(data: bytes, rng: Rng) -> bytes:
    start, end = _part(data, rng)
    return data[:end] + data[start:end] * int(rng.integers(1, 4)) + data[end:]


def _noise(data: bytes, rng: Rng) -> bytes:
    start, end = _part(data, rng)
    return data[:start] + rng.bytes(end - start) + data[end:]


def _cut(data: bytes, rng: Rng) -> bytes:
    return data[: int(rng.integers(len(data)))]


def _other_number(data: bytes, rng: Rng) -> bytes:
    found = list(_NUMBER.finditer(data[:200_000]))
    if not found:
        return _byte(data, rng)
    at = found[int(rng.integers(len(found)))]
    return data[: at.start()] + _VALUES[int(rng.integers(len(_VALUES)))] + data[at.end() :]


def _nested(data: bytes, rng: Rng) -> bytes:
    at, opening = int(rng.integers(len(data))), [b"[", b'{"a":', b"(", b"{ "][int(rng.integers(4))]
    return data[:at] + opening * int(rng.choice([2, 50, 20_000])) + data[at:]


_CHANGES: tuple[Callable[[bytes, Rng], bytes], ...] = (
    _bit, _bit, _byte, _byte, _left_out, _doubled, _noise, _cut, _other_number, _other_number,
    _nested,
)  # fmt: skip


def mutated_json(value: Any, rng: Rng) -> Any:
    """The JSON value with one to three nodes replaced, left out, or put into one another."""
    value = json.loads(json.dumps(value))
    for _ in range(int(rng.integers(1, 4))):
        places = list(_nodes(value))
        if not places:
            return copy.deepcopy(_JSON[int(rng.integers(len(_JSON)))])
        holder, key = places[int(rng.integers(len(places)))]
        kind = int(rng.integers(8))
        if kind == 0 and isinstance(holder, dict):
            del holder[key]
        elif kind == 1:
            deep: Any = holder[key]
            for _ in range(int(rng.choice([1, 3, 60]))):
                deep = [deep]
            holder[key] = deep
        elif kind == 2 and isinstance(holder, dict):
            holder[str(rng.choice(["x", "fps", "model", "names", "out"]))] = copy.deepcopy(holder[key])
        else:  # a copy, or a later change would put it into itself, and the next seed's value would be another
            holder[key] = copy.deepcopy(_JSON[int(rng.integers(len(_JSON)))])
    return value


def _nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys)[:50]:
        yield value, key
        yield from _nodes(value[key])


def mutated_arrays(arrays: Mapping[str, Any], rng: Rng) -> dict[str, Any]:
    """The arrays with one to three changed: type, shape, values that are none, left out, under another's name."""
    out = {name: np.array(array) for name, array in arrays.items()}
    for _ in range(int(rng.integers(1, 4))):
        if not out:
            return out
        name = str(rng.choice(list(out)))
        array, kind = out[name], int(rng.integers(8))
        if kind == 0:
            del out[name]
        elif kind == 1:
            out[name] = np.zeros(_SHAPES[int(rng.integers(len(_SHAPES)))])
        elif kind == 2 and array.size:
            flat = array.astype(np.float64, copy=True).reshape(-1) if array.dtype.kind in "fiub" else array.reshape(-1)
            if flat.dtype.kind == "f":
                flat[int(rng.integers(flat.size))] = rng.choice([np.nan, np.inf, -np.inf, 1e308, 1e30, -1e9])
            out[name] = flat.reshape(array.shape)
        elif kind == 3 and array.ndim:
            out[name] = array[: int(rng.integers(len(array) + 1))]
        elif kind == 4:
            out[name] = np.array(["x", "120"])[: int(rng.integers(3))]
        elif kind == 5 and array.dtype.kind in "fiub":
            out[name] = array.astype(str(rng.choice(["i1", "u8", "f2", "?", ">f8", "c16"])), copy=True)
        elif kind == 6:
            out[str(rng.choice([*out, "fps", "trans", "motion"]))] = array
        else:
            out[name] = array[..., None] if rng.integers(2) else array.reshape(-1)
    return out


def npz(arrays: Mapping[str, Any]) -> bytes:
    """The bytes of an .npz."""
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def mutated_npz(data: bytes, rng: Rng) -> bytes:
    """An .npz with one array's bytes damaged and sums that are right: the damage is met after the zip's checks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as damaged:
        names = archive.namelist()
        chosen = int(rng.integers(len(names)))
        for index, name in enumerate(names):
            content = archive.read(name)
            if index == chosen:  # the header alone, or all of it
                content = mutated(content[:128], rng) + content[128:] if rng.integers(2) else mutated(content, rng)
            damaged.writestr(name, content)
    return out.getvalue()


@contextlib.contextmanager
def bounded_memory(more: int) -> Iterator[None]:
    """Let the process take so many bytes more than it has, where the system knows such a limit."""
    try:
        import resource

        with open("/proc/self/statm") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
