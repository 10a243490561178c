"""The in-betweener: what lies between kept frames, as a correction of the straight way between them.

Two papers meet here. The input is that of the two-stage transformers of Qin, Zheng, Zhou: "Motion In-betweening via
Two-stage Transformers", SIGGRAPH Asia 2022: interpolated frames, and for each frame how far the kept ones lie. The
output is sampled by diffusion with the kept frames written over at each step, as Cohan et al.: "Flexible Motion
In-betweening with Diffusion Models", SIGGRAPH 2024, so that seeds give different fillings.

| papers | here |
|---|---|
| frames X, key frames C | `Gap.root`, `Gap.turns`; `Gap.kept` |
| interpolated X | `Gap.root`, `Gap.turns` where not kept |
| key frame position embedding | `InBetween.places` |
| x_0 prediction | `InBetween.forward` |
| q(x_t given x_0) | `noised` |
| imputation of kept frames | `sample`: corrections are 0 there |

**Deviations**
- What is learned is the correction y of the straight way: 0 at kept frames by construction, small everywhere else.
- One network is both stages: with no noise to begin with (temperature 0) and one step it gives the likeliest filling,
  as a regression would; with noise and several steps it draws one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .. import features as layout
from .layers import Block, sinusoids

JOINTS = layout.JOINTS
TURNS = JOINTS * 6
Y_DIM = 3 + TURNS


@dataclass(frozen=True)
class Config:
    """Sizes, and the scale of corrections: metres and entries of a rotation's matrix that count as 1."""

    dim: int = 256
    heads: int = 8
    layers: int = 6
    dropout: float = 0.1
    most: int = 160  # frames at once
    root_scale: float = 0.2
    turn_scale: float = 0.2

    @classmethod
    def shipped(cls) -> Config:
        """As trained on the open pack."""
        return cls()


@dataclass(frozen=True)
class Gap:
    """Frames around gaps, in the heading frame of one of the kept ones, straight where nothing is kept.

    root: (B, T, 3) m. turns: (B, T, 22, 3, 3) local rotations (the pelvis's: world). kept: (B, T) bool. real: (B, T)
    bool, False past a sequence's end.
    """

    root: Tensor
    turns: Tensor
    kept: Tensor
    real: Tensor


