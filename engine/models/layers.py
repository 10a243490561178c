"""Layers that several models share: dilated convolutions, attention, feed-forward, codes of places and steps."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class ResidualConv(nn.Module):
    """ReLU, dilated conv k3, ReLU, conv k1, added to the input: `(B, C, T)` -> `(B, C, T)`."""

    def __init__(self, width: int, dilation: int) -> None:
        super().__init__()
        self.wide = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation)
        self.point = nn.Conv1d(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.point(F.relu(self.wide(F.relu(x))))


def residual_stack(width: int, depth: int, growth: int = 3) -> nn.Sequential:
    """`depth` residual convolutions with dilations growth^(depth-1) .. growth, 1: wide context first."""
    return nn.Sequential(*(ResidualConv(width, growth**i) for i in reversed(range(depth))))


class Attention(nn.Module):
    """Multi-head attention, to itself or to a context, through the fused kernel."""

    def __init__(self, dim: int, heads: int, context_dim: int | None = None, dropout: float = 0.0) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.query = nn.Linear(dim, dim)
        self.key_value = nn.Linear(context_dim or dim, 2 * dim)
        self.out = nn.Linear(dim, dim)

    def forward(self, x: Tensor, context: Tensor | None = None, allowed: Tensor | None = None) -> Tensor:
        """x (B, T, D), context (B, S, C) or None for self-attention, allowed (B, S) bool, True where to look."""
        return self.attend(x, self.project(x if context is None else context), allowed)

    def project(self, context: Tensor) -> tuple[Tensor, Tensor]:
        """Keys and values (B, H, S, D/H) of a context: what a sampler can keep between its steps."""
        key, value = self._split(self.key_value(context)).chunk(2, dim=1)
        return key, value

    def attend(self, x: Tensor, context: tuple[Tensor, Tensor], allowed: Tensor | None = None) -> Tensor:
        mask = None if allowed is None else allowed[:, None, None, :]
        key, value = context
        dropout = self.dropout if self.training else 0.0
        y = F.scaled_dot_product_attention(self._split(self.query(x)), key, value, attn_mask=mask, dropout_p=dropout)
        return self.out(y.transpose(1, 2).flatten(2))

    def _split(self, x: Tensor) -> Tensor:
        """(B, T, n * D) -> (B, n * H, T, D/H)."""
        width = self.query.out_features // self.heads
        return x.unflatten(-1, (-1, width)).transpose(1, 2)


class FeedForward(nn.Sequential):
    """Linear to four times the width, GELU, linear back."""

    def __init__(self, dim: int, dropout: float = 0.0) -> None:
        super().__init__(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim), nn.Dropout(dropout))


class Block(nn.Module):
    """Pre-LN attention, to itself or to a memory, and feed-forward. memory_norm: the memory is normalised too."""

    def __init__(self, dim: int, heads: int, dropout: float = 0.0, *, memory_norm: bool = False) -> None:
        super().__init__()
        self.norm3 = nn.LayerNorm(dim) if memory_norm else None
        self.norm1, self.norm2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attention = Attention(dim, heads, dropout=dropout)
        self.feed = FeedForward(dim, dropout)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, allowed: Tensor, memory: tuple[Tensor, Tensor] | None = None) -> Tensor:
        """x (B, T, D), memory as `project` makes it or None for self-attention, allowed (B, S) bool, True where to
        look."""
        y = self.norm1(x)
        x = x + self.drop(self.attention.attend(y, self.attention.project(y) if memory is None else memory, allowed))
        return x + self.feed(self.norm2(x))

    def project(self, memory: Tensor) -> tuple[Tensor, Tensor]:
        """Keys and values of a memory (B, S, D), as `Attention.project` has them."""
        return self.attention.project(memory if self.norm3 is None else self.norm3(memory))


def sinusoids(length: int, dim: int) -> Tensor:
    """Fixed position codes (length, dim) of Vaswani et al. 2017, section 3.5."""
    rate = torch.exp(torch.arange(0, dim, 2) * (-math.log(10000.0) / dim))
    angle = torch.arange(length)[:, None] * rate
    return torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(1)


def step_code(t: Tensor, dim: int) -> Tensor:
    """Codes (B, dim) of diffusion steps t (B,), as DiffWave's (Kong et al. 2021, section 3.1)."""
    rate = 10.0 ** (torch.arange(dim // 2, device=t.device) * (4.0 / (dim // 2 - 1)))
    angle = t[:, None] * rate / 1000.0
    return torch.cat([angle.sin(), angle.cos()], dim=-1)


def number_code(value: Tensor, dim: int) -> Tensor:
    """Codes (..., dim) of numbers (...), as `sinusoids` but with all sines before all cosines."""
    rate = torch.exp(torch.arange(0, dim, 2, device=value.device) * (-math.log(10000.0) / dim))
    angle = value[..., None] * rate
    return torch.cat([angle.sin(), angle.cos()], dim=-1)


class OffsetScores(nn.Module):
    """Position scores of TISA (Wennberg & Henter 2021, section 3) for attention that is invariant to translation:
    f_h(k) = sum_s a_hs exp(-|b_hs| (k - c_hs)^2) of the offset k = j - i in frames, for each head h."""

    def __init__(self, heads: int, kernels: int, reach: float = 40.0) -> None:
        super().__init__()
        spread = torch.linspace(-reach, reach, kernels).expand(heads, -1)
        self.amplitude = nn.Parameter(0.1 * torch.randn(heads, kernels))
        self.offset = nn.Parameter(spread + 0.1 * torch.randn(heads, kernels))
        self.sharpness = nn.Parameter(torch.full((heads, kernels), 0.5 * (kernels / (2 * reach)) ** 2))

    def forward(self, length: int) -> Tensor:
        """Scores (H, length, length) to add to the attention's logits."""
        offsets = torch.arange(1 - length, length, device=self.offset.device, dtype=self.offset.dtype)
        # The same along every diagonal: row i of the square is a stretch of this line, one further left than i - 1's.
        return self.at(offsets).unfold(-1, length, 1).flip(-2)

    def at(self, offsets: Tensor) -> Tensor:
        """Offsets (...) in frames -> scores (H, ...)."""
        away = offsets[..., None, None] - self.offset
        score = (self.amplitude * torch.exp(-self.sharpness.abs() * away**2)).sum(-1)
        return score.movedim(-1, 0)
