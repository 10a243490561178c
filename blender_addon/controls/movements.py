"""Inverse of a control rig: from the movements of the body's bones to each control's location and rotation.

A *movement* is the rigid motion of a bone since the pose in which the rig was probed: x -> R x + t in armature space,
one for each frame. A bone that follows another shares its movement; what remains is what the bone is keyed with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..retarget import quat

_SAME = 2e-3  # radians, and shares of the rig's size: closer movements are the same one
_STRAIGHT = 0.01  # sine of the angle between a limb's segments: below this the limb has no plane
_HINGE_WEIGHT = 0.25  # of a limb's hinge axis beside the normal of its bend, which is as long as the bend's sine


@dataclass(frozen=True)
class Movement:
    """Rigid motions in armature space. rotation: (T, 4) wxyz. translation: (T, 3) in armature units."""

    rotation: NDArray
    translation: NDArray

    def apply(self, point: NDArray) -> NDArray:
        """Return where a point (3,) of the probed pose goes: (T, 3)."""
        return quat.rotate(self.rotation, point) + self.translation

    def taking(self, point: NDArray, to: NDArray) -> Movement:
        """Return the movement with the same rotation that takes `point` (3,) to `to` (T, 3)."""
        return Movement(self.rotation, to - quat.rotate(self.rotation, point))

    def conjugated(self, frame: NDArray) -> Movement:
        """Return the same movement in coordinates that `frame` (4, 4), a similarity, maps the present ones to.

        That is F M F^-1, for M this movement and F `frame`.
        """
        axes = rotation_of(frame)
        rotation = quat.multiply(axes, quat.multiply(self.rotation, quat.inverse(axes)))
        # The translation is where the new origin goes: back to the old coordinates, moved there, and mapped again.
        origin = np.linalg.inv(frame)[:3, 3]
        translation = (quat.rotate(self.rotation, origin) + self.translation) @ frame[:3, :3].T + frame[:3, 3]
        return Movement(rotation, translation)

    @classmethod
    def identity(cls, frames: int) -> Movement:
        """Return `frames` rows of the movement that leaves everything where it is."""
        return cls(np.tile(quat.IDENTITY.astype(np.float64), (frames, 1)), np.zeros((frames, 3)))

    @classmethod
    def between(cls, before: NDArray, after: NDArray) -> Movement:
        """Return the movement, of one row, between two matrices (4, 4) of a bone; its scale is ignored."""
        rotation = quat.multiply(rotation_of(after), quat.inverse(rotation_of(before)))
        return cls(rotation[None], (after[:3, 3] - quat.rotate(rotation, before[:3, 3]))[None])


@dataclass(frozen=True)
class Control:
    """A control in the probed pose, in armature space.

    joint: the body's bone whose movement it shares. kind: "rotate" for one that is rotated, and moved only if needed,
    "torso" for the one that carries the torso, "target" for an IK target, "pole" for a pole target, "root" for the
    rig's root. rotation_mode: as PoseBone's. orientation: (4,) wxyz of the bone. head: (3,). axes: (3, 3), columns,
    along which its location is measured. basis_location: (3,) its location in the probed pose. rotates_with,
    moves_with: names of the controls whose rotation and whose movement its parent shares, "" for none.
    inherits_rotation: whether it rotates with its parent. connected: whether its head is fixed to its parent, so that
    it has no location.
    """

    name: str
    joint: str
    kind: str
    rotation_mode: str
    orientation: NDArray
    head: NDArray
    axes: NDArray
    basis_location: NDArray
    rotates_with: str
    moves_with: str
    inherits_rotation: bool
    connected: bool

    def rotation(self, movement: Movement, movements: Mapping[str, Movement]) -> NDArray:
        """Return its rotation (T, 4) wxyz, to be keyed, with which it moves by `movement`.

        movements: of all controls, by name.
        """
        wanted = quat.multiply(movement.rotation, self.orientation)
        carrier = movements.get(self.rotates_with) if self.inherits_rotation else None
        # Its orientation with no rotation of its own: as its parent carries it. wanted = inherited * keyed.
        inherited = self.orientation if carrier is None else quat.multiply(carrier.rotation, self.orientation)
        return quat.multiply(quat.inverse(inherited), wanted)

    def location(self, head: NDArray, movements: Mapping[str, Movement]) -> NDArray:
        """Return its location (T, 3), to be keyed, with which its head is at `head` (T, 3).

        movements: of all controls, by name.
        """
        mover, rotator = movements.get(self.moves_with), movements.get(self.rotates_with)
        # What is missing between where its parent carries the head and where it shall be, in armature space,
        offset = head - (self.head if mover is None else mover.apply(self.head))
        # then undoing the parent's rotation, as the location's axes rotate with it,
        if rotator is not None:
            offset = quat.rotate(quat.inverse(rotator.rotation), offset)
        # then along these axes, beside the location that it had in the probed pose.
        return self.basis_location + offset @ np.linalg.inv(self.axes).T


@dataclass(frozen=True)
class Hinge:
    """A limb in the probed pose, by which its pole target is placed. joints: names of upper joint, lower joint and end.
    heads: (3, 3), theirs, a row each. pole: (3,) head of the pole target. normal: (3,) unit axis of flexion."""

    joints: tuple[str, str, str]
    heads: NDArray
    pole: NDArray
    normal: NDArray

    def pole_at(self, movements: Mapping[str, Movement]) -> NDArray:
        """Return where the pole target belongs (T, 3): at the same place relative to the limb's plane as when probed.

        movements: of the body's bones, by name.
        """
        points = np.stack([movements[j].apply(head) for j, head in zip(self.joints, self.heads)], axis=1)
        hinge = quat.rotate(movements[self.joints[0]].rotation, self.normal)
        # The limb's axes in every frame, and in the probed pose.
        axes, probed = _limb_axes(points, hinge), _limb_axes(self.heads[None], self.normal[None])[0]
        # The pole target relative to the upper joint, along the probed axes, is kept along the moved ones.
        offset = probed.T @ (self.pole - self.heads[0])
        return points[:, 0] + np.einsum("tij,j->ti", axes, offset)


def hinge_of(joints: tuple[str, str, str], heads: NDArray, pole: NDArray) -> Hinge:
    """Return the hinge of a limb from its joints' heads (3, 3) and its pole's head (3,).

    A straight limb is taken to flex in the plane of its pole target.
    """
    upper, lower = quat.normalize(heads[1] - heads[0]), quat.normalize(heads[2] - heads[1])
    normal = np.cross(upper, lower)
    if np.linalg.norm(normal) < _STRAIGHT:
        normal = np.cross(pole - heads[0], heads[2] - heads[0])
    return Hinge(joints, heads, pole, quat.normalize(normal))


def _limb_axes(points: NDArray, hinge: NDArray) -> NDArray:
    """Return axes (T, 3, 3) of a limb, in columns: along it, towards its bend, and across both.

    points: (T, 3, 3) of upper joint, lower joint and end. hinge: (T, 3) unit axis about which the limb flexes.
    """
    upper, lower = quat.normalize(points[:, 1] - points[:, 0]), quat.normalize(points[:, 2] - points[:, 1])
    along = quat.normalize(points[:, 2] - points[:, 0])
    # The cross product is as long as the sine of the bend: the straighter the limb, the less its plane says, and the
    # more its hinge counts.
    normal = np.cross(upper, lower) + _HINGE_WEIGHT * hinge
    # Made perpendicular to the limb (Gram-Schmidt).
    across = quat.normalize(normal - np.sum(normal * along, axis=-1, keepdims=True) * along)
    return np.stack([along, np.cross(across, along), across], axis=-1)


def rotation_of(matrix: NDArray) -> NDArray:
    """Return the rotations (..., 4) wxyz of matrices (..., 4, 4) without shear, whatever their scale."""
    axes = matrix[..., :3, :3]
    return quat.from_matrix(axes / np.linalg.norm(axes, axis=-2, keepdims=True))


def carrier_of(parent: Movement, head: NDArray, others: Mapping[str, Movement], size: float) -> tuple[str, str]:
    """Return which of `others` a bone's parent rotated with, and which it moved the bone's `head` (3,) with.

    "" stands for a parent that stayed. All movements are of one frame, that of the probe. size: of the rig, in
    armature units. Raises LookupError if the parent's rotation or movement is that of none of them.
    """
    candidates = {"": Movement.identity(1), **others}
    carried = parent.apply(head)
    angles = {name: float(quat.angle_between(parent.rotation, m.rotation)[0]) for name, m in candidates.items()}
    offsets = {name: float(np.linalg.norm(carried - m.apply(head))) / size for name, m in candidates.items()}
    # One control that explains both is preferred to one for each.
    both = min(candidates, key=lambda name: angles[name] + offsets[name])
    if angles[both] < _SAME and offsets[both] < _SAME:
        return both, both
    rotator, mover = min(angles, key=lambda n: angles[n]), min(offsets, key=lambda n: offsets[n])
    if angles[rotator] > _SAME or offsets[mover] > _SAME:
        raise LookupError
    return rotator, mover
