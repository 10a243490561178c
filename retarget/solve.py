"""Retargeting by world-space alignment of rest poses, with the canonical skeleton as the hub.

Rigs differ in their rest poses, so local rotations cannot be copied; the world directions of limbs can. For limbs,
`RestAlignment.align` is the smallest rotation that takes the canonical T-pose bone to the rig's rest bone. Spine, neck
and collars stand upright in any rest pose but are drawn differently in each rig (a collar may start at the sternum or
beside the neck), so their rotation from rest is copied instead: there `align` is the identity. Then

    to the hub    C = (G * G_rest^-1) * align          (a canonical bone with rotation C points where the rig's does)
    from the hub  G = C * align^-1 * G_rest

with G a bone's world rotation. The smallest rotation leaves the twist of a limb to the rest pose's roll, which is
arbitrary. So upper arms and thighs take their twist from the plane in which elbow and knee bend: in the motion, and in
a rest pose whose limbs are bent enough to define it. Hands take theirs from the palm, where fingers define one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import quat, smooth
from .body import Body
from .motion import (
    CANONICAL_NAMES,
    CANONICAL_PARENTS,
    F32,
    ROLE_INDEX,
    STANDING_HEIGHT,
    Motion,
    Skeleton,
    canonical_skeleton,
    forward_kinematics,
    local_rotations,
)

# The joint a role's bone points to. Pelvis, head and toes point nowhere that two rigs agree on: they keep the rig's
# facing. The wrist follows its forearm, and a foot is flat in any rest pose, so only its heading is aligned.
_POINTS_TO = {
    "spine2": "spine3", "spine3": "neck", "neck": "head",
    "left_collar": "left_shoulder", "left_shoulder": "left_elbow", "left_elbow": "left_wrist",
    "right_collar": "right_shoulder", "right_shoulder": "right_elbow", "right_elbow": "right_wrist",
    "left_hip": "left_knee", "left_knee": "left_ankle", "left_ankle": "left_foot",
    "right_hip": "right_knee", "right_knee": "right_ankle", "right_ankle": "right_foot",
}  # fmt: skip
_POSTURE = ("spine1", "spine2", "spine3", "neck", "left_collar", "right_collar")
_UPRIGHT = math.cos(math.radians(60))  # a rest pose whose posture bones stray further than this isn't upright: align it
_FEET = ("left_ankle", "right_ankle")
_TORSO = ("pelvis", "spine1", "spine2", "spine3", "neck", "head")
# Upper bone, lower bone, end, and the axis in the T-pose about which the joint between them flexes.
_HINGES = (
    ("left_shoulder", "left_elbow", "left_wrist", (0.0, -1.0, 0.0)),
    ("right_shoulder", "right_elbow", "right_wrist", (0.0, 1.0, 0.0)),
    ("left_hip", "left_knee", "left_ankle", (1.0, 0.0, 0.0)),
    ("right_hip", "right_knee", "right_ankle", (1.0, 0.0, 0.0)),
)
# Bends of a rest pose, rad: below the first they do not define a limb's hinge, from the second on they do. Then the
# largest roll that is accepted from them, and likewise for a hand against its forearm.
_BENT_FROM, _BENT_TO, _MOST_ROLL = np.radians(6), np.radians(25), np.radians(75)
_MOST_WRIST, _MOST_PALM = np.radians(60), np.radians(120)
_NEEDED = ("pelvis", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle")
_UP = np.array([0, 1, 0], np.float32)


@dataclass(frozen=True)
class RestAlignment:
    """A rig's rest pose relative to the canonical one.

    facing: (4,) rotation from the rig's axes to the canonical ones (Y up, +Z forward). align: (22, 4) rotation from the
    canonical rest bone to the rig's, in canonical axes. rest: (22, 4) the rig's world rest rotations, in its own axes.
    joints: (22,) its joint for each role, -1 where none. leg: length of thigh and shin, m. ankle: height of the ankle
    above the floor in the rest pose, m.
    """

    facing: F32
    align: F32
    rest: F32
    joints: NDArray[Any]
    leg: float
    ankle: float


def retarget(motion: Motion, target: Skeleton, *, in_place: bool = False, body: Body | None = None) -> Motion:
    """Transfer `motion` to the skeleton `target`: limbs point the same way, hips move in proportion to leg length.

    Both skeletons need roles (see `mapping.bone_map.with_roles`); the floor is Y = 0 for both. in_place: keep the root
    at its first place on the ground. body: the target's skin and hands, where they are known. Raises ValueError naming
    the roles that a skeleton lacks.
    """
    at_hub = motion.skeleton.digest == canonical_skeleton().digest and motion.skeleton.roles == CANONICAL_NAMES
    hub = motion if at_hub else _to_hub(motion)
    moved = _from_hub(hub, target, body or Body())
    if in_place:
        root = moved.root_pos.copy()
        root[:, [0, 2]] = root[:1, [0, 2]]
        moved = Motion(moved.skeleton, moved.fps, root, moved.rot, moved.contacts)
    return moved


def rest_alignment(skeleton: Skeleton, body: Body | None = None) -> RestAlignment:
    """Measure a rig's rest pose against the canonical T-pose.

    body: the rig's skin and hands, where they are known. Raises ValueError naming the required roles that are missing.
    """
    body = body or Body()
    missing = [role for role in _NEEDED if role not in skeleton.role_joint]
    if missing:
        raise ValueError(f"the skeleton lacks {', '.join(missing)}")
    joint = skeleton.role_joint
    # Rest positions in canonical axes.
    pos, rot = skeleton.rest_globals()
    facing = _facing(skeleton, pos)
    pos = quat.rotate(facing, pos)
    canonical = canonical_skeleton()
    ideal, _ = canonical.rest_globals()
    align = np.tile(quat.IDENTITY, (len(CANONICAL_NAMES), 1))
    # The smallest rotation from each canonical bone to the rig's. With two spine bones the first points at the last.
    ends = {"spine1": "spine2" if "spine2" in joint else "spine3"} | _POINTS_TO
    for role, end in ends.items():
        if role in joint and end in joint:
            have = pos[joint[end]] - pos[joint[role]]
            want = ideal[ROLE_INDEX[end]] - ideal[ROLE_INDEX[role]]
            if role in _FEET:
                have, want = have * (1, 0, 1), want * (1, 0, 1)
            # A torso that stands upright, as any rest pose's should, keeps the identity.
            upright = role in _POSTURE and quat.normalize(have) @ quat.normalize(want) > _UPRIGHT
            if np.linalg.norm(have) > 1e-5 and not upright:
                align[ROLE_INDEX[role]] = quat.between(want, have)
    for side in ("left", "right"):
        if f"{side}_wrist" not in joint:  # a forearm that ends nowhere goes on as the upper arm does
            align[ROLE_INDEX[f"{side}_elbow"]] = align[ROLE_INDEX[f"{side}_shoulder"]]
        align[ROLE_INDEX[f"{side}_foot"]] = align[ROLE_INDEX[f"{side}_ankle"]]
    _roll_to_bends(align, pos, joint)
    _roll_to_palms(align, pos, joint, facing, body)
    # Sizes that scale the travel: leg length, and the ankle's height from the skin or else from the toe base.
    joints = np.array([joint.get(role, -1) for role in CANONICAL_NAMES])
    leg = float(np.mean([_length(pos, joint, f"{s}_hip", f"{s}_knee", f"{s}_ankle") for s in ("left", "right")]))
    ankle = _ankle_height(pos, joint, leg)
    if body.floor is not None:
        ankle = float(np.mean([pos[joint[f"{s}_ankle"]][1] for s in ("left", "right")])) - body.floor
    return RestAlignment(facing, align, rot[np.maximum(joints, 0)], joints, leg, ankle)


def _roll_to_bends(align: F32, pos: F32, joint: dict[str, int]) -> None:
    """Roll limbs about their length, in place, so that hinges are normal to the plane in which the rest pose bends.

    A limb that rests straight has no such plane and keeps the smallest rotation; so does one bent the wrong way.
    """
    for upper, lower, end, axis in _HINGES:
        if not {upper, lower, end} <= joint.keys():
            continue
        first, second = pos[joint[lower]] - pos[joint[upper]], pos[joint[end]] - pos[joint[lower]]
        first, second = quat.normalize(first), quat.normalize(second)
        # |normal| is the sine of the bend; the correction fades in between `_BENT_FROM` and `_BENT_TO`.
        normal = np.cross(first, second)
        bend = float(np.arcsin(np.clip(np.linalg.norm(normal), 0, 1)))
        weight = float(np.clip((bend - _BENT_FROM) / (_BENT_TO - _BENT_FROM), 0, 1))
        for role, along in ((upper, first), (lower, second)):
            index = ROLE_INDEX[role]
            # The angle about the bone from its hinge axis to the plane's normal.
            hinge = quat.rotate(align[index], np.asarray(axis, np.float32))
            angle = _angle_about(along, hinge, normal)
            if weight > 0 and abs(angle) < _MOST_ROLL:
                turn = quat.from_axis_angle(along, np.array(weight * angle))
                align[index] = quat.multiply(turn, align[index])


def _roll_to_palms(align: F32, pos: F32, joint: dict[str, int], facing: F32, body: Body) -> None:
    """Align hands, in place, with the measured directions of their length and palm; forearms take half of the roll.

    In the canonical T-pose a hand continues its forearm with the palm down. Without fingers a hand is taken to rest in
    line with its forearm. A hand that is measured too far off its forearm is not used.
    """
    for side in ("left", "right"):
        elbow, wrist = ROLE_INDEX[f"{side}_elbow"], ROLE_INDEX[f"{side}_wrist"]
        align[wrist] = align[elbow]
        hand = body.hands.get(side)
        if hand is None or f"{side}_wrist" not in joint:
            continue
        along, palm = quat.rotate(facing, hand.along), quat.rotate(facing, hand.palm)
        forearm = quat.normalize(pos[joint[f"{side}_wrist"]] - pos[joint[f"{side}_elbow"]])
        if along @ forearm < math.cos(_MOST_WRIST):
            continue
        # First the smallest rotation of the forearm's direction onto the hand's, then the roll that fits the palm.
        straight = quat.multiply(quat.between(forearm, along), align[elbow])
        roll = _angle_about(along, quat.rotate(straight, -_UP), palm)
        if abs(roll) > _MOST_PALM:
            continue
        align[wrist] = quat.multiply(quat.from_axis_angle(along, np.array(roll)), straight)
        align[elbow] = quat.multiply(quat.from_axis_angle(forearm, np.array(roll / 2)), align[elbow])


def _angle_about(axis: F32, a: F32, b: F32) -> float:
    """Signed angle in rad from a to b about the unit `axis`, all (3,)."""
    # Both projected onto the plane normal to the axis.
    a, b = a - (a @ axis) * axis, b - (b @ axis) * axis
    return float(np.arctan2(np.cross(a, b) @ axis, a @ b))


def _length(pos: F32, joint: dict[str, int], *roles: str) -> float:
    """Length in m of the chain through the roles' joints."""
    points = [pos[joint[r]] for r in roles]
    return float(sum(np.linalg.norm(b - a) for a, b in pairwise(points)))


