"""Bodies that kneel, crawl or lie: their feet are dragged along, and they lie on the floor, not in it.

Feet are locked for who stands on them. Behind a knee that bears the body a foot slides with it: held, it would drag the
knee. And where a whole body is recorded in the floor, as on a mat, lifting the feet alone would break the legs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import smooth
from ..motion import F32, Bool, Motion
from ..smooth import runs
from .legs import Leg, foot_points, leg_length, legs_of

# m for a canonical leg: a knee, hips that are lower above the floor bear the body in the foot's place.
_ON_KNEES, _ON_SEAT = 0.15, 0.30
_RESTS = 0.08  # m: the furthest that a foot strays which rests there; others are dragged along
_UPRIGHT = 0.55  # of the leg's length: hips that are higher are those of a figure on its feet
_SUNK = 0.05  # m: from so deep in the floor on the whole body is, not a foot
_SMOOTH_S = 0.1


def borne(pos: F32, leg: Leg, floor: float = 0.0) -> Bool:
    """Frames (T,) in which a leg's knee, or hips that lie or sit, bear the body on the floor. pos: (T, J, 3) m."""
    knee, hip = (pos[:, joint, 1] - floor for joint in (leg.knee, leg.hip))
    return (knee < _ON_KNEES * leg.scale) | (hip < _ON_SEAT * leg.scale)


def let_drag(foot: Bool, toe: F32, down: Bool) -> None:
    """Drop the contacts (T, 2) of a foot that is dragged along while something else of its leg bears the body, down
    (T,), in place. toe: (T, 3) m for a canonical leg."""
    for first, last in runs(foot.any(axis=1) & down):
        path = toe[first:last, [0, 2]]
        if np.linalg.norm(path - path.mean(axis=0), axis=-1).max() > _RESTS:
            foot[first:last] = False


def raised(motion: Motion, floor: float = 0.0) -> Motion:
    """The motion, raised as a whole where a body that is down lies deep in the floor. Else it is returned as it is."""
    legs = legs_of(motion.skeleton)
    pos, points = motion.globals()[0], foot_points(motion, legs)
    sunk = _sunk(pos, points, legs, floor)
    if not sunk.any():
        return motion
    root = motion.root_pos.copy()
    root[:, 1] += smooth.cover(sunk, max(1, round(_SMOOTH_S * motion.fps)))
    return replace(motion, root_pos=root)


def _sunk(pos: F32, points: F32, legs: Sequence[Leg], floor: float) -> NDArray[Any]:
    """How deep (T,) m the lowest foot or joint of a body that is down is in the floor, 0 where that is little."""
    hips = np.mean([pos[:, leg.hip, 1] for leg in legs], axis=0) - floor
    down = hips < _UPRIGHT * np.mean([leg_length(pos, leg) for leg in legs])
    stand = np.array([height for leg in legs for height in leg.stand])
    # A foot that stands has its points at their standing height; flat on its back it is as deep as they are thick.
    feet = (0.5 * stand - (points[..., 1] - floor)).max(axis=1)
    depth = np.maximum(feet, -(pos[..., 1] - floor).min(axis=1))
    return np.where(down & (depth > _SUNK * legs[0].scale), depth, 0.0)
