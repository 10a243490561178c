"""AMASS motion files (.npz of SMPL, SMPL+H and SMPL-X): reading them as `Motion`, and writing.

A file holds `poses` (T, 3 J), rotation vectors in the model's order of joints, `trans` (T, 3) m, a frame rate, `betas`
and `gender`, in a world with Z up. The root joint is at `trans` plus the pelvis' place in the model's rest pose. Where
no model is given that place is taken as the origin, which is some centimetres off.
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
from .checks import check_fps
from .smpl_body import BodyModel, ModelError, array, average_skeleton, joint_names, open_arrays

_RATES = ("mocap_framerate", "mocap_frame_rate", "fps")
# Of a body: the cosine from which on it stands, the height of hips that lie, and of hips that stand, m.
_STANDS, _MOST_LYING, _HIPS = 0.7, 0.45, (0.6, 1.5)
_UPSIDE_DOWN = np.array([0.0, 1.0, 0.0, 0.0])
_UPRIGHT = quat.from_axis_angle(np.array([1.0, 0.0, 0.0]), np.pi / 2)  # Y up to Z up


def is_amass(arrays: Any) -> bool:
    """Whether the names of an .npz's arrays are those of an AMASS file."""
    return "trans" in arrays and ("poses" in arrays or "root_orient" in arrays)


def read_amass(path: Path, model: BodyModel | None = None, fps: float | None = None, up: str = "") -> Motion:
    """Read a motion on the body's joints, with roles on SMPL's first 22, in metres, Y up.

    model: the body whose joints the file is for; without it, those of an average body. fps: the frame rate in place of
    the file's. up: the file's axis that points up, "y" or "z"; "" for Z, unless the body stands along Y. Raises
    ModelError with one sentence for a file of another kind, a damaged one, or one for another number of joints.
    """
    path = Path(path)
    turns, trans, rate = read_parameters(path, fps)
    count = turns.shape[1]
    skeleton = average_skeleton(count) if model is None else model.skeleton
    if len(skeleton) != count:
        raise ModelError(
            f"{path.name} is for a body of {count} joints and the model has {len(skeleton)}: give its own."
        )
    pelvis = np.zeros(3) if model is None else skeleton.offsets[0].astype(np.float64)
    return of_rotations(skeleton, turns, trans + pelvis, rate, up or up_axis(turns[:, 0], trans))


def read_parameters(path: Path, fps: float | None = None) -> tuple[NDArray[Any], NDArray[Any], float]:
    """Read a file's rotation vectors (T, J, 3) rad, `trans` (T, 3) m and frames a second. Raises as `read_amass`."""
    path = Path(path)
    arrays = open_arrays(path, "an AMASS motion")
    if not is_amass(arrays):
        raise ModelError(f"{path.name} is not an AMASS motion: it needs “poses” and “trans”.")
    poses, trans = _poses(arrays, path), array(arrays, "trans", path, (None, 3))
    if len(poses) != len(trans) or not len(trans):
        raise ModelError(f"{path.name} has {len(poses)} poses and {len(trans)} positions: check the file.")
    rate = _rate(arrays, path) if fps is None else fps
    return poses.reshape(len(poses), -1, 3), trans, rate


def joints_of(arrays: Any, path: Path) -> int:
    """Count the joints of a file's body. Raises ModelError for a number that no body has."""
    return _poses(arrays, Path(path)).shape[1] // 3


def of_rotations(skeleton: Skeleton, turns: NDArray[Any], root: NDArray[Any], fps: float, up: str) -> Motion:
    """Make a motion, Y up, of rotation vectors (T, J, 3) and root places (T, 3) m, where `up` is "y", "-y" or "z".

    Local rotations stay what they are; only the root changes from Z up to Y up.
    """
    rot = quat.from_rotvec(turns)
    motion = Motion(skeleton, fps, root, quat.continuous(rot))
    if up == "y":
        return motion
    if up == "-y":
        rot[:, 0] = quat.multiply(_UPSIDE_DOWN, rot[:, 0])
        return Motion(skeleton, fps, quat.rotate(_UPSIDE_DOWN, root), quat.continuous(rot))
    rot[:, 0] = quat.multiply(quat.inverse(_UPRIGHT), rot[:, 0])
    return Motion(skeleton, fps, quat.rotate(quat.inverse(_UPRIGHT), root), quat.continuous(rot))


def turned(motion: Motion) -> Motion:
    """Turn a motion from Z up to Y up."""
    rot = motion.rot.astype(np.float64)
    rot[:, 0] = quat.multiply(quat.inverse(_UPRIGHT), rot[:, 0])
    root = quat.rotate(quat.inverse(_UPRIGHT), motion.root_pos.astype(np.float64))
    return replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(rot).astype(np.float32))


