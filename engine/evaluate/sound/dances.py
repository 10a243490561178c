"""Takes as an artist gets them, to real tracks: each style beside captured motion of it, and a sheet to look at."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.api import Engine
from engine.audio import PRESETS
from engine.evaluate import strips
from engine.evaluate.harness import Part, table
from engine.evaluate.sound.tracks import FOLDER, SUFFIXES, Track
from engine.metrics import beat_alignment, dance, distributions
from engine.motion import features
from engine.protocol import styles
from engine.protocol.dance import AS_BEFORE, Dance
from engine.protocol.request import AudioRequest
from engine.protocol.sampling import Sampling
from engine.protocol.sound import file_mix
from engine.train.audio.pairs import AudioPairs
from retarget.motion import Motion

STYLES = ("salsa", "indian", "folk", "ballet", "martial", "exercise")
_RMS = PRESETS["motif"].index("rms")
CAPTURED, NETWORK, OURS = "captured", "the network alone, as it comes", "ours"
_PIECES = 12  # captured pieces of a style
_COLUMNS = {
    "alignment": "beat alignment", "other": "with another track's beats", "follows": "speed with loudness",
    "follows_other": "with another's", "step_near": "steps near beats",
    "steps": "steps a beat", "still": "still", "furthest": "furthest, m", "turning": "turning, deg/s",
    "hands": "hands apart, m", "feet": "feet apart, m", "skate_share": "skate", "jerk": "jerk",
    "begins": "begins, m/s", "ends": "ends, m/s",
}  # fmt: skip


class Row(NamedTuple):
    """A motion, the beats (s) and loudness (T,) of what it goes with, and another's."""

    motion: Motion
    beats: NDArray
    other: NDArray
    loud: NDArray
    other_loud: NDArray


def measure(pairs: AudioPairs, tracks: Sequence[Track], args: argparse.Namespace) -> Part:
    """Rows of every style, and --sheet, if it is given. Tracks without beats are left out."""
    music = [t for t in tracks if t.music and len(t.beats) > 2]
    if not music:
        return ["### Dances\n", "Left out: there are no tracks in that folder.\n"], {}
    engine = Engine(args.weights, args.device)
    numbers, shown = dict[str, dict[str, float]](), list[tuple[str, Motion]]()
    for style in STYLES:
        rows = {CAPTURED: captured(pairs, style, args)}
        for name, asked in ((NETWORK, AS_BEFORE), (OURS, Dance())):
            rows[name] = [_taken(engine, style, k, music, asked, args) for k in range(len(music))]
        for name, some in rows.items():
            numbers[f"{style}, {name}"] = averaged(some)
        last = f"{style}, {OURS}, {music[-1].name}"
        shown += [(f"{style}, {CAPTURED}", rows[CAPTURED][0][0]), (last, rows[OURS][-1][0])]
    if args.sheet:
        strips.sheet(shown, args.sheet, count=16, size=110)
    told = f"Up to {_PIECES} captured pieces of a style.\n"
    return ["### Dances, as an artist gets them\n", *as_table(numbers), told], numbers


def captured(pairs: AudioPairs, style: str, args: argparse.Namespace) -> list[Row]:
    """Captured pieces of a style with the music that was made for them."""
    rng = np.random.default_rng(args.seed)
    of_style = np.flatnonzero((pairs.style == styles.index_of(style)) & (pairs.genre != "speech"))
    out: list[Row] = []
    for index in rng.permutation(of_style)[:_PIECES].tolist():
        other = int(rng.choice(of_style))
        (rows, sound), (_, other_sound) = pairs.rows(index), pairs.rows(other)
        motion = features.decode(rows, rows[:, features.CONTACTS] > 0.5)
        out.append(Row(motion, pairs.beats_of(index), pairs.beats_of(other), sound[:, _RMS], other_sound[:, _RMS]))
    return out


def _taken(engine: Engine, style: str, k: int, music: Sequence[Track], asked: Dance, args: argparse.Namespace) -> Row:
    track, other = music[k], music[(k + max(1, len(music) // 2)) % len(music)]
    sampling = Sampling(seeds=(args.seed + k,))
    request = AudioRequest(
        file_mix(str(path_of(args.tracks or FOLDER, track))), len(track.features), sampling,
        style_weights={style: 1.0}, dance=asked,
    )  # fmt: skip
    (take,) = engine.generate(request)
    return Row(take.motion, track.beats, other.beats, track.features[:, _RMS], other.features[:, _RMS])


def path_of(folder: Path, track: Track) -> Path:
    """The file of a track."""
    return next(p for p in sorted(folder.iterdir()) if p.stem == track.name and p.suffix.lower() in SUFFIXES)


def averaged(rows: Sequence[Row]) -> dict[str, float]:
    """Means over motions; what can be measured of none is left out."""
    each = []
    for motion, beats, other, loud, other_loud in rows:
        inside = beats[beats < motion.seconds]
        stopped = beat_alignment.kinematic_beats(motion)
        each.append({
            "alignment": beat_alignment.agreement(stopped, inside),
            "other": beat_alignment.agreement(stopped, other[other < motion.seconds]),
            "follows": dance.follows(motion, loud, inside), "follows_other": dance.follows(motion, other_loud, inside),
            **dance.staged(motion, inside),
        })  # fmt: skip
    motions = [row.motion for row in rows]
    known = {name: [one[name] for one in each if not np.isnan(one[name])] for name in each[0]}
    means = {name: float(np.mean(values)) for name, values in known.items() if values}
    return {**means, "skate_share": distributions.skate(motions)["skate_share"], "jerk": distributions.jerk(motions)}


def as_table(numbers: dict[str, dict[str, float]]) -> list[str]:
    """Rows by measures as Markdown."""
    rows = [(name, *(_cell(c, row[c]) if c in row else "" for c in _COLUMNS)) for name, row in numbers.items()]
    return table(("", *_COLUMNS.values()), rows)


def _cell(column: str, value: float) -> str:
    return f"{value:.0f}" if column in ("turning", "jerk") else f"{value:.2f}"
