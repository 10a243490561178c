"""Attention blocks of the audio-driven diffusion model: the published one, and the one of the weights that ship."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .layers import OffsetScores

BLOCKS = ("published", "pre-norm")
_LEAST = 1e-8  # what a position score is at least, before its logarithm
NARROWEST = 2.5  # frames at which the most near-sighted head's score has fallen to that


class FeedForward(nn.Module):
    """Two linear layers, or in a conformer layer two dilated convolutions over time; GELU between, or as published no
    biases and ReLU."""

    def __init__(self, width: int, hidden: int, dilation: int, *, published: bool = False) -> None:
        super().__init__()
        self.dilation, self.between = dilation, F.relu if published else F.gelu
        taps = 3 if dilation else 1
        self.up = nn.Linear(taps * width, hidden, bias=not published)
        self.down = nn.Linear(taps * hidden, width, bias=not published)

    def forward(self, x: Tensor) -> Tensor:
        return self.down(self._taps(self.between(self.up(self._taps(x)))))

    def _taps(self, x: Tensor) -> Tensor:
        """(B, T, C) -> (B, T, 3 C) of the frames before, at and after: a convolution as one matrix product."""
        if not self.dilation:
            return x
        wide = F.pad(x, (0, 0, self.dilation, self.dilation))
        return torch.cat([wide[:, : x.shape[1]], x, wide[:, 2 * self.dilation :]], dim=-1)


class PreNormBlock(nn.Module):
    """Pre-LN transformer or conformer block with translation-invariant self-attention: that of the shipped weights."""

    def __init__(self, width: int, heads: int, kernels: int, feed: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.positions = OffsetScores(heads, kernels)
        self.mix = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.feed = FeedForward(width, feed, dilation)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, scores: Tensor) -> Tensor:
        """x (B, T, C), scores (H, T, T) or, with padding barred, (B, H, T, T)."""
        query, key, value = self.mix(self.norm1(x)).unflatten(-1, (3 * self.heads, -1)).transpose(1, 2).chunk(3, dim=1)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=scores.to(query.dtype))
        x = x + self.out(mixed.transpose(1, 2).flatten(2))
        return x + self.drop(self.feed(self.norm2(x)))


class PublishedBlock(nn.Module):
    """The published block: attention with a gate on what it returns, then feed-forward, each normalised after it is
    added (post-LN); no biases but the gate's."""

    def __init__(
        self, width: int, heads: int, kernels: int, feed: int, dilation: int, dropout: float, window: int
    ) -> None:
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.positions = SlopedScores(heads, kernels, window)
        self.mix = nn.Linear(width, 3 * width, bias=False)  # keys, values, queries
        self.gate = nn.Linear(width, 2 * width)
        self.feed = FeedForward(width, feed, dilation, published=True)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, scores: Tensor) -> Tensor:
        """x (B, T, C), scores (H, T, T) or, with padding barred, (B, H, T, T)."""
        key, value, query = self.mix(x).unflatten(-1, (3 * self.heads, -1)).transpose(1, 2).chunk(3, dim=1)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=scores.to(query.dtype))
        seen, gate = self.gate(mixed.transpose(1, 2).flatten(2)).chunk(2, dim=-1)
        x = self.norm1(x + self.drop(seen * gate.sigmoid()))
        return self.norm2(x + self.drop(self.feed(x)))


class SlopedScores(nn.Module):
    """The published position scores: for each head h, of the offset d = i - j in frames from a key to its query,
    log(sum_k |a_k| sigmoid(sign(a_k) (d - o_k) / s_k) + |b| + 1e-8) - slope |d|.

    Slopes are fixed: a geometric row over the heads, from a field of view of NARROWEST frames to one of a quarter of
    the training window on either side.
    """

    slopes: Tensor

    def __init__(self, heads: int, kernels: int, window: int) -> None:
        super().__init__()
        spread = torch.linspace(-window / 4, window / 4, kernels).expand(heads, -1)
        self.amplitude = nn.Parameter(0.1 * torch.randn(heads, kernels))
        self.offset = nn.Parameter(spread.clone())
        self.sharpness = nn.Parameter(torch.full((heads, kernels), window / 2 / kernels))
        self.bias = nn.Parameter(torch.ones(heads))
        self.register_buffer("slopes", slopes(heads, window), persistent=False)

    def forward(self, length: int) -> Tensor:
        """Scores (H, length, length) to add to the attention's logits."""
        offsets = torch.arange(1 - length, length, device=self.offset.device, dtype=self.offset.dtype)
        # The same along every diagonal: row i of the square is a stretch of this line, one further left than i - 1's.
        return self.at(-offsets).unfold(-1, length, 1).flip(-2)

    def at(self, offsets: Tensor) -> Tensor:
        """Offsets d (...) in frames -> scores (H, ...)."""
        steps = self.amplitude.sign() * (offsets[..., None, None] - self.offset) / self.sharpness
        height = (self.amplitude.abs() * steps.sigmoid()).sum(-1) + self.bias.abs() + _LEAST
        return (height.log() - self.slopes * offsets.abs()[..., None]).movedim(-1, 0)


def whole_step_code(t: Tensor, dim: int) -> Tensor:
    """Codes (B, dim) of whole diffusion steps t (B,) from 0 on, undivided. Angles come to a million, where the last bit
    of a rate shows: they are computed in the released network's order."""
    rate = 10.0 ** (torch.arange(dim // 2, device=t.device) * 4.0 / (dim // 2 - 1.0))
    angle = t[:, None] * rate
    return torch.cat([angle.sin(), angle.cos()], dim=-1)


def slopes(heads: int, window: int) -> Tensor:
    """How fast each head's scores fall with the distance, (heads,), for a training window in frames."""
    steepest, flattest = (-math.log(_LEAST) / reach for reach in (NARROWEST, window / 4))
    return torch.tensor([steepest * (flattest / steepest) ** (h / max(heads - 1, 1)) for h in range(heads)])
