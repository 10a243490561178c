"""Tokens and text states of everything the masked transformer learns from, computed once and kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from engine.models.mmm import Context
from engine.models.text_states import TextStates
from engine.models.vqvae import VQVAE
from engine.motion import features as layout
from engine.text.encoder import TextEncoder
from engine.text.retrieval import Library
from engine.train.data import windows
from retarget.motion import Motion

BUCKETS = 6  # batches that are drawn at once and sorted by length


@dataclass(frozen=True)
class Item:
    """One motion with the sentences that describe it. group: the recording it is from; plain: its own short phrases,
    empty for composed motion (which the library leaves out). share: how often it is drawn against its equals."""

    motion: Motion
    sentences: tuple[str, ...]
    plain: tuple[str, ...]
    category: str
    group: int
    share: float = 1.0


@dataclass(frozen=True)
class Batch:
    """codes (B, L, levels) int64, lengths (B,), text states and retrieved motions."""

    codes: Tensor
    lengths: Tensor
    text: TextStates
    context: Context | None


@dataclass(frozen=True)
class Texts:
    """States of many texts without padding: text i's words are words[starts[i] : starts[i] + counts[i]]."""

    sentences: Tensor
    words: Tensor
    starts: Tensor
    counts: Tensor

    def states(self, index: Sequence[int]) -> TextStates:
        """Padded states of some texts, float32."""
        width = max(int(self.counts[i]) for i in index)
        words = torch.zeros(len(index), width, self.words.shape[1])
        mask = torch.zeros(len(index), width, dtype=torch.bool)
        for row, i in enumerate(index):
            start, count = int(self.starts[i]), int(self.counts[i])
            words[row, :count], mask[row, :count] = self.words[start : start + count].float(), True
        return TextStates(self.sentences[list(index)].float(), words, mask)


