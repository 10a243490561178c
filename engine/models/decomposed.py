"""Decomposed diffusion (VideoFusion): a pose prior, and a clip around one of its poses, whose frames share its noise.

Luo et al.: "VideoFusion: Decomposed Diffusion Models for High-Quality Video Generation", CVPR 2023, section 3. A frame
here is a pose: the base generator is a pose prior that was trained on single poses, the residual generator makes the
clip around a base pose.

| paper | here |
|---|---|
| x^i, i = 1..N | `poses` (B, N, pose_dim), standardised inside the model |
| base frame x^0 = x^floor(N/2) | the frame whose place i - middle is 0 |
| lambda^i | `shares`, from `Decomposed.lambdas(places)`; 1 at the base frame |
| b_t, r_t^i | `base`, `residual` |
| eps_t^i = sqrt(lambda^i) b_t + sqrt(1 - lambda^i) r_t^i | `composed`; drawn by `SharedNoise` |
| z_phi^b | `PosePrior`; in sampling any `BaseNoise` |
| z'_t^i = z_t^i - sqrt(1 - abar_t) sqrt(lambda^i) z_phi^b | `without_base` |
| z_psi^r(z'_t^i, t, i) | `ResidualGenerator`; in sampling any `RestNoise` |
| DDPM and DDIM sampling | `decomposed` and `SharedNoise`, handed to `diffusion.ddpm` and `diffusion.ddim` |

**Deviations**
- `predicts` "clean": both networks say what the frame is, and `noise_of` turns that into b and r: with minutes of
  training poses tremble less so. "epsilon" is the paper's.
- The base frame may be any frame, in training a random one: an artist's pose may be the first or the last of a clip.
  The frame number that the residual generator reads is its distance from the base frame.
- With `told` the residual generator also reads the base frame's estimate: in z' it fades with the signal, and a pose
  that the artist has given must be seen at all steps.
- In half of the training the base frame is known, as a pose under the playhead is.
- lambda may be a table over the distance from the base frame, measured on the data (`measured_shares`): the square of
  the frames' correlation, as x^i = sqrt(lambda^i) x^0 + sqrt(1 - lambda^i) dx^i says. Left to the loss it would go to
  1, where the noise is easiest to tell and nothing moves.
- Frames enter the residual generator `patch` at a time, which makes it `patch` times as fast.
- Both generators read a sentence, dropped in part of the training, so that guidance can strengthen it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..motion import features
from .diffusion import Denoiser, Schedule, diffuse
from .layers import Block, number_code

POSE_DIM = features.MOTION_DIM + 4  # what determines a motion, and contacts
BaseNoise = Callable[[Tensor, int], Tensor]  # z_t of the base frame (B, D), t -> b_t
RestNoise = Callable[[Tensor, int, Tensor], Tensor]  # z'_t (B, T, D), t, the base frame's estimate (B, D) -> r_t


@dataclass(frozen=True)
class Config:
    """Sizes. share: lambda of all frames but the base frame; None for a table measured on the data. told: whether the
    residual generator reads the base frame's estimate. base_rate: the base generator's learning rate beside the
    residual generator's. plain: no base frame at all, for comparisons."""

    pose_dim: int = POSE_DIM
    text_dim: int = 384
    base_width: int = 320
    base_depth: int = 5
    dim: int = 256
    heads: int = 8
    layers: int = 6
    dropout: float = 0.1
    patch: int = 4
    most: int = 120  # frames
    steps: int = 200
    first_beta: float = 1e-3
    last_beta: float = 0.1
    predicts: str = "clean"
    share: float | None = 0.5
    told: bool = True
    plain: bool = False
    base_rate: float = 0.1
    text_dropout: float = 0.15
    geometry: float = 0.5

    @property
    def schedule(self) -> Schedule:
        return Schedule.linear(self.steps, self.first_beta, self.last_beta)

    @classmethod
    def paper(cls) -> Config:
        """The paper's own form: noise is what both networks tell, each frame enters by itself, the residual generator
        sees the base frame by way of z' alone and is the smaller one, here by four times. Steps and betas are DDPM's.
        The paper's widths are an image model's: these are for poses."""
        return cls(
            base_width=1024, base_depth=12, dim=384, heads=6, layers=8, dropout=0.0, patch=1, steps=1000,
            first_beta=1e-4, last_beta=0.02, predicts="epsilon", told=False, text_dropout=0.1, geometry=0.0,
        )  # fmt: skip

    @classmethod
    def shipped(cls) -> Config:
        """As trained on the open pack."""
        return cls()

    @classmethod
    def without_base(cls) -> Config:
        """Plain diffusion of all frames by the residual generator alone, to compare with."""
        return cls(share=0.0, told=False, plain=True)


