"""`motif evaluate audio`: motion generated for held-out and for real music, beside captured motion and wrong music.

Every table holds what captured motion gets and what chance gives. Motion is scored against the music that it was
generated for, against other music, and against the same at half and double tempo; motion for silence, and for the music
played at half and double speed, is scored against the music as it is.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from engine.evaluate import harness
from engine.evaluate.harness import Part, table
from engine.evaluate.sound import dances, made_dances, talks
from engine.evaluate.sound.tracks import FOLDER, Track, load_tracks
from engine.evaluate.tables import GT, OURS, OURS_RAW
from engine.metrics import dance
from engine.metrics.dance import COLUMNS, Judge, Row
from engine.motion import cleanup, features
from engine.protocol import styles
from retarget.motion import Motion

if TYPE_CHECKING:
    from engine.train.audio.pairs import AudioPairs

SAMPLERS = (
    ("DDPM, 150 steps", "ddpm", 150), ("DDIM, 50", "ddim", 50), ("DDIM, 20", "ddim", 20), ("DDIM, 10", "ddim", 10),
    ("DPM-Solver++, 20", "dpm-solver", 20), ("DPM-Solver++, 16", "dpm-solver", 16),
    ("DPM-Solver++, 10", "dpm-solver", 10),
)  # fmt: skip
DANCES = ("salsa", "folk", "indian", "exercise")
Numbers = dict[str, dict[str, float]]


class Dancer(Protocol):
    """`engine.audio.model.AudioModel`, or a stand-in."""

    @property
    def sample(self) -> Callable[..., list[Motion]]:
        """(features, styles, seeds, *, steps, sampler and what else a model takes) -> a motion for each seed."""
        ...


@dataclass(frozen=True)
class Evaluation:
    """What all tables share: the model, the style classifier, the options and the progress bar's step."""

    model: Dancer
    judge: Judge
    args: argparse.Namespace
    step: Callable[[], object] = lambda: None

    def generate(self, sound: NDArray, style: str, seed: int, clean: bool = True, **options: Any) -> Motion:
        """One take in a style for sound features (T, F), `sound`, cleaned up as by default or not."""
        options = {"steps": self.args.steps, **options}
        (motion,) = self.model.sample(sound, {style: 1.0}, [seed], **options)
        self.step()
        return cleanup.clean(motion) if clean else motion

    def numbers(self, rows: Sequence[Row], align: bool = True) -> Numbers:
        """Measures of every row; align: beat alignment, too."""
        rng = np.random.default_rng(self.args.seed)
        return {row.name: dance.measure(row, self.judge, rng, align=align) for row in rows}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate audio`."""
    harness.add(parser, "split", "tracks", "out", "sheet", limit=20, takes=1, seconds=10.0)
    parser.add_argument(
        "--only", choices=("danced", "phrased", "talked", "made", "real", "samplers"), help="one table of the six"
    )
    parser.add_argument("--pairs", type=Path, metavar="FILE.npz", help="pairs as `motif train audio` keeps them")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Print the tables and write them into a page; returns their numbers for JSON."""
    section = "motif evaluate audio" + " --only talked" * (args.only == "talked")
    return harness.report(args, measure, heading, section=section, title="# Audio to motion")


def heading(args: argparse.Namespace, seconds: float) -> list[str]:
    """How the numbers were measured."""
    repeated = harness.command(args, "split", "limit", "takes", "seconds", "seed")
    return [
        "## What the shipped weights do\n",
        f"`{repeated}`; {harness.machine()}, {args.device}, {seconds / 60:.1f} minutes; "
        f"weights `{harness.digest(args, 'audio')}`.\n",
    ]


def measure(args: argparse.Namespace) -> Part:
    """Load what the tables need and measure them. Raises FileNotFoundError where no pairs are kept."""
    from engine.audio.model import AudioModel
    from engine.train.audio import style_classifier
    from engine.train.audio.pairs import AudioPairs
    from engine.train.data.clips import RUNS

    pairs = AudioPairs.load(args.pairs or RUNS / "audio-pairs.npz")
    judge = style_classifier.load_or_train(pairs, RUNS / "style-classifier.npz")
    model = AudioModel.load(harness.weights_folder(args), args.device)
    found = load_tracks(args.tracks or FOLDER, args.seconds)
    first = {
        "danced": lambda: dances.measure(pairs, found, args), "phrased": lambda: made_dances.measure(args),
        "talked": lambda: talks.measure(pairs, found, args),
    }  # fmt: skip
    return tables(model, judge, pairs, found, args, first)


def tables(
    model: Dancer, judge: Judge, pairs: AudioPairs, tracks: Sequence[Track], args: argparse.Namespace,
    first: Mapping[str, Callable[[], Part]] = MappingProxyType({}),
) -> Part:  # fmt: skip
    """The tables, `first` before the three of the model, or the one that --only names."""
    with tqdm(desc="takes") as bar:
        shared = Evaluation(model, judge, args, bar.update)

        def synthesised() -> Part:
            numbers = held_out(shared, pairs)
            return [f"### Held-out motion, made music ({args.split} split)\n", *as_table(numbers)], numbers

        def real() -> Part:
            if not tracks:
                return ["### Real tracks\n", "Left out: there are no tracks in that folder.\n"], {}
            numbers = real_music(shared, pairs, tracks)
            return ["### Real tracks\n", _described(tracks), *as_table(numbers)], numbers

        def timed() -> Part:
            numbers = samplers(shared, pairs)
            return ["### Samplers\n", *as_table(numbers)], numbers

        return harness.only(args, {**first, "made": synthesised, "real": real, "samplers": timed})


def as_table(numbers: Numbers) -> list[str]:
    """Rows by measures as Markdown; what a row lacks is left empty."""
    columns = list(dict.fromkeys(c for row in numbers.values() for c in row))
    rows = [(name, *(_cell(c, row[c]) if c in row else "" for c in columns)) for name, row in numbers.items()]
    return table(("", *(COLUMNS.get(c, c) for c in columns)), rows)


def _cell(column: str, value: float) -> str:
    if column == "recognised":
        return f"{value:.0%}"
    return f"{value:.1f}" if column == "jerk" or column.startswith("s for") else f"{value:.3f}"


# Held-out motion with synthesised music.


def held_out(shared: Evaluation, pairs: AudioPairs) -> Numbers:
    """Captured motion, and ours for the same sound, for silence and for another piece's sound."""
    rng = np.random.default_rng(shared.args.seed)
    chosen = rng.permutation(pairs.of_split(shared.args.split))[: shared.args.limit]
    rows = [pairs.rows(int(i)) for i in chosen]
    real = [features.decode(motion, motion[:, features.CONTACTS] > 0.5) for motion, _ in rows]
    wanted = [int(pairs.style[i]) for i in chosen]
    beats = [pairs.beats_of(int(i)) if pairs.genre[i] != "speech" else np.zeros(0) for i in chosen]
    names = [styles.NAMES[s] for s in wanted]

    def dances(sounds: Sequence[NDArray], clean: bool = True) -> list[Motion]:
        every = zip(sounds, names, strict=True)
        return [shared.generate(sound, name, shared.args.seed + k, clean) for k, (sound, name) in enumerate(every)]

    sounds = [sound for _, sound in rows]
    others = [_fitted(sounds[(k + len(sounds) // 2) % len(sounds)], len(s)) for k, s in enumerate(sounds)]
    raw = dances(sounds, clean=False)
    ours = [cleanup.clean(m) for m in raw]
    found = [
        Row(GT, real, beats, wanted),
        Row(OURS, ours, beats, wanted),
        Row(OURS_RAW, raw, beats, wanted),
        Row("ours, made to silence", dances([np.zeros_like(s) for s in sounds]), beats, wanted),
        Row("ours, made to another sound", dances(others), beats, wanted),
    ]
    return shared.numbers(found) | _against_wrong(OURS, ours, beats) | _against_wrong(GT, real, beats)


def _fitted(sound: NDArray, frames: int) -> NDArray:
    """Sound features repeated or cut to a number of frames."""
    return np.tile(sound, (-(-frames // len(sound)), 1))[:frames]


def _against_wrong(name: str, motions: Sequence[Motion], beats: Sequence[NDArray]) -> Numbers:
    """Alignment of motions with other pieces' beats, and with their own at half and at double tempo."""
    turned = [beats[(k + len(beats) // 2) % len(beats)] for k in range(len(beats))]
    wrong = {
        "shuffled music": turned,
        "half tempo": [dance.at_tempo(b, 0.5) for b in beats],
        "double tempo": [dance.at_tempo(b, 2.0) for b in beats],
    }
    return {f"{name}, against {what}": dance.aligned(Row(what, motions, b)) for what, b in wrong.items()}


# Real tracks.


def real_music(shared: Evaluation, pairs: AudioPairs, tracks: Sequence[Track]) -> Numbers:
    """Ours for real tracks in several styles, beside captured motion of those styles, recorded without them."""
    music = [t for t in tracks if t.music and len(t.beats) > 2]
    known = [style for style in DANCES if styles.index_of(style) in pairs.style]
    asked = [(t, style, k) for t in music for style in known for k in range(shared.args.takes)]
    wanted = [styles.index_of(style) for _, style, _ in asked]

    def generate(features_of: Callable[[Track], NDArray]) -> list[Motion]:
        return [shared.generate(features_of(t), style, shared.args.seed + k) for t, style, k in asked]

    beats = [t.beats for t, _, _ in asked]
    ours = generate(lambda t: t.features)
    found = [
        Row(OURS, ours, beats, wanted),
        Row("ours, made to silence", generate(lambda t: np.zeros_like(t.features)), beats, wanted),
        Row("ours, made to the track at half speed", generate(lambda t: t.slow), beats, wanted),
        Row("ours, made to the track at double speed", generate(lambda t: t.fast), beats, wanted),
        Row("captured, which never heard it", _unrelated(pairs, asked, shared.args), beats, wanted),
    ]
    others = [_another(t, music).beats for t, _, _ in asked]
    return shared.numbers(found) | {
        "ours, against another track": dance.aligned(Row("", ours, others)),
        **{k: v for k, v in _against_wrong(OURS, ours, beats).items() if "shuffled" not in k},
    }


def _another(track: Track, tracks: Sequence[Track]) -> Track:
    """The track half the list away."""
    return tracks[(tracks.index(track) + max(1, len(tracks) // 2)) % len(tracks)]


def _unrelated(pairs: AudioPairs, asked: Sequence[tuple[Track, str, int]], args: argparse.Namespace) -> list[Motion]:
    """A captured piece of each wanted style, as long as it lasts up to --seconds."""
    rng = np.random.default_rng(args.seed)
    found = []
    for _, style, _ in asked:
        of_style = np.flatnonzero(pairs.style == styles.index_of(style))
        rows, _ = pairs.rows(int(rng.choice(of_style)))
        rows = rows[: round(args.seconds * features.FPS)]
        found.append(features.decode(rows, rows[:, features.CONTACTS] > 0.5))
    return found


def _described(tracks: Sequence[Track]) -> str:
    names = ", ".join(f"{t.name} ({len(t.features) / features.FPS:.0f} s)" for t in tracks if t.music)
    return f"{names}; in the styles {', '.join(DANCES)}. Beats as marked by hand or by a tracker, not by the model.\n"


# Samplers.


def samplers(shared: Evaluation, pairs: AudioPairs, pieces: int = 6) -> Numbers:
    """Each sampler on the same held-out sounds of 10 s from the same seeds, and how long 10 s and 60 s take."""
    rng = np.random.default_rng(shared.args.seed)
    chosen = [int(i) for i in rng.permutation(pairs.of_split(shared.args.split)) if pairs.genre[i] != "speech"][:pieces]
    sounds = [_fitted(pairs.rows(i)[1], 300) for i in chosen]
    wanted = [int(pairs.style[i]) for i in chosen]
    beats = [_repeated(pairs.beats_of(i), pairs.lengths[i] / features.FPS, 10.0) for i in chosen]
    real = [pairs.rows(i)[0][:300] for i in chosen]
    out = shared.numbers([Row(GT, [features.decode(r, r[:, features.CONTACTS] > 0.5) for r in real], beats, wanted)])
    for name, sampler, steps in SAMPLERS:
        options = {"sampler": sampler, "steps": steps, "clean": False}
        began = time.monotonic()
        takes = [shared.generate(s, styles.NAMES[w], shared.args.seed, **options) for s, w in zip(sounds, wanted)]
        ten = (time.monotonic() - began) / len(takes)
        out |= shared.numbers([Row(name, takes, beats, wanted)])
        began = time.monotonic()
        shared.generate(_fitted(sounds[0], 1800), styles.NAMES[wanted[0]], shared.args.seed, **options)
        out[name] |= {"s for 10 s": ten, "s for 60 s": time.monotonic() - began}
    return out


def _repeated(beats: NDArray, period: float, seconds: float) -> NDArray:
    """Beats of a sound that starts over after `period` seconds."""
    turns = [beats + k * period for k in range(int(seconds / period) + 1)]
    every = np.concatenate(turns)
    return every[every < seconds]
