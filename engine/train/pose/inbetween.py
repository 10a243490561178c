"""Recipe of the in-betweener: random gaps in captured motion are filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.inbetween.gaps import gap_of, seen_from, tensor
from engine.models import inbetween
from engine.runtime.weights import load_weights
from engine.train import loop
from engine.train.data.clips import Clip, partition
from engine.train.publish import Card, publish
from engine.train.warm_start import warm_start
from retarget import quat
from retarget.motion import mirror

TOTAL_STEPS = 3500  # from the weights before, which it starts with
FRAMES = 5000  # in a batch
HAND_MADE_SHARE = 0.5
VALIDATED = (5, 15, 30, 45)
CARD = Card(
    "In-betweening",
    "Fills what lies between kept frames: gaps and pose to pose.",
    (
        "Gaps of over two and a half seconds and open ends are filled by the masked transformer.",
        "It knows no prompt: what happens in a gap is what most often does between such poses.",
        "Nothing but the body: contact with props and other people is not in it.",
    ),
)
Example = tuple[inbetween.Gap, Tensor, Tensor]


def train_inbetween(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Train the in-betweener on gaps in the training split."""
    parts = partition(clips)
    config = inbetween.Config.shipped()
    model = inbetween.InBetween(config)
    schedule = loop.Schedule(
        minutes, learning_rate=1e-3, betas=(0.9, 0.98), weight_decay=0.02, warm_up=200, total_steps=TOTAL_STEPS,
        ema=0.998, checkpoint_minutes=4,
    )  # fmt: skip
    folder, earlier = runs / "inbetween", out / "inbetween.safetensors"
    windows = Windows(parts["train"], mirrored=True)
    fit_statistics(model, windows)
    if earlier.exists() and not resume:
        warm_start(model, load_weights(earlier, torch.float32).state)
    held = held_out(Windows(parts["val"] or parts["train"], mirrored=False), config, device)

    measured = loop.fit(
        model, lambda seed: windows.batches(np.random.default_rng(seed), config, device),
        lambda m, batch: m.loss(*batch), schedule, folder, resume=resume, validate=lambda m: measure(m, held),
        device=device,
    )  # fmt: skip
    return publish("inbetween", out, folder, dict(model.state_dict()), asdict(config), measured, clips, CARD)


