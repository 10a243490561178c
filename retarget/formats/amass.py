"""AMASS motion files (.npz of SMPL, SMPL+H and SMPL-X), read as Motion and written.

A file has `poses` (T, 3 J), rotation vectors in the model's order, `trans` (T, 3), a frame rate, `betas` and
`gender`. Its world has Z up. A body's root joint stands at `trans` plus where the model file has the pelvis at rest,
which without the model isn't known: then it is taken to be at the origin, some centimetres off.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat
from ..motion import CANONICAL_NAMES, Motion, Skeleton
from ..solve import retarget
from .smpl_body import BodyModel, ModelError, array, average_skeleton, joint_names, open_arrays

_RATES = ("mocap_framerate", "mocap_frame_rate", "fps")
_UPRIGHT = quat.from_axis_angle(np.array([1.0, 0.0, 0.0]), np.pi / 2)  # Y up to Z up


def is_amass(arrays: Any) -> bool:
    """Whether an .npz's names are those of an AMASS file."""
    return "trans" in arrays and ("poses" in arrays or "root_orient" in arrays)


def read_amass(path: Path, model: BodyModel | None = None) -> Motion:
    """A motion on the body's own joints, those of SMPL with roles, Y up. Raises ModelError with a sentence.

    model: the body whose joints it is for, with the same number of them; an average one's without it.
    """
    path = Path(path)
    arrays = open_arrays(path, "an AMASS motion")
    if not is_amass(arrays):
        raise ModelError(f"{path.name} is not an AMASS motion: it needs “poses” and “trans”.")
    poses, trans = _poses(arrays, path), array(arrays, "trans", path, (None, 3))
    if len(poses) != len(trans) or not len(trans):
        raise ModelError(f"{path.name} has {len(poses)} poses and {len(trans)} positions: check the file.")
    rate = next((name for name in _RATES if name in arrays), None)
    if rate is None:
        raise ModelError(f"{path.name} lacks its frame rate, “mocap_framerate”: add it, or give another file.")
    fps = float(array(arrays, rate, path).reshape(-1)[0])
    if fps <= 0:
        raise ModelError(f"{path.name} has a frame rate of {fps:g}: it must be above zero.")
    count = poses.shape[1] // 3
    skeleton = average_skeleton(count) if model is None else model.skeleton
    if len(skeleton) != count:
        raise ModelError(
            f"{path.name} is for a body of {count} joints and the model has {len(skeleton)}: give its own."
        )
    rot = quat.from_rotvec(poses.reshape(len(poses), count, 3))
    rot[:, 0] = quat.multiply(quat.inverse(_UPRIGHT), rot[:, 0])
    pelvis = np.zeros(3) if model is None else skeleton.offsets[0].astype(np.float64)
    root = quat.rotate(quat.inverse(_UPRIGHT), trans + pelvis)
    return Motion(skeleton, fps, root, quat.continuous(rot))


def _poses(arrays: Any, path: Path) -> NDArray[Any]:
    """(T, 3 J) for a body of 22, 24, 52 or 55 joints, from one array or from its parts."""
    if "poses" in arrays:
        poses = array(arrays, "poses", path, (None, None))
    else:
        parts = [name for name in ("root_orient", "pose_body", "pose_jaw", "pose_eye", "pose_hand") if name in arrays]
        poses = np.concatenate([array(arrays, name, path, (None, None)) for name in parts], axis=1)
    try:
        joint_names(poses.shape[1] // 3 if poses.shape[1] % 3 == 0 else 0)
    except ValueError as error:
        raise ModelError(
            f"“poses” in {path.name} has {poses.shape[1]} columns: SMPL has 72, SMPL+H 156 and SMPL-X 165."
        ) from error
    return poses


def to_arrays(motion: Motion, joints: int = 52, model: BodyModel | None = None) -> dict[str, NDArray[Any]]:
    """The arrays of an AMASS file: of SMPL+H (52 joints), or 24 or 55, or of `model`'s.

    A motion that is on such a body already keeps its rotations; any other, with roles, is retargeted to it. Fingers,
    jaw and eyes that it hasn't got rest.
    """
    body = average_skeleton(joints) if model is None else model.skeleton
    if not _on_body(motion.skeleton, body):
        motion = retarget(_plain(motion), _limbs_only(body))
    here = {name: j for j, name in enumerate(motion.skeleton.names)}
    vectors = np.zeros((len(motion), len(body), 3))
    for j, name in enumerate(body.names):
        if name in here:
            rot = motion.rot[:, here[name]].astype(np.float64)
            vectors[:, j] = quat.to_rotvec(quat.multiply(_UPRIGHT, rot) if j == 0 else rot)
    pelvis = np.zeros(3) if model is None else body.offsets[0].astype(np.float64)
    trans = quat.rotate(_UPRIGHT, motion.root_pos.astype(np.float64)) - pelvis
    kind = {24: "smpl", 52: "smplh", 55: "smplx"}.get(len(body), "smpl")
    return {
        "poses": vectors.reshape(len(motion), -1),
        "trans": trans,
        "mocap_framerate": np.array(motion.fps),
        "mocap_frame_rate": np.array(motion.fps),
        "betas": np.zeros(16),
        "gender": np.array("neutral"),
        "surface_model_type": np.array(kind),
    }


def write_amass(motion: Motion, file: Any, joints: int = 52, model: BodyModel | None = None) -> None:
    """Write `to_arrays` to a path or an open file."""
    np.savez_compressed(file, **to_arrays(motion, joints, model))  # type: ignore[arg-type]


def _on_body(skeleton: Skeleton, body: Skeleton) -> bool:
    """Whether a skeleton's rest pose is the body's own, as far as it goes: then rotations mean the same."""
    if not set(CANONICAL_NAMES) <= set(skeleton.names) <= set(joint_names(55)) | set(joint_names(24)):
        return False
    ours = [skeleton.names.index(name) for name in CANONICAL_NAMES[1:]]
    theirs = [body.names.index(name) for name in CANONICAL_NAMES[1:]]
    plain = np.abs(skeleton.rest - quat.IDENTITY).max() < 1e-6
    return plain and bool(np.allclose(skeleton.offsets[ours], body.offsets[theirs], atol=1e-5))


def _limbs_only(body: Skeleton) -> Skeleton:
    """The 22 joints that a motion with roles moves, standing where the body has them, the pelvis at 0."""
    names = CANONICAL_NAMES
    offsets = body.offsets[[body.names.index(name) for name in names]].copy()
    offsets[0] = 0
    return replace(average_skeleton(22), offsets=offsets)


def _plain(motion: Motion) -> Motion:
    """The motion with roles where its joints carry their names."""
    if any(motion.skeleton.roles):
        return motion
    roles = tuple(name if name in CANONICAL_NAMES else "" for name in motion.skeleton.names)
    return replace(motion, skeleton=replace(motion.skeleton, roles=roles))