def _ankle_height(pos: F32, joint: dict[str, int], leg: float) -> float:
    """Height in m of the ankles above the floor: the drop to the toe base, and the toe base's height for such legs."""
    ideal_leg = 0.82
    if "left_foot" not in joint or "right_foot" not in joint:
        return STANDING_HEIGHT["ankle"] * leg / ideal_leg
    drop = np.mean([pos[joint[f"{s}_ankle"]][1] - pos[joint[f"{s}_foot"]][1] for s in ("left", "right")])
    return float(drop) + STANDING_HEIGHT["foot"] * leg / ideal_leg


def _facing(skeleton: Skeleton, pos: F32) -> F32:
    """Rotation (4,) from the rig's rest axes to canonical ones: its left to +X, its up to +Y.

    Left is from the right hip to the left one, or shoulder where both hips are at one place; up from the ankles' middle
    to the hips'.
    """
    joint = skeleton.role_joint
    left = pos[joint["left_hip"]] - pos[joint["right_hip"]]
    if "left_shoulder" in joint and "right_shoulder" in joint:
        shoulders = pos[joint["left_shoulder"]] - pos[joint["right_shoulder"]]
        left = shoulders if np.linalg.norm(left) < 1e-3 * np.linalg.norm(shoulders) else left
    left = quat.normalize(left)
    knees = (pos[joint["left_ankle"]] + pos[joint["right_ankle"]]) / 2
    hips = (pos[joint["left_hip"]] + pos[joint["right_hip"]]) / 2
    up = quat.normalize(hips - knees)
    if up @ _UP > math.cos(math.radians(60)):
        up = _UP  # it stands: legs that rest slightly astride or bent say nothing about the floor
    left = quat.normalize(left - (left @ up) * up)
    axes = np.stack([left, up, np.cross(left, up)], axis=-1)
    return quat.inverse(quat.from_matrix(axes)).astype(np.float32)


