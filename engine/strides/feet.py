"""Feet of a body on its way, by the balls that they stand on: where they are, and legs that bring them to places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retarget import quat
from retarget.feet.legs import Leg, legs_of, solve_leg
from retarget.motion import Motion, forward_kinematics

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Foot:
    """The ball of a foot (T, 3) m and the foot's rotation in the world (T, 4)."""

    ball: Array
    turn: Array


def foot_of(motion: Motion, leg: Leg) -> Foot:
    """One foot of a motion."""
    pos, rot = motion.globals()
    turn = rot[:, leg.ankle].astype(np.float64)
    return Foot(pos[:, leg.ankle] + quat.rotate(turn, leg.toe), turn)


def feet_of(motion: Motion) -> list[Foot]:
    """Both feet, left and right."""
    return [foot_of(motion, leg) for leg in legs_of(motion.skeleton)]


def on_feet(motion: Motion, feet: Sequence[Foot]) -> Motion:
    """The motion with its legs solved for both feet."""
    local = motion.rot.copy()
    pos, world = forward_kinematics(motion.skeleton, motion.root_pos, motion.rot)
    for leg, foot in zip(legs_of(motion.skeleton), feet, strict=True):
        to = foot.ball - quat.rotate(foot.turn, leg.toe)
        turn = quat.multiply(foot.turn, quat.inverse(world[:, leg.ankle]))
        solve_leg(motion.skeleton, leg, pos, world, to.astype(np.float32), turn.astype(np.float32), local)
    return replace(motion, rot=quat.continuous(local).astype(np.float32))
