"""Walks and stances made by code, with what is put wrong into them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from retarget import quat
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton

STANDING = 0.98  # height in m of the pelvis of the canonical figure on its feet


def stand(frames: int = 120, fps: float = 30.0) -> Motion:
    """Stands with both feet on the floor, arms hanging, breathing a little."""
    rot = np.zeros((frames, 22, 3))
    t = np.arange(frames) / fps
    for side, sign in (("left", 1.0), ("right", -1.0)):
        rot[:, ROLE_INDEX[f"{side}_shoulder"], 2] = -sign * (1.2 + 0.02 * np.sin(2 * t))
    rot[:, ROLE_INDEX["spine2"], 0] = 0.03 * np.sin(1.5 * t)
    root = np.tile([0.0, STANDING, 0.0], (frames, 1))
    return Motion(canonical_skeleton(), fps, root, quat.continuous(quat.from_rotvec(rot)).astype(np.float32))


def crouch(frames: int = 120, fps: float = 30.0, bend: float = 0.9) -> Motion:
    """The same with knees and hips bent, so that legs can reach further: `bend` rad at the knee."""
    motion = stand(frames, fps)
    rot = motion.rot.copy()
    for side in ("left", "right"):
        for part, angle in (("hip", -bend / 2), ("knee", bend), ("ankle", -bend / 2)):
            rot[:, ROLE_INDEX[f"{side}_{part}"]] = quat.from_rotvec(np.array([angle, 0, 0], np.float32))
    low = motion.root_pos - np.array([0, 0.82 * (1 - np.cos(bend / 2)), 0], np.float32)
    return replace(motion, rot=rot, root_pos=low)


def pushed(motion: Motion, first: int, frames: int, by: float) -> Motion:
    """The whole figure moved `by` m to its left from frame `first` on, within so many frames."""
    t = np.clip((np.arange(len(motion)) - first) / frames, 0, 1)[:, None]
    root = motion.root_pos + by * t * t * (3 - 2 * t) * np.array([1, 0, 0])
    return replace(motion, root_pos=root)


def turned(motion: Motion, role: str, frames: slice, degrees: float, axis: int = 0) -> Motion:
    """A joint turned in some frames."""
    rot = motion.rot.copy()
    vector = np.zeros(3, np.float32)
    vector[axis] = np.radians(degrees)
    joint = ROLE_INDEX[role]
    rot[frames, joint] = quat.multiply(rot[frames, joint], quat.from_rotvec(vector))
    return replace(motion, rot=rot)


def swinging() -> Motion:
    """An arm that swings to and fro and turns on frames 40, 60, 80, 100 and 120."""
    motion = stand(160)
    rot = motion.rot.copy()
    for frame in range(40, 121):
        angle = float(25 * (1 - np.cos(2 * np.pi * (frame - 40) / 40)))
        rot[frame] = turned(motion, "left_shoulder", slice(frame, frame + 1), angle, axis=1).rot[frame]
    return replace(motion, rot=rot)
