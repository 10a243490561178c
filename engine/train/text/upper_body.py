"""Recipe of the upper body's model: tokenizers of both halves of the body, then a masked transformer over the codes of
the upper half given those of the lower half."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from engine.inbetween.upper_body import TOKENIZER
from engine.models import mmm, vqvae
from engine.runtime.weights import load_weights, save_weights
from engine.train import loop
from engine.train.data.clips import Clip, corpus_file
from engine.train.labels.compose import make_gestures
from engine.train.publish import Card, publish
from engine.train.text import recipe, tokenizer
from engine.train.text.corpus import Item
from engine.train.text.items import COMPOSED, labelled

TOTAL_STEPS = 1600  # from the weights before, which it starts with
GESTURES, GESTURE_SHARE = 900, 0.35
TOKENIZER_PACE = tokenizer.Pace(windows=64, rate=4e-4, steps=1000)  # likewise
TOKENIZER_MINUTES = 1 / 3  # share of the time
CARD = Card(
    "Upper body over given legs",
    "Makes trunk, head and arms anew while root and legs stay, with or without a prompt: tokenizers of the body's two "
    "halves, a masked transformer over the upper one's tokens that sees the lower one's, and the training motions it "
    "looks at.",
    (
        "It knows the gestures of some two hours of recordings and those made by construction over them.",
        "Hips and legs stay: what needs them, a kick or a deep bow, comes as far as the spine alone takes it.",
        "Hands have no fingers, and it does not see props or other people.",
    ),
)


def train_upper(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Train the tokenizers in a third of the time, unless a resumed run has them; then the transformer."""
    folder, earlier = runs / "upper", out / "upper.safetensors"
    stored = folder / "tokenizer.safetensors"
    start = load_weights(earlier, torch.float32).state if earlier.exists() and not resume else {}
    if not (resume and stored.exists()):
        (folder / "checkpoint.pt").unlink(missing_ok=True)  # of a transformer over other codes
        train_tokenizer(clips, minutes * TOKENIZER_MINUTES, resume, folder, device, start)
        minutes *= 1 - TOKENIZER_MINUTES
    return train_transformer(clips, minutes, resume, out, folder, device, start)


def train_tokenizer(
    clips: list[Clip], minutes: float, resume: bool, folder: Path, device: str, start: Mapping[str, Tensor]
) -> None:
    """Train the tokenizers of both halves into the run's folder, from those of `start`, an earlier weights file."""
    config = vqvae.Config.halves()
    known = {name.removeprefix(TOKENIZER): value for name, value in start.items() if name.startswith(TOKENIZER)}
    model, _ = tokenizer.fit(clips, config, TOKENIZER_PACE, minutes, resume, folder / "tokenizer", device, known)
    save_weights(folder / "tokenizer.safetensors", model.state_dict(), asdict(config))


def train_transformer(
    clips: list[Clip], minutes: float, resume: bool, out: Path, folder: Path, device: str, start: Mapping[str, Tensor]
) -> Path:
    """Train the masked transformer on codes of the folder's tokenizers; all that inference needs goes into one file."""
    stored = load_weights(folder / "tokenizer.safetensors")
    cache = corpus_file(folder, "corpus", clips, stored.digest)
    train, val = recipe.corpora(clips, recipe.tokenizer_of(stored, device), items_of, cache, device)
    schedule = loop.Schedule(
        minutes, learning_rate=7e-4, betas=(0.9, 0.98), weight_decay=0.01, warm_up=150, total_steps=TOTAL_STEPS,
        ema=0.998, checkpoint_minutes=4,
    )  # fmt: skip
    model, measured = recipe.fit(
        mmm.Config.upper(), train, val, schedule, folder, resume, device, validate_every=500, start=start
    )
    whole = (
        {TOKENIZER + k: v for k, v in stored.state.items()}
        | dict(model.state_dict())
        | train.library.in_bytes().tensors()
    )
    configs = {"tokenizer": stored.config, "transformer": asdict(model.config)}
    return publish("upper", out, folder, whole, configs, measured, clips, CARD)


def items_of(part: list[Clip], training: bool) -> list[Item]:
    """Items of the text model; training: with gestures over other legs, whose captions name the arms alone."""
    items = recipe.items_of(part, training)
    if not training:
        return items
    rng = np.random.default_rng(11)
    made = make_gestures([piece for piece, _ in labelled(part)], min(GESTURES, 4 * len(part)), rng)
    share = GESTURE_SHARE * sum(i.share for i in items) / max(1, len(made))
    return items + [Item(motion, tuple(texts), (), "composed", COMPOSED, share) for motion, texts in made]
