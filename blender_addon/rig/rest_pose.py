"""Measures a rig's rest pose: its axes, its bones' places under pose scales, and the hierarchy of its joints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from bpy.types import Bone
from mathutils import Matrix
from numpy.typing import NDArray

from ..bpy_types import Object
from ..retarget import quat
from ..retarget.mapping.bone_map import BoneMap
from ..retarget.motion import CANONICAL_NAMES, CANONICAL_PARENTS, ROLE_INDEX, Skeleton

_MOST_RAISED = 0.5  # m, of the feet of a leaning figure above the ground on which it will stand
_MOST_LEAN = 75  # degrees from the scene's up; a figure that leans further lies
_MOST_TURN = 25.0  # degrees that a leaning figure may look away from an axis and still stands along it


@dataclass(frozen=True)
class Space:
    """The skeleton's frame while it is measured. turn: (4,) its axes to rest space's. upright: (4,) the same for a
    figure that stands, where its rest pose leans. origin: (3,) in rest space. scale: metres in a unit of rest space.
    heads, shapes: of every bone, as `stretched` returns them."""

    turn: NDArray
    upright: NDArray
    origin: NDArray
    scale: float
    heads: Mapping[str, NDArray]
    shapes: Mapping[str, NDArray]

    def place(self, points: NDArray) -> NDArray:
        """Convert points (N, 3) of rest space to the skeleton's frame, m."""
        return quat.rotate(quat.inverse(self.turn), points - self.origin) * self.scale

    def standing(self, ankles: Sequence[str], height: float) -> Space:
        """Return the frame in which a figure that leans in its rest pose stands, under its hips and on its ground.

        That is where the armature's origin is, if the feet are a little above it. ankles: both bones. height: of the
        ankles above the floor, m.
        """
        if self.turn is self.upright:
            return self
        up = quat.rotate(self.upright, np.array([0.0, 1.0, 0.0]))
        high = float(np.mean([self.heads[bone] @ up for bone in ankles]))
        ground = 0.0 if 0 < high * self.scale < _MOST_RAISED else high - height / self.scale
        return replace(self, turn=self.upright, origin=self.origin + (ground - self.origin @ up) * up)


def rotation(matrix: Matrix) -> NDArray[np.float64]:
    """Return the rotation (4,) wxyz of a Blender matrix."""
    return np.array(matrix.to_quaternion(), np.float64)


