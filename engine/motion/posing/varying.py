"""How two takes of one motion by rule differ: small changes of time and size, drawn by their seed.

Everything that is made by rule draws them here, so that seeds give takes to choose from. Sides, counts, contacts and
flights that are asked for never change.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.motion.features import heading
from engine.motion.posing.legs import with_feet
from retarget import quat
from retarget.feet.legs import legs_of
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion, sample_at

Array = NDArray[np.float64]
_UP, _ACROSS, _AHEAD = np.eye(3)[1], np.eye(3)[0], np.eye(3)[2]
_PACE, _PACE_S = 0.09, 2.3  # of its own time that a motion gains and loses, and the period of it
_LEAN, _SWAY_M = 2.2, 0.012  # degrees and metres that trunk and hips of who stands drift by
_HEAD = 3.0  # degrees that the head does
POSED = 0.5  # how much two takes of a named posture differ, of what those of other motions do
_STANDS = 0.8  # height of the hips (m) over which somebody stands


@dataclass(frozen=True)
class Chance:
    """Numbers of one take. seed: None for none of them, 0 all over."""

    seed: int | None = None

    def share(self, name: str) -> float:
        """A number from -1 to 1 that is this take's."""
        return 0.0 if self.seed is None else float(self._draw(name).uniform(-1, 1))

    def picks(self, name: str, odds: float = 0.5) -> bool:
        """Whether something is so in this take; it is not without a seed."""
        return self.seed is not None and float(self._draw(name).uniform()) < odds

    def drift(self, name: str, at: Array, period: float) -> Array:
        """Numbers (T,) from -1 to 1 that wander slowly over times (T,), about once in each period (s)."""
        if self.seed is None:
            return np.zeros(len(at))
        phase, other = self._draw(name).uniform(0, 2 * np.pi, 2)
        # Two waves whose periods have no common multiple, so that nothing is seen to come round again.
        turn = 2 * np.pi * np.asarray(at, np.float64) / period
        return np.asarray(0.6 * np.sin(turn + phase) + 0.4 * np.sin(turn / 1.618 + other), np.float64)

    def _draw(self, name: str) -> np.random.Generator:
        return np.random.default_rng([zlib.crc32(name.encode()), (self.seed or 0) % 2**32])


def paced(at: Array, chance: Chance) -> Array:
    """Times (T,) from 0 on, of a clock that runs a little unevenly, and as long all over."""
    if chance.seed is None or at[-1] <= 0:
        return at
    # The wave's slope stays under _PACE, so that time never stands.
    wave = chance.drift("pace", at, _PACE_S) * _PACE * _PACE_S / (2 * np.pi)
    ends = np.interp(at, at[[0, -1]], wave[[0, -1]])
    return np.asarray(np.clip(at + wave - ends, 0, at[-1]), np.float64)


def varied(motion: Motion, seed: int | None, amount: float = 1.0) -> Motion:
    """A canonical motion as this take has it: its time a little uneven, trunk and head drifting over feet that stay, by
    an amount of what they do at most."""
    if seed is None or len(motion) < 8:
        return motion
    chance, at = Chance(seed), np.arange(len(motion)) / motion.fps
    motion = sample_at(motion, paced(at, chance) * motion.fps, motion.fps)
    stands = np.clip((motion.root_pos[:, 1].astype(np.float64) - _STANDS) / 0.08, 0, 1)
    if stands.min() < 1:  # whose hands or back are on the floor stays there
        return motion
    goals = [motion.globals()[0][:, leg.ankle].astype(np.float64) for leg in legs_of(motion.skeleton)]
    local = motion.rot.astype(np.float64)
    turn = quat.from_axis_angle(_UP, heading(motion.rot[:, 0], 10.0))
    for axis, name in ((_ACROSS, "nod"), (_UP, "yaw"), (_AHEAD, "tilt")):
        angle = amount * np.radians(_LEAN) * (0.5 * chance.drift(name, at, 3.1) + 0.5 * chance.share(name))
        for joint in ("spine1", "spine2", "spine3"):
            local[:, R[joint]] = quat.multiply(quat.from_axis_angle(axis, angle / 3), local[:, R[joint]])
        look = amount * np.radians(_HEAD) * chance.drift(f"head {name}", at, 4.3) - 0.5 * angle
        for joint in ("neck", "head"):
            local[:, R[joint]] = quat.multiply(quat.from_axis_angle(axis, look / 2), local[:, R[joint]])
    aside, ahead = (
        amount * _SWAY_M * chance.drift(name, at, period) for name, period in (("aside", 3.7), ("ahead", 4.9))
    )
    root = motion.root_pos + quat.rotate(turn, aside[:, None] * _ACROSS + ahead[:, None] * _AHEAD)
    moved = replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(local).astype(np.float32))
    return with_feet(moved, goals, motion)
