"""Redraws the panels no more often than needed: drawing takes processor time from the engine, and on a computer without
a graphics card most of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import bpy

BAR_S = 0.25  # between two redraws of a progress bar
CLOCK_S = 1.0  # between two redraws for the seconds of a job of which nothing new is known
# Editor -> the region that holds panels of the add-on.
_SHOWN_IN = {"VIEW_3D": "UI", "DOPESHEET_EDITOR": "UI", "PREFERENCES": "WINDOW"}


class RedrawTimer:
    """Decides when to redraw: progress at most once in BAR_S, other events at once."""

    def __init__(self) -> None:
        self._shown = float("-inf")
        self._moved = False

    def due(self, now: float, kinds: Sequence[str], waiting: bool = False) -> bool:
        """Whether to redraw, at `now` seconds of a clock and after events of these kinds. waiting: a job is open whose
        seconds are shown, so that one without news is not taken for a frozen one."""
        self._moved = self._moved or bool(kinds)
        at_once = any(kind != "progress" for kind in kinds)
        passed = now - self._shown
        if not at_once and not (self._moved and passed >= BAR_S) and not (waiting and passed >= CLOCK_S):
            return False
        self._shown, self._moved = now, False
        return True


def redraw() -> None:
    """Redraw the sidebars that show Motif, and not the 3D view beside them, which may be slow to draw."""
    if bpy.app.background:
        return
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            shown_in = _SHOWN_IN.get(area.type)
            for region in area.regions if shown_in else ():
                if region.type == shown_in:
                    region.tag_redraw()
