"""From clips to what the masked transformer learns: pieces with sentences, their mirror images, stretched copies and
compositions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np
from tqdm import tqdm

from engine.train.data.clips import FPS, Clip
from engine.train.labels import facts
from engine.train.labels.captions import mirror_caption, sentences
from engine.train.labels.compose import Labelled, make_composed
from engine.train.labels.segments import loop_clip, segments
from engine.train.text.corpus import Item
from retarget.motion import Motion, mirror, sample_at

SENTENCES = 10  # drawn for each motion; an epoch takes one
STRETCHES = (0.88, 1.12)
SHORT_LOOP_S = 4.0
HAND_MADE_SHARE = 0.5
COMPOSED_SHARE = 0.5
COMPOSED = -2  # the group of items that are joined from several recordings
PLAIN_SUBJECT = "a person "


def labelled(clips: Sequence[Clip]) -> list[tuple[Labelled, Clip]]:
    """The single-action pieces of clips with their verb phrases and measured facts, and the clip each is from."""
    pieces = []
    for clip in tqdm(clips, desc="splitting clips", unit="clip"):
        for segment in segments(clip):
            motion = clip.motion.cut(segment.start, segment.end)
            whole = (segment.start, segment.end) == (0, len(clip.motion))
            if whole and "loop" in clip.flags and motion.seconds < SHORT_LOOP_S:
                motion = loop_clip(motion, SHORT_LOOP_S)
            known = facts.measure(motion)
            pieces.append((Labelled(motion, segment.labels, known, clip.category, clip.hand_made), clip))
    return pieces


def trial_numbers(clips: Sequence[Clip]) -> dict[str, int]:
    """Recordings numbered as a library's groups are."""
    return {trial: number for number, trial in enumerate(sorted({clip.trial for clip in clips}))}


def make_items(clips: Sequence[Clip], composed: int, rng: np.random.Generator) -> list[Item]:
    """Items of clips: each piece as it is and mirrored, half of them stretched in time, and `composed` compositions.

    Groups number the recordings, so that retrieval in training can leave out a piece's own.
    """
    trials = trial_numbers(clips)
    pieces = labelled(clips)
    # What the recordings show a hundred times needs no hundred times the draws of what they show once.
    common = Counter(piece.phrases[0] for piece, _ in pieces)
    items: list[Item] = []
    for piece, clip in tqdm(pieces, desc="writing captions", unit="piece"):
        share = (HAND_MADE_SHARE if piece.hand_made else 1.0) * min(1.0, len(piece.motion) / 30)
        share /= common[piece.phrases[0]] ** 0.5
        texts = tuple(dict.fromkeys(sentences(piece.phrases, piece.facts, piece.hand_made, rng, SENTENCES)))
        plain = tuple(PLAIN_SUBJECT + p for p in piece.phrases[:3])
        own = Item(piece.motion, texts, plain, piece.category, trials[clip.trial], share)
        for item in (own, mirrored(own)):
            items.append(item)
            factor = STRETCHES[int(rng.integers(len(STRETCHES)))]
            items.append(Item(stretched(item.motion, factor), item.sentences, (), item.category, item.group, share / 2))
    if composed:
        share = COMPOSED_SHARE * sum(i.share for i in items) / composed
        for motion, texts in make_composed([p for p, _ in pieces], composed, rng):
            items.append(Item(motion, tuple(texts), (), "composed", COMPOSED, share))
    return items


def mirror_of(index: int) -> int:
    """Where `make_items` puts the mirror image of the item at `index`: a piece makes four items, itself, stretched,
    mirrored, and that one stretched. Compositions have none."""
    return index ^ 2


def mirrored(item: Item) -> Item:
    """The mirror image, its sentences with left and right swapped."""
    texts, plain = (tuple(map(mirror_caption, t)) for t in (item.sentences, item.plain))
    return Item(mirror(item.motion), texts, plain, item.category, item.group, item.share)


def stretched(motion: Motion, factor: float) -> Motion:
    """The same at another tempo: `factor` times as long, still at 30 fps."""
    count = max(2, round(len(motion) * factor))
    return sample_at(motion, np.linspace(0, len(motion) - 1, count), FPS)


def vocabulary(items: Sequence[Item]) -> list[str]:
    """All sentences, each once."""
    return sorted(set(chain.from_iterable(item.sentences for item in items)))
