"""Recipe of the audio model: pairs of motion with synthesised (or a studio's own) sound."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from engine.models import lda
from engine.protocol import styles
from engine.train import loop
from engine.train.audio.corpus import FEATURES, AudioCorpus, Batch, tracks_of
from engine.train.audio.pairs import AudioPairs, make_pairs
from engine.train.data.clips import Clip
from engine.train.progress import progress_bar
from engine.train.publish import Card, publish

BATCH = 32
TOTAL_STEPS = 6200
SOUNDTRACKS = 4  # that each piece of motion gets
LEVELS = (2, 5, 10, 15, 20, 30, 45)  # noise steps of the validation
CARD = Card(
    "Music to motion: audio-driven diffusion",
    "Makes poses frame by frame from the rhythm and loudness of a sound, in a style or in a mix of styles.",
    (
        "It never heard real music in training: real dance was paired with music that a small procedural band played "
        "to it, so that it knows beats, accents and loudness, and nothing of genres or of what people dance to a song.",
        "It knows the styles that it lists from minutes, not hours, of recordings each.",
        "It hears neither words nor harmony nor timbre; speech is loudness and stress to it.",
        "Two people, objects, fingers and faces are not in it.",
    ),
)


def fit_scales(model: lda.LDA, corpus: AudioCorpus) -> None:
    """Copy the training split's means and scales into the model's buffers."""
    for name, (mean, scale) in (("pose", corpus.scales.pose), ("audio", corpus.scales.audio)):
        getattr(model, f"{name}_mean").copy_(torch.from_numpy(np.asarray(mean)))
        getattr(model, f"{name}_scale").copy_(torch.from_numpy(np.asarray(scale)))


def loss_of(model: lda.LDA, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
    """`LDA.loss` of a batch on the model's device."""
    batch = batch.to(str(model.enter.weight.device))
    return model.loss(batch.poses, batch.condition, batch.present)


@torch.no_grad()
def measure(model: lda.LDA, batches: list[Batch], device: str) -> dict[str, float]:
    """Errors on fixed windows, averaged over LEVELS: mean square of the predicted noise, and root mean square of the
    clean estimate with its sound, without sound ("deaf"), and with another clip's sound."""
    sums = {"val epsilon": 0.0, "val clean": 0.0, "val clean, deaf": 0.0, "val clean, other's sound": 0.0}
    for number, batch in enumerate(batch.to(device) for batch in batches):
        generator = torch.Generator().manual_seed(number)
        clean = model.standardise(batch.poses)
        noise = torch.randn(clean.shape, generator=generator).to(device)
        sound = batch.condition
        deaf = lda.replace(sound, has_audio=torch.zeros_like(sound.has_audio))
        other = lda.replace(sound, audio=sound.audio.roll(1, 0))
        kinds = {"val clean": sound, "val clean, deaf": deaf, "val clean, other's sound": other}
        for level in LEVELS:
            for name, condition in kinds.items():
                condition = lda.replace(condition, has_energy=torch.zeros_like(sound.has_energy))
                error = _estimate(model, clean, noise, level, condition, batch.present, device) - clean
                square = float((error**2)[batch.present].mean())
                sums[name] += square**0.5
                if name == "val clean":
                    bar = model.schedule.alpha_bar[level]
                    sums["val epsilon"] += square * bar / (1 - bar)
    return {name: total / len(LEVELS) / len(batches) for name, total in sums.items()}


def _estimate(
    model: lda.LDA, clean: Tensor, noise: Tensor, level: int, condition: lda.Condition, present: Tensor, device: str
) -> Tensor:
    t = torch.full((len(clean),), level, device=device)
    x = lda.diffuse(model.schedule, clean, t, noise)
    with loop.low_precision(device):
        output = model(x, t, condition, model.positions(clean.shape[1]), present).float()
    return lda.to_clean(model.schedule, model.config.predicts, output, x, t)


def train_tracks(
    train: AudioCorpus, val: AudioCorpus, minutes: float, resume: bool, folder: Path, device: str,
    most_steps: float = math.inf,
) -> tuple[lda.LDA, dict[str, float]]:  # fmt: skip
    """Train a model; returns it with averaged weights, and its errors on fixed validation windows."""
    model = lda.LDA(train.config)
    fit_scales(model, train)
    schedule = loop.Schedule(
        minutes, learning_rate=1e-3, betas=(0.9, 0.99), weight_decay=0.01, warm_up=100, total_steps=TOTAL_STEPS,
        clip=2.0, ema=0.995, checkpoint_minutes=4, most_steps=most_steps,
    )  # fmt: skip
    fixed = [batch for _, batch in zip(range(2), val.batches(BATCH, 0, altered=False))]
    measured = loop.fit(
        model, lambda seed: train.batches(BATCH, seed), loss_of, schedule, folder, resume=resume,
        validate=lambda m: measure(m, fixed, device), validate_every=400, device=device,
    )  # fmt: skip
    return model, measured


def train_audio(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Train on rhythmic motion of the clips, with music that is synthesised once and kept in `runs`."""
    pairs = make_pairs(clips, runs / "audio-pairs.npz", SOUNDTRACKS, 0, progress_bar("making music"))
    used = set(pairs.clip.tolist())
    return train_pairs(pairs, [c for c in clips if c.id in used], minutes, resume, out, runs / "audio", device)


def train_pairs(
    pairs: AudioPairs, clips: list[Clip], minutes: float, resume: bool, out: Path, folder: Path,
    device: str,
) -> Path:  # fmt: skip
    """Train on pairs and publish the weights; clips: the source of the pairs, for the model card."""
    config = lda.Config.shipped(FEATURES, styles.NAMES)
    train = AudioCorpus(tracks_of(pairs, "train"), config)
    val = AudioCorpus(tracks_of(pairs, "val") or train.tracks, config, train.scales)
    model, measured = train_tracks(train, val, minutes, resume, folder, device)
    return publish("audio", out, folder, model.state_dict(), asdict(config), measured, clips, CARD)
