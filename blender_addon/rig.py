"""Armature object <-> Skeleton: the one place that converts axes and units.

A binding's skeleton stands in a frame of its own: metres, Y up, +Z where the character faces, the floor at Y = 0 and
the origin under its hips. It is measured from the rest pose, never from how the object lies in the scene, so a
character turned, scaled or standing on a table moves where it is. Nothing here changes the armature.

"Rest space" below is armature space with the bones above the hips in the pose that they keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from .angles import as_mode, rotation_property
from .keys import moved_bones
from .kinds import Object, Scene
from .retarget import quat, rigs
from .retarget.motion import CANONICAL_NAMES, CANONICAL_PARENTS, F32, ROLE_INDEX, Motion, Skeleton
from .retarget.rigs import BoneMap
from .retarget.solve import rest_alignment, retarget

ROOT_MOTIONS = ("hips", "root", "object")


class RigError(Exception):
    """The armature can't be animated; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Channel:
    """One property's keys. path: RNA path from the object. group: the f-curves' group. values: (T, C), or (1, C) for
    a value that is held."""

    path: str
    group: str
    values: F32


@dataclass(frozen=True)
class Joint:
    """A bone as posing it needs to know. rest, head: in rest space. anchor: index of the joint that carries its
    parent, -1 where none does. carrier: rest rotation of its parent bone, None without one."""

    name: str
    mode: str
    rest: F32
    head: F32
    anchor: int
    carrier: F32 | None
    inherits_rotation: bool
    local_location: bool
    takes_location: bool


@dataclass(frozen=True)
class RigBinding:
    """An armature seen as a Skeleton with roles, and the way back from its motions to keys.

    turn: (4,) skeleton axes to rest-space axes. origin: (3,) of the skeleton's frame in rest space. scale: metres in
    one unit of rest space. above: bones over the hips to be set back to rest, topmost first. root_rest: rest rotation
    of the topmost bone over the hips, None where the hips are the top. object_axes: (3, 3) rest space to the object's
    location.
    """

    armature: str
    skeleton: Skeleton
    bone_map: BoneMap
    joints: tuple[Joint, ...]
    turn: F32
    origin: F32
    scale: float
    above: tuple[tuple[str, str], ...]
    root: tuple[str, F32 | None] | None
    object_axes: F32
    object_location: F32

    def retarget(self, motion: Motion, *, in_place: bool = False) -> Motion:
        """Any motion with roles, as this rig does it; starts where the character stands in rest pose."""
        if motion.skeleton is self.skeleton:
            return motion
        moved = retarget(motion, self.skeleton, in_place=in_place)
        offset = moved.root_pos[0] * (-1, 0, -1)
        return Motion(moved.skeleton, moved.fps, moved.root_pos + offset, moved.rot, moved.contacts)

    def channels(self, motion: Motion, root: str = "hips") -> list[Channel]:
        """`motion` on `skeleton` as keys, a row a frame. root: what travels over the ground, one of ROOT_MOTIONS."""
        if motion.skeleton.names != self.skeleton.names:
            raise ValueError("the motion is not on this rig's skeleton")
        pos, rot = motion.globals()
        pos = self.origin + quat.rotate(self.turn, pos.astype(np.float64)) / self.scale
        rot = quat.multiply(self.turn.astype(np.float64), rot.astype(np.float64))
        channels, travel = self._travel(pos, root)
        if travel is not None:
            pos = pos - travel[:, None]
        for j, joint in enumerate(self.joints):
            channels += self._bone(j, joint, pos, rot)
        return channels

    def _travel(self, pos: NDArray, root: str) -> tuple[list[Channel], NDArray | None]:
        """Keys above the hips, and the ground path (T, 3) in rest space that they carry."""
        held = []
        for name, mode in self.above:
            prop, size = rotation_property(mode)
            rest = as_mode(quat.IDENTITY[None], mode)[:, :size]
            held += [Channel(bone_path(name, prop), name, rest)]
            held += [Channel(bone_path(name, "location"), name, np.zeros((1, 3), np.float32))]
        if root == "hips" or (root == "root" and self.root is None):
            return held, None
        up = quat.rotate(self.turn, np.array([0.0, 1.0, 0.0]))
        path = pos[:, 0] - self.origin
        path = path - (path @ up)[:, None] * up
        if root == "object":
            location = self.object_location + path @ self.object_axes.T
            return [*held, Channel("location", "Object Transforms", location.astype(np.float32))], path
        assert self.root is not None
        name, rest = self.root
        where = path if rest is None else quat.rotate(quat.inverse(rest), path)
        target = bone_path(name, "location")
        held = [channel for channel in held if channel.path != target]
        return [*held, Channel(target, name, where.astype(np.float32))], path

    def _bone(self, j: int, joint: Joint, pos: NDArray, rot: NDArray) -> list[Channel]:
        """A bone's keys from where it and its carrier are: Blender's way from parent to child, undone."""
        turned = np.tile(quat.IDENTITY.astype(np.float64), (len(pos), 1))
        head = np.broadcast_to(joint.head, pos[:, j].shape)
        if joint.anchor >= 0:
            anchor = self.joints[joint.anchor]
            turned = quat.multiply(rot[:, joint.anchor], quat.inverse(anchor.rest))
            head = pos[:, joint.anchor] + quat.rotate(turned, joint.head - anchor.head)
        axes = quat.multiply(turned, joint.rest)
        basis = quat.multiply(quat.inverse(axes if joint.inherits_rotation else joint.rest), rot[:, j])
        prop, _ = rotation_property(joint.mode)
        channels = [Channel(bone_path(joint.name, prop), joint.name, as_mode(basis, joint.mode))]
        if joint.takes_location:
            if not joint.local_location:
                axes = quat.IDENTITY if joint.carrier is None else quat.multiply(turned, joint.carrier)
            location = quat.rotate(quat.inverse(axes), pos[:, j] - head)
            channels.append(Channel(bone_path(joint.name, "location"), joint.name, location.astype(np.float32)))
        return channels


