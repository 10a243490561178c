"""Recipe of the motion tokenizer: a VQ-VAE on windows of the training split and their mirror images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

import torch
from torch import Tensor

from engine.models.vqvae import VQVAE, Config
from engine.motion import features
from engine.runtime.weights import load_weights
from engine.train import loop
from engine.train.data.clips import Clip, partition
from engine.train.data.windows import build, windows
from engine.train.publish import Card, publish
from engine.train.text import tokenizer_metrics
from engine.train.warm_start import warm_start

WINDOW = 64  # frames
# Hand-made animation widens the vocabulary but has cartoon timing: draw it less.
HAND_MADE_SHARE = 0.5
CARD = Card(
    "Motion tokenizer",
    "Turns four frames of motion (22 joints, 30 fps) into eight codes of 512 and back; made for the masked transformer "
    "beside it.",
    (
        "Hands have no fingers and faces no features: the skeleton ends at the wrists and the head.",
        "Peaks of very fast limbs come back a little lower and slower than they were.",
        "It has seen adults on flat floors; stairs, ladders and props are heights in its numbers, not things.",
    ),
)


@dataclass(frozen=True)
class Pace:
    """windows: in a batch. rate: peak learning rate. steps: where its cosine ends."""

    windows: int = 64
    rate: float = 5e-4
    steps: int = 1500


def train_tokenizer(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Train the VQ-VAE whose codes the text model writes; returns its weights file."""
    config, folder = Config.shipped(), runs / "tokenizer"
    earlier = out / "tokenizer.safetensors"
    start = load_weights(earlier, torch.float32).state if earlier.exists() and not resume else {}
    model, measured = fit(clips, config, Pace(), minutes, resume, folder, device, start)
    return publish("tokenizer", out, folder, dict(model.state_dict()), asdict(config), measured, clips, CARD)


def fit(
    clips: Sequence[Clip], config: Config, pace: Pace, minutes: float, resume: bool, folder: Path,
    device: str, start: Mapping[str, Tensor] = MappingProxyType({}),
) -> tuple[VQVAE, dict[str, float]]:  # fmt: skip
    """Train a tokenizer of any config in `folder`; returns it with `tokenizer_metrics` of the validation split.

    start: tensors of an earlier tokenizer, from which this one goes on where they fit.
    """
    parts = partition(clips)
    train = parts["train"]
    shares = [c.share * (HAND_MADE_SHARE if c.hand_made else 1.0) for c in train]
    seen = build([c.motion for c in train], [c.category for c in train], shares, mirrored=True)
    model = VQVAE(config)
    mean, scale = features.statistics(seen.rows)
    model.mean.copy_(torch.from_numpy(mean))
    model.scale.copy_(torch.from_numpy(scale))
    warm_start(model, start)  # an encoder goes with the mean and scale that it was trained with
    held_out = [c.motion for c in parts["val"]]
    schedule = loop.Schedule(
        minutes, learning_rate=pace.rate, warm_up=100, total_steps=pace.steps, ema=0.995, checkpoint_minutes=3
    )

    measured = loop.fit(
        model, lambda seed: windows(seen, WINDOW, pace.windows, seed), partial(loss_of, device=device), schedule,
        folder, resume=resume, validate=lambda m: tokenizer_metrics.measure(m, held_out), device=device,
    )  # fmt: skip
    return model, measured


def loss_of(model: VQVAE, batch: Tensor, device: str) -> tuple[Tensor, dict[str, Tensor]]:
    """`VQVAE.loss`, with the perplexity of the first and the last level's codes."""
    loss, parts = model.loss(batch.to(device))
    codes = parts.pop("codes")
    for level in {0, codes.shape[-1] - 1}:
        parts[f"perplexity {level}"] = perplexity(codes[..., level], model.config.codes)
    return loss, parts


def perplexity(codes: Tensor, size: int) -> Tensor:
    """Return exp of the entropy of code use: the effective number of codes in a batch."""
    share = torch.bincount(codes.flatten(), minlength=size).float()
    share = share / share.sum()
    return torch.exp(-(share * (share + 1e-10).log()).sum())
