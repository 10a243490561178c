"""The panels of the sidebar: which there are, in their order, in the 3D Viewport and in the Dope Sheet."""

from __future__ import annotations

from typing import Any

from bpy.types import Panel

from . import bone_map, check, keys, lessons, main, motion, path, sound, takes
from .widgets import PanelBody


def _panel(name: str, body: type[PanelBody], space: str, suffix: str) -> type[Panel]:
    """Return a panel class for one editor's sidebar.

    Each editor gets a class of its own: Blender mixes up a registered class and its subclasses.
    """
    attributes: dict[str, Any] = {
        "bl_idname": f"MOTIF_PT_{name}{suffix}",
        "bl_space_type": space,
        "bl_region_type": "UI",
        "bl_category": "Motif",
        "__doc__": body.__doc__,
        "__module__": __name__,
    }
    if body.parent:
        attributes["bl_parent_id"] = f"MOTIF_PT_{body.parent}{suffix}"
    return type(attributes["bl_idname"], (body, Panel), attributes)


# Part of the panel's identifier -> what it draws; a parent stands before its children.
_BODIES: dict[str, type[PanelBody]] = {
    "main": main.MainPanel, "path": path.PathPanel, "advanced": main.AdvancedPanel,
    "takes": takes.TakesPanel, "blend": takes.BlendPanel,
    "check": check.CheckPanel, "clean": check.CleanUpPanel,
    "beats": sound.BeatsPanel, "keys": keys.KeysPanel, "bones": bone_map.BoneMapPanel,
    "lessons": lessons.LessonsPanel,
}  # fmt: skip
# Space type -> suffix of the panels' identifiers.
_EDITORS = {"VIEW_3D": "", "DOPESHEET_EDITOR": "_dope"}
CLASSES = (
    *path.CLASSES,
    *takes.CLASSES,
    *bone_map.CLASSES,
    *check.CLASSES,
    *motion.CLASSES,
    *lessons.CLASSES,
    *(_panel(name, body, space, suffix) for space, suffix in _EDITORS.items() for name, body in _BODIES.items()),
)
