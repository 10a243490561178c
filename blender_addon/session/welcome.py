"""The first minute: the sidebar opens itself at the add-on's tab when the add-on is first enabled, and never again."""

from __future__ import annotations

from typing import Any

import bpy

from . import session

TAB = "Motif"
_FIRST_S, _AGAIN_S, _TRIES = 0.3, 0.1, 30  # a sidebar has its tabs only once it was drawn


class _State:
    tries = 0


def register() -> None:
    """Open the sidebar soon, where it never was."""
    if not bpy.app.background and not getattr(session.preferences(), "welcomed", True):
        bpy.app.timers.register(_welcome, first_interval=_FIRST_S)


def unregister() -> None:
    """Open nothing any more."""
    for timer in (_welcome, _to_tab):
        if bpy.app.timers.is_registered(timer):
            bpy.app.timers.unregister(timer)


def _welcome() -> None:
    preferences = session.preferences()
    if preferences is not None:
        preferences.welcomed = True
        bpy.context.preferences.is_dirty = True
        show()


def place() -> dict[str, Any] | None:
    """Return the window, area and region of the largest 3D view, for an override; None where there is none."""
    manager = bpy.context.window_manager
    views = [(window, area) for window in (manager.windows if manager is not None else ())
             for area in window.screen.areas if area.type == "VIEW_3D"]  # fmt: skip
    if not views:
        return None
    window, area = max(views, key=lambda found: found[1].width * found[1].height)
    return {"window": window, "area": area, "region": next(r for r in area.regions if r.type == "WINDOW")}


def show() -> None:
    """Open the sidebar of the largest 3D view, and its tab where Blender lets an add-on (4.2 and later)."""
    found = place()
    if found is None:
        return
    found["area"].spaces[0].show_region_ui = True
    _State.tries = 0
    if bpy.app.version >= (4, 2) and not bpy.app.timers.is_registered(_to_tab):
        bpy.app.timers.register(_to_tab, first_interval=_AGAIN_S)


def _to_tab() -> float | None:
    found = place()
    _State.tries += 1
    if found is None or _State.tries > _TRIES:
        return None
    region = next(r for r in found["area"].regions if r.type == "UI")
    try:
        region.active_panel_category = TAB
    except (AttributeError, TypeError):  # not drawn yet
        return _AGAIN_S
    region.tag_redraw()
    return None if region.active_panel_category == TAB else _AGAIN_S
