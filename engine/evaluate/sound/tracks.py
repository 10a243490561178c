"""Real recordings to evaluate on: a folder of sound files, with beats marked in `audio.json` or tracked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import audio
from engine.train.data.clips import ROOT

FOLDER = ROOT.parent / "shared" / "audio"  # recordings that the project shares, beside the checkout
SUFFIXES = (".wav", ".flac", ".ogg", ".mp3")


@dataclass(frozen=True)
class Track:
    """A recording's features (T, F) of the preset "motif", at 30 fps.

    slow, fast: features of the sound played at half and at double speed. beats: (K,) s. music: False for speech.
    """

    name: str
    features: NDArray[np.float32]
    slow: NDArray[np.float32]
    fast: NDArray[np.float32]
    beats: NDArray[np.float64]
    music: bool


def load_tracks(folder: Path, seconds: float) -> list[Track]:
    """The first `seconds` of every sound file of a folder, in order of names; none where there is no folder."""
    if not folder.is_dir():
        return []
    marked = _marks(folder / "audio.json")
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)
    return [_load(path, marked.get(path.name, {}), seconds) for path in files]


def _marks(path: Path) -> dict[str, dict]:
    return {e["file"]: e for e in json.loads(path.read_text())["files"]} if path.exists() else {}


def _load(path: Path, mark: dict, seconds: float) -> Track:
    import soundfile

    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    samples = samples.mean(axis=1)
    length = min(seconds, len(samples) / rate)
    frames = max(1, int(length * audio.FPS))
    analysis = audio.analyse_samples(samples[: round(length * rate)], rate, frames)
    slow, fast = (_at_speed(samples, rate, speed, frames) for speed in (0.5, 2.0))
    beats = np.array(mark["beat_times"]) if mark.get("beat_times") else analysis.beats.times
    return Track(path.stem, analysis.table(), slow, fast, beats[beats < length], mark.get("kind", "music") == "music")


def _at_speed(samples: NDArray, rate: int, speed: float, frames: int) -> NDArray[np.float32]:
    """Features of as many frames with the sound played slower or faster; it starts over where it ends too early."""
    needed = int(frames / audio.FPS * rate * speed) + 1
    turns = -(-needed // len(samples))
    return audio.features(np.tile(samples, turns)[:needed], round(rate * speed), frames)
