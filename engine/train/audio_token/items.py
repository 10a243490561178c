"""Motion with synthesised sounds, from which audio encoder and audio token are learnt.

Every piece of motion whose kind has a sound gets several recordings with other shoes, floors, hands, bands and rooms.
The pack holds no clapping: claps are procedural gestures over captured standing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.motion import facts
from engine.train.data.clips import SPLITS, Clip, split_of
from engine.train.foley import soundtrack
from engine.train.foley.strikes import FLOORS, UNHEARD
from engine.train.labels.compose import Labelled
from engine.train.motion.gestures import laid_over
from engine.train.text.items import labelled, plain_words, words_for
from retarget.motion import Motion

LONGEST, SHORTEST = 196, 30  # frames: the transformer's window, and the least that is useful
CLAPPING = 60  # pieces of standing that get claps, at most
HELD_OUT = 40  # pieces of a kind in each held-out split, at most
SENTENCES = 4


@dataclass(frozen=True)
class Kind:
    """A kind of sound and motion. says: phrases of the motion, plain ones first. most: pieces in the training split."""

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
# A phrase is of the first kind whose pattern it matches.
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
    """A motion of at most LONGEST frames with captions. kind: index into KINDS. trial: the recording.

    plain: the plainest sentence.
    """

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
    """A sound of a motion: samples (N,) float32 at the band's RATE, names of what is heard in it, and the floor."""

    samples: np.ndarray
    sounds: tuple[str, ...]
    floor: str


def kind_of(piece: Labelled) -> str:
    """Kind of sound of a piece, "" for none."""
    phrase = piece.name
    if _NOT.search(phrase):
        return ""
    if piece.category in _CATEGORIES:
        return "still" if phrase.startswith("stands still") else _CATEGORIES[piece.category]
    return next((name for name, pattern in _PHRASES if re.search(pattern, phrase)), "")


def soundings(clips: Sequence[Clip], seed: int = 0) -> list[Sounding]:
    """Pieces that have a sound, at most `Kind.most` of each kind; of a long one a random part."""
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
    return replace(piece, motion=motion, phrases=words, written=(), facts=facts.measure(motion))


def _sounding(piece: Labelled, name: str, clip: Clip, rng: np.random.Generator) -> Sounding:
    start = int(rng.integers(0, max(1, len(piece.motion) - LONGEST)))
    motion = piece.motion.cut(start, start + LONGEST)
    texts = tuple(words_for(piece, rng, SENTENCES))
    return Sounding(motion, texts, plain_words(piece)[0], NAMES.index(name), clip.trial)


def recordings(piece: Sounding, count: int, rng: np.random.Generator) -> Iterator[Recording]:
    """`count` sounds of a piece, none where its motion makes none. The test split has floors of its own."""
    known = [f for f in FLOORS if f not in UNHEARD]
    floors = list(UNHEARD) if piece.split == "test" else known
    scene = soundtrack.Scene(piece.motion, NAMES[piece.kind])
    for _ in range(count):
        floor = str(rng.choice(floors))
        sound = scene.record(floor, rng)
        if sound is not None:
            yield Recording(sound.samples, sound.sounds, floor)


def all_recordings(
    pieces: Sequence[Sounding], count: int, seed: int, show: Callable[[int, int], None] | None = None
) -> Iterator[tuple[int, Recording]]:
    """(index of the piece, recording) of every piece: `count` of each, one of those of the validation split."""
    for index, piece in enumerate(pieces):
        rng = np.random.default_rng([seed, index])
        for recording in recordings(piece, 1 if piece.split == SPLITS[1] else count, rng):
            yield index, recording
        if show:
            show(index + 1, len(pieces))