def _to_hub(motion: Motion) -> Motion:
    """Transfer a motion from any skeleton with roles to the canonical one: C = G G_rest^-1 align."""
    rig = rest_alignment(motion.skeleton)
    # World pose of each role's joint in canonical axes. Missing roles read the last joint; they are filled in below.
    pos, rot = motion.globals()
    pos, rot = quat.rotate(rig.facing, pos[:, rig.joints]), quat.multiply(rig.facing, rot[:, rig.joints])
    rest = quat.multiply(rig.facing, rig.rest)
    turned = quat.multiply(rot, quat.multiply(quat.inverse(rest), rig.align))
    # Roles that the rig lacks, and the twist of limbs, which the rest pose's roll does not tell.
    _fill_missing(turned, rig.joints < 0)
    _twist_from_bend(turned, pos, rig.joints)
    # The root from the middle of the hip joints, scaled by leg length.
    canonical = canonical_skeleton()
    hips = (pos[:, ROLE_INDEX["left_hip"]] + pos[:, ROLE_INDEX["right_hip"]]) / 2
    ideal = rest_alignment(canonical)
    root = _pelvis_at(_scaled(hips, rig, ideal), turned[:, 0], canonical)
    return Motion(canonical, motion.fps, root, local_rotations(canonical, turned), motion.contacts)