def axes(heads: Mapping[str, NDArray], world: NDArray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the rotations (4,) from skeleton axes (left, up, forward) to rest space: as the figure rests, by the
    places of its legs, and as it stands upright. They differ where it leans as a whole in its rest pose.

    heads: role -> (3,). world: (4, 4) rest space to the scene. A direction near an axis of rest space (or up near the
    scene's) is set to that axis, since nearly all rigs stand along one. Raises ValueError where both thighs start at
    the same place.
    """

    def middle(a: str, b: str) -> NDArray:
        return (heads[a] + heads[b]) / 2

    # Up: from the ankles to the hips.
    hips = middle("left_hip", "right_hip")
    up = quat.normalize(hips - middle("left_ankle", "right_ankle"))
    trunk = quat.normalize(middle("left_shoulder", "right_shoulder") - hips)
    scene_up = quat.normalize(np.linalg.inv(world[:3, :3]) @ [0.0, 0.0, 1.0])
    stands = _ground_normal(up, scene_up)
    # Leaning as a whole, the trunk goes on as the legs do; else the legs alone are astride.
    lean, bend = np.degrees(np.arccos(np.clip((up @ stands, up @ trunk), -1, 1)))
    leans = lean > 12 and (bend < 10 or (lean > 25 and trunk @ up > trunk @ stands))
    up, upright = (up, stands) if leans else (stands, None)
    # Left: from the right thigh to the left, perpendicular to up.
    left = heads["left_hip"] - heads["right_hip"]
    left = left - (left @ up) * up
    if np.linalg.norm(left) < 1e-6 * max(1e-6, float(np.linalg.norm(heads["left_hip"]))):
        raise ValueError("The left and right thigh start at the same place: check both under Bone Map.")
    rests = _turn(left, up)
    # What rests leaning, a frame of an animation, says no more of where the figure looks than of where up is.
    return rests, rests if upright is None else _turn(left, upright, _MOST_TURN)


def _ground_normal(up: NDArray, scene_up: NDArray) -> NDArray:
    """Return what is up for a figure whose legs go along `up`: the axis of rest space that is the scene's up; for an
    object that is tilted the axis near to the legs; the scene's up where there is none; the legs' way where it lies.

    All unit vectors (3,) of rest space.
    """
    level = _snap(scene_up, 1)
    if level is not None and up @ level > np.cos(np.radians(_MOST_LEAN)):
        return level
    near = _snap(up, 25)
    if near is not None:
        return near
    return scene_up if up @ scene_up > np.cos(np.radians(_MOST_LEAN)) else up


def _turn(left: NDArray, up: NDArray, near: float = 10.0) -> NDArray[np.float64]:
    """Return the rotation (4,) from axes to a body's left, to the axis within `near` degrees of it, and up (3,)."""
    left = quat.normalize(left - (left @ up) * up)
    snapped = _snap(left, near)
    left = left if snapped is None or abs(snapped @ up) > 1e-3 else snapped
    return quat.from_matrix(np.stack([left, up, np.cross(left, up)], axis=-1))


def _snap(direction: NDArray, degrees: float) -> NDArray | None:
    """Return the axis (3,) within `degrees` of a unit vector, None for none."""
    axis = int(np.argmax(np.abs(direction)))
    if abs(direction[axis]) < np.cos(np.radians(degrees)):
        return None
    return np.eye(3)[axis] * np.sign(direction[axis])


def from_rest(
    names: Sequence[str], parents: Sequence[int], roles: tuple[str, ...], pos: NDArray, rot: NDArray
) -> Skeleton:
    """Build a Skeleton from rest positions (J, 3), m, and rotations (J, 4) in its frame, parents first."""
    offsets, rest = pos.copy(), rot.copy()
    for j, parent in enumerate(parents):
        if parent >= 0:
            back = quat.inverse(rot[parent])
            offsets[j] = quat.rotate(back, pos[j] - pos[parent])
            rest[j] = quat.multiply(back, rot[j])
    return Skeleton(tuple(names), np.array(parents), offsets, quat.normalize(rest), roles)


def stretched(armature: Object, chain_tops: set[str]) -> tuple[dict[str, NDArray], dict[str, NDArray]]:
    """Return bone -> head (3,) in rest space under the pose's scales, and bone -> the transform (3, 3) of its children.

    A pose may scale bones (a bigger head, longer arms) without turning them. chain_tops: bones whose scale is part of
    rest space itself.
    """
    heads: dict[str, NDArray] = {}
    shapes: dict[str, NDArray] = {}
    plain = np.eye(3)
    for bone in armature.data.bones:  # parents come before children
        parent = bone.parent
        head = np.array(bone.head_local, np.float64)
        above = shapes.get(parent.name, plain) if parent else plain
        if parent:
            head = heads[parent.name] + above @ (head - np.array(parent.head_local, np.float64))
        heads[bone.name] = head
        scale = np.array(armature.pose.bones[bone.name].scale, np.float64)
        inherits = bone.inherit_scale not in {"NONE", "NONE_LEGACY"}
        shape = above if inherits else plain
        if bone.name not in chain_tops and np.abs(scale - 1).max() > 1e-5:
            turn = quat.to_matrix(rotation(bone.matrix_local))
            shape = shape @ turn @ np.diag(scale) @ turn.T
        shapes[bone.name] = shape
    return heads, shapes


def topmost(bone: Bone) -> Bone:
    """Return the bone's topmost ancestor, or itself."""
    while bone.parent:
        bone = bone.parent
    return bone


def free(bone: Bone) -> Bone:
    """Return the bone, or its nearest ancestor that isn't connected: Blender ignores a connected bone's location."""
    while bone.parent and bone.use_connect:
        bone = bone.parent
    return bone


def _carriers(armature: Object, bone_map: BoneMap) -> dict[str, str | None]:
    """Map mapped bones and those between them to the joint that carries each, in no order; the hips to None.

    A mapped bone without a mapped ancestor (control rigs, parallel chains) is carried by its role's parent.
    """
    bones = armature.data.bones
    role_of = {match.name: role for role, match in bone_map.bones.items()}
    hips = bone_map.bones["pelvis"].name
    parents: dict[str, str | None] = {hips: None}
    for name, role in role_of.items():
        if name == hips:
            continue
        chain, above = [name], bones[name].parent
        while above and above.name not in role_of:
            chain.append(above.name)
            above = above.parent
        if above is None:
            parents[name] = _role_parent(role, bone_map)
            continue
        parents.update(zip(chain, [*chain[1:], above.name], strict=True))
    return parents


def _role_parent(role: str, bone_map: BoneMap) -> str:
    index = CANONICAL_PARENTS[ROLE_INDEX[role]]
    while CANONICAL_NAMES[index] not in bone_map.bones:
        index = CANONICAL_PARENTS[index]
    return bone_map.bones[CANONICAL_NAMES[index]].name


def role_parents(body: BoneMap) -> dict[str, str | None]:
    """Map each bone to its role's parent bone, parents first: constraints join a control rig's body."""
    ordered = [role for role in CANONICAL_NAMES if role in body.bones]
    return {body.bones[role].name: None if role == "pelvis" else _role_parent(role, body) for role in ordered}


def joint_parents(armature: Object, bone_map: BoneMap) -> dict[str, str | None]:
    """Map each joint to the joint that carries it, parents before children, the hips first (to None).

    Joints are the mapped bones and those between them. Raises ValueError where the map puts a bone above the hips.
    """
    done: dict[str, str | None] = {}
    remaining = _carriers(armature, bone_map)
    while remaining:
        ready = [n for n in remaining if remaining[n] is None or remaining[n] in done]
        if not ready:
            raise ValueError(
                f"The bone map of “{armature.name}” goes in a circle at “{next(iter(remaining))}”: it lies above the "
                "hips, so choose another bone under Bone Map."
            )
        for name in ready:
            done[name] = remaining.pop(name)
    return done
