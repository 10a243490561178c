"""What the body lends a reach: hips that sink and shift, a spine that bends, until the arm alone can do the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .. import quat
from ..feet.legs import Leg
from ..motion import F32, Motion, Skeleton, forward_kinematics

Array = NDArray[np.float64]
SPINE = ("spine1", "spine2", "spine3")
_EASY = 0.85  # share of its length that a limb is stretched to before the body helps
_ROUNDS, _GAIN = 60, 0.5
# The most of each, radians and metres of a canonical figure, and how readily it is used.
_MOST_TURN, _MOST_SHIFT, _MOST_DROP, _MOST_RISE = 0.5, 0.2, 0.5, 0.02
_READY_SHIFT = np.array([0.2, 0.3, 0.2])
_READY_TURN = np.array([0.6, 0.35, 0.12])  # forward, round, to the side
_BEND_DOWN = 0.6  # rad a metre


@dataclass(frozen=True)
class Pull:
    """A limb's root joint that has to come near a place. joint: shoulder or hip. to: (T, 3) m. allowed: (T,) m from the
    joint to the place. bends: joints that turn to help, root first."""

    joint: int
    to: Array
    allowed: Array
    bends: tuple[int, ...]


def arm_of(skeleton: Skeleton, side: str) -> Leg:
    """An arm as a limb of two bones, which `solve_leg` solves: its hinge is the elbow's."""
    joint = skeleton.role_joint
    pos, rot = skeleton.rest_globals()
    shoulder, elbow, wrist = (joint[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist"))
    up = np.array([0.0, 1.0, 0.0])
    left = quat.normalize(pos[joint["left_hip"]] - pos[joint["right_hip"]])
    ahead = np.cross(left, up)
    axis = np.cross(quat.normalize(pos[elbow] - pos[shoulder]), ahead)
    axis = quat.normalize(axis if np.linalg.norm(axis) > 0.1 else up)
    hinge = quat.rotate(quat.inverse(rot[shoulder]), axis)
    nothing = np.zeros(3, np.float32)
    return Leg(shoulder, elbow, wrist, nothing, nothing, (), hinge, (0.0, 0.0), 1.0, hinged=False)


def allowed(length: float, present: Array, weight: Array) -> Array:
    """Metres (T,) that a limb may span: as far as it does, `present` (T,), going over to what is easy by `weight`."""
    easy = _EASY * length
    return (1 - weight) * np.maximum(easy, present) + weight * easy


def helped(motion: Motion, pulls: Sequence[Pull], scale: float) -> Motion:
    """The motion with its hips moved and spine bent so that every pull's joint comes as near as it has to, or as the
    body can. Legs are left as they were: feet move with the hips. scale: of the figure against the canonical one."""
    bones, root, rot = motion.skeleton, motion.root_pos.astype(np.float64), motion.rot.astype(np.float64)
    joints = sorted({j for pull in pulls for j in pull.bends})
    axes = _axes(motion)
    turns = np.zeros((len(root), len(joints), 3))  # in the world, added up
    shift = np.zeros_like(root)
    local, pos, world = rot, *forward_kinematics(bones, motion.root_pos, motion.rot)
    for _ in range(_ROUNDS):
        step_shift, step_turns = np.zeros_like(shift), np.zeros_like(turns)
        lacking = 0.0
        for pull in pulls:
            off = pull.to - pos[:, pull.joint]
            apart = np.linalg.norm(off, axis=-1, keepdims=True)
            want = off / np.maximum(apart, 1e-6) * np.maximum(apart - pull.allowed[:, None], 0)
            lacking = max(lacking, float(np.abs(want).max()))
            # Down the gradient, each part by how readily it is used: hips, and turns by their axes of the body.
            step_shift += want * _READY_SHIFT
            for j in pull.bends:
                arm = pos[:, pull.joint] - pos[:, j]
                long = np.maximum((arm * arm).sum(axis=-1, keepdims=True), 0.04 * scale**2)
                down = np.maximum(-want[:, 1], 0) * _BEND_DOWN / scale
                step_turns[:, joints.index(j)] += _bend(_cross(arm, want) / long, down, axes)
        if lacking < 1e-4:
            break
        shift = _within(shift + step_shift, scale)
        turns = _limited(turns + step_turns, _MOST_TURN)
        local = _turned(bones, rot, world, joints, turns)
        pos = forward_kinematics(bones, (root + shift).astype(np.float32), local.astype(np.float32))[0]
    return Motion(bones, motion.fps, (root + shift).astype(np.float32), quat.continuous(local).astype(np.float32),
                  motion.contacts)  # fmt: skip


def _axes(motion: Motion) -> Array:
    """Left, up and ahead of the body (T, 3, 3), level."""
    pos, joint = motion.globals()[0].astype(np.float64), motion.skeleton.role_joint
    left = (pos[:, joint["left_hip"]] - pos[:, joint["right_hip"]]) * (1, 0, 1)
    left = quat.normalize(left)
    up = np.broadcast_to(np.array([0.0, 1.0, 0.0]), left.shape)
    return np.stack([left, up, np.cross(left, up)], axis=1)


def _bend(turn: Array, down: Array, axes: Array) -> Array:
    """Turns (T, 3), rad, each part of them by how readily the spine does it. down: (T,) rad that it bends forward to
    what lies below, also where that doesn't bring it nearer at first."""
    told: Array = np.matmul(axes, (_GAIN * turn)[..., None])[..., 0]
    told[:, 0] += down
    return np.matmul((told * _READY_TURN)[:, None], axes)[:, 0]


def _cross(a: Array, b: Array) -> Array:
    return np.stack([
        a[:, 1] * b[:, 2] - a[:, 2] * b[:, 1], a[:, 2] * b[:, 0] - a[:, 0] * b[:, 2],
        a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0],
    ], axis=1)  # fmt: skip


def relaxed(body: Motion, before: Motion, joints: Sequence[int], share: float = 0.7) -> Motion:
    """Joints that take no part (the other arm, the neck) keep a share of the direction in the world that they had."""
    bones, rot = body.skeleton, body.rot.copy()
    world, was = body.globals()[1], before.globals()[1]
    for j in joints:
        kept = quat.slerp(world[:, j], was[:, j], np.full(len(rot), share, np.float32))
        above = quat.multiply(world[:, bones.parents[j]], bones.rest[j])
        rot[:, j] = quat.normalize(quat.multiply(quat.inverse(above), kept))
    return Motion(bones, body.fps, body.root_pos, quat.continuous(rot).astype(np.float32), body.contacts)


def _within(shift: Array, scale: float) -> Array:
    """Shifts (T, 3) within what hips do."""
    level = shift[:, [0, 2]]
    size = np.maximum(np.linalg.norm(level, axis=1, keepdims=True), 1e-9)
    level = level * np.minimum(1, _MOST_SHIFT * scale / size)
    height = np.clip(shift[:, 1], -_MOST_DROP * scale, _MOST_RISE * scale)
    return np.stack([level[:, 0], height, level[:, 1]], axis=1)


def _limited(turns: Array, most: float) -> Array:
    size = np.maximum(np.linalg.norm(turns, axis=-1, keepdims=True), 1e-9)
    return turns * np.minimum(1, most / size)


def _turned(bones: Skeleton, rot: Array, world: F32, joints: Sequence[int], turns: Array) -> Array:
    """Local rotations with joints turned further by rotation vectors (T, K, 3) in the world of the pose before."""
    local = rot.copy()
    for i, j in enumerate(joints):
        above = quat.multiply(world[:, bones.parents[j]], bones.rest[j]).astype(np.float64)
        step = quat.multiply(quat.inverse(above), quat.multiply(quat.from_rotvec(turns[:, i]), above))
        local[:, j] = quat.normalize(quat.multiply(step, rot[:, j]))
    return local
