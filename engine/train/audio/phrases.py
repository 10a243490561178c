"""Recipe of the phrases: captured dances with their beats and captured talkers with their strokes, to be chained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.audio.phrases.library import TALK, Phrases, decoded
from engine.motion import features, stops
from engine.protocol import styles
from engine.train.audio import items
from engine.train.data.clips import Clip, partition
from engine.train.motion import tempo
from engine.train.progress import progress_bar
from engine.train.publish import Card, publish
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

DANCES = ("ballet", "salsa", "indian", "folk", "martial", "exercise")
# Ten exercises on the spot, hours of them; and one kick, for which all dances would have to be shared alike.
_LEFT_OUT = ("UI-PRMD", "HDM05")
_IDLE = re.compile(r"standing idle, neutral")  # how somebody stands who has nothing to say
CARD = Card(
    "Phrases: captured dances with their beats, captured gestures with their strokes",
    "Bars of dances are chosen for a piece of music and chained; each was brought to an even pulse by at most 15%. "
    "Gestures are chosen for the stresses of a voice in the same way.",
    (
        "A style is what one to a few people danced, in minutes; nobody of them heard the music that is played.",
        "Nobody was recorded talking: gestures are those of three people who directed traffic, gave a referee's "
        "signals and told a story and a rhyme with their hands. They mean what they meant there, not what is said.",
        "Bars are four beats wherever the music's bars begin.",
        "Two people, objects, fingers and faces are not in it.",
    ),
    "What is in it",
)


@dataclass(frozen=True)
class Source:
    """A motion that phrases are cut from, its style, its beats or strokes (K,) s, and the recording's id."""

    motion: Motion
    style: str
    beats: NDArray[np.float64]
    clip: str


def train_phrases(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Gather the dances and talkers of the training split; nothing is trained. Raises ValueError without a dance."""
    some = [c for c in partition(clips)["train"] if c.dataset not in _LEFT_OUT]
    found = [*danced(some), *talked(some)]
    phrases = gathered(found)
    spoken = phrases.style == phrases.styles.index(TALK)
    each = phrases.lengths / features.FPS / 60
    measured = {
        "dances": float((~spoken).sum()), "minutes": float(each[~spoken].sum()),
        "beats": float(phrases.counts[~spoken].sum()), "recordings of talkers and somebody idle": float(spoken.sum()),
        "their minutes": float(each[spoken].sum()), "their strokes": float(phrases.counts[spoken].sum()),
    }  # fmt: skip
    config = {"styles": list(phrases.styles)}
    (runs / "phrases").mkdir(parents=True, exist_ok=True)
    used = {source.clip for source in found}
    chosen = [c for c in clips if c.id in used]
    return publish("phrases", out, runs / "phrases", phrases.tensors(), config, measured, chosen, CARD)


def danced(clips: Sequence[Clip]) -> Iterator[Source]:
    """Pieces of dances without the standing before and after, each brought to an even pulse: the tempo that fits it
    best. A piece without one is left out."""
    wanted = [piece for piece in items.pieces(clips) if piece.style in DANCES]
    show = progress_bar("finding beats")
    for done, piece in enumerate(wanted, start=1):
        for pulse in tempo.pulses(piece.motion, 1):
            motion, beats = tempo.even(piece.motion, pulse)
            yield Source(motion, piece.style, beats[(beats >= 0) & (beats < motion.seconds)], piece.clip)
        show(done, len(wanted))


def talked(clips: Sequence[Clip]) -> Iterator[Source]:
    """Captured talkers without the standing before and after, and somebody who stands, who has no strokes."""
    for clip in clips:
        if clip.hand_made:
            continue
        if _IDLE.search(clip.description.lower()):
            yield Source(clip.motion, TALK, np.zeros(0), clip.id)
        elif items.style_of(clip) == TALK:
            motion = items.without_standing(clip.motion)
            yield Source(motion, TALK, stops.strokes(motion), clip.id)


def gathered(sources: Sequence[Source]) -> Phrases:
    """The phrases of motions. Raises ValueError where there is no dance."""
    if not any(source.style in DANCES for source in sources):
        raise ValueError("There is no dance among the recordings: phrases are cut from dances.")
    rows = []
    for source in sources:
        row = features.encode(source.motion)
        rows.append(np.concatenate([row[:, : features.MOTION_DIM], row[:, features.CONTACTS]], axis=1))
    return Phrases(
        torch.from_numpy(np.concatenate(rows)).half(), torch.tensor([len(r) for r in rows], dtype=torch.int32),
        torch.tensor([styles.index_of(source.style) for source in sources], dtype=torch.int32),
        torch.from_numpy(np.round(1000 * np.concatenate([s.beats for s in sources])).astype(np.int32)),
        torch.tensor([len(source.beats) for source in sources], dtype=torch.int32),
        torch.from_numpy(standing(rows)).half(), styles.NAMES,
    )  # fmt: skip


def standing(rows: list[NDArray]) -> NDArray[np.float32]:
    """The row (MOTION_DIM + 4,) of all in which somebody stands most quietly: hands low, feet down and close."""
    best, found = np.inf, rows[0][0]
    for some in rows:
        motion = decoded(some)
        pos, _ = motion.globals()
        hands = pos[:, [R["left_wrist"], R["right_wrist"]], 1] - pos[:, :1, 1]
        apart = np.linalg.norm(pos[:, R["left_foot"]] - pos[:, R["right_foot"]], axis=-1)
        lean = np.linalg.norm((pos[:, R["head"]] - pos[:, 0])[:, [0, 2]], axis=-1)
        odd = stops.speed(motion) + np.maximum(hands, 0).sum(1) + np.abs(apart - 0.22) + lean
        odd += np.abs(hands[:, 0] - hands[:, 1]) + 2.0 * (pos[:, 0, 1] < 0.85) + 1.0 * ~motion.contacts.all(axis=1)
        frame = int(odd.argmin())
        if odd[frame] < best:
            best, found = float(odd[frame]), some[frame].copy()
    found[:3] = 0  # it neither turns nor travels
    return found.astype(np.float32)
