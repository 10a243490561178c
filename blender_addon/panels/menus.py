"""The add-on's operators in Blender's own menus, where its search (F3) finds them too."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.types import Context, Menu

# Menu -> operators in it.
_ENTRIES = {
    "MOTIF_MT_pose": (
        "generate", "around_pose", "suggest_poses", "inbetween", "take_play", "take_keep", "take_compare",
        "import_motion", "detect_bones",
    ),
    "MOTIF_MT_keys": ("use_selection", "inbetween", "generate", "prompts_from_markers", "prompts_to_markers"),
}  # fmt: skip


class _Entries:
    def draw(self: Any, _context: Context) -> None:
        """Draw an entry for each operator."""
        for name in _ENTRIES[type(self).__name__]:
            self.layout.operator(f"motif.{name}")


class MOTIF_MT_pose(_Entries, Menu):
    """Motif's operators for the armature"""

    bl_label = "Motif"


class MOTIF_MT_keys(_Entries, Menu):
    """Motif's operators for keys and markers"""

    bl_label = "Motif"


def _in_pose_menu(menu: Any, _context: Context) -> None:
    menu.layout.separator()
    menu.layout.menu("MOTIF_MT_pose")


def _in_key_menu(menu: Any, _context: Context) -> None:
    menu.layout.separator()
    menu.layout.menu("MOTIF_MT_keys")


# Blender's menu -> what draws into it.
_PLACES = {
    "VIEW3D_MT_pose": _in_pose_menu, "VIEW3D_MT_object": _in_pose_menu, "DOPESHEET_MT_key": _in_key_menu,
}  # fmt: skip


def register() -> None:
    """Add the entries to Blender's menus, those that this Blender has."""
    for name, draw in _PLACES.items():
        menu: Any = getattr(bpy.types, name, None)
        if menu is not None:
            menu.append(draw)


def unregister() -> None:
    """Remove the entries."""
    for name, draw in _PLACES.items():
        menu: Any = getattr(bpy.types, name, None)
        if menu is not None:
            menu.remove(draw)


CLASSES = (MOTIF_MT_pose, MOTIF_MT_keys)
