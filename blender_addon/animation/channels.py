"""What a motion is keyed as: properties of pose bones, with their values over the frames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from ..bpy_types import Object
from ..retarget import quat
from ..retarget.motion import F32
from .rotations import as_mode, rotation_property

_BONE_PATH = re.compile(r'pose\.bones\["((?:[^"\\]|\\.)*)"\]')
_LEAST = 1e-3  # radians or armature units: less than this moves nothing that anyone sees


@dataclass(frozen=True)
class Channel:
    """One property's keys. path: RNA path from the object. group: the f-curves' group. values: (T, C), or (1, C) for
    a value that is held."""

    path: str
    group: str
    values: F32


def bone_prefix(bone: str) -> str:
    """What the RNA paths of a pose bone's properties begin with."""
    return f'pose.bones["{bpy.utils.escape_identifier(bone)}"]'


def bone_of(path: str) -> str:
    """The pose bone that an RNA path leads to, "" for the object's own properties."""
    match = _BONE_PATH.match(path)
    return bpy.utils.unescape_identifier(match[1]) if match else ""


def bone_path(bone: str, prop: str) -> str:
    """RNA path of a pose bone's property."""
    return f"{bone_prefix(bone)}.{prop}"


def setting_path(bone: str, setting: str) -> str:
    """RNA path of a custom property on a pose bone, as control rigs keep their switches."""
    return f'{bone_prefix(bone)}["{bpy.utils.escape_identifier(setting)}"]'


def rotation_channel(bone: str, mode: str, rot: NDArray) -> Channel:
    """A bone's rotations (T, 4) wxyz in its own axes, as its rotation mode keys them."""
    prop, _ = rotation_property(mode)
    return Channel(bone_path(bone, prop), bone, as_mode(rot, mode))


def location_channel(bone: str, location: NDArray) -> Channel:
    """A bone's location (T, 3), in armature units."""
    return Channel(bone_path(bone, "location"), bone, np.asarray(location, np.float32))


def locked_bones(armature: Object, channels: Iterable[Channel]) -> list[str]:
    """Bones whose keys move what is locked against the artist's hand, in the order of the channels.

    Blender plays such keys all the same, and without them the body would not do what the motion says.
    """
    found = {}
    for channel in channels:
        bone = armature.pose.bones.get(channel.group)
        kind = channel.path.rpartition(".")[2].split("_")[0]
        if bone is None or kind not in ("location", "rotation"):
            continue
        locks = list(bone.lock_location if kind == "location" else bone.lock_rotation)
        values = channel.values
        if values.shape[1] == 4:
            locks, values = [any(locks)] * 3, values[:, 1:]
        if any(lock and np.abs(values[:, i]).max() > _LEAST for i, lock in enumerate(locks)):
            found[channel.group] = True
    return list(found)


def driven_bones(armature: Object, channels: Iterable[Channel]) -> list[str]:
    """Bones whose keys a driver overrules, in the order of the channels."""
    data = armature.animation_data
    driven = {driver.data_path for driver in data.drivers if not driver.mute} if data else set()
    return list(dict.fromkeys(channel.group for channel in channels if channel.path in driven))


def notes(armature: Object, channels: Sequence[Channel]) -> list[str]:
    """What to tell an artist of keys that can't be edited by hand, or that don't show."""
    found = [
        (locked_bones(armature, channels), "Keys move locked channels of {0}: unlock them to edit these keys by hand."),
        (driven_bones(armature, channels), "Drivers move {0}, whatever the keys say: mute them to see the take whole."),
    ]
    return [sentence.format(_listed(names)) for names, sentence in found if names]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def at_rest(bone: Any) -> list[Channel]:
    """Held keys that put a pose bone back to rest; its scale is left to it."""
    return [
        rotation_channel(bone.name, bone.rotation_mode, quat.IDENTITY[None]),
        location_channel(bone.name, np.zeros((1, 3))),
    ]
