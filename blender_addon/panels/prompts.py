"""The source Text in the Motif panel: one prompt, or a list of prompts along the timeline."""

from __future__ import annotations

from bpy.types import Context, Menu, UILayout, UIList

from ..animation.actions import scene_fps
from ..engine.protocol.plan.parse import plan_of
from ..engine.protocol.plan.show import one_line
from ..engine.protocol.prompt import has_audio_tag, hints
from ..engine.protocol.request import understood
from ..i18n.translations import tr
from ..properties.prompts import PROMPTS, MotifPrompt
from ..properties.settings import MotifScene
from ..rig import active
from . import sound_picker
from .widgets import hint, paragraph


class MOTIF_UL_prompts(UIList):
    """The list of prompts: frames and text."""

    def draw_item(
        self, context: Context, layout: UILayout, data: MotifScene, item: MotifPrompt, icon: int,
        active_data: MotifScene, active_property: str, index: int = 0, flt_flag: int = 0,
    ) -> None:  # fmt: skip
        """Draw one prompt's row."""
        row = layout.split(factor=0.4)
        row.label(text=f"{item.first}–{item.last}", translate=False)
        row.label(text=item.text or "…", translate=False)

    def filter_items(self, context: Context, data: MotifScene, property: str) -> tuple[list[int], list[int]]:
        """List prompts in the order of their frames, which is that of the take."""
        rows = list(data.prompts)
        order = sorted(range(len(rows)), key=lambda i: (rows[i].first, i))
        return [], [order.index(i) for i in range(len(rows))]


class MOTIF_MT_prompts(Menu):
    """The list and the timeline's markers"""

    bl_label = "Prompts and Markers"

    def draw(self, context: Context) -> None:
        """Draw both directions."""
        self.layout.operator("motif.prompts_from_markers", text="From Markers", icon="MARKER_HLT")
        self.layout.operator("motif.prompts_to_markers", text="To Markers", icon="MARKER")


def draw_source(layout: UILayout, context: Context) -> None:
    """Draw one prompt for the whole take, or the list where there are several."""
    settings = active.settings(context)
    if settings.prompts:
        draw_list(layout, context)
        return
    words = layout.column(align=True)
    words.prop(settings, "prompt", text="", icon="TEXT")
    row = words.row(align=True)
    row.operator("motif.prompt_audio", text="Sound", icon="SOUND")
    row.operator("motif.prompt_add", text="Prompt", icon="ADD")
    row.menu("MOTIF_MT_prompts", text="", icon="DOWNARROW_HLT")
    if has_audio_tag(settings.prompt):
        sound_picker.draw(layout, context)


def draw_foot(layout: UILayout, context: Context) -> None:
    """Draw what to write in an empty field, and the steps of a prompt that can be taken apart."""
    settings = active.settings(context)
    fps = scene_fps(context.scene)
    if settings.prompts:
        if 0 <= settings.chosen_prompt < len(settings.prompts):
            chosen = settings.prompts[settings.chosen_prompt]
            _draw_plan(layout, context, chosen.text, max(1, chosen.last - chosen.first + 1) / fps)
        return
    if hints([settings.prompt]):
        paragraph(layout, context, tr("For the sound itself write <audio>: “dances to <audio>”"), "INFO")
    elif not settings.prompt.strip():
        hint(layout, context, tr("What does the character do? In English, such as:"))
        for example in PROMPTS:
            text = example.removeprefix("a person ")  # in 3.4 the sidebar is narrow
            layout.operator("motif.example_prompt", text=text, emboss=False, translate=False).text = example
    _draw_plan(layout, context, settings.prompt, None if settings.automatic else settings.frames / fps)


def _draw_plan(layout: UILayout, context: Context, text: str, seconds: float | None) -> None:
    """Draw the steps of a prompt that can be taken apart in one line, and whether it is. seconds: it lasts, None where
    that is left open."""
    settings, plan = active.settings(context), plan_of(text)
    if not understood(text):
        paragraph(layout, context, tr("Not understood: say what the body does, such as “walks”"), "QUESTION")
    if not plan.apart:
        return
    column = layout.column(align=True)
    column.prop(settings, "take_apart")
    if settings.take_apart:
        paragraph(column, context, one_line(plan, seconds))


def draw_list(layout: UILayout, context: Context) -> None:
    """Draw the list of prompts, its buttons, and the text and frames of the chosen prompt."""
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
    box = layout.column(align=True)
    words = box.row(align=True)
    words.prop(chosen, "text", text="", icon="TEXT")
    words.operator("motif.prompt_reroll", text="", icon="FILE_REFRESH")
    frames = box.row(align=True)
    frames.prop(chosen, "first", text="First")
    frames.prop(chosen, "last", text="Last")


CLASSES = (MOTIF_UL_prompts, MOTIF_MT_prompts)