class InBetween(nn.Module):
    """Noised corrections and the frames around -> corrections without noise, and contacts."""

    positions: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        dim = config.dim
        self.register_buffer("positions", sinusoids(config.most + 1, dim), persistent=False)
        self.frame = nn.Linear(3 + TURNS + 3 + 1, dim)  # the straight way, its root's step, kept or not
        self.noisy = nn.Linear(Y_DIM, dim)
        self.places = nn.ModuleList(nn.Linear(dim, dim, bias=False) for _ in range(2))
        self.level = nn.Sequential(nn.Linear(dim, dim), nn.SiLU(), nn.Linear(dim, dim))
        self.blocks = nn.ModuleList(Block(config.dim, config.heads, config.dropout) for _ in range(config.layers))
        self.norm = nn.LayerNorm(dim)
        self.out = nn.Linear(dim, Y_DIM)
        self.contacts = nn.Linear(dim, 4)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, y: Tensor, level: Tensor, gap: Gap) -> tuple[Tensor, Tensor]:
        """y (B, T, Y_DIM) noised, 0 where kept; level (B,) of noise from 0 to 1 -> y without noise, 0 where kept, and
        contact logits (B, T, 4)."""
        step = F.pad(gap.root[:, 1:] - gap.root[:, :-1], (0, 0, 1, 0)) * layout.FPS
        seen = torch.cat([gap.root, six_of(gap.turns).flatten(-2), step, gap.kept[..., None].float()], dim=-1)
        before, after = distances(gap.kept, self.config.most)
        x = self.frame(seen) + self.noisy(y)
        x = x + self.places[0](self.positions[before]) + self.places[1](self.positions[after])
        x = x + self.level(_waves(level, self.config.dim).to(x.dtype))[:, None]
        for block in self.blocks:
            x = block(x, gap.real)
        x = self.norm(x)
        return self.out(x).float() * ~gap.kept[..., None], self.contacts(x).float()

    def loss(self, gap: Gap, root: Tensor, turns: Tensor, contacts: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """root (B, T, 3), turns (B, T, 22, 3, 3), contacts (B, T, 4): what was there -> loss and its parts.

        Corrections, joint positions in the world and their velocities, in the frames that were taken away.
        """
        config, count = self.config, len(root)
        y = corrections(gap, root, turns, config)
        # Mostly without noise at the highest level: the likeliest filling (temperature 0), which is the hard thing to
        # learn; less noise leaves less to find.
        level, kind = torch.rand(count, device=y.device), torch.rand(count, device=y.device)
        level = torch.where(kind < 0.8, torch.ones_like(level), level)
        noise = torch.randn_like(y) * (kind > 0.65)[:, None, None]
        given = noised(y, noise, level) * ~gap.kept[..., None]
        found, planted = self.forward(given, level, gap)
        free = (~gap.kept & gap.real)[..., None].float()
        share = free.sum().clamp(min=1)
        direct = (F.smooth_l1_loss(found, y, reduction="none", beta=0.2) * free).sum() / (share * Y_DIM)
        have, want = positions(*applied(gap, found, config)), positions(root, turns)
        apart = ((have - want).abs().sum(-1).mean(-1, keepdim=True) * free).sum() / share  # m
        pace = (have - want)[:, 1:] - (have - want)[:, :-1]
        pace = (pace.abs().sum(-1).mean(-1, keepdim=True) * free[:, 1:]).sum() / share
        touch = F.binary_cross_entropy_with_logits(planted, contacts, reduction="none")
        touch = (touch * gap.real[..., None]).sum() / gap.real.sum() / 4
        loss = direct + 2.0 * apart + 10.0 * pace + 0.05 * touch
        return loss, {"correction": direct, "apart m": apart, "pace m": pace, "contacts": touch}


def distances(kept: Tensor, most: int) -> tuple[Tensor, Tensor]:
    """Frames (B, T) since the last kept frame and until the next; `most` where there is none."""
    at = torch.arange(kept.shape[1], device=kept.device)
    far = torch.full_like(at, -most - kept.shape[1])
    before = at - torch.where(kept, at, far).cummax(1).values
    after = (-torch.where(kept, -at, far).flip(1).cummax(1).values.flip(1)) - at
    return before.clamp(max=most), after.clamp(max=most)


def _waves(level: Tensor, dim: int) -> Tensor:
    rate = torch.exp(torch.arange(0, dim, 2, device=level.device) * (-math.log(1000.0) / dim))
    angle = level[:, None] * 100 * rate
    return torch.cat([angle.sin(), angle.cos()], dim=-1)


def noised(y: Tensor, noise: Tensor, level: Tensor) -> Tensor:
    """q(y_t given y_0) of the cosine schedule (Nichol and Dhariwal 2021): level (B,) 0 is y, 1 is noise."""
    angle = level[:, None, None] * (math.pi / 2)
    return angle.cos() * y + angle.sin() * noise


def six_of(matrix: Tensor) -> Tensor:
    """(..., 3, 3) -> (..., 6): the first two columns, as `features.matrix_from_6d` reads them."""
    return matrix[..., :2].transpose(-1, -2).flatten(-2)


def corrections(gap: Gap, root: Tensor, turns: Tensor, config: Config) -> Tensor:
    """y (B, T, Y_DIM) that takes the straight way to what was there; inverse of `applied`."""
    delta = six_of(turns @ gap.turns.transpose(-1, -2))
    delta = (delta - six_of(torch.eye(3, device=root.device, dtype=root.dtype))) / config.turn_scale
    return torch.cat([(root - gap.root) / config.root_scale, delta.flatten(-2)], dim=-1)


def applied(gap: Gap, y: Tensor, config: Config) -> tuple[Tensor, Tensor]:
    """The corrected root (B, T, 3) and local rotations (B, T, 22, 3, 3)."""
    delta = y[..., 3:].unflatten(-1, (JOINTS, 6)) * config.turn_scale
    delta = layout.matrix_from_6d(delta + six_of(torch.eye(3, device=y.device, dtype=y.dtype)))
    return gap.root + y[..., :3] * config.root_scale, delta @ gap.turns


def positions(root: Tensor, turns: Tensor) -> Tensor:
    """World joint positions (B, T, 22, 3) of the canonical skeleton."""
    skeleton = layout.canonical()
    offsets = torch.as_tensor(skeleton.offsets, dtype=root.dtype, device=root.device)
    pos, world = [root], [turns[..., 0, :, :]]
    for j in range(1, JOINTS):
        up = int(skeleton.parents[j])
        pos.append(pos[up] + world[up] @ offsets[j])
        world.append(world[up] @ turns[..., j, :, :])
    return torch.stack(pos, dim=-2)


@torch.no_grad()
def sample(
    model: InBetween,
    gap: Gap,
    generator: torch.Generator,
    *,
    steps: int = 8,
    temperature: float = 1.0,
    on_step: Callable[[], None] = lambda: None,
) -> tuple[Tensor, Tensor, Tensor]:
    """Root (B, T, 3), rotations (B, T, 22, 3, 3) and contact logits (B, T, 4), by DDIM (Song et al. 2021, equation 12).

    temperature: scale of the noise that it starts from; 0 gives the likeliest filling in one step. The noise is drawn
    on the CPU, so that a seed is a filling on any device.
    """
    shape = (*gap.root.shape[:2], Y_DIM)
    if temperature == 0:
        steps = 1
    y = (temperature * torch.randn(shape, generator=generator)).to(gap.root) * ~gap.kept[..., None]
    levels = torch.linspace(1, 0, steps + 1, device=y.device)
    found, planted = y, y
    for now, then in pairwise(levels):
        found, planted = model.forward(y, now.expand(len(y)), gap)
        noise = (y - (now * math.pi / 2).cos() * found) / (now * math.pi / 2).sin()
        y = noised(found, noise, then.expand(len(y))) * ~gap.kept[..., None]
        on_step()
    return *applied(gap, found, model.config), planted
