"""Loop closing: a motion whose last frame equals its first, so that it repeats without a jump.

The difference in heading between the ends is spread evenly over the whole clip. The difference in pose and in speed is
corrected over the last part of it by a cubic Hermite curve that starts at rest. Horizontal travel is kept: each
repetition goes on from where the one before ended.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from . import quat
from .motion import F32, Motion

SHARE = 0.25  # of the clip, in which its end is led over to its start
_MOST_S = 1.0  # seconds: no longer than this


def close(motion: Motion, share: float = SHARE) -> Motion:
    """Return `motion` with the first frame's pose, height, heading and speed at its last frame.

    The root joint must be the one that travels; world frame with Y up. share: part of the clip, 0 to 1, at its end that
    is changed besides the heading, at most one second. Under three frames the motion is returned as it is.
    """
    frames = len(motion)
    if frames < 3:
        return motion
    motion = _facing_evenly(motion)
    n = max(2, min(round(share * frames), round(_MOST_S * motion.fps), frames - 1))
    # Weights of the correction over the last n frames: of the value and of the slope that it must have at the end.
    stay, drift = _lead(n)
    rot = motion.rot.astype(np.float64)
    # Per joint, as rotation vectors: from the last pose to the first, and the difference of their angular speeds.
    off = quat.to_rotvec(quat.multiply(rot[0], quat.inverse(rot[-1])))
    speed = _step(rot[0], rot[1]) - _step(rot[-2], rot[-1])
    turn = stay[:, None, None] * off + drift[:, None, None] * speed
    rot[-n:] = quat.normalize(quat.multiply(quat.from_rotvec(turn), rot[-n:]))
    # The last pose is the first to the bit, but for the quaternions' signs.
    rot[-1] = rot[0]
    # The root likewise, in height alone: where it stands on the ground is left to the travel.
    root = motion.root_pos.astype(np.float64)
    fault = np.array([0.0, root[0, 1] - root[-1, 1], 0.0])
    change = (root[1] - root[0]) - (root[-1] - root[-2])
    root[-n:] += stay[:, None] * fault + drift[:, None] * change
    root[-1, 1] = root[0, 1]
    return replace(motion, root_pos=root, rot=quat.continuous(rot))


def _lead(n: int) -> tuple[F32, F32]:
    """Cubic Hermite basis over the last n frames, (n,) each: of the end value, and of the end slope per frame.

    Both start from value and slope 0.
    """
    t = np.arange(1, n + 1) / n
    return t * t * (3 - 2 * t), n * t * t * (t - 1)


def _step(a: F32, b: F32) -> F32:
    """Rotation vectors (J, 3) that take a to b, both (J, 4): log(b a^-1)."""
    return quat.to_rotvec(quat.multiply(b, quat.inverse(a)))


def _facing_evenly(motion: Motion) -> Motion:
    """Turn the motion about the vertical, linearly growing, until its last heading equals its first; its path too."""
    # The heading between first and last frame: the vertical twist of the root's rotation, wrapped to [-pi, pi).
    world = quat.multiply(motion.skeleton.rest[0], motion.rot[:, 0]).astype(np.float64)
    up = np.array([0.0, 1.0, 0.0])
    turned = quat.twist(quat.multiply(world[-1], quat.inverse(world[0])), up)
    angle = 2 * np.arctan2(turned[2], turned[0])
    angle = (angle + np.pi) % (2 * np.pi) - np.pi
    # Undo it in proportion to time, on the root's rotation in the world.
    back = quat.from_axis_angle(up, -angle * np.linspace(0, 1, len(motion)))
    rest = motion.skeleton.rest[0].astype(np.float64)
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(quat.inverse(rest), quat.multiply(back, world))
    # Turn each step of the path by the mean of the two frames' corrections, and add the steps up again.
    steps = np.diff(motion.root_pos.astype(np.float64), axis=0)
    steps = quat.rotate((back[1:] + back[:-1]) / np.linalg.norm(back[1:] + back[:-1], axis=-1, keepdims=True), steps)
    root = motion.root_pos[0] + np.concatenate([np.zeros((1, 3)), np.cumsum(steps, axis=0)])
    return replace(motion, root_pos=root, rot=quat.continuous(rot))
