"""Motion as other generators and video trackers write it: named arrays, told apart by their names and shapes.

local_rot_mats (T, J, 3, 3), posed_joints (T, J, 3)      Kimodo, on SOMA's 77 or 30 joints or SMPL's 22
smpl_poses (T, 72), smpl_trans (T, 3)                    EDGE and AIST++, which has smpl_scaling
global_orient, body_pose, transl                         GVHMR and others that track SMPL
motion (N, 22, 3, T), joints (T, 22, 3), (T, 263)        MDM and others on HumanML3D's joints
(T, 322)                                                 Motion-X, SMPL-X's parameters
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat
from ..feet import contact
from ..motion import Motion, Skeleton
from . import amass, positions, soma
from .checks import check_fps, check_motion
from .smpl_body import average_skeleton

F64 = NDArray[np.float64]
Arrays = Mapping[str, NDArray[Any]]
_RATES = ("mocap_framerate", "mocap_frame_rate", "fps", "frame_rate", "framerate")
_DEFAULT_FPS, _HUMANML_FPS, _AIST_FPS = 30.0, 20.0, 60.0
_POSES, _ORIENT = (
    ("smpl_poses", "pose_world", "poses", "pose", "pred_rotmat", "pred_pose"),
    ("global_orient", "root_orient", "poses_root"),
)
_BODY, _PLACE = (
    ("body_pose", "pose_body", "poses_body"),
    ("smpl_trans", "trans_world", "transl", "trans", "translation", "pred_trans"),
)
_HANDS = ("left_hand_pose", "right_hand_pose")
_PLACES = ("motion", "posed_joints", "joints", "joint_positions", "positions", "full_pose", "keypoints3d", "arr_0", "")
_WORLDS = ("smpl_params_global/", "pred_smpl_params_global/", "")  # where parameters stand, the world's first
_FEATURES = 263  # of HumanML3D, a frame
_MOTION_X = 322  # of Motion-X, a frame
_FAR = 1e6  # m: no motion goes there
_FLOOR_DOUBT = 0.02  # m: a floor is known no better than this


class UnknownArrays(ValueError):
    """The arrays hold no motion of a known kind; the message is part of a sentence."""


@dataclass(frozen=True)
class Found:
    """A motion, and sentences on what was assumed of it."""

    motion: Motion
    notes: tuple[str, ...]


def is_generated(arrays: Arrays) -> bool:
    """Whether the names of arrays are those that some generator writes."""
    return bool(_smpl_names(arrays) or "local_rot_mats" in arrays or _place_of(arrays) is not None)


def _place_of(arrays: Arrays) -> str | None:
    """The name of the array with the places of joints, None for none: a usual one, else that of the only array whose
    shape is that of places on SMPL's joints."""
    for name in _PLACES:
        if name in arrays:
            return name
    shaped = [name for name in arrays if (22, 3) in _ends(arrays[name]) or (24, 3) in _ends(arrays[name])]
    return shaped[0] if len(shaped) == 1 else None


def _ends(array: NDArray[Any]) -> tuple[tuple[int, ...], ...]:
    """The sizes of an array of numbers that may be joints and axes, either way round; () for others."""
    if array.ndim not in (3, 4) or array.dtype.kind not in "fiu" or array.shape[-2:] == (3, 3):
        return ()
    pairs = (array.shape[-2:], array.shape[1:3])  # the latter of (N, J, 3, T)
    return (*pairs, *(pair[::-1] for pair in pairs))


def read_generated(arrays: Arrays, name: str, fps: float | None = None, up: str = "") -> Found:
    """Make a motion of a generator's arrays, Y up, in metres, its feet on the floor.

    name: of the file, for notes. fps: the frame rate in place of the file's own. up: "y" or "z", the axis of the file
    that points up; "" to tell it by the body. Raises UnknownArrays for what is no motion, ValueError for a frame rate
    or numbers that no motion has.
    """
    notes = list[str]()
    rate = fps if fps is not None else _rate(arrays)
    arrays = _motion_x(arrays)
    if "local_rot_mats" in arrays:
        motion = _of_matrices(arrays, rate or _DEFAULT_FPS, up)
        usual = _DEFAULT_FPS
    elif names := _smpl_names(arrays):
        usual = _AIST_FPS if "smpl_scaling" in arrays else _DEFAULT_FPS
        motion = _of_smpl(arrays, names, rate or usual, up)
    else:
        usual = _HUMANML_FPS
        pos, more = _places(arrays, name)
        pos, unit = _in_metres(pos, name)
        notes += more + unit
        if not np.ptp(pos[0], axis=0).any():
            notes.append(f"All joints in {name} are in one place: the rest pose is used.")
        motion = positions.fit(_y_up(pos, up), average_skeleton(pos.shape[1]), rate or usual)
    if rate is None:
        notes.append(f"{name} says no frame rate: {usual:g} frames a second are taken, --fps says another.")
    return Found(check_motion(_on_the_floor(check_motion(motion))), tuple(notes))


