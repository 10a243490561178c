"""The Motif panel: engine, armature, the chosen source and Generate; and the Advanced panel below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bpy.types import Context, UILayout

from ..i18n.translations import tr
from ..properties.settings import MotifScene
from ..rig import active
from ..session import session
from . import engine, generate, inbetween, motion, pose, prompts, sound
from .widgets import PanelBody, is_low, paragraph

# What a take is made from, as MotifScene.source names it -> what draws it.
_SOURCES: Mapping[str, Callable[[UILayout, Context], None]] = {
    "text": prompts.draw_source, "audio": sound.draw_source, "inbetween": inbetween.draw_source,
    "motion": motion.draw_source, "pose": pose.draw_source,
}  # fmt: skip
# Two rows, in which all five words have room in a sidebar as wide as Blender opens it.
_ROWS = (("text", "audio", "pose"), ("inbetween", "motion"))
# What stands below Generate: it comes and goes while one writes, and the button must stay where it is.
_FEET: Mapping[str, Callable[[UILayout, Context], None]] = {
    "text": prompts.draw_foot, "inbetween": inbetween.draw_foot,
}  # fmt: skip


class MainPanel(PanelBody):
    """Ask for a take."""

    bl_label = "Motif"

    def draw(self, context: Context) -> None:
        """Draw the engine, the armature, the chosen source, and Generate."""
        layout = self.layout
        settings = active.settings(context)
        low = is_low(context)
        if not (low and session.status().kind == "ready"):
            engine.draw_state(layout, context)
        _draw_armature(layout, context, low)
        _draw_sources(layout, settings, low)
        _SOURCES[settings.source](layout, context)
        if settings.source == "motion":
            motion.draw_button(layout)
            generate.draw_note(layout, context)
            return
        if low:  # the button comes first where it would lie below the edge
            generate.draw_button(layout, context)
            generate.draw_numbers(layout, settings)
        else:
            generate.draw_numbers(layout, settings)
            generate.draw_button(layout, context)
        if settings.source in _FEET:
            _FEET[settings.source](layout, context)


def _draw_sources(layout: UILayout, settings: MotifScene, low: bool) -> None:
    """Draw the choice of a source. low: in one line."""
    if low:
        layout.prop(settings, "source", text="")
        return
    column = layout.column(align=True)
    for names in _ROWS:
        row = column.row(align=True)
        for name in names:
            row.prop_enum(settings, "source", name)


def _draw_armature(layout: UILayout, context: Context, low: bool) -> None:
    """Draw the armature's name, its rig family and the number of mapped bones, or why it can't be animated. low: in one
    line."""
    armature = active.find(context)
    if armature is None:
        layout.label(text="Select an armature", icon="ARMATURE_DATA")
        if not any(obj.type == "ARMATURE" for obj in context.scene.objects):
            row = layout.row(align=True)
            row.operator("motif.examples", text="Examples", icon="OUTLINER_OB_ARMATURE")
            row.operator("motif.first_take", text="First Take", icon="PLAY")
        return
    known = active.summary(armature)
    column = layout.column(align=True)
    column.label(text=armature.name, icon="ARMATURE_DATA", translate=False)
    if known.problem:
        paragraph(column, context, tr(known.problem), "ERROR")
        return
    if low:
        return
    family = known.family or tr("unknown rig")
    text = tr("{0}, {1} of 22 bones").format(family, known.found)
    column.label(text=text, icon="BLANK1", translate=False)


class AdvancedPanel(PanelBody):
    """What is seldom changed."""

    bl_label = "Advanced"
    parent = "main"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: Context) -> None:
        """Draw the settings of sampling, clean-up and device."""
        layout, settings = self.layout, active.settings(context)
        layout.use_property_split = True
        layout.use_property_decorate = False
        sampling = layout.column(align=True)
        sampling.prop(settings, "guidance")
        sampling.prop(settings, "variety")
        sampling.prop(settings, "steps")
        layout.prop(settings, "clean_up")
        feet = layout.column()
        feet.active = settings.clean_up
        feet.prop(settings, "foot_lock")
        layout.prop(settings, "in_place")
        layout.prop(settings, "loop")
        prefs = session.preferences()
        if prefs is not None:
            layout.prop(prefs, "device")
