"""The library beside the text model: motions that words find. It is made, not trained, and can be renewed by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from engine.models.vqvae import VQVAE
from engine.motion import features
from engine.text import captured
from engine.text.encoder import TextEncoder
from engine.text.judging.marks import marks_of
from engine.text.judging.seen import Seen
from engine.text.retrieval import Library
from engine.train.data import noise
from engine.train.data.clips import FPS, Clip, partition
from engine.train.publish import Card, publish
from engine.train.text.corpus import encode_motions, library_of
from engine.train.text.items import named_items
from retarget.motion import Motion

SEED = 7  # of what is drawn in making pieces, the same in training
CARD = Card(
    "Library of training motions",
    "The training motions, mirror images and repeated actions among them, as captured but for noise above 9 Hz in "
    "recordings that were sampled down with it, and as tokens, and the vectors "
    "of the sentences that name them, with what is seen in each (postures, sides, directions, turns, counts). Those "
    "near a prompt that do what it says are proposed as takes, and the text model looks at the two nearest.",
    (
        "Sentences are compared by MiniLM, which hardly tells left from right: what is seen does.",
        "It holds what people did in some three hours of recordings, each in a handful of sentences.",
    ),
)


def write(clips: list[Clip], out: Path, run: Path, tokenizer: VQVAE, digest: str) -> Path:
    """Publish the library of the training clips for a tokenizer and its digest."""
    library = made(partition(clips)["train"], tokenizer, TextEncoder(device=str(next(tokenizer.parameters()).device)))
    counts = {
        "motions": len(library.lengths),
        "sentences": len(library.sentences),
        "minutes": 4 * int(library.lengths.sum()) / FPS / 60,
    }
    return publish("library", out, run, library.tensors(), {}, counts, clips, CARD, {"tokenizer": digest})


def made(train: Sequence[Clip], tokenizer: VQVAE, encoder: TextEncoder) -> Library:
    """A library of clips: motions that texts name, as tokens, as they were captured but for noise, and as marks.

    Tokens are those of the motions as the networks learnt them, with their noise.
    """
    named = named_items(train, np.random.default_rng(SEED))
    items = [item for item, _ in named]
    found = library_of(items, encode_motions(tokenizer, [item.motion for item in items]), encoder).in_bytes()
    motions = [noise.quieted(item.motion) if noise.is_noisy(clip) else item.motion for item, clip in named]
    data, ends = captured.packed(motions)
    return marked(replace(found, packed=data, ends=ends), tokenizer)


def marked(library: Library, tokenizer: VQVAE) -> Library:
    """The library with what is seen in each of its motions, as captured where it holds that."""
    numbers = tqdm(range(len(library.lengths)), desc="looking at motions", unit="motion")
    rows = [marks_of(Seen(library.captured(n) or _decoded(library, n, tokenizer))) for n in numbers]
    return replace(library, marks=torch.from_numpy(np.stack(rows)))


def _decoded(library: Library, motion: int, tokenizer: VQVAE) -> Motion:
    with torch.no_grad():
        made, planted = tokenizer.decode(library.tokens(motion)[None].to(next(tokenizer.parameters()).device))
    return features.decode(made[0].cpu().numpy(), planted[0].cpu().numpy() > 0)