def up_axis(orient: NDArray[Any], trans: NDArray[Any]) -> str:
    """Tell the world's up of SMPL's root rotations (T, 3) rad and places (T, 3) m: "z", or "y" where the body stands
    along Y and does not just lie on a floor with Z up; "-y" where it stands against Y, as a camera has it."""
    body = quat.rotate(quat.from_rotvec(orient), np.broadcast_to([0.0, 1.0, 0.0], orient.shape))
    along_y, along_z = (float(np.mean(body[:, axis] > _STANDS)) for axis in (1, 2))
    if float(np.mean(body[:, 1] < -_STANDS)) > max(along_z, 0.5):
        return "-y"
    if along_y <= max(along_z, 0.5):
        return "z"
    high, wide = (float(np.median(trans[:, axis])) for axis in (2, 1))
    lies = 0 < high < _MOST_LYING and not _HIPS[0] < wide < _HIPS[1]
    return "z" if lies else "y"


def _rate(arrays: Any, path: Path) -> float:
    """The file's frame rate. Raises ModelError where it has none that motion has."""
    rate = next((name for name in _RATES if name in arrays), None)
    if rate is None:
        raise ModelError(f"{path.name} lacks its frame rate, “mocap_framerate”: give it with --fps, or add it.")
    written = np.asarray(arrays[rate])
    if written.dtype.kind in "US":
        raise ModelError(
            f"“{rate}” in {path.name} is the text “{_text(written)}” and not a number: give the frame "
            "rate with --fps, or write it as a number."
        )
    if written.dtype.kind not in "fiu" or not written.size:
        raise ModelError(f"“{rate}” in {path.name} holds no number: check the file.")
    try:
        return check_fps(float(written.reshape(-1)[0]))
    except ValueError as error:
        raise ModelError(f"{path.name} can't be read: {error}.") from error


def _text(written: NDArray[Any]) -> str:
    """The beginning of the first text of an array."""
    return "".join(str(text) for text in written.reshape(-1)[:1])[:20]


def _poses(arrays: Any, path: Path) -> NDArray[Any]:
    """Read poses (T, 3 J) for 22, 24, 52 or 55 joints, from one array or from one per part of the body."""
    if "poses" in arrays:
        poses = array(arrays, "poses", path, (None, None))
    else:
        parts = [name for name in ("root_orient", "pose_body", "pose_jaw", "pose_eye", "pose_hand") if name in arrays]
        found = [array(arrays, name, path, (None, None)) for name in parts]
        if len({len(part) for part in found}) > 1:
            raise ModelError(f"The parts of the body in {path.name} have different numbers of frames: check the file.")
        poses = np.concatenate(found, axis=1)
    try:
        joint_names(poses.shape[1] // 3 if poses.shape[1] % 3 == 0 else 0)
    except ValueError as error:
        raise ModelError(
            f"“poses” in {path.name} has {poses.shape[1]} columns: SMPL has 72, SMPL+H 156 and SMPL-X 165."
        ) from error
    return poses


def to_arrays(
    motion: Motion, joints: int = 52, model: BodyModel | None = None, *, betas: Any = None, gender: str = "neutral"
) -> dict[str, NDArray[Any]]:
    """Convert a motion to the arrays of an AMASS file for a body of 24, 52 or 55 joints, or for `model`, which was read
    with `betas` and is of that gender.

    A motion on such a body keeps its rotations; any other needs roles and is retargeted. Fingers, jaw and eyes that it
    lacks keep their rest pose. Raises ValueError naming roles that the skeleton lacks.
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
        "betas": np.zeros(16) if betas is None or not len(betas) else np.asarray(betas, np.float64),
        "gender": np.array(gender),
        "surface_model_type": np.array(kind),
    }


def write_amass(motion: Motion, file: Any, joints: int = 52, model: BodyModel | None = None, **shape: Any) -> None:
    """Write the arrays of `to_arrays` to a path or an open binary file. shape: its betas and gender."""
    np.savez_compressed(file, **to_arrays(motion, joints, model, **shape))  # type: ignore[arg-type]


def _on_body(skeleton: Skeleton, body: Skeleton) -> bool:
    """Whether a skeleton has the body's rest pose in the joints that it has, so that rotations carry over."""
    if not set(CANONICAL_NAMES) <= set(skeleton.names) <= set(joint_names(55)) | set(joint_names(24)):
        return False
    ours = [skeleton.names.index(name) for name in CANONICAL_NAMES[1:]]
    theirs = [body.names.index(name) for name in CANONICAL_NAMES[1:]]
    plain = np.abs(skeleton.rest - quat.IDENTITY).max() < 1e-6
    return plain and bool(np.allclose(skeleton.offsets[ours], body.offsets[theirs], atol=1e-5))


def _limbs_only(body: Skeleton) -> Skeleton:
    """The body's first 22 joints alone, with roles, the pelvis at the origin."""
    names = CANONICAL_NAMES
    offsets = body.offsets[[body.names.index(name) for name in names]].copy()
    offsets[0] = 0
    return replace(average_skeleton(22), offsets=offsets)


def _plain(motion: Motion) -> Motion:
    """Add roles by the joints' names to a motion that has none."""
    if any(motion.skeleton.roles):
        return motion
    roles = tuple(name if name in CANONICAL_NAMES else "" for name in motion.skeleton.names)
    return replace(motion, skeleton=replace(motion.skeleton, roles=roles))
