"""Critic: scores how well a motion's tokens match a sentence, to keep the best of several candidates.

Of several takes sampled for one sentence, the one with the highest score is kept.

| from | here |
|---|---|
| one space for sentences and motions, InfoNCE (Radford et al. 2021, CLIP; Petrovich et al. 2023, TMR) | `contrast` |
| pairs that say the same are no negatives (Petrovich et al. 2023, section 3.3) | `same` |

**Deviations**
- Mirror images of what a sentence with sides describes are negatives too, and so is what happens backwards in time
  where a sentence has a direction, and the sentence with left and right exchanged: few pairs of a batch differ in
  nothing else. Each stands against its opposite in a logistic loss of its own.
- It reads the tokenizer's vectors, so nothing gives a generated take away but what it does. The evaluator that measures
  shares nothing with it: that one has other inputs, another network and other sentences.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .layers import Block, sinusoids
from .text_states import TextStates

OPPOSITES = 1.0  # weight of one against its opposite, beside one against all of a batch


@dataclass(frozen=True)
class Config:
    """Sizes. code_dim: of the tokenizer's vectors."""

    code_dim: int = 32
    dim: int = 144
    heads: int = 6
    layers: int = 2
    out: int = 96
    text_dim: int = 384
    max_tokens: int = 50
    dropout: float = 0.15


class Critic(nn.Module):
    """Scores of motions for sentences; the higher the better."""

    mean: Tensor
    scale: Tensor
    positions: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        dim, dropout = config.dim, config.dropout
        self.register_buffer("mean", torch.zeros(config.code_dim))
        self.register_buffer("scale", torch.ones(config.code_dim))
        self.register_buffer("positions", sinusoids(config.max_tokens, dim), persistent=False)
        self.enter = nn.Conv1d(config.code_dim, dim, 3, padding=1)
        self.blocks = nn.ModuleList(Block(dim, config.heads, dropout) for _ in range(config.layers))
        self.words, self.sentence = nn.Linear(config.text_dim, dim), nn.Linear(config.text_dim, dim)
        self.reading = Block(dim, config.heads, dropout)
        self.norms = nn.ModuleList(nn.LayerNorm(dim) for _ in range(2))
        self.drop = nn.Dropout(dropout)
        self.of_motion = nn.Linear(dim, config.out)
        self.of_text = nn.Sequential(nn.Linear(2 * dim, dim), nn.GELU(), nn.Linear(dim, config.out))
        self.heat = nn.Parameter(torch.tensor(2.66))  # log of the inverse temperature, first log(1 / 0.07)

    def embed_motion(self, vectors: Tensor, lengths: Tensor) -> Tensor:
        """The tokenizer's vectors (B, L, code_dim) of motions of `lengths` (B,) tokens -> unit vectors (B, out)."""
        real = torch.arange(vectors.shape[1], device=vectors.device) < lengths[:, None]
        x = ((vectors - self.mean) / self.scale) * real[..., None]
        x = self.drop(self.enter(x.transpose(1, 2)).transpose(1, 2) + self.positions[: x.shape[1]])
        for block in self.blocks:
            x = block(x, real)
        return F.normalize(self.of_motion(_mean(self.norms[0](x), real)).float(), dim=-1)

    def embed_text(self, text: TextStates) -> Tensor:
        """Frozen text states -> unit vectors (B, out) in the same space."""
        words = self.norms[1](self.reading(self.drop(self.words(text.words)), text.mask))
        sentence = self.drop(self.sentence(text.sentence))
        return F.normalize(self.of_text(torch.cat([_mean(words, text.mask), sentence], -1)).float(), dim=-1)

    def score(self, vectors: Tensor, lengths: Tensor, text: TextStates) -> Tensor:
        """Cosines (B,) of motions with sentences: vectors (B, L, code_dim), lengths (B,) in tokens, text of S
        sentences, whose B / S motions lie in a row."""
        sentences = self.embed_text(text)
        motions = self.embed_motion(vectors, lengths).unflatten(0, (len(sentences), -1))
        return torch.cat([motion @ one for motion, one in zip(motions, sentences, strict=True)])

    def loss(
        self, vectors: Tensor, lengths: Tensor, text: TextStates, same: Tensor, worse: tuple[Tensor, Tensor, Tensor],
        contrary: tuple[TextStates, Tensor] | None = None,
    ) -> tuple[Tensor, dict[str, Tensor]]:  # fmt: skip
        """Motions with their sentences (B); same (B, B) bool: pairs that are no negatives; worse: vectors (W, L, .),
        lengths (W,) and which sentence (W,) they are wrong for, nearly right as they are; contrary: sentences (V) that
        say the opposite, and which motion (V,) they are wrong for."""
        wrong, whose = self.embed_motion(*worse[:2]), worse[2]
        sentences, motions = self.embed_text(text), self.embed_motion(vectors, lengths)
        # A motion may also fit other sentences that say the same as its own: such pairs count neither way.
        unknown = same[:, whose].clone()
        unknown[whose, torch.arange(len(whose), device=whose.device)] = False
        scale = self.heat.clamp(max=4.6).exp()
        logits, more = scale * sentences @ motions.T, scale * sentences @ wrong.T
        loss = contrast(logits, same, more.masked_fill(unknown, -1e4))
        wrong_by = logits.diagonal()[whose] - more[whose, torch.arange(len(whose), device=whose.device)]
        loss = loss + OPPOSITES * mean_loss(wrong_by)
        if contrary is not None and len(contrary[1]):
            opposite = scale * (self.embed_text(contrary[0]) * motions[contrary[1]]).sum(-1)
            loss = loss + OPPOSITES * mean_loss(logits.diagonal()[contrary[1]] - opposite)
        parts = {
            "right": (logits.argmax(1) == torch.arange(len(logits), device=logits.device)).float().mean(),
            "over opposites": (wrong_by > 0).float().sum() / max(1, len(whose)),
        }
        return loss, parts


def mean_loss(margin: Tensor) -> Tensor:
    """Logistic loss of how much nearer the right one lies (N,), its mean; 0 of none."""
    return F.softplus(-margin).sum() / max(1, len(margin))


def contrast(logits: Tensor, same: Tensor, more: Tensor | None = None) -> Tensor:
    """Symmetric InfoNCE of logits (B sentences, B motions), with `more` (B, W) motions that belong to no sentence;
    pairs that say the `same` (B, B) are no negatives."""
    others = same & ~torch.eye(len(logits), dtype=torch.bool, device=logits.device)
    logits = logits.masked_fill(others, -1e4)
    wanted = torch.arange(len(logits), device=logits.device)
    wide = logits if more is None else torch.cat([logits, more], dim=1)
    return (F.cross_entropy(wide, wanted) + F.cross_entropy(logits.T, wanted)) / 2


def _mean(x: Tensor, real: Tensor) -> Tensor:
    """Mean (B, D) of x (B, L, D) over real (B, L) places."""
    weight = real[..., None].to(x.dtype)
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1)
