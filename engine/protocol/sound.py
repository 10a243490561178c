"""Sound in requests: samples, or a mix of files with the place and volume of each; and the analysis of a sound.

A mix describes what the scene plays; the engine reads its files itself, in the same way for every Blender and for the
command line. Standard library and numpy only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import bad_request, number, whole

_FAR = 1e6  # s: no scene is as long
MIN_RATE, MAX_RATE = 1000, 768_000  # samples a second
_MAX_PIECES = 1000
GAINS_FPS = 30.0  # of an animated volume


@dataclass(frozen=True)
class AudioClip:
    """samples: (N,) float32 mono in [-1, 1]. sample_rate: Hz. start_s: where it lies in the scene, in seconds."""

    samples: NDArray[np.floating[Any]]
    sample_rate: int
    start_s: float = 0.0

    def __post_init__(self) -> None:
        samples = np.asarray(self.samples, np.float32)
        if samples.ndim != 1 or samples.size == 0:
            raise bad_request(f"The audio must be one channel with at least one sample, not shape {samples.shape}.")
        if not np.isfinite(samples).all():
            raise bad_request("The audio holds samples that are not numbers: export it again.")
        object.__setattr__(self, "samples", samples)
        object.__setattr__(self, "sample_rate", whole(self.sample_rate, "The audio's sample rate", MIN_RATE, MAX_RATE))
        object.__setattr__(self, "start_s", number(self.start_s, "The audio's start", -_FAR, _FAR))

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.sample_rate

    @property
    def digest(self) -> str:
        """sha256 over the sample rate and the samples."""
        return hashlib.sha256(f"{self.sample_rate}:".encode() + self.samples.astype("<f4").tobytes()).hexdigest()


@dataclass(frozen=True)
class Piece:
    """One sound in a mix.

    path: the file. name: what the artist calls it (a strip, a speaker). start_s: when it is first heard, on the mix's
    clock. skip_s: how much of the file lies before that. seconds: how long it is heard, None to its end. gain: volume.
    gains: volumes at GAINS_FPS from start_s on, times `gain`; empty where the volume is steady. speed: 2 plays twice
    as fast, and as high.
    """

    path: str
    name: str = ""
    start_s: float = 0.0
    skip_s: float = 0.0
    seconds: float | None = None
    gain: float = 1.0
    gains: tuple[float, ...] = ()
    speed: float = 1.0

    def __post_init__(self) -> None:
        put = object.__setattr__
        if not isinstance(self.path, str) or not self.path:
            raise bad_request("A sound names no file: choose one.")
        put(self, "start_s", number(self.start_s, "The start of a sound", -_FAR, _FAR))
        put(self, "skip_s", number(self.skip_s, "The trimmed start of a sound", 0, _FAR))
        if self.seconds is not None:
            put(self, "seconds", number(self.seconds, "The length of a sound", 0, _FAR))
        put(self, "gain", number(self.gain, "The volume of a sound", 0, 1000))
        put(self, "gains", tuple(number(g, "The volume of a sound", 0, 1000) for g in self.gains))
        put(self, "speed", number(self.speed, "The speed of a sound", 0.01, 100))

    def to_json(self) -> dict[str, Any]:
        """Only what differs from the defaults."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in plain.items() if v != _PLAIN.get(k)}


_PLAIN = {name: field.default for name, field in Piece.__dataclass_fields__.items()}


@dataclass(frozen=True)
class Mix:
    """What is heard from start_s on, for `seconds` (None: to the end of the last piece), on the pieces' clock."""

    pieces: tuple[Piece, ...]
    start_s: float = 0.0
    seconds: float | None = None

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "pieces", tuple(self.pieces))
        if not 1 <= len(self.pieces) <= _MAX_PIECES:
            raise bad_request(f"The sound is made of {len(self.pieces)} pieces: give 1 to {_MAX_PIECES}.")
        put(self, "start_s", number(self.start_s, "The start of the sound", -_FAR, _FAR))
        if self.seconds is not None:
            put(self, "seconds", number(self.seconds, "The length of the sound", 1e-3, _FAR))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        pieces = [piece.to_json() for piece in self.pieces]
        return {"pieces": pieces, "start_s": self.start_s, "seconds": self.seconds}


def file_mix(path: str, seconds: float | None = None) -> Mix:
    """A whole file, or its first `seconds`."""
    return Mix((Piece(path),), 0.0, seconds)


def style_weights(given: Sequence[str] | Mapping[str, Any]) -> dict[str, Any]:
    """["salsa", "folk:0.5"] -> {"salsa": 1.0, "folk": 0.5}; a mapping is taken as it is."""
    if isinstance(given, Mapping):
        return dict(given)
    if isinstance(given, str):
        given = [given]
    found = {}
    for word in given:
        name, _, weight = str(word).partition(":")
        try:
            found[name.strip()] = float(weight) if weight else 1.0
        except ValueError:
            raise bad_request(f"The style “{word!s:.40}” is not NAME or NAME:WEIGHT, such as salsa:0.5.") from None
    return found


def audio_to_json(audio: AudioClip | Mix) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Plain JSON, and the arrays that travel beside it."""
    if isinstance(audio, Mix):
        return audio.to_json(), {}
    data = {"sample_rate": audio.sample_rate, "start_s": audio.start_s, "digest": audio.digest}
    return data, {"audio": audio.samples}


def audio_from_json(data: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> AudioClip | Mix:
    """Inverse of `audio_to_json`; raises EngineError, KeyError or TypeError for what isn't sound."""
    if "pieces" in data:
        return Mix(tuple(Piece(**piece) for piece in data["pieces"]), data.get("start_s", 0.0), data.get("seconds"))
    if "audio" not in arrays:
        raise bad_request("The take's sound was not kept with it: generate again from the panel.")
    return AudioClip(arrays["audio"], data["sample_rate"], data.get("start_s", 0.0))


@dataclass(frozen=True)
class SoundAnalysis:
    """What the engine finds in a sound; times in seconds from its start.

    beats: (n,). steady: whether there is a beat to speak of. onsets: (m,) accents, in speech too. peaks: (P,) loudest
    sample in each 1 / PEAKS_FPS s, 0-1. seconds: length. notes: sentences for the artist. sections: (start, letter) of
    each, those that sound alike with one letter.
    """

    beats: NDArray[np.float64]
    onsets: NDArray[np.float64]
    peaks: NDArray[np.float32]
    seconds: float
    steady: bool
    tempo: float | None = None
    notes: tuple[str, ...] = ()
    sections: tuple[tuple[float, str], ...] = ()

    def to_message(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        """Plain JSON and arrays."""
        data = {"seconds": self.seconds, "steady": self.steady, "tempo": self.tempo, "notes": list(self.notes),
                "sections": [list(section) for section in self.sections]}  # fmt: skip
        return data, {"beats": self.beats, "onsets": self.onsets, "peaks": self.peaks}

    @classmethod
    def from_message(cls, data: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> SoundAnalysis:
        """Inverse of `to_message`; raises KeyError or TypeError."""
        values = {name: arrays[name] for name in ("beats", "onsets", "peaks")}
        tempo = None if data["tempo"] is None else float(data["tempo"])
        return cls(**values, seconds=float(data["seconds"]), steady=bool(data["steady"]), tempo=tempo,
                   notes=tuple(map(str, data["notes"])),
                   sections=tuple((float(start), str(letter)) for start, letter in data["sections"]))  # fmt: skip


PEAKS_FPS = 30
