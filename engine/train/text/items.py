"""Items of the masked transformer: pieces of clips with captions, mirror images, stretched copies, compositions."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
from tqdm import tqdm

from engine.motion import facts
from engine.train.data import pack_faults
from engine.train.data.clips import FPS, Clip
from engine.train.data.timed_captions import TimedCaption
from engine.train.labels import verb_phrases
from engine.train.labels.captions import mirror_caption, sentences, with_marker
from engine.train.labels.compose import Labelled, make_composed
from engine.train.labels.derive import derived
from engine.train.labels.segments import loop_clip, segments
from engine.train.text.corpus import Item
from retarget.motion import Motion, mirror, sample_at

SENTENCES = 10  # captions drawn for each motion
STRETCHES = (0.88, 1.12)
SHORT_LOOP_S = 4.0
COVERED = 0.5  # a stretch of which captions tell more than this share needs no words from the clip's label
HAND_MADE_SHARE = 0.5
COMPOSED_SHARE = 0.5
COMPOSED = -2  # the group of items that are joined from several recordings
PLAIN_SUBJECT = "a person "


def labelled(clips: Sequence[Clip]) -> list[tuple[Labelled, Clip]]:
    """Pieces of clips with words, measured facts, and the clip of each.

    Timed captions where a clip has them; elsewhere segments of a single action, named by the clip's label.
    """
    pieces = []
    verbs = verb_phrases.lexicon(c for clip in clips for told in clip.told for c in told.captions)
    for clip in tqdm(clips, desc="splitting clips", unit="clip"):
        told = _chosen(clip)
        for one in told:
            motion = clip.motion.cut(one.start, one.end)
            phrases = verb_phrases.verb_phrases(one.captions, verbs)
            pieces.append((_piece(motion, phrases, clip, one.captions), clip))
        for segment in segments(clip):
            motion = clip.motion.cut(segment.start, segment.end)
            whole = (segment.start, segment.end) == (0, len(clip.motion))
            if covered(segment.start, segment.end, clip.told) < COVERED:
                pieces.append((_piece(motion, segment.labels, clip, (), whole), clip))
    return pieces


def _chosen(clip: Clip) -> list[TimedCaption]:
    """A clip's captioned pieces; of one that repeats itself a few."""
    most = pack_faults.most_pieces(clip.id)
    if most is None or len(clip.told) <= most:
        return list(clip.told)
    rng = np.random.default_rng(zlib.crc32(clip.id.encode()))
    return [clip.told[i] for i in sorted(rng.permutation(len(clip.told))[:most])]


def _piece(
    motion: Motion, phrases: Sequence[str], clip: Clip, written: Sequence[str], whole: bool = True
) -> Labelled:  # fmt: skip
    if whole and "loop" in clip.flags and motion.seconds < SHORT_LOOP_S and len(motion) > 0.9 * len(clip.motion):
        motion = loop_clip(motion, SHORT_LOOP_S)
    known = facts.measure(motion)
    return Labelled(motion, tuple(phrases), known, clip.category, clip.hand_made, tuple(written), clip.share)


def covered(start: int, end: int, told: Sequence[TimedCaption]) -> float:
    """Share of frames start..end-1 that captions tell of."""
    seen = np.zeros(end - start, bool)
    for one in told:
        seen[max(0, one.start - start) : max(0, one.end - start)] = True
    return float(seen.mean()) if len(seen) else 1.0


def words_for(piece: Labelled, rng: np.random.Generator, n: int) -> list[str]:
    """At most `n` sentences for a piece, each once: those written for it, and its phrases as people might type them."""
    written = [with_marker(text, rng) if piece.hand_made else text for text in piece.written]
    made = sentences(piece.phrases, piece.facts, piece.hand_made, rng, n - len(written)) if piece.phrases else []
    return list(dict.fromkeys([*written, *made]))[:n]


def plain_words(piece: Labelled) -> tuple[str, ...]:
    """Short texts by which a library finds the piece."""
    return piece.written or tuple(PLAIN_SUBJECT + p for p in piece.phrases[:3])


def trial_numbers(clips: Sequence[Clip]) -> dict[str, int]:
    """Numbers of the recordings, as in the groups of a library."""
    return {trial: number for number, trial in enumerate(sorted({clip.trial for clip in clips}))}


def make_items(clips: Sequence[Clip], composed: int, rng: np.random.Generator) -> list[Item]:
    """Items of clips: each piece as it is and mirrored, half of them stretched in time, and `composed` compositions,
    half of them mirrored; with these also pieces repeated, drawn out and led round corners.

    Groups number the recordings, so that retrieval in training can leave out a piece's own.
    """
    trials = trial_numbers(clips)
    pieces = with_derived(clips, rng) if composed else labelled(clips)
    # A name with a hundred pieces is drawn ten times as often as one with a single piece.
    common = Counter(piece.name for piece, _ in pieces)
    items: list[Item] = []
    for piece, clip in tqdm(pieces, desc="writing captions", unit="piece"):
        share = piece.share * (HAND_MADE_SHARE if piece.hand_made else 1.0) * min(1.0, len(piece.motion) / 30)
        share /= common[piece.name] ** 0.5
        texts = tuple(words_for(piece, rng, SENTENCES))
        plain_item = Item(piece.motion, texts, plain_words(piece), piece.category, trials[clip.trial], share)
        for item in (plain_item, mirrored(plain_item)):
            items.append(item)
            factor = STRETCHES[int(rng.integers(len(STRETCHES)))]
            items.append(Item(stretched(item.motion, factor), item.sentences, (), item.category, item.group, share / 2))
    if composed:
        share = COMPOSED_SHARE * sum(i.share for i in items) / composed
        for motion, texts in make_composed([p for p, _ in pieces], composed, rng):
            new = Item(motion, tuple(texts), (), "composed", COMPOSED, share)
            items.append(new if rng.random() < 0.5 else mirrored(new))
    return items


def with_derived(clips: Sequence[Clip], rng: np.random.Generator) -> list[tuple[Labelled, Clip]]:
    """Pieces of clips, and behind them pieces repeated, drawn out and led round corners, each with its clip."""
    pieces = labelled(clips)
    return pieces + [(new, pieces[source][1]) for new, source in derived([p for p, _ in pieces], rng)]


def named_items(clips: Sequence[Clip], rng: np.random.Generator) -> list[tuple[Item, Clip]]:
    """Those of `make_items` that a library finds by plain texts, in the same order, each with its clip."""
    trials, out = trial_numbers(clips), list[tuple[Item, Clip]]()
    for piece, clip in with_derived(clips, rng):
        item = Item(piece.motion, (), plain_words(piece), piece.category, trials[clip.trial])
        out += [(item, clip), (mirrored(item), clip)] if item.plain else []
    return out


def mirror_of(index: int) -> int:
    """Index of the mirror image of an item of `make_items`: each piece makes four items (itself, stretched, mirrored,
    mirrored and stretched). Compositions have none."""
    return index ^ 2


def mirrored(item: Item) -> Item:
    """The mirror image of an item, with left and right swapped in its captions."""
    texts, plain = (tuple(map(mirror_caption, t)) for t in (item.sentences, item.plain))
    return Item(mirror(item.motion), texts, plain, item.category, item.group, item.share)


def stretched(motion: Motion, factor: float) -> Motion:
    """A motion played `factor` times as long, at 30 fps."""
    count = max(2, round(len(motion) * factor))
    return sample_at(motion, np.linspace(0, len(motion) - 1, count), FPS)
