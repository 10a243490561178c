"""Turns on the spot by steps: the head goes first, then one foot after the other, and the body with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.strides.feet import Foot, feet_of, on_feet
from engine.strides.gait import UP
from retarget import quat, smooth
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

Array = NDArray[np.float64]
_MOST = np.radians(65)  # that one pair of steps turns by
_STEP_S, _REST_S, _LATER = 0.4, 0.3, 0.95  # s of a step, at either end; shares of a step between two
_LIFT_M, _OVER_M, _DIP_M = 0.055, 0.035, 0.012  # of a foot; of the hips over the other one, and down
_GLANCE, _AHEAD_S = np.radians(30), 0.22  # that the head goes ahead by at most, and how much earlier
_LEADS = {"neck": 0.4, "head": 0.6}


def seconds_of(angle: float) -> float:
    """Seconds that a turn by rad takes of itself."""
    return 2 * _REST_S + _STEP_S * (1 + _LATER * (2 * _pairs(angle) - 1))


def turned(motion: Motion, angle: float) -> Motion:
    """Somebody who stands (a canonical motion, at rest) turning by `angle` rad, left positive, within its frames."""
    t, hurry = np.arange(len(motion)) / motion.fps, motion.seconds / seconds_of(angle)
    t = t / hurry
    pairs, feet = _pairs(angle), feet_of(motion)
    centre = motion.root_pos[0].astype(np.float64) * (1, 0, 1)
    lead = 0 if angle > 0 else 1
    placed, over = list[Foot](), np.zeros(len(motion))
    for side, foot in enumerate(feet):
        share, lift = np.zeros(len(motion)), np.zeros(len(motion))
        for pair in range(pairs):
            at = _REST_S + _STEP_S * _LATER * (2 * pair + (side != lead))
            x = np.clip((t - at) / _STEP_S, 0, 1)
            share += smooth.minimum_jerk(x) / pairs
            lift += np.sin(np.pi * x) ** 2
        over += lift * (1 if side == 1 else -1)
        spin = quat.from_axis_angle(UP, angle * share)
        ball = centre + quat.rotate(spin, foot.ball - centre) + (_LIFT_M * lift)[:, None] * UP
        placed.append(Foot(ball, quat.multiply(spin, foot.turn)))
    span = seconds_of(angle) - 2 * _REST_S
    own, ahead = (smooth.minimum_jerk(np.clip((t - _REST_S + early) / span, 0, 1)) for early in (0.08, _AHEAD_S))
    yaw = angle * np.asarray(own, np.float64)
    spin = quat.from_axis_angle(UP, yaw)
    aside = quat.rotate(spin, np.array([1.0, 0.0, 0.0]))
    off = motion.root_pos - centre
    root = centre + quat.rotate(spin, off) + (_OVER_M * over)[:, None] * aside - (_DIP_M * np.abs(over))[:, None] * UP
    local = motion.rot.astype(np.float64)
    local[:, 0] = quat.multiply(spin, local[:, 0])
    glance = _GLANCE * np.tanh((angle * np.asarray(ahead, np.float64) - yaw) / _GLANCE)
    for joint, part in _LEADS.items():
        local[:, R[joint]] = quat.multiply(quat.from_axis_angle(UP, part * glance), local[:, R[joint]])
    made = replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(local).astype(np.float32))
    contacts = np.ones((len(motion), 4), bool)
    for side, foot in enumerate(placed):
        contacts[:, 2 * side : 2 * side + 2] = (foot.ball[:, 1] - feet[side].ball[:, 1] < 0.004)[:, None]
    return replace(on_feet(made, placed), contacts=contacts)


def _pairs(angle: float) -> int:
    """How often both feet step."""
    return max(1, int(np.ceil(abs(angle) / _MOST - 0.05)))
