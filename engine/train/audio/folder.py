"""Pairs from a folder of BVH and sound files of the same name, for `motif train audio --data FOLDER`.

    FOLDER/salsa/take1.bvh  FOLDER/salsa/take1.wav      the folder's name is the style
    FOLDER/take2.bvh        FOLDER/take2.ogg            without one, styles.csv (file,style) or DEFAULT_STYLE says it

Motion and sound start together; what is longer is cut. Styles are those of `engine.protocol.styles`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import audio
from engine.protocol import styles
from engine.train.audio.items import SHORTEST_S, Pair
from engine.train.data.clips import Clip, read_motion

SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")
DEFAULT_STYLE = "folk"
_MOST_APART = 0.2  # motion and sound may differ by this share of their length


def load_pairs(folder: Path, on_progress: Callable[[int, int], None] | None = None) -> tuple[list[Pair], list[Clip]]:
    """Read every pair below a folder -> pairs, and the motions alone as clips.

    Raises FileNotFoundError where there is no such folder or no BVH file in it, ValueError naming the file that
    lacks its sound, can't be read, lasts another time than its sound or has an unknown style.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"There is no folder {folder}: give --data a folder with BVH and sound files.")
    motions = sorted(p for p in folder.rglob("*") if p.suffix.lower() == ".bvh")
    if not motions:
        raise FileNotFoundError(f"{folder} holds no BVH files: put pairs like take1.bvh and take1.wav there.")
    table = _style_table(folder)
    sounds = {path: _sound_of(path) for path in motions}  # find all sounds before the first is read
    pairs, clips = [], []
    for done, (path, sound) in enumerate(sounds.items(), start=1):
        name = path.relative_to(folder).as_posix()
        pair = _pair(path, sound, _style(path, folder, table), name)
        pairs.append(pair)
        clips.append(Clip(pair.clip, pair.motion, pair.style, pair.style, folder.name, "", pair.group))
        if on_progress:
            on_progress(done, len(motions))
    return pairs, clips


def _sound_of(path: Path) -> Path:
    found = [p for p in sorted(path.parent.iterdir()) if p.stem == path.stem and p.suffix.lower() in SUFFIXES]
    if not found:
        raise ValueError(f"{path.name} has no sound: put {path.stem}.wav (or .flac, .ogg, .mp3) beside it.")
    return found[0]


def _style_table(folder: Path) -> dict[str, str]:
    """File -> style of styles.csv, empty without the file. Raises ValueError naming a wrong line."""
    path = folder / "styles.csv"
    if not path.exists():
        return {}
    with path.open(newline="", encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    found = {}
    for number, row in enumerate(rows, start=2):
        if not row.get("file") or not row.get("style"):
            raise ValueError(f"styles.csv, line {number}: both file and style are needed.")
        if row["style"] not in styles.NAMES:
            known = ", ".join(styles.NAMES)
            raise ValueError(f"styles.csv, line {number}: there is no style {row['style']!r}; choose one of {known}.")
        found[row["file"]] = row["style"]
    return found


def _style(path: Path, folder: Path, table: dict[str, str]) -> str:
    listed = table.get(path.relative_to(folder).as_posix()) or table.get(path.name)
    name = path.parent.name.lower()
    return listed or (name if path.parent != folder and name in styles.NAMES else DEFAULT_STYLE)


def _pair(path: Path, sound: Path, style: str, name: str) -> Pair:
    try:
        motion = read_motion(path)
    except (ValueError, OSError) as error:
        raise ValueError(f"{name} can't be read as motion: {error}") from error
    samples, rate = _read_sound(sound)
    lengths = motion.seconds, len(samples) / rate
    if min(lengths) < SHORTEST_S:
        raise ValueError(f"{name} and its sound last {min(lengths):.1f} s: {SHORTEST_S:g} s are needed at least.")
    if max(lengths) - min(lengths) > max(_MOST_APART * max(lengths), 1.0):
        raise ValueError(
            f"{name} lasts {lengths[0]:.1f} s and {sound.name} {lengths[1]:.1f} s: cut them so that they start "
            "together and last as long."
        )
    motion = motion.cut(0, round(min(lengths) * motion.fps))
    beats = audio.analyse_samples(samples, rate, len(motion)).beats.times
    stem = Path(name).with_suffix("").as_posix()
    return Pair(motion, samples, rate, style, stem, stem, "", beats[beats < motion.seconds])


def _read_sound(path: Path) -> tuple[NDArray[np.float32], int]:
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError) as error:
        raise ValueError(f"{path.name} is not a sound that can be read: save it as WAV.") from error
    return np.nan_to_num(samples.mean(axis=1)), int(rate)
