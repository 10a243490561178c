"""The released tokenizer of upper and lower body, each with codes of its own, and the transformer that reads both.

Of the 263 features (`humanml`) the lower body has the root's, those of hips, legs and feet, and the contacts: 107; the
upper body has the other 156. Heights of its 13 joints are over the root's, standardised by numbers in the file
(`mean_upper`, `std_upper`). A code of either half is half as wide as what the transformer embeds, which is both side by
side, the upper first; special tokens have one embedding for both. Files have a decoder for each half, or one for both,
which gives heights as they are. (Facts of the authors' release, Pinyoanuntapong et al. 2024.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.models import mmm, vqvae
from engine.released import humanml, tokenizer
from engine.released.mmm import BASE, END, MASK, PAD, TOKENIZER, config_of, rest_of
from engine.released.names import Taken

JOINTS = (3, 6, 9, *range(12, 22))  # of the upper body
STEPS = 20  # decoding iterations for 49 tokens
_NAME = "vqvae."


def columns() -> tuple[Tensor, Tensor, Tensor]:
    """Columns of the upper body (156,), of the lower (107,) and of the upper joints' heights (13,)."""
    joints = np.array(JOINTS)
    places = 4 + 3 * (joints[:, None] - 1) + np.arange(3)
    turns = humanml.ROTATIONS.start + 6 * (joints[:, None] - 1) + np.arange(6)
    speeds = humanml.VELOCITIES.start + 3 * joints[:, None] + np.arange(3)
    above = np.concatenate([part.ravel() for part in (places, turns, speeds)])
    below = np.setdiff1d(np.arange(humanml.COLUMNS), above)
    return torch.from_numpy(above), torch.from_numpy(below), torch.from_numpy(places[:, 1].copy())


def is_upper(given: Mapping[str, Tensor]) -> bool:
    """Whether a file's tokenizer has two halves."""
    return f"{TOKENIZER}{_NAME}quantizer_upper.codebook" in given


