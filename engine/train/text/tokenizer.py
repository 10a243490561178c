"""Training the motion tokenizer: windows of the training split and their mirror images through the VQ-VAE."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.models import vqvae
from engine.motion import features as layout
from engine.train import loop
from engine.train.data import clips as data
from engine.train.data import windows as corpus
from engine.train.publish import Card, publish
from engine.train.text import tokenizer_metrics

WINDOW = 64  # frames
# Hand-made animation widens the vocabulary but has cartoon timing: draw it less.
HAND_MADE_SHARE = 0.5
CARD = Card(
    "Motion tokenizer",
    "Turns four frames of motion (22 joints, 30 fps) into six codes of 512 and back; made for the masked transformer "
    "beside it.",
    (
        "Hands have no fingers and faces no features: the skeleton ends at the wrists and the head.",
        "Peaks of very fast limbs come back a little lower and slower than they were.",
        "It has seen adults on flat floors; stairs, ladders and props are heights in its numbers, not things.",
    ),
)


@dataclass(frozen=True)
class Pace:
    """windows: a batch. rate: peak learning rate. steps: where its cosine ends."""

    windows: int = 128
    rate: float = 8e-4
    steps: int = 2100


def train_tokenizer(clips: list[data.Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """The VQ-VAE that the text model's codes are of."""
    config, folder = vqvae.Config.shipped(), runs / "tokenizer"
    model, measured = fit(clips, config, Pace(), minutes, resume, folder, device)
    return publish("tokenizer", out, folder, dict(model.state_dict()), asdict(config), measured, clips, CARD)


def fit(
    clips: Sequence[data.Clip], config: vqvae.Config, pace: Pace, minutes: float, resume: bool, folder: Path,
    device: str,
) -> tuple[vqvae.VQVAE, dict[str, float]]:  # fmt: skip
    """A tokenizer of any config, trained in `folder`, and what the gate measures of it on the validation split."""
    parts = data.partition(clips)
    train = parts["train"]
    shares = [c.share * (HAND_MADE_SHARE if c.hand_made else 1.0) for c in train]
    seen = corpus.build([c.motion for c in train], [c.category for c in train], shares, mirrored=True)
    model = vqvae.VQVAE(config)
    mean, scale = layout.statistics(seen.rows)
    model.mean.copy_(torch.from_numpy(mean))
    model.scale.copy_(torch.from_numpy(scale))
    held_out = [c.motion for c in parts["val"]]
    schedule = loop.Schedule(
        minutes, learning_rate=pace.rate, warm_up=100, total_steps=pace.steps, ema=0.995, checkpoint_minutes=3
    )

    def validate(trained: nn.Module) -> dict[str, float]:
        assert isinstance(trained, vqvae.VQVAE)
        return tokenizer_metrics.measure(trained, held_out)

    batches = corpus.windows(seen, WINDOW, pace.windows, _fresh_seed(folder, resume))
    state = loop.train(
        model, _loss(device), batches, schedule, folder, resume=resume, device=device, validate=validate,
        validate_every=500,
    )  # fmt: skip
    model.load_state_dict(state)
    return model.eval(), validate(model)


def _loss(device: str) -> Callable[[nn.Module, Tensor], tuple[Tensor, dict[str, Tensor]]]:
    def loss_of(model: nn.Module, batch: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        assert isinstance(model, vqvae.VQVAE)
        loss, parts = model.loss(batch.to(device))
        codes = parts.pop("codes")
        for level in {0, codes.shape[-1] - 1}:
            parts[f"perplexity {level}"] = perplexity(codes[..., level], model.config.codes)
        return loss, parts

    return loss_of


def perplexity(codes: Tensor, size: int) -> Tensor:
    """exp of the entropy of code use: how many codes a batch really employs."""
    share = torch.bincount(codes.flatten(), minlength=size).float()
    share = share / share.sum()
    return torch.exp(-(share * (share + 1e-10).log()).sum())


def _fresh_seed(folder: Path, resume: bool) -> int:
    """A resumed run must not see the same batches again."""
    done = loop.read_table(folder / "log.csv").get("step", [0])[-1] if resume else 0
    return int(done) + 1
