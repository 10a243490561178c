"""Seams with a walked way: a body that goes on from another's pose, with feet that leave their places in the air alone.

The differences in pose and speed decay (`blend.inertialise`). Those of a foot that stands where the seam lies decay
while it swings: on the floor they would drag it. The legs are then solved for the feet.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.motion import blend
from engine.strides.feet import Foot, feet_of, on_feet
from engine.strides.gait import UP
from retarget import quat, smooth
from retarget.feet.legs import legs_of
from retarget.motion import Motion

Array = NDArray[np.float64]
_SHORT_S = 0.15  # less of a swing is too little to go to another place in


def led(before: Motion, body: Motion, seconds: float) -> Motion:
    """The body, starting in the next pose of `before` and at its speed; what they differ by decays within `seconds` or
    a little more."""
    eased = blend.inertialise(before, body, seconds)
    legs = legs_of(body.skeleton)
    root, pose = blend.next_pose(before)
    rot = eased.rot.copy()
    # A knee between two poses bends the right way, which one offset by the difference of two need not.
    share = smooth.minimum_jerk(np.clip(np.arange(len(body)) / (seconds * body.fps), 0, 1)).astype(np.float32)
    for joint in (joint for leg in legs for joint in (leg.hip, leg.knee)):
        rot[:, joint] = quat.slerp(np.broadcast_to(pose[joint], body.rot[:, joint].shape), body.rot[:, joint], share)
    ended, own, feet = feet_of(_poses(before, root, pose)), feet_of(body), list[Foot]()
    for side, (last, foot) in enumerate(zip(ended, own, strict=True)):
        planted = body.contacts[:, 2 * side : 2 * side + 2].any(axis=1)
        stood = bool(before.contacts[-1, 2 * side : 2 * side + 2].any())
        feet.append(_carried(last, foot, planted, stood, seconds, body.fps))
    return on_feet(replace(eased, rot=rot), feet)


def _poses(before: Motion, root: NDArray, pose: NDArray) -> Motion:
    """The last two frames of `before` and the one that comes next."""
    last = before.cut(max(0, len(before) - 2), len(before))
    return replace(
        last,
        root_pos=np.concatenate([last.root_pos, root[None]]).astype(np.float32),
        rot=np.concatenate([last.rot, pose[None]]).astype(np.float32),
        contacts=np.concatenate([last.contacts, last.contacts[-1:]]),
    )


def _carried(
    ended: Foot, foot: Foot, planted: NDArray[np.bool_], stood: bool, seconds: float, fps: float
) -> Foot:  # fmt: skip
    """A foot's way from where another's ended. planted: (T,) whether it stands. stood: whether the other's did."""
    t = np.arange(len(planted)) / fps
    off = ended.ball[-1] - foot.ball[0]
    rate = (ended.ball[-1] - ended.ball[-2] - foot.ball[1] + foot.ball[0]) * fps
    lost = blend.quintic(np.zeros(3), rate, seconds, t) + blend.quintic(off * UP, np.zeros(3), seconds, t)
    # How it is turned on the floor goes with the place, how it is tilted with the body.
    apart = quat.multiply(ended.turn[-1], quat.inverse(foot.turn[0]))
    round_up = quat.to_rotvec(quat.twist(apart, UP))
    tilt = quat.to_rotvec(quat.multiply(apart, quat.inverse(quat.twist(apart, UP))))
    spin = quat.to_rotvec(quat.multiply(ended.turn[-1], quat.inverse(ended.turn[-2])))
    spin = (spin - quat.to_rotvec(quat.multiply(foot.turn[1], quat.inverse(foot.turn[0])))) * fps
    left = 1 - _swung(planted, stood, seconds, fps)
    ball = foot.ball + left[:, None] * off * (1 - UP) + lost
    about = quat.multiply(
        quat.from_rotvec(blend.quintic(tilt, spin, seconds, t)), quat.from_rotvec(left[:, None] * round_up)
    )
    return Foot(ball, quat.multiply(about, foot.turn))


def _swung(planted: NDArray[np.bool_], stood: bool, seconds: float, fps: float) -> Array:
    """How far (T,) a foot has come from one place to another, 0 to 1: all of it in the first swing that lasts."""
    for first, last in smooth.runs(~planted):
        if first == 0 and not stood:
            last = max(last, round(seconds * fps / 2))
        elif last - first < _SHORT_S * fps and last < len(planted):
            continue
        return smooth.minimum_jerk(np.clip((np.arange(len(planted)) - first) / max(last - first, 1), 0, 1))
    return smooth.minimum_jerk(np.clip(np.arange(len(planted)) / (seconds * fps), 0, 1))
