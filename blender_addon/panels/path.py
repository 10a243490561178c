"""The panel of paths and targets: the curve that a take goes along, and what its joints reach in which frames."""

from __future__ import annotations

from typing import Any

from bpy.types import Context, UILayout, UIList

from ..animation.actions import scene_fps
from ..i18n.translations import tr
from ..rig import active
from ..sources.path import curve_length
from .widgets import PanelBody


class MOTIF_UL_targets(UIList):
    """The list of targets: joint, object and frames."""

    def draw_item(
        self, context: Context, layout: UILayout, data: Any, item: Any, icon: int, active_data: Any,
        active_property: str, index: int = 0, flt_flag: int = 0,
    ) -> None:  # fmt: skip
        """Draw one target's row."""
        row = layout.split(factor=0.4)
        row.label(text=item.bl_rna.properties["joint"].enum_items[item.joint].name)
        found = row.split(factor=0.55)
        found.label(text=item.object.name if item.object else "…", translate=False)
        found.label(text=f"{item.first}–{item.last}" if item.last > item.first else str(item.first), translate=False)


class PathPanel(PanelBody):
    """Where a take leads, and what it reaches."""

    bl_label = "Path and Targets"
    parent = "main"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: Context) -> bool:
        """Return whether takes are made of words, or part of an animation is made anew."""
        return active.settings(context).source in ("text", "inbetween")

    def draw(self, context: Context) -> None:
        """Draw the curve with its speed, the facing, and the list of targets."""
        layout, settings = self.layout, active.settings(context)
        way = settings.way
        row = layout.row(align=True)
        row.prop(way, "curve", text="", icon="CURVE_BEZCURVE")
        row.operator("motif.path_draw", text="Draw", icon="GREASEPENCIL")
        if way.curve is not None:
            layout.row(align=True).prop(way, "face", expand=True)
            if way.face == "object":
                layout.prop(way, "towards", text="")
            layout.label(text=_pace(context, settings), icon="DRIVER_DISTANCE", translate=False)
        rows = layout.row()
        rows.template_list("MOTIF_UL_targets", "", way, "targets", way, "chosen", rows=2)
        buttons = rows.column(align=True)
        buttons.operator("motif.target_add", text="", icon="ADD")
        buttons.operator("motif.target_remove", text="", icon="REMOVE")
        if 0 <= way.chosen < len(way.targets):
            target = way.targets[way.chosen]
            column = layout.column(align=True)
            column.prop(target, "joint", text="")
            row = column.row(align=True)
            row.prop(target, "object", text="")
            if target.joint != "look":
                row.prop(target, "turned", text="", icon="ORIENTATION_LOCAL", toggle=True)
            frames = column.row(align=True)
            frames.prop(target, "first", text="First")
            frames.prop(target, "last", text="Last")


def _pace(context: Context, settings: Any) -> str:
    """Describe the path's length, and the speed that it asks for where the take's length is given."""
    metres = curve_length(settings.way.curve, context.scene)
    lines = list(settings.prompts)
    if settings.source == "inbetween":
        frames = settings.span.last - settings.span.first + 1
    elif lines:
        frames = max(line.last for line in lines) - min(line.first for line in lines) + 1
    else:
        frames = 0 if settings.automatic else settings.frames
    if not frames:
        return tr("{0:.1f} m, at its own speed").format(metres)
    return tr("{0:.1f} m, {1:.1f} m/s").format(metres, metres / (frames / scene_fps(context.scene)))


CLASSES: tuple[Any, ...] = (MOTIF_UL_targets,)
