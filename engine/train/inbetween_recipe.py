"""Training the in-betweener: windows of motion with frames taken away, of the kinds that artists leave open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.gaps import heading_frame, straight
from engine.models import inbetween
from engine.train import data, loop
from engine.train.publish import Card, publish
from retarget import quat
from retarget.motion import Motion, mirror

BATCH, WINDOW = 24, 85
TOTAL_STEPS = 5500
HAND_MADE_SHARE = 0.5
CARD = Card(
    "In-betweening",
    "Fills what lies between kept frames: gaps, pose to pose, open ends.",
    (
        "Gaps of over two seconds are filled by the masked transformer, or turn out tame here.",
        "It knows no prompt: what happens in a gap is what most often does between such poses.",
        "Nothing but the body: contact with props and other people is not in it.",
    ),
)


@dataclass(frozen=True)
class Example:
    """A window of motion and which of its frames are kept."""

    root: NDArray
    rot: NDArray
    contacts: NDArray[np.bool_]
    kept: NDArray[np.bool_]


def train_inbetween(clips: list[data.Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """The in-betweener on windows of the training split."""
    parts = data.partition(clips)
    config = inbetween.Config.shipped()
    model = inbetween.InBetween(config)
    schedule = loop.Schedule(
        minutes, learning_rate=6e-4, betas=(0.9, 0.98), weight_decay=0.01, warm_up=200, total_steps=TOTAL_STEPS,
        ema=0.998, checkpoint_minutes=4,
    )  # fmt: skip
    folder = runs / "inbetween"
    done = loop.read_table(folder / "log.csv").get("step", [0])[-1] if resume else 0
    held = list(examples(parts["val"], np.random.default_rng(0), mirrored=False, count=8 * BATCH))

    def validate(trained: nn.Module) -> dict[str, float]:
        assert isinstance(trained, inbetween.InBetween)
        return measure(trained, held, device)

    def loss_of(trained: nn.Module, batch: tuple) -> tuple[Tensor, dict[str, Tensor]]:
        assert isinstance(trained, inbetween.InBetween)
        return trained.loss(*batch)

    drawn = batches(examples(parts["train"], np.random.default_rng(int(done) + 1), mirrored=True), device)
    state = loop.train(
        model, loss_of, drawn, schedule, folder, resume=resume, validate=validate, validate_every=500, device=device
    )
    model.load_state_dict(state)
    return publish(
        "inbetween", out, folder, dict(model.state_dict()), asdict(config), validate(model.eval()), clips, CARD
    )


def kept_frames(rng: np.random.Generator, frames: int) -> NDArray[np.bool_]:
    """At most (T,) bool: a gap with one or more frames after it, poses to go between, or an open end."""
    kept = np.zeros(frames, bool)
    kind = rng.random()
    if kind < 0.7:
        gap = int(rng.integers(3, min(61, frames - 2)))
        first = int(rng.integers(1, min(24, frames - gap)))
        kept[:first] = kept[first + gap :] = True
        return kept[: first + gap + (1 if rng.random() < 0.5 else 24)]
    if kind < 0.9:
        at = int(rng.integers(0, 8))
        kept[: at + 1] = rng.random() < 0.5
        usual = rng.integers(6, 46)
        while at < frames:
            kept[at] = True
            at += max(2, int(usual * rng.uniform(0.6, 1.4)))
        return kept
    first = int(rng.integers(1, frames // 2))
    kept[:first] = True
    return kept if rng.random() < 0.6 else kept[::-1].copy()


def examples(
    clips: list[data.Clip], rng: np.random.Generator, *, mirrored: bool, count: int | None = None
) -> Iterator[Example]:
    """Windows of clips, rare categories more often; endless where no count is given."""
    long = [c for c in clips if len(c.motion) >= 12]
    motions: list[Motion] = [c.motion for c in long]
    kinds, index = np.unique([c.category for c in long], return_inverse=True)
    frames = np.bincount(index, weights=[len(m) for m in motions], minlength=len(kinds))
    weights = np.array([len(m) * (HAND_MADE_SHARE if c.hand_made else 1) for m, c in zip(motions, long)])
    weights = weights / np.sqrt(frames[index])
    weights = weights / weights.sum()
    flipped: dict[int, Motion] = {}
    made = 0
    while count is None or made < count:
        for i in rng.choice(len(motions), 64, p=weights):
            motion = motions[i]
            if mirrored and rng.random() < 0.5:
                motion = flipped.setdefault(int(i), mirror(motion))
            size = min(len(motion), WINDOW)
            first = int(rng.integers(0, len(motion) - size + 1))
            kept = kept_frames(rng, size)
            span = slice(first, first + len(kept))
            yield Example(motion.root_pos[span], motion.rot[span], motion.contacts[span], kept)
            made += 1
            if made == count:
                return


def batches(drawn: Iterator[Example], device: str) -> Iterator[tuple]:
    """Batches for `InBetween.loss`."""
    while True:
        yield collated([next(drawn) for _ in range(BATCH)], device)


def collated(chosen: list[Example], device: str) -> tuple:
    """Examples, padded to one length, as `InBetween.loss` takes them."""
    width = max(len(e.root) for e in chosen)

    def padded(values: NDArray) -> NDArray:
        return np.concatenate([values, np.repeat(values[-1:], width - len(values), axis=0)])

    root = np.stack([padded(e.root) for e in chosen])
    rot = np.stack([padded(e.rot) for e in chosen])
    kept = np.stack([padded(e.kept) for e in chosen])
    contacts = np.stack([padded(e.contacts) for e in chosen])
    real = np.arange(width) < np.array([len(e.root) for e in chosen])[:, None]
    root, rot = heading_frame(root, rot, kept)[:2]
    way, turns = straight(root, rot, kept)
    flags = [torch.from_numpy(flag).to(device) for flag in (kept, real)]
    gap = inbetween.Gap(tensor(way, device), tensor(turns, device), flags[0], flags[1])
    there = tensor(root, device), tensor(quat.to_matrix(rot), device)
    return gap, *there, tensor(contacts, device)


def tensor(values: NDArray, device: str) -> Tensor:
    """float32 on the device."""
    return torch.from_numpy(np.ascontiguousarray(values, np.float32)).to(device)


@torch.no_grad()
def measure(model: inbetween.InBetween, held: list[Example], device: str) -> dict[str, float]:
    """Joint error in millimetres of the likeliest filling, and of the straight way, over the frames taken away."""
    errors: dict[str, list[Tensor]] = {"filled mm": [], "straight mm": []}
    for first in range(0, len(held), BATCH):
        gap, root, turns, _ = collated(held[first : first + BATCH], device)
        want = inbetween.positions(root, turns)
        free = ~gap.kept & gap.real
        with loop.low_precision(device):
            found = inbetween.sample(model, gap, torch.Generator(), temperature=0)
        for name, have in (("filled mm", found[:2]), ("straight mm", (gap.root, gap.turns))):
            apart = (inbetween.positions(*(h.float() for h in have)) - want).norm(dim=-1)
            errors[name].append(apart[free].flatten())
    return {f"val {k}": 1000 * float(torch.cat(v).mean()) for k, v in errors.items()}