def bone_path(bone: str, prop: str) -> str:
    """RNA path of a pose bone's property."""
    return f'pose.bones["{bpy.utils.escape_identifier(bone)}"].{prop}'


def find_map(armature: Object, overrides: Mapping[str, str] | None = None) -> BoneMap:
    """Which bone plays which role, by name and order of parents; `overrides` (role -> bone, "" for none) come first.

    Raises RigError for a role or bone that isn't there.
    """
    bones = armature.data.bones
    index = {bone.name: i for i, bone in enumerate(bones)}
    chosen: dict[str, str | None] = {}
    for role, bone in (overrides or {}).items():
        if role not in ROLE_INDEX:
            raise RigError(f"The bone map names “{role}”, which is no role: use those of SMPL, such as left_knee.")
        if bone and bone not in index:
            raise RigError(
                f"The bone map of “{armature.name}” has “{bone}” for the {in_words(role)} and there is no such bone: "
                "choose another under Bone Map, or press Detect."
            )
        chosen[role] = bone or None
    parents = [index[bone.parent.name] if bone.parent else -1 for bone in bones]
    heads = [tuple(bone.head_local) for bone in bones]
    try:
        return rigs.match(list(index), parents, override=chosen, heads=heads)
    except ValueError as error:
        raise RigError(f"{str(error).capitalize()[:1]}{str(error)[1:]}: choose another under Bone Map.") from error


def check_map(armature: Object, bone_map: BoneMap) -> None:
    """Raises RigError where the map can't carry a motion."""
    sentence = rigs.problem(bone_map, len(armature.data.bones), f"The armature “{armature.name}”")
    if sentence:
        raise RigError(sentence.replace("by hand", "under Bone Map"))


def in_words(role: str) -> str:
    """A role as an artist says it."""
    return role.replace("_", " ").replace("spine", "spine ")


