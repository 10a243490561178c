"""Recipe of the tokenizer's decoder alone: the codes stay what they are, and so does all that was made of them.

Encoder and codebooks are as they were; only the way back from codes to motion goes on learning. Transformers, critics
and libraries of these codes go on being used, as the file names the codes that it reads (`LoadedWeights.codes`).
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.models.vqvae import VQVAE, reconstruction_terms
from engine.runtime.weights import load_weights
from engine.train import loop
from engine.train.data.clips import Clip, partition
from engine.train.data.windows import build, windows
from engine.train.publish import publish
from engine.train.text import tokenizer_metrics
from engine.train.text.recipe import tokenizer_of
from engine.train.text.tokenizer import CARD, HAND_MADE_SHARE, WINDOW

BATCH = 64
# Feet that slide are what one sees first of a decoded motion; the other terms have had their say in the codes.
FEET = 2.0
# A transformer's later levels are guesses: some windows are decoded from their first levels alone.
COARSE_SHARE = 0.1


def train_decoder(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Train `out`'s tokenizer's decoder on; returns the tokenizer's weights file, whose codes are those of before."""
    stored = load_weights(out / "tokenizer.safetensors", torch.float32)
    model, folder, parts = tokenizer_of(stored, device), runs / "decoder", partition(clips)
    for part in (model.encoder, model.quantizers):
        part.requires_grad_(False)
    train = parts["train"]
    shares = [c.share * (HAND_MADE_SHARE if c.hand_made else 1.0) for c in train]
    seen = build([c.motion for c in train], [c.category for c in train], shares, mirrored=True)
    held_out = [c.motion for c in parts["val"]]
    schedule = loop.Schedule(
        minutes, learning_rate=2e-4, warm_up=50, total_steps=2200, ema=0.995, checkpoint_minutes=3
    )  # fmt: skip
    measured = loop.fit(
        model, lambda seed: windows(seen, WINDOW, BATCH, seed), partial(loss_of, device=device), schedule, folder,
        resume=resume, validate=lambda m: tokenizer_metrics.measure(m, held_out), validate_every=250, device=device,
    )  # fmt: skip
    state, config = dict(model.state_dict()), asdict(model.config)
    return publish("tokenizer", out, folder, state, config, measured, clips, CARD, {"codes": stored.codes})


def loss_of(model: VQVAE, batch: Tensor, device: str) -> tuple[Tensor, dict[str, Tensor]]:
    """The reconstruction's loss on features (B, T, FEATURE_DIM), through codes that no gradient reaches."""
    batch = batch.to(device)
    with torch.no_grad():
        vectors = _quantized(model, batch)
    rows, contacts = model.rows(vectors)
    with torch.autocast(batch.device.type, enabled=False):
        parts = reconstruction_terms(rows.float(), contacts.float(), batch, model.scale)
    parts["feet"] = FEET * parts["feet"]
    return torch.stack(list(parts.values())).sum(), parts


def _quantized(model: VQVAE, batch: Tensor) -> Tensor:
    """Vectors (B, T / stride, code_dim) of a batch's codes, of some sequences by their first levels alone."""
    codes, levels = model.encode(batch), model.config.levels
    depth = torch.full((len(batch), 1, 1), levels, device=batch.device)
    coarse = torch.rand(len(batch), 1, 1, device=batch.device) < COARSE_SHARE
    depth = torch.where(coarse, torch.randint_like(depth, levels // 2, levels + 1), depth)
    books = zip(codes.unbind(-1), model.books(), strict=True)
    return torch.stack([F.embedding(code, book.codebook) * (depth > i) for i, (code, book) in enumerate(books)]).sum(0)
