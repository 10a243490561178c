"""TextStates: a batch of prompts as a frozen text encoder embeds them and the networks read them."""

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