def _rate(arrays: Arrays) -> float | None:
    """The frame rate that the arrays give; None for none."""
    key = next((key for key in _RATES if key in arrays), None)
    if key is None:
        return None
    return check_fps(float(_numbers(arrays, key).reshape(-1)[:1].sum()))


def _numbers(arrays: Arrays, name: str) -> F64:
    """An array as float64; raises UnknownArrays where it holds something else."""
    found = np.asarray(arrays[name])
    if found.dtype.kind not in "fiub" or not found.size:
        raise UnknownArrays(f"“{name}” holds no numbers")
    return found.astype(np.float64)


def _smpl_names(arrays: Arrays) -> tuple[str, tuple[str, ...], str] | None:
    """The names of SMPL's parameters: where they stand, the poses' (one, or the root's and the body's), the place's."""
    for world in dict.fromkeys((*_WORLDS, *sorted(name[: name.rfind("/") + 1] for name in arrays))):
        whole = next((n for n in _POSES if world + n in arrays), None)
        root = next((n for n in _ORIENT if world + n in arrays), None)
        body = next((n for n in _BODY if world + n in arrays), None)
        place = next((n for n in _PLACE if world + n in arrays), "")
        if root and body:
            return world, (root, body, *(n for n in _HANDS if world + n in arrays)), place
        if whole and place:
            return world, (whole,), place
    return None


def _of_smpl(arrays: Arrays, names: tuple[str, tuple[str, ...], str], fps: float, up: str) -> Motion:
    world, parts, place = names
    turns = [_rotation_vectors(_numbers(arrays, world + part), part) for part in parts]
    frames = len(turns[0])
    if any(len(turn) != frames for turn in turns):
        raise UnknownArrays(f"“{parts[0]}” and “{parts[1]}” have different numbers of frames")
    if len(parts) == 4 and any(turn.shape[1] != 15 for turn in turns[2:]):
        turns = turns[:2]  # hands as coefficients of their model
    if len(turns) == 4 and turns[1].shape[1] == 23:
        turns[1] = turns[1][:, :21]
    poses = np.concatenate(turns, axis=1) if len(turns) in (1, 2, 4) else np.concatenate(turns[:2], axis=1)
    if place:
        trans = _numbers(arrays, world + place)
        trans = trans.reshape(-1, trans.shape[-1]) if trans.ndim else trans
        if trans.shape != (frames, 3):
            raise UnknownArrays(f"“{place}” has the shape {trans.shape} and the poses {frames} frames")
    else:
        trans = np.zeros((frames, 3))
    if world + "smpl_scaling" in arrays:
        scale = float(_numbers(arrays, world + "smpl_scaling").reshape(-1)[0])
        if scale > 0:
            trans = trans / scale
    try:
        skeleton = average_skeleton(poses.shape[1])
    except ValueError as error:
        raise UnknownArrays(f"“{parts[-1]}” is for {poses.shape[1]} joints, which no body of SMPL has") from error
    return amass.of_rotations(skeleton, poses, trans, fps, up or amass.up_axis(poses[:, 0], trans))


def _rotation_vectors(turns: F64, name: str) -> F64:
    """Rotation vectors (T, J, 3) from those, flat or not, or from matrices (T, J, 3, 3)."""
    if turns.ndim >= 3 and turns.shape[-2:] == (3, 3) and (turns.ndim == 4 or name not in _POSES):
        matrices = turns.reshape(len(turns), -1, 3, 3)
        return quat.to_rotvec(quat.from_matrix(matrices)).astype(np.float64)
    if turns.ndim == 3 and turns.shape[0] == 1 and turns.shape[2] % 3 == 0 and turns.shape[2] > 3:
        turns = turns[0]  # a batch of one
    if turns.ndim not in (2, 3) or turns[0].size % 3:
        raise UnknownArrays(f"“{name}” has the shape {turns.shape}, which no rotations have")
    return turns.reshape(len(turns), -1, 3)


