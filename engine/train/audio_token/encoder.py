"""Recipe of the audio encoder: masked log-mel patches are filled in, and what sounds is classified."""

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
from engine.train.audio_token.sounds import Sounds, make_sounds
from engine.train.data.clips import Clip
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


def train_hearing(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Train the encoder on sounds for the clips' motion, which are synthesised once and kept in `runs`."""
    sounds = make_sounds(clips, runs / "hearing-sounds.npz", RECORDINGS, 0, progress_bar("making sounds", "piece"))
    names = sounds.classes()
    config = audio_encoder.Config.shipped(names)
    folder = runs / "hearing"
    schedule = loop.Schedule(
        minutes, learning_rate=8e-4, betas=(0.9, 0.98), weight_decay=0.02, warm_up=80, total_steps=TOTAL_STEPS,
        ema=0.997, checkpoint_minutes=3, most_steps=MOST_STEPS,
    )  # fmt: skip
    fixed = list(held(sounds, "val", config))
    model = audio_encoder.AudioTransformer(config)
    measured = loop.fit(
        model, lambda seed: batches(sounds, config, seed), lambda m, batch: m.loss(*(t.to(device) for t in batch)),
        schedule, folder, resume=resume, validate=lambda m: measure(m, fixed, names, device), validate_every=250,
        device=device,
    )  # fmt: skip
    return publish("hearing", out, folder, dict(model.state_dict()), asdict(config), measured, clips, CARD)


def targets(sounds: Sounds, index: NDArray[np.int64], names: tuple[str, ...]) -> NDArray[np.float32]:
    """(B, classes) 1 for the classes that are heard in each sound."""
    present = [set(str(sounds.sounds[i]).split(",")) for i in index]
    return np.array([[name in sound for name in names] for sound in present], np.float32)


def stack(mels: list[NDArray[np.float32]], patch: int) -> tuple[Tensor, Tensor]:
    """Pad spectrograms (T, bands) with silence to (B, T, bands); also (B, T / patch) bool, True before each end."""
    width = -(-max(len(m) for m in mels) // patch) * patch
    out = np.full((len(mels), width, mels[0].shape[1]), -1.0, np.float32)
    for row, mel in zip(out, mels, strict=True):
        row[: len(mel)] = mel
    real = np.arange(width // patch) < np.array([-(-len(m) // patch) for m in mels])[:, None]
    return torch.from_numpy(out), torch.from_numpy(real)


def altered(mel: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Augment a crop of a spectrogram: a random equaliser, a noise floor, and in half of them some bands removed (Park
    et al. 2019, "SpecAugment")."""
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
    """Endless training batches (mel, real, classes)."""
    rng = np.random.default_rng(seed)
    while True:
        index = sounds.draw(BATCH, rng)
        mel, real = stack([altered(sounds.mel_of(int(i)), rng) for i in index], config.patch)
        yield mel, real, torch.from_numpy(targets(sounds, index, config.classes))


def held(sounds: Sounds, split: str, config: audio_encoder.Config) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Batches of a split's sounds without augmentation, each cut to ROWS; of the training split if it is empty."""
    index = sounds.split_or_train(split)[:512]
    for first in range(0, len(index), BATCH):
        part = index[first : first + BATCH]
        mel, real = stack([sounds.mel_of(int(i))[:ROWS] for i in part], config.patch)
        yield mel, real, torch.from_numpy(targets(sounds, part, config.classes))


@torch.no_grad()
def measure(
    model: audio_encoder.AudioTransformer,
    batches: list[tuple[Tensor, Tensor, Tensor]],
    names: tuple[str, ...],
    device: str,
) -> dict[str, float]:
    """Error of filled patches beside that of their mean, and mean average precision of the classes beside chance."""
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
    found, by_chance = average_precision(torch.cat(scores).numpy(), torch.cat(truths).numpy())
    return {
        "val filled": float(np.mean(filled)), "val filled by the mean": float(np.mean(plain)),
        f"val mAP of {len(names)} sounds": found, "val mAP by chance": by_chance,
    }  # fmt: skip


def average_precision(scores: NDArray[np.floating], truths: NDArray[np.floating]) -> tuple[float, float]:
    """Mean average precision over the classes that occur, and that of a random ranking.

    scores, truths: (N, classes), truths 0 or 1.
    """
    found, by_chance = [], []
    for score, truth in zip(scores.T, truths.T, strict=True):
        if truth.any() and not truth.all():
            ranked = truth[np.argsort(-score, kind="stable")]
            precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
            found.append(float((precision * ranked).sum() / ranked.sum()))
            by_chance.append(float(truth.mean()))
    return (float(np.mean(found)), float(np.mean(by_chance))) if found else (0.0, 0.0)
