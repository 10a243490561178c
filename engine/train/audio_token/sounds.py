"""Motions and the sounds that go with them, as arrays: made once and kept in one file.

The file (np.load without pickle) holds, for M motions with N frames in all and S sounds of R rows in all: `motion`
(N, FEATURE_DIM) float16, rows of all motions end to end, `frames`, `kind`, `split` (M,) int, `trial`, `plain` (M,) str,
`sentences` (M,) str, one a line; `mel` (R, BANDS) float16, `rows`, `owner` (S,) int, the motion that a sound goes
with; `sounds`, `floor` (S,) str, what sounds in it, with commas between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.audio.logmel import logmel
from engine.motion import features as layout
from engine.train.audio_token import items
from engine.train.audio_token.items import Sounding
from engine.train.data.clips import SPLITS, Clip


@dataclass(frozen=True)
class Sounds:
    """The file's arrays."""

    motion: NDArray[np.float16]
    frames: NDArray[np.int64]
    kind: NDArray[np.int64]
    split: NDArray[np.int64]
    trial: NDArray[np.str_]
    plain: NDArray[np.str_]
    sentences: NDArray[np.str_]
    mel: NDArray[np.float16]
    rows: NDArray[np.int64]
    owner: NDArray[np.int64]
    sounds: NDArray[np.str_]
    floor: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.owner)

    def of_split(self, name: str) -> NDArray[np.int64]:
        """Indices (K,) of the sounds of a split."""
        return np.flatnonzero(self.split[self.owner] == SPLITS.index(name))

    def heard(self, sound: int) -> NDArray[np.float32]:
        """A sound's log-mel spectrogram (T, BANDS)."""
        first = int(self._starts[sound])
        return self.mel[first : first + int(self.rows[sound])].astype(np.float32)

    def rows_of(self, motion: int) -> NDArray[np.float32]:
        """A motion's features (T, FEATURE_DIM)."""
        first = int(self._firsts[motion])
        return self.motion[first : first + int(self.frames[motion])].astype(np.float32)

    @cached_property
    def _firsts(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.cumsum(self.frames)])

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.cumsum(self.rows)])

    def classes(self) -> tuple[str, ...]:
        """Names of all that sounds in the training split, in order."""
        return tuple(sorted({name for i in self.of_split("train") for name in str(self.sounds[i]).split(",")} - {""}))

    def save(self, path: Path) -> None:
        """Write the file; a reader never sees half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        np.savez(part, **{name: getattr(self, name) for name in self.__dataclass_fields__})
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> Sounds:
        """Read the file; raises FileNotFoundError with a sentence where there is none."""
        if not path.exists():
            raise FileNotFoundError(f"There are no sounds in {path}: make them with “motif train hearing” first.")
        with np.load(path) as arrays:
            return cls(**{k: arrays[k] for k in cls.__dataclass_fields__})


def gather(pieces: Sequence[Sounding], count: int, seed: int, show: Callable[[int, int], None] | None = None) -> Sounds:
    """The pieces with `count` sounds each as arrays. Raises ValueError where nothing makes a sound."""
    mels, owner, sounds, floor = [], [], [], []
    for index, recording in items.all_recordings(pieces, count, seed, show):
        mels.append(logmel(recording.samples).astype(np.float16))
        owner.append(index)
        sounds.append(",".join(recording.sounds))
        floor.append(recording.floor)
    if not mels:
        raise ValueError("There is nothing to hear: no recording shows a motion that makes a sound.")
    motion = [layout.encode(p.motion).astype(np.float16) for p in pieces]
    return Sounds(
        np.concatenate(motion), np.array([len(m) for m in motion]), np.array([p.kind for p in pieces]),
        np.array([SPLITS.index(p.split) for p in pieces]), np.array([p.trial for p in pieces]),
        np.array([p.plain for p in pieces]), np.array(["\n".join(p.sentences) for p in pieces]),
        np.concatenate(mels), np.array([len(m) for m in mels]), np.array(owner), np.array(sounds), np.array(floor),
    )  # fmt: skip


def make(
    clips: list[Clip], path: Path, count: int, seed: int = 0, show: Callable[[int, int], None] | None = None
) -> Sounds:
    """Sounds of the clips' motion; kept in `path` and read back."""
    if path.exists():
        return Sounds.load(path)
    made = gather(items.soundings(clips, seed), count, seed, show)
    made.save(path)
    return made
