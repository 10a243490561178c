"""The source Motion in the Motif panel: a file, a folder as a list, or another armature."""

from __future__ import annotations

from bpy.types import Context, UILayout

from ..i18n.translations import tr
from ..rig import active
from .widgets import hint


def draw_source(layout: UILayout, context: Context) -> None:
    """Draw where the motion comes from, and what is chosen there."""
    settings = active.settings(context).motion
    layout.row(align=True).prop(settings, "kind", expand=True)
    if settings.kind == "file":
        row = layout.row(align=True)
        row.prop(settings, "file", text="", icon="FILE")
        row.operator("motif.import_motion", text="", icon="OPTIONS")
        if not settings.file:
            hint(layout, context, tr("Which motion? A take, an AMASS .npz or a .bvh"))
    elif settings.kind == "folder":
        layout.prop(settings, "folder", text="")
        if settings.files:
            layout.template_list("UI_UL_list", "motif_files", settings, "files", settings, "chosen", rows=4)
        elif settings.folder:
            hint(layout, context, tr("This folder holds no motion: .npz and .bvh files are listed"))
        else:
            hint(layout, context, tr("Which folder? Its .npz and .bvh files are listed"))
    else:
        layout.prop(settings, "armature", text="", icon="ARMATURE_DATA")
    layout.prop(active.settings(context), "start")


def draw_button(layout: UILayout) -> None:
    """Draw the button in Generate's place, and the one that makes a character to put motion on."""
    button = layout.row()
    button.scale_y = 1.8
    button.operator("motif.apply_motion", text="Put on Armature", icon="IMPORT")
    layout.operator("motif.import_smpl", text="SMPL-X Body", icon="ARMATURE_DATA")
