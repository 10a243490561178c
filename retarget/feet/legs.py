"""Legs of a rig: sizes, the points of the foot that touch the floor, and two-bone inverse kinematics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat
from ..body import Sole
from ..motion import F32, STANDING_HEIGHT, Bool, Motion, Skeleton

_CANONICAL_LEG = 0.82  # thigh and shin of the canonical skeleton, m
_STRAIGHT, _HINGED = 0.1, 0.05  # sine of the flexion from which a knee keeps its own plane; weight of its hinge
_SOFT_REACH, _FULL_REACH = 0.990, 0.9995  # shares of the leg's length: from where it stretches less, and at most


@dataclass(frozen=True)
class Leg:
    """One leg's joints, and the points of its foot in the frames of their joints, m."""

    hip: int
    knee: int
    ankle: int
    toe: NDArray[Any]  # (3,) to the toe base, from the ankle
    heel: NDArray[Any]  # (3,) to the sole below the ankle
    sole: tuple[tuple[int, NDArray[Any]], ...]  # joints and the points (N, 3) on them that must stay out of the floor
    hinge: NDArray[Any]  # the axis, in the hip bone's frame, about which the knee flexes
    stand: tuple[float, float]  # heights of ankle and toe base above the floor in the rest pose, m
    scale: float  # leg length over the canonical one
    hinged: bool = True  # it bends about that axis alone, as knees do and elbows do not


def legs_of(skeleton: Skeleton, soles: tuple[Sole, Sole] | None = None) -> tuple[Leg, Leg]:
    """Measure the left and right leg of a skeleton in its rest pose.

    soles: the feet's skin, where it is known; without it a foot is as high as a person's with legs of that length.
    Raises ValueError naming roles that the skeleton lacks.
    """
    joint = skeleton.role_joint
    needed = [f"{side}_{part}" for side in ("left", "right") for part in ("hip", "knee", "ankle")]
    missing = [role for role in needed if role not in joint]
    if missing:
        raise ValueError(f"the skeleton lacks {', '.join(missing)}")
    # The figure's axes: up along the legs, or world up where they nearly stand; left across the hips.
    pos, rot = skeleton.rest_globals()
    middle = {part: (pos[joint[f"left_{part}"]] + pos[joint[f"right_{part}"]]) / 2 for part in ("hip", "ankle")}
    up = quat.normalize(middle["hip"] - middle["ankle"])
    up = np.array([0, 1, 0], np.float32) if up[1] > 0.7 else up
    left = pos[joint["left_hip"]] - pos[joint["right_hip"]]
    left = quat.normalize(left - (left @ up) * up)
    forward = np.cross(left, up)
    axes = (left, up, forward)
    legs = _leg(joint, "left", pos, rot, axes), _leg(joint, "right", pos, rot, axes)
    if soles is None:
        return legs
    floor = min(sole.floor for sole in soles)
    return _shod(legs[0], joint.get("left_foot"), soles[0], floor, pos, rot), _shod(
        legs[1], joint.get("right_foot"), soles[1], floor, pos, rot
    )


def _leg(
    joint: dict[str, int], side: str, pos: F32, rot: F32, axes: tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
) -> Leg:
    """Measure one leg in the rest pose. axes: the figure's left, up and forward, unit vectors (3,)."""
    left, up, forward = axes
    hip, knee, ankle = (joint[f"{side}_{part}"] for part in ("hip", "knee", "ankle"))
    scale = float(np.linalg.norm(pos[knee] - pos[hip]) + np.linalg.norm(pos[ankle] - pos[knee])) / _CANONICAL_LEG
    ball_height = STANDING_HEIGHT["foot"] * scale
    # The toe base and the heights of both points: from the rig, or in proportion to the leg where it has no toe base.
    if f"{side}_foot" in joint:
        toe = pos[joint[f"{side}_foot"]] - pos[ankle]
        stand = ball_height + max(float(-toe @ up), 0.0)
    else:
        stand = STANDING_HEIGHT["ankle"] * scale
        toe = forward * 0.13 * scale - up * (stand - ball_height)
    # Everything in the frames of its joints, so that it moves with them.
    back = quat.inverse(rot[ankle])
    toe, heel = quat.rotate(back, toe), quat.rotate(back, -up * stand)
    hinge = quat.rotate(quat.inverse(rot[hip]), left)
    sole = ((ankle, np.stack([heel, toe])),)
    return Leg(hip, knee, ankle, toe, heel, sole, hinge, (stand, ball_height), scale)