# The algebra.


def composed(base: Tensor, residual: Tensor, shares: Tensor) -> Tensor:
    """eps^i (B, T, D) of base (B, D), residual (B, T, D) and shares (B, T) or (T,) (equation 4): variance 1, any two
    frames correlated by sqrt(lambda^i lambda^j)."""
    shares = shares[..., None]
    return shares.sqrt() * base[:, None] + (1 - shares).sqrt() * residual


def without_base(z: Tensor, base: Tensor, shares: Tensor, noise: float | Tensor) -> Tensor:
    """z' (B, T, D): z (B, T, D) without the noise of base (B, D); noise is sqrt(1 - abar_t), a number or (B, 1, 1)."""
    return z - noise * shares.sqrt()[..., None] * base[:, None]


def noise_of(clean: Tensor, z: Tensor, signal: float | Tensor, noise: float | Tensor) -> Tensor:
    """The noise that an estimate of the clean frame leaves in z = signal * clean + noise * eps."""
    return (z - signal * clean) / noise


def decomposed(base: BaseNoise, rest: RestNoise, schedule: Schedule, shares: Tensor, middle: int) -> Denoiser:
    """Both generators as one denoiser of z (B, T, D), so that every sampler is one in the decomposed form; its noise
    must be drawn by `SharedNoise` with the same shares (T,). middle: the base frame."""

    def denoise(z: Tensor, t: int) -> Tensor:
        signal, noise = schedule.signal(t), schedule.noise(t)
        shared = base(z[:, middle], t)
        estimate = (z[:, middle] - noise * shared) / signal  # of the base frame
        # What the base explains is taken away; the residual generator tells the rest.
        residual = rest(without_base(z, shared, shares, noise), t, estimate)
        return (z - noise * composed(shared, residual, shares)) / signal

    return denoise


def held(base: BaseNoise, schedule: Schedule, pose: Tensor, keep: Tensor) -> BaseNoise:
    """A base generator that knows the base frame (B, D) where `keep` (B, D) bool is true."""

    def known(z: Tensor, t: int) -> Tensor:
        return torch.where(keep, noise_of(pose, z, schedule.signal(t), schedule.noise(t)), base(z, t))

    return known


class SharedNoise:
    """Noise (B, T, D) whose frames share a base: for each item one generator for b and one for r, so that takes of one
    base seed have one base, and takes of one seed one residual. On the CPU: the same on every device."""

    def __init__(
        self, base_seeds: Sequence[int], seeds: Sequence[int], shares: Tensor, width: int, device: str = "cpu"
    ) -> None:
        self.bases = [torch.Generator().manual_seed(seed) for seed in base_seeds]
        # Apart from the base's: with one seed for both, b would be the first frame's r.
        self.residuals = [torch.Generator().manual_seed(seed ^ 0x5DEECE66D) for seed in seeds]
        self.shares, self.width, self.device = shares.cpu(), width, device

    def __call__(self) -> Tensor:
        base = torch.stack([torch.randn(self.width, generator=g) for g in self.bases])
        residual = torch.stack([torch.randn(len(self.shares), self.width, generator=g) for g in self.residuals])
        return composed(base, residual, self.shares).to(self.device)


