"""What is trained, in which order, with which numbers: `motif train NAME`, NAME one of RECIPES."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from engine import features as layout
from engine.models import vqvae
from engine.protocol import bad_request
from engine.train import (
    audio_folder,
    audio_pairs,
    audio_recipe,
    corpus,
    data,
    inbetween_recipe,
    loop,
    pose_recipe,
    text_recipe,
    tokenizer_gate,
)
from engine.train.publish import Card, publish

ROOT = Path(__file__).resolve().parents[2]
RUNS = ROOT / "runs"
SHIPPED = ROOT / "engine" / "weights"
PACK = ROOT.parent / "shared" / "data"
TOKENIZER_WINDOW = 64
# Hand-made animation widens the vocabulary but has cartoon timing: draw it less.
HAND_MADE_SHARE = 0.5


def run(
    what: str,
    minutes: float,
    resume: bool,
    source: Path | None = None,
    out: Path | None = None,
    device: str | None = None,
) -> Path:
    """Train `what` for `minutes`; returns the weights file written.

    source: a folder of BVH files with captions.csv (for "audio" with sound files of their names), or None for the
    shared pack. out: the folder of the weights, by
    default the shipped ones for the pack and runs/NAME/weights for a folder of that name.
    """
    if what not in RECIPES:
        raise ValueError(f"There is nothing to train called {what!r}; choose one of {', '.join(RECIPES)}.")
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    pairs, clips = load_own_pairs(source) if what == "audio" and source else (None, load_clips(source))
    runs = RUNS if source is None else RUNS / source.resolve().name
    out = out or (SHIPPED if source is None else runs / "weights")
    out.mkdir(parents=True, exist_ok=True)
    data.write_splits(clips, out / "splits.json")
    if pairs is not None:
        return audio_recipe.train_pairs(pairs, clips, minutes, resume, out, runs / "audio", device)
    return RECIPES[what](clips, minutes, resume, out, runs, device)


def load_own_pairs(folder: Path) -> tuple[audio_pairs.AudioPairs, list[data.Clip]]:
    """A studio's motion with its own music; raises EngineError naming the file that is wrong."""
    try:
        found, clips = audio_folder.load_pairs(folder, _bar("reading pairs"))
    except ValueError as error:
        raise bad_request(str(error)) from error
    pairs = audio_pairs.gather(found)
    if not len(pairs.of_split("train")):  # too few for the hash to fill every split
        pairs = replace(pairs, split=np.full(len(pairs), data.SPLITS.index("train")))
    return pairs, clips


def load_clips(source: Path | None) -> list[data.Clip]:
    """The pack (kept mapped in runs/ so that a resumed run starts at once) or a studio's own folder."""
    if source is not None:
        return data.load_folder(source, _bar("reading clips"))
    cache = RUNS / "pack.pickle"  # our own file, read by us alone
    if not cache.exists():
        clips = data.load_pack(PACK, _bar("mapping the pack"))
        RUNS.mkdir(exist_ok=True)
        cache.write_bytes(pickle.dumps(clips))
    return pickle.loads(cache.read_bytes())


def _bar(title: str) -> Callable[[int, int], None]:
    bar = tqdm(desc=title, unit="clip")

    def show(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return show


def train_tokenizer(clips: list[data.Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """The VQ-VAE on 64-frame windows, mirrored copies included."""
    parts = data.partition(clips)
    train = parts["train"]
    config = vqvae.Config.shipped()
    shares = [HAND_MADE_SHARE if c.hand_made else 1.0 for c in train]
    seen = corpus.build([c.motion for c in train], [c.category for c in train], shares, mirrored=True)
    model = vqvae.VQVAE(config)
    mean, scale = layout.statistics(seen.rows)
    model.mean.copy_(torch.from_numpy(mean))
    model.scale.copy_(torch.from_numpy(scale))
    held_out = [c.motion for c in parts["val"]]
    schedule = loop.Schedule(
        minutes, learning_rate=8e-4, warm_up=100, total_steps=TOKENIZER_STEPS, ema=0.995, checkpoint_minutes=3
    )
    folder = runs / "tokenizer"

    def validate(trained: nn.Module) -> dict[str, float]:
        assert isinstance(trained, vqvae.VQVAE)
        return tokenizer_gate.measure(trained, held_out)

    batches = corpus.windows(seen, TOKENIZER_WINDOW, 128, _fresh_seed(folder, resume))
    state = loop.train(
        model, _tokenizer_loss(device), batches, schedule, folder, resume=resume, device=device,
        validate=validate, validate_every=500,
    )  # fmt: skip
    model.load_state_dict(state)
    measured = validate(model.eval())
    return publish("tokenizer", out, folder, dict(model.state_dict()), asdict(config), measured, clips, TOKENIZER_CARD)


TOKENIZER_STEPS = 2100
TOKENIZER_CARD = Card(
    "Motion tokenizer",
    "Turns four frames of motion (22 joints, 30 fps) into six codes of 512 and back; made for the masked transformer "
    "beside it.",
    (
        "Hands have no fingers and faces no features: the skeleton ends at the wrists and the head.",
        "Peaks of very fast limbs come back a little lower and slower than they were.",
        "It has seen adults on flat floors; stairs, ladders and props are heights in its numbers, not things.",
    ),
)


def _tokenizer_loss(device: str) -> Callable[[nn.Module, Tensor], tuple[Tensor, dict[str, Tensor]]]:
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


RECIPES: dict[str, Callable[[list[data.Clip], float, bool, Path, Path, str], Path]] = {
    "tokenizer": train_tokenizer,
    "text": text_recipe.train_text,
    "audio": audio_recipe.train_audio,
    "inbetween": inbetween_recipe.train_inbetween,
    "poses": pose_recipe.train_poses,
    "decomposed": pose_recipe.train_decomposed,
}
