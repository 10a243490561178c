"""Motion tokenizer (VQ-VAE of MMM): features <-> discrete codes, one position for every four frames.

Pinyoanuntapong, Wang, Lee, Chen: "MMM: Generative Masked Motion Model", CVPR 2024, section 3.1.

| paper | here |
|---|---|
| motion X, D features a frame | `features`, (B, T, D), standardised |
| encoder, down-sampling x4 | `VQVAE.encoder` |
| z, code e | `z`, `quantized`, (B, T/4, 32) |
| codebook size 8192 x 32 | `Config.codes`, `Config.code_dim` |
| L_VQ with beta | `Quantizer.forward`, `Config.commitment` |
| reconstruction, 0.5-weighted joint positions | `VQVAE.loss` |
| separate upper and lower tokenizers, codes of half the width, concatenated | `Config.split`, `Halves` |

**Deviations**
- `levels` > 1 stacks quantizers on the residual (as in SoundStream, Zeghidour et al. 2021). On two hours of motion
  one codebook leaves 5-7 cm a joint and flattens kicks; the paper-sized config keeps its single one.
- Dead codes start again at vectors of the batch, for good and below a share of the mean count where the paper has 1.
- The encoder also sees joint positions, velocities and contacts; the decoder gives only what determines the motion,
  and the contacts.
- The loss adds frame differences and the speed of planted feet, and measures the path over the ground: a plain
  reconstruction error trades them away; it has no 0.5-weighted term of local joint positions but one of all joints.
- With `split` one decoder makes both halves of their codes side by side; released: mostly one for each half, and
  heights of the upper body over the root's.
- The released tokenizers read 263 features at 20 fps: `engine.released.tokenizer` and `engine.released.upper` are they,
  of the same layers.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..motion import features
from .layers import residual_stack

OUTPUT_DIM = features.MOTION_DIM + 4  # the motion, and four contact logits


@dataclass(frozen=True)
class Config:
    """Sizes; the defaults are the paper's."""

    width: int = 512
    depth: int = 3
    halvings: int = 2
    codes: int = 8192
    code_dim: int = 32
    levels: int = 1
    decay: float = 0.99
    commitment: float = 0.02
    reset_every: int = 20
    split: bool = False  # upper and lower body by encoders and codebooks of their own, each half of code_dim wide

    @property
    def parts(self) -> int:
        """Encoders, and sets of codebooks."""
        return 2 if self.split else 1

    @property
    def stride(self) -> int:
        """Frames a token."""
        return 2**self.halvings

    @classmethod
    def paper(cls) -> Config:
        """As published."""
        return cls()

    @classmethod
    def shipped(cls) -> Config:
        """As trained on the open pack: smaller codebooks, several levels of them."""
        return cls(width=384, codes=512, levels=8)

    @classmethod
    def halves(cls) -> Config:
        """As trained on the open pack for edits of the upper body."""
        return cls(width=192, codes=512, levels=4, split=True)


