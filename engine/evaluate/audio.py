"""`motif evaluate audio`: motion made to held-out and to real music, beside captured motion and wrong music.

Every table holds what captured motion gets and what is by chance. Motion is scored against the music that it was made
to, against other music, and against the same at half and double tempo; and motion made to silence, and to the music
played at half and double speed, against the music as it is.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from engine.evaluate.tables import machine, put_section, row_of, rule_of
from engine.evaluate.tracks import Track, load_tracks
from engine.metrics import dance as audio_metrics
from engine.metrics.dance import COLUMNS, Judge, Row
from engine.motion import cleanup
from engine.motion import features as layout
from engine.protocol import styles
from retarget.motion import Motion

if TYPE_CHECKING:
    from engine.train.audio.pairs import AudioPairs

GT, OURS = "captured (GT)", "ours"
SAMPLERS = (
    ("DDPM, 150 steps", "ddpm", 150), ("DDIM, 50", "ddim", 50), ("DDIM, 20", "ddim", 20), ("DDIM, 10", "ddim", 10),
    ("DPM-Solver++, 20", "dpm-solver", 20), ("DPM-Solver++, 16", "dpm-solver", 16),
    ("DPM-Solver++, 10", "dpm-solver", 10),
)  # fmt: skip
DANCES = ("salsa", "folk", "indian", "exercise")
Numbers = dict[str, dict[str, float]]


class Dancer(Protocol):
    """`engine.audiomodel.AudioModel`, or a stand-in."""

    @property
    def sample(self) -> Callable[..., list[Motion]]:
        """(features, styles, seeds, *, steps, sampler and what else a model takes) -> a motion for each seed."""
        ...


@dataclass(frozen=True)
class Evaluation:
    """What all tables share: the model, the judge, options and a progress bar's step."""

    model: Dancer
    judge: Judge
    args: argparse.Namespace
    step: Callable[[], object] = lambda: None

    def dance(self, features: NDArray, style: str, seed: int, clean: bool = True, **options: Any) -> Motion:
        """One take as an artist gets it, or as the model leaves it."""
        options = {"steps": self.args.steps, **options}
        (motion,) = self.model.sample(features, {style: 1.0}, [seed], **options)
        self.step()
        return cleanup.clean(motion) if clean else motion

    def numbers(self, rows: Sequence[Row], align: bool = True) -> Numbers:
        """Measures of every row."""
        rng = np.random.default_rng(self.args.seed)
        return {row.name: audio_metrics.measure(row, self.judge, rng, align=align) for row in rows}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--limit", type=int, default=20, help="held-out pieces at most; default 20")
    parser.add_argument("--takes", type=int, default=1, help="takes for each real track and style; default 1")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each real track; default 10")
    parser.add_argument("--split", choices=("test", "val"), default="test", help="val for choosing settings")
    parser.add_argument("--only", choices=("made", "real", "samplers"), help="one table of the three")
    parser.add_argument("--tracks", type=Path, metavar="FOLDER", help="real music; default: the shared tracks")
    parser.add_argument("--pairs", type=Path, metavar="FILE.npz", help="pairs as `motif train audio` keeps them")
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="write the tables into that page")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Tables as Markdown on stdout and in --out; the numbers for JSON."""
    from engine.audio.model import AudioModel
    from engine.runtime import weights
    from engine.train.audio import style_classifier
    from engine.train.audio.pairs import AudioPairs
    from engine.train.data import clips as data

    began = time.monotonic()
    pairs = AudioPairs.load(args.pairs or data.RUNS / "audio-pairs.npz")
    judge = style_classifier.load_or_train(pairs, data.RUNS / "style-classifier.npz")
    folder = args.weights or weights.FOLDER
    model = AudioModel.load(folder, args.device)
    tracks = load_tracks(args.tracks or data.ROOT.parent / "shared" / "audio", args.seconds)
    lines, numbers = tables(model, judge, pairs, tracks, args)
    seconds = time.monotonic() - began
    digest = weights.read_registry(folder).get("audio", {}).get("sha256", "not pinned")[:12]
    head = [
        "## What the shipped weights do\n",
        f"`motif evaluate audio --split={args.split} --limit={args.limit} --takes={args.takes} "
        f"--seconds={args.seconds:g} --seed={args.seed}`; {machine()}, {args.device}, {seconds / 60:.1f} minutes; "
        f"weights `{digest}`.\n",
    ]
    page = "\n".join([*head, *lines])
    print(page)
    if args.out:
        write_section(args.out, page)
    return {"split": args.split, "seconds": round(seconds, 1), **numbers}


def write_section(path: Path, text: str) -> None:
    """Put the tables into a page between their two marks, or at its end; the rest of the page stays."""
    put_section(path, "motif evaluate audio", text, "# Audio to motion")


def tables(
    model: Dancer, judge: Judge, pairs: AudioPairs, tracks: Sequence[Track], args: argparse.Namespace
) -> tuple[list[str], dict[str, Any]]:
    """The three tables, those that --only leaves."""
    lines: list[str] = []
    numbers: dict[str, Any] = {}
    bar = tqdm(desc="takes")
    shared = Evaluation(model, judge, args, bar.update)
    if args.only in (None, "made"):
        numbers["made"] = made = held_out(shared, pairs)
        lines += [f"### Held-out motion, made music ({args.split} split)\n", *as_table(made)]
    if args.only in (None, "real"):
        if tracks:
            numbers["real"] = real = real_music(shared, pairs, tracks)
            lines += ["### Real tracks\n", _described(tracks), *as_table(real)]
        else:
            lines += ["### Real tracks\n", "Left out: there are no tracks in that folder.\n"]
    if args.only in (None, "samplers"):
        numbers["samplers"] = timed = samplers(shared, pairs)
        lines += ["### Samplers\n", *as_table(timed)]
    bar.close()
    return lines, numbers


def as_table(numbers: Numbers) -> list[str]:
    """Rows by measures as Markdown; what a row lacks is left empty."""
    columns = list(dict.fromkeys(c for row in numbers.values() for c in row))
    lines = [row_of("", *(COLUMNS.get(c, c) for c in columns)), rule_of(len(columns) + 1)]
    for name, row in numbers.items():
        cells = [_cell(c, row[c]) if c in row else "" for c in columns]
        lines.append(row_of(name, *cells))
    return [*lines, ""]


def _cell(column: str, value: float) -> str:
    if column == "recognised":
        return f"{value:.0%}"
    return f"{value:.1f}" if column == "jerk" or column.startswith("s for") else f"{value:.3f}"


# Held-out motion with made music.


def held_out(shared: Evaluation, pairs: AudioPairs) -> Numbers:
    """Captured motion, and ours to the same sound, to silence and to another piece's sound."""
    rng = np.random.default_rng(shared.args.seed)
    chosen = rng.permutation(pairs.of_split(shared.args.split))[: shared.args.limit]
    rows = [pairs.rows(int(i)) for i in chosen]
    real = [layout.decode(motion, motion[:, layout.CONTACTS] > 0.5) for motion, _ in rows]
    wanted = [int(pairs.style[i]) for i in chosen]
    beats = [pairs.beats_of(int(i)) if pairs.genre[i] != "speech" else np.zeros(0) for i in chosen]
    names = [styles.NAMES[s] for s in wanted]

    def dances(sounds: Sequence[NDArray], clean: bool = True) -> list[Motion]:
        every = zip(sounds, names, strict=True)
        return [shared.dance(sound, name, shared.args.seed + k, clean) for k, (sound, name) in enumerate(every)]

    sounds = [sound for _, sound in rows]
    others = [_fitted(sounds[(k + len(sounds) // 2) % len(sounds)], len(s)) for k, s in enumerate(sounds)]
    raw = dances(sounds, clean=False)
    ours = [cleanup.clean(m) for m in raw]
    found = [
        Row(GT, real, beats, wanted),
        Row(OURS, ours, beats, wanted),
        Row("ours, without clean-up", raw, beats, wanted),
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
        "half tempo": [audio_metrics.at_tempo(b, 0.5) for b in beats],
        "double tempo": [audio_metrics.at_tempo(b, 2.0) for b in beats],
    }
    return {f"{name}, against {what}": audio_metrics.aligned(Row(what, motions, b)) for what, b in wrong.items()}


# Real tracks.


def real_music(shared: Evaluation, pairs: AudioPairs, tracks: Sequence[Track]) -> Numbers:
    """Ours to real tracks in several styles, and captured motion of those styles that never heard them."""
    music = [t for t in tracks if t.music and len(t.beats) > 2]
    known = [style for style in DANCES if styles.index_of(style) in pairs.style]
    asked = [(t, style, k) for t in music for style in known for k in range(shared.args.takes)]
    wanted = [styles.index_of(style) for _, style, _ in asked]

    def made(features_of: Callable[[Track], NDArray]) -> list[Motion]:
        return [shared.dance(features_of(t), style, shared.args.seed + k) for t, style, k in asked]

    beats = [t.beats for t, _, _ in asked]
    ours = made(lambda t: t.features)
    found = [
        Row(OURS, ours, beats, wanted),
        Row("ours, made to silence", made(lambda t: np.zeros_like(t.features)), beats, wanted),
        Row("ours, made to the track at half speed", made(lambda t: t.slow), beats, wanted),
        Row("ours, made to the track at double speed", made(lambda t: t.fast), beats, wanted),
        Row("captured, which never heard it", _unrelated(pairs, asked, shared.args), beats, wanted),
    ]
    others = [_another(t, music).beats for t, _, _ in asked]
    return shared.numbers(found) | {
        "ours, against another track": audio_metrics.aligned(Row("", ours, others)),
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
        mine = np.flatnonzero(pairs.style == styles.index_of(style))
        rows, _ = pairs.rows(int(rng.choice(mine)))
        rows = rows[: round(args.seconds * layout.FPS)]
        found.append(layout.decode(rows, rows[:, layout.CONTACTS] > 0.5))
    return found


def _described(tracks: Sequence[Track]) -> str:
    names = ", ".join(f"{t.name} ({len(t.features) / layout.FPS:.0f} s)" for t in tracks if t.music)
    return f"{names}; in the styles {', '.join(DANCES)}. Beats as marked by hand or by a tracker, not by the model.\n"


# Samplers.


def samplers(shared: Evaluation, pairs: AudioPairs, pieces: int = 6) -> Numbers:
    """Each sampler on the same held-out sounds of 10 s from the same seeds, and how long 10 s and 60 s take."""
    rng = np.random.default_rng(shared.args.seed)
    chosen = [int(i) for i in rng.permutation(pairs.of_split(shared.args.split)) if pairs.genre[i] != "speech"][:pieces]
    sounds = [_fitted(pairs.rows(i)[1], 300) for i in chosen]
    wanted = [int(pairs.style[i]) for i in chosen]
    beats = [_repeated(pairs.beats_of(i), pairs.lengths[i] / layout.FPS, 10.0) for i in chosen]
    real = [pairs.rows(i)[0][:300] for i in chosen]
    out = shared.numbers([Row(GT, [layout.decode(r, r[:, layout.CONTACTS] > 0.5) for r in real], beats, wanted)])
    for name, sampler, steps in SAMPLERS:
        options = {"sampler": sampler, "steps": steps, "clean": False}
        began = time.monotonic()
        takes = [shared.dance(s, styles.NAMES[w], shared.args.seed, **options) for s, w in zip(sounds, wanted)]
        ten = (time.monotonic() - began) / len(takes)
        out |= shared.numbers([Row(name, takes, beats, wanted)])
        began = time.monotonic()
        shared.dance(_fitted(sounds[0], 1800), styles.NAMES[wanted[0]], shared.args.seed, **options)
        out[name] |= {"s for 10 s": ten, "s for 60 s": time.monotonic() - began}
    return out


def _repeated(beats: NDArray, period: float, seconds: float) -> NDArray:
    """Beats of a sound that starts over after `period` seconds."""
    turns = [beats + k * period for k in range(int(seconds / period) + 1)]
    every = np.concatenate(turns)
    return every[every < seconds]
