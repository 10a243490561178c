"""The Audio side of the panel, and the box for beats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bpy.types import Context, UILayout

from ..rig import active
from . import prompts, sound_picker


def draw_source(layout: UILayout, context: Context) -> None:
    """The sound, and styles with their weights."""
    own = active.settings(context).sound
    sound_picker.draw(layout, context)
    _styles(layout, own)
    energy = layout.column()
    energy.use_property_split = True
    energy.use_property_decorate = False
    energy.prop(own, "energy", slider=True)
    layout.prop(own, "prompts")
    if own.prompts:
        prompts.draw_list(layout, context)


def _styles(layout: UILayout, own: Any) -> None:
    column = layout.column(align=True)
    for index, row in enumerate(own.styles):
        line = column.row(align=True)
        line.prop(row, "style", text="")
        line.prop(row, "weight", text="")
        line.operator("motif.style_remove", text="", icon="X").index = index
    empty = "Add Style" if own.styles else "Any Style: Add One"
    column.operator("motif.style_add", text=empty, icon="ADD")


class Beats:
    """Markers on beats, and takes brought to them."""

    bl_label = "Beats"
    bl_options = {"DEFAULT_CLOSED"}
    if TYPE_CHECKING:
        layout: UILayout

    def draw(self, context: Context) -> None:
        """Two buttons and what they need."""
        own = active.settings(context).sound
        layout = self.layout
        layout.operator("motif.add_beat_markers", text="Add Beat Markers", icon="MARKER")
        column = layout.column()
        column.use_property_split = True
        column.use_property_decorate = False
        column.row().prop(own, "snap_to", expand=True)
        column.prop(own, "reach")
        layout.operator("motif.snap", text="Snap Take", icon="SNAP_ON")
