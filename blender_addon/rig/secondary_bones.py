"""Keys of the bones beside the 22 joints: relaxed fingers, twist bones that share a limb's roll, unparented helpers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import bpy
import numpy as np
from numpy.typing import NDArray

from ..animation.rotations import as_mode, rotation_property
from ..bpy_types import Object
from ..retarget import quat, twist
from ..retarget.body import Hand, hand_of, relaxed_fingers, twist_shares
from ..retarget.mapping.bone_map import BoneMap
from ..retarget.motion import F32, Motion, Skeleton
from .rest_pose import rotation, topmost

# Where each segment ends, and whether its twist comes from its end (a hand rolls the forearm) or from its start.
_SEGMENTS = {
    "shoulder": ("elbow", False),
    "elbow": ("wrist", True),
    "hip": ("knee", False),
    "knee": ("ankle", True),
}
Place = Callable[[NDArray], NDArray]  # rest-space points (N, 3) to the skeleton's frame
_MAX_BONES = 4  # of a loose bone with its descendants
_MAX_DISTANCE = 0.15  # of a loose bone from its joint, as a share of the figure's size
_MIN_ANGLE = np.radians(1.0)  # a finger that turns less gets no key


@dataclass(frozen=True)
class Finger:
    """A finger bone with its one key: turn (4,) in its own frame."""

    name: str
    mode: str
    turn: F32


@dataclass(frozen=True)
class TwistBone:
    """A bone beside the chain that turns about its segment's axis.

    axis: (3,) in its own frame. start, end: joints of the segment. share: of the segment's twist, less its parent's
    share. from_end: whether it takes its share of the end joint's twist, as a forearm does; else it takes back the
    start joint's, as an upper arm does.
    """

    name: str
    mode: str
    axis: F32
    start: int
    end: int
    share: float
    from_end: bool


@dataclass(frozen=True)
class LooseBone:
    """A bone without a parent that carries skin and follows the joint beside it. rest, head: in rest space. joint_rest,
    joint_head: the joint's."""

    name: str
    mode: str
    rest: F32
    head: F32
    joint: int
    joint_rest: F32
    joint_head: F32
    local_location: bool

    def keys(self, pos: NDArray, rot: NDArray) -> list[tuple[str, F32]]:
        """Return (property, values) of its rotation and location; pos (T, J, 3) and rot (T, J, 4): the joints' in rest
        space."""
        turned = quat.multiply(rot[:, self.joint], quat.inverse(self.joint_rest))
        basis = quat.multiply(quat.inverse(self.rest), quat.multiply(turned, self.rest))
        moved = pos[:, self.joint] + quat.rotate(turned, self.head - self.joint_head) - self.head
        where = quat.rotate(quat.inverse(self.rest), moved) if self.local_location else moved
        return [
            (rotation_property(self.mode)[0], as_mode(basis, self.mode)),
            ("location", where.astype(np.float32)),
        ]


@dataclass(frozen=True)
class SecondaryBones:
    """The fingers, twist bones and loose bones of one rig. segments: (start, end) joints between which the skeleton's
    own joints share the twist."""

    fingers: tuple[Finger, ...] = ()
    twists: tuple[TwistBone, ...] = ()
    segments: tuple[tuple[int, int], ...] = ()
    loose: tuple[LooseBone, ...] = ()

    def channels(self, motion: Motion) -> list[tuple[str, str, F32]]:
        """Return (bone, property, values) for each bone: (1, C) values for fingers, (T, C) for twist bones."""
        out = []
        for finger in self.fingers:
            out.append((finger.name, rotation_property(finger.mode)[0], as_mode(finger.turn[None], finger.mode)))
        angles: dict[tuple[int, int], NDArray] = {}
        for bone in self.twists:
            key = (bone.start, bone.end)
            if key not in angles:
                angles[key] = (twist.end_twist if bone.from_end else twist.joint_twist)(motion, *key)
            turn = quat.from_axis_angle(bone.axis, bone.share * angles[key])
            out.append((bone.name, rotation_property(bone.mode)[0], as_mode(turn, bone.mode)))
        return out


def hands(armature: Object, bone_map: BoneMap, place: Place) -> dict[str, Hand]:
    """Measure both hands by their fingers. place: converts rest-space points (N, 3) to the skeleton's frame."""
    found = {}
    for side in ("left", "right"):
        chains = [place(_points(armature, chain)[:-1]) for chain in bone_map.fingers.get(side, ()) if chain]
        wrist = bone_map.bones.get(f"{side}_wrist")
        if wrist is not None and chains:
            hand = hand_of(side, place(_head(armature, wrist.name)[None])[0], chains)
            if hand is not None:
                found[side] = hand
    return found


def secondary_bones(
    armature: Object, bone_map: BoneMap, skeleton: Skeleton, found: Mapping[str, Hand], place: Place
) -> SecondaryBones:
    """Measure a rig's fingers, twist bones and loose bones. found: side -> hand. place: converts rest-space points
    (N, 3) to the skeleton's frame."""
    joint = skeleton.role_joint
    segments = []
    for side in ("left", "right"):
        for start, (end, from_end) in _SEGMENTS.items():
            if from_end and {f"{side}_{start}", f"{side}_{end}"} <= joint.keys():
                segments.append((joint[f"{side}_{start}"], joint[f"{side}_{end}"]))
    fingers = [f for side, hand in found.items() for f in _fingers(armature, bone_map, side, hand, place)]
    twists = [t for role, names in bone_map.twists.items() for t in _twists(armature, role, names, skeleton)]
    loose = _loose(armature, skeleton, place)
    return SecondaryBones(tuple(fingers), tuple(twists), tuple(segments), tuple(loose))


