"""Pieces that panels and preferences share."""

from __future__ import annotations

import textwrap
from functools import lru_cache
from typing import Any

from bpy.types import Context, UILayout

from ..bpy_types import Icon

_PIXELS_PER_LETTER = 6.5


def paragraph(layout: UILayout, context: Context, text: str, icon: Icon = "NONE") -> None:
    """Text over several lines: a label alone would be cut off at the sidebar's edge."""
    scale = context.preferences.system.ui_scale
    room = max(18, int((context.region.width / scale - 60) / _PIXELS_PER_LETTER)) if context.region else 40
    column = layout.column(align=True)
    for number, line in enumerate(_lines(text, room)):
        first = icon if number == 0 else "BLANK1"
        column.label(text=line, icon=first if icon != "NONE" else "NONE", translate=False)


@lru_cache(maxsize=64)
def _lines(text: str, room: int) -> tuple[str, ...]:
    """Wrapped once, not at every redraw."""
    return tuple(textwrap.wrap(text, room))


def progress_bar(layout: Any, context: Context, fraction: float, text: str, cancel: str, tall: float = 1.2) -> None:
    """A bar with words and a button that runs the operator `cancel`."""
    old = not hasattr(layout, "progress")  # before 4.0: a slider that can't be moved stands in for the bar
    if old:
        layout.label(text=text, icon="SORTTIME", translate=False)
    row = layout.row(align=True)
    row.scale_y = 1.2 if old else tall
    if old:
        bar = row.row(align=True)
        bar.enabled = False
        bar.prop(context.window_manager, "motif_progress", text="", slider=True)
    else:
        row.progress(factor=fraction, text=text, translate=False)
    row.operator(cancel, text="", icon="X")