class Tokenizer(nn.Module):
    """Features (B, T, 263), standardised by `mean` and `scale` <-> codes (B, T / stride, 2), the upper body's first."""

    mean: Tensor
    scale: Tensor
    mean_upper: Tensor
    std_upper: Tensor
    codebook_upper: Tensor
    codebook_lower: Tensor

    def __init__(self, config: vqvae.Config, joint: bool) -> None:
        super().__init__()
        self.config, self.joint, self.columns = config, joint, humanml.COLUMNS
        self.above, self.below, self.heights = columns()
        half = replace(config, code_dim=config.code_dim // 2)
        self.encoder_upper = vqvae.encoder(len(self.above), half.code_dim, half)
        self.encoder_lower = vqvae.encoder(len(self.below), half.code_dim, half)
        self.decoder = vqvae.decoder(config, self.columns) if joint else None
        self.decoder_upper = None if joint else vqvae.decoder(half, len(self.above))
        self.decoder_lower = None if joint else vqvae.decoder(half, len(self.below))
        for name in ("codebook_upper", "codebook_lower"):
            self.register_buffer(name, torch.zeros(config.codes, half.code_dim))
        for name, size in (("mean", self.columns), ("mean_upper", len(self.heights))):
            self.register_buffer(name, torch.zeros(size))
            self.register_buffer({"mean": "scale", "mean_upper": "std_upper"}[name], torch.ones(size))

    def latents(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """What the codes stand for, before it is rounded to them: (B, T, 263) -> two (B, T / stride, code_dim / 2)."""
        x, root = x.clone(), (x * self.scale + self.mean)[..., 3:4]
        high = x[..., self.heights] * self.scale[self.heights] + self.mean[self.heights] - root
        x[..., self.heights] = (high - self.mean_upper) / self.std_upper
        halves = ((self.encoder_upper, self.above), (self.encoder_lower, self.below))
        up, low = (encoder(x[..., own].transpose(1, 2)).transpose(1, 2) for encoder, own in halves)
        return up, low

    def encode(self, x: Tensor) -> Tensor:
        """(B, T, 263) -> (B, T / stride, 2)."""
        books = (self.codebook_upper, self.codebook_lower)
        found = [(b.square().sum(-1) - 2 * z @ b.t()).argmin(-1) for z, b in zip(self.latents(x), books, strict=True)]
        return torch.stack(found, -1)

    def decode(self, codes: Tensor) -> Tensor:
        """(B, L, 2) -> (B, L * stride, 263)."""
        up = F.embedding(codes[..., 0], self.codebook_upper).transpose(1, 2)
        low = F.embedding(codes[..., 1], self.codebook_lower).transpose(1, 2)
        if self.decoder is not None:
            return self.decoder(torch.cat([up, low], 1)).transpose(1, 2)
        assert self.decoder_upper is not None and self.decoder_lower is not None
        above, below = self.decoder_upper(up).transpose(1, 2), self.decoder_lower(low).transpose(1, 2)
        x = above.new_empty(*above.shape[:2], self.columns)
        x[..., self.above], x[..., self.below] = above, below
        high = x[..., self.heights] * self.std_upper + self.mean_upper + (x * self.scale + self.mean)[..., 3:4]
        x[..., self.heights] = (high - self.mean[self.heights]) / self.scale[self.heights]
        return x


def tokenizer_of(given: Mapping[str, Tensor]) -> tuple[vqvae.Config, bool, dict[str, Tensor]]:
    """Sizes of the released tokenizer, whether it has one decoder for both halves, and its parameters under our names,
    without the features' mean and scale; raises EngineError where it is none."""
    parts = Taken(given, "MMM upper-body tokenizer", f"{TOKENIZER}{_NAME}")
    codes, half = parts.shape("quantizer_upper.codebook", 2)
    width = parts.shape("encoder_upper.model.0.weight", 3)[0]
    halvings = sum(f"encoder_upper.model.{i}.0.weight" in parts for i in range(2, 9))
    depth = parts.count("encoder_upper.model.2.1.model.{}.")
    config = vqvae.Config(width, depth, halvings, codes, 2 * half)
    joint = "decoder.model.0.weight" in parts
    state = {f"codebook_{part}": parts.shaped(f"quantizer_{part}.codebook", 2) for part in ("upper", "lower")}
    state |= {name: parts.shaped(name, 1) for name in ("mean_upper", "std_upper")}
    for name in ("encoder_upper", "encoder_lower"):
        state |= tokenizer.encoder_of(parts, config, f"{name}.", f"{name}.model.")
    for name in ("decoder",) if joint else ("decoder_upper", "decoder_lower"):
        state |= tokenizer.decoder_of(parts, config, f"{name}.", f"{name}.model.")
    parts.finish(state, Tokenizer(config, joint))
    return config, joint, state


def transformer_of(given: Mapping[str, Tensor]) -> tuple[mmm.Config, dict[str, Tensor]]:
    """Sizes of the released transformer and its parameters under our names; raises EngineError where it is none.

    One embedding of both halves side by side is the sum of two, each with zeros where the other is."""
    config = replace(config_of(given), below=1, steps_a_token=STEPS / 49)
    base = Taken({k: v for k, v in given.items() if not k.startswith(TOKENIZER)}, "MMM upper-body", BASE)
    books = Taken(given, "MMM upper-body", f"{TOKENIZER}{_NAME}")
    special = base.shaped("learn_tok_emb.weight", 2)[[MASK, END, PAD]]  # our order
    upper, lower = (torch.cat([books.shaped(f"quantizer_{n}.codebook", 2), special]) for n in ("upper", "lower"))
    wide = upper.shape[1]
    if 2 * wide != config.token_dim:
        raise base.wrong(f"“{BASE}to_emb.weight” takes {config.token_dim} numbers, where {2 * wide} were due")
    tables = {"tokens.0.weight": F.pad(upper, (0, wide)), "tokens.1.weight": F.pad(lower, (wide, 0))}
    return config, rest_of(given, base, config, tables)