def _from_hub(hub: Motion, target: Skeleton, body: Body) -> Motion:
    """Transfer a motion from the canonical skeleton to any with roles: G = C align^-1 G_rest.

    Joints without a role keep their local rest rotation.
    """
    rig = rest_alignment(target, body)
    pos, turned = hub.globals()
    back = quat.inverse(rig.facing)
    rest = quat.multiply(rig.facing, rig.rest)
    wanted = quat.multiply(back, quat.multiply(turned, quat.multiply(quat.inverse(rig.align), rest)))
    # World rotations from the root down; local ones relative to where the parent carries the rest pose.
    local = np.tile(quat.IDENTITY, (len(hub), len(target), 1))
    world = np.empty_like(local)
    role_of = {int(j): r for r, j in enumerate(rig.joints) if j >= 0}
    for j, parent in enumerate(target.parents):
        at_rest = np.broadcast_to(target.rest[j], world[:, j].shape)
        at_rest = at_rest if parent < 0 else quat.multiply(world[:, parent], target.rest[j])
        world[:, j] = wanted[:, role_of[j]] if j in role_of else at_rest
        if j in role_of:
            local[:, j] = quat.multiply(quat.inverse(at_rest), world[:, j])
    # The middle of the hip joints, scaled by leg length, in the target's axes.
    hips = (pos[:, ROLE_INDEX["left_hip"]] + pos[:, ROLE_INDEX["right_hip"]]) / 2
    ideal = rest_alignment(hub.skeleton)
    hips = quat.rotate(back, _scaled(hips, ideal, rig))
    local = quat.continuous(quat.normalize(local)).astype(np.float32)
    # Root bones above the hips may carry the pelvis anywhere: place the root so that the hip joints land right.
    at_origin, _ = forward_kinematics(target, np.zeros((len(hub), 3), np.float32), local)
    joint = target.role_joint
    root = hips - (at_origin[:, joint["left_hip"]] + at_origin[:, joint["right_hip"]]) / 2
    return Motion(target, hub.fps, root, local, hub.contacts)