def _of_matrices(arrays: Arrays, fps: float, up: str) -> Motion:
    """Motion from local rotations, on bones as long and as directed as the places of the joints say."""
    matrices = _numbers(arrays, "local_rot_mats")
    pos = _numbers(arrays, "posed_joints") if "posed_joints" in arrays else None
    if matrices.ndim == 5:
        matrices, pos = matrices[0], None if pos is None else pos[0]
    if matrices.ndim != 4 or matrices.shape[2:] != (3, 3):
        raise UnknownArrays(f"“local_rot_mats” has the shape {matrices.shape}, which no rotations have")
    frames, count = matrices.shape[:2]
    if count == 34:
        raise UnknownArrays("it is the motion of a robot (Unitree G1), whose joints are no person's")
    try:
        skeleton = soma.skeleton(count) if count in (30, 77) else average_skeleton(count)
    except ValueError as error:
        raise UnknownArrays(f"it has {count} joints, and Kimodo's bodies 77, 30 or 22") from error
    rot = np.asarray(quat.normalize(quat.from_matrix(matrices)), np.float64)
    if pos is not None and pos.shape != (frames, count, 3):
        raise UnknownArrays(f"“posed_joints” has the shape {pos.shape} and the rotations {(frames, count)}")
    if "root_positions" in arrays:
        root = _numbers(arrays, "root_positions").reshape(-1, 3)
    else:
        root = np.zeros((frames, 3)) if pos is None else pos[:, 0]
    if len(root) != frames:
        raise UnknownArrays(f"“root_positions” has {len(root)} frames and the rotations {frames}")
    if pos is not None:
        skeleton = _with_bones(skeleton, rot, pos)
    motion = Motion(skeleton, fps, root.astype(np.float32), quat.continuous(rot).astype(np.float32))
    return amass.turned(motion) if up == "z" else motion


def _with_bones(skeleton: Skeleton, rot: F64, pos: F64) -> Skeleton:
    """The skeleton with the offsets that places (T, J, 3) and local rotations say; its own for bones without length."""
    world = Motion(skeleton, 1.0, pos[:, 0].astype(np.float32), rot.astype(np.float32)).globals()[1].astype(np.float64)
    parents = skeleton.parents[1:].astype(int)
    bones = quat.rotate(quat.inverse(world[:, parents]), pos[:, 1:] - pos[:, parents])
    offsets = skeleton.offsets.astype(np.float64)
    found = np.median(bones, axis=0)
    known = np.linalg.norm(found, axis=-1) > 1e-6
    if known.mean() > 0.5:  # a few bones without length are the file's own; all of them say nothing
        offsets[1:] = found
    return replace(skeleton, offsets=offsets.astype(np.float32))


def _places(arrays: Arrays, name: str) -> tuple[F64, list[str]]:
    """Places (T, J, 3) of 22 or 24 joints in SMPL's order, as the file has them; and what was left out."""
    key = _place_of(arrays)
    if key is None:
        raise UnknownArrays("its arrays are of no kind that is known")
    pos, notes = _numbers(arrays, key), list[str]()
    lengths = _numbers(arrays, "lengths").reshape(-1) if key == "motion" and "lengths" in arrays else None
    if pos.ndim == 4 and pos.shape[-1] == 3:  # (N, T, J, 3)
        pos = np.moveaxis(pos, 1, -1)
    if pos.ndim == 4 and (pos.shape[2] == 3 or _FEATURES in pos.shape[1:3]):  # (N, J, 3, T), (N, 263, 1, T)
        if len(pos) > 1:
            notes.append(f"{name} holds {len(pos)} motions: the first is read.")
        pos = np.moveaxis(pos[0], -1, 0)
        if lengths is not None and len(lengths) and 1 <= lengths[0] < len(pos):
            pos = pos[: int(lengths[0])]
    if _FEATURES in pos.shape[1:]:
        pos = places_of_features(pos.reshape(-1, _FEATURES))
    if pos.ndim == 2 and pos.shape[1] in (66, 72):
        pos = pos.reshape(len(pos), -1, 3)
    if pos.ndim == 3 and pos.shape[1] == 3 and pos.shape[2] in (22, 24):  # (T, 3, J)
        pos = np.swapaxes(pos, 1, 2)
    if pos.ndim != 3 or pos.shape[2] != 3:
        raise UnknownArrays(f"“{key or 'the array'}” has the shape {pos.shape}, which no known kind of motion has")
    if pos.shape[1] in (30, 77):
        return _body_of_soma(pos), notes
    if pos.shape[1] in (52, 55):
        pos = pos[:, :22]
    if pos.shape[1] not in (22, 24):
        raise UnknownArrays(f"“{key or 'the array'}” holds {pos.shape[1]} joints; places are read for SMPL's 22 or 24")
    return _finite(pos), notes


