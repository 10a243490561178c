"""Recipe of the masked transformer: items from clips, codes and text states, training, weights with the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType

import numpy as np
import torch
from torch import Tensor

from engine import files
from engine.models import mmm, vqvae
from engine.runtime.weights import LoadedWeights, load_weights
from engine.text.encoder import TextEncoder
from engine.train import loop
from engine.train.data.clips import Clip, corpus_file, partition
from engine.train.publish import Card, publish
from engine.train.text import library
from engine.train.text.corpus import Batch, Item, TextCorpus
from engine.train.text.items import make_items
from engine.train.warm_start import warm_start

BATCH = 64
TOTAL_STEPS = 900  # from the weights before, which it starts with
COMPOSED = 2400
CARD = Card(
    "Text to motion: masked transformer",
    "Writes the tokenizer's codes for a sentence, coarse level first, looking at the two training motions whose texts "
    "lie nearest (`library.safetensors`).",
    (
        "English only, one short sentence; it knows the actions of some two hours of recordings and their neighbours.",
        "Two people, objects, fingers, faces and emotions beyond a way of walking are not in it.",
        "Actions that the recordings show once come out as variations of that recording.",
    ),
)


def train_text(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Train the masked transformer on codes of `out`'s tokenizer; its library is written beside it."""
    stored = load_weights(out / "tokenizer.safetensors")
    tokenizer = tokenizer_of(stored, device)
    train, val = corpora(clips, tokenizer, items_of, corpus_file(runs, "text", clips, stored.codes), device)
    schedule = loop.Schedule(
        minutes, learning_rate=1.5e-4, betas=(0.9, 0.98), weight_decay=0.01, warm_up=60, total_steps=TOTAL_STEPS,
        ema=0.99, checkpoint_minutes=4,
    )  # fmt: skip
    folder, earlier = runs / "text", out / "text.safetensors"
    start = load_weights(earlier, torch.float32).state if earlier.exists() and not resume else {}
    model, measured = fit(
        mmm.Config.shipped(), train, val, schedule, folder, resume, device, validate_every=150, start=start
    )
    library.write(clips, out, runs / "library", tokenizer, stored.codes)
    return publish("text", out, folder, dict(model.state_dict()), asdict(model.config), measured, clips, CARD)


def train_library(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Make the library of `out`'s tokenizer anew; `minutes` and `resume` change nothing."""
    stored = load_weights(out / "tokenizer.safetensors")
    return library.write(clips, out, runs / "library", tokenizer_of(stored, device), stored.codes)


def tokenizer_of(stored: LoadedWeights, device: str) -> vqvae.VQVAE:
    """The tokenizer of a weights file, in float32 on the device."""
    tokenizer = vqvae.VQVAE(vqvae.Config(**stored.config))
    tokenizer.load_state_dict(stored.state)
    return tokenizer.to(device).float().eval()


def fit(
    config: mmm.Config, train: TextCorpus, val: TextCorpus, schedule: loop.Schedule, folder: Path, resume: bool,
    device: str, *, validate_every: int, start: Mapping[str, Tensor] = MappingProxyType({}),
) -> tuple[mmm.MMM, dict[str, float]]:  # fmt: skip
    """Train a masked transformer; returns it with averaged weights, and its losses on the validation items.

    start: tensors of an earlier one, from which this one goes on where they fit.
    """
    model = mmm.MMM(config)
    warm_start(model, start)
    most = config.max_tokens
    measured = loop.fit(
        model, lambda seed: train.batches(BATCH, most, config.retrieved, seed),
        lambda m, batch: m.loss(*moved(batch, device)), schedule, folder, resume=resume,
        validate=lambda m: measure(m, val.batches(BATCH, most, 0, 0, shuffle=False), train, device),
        validate_every=validate_every, device=device,
    )  # fmt: skip
    return model, measured


def items_of(part: list[Clip], training: bool) -> list[Item]:
    """Items of clips; training: with compositions."""
    return make_items(part, min(COMPOSED, 8 * len(part)) if training else 0, np.random.default_rng(library.SEED))


def corpora(
    clips: list[Clip], tokenizer: vqvae.VQVAE, items: Callable[[list[Clip], bool], list[Item]], cache: Path,
    device: str,
) -> tuple[TextCorpus, TextCorpus]:  # fmt: skip
    """Training and validation corpora, kept in the file `cache`. items: (clips of a split, training) -> items."""
    if cache.exists():
        return torch.load(cache, weights_only=False)  # our own file, read by us alone
    encoder = TextEncoder(device=device)
    parts = partition(clips)
    train, val = (TextCorpus(items(parts[name], name == "train"), tokenizer, encoder) for name in ("train", "val"))
    cache.parent.mkdir(parents=True, exist_ok=True)
    with files.replaced(cache, files.check_zip) as beside:
        torch.save((train, val), beside)
    return train, val


def moved(batch: Batch, device: str) -> tuple:
    """Tensors of a batch on the device, in the order of `MMM.loss`."""
    context = batch.context
    if context is not None:
        context = mmm.Context(*(getattr(context, f).to(device) for f in context.__dataclass_fields__))
    return batch.codes.to(device), batch.lengths.to(device), batch.text.to(device), context


@torch.no_grad()
def measure(model: mmm.MMM, batches: Iterator[Batch], train: TextCorpus, device: str) -> dict[str, float]:
    """Parts of L_mask over held-out items, with motions of the training library, the same every time."""
    generator = torch.Generator().manual_seed(0)
    before = torch.get_rng_state()
    torch.manual_seed(0)
    sums: dict[str, float] = {}
    count = 0
    for batch in batches:
        if model.config.retrieved:
            found = [train.library.find(s, model.config.retrieved, generator) for s in batch.text.sentence]
            batch = Batch(batch.codes, batch.lengths, batch.text, train.library.context(found, model.config.max_tokens))
        with loop.low_precision(device):
            _, parts = model.loss(*moved(batch, device))
        for key, value in parts.items():
            sums[key] = sums.get(key, 0.0) + float(value) * len(batch.lengths)
        count += len(batch.lengths)
    torch.set_rng_state(before)
    return {f"val {k}": v / count for k, v in sums.items()}
