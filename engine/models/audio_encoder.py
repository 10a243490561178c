"""Audio encoder: a small transformer over log-mel patches, trained to reconstruct masked ones and to name sounds.

After Gong, Chung, Glass: "AST: Audio Spectrogram Transformer", Interspeech 2021, for the encoder, and Gong, Lai, Chung,
Glass: "SSAST: Self-Supervised Audio Spectrogram Transformer", AAAI 2022, for masked prediction.

| papers | here |
|---|---|
| spectrogram | `mel`, (B, T, bands), `engine.audio.logmel` |
| patches | `patch` rows of all bands: (B, T / patch, patch * bands) |
| masked patches | `masked_patches` -> spans of patches that are replaced by one learned vector |
| reconstruction loss | `AudioTransformer.loss`, "filled" |
| audio classes | `Config.classes`, several may sound at once: "sounds" |

**Deviations**
- A patch is as high as the spectrogram: time is what matters here, and the sequence stays short.
- Classes are learned along with the filling in, not afterwards: the sounds are made, so that labels cost nothing.
- Sinusoidal positions within windows of `Config.window` patches; a longer sound is read window by window.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .layers import Block, sinusoids

_MEAN, _SCALE = -0.72, 0.25  # of log-mel values over made sounds: standardised, masked patches are worth predicting


@dataclass(frozen=True)
class Config:
    """Sizes; the defaults are those of AST's base, with patches over all bands."""

    bands: int = 64
    patch: int = 4
    dim: int = 768
    heads: int = 12
    layers: int = 12
    dropout: float = 0.1
    window: int = 125
    hidden: float = 0.4  # share of patches to fill in
    span: int = 4  # patches hidden side by side
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "classes", tuple(self.classes))

    @property
    def picked(self) -> tuple[int, int, int]:
        """Layers, counted from 1, whose states are handed on: early, middle, last."""
        return max(1, self.layers // 3), max(1, 2 * self.layers // 3), self.layers

    @classmethod
    def paper(cls) -> Config:
        """As large as AST's base."""
        return cls(classes=("sound",))

    @classmethod
    def shipped(cls, classes: tuple[str, ...]) -> Config:
        """Small enough to ship and to hear ten seconds in some milliseconds."""
        return cls(dim=192, heads=6, layers=6, classes=classes)


class AudioTransformer(nn.Module):
    """Log-mel spectrograms -> hidden states of every layer."""

    positions: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        size = config.patch * config.bands
        self.enter = nn.Linear(size, config.dim)
        self.unseen = nn.Parameter(torch.randn(config.dim) * 0.02)  # in place of a masked patch
        self.register_buffer("positions", sinusoids(config.window, config.dim), persistent=False)
        self.blocks = nn.ModuleList(Block(config.dim, config.heads, config.dropout) for _ in range(config.layers))
        self.norm = nn.LayerNorm(config.dim)
        self.fill = nn.Linear(config.dim, size)
        self.name = nn.Linear(config.dim, max(1, len(config.classes)))

    def patches(self, mel: Tensor) -> Tensor:
        """mel (B, T, bands), T a multiple of `patch` -> standardised (B, T / patch, patch * bands)."""
        return ((mel - _MEAN) / _SCALE).unflatten(1, (-1, self.config.patch)).flatten(2)

    def forward(self, patches: Tensor, real: Tensor, masked: Tensor | None = None) -> list[Tensor]:
        """patches (B, P, size), real (B, P) bool, False at padding, masked (B, P) bool -> each layer's states (B, P,
        dim); P is at most `window`."""
        x = self.enter(patches)
        if masked is not None:
            x = torch.where(masked[..., None], self.unseen.to(x.dtype), x)
        x = x + self.positions[: x.shape[1]].to(x.dtype)
        states = []
        for block in self.blocks:
            x = block(x, real)
            states.append(x)
        return states

    def layer_states(self, mel: Tensor, real: Tensor) -> Tensor:
        """mel (B, T, bands), real (B, T / patch) -> early, middle and last states side by side (B, P, 3 * dim)."""
        states = self.forward(self.patches(mel), real)
        return torch.cat([states[layer - 1] for layer in self.config.picked], -1)

    def class_logits(self, last: Tensor, real: Tensor) -> Tensor:
        """Logits (B, classes) from the last layer's states, averaged over what is real."""
        weight = real[..., None].to(last.dtype)
        return self.name((self.norm(last) * weight).sum(1) / weight.sum(1).clamp(min=1))

    def loss(self, mel: Tensor, real: Tensor, sounds: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """mel (B, T, bands), real (B, T / patch) bool, sounds (B, classes) 0 or 1 -> loss and its parts."""
        patches = self.patches(mel)
        # Masked patches are reconstructed from those around them ...
        masked = masked_patches(real, self.config.hidden, self.config.span)
        last = self.forward(patches, real, masked)[-1]
        error = F.smooth_l1_loss(self.fill(self.norm(last)).float(), patches.float(), reduction="none").mean(-1)
        filled = (error * masked).sum() / masked.sum().clamp(min=1)
        # ... and all sounds that are in it named.
        logits = self.class_logits(last, real).float()
        named = F.binary_cross_entropy_with_logits(logits, sounds)
        right = ((logits > 0) == (sounds > 0.5)).float().mean()
        return filled + 4 * named, {"filled": filled, "sounds": named, "right": right}


def masked_patches(real: Tensor, share: float, span: int) -> Tensor:
    """(B, P) bool: about `share` of the real (B, P) patches at random, in runs of `span`, at least one a sound."""
    starts = torch.rand(real.shape, device=real.device) < share / span
    # A run covers `span` patches from its start on.
    wide = F.max_pool1d(F.pad(starts.float()[:, None], (span - 1, 0)), span, 1)[:, 0] > 0
    none = ~(wide & real).any(1, keepdim=True)
    first = torch.arange(real.shape[1], device=real.device) < 1
    return (wide | (none & first)) & real
