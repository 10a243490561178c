"""Training data of the decomposed diffusion model: single poses, and clips around a base frame, with sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine import files
from engine.models.decomposed import POSE_DIM, Clips
from engine.models.vqvae import VQVAE
from engine.motion import features
from engine.train.data.arrays import buckets
from engine.train.data.clips import Clip, corpus_file, partition
from engine.train.text import recipe
from engine.train.text.items import make_items

COLUMNS = [*range(features.MOTION_DIM), *range(features.CONTACTS.start, features.CONTACTS.stop)]
_COPIES = 4  # of each piece in `make_items`: as it is, stretched, mirrored, mirrored and stretched
_BUCKETS = 6  # batches that are drawn at once and sorted by length
_SHORTEST = 16  # frames of a clip around a base frame


@dataclass(frozen=True)
class PoseCorpus:
    """rows (N, POSE_DIM) float16 of all pieces end to end; piece i is rows[starts[i] : starts[i] + lengths[i]].

    captions: indices of each piece's captions in sentences, unit vectors (S, D). weights: (C,) probabilities of pieces.
    """

    rows: NDArray[np.float16]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    weights: NDArray[np.float64]
    captions: Sequence[Sequence[int]]
    sentences: Tensor

    def __len__(self) -> int:
        return len(self.lengths)

    def statistics(self) -> tuple[Tensor, Tensor]:
        """Mean and scale (POSE_DIM,) to standardise by: one scale a group, as in `features.statistics`."""
        mean, std = self.rows.mean(axis=0, dtype=np.float64), self.rows.std(axis=0, dtype=np.float64)
        for group in (*features.GROUPS[:5], slice(features.MOTION_DIM, POSE_DIM)):
            std[group] = max(float(std[group].mean()), 1e-3)
        return torch.from_numpy(mean.astype(np.float32)), torch.from_numpy(std.astype(np.float32))

    def poses(self, batch: int, seed: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Endless (poses (batch, POSE_DIM), sentences (batch, D)): any frame of any piece."""
        rng = np.random.default_rng(seed)
        while True:
            index = rng.choice(len(self), batch, p=self.weights)
            at = self.starts[index] + rng.integers(0, self.lengths[index])
            yield torch.from_numpy(self.rows[at].astype(np.float32)), self._said(index, rng)

    def clips(self, batch: int, most: int, seed: int) -> Iterator[Clips]:
        """Endless batches of windows of at most `most` frames.

        The base frame is the middle one (as in the paper) in half of them, a random one in the others.
        """
        rng = np.random.default_rng(seed)
        long = np.flatnonzero(self.lengths >= _SHORTEST)
        weights = self.weights[long] / self.weights[long].sum()
        while True:
            # Windows of like length go together: padding would be a good part of the work.
            drawn = rng.choice(long, batch * _BUCKETS, p=weights)
            for index in buckets(drawn, np.minimum(self.lengths, most), _BUCKETS, rng):
                yield self._clips(np.array(index), most, rng)

    def windows(self, count: int, frames: int, seed: int) -> Tensor:
        """Random windows (count, frames, POSE_DIM), not standardised, of pieces that are long enough."""
        rng = np.random.default_rng(seed)
        long = np.flatnonzero(self.lengths >= frames)
        index = rng.choice(long, count, p=self.weights[long] / self.weights[long].sum())
        first = self.starts[index] + rng.integers(0, self.lengths[index] - frames + 1)
        return torch.from_numpy(self.rows[first[:, None] + np.arange(frames)].astype(np.float32))

    def _clips(self, index: NDArray[np.int64], most: int, rng: np.random.Generator) -> Clips:
        size = np.minimum(self.lengths[index], most)
        first = self.starts[index] + rng.integers(0, self.lengths[index] - size + 1)
        poses = np.zeros((len(index), size.max(), POSE_DIM), np.float32)
        for row, (start, count) in enumerate(zip(first, size)):
            poses[row, :count] = self.rows[start : start + count]
        middle = np.where(rng.random(len(index)) < 0.5, size // 2, rng.integers(0, size))
        present = np.arange(size.max()) < size[:, None]
        return Clips(
            torch.from_numpy(poses), torch.from_numpy(middle), self._said(index, rng), torch.from_numpy(present)
        )

    def _said(self, index: NDArray[np.int64], rng: np.random.Generator) -> Tensor:
        """A random caption of each piece, (B, D)."""
        return self.sentences[[int(rng.choice(self.captions[i])) for i in index]].float()


def build(
    clips: Sequence[Clip], tokenizer: VQVAE, runs: Path, digest: str, device: str
) -> tuple[PoseCorpus, PoseCorpus]:
    """Training and validation corpora, kept in `runs`, with the captions of the text model's corpus.

    digest: of the tokenizer that encoded the text corpus.
    """
    cache = corpus_file(runs, "poses", clips, digest)
    if cache.exists():
        return torch.load(cache, weights_only=False)  # our own file, read by us alone
    texts = recipe.corpora(list(clips), tokenizer, recipe.items_of, corpus_file(runs, "text", clips, digest), device)
    corpora = []
    for name, corpus in zip(("train", "val"), texts, strict=True):
        items = make_items(partition(clips)[name], 0, np.random.default_rng(7))  # the corpus's own first items
        kept = [i for i in range(len(items)) if i % _COPIES in (0, 2)]
        motions = [items[i].motion for i in kept]
        rows = [features.encode(m)[:, COLUMNS].astype(np.float16) for m in motions]
        lengths = np.array([len(r) for r in rows])
        weights = np.asarray(corpus.weights)[kept]
        captions = [corpus.sentences[i] for i in kept]
        starts = np.cumsum(lengths) - lengths
        corpora.append(PoseCorpus(
            np.concatenate(rows), starts, lengths, weights / weights.sum(), captions, corpus.texts.sentences
        ))  # fmt: skip
    with files.replaced(cache, files.check_zip) as beside:
        torch.save(tuple(corpora), beside)
    return corpora[0], corpora[1]
