"""Prompts in the panel: one field, or a list with frames."""

from __future__ import annotations

from typing import Any

from bpy.types import Context, Menu, UILayout, UIList

from ..engine.protocol.request import hints
from ..i18n.translations import tr
from ..properties.prompts import MotifPrompt
from ..rig import active
from ..takes.settings import says_audio
from . import sound_picker
from .widgets import paragraph


class MOTIF_UL_prompts(UIList):
    """Prompts: frames and words."""

    def draw_item(
        self, context: Context, layout: UILayout, data: Any, item: MotifPrompt, icon: int, active_data: Any,
        active_property: str, index: int = 0, flt_flag: int = 0,
    ) -> None:  # fmt: skip
        """One row."""
        row = layout.split(factor=0.4)
        row.label(text=f"{item.first}–{item.last}", translate=False)
        row.label(text=item.text or "…", translate=False)


class MOTIF_MT_prompts(Menu):
    """The list and the timeline's markers"""

    bl_label = "Prompts and Markers"

    def draw(self, context: Context) -> None:
        """One way and the other."""
        self.layout.operator("motif.prompts_from_markers", text="From Markers", icon="MARKER_HLT")
        self.layout.operator("motif.prompts_to_markers", text="To Markers", icon="MARKER")


def draw_source(layout: UILayout, context: Context) -> None:
    """What the character does: one prompt for the whole take, or several along the timeline."""
    settings = active.settings(context)
    if settings.prompts:
        draw_list(layout, context)
        return
    words = layout.column(align=True)
    words.prop(settings, "prompt", text="", icon="TEXT")
    row = words.row(align=True)
    row.operator("motif.prompt_audio", text="Sound", icon="SOUND")
    row.operator("motif.prompt_add", text="Prompt", icon="ADD")
    row.operator("motif.prompts_from_markers", text="", icon="MARKER_HLT")
    if hints([settings.prompt]):
        paragraph(words, context, tr("For the sound itself write <audio>: “dances to <audio>”"), "INFO")
    if says_audio(settings.prompt):
        sound_picker.draw(layout, context)
    elif not settings.prompt.strip():
        hint = words.column(align=True)
        hint.active = False
        paragraph(hint, context, tr("What does the character do? “a person walks in a circle to the left”"))


def draw_list(layout: UILayout, context: Context) -> None:
    """The list, its buttons, and the chosen prompt's words and frames."""
    settings = active.settings(context)
    row = layout.row()
    count = min(max(len(settings.prompts), 3), 6)
    row.template_list("MOTIF_UL_prompts", "", settings, "prompts", settings, "chosen_prompt", rows=count)
    side = row.column(align=True)
    side.operator("motif.prompt_add", text="", icon="ADD")
    side.operator("motif.prompt_remove", text="", icon="REMOVE")
    side.menu("MOTIF_MT_prompts", text="", icon="DOWNARROW_HLT")
    if not 0 <= settings.chosen_prompt < len(settings.prompts):
        return
    chosen = settings.prompts[settings.chosen_prompt]
    own = layout.column(align=True)
    words = own.row(align=True)
    words.prop(chosen, "text", text="", icon="TEXT")
    words.operator("motif.prompt_reroll", text="", icon="FILE_REFRESH")
    frames = own.row(align=True)
    frames.prop(chosen, "first", text="First")
    frames.prop(chosen, "last", text="Last")


CLASSES: tuple[Any, ...] = (MOTIF_UL_prompts, MOTIF_MT_prompts)
