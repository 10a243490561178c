"""Strips of the motion files that a list shows: read one after another while nothing else is done, and remembered."""

from __future__ import annotations

from pathlib import Path

import bpy

from ..rig import importing
from . import strip

_TICK_S = 0.05
_MOST_BYTES = 30_000_000  # of a file that is read for its strip alone
_known: dict[str, str] = {}
_waiting: list[str] = []


def of_file(path: str) -> str:
    """Return a file's figures for the panel, "" while they are not known; they are read soon then."""
    if path not in _known and path not in _waiting and not bpy.app.background:
        _waiting.append(path)
        if not bpy.app.timers.is_registered(_tick):
            bpy.app.timers.register(_tick, first_interval=_TICK_S)
    return _known.get(path, "")


def read(path: Path) -> str:
    """Read a file's figures; "" for one that can't be read or is too large to be read for them."""
    try:
        if path.suffix.lower() not in importing.MOTION_FILES or path.stat().st_size > _MOST_BYTES:
            return ""
        return strip.figures(importing.read_motion(path))
    except (OSError, importing.FileError):
        return ""


def _tick() -> float | None:
    """Read the file that was asked for last, which is in sight."""
    if not _waiting:
        return None
    path = _waiting.pop()
    try:
        _known[path] = read(Path(path))
    except Exception:  # a strip is no reason to show an error: the file's own reading will
        _known[path] = ""
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type in ("VIEW_3D", "DOPESHEET_EDITOR"):
                for region in area.regions:
                    if region.type == "UI":
                        region.tag_redraw()
    return _TICK_S if _waiting else None


def clear() -> None:
    """Forget all strips."""
    _known.clear()
    _waiting.clear()
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)
