"""Struck instruments: each a few decaying tones and a burst of filtered noise, drawn anew for every kit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.train.band.tones import RATE, band_noise

F32 = NDArray[np.float32]


@dataclass(frozen=True)
class Struck:
    """A struck object. hz: pitch, which starts `drop` times higher and falls within `fall` s. ring: s to 1/e.

    modes: further partials, as ratios of the pitch. noise: (level, lowest Hz, highest Hz, s to 1/e) of the burst.
    tone: level of the partials. level: of the whole.
    """

    hz: float
    ring: float
    noise: tuple[float, float, float, float]
    tone: float = 1.0
    drop: float = 1.0
    fall: float = 0.03
    modes: tuple[float, ...] = ()
    level: float = 1.0


_BELLS = (1.34, 1.79, 2.41, 3.17)
KIT: Mapping[str, Struck] = {
    "kick": Struck(52, 0.12, (0.25, 800, 6000, 0.004), drop=3.5, fall=0.025, level=1.2),
    "snare": Struck(190, 0.05, (0.9, 1200, 9000, 0.07), tone=0.5, drop=1.3, modes=(1.6,), level=0.8),
    "clap": Struck(900, 0.005, (1.0, 800, 4500, 0.06), tone=0.1, level=0.7),
    "hat": Struck(7000, 0.005, (1.0, 6000, 10800, 0.025), tone=0.05, level=0.3),
    "ride": Struck(3300, 0.12, (0.5, 4500, 10500, 0.15), tone=0.25, modes=_BELLS, level=0.3),
    "crash": Struck(2600, 0.3, (1.0, 2500, 10800, 0.5), tone=0.1, modes=_BELLS, level=0.5),
    "cymbal": Struck(1900, 0.4, (1.0, 1800, 10000, 0.7), tone=0.1, modes=_BELLS, level=0.45),
    "rim": Struck(1700, 0.012, (0.4, 2000, 7000, 0.008), level=0.4),
    "clave": Struck(2450, 0.03, (0.1, 2000, 5000, 0.004), level=0.5),
    "woodblock": Struck(1150, 0.03, (0.2, 1000, 4000, 0.006), modes=(2.4,), level=0.45),
    "bell": Struck(820, 0.12, (0.1, 3000, 8000, 0.01), modes=(1.48, 2.67), level=0.35),
    "shaker": Struck(5000, 0.005, (1.0, 4000, 10500, 0.04), tone=0.02, level=0.22),
    "tambourine": Struck(6100, 0.05, (1.0, 5000, 10800, 0.07), tone=0.15, modes=(1.27, 1.5), level=0.3),
    "ghungroo": Struck(4300, 0.06, (0.8, 3500, 10000, 0.05), tone=0.4, modes=(1.19, 1.41, 1.73), level=0.35),
    "conga high": Struck(330, 0.07, (0.25, 800, 4000, 0.01), drop=1.15, modes=(1.7,), level=0.6),
    "conga low": Struck(210, 0.11, (0.2, 600, 3000, 0.01), drop=1.15, modes=(1.65,), level=0.7),
    "conga slap": Struck(360, 0.03, (0.7, 1500, 7000, 0.02), drop=1.1, level=0.55),
    "tabla na": Struck(410, 0.13, (0.3, 1500, 6000, 0.008), modes=(1.5, 2.0, 3.0), level=0.6),
    "tabla tin": Struck(390, 0.2, (0.1, 1500, 5000, 0.006), modes=(2.0, 3.0), level=0.5),
    "tabla ge": Struck(95, 0.2, (0.15, 300, 1500, 0.01), drop=0.7, fall=0.12, modes=(1.9,), level=0.9),
    "mridangam low": Struck(110, 0.14, (0.2, 300, 2000, 0.01), drop=1.2, modes=(1.9,), level=0.9),
    "mridangam high": Struck(360, 0.1, (0.35, 1200, 6000, 0.008), modes=(2.0, 2.9), level=0.55),
    "bodhran": Struck(105, 0.13, (0.3, 400, 2500, 0.015), drop=1.3, modes=(1.59, 2.14), level=0.9),
    "stomp": Struck(70, 0.08, (0.5, 100, 1500, 0.03), drop=1.8, level=1.0),
    "timpani": Struck(88, 0.45, (0.25, 100, 1200, 0.03), drop=1.05, modes=(1.5, 1.98, 2.44), level=0.9),
    "tom low": Struck(98, 0.16, (0.25, 400, 3000, 0.02), drop=1.5, modes=(1.6,), level=0.9),
    "tom high": Struck(160, 0.12, (0.25, 500, 4000, 0.02), drop=1.5, modes=(1.6,), level=0.8),
}  # fmt: skip


def strike(name: str, rng: np.random.Generator) -> F32:
    """One hit of an instrument, varied for this kit."""
    return hit(KIT[name], rng)


def hit(s: Struck, rng: np.random.Generator) -> F32:
    """One hit of a struck object (n,), its pitch, ring and noise varied by up to a third; peak near `level`."""
    hz, ring = s.hz * np.exp(rng.normal(0, 0.12)), s.ring * np.exp(rng.normal(0, 0.25))
    level, low, high, burst = s.noise
    burst *= np.exp(rng.normal(0, 0.25))
    t = np.arange(int(RATE * min(4.0, 5 * max(ring, burst)))) / RATE
    # The pitch falls from `drop` times its value within `fall` s; phase is the integral of frequency.
    glide = hz * (1 + (s.drop - 1) * np.exp(-t / s.fall))
    phase = 2 * np.pi * np.cumsum(glide) / RATE
    # Partials, each quieter and shorter than the one before; those above the Nyquist frequency are left out.
    tone = sum(
        np.sin(phase * ratio + i) * np.exp(-t * (0.6 + 0.4 * ratio) / ring) / (1 + i)
        for i, ratio in enumerate((1.0, *s.modes))
        if hz * ratio * max(1.0, s.drop) < RATE / 2
    )
    noise = band_noise(len(t), low, high, rng) * np.exp(-t / burst)
    sound = s.tone * tone + level * np.exp(rng.normal(0, 0.3)) * noise
    sound *= np.minimum(1, t * 1500)  # 0.7 ms: no click at the very start
    return (s.level * sound / max(np.abs(sound).max(), 1e-9)).astype(np.float32)


def kit(names: tuple[str, ...], rng: np.random.Generator) -> dict[str, F32]:
    """Sounds of these instruments for one recording."""
    return {name: strike(name, rng) for name in names}
