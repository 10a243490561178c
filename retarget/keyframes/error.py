"""How far curves through chosen keys stray from a dense motion, in the world: each bone's direction, hands, feet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat
from ..euler import from_euler
from .curves import F64, Bool, fit, sample

LOCATION = "LOCATION"
_WIDTH = 4  # components of the widest property
_STILL = 1e-6  # a property that moves less than this is held by two keys


@dataclass(frozen=True)
class Tolerance:
    """How far curves may stray. degrees: of a bone's direction and roll in the world. metres: of hands and feet."""

    degrees: float = 0.2
    metres: float = 0.001


@dataclass(frozen=True)
class Track:
    """One property to key. group: tracks of one group share their frames. kind: LOCATION, or the rotation mode.

    values: (T, C). joint: the body's joint that it turns or moves, -1 for none. metres: in a unit of a location.
    share: of the tolerance that it may use by itself.
    """

    group: str
    values: NDArray[Any]
    kind: str
    joint: int = -1
    metres: float = 1.0
    share: float = 1.0


@dataclass(frozen=True)
class Body:
    """What the tracks move. pos: (T, J, 3) m and rot: (T, J, 4) in the world. anchors: (J,) the joint that carries
    each, -1 for none, a carrier before what it carries. inherits: (J,) whether it turns with its carrier. ends: the
    joints whose position counts, hands and feet.
    """

    pos: NDArray[Any]
    rot: NDArray[Any]
    anchors: Sequence[int]
    inherits: Sequence[bool]
    ends: Sequence[int]


def rotations(values: NDArray[Any], kind: str) -> F64:
    """A rotation property's values (..., C) -> unit quaternions (..., 4), as Blender reads them."""
    values = np.asarray(values, np.float64)
    if kind == "QUATERNION":
        return quat.normalize(values)
    if kind == "AXIS_ANGLE":
        return quat.from_axis_angle(quat.normalize(values[..., 1:4]), values[..., 0])
    order = kind.lower()[::-1]  # Blender's XYZ turns about X first: the product is R(Z) R(Y) R(X)
    return from_euler(values[..., ["xyz".index(axis) for axis in order]], order)


