"""A take as a strip of small figures: stored on its row as joint positions in view, drawn into icons by the panel."""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from ..retarget.motion import ROLE_INDEX, Motion

FIGURES = 5
_HEIGHT_M = 2.2  # that a figure's icon shows, of a body whose legs are as long as the canonical figure's
_LEG_M = 0.9
_YAW = np.radians(35)  # from the front, so that arms and legs both show


def figures(motion: Motion) -> str:
    """Describe FIGURES poses of a motion from its first to its last frame, for `read`; "" for a body of which joints
    are missing."""
    joints = motion.skeleton.role_joint
    if set(ROLE_INDEX) - set(joints):
        return ""
    frames = np.linspace(0, len(motion) - 1, FIGURES).round().astype(int)
    pos = motion.globals()[0][frames][:, [joints[role] for role in ROLE_INDEX]].astype(np.float64)
    rest = motion.skeleton.rest_globals()[0]
    leg = float(np.abs(rest[joints["left_ankle"], 1] - rest[joints["left_hip"], 1])) or _LEG_M
    side = pos[0, ROLE_INDEX["left_hip"]] - pos[0, ROLE_INDEX["right_hip"]]
    turn = _YAW - np.arctan2(-side[2], side[0])  # the first pose is seen from 35 degrees beside its front
    across = np.cos(turn) * pos[..., 0] + np.sin(turn) * pos[..., 2]
    across -= across[:, :1]
    seen = np.stack([across, pos[..., 1] - pos[..., 1].min()], axis=-1) * (_LEG_M / leg) / _HEIGHT_M
    return json.dumps(np.clip(seen * 1000, -2000, 2000).round().astype(int).tolist(), separators=(",", ":"))


def read(text: str) -> NDArray[np.float64] | None:
    """Return (FIGURES, 22, 2): joints across and up in heights of the icon, from the middle of its lower edge; None for
    a row without figures."""
    try:
        found = np.array(json.loads(text), np.float64) / 1000
    except ValueError:
        return None
    return found if found.shape == (FIGURES, len(ROLE_INDEX), 2) else None
