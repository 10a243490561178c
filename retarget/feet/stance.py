"""Stances: one fixed place for a planted foot, and the bend of toes that touch the floor.

A stance is a span in which a foot's toe base, its ankle or both are planted. Both points belong to one rigid foot, so
within a stance their places are a foot's length apart and do not conflict.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat
from ..motion import F32, Bool
from ..smooth import runs
from .legs import Leg

_FLOOR_SNAP = 0.05  # m: a foot planted no higher than this stands on the floor itself
_MAX_SLIDE = 0.25  # m: a planted foot that travels further than this slides on purpose and is not held
_STEP = 0.06  # m: toes planted again further away than this have taken a step, though the ankle stayed planted
_MOST_PIVOT = np.radians(24)  # a foot turned further than this on its toes is not standing on its heel
_MOST_TOE, _LEAST_TOE = np.radians(60), np.radians(45)  # largest bend up and down
_UP = np.array([0.0, 1.0, 0.0])


def goals(points: F32, held: Bool, leg: Leg, floor: float) -> tuple[F32, Bool]:
    """Compute fixed places (T, 2, 3) m for ankle and toe base while planted, and the contacts (T, 2) that can be held.

    points: (T, 2, 3) m ankle and toe base in the world. held: (T, 2) their contacts. floor: its height, m. Outside of
    contacts a goal is the point itself.
    """
    flags = _without_steps(points, held, leg)
    goal = points.copy()
    for first, last in runs(flags.any(axis=1)):
        span = slice(first, last)
        for i in (1, 0):  # the toes first: the ankle's place follows from theirs
            planted = np.flatnonzero(flags[span, i]) + first
            if not len(planted):
                continue
            mean = points[planted, i].mean(axis=0)
            if np.abs(points[planted, i] - mean)[:, [0, 2]].max() > _MAX_SLIDE * leg.scale:
                flags[span, i] = False
                continue
            stand = floor + leg.stand[i]
            # On the floor, unless it stands clearly higher.
            mean[1] = stand if mean[1] - stand < _FLOOR_SNAP * leg.scale else mean[1]
            # An ankle beside planted toes stands a foot's length from them, while the foot has not pivoted.
            if i == 0 and flags[span, 1].any():
                toe = goal[np.flatnonzero(flags[span, 1])[0] + first, 1]
                mean = _beside(toe, points[planted], mean, leg)
                planted = _unpivoted(planted, points, toe - mean, flags)
            goal[planted, i] = mean
    return goal, flags


def _without_steps(points: F32, held: Bool, leg: Leg) -> Bool:
    """Remove the ankle's contacts (T, 2) between two places of the toes that are a step apart."""
    flags = held.copy()
    for first, last in runs(held.any(axis=1)):
        toes = [(first + a, first + b) for a, b in runs(held[first:last, 1])]
        for (a, b), (c, d) in pairwise(toes):
            moved = points[c:d, 1].mean(axis=0) - points[a:b, 1].mean(axis=0)
            if np.hypot(moved[0], moved[2]) > _STEP * leg.scale:
                flags[b:c, 0] = False
    return flags


def _unpivoted(planted: NDArray[Any], points: F32, foot: F32, flags: Bool) -> NDArray[Any]:
    """Keep the `planted` frames (N,) in which the foot points nearly along `foot` (3,); else it pivots on its toes.

    Removes the ankle's contact in those others, in place, from `flags` (T, 2).
    """
    ways = quat.normalize(points[planted, 1] - points[planted, 0])
    turned = np.arccos(np.clip(ways @ quat.normalize(foot), -1, 1)) > _MOST_PIVOT
    flags[planted[turned], 0] = False
    return planted[~turned]


def _beside(toe: F32, points: F32, ankle: F32, leg: Leg) -> F32:
    """Place (3,) m of the ankle: a foot's length from the toe base's place, along the foot's mean direction."""
    length = float(np.linalg.norm(leg.toe))
    rise = float(np.clip(ankle[1] - toe[1], -0.99 * length, 0.99 * length))
    back = (points[:, 0] - points[:, 1]).mean(axis=0) * (1, 0, 1)
    if np.linalg.norm(back) < 1e-3 * length:
        return ankle
    return (toe + quat.normalize(back) * np.sqrt(length**2 - rise**2) + rise * _UP).astype(np.float32)


def toe_bend(toe: F32, tip: F32, along: F32, floor: float) -> NDArray[Any]:
    """Compute the bend of the toes, (T,) rad, with which their lowest point lies on the floor.

    Positive is upwards, where the floor cuts the toes; limited to `_MOST_TOE` and -`_LEAST_TOE`. toe: (T, 3) m the toe
    base. tip: (T, N, 3) m the toes' skin from there. along: (T, 3) the foot's heading, horizontal unit vectors.
    """
    ahead = np.sum(tip * along[:, None], axis=-1)
    reach = np.hypot(ahead, tip[..., 1])
    height = toe[:, 1] - floor
    # In the vertical plane along the foot: bent by t a point is at height + reach * sin(t + present); solve for 0.
    present = np.arctan2(tip[..., 1], ahead)
    touching = np.arcsin(np.clip(-height[:, None] / np.maximum(reach, 1e-6), -1, 1)) - present
    # The largest angle clears all points. Those hardly in front of the joint do not move up by bending it.
    in_front = ahead > 0.3 * reach
    angle = np.where(in_front, touching, -np.pi).max(axis=1)
    return np.where(in_front.any(axis=1), np.clip(angle, -_LEAST_TOE, _MOST_TOE), 0.0)
