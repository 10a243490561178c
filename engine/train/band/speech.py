"""Speech for gestures: short phrases by espeak-ng, the stress of each on a stroke of the hands.

espeak-ng is a separate program (`apt install espeak-ng`); without it `available` is false and gestures get music alone.
Only the rhythm and melody of the speech matter, not its words.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import resample_poly

from engine.train.band import mixing

RATE = 22050
_PAUSE_MS = 700  # a silence as long as this ends a phrase
_PHRASES = (
    "no", "yes", "look", "right here", "over there", "you see", "and then", "I know", "listen to me", "all of it",
    "that's right", "not at all", "this is it", "what do you think", "let me tell you", "it was huge", "come on",
    "a very long time ago", "we walked and walked", "up to the top", "down the hill", "from one side to the other",
    "nobody believed it", "so I said to him", "on the other hand", "first of all", "it's as simple as that",
    "you wouldn't believe how big it was", "and that was the end of the story", "wait a minute", "now",
    "I have been thinking about it all day", "there's one thing you should know", "absolutely", "never again",
    "somewhere in the middle", "far away", "every single morning", "in my opinion", "tremendous",
)  # fmt: skip
# Voice, pitch (0..99) and words a minute.
_SPEAKERS = (
    ("en-gb", 35, 150), ("en-us", 50, 170), ("en-gb+f2", 60, 160), ("en-us+f3", 70, 175), ("en-gb+m3", 25, 140),
    ("de", 40, 160), ("es+f1", 60, 180), ("fr+m2", 45, 165),
)  # fmt: skip
_HOP = 110  # samples, 5 ms
F32 = NDArray[np.float32]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Phrase:
    """A spoken phrase. samples: (N,) at RATE, peak 1. stress: s from its start to its loudest syllable."""

    samples: F32
    stress: float

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


@lru_cache(maxsize=1)
def available() -> bool:
    """Whether espeak-ng is installed."""
    return shutil.which("espeak-ng") is not None


def speak(strokes: Floats, seconds: float, seed: int) -> tuple[F32, Floats]:
    """Lay phrases of one speaker on strokes (s) -> samples (N,) at RATE, times (K,) s of the stresses.

    Phrases do not overlap: a stroke during a phrase gets none. Raises RuntimeError where espeak-ng is missing or fails.
    """
    rng = np.random.default_rng(seed)
    phrases = say_all(int(rng.integers(len(_SPEAKERS))))
    events: mixing.Events = []
    stresses, free = [], 0.0
    for stroke, following in zip(strokes, [*strokes[1:], seconds]):  # with none a room is heard
        fitting = [p for p in phrases if stroke - p.stress >= free]
        if not fitting:
            continue
        # Prefer a phrase that ends before the next stroke; without one take the shortest that remains after the stress.
        tidy = [p for p in fitting if stroke - p.stress + p.seconds < following - 0.1]
        pool = tidy or [min(fitting, key=lambda p: p.seconds - p.stress)]
        phrase = pool[rng.integers(len(pool))]
        events.append((stroke - phrase.stress, _stressed(phrase), float(rng.uniform(0.6, 1.0))))
        stresses.append(stroke)
        free = stroke - phrase.stress + phrase.seconds + 0.08
    mix = mixing.room(mixing.lay(events, seconds), float(rng.uniform(0.0, 0.2)), rng)
    return mixing.finish(mix, rng), np.array(stresses)


def _stressed(phrase: Phrase) -> F32:
    """The phrase with everything but its stress lowered by up to 6 dB."""
    t = np.arange(len(phrase.samples)) / RATE
    return (phrase.samples * (0.5 + 0.5 * np.exp(-((t - phrase.stress) ** 2) / (2 * 0.12**2)))).astype(np.float32)


@lru_cache(maxsize=len(_SPEAKERS))
def say_all(speaker: int) -> tuple[Phrase, ...]:
    """All phrases by one speaker, in one run of the program, since starting it takes longer than speaking."""
    sound = say(f' <break time="{2 * _PAUSE_MS}ms"/> '.join(_PHRASES), *_SPEAKERS[speaker])
    return tuple(split(sound))


def split(sound: F32) -> list[Phrase]:
    """Split speech (N,) at pauses of at least _PAUSE_MS into phrases."""
    blocks = np.abs(sound[: len(sound) // _HOP * _HOP]).reshape(-1, _HOP).mean(axis=1)
    level = gaussian_filter1d(blocks, 0.03 * RATE / _HOP)
    loud = np.flatnonzero(level > 0.05 * level.max(initial=0))
    if not len(loud):
        return []
    gaps = np.flatnonzero(np.diff(loud) > _PAUSE_MS / 1000 * RATE / _HOP)
    firsts, lasts = loud[np.append(0, gaps + 1)], loud[np.append(gaps, len(loud) - 1)] + 1
    found = []
    for first, last in zip(firsts, lasts, strict=True):
        piece = sound[first * _HOP : last * _HOP]
        stress = float(level[first:last].argmax()) * _HOP / RATE
        found.append(Phrase(piece / max(float(np.abs(piece).max()), 1e-6), stress))
    return found


def say(text: str, voice: str, pitch: int, speed: int) -> F32:
    """Speak a text with SSML marks -> samples (N,) at RATE. Raises RuntimeError where espeak-ng is missing or fails."""
    import soundfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        command = ["espeak-ng", "-m", "-v", voice, "-p", str(pitch), "-s", str(speed), "-w", str(path), text]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=60)
        except (OSError, subprocess.SubprocessError) as error:
            raise RuntimeError("espeak-ng could not speak: install it, or train without speech.") from error
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    sound = samples.mean(axis=1)
    return sound if rate == RATE else resample_poly(sound, RATE, rate).astype(np.float32)
