"""Figures and motions made by code, for the tests."""

from __future__ import annotations

import numpy as np

from retarget import quat
from retarget.motion import F32, ROLE_INDEX, Motion, Skeleton, canonical_skeleton


def sway(
    frames: int = 60, fps: float = 30, seed: int = 0, size: float = 0.6, skeleton: Skeleton | None = None
) -> Motion:
    """Every joint turns smoothly about its own axes while the figure drifts."""
    skeleton = skeleton or canonical_skeleton()
    rng = np.random.default_rng(seed)
    t = np.arange(frames)[:, None, None] / fps
    waves = np.sin(t * rng.uniform(0.5, 2, (len(skeleton), 3)) + rng.uniform(0, 6, (len(skeleton), 3)))
    rot = quat.from_rotvec((size * waves * rng.uniform(0.2, 1, (len(skeleton), 1))).astype(np.float32))
    root = np.stack([0.3 * np.sin(t), 0.95 + 0.02 * np.sin(2 * t), 0.5 * t], axis=-1)[:, 0, 0]
    return Motion(skeleton, fps, root, quat.continuous(rot))


def limbs(frames: int = 60) -> Motion:
    """The canonical figure with arms and legs that swing, and hinge joints that only flex, as a body does."""
    skeleton = canonical_skeleton()
    t = np.arange(frames) / 30
    turn = np.zeros((frames, 22, 3))
    for side, sign in (("left", 1.0), ("right", -1.0)):
        turn[:, ROLE_INDEX[f"{side}_shoulder"], 2] = -sign * (0.9 + 0.4 * np.sin(2 * t))
        turn[:, ROLE_INDEX[f"{side}_elbow"], 1] = -sign * (1.0 + 0.5 * np.sin(3 * t))
        turn[:, ROLE_INDEX[f"{side}_hip"], 0] = -0.5 + sign * 0.4 * np.sin(3 * t)
        turn[:, ROLE_INDEX[f"{side}_knee"], 0] = 0.9 + 0.4 * np.cos(3 * t)
    turn[:, 0, 1] = 0.5 * np.sin(t)
    root = np.stack([0.1 * t, np.full(frames, 0.85), 0.6 * t], axis=-1)
    return Motion(skeleton, 30, root, quat.continuous(quat.from_rotvec(turn.astype(np.float32))))


def posed_rest(skeleton: Skeleton, turns: dict[str, tuple[float, float, float]]) -> Skeleton:
    """The skeleton with another rest pose: `turns` are rotation vectors of joints, applied to the old one."""
    rot = np.tile(quat.IDENTITY, (1, len(skeleton), 1))
    for name, vector in turns.items():
        rot[0, skeleton.names.index(name)] = quat.from_rotvec(np.array(vector, np.float32))
    pos = Motion(skeleton, 30, skeleton.offsets[:1], rot).globals()[0][0]
    offsets = pos - np.where((skeleton.parents < 0)[:, None], 0, pos[np.maximum(skeleton.parents, 0)])
    return Skeleton(skeleton.names, skeleton.parents, offsets, roles=skeleton.roles)


A_POSE = {"left_shoulder": (0.0, 0.0, -0.8), "right_shoulder": (0.0, 0.0, 0.8), "left_hip": (0.0, 0.0, 0.1),
          "right_hip": (0.0, 0.0, -0.1), "left_elbow": (0.0, -0.3, 0.0), "right_elbow": (0.0, 0.3, 0.0)}  # fmt: skip


def random_rest(skeleton: Skeleton, seed: int = 5) -> Skeleton:
    """The same rest pose drawn with arbitrary bone rolls and axes."""
    world = quat.normalize(np.random.default_rng(seed).normal(size=(len(skeleton), 4))).astype(np.float32)
    at_root = (skeleton.parents < 0)[:, None]
    above = np.where(at_root, quat.IDENTITY, world[np.maximum(skeleton.parents, 0)])
    offsets = quat.rotate(quat.inverse(above), skeleton.offsets)
    rest = quat.multiply(quat.inverse(above), world)
    return Skeleton(skeleton.names, skeleton.parents, offsets, rest, skeleton.roles)


def directions(motion: Motion, roles: tuple[tuple[str, str], ...]) -> F32:
    """Unit vectors (T, N, 3) from the first role's joint to the second's."""
    pos, joint = motion.globals()[0], motion.skeleton.role_joint
    return np.stack([quat.normalize(pos[:, joint[b]] - pos[:, joint[a]]) for a, b in roles], axis=1)


LIMBS = tuple(
    (f"{side}_{a}", f"{side}_{b}")
    for side in ("left", "right")
    for a, b in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
)
