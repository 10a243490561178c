"""Probe poses: posing a rig's bones, reading what Blender evaluates, and restoring everything afterwards.

What moves a control (its parent, a constraint on a hidden bone, a driver) is found out by experiment: every control is
posed differently, and a bone that moved like one of them follows it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping

import bpy
import numpy as np
from numpy.typing import NDArray

from ..animation.actions import TRANSFORMS
from ..animation.rotations import as_mode, rotation_property
from ..animation.stage import Stage, on_stage
from ..bpy_types import ArmatureObject
from ..retarget import quat
from .kits import Setting

# How far a probe rotates each control, radians, and moves it, share of the rig's size: rarely beyond a limit.
_ANGLE, _DISTANCE = np.radians(17), 0.07


@contextlib.contextmanager
def restored(armature: ArmatureObject, bones: Collection[str], settings: Collection[Setting]) -> Iterator[Stage]:
    """Take the armature's animation away for the body of a `with`, then restore bones, settings and animation.

    Yields the stage on which it is posed.
    """
    pose = armature.pose.bones
    transforms = {name: {prop: tuple(getattr(pose[name], prop)) for prop in TRANSFORMS} for name in bones}
    values = {s: pose[s.bone].get(s.name) for s in settings}
    data = armature.animation_data
    action = data.action if data else None
    slot = getattr(data, "action_slot", None)
    nla = bool(data and data.use_nla)
    if data is not None:
        data.action, data.use_nla = None, False
    try:
        with on_stage(armature) as stage:
            yield stage
    finally:
        for name, transform in transforms.items():
            for prop, value in transform.items():
                setattr(pose[name], prop, value)
        for setting, value in values.items():
            if value is not None:
                pose[setting.bone][setting.name] = value
        if data is not None:
            data.use_nla = nla
            data.action = action
            if slot is not None:
                data.action_slot = slot
        armature.update_tag()
        bpy.context.view_layer.update()


def apply_settings(armature: ArmatureObject, settings: Collection[Setting], ik: bool = False) -> None:
    """Set the settings that the rig has to their values for FK, or for IK; each keeps its type."""
    for setting in settings:
        bone = armature.pose.bones[setting.bone]
        if setting.name in bone:
            bone[setting.name] = type(bone[setting.name])(setting.ik if ik else setting.fk)


def to_rest(armature: ArmatureObject, bones: Collection[str]) -> None:
    """Clear location and rotation of bones; their scale stays."""
    for name in bones:
        bone = armature.pose.bones[name]
        bone.location = (0, 0, 0)
        bone.rotation_quaternion = (1, 0, 0, 0)
        bone.rotation_euler = (0, 0, 0)
        bone.rotation_axis_angle = (0, 0, 1, 0)


def scatter(armature: ArmatureObject, rotated: Collection[str], moved: Collection[str], size: float) -> None:
    """Rotate each bone of `rotated` about a random axis, and move those also in `moved` in a random direction.

    size: of the rig, in armature units. The same bones are posed the same way each time.
    """
    rng = np.random.default_rng(5)
    for name in rotated:
        bone = armature.pose.bones[name]
        axis = rng.normal(size=3)
        rotation = quat.from_axis_angle(axis / np.linalg.norm(axis), np.array(_ANGLE * rng.uniform(0.5, 1.0)))
        prop, components = rotation_property(bone.rotation_mode)
        setattr(bone, prop, as_mode(rotation[None], bone.rotation_mode)[0, :components].tolist())
        if name in moved:
            bone.location = (rng.uniform(-_DISTANCE, _DISTANCE, 3) * size).tolist()


def evaluated_matrices(stage: Stage, bones: Collection[str]) -> Mapping[str, NDArray[np.float64]]:
    """Return bone -> evaluated matrix (4, 4) in armature space."""
    stage.update()
    return stage.pose(bones)[0]
