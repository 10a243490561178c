"""Gestures to speech as an artist gets them, beside captured ones: on stresses, on another voice's, by chance.

A voice's stresses are those that the engine hears, of made speech those that were put on captured strokes, which it
was not told. Hands that set off or sink count as strokes as well, of captured gestures and of ours.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.api import Engine
from engine.audio import PRESETS, on_beat
from engine.audio.conditioning import loudness
from engine.audio.phrases.energy import energies
from engine.audio.phrases.library import TALK, Phrases
from engine.audio.phrases.speaking import Voice, spoken
from engine.evaluate import strips
from engine.evaluate.harness import Part, table, weights_folder
from engine.evaluate.sound.dances import path_of
from engine.evaluate.sound.tracks import FOLDER, Track
from engine.metrics import beat_alignment, dance, distributions
from engine.motion import cleanup, features, stops
from engine.protocol.dance import AS_BEFORE, Dance
from engine.protocol.request import AudioRequest
from engine.protocol.sampling import Sampling
from engine.protocol.sound import file_mix
from engine.train.audio.pairs import AudioPairs
from retarget.motion import Motion

SEEDS = 3  # takes of a voice
CAPTURED, CAPTURED_ALL = "captured, held out, speech made for it", "captured, all, speech made for it"
MADE = "ours, speech made for held-out gestures"
ASKED = {
    "the network alone, as it comes": AS_BEFORE,
    "the network alone, on the stresses": Dance(variation=1.0),
    "half of each (*Variation* .5)": Dance(variation=0.5),
    "ours": Dance(),
    "ours, not brought to the stresses (*On the Beat* 0)": Dance(on_beat=0.0),
}
_COLUMNS = {
    "a_second": "strokes a second", "near": "near stresses", "chance": "by chance", "other": "another voice's",
    "met": "stresses met", "still": "still", "hands": "hands apart, m", "furthest": "furthest, m",
    "turning": "turning, deg/s", "skate_share": "skate", "jerk": "jerk", "begins": "begins, m/s", "ends": "ends, m/s",
}  # fmt: skip
_MET_S = 0.1  # a stress with a stroke as near as that is met
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """A motion, the stresses (n,) s that it goes with, and another voice's."""

    motion: Motion
    stresses: Floats
    other: Floats


def measure(pairs: AudioPairs, tracks: Sequence[Track], args: argparse.Namespace) -> Part:
    """Rows of captured gestures and of ours, and --sheet, if it is given. Without voices made speech alone."""
    held_out = _spoken(pairs, ("val", "test"))
    rows = {CAPTURED: _with_others(held_out), CAPTURED_ALL: _with_others(_spoken(pairs, ("train", "val", "test")))}
    phrases = Phrases.load(weights_folder(args))
    if phrases is not None and held_out:
        rows[MADE] = _with_others([_to_made(phrases, pairs, i, k) for k, i in enumerate(_held_out(pairs))])
    voices = [t for t in tracks if not t.music]
    if voices:
        engine = Engine(args.weights, args.device)
        for name, asked in ASKED.items():
            rows[name] = _with_others(
                [(_taken(engine, t, seed, asked, args), heard(t)) for t in voices for seed in range(SEEDS)]
            )
    if args.sheet:
        shown = [(CAPTURED, row.motion) for row in rows[CAPTURED][:: max(1, len(held_out) - 1)]]
        shown += [(f"ours, {t.name}, seed {s}", rows["ours"][SEEDS * i + s].motion)
                  for i, t in enumerate(voices) for s in range(SEEDS)]  # fmt: skip
        strips.sheet(shown, args.sheet, count=20, size=100)
    numbers = {name: averaged(some) for name, some in rows.items() if some}
    return ["### Gestures, as an artist gets them\n", *as_table(numbers)], numbers


def heard(track: Track) -> Floats:
    """The stresses of a track, s."""
    return on_beat.stresses(track.features[:, PRESETS["motif"].index("rms")])


def _held_out(pairs: AudioPairs) -> list[int]:
    return [i for split in ("val", "test") for i in pairs.of_split(split).tolist() if _talks(pairs, i)]


