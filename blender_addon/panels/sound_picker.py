"""Which sound is meant, and which frames of it: in the panel for Audio, and under a prompt that says `<audio>`."""

from __future__ import annotations

from typing import Any

import numpy as np
from bpy.types import Context, UILayout

from ..animation import actions
from ..i18n.translations import tr
from ..rig import active
from ..session import session
from ..sources import sound
from .widgets import paragraph

_BAR, _BARS = "▁▂▃▄▅▆▇█", 18


def draw(layout: UILayout, context: Context) -> None:
    """Where the sound comes from, and which frames that is: for Audio, and for `<audio>` in a prompt."""
    own = active.settings(context).sound
    column = layout.column(align=True)
    column.row(align=True).prop(own, "kind", expand=True)
    if own.kind == "file":
        column.prop(own, "file", text="")
    elif own.kind == "strip":
        _strip(column, own, context)
    _span(column, context)


def _strip(column: UILayout, own: Any, context: Context) -> None:
    editor: Any = context.scene.sequence_editor
    if editor is None or not sound.sound_strips(context.scene):
        paragraph(column, context, tr("The sequencer holds no sound"), "INFO")
        return
    strips = "strips_all" if hasattr(editor, "strips_all") else "sequences_all"  # before 4.4
    column.prop_search(own, "strip", editor, strips, text="")


def _span(column: UILayout, context: Context) -> None:
    """The frames that are listened to, in seconds too."""
    settings = active.settings(context)
    if settings.sound.kind == "file":
        row = column.column()
        row.use_property_split = True
        row.use_property_decorate = False
        row.prop(settings, "start")
        return
    span = sound.span_of(context.scene)
    if span is not None:
        seconds = span.count / actions.scene_fps(context.scene)
        text = tr("Frames {0} to {1}, {2:.1f} s").format(span.first, span.last, seconds)
        column.label(text=text, icon="TIME", translate=False)
        shape = _shape(span.first / actions.scene_fps(context.scene), seconds)
        if shape:
            column.label(text=shape, icon="BLANK1", translate=False)


def _shape(start_s: float, seconds: float) -> str:
    """How loud it is over these frames, as a row of bars; "" where that has not been listened to."""
    known = session.last_heard()
    if known is None:
        return ""
    mix, heard = known
    if mix.seconds is None or not len(heard.peaks):
        return ""
    if abs(mix.start_s - start_s) > 1e-6 or abs(mix.seconds - seconds) > 1e-6:
        return ""
    parts = [float(part.max()) for part in np.array_split(heard.peaks, min(_BARS, len(heard.peaks)))]
    loudest = max(*parts, 1e-6)
    return "".join(_BAR[round((len(_BAR) - 1) * part / loudest)] for part in parts)
