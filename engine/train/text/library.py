"""The library beside the text model: motions that words find. It is made, not trained, and can be renewed by itself."""

from __future__ import annotations

from pathlib import Path

from engine.runtime.weights import load_weights
from engine.train.data.clips import FPS, Clip
from engine.train.publish import Card, publish
from engine.train.text.corpus import TextCorpus
from engine.train.text.recipe import corpora, items_of, tokenizer_of

CARD = Card(
    "Library of training motions",
    "The training motions as tokens, mirror images and repeated actions among them, and the vectors of the sentences "
    "that name them. The text model looks at the two that lie nearest to the prompt, and starts some takes from them.",
    (
        "Sentences are compared by MiniLM, which hardly tells left from right: the critic does.",
        "It holds what people did in some three hours of recordings, each in a handful of sentences.",
    ),
)


def train_library(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """The library of `out`'s tokenizer. It takes as long as it takes: `minutes` and `resume` change nothing."""
    stored = load_weights(out / "tokenizer.safetensors")
    train, _ = corpora(clips, tokenizer_of(stored, device), items_of, runs / f"text-{stored.digest[:12]}.pt", device)
    return write(train, out, runs / "library", clips, stored.digest)


def write(train: TextCorpus, out: Path, run: Path, clips: list[Clip], tokenizer: str) -> Path:
    """Publish a corpus's library for the tokenizer of that digest."""
    library = train.library.in_bytes()
    counts = {
        "motions": len(library.lengths),
        "sentences": len(library.sentences),
        "minutes": 4 * int(library.lengths.sum()) / FPS / 60,
    }
    return publish("library", out, run, library.tensors(), {}, counts, clips, CARD, {"tokenizer": tokenizer})
