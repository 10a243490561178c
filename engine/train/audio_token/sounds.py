"""Motions with their sounds as arrays, kept in one file.

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
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.audio.logmel import logmel
from engine.motion import features
from engine.train.audio_token import items
from engine.train.audio_token.items import Sounding
from engine.train.data.arrays import ArrayFile
from engine.train.data.clips import SPLITS, Clip


@dataclass(frozen=True)
class Sounds(ArrayFile):
    """Arrays of the file: motions, their sounds, and which belongs to which."""

    MISSING: ClassVar[str] = "There are no sounds in {path}: make them with “motif train hearing” first."
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

    def split_or_train(self, name: str) -> NDArray[np.int64]:
        """Indices (K,) of the sounds of a split, of the training split where it has none."""
        index = self.of_split(name)
        return index if len(index) else self.of_split("train")

    def draw(self, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        """Random sounds (count,) of the training split; every kind is drawn about as often as any other."""
        train = self.of_split("train")
        kinds = self.kind[self.owner[train]]
        share = np.bincount(kinds)[kinds] ** -0.7
        return rng.choice(train, count, p=share / share.sum())

    def mel_of(self, sound: int) -> NDArray[np.float32]:
        """Log-mel spectrogram (T, BANDS) of a sound."""
        first = int(self._starts[sound])
        return self.mel[first : first + int(self.rows[sound])].astype(np.float32)

    def rows_of(self, motion: int) -> NDArray[np.float32]:
        """Features (T, FEATURE_DIM) of a motion."""
        first = int(self._firsts[motion])
        return self.motion[first : first + int(self.frames[motion])].astype(np.float32)

    @cached_property
    def _firsts(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.cumsum(self.frames)])

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.cumsum(self.rows)])

    def classes(self) -> tuple[str, ...]:
        """Sorted names of what is heard in the training split."""
        return tuple(sorted({name for i in self.of_split("train") for name in str(self.sounds[i]).split(",")} - {""}))


def gather(pieces: Sequence[Sounding], count: int, seed: int, show: Callable[[int, int], None] | None = None) -> Sounds:
    """Synthesise `count` sounds for each piece and put all into arrays. Raises ValueError where there are none."""
    mels, owner, sounds, floor = [], [], [], []
    for index, recording in items.all_recordings(pieces, count, seed, show):
        mels.append(logmel(recording.samples).astype(np.float16))
        owner.append(index)
        sounds.append(",".join(recording.sounds))
        floor.append(recording.floor)
    if not mels:
        raise ValueError("There is nothing to hear: no recording shows a motion that makes a sound.")
    motion = [features.encode(p.motion).astype(np.float16) for p in pieces]
    return Sounds(
        np.concatenate(motion), np.array([len(m) for m in motion]), np.array([p.kind for p in pieces]),
        np.array([SPLITS.index(p.split) for p in pieces]), np.array([p.trial for p in pieces]),
        np.array([p.plain for p in pieces]), np.array(["\n".join(p.sentences) for p in pieces]),
        np.concatenate(mels), np.array([len(m) for m in mels]), np.array(owner), np.array(sounds), np.array(floor),
    )  # fmt: skip


def make_sounds(
    clips: list[Clip], path: Path, count: int, seed: int = 0, show: Callable[[int, int], None] | None = None
) -> Sounds:
    """Synthesise sounds for the clips' motion, or read them from `path` if it exists."""
    if path.exists():
        return Sounds.load(path)
    sounds = gather(items.soundings(clips, seed), count, seed, show)
    sounds.save(path)
    return sounds