def read(armature: Object, scene: Scene | None = None, overrides: Mapping[str, str] | None = None) -> RigBinding:
    """Bind an armature object. Raises RigError with what is wrong with its bones."""
    if armature.type != "ARMATURE":
        raise RigError(f"“{armature.name}” is not an armature: select the character's armature.")
    bone_map = find_map(armature, overrides)
    check_map(armature, bone_map)
    bones = armature.data.bones
    role_of = {match.name: role for role, match in bone_map.bones.items()}
    parents = _sorted(armature, _joint_parents(armature, bone_map))
    names = list(parents)
    hips = bones[names[0]]
    carried, above = _above(armature, hips)
    world = np.array(armature.matrix_world) @ carried
    scale = float(np.cbrt(abs(np.linalg.det(world[:3, :3])))) * _unit_scale(scene or bpy.context.scene)
    if not (np.isfinite(scale) and scale > 0):
        raise RigError(f"The armature “{armature.name}” is scaled to nothing: give it a scale above zero.")
    heads = {name: np.array(bones[name].head_local, np.float64) for name in names}
    rests = {name: _rotation(bones[name].matrix_local) for name in names}
    turn = _axes({role: heads[bone] for bone, role in role_of.items()}, world)
    index = {name: i for i, name in enumerate(names)}
    roles = tuple(role_of.get(name, "") for name in names)
    above_each = [index.get(parents[name] or "", -1) for name in names]
    skeleton, origin = _skeleton(names, above_each, roles, heads, rests, turn, scale)
    joints = tuple(_joint(armature, name, index, heads, rests, parents[name]) for name in names)
    top = _topmost(hips)
    root = None
    if top.name != hips.name:
        root = (top.name, _rotation(top.matrix_local).astype(np.float32) if top.use_local_location else None)
    basis = np.array(armature.matrix_basis)
    return RigBinding(
        armature.name, skeleton, bone_map, joints, turn.astype(np.float32), origin, scale, above, root,
        (basis @ carried)[:3, :3].astype(np.float32), np.array(armature.location, np.float32),
    )  # fmt: skip


def _unit_scale(scene: Scene | None) -> float:
    """Metres in a Blender unit."""
    if scene is None or scene.unit_settings.system == "NONE":
        return 1.0
    return float(scene.unit_settings.scale_length)


def _rotation(matrix: Any) -> NDArray[np.float64]:
    return np.array(matrix.to_quaternion(), np.float64)


def _topmost(bone: Any) -> Any:
    while bone.parent:
        bone = bone.parent
    return bone


