"""What a motion is keyed as: properties of pose bones, with their values over the frames."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from .angles import as_mode, rotation_property
from .keys import bone_prefix
from .kinds import Object
from .retarget import quat
from .retarget.motion import F32

_LEAST = 1e-3  # radians or armature units: less than this moves nothing that anyone sees


@dataclass(frozen=True)
class Channel:
    """One property's keys. path: RNA path from the object. group: the f-curves' group. values: (T, C), or (1, C) for
    a value that is held."""

    path: str
    group: str
    values: F32


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


def locked_sentence(armature: Object, channels: Iterable[Channel]) -> str:
    """What to tell an artist of `locked_bones`, "" for nothing."""
    names = [f"“{name}”" for name in locked_bones(armature, channels)]
    if not names:
        return ""
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"Keys move locked channels of {shown}: unlock them to edit these keys by hand."


def at_rest(bone: Any) -> list[Channel]:
    """Held keys that put a pose bone back to rest; its scale is left to it."""
    return [
        rotation_channel(bone.name, bone.rotation_mode, quat.IDENTITY[None]),
        location_channel(bone.name, np.zeros((1, 3))),
    ]
