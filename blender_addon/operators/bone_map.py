"""Operators of the Bone Map panel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
from bpy.types import Context, Event, Menu, Operator

from ..rig import active, bone_map
from ..rig.binding import RigError, in_words
from . import common


class _MapOperator:
    """Operators on an armature's bone map."""

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled for an armature that isn't linked."""
        armature = active.find(context)
        sentence = active.NO_ARMATURE if armature is None else ""
        if armature is not None and armature.library is not None:
            sentence = "This armature is linked: make a library override of it."
        return common.refuse(cls, sentence)  # type: ignore[arg-type]


def _tell(operator: Operator, done: str, lacking: list[str], trouble: str) -> set[Any]:
    """Report success, as a warning where roles are lacking."""
    if lacking:
        listed = ", ".join(in_words(role) for role in lacking)
        common.tell(operator, f"{done}; {trouble}: {listed}", warning=True)
    else:
        common.tell(operator, done)
    return {"FINISHED"}


class MOTIF_OT_detect_bones(_MapOperator, Operator):
    """Find out which bones play which part, by names and structure; replaces what was chosen by hand"""

    bl_idname = "motif.detect_bones"
    bl_label = "Motif: Detect Bones"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Context) -> set[Any]:
        """Fill the bone map's rows."""
        found = active.detect(active.active(context))
        family = found.family or "no known family"
        common.tell(self, f"{family}: {len(found.bones)} of 22 bones")
        return {"FINISHED"}


class MOTIF_OT_mirror_bones(_MapOperator, Operator):
    """Give the other side the bones that mirror the side of the chosen row, by their names"""

    bl_idname = "motif.mirror_bones"
    bl_label = "Motif: Mirror Bone Map"
    bl_options = {"REGISTER", "UNDO"}

    source: bpy.props.EnumProperty(
        name="From",
        description="The side that is right already",
        items=[
            ("chosen", "Chosen Row", "The side of the chosen row; left where that has none"),
            ("left", "Left", "Copy left to right"),
            ("right", "Right", "Copy right to left"),
        ],
        default="chosen",
    )

    def execute(self, context: Context) -> set[Any]:
        """Mirror the map."""
        armature = active.active(context)
        store, source = armature.motif, self.source
        if source == "chosen":
            rows = store.bones
            role = rows[store.chosen_bone].name if 0 <= store.chosen_bone < len(rows) else ""
            source = "right" if role.startswith("right_") else "left"
        try:
            lacking = bone_map.mirror(armature, source)
        except RigError as error:
            return common.fail(self, error)
        other = "right" if source == "left" else "left"
        return _tell(self, f"The {other} side mirrors the {source}", lacking, "no counterpart by name for")


class MOTIF_OT_save_bones(_MapOperator, Operator):
    """Keep this bone map as a preset for other rigs of the same kind"""

    bl_idname = "motif.save_bones"
    bl_label = "Motif: Save Bone Map"

    name: bpy.props.StringProperty(name="Name", description="The preset's name; one of the same name is replaced")

    def invoke(self, context: Context, _event: Event) -> set[Any]:
        """Ask for a name."""
        self.name = self.name or active.active(context).name
        return context.window_manager.invoke_props_dialog(self)

    def execute(self, context: Context) -> set[Any]:
        """Write the file."""
        armature = active.active(context)
        try:
            path = bone_map.save(armature, self.name or armature.name)
        except RigError as error:
            return common.fail(self, error)
        common.tell(self, f"Saved as {path}")
        return {"FINISHED"}


class MOTIF_OT_load_bones(_MapOperator, Operator):
    """Use a bone map that was saved as a preset or written by a report"""

    bl_idname = "motif.load_bones"
    bl_label = "Motif: Load Bone Map"
    bl_options = {"REGISTER", "UNDO"}

    filepath: bpy.props.StringProperty(name="File", subtype="FILE_PATH")
    filter_glob: bpy.props.StringProperty(default="*.json", options={"HIDDEN"})

    def invoke(self, context: Context, _event: Event) -> set[Any]:
        """Choose a file."""
        self.filepath = str(bone_map.folder()) + "/"
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def execute(self, context: Context) -> set[Any]:
        """Read the file into the rows."""
        path = Path(bpy.path.abspath(self.filepath))
        try:
            lacking = bone_map.load(active.active(context), path)
        except RigError as error:
            return common.fail(self, error)
        return _tell(self, f"“{path.stem}” is loaded", lacking, "this rig lacks its bones, so these are detected")


class MOTIF_MT_bone_presets(Menu):
    """A menu of the presets, and of any other file."""

    bl_idname = "MOTIF_MT_bone_presets"
    bl_label = "Load Preset"

    def draw(self, _context: Context) -> None:
        """One entry a preset."""
        layout = self.layout
        layout.operator_context = "EXEC_DEFAULT"
        for path in bone_map.saved():
            entry = layout.operator("motif.load_bones", text=path.stem, icon="PRESET", translate=False)
            entry.filepath = str(path)
        layout.operator_context = "INVOKE_DEFAULT"
        layout.operator("motif.load_bones", text="From File…", icon="FILEBROWSER")


CLASSES: tuple[Any, ...] = (
    MOTIF_OT_detect_bones, MOTIF_OT_mirror_bones, MOTIF_OT_save_bones, MOTIF_OT_load_bones, MOTIF_MT_bone_presets,
)  # fmt: skip
