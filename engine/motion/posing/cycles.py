"""Gestures that go round and round by rule: clapping, waving, circling the arms, jabbing the air over any motion."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.motion.posing.arms import SIDES, brought, eased
from engine.motion.posing.places import Place
from retarget.motion import Motion

Array = NDArray[np.float64]
CLAP_S, WAVE_S, CIRCLE_S = 0.55, 0.65, 1.3  # of one
_ARM_M = 0.5
_CHEST = Place("spine3", (0, 0, 0), (1.0, -0.7, -0.2), (-0.15, 0.6, 0.8))
_OVERHEAD = Place("head", (0, 0, 0), (1.0, 0.3, 0.1), (0.0, 1.0, 0.1), shrug=15.0)
_WAVING = Place("side_shoulder", (0, 0, 0), (1.0, -0.7, 0.0), (0.0, 1.0, 0.1), "ground", shrug=6.0)
_ROUND = Place("side_shoulder", (0, 0, 0), (1.0, 0.0, -0.3), None, "spine3")


def claps(motion: Motion, count: int | None = None, *, overhead: bool = False, led: bool = False) -> Motion:
    """Hands that meet before the chest, or over the head, for as long as the motion lasts or `count` times."""
    phase, weight = _phase(motion, CLAP_S, count, led)
    # Hands are apart at whole phases and meet half way between them; the blow is quicker than the way back.
    gap = 0.04 + 0.16 * np.abs(np.cos(np.pi * phase)) ** 1.4
    at = np.stack(
        [gap, np.full_like(gap, 0.28 if overhead else -0.02), np.full_like(gap, 0.06 if overhead else 0.30)], -1
    )
    for side in SIDES:
        motion = brought(motion, side, _OVERHEAD if overhead else _CHEST, at, weight)
    return motion


def wave(motion: Motion, side: str, count: int | None = None, *, led: bool = False) -> Motion:
    """A raised hand that goes to and fro."""
    phase, weight = _phase(motion, WAVE_S, count, led)
    swing = 0.13 * np.sin(2 * np.pi * phase)
    at = np.stack([0.20 + swing, 0.30 - 0.25 * np.abs(swing), np.full_like(swing, 0.16)], axis=-1)
    return brought(motion, side, _WAVING, at, weight)


def circles(motion: Motion, count: int | None = None, sides: tuple[str, ...] = SIDES, *, backward: bool = False,
            led: bool = False) -> Motion:  # fmt: skip
    """Stretched arms that go round: up ahead of the body and down behind it, or the other way round."""
    phase, weight = _phase(motion, CIRCLE_S, count, led)
    angle = 2 * np.pi * phase * (1 if not backward else -1)
    # Behind the body an arm gets less far than ahead of it, and goes out to the side.
    ahead, up = np.sin(angle), -np.cos(angle)
    out = 0.25 + 0.35 * np.clip(-ahead, 0, 1)
    way = np.stack([out, up, np.where(ahead < 0, 0.7, 1.0) * ahead], axis=-1)
    at = _ARM_M * way / np.linalg.norm(way, axis=-1, keepdims=True)
    for side in sides:
        motion = brought(motion, side, _ROUND, at, weight)
    return motion


def _phase(motion: Motion, seconds: float, count: int | None, led: bool) -> tuple[Array, Array | None]:
    """How often it has been done at each frame, and the weights of the arms: 0 before and after so many times."""
    lead = 0.35 if led or count else 0.0
    time = np.arange(len(motion)) / motion.fps - lead
    phase = np.clip(time / seconds, 0, count) if count else np.maximum(time, 0) / seconds
    if count is None:
        return phase, eased(motion, lead) if lead else None
    after = np.clip(1 - (time - count * seconds) / 0.4, 0, 1)
    return phase, np.minimum(eased(motion, lead), after**2 * (3 - 2 * after))


SECONDS: Mapping[str, float] = {"clap": CLAP_S, "wave": WAVE_S, "circle": CIRCLE_S}
