"""Pairs of motion and sound features as arrays, kept in one file.

The file (np.load without pickle) holds, for P pairs with N frames in all: `motion` (N, FEATURE_DIM) and `audio` (N, F)
float16, rows of all pairs end to end; `lengths`, `style`, `split` (P,) int (an index into `styles.NAMES`, into
`data.SPLITS`); `group`, `clip`, `genre` (P,) str; `beats` (M,) s of all pairs end to end with `beat_counts` (P,).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from engine import audio
from engine.motion import features
from engine.protocol import styles
from engine.train.audio import items
from engine.train.data.arrays import ArrayFile
from engine.train.data.clips import SPLITS, Clip, split_of

PRESET = "motif"
HELD_OUT_SOUNDTRACKS = 2
F16 = NDArray[np.float16]


@dataclass(frozen=True)
class AudioPairs(ArrayFile):
    """The file's arrays; pair i is rows starts[i] : starts[i] + lengths[i]."""

    MISSING: ClassVar[str] = "There are no audio pairs in {path}: make them first."
    motion: F16
    audio: F16
    lengths: NDArray[np.int64]
    style: NDArray[np.int64]
    split: NDArray[np.int64]
    group: NDArray[np.str_]
    clip: NDArray[np.str_]
    genre: NDArray[np.str_]
    beats: NDArray[np.float64]
    beat_counts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def starts(self) -> NDArray[np.int64]:
        return np.concatenate([[0], np.cumsum(self.lengths)[:-1]])

    def of_split(self, name: str) -> NDArray[np.int64]:
        """Indices (K,) of the pairs of a split."""
        return np.flatnonzero(self.split == SPLITS.index(name))

    def rows(self, index: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Motion (T, FEATURE_DIM) and audio (T, F) of a pair."""
        first = int(self.starts[index])
        span = slice(first, first + int(self.lengths[index]))
        return self.motion[span].astype(np.float32), self.audio[span].astype(np.float32)

    def beats_of(self, index: int) -> NDArray[np.float64]:
        """Times in s of the beats of the pair's music."""
        last = int(self.beat_counts[: index + 1].sum())
        return self.beats[last - int(self.beat_counts[index]) : last]


def gather(pairs: Iterable[items.Pair]) -> AudioPairs:
    """Compute the features of pairs and put them into arrays. Raises ValueError where there are no pairs."""
    motion, sound, beats, facts = [], [], [], []
    for pair in pairs:
        rows = features.encode(pair.motion)
        sound_rows = audio.features(pair.samples, pair.sample_rate, len(rows), PRESET)
        motion.append(rows.astype(np.float16))
        sound.append(sound_rows.astype(np.float16))
        beats.append(pair.beats)
        split = SPLITS.index(split_of(pair.group))
        facts.append((len(rows), styles.index_of(pair.style), split, pair.group, pair.clip, pair.genre))
    if not facts:
        raise ValueError("There is nothing to pair with sound: no recording has a style.")
    lengths, style, split, group, clip, genre = (np.array(column) for column in zip(*facts, strict=True))
    counts = np.array([len(b) for b in beats])
    return AudioPairs(
        np.concatenate(motion), np.concatenate(sound), lengths, style, split, group, clip, genre,
        np.concatenate(beats), counts,
    )  # fmt: skip


def make_pairs(
    clips: list[Clip], path: Path, soundtracks: int, seed: int, show: Callable[[int, int], None] | None = None
) -> AudioPairs:
    """Make `soundtracks` pairs of each piece of the training split, two of the others; or read `path` if it exists."""
    if path.exists():
        return AudioPairs.load(path)
    found = items.pieces(clips)

    def every() -> Iterator[items.Pair]:
        for done, piece in enumerate(found, start=1):
            rng = np.random.default_rng([seed, done])
            count = soundtracks if split_of(piece.group) == "train" else HELD_OUT_SOUNDTRACKS
            yield from items.soundtracks_for(piece, count, rng)
            if show:
                show(done, len(found))

    pairs = gather(every())
    pairs.save(path)
    return pairs
