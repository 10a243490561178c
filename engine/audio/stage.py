"""The stage of a dance: how far out a place is, and a dance turned back before its edge, while a foot swings."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.protocol.dance import Dance
from retarget import quat, smooth
from retarget.motion import ROLE_INDEX, Motion

_INNER = 0.6  # of the way to the edge, up to which nobody turns a dance back
_AHEAD_S = 2.5  # how far a turn looks ahead
_MOST, _TRIED = np.radians(25.0), 11  # of one turn, and how many are tried
_RELUCTANT = 0.02  # cost of the largest turn, beside a mean square of how far out
_SWING_S = 0.13  # a swing is at least as long as this
_TOES = (ROLE_INDEX["left_foot"], ROLE_INDEX["right_foot"])
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Stage:
    """A circle of `radius` m around the beginning, or the convex shape of `corners` (C, 2), counted to the left."""

    radius: float
    corners: Floats

    @classmethod
    def of(cls, dance: Dance) -> Stage | None:
        """The stage that a dance keeps to; None for anywhere."""
        if not dance.corners and dance.stage <= 0:
            return None
        return cls(dance.stage, np.array(dance.corners, np.float64).reshape(-1, 2))

    def out(self, points: Floats) -> Floats:
        """How far out (N,) places (N, 2) lie: 0 in the middle, 1 at the edge."""
        if not len(self.corners):
            return np.linalg.norm(points, axis=1) / self.radius
        middle = self.corners.mean(axis=0)
        along = np.roll(self.corners, -1, axis=0) - self.corners
        normal = np.stack([along[:, 1], -along[:, 0]], axis=1)
        edge = ((self.corners - middle) * normal).sum(axis=1)
        normal *= np.sign(edge)[:, None]
        return (((points - middle) @ normal.T) / np.abs(edge)).max(axis=1)


def held(motion: Motion, stage: Stage) -> Motion:
    """The motion with its way over the ground bent to stay on the stage.

    While one foot swings, the body is turned about the toes of the other; between, it goes as it went.
    """
    pos = motion.globals()[0].astype(np.float64)[:, :, [0, 2]]
    frames, ahead = len(motion), round(_AHEAD_S * motion.fps)
    angle, root = np.zeros(frames), pos[:, 0].copy()
    toes = pos[:, _TOES].copy()
    for first, last, foot in _swings(motion):
        pivot = toes[first, foot]
        future = root[last : last + ahead]
        tries = np.linspace(-_MOST, _MOST, _TRIED)
        costs = [
            float((np.maximum(stage.out(_bent(future, pivot, a, motion.fps)) - _INNER, 0) ** 2).mean())
            + _RELUCTANT * (a / _MOST) ** 2 for a in tries
        ]  # fmt: skip
        turn = float(tries[int(np.argmin(costs))])
        if turn == 0.0:
            continue
        eased = turn * smooth.minimum_jerk((np.arange(first, frames) - first) / (last - first))
        angle[first:] += eased
        root[first:] = pivot + _turned(root[first:] - pivot, eased)
        toes[first:] = pivot + _turned(toes[first:] - pivot, eased[:, None])
    if not angle.any():
        return motion
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), angle), rot[:, 0])
    where = np.stack([root[:, 0], motion.root_pos[:, 1], root[:, 1]], axis=1)
    return replace(motion, root_pos=where.astype(np.float32), rot=quat.continuous(rot).astype(np.float32))


def _bent(future: Floats, pivot: Floats, angle: float, fps: float) -> Floats:
    """The way ahead (N, 2) from a first turn about the pivot, if a turn like it follows every half a second."""
    turns = np.clip(angle * (1 + np.arange(len(future) - 1) / (0.5 * fps)), -np.pi, np.pi)
    steps = _turned(np.diff(future, axis=0), turns)
    return np.cumsum(np.concatenate([pivot + _turned(future[:1] - pivot, angle), steps]), axis=0)


def _turned(points: Floats, angle: float | Floats) -> Floats:
    """Places (..., 2) on the ground (x, z) turned to the left about the origin."""
    c, s = np.cos(angle), np.sin(angle)
    x, z = points[..., 0], points[..., 1]
    return np.stack([c * x + s * z, c * z - s * x], axis=-1)


def _swings(motion: Motion) -> list[tuple[int, int, int]]:
    """Spans (first frame, last, the foot that stands: 0 left, 1 right) in which the other foot is in the air."""
    left, right = motion.contacts[:, :2].any(axis=1), motion.contacts[:, 2:].any(axis=1)
    found = []
    for foot, alone in enumerate((left & ~right, right & ~left)):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], alone.astype(int), [0]])))
        for first, end in edges.reshape(-1, 2).tolist():
            if end - first >= max(2, _SWING_S * motion.fps) and end < len(motion):
                found.append((first, end, foot))
    return sorted(found)
