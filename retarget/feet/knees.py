"""Knees that bend backwards are bent forwards, with hips and ankles where they were.

A solver that knows a nearly straight leg by its ends alone bends its knee either way: recordings hold knees that give
way backwards by a few degrees in stance, some by 50 at a landing. A leg's length is right all the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat, smooth
from ..motion import Motion
from .legs import knee_bend, legs_of, turn_joints

_SOFT = np.radians(12)  # between this and as much backwards the flexion goes over from one side to the other
_BACK = np.radians(0.5)  # less is a straight leg
_FADE_S = 0.1  # in which the change comes in before and after a knee that bends backwards


def forwards(motion: Motion) -> Motion:
    """The motion with no knee bent backwards: by as much forwards. All other frames keep their rotations.

    Raises ValueError naming leg roles that the skeleton lacks.
    """
    legs = legs_of(motion.skeleton)
    pos, rot = motion.globals()
    local = motion.rot.copy()
    reach = max(1, round(_FADE_S * motion.fps))
    for leg in legs:
        thigh, shin, axis, bent = knee_bend(leg, pos, rot)
        back = smooth.maximum((bent < -_BACK).astype(float), 4 * reach + 1)
        weight = smooth.mean(smooth.mean(back, 2 * reach + 1), 2 * reach + 1)
        moved = weight * np.abs(_forwards(bent) - bent) > 1e-5
        if not moved.any():
            continue
        # The knee flexes by the difference, and the hip turns the ankle back to the way in which it was.
        change = (weight * (_forwards(bent) - bent))[moved]
        flex = quat.from_axis_angle(axis[moved], change)
        thigh, shin = thigh[moved], shin[moved]
        swing = quat.between(thigh + quat.rotate(flex, shin), thigh + shin)
        still = np.tile(quat.IDENTITY, (len(swing), 1))
        wanted = {leg.hip: swing, leg.knee: quat.multiply(swing, flex), leg.ankle: still}
        turn_joints(motion.skeleton, wanted, rot[moved], moved, local)
    return replace(motion, rot=quat.continuous(local).astype(np.float32))


def _forwards(bent: NDArray[Any]) -> NDArray[Any]:
    """Flexion (T,) rad without its sign: |x|, and within `_SOFT` of a straight leg the quartic that joins both sides
    without a jolt, 3/8 + 3/4 x^2 - 1/8 x^4."""
    x = np.clip(bent / _SOFT, -1, 1)
    return np.where(np.abs(bent) < _SOFT, _SOFT * (3 / 8 + 3 / 4 * x**2 - x**4 / 8), np.abs(bent))
