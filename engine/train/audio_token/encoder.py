"""Training our own audio encoder: made sounds, the parts of them that are hidden, and what they are called."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.models import audio_encoder
from engine.train import loop
from engine.train.audio_token import sounds as hearing_corpus
from engine.train.audio_token.sounds import Sounds
from engine.train.data import clips as data
from engine.train.progress import progress_bar
from engine.train.publish import Card, publish

BATCH = 24
ROWS = 200  # of a training crop: 4 s
RECORDINGS = 2  # of each piece of motion
MOST_STEPS = math.inf  # of a run, however long they take
TOTAL_STEPS = 1100
CARD = Card(
    "Hearing: a small audio encoder",
    "Turns a sound into hidden states that other models listen to. Trained to fill in hidden parts of log-mel "
    "spectrograms and to name what sounds in them.",
    (
        "All sounds of its training were made: steps, landings, claps and blows by synthesis, music by a small "
        "procedural band, speech and counting by espeak-ng. What real recordings have beyond that is new to it.",
        "It hears neither words nor who speaks, and of music tempo, rhythm and colour rather than harmony.",
        "Of two sounds at once it may name one.",
    ),
)


def train_hearing(clips: list[data.Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """The encoder on sounds made for the clips' motion, which are made once and kept in `runs`."""
    sounds = hearing_corpus.make(
        clips, runs / "hearing-sounds.npz", RECORDINGS, 0, progress_bar("making sounds", "piece")
    )
    names = sounds.classes()
    config = audio_encoder.Config.shipped(names)
    folder = runs / "hearing"
    done = loop.read_table(folder / "log.csv").get("step", [0])[-1] if resume else 0
    schedule = loop.Schedule(
        minutes, learning_rate=8e-4, betas=(0.9, 0.98), weight_decay=0.02, warm_up=80, total_steps=TOTAL_STEPS,
        ema=0.997, checkpoint_minutes=3, most_steps=MOST_STEPS,
    )  # fmt: skip
    fixed = list(held(sounds, "val", config))

    def validate(trained: nn.Module) -> dict[str, float]:
        assert isinstance(trained, audio_encoder.AudioTransformer)
        return measure(trained, fixed, names, device)

    def loss_of(trained: nn.Module, batch: tuple[Tensor, Tensor, Tensor]) -> tuple[Tensor, dict[str, Tensor]]:
        assert isinstance(trained, audio_encoder.AudioTransformer)
        return trained.loss(*(t.to(device) for t in batch))

    model = audio_encoder.AudioTransformer(config)
    drawn = batches(sounds, config, int(done) + 1)
    state = loop.train(
        model, loss_of, drawn, schedule, folder, resume=resume, validate=validate, validate_every=250, device=device
    )
    model.load_state_dict(state)
    return publish(
        "hearing", out, folder, dict(model.state_dict()), asdict(config), validate(model.eval()), clips, CARD
    )


def targets(sounds: Sounds, index: NDArray[np.int64], names: tuple[str, ...]) -> NDArray[np.float32]:
    """(B, classes) 1 where a class sounds."""
    spoken = [set(str(sounds.sounds[i]).split(",")) for i in index]
    return np.array([[name in own for name in names] for own in spoken], np.float32)


