"""Where the body has to stand for a reach: the steps to it and back, and feet that stay where they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .. import quat, smooth
from ..feet.contact import detect
from ..motion import Motion

Array = NDArray[np.float64]
_UP = np.array([0.0, 1.0, 0.0])
_STEP_S = 0.4  # of a step that is put in
_STRIDE_M = 0.55  # that one pair of steps covers
_LONG_STANCE_S = 0.9  # a stance as long as this is parted by steps, a shorter one is set down elsewhere
_LIFT_M = 0.07


@dataclass(frozen=True)
class Move:
    """A turn about a place on the floor, and a shift. about: (3,) m. shift: (3,) m. turn: rad, left positive."""

    about: Array
    shift: Array
    turn: float

    @property
    def nothing(self) -> bool:
        """Whether it moves nothing."""
        return bool(np.linalg.norm(self.shift) < 1e-4 and abs(self.turn) < 1e-3)

    def points(self, points: Array, weight: Array) -> Array:
        """Points (T, 3) moved as far as `weight` (T,) says."""
        spin = quat.from_axis_angle(_UP, weight * self.turn)
        return self.about + quat.rotate(spin, points - self.about) + weight[:, None] * self.shift

    def rotations(self, weight: Array) -> Array:
        """Rotations (T, 4) in the world that it adds."""
        return quat.from_axis_angle(_UP, weight * self.turn)


def seconds_for(move: Move, scale: float) -> float:
    """Time that a move takes, s."""
    return 0.0 if move.nothing else 2 * _STEP_S * pairs(move, scale)


def pairs(move: Move, scale: float) -> int:
    """How often each foot has to step."""
    far = float(np.linalg.norm(move.shift)) / (_STRIDE_M * scale) + abs(move.turn) / 1.4
    return max(1, int(np.ceil(far - 1e-6)))


def moved(motion: Motion, move: Move, weight: Array) -> Motion:
    """The root moved by `weight` (T,), all else with it."""
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(move.rotations(weight), rot[:, 0])
    root = move.points(motion.root_pos.astype(np.float64), weight)
    return replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(rot).astype(np.float32))


def footing(motion: Motion, move: Move, weight: Array, scale: float) -> tuple[Array, Array, NDArray[np.bool_]]:
    """How far each foot has moved, (T, 2), how high it is lifted for it, (T, 2) m, and the contacts (T, 4) left.

    weight: (T,), that of the root. A foot that stands stays at its place; long stances get steps.
    """
    contacts = (motion.contacts if motion.contacts.any() else detect(motion)).copy()
    feet, lift = np.stack([weight, weight], axis=1), np.zeros((len(motion), 2))
    if move.nothing:
        return feet, lift, contacts
    slots = _slots(weight, pairs(move, scale))
    # The foot on the side that it goes to is the first.
    left_first = int(move.turn > 0) if abs(move.turn) > 0.3 else int(_leftward(motion, move))
    for foot in (0, 1):
        planted = contacts[:, 2 * foot : 2 * foot + 2].any(axis=1)
        own = slots[(0 if (foot == 0) == bool(left_first) else 1) :: 2]
        feet[:, foot], stepped = _stances(weight, planted, own, motion.fps)
        lift[:, foot] = _LIFT_M * scale * stepped
        contacts[stepped > 0, 2 * foot : 2 * foot + 2] = False
    return feet, lift, contacts


def _leftward(motion: Motion, move: Move) -> bool:
    joint = motion.skeleton.role_joint
    pos = motion.globals()[0]
    across = (pos[:, joint["left_hip"]] - pos[:, joint["right_hip"]]).mean(axis=0)
    return bool(across @ move.shift > 0)


def _slots(weight: Array, count: int) -> list[tuple[int, int]]:
    """Frames of the steps, feet in turn: `count` for each on the way there, and as many on the way back."""
    out: list[tuple[int, int]] = []
    for first, last in smooth.runs((weight > 1e-3) & (weight < 1 - 1e-3)):
        marks = np.linspace(first, last, 2 * count + 1).round().astype(int)
        out += [(int(a), int(b)) for a, b in pairwise(marks)]
    return out


def _stances(
    weight: Array, planted: NDArray[np.bool_], slots: list[tuple[int, int]], fps: float
) -> tuple[Array, Array]:  # fmt: skip
    """A foot's own weight (T,), constant while it stands, and how far it is lifted for a step put in, 0 to 1."""
    own, lift = np.full(len(weight), np.nan), np.zeros(len(weight))
    for first, last in smooth.runs(planted):
        span = slice(first, last)
        if np.ptp(weight[span]) < 0.02:
            own[span] = weight[span].mean()
        elif first == 0 or (last == len(weight) and last - first <= _LONG_STANCE_S * fps):
            # Where the frames begin or end with a stance, it is that of the frames around them.
            own[span], lift[span] = _stepped(weight, first, last, slots if last - first > _LONG_STANCE_S * fps else [])
            own[span] = own[span] if first == 0 else weight[-1]
        elif last - first <= _LONG_STANCE_S * fps:
            own[span] = weight[(first + last) // 2]
        else:
            own[span], lift[span] = _stepped(weight, first, last, slots)
    known = np.flatnonzero(~np.isnan(own))
    if not len(known):
        return weight, lift
    # In the air a foot goes from one of its places to the next.
    for first, last in smooth.runs(np.isnan(own)):
        a = own[first - 1] if first else weight[0]
        b = own[last] if last < len(own) else weight[-1]
        t = np.arange(1, last - first + 1) / (last - first + 1)
        own[first:last] = a + (b - a) * t * t * (3 - 2 * t)
    return own, lift


def _stepped(weight: Array, first: int, last: int, slots: list[tuple[int, int]]) -> tuple[Array, Array]:
    """A long stance's weight and lift, with the steps of its slots."""
    own, lift = np.empty(last - first), np.zeros(last - first)
    at = weight[first]
    before = first
    for a, b in slots:
        a, b = max(a, first), min(b, last)
        if b - a < 3:
            continue
        own[before - first : a - first] = at
        # Where the body will be half a step later; at the end of the way all of it.
        ahead = min(len(weight) - 1, b + (b - a) // 2)
        to = weight[ahead] if 0.06 < weight[ahead] < 0.94 else float(round(weight[ahead]))
        t = np.arange(b - a) / max(b - a - 1, 1)
        own[a - first : b - first] = at + (to - at) * smooth.minimum_jerk(t)
        if abs(to - at) > 0.02:
            lift[a - first : b - first] = np.sin(np.pi * t) ** 2
        at, before = to, b
    own[before - first :] = at
    return own, lift
