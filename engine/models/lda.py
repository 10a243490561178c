"""Audio-driven diffusion model (LDA): noisy poses, audio, style and energy -> an estimate of the clean poses.

Alexanderson, Nagy, Beskow, Henter: "Listen, Denoise, Action! Audio-Driven Motion Synthesis with Diffusion Models",
SIGGRAPH 2023, sections 3 and 4. The residual stack is DiffWave's (Kong et al. 2021); attention is TISA (Wennberg &
Henter 2021, "The Case for Translation-Invariant Self-Attention in Transformer-Based Language Models").

| paper | here |
|---|---|
| poses x_{1:T} | `poses`, (B, T, pose_dim), standardised inside the model |
| acoustic features a_{1:T}, style s | `Condition.audio` (B, T, audio_dim), `Condition.style` (B, T, styles) |
| x_t = sqrt(abar_t) x_0 + sqrt(1 - abar_t) eps | `diffusion.diffuse` |
| eps_theta(x_t, a, s, t) | `LDA.forward` |
| f(i - j), TISA's position score | `lda_blocks.SlopedScores` |
| gamma; eps_0 + sum_i g_i (eps_i - eps_0) | `guided`, `diffusion.product` |

`Config.paper()` is the network of the authors' released weights: with their parameters it gives their answers.

**Deviations**: fields of `Config`, in which the weights that ship differ (`Config.shipped`)
- `block` "pre-norm" and `blocks` 1: one pre-LN block a layer, with biases, GELU and no gate on the attention, between
  no projections, and position scores that are sums of Gaussians (`layers.OffsetScores`). Published: two post-LN blocks.
- `told`: channels that say whether audio and `energy` are given, and clamped audio. So the audio can be dropped like
  the style (`audio_dropout`) and guidance strengthen what is heard; `energy`, dropped half of the time, says how lively
  the motion around a frame is, so that an artist can ask for more or less than the music's.
- `whole_steps` False: the step embedding is of t / 1000, t from 1, as DiffWave's; published: of t - 1 itself.
- `predicts` may be "clean" or "velocity": with an hour of training a network that says what the pose is trembles less
  than one that says what the noise is. "epsilon" is the paper's.
- `linear_entry` leaves out the first ReLU: 140 channels into 192 would lose half of what they say.
- With `geometry` above 0 the estimate's joints, their speeds and planted feet are compared too (as Tseng et al. 2023 do
  for dance): an error of a hip angle moves a foot by more than its share in the standardised error.
- `pose_dim`: each position in the paper is a pose alone. Here four contact channels go with it, so that feet can be
  locked after.

Of both: the position scores are a function of offsets alone: 2T - 1 numbers a head instead of T x T times 21 kernels,
made once for a length by `LDA.positions` instead of in every block of every step. Steps beyond the first that is pure
noise are drawn less often in training: with the paper's schedule they are 90 of 150, with nothing to learn in them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..motion import features
from .diffusion import Denoiser, Schedule, Windows, diffuse, product, target_of, to_clean
from .layers import step_code
from .lda_blocks import BLOCKS, PreNormBlock, PublishedBlock, whole_step_code

POSE_DIM = features.MOTION_DIM + 4  # what determines a motion, and contacts


@dataclass(frozen=True)
class Config:
    """Sizes; the defaults are the paper's, but for the last four fields, whose defaults are what weights files hold
    that were written before these fields. dilations: of the convolutions in each layer's feed-forward, in turn; 0 is a
    plain transformer layer. audio: columns of the features that it reads, by name."""

    pose_dim: int = 61
    audio: Sequence[str] = tuple(f"feature {i}" for i in range(29))
    styles: Sequence[str] = tuple(f"style {i}" for i in range(8))
    width: int = 256
    layers: int = 20
    heads: int = 8
    kernels: int = 21
    feed: int = 1024
    dilations: Sequence[int] = (0, 1, 2)
    step_dim: int = 128
    step_hidden: int = 512
    dropout: float = 0.0
    window: int = 150
    steps: int = 150
    first_beta: float = 0.01
    last_beta: float = 0.7
    predicts: str = "epsilon"
    style_dropout: float = 0.1
    audio_dropout: float = 0.0
    energy_dropout: float = 1.0
    geometry: float = 0.0
    linear_entry: bool = False
    block: str = "pre-norm"
    blocks: int = 1
    told: bool = True
    whole_steps: bool = False

    def __post_init__(self) -> None:
        if self.block not in BLOCKS:
            raise ValueError(f"A block is {' or '.join(BLOCKS)}, not {self.block!r}.")

    @property
    def published(self) -> bool:
        """Whether layers are made of the published blocks."""
        return self.block == "published"

    @property
    def audio_dim(self) -> int:
        return len(self.audio)

    @property
    def condition_dim(self) -> int:
        """Channels of the condition: audio, styles, and the three that `told` adds."""
        return self.audio_dim + len(self.styles) + (3 if self.told else 0)

    @property
    def schedule(self) -> Schedule:
        return Schedule.linear(self.steps, self.first_beta, self.last_beta)

    @classmethod
    def paper(cls) -> Config:
        """As published, with the three features of the released dance models."""
        return cls(
            audio=("chroma 0", "spectral flux", "beat activation"), block="published", blocks=2, told=False,
            whole_steps=True, energy_dropout=0.0,
        )  # fmt: skip

    @classmethod
    def shipped(cls, audio: Sequence[str], styles: Sequence[str]) -> Config:
        """As trained on the open pack."""
        return cls(
            pose_dim=POSE_DIM, audio=tuple(audio), styles=tuple(styles), width=192, layers=6, heads=4, feed=384,
            dropout=0.1, window=120, predicts="clean", style_dropout=0.15, audio_dropout=0.1,
            energy_dropout=0.5, geometry=0.5, linear_entry=True,
        )  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """What the poses are conditioned on, frame by frame.

    audio: (B, T, audio_dim), features as they come. style: (B, T, styles), one-hot, or all 0 for any. energy: (B, T) in
    standard deviations from the style's mean. has_audio, has_energy: (B,) bool, whether these are given at all.
    """

    audio: Tensor
    style: Tensor
    energy: Tensor
    has_audio: Tensor
    has_energy: Tensor

    def __getitem__(self, index: Tensor | slice) -> Condition:
        return Condition(*(getattr(self, f)[index] for f in self.__dataclass_fields__))


class Layer(nn.Module):
    """One residual layer of DiffWave's stack around attention blocks: condition in, gate, residual and skip out."""

    def __init__(self, config: Config, dilation: int) -> None:
        super().__init__()
        width = config.width
        self.step = nn.Linear(config.step_hidden, width)
        self.condition = nn.Linear(config.condition_dim, width)
        self.enter = nn.Linear(width, width) if config.published else nn.Identity()
        self.block = _block(config, dilation)
        self.further = nn.ModuleList(_block(config, dilation) for _ in range(config.blocks - 1))
        self.gate = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, 2 * width)

    def positions(self, length: int) -> list[Tensor]:
        """Each block's position scores (H, length, length)."""
        return [block.positions(length) for block in self._blocks()]

    def _blocks(self) -> list[PublishedBlock | PreNormBlock]:
        return [self.block, *(b for b in self.further if isinstance(b, (PublishedBlock, PreNormBlock)))]

    def forward(
        self, x: Tensor, step: Tensor, condition: Tensor, scores: Sequence[Tensor], barrier: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """x (B, T, C), step (B, 1, hidden), condition (B, T, .), each block's scores (H, T, T), what is added to them
        at padding (B, 1, 1, T) -> x for the next layer and this one's skip, both (B, T, C)."""
        y = self.enter(x + self.step(step) + self.condition(condition))
        for block, own in zip(self._blocks(), scores, strict=True):
            y = block(y, own if barrier is None else own + barrier)
        gate, value = self.gate(y).chunk(2, dim=-1)
        residual, skip = self.out(gate.sigmoid() * value.tanh()).chunk(2, dim=-1)
        return (x + residual) / math.sqrt(2.0), skip


def _block(config: Config, dilation: int) -> PublishedBlock | PreNormBlock:
    sizes = config.width, config.heads, config.kernels, config.feed, dilation, config.dropout
    return PublishedBlock(*sizes, config.window) if config.published else PreNormBlock(*sizes)


class LDA(nn.Module):
    """What noise, or clean motion, or velocity, there is in x_t, given audio, style and energy."""

    pose_mean: Tensor
    pose_scale: Tensor
    audio_mean: Tensor
    audio_scale: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config, self.schedule = config, config.schedule
        width = config.width
        self.enter = nn.Linear(config.pose_dim, width)
        self.step = nn.Sequential(
            nn.Linear(config.step_dim, config.step_hidden), nn.SiLU(),
            nn.Linear(config.step_hidden, config.step_hidden), nn.SiLU(),
        )  # fmt: skip
        dilations = [config.dilations[i % len(config.dilations)] for i in range(config.layers)]
        self.layers = nn.ModuleList(Layer(config, dilation) for dilation in dilations)
        self.skips, self.leave = nn.Linear(width, width), nn.Linear(width, config.pose_dim)
        self._spread_weights()
        for name, size in (("pose", config.pose_dim), ("audio", config.audio_dim)):
            self.register_buffer(f"{name}_mean", torch.zeros(size))
            self.register_buffer(f"{name}_scale", torch.ones(size))

    def _spread_weights(self) -> None:
        """DiffWave's initialisation: the last layer, which starts at 0, has something of size 1 to read from."""
        for part in (
            self.enter,
            self.skips,
            *(linear for layer in self._layers() for linear in (layer.gate, layer.out)),
        ):
            nn.init.kaiming_normal_(part.weight)
            nn.init.zeros_(part.bias)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def positions(self, length: int) -> list[list[Tensor]]:
        """Every layer's position scores, (H, length, length) for each of its blocks: the same at all steps, so made
        once and handed back in."""
        return [layer.positions(length) for layer in self._layers()]

    def forward(
        self, x: Tensor, t: Tensor, condition: Condition, scores: Sequence[Sequence[Tensor]],
        present: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        """x (B, T, pose_dim) standardised and noisy, t (B,) steps, scores from `positions(T)`; present (B, T) bool is
        True at real frames where some are padding -> the prediction (B, T, pose_dim)."""
        kind = self.enter.weight.dtype  # a sampler may hold the network in half precision
        # No attention to padding: its logits are -inf.
        barrier = None if present is None else torch.zeros_like(present, dtype=kind).masked_fill(~present, -math.inf)
        barrier = None if barrier is None else barrier[:, None, None]
        size = self.config.step_dim
        code = whole_step_code(t - 1, size) if self.config.whole_steps else step_code(t, size)
        step = self.step(code.to(kind))[:, None]
        given = self._condition(condition).to(kind)
        y, total = self.enter(x.to(kind)), torch.zeros((), device=x.device)
        y = y if self.config.linear_entry else F.relu(y)
        # DiffWave's stack: every layer adds to the skip connections, whose sum is what the output is read from.
        for layer, own in zip(self._layers(), scores, strict=True):
            y, skip = layer(y, step, given, own, barrier)
            total = total + skip
        y = F.relu(self.skips((total / math.sqrt(self.config.layers)).to(kind)))
        return self.leave(y.to(self.leave.weight.dtype)).to(x.dtype)

    def lower(self, kind: torch.dtype) -> LDA:
        """The heavy products in `kind`; what is small or sets the output's precision stays as it is."""
        for part in self.modules():
            if isinstance(part, (nn.Linear, nn.LayerNorm)) and part is not self.leave:
                part.to(kind)
        return self

    def _condition(self, condition: Condition) -> Tensor:
        """(B, T, .) of what is given; what isn't is 0, and where it is `told` a flag tells silence from no audio."""
        audio = (condition.audio - self.audio_mean) / self.audio_scale
        if not self.config.told:
            return torch.cat([audio * condition.has_audio[:, None, None], condition.style.to(audio)], dim=-1)
        audio = audio.clamp(-5, 5)
        has_audio, has_energy = condition.has_audio[:, None].to(audio), condition.has_energy[:, None].to(audio)
        energy = torch.stack([condition.energy * has_energy, has_energy.expand_as(condition.energy)], dim=-1)
        flag = has_audio.expand_as(condition.energy)[..., None]
        return torch.cat([audio * has_audio[..., None], flag, energy, condition.style.to(audio)], dim=-1)

    def _layers(self) -> list[Layer]:
        return [layer for layer in self.layers if isinstance(layer, Layer)]

    def standardise(self, poses: Tensor) -> Tensor:
        """(..., pose_dim) in their units -> about mean 0 and variance 1."""
        return (poses - self.pose_mean) / self.pose_scale

    def in_units(self, x: Tensor) -> Tensor:
        """Inverse of `standardise`."""
        return x * self.pose_scale + self.pose_mean

    def loss(self, poses: Tensor, condition: Condition, present: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """poses (B, T, pose_dim) in their units, present (B, T) bool: False past a clip's end -> loss, parts."""
        config, count = self.config, len(poses)
        clean = self.standardise(poses)
        noise, t = torch.randn_like(clean), draw_steps(self.schedule, count, poses.device)
        # A noisy copy of the clean poses, at a random step for each item; of the condition, parts are dropped.
        x = diffuse(self.schedule, clean, t, noise)
        output = self.forward(x, t, drop(condition, config), self.positions(poses.shape[1]), present).float()
        target = target_of(self.schedule, config.predicts, clean, noise, t)
        # Mean squared error over real frames alone.
        weight = present[..., None] / (present.sum() * config.pose_dim)
        parts = {config.predicts: (weight * (output - target) ** 2).sum()}
        loss = parts[config.predicts]
        # What the error does to joints and feet, where x_t still says enough for the estimate to be one pose.
        if config.geometry:
            with torch.autocast(poses.device.type, enabled=False):
                estimate = self.in_units(to_clean(self.schedule, config.predicts, output, x, t))
                parts |= features.geometry_terms(estimate, poses, present, t < self.schedule.first_of_noise // 2)
            loss = loss + config.geometry * sum(v for k, v in parts.items() if k != config.predicts)
        return loss, parts


def draw_steps(schedule: Schedule, count: int, device: torch.device) -> Tensor:
    """Training steps t (count,) from 1 on; those that are pure noise get a tenth of the draws in all."""
    first = schedule.first_of_noise
    t = torch.randint(1, first + 1, (count,), device=device)
    if first == schedule.steps:
        return t
    late = torch.randint(first + 1, schedule.steps + 1, (count,), device=device)
    return torch.where(torch.rand(count, device=device) < 0.1, late, t)


def drop(condition: Condition, config: Config) -> Condition:
    """The condition without style, audio or energy in some items, each dropped independently; for training."""
    count, device = len(condition.style), condition.style.device
    style = torch.rand(count, device=device) >= config.style_dropout
    audio = torch.rand(count, device=device) >= config.audio_dropout
    energy = torch.rand(count, device=device) >= config.energy_dropout
    return replace(
        condition,
        style=condition.style * style[:, None, None],
        has_audio=condition.has_audio & audio,
        has_energy=condition.has_energy & energy,
    )


@dataclass(frozen=True)
class Expert:
    """A factor of the product. style: its index, None for any. has_audio: whether it is conditioned on the audio.
    weight: (T,), for each frame."""

    style: int | None
    has_audio: bool
    weight: Tensor


def guided(
    model: LDA,
    audio: Tensor,
    experts: Sequence[Expert],
    windows: Windows,
    *,
    energy: Tensor | None = None,
    at_once: int = 16,
) -> Denoiser:
    """A denoiser of sequences (B, T, pose_dim), standardised, to one audio (T, audio_dim): the product of the experts
    over eps_0, which is conditioned on the audio and on no style, in windows.

    energy: (T,), or None where it is not given. All windows of all experts go through the network together, `at_once`
    at a time, so that memory doesn't grow with the length. eps_0 is left out where its share 1 - sum_i g_i is 0 at
    every frame.
    """
    device, schedule = audio.device, model.schedule
    share = 1 - torch.stack([e.weight for e in experts]).sum(0) if experts else torch.ones(1)
    base = Expert(None, True, torch.ones(0))
    members = [base, *experts] if bool((share.abs() > 1e-6).any()) else list(experts)
    condition = _windowed(model, audio, energy, members, windows)
    scores = model.positions(windows.size)

    def denoise(x: Tensor, t: int) -> Tensor:
        # Every window of every sequence, once for each member.
        own = torch.cat([windows.split(one) for one in x])  # (B * W, size, D)
        parts = own.repeat(len(members), 1, 1)  # (members * B * W, size, D)
        row = torch.arange(len(condition.audio), device=device).view(len(members), 1, -1)
        row = row.expand(-1, len(x), -1).flatten()  # which row of the condition each part follows
        step = torch.full((len(parts),), t, device=device)
        groups = [slice(a, a + at_once) for a in range(0, len(parts), at_once)]
        output = torch.cat([model.forward(parts[g], step[g], condition[row[g]], scores) for g in groups])
        # Windows joined to whole sequences (B, T, D), a member each; then their product.
        each = [torch.stack([windows.join(w) for w in o.chunk(len(x))]) for o in output.chunk(len(members))]
        if members[0] is base:
            mixed = product(each[0], each[1:], [e.weight[:, None].to(device) for e in experts])
        else:
            mixed = torch.stack([e * m.weight[:, None].to(device) for e, m in zip(each, members)]).sum(0)
        return to_clean(schedule, model.config.predicts, mixed, x, step[: len(x)])

    return denoise


def _windowed(
    model: LDA, audio: Tensor, energy: Tensor | None, members: Sequence[Expert], windows: Windows
) -> Condition:
    """The condition of every window of every member: (members * W, size, ...)."""
    parts = windows.split(audio)
    count, size = parts.shape[:2]
    device, styles = audio.device, torch.eye(len(model.config.styles), device=audio.device)
    lively = windows.split(torch.zeros(len(audio), device=device) if energy is None else energy.to(device))
    rows = []
    for member in members:
        style = styles.new_zeros(len(styles)) if member.style is None else styles[member.style]
        rows.append(
            Condition(
                parts,
                style.expand(count, size, -1),
                lively,
                torch.full((count,), member.has_audio, device=device),
                torch.full((count,), energy is not None, device=device),
            )  # fmt: skip
        )
    return Condition(*(torch.cat([getattr(r, f) for r in rows]) for f in Condition.__dataclass_fields__))