def stack(mels: list[NDArray[np.float32]], patch: int) -> tuple[Tensor, Tensor]:
    """Spectrograms (T, bands) of different lengths -> (B, T, bands) with silence behind, and (B, T / patch) bool."""
    width = -(-max(len(m) for m in mels) // patch) * patch
    out = np.full((len(mels), width, mels[0].shape[1]), -1.0, np.float32)
    for row, mel in zip(out, mels, strict=True):
        row[: len(mel)] = mel
    real = np.arange(width // patch) < np.array([-(-len(m) // patch) for m in mels])[:, None]
    return torch.from_numpy(out), torch.from_numpy(real)


def altered(mel: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """A crop as another microphone might have recorded it: louder or quieter bands, a floor of noise, at times two
    stretches of bands or time gone (Park et al. 2019, "SpecAugment")."""
    start = int(rng.integers(0, max(1, len(mel) - ROWS + 1)))
    mel = mel[start : start + ROWS]
    tilt = np.interp(np.arange(mel.shape[1]), np.linspace(0, mel.shape[1], 5), rng.normal(0, 0.06, 5))
    mel = np.clip(mel + tilt.astype(np.float32), -1, 0)
    mel = np.maximum(mel, np.float32(rng.uniform(-1.1, -0.6)) + 0.04 * rng.standard_normal(mel.shape, np.float32))
    if rng.random() < 0.5:
        low = int(rng.integers(0, mel.shape[1] - 8))
        mel[:, low : low + int(rng.integers(2, 9))] = -1
    return np.clip(mel, -1, 0)


def batches(sounds: Sounds, config: audio_encoder.Config, seed: int) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Endless training batches; every kind of motion is drawn about as often as any other."""
    rng = np.random.default_rng(seed)
    train = sounds.of_split("train")
    kinds = sounds.kind[sounds.owner[train]]
    share = np.bincount(kinds)[kinds] ** -0.7
    while True:
        index = rng.choice(train, BATCH, p=share / share.sum())
        mel, real = stack([altered(sounds.heard(int(i)), rng) for i in index], config.patch)
        yield mel, real, torch.from_numpy(targets(sounds, index, config.classes))


def held(sounds: Sounds, split: str, config: audio_encoder.Config) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """A split's sounds as they are, each cut to ROWS; the training split's where the split is empty."""
    index = sounds.of_split(split)
    index = (index if len(index) else sounds.of_split("train"))[:512]
    for first in range(0, len(index), BATCH):
        part = index[first : first + BATCH]
        mel, real = stack([sounds.heard(int(i))[:ROWS] for i in part], config.patch)
        yield mel, real, torch.from_numpy(targets(sounds, part, config.classes))


@torch.no_grad()
def measure(
    model: audio_encoder.AudioTransformer,
    batches: list[tuple[Tensor, Tensor, Tensor]],
    names: tuple[str, ...],
    device: str,
) -> dict[str, float]:
    """How well hidden patches are filled in, beside filling in their mean; and how well sounds are named: mean average
    precision over the classes that occur, beside chance."""
    before = torch.get_rng_state()
    torch.manual_seed(0)
    filled, plain, scores, truths = [], [], [], []
    for mel, real, sounds in batches:
        mel, real = mel.to(device), real.to(device)
        with loop.low_precision(device):
            _, parts = model.loss(mel, real, sounds.to(device))
            patches = model.patches(mel)
            scores.append(model.class_logits(model(patches, real)[-1], real).float().cpu())
        flat = patches[real]
        filled.append(float(parts["filled"]))
        plain.append(float(nn.functional.smooth_l1_loss(flat.mean(0).expand_as(flat), flat)))
        truths.append(sounds)
    torch.set_rng_state(before)
    found, chance = average_precision(torch.cat(scores).numpy(), torch.cat(truths).numpy())
    return {
        "val filled": float(np.mean(filled)), "val filled by the mean": float(np.mean(plain)),
        f"val mAP of {len(names)} sounds": found, "val mAP by chance": chance,
    }  # fmt: skip


def average_precision(scores: NDArray[np.floating], truths: NDArray[np.floating]) -> tuple[float, float]:
    """Mean over the classes that occur of the area under precision and recall, and what ranking by lot would get.

    scores, truths: (N, classes), truths 0 or 1.
    """
    found, chance = [], []
    for score, truth in zip(scores.T, truths.T, strict=True):
        if truth.any() and not truth.all():
            ranked = truth[np.argsort(-score, kind="stable")]
            precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
            found.append(float((precision * ranked).sum() / ranked.sum()))
            chance.append(float(truth.mean()))
    return (float(np.mean(found)), float(np.mean(chance))) if found else (0.0, 0.0)
