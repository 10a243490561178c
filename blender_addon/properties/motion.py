"""Stored settings of the source Motion: a file, a folder's files as a list, or another armature of the scene."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import CollectionProperty, EnumProperty, IntProperty, PointerProperty, StringProperty

from ..paths import RELATIVE
from ..sources import motion


def _armature(settings: Any, chosen: Any) -> bool:
    """Whether an object can be chosen: an armature of the scene that is not the active one."""
    return chosen.type == "ARMATURE" and chosen != bpy.context.object and chosen.name in settings.id_data.objects


def _list(settings: Any, _context: bpy.types.Context) -> None:
    """Fill the list with the folder's files."""
    settings.files.clear()
    for name in motion.files_of(bpy.path.abspath(settings.folder)) if settings.folder else ():
        settings.files.add().name = name


class MotifMotionFile(bpy.types.PropertyGroup):
    """A file of the folder; `name` is its path from there."""


class MotifMotion(bpy.types.PropertyGroup):
    """Where a motion comes from."""

    kind: EnumProperty(
        name="From",
        description="Where the motion comes from",
        items=[
            ("file", "File", "A motion file: a take, AMASS or another generator's .npz, a .bvh, .fbx or .glb"),
            ("folder", "Folder", "The motion files of a folder, as a list that can be searched"),
            ("armature", "Armature", "The animation of another armature of this scene"),
        ],
    )
    file: StringProperty(name="Motion File", description="The file to bring in", subtype="FILE_PATH", options=RELATIVE)
    folder: StringProperty(
        name="Motion Folder", description="Its motion files are listed, those in folders inside it too",
        subtype="DIR_PATH", update=_list, options=RELATIVE,
    )  # fmt: skip
    files: CollectionProperty(type=MotifMotionFile)
    chosen: IntProperty(name="Motion File", description="The file to bring in")
    armature: PointerProperty(
        name="Armature", description="The armature whose animation is brought over", type=bpy.types.Object,
        poll=_armature,
    )  # fmt: skip


CLASSES = (MotifMotionFile, MotifMotion)
