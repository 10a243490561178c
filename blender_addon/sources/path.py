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
_TURNED = re.compile(r"(.+?)\s*,\s*turned\s*")
_STOP = re.compile(r"\s*(.+?)\s*(?:@\s*(-?\d+)\s*)?")


@dataclass(frozen=True)
class Way:
    """A path in the words of the panel and the command line.

    stops: a curve's name, or those of two or more objects, each with the scene's frame in which it is reached or None.
    face: along, start, or an object's name.
    """

    stops: tuple[tuple[str, int | None], ...]
    face: str = "along"


@dataclass(frozen=True)
class Asked:
    """A target in the words of the panel and the command line: a joint of `JOINTS` at the object called so, in the
    scene's frames first..last. turned: its bone takes the object's axes."""

    joint: str
    first: int
    last: int
    name: str
    turned: bool = False


def way_of(written: str, face: str) -> Way:
    """ "Curve", or "Empty,Empty@60,.."; raises RigError for what names nothing."""
    stops: list[tuple[str, int | None]] = []
    for part in [written] if written in bpy.data.objects else written.split(","):
        found = None if part in bpy.data.objects else _STOP.fullmatch(part)
        name, frame = (part, None) if found is None else (found[1], found[2])
        stops.append((name, None if frame is None else int(frame)))
    return Way(tuple(stops), face)


def path_of(way: Way, binding: RigBinding, start: int, *, on_rig: bool = False) -> Path:
    """The way in the engine's frame: on the canonical figure's ground, so that it fits once it is on the rig, or with
    on_rig on the rig's own. start: the scene's frame with which the take begins. Raises RigError or EngineError."""
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
    scale = 1.0 if on_rig else travel_scale(binding)
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


def asked_in_panel(settings: Any) -> tuple[Asked, ...]:
    """The panel's list of targets. Raises RigError for one without an object."""
    found = list[Asked]()
    for row in settings.way.targets:
        if row.object is None:
            raise RigError(f"A target at frame {row.first} has no object: choose what is reached, or remove it.")
        turned = row.turned and row.joint != "look"
        found.append(Asked(row.joint, row.first, max(row.first, row.last), row.object.name, turned))
    return tuple(found)


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


def asked_of(written: Sequence[str]) -> tuple[Asked, ...]:
    """Targets written JOINT@FRAME=OBJECT or JOINT@A-B=OBJECT in the scene's frames, and “,turned” behind for one whose
    bone takes the object's axes. Raises RigError or EngineError."""
    found = list[Asked]()
    for one in written:
        joint, first, last, name = split_target(one)
        if last < first:
            raise RigError(f"The target {joint}@{first}-{last} ends before it begins: give the earlier frame first.")
        turned = name not in bpy.data.objects and _TURNED.fullmatch(name)
        if turned and joint == "look":
            raise RigError("Who looks at an object isn't turned otherwise: leave out “,turned”.")
        found.append(Asked(joint, first, last, turned[1] if turned else name, bool(turned)))
    return tuple(found)


def targets_of(asked: Sequence[Asked], scene: Scene, start: int) -> tuple[RigTarget, ...]:
    """Targets of a take that begins at the scene's frame `start`. An object that moves is followed, in its place and in
    its turn. Raises RigError."""
    for one in asked:
        _object(one.name)
        if one.first < start:
            raise RigError(f"The target {one.joint}@{one.first} lies before the take's first frame, {start}: move it.")
    seen, out = _places(scene, asked), list[RigTarget]()
    for one in asked:
        here = [seen[frame, one.name] for frame in range(one.first, one.last + 1)]
        places, turns = (_once(tuple(place)) for place in zip(*here, strict=True))
        turn = turns if one.turned else ()
        out.append(RigTarget(one.joint, one.first - start, one.last - start, places, one.name, turn))
    return tuple(out)


def _once(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return values[:1] if len(set(values)) == 1 else values


def _places(scene: Scene, asked: Sequence[Asked]) -> dict[tuple[int, str], tuple[Any, Any]]:
    """(frame, object) -> its location and rotation w x y z in the world; the scene goes back to its own frame."""
    wanted = sorted({(frame, one.name) for one in asked for frame in range(one.first, one.last + 1)})
    before, out = (scene.frame_current, scene.frame_subframe), dict[tuple[int, str], tuple[Any, Any]]()
    try:
        for frame, name in wanted:
            if scene.frame_current != frame or scene.frame_subframe:
                scene.frame_set(frame)
            turn = _evaluated(name).to_quaternion()
            out[frame, name] = (_location(_object(name)), (turn.w, turn.x, turn.y, turn.z))
    finally:
        scene.frame_set(before[0], subframe=before[1])
    return out


def _evaluated(name: str) -> Any:
    return _object(name).evaluated_get(bpy.context.evaluated_depsgraph_get()).matrix_world


def _object(name: str) -> Object:
    found = bpy.data.objects.get(name)
    if found is None:
        raise RigError(f"There is no object “{name:.60}” in the scene: check the name.")
    return found


def _location(obj: Object) -> tuple[float, float, float]:
    """Where an object is in the world, constraints and parents included."""
    x, y, z = _evaluated(obj.name).translation
    return float(x), float(y), float(z)
