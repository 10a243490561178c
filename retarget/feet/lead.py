"""Leads: how a foot's displacement comes in before a contact and goes out after it, with the least jerk.

A planted foot is displaced to a fixed place. Around its contacts the displacement is the curve whose third differences
are least in sum of squares, together with those of the displaced foot itself close to the contact: there a foot starts
from standstill and comes to it. A leg that is nearly straight turns a jolt of its ankle into a larger one of its knee.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..motion import F32, Bool
from ..smooth import runs

EASE_S = 0.32  # in which a displacement comes in before touch-down and goes out after release
_RISE_S = 0.12  # the same vertically: shorter, so that a foot keeps its height in a step between two contacts
_PULL_HZ, _RISE_PULL_HZ = 1.8, 4.0  # slower parts of a displacement are drawn to nothing: the foot goes its own way
_CLOSE_S = 0.067  # this close to a contact the foot's own path along the floor is smoothed,
_CLOSE_WEIGHT = 1.0  # with this weight against the displacement's
_KNOWN = 3  # frames on either side that a third difference reaches


def bridge(goal: F32, point: F32, flags: Bool, fps: float) -> F32:
    """Compute a displacement (T, 3) m: goal - point where planted, led in and out elsewhere.

    Vertically in less time: a foot that is brought down to the floor at both ends of a step keeps its own height in
    between. goal, point: (T, 3) m. flags: (T,) contacts.
    """
    level, shift = np.array([0, 2]), np.zeros_like(point)
    shift[:, level] = _led(goal[:, level], point[:, level], flags, EASE_S, (_PULL_HZ, _CLOSE_WEIGHT), fps)
    shift[:, 1:2] = _led(goal[:, 1:2], point[:, 1:2], flags, _RISE_S, (_RISE_PULL_HZ, 0.0), fps)
    return shift


def _led(goal: F32, point: F32, flags: Bool, seconds: float, how: tuple[float, float], fps: float) -> F32:
    """Displacement (T, N) m: goal - point where planted, elsewhere the curves of least jerk within `seconds` of it.

    how: pull and weight of `_least_jerk`.
    """
    # Beyond both ends of the clip the point stands still, so that a curve which the clip cuts off is the same there.
    ease = max(2, round(seconds * fps))
    pad = ease + _KNOWN
    shift = np.pad(np.where(flags[:, None], goal - point, 0), ((pad, pad), (0, 0)))
    point, flags = np.pad(point, ((pad, pad), (0, 0)), "edge"), np.pad(flags, pad)
    for first, last in runs(~flags):
        before, after = first > pad, last < len(flags) - pad
        # A short gap between two contacts is bridged by one curve; otherwise one fades to 0 and another grows from 0.
        if before and after and last - first <= 2 * ease:
            spans = [(first, last, True, True)]
        else:
            spans = [(first, first + ease, True, False)] * before + [(last - ease, last, False, True)] * after
        for a, b, begins, ends in spans:
            known = np.r_[a - _KNOWN : a, b : b + _KNOWN]
            of_known, of_point = _least_jerk(b - a, begins, ends, *how, round(fps, 3))
            shift[a:b] = of_known @ shift[known] + of_point @ point[a - _KNOWN : b + _KNOWN]
    return shift[pad:-pad]


@lru_cache(maxsize=512)
def _least_jerk(
    count: int, begins: bool, ends: bool, pull: float, weight: float, fps: float
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The curve of least jerk over `count` frames as matrices: (count, 6) on the displacements of the three frames
    before and behind, and (count, count + 6) on the points of all of them.

    begins, ends: whether the foot is planted before, and behind; otherwise the displacement is 0 there. pull: Hz, below
    which a displacement is drawn to 0. weight: how much the foot's own path is smoothed close to a contact.
    """
    n = count + 2 * _KNOWN
    third = np.diff(np.eye(n), 3, axis=0)
    # How close to a contact each third difference is: 1 at its edge.
    at, edges = np.arange(n - 3) + 1.5, [_KNOWN - 0.5] * begins + [n - _KNOWN - 0.5] * ends
    close = np.max([np.exp(-(((at - edge) / (_CLOSE_S * fps)) ** 2)) for edge in edges], axis=0)
    # With displacements d and points p: least |D d|^2 + w |D (p + d)|^2 + c |d|^2, whose gradient is A d + B p = 0.
    own = third.T @ (weight * close[:, None] * third)
    both = third.T @ third + own + (2 * math.sin(math.pi * pull / fps)) ** 6 * np.eye(n)
    free = np.arange(_KNOWN, n - _KNOWN)
    known = np.r_[:_KNOWN, n - _KNOWN : n]
    given = np.concatenate([both[np.ix_(free, known)], own[free]], axis=1)
    answer = -np.asarray(np.linalg.solve(both[np.ix_(free, free)], given), float)
    return answer[:, : 2 * _KNOWN], answer[:, 2 * _KNOWN :]
