"""Counting for exercises: a voice from one to eight where espeak-ng is installed, else clicks."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.train.band import drums, mixing, speech

_NUMBERS = {
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight"),
    "de": ("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht"),
    "es": ("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho"),
}
_COACHES = (("en-gb", 45, 190), ("en-us+f3", 65, 200), ("en-gb+m3", 30, 180), ("de", 45, 190), ("es+f1", 60, 200))
_CLICKS = ("woodblock", "clave", "rim", "bell", "hat")
Floats = NDArray[np.float64]


def events(beats: Floats, rng: np.random.Generator) -> tuple[mixing.Events, str]:
    """A sound on each beat (s), and its name: "counting" or "clicks". The count starts over after four or eight."""
    meter = int(rng.choice([4, 8]))
    if speech.available() and rng.random() < 0.6:
        words = numbers(int(rng.integers(len(_COACHES))))
        if len(words) == 8:
            return [
                (b - words[i % meter].stress, words[i % meter].samples, 1.0) for i, b in enumerate(beats)
            ], "counting"
    name = str(rng.choice(_CLICKS))
    sound = drums.strike(name, rng)
    return [(b, sound, 1.0 if i % meter == 0 else 0.6) for i, b in enumerate(beats)], "clicks"


@lru_cache(maxsize=len(_COACHES))
def numbers(coach: int) -> tuple[speech.Phrase, ...]:
    """The numbers one to eight in a coach's voice; fewer where pauses could not be found."""
    voice, pitch, speed = _COACHES[coach]
    words = _NUMBERS[voice[:2]]
    said = speech.say(' <break time="1400ms"/> '.join(words), voice, pitch, speed)
    return tuple(speech.split(said))
