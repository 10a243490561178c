"""World-space errors of curves with few keys against the dense motion: bones' rotations, hands' and feet's positions.

Local rotation errors are small, so world errors are composed from them to first order: rotation vectors add up along
the chain of bones, and each moves what it carries by its cross product with the lever arm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat
from ..euler import from_euler
from . import curves as bezier
from .curves import F64, Bool, sample

LOCATION = "LOCATION"
_WIDTH = 4  # components of the widest property
_STILL = 1e-6  # a property that varies less than this is constant: it gets keys at both ends alone


@dataclass(frozen=True)
class Tolerance:
    """Largest errors in the world. degrees: of a bone's rotation. metres: of the positions of hands and feet."""

    degrees: float = 0.2
    metres: float = 0.001


@dataclass(frozen=True)
class Track:
    """One property to key.

    group: tracks of one group have keys on the same frames. values: (T, C) dense. kind: LOCATION, or Blender's rotation
    mode. joint: the joint of the body that it rotates or moves, -1 for none. metres: length of a location's unit, m.
    share: part of the tolerance that its own error may take.
    """

    group: str
    values: NDArray[Any]
    kind: str
    joint: int = -1
    metres: float = 1.0
    share: float = 1.0


@dataclass(frozen=True)
class Body:
    """The joints that the tracks move, in the dense motion.

    pos: (T, J, 3) m and rot: (T, J, 4) in the world. anchors: (J,) the joint that carries each, -1 for none; carriers
    come before what they carry. inherits: (J,) whether a joint rotates with its carrier. ends: the joints whose
    position counts: hands and feet.
    """

    pos: NDArray[Any]
    rot: NDArray[Any]
    anchors: Sequence[int]
    inherits: Sequence[bool]
    ends: Sequence[int]


def rotations(values: NDArray[Any], kind: str) -> F64:
    """Values (..., C) of a rotation property -> unit quaternions (..., 4), as Blender evaluates its mode, `kind`."""
    values = np.asarray(values, np.float64)
    if kind == "QUATERNION":
        return quat.normalize(values)
    if kind == "AXIS_ANGLE":
        return quat.from_axis_angle(quat.normalize(values[..., 1:4]), values[..., 0])
    order = kind.lower()[::-1]  # Blender's XYZ turns about X first: the product is R(Z) R(Y) R(X)
    return from_euler(values[..., ["xyz".index(axis) for axis in order]], order)


