"""The chosen path, its facing and the targets in the 3D view: what a take would follow, where nothing is drawn unasked.

Drawn while the source goes along paths and one is chosen, or a target has its object; the points are read once for each
state of the curve, not with every redraw.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from ..bpy_types import Object, Scene
from ..rig.binding import RigError
from ..sources.path import curve_points
from . import lines

Lines = tuple[NDArray[np.float32], tuple[float, ...]]
_PATH, _ARROWS = (0.25, 0.85, 0.55, 0.9), (0.25, 0.85, 0.55, 0.6)
_TARGET, _CHOSEN, _LOOK = (1.0, 0.75, 0.2, 0.8), (1.0, 0.95, 0.5, 1.0), (0.5, 0.75, 1.0, 0.8)
_ARROW_COUNT, _ARROW, _CROSS = 12, 0.02, 0.12  # arrows along a path; their size and a target's by the path, and in m
SOURCES = ("text", "inbetween")


class _State:
    """handle: of the drawing, None while it isn't registered. path: (what it was read from, its lines)."""

    handle: Any = None
    path: tuple[Any, tuple[Lines, ...]] = (None, ())


_lines = lines.Lines()


def register() -> None:
    """Draw from now on, where a window is."""
    if _State.handle is None and not bpy.app.background:
        _State.handle = bpy.types.SpaceView3D.draw_handler_add(_draw, (), "WINDOW", "POST_VIEW")


def unregister() -> None:
    """Draw no more."""
    if _State.handle is not None:
        bpy.types.SpaceView3D.draw_handler_remove(_State.handle, "WINDOW")
    _State.handle, _State.path = None, (None, ())
    _lines.clear()


def lines_of(scene: Scene) -> tuple[Lines, ...]:
    """Return (pairs of points (2N, 3) in the world, colour): the path with arrows, a cross at each target where it is
    now; nothing where nothing is chosen."""
    settings = scene.motif
    if settings.source not in SOURCES:
        return ()
    way, found = settings.way, list[Lines]()
    if way.curve is not None and way.curve.name in scene.objects:
        found += _of_curve(way.curve)
    unit = scene.unit_settings.scale_length if scene.unit_settings.system != "NONE" else 1.0
    for number, target in enumerate(way.targets):
        if target.object is not None and target.object.name in scene.objects:
            colour = _CHOSEN if number == way.chosen else _LOOK if target.joint == "look" else _TARGET
            found.append((_cross(target.object, _CROSS / max(unit, 1e-6)), colour))
    return tuple(found)


def _of_curve(curve: Object) -> tuple[Lines, ...]:
    state = tuple(_state_of(curve))
    if _State.path[0] != state:
        try:
            points, closed = curve_points(curve)
        except RigError:  # told when a take is asked for
            _State.path = state, ()
            return ()
        points = np.concatenate([points, points[:1]]) if closed else points
        _State.path = state, ((_pairs(points), _PATH), (_arrows(points), _ARROWS))
    return _State.path[1]


def _state_of(curve: Object) -> Iterator[Any]:
    """All that a curve's line depends on."""
    yield curve.name
    yield tuple(round(v, 6) for row in curve.matrix_world for v in row)
    for spline in curve.data.splines:
        yield spline.type, spline.use_cyclic_u, spline.resolution_u, len(spline.bezier_points), len(spline.points)
        size = 3 * len(spline.bezier_points)
        for kind in ("co", "handle_left", "handle_right") if size else ():
            values = np.empty(size, np.float32)
            spline.bezier_points.foreach_get(kind, values)
            yield values.tobytes()
        values = np.empty(4 * len(spline.points), np.float32)
        spline.points.foreach_get("co", values)
        yield values.tobytes()


def _pairs(points: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.stack([points[:-1], points[1:]], axis=1).reshape(-1, 3).astype(np.float32)


def _arrows(points: NDArray[np.float64]) -> NDArray[np.float32]:
    """Heads of arrows that say which way it goes, flat on the floor."""
    legs = np.linalg.norm(np.diff(points, axis=0), axis=1)
    ends = np.concatenate([[0.0], np.cumsum(legs)])
    at = np.linspace(0, ends[-1], _ARROW_COUNT + 1)[1:]
    tip = np.stack([np.interp(at, ends, points[:, i]) for i in range(3)], axis=1)
    back = at - max(_ARROW * ends[-1], 1e-6)
    behind = np.stack([np.interp(back, ends, points[:, i]) for i in range(3)], axis=1)
    side = 0.5 * np.stack([behind[:, 1] - tip[:, 1], tip[:, 0] - behind[:, 0], np.zeros(len(at))], axis=1)
    return np.stack([tip, behind + side, tip, behind - side], axis=1).reshape(-1, 3).astype(np.float32)


def _cross(obj: Object, size: float) -> NDArray[np.float32]:
    """Three short lines along the object's axes, through where it is."""
    matrix = np.array(obj.matrix_world, np.float64)
    axes = matrix[:3, :3] / np.maximum(np.linalg.norm(matrix[:3, :3], axis=0), 1e-9)
    ends = np.stack([matrix[:3, 3] - size * axes.T, matrix[:3, 3] + size * axes.T], axis=1)
    return ends.reshape(-1, 3).astype(np.float32)


def _draw() -> None:
    scene = bpy.context.scene
    if scene is None or not hasattr(scene, "motif"):
        return
    if found := lines_of(scene):
        _lines.draw(found)
