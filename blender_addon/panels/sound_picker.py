"""The choice of a sound and of its frames, for the source Audio and for a prompt that contains `<audio>`."""

from __future__ import annotations

import numpy as np
from bpy.types import Context, UILayout

from ..animation import actions
from ..i18n.translations import tr
from ..properties.sound import MotifSound
from ..rig import active
from ..session import session
from ..sources import sound
from .widgets import paragraph

_BAR, _BARS = "▁▂▃▄▅▆▇█", 18


def draw(layout: UILayout, context: Context) -> None:
    """Draw where the sound comes from, and which frames of it are used."""
    settings = active.settings(context).sound
    column = layout.column(align=True)
    column.row(align=True).prop(settings, "kind", expand=True)
    if settings.kind == "file":
        column.prop(settings, "file", text="")
    elif settings.kind == "strip":
        _draw_strips(column, settings, context)
    _draw_span(column, context)


def _draw_strips(column: UILayout, settings: MotifSound, context: Context) -> None:
    """Draw the choice of a sound strip of the sequencer."""
    editor = context.scene.sequence_editor
    if editor is None or not sound.sound_strips(context.scene):
        paragraph(column, context, tr("The sequencer holds no sound"), "INFO")
        return
    strips = "strips_all" if hasattr(editor, "strips_all") else "sequences_all"  # before 4.4
    column.prop_search(settings, "strip", editor, strips, text="")


def _draw_span(column: UILayout, context: Context) -> None:
    """Draw the frames of the sound that are used, their length in seconds, and its loudness where that is known."""
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
        bars = _loudness_bars(span.first / actions.scene_fps(context.scene), seconds)
        if bars:
            column.label(text=bars, icon="BLANK1", translate=False)


def _loudness_bars(start_s: float, seconds: float) -> str:
    """Return the loudness over these seconds as a row of bars, "" where the sound has not been analysed."""
    analysed = session.last_analysis()
    if analysed is None:
        return ""
    mix, audio = analysed
    if mix.seconds is None or not len(audio.peaks):
        return ""
    if abs(mix.start_s - start_s) > 1e-6 or abs(mix.seconds - seconds) > 1e-6:
        return ""
    parts = [float(part.max()) for part in np.array_split(audio.peaks, min(_BARS, len(audio.peaks)))]
    loudest = max(*parts, 1e-6)
    return "".join(_BAR[round((len(_BAR) - 1) * part / loudest)] for part in parts)
