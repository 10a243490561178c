"""A small procedural band that plays to a motion's beats: the music that the audio model learns from.

`play` takes a `Lead` (beats in seconds, energy and accent of each) and a seed, draws a genre, a kit, voices, a key
and a mix, and returns mono sound. Everything is synthesised with numpy; one seed always plays the same.
"""

from engine.train.band.arrange import Lead, play
from engine.train.band.genres import GENRES, genre
from engine.train.band.tones import RATE

__all__ = ["GENRES", "RATE", "Lead", "genre", "play"]
