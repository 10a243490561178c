"""Synthesis of steps, landings, claps, blows and whooshes; the parameters are varied for every recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.train.band.drums import F32, Struck, hit
from engine.train.band.tones import RATE, band_noise


@dataclass(frozen=True)
class Floor:
    """heel, toe: sound of each part of a shoe on this floor. grit: (level, lowest Hz, highest Hz, s) of the noise
    under a rolling sole."""

    heel: Struck
    toe: Struck
    grit: tuple[float, float, float, float] = (0.0, 500, 5000, 0.08)


FLOORS: Mapping[str, Floor] = {
    "wood": Floor(
        Struck(115, 0.05, (0.5, 300, 3500, 0.015), drop=1.6, modes=(1.9, 3.1)),
        Struck(170, 0.03, (0.4, 500, 4000, 0.01), modes=(2.2,), level=0.5),
    ),
    "stone": Floor(
        Struck(240, 0.012, (0.9, 900, 7000, 0.012), tone=0.4, modes=(2.7,)),
        Struck(320, 0.01, (0.8, 1200, 8000, 0.01), tone=0.3, level=0.6),
    ),
    "carpet": Floor(
        Struck(75, 0.04, (0.5, 80, 700, 0.03), drop=1.4),
        Struck(95, 0.03, (0.6, 100, 900, 0.025), level=0.6),
    ),
    "gravel": Floor(
        Struck(95, 0.03, (0.9, 1000, 7000, 0.05), tone=0.4),
        Struck(130, 0.02, (1.0, 1500, 9000, 0.04), tone=0.2, level=0.8),
        grit=(0.7, 1500, 9000, 0.16),
    ),
    "metal": Floor(
        Struck(310, 0.12, (0.5, 1000, 8000, 0.01), modes=(1.47, 2.09, 2.56, 3.9)),
        Struck(420, 0.09, (0.5, 1500, 9000, 0.008), modes=(1.47, 2.3, 3.1), level=0.6),
    ),
    "snow": Floor(
        Struck(85, 0.03, (0.7, 400, 3500, 0.09), tone=0.3),
        Struck(90, 0.02, (0.8, 700, 4500, 0.08), tone=0.1, level=0.8),
        grit=(0.6, 800, 4500, 0.2),
    ),
    "tile": Floor(
        Struck(420, 0.018, (0.7, 1500, 9000, 0.008), tone=0.5, modes=(2.3,)),
        Struck(560, 0.012, (0.6, 2000, 9500, 0.008), tone=0.4, level=0.6),
    ),
    "grass": Floor(
        Struck(70, 0.035, (0.5, 150, 1800, 0.05), tone=0.7),
        Struck(80, 0.03, (0.7, 400, 3000, 0.06), tone=0.3, level=0.7),
        grit=(0.4, 1200, 6000, 0.1),
    ),
}  # fmt: skip
# Left out of training, so that evaluation uses floors that were not learnt.
UNHEARD = ("tile", "grass")
_HANDS = Struck(1300, 0.006, (1.0, 700, 5500, 0.012), tone=0.25, modes=(1.7,))
_BLOWS = {
    "fist": Struck(105, 0.05, (0.8, 250, 3200, 0.025), drop=1.8, tone=0.8),
    "foot": Struck(62, 0.09, (0.6, 120, 1600, 0.045), drop=2.0),
}
_LANDING = Struck(58, 0.1, (0.5, 80, 1400, 0.05), drop=1.7)


def recast(struck: Struck, rng: np.random.Generator, spread: float = 0.2) -> Struck:
    """Vary size and ring of a struck object (log-normal, `spread`): the shoes, hands or bag of one recording."""
    level, low, high, burst = struck.noise
    scale = float(np.exp(rng.normal(0, spread)))
    noise = (level, low * scale, min(high * scale, 0.48 * RATE), burst * float(np.exp(rng.normal(0, spread))))
    return Struck(
        struck.hz * scale, struck.ring, noise, struck.tone, struck.drop, struck.fall, struck.modes, struck.level
    )


class Shoe:
    """Steps of one pair of shoes on one floor."""

    def __init__(self, floor: str, rng: np.random.Generator) -> None:
        kind = FLOORS[floor]
        self.heel, self.toe, self.grit, self.rng = recast(kind.heel, rng), recast(kind.toe, rng), kind.grit, rng
        self.roll = float(rng.uniform(0.04, 0.11))  # s from heel to toe when walking

    def step(self, force: float) -> F32:
        """One step: heel, then toe, closer together for a larger force (0..1)."""
        gap = round(self.roll * (1.2 - 0.9 * force) * RATE)
        heel, toe = force * hit(self.heel, self.rng), force * hit(self.toe, self.rng)
        level, low, high, seconds = self.grit
        ground = np.zeros(0, np.float32)
        if level:
            count = round(seconds * RATE)
            ground = force * level * band_noise(count, low, high, self.rng) * np.hanning(count).astype(np.float32)
        return mixed((heel, 0), (toe, gap), (ground, 0))

    def landing(self, force: float) -> F32:
        """Landing of a jump: both feet, up to 25 ms apart, and a low thud of the body's weight."""
        late = round(float(self.rng.uniform(0, 0.025)) * RATE)
        weight = force * hit(recast(_LANDING, self.rng), self.rng)
        return mixed((self.step(force), 0), (self.step(0.9 * force), late), (weight, 0))

    def scuff(self) -> F32:
        """Noise of pushing off the ground, rising for 50 to 120 ms."""
        count = round(float(self.rng.uniform(0.05, 0.12)) * RATE)
        level, low, high, _ = self.toe.noise
        return (0.3 * level * band_noise(count, low, high, self.rng) * np.linspace(0, 1, count) ** 2).astype(np.float32)


def clap(hands: Struck, force: float, rng: np.random.Generator) -> F32:
    """One clap of a pair of hands."""
    return (force * hit(hands, rng)).astype(np.float32)


def hands(rng: np.random.Generator) -> Struck:
    """A pair of hands with its own pitch: cupped ones sound deeper than flat ones."""
    return recast(_HANDS, rng, 0.35)


def blow(kind: str, force: float, rng: np.random.Generator) -> F32:
    """Impact of a "fist" or a "foot" on something padded."""
    return (force * hit(recast(_BLOWS[kind], rng, 0.1), rng)).astype(np.float32)


def whoosh(seconds: float, force: float, rng: np.random.Generator) -> F32:
    """Air noise of a limb that swings for `seconds`: rising in pitch, loudest at seven tenths of the sound."""
    # A low and a high band of noise, cross-faded over the swing, under a bell-shaped loudness.
    count = max(16, round(1.4 * seconds * RATE))
    t = np.linspace(0, 1, count)
    low = float(rng.uniform(250, 600)) * (0.6 + 0.8 * force)
    slow, fast = band_noise(count, low, 2.5 * low, rng), band_noise(count, 1.8 * low, 5 * low, rng)
    swell = np.exp(-0.5 * ((t - 0.7) / 0.16) ** 2)
    return (0.35 * force * swell * ((1 - t) * slow + t * fast)).astype(np.float32)


def mixed(*parts: tuple[F32, int]) -> F32:
    """Add sounds (n,) up, each starting at its sample index."""
    out = np.zeros(max(start + len(sound) for sound, start in parts), np.float32)
    for sound, start in parts:
        out[start : start + len(sound)] += sound
    return out