class Quantizer(nn.Module):
    """Nearest-code look-up in a low dimension, learned by moving averages.

    Every piece of state is a buffer, so that a resumed run goes on where it was.
    """

    codebook: Tensor
    counts: Tensor
    sums: Tensor
    ready: Tensor
    step: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        width = config.code_dim // config.parts
        self.register_buffer("codebook", torch.zeros(config.codes, width))
        self.register_buffer("counts", torch.ones(config.codes))
        self.register_buffer("sums", torch.zeros(config.codes, width))
        self.register_buffer("ready", torch.tensor(False))
        self.register_buffer("step", torch.tensor(0))

    def nearest(self, z: Tensor) -> Tensor:
        """Codes (...) of vectors (..., code_dim)."""
        flat = z.reshape(-1, z.shape[-1])
        # Squared distance to every code, but for the vector's own length, which is the same for all.
        distance = self.codebook.square().sum(-1) - 2 * flat @ self.codebook.t()
        return distance.argmin(-1).reshape(z.shape[:-1])

    def forward(self, z: Tensor, used: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """z (B, L, code_dim) -> quantized (B, L, code_dim); codes (B, L); commitment loss. used: (B,) bool, the
        sequences that this level quantizes; the others pass as zeros."""
        z = z.float()
        if self.training and not self.ready:
            self._start(z.detach())
        codes = self.nearest(z)
        quantized = F.embedding(codes, self.codebook) * used[:, None, None]
        # Commitment (section 3.1): encoder outputs are drawn to their codes; the codes follow by moving averages.
        error = (z - quantized.detach()).square() * used[:, None, None]
        if self.training:
            self._learn(z.detach()[used].flatten(0, 1), codes[used].flatten())
        return quantized, codes, error.mean()

    def _start(self, z: Tensor) -> None:
        """First-batch initialisation: codes are encoder outputs."""
        self.codebook.copy_(_sample_rows(z.flatten(0, 1), len(self.codebook)))
        self.sums.copy_(self.codebook)
        self.ready.fill_(True)

    def _learn(self, rows: Tensor, codes: Tensor) -> None:
        """Moving averages, and new places for dead codes (accumulated count under 1)."""
        if not len(rows):
            return
        # A code is the mean of the vectors it is nearest to (van den Oord et al. 2017, appendix A.1).
        decay = self.config.decay
        counts = torch.bincount(codes, minlength=len(self.codebook)).to(rows.dtype)
        sums = torch.zeros_like(self.sums).index_add_(0, codes, rows)
        self.counts.mul_(decay).add_(counts, alpha=1 - decay)
        self.sums.mul_(decay).add_(sums, alpha=1 - decay)
        self.step += 1
        # Codes that nothing is near to start again at random vectors of the batch.
        if self.step % self.config.reset_every == 0:
            dead = (self.counts < self._least()).nonzero().flatten()
            if len(dead):
                fresh = _sample_rows(rows, len(dead))
                self.counts[dead] = 1.0
                self.sums[dead] = fresh
        self.codebook.copy_(self.sums / self.counts.clamp(min=1e-5)[:, None])

    def _least(self) -> float:
        """A code is dead below this count. The paper's 1 presumes many vectors a code; large books get their share."""
        return min(1.0, 0.3 * float(self.counts.sum()) / len(self.codebook))


def _sample_rows(rows: Tensor, count: int) -> Tensor:
    """`count` random rows, jittered where there are too few to be distinct."""
    index = torch.randint(len(rows), (count,), device=rows.device)
    noise = torch.randn(count, rows.shape[1], device=rows.device, dtype=rows.dtype)
    return rows[index] + 0.01 * rows.std() * noise


def encoder(columns: int, code_dim: int, config: Config) -> nn.Sequential:
    """(B, columns, T) -> (B, code_dim, T / stride)."""
    width = config.width
    down: list[nn.Module] = [nn.Conv1d(columns, width, 3, padding=1), nn.ReLU()]
    for _ in range(config.halvings):
        down += [nn.Conv1d(width, width, 4, stride=2, padding=1), residual_stack(width, config.depth)]
    return nn.Sequential(*down, nn.Conv1d(width, code_dim, 3, padding=1))


def decoder(config: Config, columns: int = OUTPUT_DIM) -> nn.Sequential:
    """(B, code_dim, L) -> (B, columns, L * stride)."""
    width = config.width
    up: list[nn.Module] = [nn.Conv1d(config.code_dim, width, 3, padding=1), nn.ReLU()]
    for _ in range(config.halvings):
        up += [residual_stack(width, config.depth), nn.Upsample(scale_factor=2)]
        up += [nn.Conv1d(width, width, 3, padding=1)]
    return nn.Sequential(*up, nn.Conv1d(width, width, 3, padding=1), nn.ReLU(), nn.Conv1d(width, columns, 3, padding=1))


class Halves(nn.Module):
    """Two encoders, of the upper and of the lower body, their codes side by side; neither sees the other's columns."""

    upper: Tensor
    lower: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        columns = [torch.from_numpy(c) for c in features.columns_of_halves()]
        self.encoders = nn.ModuleList(encoder(len(c), config.code_dim // 2, config) for c in columns)
        self.register_buffer("upper", columns[0], persistent=False)
        self.register_buffer("lower", columns[1], persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """(B, FEATURE_DIM, T) -> (B, code_dim, T / stride), the upper body's half first."""
        sides = zip(self.encoders, (self.upper, self.lower), strict=True)
        return torch.cat([encode(x[:, columns]) for encode, columns in sides], dim=1)


class VQVAE(nn.Module):
    """Features (B, T, FEATURE_DIM) <-> codes (B, T / stride, parts * levels), the upper body's levels first."""

    mean: Tensor
    scale: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.encoder = Halves(config) if config.split else encoder(features.FEATURE_DIM, config.code_dim, config)
        self.decoder = decoder(config)
        self.quantizers = nn.ModuleList(Quantizer(config) for _ in range(config.parts * config.levels))
        self.register_buffer("mean", torch.zeros(features.FEATURE_DIM))
        self.register_buffer("scale", torch.ones(features.FEATURE_DIM))

    def encode(self, features: Tensor) -> Tensor:
        """Unstandardised features (B, T, FEATURE_DIM) -> codes (B, ceil(T / stride), parts * levels)."""
        codes = []
        for residual, books in self._parts(self._latent(self._padded(features))):
            for quantizer in books:  # each level quantizes what the levels before it left over
                codes.append(quantizer.nearest(residual))
                residual = residual - F.embedding(codes[-1], quantizer.codebook)
        return torch.stack(codes, dim=-1)

    def decode(self, codes: Tensor) -> tuple[Tensor, Tensor]:
        """Codes (B, L, parts * levels) -> unstandardised rows (B, L * stride, MOTION_DIM), contact logits (.., 4)."""
        vectors = [F.embedding(c, q.codebook) for c, q in zip(codes.unbind(-1), self.books(), strict=True)]
        # A vector is the sum of its levels'; the upper body's and the lower body's lie side by side.
        parts = torch.stack(vectors).unflatten(0, (self.config.parts, self.config.levels)).sum(1)
        return self.rows(torch.cat(list(parts), dim=-1))

    def vectors(self, codes: Tensor) -> Tensor:
        """Codes (B, L, levels) of the first part, or of its first levels -> their sum of vectors, (B, L, code_dim)."""
        vectors = [F.embedding(c, q.codebook) for c, q in zip(codes.unbind(-1), self.books(), strict=False)]
        return torch.stack(vectors).sum(0)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Features (B, T, FEATURE_DIM) -> reconstructed rows, contact logits, codes and the commitment loss.

        In training, a fifth of the sequences are quantized by their first levels only, so that these carry what they
        can.
        """
        z = self._latent(features).float()
        quantized, codes, losses = [], [], []
        for residual, books in self._parts(z):
            total, depth = torch.zeros_like(residual), self._depth(len(residual), residual.device)
            for level, quantizer in enumerate(books):
                vectors, code, loss = quantizer(residual, depth > level)
                residual, total = residual - vectors, total + vectors
                codes.append(code)
                losses.append(loss)
            quantized.append(total)
        # Straight through: forward the quantized vectors, backward as if they were the encoder's.
        straight = z + (torch.cat(quantized, dim=-1) - z).detach()
        rows, contacts = self.rows(straight)
        return rows, contacts, torch.stack(codes, -1), torch.stack(losses).sum()

    def loss(self, features: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """Training loss on unstandardised features (B, T, FEATURE_DIM), and its parts."""
        rows, contact_logits, codes, commitment = self.forward(features)
        with torch.autocast(features.device.type, enabled=False):
            parts = reconstruction_terms(rows.float(), contact_logits.float(), features, self.scale)
        parts["commitment"] = self.config.commitment * commitment
        return torch.stack(list(parts.values())).sum(), {**parts, "codes": codes}

    def books(self) -> list[Quantizer]:
        """The quantizers, the upper body's first, coarse level first."""
        return [q for q in self.quantizers if isinstance(q, Quantizer)]

    def _parts(self, z: Tensor) -> list[tuple[Tensor, list[Quantizer]]]:
        """Each part's share of z (B, L, code_dim), with its books."""
        books, levels = self.books(), self.config.levels
        return [(part, books[i * levels :][:levels]) for i, part in enumerate(z.chunk(self.config.parts, dim=-1))]

    def _depth(self, count: int, device: torch.device) -> Tensor:
        """How many levels quantize each of `count` sequences."""
        levels = self.config.levels
        depth = torch.full((count,), levels, device=device)
        if self.training and levels > 1:
            short = torch.rand(count, device=device) < 0.2
            depth = torch.where(short, torch.randint(1, levels + 1, (count,), device=device), depth)
        return depth

    def _latent(self, features: Tensor) -> Tensor:
        x = (features - self.mean) / self.scale
        return self.encoder(x.transpose(1, 2)).transpose(1, 2)  # (B, L, code_dim)

    def rows(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Vectors (B, L, code_dim) -> unstandardised rows (B, L * stride, MOTION_DIM), contact logits (.., 4)."""
        x = self.decoder(z.transpose(1, 2)).transpose(1, 2).float()
        rows = x[..., : features.MOTION_DIM] * self.scale[: features.MOTION_DIM] + self.mean[: features.MOTION_DIM]
        return rows, x[..., features.MOTION_DIM :]

    def _padded(self, features: Tensor) -> Tensor:
        """The last frame repeated to a whole number of tokens."""
        short = -features.shape[1] % self.config.stride
        return torch.cat([features, features[:, -1:].expand(-1, short, -1)], dim=1) if short else features


def reconstruction_terms(rows: Tensor, contact_logits: Tensor, target: Tensor, scale: Tensor) -> dict[str, Tensor]:
    """Weighted loss terms of rows (B, T, MOTION_DIM) against unstandardised features (B, T, FEATURE_DIM)."""
    motion = slice(0, features.MOTION_DIM)
    predicted, wanted = rows / scale[motion], target[..., motion] / scale[motion]
    # Joints as the figure sees them, and where they are in the world once the path is followed.
    local, real = features.joint_positions(rows), features.joint_positions(target)
    world, real_world = features.world_positions(rows, local), features.world_positions(target, real)
    speed, real_speed = _speed(world), _speed(real_world)
    # What planted feet move more than the captured ones did.
    planted = target[..., features.CONTACTS][:, 1:].bool()
    feet = speed[:, :, list(features.CONTACT_JOINTS)]
    slide = torch.where(planted[..., None], feet - real_speed[:, :, list(features.CONTACT_JOINTS)], 0.0)
    ground, real_ground = features.ground_path(rows)[1], features.ground_path(target)[1]
    return {
        "features": F.smooth_l1_loss(predicted, wanted, beta=0.2),
        "positions": 10 * F.smooth_l1_loss(local, real, beta=0.02),
        "differences": 1.0 * F.smooth_l1_loss(speed, real_speed, beta=0.2),
        "feet": 3.0 * slide.abs().mean(),
        "path": 2.0 * F.smooth_l1_loss(ground, real_ground, beta=0.05),
        "contacts": 0.05 * F.binary_cross_entropy_with_logits(contact_logits, target[..., features.CONTACTS]),
    }


def _speed(positions: Tensor) -> Tensor:
    """(B, T, 22, 3) m -> (B, T - 1, 22, 3) m/s."""
    return positions.diff(dim=1) * features.FPS