def _shod(leg: Leg, toe: int | None, sole: Sole, floor: float, pos: F32, rot: F32) -> Leg:
    """Replace a leg's heights and floor points by those of its skin. toe: the toe base's joint. floor: height, m."""

    def on(joint: int, points: NDArray[Any]) -> tuple[int, NDArray[Any]]:
        return joint, quat.rotate(quat.inverse(rot[joint]), points - pos[joint]).astype(np.float32)

    parts = [(leg.ankle, sole.heel), (leg.ankle if toe is None else toe, sole.tip)]
    ankle_height = float(pos[leg.ankle, 1]) - floor
    ball = float((pos[leg.ankle] + quat.rotate(rot[leg.ankle], leg.toe))[1]) - floor
    heel = quat.rotate(quat.inverse(rot[leg.ankle]), np.array([0, -ankle_height, 0], np.float32))
    touching = tuple(on(joint, points) for joint, points in parts if len(points))
    return replace(leg, heel=heel, sole=touching, stand=(ankle_height, ball))


def foot_points(motion: Motion, legs: tuple[Leg, Leg]) -> F32:
    """Compute world positions (T, 4, 3) m of both ankles and toe bases, in CONTACT_ROLES' order."""
    pos, rot = motion.globals()
    out = [p for leg in legs for p in (pos[:, leg.ankle], pos[:, leg.ankle] + quat.rotate(rot[:, leg.ankle], leg.toe))]
    return np.stack(out, axis=1).astype(np.float32)


def leg_length(pos: F32, leg: Leg) -> float:
    """Length of thigh and shin together, m, in the first frame of `pos` (T, J, 3)."""
    return float(sum(np.linalg.norm(pos[0, b] - pos[0, a]) for a, b in ((leg.hip, leg.knee), (leg.knee, leg.ankle))))


def comfortable(limit: float, present: NDArray[Any], to: NDArray[Any]) -> NDArray[Any]:
    """Distances (T,) m from hip to ankle up to which a leg stretches freely: `limit`, m, in general.

    A leg that was longer already and hardly moves keeps its length; this fades within centimetres. present, to: (T, 3)
    m from the hip to the ankle, before and after.
    """
    length, moved = np.linalg.norm(present, axis=-1), np.linalg.norm(to - present, axis=-1)
    return limit + np.maximum(length - limit, 0) * np.exp(-moved / 0.01)


def _reach(present: NDArray[Any], to: NDArray[Any], length: float) -> NDArray[Any]:
    """Distances (T,) m from hip to ankle: |to|, but approaching the full length exponentially near a straight leg."""
    wanted = np.linalg.norm(to, axis=-1)
    begin = comfortable(_SOFT_REACH * length, present, to)
    room = np.maximum(_FULL_REACH * length - begin, 1e-6)
    return np.where(wanted <= begin, wanted, begin + room * -np.expm1(-np.maximum(wanted - begin, 0) / room))


def solve_leg(skeleton: Skeleton, leg: Leg, pos: F32, rot: F32, to: F32, turn: NDArray[Any], local: F32) -> None:
    """Solve hip and knee so that the ankle reaches `to` (T, 3) m, and rotate the foot by `turn` (T, 4) in the world.

    pos (T, J, 3) m, rot (T, J, 4): the world pose before. Writes into `local` (T, J, 4), the rotations of that pose;
    frames in which nothing moves stay the same to the bit. The knee keeps its plane and never straightens fully.
    """
    moved = (np.linalg.norm(to - pos[:, leg.ankle], axis=-1) > 1e-5) | (np.abs(turn[:, 0]) < 1 - 1e-7)
    if not moved.any():
        return
    pos, rot, target, turn = pos[moved], rot[moved], to[moved], turn[moved]
    hip, ankle = pos[:, leg.hip], pos[:, leg.ankle]
    thigh, shin, normal, bent = knee_bend(leg, pos, rot)
    upper, lower = np.linalg.norm(thigh, axis=-1), np.linalg.norm(shin, axis=-1)
    length = float((upper + lower).max())
    # The distance to span: no longer than the leg allows, and no shorter than its folded length.
    reach = _reach(ankle - hip, target - hip, length)
    reach = np.maximum(reach, np.abs(upper - lower) + 0.02 * length)
    # Knee: from its present flexion to the one that the law of cosines gives for the distance.
    bend = np.arccos(np.clip((reach**2 - upper**2 - lower**2) / (2 * upper * lower), -1, 1))
    flex = quat.from_axis_angle(normal, bend - bent)
    # Hip: the smallest rotation that then points the leg at its goal.
    swing = quat.between(thigh + quat.rotate(flex, shin), target - hip)
    turn_joints(skeleton, {leg.hip: swing, leg.knee: quat.multiply(swing, flex), leg.ankle: turn}, rot, moved, local)


