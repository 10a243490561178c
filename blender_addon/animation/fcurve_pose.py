"""An armature's pose from its f-curves alone, the whole clip at once, as Blender works it out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..bpy_types import Object
from ..retarget import quat
from . import actions
from .channels import bone_of, bone_prefix
from .rotations import rotation_property

_AXES = {"X": (1.0, 0.0, 0.0), "Y": (0.0, 1.0, 0.0), "Z": (0.0, 0.0, 1.0)}
_DELTAS = {
    "delta_location": (0, 0, 0), "delta_rotation_euler": (0, 0, 0), "delta_rotation_quaternion": (1, 0, 0, 0),
    "delta_scale": (1, 1, 1),
}  # fmt: skip


def follows_keys_only(armature: Object, bones: list[str]) -> bool:
    """Whether these bones, and the object, are moved by the armature's Action and nothing else."""
    data = armature.animation_data
    if armature.parent or any(c.enabled for c in armature.constraints) or armature.data.pose_position == "REST":
        return False
    if any(tuple(getattr(armature, prop)) != value for prop, value in _DELTAS.items()):
        return False
    chain = _chain(armature, bones)
    if any(_constrained(armature.pose.bones[name]) for name in chain):
        return False
    if data is None:
        return True
    if data.use_tweak_mode or (data.use_nla and any(t.strips and not t.mute for t in data.nla_tracks)):
        return False
    if data.action_influence < 1 or data.action_blend_type != "REPLACE":
        return False
    scaled = any(".scale" in curve.data_path for curve in actions.curves_of(armature))
    if scaled and any(armature.data.bones[name].inherit_scale != "FULL" for name in chain):
        return False
    driven = {bone_of(d.data_path) for d in data.drivers if not d.mute and _is_transform(d.data_path)}
    return not driven & {*chain, ""}


def _constrained(pose: Any) -> bool:
    """Whether more than its own keys moves a bone; scale that some parents keep from it counts too."""
    scaled = max(abs(s - 1) for s in pose.scale) > 1e-6
    kept = pose.parent is not None and pose.bone.inherit_scale != "FULL" and _scaled_above(pose.parent)
    return any(not c.mute and c.influence > 0 for c in pose.constraints) or kept or (scaled and min(pose.scale) <= 0)


def _scaled_above(pose: Any) -> bool:
    while pose:
        if max(abs(s - 1) for s in pose.scale) > 1e-6:
            return True
        pose = pose.parent
    return False


def _is_transform(path: str) -> bool:
    return path.rpartition(".")[2].startswith(("location", "rotation", "scale"))


def _chain(armature: Object, bones: list[str]) -> list[str]:
    """The bones and all above them, parents first."""
    out: dict[str, None] = {}
    for name in bones:
        bone = armature.data.bones[name]
        for above in reversed([bone, *bone.parent_recursive]):
            out.setdefault(above.name)
    return list(out)


def bone_matrices(armature: Object, bones: list[str], frames: NDArray) -> dict[str, NDArray]:
    """Bone -> (T, 4, 4) in armature space, on `frames` (T,)."""
    curves = _by_path(armature)
    out: dict[str, NDArray] = {}
    for name in _chain(armature, bones):
        bone, pose = armature.data.bones[name], armature.pose.bones[name]
        own = _transform(pose, f"{bone_prefix(name)}.", curves, frames)
        rest = np.array(bone.matrix_local, np.float64)
        if bone.parent is None:
            out[name] = _with_location(rest, rest if bone.use_local_location else np.eye(4), own)
            continue
        above = out[bone.parent.name]
        placed = above @ (np.linalg.inv(np.array(bone.parent.matrix_local, np.float64)) @ rest)
        if bone.use_connect:
            own[:, :3, 3] = 0
        axes = placed if bone.use_local_location else above
        moved = _with_location(placed, axes, own)
        if not bone.use_inherit_rotation:
            moved[:, :3, :3] = _unscaled(rest, above) @ own[:, :3, :3]
        out[name] = moved
    return out


def _unscaled(rest: NDArray, above: NDArray) -> NDArray:
    """Axes of a bone that doesn't turn with its parent, but grows with it: (T, 3, 3)."""
    size = np.linalg.norm(above[:, :3, :3], axis=-2)
    return rest[:3, :3] * size[:, None, :]


def _with_location(placed: NDArray, axes: NDArray, own: NDArray) -> NDArray:
    """placed * own, with own's location along `axes` (..., 4, 4)."""
    out = np.broadcast_to(placed, own.shape) @ own
    out[:, :3, 3] = placed[..., :3, 3] + np.einsum("...ij,...j->...i", axes[..., :3, :3], own[:, :3, 3])
    return out


def object_matrices(armature: Object, frames: NDArray) -> NDArray:
    """The object's world matrices (T, 4, 4) on `frames` (T,), for an object without a parent."""
    return _transform(armature, "", _by_path(armature), frames)


def _by_path(armature: Object) -> dict[tuple[str, int], Any]:
    curves = actions.curves_of(armature)
    return {(c.data_path, c.array_index): c for c in curves if not c.mute and not (c.group and c.group.mute)}


def _transform(owner: Any, prefix: str, curves: dict[tuple[str, int], Any], frames: NDArray) -> NDArray:
    """Own transform (T, 4, 4) of a pose bone or object: keyed values where there are keys, else as it is posed."""

    def values(prop: str, normalized: bool = False) -> NDArray:
        now = np.array(getattr(owner, prop), np.float64)
        out = np.tile(now, (len(frames), 1))
        for i in range(len(now)):
            curve = curves.get((prefix + prop, i))
            if curve is not None:
                out[:, i] = [curve.evaluate(float(frame)) for frame in frames]
        return quat.normalize(out) if normalized else out

    mode = owner.rotation_mode
    prop, _ = rotation_property(mode)
    rot = _rotation(values(prop), mode)
    out = np.tile(np.eye(4), (len(frames), 1, 1))
    out[:, :3, :3] = quat.to_matrix(rot) * values("scale")[:, None, :]
    out[:, :3, 3] = values("location")
    return out


def _rotation(values: NDArray, mode: str) -> NDArray:
    """Keyed values (T, C) -> (T, 4) wxyz."""
    if mode == "QUATERNION":
        return quat.normalize(values)
    if mode == "AXIS_ANGLE":
        return quat.from_axis_angle(quat.normalize(values[:, 1:]), values[:, 0])
    out = np.tile(quat.IDENTITY.astype(np.float64), (len(values), 1))
    for axis in mode:  # 'XYZ' turns about X first
        turn = quat.from_axis_angle(np.array(_AXES[axis]), values[:, "XYZ".index(axis)])
        out = quat.multiply(turn, out)
    return out
