"""Exports the chosen take, and takes motion files that are dropped into the 3D view."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
from bpy.types import Context, Operator

from ..rig import active
from ..rig.binding import RigError
from ..takes import export, takes
from . import common, import_motion


class MOTIF_OT_take_export(Operator):
    """Write the chosen take, as it plays on this armature, to a file for other programs"""

    bl_idname = "motif.take_export"
    bl_label = "Motif: Export Take"

    filepath: bpy.props.StringProperty(subtype="FILE_PATH", options={"SKIP_SAVE"})
    kind: bpy.props.EnumProperty(
        name="Format",
        description="What kind of file is written",
        items=[
            ("bvh", "BVH", "Skeleton and motion as text, which most programs read"),
            ("npz", "Take", "An .npz with all that Motif keeps of the take"),
            ("amass", "AMASS", "An .npz in AMASS's format, with the rotations of an SMPL body"),
        ],
    )

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Enabled where a take is chosen."""
        armature = active.find(context)
        row = takes.chosen(armature) if armature is not None else None
        return common.refuse(cls, "" if row is not None and row.action else "Choose a take in the list first.")

    def invoke(self: Any, context: Context, _event: Any) -> set[Any]:
        """Open the file browser with the take's name."""
        name = bpy.path.clean_name(takes.chosen_action(active.active(context)).name)
        self.filepath = name + export.ENDINGS[self.kind]
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def execute(self: Any, context: Context) -> set[Any]:
        """Write the file, with the ending that fits the format."""
        armature, kind = active.active(context), str(self.kind)
        path = Path(bpy.path.abspath(self.filepath))
        if path.suffix.lower() != export.ENDINGS[kind]:
            path = path.with_suffix(export.ENDINGS[kind])
        try:
            count = export.export(armature, takes.chosen_action(armature), path, kind)
        except RigError as error:
            return common.fail(self, error)
        common.tell(self, f"{path.name} has {count} frames")
        return {"FINISHED"}


CLASSES: tuple[Any, ...] = (MOTIF_OT_take_export,)

if hasattr(bpy.types, "FileHandler"):  # 4.1 and later

    class MOTIF_FH_motion(bpy.types.FileHandler):
        """Motion files dropped into the 3D view go onto the active armature"""

        bl_idname = "MOTIF_FH_motion"
        bl_label = "Motif: Motion"
        bl_import_operator = import_motion.MOTIF_OT_import_motion.bl_idname
        bl_file_extensions = ";".join(import_motion.importing.MOTION_FILES)

        @classmethod
        def poll_drop(cls, context: Context) -> bool:
            """Whether files may be dropped here: beside an armature that can be animated."""
            area = context.area
            return area is not None and area.type == "VIEW_3D" and not active.problem(context)

    CLASSES += (MOTIF_FH_motion,)