def knee_bend(leg: Leg, pos: F32, rot: F32) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Measure a knee: thigh and shin (T, 3) m, the axis (T, 3) about which it flexes, and how far (T,) rad.

    pos (T, J, 3) m, rot (T, J, 4): the pose in the world. Negative is bent backwards: against the side of most frames.
    """
    thigh, shin = pos[:, leg.knee] - pos[:, leg.hip], pos[:, leg.ankle] - pos[:, leg.knee]
    # The normal of the knee's plane, of the length of the sine of its flexion, and how much of it is about its hinge.
    across = np.cross(quat.normalize(thigh), quat.normalize(shin))
    hinge = quat.rotate(rot[:, leg.hip], leg.hinge)
    along = np.sum(across * hinge, axis=-1, keepdims=True)
    if along.sum() < 0:  # a leg of a creature whose knees bend backwards
        hinge, along = -hinge, -along
    # A bent knee keeps its plane, also where it is bent backwards; a straight one has none and uses its hinge.
    side = along / np.hypot(along, _STRAIGHT)
    # An elbow, whose shoulder turns freely, keeps its own plane about whatever it is bent.
    axis = quat.normalize((side if leg.hinged else 1.0) * across + _HINGED * hinge)
    return thigh, shin, axis, np.arctan2(np.sum(across * axis, axis=-1), _cosine(thigh, shin))


def _cosine(a: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
    return np.sum(a * b, axis=-1) / np.maximum(np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1), 1e-9)


def turn_joints(skeleton: Skeleton, wanted: dict[int, NDArray[Any]], rot: F32, moved: Bool, local: F32) -> None:
    """Rotate a chain of joints, parents first, by `wanted` (N, 4) in the world, in the N frames `moved` (T,).

    rot: (N, J, 4) their world rotations before. Writes into `local` (T, J, 4).
    """
    # World rotations as changes of local ones: each joint applies what it does not inherit, in its own rest frame.
    inherited = np.tile(quat.IDENTITY, (len(rot), 1))
    for joint, turned in wanted.items():
        above = quat.multiply(rot[:, skeleton.parents[joint]], skeleton.rest[joint])
        change = quat.multiply(quat.inverse(inherited), turned)
        step = quat.multiply(quat.inverse(above), quat.multiply(change, above))
        local[moved, joint] = quat.normalize(quat.multiply(step, local[moved, joint]))
        inherited = turned


def toe_turn(to_toe: F32, bend: NDArray[Any]) -> NDArray[Any]:
    """World rotations (T, 4) that lift the toes by `bend` (T,) rad, for feet that point along `to_toe` (T, 3)."""
    level = quat.normalize(to_toe * (1, 0, 1))
    across = np.stack([-level[:, 2], np.zeros(len(level)), level[:, 0]], axis=-1)
    return quat.from_axis_angle(across, bend)


def bend_toes(skeleton: Skeleton, leg: Leg, rot: F32, turn: NDArray[Any], bend: NDArray[Any], local: F32) -> None:
    """Lift the toes by `bend` (T,) rad, or lower them if it is negative, after the foot was rotated by `turn` (T, 4).

    Writes into `local` (T, J, 4). rot: (T, J, 4) the world pose before. A foot without a toe joint is left as it is.
    """
    toe = leg.sole[-1][0]
    moved = np.flatnonzero(np.abs(bend) > 1e-6)
    if toe == leg.ankle or not len(moved):
        return
    turn, bend = turn[moved], bend[moved]
    # The lift is about a world axis across the rotated foot: bring it into the toe joint's rest frame.
    to_toe = quat.rotate(quat.multiply(turn, rot[moved, leg.ankle]), leg.toe)
    above = quat.multiply(turn, quat.multiply(rot[moved, skeleton.parents[toe]], skeleton.rest[toe]))
    lift = toe_turn(to_toe, bend)
    step = quat.multiply(quat.inverse(above), quat.multiply(lift, above))
    local[moved, toe] = quat.normalize(quat.multiply(step, local[moved, toe]))
