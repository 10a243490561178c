"""A set of the released upper-body networks as the in-between model's: upper bodies by them, all else by what ships."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor

from engine.inbetween.model import FillModel
from engine.inbetween.upper_body import UpperModel
from engine.models import mmm, vqvae
from engine.models.text_states import TextStates
from engine.protocol.errors import bad_request
from engine.released import upper
from engine.released.sets import Card, read_card
from engine.released.text_model import ClipEncoder, MotionTokenizer, clip_folder
from engine.runtime import linear, weights
from engine.runtime.weights import load_weights
from engine.text.encoder import TextEncoder


class ReleasedFill(FillModel):
    """Fills the gaps of a canonical motion; those of the upper body alone by a set of released networks."""

    @classmethod
    def load(cls, folder: Path, device: str = "cpu") -> ReleasedFill:
        """From a folder that `motif import mmm` wrote of upper-body files."""
        ours = FillModel.load(weights.FOLDER, device)
        return cls(ours.between, device, lru_cache(maxsize=1)(lambda: ReleasedUpper.load(folder, device)))


@dataclass(frozen=True)
class ReleasedUpper(UpperModel):
    """The released upper-body networks. words: the set's CLIP, loaded when it is first needed."""

    words: Callable[[], ClipEncoder]

    @classmethod
    def load(cls, folder: Path, device: str = "cpu") -> ReleasedUpper:
        """From a folder that `motif import mmm` wrote; raises EngineError where a part is missing or unsound."""
        card = read_card(folder)
        stored = load_weights(folder / "text.safetensors", torch.float32)
        network = mmm.MMM(mmm.Config(**stored.config))
        network.load_state_dict(stored.state)
        network = network.to(device).eval().requires_grad_(False)
        if device == "cpu":
            linear.quicken(network, ("cross", "blocks"), linear.wanted("packed"))
        tokenizer = HalvesTokenizer.load(folder / "tokenizer.safetensors").to(device).requires_grad_(False)
        words = lru_cache(maxsize=1)(lambda: _clip(card, folder, device, network.config.text_dim))
        return cls(cast("vqvae.VQVAE", tokenizer), network, None, device, words)

    def _condition(
        self, prompt: str, encoder: Callable[[], TextEncoder], generator: torch.Generator
    ) -> tuple[TextStates, mmm.Context | None]:
        """The prompt as the set's CLIP reads it, or nothing said: the network has never seen hidden text."""
        return self.words().encode([prompt]), None


def _clip(card: Card, folder: Path, device: str, width: int) -> ClipEncoder:
    encoder = ClipEncoder(clip_folder(card, folder), device)
    if encoder.width != width:
        raise bad_request(
            f"The CLIP model in {encoder.folder} gives {encoder.width} numbers a text and the set takes {width}: "
            "import the set with CLIP ViT-B/32, --clip FOLDER."
        )
    return encoder


class HalvesTokenizer(MotionTokenizer):
    """The released tokenizer of both halves as ours is asked: codes (B, L, 2), the upper body's first."""

    @classmethod
    def load(cls, path: Path) -> HalvesTokenizer:
        """From a file that `motif import mmm` wrote."""
        stored = load_weights(path, torch.float32)
        network: Any = upper.Tokenizer(vqvae.Config(**stored.config), bool(stored.meta["joint"]))
        made = cls(network)
        made.load_state_dict(stored.state)
        return made.eval()

    def encode(self, rows: Tensor) -> Tensor:
        """Our features (B, T, FEATURE_DIM) at 30 fps -> codes (B, L, 2)."""
        return super().encode(rows)[..., 0]

    def _standard(self, codes: Tensor) -> Tensor:
        return self.network.decode(codes)