class Deviation:
    """Tracks as rows of one array, their groups, and the errors of curves drawn through given keys."""

    def __init__(self, tracks: Sequence[Track], body: Body, tolerance: Tolerance) -> None:
        self.tracks, self.body, self.tolerance = tracks, body, tolerance
        self.names = list(dict.fromkeys(track.group for track in tracks))
        self.group = np.array([self.names.index(track.group) for track in tracks])
        self.frames = len(tracks[0].values)
        self.samples = np.zeros((len(tracks), self.frames, _WIDTH))
        for row, track in enumerate(tracks):
            self.samples[row, :, : track.values.shape[1]] = track.values
        none = np.zeros((0, 4))
        self.turn = [none if t.kind == LOCATION else rotations(t.values, t.kind) for t in tracks]
        moves = np.ptp(self.samples, axis=1).max(axis=1) > _STILL if self.frames > 1 else np.zeros(len(tracks), bool)
        self.moves = np.zeros(len(self.names), bool)
        np.logical_or.at(self.moves, self.group, moves)
        allowed = {True: tolerance.metres, False: np.radians(tolerance.degrees)}
        self.allowed = np.array([t.share * allowed[t.kind == LOCATION] for t in tracks])
        self.lines = _lines(body)
        self.joint_of = [[t.joint for t in tracks if t.group == name and t.joint >= 0] for name in self.names]
        self.related = self._related()
        self.reaches = self._reaches()
        self.slopes = np.zeros_like(self.samples)
        self.local = np.zeros((len(tracks), self.frames))  # rad or m
        self.own = np.zeros((self.frames, len(body.anchors), 3))  # rad, in the world
        self.shift = np.zeros((self.frames, len(body.anchors)))  # m
        self._drawn: Bool | None = None

    def _related(self) -> Bool:
        """Groups (G, G) of which one carries the other."""
        related = np.eye(len(self.names), dtype=bool)
        for g, joints in enumerate(self.joint_of):
            for h, others in enumerate(self.joint_of):
                related[g, h] |= any(j in self.lines[k] or k in self.lines[j] for j in joints for k in others)
        return related

    def _reaches(self) -> Bool:
        """Whether a group has a part in a column of `ratios`, (G, J + E + R)."""
        joints = [*range(len(self.body.anchors)), *self.body.ends]
        carried = [[any(k in self.lines[j] for k in own) for j in joints] for own in self.joint_of]
        rows = self.group[None, :] == np.arange(len(self.names))[:, None]
        return np.concatenate([np.array(carried, bool).reshape(len(self.names), -1), rows], axis=1)

    def forced(self, poses: Bool | None, own: Mapping[str, Bool]) -> Bool:
        """Keys (G, T) that stay whatever the error."""
        key = np.zeros((len(self.names), self.frames), bool)
        for g, name in enumerate(self.names):
            if self.moves[g]:
                key[g] = False if poses is None else poses
                key[g] |= own.get(name, False)
        key[:, [0, -1]] = True
        return key

    def draw(self, key: Bool) -> None:
        """Fit the groups whose keys (G, T) have changed, and measure them."""
        stale = np.ones(len(key), bool) if self._drawn is None else (key != self._drawn).any(axis=1)
        rows = np.flatnonzero(stale[self.group])
        self._drawn = key.copy()
        if not len(rows):
            return
        mask = key[self.group[rows]]
        self.slopes[rows] = fit(self.samples[rows], mask)
        drawn = sample(self.samples[rows], self.slopes[rows], mask)
        for row, values in zip(rows, drawn, strict=True):
            self._measure(int(row), values)

    def _measure(self, row: int, values: F64) -> None:
        track, wrong = self.tracks[row], self._wrong(row, values)
        self.local[row] = np.linalg.norm(wrong, axis=-1)
        if track.joint >= 0 and track.kind == LOCATION:
            here = [r for r, t in enumerate(self.tracks) if t.joint == track.joint and t.kind == LOCATION]
            self.shift[:, track.joint] = self.local[here].sum(axis=0)
        elif track.joint >= 0:
            self.own[:, track.joint] = quat.rotate(self.body.rot[:, track.joint], wrong)

    def _wrong(self, row: int, values: F64) -> F64:
        """A track's error (T, 3), in m or as a rotation vector in its own frame, were its values (T, C) these."""
        track = self.tracks[row]
        if track.kind == LOCATION:
            return track.metres * (values - self.samples[row])[:, :3]
        turned = rotations(values[:, : track.values.shape[1]], track.kind)
        return quat.to_rotvec(quat.multiply(quat.inverse(self.turn[row]), turned))

    def off(self, values: F64) -> F64:
        """What each track would be off (R, T), over what is allowed, were its values (R, T, C) these."""
        wrong = [np.linalg.norm(self._wrong(row, v), axis=-1) for row, v in enumerate(values)]
        return np.array(wrong) / self.allowed[:, None]

    def world(self) -> tuple[F64, F64, F64]:
        """Each bone's error of rotation (T, J, 3) rad; each end's of position (T, E, 3) m, to first order, and what
        locations may add to it (T, E) m."""
        body, count = self.body, len(self.body.anchors)
        turned, moved = self.own.copy(), np.zeros((self.frames, count, 3))
        shift = self.shift.copy()
        for j in range(count):
            anchor = body.anchors[j]
            if anchor < 0:
                continue
            if body.inherits[j]:
                turned[:, j] += turned[:, anchor]
            arm = body.pos[:, j] - body.pos[:, anchor]
            moved[:, j] = moved[:, anchor] + _cross(turned[:, anchor], arm)
            shift[:, j] += shift[:, anchor]
        ends = list(body.ends)
        return turned, moved[:, ends], shift[:, ends]

    def ratios(self) -> F64:
        """Errors over what is allowed (T, J + E + R): bones, ends, and tracks that move no joint."""
        turned, moved, shift = self.world()
        degrees = np.degrees(np.linalg.norm(turned, axis=-1)) / self.tolerance.degrees
        metres = (np.linalg.norm(moved, axis=-1) + shift) / self.tolerance.metres
        loose = np.where([t.joint < 0 for t in self.tracks], self.alone().T, 0.0)
        return np.concatenate([degrees, metres, loose], axis=1)

    def alone(self) -> F64:
        """Each track's own error over what is allowed (R, T)."""
        return self.local / self.allowed[:, None]


def _lines(body: Body) -> list[list[int]]:
    """For each joint itself and all that carry it."""
    lines: list[list[int]] = []
    for j, anchor in enumerate(body.anchors):
        lines.append([j, *(lines[anchor] if anchor >= 0 else [])])
    return lines


def _cross(a: F64, b: F64) -> F64:
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)
