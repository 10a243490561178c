"""Binds an armature object to a Skeleton with roles, and turns motions on it into keys; converts axes and units.

The skeleton's frame: metres, Y up, +Z where the character faces, the floor at Y = 0 and the origin under its hips. It
is measured from the rest pose and independent of the object's transform, so a character that is turned, scaled or
standing on a table moves where it is. Nothing here changes the armature.

"Rest space" is armature space with the bones above the hips in the pose that they keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import bpy
import numpy as np
from bpy.types import Bone
from numpy.typing import NDArray

from ..animation.actions import moved_bones
from ..animation.channels import Channel, bone_path
from ..animation.rotations import as_mode, rotation_property
from ..animation.stage import world_matrix
from ..bpy_types import Object, Scene
from ..controls.control_rig import ControlError, ControlRig, probe
from ..controls.movements import Movement
from ..retarget import quat
from ..retarget.body import Body, Sole
from ..retarget.mapping import bone_map as mapping
from ..retarget.mapping.bone_map import BoneMap
from ..retarget.motion import F32, ROLE_INDEX, Motion, Skeleton
from ..retarget.solve import rest_alignment
from . import foot_soles, steering
from .fitting import fit
from .rest_pose import Space, axes, free, from_rest, joint_parents, role_parents, rotation, stretched, topmost
from .secondary_bones import SecondaryBones, hands, secondary_bones

ROOT_MOTIONS = ("hips", "root", "object")


class RigError(Exception):
    """The armature can't be animated; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Joint:
    """A bone that is keyed as a joint.

    rest, head: in rest space. anchor: index of the joint that carries its parent, -1 for none. carrier: rest rotation
    of its parent bone, None without one. stretch: factor by which the pose's scales lengthen a unit of its location.
    """

    name: str
    mode: str
    rest: F32
    head: F32
    anchor: int
    carrier: F32 | None
    inherits_rotation: bool
    local_location: bool
    takes_location: bool
    stretch: float = 1.0


@dataclass(frozen=True)
class Root:
    """A bone that carries travel. rest: (4,) its rest rotation, None where its location is in the armature's axes.
    start: (3,) its location before any keys."""

    name: str
    rest: F32 | None
    start: F32


