"""Dataclasses of arrays kept in one `.npz` file, and batches of indices by length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from engine import files


class ArrayFile:
    """Base of a dataclass whose fields are arrays: one file, read without pickle."""

    MISSING: ClassVar[str] = "There is no file {path}."

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replaced(path, files.check_zip) as beside:
            np.savez(beside, **{f.name: getattr(self, f.name) for f in fields(self)})  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file; raises FileNotFoundError with the sentence of MISSING where there is none."""
        if not path.exists():
            raise FileNotFoundError(cls.MISSING.format(path=path))
        with np.load(path) as arrays:
            return cls(**{f.name: arrays[f.name] for f in fields(cls)})  # type: ignore[arg-type]


def by_length(lengths: Sequence[int], size: int) -> list[list[int]]:
    """Indices of items in batches of up to `size`, shortest first, so that little of a batch is padding."""
    order = sorted(range(len(lengths)), key=lambda i: lengths[i])
    return [order[first : first + size] for first in range(0, len(order), size)]


def buckets(
    drawn: NDArray[np.integer], lengths: Sequence[int] | NDArray[np.integer], count: int, rng: np.random.Generator
) -> Iterator[list[int]]:
    """Drawn items in `count` batches of like length, the batches in random order."""
    ordered = sorted((int(i) for i in drawn), key=lambda i: lengths[i])
    size = len(ordered) // count
    for bucket in rng.permutation(count):
        yield ordered[bucket * size : (bucket + 1) * size]
