"""Paths and targets of the scene: curves and empties that a take follows, objects that a joint reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from ..bpy_types import Object, Scene
from ..engine.protocol.path import FACES, Path
from ..engine.protocol.targets import split_target
from ..rig.binding import RigBinding, RigError
from ..rig.fitting import RigTarget, from_world, travel_scale

Points = NDArray[np.float64]
_APART = 1e-4  # share of a path's length: points nearer to one another are one
_STOP = re.compile(r"\s*(.+?)\s*(?:@\s*(-?\d+)\s*)?")


@dataclass(frozen=True)
class Way:
    """A path in the words of the panel and the command line.

    stops: a curve's name, or those of two or more objects, each with the scene's frame in which it is reached or None.
    face: along, start, or an object's name.
    """

    stops: tuple[tuple[str, int | None], ...]
    face: str = "along"


def way_of(written: str, face: str) -> Way:
    """ "Curve", or "Empty,Empty@60,.."; raises RigError for what names nothing."""
    stops: list[tuple[str, int | None]] = []
    for part in [written] if written in bpy.data.objects else written.split(","):
        found = None if part in bpy.data.objects else _STOP.fullmatch(part)
        name, frame = (part, None) if found is None else (found[1], found[2])
        stops.append((name, None if frame is None else int(frame)))
    return Way(tuple(stops), face)


def path_of(way: Way, binding: RigBinding, start: int) -> Path:
    """The way in the engine's frame: on the canonical figure's ground, so that it fits once it is on the rig. start:
    the scene's frame with which the take begins. Raises RigError or EngineError."""
    objects = [_object(name) for name, _ in way.stops]
    closed, frames = False, None
    if len(objects) == 1:
        points, closed = curve_points(objects[0])
    else:
        points = np.array([_location(obj) for obj in objects])
        given = [frame for _, frame in way.stops]
        if any(frame is not None for frame in given):
            frames = tuple(None if frame is None else frame - start for frame in given)
    if frames is not None and min(f for f in frames if f is not None) < 0:
        raise RigError(f"A point of the path lies before the take's first frame, {start}: give it a later frame.")
    scale = travel_scale(binding)
    ground = from_world(binding, points)[:, [0, 2]] / scale
    face: str | tuple[float, float] = way.face
    if way.face not in FACES:
        seen = from_world(binding, np.array([_location(_object(way.face))]))[0] / scale
        face = (float(seen[0]), float(seen[2]))
    return Path(tuple((float(x), float(z)) for x, z in ground), frames, closed, face)


def way_from_panel(settings: Any) -> Way | None:
    """The panel's path; None where no curve is chosen. Raises RigError for a facing without its object."""
    way = settings.way
    if way.curve is None:
        return None
    if way.face == "object" and way.towards is None:
        raise RigError("The path faces an object and none is chosen: choose it under Face, or face along the path.")
    return Way(((way.curve.name, None),), way.towards.name if way.face == "object" else way.face)


def targets_from_panel(settings: Any, scene: Scene, start: int) -> tuple[RigTarget, ...]:
    """The panel's list of targets, of a take that begins at `start`. Raises RigError or EngineError."""
    written = []
    for row in settings.way.targets:
        if row.object is None:
            raise RigError(f"A target at frame {row.first} has no object: choose what is reached, or remove it.")
        written.append((row.joint, row.first, max(row.first, row.last), row.object.name))
    return _targets(written, scene, start)


def curve_length(obj: Object, scene: Scene) -> float:
    """A curve's length in the world, m, near enough to be shown: as if it were scaled alike in all directions."""
    size = abs(float(np.linalg.det(np.array(obj.matrix_world, np.float64)[:3, :3]))) ** (1 / 3)
    unit = scene.unit_settings.scale_length if scene.unit_settings.system != "NONE" else 1.0
    return sum(spline.calc_length() for spline in obj.data.splines) * size * unit


