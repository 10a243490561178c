"""In-betweener: the frames around a gap -> corrections of the interpolation across it, sampled by diffusion.

Three papers meet here. What is learned is the *difference* from interpolation (Oreshkin et al.: "Motion In-Betweening
via Deep Delta-Interpolator", TVCG 2023), from a few frames on either side (Harvey et al.: "Robust Motion
In-betweening", SIGGRAPH 2020), and it is sampled by diffusion in which kept frames stay as they are (Cohan et al.:
"Flexible Motion In-betweening with Diffusion Models", SIGGRAPH 2024), so that seeds give different fillings.

| papers | here |
|---|---|
| past context, target | `Gap.before`, `Gap.after` |
| interpolation | `Gap.root`, `Gap.turns`: straight, and at both ends at the speeds of the kept frames |
| delta | `corrections`, as amplitudes of `waves` |
| x_0 prediction | `InBetween.forward` |
| q(x_t given x_0) | `noised` |
| imputation of kept frames | none is needed: every wave is 0 at both ends |

**Deviations**
- The delta is a sum of half sine waves over the gap, as many as there are frames in a short one, `Config.waves` in a
  long one; their amplitudes are all that the network says. One pass for a gap instead of one for each frame makes it
  cheap enough to learn on a few processor cores, and it knows no grid of frames.
- One network is both a regression and a sampler: with no noise to begin with (temperature 0) and one step it gives the
  likeliest filling; with noise and several steps it draws one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..motion import features
from .layers import sinusoids

JOINTS = features.JOINTS
POINTS = JOINTS * 3
Y_DIM = 3 + POINTS  # how far the root is moved, and each joint turned
LENGTH_DIM = 32
_USUAL = 30  # frames: the length of gap that `InBetween.spread` is for
_GROWTH = 1.3  # corrections grow with the gap's length to this power


@dataclass(frozen=True)
class Config:
    """context: frames on either side that are looked at. waves: of a correction. longest: gap, in frames."""

    width: int = 512
    layers: int = 6
    dropout: float = 0.1
    context: int = 6
    waves: int = 20
    longest: int = 75

    @classmethod
    def shipped(cls) -> Config:
        """As trained on the open pack."""
        return cls()


@dataclass(frozen=True)
class Gap:
    """A gap of N frames in each of B motions, in the heading frame of the frame before it: the ground point under its
    pelvis, turned to where it heads.

    root (B, N + 2, 3) m and turns (B, N + 2, 22, 3, 3), local rotations (the pelvis's: world): the interpolation, with
    a kept frame at either end. before, after (B, C, 22, 3) m: joints in the C frames up to the gap and from its end
    on; where fewer are kept the outermost is repeated. kept: how many of either are.
    """

    root: Tensor
    turns: Tensor
    before: Tensor
    after: Tensor
    kept: tuple[int, int]

    @property
    def frames(self) -> int:
        """N, the frames to be filled."""
        return self.root.shape[1] - 2


class Layer(nn.Module):
    """Pre-LN feed-forward, added to its input, scaled and shifted by a condition: (B, D) -> (B, D)."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.wide, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.told = nn.Linear(LENGTH_DIM * 2, 2 * width)  # reads the condition; weights files name it so
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        scale, shift = self.told(condition).chunk(2, dim=-1)
        return x + self.narrow(self.drop(F.gelu(self.wide(self.norm(x) * (1 + scale) + shift))))


class InBetween(nn.Module):
    """Noised amplitudes and the frames around a gap -> amplitudes without noise.

    Buffers of statistics over training data: seen_mean, seen_scale (`context_dim`,) of `context_features`; spread
    (waves, Y_DIM) of the amplitudes, in metres and radians, in gaps of a second.
    """

    lengths: Tensor
    seen_mean: Tensor
    seen_scale: Tensor
    spread: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        width, sees = config.width, context_dim(config)
        self.register_buffer("lengths", sinusoids(config.longest + 1, LENGTH_DIM), persistent=False)
        self.register_buffer("seen_mean", torch.zeros(sees))
        self.register_buffer("seen_scale", torch.ones(sees))
        self.register_buffer("spread", torch.ones(config.waves, Y_DIM))
        self.look = nn.Linear(sees, width)
        self.noisy = nn.Linear(config.waves * Y_DIM, width)
        self.layers = nn.ModuleList(Layer(width, config.dropout) for _ in range(config.layers))
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, config.waves * Y_DIM)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, amplitudes: Tensor, level: Tensor, gap: Gap) -> Tensor:
        """amplitudes (B, waves, Y_DIM) in units of their spread, noised; level (B,) of noise from 0 to 1 -> without
        noise."""
        context = ((context_features(gap) - self.seen_mean) / self.seen_scale).clamp(-8, 8)
        # How noisy the amplitudes are and how long the gap is scale and shift every layer.
        condition = torch.cat([_level_code(level), self.lengths[gap.frames].expand(len(level), -1)], dim=-1)
        x = self.look(context) + self.noisy(amplitudes.flatten(1))
        for layer in self.layers:
            x = layer(x, condition)
        return self.out(self.norm(x)).float().unflatten(-1, (-1, Y_DIM))

    def scale(self, frames: int) -> Tensor:
        """Spread (waves, Y_DIM) of amplitudes in a gap of so many frames."""
        return self.spread * (frames / _USUAL) ** _GROWTH

    def loss(self, gap: Gap, root: Tensor, turns: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """root (B, N + 2, 3) m, turns (B, N + 2, 22, 3, 3): the captured motion -> loss and its parts: amplitudes,
        joint positions in the world, their velocities, and joints' rotations in the world."""
        count = len(root)
        true = amplitudes_of(corrections(gap, root, turns), self.config.waves) / self.scale(gap.frames)
        # Mostly without noise at the highest level: the likeliest filling (temperature 0), which is the hard thing to
        # learn; less noise leaves less to find.
        level, kind = torch.rand(count, device=root.device), torch.rand(count, device=root.device)
        level = torch.where(kind < 0.8, torch.ones_like(level), level)
        noise = torch.randn_like(true) * (kind > 0.65)[:, None, None]
        found = self.forward(noised(true, noise, level), level, gap)
        used = min(self.config.waves, gap.frames)
        with torch.autocast(root.device.type, enabled=False):
            # Joints of the captured motion, of the interpolation and of the prediction.
            real, real_rot = in_world(root, turns)
            plain, plain_rot = in_world(gap.root, gap.turns)
            predicted, predicted_rot = in_world(*apply_corrections(gap, found * self.scale(gap.frames)))
            error = predicted - real
            # Each gap counts by how much of its interpolation's error is left: else those where nobody can know what
            # happened drown the others.
            weight = 1 / (_length(plain - real).mean(dim=(1, 2)) + 0.01)
            apart = (_length(error).mean(dim=(1, 2)) * weight).mean()
            pace = (_length(error[:, 1:] - error[:, :-1]).mean(dim=(1, 2)) * weight).mean() * math.sqrt(gap.frames)
            # The turns of hands, toes and head move no joint: positions alone would leave them open.
            twist = (
                _angle(predicted_rot, real_rot).mean(dim=1) / (_angle(plain_rot, real_rot).mean(dim=1) + 0.1)
            ).mean()
            direct = F.smooth_l1_loss(found[:, :used], true[:, :used])
        return apart + pace + twist + 0.1 * direct, {"amplitudes": direct, "apart": apart, "pace": pace, "twist": twist}


def _length(v: Tensor) -> Tensor:
    return (v.square().sum(-1) + 1e-8).sqrt()


def _angle(a: Tensor, b: Tensor) -> Tensor:
    """How far (..., 22, 3, 3) is turned from the other, over all joints together (...), about in radians."""
    return ((a - b).square().sum((-3, -2, -1)) / 2 + 1e-6).sqrt()


def context_dim(config: Config) -> int:
    """Columns of `context_features`."""
    return POINTS * (3 + 2 * (config.context - 1)) + 2 * JOINTS * 6 + 3 + 2


def context_features(gap: Gap) -> Tensor:
    """A gap's surroundings as the network reads them, (B, `context_dim`): joints (m) and rotations (6D) at either end,
    the velocities (m/s) of the frames beyond, the mean velocity across the gap, and whether velocities are known."""
    first, last = gap.before[:, -1], gap.after[:, 0]
    # Joints at the far end are seen from over the ground there, and that point from the near end.
    ground = torch.tensor([1.0, 0.0, 1.0], device=first.device) * gap.root[:, -1]
    speeds = [(v[:, 1:] - v[:, :-1]) * features.FPS for v in (gap.before, gap.after)]
    across = (last - first) * (features.FPS / (gap.frames + 1))
    turned = [to_6d(gap.turns[:, i]) for i in (0, -1)]
    parts = [first, last - ground[:, None], across, *speeds, *turned, ground]
    known = torch.tensor([float(k > 1) for k in gap.kept], device=first.device).expand(len(first), 2)
    return torch.cat([*(p.flatten(1) for p in parts), known], dim=1)


def _level_code(level: Tensor) -> Tensor:
    """Sinusoids (B, LENGTH_DIM) of noise levels (B,) from 0 to 1."""
    rate = torch.exp(torch.arange(0, LENGTH_DIM, 2, device=level.device) * (-math.log(100.0) / LENGTH_DIM))
    angle = level[:, None] * 10 * rate
    return torch.cat([angle.sin(), angle.cos()], dim=-1)


def noised(clean: Tensor, noise: Tensor, level: Tensor) -> Tensor:
    """q(x_t given x_0) of the cosine schedule (Nichol and Dhariwal 2021): level (B,) 0 is clean, 1 is noise."""
    angle = level[:, None, None] * (math.pi / 2)
    return angle.cos() * clean + angle.sin() * noise


def to_6d(matrix: Tensor) -> Tensor:
    """(..., 3, 3) -> (..., 6): the first two columns, as `features.matrix_from_6d` reads them."""
    return matrix[..., :2].transpose(-1, -2).flatten(-2)


def waves(frames: int, count: int, device: torch.device) -> Tensor:
    """Half sine waves (N + 2, count) over a gap of N frames, 0 at the kept frame on either side; no more of them than
    N frames can tell apart (the rest are 0)."""
    at = torch.arange(frames + 2, device=device)[:, None] / (frames + 1)
    number = torch.arange(1, count + 1, device=device)
    return torch.where(number <= frames, torch.sin(math.pi * number * at), 0.0)


def amplitudes_of(y: Tensor, count: int) -> Tensor:
    """Corrections (B, N + 2, Y_DIM) -> amplitudes (B, count, Y_DIM) of their first waves (the sine transform)."""
    frames = y.shape[1] - 2
    return torch.einsum("nk,bnd->bkd", waves(frames, count, y.device), y) * (2 / (frames + 1))


def corrections(gap: Gap, root: Tensor, turns: Tensor) -> Tensor:
    """y (B, N + 2, Y_DIM), metres and rotation vectors in radians, from the interpolation to the given motion."""
    delta = turns @ gap.turns.transpose(-1, -2)
    return torch.cat([root - gap.root, to_rotvec(delta).flatten(-2)], dim=-1)


def apply_corrections(gap: Gap, amplitudes: Tensor) -> tuple[Tensor, Tensor]:
    """The interpolation with waves of these amplitudes (B, waves, Y_DIM) added: root (B, N + 2, 3) m, local rotations
    (B, N + 2, 22, 3, 3)."""
    y = torch.einsum("nk,bkd->bnd", waves(gap.frames, amplitudes.shape[1], amplitudes.device), amplitudes)
    return gap.root + y[..., :3], from_rotvec(y[..., 3:].unflatten(-1, (JOINTS, 3))) @ gap.turns


def from_rotvec(vector: Tensor) -> Tensor:
    """(..., 3) rad -> rotation matrices (..., 3, 3), by Rodrigues' formula."""
    square = vector.square().sum(-1)[..., None, None] + 1e-12
    angle = square.sqrt()
    x, y, z = vector.unbind(-1)
    o = torch.zeros_like(x)
    cross = torch.stack([o, -z, y, z, o, -x, -y, x, o], dim=-1).unflatten(-1, (3, 3))
    eye = torch.eye(3, device=vector.device, dtype=vector.dtype)
    return eye + cross * (angle.sin() / angle) + cross @ cross * ((1 - angle.cos()) / square)


def to_rotvec(matrix: Tensor) -> Tensor:
    """Rotation matrices (..., 3, 3) -> (..., 3) rad; half turns come out shorter than they are."""
    skew = torch.stack([matrix[..., i, j] - matrix[..., j, i] for i, j in ((2, 1), (0, 2), (1, 0))], dim=-1)
    trace = matrix.diagonal(dim1=-2, dim2=-1).sum(-1, keepdim=True)
    sine = skew.norm(dim=-1, keepdim=True).clamp(min=1e-7)
    return skew / sine * torch.atan2(sine, trace - 1)


def positions(root: Tensor, turns: Tensor) -> Tensor:
    """World joint positions (B, T, 22, 3) of the canonical skeleton."""
    return in_world(root, turns)[0]


def in_world(root: Tensor, turns: Tensor) -> tuple[Tensor, Tensor]:
    """World joint positions (B, T, 22, 3) and turns (B, T, 22, 3, 3) of the canonical skeleton."""
    skeleton = features.canonical()
    offsets = torch.as_tensor(skeleton.offsets, dtype=root.dtype, device=root.device)
    pos, world = [root], [turns[..., 0, :, :]]
    for j in range(1, JOINTS):
        up = int(skeleton.parents[j])
        pos.append(pos[up] + world[up] @ offsets[j])
        world.append(world[up] @ turns[..., j, :, :])
    return torch.stack(pos, dim=-2), torch.stack(world, dim=-3)


@torch.no_grad()
def sample(
    model: InBetween,
    gap: Gap,
    generator: torch.Generator,
    *,
    steps: int = 8,
    temperature: float = 1.0,
    on_step: Callable[[], None] = lambda: None,
) -> tuple[Tensor, Tensor]:
    """Root (B, N + 2, 3) m and local rotations (B, N + 2, 22, 3, 3), by DDIM (Song et al. 2021, equation 12).

    temperature: scale of the noise that it starts from; 0 gives the likeliest filling in one step. The noise is drawn
    on the CPU, so that a seed gives the same filling on any device. on_step may raise to stop.
    """
    shape = (len(gap.root), model.config.waves, Y_DIM)
    if temperature == 0:
        steps = 1
    x = (temperature * torch.randn(shape, generator=generator)).to(gap.root)
    levels, clean = torch.linspace(1, 0, steps + 1, device=x.device), x
    for level, next_level in pairwise(levels):
        clean = model.forward(x, level.expand(len(x)), gap)
        # The noise that the estimate leaves in x, put back at the size of the next level.
        noise = (x - (level * math.pi / 2).cos() * clean) / (level * math.pi / 2).sin()
        x = noised(clean, noise, next_level.expand(len(x)))
        on_step()
    return apply_corrections(gap, clean * model.scale(gap.frames))