def _talks(pairs: AudioPairs, index: int) -> bool:
    return str(pairs.genre[index]) == "speech" and int(pairs.beat_counts[index]) > 2


def _spoken(pairs: AudioPairs, splits: Sequence[str]) -> list[tuple[Motion, Floats]]:
    """Captured gestures of splits with the stresses of the speech that was made for them."""
    found = []
    for split in splits:
        for index in pairs.of_split(split).tolist():
            if _talks(pairs, index):
                rows, _ = pairs.rows(index)
                found.append((features.decode(rows, rows[:, features.CONTACTS] > 0.5), pairs.beats_of(index)))
    return found


def _with_others(rows: Sequence[tuple[Motion, Floats]]) -> list[Row]:
    """Rows with the stresses of one half the list away."""
    return [Row(m, s, rows[(k + max(1, len(rows) // 2)) % len(rows)][1]) for k, (m, s) in enumerate(rows)]


def _to_made(phrases: Phrases, pairs: AudioPairs, index: int, seed: int) -> tuple[Motion, Floats]:
    """Ours to the made speech of a pair, as heard, and its true stresses."""
    _, sound = pairs.rows(index)
    rms = sound[:, PRESETS["motif"].index("rms")]
    pulse = on_beat.voice(rms)
    made = spoken(phrases, Voice(pulse, len(sound), energies(loudness(rms, pulse), 1.0, 1.0), 0.0), [seed], _no_network)
    if made is None:
        raise ValueError("These weights know no captured gestures: run motif train phrases.")
    return on_beat.brought(cleanup.clean(made[0]), pulse, 1.0), pairs.beats_of(index)


def _no_network(*args: object, **more: object) -> list[Motion]:
    raise ValueError("Captured gestures alone leave nothing to a network.")


def _taken(engine: Engine, track: Track, seed: int, asked: Dance, args: argparse.Namespace) -> Motion:
    request = AudioRequest(
        file_mix(str(path_of(args.tracks or FOLDER, track))), len(track.features),
        Sampling(seeds=(args.seed + seed,)), style_weights={TALK: 1.0}, dance=asked,
    )  # fmt: skip
    (take,) = engine.generate(request)
    return take.motion


def averaged(rows: Sequence[Row]) -> dict[str, float]:
    """Means over motions."""
    each = [dict(_of(row)) for row in rows]
    motions = [row.motion for row in rows]
    means = {name: float(np.mean([one[name] for one in each])) for name in each[0]}
    return {**means, "skate_share": distributions.skate(motions)["skate_share"], "jerk": distributions.jerk(motions)}


def _of(row: Row) -> Iterator[tuple[str, float]]:
    """Measures of a motion."""
    seconds, strokes = row.motion.seconds, stops.strokes(row.motion)
    stresses = row.stresses[row.stresses < seconds]
    shifted = [np.sort((stresses + s) % seconds) for s in np.linspace(0, seconds, 26)[1:-1]]
    yield "a_second", len(strokes) / seconds
    yield "near", beat_alignment.nearness(strokes, stresses)
    yield "chance", float(np.mean([beat_alignment.nearness(strokes, s) for s in shifted]))
    yield "other", beat_alignment.nearness(strokes, row.other[row.other < seconds])
    near = np.abs(stresses[:, None] - strokes).min(axis=1, initial=np.inf) < _MET_S
    yield "met", float(near.mean()) if len(near) else 0.0
    staged = dance.staged(row.motion, stresses)
    yield from ((name, staged[name]) for name in ("still", "hands", "furthest", "turning", "begins", "ends"))


def as_table(numbers: dict[str, dict[str, float]]) -> list[str]:
    """Rows by measures as Markdown."""
    rows = [(name, *(_cell(c, row[c]) for c in _COLUMNS)) for name, row in numbers.items()]
    return table(("", *_COLUMNS.values()), rows)


def _cell(column: str, value: float) -> str:
    return f"{value:.0f}" if column in ("turning", "jerk") else f"{value:.2f}"
