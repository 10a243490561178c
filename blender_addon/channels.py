"""What a motion is keyed as: properties of pose bones, with their values over the frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from .angles import as_mode, rotation_property
from .keys import bone_prefix
from .retarget import quat
from .retarget.motion import F32


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


def at_rest(bone: Any) -> list[Channel]:
    """Held keys that put a pose bone back to rest; its scale is left to it."""
    return [
        rotation_channel(bone.name, bone.rotation_mode, quat.IDENTITY[None]),
        location_channel(bone.name, np.zeros((1, 3))),
    ]
