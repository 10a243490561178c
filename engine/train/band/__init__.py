"""Procedural music for the beats of a motion, on which the audio model is trained.

`play` takes a `Lead` (beats in seconds, energy and accent of each), a genre and a seed, draws kit, voices, key and mix,
and returns mono sound. All is synthesised with numpy and depends on the seed alone.
"""

from engine.train.band.arrange import Lead, play
from engine.train.band.genres import GENRES, genre
from engine.train.band.tones import RATE

__all__ = ["GENRES", "RATE", "Lead", "genre", "play"]