def measured_shares(windows: Tensor, most: int) -> Tensor:
    """lambda (most + 1,) over the distance from the base frame in frames: the squared correlation of standardised
    frames so far apart, in windows (B, T, D), made to fall; distances that no window has repeat the last one's."""
    reach = min(most, windows.shape[1] - 1)
    power = windows.square().mean()
    found = torch.stack([(windows[:, : windows.shape[1] - d] * windows[:, d:]).mean() for d in range(reach + 1)])
    table = (found / power).clamp(0, 1).cummin(0).values.square()
    return torch.cat([table, table[-1:].expand(most - reach)])


# The networks.


class PosePrior(nn.Module):
    """z_phi^b: a noisy pose (B, pose_dim), standardised -> its prediction (B, pose_dim), whatever its frame."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        width = config.base_width
        self.enter = nn.Linear(config.pose_dim, width)
        self.level = Level(config, width)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(config.base_depth))
        self.conditions = nn.ModuleList(nn.Linear(width, width) for _ in range(config.base_depth))
        self.feeds = nn.ModuleList(
            nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
            for _ in range(config.base_depth)
        )
        self.leave = nn.Linear(width, config.pose_dim)
        nn.init.zeros_(self.leave.weight)

    def forward(self, z: Tensor, t: Tensor, text: Tensor) -> Tensor:
        """z (B, D), t (B,) steps, text (B, text_dim), 0 for none -> (B, D)."""
        x, given = self.enter(z), self.level(t, text)
        for norm, condition, feed in zip(self.norms, self.conditions, self.feeds, strict=True):
            x = x + feed(norm(x) + condition(given))
        return self.leave(F.gelu(x)).float()


class ResidualGenerator(nn.Module):
    """z_psi^r: z' (B, T, pose_dim) -> a prediction of each frame (B, T, pose_dim), from its distance to the base's."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        dim = config.dim
        self.enter = nn.Linear(config.patch * config.pose_dim, dim)
        self.base = nn.Linear(config.pose_dim, dim)
        self.place = nn.Linear(dim, dim)
        self.level = Level(config, dim)
        self.blocks = nn.ModuleList(Block(dim, config.heads, config.dropout) for _ in range(config.layers))
        self.norm = nn.LayerNorm(dim)
        self.leave = nn.Linear(dim, config.patch * config.pose_dim)
        nn.init.zeros_(self.leave.weight)

    def forward(self, z: Tensor, t: Tensor, places: Tensor, first: Tensor, text: Tensor, present: Tensor) -> Tensor:
        """places (B, T) frames from the base frame, first (B, D) the base frame's estimate, text (B, text_dim), present
        (B, T) bool, False past a clip's end -> (B, T, D)."""
        # `patch` frames side by side are one token, at the place of their middle.
        frames, patch = z.shape[1], self.config.patch
        more = -frames % patch
        z = F.pad(z * present[..., None], (0, 0, 0, more)).unflatten(1, (-1, patch)).flatten(2)
        real = F.pad(present, (0, more)).unflatten(1, (-1, patch)).any(-1)
        middles = places[:, ::patch].float() + (patch - 1) / 2
        x = self.enter(z) + self.place(number_code(middles, self.config.dim).to(z.dtype)) + self.level(t, text)[:, None]
        if self.config.told:
            x = x + self.base(first)[:, None]
        for block in self.blocks:
            x = block(x, real)
        return self.leave(self.norm(x)).float().unflatten(-1, (patch, -1)).flatten(1, 2)[:, :frames]


class Level(nn.Module):
    """Diffusion step and sentence as one vector: t (B,), text (B, text_dim) -> (B, dim)."""

    def __init__(self, config: Config, dim: int) -> None:
        super().__init__()
        self.dim = dim
        self.step = nn.Sequential(nn.Linear(dim, dim), nn.SiLU(), nn.Linear(dim, dim))
        self.text = nn.Linear(config.text_dim, dim, bias=False)

    def forward(self, t: Tensor, text: Tensor) -> Tensor:
        # A sentence's vector has length 1: its entries are made about 1.
        return self.step(number_code(t.float(), self.dim).to(text.dtype)) + self.text(text * text.shape[-1] ** 0.5)


