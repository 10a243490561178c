"""The evaluator network and its recipe: encoders of text and motion into one space, trained contrastively.

As in Radford et al. 2021 (CLIP) and, for motion, Petrovich et al. 2023 (TMR), whose filter of false negatives is used,
too: another squat is no wrong answer to "squats down". The motion encoder sees positions and velocities of joints, not
rotations about a limb, and not the contacts, which a generator predicts but a recording has measured. Trained on the
training split; the weights that are best on the validation split are kept.

    python -m engine.train.text.evaluator --minutes 6
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.metrics import distributions
from engine.models.layers import Block, sinusoids
from engine.models.text_states import TextStates
from engine.motion import features
from engine.runtime.weights import load_weights
from engine.text.encoder import TextEncoder
from engine.train import loop
from engine.train.data.arrays import by_length
from engine.train.data.clips import RUNS, SHIPPED, Clip, load_clips, split_of
from engine.train.publish import Card, publish
from engine.train.text.corpus import Texts, encode_texts
from engine.train.text.held_out import MAX_FRAMES, held_out
from engine.train.text.items import make_items
from retarget.motion import Motion

# Root velocity and height, joint positions, joint velocities.
COLUMNS = [*range(4), *range(features.POSITIONS.start, features.VELOCITIES.stop)]
MIN_FRAMES = 16
# Captions nearer than this in MiniLM's space mean the same, unless they name opposite sides.
SAME = 0.85
COMPOSED = 400
SENTENCES = 4  # of each motion
STEPS = 450
_OPPOSITES = (("left", "right"), ("forward", "backward"), ("up", "down"), ("slowly", "fast"))


@dataclass(frozen=True)
class Config:
    """Sizes; small, since there is little data and the file is in the repository."""

    dim: int = 160
    heads: int = 5
    layers: int = 3
    text_layers: int = 1
    out: int = 96
    text_dim: int = 384
    dropout: float = 0.15


class MotionEncoder(nn.Module):
    """Rows (B, T, columns) -> unit vectors (B, out): two strided convolutions, attention, mean over what is real."""

    positions: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.first = nn.Conv1d(len(COLUMNS), config.dim, 4, 2, 1)
        self.second = nn.Conv1d(config.dim, config.dim, 4, 2, 1)
        self.register_buffer("positions", sinusoids(MAX_FRAMES // 4 + 1, config.dim), persistent=False)
        self.blocks = nn.ModuleList(Block(config.dim, config.heads, config.dropout) for _ in range(config.layers))
        self.norm = nn.LayerNorm(config.dim)
        self.drop = nn.Dropout(config.dropout)
        self.head = nn.Linear(config.dim, config.out)

    def forward(self, rows: Tensor, lengths: Tensor) -> Tensor:
        """rows standardised, zeros past each length (B,)."""
        x = F.gelu(self.first(rows.transpose(1, 2)))
        x = x * _real(x.shape[2], lengths // 2)[:, None]  # padding must not leak into the ends
        x = F.gelu(self.second(x)).transpose(1, 2)  # (B, T/4, dim)
        real = _real(x.shape[1], lengths // 4)
        x = self.drop(x + self.positions[: x.shape[1]])
        for block in self.blocks:
            x = block(x, real)
        return F.normalize(self.head(_mean(self.norm(x), real)).float(), dim=-1)


class SentenceEncoder(nn.Module):
    """Frozen text states -> unit vectors (B, out): attention over words, their mean, and the sentence vector."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.words = nn.Linear(config.text_dim, config.dim)
        self.sentence = nn.Linear(config.text_dim, config.dim)
        self.blocks = nn.ModuleList(Block(config.dim, config.heads, config.dropout) for _ in range(config.text_layers))
        self.norm = nn.LayerNorm(config.dim)
        self.drop = nn.Dropout(config.dropout)
        self.head = nn.Sequential(nn.Linear(2 * config.dim, config.dim), nn.GELU(), nn.Linear(config.dim, config.out))

    def forward(self, text: TextStates) -> Tensor:
        x = self.drop(self.words(text.words))
        for block in self.blocks:
            x = block(x, text.mask)
        sentence = self.drop(self.sentence(text.sentence))
        return F.normalize(self.head(torch.cat([_mean(self.norm(x), text.mask), sentence], -1)).float(), dim=-1)


