"""The stage of a dance and the place of a second dancer, as the scene has them, in the engine's frame."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..bpy_types import Object, Scene
from ..engine.protocol.dance import Dance, place_of
from ..rig.binding import RigBinding, RigError, read_rig
from ..rig.fitting import from_world, to_world, travel_scale

Corners = tuple[tuple[float, float], ...]


def dance_from_panel(settings: Any, armature: Object, scene: Scene, bone_map: Any) -> Dance:
    """How the panel asks to dance. settings: a MotifSound. Raises RigError or EngineError."""
    plain = {"on_beat": settings.on_beat, "variation": settings.variation, "follow": settings.follow}
    if settings.stage_shape == "circle":
        return Dance(stage=settings.stage, **plain)
    if settings.stage_shape == "box":
        width, depth = (side / 2 for side in settings.stage_size)
        return Dance(corners=((-width, -depth), (width, -depth), (width, depth), (-width, depth)), **plain)
    if settings.stage_object is None:
        raise RigError("The stage is an object and none is chosen: choose it under Stage, or a circle.")
    return Dance(corners=corners_of(settings.stage_object, read_rig(armature, scene, bone_map)), **plain)


def corners_of(obj: Object, binding: RigBinding) -> Corners:
    """The outline (x, z), m, of an object's bounds on the ground, from where a take begins, in the engine's frame."""
    box = np.array(obj.bound_box, np.float64)
    if obj.type == "EMPTY":
        size = float(obj.empty_display_size)
        box = size * np.array([(x, y, 0) for x in (-1, 1) for y in (-1, 1)], np.float64)
    world = np.array(obj.matrix_world, np.float64)
    points = box @ world[:3, :3].T + world[:3, 3]
    ground = from_world(binding, points)[:, [0, 2]] / travel_scale(binding)
    return _outline(ground)


def _outline(points: NDArray[np.float64]) -> Corners:
    """The convex outline of points (N, 2), by Andrew's monotone chain."""
    rows = sorted({(round(float(x), 6), round(float(z), 6)) for x, z in points})

    def half(some: Any) -> list[tuple[float, float]]:
        kept: list[tuple[float, float]] = []
        for p in some:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], p) <= 1e-9:
                kept.pop()
            kept.append(p)
        return kept[:-1]

    return (*half(rows), *half(reversed(rows)))


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def place_of_second(
    where: str, apart: float, first: RigBinding, second: RigBinding
) -> tuple[float, float, float]:  # fmt: skip
    """Where the second dancer begins, as the first sees it: (x, z) m and degrees to the left. Raises EngineError."""
    if where != "stands":
        return place_of(where, apart)
    there = to_world(second, np.array([[0.0, 0, 0], [0, 0, 1.0]]))
    return _place(from_world(first, there) / travel_scale(first))


def seen_by_second(
    place: tuple[float, float, float], first: RigBinding, second: RigBinding
) -> tuple[float, float, float]:  # fmt: skip
    """A place that the first dancer sees, in the second's own frame, where its keys are."""
    angle = np.radians(place[2])
    start = np.array([place[0], 0.0, place[1]])
    ahead = start + np.array([np.sin(angle), 0.0, np.cos(angle)])
    points = np.stack([start, ahead]) * travel_scale(first)
    return _place(from_world(second, to_world(first, points)) / travel_scale(second))


def _place(points: NDArray[np.float64]) -> tuple[float, float, float]:
    """(x, z, degrees) of a place (3,) and a point in front of it."""
    way = points[1] - points[0]
    turn = float(np.degrees(np.arctan2(way[0], way[2])))
    return float(points[0, 0]), float(points[0, 2]), turn
