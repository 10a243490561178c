"""The pelvis gives way to locked feet: it sinks where a leg is too short, and spares knees that are nearly straight.

A leg that is nearly straight turns millimetres between hip and ankle into degrees of its knee. What locking a foot adds
to that distance is taken by the pelvis, smoothly and for both legs together, as far as their knees would feel it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import smooth
from ..motion import F32
from .legs import Leg, comfortable, leg_length

_MOST = 0.10  # m by which the pelvis may move up or down
_REACH = 0.993  # share of the leg's length: the pelvis sinks where a planted foot is further
_SLOW_HZ = 2.5  # faster changes are left to the knees
_STRAIGHT = 0.15  # sine of half the flexion: straighter knees count in full, others by the square of how far they bend
_STILL = 0.02  # weight of a pelvis that stays, against that of a straight leg
_WITHIN_S = 0.15  # further than this from a foot that is moved, the pelvis stays


def drop(
    pos: F32, legs: Sequence[Leg], ankles: Sequence[F32], holds: Sequence[NDArray[Any]], fps: float
) -> NDArray[Any]:
    """Compute by how much (T,) m the pelvis sinks, or rises where it is negative, for the ankles to be at `ankles`.

    pos: (T, J, 3) m before. ankles: (T, 3) m each. holds: (T,) each, 1 while that foot is planted, fading to 0.
    """
    given = _given(pos, legs, ankles, holds, fps)
    return (given + _lacking(pos, given, legs, ankles, holds, fps)).astype(np.float32)


def _given(
    pos: F32, legs: Sequence[Leg], ankles: Sequence[F32], holds: Sequence[NDArray[Any]], fps: float
) -> NDArray[Any]:
    """How far (T,) m the pelvis sinks so that legs keep their lengths: least squares, by how straight they are."""
    weight, pull, moved = np.full(len(pos), _STILL), np.zeros(len(pos)), np.zeros(len(pos), bool)
    for leg, ankle, hold in zip(legs, ankles, holds):
        present, to = pos[:, leg.ankle] - pos[:, leg.hip], ankle - pos[:, leg.hip]
        before, after = np.linalg.norm(present, axis=-1), np.linalg.norm(to, axis=-1)
        # The cosine of half of the flexion is the length's share. Sinking by 1 shortens a leg by its own slope.
        share = np.minimum(np.maximum(before, after) / leg_length(pos, leg), 1)
        straight = np.minimum(1, _STRAIGHT**2 / np.maximum(1 - share**2, 1e-6)) * (1 + hold) / 2
        slope = -to[:, 1] / np.maximum(after, 1e-6)
        weight += straight * slope**2
        pull += straight * slope * (after - before)
        moved |= np.linalg.norm(to - present, axis=-1) > 1e-5
    if not moved.any():
        return np.zeros(len(pos))
    # Away from feet that are moved the pelvis stays where it is.
    near = smooth.maximum(moved, 2 * round(_WITHIN_S * fps) + 1)
    wanted, weight = np.where(near, pull / weight, 0), np.where(near, weight, 1e4)
    return np.where(near, np.clip(smooth.fitted(wanted, weight, _SLOW_HZ / fps), -_MOST, _MOST), 0)


def _lacking(
    pos: F32,
    given: NDArray[Any],
    legs: Sequence[Leg],
    ankles: Sequence[F32],
    holds: Sequence[NDArray[Any]],
    fps: float,
) -> NDArray[Any]:
    """How much further (T,) m the pelvis must sink so that planted feet stay within reach of the legs."""
    need = np.zeros(len(pos))
    for leg, ankle, hold in zip(legs, ankles, holds):
        present, to = pos[:, leg.ankle] - pos[:, leg.hip], ankle - pos[:, leg.hip]
        to[:, 1] += given
        reach = comfortable(_REACH * leg_length(pos, leg), present, to)
        # A leg of length `reach` spans this height at the foot's horizontal distance: sink by what is missing.
        room = np.sqrt(np.maximum(reach**2 - to[:, 0] ** 2 - to[:, 2] ** 2, 0))
        short = np.where((hold > 0.999) & (np.linalg.norm(to, axis=-1) > reach + 1e-5), -to[:, 1] - room, 0)
        need = np.maximum(need, np.clip(short, 0, _MOST * leg.scale))
    return smooth.cover(need, max(1, round(0.1 * fps)))
