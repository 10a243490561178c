"""Training data of the masked transformer in memory: motion codes, text states, the retrieval library, batches."""

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
from engine.motion import features
from engine.text.encoder import TextEncoder
from engine.text.retrieval import Library
from engine.train.data.arrays import buckets, by_length
from engine.train.data.windows import hold
from retarget.motion import Motion

BUCKETS = 6  # batches that are drawn at once and sorted by length


@dataclass(frozen=True)
class Item:
    """One motion with its captions. plain: short captions, empty for composed motion (which the library leaves out).

    group: number of the recording. share: relative frequency within its category.
    """

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
    """Encoder states of many texts without padding: words of text i are words[starts[i] : starts[i] + counts[i]]."""

    sentences: Tensor
    words: Tensor
    starts: Tensor
    counts: Tensor

    def states(self, index: Sequence[int]) -> TextStates:
        """Padded float32 states of the texts at `index`."""
        width = max(int(self.counts[i]) for i in index)
        words = torch.zeros(len(index), width, self.words.shape[1])
        mask = torch.zeros(len(index), width, dtype=torch.bool)
        for row, i in enumerate(index):
            start, count = int(self.starts[i]), int(self.counts[i])
            words[row, :count], mask[row, :count] = self.words[start : start + count].float(), True
        return TextStates(self.sentences[list(index)].float(), words, mask)


def encode_texts(encoder: TextEncoder, texts: Sequence[str], batch: int = 256) -> Texts:
    """Encode texts in half precision, those of similar length together."""
    sentences = torch.zeros(len(texts), encoder.width, dtype=torch.float16)
    words: list[Tensor] = [torch.empty(0)] * len(texts)
    for index in tqdm(by_length([len(t) for t in texts], batch), desc="reading captions", unit="batch"):
        states = encoder.encode([texts[i] for i in index])
        for row, i in enumerate(index):
            sentences[i] = states.sentence[row].half()
            words[i] = states.words[row][states.mask[row]].half()
    counts = torch.tensor([len(w) for w in words])
    return Texts(sentences, torch.cat(words), counts.cumsum(0) - counts, counts)


def encode_motions(tokenizer: VQVAE, motions: Sequence[Motion]) -> list[NDArray[np.int16]]:
    """Codes (L, levels) of each motion."""
    return encode_rows(tokenizer, [len(motion) for motion in motions], lambda i: features.encode(motions[i]))


def encode_rows(
    tokenizer: VQVAE, frames: Sequence[int], rows_of: Callable[[int], NDArray[np.float32]]
) -> list[NDArray[np.int16]]:
    """Codes (L, levels) of motions. frames: their lengths. rows_of: index -> features (T, FEATURE_DIM).

    Motions of similar length are encoded together, held at their ends.
    """
    stride = tokenizer.config.stride
    device = next(tokenizer.parameters()).device
    codes: list[NDArray[np.int16]] = [np.empty(0, np.int16)] * len(frames)
    for index in tqdm(by_length(frames, 32), desc="tokenizing", unit="batch"):
        lengths = [-(-frames[i] // stride) for i in index]
        rows = np.stack([hold(rows_of(i), max(lengths) * stride) for i in index])
        with torch.no_grad():
            made = tokenizer.encode(torch.from_numpy(rows).to(device)).cpu().numpy().astype(np.int16)
        for row, i in enumerate(index):
            codes[i] = made[row, : lengths[row]]
    return codes


def library_of(items: Sequence[Item], codes: Sequence[NDArray[np.int16]], encoder: TextEncoder) -> Library:
    """The library of items with plain texts and their codes, as tokens alone."""
    names = sorted({text for item in items for text in item.plain})
    place = {name: i for i, name in enumerate(names)}
    pairs = sorted((place[text], m) for m, item in enumerate(items) for text in item.plain)
    lengths = torch.tensor([len(one) for one in codes], dtype=torch.int32)
    return Library(
        torch.from_numpy(np.concatenate(codes)), (lengths.cumsum(0) - lengths).int(), lengths,
        encode_texts(encoder, names).sentences, torch.tensor(pairs, dtype=torch.int32),
        torch.tensor([item.group for item in items], dtype=torch.int32),
    )  # fmt: skip


class TextCorpus:
    """Items with codes and text states, the retrieval library of them, and batches.

    Probabilities: by share within a category, by the square root of its size for a category.
    """

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
        named = [i for i, item in enumerate(items) if item.plain]
        self.library = library_of([items[i] for i in named], [self.codes[i] for i in named], encoder)

    def batches(self, batch: int, most: int, retrieved: int, seed: int, *, shuffle: bool = True) -> Iterator[Batch]:
        """Endless training batches with random captions, crops of at most `most` codes, and retrieved motions.

        shuffle: False for every item once, in order, with its first caption.
        """
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
            for index in buckets(drawn, [len(codes) for codes in self.codes], BUCKETS, rng):
                texts = [int(rng.choice(self.sentences[i])) for i in index]
                yield self._batch(index, texts, most, retrieved, rng, generator)

    def _batch(
        self, index: list[int], texts: list[int], most: int, retrieved: int, rng: np.random.Generator,
        generator: torch.Generator,
    ) -> Batch:  # fmt: skip
        rows = [self.codes[i] for i in index]
        # A caption is true of a part of its motion only if the motion is long enough to repeat itself.
        rows = [r if len(r) <= most else r[(s := rng.integers(0, len(r) - most + 1)) : s + most] for r in rows]
        codes = np.zeros((len(rows), max(len(r) for r in rows) + 1, rows[0].shape[1]), np.int64)
        for i, row in enumerate(rows):
            codes[i, : len(row)] = row
        text = self.texts.states(texts)
        kept = torch.rand(text.mask.shape, generator=generator) > 0.05  # word dropout
        text = TextStates(text.sentence, text.words, text.mask & kept)
        context = None
        if retrieved:
            found = [
                self.library.find(s, retrieved, generator, spread=0.03, avoid=self.groups[i])
                for i, s in zip(index, text.sentence, strict=True)
            ]
            # In 15% nothing is retrieved, so that the network also learns to do without.
            found = [f if rng.random() > 0.15 else [] for f in found]
            context = self.library.context(found, most)
        lengths = torch.tensor([len(r) for r in rows])
        return Batch(torch.from_numpy(codes), lengths, text, context)