@dataclass(frozen=True)
class RigBinding:
    """An armature as a Skeleton with roles, and the conversion of motions on it to keys.

    turn: (4,) skeleton axes to rest-space axes. origin: (3,) of the skeleton's frame in rest space. scale: metres in
    one unit of rest space. above: bones over the hips to be set back to rest, topmost first. root_rest: rest rotation
    of the topmost bone over the hips, None where the hips are the top. object_axes: (3, 3) rest space to the object's
    location. carried: (4, 4) rest space to armature space. world: (4, 4) armature space to the world as it was bound.
    controls: a control rig's, whose body the skeleton is; None where the joints themselves are keyed.
    """

    armature: str
    skeleton: Skeleton
    bone_map: BoneMap
    joints: tuple[Joint, ...]
    turn: F32
    origin: F32
    scale: float
    above: tuple[tuple[str, str], ...]
    root: Root | None
    object_axes: F32
    object_location: F32
    lift: Root | None = None
    body: Body = field(default_factory=Body)
    secondary: SecondaryBones = field(default_factory=SecondaryBones)
    carried: NDArray = field(default_factory=lambda: np.eye(4))
    world: NDArray = field(default_factory=lambda: np.eye(4))
    controls: ControlRig | None = None

    def retarget(self, motion: Motion, *, in_place: bool = False, foot_lock: str = "none") -> Motion:
        """Retarget a motion with roles to this rig; it starts where the character stands in rest pose.

        foot_lock: none, keep, always or ground, on this rig's own feet. in_place: leave out travel over the ground,
        after the feet are locked to it.
        """
        return fit(self, motion, in_place=in_place, foot_lock=foot_lock)[0]

    def channels(self, motion: Motion, root: str = "hips", lead: str = "fk") -> list[Channel]:
        """Convert a motion on `skeleton` to keys, a row a frame; raises ValueError for another skeleton. root: what
        travels over the ground, one of ROOT_MOTIONS. lead: which controls of a control rig are keyed, one of LEADS."""
        if motion.skeleton.names != self.skeleton.names:
            raise ValueError("the motion is not on this rig's skeleton")
        pos, rot = self.placed(motion)
        more = [Channel(bone_path(bone, prop), bone, values) for bone, prop, values in self.secondary.channels(motion)]
        if self.controls is not None:
            return self._control_channels(self.controls, pos, rot, root, lead) + more
        channels, travel = self.travel(pos, root)
        if travel is not None:
            pos = pos - travel[:, None]
        if self.lift is not None:
            lift = _location(self.lift, pos[:, 0] - self.joints[0].head)  # in place of the hips, which are connected
            channels = [c for c in channels if c.path != lift.path] + [lift]
        for j, joint in enumerate(self.joints):
            channels += self._bone(j, joint, pos, rot)
        for loose in self.secondary.loose:
            more += [Channel(bone_path(loose.name, prop), loose.name, values) for prop, values in loose.keys(pos, rot)]
        return channels + more

    def placed(self, motion: Motion) -> tuple[NDArray, NDArray]:
        """Return the joints' positions (T, J, 3) and rotations (T, J, 4) in rest space."""
        pos, rot = motion.globals()
        pos = self.origin + quat.rotate(self.turn, pos.astype(np.float64)) / self.scale
        return pos, quat.multiply(self.turn.astype(np.float64), rot.astype(np.float64))

    def travel(self, pos: NDArray, root: str) -> tuple[list[Channel], NDArray | None]:
        """Key the bones above the hips; returns also the path (T, 3) over the ground that they carry, in rest space."""
        held = []
        for name, mode in self.above:
            prop, size = rotation_property(mode)
            rest = as_mode(quat.IDENTITY[None], mode)[:, :size]
            held += [Channel(bone_path(name, prop), name, rest)]
            held += [Channel(bone_path(name, "location"), name, np.zeros((1, 3), np.float32))]
        if root == "hips" or (root == "root" and self.root is None):
            return held, None
        path = self._path(pos)
        if root == "object":
            return [*held, self._object_channel(path)], path
        assert self.root is not None
        if self.lift is not None and self.lift.name == self.root.name:
            return held, None  # it carries the hips as a whole
        carried = _location(self.root, path)
        return [*(channel for channel in held if channel.path != carried.path), carried], path

    def _path(self, pos: NDArray) -> NDArray:
        """Project the hips' path to the ground, (T, 3) in rest space."""
        up = quat.rotate(self.turn, np.array([0.0, 1.0, 0.0]))
        path = pos[:, 0] - self.origin
        return path - (path @ up)[:, None] * up

    def _object_channel(self, path: NDArray) -> Channel:
        location = self.object_location + path @ self.object_axes.T
        return Channel("location", "Object Transforms", location.astype(np.float32))

    def _control_channels(
        self, controls: ControlRig, pos: NDArray, rot: NDArray, root: str, lead: str
    ) -> list[Channel]:
        """Key a control rig's controls for the body's joints at `pos` (T, J, 3) and `rot` (T, J, 4) in rest space."""
        out, path = [], None
        if root == "object":
            travel = self._path(pos)
            out, pos = [self._object_channel(travel)], pos - travel[:, None]
        elif root == "root" and controls.has_root:
            path = self._path(pos) @ controls.rest_to_probed[:3, :3].T
        body = {}
        for j, joint in enumerate(self.joints):
            turn = quat.multiply(rot[:, j], quat.inverse(joint.rest))
            body[joint.name] = Movement(turn, pos[:, j] - quat.rotate(turn, joint.head)).conjugated(
                controls.rest_to_probed
            )
        return out + controls.channels(body, lead, path)

    def _bone(self, j: int, joint: Joint, pos: NDArray, rot: NDArray) -> list[Channel]:
        """Key a bone: invert Blender's chain from the parent's pose to the bone's, for rotation and location."""
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
            location = quat.rotate(quat.inverse(axes), pos[:, j] - head) / joint.stretch
            channels.append(Channel(bone_path(joint.name, "location"), joint.name, location.astype(np.float32)))
        return channels


