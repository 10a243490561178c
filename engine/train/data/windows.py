"""Feature rows of all clips in memory, and batches of random windows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from engine.motion import features
from retarget.motion import Motion, mirror

# Columns of velocities, which are zero while a frame is held.
_MOVING = [0, 1, 2, *range(features.VELOCITIES.start, features.VELOCITIES.stop)]


@dataclass(frozen=True)
class Corpus:
    """rows (N, FEATURE_DIM) float32 of all clips end to end; clip i is rows[starts[i] : starts[i] + lengths[i]].

    weights: (C,) probability of a clip.
    """

    rows: NDArray[np.float32]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    weights: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.lengths)

    def clip(self, index: int) -> NDArray[np.float32]:
        """Rows (T, FEATURE_DIM) of a clip."""
        return self.rows[self.starts[index] : self.starts[index] + self.lengths[index]]


def build(motions: Sequence[Motion], categories: Sequence[str], shares: Sequence[float], mirrored: bool) -> Corpus:
    """Encode motions, and mirror images if `mirrored`; rare categories and larger `shares` are drawn more often."""
    copies = [*motions, *(mirror(m) for m in motions)] if mirrored else list(motions)
    times = 2 if mirrored else 1
    blocks = [features.encode(m) for m in copies]
    lengths = np.array([len(b) for b in blocks])
    kinds, index = np.unique(np.array(list(categories) * times), return_inverse=True)
    frames = np.bincount(index, weights=lengths, minlength=len(kinds))
    # Square root: a category with a hundredth of the frames is seen a tenth as often, not a hundredth.
    weights = lengths / np.sqrt(frames[index]) * np.array(list(shares) * times)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return Corpus(np.concatenate(blocks), starts, lengths, weights / weights.sum())


def hold(rows: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    """Pad rows (T, FEATURE_DIM) to `length` by standing still in the last frame."""
    if len(rows) >= length:
        return rows[:length]
    still = rows[-1:].copy()
    still[:, _MOVING] = 0
    return np.concatenate([rows, np.repeat(still, length - len(rows), axis=0)])


def windows(corpus: Corpus, length: int, batch: int, seed: int) -> Iterator[torch.Tensor]:
    """Endless batches (batch, length, FEATURE_DIM) of random windows; a shorter clip is held at its end.

    A window may begin up to half its length before a clip's end, so that endings are seen as often as middles.
    """
    rng = np.random.default_rng(seed)
    while True:
        out = np.empty((batch, length, corpus.rows.shape[1]), np.float32)
        for i, clip in enumerate(rng.choice(len(corpus), batch, p=corpus.weights)):
            count = corpus.lengths[clip]
            first = rng.integers(0, max(1, count - length // 2 + 1)) if count > length else 0
            start = corpus.starts[clip] + min(first, count - 1)
            out[i] = hold(corpus.rows[start : min(start + length, corpus.starts[clip] + count)], length)
        yield torch.from_numpy(out)