def _real(width: int, lengths: Tensor) -> Tensor:
    """(B, width) bool, True before each length (B,)."""
    return torch.arange(width, device=lengths.device) < lengths[:, None]


def _mean(x: Tensor, real: Tensor) -> Tensor:
    weight = real[..., None].to(x.dtype)
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1)


class Evaluator(nn.Module):
    """Both encoders, the features' statistics and the temperature."""

    mean: Tensor
    scale: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.motion, self.text = MotionEncoder(config), SentenceEncoder(config)
        self.register_buffer("mean", torch.zeros(len(COLUMNS)))
        self.register_buffer("scale", torch.ones(len(COLUMNS)))
        self.heat = nn.Parameter(torch.tensor(np.log(1 / 0.07), dtype=torch.float32))

    @classmethod
    def load(cls, path: Path) -> Evaluator:
        """Read a frozen evaluator; raises EngineError where the file is unsound."""
        stored = load_weights(path, torch.float32)
        model = cls(Config(**{f.name: stored.config[f.name] for f in fields(Config)}))
        model.load_state_dict(stored.state)
        return model.eval().requires_grad_(False)

    def embed_rows(self, rows: Tensor, lengths: Tensor) -> Tensor:
        """Unstandardised rows (B, T, columns) -> (B, out)."""
        real = _real(rows.shape[1], lengths)[..., None]
        return self.motion(((rows - self.mean) / self.scale) * real, lengths)

    @torch.no_grad()
    def embed_motions(self, motions: Sequence[Motion], batch: int = 64) -> NDArray[np.float64]:
        """Embed motions as unit rows (N, out); at most their first MAX_FRAMES frames are seen."""
        rows = [motion_rows(m) for m in motions]
        out = np.zeros((len(rows), self.config.out))
        for index in by_length([len(row) for row in rows], batch):
            out[index] = self.embed_rows(*stack([rows[i] for i in index])).double().numpy()
        return distributions.unit(out)

    @torch.no_grad()
    def embed_texts(self, encoder: TextEncoder, texts: Sequence[str], batch: int = 256) -> NDArray[np.float64]:
        """Embed texts as unit rows (N, out)."""
        made = [self.text(encoder.encode(texts[i : i + batch])).double().numpy() for i in range(0, len(texts), batch)]
        return distributions.unit(np.concatenate(made))

    def loss(self, rows: Tensor, lengths: Tensor, text: TextStates, same: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        """Symmetric InfoNCE over a batch. same (B, B) bool: pairs that are no negatives; its diagonal is ignored."""
        motions, texts = self.embed_rows(rows, lengths), self.text(text)
        logits = self.heat.clamp(max=4.6).exp() * texts @ motions.T
        # False negatives are masked out; the right answers are on the diagonal.
        others = same & ~torch.eye(len(logits), dtype=torch.bool)
        logits = logits.masked_fill(others, -1e4)
        wanted = torch.arange(len(logits))
        loss = (F.cross_entropy(logits, wanted) + F.cross_entropy(logits.T, wanted)) / 2
        return loss, {"right": (logits.argmax(1) == wanted).float().mean()}


def motion_rows(motion: Motion) -> NDArray[np.float32]:
    """Input of the evaluator for a canonical 30 fps motion: (T, columns), MIN_FRAMES to MAX_FRAMES rows."""
    rows = features.encode(motion.cut(0, MAX_FRAMES))[:, COLUMNS]
    return np.pad(rows, ((0, max(0, MIN_FRAMES - len(rows))), (0, 0)), mode="edge")


def stack(rows: Sequence[NDArray[np.floating]]) -> tuple[Tensor, Tensor]:
    """Pad rows (T, columns) to (B, T, columns); also lengths (B,)."""
    lengths = torch.tensor([len(r) for r in rows])
    out = torch.zeros(len(rows), int(lengths.max()), rows[0].shape[1])
    for i, row in enumerate(rows):
        out[i, : len(row)] = torch.from_numpy(np.asarray(row, np.float32))
    return out, lengths


# Training.


@dataclass(frozen=True)
class Pair:
    """A motion with captions. plain: short captions, none for composed motion. share: relative frequency."""

    motion: Motion
    sentences: tuple[str, ...]
    plain: tuple[str, ...] = ()
    share: float = 1.0


def training_pairs(clips: Sequence[Clip], composed: int = COMPOSED) -> list[Pair]:
    """Pieces of the training split, their mirror images, and `composed` compositions."""
    part = [c for c in clips if split_of(c.trial) == "train"]
    items = make_items(part, composed, np.random.default_rng(11))
    # Time-stretched copies are left out: batches vary the speed themselves.
    kept = [i for i in items if i.plain or i.category == "composed"]
    return [Pair(i.motion, tuple(i.sentences[:SENTENCES]), tuple(i.plain[:1]), i.share) for i in kept]


def validation_pairs(clips: Sequence[Clip]) -> list[Pair]:
    """Captured pieces of the validation split, chosen as those of the test split are for an evaluation."""
    found = held_out(clips, "val", SENTENCES, 10_000, 0)
    return [Pair(m, tuple(texts[i] for texts in found.prompts)) for i, m in enumerate(found.motions)]


class Pairs:
    """Rows and text states of all pairs in memory, and batches."""

    def __init__(self, pairs: Sequence[Pair], encoder: TextEncoder) -> None:
        self.rows = [features.encode(p.motion)[:, COLUMNS].astype(np.float16) for p in pairs]
        self.names = sorted({s for p in pairs for s in (*p.sentences, *p.plain)})
        place = {name: i for i, name in enumerate(self.names)}
        self.texts: Texts = encode_texts(encoder, self.names)
        self.sentences = [[place[s] for s in p.sentences] for p in pairs]
        self.plain = [place[(p.plain or p.sentences)[0]] for p in pairs]
        self.sides = torch.tensor([_sides(name) for name in self.names])
        # A kind of motion is drawn by the square root of the number of its pairs.
        kinds = [p.plain[0] if p.plain else "composed" for p in pairs]
        _, kind, count = np.unique(kinds, return_inverse=True, return_counts=True)
        weights = np.array([p.share for p in pairs]) / np.sqrt(count[kind])
        self.weights = weights / weights.sum()

    def statistics(self) -> tuple[Tensor, Tensor]:
        """Mean and scale (columns,) of all rows, one scale for positions and one for velocities."""
        rows = np.concatenate(self.rows).astype(np.float32)
        mean, scale = rows.mean(0), rows.std(0)
        joints = features.JOINTS - 1
        for group in (slice(0, 1), slice(1, 3), slice(3, 4), slice(4, 4 + 3 * joints), slice(4 + 3 * joints, None)):
            scale[group] = max(float(scale[group].mean()), 1e-3)
        return torch.from_numpy(mean), torch.from_numpy(scale)

    def batches(self, batch: int, seed: int) -> Iterator[tuple[Tensor, Tensor, TextStates, Tensor]]:
        """Endless (rows, lengths, text, same) with random crops, speeds and captions."""
        rng = np.random.default_rng(seed)
        while True:
            index = rng.choice(len(self.rows), batch, p=self.weights)
            rows, lengths = stack([_varied(self.rows[i], rng) for i in index])
            chosen = [int(rng.choice(np.array(self.sentences[i]))) for i in index]
            text = self.texts.states(chosen)
            kept = torch.from_numpy(rng.random(tuple(text.mask.shape)) > 0.1) & text.mask  # word dropout
            kept[:, 0] = True
            same = self.alike(chosen) | self.alike([self.plain[i] for i in index])
            yield rows, lengths, TextStates(text.sentence, text.words, kept), same

    def alike(self, chosen: Sequence[int]) -> Tensor:
        """(B, B) bool: captions with the same meaning by MiniLM that name no opposite sides."""
        index = torch.tensor(list(chosen))
        vectors, sides = self.texts.sentences[index].float(), self.sides[index]
        contrary = ((sides[:, None] * sides[None]) < 0).any(-1)
        return (vectors @ vectors.T > SAME) & ~contrary

    def measure(self, model: Evaluator, repeats: int = 10) -> dict[str, float]:
        """R-precision and MM-Dist of the pairs, with random captions and pools in every repeat."""
        with torch.no_grad():
            rows = [r[:MAX_FRAMES] for r in self.rows]
            found = np.concatenate(
                [model.embed_rows(*stack(rows[i : i + 64])).numpy() for i in range(0, len(rows), 64)]
            )
            scores = []
            for i in range(repeats):
                rng = np.random.default_rng(i)
                chosen = [int(rng.choice(np.array(s))) for s in self.sentences]
                said = model.text(self.texts.states(chosen)).numpy()
                scores.append((*distributions.r_precision(said, found, rng), distributions.mm_dist(said, found)))
        top1, top2, top3, apart = np.mean(scores, axis=0)
        return {"R@1": top1, "R@2": top2, "R@3": top3, "MM-Dist": apart}


def _sides(text: str) -> list[int]:
    """For each pair of opposites: 1 or -1 where one of them alone is named, else 0."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    words |= {w.removesuffix("s") for w in words}
    return [(a in words) - (b in words) for a, b in _OPPOSITES]


def _varied(rows: NDArray[np.float16], rng: np.random.Generator) -> NDArray[np.float32]:
    """A random crop of at most MAX_FRAMES, played up to an eighth slower or faster, with noise.

    Short motions keep at least 85% of their length, so that the caption stays true.
    """
    most = min(len(rows), MAX_FRAMES)
    size = most if len(rows) > MAX_FRAMES else round(most * rng.uniform(0.85, 1.0))
    first = int(rng.integers(0, len(rows) - size + 1))
    pace = rng.uniform(0.88, 1.12)
    at = np.arange(0, size - 1, pace)[:MAX_FRAMES]
    if len(at) < MIN_FRAMES:
        at = np.linspace(0, size - 1, MIN_FRAMES)
    # Interpolate between frames; velocities grow with the speed.
    low = at.astype(int)
    part = (at - low)[:, None].astype(np.float32)
    piece = rows[first : first + size].astype(np.float32)
    made = piece[low] * (1 - part) + piece[np.minimum(low + 1, size - 1)] * part
    made[:, :3] *= pace
    made[:, 4 + 3 * (features.JOINTS - 1) :] *= pace
    return made + rng.normal(0, 0.01, made.shape).astype(np.float32)


def train(
    train_pairs: Pairs, val_pairs: Pairs, minutes: float, folder: Path, *, batch: int = 128, steps: int = STEPS,
    check_every: int = 50, resume: bool = False,
) -> tuple[Evaluator, dict[str, float]]:  # fmt: skip
    """Train an evaluator; returns it with the averaged weights of the best validation (R@1 + R@3), and their scores."""
    torch.manual_seed(0)
    model = Evaluator(Config())
    model.mean, model.scale = train_pairs.statistics()
    best = loop.Best(val_pairs.measure, merit=lambda row: row["R@3"] + row["R@1"])
    schedule = loop.Schedule(
        minutes, learning_rate=8e-4, betas=(0.9, 0.98), weight_decay=0.05, warm_up=40, total_steps=steps, ema=0.98
    )
    loop.train(
        model, lambda m, data: m.loss(*data), train_pairs.batches(batch, 1), schedule, folder, resume=resume,
        validate=best, validate_every=check_every,
    )  # fmt: skip
    model.load_state_dict(best.state)
    return model.eval().requires_grad_(False), best.row


CARD = Card(
    "Evaluator",
    "Puts sentences and motions of up to 196 frames into one space, to measure the text model (R-precision, MM-Dist, "
    "FID, diversity). Generates nothing, and is not part of the zip.",
    (
        "Its numbers compare rows of one table made with this very file, not published ones.",
        "It sees joint positions and velocities: a forearm twisted about itself, or a head, it can't see.",
        "It knows the actions of the training split; what it makes of others means little.",
    ),
)


def publish_evaluator(model: Evaluator, score: dict[str, float], clips: Sequence[Clip], run: Path, out: Path) -> Path:
    """Write weights, model card and curves, and pin the weights in the registry."""
    return publish("evaluator", out, run, model.state_dict(), asdict(model.config), score, clips, CARD)


def main(argv: Sequence[str] | None = None) -> int:
    """Train on the pack (or a folder) and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=6.0)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args(argv)
    clips, encoder = load_clips(args.data), TextEncoder()
    train_pairs, val_pairs = Pairs(training_pairs(clips), encoder), Pairs(validation_pairs(clips), encoder)
    run = RUNS / "evaluator"
    model, score = train(train_pairs, val_pairs, args.minutes, run, resume=args.resume)
    print(publish_evaluator(model, score, clips, run, args.out), score)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