@dataclass(frozen=True)
class Clips:
    """A batch to learn from: poses (B, T, pose_dim) in their units, middle (B,) the base frame's index, text (B,
    text_dim), present (B, T) bool, False past a clip's end."""

    poses: Tensor
    middle: Tensor
    text: Tensor
    present: Tensor

    def to(self, device: str) -> Clips:
        return Clips(*(getattr(self, f).to(device) for f in self.__dataclass_fields__))


class Decomposed(nn.Module):
    """Base and residual generator, trained together."""

    pose_mean: Tensor
    pose_scale: Tensor
    table: Tensor

    def __init__(self, config: Config, base: nn.Module | None = None, rest: nn.Module | None = None) -> None:
        super().__init__()
        self.config, self.schedule = config, config.schedule
        self.base = PosePrior(config) if base is None else base
        self.rest = ResidualGenerator(config) if rest is None else rest
        self.register_buffer("pose_mean", torch.zeros(config.pose_dim))
        self.register_buffer("pose_scale", torch.ones(config.pose_dim))
        table = torch.full((config.most + 1,), 0.0 if config.share is None or config.plain else config.share)
        self.register_buffer("table", table)

    def parameter_groups(self) -> list[dict]:
        """For an optimiser: the base generator learns at `base_rate` of the residual generator's rate."""
        return [
            {"params": list(self.rest.parameters())},
            {"params": list(self.base.parameters()), "scale": self.config.base_rate},
        ]

    def lambdas(self, places: Tensor) -> Tensor:
        """The share of the base in each frame's noise, by its place: 1 at the base frame itself."""
        found = self.table[places.abs().clamp(max=self.config.most)]
        return found if self.config.plain else torch.where(places == 0, 1.0, found)

    def standardise(self, poses: Tensor) -> Tensor:
        """(..., pose_dim) in their units -> about mean 0 and variance 1."""
        return (poses - self.pose_mean) / self.pose_scale

    def in_units(self, x: Tensor) -> Tensor:
        """Inverse of `standardise`."""
        return x * self.pose_scale + self.pose_mean

    def loss(self, batch: Clips) -> tuple[Tensor, dict[str, Tensor]]:
        """Loss and its parts: both generators' errors; the residual generator's leaves the base generator alone."""
        config, count = self.config, len(batch.poses)
        clean, device = self.standardise(batch.poses), batch.poses.device
        text = batch.text * (torch.rand(count, 1, device=device) >= config.text_dropout)
        places = torch.arange(clean.shape[1], device=device) - batch.middle[:, None]
        shares, row = self.lambdas(places), torch.arange(count, device=device)
        # All frames at one random step, with noise whose base they share.
        epsilon = composed(torch.randn_like(clean[:, 0]), torch.randn_like(clean), shares)
        t = torch.randint(1, self.schedule.steps + 1, (count,), device=device)
        z = diffuse(self.schedule, clean, t, epsilon)
        signal, noise = self._levels(t)
        first, start = clean[row, batch.middle], z[row, batch.middle]
        # The base frame, from itself alone.
        prediction = self.base(start, t, text)
        target = first if config.predicts == "clean" else epsilon[row, batch.middle]
        parts = {} if config.plain else {"base": (prediction - target).square().mean()}
        guess = prediction.detach() if config.predicts == "clean" else (start - noise * prediction.detach()) / signal
        # The others, from what is left of z without the base's noise; half of the time the base frame is known.
        guess = torch.where(torch.rand(count, 1, device=device) < 0.5, first, guess)
        shared = noise_of(guess, start, signal, noise)
        remainder = without_base(z, shared, shares, noise[..., None])
        output = self.rest(remainder, t, places, guess, text, batch.present)
        others = (batch.present & (shares < 1))[..., None]
        if config.predicts == "clean":
            target, estimate = clean, output
        else:  # against the whole noise, with the base's part taken as it is
            output = composed(shared, output, shares)
            target, estimate = epsilon, (z - noise[..., None] * output) / signal[..., None]
        parts["rest"] = ((output - target).square() * others).sum() / (others.sum() * config.pose_dim).clamp(min=1)
        loss = sum(parts.values(), torch.zeros((), device=device))
        if config.geometry:
            parts |= self._geometry(estimate, batch, shares, t)
            loss = loss + config.geometry * sum(v for k, v in parts.items() if k not in ("base", "rest"))
        return loss, parts

    def loss_of_poses(self, poses: Tensor, text: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """The base generator's loss before the clips: poses (B, pose_dim), text (B, text_dim) in half of them."""
        clean, count = self.standardise(poses), len(poses)
        text = text * (torch.rand(count, 1, device=poses.device) < 0.5)
        t = torch.randint(1, self.schedule.steps + 1, (count,), device=poses.device)
        noise = torch.randn_like(clean)
        prediction = self.base(diffuse(self.schedule, clean, t, noise), t, text)
        error = (prediction - (clean if self.config.predicts == "clean" else noise)).square().mean()
        return error, {"base": error}

    def _geometry(self, estimate: Tensor, batch: Clips, shares: Tensor, t: Tensor) -> dict[str, Tensor]:
        with torch.autocast(estimate.device.type, enabled=False):
            guess = torch.where((shares < 1)[..., None], self.in_units(estimate.float()), batch.poses)
            return features.geometry_terms(guess, batch.poses, batch.present, t < self.schedule.steps // 2)

    def _levels(self, t: Tensor) -> tuple[Tensor, Tensor]:
        """sqrt(abar_t) and sqrt(1 - abar_t), (B, 1) each."""
        bar = torch.tensor(self.schedule.alpha_bar, device=t.device)[t][:, None]
        return bar.sqrt().float(), (1 - bar).sqrt().float()


# As noise estimates, for `decomposed`.


def base_noise(model: Decomposed, text: Tensor, guidance: float = 0.0) -> BaseNoise:
    """The pose prior under a sentence (1, text_dim), 0 for none."""

    def noise(z: Tensor, t: int) -> Tensor:
        step = torch.full((len(z),), t, device=z.device)
        output = _guided(lambda words: model.base(z, step, words.expand(len(z), -1)), text, guidance)
        if model.config.predicts == "epsilon":
            return output
        return noise_of(output, z, model.schedule.signal(t), model.schedule.noise(t))

    return noise


def rest_noise(model: Decomposed, places: Tensor, text: Tensor, guidance: float = 0.0) -> RestNoise:
    """The residual generator on frames at places (T,) from the base frame."""
    shares = model.lambdas(places)
    weight = (1 - shares).sqrt()[..., None]

    def noise(z: Tensor, t: int, first: Tensor) -> Tensor:
        step = torch.full((len(z),), t, device=z.device)
        present = torch.ones(z.shape[:2], dtype=torch.bool, device=z.device)
        at = places.expand(len(z), -1)
        output = _guided(
            lambda words: model.rest(z, step, at, first, words.expand(len(z), -1), present), text, guidance
        )
        if model.config.predicts == "epsilon":
            return output
        # z' = signal x + noise sqrt(1 - lambda) r: where nothing of r is in it, there is nothing to tell.
        whole = noise_of(output, z, model.schedule.signal(t), model.schedule.noise(t))
        return torch.where(weight > 0, whole / weight.clamp(min=1e-6), 0)

    return noise


def _guided(predict: Callable[[Tensor], Tensor], text: Tensor, guidance: float) -> Tensor:
    """Classifier-free guidance, (1 + s) cond - s uncond, on the scale of the masked transformer's."""
    cond = predict(text)
    return cond + guidance * (cond - predict(torch.zeros_like(text))) if guidance and bool(text.any()) else cond