def _finite(pos: F64) -> F64:
    """The places themselves; raises ValueError naming the first that is no finite number, or out of all range."""
    bad = ~(np.abs(pos) < _FAR).all(axis=2)
    if bad.any():
        frame, joint = divmod(int(bad.argmax()), pos.shape[1])
        name = average_skeleton(pos.shape[1]).names[joint]
        raise ValueError(f"the place of {name} in frame {frame} is not a finite number, or out of all range")
    return pos


def _body_of_soma(pos: F64) -> F64:
    """The 22 joints that have roles, in SMPL's order."""
    body = soma.skeleton(pos.shape[1])
    return _finite(pos[:, [body.role_joint[role] for role in average_skeleton(22).names]])


def places_of_features(features: F64) -> F64:
    """Places (T, 22, 3) from HumanML3D's features (T, 263), not normalised (Guo et al. 2022, section 5).

    Columns: turn about Y to the next frame, in half angles; root velocity on the ground; root height; places of the
    other 21 joints about the root, in its heading.
    """
    turn, step = np.zeros(len(features)), np.zeros((len(features), 3))
    turn[1:] = np.cumsum(features[:-1, 0])
    heading = np.zeros((len(features), 4))
    heading[:, 0], heading[:, 2] = np.cos(turn), -np.sin(turn)  # from the root's heading to the world
    step[1:, 0], step[1:, 2] = features[:-1, 1], features[:-1, 2]
    root = np.cumsum(quat.rotate(heading, step), axis=0)
    others = quat.rotate(heading[:, None], features[:, 4:67].reshape(-1, 21, 3)) + root[:, None]
    root[:, 1] = features[:, 3]
    return np.concatenate([root[:, None], others], axis=1).astype(np.float64)


def _in_metres(pos: F64, name: str) -> tuple[F64, list[str]]:
    """Places in metres, since those of a body whose legs are longer than 25 m are in centimetres or millimetres."""
    bones: F64 = np.linalg.norm(np.diff(pos[:, [1, 4, 7]], axis=1), axis=-1)
    middle: F64 = np.median(bones.sum(axis=1, keepdims=True), axis=0)
    leg = float(middle[0])
    for most, unit, word in ((25.0, 1.0, ""), (250.0, 100.0, "centimetres"), (2500.0, 1000.0, "millimetres")):
        if leg <= most:
            return pos / unit, [f"The places in {name} were taken for {word}."] if word else []
    return pos, []


def _motion_x(arrays: Arrays) -> Arrays:
    """The parameters of SMPL-X in Motion-X's rows (T, 322), by name; other arrays as they are.

    Columns: root, 21 joints of the body, 15 of each hand, jaw, face (50), face's shape (100), place, shape (10).
    """
    whole = [np.asarray(arrays[key]) for key in ("arr_0", "") if key in arrays]
    if len(arrays) != 1 or not whole or whole[0].ndim != 2 or whole[0].shape[1] != _MOTION_X:
        return arrays
    rows = whole[0]
    return {
        "global_orient": rows[:, :3], "body_pose": rows[:, 3:66], "left_hand_pose": rows[:, 66:111],
        "right_hand_pose": rows[:, 111:156], "transl": rows[:, 309:312],
    }  # fmt: skip


def _y_up(pos: F64, up: str) -> F64:
    """Places with Y up; by the way from the ankles to the neck where `up` is ""."""
    body = (pos[:, 12] - pos[:, [7, 8]].mean(axis=1)).mean(axis=0)
    z_up = up == "z" if up else body[2] > abs(body[1])
    return np.stack([pos[..., 0], pos[..., 2], -pos[..., 1]], axis=-1) if z_up else pos


def _on_the_floor(motion: Motion) -> Motion:
    """Put the feet on Y = 0: generators have the floor anywhere, and the root of SMPL stands apart from the hips."""
    floor = contact.floor_height(motion)
    if abs(floor) <= _FLOOR_DOUBT:
        return motion
    return replace(motion, root_pos=motion.root_pos - np.array([0.0, floor, 0.0], np.float32))
