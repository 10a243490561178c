"""A motion whose last frame is its first, so that it can be played round and round.

What is left of a turn is spread over the whole clip; what the pose is off by in the end, and how fast it changes,
fades in over the last part of it (a cubic that starts at rest). Travel over the ground stays: each round goes on from
where the last one ended.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from . import quat
from .motion import F32, Motion

SHARE = 0.25  # of the clip, in which its end is led over to its start
_MOST_S = 1.0  # seconds: no longer than this


def close(motion: Motion, share: float = SHARE) -> Motion:
    """`motion` with its last pose, height and heading those of the first, and leading into them at the same speed.

    The root's joint must be the one that travels, in a frame with Y up. share: 0 to 1 of the clip, of which the last
    at most a second is changed.
    """
    frames = len(motion)
    if frames < 3:
        return motion
    motion = _facing_evenly(motion)
    n = max(2, min(round(share * frames), round(_MOST_S * motion.fps), frames - 1))
    stay, drift = _lead(n)
    rot = motion.rot.astype(np.float64)
    off = quat.to_rotvec(quat.multiply(rot[0], quat.inverse(rot[-1])))
    speed = _step(rot[0], rot[1]) - _step(rot[-2], rot[-1])
    turn = stay[:, None, None] * off + drift[:, None, None] * speed
    rot[-n:] = quat.normalize(quat.multiply(quat.from_rotvec(turn), rot[-n:]))
    # The last pose is the first to the bit, but for the quaternions' signs.
    rot[-1] = rot[0]
    root = motion.root_pos.astype(np.float64)
    fault = np.array([0.0, root[0, 1] - root[-1, 1], 0.0])
    change = (root[1] - root[0]) - (root[-1] - root[-2])
    root[-n:] += stay[:, None] * fault + drift[:, None] * change
    root[-1, 1] = root[0, 1]
    return replace(motion, root_pos=root, rot=quat.continuous(rot))


def _lead(n: int) -> tuple[F32, F32]:
    """Hermite weights over the last n frames: of a value reached at the last, and of a slope a frame had there."""
    t = np.arange(1, n + 1) / n
    return t * t * (3 - 2 * t), n * t * t * (t - 1)


def _step(a: F32, b: F32) -> F32:
    """Rotation vector (J, 3) that takes a to b, both (J, 4)."""
    return quat.to_rotvec(quat.multiply(b, quat.inverse(a)))


def _facing_evenly(motion: Motion) -> Motion:
    """The motion turned about the vertical, more and more, until it ends as it began; its path bends with it."""
    world = quat.multiply(motion.skeleton.rest[0], motion.rot[:, 0]).astype(np.float64)
    up = np.array([0.0, 1.0, 0.0])
    turned = quat.twist(quat.multiply(world[-1], quat.inverse(world[0])), up)
    angle = 2 * np.arctan2(turned[2], turned[0])
    angle = (angle + np.pi) % (2 * np.pi) - np.pi
    back = quat.from_axis_angle(up, -angle * np.linspace(0, 1, len(motion)))
    rest = motion.skeleton.rest[0].astype(np.float64)
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(quat.inverse(rest), quat.multiply(back, world))
    steps = np.diff(motion.root_pos.astype(np.float64), axis=0)
    steps = quat.rotate((back[1:] + back[:-1]) / np.linalg.norm(back[1:] + back[:-1], axis=-1, keepdims=True), steps)
    root = motion.root_pos[0] + np.concatenate([np.zeros((1, 3)), np.cumsum(steps, axis=0)])
    return replace(motion, root_pos=root, rot=quat.continuous(rot))
