"""Where the controls of a rig go for a body to move as it should: from the body's movements to each control's keys.

A *movement* is what a bone has done since the pose in which it was probed: x -> turn * x + shift, in armature space, a
row a frame. A bone carried by another shares its movement; the rest is what it is keyed with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..retarget import quat


@dataclass(frozen=True)
class Movement:
    """turn: (T, 4) wxyz. shift: (T, 3) in armature units."""

    turn: NDArray
    shift: NDArray

    def of(self, point: NDArray) -> NDArray:
        """Where a point (3,) of the probed pose goes: (T, 3)."""
        return quat.rotate(self.turn, point) + self.shift

    def about(self, point: NDArray, lands: NDArray) -> Movement:
        """The same turn with `point` (3,) landing at `lands` (T, 3)."""
        return Movement(self.turn, lands - quat.rotate(self.turn, point))

    def seen_from(self, frame: NDArray) -> Movement:
        """The same movement where `frame` (4, 4) has taken everything: turned, scaled and moved."""
        around = rotation_of(frame)
        turn = quat.multiply(around, quat.multiply(self.turn, quat.inverse(around)))
        start = np.linalg.inv(frame)[:3, 3]  # the point that comes to the new origin
        lands = (quat.rotate(self.turn, start) + self.shift) @ frame[:3, :3].T + frame[:3, 3]
        return Movement(turn, lands)

    @classmethod
    def none(cls, frames: int) -> Movement:
        """Stays where it is."""
        return cls(np.tile(quat.IDENTITY.astype(np.float64), (frames, 1)), np.zeros((frames, 3)))

    @classmethod
    def between(cls, before: NDArray, after: NDArray) -> Movement:
        """From one (4, 4) matrix of a bone to another: one frame."""
        turn = quat.multiply(rotation_of(after), quat.inverse(rotation_of(before)))
        return cls(turn[None], (after[:3, 3] - quat.rotate(turn, before[:3, 3]))[None])


@dataclass(frozen=True)
class Control:
    """A control in the pose in which it was probed, in armature space.

    like: the body's joint whose movement it shares. kind: "turn" for one that is turned, "hub" for the one that
    carries the torso, "target" for an IK end, "pole", "root". mode: its rotation mode. rest: (4,). head: (3,). axes:
    (3, 3) of its location. placed: (3,) the location it keeps. turned_by, carried_by: names of the controls that
    its parent turns and moves with, "" for none. inherits: whether it turns with its parent. fixed: it has no
    location of its own.
    """

    name: str
    like: str
    kind: str
    mode: str
    rest: NDArray
    head: NDArray
    axes: NDArray
    placed: NDArray
    turned_by: str
    carried_by: str
    inherits: bool
    fixed: bool

    def rotation(self, movement: Movement, carriers: Mapping[str, Movement]) -> NDArray:
        """Its own rotation (T, 4) that makes it turn as `movement` does."""
        wanted = quat.multiply(movement.turn, self.rest)
        carrier = carriers.get(self.turned_by) if self.inherits else None
        held = self.rest if carrier is None else quat.multiply(carrier.turn, self.rest)
        return quat.multiply(quat.inverse(held), wanted)

    def location(self, lands: NDArray, carriers: Mapping[str, Movement]) -> NDArray:
        """Its own location (T, 3) that puts its head at `lands` (T, 3)."""
        carrier, turner = carriers.get(self.carried_by), carriers.get(self.turned_by)
        off = lands - (self.head if carrier is None else carrier.of(self.head))
        if turner is not None:
            off = quat.rotate(quat.inverse(turner.turn), off)
        return self.placed + off @ np.linalg.inv(self.axes).T


@dataclass(frozen=True)
class Hinge:
    """A limb in the probed pose, for its pole. joints: upper joint, lower joint and end. heads: (3, 3) of these.
    pole: (3,) its head. normal: (3,) unit axis about which the limb flexes."""

    joints: tuple[str, str, str]
    heads: NDArray
    pole: NDArray
    normal: NDArray

    def pole_at(self, movements: Mapping[str, Movement]) -> NDArray:
        """Where the pole belongs (T, 3): it stands to the plane of the bend as it does in the probed pose."""
        points = np.stack([movements[j].of(head) for j, head in zip(self.joints, self.heads)], axis=1)
        hinge = quat.rotate(movements[self.joints[0]].turn, self.normal)
        frame, at_rest = _limb_axes(points, hinge), _limb_axes(self.heads[None], self.normal[None])[0]
        offset = at_rest.T @ (self.pole - self.heads[0])
        return points[:, 0] + np.einsum("tij,j->ti", frame, offset)


def hinge_of(joints: tuple[str, str, str], heads: NDArray, pole: NDArray) -> Hinge:
    """Measure a limb; a straight one flexes towards its pole."""
    upper, lower = quat.normalize(heads[1] - heads[0]), quat.normalize(heads[2] - heads[1])
    normal = np.cross(upper, lower)
    if np.linalg.norm(normal) < 0.01:
        normal = np.cross(pole - heads[0], heads[2] - heads[0])
    return Hinge(joints, heads, pole, quat.normalize(normal))


def _limb_axes(points: NDArray, hinge: NDArray) -> NDArray:
    """Axes (T, 3, 3), in columns: along the limb, towards the bend, across. points: (T, 3, 3). hinge: (T, 3).

    The plane is that of the bend; the straighter the limb, the less that says, and the more its hinge counts.
    """
    upper, lower = quat.normalize(points[:, 1] - points[:, 0]), quat.normalize(points[:, 2] - points[:, 1])
    along = quat.normalize(points[:, 2] - points[:, 0])
    normal = np.cross(upper, lower) + 0.25 * hinge
    across = quat.normalize(normal - np.sum(normal * along, axis=-1, keepdims=True) * along)
    return np.stack([along, np.cross(across, along), across], axis=-1)


def rotation_of(matrix: NDArray) -> NDArray:
    """Rotation (..., 4) of matrices (..., 4, 4), whatever their scale."""
    axes = matrix[..., :3, :3]
    return quat.from_matrix(axes / np.linalg.norm(axes, axis=-2, keepdims=True))


def carrier_of(parent: Movement, head: NDArray, others: Mapping[str, Movement], size: float) -> tuple[str, str]:
    """Which of `others` a parent turned with and moved its child's `head` (3,) with, in a probe of one frame.

    "" for none; raises LookupError where it turned or moved as none of them did. size: of the rig, armature units.
    """
    still = {"": Movement.none(1), **others}
    lands = parent.of(head)
    turned = {name: float(quat.angle_between(parent.turn, m.turn)[0]) for name, m in still.items()}
    moved = {name: float(np.linalg.norm(lands - m.of(head))) / size for name, m in still.items()}
    both = min(still, key=lambda name: turned[name] + moved[name])
    if turned[both] < _SAME and moved[both] < _SAME:
        return both, both
    turner, mover = min(turned, key=lambda n: turned[n]), min(moved, key=lambda n: moved[n])
    if turned[turner] > _SAME or moved[mover] > _SAME:
        raise LookupError
    return turner, mover


_SAME = 2e-3  # radians, and shares of the rig's size: closer movements are the same one
