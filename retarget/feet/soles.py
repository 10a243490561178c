"""Soles: feet that stand on an edge are rolled flat again.

Markers and joint positions hardly tell how far a foot rolls about its own length, and a solver that doesn't know leaves
it where it likes: the feet of many recordings stand 20 to 60 degrees on their outer edges. A figure of lines doesn't
show it, a character's shoes do. But a foot that is planted with heel and ball lies flat on the floor: from those frames
its roll is known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat, smooth
from ..motion import F32, Bool, Motion
from .legs import Leg, legs_of

_LEAST = 5  # planted frames from which a recording's roll is told
_SLOPE = np.sin(np.radians(35))  # from ankle to toe base: a steeper foot stands on its toes or its heel
_ROLLED = np.radians(8)  # up to here a planted foot may roll by itself, as over a wide stance
_EASE_S = 0.1  # standard deviation of the smoothing of what a take's feet are turned by
_NOTHING = 1e-4  # rad


def rolled(motion: Motion) -> NDArray[Any]:
    """How far each foot (2,) is rolled while it is planted flat, by contacts, rad; NaN for one that hardly ever is.

    Raises ValueError naming leg roles that the skeleton lacks.
    """
    return np.array([np.median(roll[flat]) if flat.sum() >= _LEAST else np.nan for roll, flat in _rolls(motion)])


def levelled(motion: Motion, angles: NDArray[Any]) -> Motion:
    """The recording with its feet rolled back by `angles` (2,) rad in all frames; the places of all joints stay."""
    return _rolled_back(motion, np.broadcast_to(angles, (len(motion), 2)))


def laid(motion: Motion) -> Motion:
    """The take with feet that roll too far in a contact laid flat there, and between contacts by what lies between.

    The places of all joints stay, and the rotations of frames near which no foot is rolled too far. Raises ValueError
    naming leg roles that the skeleton lacks.
    """
    angles = np.zeros((len(motion), 2))
    for side, (roll, flat) in enumerate(_rolls(motion)):
        known = np.flatnonzero(flat)
        if len(known):
            over = roll[known] - np.clip(roll[known], -_ROLLED, _ROLLED)
            angles[:, side] = np.interp(np.arange(len(motion)), known, over)
    return _rolled_back(motion, smooth.gaussian(angles, _EASE_S * motion.fps))


def _rolls(motion: Motion) -> list[tuple[NDArray[Any], Bool]]:
    """For each foot its roll (T,) in rad, positive with its left edge up, and where (T,) it is planted on its sole."""
    _, rot = motion.globals()
    out = list[tuple[NDArray[Any], Bool]]()
    for side, leg in enumerate(legs_of(motion.skeleton)):
        # Heights of the tips of the foot's own axes: how far it is rolled, and how steep it stands.
        left, along, over = (quat.rotate(rot[:, leg.ankle], axis)[:, 1] for axis in _axes(leg))
        planted = motion.contacts[:, 2 * side : 2 * side + 2].all(axis=1)
        out.append((np.arctan2(left, over), planted & (np.abs(along) < _SLOPE) & (over > 0)))
    return out


def _axes(leg: Leg) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """A foot's left, the way from its ankle to its toe base, and what is upright to both: unit vectors (3,) in the
    ankle's frame."""
    along = quat.normalize(leg.toe)
    left = quat.normalize(np.cross(-leg.heel, along))
    return left, along, np.cross(along, left)


def _rolled_back(motion: Motion, angles: NDArray[Any]) -> Motion:
    """The motion with its feet rolled by minus `angles` (T, 2) rad about the way to their toe bases."""
    if not (np.abs(angles) > _NOTHING).any():
        return motion
    rot: F32 = motion.rot.copy()
    for side, leg in enumerate(legs_of(motion.skeleton)):
        rolled = np.flatnonzero(np.abs(angles[:, side]) > _NOTHING)
        back = quat.from_axis_angle(_axes(leg)[1], -angles[rolled, side])
        rot[rolled, leg.ankle] = quat.multiply(rot[rolled, leg.ankle], back)
    return replace(motion, rot=quat.continuous(rot).astype(np.float32))
