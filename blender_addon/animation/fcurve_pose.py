"""The pose of an armature evaluated from its f-curves over a whole clip, without stepping through the frames."""

from __future__ import annotations

import numpy as np
from bpy.types import FCurve, Object, PoseBone
from numpy.typing import NDArray

from ..bpy_types import ArmatureObject
from ..retarget import quat
from . import actions
from .channels import bone_of, bone_prefix
from .rotations import rotation_property

_AXES = {"X": (1.0, 0.0, 0.0), "Y": (0.0, 1.0, 0.0), "Z": (0.0, 0.0, 1.0)}
_DELTAS = {
    "delta_location": (0, 0, 0), "delta_rotation_euler": (0, 0, 0), "delta_rotation_quaternion": (1, 0, 0, 0),
    "delta_scale": (1, 1, 1),
}  # fmt: skip


def follows_keys_only(armature: ArmatureObject, bones: list[str]) -> bool:
    """Return whether these bones, and the object, are moved by the armature's Action and nothing else.

    Parents, constraints, drivers, NLA strips, delta transforms and scale that a child does not inherit rule that out.
    """
    data = armature.animation_data
    if armature.parent or any(c.enabled for c in armature.constraints):
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


def _constrained(pose: PoseBone) -> bool:
    """Return whether a bone has active constraints, or scale on it or above it that `bone_matrices` can't follow."""
    scaled = max(abs(s - 1) for s in pose.scale) > 1e-6
    flattened = scaled and min(s for s in pose.scale) <= 0
    kept = pose.parent is not None and pose.bone.inherit_scale != "FULL" and _scaled_above(pose.parent)
    return any(not c.mute and c.influence > 0 for c in pose.constraints) or kept or flattened


def _scaled_above(pose: PoseBone) -> bool:
    """Return whether a bone or one above it is scaled."""
    bone: PoseBone | None = pose
    while bone:
        if max(abs(s - 1) for s in bone.scale) > 1e-6:
            return True
        bone = bone.parent
    return False


def _is_transform(path: str) -> bool:
    """Return whether an RNA path leads to a location, rotation or scale."""
    return path.rpartition(".")[2].startswith(("location", "rotation", "scale"))


def _chain(armature: ArmatureObject, bones: list[str]) -> list[str]:
    """Return the names of the bones and of all above them, parents first."""
    out: dict[str, None] = {}
    for name in bones:
        bone = armature.data.bones[name]
        for above in reversed([bone, *bone.parent_recursive]):
            out.setdefault(above.name)
    return list(out)


def bone_matrices(armature: ArmatureObject, bones: list[str], frames: NDArray) -> dict[str, NDArray]:
    """Return bone -> matrices (T, 4, 4) in armature space on `frames` (T,), for `bones` and all above them.

    A bone's matrix is its parent's, times its rest matrix relative to the parent's, times its own transform, except
    for what it does not inherit: see BKE_bone_parent_transform_calc_from_matrices in Blender's armature.cc. Valid only
    if `follows_keys_only`.
    """
    curves = _by_path(armature)
    out: dict[str, NDArray] = {}
    for name in _chain(armature, bones):
        bone, pose = armature.data.bones[name], armature.pose.bones[name]
        basis = _transform(pose, f"{bone_prefix(name)}.", curves, frames)
        rest = np.array(bone.matrix_local, np.float64)
        if bone.parent is None:
            out[name] = _with_location(rest, rest if bone.use_local_location else np.eye(4), basis)
            continue
        above = out[bone.parent.name]
        # Where the parent alone puts the bone: its rest matrix relative to the parent's, carried by the parent.
        carried = above @ (np.linalg.inv(np.array(bone.parent.matrix_local, np.float64)) @ rest)
        if bone.use_connect:  # Blender ignores the location of a bone whose head is its parent's tail
            basis[:, :3, 3] = 0
        # Without local location the bone's location is along its parent's axes.
        axes = carried if bone.use_local_location else above
        moved = _with_location(carried, axes, basis)
        if not bone.use_inherit_rotation:
            moved[:, :3, :3] = _scaled_rest(rest, above) @ basis[:, :3, :3]
        out[name] = moved
    return out


def _scaled_rest(rest: NDArray, above: NDArray) -> NDArray:
    """Return axes (T, 3, 3) of a bone that inherits its parent's scale but not its rotation."""
    size = np.linalg.norm(above[:, :3, :3], axis=-2)
    return rest[:3, :3] * size[:, None, :]


def _with_location(carried: NDArray, axes: NDArray, basis: NDArray) -> NDArray:
    """Return carried @ basis (T, 4, 4), but with the location of `basis` along `axes` (..., 4, 4)."""
    out = np.broadcast_to(carried, basis.shape) @ basis
    out[:, :3, 3] = carried[..., :3, 3] + np.einsum("...ij,...j->...i", axes[..., :3, :3], basis[:, :3, 3])
    return out


def object_matrices(armature: ArmatureObject, frames: NDArray) -> NDArray:
    """Return the object's world matrices (T, 4, 4) on `frames` (T,); the object must not have a parent."""
    return _transform(armature, "", _by_path(armature), frames)


def _by_path(armature: ArmatureObject) -> dict[tuple[str, int], FCurve]:
    """Return (RNA path, component) -> f-curve, without muted ones."""
    curves = actions.curves_of(armature)
    return {(c.data_path, c.array_index): c for c in curves if not c.mute and not (c.group and c.group.mute)}


def _transform(
    owner: Object | PoseBone, prefix: str, curves: dict[tuple[str, int], FCurve], frames: NDArray
) -> NDArray:
    """Return the basis matrices (T, 4, 4) of a pose bone or object: f-curves evaluated, other properties as they are.

    prefix: RNA path of `owner` from the object with a trailing dot, "" for the object itself.
    """

    def values(prop: str) -> NDArray:
        """Return a property's values (T, C)."""
        present = np.array(getattr(owner, prop), np.float64)
        out = np.tile(present, (len(frames), 1))
        for i in range(len(present)):
            curve = curves.get((prefix + prop, i))
            if curve is not None:
                out[:, i] = [curve.evaluate(float(frame)) for frame in frames]
        return out

    mode = owner.rotation_mode
    prop, _ = rotation_property(mode)
    rot = _rotation(values(prop), mode)
    out = np.tile(np.eye(4), (len(frames), 1, 1))
    # Scale acts before rotation: it multiplies the columns.
    out[:, :3, :3] = quat.to_matrix(rot) * values("scale")[:, None, :]
    out[:, :3, 3] = values("location")
    return out


def _rotation(values: NDArray, mode: str) -> NDArray:
    """Return rotations (T, 4) wxyz from a rotation property's values (T, C) in rotation mode `mode`."""
    if mode == "QUATERNION":
        return quat.normalize(values)
    if mode == "AXIS_ANGLE":  # (angle, x, y, z)
        return quat.from_axis_angle(quat.normalize(values[:, 1:]), values[:, 0])
    out = np.tile(quat.IDENTITY.astype(np.float64), (len(values), 1))
    for axis in mode:  # 'XYZ' turns about X first
        turn = quat.from_axis_angle(np.array(_AXES[axis]), values[:, "XYZ".index(axis)])
        out = quat.multiply(turn, out)
    return out
