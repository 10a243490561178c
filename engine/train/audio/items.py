"""Pairs of motion and sound for the audio model: recorded rhythmic motion with synthesised music.

No open data set pairs real music with motion. So each recording is cut into pieces, a tempo is fitted to where the body
stops (`motion.tempo`), the piece is warped to it by at most 15%, and the band plays to its beats, louder and fuller
where the motion is livelier. Every piece gets several soundtracks of other genres, timbres and mixes. Gestures get
speech whose stresses fall on their strokes, where espeak-ng is installed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.motion import stops
from engine.train import band
from engine.train.band import speech
from engine.train.band.genres import HOME, Genre
from engine.train.data.clips import Clip
from engine.train.labels.segments import loop_clip
from engine.train.motion import tempo
from retarget.motion import Motion, sample_at

LONGEST_S, SHORTEST_S = 16.0, 3.0
STRETCH = 0.06  # a soundtrack's own tempo: all of a piece slower or faster by up to this
HOME_SHARE = 0.5  # of the soundtracks come from a style's own genres
_CAPPED, _CAP = "uiprmd", 24  # of ten exercises, done over and over, so many pieces: there is half an hour of them
_LOOP_S = 6.0  # hand-made cycles are repeated to this length
_STILL, _LEAD_S = 0.15, 0.3  # m/s under which somebody stands, and s of standing that stay before and after
_WALK_MAX_S = 20.0  # of one recording of walking: there is plenty, and it is all alike
_STYLES = {
    "ballet and modern dance": "ballet", "salsa dance": "salsa", "indian dance": "indian", "breakdance": "folk",
    "combat and martial arts": "martial", "exercise": "exercise", "gesture and signals": "gesture",
    "walk": "walk", "run": "walk",
}  # fmt: skip
# Within a category: what belongs to another style, and what to no style at all.
_FOLK = re.compile(r"whirling|styled dance|body roll|charleston|reach hip|bouncing dance")
_FORWARD = re.compile(r"(walking|running) forward|side-stepping")
_LEFT_OUT = re.compile(r"swordplay|sword|shield|spell|pistol|static dance pose|uneven|rail|obstacle", re.IGNORECASE)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Piece:
    """Part of a recording, with its style. group: the trial, by which splits are made. clip: the recording."""

    motion: Motion
    style: str
    group: str
    clip: str


@dataclass(frozen=True)
class Pair:
    """motion: canonical, 30 fps. samples: (N,) float32 as long as the motion. style: of `engine.protocol.styles`.

    group: trial that splits go by. clip: the recording. genre: what is played, "speech" or "" where unknown. beats:
    times in s of the music's beats, or of the speech's stresses.
    """

    motion: Motion
    samples: NDArray[np.float32]
    sample_rate: int
    style: str
    group: str
    clip: str = ""
    genre: str = ""
    beats: Floats = field(default_factory=lambda: np.zeros(0))


def style_of(clip: Clip) -> str | None:
    """Style of a recording, None for recordings that no style is learnt from."""
    text = clip.description.lower()
    if _LEFT_OUT.search(text):
        return None
    if _FOLK.search(text):
        return "folk"
    if clip.category == "stylised locomotion":
        return "walk" if _FORWARD.search(text) else None
    style = _STYLES.get(clip.category)
    loops = "loop" in clip.flags
    return None if clip.hand_made and not (loops and style in ("exercise", "gesture", "walk")) else style


def pieces(clips: Sequence[Clip]) -> list[Piece]:
    """Cut recordings that have a style into pieces of 3 to 16 s, without the standing before and after; hand-made
    cycles are repeated to 6 s."""
    found = []
    for clip in clips:
        style = style_of(clip)
        if style is None:
            continue
        motion = clip.motion if clip.hand_made else without_standing(clip.motion)
        if style == "walk":
            motion = motion.cut(0, round(_WALK_MAX_S * motion.fps))
        if clip.hand_made:
            motion = loop_clip(motion, _LOOP_S, gap="loop" in clip.flags)
        count = max(1, int(np.ceil(motion.seconds / LONGEST_S)))
        edges = np.linspace(0, len(motion), count + 1).astype(int)
        for first, last in pairwise(edges.tolist()):
            if last - first >= SHORTEST_S * motion.fps:
                found.append(Piece(motion.cut(first, last), style, clip.trial, clip.id))
    return _capped(found)


def _capped(found: list[Piece]) -> list[Piece]:
    """The pieces with an even choice of _CAP of those that there are too many of."""
    many = [i for i, piece in enumerate(found) if piece.clip.startswith(_CAPPED)]
    chosen = {many[i] for i in np.linspace(0, len(many) - 1, min(_CAP, len(many))).astype(int).tolist()}
    return [piece for i, piece in enumerate(found) if i in chosen or not piece.clip.startswith(_CAPPED)]


def without_standing(motion: Motion) -> Motion:
    """The motion from shortly before its first movement to shortly after its last; all of it where there is none."""
    moving = np.flatnonzero(stops.speed(motion) > _STILL)
    if not len(moving):
        return motion
    lead = round(_LEAD_S * motion.fps)
    return motion.cut(max(0, int(moving[0]) - lead), min(len(motion), int(moving[-1]) + 1 + lead))


def soundtracks_for(piece: Piece, count: int, rng: np.random.Generator) -> Iterator[Pair]:
    """`count` pairs of a piece: its best tempi in turn, each with another genre, mix and speed; gestures get speech."""
    talks = piece.style == "gesture" and speech.available()
    found = tempo.pulses(piece.motion)
    for number in range(count):
        if talks and number % 4 != 3:
            yield spoken(piece, rng)
        elif found:
            close = len(found) > 1 and found[1].excess > 0.75 * found[0].excess
            pulse = found[1] if close and number % 3 == 2 else found[0]
            yield played(piece, pulse, _draw_genre(piece.style, rng), rng)


def _draw_genre(style: str, rng: np.random.Generator) -> Genre:
    names = HOME[style] if rng.random() < HOME_SHARE else tuple(g.name for g in band.GENRES)
    return band.genre(str(rng.choice(names)))


def played(piece: Piece, pulse: tempo.Pulse, genre: Genre, rng: np.random.Generator) -> Pair:
    """Warp a piece to a pulse and synthesise music for its beats."""
    stretch = float(np.exp(rng.uniform(-STRETCH, STRETCH)))
    motion, beats = tempo.even(piece.motion, pulse, rubato=genre.rubato * rng.random(), stretch=stretch)
    lead = band.Lead(beats, energy(motion, beats), accents(motion, beats), motion.seconds)
    samples = band.play(lead, genre, int(rng.integers(2**31)))
    inside = beats[(beats >= 0) & (beats < motion.seconds)]
    return Pair(motion, samples, band.RATE, piece.style, piece.group, piece.clip, genre.name, inside)


def spoken(piece: Piece, rng: np.random.Generator) -> Pair:
    """Play a piece at a random speed and synthesise speech for its gestures."""
    speed = float(np.exp(rng.uniform(-STRETCH, STRETCH)))
    frames = np.arange(0, len(piece.motion) - 1, speed)
    motion = sample_at(piece.motion, frames, piece.motion.fps)
    strokes = stops.strokes(motion)
    samples, stresses = speech.speak(strokes, motion.seconds, int(rng.integers(2**31)))
    return Pair(motion, samples, speech.RATE, piece.style, piece.group, piece.clip, "speech", stresses)


def energy(motion: Motion, beats: Floats) -> Floats:
    """Liveliness (K,) around each beat, 0..1: mean joint speed, half relative to the piece, half absolute."""
    speed = stops.speed(motion)
    near = np.array([_mean_around(speed, b * motion.fps, motion.fps * 0.5) for b in beats])
    low, high = np.percentile(speed, [5, 95])
    relative = (near - low) / max(high - low, 0.05)
    absolute = np.log(np.maximum(near, 1e-3) / 0.1) / np.log(1.4 / 0.1)
    return np.clip(0.5 * relative + 0.5 * absolute, 0, 1)


def _mean_around(values: Floats, centre: float, half: float) -> float:
    first = int(np.clip(centre - half, 0, len(values) - 1))
    last = int(np.clip(centre + half, first + 1, len(values)))
    return float(values[first:last].mean())


def accents(motion: Motion, beats: Floats) -> Floats:
    """Depth of the stop (K,) at each beat, 0 where there is none within 60 ms."""
    times, depth = stops.dips(motion)
    if not len(times):
        return np.zeros(len(beats))
    nearest = np.abs(beats[:, None] - times[None]).argmin(axis=1)
    return np.where(np.abs(times[nearest] - beats) < 0.06, depth[nearest], 0.0)
