"""Retrieval: training motions' tokens, found by how near their captions' meaning is to a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import torch
from torch import Tensor

from engine.models.mmm import Context
from engine.text.captured import unpacked
from retarget.motion import Motion

PREFIX = "library."
A_TEXT = 3  # motions of one text that are looked at together
LIKELY = 0.6  # cosine that a motion has to be nearer by, where marks say that it does nothing of what is asked
_OPTIONAL = ("marks", "packed", "ends", "taught")
AHEAD = 0.1  # how much nearer than all others a taught motion's text has to be for its lead to be whole
# Of how near a text is to a sentence, the share that what is done counts, without who does it; how much faster than
# its cosine the nearness of whole sentences falls off.
CONTENT, ALIKE = 0.65, 1.5
_UNITS = 400  # a text vector's numbers are stored as whole multiples of 1 / 400: MiniLM's lie within 0.30


@dataclass(frozen=True, eq=False)
class Library:
    """Tokens of all motions end to end and the texts that name them.

    codes: (N, levels) int16. starts, lengths: (M,) int32, each motion's tokens. sentences: (S, D) unit text vectors, in
    half precision or as `in_bytes` makes them. owners: (P, 2) int32 pairs of (text, motion), sorted by text. groups:
    (M,) int32, the recording a motion is from. marks: (M, K) int16, what is seen in each (`engine.text.judging.marks`).
    packed (B,) uint8, ends (M,) int32: the motions themselves (`engine.text.captured`). taught: (M,) int16, 1
    for motions of an artist's own (`engine.learn`). Older libraries lack the last four.
    """

    codes: Tensor
    starts: Tensor
    lengths: Tensor
    sentences: Tensor
    owners: Tensor
    groups: Tensor
    marks: Tensor | None = None
    packed: Tensor | None = None
    ends: Tensor | None = None
    taught: Tensor | None = None

    def tensors(self) -> dict[str, Tensor]:
        """As they stand in a weights file, beside the model's own."""
        found = {PREFIX + name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: tensor for name, tensor in found.items() if tensor is not None}

    @classmethod
    def from_tensors(cls, state: Mapping[str, Tensor]) -> Library:
        """Inverse of `tensors`; raises KeyError where the file has no library."""
        needed = {name: state[PREFIX + name] for name in cls.__dataclass_fields__ if name not in _OPTIONAL}
        return replace(cls(**needed), **{name: state.get(PREFIX + name) for name in _OPTIONAL})

    @cached_property
    def vectors(self) -> Tensor:
        """Text vectors (S, D), float32."""
        return self.sentences.float() / (_UNITS if self.sentences.dtype == torch.int8 else 1)

    @cached_property
    def middle(self) -> Tensor:
        """The mean text vector (D,): what all captions have in common, which tells nothing of any."""
        return self.vectors.mean(0)

    @cached_property
    def contents(self) -> Tensor:
        """Text vectors (S, D) without what they have in common, unit."""
        return torch.nn.functional.normalize(self.vectors - self.middle, dim=-1)

    def nearness(self, sentence: Tensor, content: Tensor | None = None) -> Tensor:
        """How near each text is to a sentence (D,), (S,): cosines.

        content: the sentence without who does it (D,). Of words that nobody captured it finds what is done and to
        what, where whole sentences are alike for their "a man"; a text that is nearly the sentence is found by all of
        it.
        """
        whole = self.vectors @ sentence.float().cpu()
        if content is None:
            return whole
        done = self.contents @ torch.nn.functional.normalize(content.float().cpu() - self.middle, dim=-1)
        return torch.maximum(CONTENT * done + (1 - CONTENT) * whole, 1.0 - ALIKE * (1.0 - whole))

    def in_bytes(self) -> Library:
        """The same with its text vectors in a byte a number: nearness changes by less than 0.005."""
        stored = (self.vectors * _UNITS).round().clamp(-127, 127).to(torch.int8)
        return replace(self, sentences=stored)

    def find(
        self, sentence: Tensor, count: int, generator: torch.Generator, *, spread: float = 0.02, avoid: int = -1
    ) -> list[int]:
        """`count` motions whose texts lie nearest to `sentence` (D,), best first.

        spread: scale of the noise on the cosines, so that seeds see different motions. avoid: a group that may not be
        found (in training, the recording itself).
        """
        cosines = self.vectors @ sentence.float().cpu()
        gumbel = -torch.log(-torch.log(torch.rand(len(cosines), generator=generator).clamp(1e-9, 1 - 1e-7)))
        found: list[int] = []
        # Of each of the nearest texts one of its motions, until there are enough different ones.
        for text in (cosines + spread * gumbel).topk(min(16, len(cosines))).indices.tolist():
            motions = self._motions_of(text)
            motions = motions[self.groups[motions.long()] != avoid]
            if len(motions):
                pick = int(motions[torch.randint(len(motions), (1,), generator=generator)])
                if pick not in found:
                    found.append(pick)
            if len(found) == count:
                break
        return found

    def nearest(
        self, sentence: Tensor, count: int, generator: torch.Generator, *, spread: float = 0.02,
        likely: Tensor | None = None, content: Tensor | None = None,
    ) -> list[tuple[int, float]]:  # fmt: skip
        """`count` motions whose texts lie nearest to `sentence` (D,), with the cosines, the best first.

        Of each text at most A_TEXT of its motions. spread: as in `find`; it is in the cosines, too. likely: (M,) from 0
        to 1, how likely each motion does what is asked; an unlikely one has to be as much nearer.
        content: as in `nearness`.
        """
        cosines = self.nearness(sentence, content)
        gumbel = -torch.log(-torch.log(torch.rand(len(cosines), generator=generator).clamp(1e-9, 1 - 1e-7)))
        noisy = cosines + spread * gumbel
        # Of each pair of text and motion the merit; of a motion with several texts the best.
        texts, motions = self.owners.long().unbind(1)
        merit = noisy[texts] if likely is None else noisy[texts] + LIKELY * likely.float()[motions]
        found: dict[int, float] = {}
        of_text: dict[int, int] = {}
        order = (merit + 1e-6 * torch.rand(len(merit), generator=generator)).topk(min(16 * count, len(merit))).indices
        for pair in order.tolist():
            text, motion = int(texts[pair]), int(motions[pair])
            if motion not in found and of_text.get(text, 0) < A_TEXT:
                found[motion] = float(noisy[text])
                of_text[text] = of_text.get(text, 0) + 1
            if len(found) == count:
                break
        return list(found.items())

    def taught_near(
        self, sentence: Tensor, count: int, generator: torch.Generator, *, spread: float = 0.02,
        likely: Tensor | None = None, content: Tensor | None = None,
    ) -> tuple[list[tuple[int, float]], float]:  # fmt: skip
        """The nearest of an artist's own motions as `nearest` has them, and their lead: from 0, where a text of another
        motion is clearly nearer to the sentence, to 1, where one of theirs is."""
        if self.taught is None or not self.taught.any():
            return [], 0.0
        texts, motions = self.owners.long().unbind(1)
        own = self.taught.bool()[motions]
        cosines = self.nearness(sentence, content)[texts]
        others = cosines[~own].max() if (~own).any() else cosines.new_tensor(0.0)
        lead = float(((cosines[own].max() - others + AHEAD) / (2 * AHEAD)).clamp(0, 1))
        if not lead:
            return [], 0.0
        numbers = motions[own].unique()
        pairs = torch.stack([texts[own], torch.searchsorted(numbers, motions[own])], dim=1)
        alone = replace(self, lengths=self.lengths[numbers], owners=pairs)
        seen = None if likely is None else likely[numbers]
        found = alone.nearest(sentence, count, generator, spread=spread, likely=seen, content=content)
        return [(int(numbers[motion]), cosine) for motion, cosine in found], lead

    def best(self, motion: int, nearness: Tensor) -> float:
        """Of `nearness` (S,) that of a motion's nearest text."""
        texts, motions = self.owners.long().unbind(1)
        return float(nearness[texts[motions == motion]].max())

    def _motions_of(self, text: int) -> Tensor:
        first, last = torch.searchsorted(self.owners[:, 0].contiguous(), torch.tensor([text, text + 1])).tolist()
        return self.owners[first:last, 1]

    def tokens(self, motion: int) -> Tensor:
        """A motion's codes (L, levels), int64."""
        start = int(self.starts[motion])
        return self.codes[start : start + int(self.lengths[motion])].long()

    def captured(self, motion: int) -> Motion | None:
        """A motion as it was captured; None where the library holds its tokens alone."""
        if self.packed is None or self.ends is None:
            return None
        return unpacked(self.packed, self.ends, motion)

    def context(self, rows: list[list[int]], most: int) -> Context:
        """Retrieved motions, a list for each of B sequences, each cut to `most` tokens -> a padded batch."""
        pieces = [[self.tokens(m)[:most] for m in row] for row in rows]
        width = max([sum(len(p) for p in row) for row in pieces] + [1])
        shape = (len(rows), width)
        codes = torch.zeros(*shape, self.codes.shape[1], dtype=torch.long)
        mask = torch.zeros(shape, dtype=torch.bool)
        places, rank = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
        for i, row in enumerate(pieces):
            at = 0
            for order, piece in enumerate(row):
                span = slice(at, at + len(piece))
                codes[i, span], mask[i, span] = piece, True
                places[i, span], rank[i, span] = torch.arange(len(piece)), order
                at += len(piece)
        return Context(codes, mask, places, rank)