def _loose(armature: Object, skeleton: Skeleton, place: Place) -> list[LooseBone]:
    """Find bones without a parent that carry skin near a joint: helper bones whose rig an exporter dropped."""
    bones = armature.data.bones
    top = topmost(bones[skeleton.names[0]])
    skinned = [obj for obj in bpy.data.objects if obj.type == "MESH" and obj.find_armature() is armature]
    groups = {group.name for obj in skinned for group in obj.vertex_groups}
    pos, _ = skeleton.rest_globals()
    size = float(np.ptp(pos, axis=0).max())
    out = []
    for bone in bones:
        if bone.parent or bone == top:
            continue  # before asking for its children, which takes Blender a while
        family = [bone, *bone.children_recursive]
        if len(family) > _MAX_BONES or not groups & {each.name for each in family}:
            continue
        if any(each.name in skeleton.names or armature.pose.bones[each.name].constraints for each in family):
            continue
        away, joint = _nearest(skeleton, pos, place(_head(armature, bone.name)[None])[0])
        if away < _MAX_DISTANCE * size:
            carrier = bones[skeleton.names[joint]]
            rest, carrier_rest = (rotation(b.matrix_local).astype(np.float32) for b in (bone, carrier))
            heads = (_head(armature, b.name).astype(np.float32) for b in (bone, carrier))
            mode = armature.pose.bones[bone.name].rotation_mode
            head, carrier_head = heads
            local = bone.use_local_location
            out.append(LooseBone(bone.name, mode, rest, head, joint, carrier_rest, carrier_head, local))
    return out


def _nearest(skeleton: Skeleton, pos: NDArray, point: NDArray) -> tuple[float, int]:
    """Return the distance (m) from a point to the nearest segment between a joint and its child, and that joint."""
    best = (np.inf, 0)
    for child, joint in enumerate(skeleton.parents):
        if joint >= 0:
            along = pos[child] - pos[joint]
            at = np.clip((point - pos[joint]) @ along / max(along @ along, 1e-12), 0, 1)
            best = min(best, (float(np.linalg.norm(pos[joint] + at * along - point)), int(joint)))
    return best


def _fingers(armature: Object, bone_map: BoneMap, side: str, hand: Hand, place: Place) -> list[Finger]:
    chains = [chain for chain in bone_map.fingers[side] if chain]
    points = [place(_points(armature, chain)) for chain in chains]
    wrist = place(_head(armature, bone_map.bones[f"{side}_wrist"].name)[None])[0]
    back = _turn_of(place)
    out = []
    for chain, turns in zip(chains, relaxed_fingers(hand, wrist, points), strict=True):
        for name, turn in zip(chain, turns, strict=True):
            if 2 * np.arccos(np.clip(abs(turn[0]), 0, 1)) < _MIN_ANGLE:
                continue
            vector = quat.rotate(back, turn[1:])
            rest = rotation(armature.data.bones[name].matrix_local)
            local = quat.rotate(quat.inverse(rest), vector)
            turned = np.concatenate([turn[:1], local]).astype(np.float32)
            out.append(Finger(name, armature.pose.bones[name].rotation_mode, turned))
    return out


def _twists(armature: Object, role: str, names: tuple[str, ...], skeleton: Skeleton) -> list[TwistBone]:
    side, _, part = role.rpartition("_")
    joint = skeleton.role_joint
    if part not in _SEGMENTS or role not in joint:
        return []
    end_part, from_end = _SEGMENTS[part]
    end = joint.get(f"{side}_{end_part}")
    if end is None:
        return []
    bones, start = armature.data.bones, joint[role]
    beside = [name for name in names if name in bones and name not in skeleton.names]
    from_head, to_head = (np.array(bones[skeleton.names[j]].head_local) for j in (start, end))
    shares = dict(zip(beside, twist_shares(from_head, to_head, [_head(armature, n) for n in beside]), strict=True))
    out = []
    for name in beside:
        carrier = bones[name].parent
        while carrier and carrier.name not in shares and carrier.name != skeleton.names[start]:
            carrier = carrier.parent
        if carrier is None:
            continue
        # The start joint's twist turns the whole upper limb: a bone nearer to its start takes part of it back.
        share = shares[name] if from_end else shares[name] - 1
        if carrier.name in shares:
            share = shares[name] - shares[carrier.name]
        axis = quat.rotate(quat.inverse(rotation(bones[name].matrix_local)), quat.normalize(to_head - from_head))
        mode = armature.pose.bones[name].rotation_mode
        out.append(TwistBone(name, mode, axis.astype(np.float32), start, end, share, from_end))
    return out


def _head(armature: Object, name: str) -> NDArray:
    return np.array(armature.data.bones[name].head_local, np.float64)


def _points(armature: Object, chain: tuple[str, ...]) -> NDArray:
    """Return the heads of a chain of bones and the last one's tail, (N + 1, 3) in armature space."""
    bones = armature.data.bones
    return np.array([*(bones[name].head_local[:] for name in chain), bones[chain[-1]].tail_local[:]], np.float64)


def _turn_of(place: Place) -> NDArray:
    """Return the rotation (4,) from the skeleton's axes to rest space's. place: an affine map without mirroring."""
    origin, *axes = place(np.concatenate([np.zeros((1, 3)), np.eye(3)]))
    columns = np.stack([quat.normalize(a - origin) for a in axes], axis=-1)
    return quat.inverse(quat.from_matrix(columns))