def _joint_parents(armature: Object, bone_map: BoneMap) -> dict[str, str | None]:
    """Bone -> the joint that carries it, for mapped bones and those between them; the hips' is None.

    A mapped bone that hangs on nothing mapped (control rigs, side by side chains) is carried by its role's parent.
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


def _sorted(armature: Object, parents: dict[str, str | None]) -> dict[str, str | None]:
    """Parents before children, the hips first."""
    done: dict[str, str | None] = {}
    left = dict(parents)
    while left:
        ready = [n for n in left if left[n] is None or left[n] in done]
        if not ready:
            raise RigError(
                f"The bone map of “{armature.name}” goes in a circle at “{next(iter(left))}”: it lies above the hips, "
                "so choose another bone under Bone Map."
            )
        for name in ready:
            done[name] = left.pop(name)
    return done


def _above(armature: Object, hips: Any) -> tuple[NDArray, tuple[tuple[str, str], ...]]:
    """How the bones over the hips carry rest space, (4, 4), and which of them the present Action moves.

    Those are set back to rest by the new keys, keeping their scale; the others stay as the artist posed them.
    """
    chain = []
    while hips.parent:
        hips = hips.parent
        chain.insert(0, hips)
    moved = moved_bones(armature)
    carried = np.eye(4)
    for bone in chain:
        pose = armature.pose.bones[bone.name]
        basis = np.array(pose.matrix_basis)
        if bone.name in moved:
            basis = np.diag([*pose.scale, 1.0])
        rest = np.array(bone.matrix_local)
        carried = carried @ rest @ basis @ np.linalg.inv(rest)
    above = tuple((b.name, armature.pose.bones[b.name].rotation_mode) for b in chain if b.name in moved)
    return carried, above


def _axes(heads: Mapping[str, NDArray], world: NDArray) -> NDArray[np.float64]:
    """Rotation (4,) from skeleton axes (left, up, forward) to rest space, from where the legs are.

    Nearly all rigs stand along an axis of their own space: small asymmetries are measured, then rounded away.
    """

    def middle(a: str, b: str) -> NDArray:
        return (heads[a] + heads[b]) / 2

    up = quat.normalize(middle("left_hip", "right_hip") - middle("left_ankle", "right_ankle"))
    scene_up = quat.normalize(np.linalg.inv(world[:3, :3]) @ [0.0, 0.0, 1.0])
    snapped = _snap(up, 25)
    if snapped is None and up @ scene_up > np.cos(np.radians(30)):
        snapped = scene_up
    up = up if snapped is None else snapped
    left = heads["left_hip"] - heads["right_hip"]
    left = left - (left @ up) * up
    if np.linalg.norm(left) < 1e-6 * max(1e-6, float(np.linalg.norm(heads["left_hip"]))):
        raise RigError("The left and right thigh start at the same place: check both under Bone Map.")
    left = quat.normalize(left)
    snapped = _snap(left, 10)
    left = left if snapped is None or abs(snapped @ up) > 1e-3 else snapped
    return quat.from_matrix(np.stack([left, up, np.cross(left, up)], axis=-1))


def _snap(direction: NDArray, degrees: float) -> NDArray | None:
    """The axis within `degrees` of a unit vector, None where there is none."""
    axis = int(np.argmax(np.abs(direction)))
    if abs(direction[axis]) < np.cos(np.radians(degrees)):
        return None
    return np.eye(3)[axis] * np.sign(direction[axis])


def _skeleton(
    names: list[str], parents: list[int], roles: tuple[str, ...], heads: Mapping[str, NDArray],
    rests: Mapping[str, NDArray], turn: NDArray, scale: float,
) -> tuple[Skeleton, F32]:  # fmt: skip
    """The bones in the skeleton's frame, and that frame's origin (3,) in rest space."""
    back = quat.inverse(turn)
    pos = np.stack([quat.rotate(back, heads[name]) for name in names]) * scale
    rot = np.stack([quat.multiply(back, rests[name]) for name in names])
    pos = pos - pos[0]
    skeleton = _from_rest(names, parents, roles, pos, rot)
    # Flat feet stand at the ankles' rest height: the floor lies under the rest pose by what the solver adds for it.
    joint = skeleton.role_joint
    ankles = (pos[joint["left_ankle"], 1] + pos[joint["right_ankle"], 1]) / 2
    floor = ankles - rest_alignment(skeleton).ankle
    origin = heads[names[0]] + quat.rotate(turn, np.array([0.0, floor, 0.0])) / scale
    pos[:, 1] -= floor
    return _from_rest(names, parents, roles, pos, rot), origin.astype(np.float32)


def _from_rest(
    names: list[str], parents: list[int], roles: tuple[str, ...], pos: NDArray, rot: NDArray
) -> Skeleton:
    """World rest positions (J, 3) m and rotations (J, 4) -> Skeleton."""
    offsets, rest = pos.copy(), rot.copy()
    for j, parent in enumerate(parents):
        if parent >= 0:
            back = quat.inverse(rot[parent])
            offsets[j] = quat.rotate(back, pos[j] - pos[parent])
            rest[j] = quat.multiply(back, rot[j])
    return Skeleton(tuple(names), np.array(parents), offsets, quat.normalize(rest), roles)


def _joint(
    armature: Object, name: str, index: Mapping[str, int], heads: Mapping[str, NDArray],
    rests: Mapping[str, NDArray], parent: str | None,
) -> Joint:  # fmt: skip
    bone = armature.data.bones[name]
    anchor = bone.parent
    while anchor and anchor.name not in index:
        anchor = anchor.parent
    carried_otherwise = parent is not None and (anchor is None or anchor.name != parent)
    return Joint(
        name=name,
        mode=armature.pose.bones[name].rotation_mode,
        rest=rests[name].astype(np.float32),
        head=heads[name].astype(np.float32),
        anchor=index[anchor.name] if anchor else -1,
        carrier=_rotation(bone.parent.matrix_local).astype(np.float32) if bone.parent else None,
        inherits_rotation=bone.use_inherit_rotation or bone.parent is None,
        local_location=bone.use_local_location,
        takes_location=(parent is None or carried_otherwise) and not (bone.parent and bone.use_connect),
    )
