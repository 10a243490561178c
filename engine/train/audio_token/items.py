"""Recorded motion with the sounds that it makes, or is made to: what the audio token is learnt from.

Every piece of motion whose kind has a sound gets several recordings of it: other shoes and floors, other hands, other
bands, other rooms. The pack holds no clapping, so that claps are the ones that `gestures` lays over captured standing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.train.data.clips import SPLITS, Clip, split_of
from engine.train.foley import soundtrack
from engine.train.foley.strikes import FLOORS, UNHEARD
from engine.train.labels import facts
from engine.train.labels.captions import sentences
from engine.train.labels.compose import Labelled
from engine.train.motion.gestures import laid_over
from engine.train.text.items import PLAIN_SUBJECT, labelled
from retarget.motion import Motion

LONGEST, SHORTEST = 196, 30  # frames: what fits into the transformer's window, and what is worth hearing
CLAPPING = 60  # pieces of standing that get claps, at most
HELD_OUT = 40  # pieces of a kind in each held-out split, at most
SENTENCES = 4


@dataclass(frozen=True)
class Kind:
    """name: of what is heard. says: what a body then does, in words, plain ones first. most: pieces to learn from."""

    name: str
    says: tuple[str, ...]
    most: int = 80


KINDS = (
    Kind("walk", ("walks forward", "walks"), 110),
    Kind("run", ("runs forward", "runs"), 110),
    Kind("jump", ("jumps", "hops")),
    Kind("clap", ("claps the hands", "claps"), CLAPPING),
    Kind("punch", ("punches", "boxes")),
    Kind("kick", ("kicks", "does a kick")),
    Kind("ballet", ("dances ballet",)),
    Kind("salsa", ("dances salsa",)),
    Kind("indian", ("does an Indian dance",)),
    Kind("breakdance", ("breakdances",)),
    Kind("exercise", ("does exercises", "squats", "does jumping jacks")),
    Kind("gesture", ("tells a story with hand gestures", "directs traffic")),
    Kind("still", ("stands still",)),
)
NAMES = tuple(kind.name for kind in KINDS)
_CATEGORIES = {
    "ballet and modern dance": "ballet", "salsa dance": "salsa", "indian dance": "indian", "breakdance": "breakdance",
    "exercise": "exercise", "gesture and signals": "gesture",
}  # fmt: skip
# In this order: a phrase is of the first kind that it speaks of.
_PHRASES = (
    ("still", r"^stands still|^stands waiting|^waits"),
    ("kick", r"^kicks with|^kicks$|\bkick$|^does a .*kick"),
    ("punch", r"punch|^boxes"),
    ("jump", r"^(jumps|hops|leaps)\b"),
    ("run", r"^(runs|jogs|sprints)\b"),
    ("walk", r"^(walks|strolls|sidesteps|marches|limps)\b"),
)
_NOT = re.compile(
    r"stair|ladder|uneven|sits|carry|carrying|drinks|picks|pose|stops and|ball\b|obstacle|under something"
)


@dataclass(frozen=True)
class Sounding:
    """A motion of at most LONGEST frames with the sentences that describe it. kind: index into KINDS. trial: the
    recording. plain: what is heard, said plainly."""

    motion: Motion
    sentences: tuple[str, ...]
    plain: str
    kind: int
    trial: str

    @property
    def split(self) -> str:
        """train, val or test."""
        return split_of(self.trial)


@dataclass(frozen=True)
class Recording:
    """One sound of a motion: samples (N,) float32 at the band's RATE, the names of what sounds in it, its floor."""

    samples: np.ndarray
    sounds: tuple[str, ...]
    floor: str


def kind_of(piece: Labelled) -> str:
    """The kind of sound that goes with a piece, "" for none."""
    phrase = piece.name
    if _NOT.search(phrase):
        return ""
    if piece.category in _CATEGORIES:
        return "still" if phrase.startswith("stands still") else _CATEGORIES[piece.category]
    return next((name for name, pattern in _PHRASES if re.search(pattern, phrase)), "")


def soundings(clips: Sequence[Clip], seed: int = 0) -> list[Sounding]:
    """Pieces with a sound, of each kind at most `Kind.most` to learn from; long ones give one stretch each."""
    rng = np.random.default_rng(seed)
    pieces = [(p, c) for p, c in labelled([c for c in clips if not c.hand_made]) if len(p.motion) >= SHORTEST]
    pieces = [pieces[i] for i in rng.permutation(len(pieces))]
    counts: Counter[tuple[str, str]] = Counter()
    found = []
    for piece, clip in pieces:
        name, split = kind_of(piece), split_of(clip.trial)
        most = {kind.name: kind.most if split == SPLITS[0] else min(kind.most, HELD_OUT) for kind in KINDS}
        if name == "still" and counts["clap", split] < most["clap"] and piece.facts.gait == "still":
            counts["clap", split] += 1
            found.append(_sounding(_clapping(piece, rng), "clap", clip, rng))
        if name and counts[name, split] < most[name]:
            counts[name, split] += 1
            found.append(_sounding(piece, name, clip, rng))
    return found


def _clapping(piece: Labelled, rng: np.random.Generator) -> Labelled:
    start = int(rng.integers(0, max(1, len(piece.motion) - 120)))
    motion, words = laid_over(piece.motion.cut(start, start + 120), rng, True, "clap")
    return replace(piece, motion=motion, phrases=words, facts=facts.measure(motion))


def _sounding(piece: Labelled, name: str, clip: Clip, rng: np.random.Generator) -> Sounding:
    start = int(rng.integers(0, max(1, len(piece.motion) - LONGEST)))
    motion = piece.motion.cut(start, start + LONGEST)
    texts = tuple(dict.fromkeys(sentences(piece.phrases, piece.facts, piece.hand_made, rng, SENTENCES)))
    return Sounding(motion, texts, PLAIN_SUBJECT + piece.name, NAMES.index(name), clip.trial)


def recordings(piece: Sounding, count: int, rng: np.random.Generator) -> Iterator[Recording]:
    """`count` sounds of a piece, fewer where it makes none of its kind. Held-out pieces are heard on other floors."""
    known = [f for f in FLOORS if f not in UNHEARD]
    floors = list(UNHEARD) if piece.split == "test" else known
    scene = soundtrack.Scene(piece.motion, NAMES[piece.kind])
    for _ in range(count):
        floor = str(rng.choice(floors))
        heard = scene.record(floor, rng)
        if heard is not None:
            yield Recording(heard.samples, heard.sounds, floor)


def all_recordings(
    pieces: Sequence[Sounding], count: int, seed: int, show: Callable[[int, int], None] | None = None
) -> Iterator[tuple[int, Recording]]:
    """(index of the piece, recording) of every piece, `count` of each; of the validation split's one."""
    for index, piece in enumerate(pieces):
        rng = np.random.default_rng([seed, index])
        for recording in recordings(piece, 1 if piece.split == SPLITS[1] else count, rng):
            yield index, recording
        if show:
            show(index + 1, len(pieces))
