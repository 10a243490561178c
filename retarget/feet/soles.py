"""Soles: feet that stand on an edge are rolled flat again.

Markers and joint positions hardly tell how far a foot rolls about its own length, and a solver that doesn't know leaves
it where it likes: the feet of many recordings stand 20 to 60 degrees on their outer edges. A figure of lines doesn't
show it, a character's shoes do. But a foot that is planted with heel and ball lies flat on the floor: from those frames
its roll is known.

A recording is rolled back about the way that its feet head, since that was measured, and its toe bases, which no marker
was on, move. A take is rolled back about the way from ankle to toe base, so that no joint of it moves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat, smooth
from ..motion import F32, Bool, Motion
from .legs import Leg, legs_of

_LEAST = 5  # planted frames from which a recording's roll is told
_SLOPE = math.sin(math.radians(35))  # of the way along a foot: a steeper one stands on its toes or its heel
_ROLLED = np.radians(8)  # up to here a planted foot may roll by itself, as over a wide stance
_EASE_S = 0.1  # standard deviation of the smoothing of what a take's feet are turned by
_NOTHING = 1e-4  # rad


def rolled(motion: Motion) -> NDArray[Any]:
    """How far each foot (2,) is rolled while it is planted flat, by contacts, rad; NaN for one that hardly ever is.

    Raises ValueError naming leg roles that the skeleton lacks.
    """
    _, rot = motion.globals()
    rolls = [_roll(rot, motion.contacts, side, leg, _ahead(leg)) for side, leg in enumerate(legs_of(motion.skeleton))]
    return np.array([np.median(roll[flat]) if flat.sum() >= _LEAST else np.nan for roll, flat in rolls])


def levelled(motion: Motion, angles: NDArray[Any]) -> Motion:
    """The recording with its feet rolled back by `angles` (2,) rad about their heading in all frames.

    Toe bases move by up to 5 cm: floor and contacts have to be found again.
    """
    legs = legs_of(motion.skeleton)
    return _rolled_back(motion, np.broadcast_to(angles, (len(motion), 2)), [_ahead(leg) for leg in legs])


def laid(motion: Motion) -> Motion:
    """The take with feet that roll too far in a contact laid flat there, and between contacts by what lies between.

    The places of all joints stay, and the rotations of frames near which no foot is rolled too far. Raises ValueError
    naming leg roles that the skeleton lacks.
    """
    angles = np.zeros((len(motion), 2))
    legs = legs_of(motion.skeleton)
    ways = [quat.normalize(leg.toe) for leg in legs]
    _, rot = motion.globals()
    for side, (leg, way) in enumerate(zip(legs, ways)):
        roll, flat = _roll(rot, motion.contacts, side, leg, way)
        known = np.flatnonzero(flat)
        if len(known):
            over = roll[known] - np.clip(roll[known], -_ROLLED, _ROLLED)
            angles[:, side] = np.interp(np.arange(len(motion)), known, over)
    return _rolled_back(motion, smooth.gaussian(angles, _EASE_S * motion.fps), ways)


def _ahead(leg: Leg) -> NDArray[Any]:
    """The way (3,) that a foot heads, along its sole, in its ankle's frame."""
    up = quat.normalize(-leg.heel)
    return quat.normalize(leg.toe - (leg.toe @ up) * up)


def _roll(rot: F32, contacts: Bool, side: int, leg: Leg, way: NDArray[Any]) -> tuple[NDArray[Any], Bool]:
    """A foot's roll (T,) in rad about a `way` (3,) along it, positive with its left edge up, and where (T,) it is
    planted on its sole. rot: (T, J, 4) in the world."""
    left = quat.normalize(np.cross(-leg.heel, way))
    # Heights of the tips of the foot's own axes: how far it is rolled, and how steep it stands.
    across, along, over = (quat.rotate(rot[:, leg.ankle], v)[:, 1] for v in (left, way, np.cross(way, left)))
    planted = contacts[:, 2 * side : 2 * side + 2].all(axis=1)
    return np.arctan2(across, over), planted & (np.abs(along) < _SLOPE) & (over > 0)


def _rolled_back(motion: Motion, angles: NDArray[Any], ways: Sequence[NDArray[Any]]) -> Motion:
    """The motion with its feet rolled by minus `angles` (T, 2) rad about `ways` (3,) in their ankles' frames."""
    if not (np.abs(angles) > _NOTHING).any():
        return motion
    rot: F32 = motion.rot.copy()
    for leg, way, angle in zip(legs_of(motion.skeleton), ways, angles.T):
        rolled = np.flatnonzero(np.abs(angle) > _NOTHING)
        back = quat.from_axis_angle(way, -angle[rolled])
        rot[rolled, leg.ankle] = quat.multiply(rot[rolled, leg.ankle], back)
    return replace(motion, rot=quat.continuous(rot).astype(np.float32))
