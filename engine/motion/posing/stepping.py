"""Steps by rule of somebody who stands: to a side and a foot after it, out into a lunge and back, stamped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from engine.motion.features import heading
from engine.motion.posing.arms import SIDES
from engine.motion.posing.counting import times
from engine.motion.posing.legs import leant, sunk, with_feet
from retarget import quat, smooth
from retarget.feet.legs import legs_of
from retarget.motion import Motion

Array = NDArray[np.float64]
STAMP_S, STEP_S, LUNGE_S = 0.8, 0.85, 2.4  # of one
WAYS: Mapping[str, tuple[float, float, float]] = {
    "left": (1, 0, 0), "right": (-1, 0, 0), "forward": (0, 0, 1), "backward": (0, 0, -1),
}  # fmt: skip
_UP = np.eye(3)[1]
# A stamp over its time: the foot up, for a moment at the top, and down in a tenth of a second.
_RISES, _FALLS, _DOWN = 0.45, 0.60, 0.73
_LIFT_M, _AHEAD_M = 0.32, 0.18  # of a foot that is about to stamp, over where it stands and ahead of it
_AWAY_M, _GIVES_M = 0.06, 0.03  # of the hips, to the foot that is stood on and down at the blow
_STEP_M, _RAISED_M, _BOUNCE_M = 0.5, 0.12, 0.02  # of a step to a side, of its foot, of the hips while feet are apart
_LUNGE_M, _SINK_M = 0.85, 0.30  # of the foot that steps out, and of the hips


def stamping(motion: Motion, sides: Sequence[str], count: int | None = None) -> Motion:
    """A foot lifted and driven down; feet of `sides` take turns."""
    done = times(motion, STAMP_S, count)
    share = done % 1.0
    rise, fall = smooth.minimum_jerk(np.clip(share / _RISES, 0, 1)), np.clip((share - _FALLS) / (_DOWN - _FALLS), 0, 1)
    lift = np.where(share < _DOWN, rise * (1 - fall**2), 0.0)
    blow = np.where(share >= _DOWN, np.sin(np.pi * np.clip((share - _DOWN) / (1 - _DOWN), 0, 1)) ** 2, 0.0)
    feet = [lift * own for own in _in_turn(done, sides)]
    # The hips are over the other foot before this one leaves the floor, and give where it strikes.
    away = gaussian_filter1d(feet[1] - feet[0], 0.12 * motion.fps, mode="nearest")
    ways = [_AHEAD_M * own[:, None] * (0, 0, 1) + _LIFT_M * own[:, None] * _UP for own in feet]
    made = _stepped(motion, ways, _AWAY_M * away[:, None] * (1, 0, 0) - _GIVES_M * blow[:, None] * _UP)
    return leant(made, "forward", 9.0, weight=gaussian_filter1d(np.maximum(blow, 0.5 * lift), 1.5))


def side_steps(motion: Motion, ways: Sequence[str], count: int | None = None) -> Motion:
    """So many steps to the left and right, `ways` in turn: the foot of that side ahead, the other after it."""
    done = times(motion, STEP_S, count)
    number, share = np.floor(done).astype(int), done % 1.0
    lead, after = np.clip(share / 0.5, 0, 1), np.clip((share - 0.45) / 0.5, 0, 1)
    # (T, 3): which way each step goes, and where it begins.
    each = _STEP_M * np.array([WAYS[way] for way in ways], np.float64)[np.arange(number.max() + 1) % len(ways)]
    begun, aside = np.concatenate([np.zeros((1, 3)), np.cumsum(each, axis=0)])[number], each[number]
    # Of the foot that leads, of the other, and of the hips between them; feet rise half way.
    gone = [begun + smooth.minimum_jerk(x)[:, None] * aside + _RAISED_M * _arc(x)[:, None] * _UP for x in (lead, after)]
    hips = begun + smooth.minimum_jerk(np.clip(share / 0.95, 0, 1))[:, None] * aside
    dip = _BOUNCE_M * np.sin(np.pi * share) ** 2
    to_left = (aside[:, 0] > 0)[:, None]
    feet = [np.where(to_left, *gone), np.where(to_left, *gone[::-1])]
    return _stepped(motion, feet, gaussian_filter1d(hips, 2.0, axis=0, mode="nearest") - dip[:, None] * _UP)


def lunging(motion: Motion, way: str, sides: Sequence[str], count: int | None = None) -> Motion:
    """A long step out to a way of `WAYS`, the hips down over it, and back; feet of `sides` take turns."""
    done = times(motion, LUNGE_S, count)
    share = done % 1.0
    out = smooth.minimum_jerk(np.clip(np.minimum(share / 0.35, (1 - share) / 0.35), 0, 1))
    down = smooth.minimum_jerk(np.clip(np.minimum((share - 0.12) / 0.36, (0.92 - share) / 0.36), 0, 1))
    raised = 0.5 * _RAISED_M * (_arc(share / 0.35) + _arc((1 - share) / 0.35))
    ahead = np.array(WAYS[way]) * _LUNGE_M
    ways = [own[:, None] * (out[:, None] * ahead + raised[:, None] * _UP) for own in _in_turn(done, sides)]
    made = _stepped(motion, ways, 0.5 * out[:, None] * ahead - _SINK_M * down[:, None] * _UP)
    return leant(made, "forward", 10.0, weight=np.asarray(down, np.float64))


def _in_turn(done: Array, sides: Sequence[str]) -> list[Array]:
    """1 while it is the left foot's turn and the right one's, (T,) each."""
    number = np.floor(np.clip(done, 0, np.ceil(done.max()) - 1e-6)).astype(int) % len(sides)
    return [np.isin(number, [i for i, s in enumerate(sides) if s == side]).astype(np.float64) for side in SIDES]


def _arc(x: Array) -> Array:
    """0 at 0 and 1, 1 between them (T,)."""
    return np.asarray(np.sin(np.pi * np.clip(x, 0, 1)) ** 2, np.float64)


def _stepped(motion: Motion, feet: Sequence[Array], hips: Array) -> Motion:
    """The motion with left and right foot and the hips gone by so much (T, 3) m, along the body's heading."""
    turn = quat.from_axis_angle(_UP, heading(motion.rot[:, 0], 10.0))
    pos, planted = motion.globals()[0].astype(np.float64), motion.contacts.copy()
    goals = list[Array]()
    for leg, way, contacts in zip(legs_of(motion.skeleton), feet, (slice(0, 2), slice(2, 4)), strict=True):
        goals.append(np.asarray(pos[:, leg.ankle] + quat.rotate(turn, way), np.float64))
        planted[:, contacts] &= (way[:, 1] < 0.01)[:, None]
    root = motion.root_pos + quat.rotate(turn, hips)
    moved = sunk(replace(motion, root_pos=root.astype(np.float32), contacts=planted), goals)
    return with_feet(moved, goals, motion)
