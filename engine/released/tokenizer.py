"""The released tokenizer of 263 features a frame (HumanML3D's) at 20 fps: its parameters, and it as a network."""

from __future__ import annotations

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.models import vqvae
from engine.released.names import Taken

CODEBOOK = "vqvae.quantizer.codebook"
_ENCODER, _DECODER = "vqvae.encoder.model.", "vqvae.decoder.model."


class Tokenizer(nn.Module):
    """Features (B, T, columns), standardised <-> codes (B, T / stride). The layers are those of `vqvae.VQVAE`."""

    codebook: Tensor

    def __init__(self, config: vqvae.Config, columns: int) -> None:
        super().__init__()
        self.config, self.columns = config, columns
        self.encoder = vqvae.encoder(columns, config.code_dim, config)
        self.decoder = vqvae.decoder(config, columns)
        self.register_buffer("codebook", torch.zeros(config.codes, config.code_dim))

    def latent(self, x: Tensor) -> Tensor:
        """What the codes stand for, before it is rounded to one: (B, T, columns) -> (B, T / stride, code_dim)."""
        return self.encoder(x.transpose(1, 2)).transpose(1, 2)

    def encode(self, x: Tensor) -> Tensor:
        """(B, T, columns) -> (B, T / stride)."""
        z = self.latent(x)
        return (self.codebook.square().sum(-1) - 2 * z @ self.codebook.t()).argmin(-1)

    def decode(self, codes: Tensor) -> Tensor:
        """(B, L) -> (B, L * stride, columns)."""
        return self.decoder(F.embedding(codes, self.codebook).transpose(1, 2)).transpose(1, 2)


def config_of(given: Mapping[str, Tensor], prefix: str = "") -> tuple[vqvae.Config, int]:
    """Sizes of a released tokenizer and how many columns it reads; raises EngineError where it is none."""
    parts = Taken(given, "MMM tokenizer", prefix)
    codes, code_dim = parts.shape(CODEBOOK, 2)
    width, columns, _ = parts.shape(f"{_ENCODER}0.weight", 3)
    halvings = sum(f"{_ENCODER}{i}.0.weight" in parts for i in range(2, 9))
    return vqvae.Config(width, parts.count(f"{_ENCODER}2.1.model.{{}}."), halvings, codes, code_dim), columns


def state_of(given: Mapping[str, Tensor], config: vqvae.Config, columns: int, prefix: str = "") -> dict[str, Tensor]:
    """The tokenizer's parameters under our names; raises EngineError for what is missing, of another shape or not
    known."""
    parts = Taken(given, "MMM tokenizer", prefix)
    state = {
        "codebook": parts.shaped(CODEBOOK, 2),
        **encoder_of(parts, config, "encoder.", _ENCODER),
        **decoder_of(parts, config, "decoder.", _DECODER),
    }
    with torch.device("meta"):
        parts.finish(state, Tokenizer(config, columns))
    return state


def encoder_of(parts: Taken, config: vqvae.Config, ours: str, theirs: str) -> dict[str, Tensor]:
    """Parameters of an encoder, by our names."""
    last = 2 + config.halvings  # where the last convolution stands, in the file
    state = parts.as_is(f"{ours}0", f"{theirs}0") | parts.as_is(f"{ours}{2 * config.halvings + 2}", f"{theirs}{last}")
    for i in range(config.halvings):
        state |= parts.as_is(f"{ours}{2 * i + 2}", f"{theirs}{i + 2}.0")
        state |= _stack(parts, config, f"{ours}{2 * i + 3}.", f"{theirs}{i + 2}.1.model.")
    return state


def decoder_of(parts: Taken, config: vqvae.Config, ours: str, theirs: str) -> dict[str, Tensor]:
    """Parameters of a decoder, by our names."""
    last, end = 2 + config.halvings, 3 * config.halvings + 2
    state = parts.as_is(f"{ours}0", f"{theirs}0")
    state |= parts.as_is(f"{ours}{end}", f"{theirs}{last}") | parts.as_is(f"{ours}{end + 2}", f"{theirs}{last + 2}")
    for i in range(config.halvings):
        state |= _stack(parts, config, f"{ours}{3 * i + 2}.", f"{theirs}{i + 2}.0.model.")
        state |= parts.as_is(f"{ours}{3 * i + 4}", f"{theirs}{i + 2}.2")
    return state


def _stack(parts: Taken, config: vqvae.Config, ours: str, theirs: str) -> dict[str, Tensor]:
    state: dict[str, Tensor] = {}
    for k in range(config.depth):
        state |= parts.as_is(f"{ours}{k}.wide", f"{theirs}{k}.conv1")
        state |= parts.as_is(f"{ours}{k}.point", f"{theirs}{k}.conv2")
    return state
