"""Training the masked transformer: items from clips, codes and text states once, then steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from engine.models import mmm, vqvae
from engine.runtime.weights import LoadedWeights, load_weights
from engine.text.encoder import TextEncoder
from engine.train import loop
from engine.train.data import clips as data
from engine.train.publish import Card, publish
from engine.train.text.corpus import Batch, Item, TextCorpus
from engine.train.text.items import make_items

BATCH = 64
TOTAL_STEPS = 6800
COMPOSED = 2400
CARD = Card(
    "Text to motion: masked transformer",
    "Writes the tokenizer's codes for a sentence, coarse level first, looking at the two training motions whose texts "
    "lie nearest (their codes and text vectors are in the file).",
    (
        "English only, one short sentence; it knows the actions of some two hours of recordings and their neighbours.",
        "Two people, objects, fingers, faces and emotions beyond a way of walking are not in it.",
        "Actions that the recordings show once come out as variations of that recording.",
    ),
)


def train_text(clips: list[data.Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """The masked transformer on the tokens of `out`'s tokenizer; the library of training motions goes with it."""
    stored = load_weights(out / "tokenizer.safetensors")
    train, val = corpora(clips, tokenizer_of(stored, device), items_of, runs / f"text-{stored.digest[:12]}.pt", device)
    schedule = loop.Schedule(
        minutes, learning_rate=4e-4, betas=(0.9, 0.98), weight_decay=0.01, warm_up=300, total_steps=TOTAL_STEPS,
        ema=0.998, checkpoint_minutes=4,
    )  # fmt: skip
    folder = runs / "text"
    model, measured = fit(mmm.Config.shipped(), train, val, schedule, folder, resume, device, validate_every=500)
    state = dict(model.state_dict()) | train.library.tensors()
    return publish("text", out, folder, state, asdict(model.config), measured, clips, CARD)


def tokenizer_of(stored: LoadedWeights, device: str) -> vqvae.VQVAE:
    """The tokenizer that a weights file holds, ready to encode."""
    tokenizer = vqvae.VQVAE(vqvae.Config(**stored.config))
    tokenizer.load_state_dict(stored.state)
    return tokenizer.to(device).float().eval()


def fit(
    config: mmm.Config, train: TextCorpus, val: TextCorpus, schedule: loop.Schedule, folder: Path, resume: bool,
    device: str, *, validate_every: int,
) -> tuple[mmm.MMM, dict[str, float]]:  # fmt: skip
    """A masked transformer with averaged weights, and what it measures on the validation items."""
    model = mmm.MMM(config)
    done = loop.read_table(folder / "log.csv").get("step", [0])[-1] if resume else 0
    batches = train.batches(BATCH, config.max_tokens, config.retrieved, int(done) + 1)

    def validate(trained: nn.Module) -> dict[str, float]:
        assert isinstance(trained, mmm.MMM)
        return measure(trained, val.batches(BATCH, config.max_tokens, 0, 0, shuffle=False), train, device)

    def loss_of(trained: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        assert isinstance(trained, mmm.MMM)
        return trained.loss(*moved(batch, device))

    state = loop.train(
        model, loss_of, batches, schedule, folder, resume=resume, validate=validate, validate_every=validate_every,
        device=device,
    )  # fmt: skip
    model.load_state_dict(state)
    return model, validate(model.eval())


def items_of(part: list[data.Clip], training: bool) -> list[Item]:
    """Pieces of clips, and for training compositions of them."""
    return make_items(part, min(COMPOSED, 8 * len(part)) if training else 0, np.random.default_rng(7))


def corpora(
    clips: list[data.Clip], tokenizer: vqvae.VQVAE, items: Callable[[list[data.Clip], bool], list[Item]], cache: Path,
    device: str,
) -> tuple[TextCorpus, TextCorpus]:  # fmt: skip
    """Training and validation corpora, kept in `cache` so that a resumed run starts at once. items: those of a
    split's clips, for training or not."""
    if cache.exists():
        return torch.load(cache, weights_only=False)  # our own file, read by us alone
    encoder = TextEncoder(device=device)
    parts = data.partition(clips)
    train, val = (TextCorpus(items(parts[name], name == "train"), tokenizer, encoder) for name in ("train", "val"))
    cache.parent.mkdir(parents=True, exist_ok=True)
    torch.save((train, val), cache)
    return train, val


def moved(batch: Batch, device: str) -> tuple:
    """A batch's tensors on the device, in `MMM.loss`'s order."""
    context = batch.context
    if context is not None:
        context = mmm.Context(*(getattr(context, f).to(device) for f in context.__dataclass_fields__))
    return batch.codes.to(device), batch.lengths.to(device), batch.text.to(device), context


@torch.no_grad()
def measure(model: mmm.MMM, batches: Iterator[Batch], train: TextCorpus, device: str) -> dict[str, float]:
    """L_mask's parts over the held-out items, with motions retrieved from the training library, the same each time."""
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
