"""Clips one after another, as one motion: each goes on from where the last one ended, without a seam.

At a seam the next clip is turned and moved onto the end of the last, and the difference that is left, in pose and in
speed, fades out over a fraction of a second (inertialisation, after Bollo, "Inertialization: high-performance
animation transitions in Gears of War", 2018; here with a cubic).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retarget import quat
from retarget.motion import Motion

BLEND_SECONDS = 0.4


def join(motions: Sequence[Motion], blend_seconds: float = BLEND_SECONDS) -> Motion:
    """All motions in a row, on the first one's skeleton and at its frame rate; the frame counts add up."""
    whole = motions[0]
    for after in motions[1:]:
        if after.fps != whole.fps or after.skeleton.digest != whole.skeleton.digest:
            raise ValueError("only motions on one skeleton at one frame rate can be joined")
        moved = _onto(_end_pose(whole), after)
        faded = _fade(whole, moved, max(1, round(blend_seconds * whole.fps)))
        whole = replace(
            whole,
            root_pos=np.concatenate([whole.root_pos, faded.root_pos]),
            rot=quat.continuous(np.concatenate([whole.rot, faded.rot])),
            contacts=np.concatenate([whole.contacts, faded.contacts]),
        )
    return whole


def _end_pose(motion: Motion) -> tuple[NDArray, NDArray]:
    """Root (3,) and rotations (J, 4) one frame after the last one, at the speed that the motion ends with."""
    root, rot = motion.root_pos, motion.rot
    if len(motion) < 2:
        return root[-1], rot[-1]
    step = quat.multiply(rot[-1], quat.inverse(rot[-2]))
    return 2 * root[-1] - root[-2], quat.normalize(quat.multiply(step, rot[-1]))


def _onto(pose: tuple[NDArray, NDArray], motion: Motion) -> Motion:
    """The motion turned about the vertical and moved on the ground, so that its root starts at `pose`."""
    root, rot = pose
    yaw = _yaw(rot[0]) - _yaw(motion.rot[0, 0])
    turn = quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), np.float64(yaw)).astype(np.float32)
    moved = quat.rotate(turn, motion.root_pos - motion.root_pos[0] * np.array([1, 0, 1], np.float32))
    moved = moved + root * np.array([1, 0, 1], np.float32)
    turned = motion.rot.copy()
    turned[:, 0] = quat.multiply(turn, turned[:, 0])
    return replace(motion, root_pos=moved.astype(np.float32), rot=quat.continuous(turned))


def _yaw(pelvis: NDArray) -> float:
    """Twist of a rotation (4,) about the vertical, in radians."""
    return 2 * math.atan2(float(pelvis[2]), float(pelvis[0]))


def _fade(before: Motion, after: Motion, frames: int) -> Motion:
    """`after`, begun in the pose and at the speed in which `before` ends; it is itself again after `frames`."""
    frames = min(frames, len(after))
    root, rot = _end_pose(before)
    off_root, off_rot = root - after.root_pos[0], quat.to_rotvec(quat.multiply(rot, quat.inverse(after.rot[0])))
    speed_root, speed_rot = np.zeros_like(off_root), np.zeros_like(off_rot)
    if len(before) > 1 and len(after) > 1:
        speed_root = before.root_pos[-1] - before.root_pos[-2] - (after.root_pos[1] - after.root_pos[0])
        speed_rot = _step(before.rot[-2], before.rot[-1]) - _step(after.rot[0], after.rot[1])
    t = np.arange(frames) / frames
    stay, drift = (1 + 2 * t) * (1 - t) ** 2, frames * t * (1 - t) ** 2  # Hermite: value and slope, to nought
    root_pos, rotations = after.root_pos.copy(), after.rot.copy()
    root_pos[:frames] += stay[:, None] * off_root + drift[:, None] * speed_root
    turn = stay[:, None, None] * off_rot + drift[:, None, None] * speed_rot
    rotations[:frames] = quat.normalize(quat.multiply(quat.from_rotvec(turn), after.rot[:frames]))
    return replace(after, root_pos=root_pos, rot=quat.continuous(rotations))


def _step(a: NDArray, b: NDArray) -> NDArray:
    """Rotation vector (J, 3) that takes a to b, both (J, 4)."""
    return quat.to_rotvec(quat.multiply(b, quat.inverse(a)))
