"""Files of the SMPL family in their real format, made by code: nothing of the real bodies is in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retarget.formats.smpl_body import average_skeleton

_SIDES = ((0, 1, 2), (0, 3, 1), (0, 2, 3), (1, 3, 2))


def amass_arrays(joints: int, rate: str = "mocap_framerate", frames: int = 20) -> dict[str, NDArray]:
    """Smooth turns of every joint, under half a turn, and a way over the ground."""
    rng = np.random.default_rng(joints)
    t = np.arange(frames)[:, None] / 60
    poses = 0.5 * np.sin(t * rng.uniform(1, 4, joints * 3) + rng.uniform(0, 6, joints * 3))
    poses[:, 0] += np.pi / 2
    return {
        "poses": poses,
        "trans": np.concatenate([t, 0.5 * t, 0.9 + 0 * t], axis=1),
        rate: np.array(60.0),
        "betas": np.zeros(16),
        "gender": np.array("female"),
    }


def write_model(path: Path, joints: int) -> Path:
    """A body of a little tetrahedron for each joint, its own centre regressed from it; shape 0 makes it taller."""
    skeleton = average_skeleton(joints)
    centres, _ = skeleton.rest_globals()
    corners = 0.03 * np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
    vertices = (centres[:, None] + corners).reshape(-1, 3)
    count = len(vertices)
    regressor = np.kron(np.eye(joints), np.full((1, 4), 0.25))
    shapes = np.zeros((count, 3, 10))
    shapes[:, 1, 0] = 0.1 * vertices[:, 1]
    parents = skeleton.parents.astype(np.int64)
    parents[0] = 4294967295  # as the real files have it: -1 in 32 bits without a sign
    np.savez(
        path, v_template=vertices, shapedirs=shapes, posedirs=np.zeros((count, 3, (joints - 1) * 9)),
        J_regressor=regressor, weights=np.kron(np.eye(joints), np.ones((4, 1))),
        kintree_table=np.stack([parents, np.arange(joints)]),
        f=np.concatenate([4 * np.arange(joints)[:, None] + side for side in _SIDES]),
        joint2num=np.array({"pelvis": 0}, object),
    )  # fmt: skip
    return path
