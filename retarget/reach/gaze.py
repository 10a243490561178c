"""A gaze: neck and head turned so that the face points at a place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .. import quat
from ..motion import Motion, forward_kinematics
from .goals import Goal, weight

Array = NDArray[np.float64]
_LEAD_S = 0.45
_SHARES = (("neck", 0.45), ("head", 1.0))  # of what is left at each, from below
_MOST = np.radians(80)  # that a face turns from the chest


def looking(motion: Motion, goal: Goal, begin: int = 0, until: int = 10**9) -> Motion:
    """The motion with its face turned to the goal's place in its frames, led up to and away from the frame `begin` on
    and before the frame `until`."""
    bones = motion.skeleton
    joint = bones.role_joint
    lead = round(_LEAD_S * motion.fps)
    span = slice(max(0, goal.first - lead, begin), min(len(motion), goal.last + lead + 1, until))
    frames = np.arange(span.start, span.stop)
    share = weight(frames, goal.first, goal.last, lead, begin - 1, until)
    local, root = motion.rot[span].copy(), motion.root_pos[span]
    pos, rest = bones.rest_globals()
    left = quat.normalize(pos[joint["left_hip"]] - pos[joint["right_hip"]])
    ahead = np.cross(left, np.array([0.0, 1.0, 0.0]))
    face = quat.rotate(quat.inverse(rest[joint["head"]]), ahead)  # in the head's own frame
    for role, part in _SHARES:
        if role not in joint:
            continue
        places, world = forward_kinematics(bones, root, local)
        now = quat.rotate(world[:, joint["head"]], face).astype(np.float64)
        to = quat.normalize(goal.places(frames) - places[:, joint["head"]])
        turn = quat.to_rotvec(quat.between(now, to)) * (part * share)[:, None]
        size = np.maximum(np.linalg.norm(turn, axis=-1, keepdims=True), 1e-9)
        turn = quat.from_rotvec(turn * np.minimum(1, _MOST / size))
        j = joint[role]
        above = quat.multiply(world[:, bones.parents[j]], bones.rest[j]).astype(np.float64)
        step = quat.multiply(quat.inverse(above), quat.multiply(turn, above))
        local[:, j] = quat.normalize(quat.multiply(step, local[:, j]))
    rot = motion.rot.copy()
    rot[span] = local
    return replace(motion, rot=quat.continuous(rot).astype(np.float32))