def curve_points(obj: Object) -> tuple[Points, bool]:
    """A curve object's points (N, 3) in the world, and whether it is closed. Raises RigError for another object."""
    if obj.type != "CURVE":
        raise RigError(f"“{obj.name}” is no curve: choose a curve, or give several objects to go to one after another.")
    splines = obj.data.splines
    if len(splines) != 1:
        raise RigError(f"The curve “{obj.name}” has {len(splines)} splines: a path needs one.")
    with _bare(obj) as mesh:
        found = np.empty(3 * len(mesh.vertices), np.float32)
        mesh.vertices.foreach_get("co", found)
    local = found.reshape(-1, 3).astype(np.float64)
    world = np.array(obj.matrix_world, np.float64)
    points = local @ world[:3, :3].T + world[:3, 3]
    if len(points) < 2:
        raise RigError(f"The curve “{obj.name}” has no length: draw it longer.")
    step = np.linalg.norm(np.diff(points, axis=0), axis=1)
    return points[np.concatenate([[True], step > _APART * step.sum()])], bool(splines[0].use_cyclic_u)


@contextmanager
def _bare(obj: Object) -> Iterator[bpy.types.Mesh]:
    """The curve's line as a mesh, without thickness; nothing of it stays."""
    data = obj.data.copy()
    data.bevel_depth = data.extrude = 0.0
    data.bevel_object = data.taper_object = None
    data.bevel_mode = "ROUND"
    data.dimensions = "3D"
    holder = bpy.data.objects.new(obj.name, data)
    try:
        yield holder.to_mesh()
    finally:
        holder.to_mesh_clear()
        bpy.data.objects.remove(holder)
        bpy.data.curves.remove(data)


def targets_of(written: Sequence[str], scene: Scene, start: int) -> tuple[RigTarget, ...]:
    """Targets written JOINT@FRAME=OBJECT or JOINT@A-B=OBJECT, in the scene's frames, of a take that begins at `start`.

    An object that moves is followed. Raises RigError or EngineError.
    """
    return _targets([split_target(one) for one in written], scene, start)


def _targets(asked: Sequence[tuple[str, int, int, str]], scene: Scene, start: int) -> tuple[RigTarget, ...]:
    """Targets of (joint, first frame, last, object)."""
    for joint, first, _, name in asked:
        _object(name)
        if first < start:
            raise RigError(f"The target {joint}@{first} lies before the take's first frame, {start}: move it.")
    wanted = sorted({frame for _, first, last, _ in asked for frame in range(first, last + 1)})
    places = _places(scene, wanted, {name for *_, name in asked})
    out = []
    for joint, first, last, name in asked:
        here = tuple(places[frame, name] for frame in range(first, last + 1))
        out.append(RigTarget(joint, first - start, last - start, here[:1] if len(set(here)) == 1 else here, name))
    return tuple(out)


def _places(
    scene: Scene, frames: Sequence[int], names: set[str]
) -> dict[tuple[int, str], tuple[float, float, float]]:  # fmt: skip
    """Where objects are in the scene's frames; the scene goes back to its own."""
    before, out = (scene.frame_current, scene.frame_subframe), dict[tuple[int, str], tuple[float, float, float]]()
    try:
        for frame in frames:
            scene.frame_set(frame)
            for name in names:
                x, y, z = _location(_object(name))
                out[frame, name] = (float(x), float(y), float(z))
    finally:
        scene.frame_set(before[0], subframe=before[1])
    return out


def _object(name: str) -> Object:
    found = bpy.data.objects.get(name)
    if found is None:
        raise RigError(f"There is no object “{name:.60}” in the scene: check the name.")
    return found


def _location(obj: Object) -> tuple[float, float, float]:
    """Where an object is in the world, constraints and parents included."""
    found = obj.evaluated_get(bpy.context.evaluated_depsgraph_get())
    return tuple(found.matrix_world.translation)
