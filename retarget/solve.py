"""Retargeting by world-space rest-pose alignment, with the canonical skeleton as the hub.

Two rigs never share rest poses, so local rotations can't be copied. What they do share is where each limb points in
the world. For limbs, `RestAlignment.align` is the smallest rotation that takes the canonical T-pose bone to the rig's
own rest bone. Spine, neck and collars stand upright in any rest pose, but each rig draws them in its own way (a
collar may start at the sternum or beside the neck), so what they share is how far they turn from rest: there `align`
is the identity. Then

    to the hub    C = (G * G_rest^-1) * align          (a canonical bone so turned points where the rig's bone does)
    from the hub  G = C * align^-1 * G_rest

with G a bone's world rotation. Smallest rotations leave the twist of a limb to the rest pose's roll, which is
arbitrary, so upper arms and thighs take theirs from the plane in which the elbow and knee really bend: in the motion,
and in a rest pose whose limbs are bent enough to show it. Hands take theirs from the palm, where fingers show one.
"""

from __future__ import annotations

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
_UPRIGHT = np.cos(np.radians(60))  # a rest pose whose posture bones stray further than this isn't upright: align it
_FEET = ("left_ankle", "right_ankle")
_TORSO = ("pelvis", "spine1", "spine2", "spine3", "neck", "head")
# Upper bone, lower bone, end, and the axis in the T-pose about which the joint between them flexes.
_HINGES = (
    ("left_shoulder", "left_elbow", "left_wrist", (0.0, -1.0, 0.0)),
    ("right_shoulder", "right_elbow", "right_wrist", (0.0, 1.0, 0.0)),
    ("left_hip", "left_knee", "left_ankle", (1.0, 0.0, 0.0)),
    ("right_hip", "right_knee", "right_ankle", (1.0, 0.0, 0.0)),
)
# A rest pose's bend, below which it says nothing about a limb's hinge and above which it says all; the most by which
# it is believed. The same for how a hand lies on its forearm.
_BENT_FROM, _BENT_TO, _MOST_ROLL = np.radians(6), np.radians(25), np.radians(75)
_MOST_WRIST, _MOST_PALM = np.radians(60), np.radians(120)
_NEEDED = ("pelvis", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle")
_UP = np.array([0, 1, 0], np.float32)


@dataclass(frozen=True)
class RestAlignment:
    """A rig's rest pose against the canonical one.

    facing: (4,) turns the rig's own axes to the canonical ones (Y up, +Z forward). align: (22, 4) canonical rest bone
    to the rig's, in canonical axes. rest: (22, 4) the rig's world rest rotations. joints: (22,) its joint for each
    role, -1 where none. leg: thigh and shin together, m. ankle: standing height of the ankle above the floor, m.
    """

    facing: F32
    align: F32
    rest: F32
    joints: NDArray[Any]
    leg: float
    ankle: float


def retarget(motion: Motion, target: Skeleton, *, in_place: bool = False, body: Body | None = None) -> Motion:
    """`motion` as `target` would do it: limbs point the same way, hips move in proportion to leg length.

    Both skeletons carry roles (see `rigs.with_roles`); the floor is Y = 0 for both. in_place: leave out horizontal
    travel. body: the target's skin and hands, where they are known. Raises ValueError naming missing roles.
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
    """Measure a rig's rest pose against the canonical T-pose; raises ValueError naming the missing roles.

    body: the rig's skin and hands, where they are known.
    """
    body = body or Body()
    missing = [role for role in _NEEDED if role not in skeleton.role_joint]
    if missing:
        raise ValueError(f"the skeleton lacks {', '.join(missing)}")
    joint = skeleton.role_joint
    pos, rot = skeleton.rest_globals()
    facing = _facing(skeleton, pos)
    pos = quat.rotate(facing, pos)
    canonical = canonical_skeleton()
    ideal, _ = canonical.rest_globals()
    align = np.tile(quat.IDENTITY, (len(CANONICAL_NAMES), 1))
    # A rig with two spine bones points its first at its last.
    ends = {"spine1": "spine2" if "spine2" in joint else "spine3"} | _POINTS_TO
    for role, end in ends.items():
        if role in joint and end in joint:
            have = pos[joint[end]] - pos[joint[role]]
            want = ideal[ROLE_INDEX[end]] - ideal[ROLE_INDEX[role]]
            if role in _FEET:
                have, want = have * (1, 0, 1), want * (1, 0, 1)
            upright = role in _POSTURE and quat.normalize(have) @ quat.normalize(want) > _UPRIGHT
            if np.linalg.norm(have) > 1e-5 and not upright:
                align[ROLE_INDEX[role]] = quat.between(want, have)
    for side in ("left", "right"):
        if f"{side}_wrist" not in joint:  # a forearm that ends nowhere goes on as the upper arm does
            align[ROLE_INDEX[f"{side}_elbow"]] = align[ROLE_INDEX[f"{side}_shoulder"]]
        align[ROLE_INDEX[f"{side}_foot"]] = align[ROLE_INDEX[f"{side}_ankle"]]
    _roll_to_bends(align, pos, joint)
    _roll_to_palms(align, pos, joint, facing, body)
    joints = np.array([joint.get(role, -1) for role in CANONICAL_NAMES])
    leg = float(np.mean([_length(pos, joint, f"{s}_hip", f"{s}_knee", f"{s}_ankle") for s in ("left", "right")]))
    ankle = _ankle_height(pos, joint, leg)
    if body.floor is not None:
        ankle = float(np.mean([pos[joint[f"{s}_ankle"]][1] for s in ("left", "right")])) - body.floor
    return RestAlignment(facing, align, rot[np.maximum(joints, 0)], joints, leg, ankle)


def _roll_to_bends(align: F32, pos: F32, joint: dict[str, int]) -> None:
    """Turn limbs about themselves, in place, until their hinges lie across the bend that the rest pose has.

    A limb that rests straight says nothing about its hinge and keeps the smallest rotation; so does one that rests
    bent the wrong way.
    """
    for upper, lower, end, axis in _HINGES:
        if not {upper, lower, end} <= joint.keys():
            continue
        first, second = pos[joint[lower]] - pos[joint[upper]], pos[joint[end]] - pos[joint[lower]]
        first, second = quat.normalize(first), quat.normalize(second)
        normal = np.cross(first, second)
        bend = float(np.arcsin(np.clip(np.linalg.norm(normal), 0, 1)))
        weight = float(np.clip((bend - _BENT_FROM) / (_BENT_TO - _BENT_FROM), 0, 1))
        for role, along in ((upper, first), (lower, second)):
            index = ROLE_INDEX[role]
            hinge = quat.rotate(align[index], np.asarray(axis, np.float32))
            angle = _angle_about(along, hinge, normal)
            if weight > 0 and abs(angle) < _MOST_ROLL:
                turn = quat.from_axis_angle(along, np.array(weight * angle))
                align[index] = quat.multiply(turn, align[index])


def _roll_to_palms(align: F32, pos: F32, joint: dict[str, int], facing: F32, body: Body) -> None:
    """Hands lie along their forearms, palms down in the T-pose, in place; a forearm rolls half of the way with them.

    Without fingers a hand is taken to rest as straight as it can be drawn.
    """
    for side in ("left", "right"):
        elbow, wrist = ROLE_INDEX[f"{side}_elbow"], ROLE_INDEX[f"{side}_wrist"]
        align[wrist] = align[elbow]
        hand = body.hands.get(side)
        if hand is None or f"{side}_wrist" not in joint:
            continue
        along, palm = quat.rotate(facing, hand.along), quat.rotate(facing, hand.palm)
        forearm = quat.normalize(pos[joint[f"{side}_wrist"]] - pos[joint[f"{side}_elbow"]])
        if along @ forearm < np.cos(_MOST_WRIST):
            continue
        straight = quat.multiply(quat.between(forearm, along), align[elbow])
        roll = _angle_about(along, quat.rotate(straight, -_UP), palm)
        if abs(roll) > _MOST_PALM:
            continue
        align[wrist] = quat.multiply(quat.from_axis_angle(along, np.array(roll)), straight)
        align[elbow] = quat.multiply(quat.from_axis_angle(forearm, np.array(roll / 2)), align[elbow])


def _angle_about(axis: F32, a: F32, b: F32) -> float:
    """Signed angle from a to b, as seen along the unit `axis`, all (3,)."""
    a, b = a - (a @ axis) * axis, b - (b @ axis) * axis
    return float(np.arctan2(np.cross(a, b) @ axis, a @ b))


def _length(pos: F32, joint: dict[str, int], *roles: str) -> float:
    points = [pos[joint[r]] for r in roles]
    return float(sum(np.linalg.norm(b - a) for a, b in pairwise(points)))


def _ankle_height(pos: F32, joint: dict[str, int], leg: float) -> float:
    """How far the ankles stand above the floor: the drop to the toe base, and the toe base's own height."""
    ideal_leg = 0.82
    if "left_foot" not in joint or "right_foot" not in joint:
        return STANDING_HEIGHT["ankle"] * leg / ideal_leg
    drop = np.mean([pos[joint[f"{s}_ankle"]][1] - pos[joint[f"{s}_foot"]][1] for s in ("left", "right")])
    return float(drop) + STANDING_HEIGHT["foot"] * leg / ideal_leg


def _facing(skeleton: Skeleton, pos: F32) -> F32:
    """Rotation (4,) from the rig's rest axes to canonical ones: its left to +X, its up to +Y."""
    joint = skeleton.role_joint
    left = quat.normalize(pos[joint["left_hip"]] - pos[joint["right_hip"]])
    knees = (pos[joint["left_ankle"]] + pos[joint["right_ankle"]]) / 2
    hips = (pos[joint["left_hip"]] + pos[joint["right_hip"]]) / 2
    up = quat.normalize(hips - knees)
    if up @ _UP > np.cos(np.radians(45)):
        up = _UP  # it stands: legs that rest slightly astride or bent say nothing about the floor
    left = quat.normalize(left - (left @ up) * up)
    axes = np.stack([left, up, np.cross(left, up)], axis=-1)
    return quat.inverse(quat.from_matrix(axes)).astype(np.float32)


def _to_hub(motion: Motion) -> Motion:
    """Any skeleton with roles -> the canonical one."""
    rig = rest_alignment(motion.skeleton)
    pos, rot = motion.globals()
    pos, rot = quat.rotate(rig.facing, pos[:, rig.joints]), quat.multiply(rig.facing, rot[:, rig.joints])
    rest = quat.multiply(rig.facing, rig.rest)
    turned = quat.multiply(rot, quat.multiply(quat.inverse(rest), rig.align))
    _fill_missing(turned, rig.joints < 0)
    _twist_from_bend(turned, pos, rig.joints)
    canonical = canonical_skeleton()
    hips = (pos[:, ROLE_INDEX["left_hip"]] + pos[:, ROLE_INDEX["right_hip"]]) / 2
    ideal = rest_alignment(canonical)
    root = _pelvis_at(_scaled(hips, rig, ideal), turned[:, 0], canonical)
    return Motion(canonical, motion.fps, root, local_rotations(canonical, turned), motion.contacts)


def _from_hub(hub: Motion, target: Skeleton, body: Body) -> Motion:
    """The canonical skeleton -> any with roles. Joints without a role keep their rest pose."""
    rig = rest_alignment(target, body)
    pos, turned = hub.globals()
    back = quat.inverse(rig.facing)
    rest = quat.multiply(rig.facing, rig.rest)
    wanted = quat.multiply(back, quat.multiply(turned, quat.multiply(quat.inverse(rig.align), rest)))
    local = np.tile(quat.IDENTITY, (len(hub), len(target), 1))
    world = np.empty_like(local)
    role_of = {int(j): r for r, j in enumerate(rig.joints) if j >= 0}
    for j, parent in enumerate(target.parents):
        at_rest = np.broadcast_to(target.rest[j], world[:, j].shape)
        at_rest = at_rest if parent < 0 else quat.multiply(world[:, parent], target.rest[j])
        world[:, j] = wanted[:, role_of[j]] if j in role_of else at_rest
        if j in role_of:
            local[:, j] = quat.multiply(quat.inverse(at_rest), world[:, j])
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
    """Hip midpoint (T, 3) in proportion to leg length, ankles standing at the target's own height."""
    scale = target.leg / source.leg
    return (hips - source.ankle * _UP) * scale + target.ankle * _UP


def _pelvis_at(hips: F32, pelvis_rot: F32, skeleton: Skeleton) -> F32:
    """Pelvis position (T, 3) that puts the midpoint of the hip joints at `hips`."""
    joint = skeleton.role_joint
    middle = (skeleton.offsets[joint["left_hip"]] + skeleton.offsets[joint["right_hip"]]) / 2
    return hips - quat.rotate(pelvis_rot, middle)


def _fill_missing(turned: F32, missing: NDArray[Any]) -> None:
    """Give roles that the rig lacks a rotation, in place: along the spine between neighbours, else the parent's."""
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
    """Turn upper arms and thighs about themselves, in place, until their hinge lies across the plane of the bend.

    A straight limb has no such plane: there the correction fades into that of the nearest bent frames.
    """
    for upper, lower, end, axis in _HINGES:
        a, b, c = (ROLE_INDEX[r] for r in (upper, lower, end))
        if min(joints[a], joints[b], joints[c]) < 0:
            continue
        along = quat.normalize(pos[:, b] - pos[:, a])
        normal = np.cross(along, quat.normalize(pos[:, c] - pos[:, b]))
        bend = np.linalg.norm(normal, axis=-1)
        normal = quat.normalize(normal)
        hinge = quat.rotate(turned[:, a], np.asarray(axis, np.float32))
        cosine = np.sum(hinge * normal, axis=-1)
        sine = np.sum(np.cross(hinge, normal) * along, axis=-1)
        # Past a right angle the joint is bent backwards or its noise has flipped the plane: believe it less.
        weight = np.clip((bend - 0.1) / 0.3, 0, 1) * np.clip(0.2 + cosine, 0.02, 1)
        even = [smooth.gaussian(weight * v, 4.0) for v in (cosine, sine)]
        angle = np.arctan2(even[1], even[0] + 0.02)  # the small constant: no evidence, no correction
        turn = quat.from_axis_angle(along, angle.astype(np.float32))
        turned[:, a] = quat.multiply(turn, turned[:, a])
