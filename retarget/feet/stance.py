"""Where planted feet stand: one place for each stance, and toes that bend where the floor stops them.

A stance is a span in which a foot's toe base, its ankle or both are planted. Both belong to one stiff foot, so within a
stance both get places as far apart as the foot is long, and no moment of it pulls them two ways.
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
_MAX_SLIDE = 0.25  # m: a "planted" foot that travels further than this slides on purpose and is left alone
_STEP = 0.06  # m: toes planted again this far away have taken a step, whatever the ankle's contact says
_MOST_PIVOT = np.radians(24)  # a foot turned further on its toes isn't standing on its heel
_MOST_TOE, _LEAST_TOE = np.radians(60), np.radians(45)  # up, down
_UP = np.array([0.0, 1.0, 0.0])


def goals(points: F32, held: Bool, leg: Leg, floor: float) -> tuple[F32, Bool]:
    """Where ankle and toe base (T, 2, 3) m stand still while planted, and the contacts (T, 2) that can be held.

    points: (T, 2, 3) m where the two are. held: (T, 2) when they are planted. floor: its height, m.
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
            # On the floor, unless it plainly stands on something higher.
            mean[1] = stand if mean[1] - stand < _FLOOR_SNAP * leg.scale else mean[1]
            if i == 0 and flags[span, 1].any():
                toe = goal[np.flatnonzero(flags[span, 1])[0] + first, 1]
                mean = _beside(toe, points[planted], mean, leg)
                planted = _unpivoted(planted, points, toe - mean, flags)
            goal[planted, i] = mean
    return goal, flags


def _without_steps(points: F32, held: Bool, leg: Leg) -> Bool:
    """Contacts (T, 2) without those of the ankle from one place of the toes to another."""
    flags = held.copy()
    for first, last in runs(held.any(axis=1)):
        toes = [(first + a, first + b) for a, b in runs(held[first:last, 1])]
        for (a, b), (c, d) in pairwise(toes):
            moved = points[c:d, 1].mean(axis=0) - points[a:b, 1].mean(axis=0)
            if np.hypot(moved[0], moved[2]) > _STEP * leg.scale:
                flags[b:c, 0] = False
    return flags


def _unpivoted(planted: NDArray[Any], points: F32, foot: F32, flags: Bool) -> NDArray[Any]:
    """Those of the `planted` frames with the foot nearly along `foot` (3,); its heel comes round in others.

    Takes the ankle's contact away from those, in place.
    """
    ways = quat.normalize(points[planted, 1] - points[planted, 0])
    turned = np.arccos(np.clip(ways @ quat.normalize(foot), -1, 1)) > _MOST_PIVOT
    flags[planted[turned], 0] = False
    return planted[~turned]


def _beside(toe: F32, points: F32, ankle: F32, leg: Leg) -> F32:
    """The ankle's place (3,), a foot's length from the toe base's in the direction that the foot mostly has."""
    length = float(np.linalg.norm(leg.toe))
    rise = float(np.clip(ankle[1] - toe[1], -0.99 * length, 0.99 * length))
    back = (points[:, 0] - points[:, 1]).mean(axis=0) * (1, 0, 1)
    if np.linalg.norm(back) < 1e-3 * length:
        return ankle
    return (toe + quat.normalize(back) * np.sqrt(length**2 - rise**2) + rise * _UP).astype(np.float32)


def toe_bend(toe: F32, tip: F32, along: F32, floor: float) -> NDArray[Any]:
    """Angles (T,) rad by which toes must bend for the lowest of them to lie on the floor: upwards where it cuts them,
    else, negative, downwards.

    toe: (T, 3) m the toe base. tip: (T, N, 3) m the toes' skin, from the toe base. along: (T, 3) the foot's heading,
    level and of length one.
    """
    ahead = np.sum(tip * along[:, None], axis=-1)
    reach = np.hypot(ahead, tip[..., 1])
    height = toe[:, 1] - floor
    # Bent by t a point stands at height + reach * sin(t + present).
    present = np.arctan2(tip[..., 1], ahead)
    touching = np.arcsin(np.clip(-height[:, None] / np.maximum(reach, 1e-6), -1, 1)) - present
    in_front = ahead > 0.3 * reach
    angle = np.where(in_front, touching, -np.pi).max(axis=1)
    return np.where(in_front.any(axis=1), np.clip(angle, -_LEAST_TOE, _MOST_TOE), 0.0)
