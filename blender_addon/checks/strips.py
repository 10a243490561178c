"""Coloured strips under the Dope Sheet's frames: a row for each kind of problem, stronger where it is worse."""

from __future__ import annotations

from typing import Any

import bpy
import gpu
import numpy as np
from gpu_extras.batch import batch_for_shader
from numpy.typing import NDArray

from ..bpy_types import Object
from ..retarget.smooth import runs
from ..session.redraw import redraw
from .measure import Measured, shown

# Kind -> colour; a row each, in this order from above.
COLOURS = {
    "slide": (0.95, 0.55, 0.15), "sink": (0.60, 0.40, 0.25), "jolt": (0.90, 0.15, 0.15), "knee": (0.75, 0.35, 0.85),
    "range": (0.35, 0.55, 0.95), "hand": (0.30, 0.80, 0.75), "beat": (0.55, 0.85, 0.35), "path": (0.80, 0.80, 0.80),
    "target": (0.95, 0.45, 0.65),
}  # fmt: skip
_ROW, _RULER = 5, 24  # pixels at the interface's scale 1: of a strip, and of the frame numbers that they lie under
_WORST = 3.0  # times the limit from which the colour is full


class _State:
    """What is drawn. bars: (kind, first, last, strength 0 to 1) in scene frames."""

    bars: tuple[tuple[str, int, int, float], ...] = ()
    armature = ""
    action = ""
    handle: Any = None


def fill(found: Measured) -> None:
    """Take the bars of what was measured; `show` draws them."""
    bars = []
    for kind, over in found.over.items():
        for first, last in runs(over > 1):
            strength = float(np.clip(over[first:last].max() / _WORST, 0.3, 1.0))
            bars.append((kind, found.start + first, found.start + last - 1, strength))
    _State.bars, _State.armature, _State.action = tuple(bars), found.armature, found.action


def show(wanted: bool) -> None:
    """Begin to draw, or end it: the handler is there only while there is something to draw."""
    wanted = wanted and bool(_State.bars) and not bpy.app.background
    if wanted and _State.handle is None:
        _State.handle = bpy.types.SpaceDopeSheetEditor.draw_handler_add(_draw, (), "WINDOW", "POST_PIXEL")
    elif not wanted and _State.handle is not None:
        bpy.types.SpaceDopeSheetEditor.draw_handler_remove(_State.handle, "WINDOW")
        _State.handle = None
    _redraw()


def clear() -> None:
    """Forget what was measured, and draw no more."""
    _State.bars = ()
    show(False)


def drawn() -> bool:
    """Whether a handler is registered."""
    return _State.handle is not None


def _redraw() -> None:
    redraw()
    manager = bpy.context.window_manager
    for window in manager.windows if manager is not None else ():
        for area in window.screen.areas:
            if area.type == "DOPESHEET_EDITOR":
                area.tag_redraw()


def _fits(armature: Object | None) -> bool:
    """Whether the bars are of what the active armature shows."""
    return armature is not None and (armature.name, shown(armature)) == (_State.armature, _State.action)


def _draw() -> None:
    """Draw the bars in a Dope Sheet."""
    context: Any = bpy.context
    active = context.object
    found = active if active is None or active.type == "ARMATURE" else active.find_armature()
    region = context.region
    if region is None or not _fits(found):
        return
    corners, colours = _corners(region, context.preferences.system.ui_scale)
    if not len(corners):
        return
    old = bpy.app.version < (4, 0, 0)
    shader = gpu.shader.from_builtin("2D_SMOOTH_COLOR" if old else "SMOOTH_COLOR")
    triangles = (4 * np.arange(len(corners) // 4)[:, None, None] + [[0, 1, 2], [0, 2, 3]]).reshape(-1, 3)
    content: Any = {"pos": corners, "color": colours}
    batch = batch_for_shader(shader, "TRIS", content, indices=triangles.astype(np.int32))
    gpu.state.blend_set("ALPHA")
    shader.bind()
    batch.draw(shader)
    gpu.state.blend_set("NONE")


def _corners(region: Any, scale: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return corners (4N, 2) of the bars in sight, in pixels of a region, and their colours (4N, 4)."""
    view, kinds = region.view2d, [kind for kind in COLOURS if any(bar[0] == kind for bar in _State.bars)]
    corners, colours = list[list[tuple[float, float]]](), list[tuple[float, ...]]()
    for kind, first, last, strength in _State.bars:
        left, _ = view.view_to_region(first - 0.5, 0, clip=False)
        right, _ = view.view_to_region(last + 0.5, 0, clip=False)
        if right < 0 or left > region.width:
            continue
        high = region.height - (_RULER + kinds.index(kind) * _ROW) * scale
        low, right = high - _ROW * scale, max(right, left + 2)
        corners.append([(left, low), (right, low), (right, high), (left, high)])
        colours.extend([(*COLOURS[kind], 0.35 + 0.6 * strength)] * 4)
    return np.array(corners, np.float32).reshape(-1, 2), np.array(colours, np.float32).reshape(-1, 4)
