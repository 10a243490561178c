"""Channels: animated properties of pose bones with their values over the frames, and the RNA paths to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import bpy
import numpy as np
from bpy.types import PoseBone
from numpy.typing import NDArray

from ..bpy_types import ArmatureObject
from ..retarget import quat
from ..retarget.motion import F32
from .rotations import as_mode, rotation_property

_BONE_PATH = re.compile(r'pose\.bones\["((?:[^"\\]|\\.)*)"\]')
_VISIBLE = 1e-3  # radians or armature units: smaller rotations and movements cannot be seen


@dataclass(frozen=True)
class Channel:
    """An animated property. path: RNA path from the object. group: name of the f-curves' group, a bone's. values:
    (T, C), a row a frame, or (1, C) for a constant."""

    path: str
    group: str
    values: F32


def bone_prefix(bone: str) -> str:
    """Return the RNA path of a pose bone, from the object."""
    return f'pose.bones["{bpy.utils.escape_identifier(bone)}"]'


def bone_of(path: str) -> str:
    """Return the name of the pose bone that an RNA path leads to, "" for the object's own properties."""
    match = _BONE_PATH.match(path)
    return bpy.utils.unescape_identifier(match[1]) if match else ""


def bone_path(bone: str, prop: str) -> str:
    """Return the RNA path of a pose bone's property."""
    return f"{bone_prefix(bone)}.{prop}"


def setting_path(bone: str, setting: str) -> str:
    """Return the RNA path of a pose bone's custom property, where control rigs keep their IK/FK switches."""
    return f'{bone_prefix(bone)}["{bpy.utils.escape_identifier(setting)}"]'


def rotation_channel(bone: str, mode: str, rot: NDArray) -> Channel:
    """Return the channel of a pose bone's rotations (T, 4) wxyz, in its rest axes, for rotation mode `mode`."""
    prop, _ = rotation_property(mode)
    return Channel(bone_path(bone, prop), bone, as_mode(rot, mode))


def location_channel(bone: str, location: NDArray) -> Channel:
    """Return the channel of a pose bone's location (T, 3), in armature units."""
    return Channel(bone_path(bone, "location"), bone, np.asarray(location, np.float32))


def locked_bones(armature: ArmatureObject, channels: Iterable[Channel]) -> list[str]:
    """Return the bones with keyframes on locked location or rotation components, in the order of the channels.

    Blender plays such keyframes all the same, and without them the body would not follow the motion.
    """
    found = {}
    for channel in channels:
        bone = armature.pose.bones.get(channel.group)
        kind = channel.path.rpartition(".")[2].split("_")[0]
        if bone is None or kind not in ("location", "rotation"):
            continue
        locks = list(bone.lock_location if kind == "location" else bone.lock_rotation)
        values = channel.values
        if values.shape[1] == 4:  # quaternion, or axis and angle: the last three components rotate about all axes
            locks, values = [any(locks)] * 3, values[:, 1:]
        if any(lock and np.abs(values[:, i]).max() > _VISIBLE for i, lock in enumerate(locks)):
            found[channel.group] = True
    return list(found)


def driven_bones(armature: ArmatureObject, channels: Iterable[Channel]) -> list[str]:
    """Return the bones with keyframes on properties that a driver overrides, in the order of the channels."""
    data = armature.animation_data
    driven = {driver.data_path for driver in data.drivers if not driver.mute} if data else set()
    return list(dict.fromkeys(channel.group for channel in channels if channel.path in driven))


def notes(armature: ArmatureObject, channels: Sequence[Channel]) -> list[str]:
    """Return sentences that warn of keyframes on locked channels, and of those that drivers override."""
    found = [
        (locked_bones(armature, channels), "Keys move locked channels of {0}: unlock them to edit these keys by hand."),
        (driven_bones(armature, channels), "Drivers move {0}, whatever the keys say: mute them to see the take whole."),
    ]
    return [sentence.format(listed(names)) for names, sentence in found if names]


def listed(names: Sequence[str], most: int = 3) -> str:
    """Return up to `most` names in quotes, and the number of the others."""
    shown = ", ".join(f"“{name}”" for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def at_rest(bone: PoseBone) -> list[Channel]:
    """Return constant channels that put a pose bone's location and rotation to rest; its scale is left as it is."""
    return [
        rotation_channel(bone.name, bone.rotation_mode, quat.IDENTITY[None]),
        location_channel(bone.name, np.zeros((1, 3))),
    ]
