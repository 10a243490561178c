"""Recipes of the pose prior (single poses) and of the decomposed diffusion model (clips around a pose)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch
from torch import Tensor

from engine.models import decomposed
from engine.models.decomposed import Clips, Config, Decomposed
from engine.runtime.weights import load_weights
from engine.train import loop
from engine.train.data.clips import Clip
from engine.train.pose.corpus import PoseCorpus, build
from engine.train.publish import Card, publish
from engine.train.text.recipe import tokenizer_of
from engine.train.warm_start import warm_start

POSES, CLIPS = 512, 32  # in a batch
POSE_STEPS = 2400
CLIP_STEPS = 2200  # from the weights before, which it starts with
LEVELS = (5, 20, 40, 80, 120, 160)  # noise steps that validation looks at
POSE_CARD = Card(
    "Pose prior",
    "Knows which poses bodies take: completes a half-posed figure, in several ways. The base generator of the "
    "decomposed diffusion model.",
    (
        "Poses of captured motion are passed through, not held: many are in the middle of a step.",
        "In most of what it has seen the feet stand on a flat floor; chairs, ladders and partners are not there.",
        "Hands have no fingers and faces no features.",
    ),
)
CLIP_CARD = Card(
    "Motion around a pose: decomposed diffusion",
    "Makes what leads to a pose and on from it; all frames share the noise of that base frame, and each has a residual "
    "of its own, so that takes come in families.",
    (
        "Four seconds at once: a longer clip is a chain of such windows, under one sentence.",
        "Far from the pose less happens than in captured motion; walks take a step or two and stand.",
        "A sentence steers it as one vector: for two things in a row, or left and right, take the text model.",
    ),
)


def train_poses(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Train the pose prior on single poses of the training split."""
    train, val = corpora(clips, out, runs, device)
    config = Config.shipped()
    model = fresh(config, train)
    schedule = loop.Schedule(
        minutes, learning_rate=1e-3, betas=(0.9, 0.98), weight_decay=0.01, warm_up=100, total_steps=POSE_STEPS,
        ema=0.998, checkpoint_minutes=4, most_steps=POSE_STEPS,
    )  # fmt: skip
    folder = runs / "poses"
    held = next(val.poses(4 * POSES, 0))
    measured = loop.fit(
        model, lambda seed: train.poses(POSES, seed),
        lambda m, batch: m.loss_of_poses(*(part.to(device) for part in batch)), schedule, folder, resume=resume,
        validate=lambda m: measure_poses(m, held, device), validate_every=1000, device=device,
    )  # fmt: skip
    kept = {name: value for name, value in model.state_dict().items() if not name.startswith("rest.")}
    return publish("poses", out, folder, kept, asdict(config), measured, clips, POSE_CARD)


def train_decomposed(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Train the residual generator together with `out`'s pose prior."""
    train, val = corpora(clips, out, runs, device)
    config = Config.shipped()
    folder = runs / "decomposed"
    earlier = out / "decomposed.safetensors"
    if earlier.exists() and not resume:
        model = fresh(config, train)
        warm_start(model, load_weights(earlier, torch.float32).state)
    else:
        model = with_prior(config, train, out / "poses.safetensors")
    measured = train_clips(model, train, val, minutes, resume, folder, device)
    return publish("decomposed", out, folder, dict(model.state_dict()), asdict(config), measured, clips, CLIP_CARD)


def train_clips(
    model: Decomposed, train: PoseCorpus, val: PoseCorpus, minutes: float, resume: bool, folder: Path, device: str,
    *, steps: int = CLIP_STEPS, most_steps: float = CLIP_STEPS,
) -> dict[str, float]:  # fmt: skip
    """Train a model in place up to its averaged weights; returns its losses on held-out clips."""
    schedule = loop.Schedule(
        minutes, learning_rate=1e-3, betas=(0.9, 0.98), weight_decay=0.01, warm_up=100, total_steps=steps, ema=0.997,
        checkpoint_minutes=4, most_steps=most_steps,
    )  # fmt: skip
    most = model.config.most
    drawn = val.clips(CLIPS, most, 0)
    held = [next(drawn) for _ in range(6)]
    return loop.fit(
        model, lambda seed: train.clips(CLIPS, most, seed), lambda m, batch: m.loss(batch.to(device)), schedule, folder,
        resume=resume, validate=lambda m: measure_clips(m, held, device), validate_every=400, device=device,
    )  # fmt: skip


def corpora(clips: Sequence[Clip], out: Path, runs: Path, device: str) -> tuple[PoseCorpus, PoseCorpus]:
    """Training and validation corpora, with the captions of the text corpus of `out`'s tokenizer."""
    stored = load_weights(out / "tokenizer.safetensors")
    return build(clips, tokenizer_of(stored, device), runs, stored.codes, device)


def fresh(config: Config, train: PoseCorpus) -> Decomposed:
    """An untrained model with the training split's scales, and measured shares where the config has none."""
    model = Decomposed(config)
    for buffer, found in zip((model.pose_mean, model.pose_scale), train.statistics(), strict=True):
        buffer.copy_(found)
    if config.share is None:
        windows = model.standardise(train.windows(1024, config.most, 0))
        model.table.copy_(decomposed.measured_shares(windows, config.most))
    return model


def with_prior(config: Config, train: PoseCorpus, prior: Path) -> Decomposed:
    """`fresh`, with a trained pose prior as its base generator; raises EngineError where there is none."""
    stored = load_weights(prior, torch.float32)
    config_of_prior = Config(**stored.config)
    kept = ("pose_dim", "text_dim", "base_width", "base_depth", "steps", "first_beta", "last_beta", "predicts")
    model = fresh(replace(config, **{name: getattr(config_of_prior, name) for name in kept}), train)
    model.load_state_dict({k: v for k, v in stored.state.items() if k != "table"}, strict=False)
    return model


@torch.no_grad()
def measure_poses(model: Decomposed, held: tuple[Tensor, Tensor], device: str) -> dict[str, float]:
    """Root mean square error of the clean estimate on held-out poses, in standard deviations, averaged over LEVELS;
    without a sentence, and with it ("told")."""
    poses, text = (part.to(device) for part in held)
    clean, sums = model.standardise(poses), {"val pose": 0.0, "val pose, told": 0.0}
    for level in LEVELS:
        noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(level)).to(device)
        z = model.schedule.signal(level) * clean + model.schedule.noise(level) * noise
        for name, words in (("val pose", torch.zeros_like(text)), ("val pose, told", text)):
            with loop.low_precision(device):
                estimate = model.base(z, torch.full((len(z),), level, device=device), words)
            if model.config.predicts == "epsilon":
                estimate = (z - model.schedule.noise(level) * estimate) / model.schedule.signal(level)
            sums[name] += float((estimate - clean).square().mean().sqrt()) / len(LEVELS)
    return sums


@torch.no_grad()
def measure_clips(model: Decomposed, held: Sequence[Clips], device: str) -> dict[str, float]:
    """The parts of the loss on held-out clips, the same noise each time."""
    before, sums = torch.get_rng_state(), dict[str, float]()
    torch.manual_seed(0)
    for batch in held:
        with loop.low_precision(device):
            _, parts = model.loss(batch.to(device))
        for name, value in parts.items():
            sums[f"val {name}"] = sums.get(f"val {name}", 0.0) + float(value) / len(held)
    torch.set_rng_state(before)
    return sums
