"""Training the pose prior on single poses, and with it the clips around a pose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.models import decomposed, vqvae
from engine.models.decomposed import Clips, Config, Decomposed
from engine.runtime.weights import load_weights
from engine.train import loop
from engine.train.data import clips as data
from engine.train.pose import corpus
from engine.train.pose.corpus import PoseCorpus
from engine.train.publish import Card, publish

POSES, CLIPS = 512, 32  # in a batch
POSE_STEPS, CLIP_STEPS = 2400, 7000
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


def train_poses(clips: list[data.Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """The pose prior on single poses of the training split."""
    train, val = corpora(clips, out, runs, device)
    config = Config.shipped()
    model = fresh(config, train)
    schedule = loop.Schedule(
        minutes, learning_rate=1e-3, betas=(0.9, 0.98), weight_decay=0.01, warm_up=100, total_steps=POSE_STEPS,
        ema=0.998, checkpoint_minutes=4, most_steps=POSE_STEPS,
    )  # fmt: skip
    folder = runs / "poses"
    held = next(val.poses(4 * POSES, 0))

    def validate(trained: nn.Module) -> dict[str, float]:
        assert isinstance(trained, Decomposed)
        return measure_poses(trained, held, device)

    def loss_of(trained: nn.Module, batch: tuple[Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        assert isinstance(trained, Decomposed)
        return trained.loss_of_poses(*(part.to(device) for part in batch))

    batches = train.poses(POSES, _seed(folder, resume))
    state = loop.train(
        model, loss_of, batches, schedule, folder, resume=resume, validate=validate, validate_every=1000, device=device
    )
    model.load_state_dict(state)
    kept = {name: value for name, value in model.state_dict().items() if not name.startswith("rest.")}
    return publish("poses", out, folder, kept, asdict(config), validate(model.eval()), clips, POSE_CARD)


def train_decomposed(clips: list[data.Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """The residual generator, from `out`'s pose prior on, which is trained further with it."""
    train, val = corpora(clips, out, runs, device)
    config = Config.shipped()
    folder = runs / "decomposed"
    model = with_prior(config, train, out / "poses.safetensors")
    measured = train_clips(model, train, val, minutes, resume, folder, device)
    return publish("decomposed", out, folder, dict(model.state_dict()), asdict(config), measured, clips, CLIP_CARD)


def train_clips(
    model: Decomposed, train: PoseCorpus, val: PoseCorpus, minutes: float, resume: bool, folder: Path, device: str,
    *, steps: int = CLIP_STEPS, most_steps: float = CLIP_STEPS,
) -> dict[str, float]:  # fmt: skip
    """Train in place; the averaged weights are in it afterwards. What it measures on held-out clips."""
    schedule = loop.Schedule(
        minutes, learning_rate=1e-3, betas=(0.9, 0.98), weight_decay=0.01, warm_up=100, total_steps=steps, ema=0.997,
        checkpoint_minutes=4, most_steps=most_steps,
    )  # fmt: skip
    most = model.config.most
    drawn = val.clips(CLIPS, most, 0)
    held = [next(drawn) for _ in range(6)]

    def validate(trained: nn.Module) -> dict[str, float]:
        assert isinstance(trained, Decomposed)
        return measure_clips(trained, held, device)

    def loss_of(trained: nn.Module, batch: Clips) -> tuple[Tensor, dict[str, Tensor]]:
        assert isinstance(trained, Decomposed)
        return trained.loss(batch.to(device))

    batches = train.clips(CLIPS, most, _seed(folder, resume))
    state = loop.train(
        model, loss_of, batches, schedule, folder, resume=resume, validate=validate, validate_every=400, device=device
    )
    model.load_state_dict(state)
    return validate(model.eval())


def corpora(clips: Sequence[data.Clip], out: Path, runs: Path, device: str) -> tuple[PoseCorpus, PoseCorpus]:
    """Poses and clips with sentences, by `out`'s tokenizer's text corpus."""
    stored = load_weights(out / "tokenizer.safetensors")
    tokenizer = vqvae.VQVAE(vqvae.Config(**stored.config))
    tokenizer.load_state_dict(stored.state)
    return corpus.build(clips, tokenizer.to(device).float().eval(), runs, stored.digest, device)


def fresh(config: Config, train: PoseCorpus) -> Decomposed:
    """An untrained model with the training split's scales, and its shares where the config leaves them to the data."""
    model = Decomposed(config)
    for own, found in zip((model.pose_mean, model.pose_scale), train.statistics(), strict=True):
        own.copy_(found)
    if config.share is None:
        windows = model.standardise(train.windows(1024, config.most, 0))
        model.table.copy_(decomposed.measured_shares(windows, config.most))
    return model


def with_prior(config: Config, train: PoseCorpus, prior: Path) -> Decomposed:
    """The same with a trained pose prior for its base generator; raises EngineError where there is none."""
    stored = load_weights(prior, torch.float32)
    own = Config(**stored.config)
    kept = ("pose_dim", "text_dim", "base_width", "base_depth", "steps", "first_beta", "last_beta", "predicts")
    model = fresh(replace(config, **{name: getattr(own, name) for name in kept}), train)
    model.load_state_dict({k: v for k, v in stored.state.items() if k != "table"}, strict=False)
    return model


@torch.no_grad()
def measure_poses(model: Decomposed, held: tuple[Tensor, Tensor], device: str) -> dict[str, float]:
    """Root mean square of the clean estimate's error on held-out poses, in standard deviations, without a sentence and
    with it, averaged over LEVELS."""
    poses, text = (part.to(device) for part in held)
    clean, sums = model.standardise(poses), {"val pose": 0.0, "val pose, told": 0.0}
    for level in LEVELS:
        noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(level)).to(device)
        z = model.schedule.signal(level) * clean + model.schedule.noise(level) * noise
        for name, words in (("val pose", torch.zeros_like(text)), ("val pose, told", text)):
            with loop.low_precision(device):
                said = model.base(z, torch.full((len(z),), level, device=device), words)
            if model.config.predicts == "epsilon":
                said = (z - model.schedule.noise(level) * said) / model.schedule.signal(level)
            sums[name] += float((said - clean).square().mean().sqrt()) / len(LEVELS)
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


def _seed(folder: Path, resume: bool) -> int:
    """A resumed run must not see the same batches again."""
    return int((loop.read_table(folder / "log.csv").get("step", [0])[-1] if resume else 0) + 1)
