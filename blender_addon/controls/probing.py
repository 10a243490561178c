"""Trying a pose out: what Blender makes of it, with everything put back afterwards.

What carries a control of a rig (its parent, a constraint on some hidden bone, a driver) is asked of Blender itself:
the controls are posed, each in its own way, and what moved by the same amount is carried by it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from ..animation.rotations import as_mode, rotation_property
from ..bpy_types import Object
from ..retarget import quat
from .kits import Setting

_TRANSFORM = ("location", "rotation_quaternion", "rotation_euler", "rotation_axis_angle", "scale")
_TURN, _MOVE = np.radians(17), 0.07  # how far a probe turns and moves each control; limits rarely lie so near


@contextlib.contextmanager
def undisturbed(armature: Object, bones: Collection[str], settings: Collection[Setting]) -> Iterator[None]:
    """Animation held off while poses are tried out; then bones, settings and animation are as they were."""
    pose = armature.pose.bones
    before = {name: {prop: tuple(getattr(pose[name], prop)) for prop in _TRANSFORM} for name in bones}
    values = {s: pose[s.bone].get(s.name) for s in settings}
    position, armature.data.pose_position = armature.data.pose_position, "POSE"
    data = armature.animation_data
    action = data.action if data else None
    slot = getattr(data, "action_slot", None)
    nla = bool(data and data.use_nla)
    if data is not None:
        data.action, data.use_nla = None, False
    try:
        yield
    finally:
        for name, transform in before.items():
            for prop, value in transform.items():
                setattr(pose[name], prop, value)
        for setting, value in values.items():
            if value is not None:
                pose[setting.bone][setting.name] = value
        armature.data.pose_position = position
        if data is not None:
            data.use_nla = nla
            data.action = action
            if slot is not None:
                data.action_slot = slot
        evaluate(armature)


def make(armature: Object, settings: Collection[Setting], ik: bool = False) -> None:
    """Give the settings that the rig has the values with which FK, or IK, controls lead."""
    for setting in settings:
        bone = armature.pose.bones[setting.bone]
        if setting.name in bone:
            bone[setting.name] = type(bone[setting.name])(setting.ik if ik else setting.fk)


def to_rest(armature: Object, bones: Collection[str]) -> None:
    """Bones without a pose of their own; scale is left to them."""
    for name in bones:
        bone = armature.pose.bones[name]
        bone.location = (0, 0, 0)
        bone.rotation_quaternion = (1, 0, 0, 0)
        bone.rotation_euler = (0, 0, 0)
        bone.rotation_axis_angle = (0, 0, 1, 0)


def scatter(armature: Object, turned: Collection[str], moved: Collection[str], size: float) -> None:
    """Turn each bone about an axis of its own; and move some, by up to a share of `size` in armature units."""
    random = np.random.default_rng(5)
    for name in turned:
        bone = armature.pose.bones[name]
        axis = random.normal(size=3)
        turn = quat.from_axis_angle(axis / np.linalg.norm(axis), np.array(_TURN * random.uniform(0.5, 1.0)))
        prop, parts = rotation_property(bone.rotation_mode)
        setattr(bone, prop, as_mode(turn[None], bone.rotation_mode)[0, :parts].tolist())
        if name in moved:
            bone.location = random.uniform(-_MOVE, _MOVE, 3) * size


def evaluate(armature: Object) -> None:
    """Let Blender work out the pose."""
    armature.update_tag()
    bpy.context.view_layer.update()


def matrices(armature: Object, bones: Collection[str]) -> Mapping[str, NDArray[np.float64]]:
    """Evaluated bone -> (4, 4) in armature space."""
    evaluate(armature)
    seen: Any = armature.evaluated_get(bpy.context.evaluated_depsgraph_get())
    return {name: np.array(seen.pose.bones[name].matrix, np.float64) for name in bones}
