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


# As in the makers' files: vertices, faces, shape coefficients (SMPL-X's file has expressions among them).
REAL = {24: (6890, 13776, 10), 52: (6890, 13776, 16), 55: (10475, 20908, 20)}


def write_real_model(path: Path, joints: int, seed: int = 0) -> Path:
    """A model with every array of a real file, of the real sizes, filled with numbers of our own."""
    rng = np.random.default_rng(seed)
    skeleton = average_skeleton(joints)
    centres, _ = skeleton.rest_globals()
    count, faces, shapes = REAL[joints]
    owner = np.arange(count) % joints
    vertices = centres[owner] + rng.normal(0, 0.04, (count, 3))
    # Each vertex hangs on its joint and on that joint's parent; each joint is a mean of its own vertices.
    weights = np.zeros((count, joints))
    share = rng.uniform(0.5, 1, count)
    weights[np.arange(count), owner] += share
    weights[np.arange(count), np.maximum(skeleton.parents[owner], 0)] += 1 - share
    regressor = rng.uniform(0, 1, (joints, count)) * (owner == np.arange(joints)[:, None])
    parents = skeleton.parents.astype(np.int64)
    parents[0] = 4294967295
    arrays = {
        "v_template": vertices, "f": rng.integers(0, count, (faces, 3)).astype(np.uint32), "weights": weights,
        "shapedirs": rng.normal(0, 0.01, (count, 3, shapes)), "J_regressor": regressor / regressor.sum(1)[:, None],
        "posedirs": rng.normal(0, 0.002, (count, 3, 9 * (joints - 1))).astype(np.float32),
        "kintree_table": np.stack([parents, np.arange(joints)]),
    }  # fmt: skip
    if joints > 24:
        hands = {f"hands_mean{side}": rng.normal(0, 0.1, 45) for side in "lr"}
        hands |= {f"hands_components{side}": np.eye(45) for side in "lr"}
        arrays |= hands
    if joints == 55:
        arrays |= {
            "lmk_faces_idx": rng.integers(0, faces, 51), "lmk_bary_coords": np.full((51, 3), 1 / 3),
            "dynamic_lmk_faces_idx": rng.integers(0, faces, (79, 17)),
            "dynamic_lmk_bary_coords": np.full((79, 17, 3), 1 / 3), "joint2num": np.array({"Pelvis": 0}, object),
        }  # fmt: skip
    np.savez(path, **arrays)  # type: ignore[arg-type]
    return path