def _scaled(hips: F32, source: RestAlignment, target: RestAlignment) -> F32:
    """Scale the hips' midpoint (T, 3) m by leg length, measured from the height at which the ankles stand."""
    scale = target.leg / source.leg
    return (hips - source.ankle * _UP) * scale + target.ankle * _UP


def _pelvis_at(hips: F32, pelvis_rot: F32, skeleton: Skeleton) -> F32:
    """Pelvis position (T, 3) m that puts the midpoint of the hip joints at `hips` (T, 3)."""
    joint = skeleton.role_joint
    middle = (skeleton.offsets[joint["left_hip"]] + skeleton.offsets[joint["right_hip"]]) / 2
    return hips - quat.rotate(pelvis_rot, middle)


def _fill_missing(turned: F32, missing: NDArray[Any]) -> None:
    """Fill in world rotations (T, 22, 4) of roles that the rig lacks, in place.

    Torso roles by slerp between the nearest known ones in the chain from pelvis to head, others from their parent.
    """
    torso = [ROLE_INDEX[r] for r in _TORSO]
    known = [i for i, r in enumerate(torso) if not missing[r]]
    for i, r in enumerate(torso):
        if missing[r]:
            low = max((k for k in known if k < i), default=known[0])
            high = min((k for k in known if k > i), default=low)
            share = (i - low) / max(high - low, 1)
            turned[:, r] = quat.slerp(turned[:, torso[low]], turned[:, torso[high]], np.full(len(turned), share))
    for r, parent in enumerate(CANONICAL_PARENTS):
        if missing[r] and r not in torso:
            turned[:, r] = turned[:, parent]


def _twist_from_bend(turned: F32, pos: F32, joints: NDArray[Any]) -> None:
    """Twist upper arms and thighs about their length, in place, so that the hinge is normal to the plane of the bend.

    A straight limb has no such plane: there the correction is that of the nearest bent frames, smoothed over time.
    turned: (T, 22, 4) world rotations. pos: (T, 22, 3) m.
    """
    for upper, lower, end, axis in _HINGES:
        a, b, c = (ROLE_INDEX[r] for r in (upper, lower, end))
        if min(joints[a], joints[b], joints[c]) < 0:
            continue
        along = quat.normalize(pos[:, b] - pos[:, a])
        # The plane's normal; its length is the sine of the bend.
        normal = np.cross(along, quat.normalize(pos[:, c] - pos[:, b]))
        bend = np.linalg.norm(normal, axis=-1)
        normal = quat.normalize(normal)
        hinge = quat.rotate(turned[:, a], np.asarray(axis, np.float32))
        # The angle about the bone from the hinge to the normal, as cosine and sine.
        cosine = np.sum(hinge * normal, axis=-1)
        sine = np.sum(np.cross(hinge, normal) * along, axis=-1)
        # Past a right angle the joint is bent backwards or its noise has flipped the plane: believe it less.
        weight = np.clip((bend - 0.1) / 0.3, 0, 1) * np.clip(0.2 + cosine, 0.02, 1)
        # Weighted and smoothed as a vector, so that angles wrap: frames without evidence take their neighbours'.
        even = [smooth.gaussian(weight * v, 4.0) for v in (cosine, sine)]
        angle = np.arctan2(even[1], even[0] + 0.02)  # the small constant: no evidence, no correction
        turn = quat.from_axis_angle(along, angle.astype(np.float32))
        turned[:, a] = quat.multiply(turn, turned[:, a])