class CurveErrors:
    """Curves fitted to tracks with given keys, and their errors.

    Tracks are rows R of one array; the keys of a group G of them are on the same frames T. `fit` sets what the other
    methods read: slopes (R, T, C); track_error (R, T) rad or m; joint_error (T, J, 3), each joint's error of rotation
    by itself as a world rotation vector, rad; location_error (T, J) m.
    """

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
        self.track_error = np.zeros((len(tracks), self.frames))
        self.joint_error = np.zeros((self.frames, len(body.anchors), 3))
        self.location_error = np.zeros((self.frames, len(body.anchors)))
        self._fitted: Bool | None = None

    def _related(self) -> Bool:
        """Pairs of groups (G, G) of which one carries the other."""
        related = np.eye(len(self.names), dtype=bool)
        for g, joints in enumerate(self.joint_of):
            for h, others in enumerate(self.joint_of):
                related[g, h] |= any(j in self.lines[k] or k in self.lines[j] for j in joints for k in others)
        return related

    def _reaches(self) -> Bool:
        """Whether a group affects a column of `ratios`: (G, J + E + R)."""
        joints = [*range(len(self.body.anchors)), *self.body.ends]
        carried = [[any(k in self.lines[j] for k in moved) for j in joints] for moved in self.joint_of]
        rows = self.group[None, :] == np.arange(len(self.names))[:, None]
        return np.concatenate([np.array(carried, bool).reshape(len(self.names), -1), rows], axis=1)

    def forced(self, poses: Bool | None, by_group: Mapping[str, Bool]) -> Bool:
        """Keys (G, T) that are set whatever the error: both ends, `poses` (T,) of all groups, `by_group` (T,) each."""
        key = np.zeros((len(self.names), self.frames), bool)
        for g, name in enumerate(self.names):
            if self.moves[g]:
                key[g] = False if poses is None else poses
                key[g] |= by_group.get(name, False)
        key[:, [0, -1]] = True
        return key

    def fit(self, key: Bool) -> None:
        """Fit curves with the keys (G, T) and measure their errors, for groups whose keys changed since last time."""
        stale = np.ones(len(key), bool) if self._fitted is None else (key != self._fitted).any(axis=1)
        rows = np.flatnonzero(stale[self.group])
        self._fitted = key.copy()
        if not len(rows):
            return
        mask = key[self.group[rows]]
        self.slopes[rows] = bezier.fit(self.samples[rows], mask)
        curves = sample(self.samples[rows], self.slopes[rows], mask)
        for row, values in zip(rows, curves, strict=True):
            self._measure(int(row), values)

    def _measure(self, row: int, values: F64) -> None:
        """Store the errors of a track whose curve has the values (T, C)."""
        track, error = self.tracks[row], self._error(row, values)
        self.track_error[row] = np.linalg.norm(error, axis=-1)
        if track.joint >= 0 and track.kind == LOCATION:
            here = [r for r, t in enumerate(self.tracks) if t.joint == track.joint and t.kind == LOCATION]
            self.location_error[:, track.joint] = self.track_error[here].sum(axis=0)
        elif track.joint >= 0:
            self.joint_error[:, track.joint] = quat.rotate(self.body.rot[:, track.joint], error)

    def _error(self, row: int, values: F64) -> F64:
        """Error (T, 3) of a track with the values (T, C): in m, or a rotation vector in its joint's frame, rad."""
        track = self.tracks[row]
        if track.kind == LOCATION:
            return track.metres * (values - self.samples[row])[:, :3]
        turned = rotations(values[:, : track.values.shape[1]], track.kind)
        return quat.to_rotvec(quat.multiply(quat.inverse(self.turn[row]), turned))

    def ratios_of(self, values: F64) -> F64:
        """Each track's error over what is allowed (R, T), if its values were `values` (R, T, C)."""
        errors = [np.linalg.norm(self._error(row, v), axis=-1) for row, v in enumerate(values)]
        return np.array(errors) / self.allowed[:, None]

    def world(self) -> tuple[F64, F64, F64]:
        """Compose world errors to first order.

        Returns each bone's error of rotation (T, J, 3) rad, each end's error of position (T, E, 3) m from rotations,
        and the bound (T, E) m of what locations add to it.
        """
        body, count = self.body, len(self.body.anchors)
        turned, moved = self.joint_error.copy(), np.zeros((self.frames, count, 3))
        shift = self.location_error.copy()
        for j in range(count):
            anchor = body.anchors[j]
            if anchor < 0:
                continue
            if body.inherits[j]:
                turned[:, j] += turned[:, anchor]
            # A carrier's rotation moves what it carries about itself; its own displacement is passed on.
            arm = body.pos[:, j] - body.pos[:, anchor]
            moved[:, j] = moved[:, anchor] + _cross(turned[:, anchor], arm)
            shift[:, j] += shift[:, anchor]
        ends = list(body.ends)
        return turned, moved[:, ends], shift[:, ends]

    def ratios(self) -> F64:
        """World errors over what is allowed (T, J + E + R): bones, ends, and tracks that move no joint."""
        turned, moved, shift = self.world()
        degrees = np.degrees(np.linalg.norm(turned, axis=-1)) / self.tolerance.degrees
        metres = (np.linalg.norm(moved, axis=-1) + shift) / self.tolerance.metres
        loose = np.where([t.joint < 0 for t in self.tracks], self.track_ratios().T, 0.0)
        return np.concatenate([degrees, metres, loose], axis=1)

    def track_ratios(self) -> F64:
        """Each track's error by itself over what is allowed (R, T)."""
        return self.track_error / self.allowed[:, None]


def _lines(body: Body) -> list[list[int]]:
    """For each joint the list of itself and all joints that carry it, nearest first."""
    lines: list[list[int]] = []
    for j, anchor in enumerate(body.anchors):
        lines.append([j, *(lines[anchor] if anchor >= 0 else [])])
    return lines


def _cross(a: F64, b: F64) -> F64:
    """Cross product (..., 3)."""
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)