def encode_texts(encoder: TextEncoder, texts: Sequence[str], batch: int = 256) -> Texts:
    """States of all texts in half precision; similar lengths go through the encoder together."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    sentences = torch.zeros(len(texts), encoder.width, dtype=torch.float16)
    words: list[Tensor] = [torch.empty(0)] * len(texts)
    for first in tqdm(range(0, len(order), batch), desc="reading captions", unit="batch"):
        index = order[first : first + batch]
        states = encoder.encode([texts[i] for i in index])
        for row, i in enumerate(index):
            sentences[i] = states.sentence[row].half()
            words[i] = states.words[row][states.mask[row]].half()
    counts = torch.tensor([len(w) for w in words])
    return Texts(sentences, torch.cat(words), counts.cumsum(0) - counts, counts)


def encode_motions(tokenizer: VQVAE, motions: Sequence[Motion]) -> list[NDArray[np.int16]]:
    """Codes (L, levels) of each motion."""
    return encode_rows(tokenizer, [len(motion) for motion in motions], lambda i: layout.encode(motions[i]))


def encode_rows(
    tokenizer: VQVAE, frames: Sequence[int], rows_of: Callable[[int], NDArray[np.float32]]
) -> list[NDArray[np.int16]]:
    """Codes (L, levels) of motions of so many frames, each given as features (T, FEATURE_DIM) when its turn comes.

    Motions of like length are encoded together, held at their ends.
    """
    stride = tokenizer.config.stride
    device = next(tokenizer.parameters()).device
    order = sorted(range(len(frames)), key=lambda i: frames[i])
    codes: list[NDArray[np.int16]] = [np.empty(0, np.int16)] * len(frames)
    for first in tqdm(range(0, len(order), 32), desc="tokenizing", unit="batch"):
        index = order[first : first + 32]
        lengths = [-(-frames[i] // stride) for i in index]
        rows = np.stack([windows.hold(rows_of(i), max(lengths) * stride) for i in index])
        with torch.no_grad():
            made = tokenizer.encode(torch.from_numpy(rows).to(device)).cpu().numpy().astype(np.int16)
        for row, i in enumerate(index):
            codes[i] = made[row, : lengths[row]]
    return codes


class TextCorpus:
    """Items with their codes and text states, the library made of them, and batches."""

    def __init__(self, items: Sequence[Item], tokenizer: VQVAE, encoder: TextEncoder) -> None:
        self.codes = encode_motions(tokenizer, [item.motion for item in items])
        self.names = sorted({s for item in items for s in item.sentences})
        place = {name: i for i, name in enumerate(self.names)}
        self.texts = encode_texts(encoder, self.names)
        self.sentences = [[place[s] for s in item.sentences] for item in items]
        self.groups = [item.group for item in items]
        kinds, index = np.unique([item.category for item in items], return_inverse=True)
        mass = np.bincount(index, minlength=len(kinds)).astype(float)
        weights = np.array([item.share for item in items]) / np.sqrt(mass[index])
        self.weights = weights / weights.sum()
        self.library = self._library(items, encoder)

    def _library(self, items: Sequence[Item], encoder: TextEncoder) -> Library:
        own = [i for i, item in enumerate(items) if item.plain]
        names = sorted({text for i in own for text in items[i].plain})
        place = {name: i for i, name in enumerate(names)}
        pairs = sorted((place[text], m) for m, i in enumerate(own) for text in items[i].plain)
        lengths = torch.tensor([len(self.codes[i]) for i in own], dtype=torch.int32)
        return Library(
            torch.from_numpy(np.concatenate([self.codes[i] for i in own])),
            (lengths.cumsum(0) - lengths).int(), lengths, encode_texts(encoder, names).sentences,
            torch.tensor(pairs, dtype=torch.int32), torch.tensor([items[i].group for i in own], dtype=torch.int32),
        )  # fmt: skip

    def batches(self, batch: int, most: int, retrieved: int, seed: int, *, shuffle: bool = True) -> Iterator[Batch]:
        """Endless training batches; each draw takes another of a motion's sentences, another crop of a long one and
        other retrieved motions. shuffle False: every item once, in order, its first sentence."""
        rng = np.random.default_rng(seed)
        generator = torch.Generator().manual_seed(seed)
        if not shuffle:
            for first in range(0, len(self.codes), batch):
                index = list(range(first, min(first + batch, len(self.codes))))
                yield self._batch(index, [self.sentences[i][0] for i in index], most, retrieved, rng, generator)
            return
        while True:
            # Motions of like length go together: padding would be half of the work.
            drawn = rng.choice(len(self.codes), batch * BUCKETS, p=self.weights)
            drawn = sorted(drawn, key=lambda i: len(self.codes[i]))
            for bucket in rng.permutation(BUCKETS):
                index = [int(i) for i in drawn[bucket * batch : (bucket + 1) * batch]]
                texts = [int(rng.choice(self.sentences[i])) for i in index]
                yield self._batch(index, texts, most, retrieved, rng, generator)

    def _batch(
        self, index: list[int], texts: list[int], most: int, retrieved: int, rng: np.random.Generator,
        generator: torch.Generator,
    ) -> Batch:  # fmt: skip
        rows = [self.codes[i] for i in index]
        # A caption holds for a part of its motion only where the motion is long enough to repeat itself.
        rows = [r if len(r) <= most else r[(s := rng.integers(0, len(r) - most + 1)) : s + most] for r in rows]
        codes = np.zeros((len(rows), max(len(r) for r in rows) + 1, rows[0].shape[1]), np.int64)
        for i, row in enumerate(rows):
            codes[i, : len(row)] = row
        text = self.texts.states(texts)
        heard = torch.rand(text.mask.shape, generator=generator) > 0.05
        text = TextStates(text.sentence, text.words, text.mask & heard)
        context = None
        if retrieved:
            found = [
                self.library.find(s, retrieved, generator, spread=0.03, avoid=self.groups[i])
                for i, s in zip(index, text.sentence, strict=True)
            ]
            # Sometimes nothing is found, so that the network also learns to do without.
            found = [f if rng.random() > 0.15 else [] for f in found]
            context = self.library.context(found, most)
        lengths = torch.tensor([len(r) for r in rows])
        return Batch(torch.from_numpy(codes), lengths, text, context)
