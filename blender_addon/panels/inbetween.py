"""The source In-between in the Motif panel: frames, pins, and a figure of the body's parts."""

from __future__ import annotations

import re

from bpy.types import Context, UILayout

from ..i18n.translations import tr
from ..rig import active
from .widgets import hint, paragraph

# Rows of the figure as one looks at it from the front: the character's right is on the left.
_FIGURE = (("", "head", ""), ("right_arm", "torso", "left_arm"), ("right_leg", "root", "left_leg"))


def draw_source(layout: UILayout, context: Context) -> None:
    """Draw the frames and body parts that are generated, the pins, and the prompt."""
    settings = active.settings(context)
    span = settings.span
    frames = layout.column(align=True)
    row = frames.row(align=True)
    row.prop(span, "first", text="First")
    row.prop(span, "last", text="Last")
    row.operator("motif.use_selection", text="", icon="EYEDROPPER")
    frames.prop(span, "pins", icon="PINNED")
    outside = [word for word in re.findall(r"-?\d+", span.pins) if not span.first <= int(word) <= span.last]
    if outside:
        paragraph(frames, context, tr("Outside these frames, and so without effect: {0}").format(", ".join(outside)))
    figure = layout.column(align=True)
    for line in _FIGURE:
        cells = figure.row(align=True)
        for part in line:
            if part:
                cells.prop(span, part, toggle=True)
            else:
                cells.label(text="")
    layout.prop(settings, "prompt", text="", icon="TEXT")


def draw_foot(layout: UILayout, context: Context) -> None:
    """Draw what to do where no frames are chosen."""
    span = active.settings(context).span
    if span.first == span.last:
        hint(layout, context, tr("Which frames? Give them, or select keys and press the eyedropper"))
