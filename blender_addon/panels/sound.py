"""The source Audio in the Motif panel, and the Beats panel."""

from __future__ import annotations

from bpy.types import Context, UILayout

from ..properties.sound import MotifSound
from ..rig import active
from . import prompts, sound_picker
from .widgets import PanelBody


def draw_source(layout: UILayout, context: Context) -> None:
    """Draw what Audio needs: the sound, styles with their weights, energy, and prompts."""
    settings = active.settings(context).sound
    sound_picker.draw(layout, context)
    _draw_styles(layout, settings)
    energy = layout.column()
    energy.use_property_split = True
    energy.use_property_decorate = False
    energy.prop(settings, "energy", slider=True)
    energy.prop(settings, "follow", slider=True)
    energy.prop(settings, "on_beat", slider=True)
    energy.prop(settings, "variation", slider=True)
    energy.prop(settings, "stage_shape")
    row = {"circle": "stage", "box": "stage_size", "object": "stage_object"}[settings.stage_shape]
    energy.prop(settings, row, text="Radius" if row == "stage" else None)
    energy.prop(settings, "partner")
    if settings.partner != "none":
        energy.prop(settings, "second")
        energy.prop(settings, "second_place")
        if settings.second_place != "stands":
            energy.prop(settings, "apart")
    layout.prop(settings, "prompts")
    if settings.prompts:
        prompts.draw_list(layout, context)


def _draw_styles(layout: UILayout, settings: MotifSound) -> None:
    """Draw a row for each style with its weight, and the button that adds one."""
    column = layout.column(align=True)
    for index, row in enumerate(settings.styles):
        line = column.row(align=True)
        line.prop(row, "style", text="")
        line.prop(row, "weight", text="")
        line.operator("motif.style_remove", text="", icon="X").index = index
    column.operator("motif.style_add", text="Add Style" if settings.styles else "Any Style", icon="ADD")


class BeatsPanel(PanelBody):
    """Markers on beats, and takes brought to them."""

    bl_label = "Beats"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: Context) -> None:
        """Draw the two buttons and their settings."""
        settings = active.settings(context).sound
        layout = self.layout
        layout.operator("motif.add_beat_markers", text="Add Beat Markers", icon="MARKER")
        layout.operator("motif.add_section_markers", text="Add Section Markers", icon="MARKER_HLT")
        column = layout.column()
        column.use_property_split = True
        column.use_property_decorate = False
        column.row().prop(settings, "snap_to", expand=True)
        column.prop(settings, "reach")
        layout.operator("motif.snap", text="Snap Take", icon="SNAP_ON")