class Windows:
    """Clips end to end, and windows around gaps. Rare categories and captured motion are drawn more often.

    Raises ValueError without clips.
    """

    def __init__(self, clips: list[Clip], *, mirrored: bool) -> None:
        if not clips:
            raise ValueError("There is no motion to learn from.")
        motions = [c.motion for c in clips] + ([mirror(c.motion) for c in clips] if mirrored else [])
        self.root = np.concatenate([m.root_pos for m in motions])
        self.rot = np.concatenate([m.rot for m in motions])
        self.lengths = np.array([len(m) for m in motions])
        self.starts = np.cumsum(self.lengths) - self.lengths
        kinds, index = np.unique([c.category for c in clips], return_inverse=True)
        frames = np.bincount(index, weights=self.lengths[: len(clips)], minlength=len(kinds))
        share = np.array([HAND_MADE_SHARE if c.hand_made else 1.0 for c in clips]) / np.sqrt(frames[index])
        self.share = np.tile(share, len(motions) // len(clips))

    def cut(self, rng: np.random.Generator, frames: int, count: int) -> tuple[NDArray, NDArray] | None:
        """Roots (count, frames, 3) and rotations (count, frames, 22, 4) of random pieces; None where no clip is as
        long."""
        room = np.maximum(self.lengths - frames + 1, 0) * self.share
        if not room.any():
            return None
        clips = rng.choice(len(room), count, p=room / room.sum())
        first = self.starts[clips] + (rng.random(count) * (self.lengths[clips] - frames + 1)).astype(int)
        at = first[:, None] + np.arange(frames)
        return self.root[at], self.rot[at]

    def example(
        self, rng: np.random.Generator, gap: int, kept: tuple[int, int], count: int, config: inbetween.Config,
        device: str = "cpu",
    ) -> Example | None:  # fmt: skip
        """`count` gaps of `gap` frames with `kept` frames before and after, and the true roots and rotations.

        None where no clip is long enough.
        """
        first, last = kept[0], kept[0] + gap
        found = self.cut(rng, last + kept[1], count)
        if found is None:
            return None
        root, rot, *_ = seen_from(*found, first - 1)
        around = slice(first - 1, last + 1)
        true = tensor(root[:, around], device), tensor(quat.to_matrix(rot[:, around]), device)
        return gap_of(root, rot, (first, last), kept, config.context, device), *true

    def batches(self, rng: np.random.Generator, config: inbetween.Config, device: str) -> Iterator[Example]:
        """Endless batches, each of one length of gap, with all or just one of the frames on either side kept."""
        while True:
            gap = length_of(rng, config.longest)
            kept = (config.context if rng.random() < 0.8 else 1, config.context if rng.random() < 0.5 else 1)
            batch = self.example(rng, gap, kept, int(np.clip(FRAMES // gap, 64, 320)), config, device)
            if batch is not None:
                yield batch


def length_of(rng: np.random.Generator, longest: int) -> int:
    """A random number of frames of a gap: half of the time log-uniform, else uniform."""
    most = np.log(longest + 1)
    drawn = np.exp(rng.uniform(np.log(2), most)) if rng.random() < 0.5 else rng.uniform(5, longest + 1)
    return int(min(drawn, longest))


def fit_statistics(model: inbetween.InBetween, windows: Windows, draws: int = 60) -> None:
    """Set the model's buffers (means, scales, spread of amplitudes) from `draws` training batches."""
    config, rng = model.config, np.random.default_rng(0)
    sees, found = [], []
    for (gap, root, turns), _ in zip(windows.batches(rng, config, "cpu"), range(draws)):
        sees.append(inbetween.context_features(gap)[:64])
        amplitudes = inbetween.amplitudes_of(inbetween.corrections(gap, root, turns), config.waves)
        if gap.frames >= config.waves:
            found.append((amplitudes / (model.scale(gap.frames) / model.spread))[:64])
    stacked = torch.cat(sees)
    model.seen_mean.copy_(stacked.mean(0))
    model.seen_scale.copy_(stacked.std(0).clamp(min=0.01))
    if found:
        model.spread.copy_(torch.cat(found).square().mean(0).sqrt().clamp(min=1e-4))


def held_out(windows: Windows, config: inbetween.Config, device: str) -> list[Example]:
    """Examples of VALIDATED lengths with one frame kept after each (LaFAN1's protocol)."""
    rng = np.random.default_rng(0)
    drawn = [
        windows.example(rng, gap, (config.context, 1), 160, config, device)
        for gap in VALIDATED
        if gap <= config.longest
    ]
    return [example for example in drawn if example is not None]


@torch.no_grad()
def measure(model: inbetween.InBetween, held: list[Example]) -> dict[str, float]:
    """Errors for each length of gap of the likeliest filling and of interpolation ("plain"): positions in mm, world
    rotations in degrees."""
    row = {}
    for gap, root, turns in held:
        want, facing = inbetween.in_world(root, turns)
        filled = inbetween.sample(model, gap, torch.Generator(), temperature=0)
        for name, have in (("filled", filled), ("plain", (gap.root, gap.turns))):
            at, faces = inbetween.in_world(*have)
            row[f"val {gap.frames} {name} mm"] = 1000 * float((at - want)[:, 1:-1].norm(dim=-1).mean())
            apart = inbetween.to_rotvec(faces @ facing.transpose(-1, -2)).norm(dim=-1)
            row[f"val {gap.frames} {name} deg"] = float(torch.rad2deg(apart[:, 1:-1]).mean())
    return row
