"""Arrangement: drum patterns, bass, chords and melody of a genre, laid over the beats of a motion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.train.band import drums, mixing
from engine.train.band.genres import Genre
from engine.train.band.tones import VOICES, Voice, note

STEPS = 4  # a beat
_CHORD_TONES = {"r": 0, "t": 2, "f": 4, "o": 7}
F32 = NDArray[np.float32]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lead:
    """What the music follows. beats: (K,) s, rising. energy: (K,) 0..1. accent: (K,) depth of the stop at each beat.

    seconds: duration of the recording; beats may lie a little outside it. Raises ValueError for fewer than two beats.
    """

    beats: Floats
    energy: Floats
    accent: Floats
    seconds: float

    def __post_init__(self) -> None:
        if len(self.beats) < 2 or not len(self.beats) == len(self.energy) == len(self.accent):
            raise ValueError("a band needs at least two beats, each with energy and accent")


def play(lead: Lead, genre: Genre, seed: int) -> F32:
    """Synthesise the whole band: samples (N,) at RATE, mixed and coloured like a recording, peak below 1."""
    rng = np.random.default_rng(seed)
    score = _Score(lead, genre, rng)
    parts = [mixing.lay(events, lead.seconds) for events in score.parts()]
    return mixing.master(parts, lead.seconds, genre.wet, rng)


def audible(force: float, energy: float) -> bool:
    """Whether a step of that force (1..9) is played at that energy (0..1): ghost notes need a lively motion."""
    return force >= 7 - 5.5 * energy


class _Score:
    """The random choices of one recording, and its parts as lists of (time s, sound, gain)."""

    def __init__(self, lead: Lead, genre: Genre, rng: np.random.Generator) -> None:
        self.lead, self.genre, self.rng = lead, genre, rng
        self.swing = rng.uniform(*genre.swing)
        self.loose = rng.uniform(0.0, 0.008)  # s of human timing
        self.key = int(rng.integers(-6, 6))
        self.scale = genre.scales[rng.integers(len(genre.scales))]
        self.chords = genre.chords[rng.integers(len(genre.chords))]
        self.first = _downbeat(lead, genre.meter)
        self.bright = float(rng.uniform(-0.3, 0.4))
        self.notes: dict[tuple[str, float, float], F32] = {}

    def parts(self) -> list[mixing.Events]:
        """The parts that this genre and this recording have: drums, bass, chords, drone, melody."""
        rng, genre = self.rng, self.genre
        built = [self.drums()] if genre.drums else []
        alone = len(built) > 0 and rng.random() < 0.1  # drums only
        if genre.bass and not alone:
            built.append(self.bass(VOICES[rng.choice(genre.bass_voices)]))
        if genre.comp and not alone and rng.random() < 0.85:
            built.append(self.comp(str(rng.choice(genre.comp_voices))))
        if genre.drone:
            built.append(self.drone())
        if genre.lead and not alone and (rng.random() < 0.8 or not built):
            built.append(self.melody(str(rng.choice(genre.lead_voices))))
        return built

    # Time.

    def at(self, beat: int, step: int) -> float:
        """Time in s of a step within a beat, with swing and random timing."""
        # Swing delays the off-beat half by a share of the beat, and the step after it by half as much.
        beats = self.lead.beats
        length = beats[min(beat + 1, len(beats) - 1)] - beats[min(beat, len(beats) - 2)]
        part = step / STEPS + (self.swing if step in (2, 3) else 0.0) * (1.0 if step == 2 else 0.5)
        return float(beats[beat] + part * length + self.rng.normal(0, self.loose))

    def length(self, beat: int) -> float:
        """Duration of a beat in s."""
        beats = self.lead.beats
        low = min(beat, len(beats) - 2)
        return float(beats[low + 1] - beats[low])

    def pattern(self, text: str, beat: int) -> list[tuple[int, str]]:
        """(step, character) of the sounding steps of one beat."""
        start = (beat - self.first) * STEPS
        found = [(s, text[(start + s) % len(text)]) for s in range(STEPS)]
        return [(s, c) for s, c in found if c != "."]

    def bar(self, beat: int) -> tuple[int, int]:
        """Number of the bar, and of the beat in it."""
        return divmod(beat - self.first, self.genre.meter)

    # Players.

    def drums(self) -> mixing.Events:
        """The kit's patterns, with a fill before every fourth or eighth bar."""
        rng, lead = self.rng, self.lead
        sounds = drums.kit(tuple(self.genre.drums), rng)
        muted = {n for n in sounds if len(sounds) > 2 and rng.random() < 0.12}
        section = int(rng.choice([4, 8]))
        events: mixing.Events = []
        for beat in range(len(lead.beats)):
            energy = lead.energy[beat]
            bar, place = self.bar(beat)
            if place == self.genre.meter - 1 and bar % section == section - 1 and rng.random() < 0.6:
                events += self._fill(beat, sounds, energy)
                continue
            for name, text in self.genre.drums.items():
                for step, force in self.pattern(text, beat):
                    if name not in muted and audible(int(force), energy):
                        gain = int(force) / 9 * (0.35 + 0.65 * energy) * rng.uniform(0.85, 1.1)
                        events.append((self.at(beat, step), sounds[name], gain))
        return events

    def _fill(self, beat: int, sounds: dict[str, F32], energy: float) -> mixing.Events:
        """A drum fill of one beat on two of the instruments."""
        names = list(self.rng.choice(list(sounds), 2))
        count = 4 if energy > 0.4 else 2
        return [
            (self.at(beat, s * STEPS // count), sounds[names[s * 2 // count]], (0.4 + 0.5 * energy) * (0.7 + 0.1 * s))
            for s in range(count)
        ]

    def degree(self, degree: int) -> float:
        """Semitone of a scale degree; degrees go on over octaves."""
        octave, step = divmod(degree, len(self.scale))
        return self.key + 12 * octave + self.scale[step]

    def sound(self, voice: Voice, semitone: float, seconds: float) -> F32:
        """A note, synthesised once and cached."""
        key = (str(voice), semitone, round(seconds, 2))
        if key not in self.notes:
            self.notes[key] = note(voice, semitone, key[2], self.bright)
        return self.notes[key]

    def chord(self, beat: int) -> int:
        """Root degree of the bar's chord."""
        return self.chords[self.bar(beat)[0] % len(self.chords)]

    def bass(self, voice: Voice) -> mixing.Events:
        """The genre's bass pattern on tones of the chords."""
        events: mixing.Events = []
        for beat in range(len(self.lead.beats)):
            for step, letter in self.pattern(self.genre.bass, beat):
                if not audible(7 if step == 0 else 4, self.lead.energy[beat]):
                    continue
                root = self.chord(beat)
                pitch = self.degree(root + _CHORD_TONES[letter]) if letter != "a" else self.degree(root) - 1
                hold = self.length(beat) * (0.9 if step == 0 else 0.45)
                events.append((self.at(beat, step), self.sound(voice, pitch, hold), 0.7 + 0.3 * self.lead.energy[beat]))
        return events

    def comp(self, name: str) -> mixing.Events:
        """Three-note chords in the genre's rhythm."""
        events: mixing.Events = []
        long = name in ("strings", "organ", "accordion")
        for beat in range(len(self.lead.beats)):
            energy, root = self.lead.energy[beat], self.chord(beat)
            for step, force in self.pattern(self.genre.comp, beat):
                if audible(int(force), energy):
                    hold = self.length(beat) * (0.8 if long else 0.35)
                    gain = int(force) / 9 * (0.3 + 0.5 * energy) / 3
                    start = self.at(beat, step)
                    events += [(start, self.sound(VOICES[name], self.degree(root + d), hold), gain) for d in (0, 2, 4)]
        return events

    def drone(self) -> mixing.Events:
        """Root and fifth, plucked once a bar."""
        return [
            (self.at(beat, 0), self.sound(VOICES["drone"], self.key + s, 2.5), 0.2)
            for beat in range(len(self.lead.beats))
            if self.bar(beat)[1] == 0
            for s in (0, 7)
        ]

    def melody(self, name: str) -> mixing.Events:
        """A random walk over the scale whose two bars of rhythm and contour repeat, so that it sounds like a tune."""
        rng, genre = self.rng, self.genre
        steps = 2 * genre.meter * STEPS
        # Notes are likelier on the beat (1.0) and on its half (0.5) than on the quarters between.
        weight = np.tile([1.0, 0.1, 0.5, 0.15], 2 * genre.meter) * (0.5 + genre.lead)
        weight[0] = 1.0
        sounding, moves = rng.random(steps) < weight, rng.integers(-2, 3, steps)
        events: mixing.Events = []
        for beat in range(len(self.lead.beats)):
            energy = self.lead.energy[beat]
            bar, place = self.bar(beat)
            at_step = ((bar % 2) * genre.meter + place) * STEPS
            for step in range(STEPS):
                index = at_step + step
                if not sounding[index] or (step and rng.random() > 0.35 + 0.65 * energy):
                    continue
                degree = self.chord(beat) + int(moves[: index + 1].sum()) % 9
                hold = self.length(beat) * (0.8 if step == 0 else 0.35)
                gain = (0.35 + 0.35 * energy) * (1.0 if step == 0 else 0.75)
                events.append((self.at(beat, step), self.sound(VOICES[name], self.degree(degree), hold), gain))
        return events


def _downbeat(lead: Lead, meter: int) -> int:
    """Index of the first beat of a bar: the phase with the largest mean accent."""
    phases = [lead.accent[p::meter] for p in range(meter)]
    return int(np.argmax([p.mean() if len(p) else -1.0 for p in phases]))
