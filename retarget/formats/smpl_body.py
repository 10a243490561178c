"""Skeletons of the SMPL family, and body model files (.npz) read without unpickling.

SMPL has 24 joints, SMPL+H 52 (fingers in place of SMPL's last two), SMPL-X 55 (jaw and eyes between body and fingers).
The body models are under their makers' licence and none is part of this project: without a model file joints are placed
as in an average adult, rounded to whole centimetres, which is enough for the directions of limbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..motion import CANONICAL_NAMES, CANONICAL_PARENTS, F32, ROLE_INDEX, Skeleton
from .npz import NpzArrays, NpzError

SITE = "https://smpl-x.is.tue.mpg.de"
_FINGERS = ("index", "middle", "pinky", "ring", "thumb")  # in the models' order
_FACE = ("jaw", "left_eye_smplhf", "right_eye_smplhf")
# Joints of an average body in SMPL's rest pose, from the parent, whole centimetres; right sides mirror them.
_OFFSETS_CM = {
    "pelvis": (0, 0, 0), "left_hip": (7, -9, -1), "left_knee": (3, -38, 0), "left_ankle": (-1, -40, -4),
    "left_foot": (3, -6, 12), "spine1": (0, 11, -3), "spine2": (0, 13, 0), "spine3": (0, 5, 3), "neck": (0, 21, -4),
    "head": (0, 7, 5), "left_collar": (8, 12, -4), "left_shoulder": (9, 3, -1), "left_elbow": (26, -1, -3),
    "left_wrist": (25, 1, 0), "jaw": (0, -1, 2), "left_eye_smplhf": (3, 7, 6), "left_hand": (8, -1, -1),
}  # fmt: skip
_FIRST_KNUCKLE_CM = {"index": (10, 0, 2), "middle": (11, 0, 0), "ring": (10, 0, -2), "pinky": (8, -1, -4),
                     "thumb": (3, -1, 3)}  # fmt: skip
_KNUCKLE_CM = {"index": (3, 0, 0), "middle": (3, 0, 0), "ring": (3, 0, 0), "pinky": (2, 0, 0), "thumb": (2, 0, 2)}


class ModelError(Exception):
    """A file of the SMPL family can't be used; the message is one sentence with what is wrong and what to do."""


@dataclass(frozen=True)
class BodyModel:
    """A body model in its rest pose: metres, Y up, facing +Z.

    names: (J,). parents: (J,), -1 for the root. joints: (J, 3) m. vertices: (V, 3) m. faces: (F, 3) indices of
    vertices. weights: (V, J) skinning weights.
    """

    names: tuple[str, ...]
    parents: NDArray[np.int16]
    joints: F32
    vertices: F32
    faces: NDArray[np.int32]
    weights: F32

    @property
    def skeleton(self) -> Skeleton:
        """The skeleton of the joints, with roles; the root's offset is the pelvis' place in the model's frame."""
        offsets = self.joints - np.where((self.parents < 0)[:, None], 0, self.joints[np.maximum(self.parents, 0)])
        return Skeleton(self.names, self.parents, offsets, roles=_roles(self.names))


def joint_names(count: int) -> tuple[str, ...]:
    """List the joints' names of a body with 22, 24, 52 or 55 of them; raises ValueError for another number."""
    hands = tuple(f"{side}_{f}{n}" for side in ("left", "right") for f in _FINGERS for n in (1, 2, 3))
    ends = {22: (), 24: ("left_hand", "right_hand"), 52: hands, 55: (*_FACE, *hands)}
    if count not in ends:
        raise ValueError(f"no body of the SMPL family has {count} joints")
    return (*CANONICAL_NAMES, *ends[count])


def joint_parents(count: int) -> tuple[int, ...]:
    """List the parents of `joint_names(count)`, -1 for the pelvis."""
    names = joint_names(count)
    parents: list[int] = list(CANONICAL_PARENTS)
    for name in names[22:]:
        side, _, part = name.partition("_")
        if name in _FACE:
            parents.append(ROLE_INDEX["head"])
        elif part == "hand" or part.endswith("1"):
            parents.append(ROLE_INDEX[f"{side}_wrist"])
        else:
            parents.append(names.index(f"{side}_{part[:-1]}{int(part[-1]) - 1}"))
    return tuple(parents)


def average_skeleton(count: int) -> Skeleton:
    """Build an average adult's skeleton of `count` joints, whole centimetres, the pelvis at the origin."""
    names = joint_names(count)
    offsets = [_offset(name) for name in names]
    return Skeleton(names, np.array(joint_parents(count)), np.array(offsets) / 100, roles=_roles(names))


def _offset(name: str) -> tuple[float, float, float]:
    """Offset of a joint from its parent in cm."""
    left = name.replace("right_", "left_")
    finger = left.removeprefix("left_")
    if left in _OFFSETS_CM:
        x, y, z = _OFFSETS_CM[left]
    else:
        x, y, z = (_FIRST_KNUCKLE_CM if finger[-1] == "1" else _KNUCKLE_CM)[finger[:-1]]
    return (-x if name.startswith("right_") else x, y, z)


