"""What words say to the networks: prompts as a frozen text encoder embeds them, motions found by them, and both as
the cross-attention sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True)
class TextStates:
    """sentence: (B, D) float32, length 1. words: (B, W, D) float32. mask: (B, W) bool, True at real word pieces."""

    sentence: Tensor
    words: Tensor
    mask: Tensor

    def to(self, device: str | torch.device) -> TextStates:
        """The same on another device."""
        return TextStates(self.sentence.to(device), self.words.to(device), self.mask.to(device))

    def __getitem__(self, index: Any) -> TextStates:
        return TextStates(self.sentence[index], self.words[index], self.mask[index])


@dataclass(frozen=True)
class Context:
    """Retrieved motions, one after the other, for the cross-attention.

    codes: (B, S, levels) int64. mask: (B, S) bool, True at real tokens. places: (B, S) each token's place in its own
    motion. rank: (B, S) which of the retrieved motions it is from, the nearest 0.
    """

    codes: Tensor
    mask: Tensor
    places: Tensor
    rank: Tensor

    def to(self, device: str | torch.device) -> Context:
        """The same on another device."""
        return Context(self.codes.to(device), self.mask.to(device), self.places.to(device), self.rank.to(device))

    def __getitem__(self, index: Tensor | slice | list[int]) -> Context:
        return Context(self.codes[index], self.mask[index], self.places[index], self.rank[index])


@dataclass(frozen=True)
class Memory:
    """Words and retrieved motions as the cross-attention sees them, the same in all steps of a sampler.

    projected: keys and values (B, H, S, D/H) of each cross block. allowed: (B, S) bool, where to look.
    """

    projected: list[tuple[Tensor, Tensor]]
    allowed: Tensor