def _location(root: Root, path: NDArray) -> Channel:
    """Key the location of `root` along `path` (T, 3) in rest space, relative to its start."""
    where = path if root.rest is None else quat.rotate(quat.inverse(root.rest), path)
    return Channel(bone_path(root.name, "location"), root.name, (root.start + where).astype(np.float32))


def find_map(armature: Object, overrides: Mapping[str, str] | None = None) -> BoneMap:
    """Map roles to bones by names and hierarchy; `overrides` (role -> bone, "" for none) take precedence.

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
        return mapping.match(list(index), parents, override=chosen, heads=heads, aliases=_second_names(armature))
    except ValueError as error:
        said = str(error)[:1].upper() + str(error)[1:]
        raise RigError(f"{said}: choose another under Bone Map.") from error


def _second_names(armature: Object) -> list[str]:
    """Read the Japanese names that MMD Tools keeps on pose bones, in the bones' order; "" for none."""
    poses = armature.pose.bones if armature.pose else {}
    given = (getattr(poses.get(bone.name), "mmd_bone", None) for bone in armature.data.bones)
    return [getattr(kept, "name_j", "") or "" for kept in given]


def check_map(armature: Object, bone_map: BoneMap) -> None:
    """Raise RigError for a map that lacks bones a motion needs."""
    sentence = mapping.problem(bone_map, len(armature.data.bones), f"The armature “{armature.name}”")
    if sentence:
        raise RigError(sentence.replace("by hand", "under Bone Map"))


def in_words(role: str) -> str:
    """Write a role as the interface shows it, such as "left knee"."""
    return role.replace("_", " ").replace("spine", "spine ")


def read_rig(armature: Object, scene: Scene | None = None, overrides: Mapping[str, str] | None = None) -> RigBinding:
    """Bind an armature object. overrides: role -> bone, before what is detected. Raises RigError where its bones can't
    be mapped or solved."""
    if armature.type != "ARMATURE":
        raise RigError(f"“{armature.name}” is not an armature: select the character's armature.")
    bone_map = steering.preferred(armature, find_map(armature, overrides), overrides or {})
    check_map(armature, bone_map)
    try:
        controls = probe(armature, bone_map)
        body_map = controls.body if controls else bone_map
        parents = role_parents(body_map) if controls else joint_parents(armature, bone_map)
    except (ControlError, ValueError) as error:
        raise RigError(str(error)) from error
    role_of = {match.name: role for role, match in body_map.bones.items()}
    hips = armature.data.bones[next(iter(parents))]
    carried, above = (controls.rest_to_probed, ()) if controls else _above(armature, hips)
    space = _space(armature, hips, role_of, carried, scene or bpy.context.scene)
    index = {name: i for i, name in enumerate(parents)}
    above_each = {name: index.get(parents[name] or "", -1) for name in parents}
    roles = tuple(role_of.get(name, "") for name in parents)
    skeleton, body, more, space = _skeleton(armature, above_each, roles, body_map, space)
    joints = tuple(_joint(armature, name, index, space, parents[name]) for name in parents)
    return RigBinding(
        armature.name, skeleton, bone_map, joints, space.turn.astype(np.float32), space.origin.astype(np.float32),
        space.scale, above, _root(armature, topmost(hips), hips, above),
        (np.array(armature.matrix_basis) @ carried)[:3, :3].astype(np.float32),
        np.array(armature.location, np.float32), _root(armature, free(hips), hips, above), body, more,
        carried, world_matrix(armature), controls,
    )  # fmt: skip


def _space(armature: Object, hips: Bone, role_of: Mapping[str, str], carried: NDArray, scene: Scene) -> Space:
    """Measure the skeleton's frame, with the origin still at the hips. Raises RigError for a zero or negative scale."""
    world = world_matrix(armature) @ carried
    size = float(np.linalg.det(world[:3, :3]))
    if not np.isfinite(size) or size == 0:
        raise RigError(f"The armature “{armature.name}” is scaled to nothing: give it a scale above zero.")
    if size < 0:
        raise RigError(
            f"The armature “{armature.name}” is mirrored by a negative scale: apply its scale (Ctrl A) first."
        )
    chain = {hips.name} | {bone.name for bone in hips.parent_recursive}
    heads, shapes = stretched(armature, chain - {hips.name})
    try:
        turn, upright = axes({role: heads[bone] for bone, role in role_of.items()}, world)
    except ValueError as error:
        raise RigError(str(error)) from error
    return Space(turn, upright, heads[hips.name], float(np.cbrt(size)) * _unit_scale(scene), heads, shapes)


