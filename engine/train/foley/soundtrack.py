"""Sound recordings synthesised for a motion: steps, blows, claps, speech, counting or music, by kind of motion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.motion import stops
from engine.motion.events import Signals, signals
from engine.train import band
from engine.train.audio import items
from engine.train.band import mixing, speech
from engine.train.band.genres import HOME
from engine.train.band.tones import RATE, band_noise
from engine.train.foley import counting, strikes
from engine.train.foley import events as sound_events
from engine.train.foley.events import SoundEvent
from engine.train.motion import tempo
from retarget.motion import Motion

# Dances, and the genres of their music.
DANCES = {style: HOME[style] for style in ("ballet", "salsa", "indian")} | {"breakdance": ("breakbeat", "hip hop")}
HOME_SHARE = 0.8  # of dances get music of their own genres, the others of any
_PERIODS = tempo.PERIODS[::2]
_ANY = tuple(g.name for g in band.GENRES if g.name != "footsteps")
_AIR = 0.5  # share of recordings with background noise
Events = mixing.Events


@dataclass(frozen=True)
class Sound:
    """A recording. samples: (N,) float32 at RATE, as long as the motion. sounds: names of what is heard in it."""

    samples: NDArray[np.float32]
    sounds: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """A motion of a kind (`audio_token.items.NAMES`). What all its recordings share is computed once."""

    motion: Motion
    kind: str

    @cached_property
    def signals(self) -> Signals:
        """Per-frame measures of the motion."""
        return signals(self.motion)

    @cached_property
    def pulse(self) -> tempo.Pulse | None:
        """The best tempo of the motion, None where it has none."""
        found = tempo.pulses(self.motion, 1, _PERIODS)
        return found[0] if found else None

    @cached_property
    def moments(self) -> dict[str, list[SoundEvent]]:
        """Sound events of this kind of motion, by the name of the sound; empty for kinds that make none."""
        if self.kind in ("walk", "run"):
            return {"steps": sound_events.footsteps(self.motion)}
        if self.kind == "jump":
            return {"landing": sound_events.landings(self.signals)}
        if self.kind == "clap":
            return {"claps": sound_events.claps(self.signals)}
        if self.kind in ("punch", "kick"):
            return {"fist": sound_events.punches(self.signals), "foot": sound_events.kicks(self.signals)}
        return {}

    @cached_property
    def lead(self) -> band.Lead | None:
        """Beats, energy and accents for the band, None without a tempo."""
        if self.pulse is None:
            return None
        beats = _extended(self.pulse, self.motion.seconds)
        energy, accents = items.energy(self.motion, beats), items.accents(self.motion, beats)
        return band.Lead(beats, energy, accents, self.motion.seconds)

    def record(self, floor: str, rng: np.random.Generator) -> Sound | None:
        """Synthesise one recording on a floor; None where the motion makes no sound of its kind."""
        if self.kind in DANCES:
            return self._music(rng)
        if self.kind == "gesture":
            return self._speech(rng)
        events, sounds = self.events(floor, rng)
        if not events and self.kind != "still":
            return None
        dry, air = background(mixing.lay(events, self.motion.seconds), self.kind == "still", rng)
        wet = mixing.room(dry, float(rng.uniform(0.0, 0.25)), rng)
        return Sound(mixing.finish(wet, rng), tuple(sorted(sounds | air)))

    def events(self, floor: str, rng: np.random.Generator) -> tuple[Events, set[str]]:
        """Sounds at their times, and their names; empty where the motion makes none."""
        found = self.moments
        if "steps" in found:
            shoe = strikes.Shoe(floor, rng)
            return [(h.time, shoe.step(h.force), 1.0) for h in found["steps"]], {"steps", floor}
        if "landing" in found:
            return _jumps(found["landing"], floor, rng)
        if "claps" in found:
            pair = strikes.hands(rng)
            return [(h.time, strikes.clap(pair, h.force, rng), 1.0) for h in found["claps"]], {"claps"}
        if "fist" in found:
            return _blows(found["fist"], found["foot"], rng)
        if self.kind == "exercise" and self.pulse is not None:
            events, name = counting.events(self.pulse.beats, rng)
            return events, {name}
        return [], set()

    def _speech(self, rng: np.random.Generator) -> Sound | None:
        strokes = stops.strokes(self.motion)
        if not speech.available() or not len(strokes):
            return None
        return Sound(speech.speak(strokes, self.motion.seconds, int(rng.integers(2**31)))[0], ("speech",))

    def _music(self, rng: np.random.Generator) -> Sound | None:
        if self.lead is None:
            return None
        names = DANCES[self.kind] if rng.random() < HOME_SHARE else _ANY
        genre = band.genre(str(rng.choice(names)))
        return Sound(band.play(self.lead, genre, int(rng.integers(2**31))), ("music", genre.name))


def _jumps(landings: Sequence[SoundEvent], floor: str, rng: np.random.Generator) -> tuple[Events, set[str]]:
    shoe = strikes.Shoe(floor, rng)
    events: Events = []
    for h in landings:
        scuff = shoe.scuff()
        events += [(h.time - h.seconds - len(scuff) / RATE, scuff, 1.0), (h.time, shoe.landing(h.force), 1.0)]
    return events, {"landing", floor}


def _blows(
    punches: Sequence[SoundEvent], kicks: Sequence[SoundEvent], rng: np.random.Generator
) -> tuple[Events, set[str]]:
    """Whooshes, and in four of five recordings the impacts."""
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
    """Add band noise such as wind, traffic or a fan to a sound (N,); alone: the noise is all that is heard."""
    if not alone and rng.random() > _AIR:
        return dry, set()
    low = float(rng.uniform(40, 200))
    air = band_noise(len(dry), low, low * float(np.exp(rng.uniform(1, 3.5))), rng)
    sway = np.interp(np.arange(len(dry)), np.linspace(0, len(dry), 9), rng.uniform(0.4, 1.0, 9))
    level = 1.0 if alone else 10 ** (float(rng.uniform(-45, -18)) / 20)
    return (dry + level * air * sway).astype(np.float32), {"air"}


def _extended(pulse: tempo.Pulse, seconds: float) -> NDArray[np.float64]:
    """The beats of a pulse (s), continued at its period to both ends of the motion."""
    before = np.arange(pulse.beats[0] - pulse.period, -pulse.period, -pulse.period)[::-1]
    after = np.arange(pulse.beats[-1] + pulse.period, seconds + pulse.period, pulse.period)
    return np.concatenate([before, pulse.beats, after])
