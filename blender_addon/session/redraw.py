"""When and where the panels are drawn again. Drawing takes processors that the engine computes on, and on a computer
without a graphics card it takes most of what there is.
"""

from __future__ import annotations

from collections.abc import Sequence

import bpy

BAR_S = 0.25  # between two looks at how far a job is
# Editor -> its region in which panels of ours stand.
_SHOWN_IN = {"VIEW_3D": "UI", "DOPESHEET_EDITOR": "UI", "PREFERENCES": "WINDOW"}


class Bar:
    """A progress bar that moves now and then; all else that an artist waits for is shown at once."""

    def __init__(self) -> None:
        self._shown = float("-inf")
        self._moved = False

    def due(self, now: float, kinds: Sequence[str]) -> bool:
        """Whether to draw, at `now` seconds of a clock and with news of these kinds."""
        self._moved = self._moved or bool(kinds)
        at_once = any(kind != "progress" for kind in kinds)
        if not at_once and not (self._moved and now - self._shown >= BAR_S):
            return False
        self._shown, self._moved = now, False
        return True


def redraw() -> None:
    """Have the sidebars that show Motif drawn again, and not the 3D view beside them, which may take long to draw."""
    if bpy.app.background:
        return
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            shown_in = _SHOWN_IN.get(area.type)
            for region in area.regions if shown_in else ():
                if region.type == shown_in:
                    region.tag_redraw()
