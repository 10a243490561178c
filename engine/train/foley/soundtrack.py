"""One recording of a motion: what it does, as it would be heard there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.train import band
from engine.train.audio import items
from engine.train.band import mixing, speech
from engine.train.band.genres import HOME
from engine.train.band.tones import RATE, band_noise
from engine.train.foley import counting, strikes
from engine.train.foley import events as happenings
from engine.train.foley.events import Happening
from engine.train.motion import events as kinematics
from engine.train.motion import tempo
from retarget.motion import Motion

# Dances, and the music of their own kind.
DANCES = {style: HOME[style] for style in ("ballet", "salsa", "indian")} | {"breakdance": ("breakbeat", "hip hop")}
HOME_SHARE = 0.8  # of dances are heard with music of their own kind, the others with any
_PERIODS = tempo.PERIODS[::2]
_ANY = tuple(g.name for g in band.GENRES if g.name != "footsteps")
_AIR = 0.5  # of recordings have a background
Events = mixing.Events


@dataclass(frozen=True)
class Heard:
    """samples (N,) float32 at RATE, as long as the motion. sounds: names of what sounds in it."""

    samples: NDArray[np.float32]
    sounds: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """A motion of a kind. What it does is found once, for all recordings of it."""

    motion: Motion
    kind: str

    @cached_property
    def signals(self) -> kinematics.Signals:
        """What its body does, frame by frame."""
        return kinematics.signals(self.motion)

    @cached_property
    def pulse(self) -> tempo.Pulse | None:
        """The beat that it keeps."""
        found = tempo.pulses(self.motion, 1, _PERIODS)
        return found[0] if found else None

    @cached_property
    def happenings(self) -> dict[str, list[Happening]]:
        """What makes its kind's sound, by name: nothing where it makes none."""
        if self.kind in ("walk", "run"):
            return {"steps": happenings.footsteps(self.motion)}
        if self.kind == "jump":
            return {"landing": happenings.landings(self.signals)}
        if self.kind == "clap":
            return {"claps": happenings.claps(self.signals)}
        if self.kind in ("punch", "kick"):
            return {"fist": happenings.punches(self.signals), "foot": happenings.kicks(self.signals)}
        return {}

    @cached_property
    def lead(self) -> band.Lead | None:
        """What a band follows that plays to it."""
        if self.pulse is None:
            return None
        beats = _extended(self.pulse, self.motion.seconds)
        energy, accents = items.energy(self.motion, beats), items.accents(self.motion, beats)
        return band.Lead(beats, energy, accents, self.motion.seconds)

    def record(self, floor: str, rng: np.random.Generator) -> Heard | None:
        """One recording; None where the motion makes no sound of its kind."""
        if self.kind in DANCES:
            return self._music(rng)
        if self.kind == "gesture":
            return self._speech(rng)
        events, sounds = self.events(floor, rng)
        if not events and self.kind != "still":
            return None
        dry, air = background(mixing.lay(events, self.motion.seconds), self.kind == "still", rng)
        wet = mixing.room(dry, float(rng.uniform(0.0, 0.25)), rng)
        return Heard(mixing.finish(wet, rng), tuple(sorted(sounds | air)))

    def events(self, floor: str, rng: np.random.Generator) -> tuple[Events, set[str]]:
        """Its sounds and their names; none where it makes no such sound."""
        own = self.happenings
        if "steps" in own:
            shoe = strikes.Shoe(floor, rng)
            return [(h.time, shoe.step(h.force), 1.0) for h in own["steps"]], {"steps", floor}
        if "landing" in own:
            return _jumps(own["landing"], floor, rng)
        if "claps" in own:
            pair = strikes.hands(rng)
            return [(h.time, strikes.clap(pair, h.force, rng), 1.0) for h in own["claps"]], {"claps"}
        if "fist" in own:
            return _blows(own["fist"], own["foot"], rng)
        if self.kind == "exercise" and self.pulse is not None:
            events, name = counting.events(self.pulse.beats, rng)
            return events, {name}
        return [], set()

    def _speech(self, rng: np.random.Generator) -> Heard | None:
        strokes = tempo.strokes(self.motion)
        if not speech.available() or not len(strokes):
            return None
        return Heard(speech.speak(strokes, self.motion.seconds, int(rng.integers(2**31)))[0], ("speech",))

    def _music(self, rng: np.random.Generator) -> Heard | None:
        if self.lead is None:
            return None
        names = DANCES[self.kind] if rng.random() < HOME_SHARE else _ANY
        genre = band.genre(str(rng.choice(names)))
        return Heard(band.play(self.lead, genre, int(rng.integers(2**31))), ("music", genre.name))


def _jumps(landings: Sequence[Happening], floor: str, rng: np.random.Generator) -> tuple[Events, set[str]]:
    shoe = strikes.Shoe(floor, rng)
    events: Events = []
    for h in landings:
        scuff = shoe.scuff()
        events += [(h.time - h.seconds - len(scuff) / RATE, scuff, 1.0), (h.time, shoe.landing(h.force), 1.0)]
    return events, {"landing", floor}


def _blows(
    punches: Sequence[Happening], kicks: Sequence[Happening], rng: np.random.Generator
) -> tuple[Events, set[str]]:
    """Air, and on most recordings something that is hit."""
    events: Events = []
    lands = rng.random() < 0.8
    for name, blows in (("fist", punches), ("foot", kicks)):
        for h in blows:
            swing = strikes.whoosh(h.seconds, h.force, rng)
            events.append((h.time - 0.7 * len(swing) / RATE, swing, 1.0))
            if lands:
                events.append((h.time, strikes.blow(name, h.force, rng), 1.0))
    sounds = {"whoosh"} | ({"fist"} if punches and lands else set()) | ({"foot"} if kicks and lands else set())
    return events, sounds


def background(dry: NDArray[np.float32], alone: bool, rng: np.random.Generator) -> tuple[NDArray[np.float32], set[str]]:
    """Wind, traffic or a fan behind a sound (N,), or nothing but that."""
    if not alone and rng.random() > _AIR:
        return dry, set()
    low = float(rng.uniform(40, 200))
    air = band_noise(len(dry), low, low * float(np.exp(rng.uniform(1, 3.5))), rng)
    sway = np.interp(np.arange(len(dry)), np.linspace(0, len(dry), 9), rng.uniform(0.4, 1.0, 9))
    level = 1.0 if alone else 10 ** (float(rng.uniform(-45, -18)) / 20)
    return (dry + level * air * sway).astype(np.float32), {"air"}


def _extended(pulse: tempo.Pulse, seconds: float) -> NDArray[np.float64]:
    """A motion's own beats, gone on with to both its ends."""
    before = np.arange(pulse.beats[0] - pulse.period, -pulse.period, -pulse.period)[::-1]
    after = np.arange(pulse.beats[-1] + pulse.period, seconds + pulse.period, pulse.period)
    return np.concatenate([before, pulse.beats, after])