def _root(armature: Object, bone: Bone, hips: Bone, above: tuple[tuple[str, str], ...]) -> Root | None:
    """Describe a bone above the hips as a carrier of travel; None for the hips themselves."""
    if bone.name == hips.name:
        return None
    rest = rotation(bone.matrix_local).astype(np.float32) if bone.use_local_location else None
    keyed = bone.name in {name for name, _ in above}
    start = (0, 0, 0) if keyed else armature.pose.bones[bone.name].location[:]
    return Root(bone.name, rest, np.array(start, np.float32))


def _unit_scale(scene: Scene | None) -> float:
    """Metres in a Blender unit."""
    if scene is None or scene.unit_settings.system == "NONE":
        return 1.0
    return float(scene.unit_settings.scale_length)


def _above(armature: Object, hips: Bone) -> tuple[NDArray, tuple[tuple[str, str], ...]]:
    """Return the transform (4, 4) of rest space by the bones above the hips, and (name, rotation mode) of those that
    the present Action moves.

    New keys set those back to rest, keeping their scale; the others stay as the artist posed them.
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


def _skeleton(
    armature: Object, parents: Mapping[str, int], roles: tuple[str, ...], bone_map: BoneMap, space: Space
) -> tuple[Skeleton, Body, SecondaryBones, Space]:
    """Build the skeleton, body and secondary bones in a frame whose floor is at Y = 0; returns that frame too."""
    names, above = list(parents), list(parents.values())
    rot = np.stack(
        [quat.multiply(quat.inverse(space.turn), rotation(armature.data.bones[n].matrix_local)) for n in names]
    )
    hung = from_rest(names, above, roles, space.place(np.stack([space.heads[n] for n in names])), rot)
    soles = foot_soles.soles(armature, hung, space.place, space.heads, space.shapes)
    # Without a mesh, flat feet stand at the ankles' rest height: the floor lies below by what the solver adds for it.
    joint, pos = hung.role_joint, hung.rest_globals()[0]
    ankles = float(pos[joint["left_ankle"], 1] + pos[joint["right_ankle"], 1]) / 2
    floor = ankles - rest_alignment(hung, Body(soles)).ankle
    up = quat.rotate(space.turn, np.array([0.0, floor, 0.0])) / space.scale
    space = replace(space, origin=space.origin + up)
    if soles is not None:
        down = np.array([0.0, floor, 0.0])
        soles = (Sole(soles[0].heel - down, soles[0].tip - down), Sole(soles[1].heel - down, soles[1].tip - down))
    skeleton = from_rest(names, above, roles, space.place(np.stack([space.heads[n] for n in names])), rot)
    found = hands(armature, bone_map, space.place)
    more = secondary_bones(armature, bone_map, skeleton, found, space.place)
    feet = [names[joint["left_ankle"]], names[joint["right_ankle"]]]
    return skeleton, Body(soles, found), more, space.standing(feet, ankles - floor)


def _joint(armature: Object, name: str, index: Mapping[str, int], space: Space, parent: str | None) -> Joint:
    bone = armature.data.bones[name]
    anchor = bone.parent
    while anchor and anchor.name not in index:
        anchor = anchor.parent
    carried_otherwise = parent is not None and (anchor is None or anchor.name != parent)
    return Joint(
        name=name,
        mode=armature.pose.bones[name].rotation_mode,
        rest=rotation(bone.matrix_local).astype(np.float32),
        head=space.heads[name].astype(np.float32),
        anchor=index[anchor.name] if anchor else -1,
        carrier=rotation(bone.parent.matrix_local).astype(np.float32) if bone.parent else None,
        inherits_rotation=bone.use_inherit_rotation or bone.parent is None,
        local_location=bone.use_local_location,
        takes_location=(parent is None or carried_otherwise) and not (bone.parent and bone.use_connect),
        stretch=float(np.cbrt(abs(np.linalg.det(space.shapes[bone.parent.name])))) if bone.parent else 1.0,
    )