def _roles(names: tuple[str, ...]) -> tuple[str, ...]:
    """The role of each joint: its name where that is canonical, else ""."""
    return tuple(name if name in ROLE_INDEX else "" for name in names)


# --- files -------------------------------------------------------------------------------------------------------


def open_arrays(path: Path, what: str) -> Mapping[str, Any]:
    """Open an .npz; arrays are read when they are asked for, and never unpickled.

    what: the kind of file it should be, such as "an AMASS motion", for the error. Raises ModelError with one sentence.
    """
    path = Path(path)
    if path.suffix.lower() in (".pkl", ".pickle"):
        raise ModelError(
            f"{path.name} is a pickled file, which could run a program when it is read: download the .npz version "
            f"from {SITE} instead."
        )
    try:
        return NpzArrays(path, what)
    except FileNotFoundError as error:
        raise ModelError(f"There is no file {path}: check the name.") from error
    except OSError as error:
        raise ModelError(f"{path.name} can't be read ({error.strerror or error}): check its permissions.") from error
    except NpzError as error:
        raise ModelError(str(error)) from error


def array(
    arrays: Mapping[str, Any], name: str, path: Path, shape: tuple[int | None, ...] | None = None
) -> NDArray[Any]:
    """Read one array as float64, of the given shape (None: any length).

    Raises ModelError where it is missing, pickled, of another shape or not finite.
    """
    if name not in arrays:
        raise ModelError(f"{Path(path).name} lacks “{name}”: it may be a file of another kind.")
    try:
        found = np.asarray(arrays[name])
    except NpzError as error:
        raise ModelError(str(error)) from error
    if found.dtype.kind not in "fiub":
        raise ModelError(f"“{name}” in {Path(path).name} holds no numbers: check the file.")
    fits = shape is None or (
        found.ndim == len(shape) and all(want in (None, have) for want, have in zip(shape, found.shape, strict=True))
    )
    if not fits:
        raise ModelError(
            f"“{name}” in {Path(path).name} has the shape {found.shape}, which no body has: check the file."
        )
    found = found.astype(np.float64)
    if not np.isfinite(found).all():
        raise ModelError(f"“{name}” in {Path(path).name} holds numbers that aren't finite: download the file again.")
    return found


def read_model(path: Path, betas: NDArray[Any] | None = None) -> BodyModel:
    """Read a body model (.npz of SMPL, SMPL+H or SMPL-X) with the shape coefficients `betas` (N,).

    Vertices are template + shapedirs betas, joints the regressor's means of them (Loper et al. 2015, section
    3). Raises ModelError with one sentence for a file of another kind or a damaged one.
    """
    path = Path(path)
    arrays = open_arrays(path, "a body model")
    template = array(arrays, "v_template", path, (None, 3))
    count = len(template)
    regressor = array(arrays, "J_regressor", path, (None, count))
    weights = array(arrays, "weights", path, (count, len(regressor)))
    faces = array(arrays, "f", path, (None, 3)).astype(np.int32)
    tree = array(arrays, "kintree_table", path, (2, len(regressor)))
    try:
        names = joint_names(len(regressor))
    except ValueError as error:
        raise ModelError(f"{path.name} has {len(regressor)} joints: give a model of SMPL, SMPL+H or SMPL-X.") from error
    # The root's parent is -1, written as the largest unsigned number in some files.
    parents = np.where((tree[0] < 0) | (tree[0] >= len(names)), -1, tree[0]).astype(np.int16)
    if parents[0] != -1 or any(not 0 <= p < j for j, p in enumerate(parents) if j):
        raise ModelError(f"“kintree_table” in {path.name} is no tree of joints: check the file.")
    if faces.size and (faces.min() < 0 or faces.max() >= count):
        raise ModelError(f"“f” in {path.name} names vertices that aren't there: check the file.")
    vertices = template
    if betas is not None and len(betas):
        shapes = shape_directions(arrays, path, count, len(names))
        n = min(shapes.shape[2], len(betas))
        vertices = template + shapes[:, :, :n] @ np.asarray(betas, np.float64)[:n]
    joints = regressor @ vertices
    f32 = [a.astype(np.float32) for a in (joints, vertices, weights)]
    return BodyModel(names, parents, f32[0], f32[1], faces, f32[2])


def shape_directions(arrays: Mapping[str, Any], path: Path, count: int, joints: int) -> NDArray[Any]:
    """Read what each shape coefficient adds to `count` vertices, (V, 3, N).

    SMPL-X's files hold expressions behind the shape: 300 and 100 of them, or 10 and 10 in the small ones. They are left
    out. Raises ModelError.
    """
    shapes = array(arrays, "shapedirs", path, (count, 3, None))
    if joints != 55:
        return shapes
    return shapes[:, :, : 300 if shapes.shape[2] >= 400 else 10]
