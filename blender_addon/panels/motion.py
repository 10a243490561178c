"""The source Motion in the Motif panel: a file, a folder as a list, or another armature."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
from bpy.types import Context, UILayout, UIList

from ..drawing import file_strips
from ..i18n.translations import tr
from ..rig import active
from . import strips
from .widgets import hint


class MOTIF_UL_motions(UIList):
    """The list of a folder's motion files: each file's name, and a strip of its poses."""

    def draw_item(
        self, context: Context, layout: UILayout, data: Any, item: Any, icon: int, active_data: Any,
        active_property: str, index: int = 0, flt_flag: int = 0,
    ) -> None:  # fmt: skip
        """Draw one file's row."""
        column = layout.column(align=True)
        column.label(text=item.name, translate=False)
        path = str(Path(bpy.path.abspath(data.folder)) / item.name)
        figures = strips.icons(file_strips.of_file(path))
        if figures:
            line = column.row(align=True)
            for icon_value in figures:
                line.template_icon(icon_value=icon_value, scale=1.4)


def draw_source(layout: UILayout, context: Context) -> None:
    """Draw where the motion comes from, and what is chosen there."""
    settings = active.settings(context).motion
    layout.row(align=True).prop(settings, "kind", expand=True)
    if settings.kind == "file":
        row = layout.row(align=True)
        row.prop(settings, "file", text="", icon="FILE")
        row.operator("motif.import_motion", text="", icon="OPTIONS")
        if not settings.file:
            hint(layout, context, tr("Which motion? A take, an AMASS .npz, a .bvh, an .fbx or a .glb"))
    elif settings.kind == "folder":
        layout.prop(settings, "folder", text="")
        if settings.files:
            layout.template_list("MOTIF_UL_motions", "", settings, "files", settings, "chosen", rows=4)
            layout.operator("motif.apply_folder", text="All of the Folder", icon="IMPORT")
        elif settings.folder:
            hint(layout, context, tr("This folder holds no motion: .npz, .bvh, .fbx and .glb files are listed"))
        else:
            hint(layout, context, tr("Which folder? Its .npz, .bvh, .fbx and .glb files are listed"))
    else:
        layout.prop(settings, "armature", text="", icon="ARMATURE_DATA")
    layout.prop(active.settings(context), "start")


def draw_button(layout: UILayout) -> None:
    """Draw the button in Generate's place, and the one that makes a character to put motion on."""
    button = layout.row()
    button.scale_y = 1.8
    button.operator("motif.apply_motion", text="Put on Armature", icon="IMPORT")
    layout.operator("motif.import_smpl", text="SMPL-X Body", icon="ARMATURE_DATA")


CLASSES: tuple[Any, ...] = (MOTIF_UL_motions,)
