"""The foot of the Motif panel: length, seed and number of takes, Generate, progress, and the last message."""

from __future__ import annotations

import time

from bpy.types import Context, UILayout

from ..engine.protocol.prompt import has_audio_tag
from ..i18n.translations import tr
from ..properties.settings import MotifScene
from ..rig import active
from ..session import session
from . import lessons
from .widgets import paragraph, progress_bar


def draw_numbers(layout: UILayout, settings: MotifScene) -> None:
    """Draw length and start of a single prompt, the seed, the number of takes, and the quality."""
    column = layout.column()
    column.use_property_split = True
    column.use_property_decorate = False
    if settings.source == "text" and not settings.prompts:
        length = column.column(align=True)
        length.row(heading="Length").prop(settings, "automatic", text="Automatic")
        if not settings.automatic:
            length.prop(settings, "frames")
        if not has_audio_tag(settings.prompt):  # else the take lies where its sound does
            length.prop(settings, "start")
    row = column.row(align=True)
    row.prop(settings, "seed")
    row.operator("motif.dice", text="", icon="FILE_REFRESH")
    row.prop(settings, "lock_seed", text="", icon="LOCKED" if settings.lock_seed else "UNLOCKED")
    column.prop(settings, "takes")
    layout.row(align=True).prop(settings, "quality", expand=True)
    lessons.draw_weights(layout)


def draw_button(layout: UILayout, context: Context) -> None:
    """Draw Generate, or the progress in its place while a job runs; below it the last message."""
    jobs = session.jobs()
    if jobs:
        _progress(layout, context, jobs[0])
    elif session.sound_jobs():
        row = layout.row(align=True)
        row.scale_y = 1.8
        row.label(text="Listening", icon="SORTTIME")
        row.operator("motif.cancel", text="", icon="X")
    else:
        button = layout.row()
        button.scale_y = 1.8
        button.operator("motif.generate", text="Generate", icon="PLAY")
    draw_note(layout, context)


def draw_note(layout: UILayout, context: Context) -> None:
    """Draw the last message."""
    note, armature = session.notice(), active.find(context)
    above = active.summary(armature).problem if armature is not None else ""
    if note is not None and note.text != tr(above):  # a refusal of the armature stands with its name already
        paragraph(layout, context, note.text, note.kind)


def in_words(message: str) -> str:
    """Return what the engine does now in an artist's words."""
    if message.startswith("Step "):
        return "Thinking"
    return {"": "Starting", "Cleaning up": "Feet"}.get(message, message)


def _progress(layout: UILayout, context: Context, job: session.Job) -> None:
    """Draw a job's progress bar with the step and the time left, or since its beginning where that is not known, and
    Cancel."""
    text = tr(in_words(job.message))
    if job.seconds_left is not None:
        text += tr(", {0:.0f} s left").format(max(job.seconds_left, 0))
    else:
        text += tr(", {0:.0f} s").format(time.monotonic() - job.began)
    progress_bar(layout, context, job.fraction, text, "motif.cancel", tall=1.8)
