"""A mannequin to try things on: an armature with the names of Rigify's metarig, and a light jointed body on it."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
from numpy.typing import NDArray

from ..bpy_types import Object, Scene

NAME = "Mannequin"
# Bone -> head (m, Z up, facing -Y), tail, parent, radii of its part at head and tail, depth as a share of the width.
_MIDDLE: dict[str, tuple[Any, Any, str, float, float, float]] = {
    "spine": ((0, 0.005, 0.97), (0, 0.005, 1.075), "", 0.145, 0.125, 0.72),
    "spine.001": ((0, 0.005, 1.075), (0, 0.01, 1.19), "spine", 0.115, 0.125, 0.7),
    "spine.002": ((0, 0.01, 1.19), (0, 0.012, 1.3), "spine.001", 0.13, 0.15, 0.7),
    "spine.003": ((0, 0.012, 1.3), (0, 0.012, 1.47), "spine.002", 0.16, 0.09, 0.66),
    "spine.004": ((0, 0.012, 1.47), (0, -0.002, 1.565), "spine.003", 0.05, 0.048, 1.0),
    "spine.006": ((0, -0.002, 1.565), (0, -0.002, 1.77), "spine.004", 0.075, 0.088, 1.15),
}
_SIDE: dict[str, tuple[Any, Any, str, float, float, float]] = {
    "thigh": ((0.095, 0, 0.905), (0.1, -0.006, 0.49), "spine", 0.088, 0.055, 1.0),
    "shin": ((0.1, -0.006, 0.49), (0.1, 0.012, 0.088), "thigh", 0.056, 0.036, 1.0),
    "foot": ((0.1, 0.012, 0.088), (0.104, -0.118, 0.022), "shin", 0.042, 0.03, 1.0),
    "toe": ((0.104, -0.118, 0.022), (0.107, -0.195, 0.02), "foot", 0.03, 0.024, 1.0),
    "shoulder": ((0.022, 0, 1.43), (0.178, 0.008, 1.43), "spine.003", 0.05, 0.058, 1.0),
    "upper_arm": ((0.178, 0.008, 1.43), (0.455, 0.014, 1.43), "shoulder", 0.05, 0.038, 1.0),
    "forearm": ((0.455, 0.014, 1.43), (0.71, 0.006, 1.43), "upper_arm", 0.039, 0.027, 1.0),
    "hand": ((0.71, 0.006, 1.43), (0.86, 0.004, 1.427), "forearm", 0.03, 0.02, 1.6),
}
_ROOM, _FAR, _LARGE = 0.9, 8, 6.0  # m: free on each side; steps aside that are tried; what is a room and no thing in it
_ROUND, _CAP = 12, 4  # corners of a part's cross-section, and rings of each of its ends


def bones() -> dict[str, tuple[Any, Any, str, float, float, float]]:
    """Return every bone by name, parents before children."""
    found = dict(_MIDDLE)
    for side, sign in ((".L", 1), (".R", -1)):
        for name, (head, tail, parent, *size) in _SIDE.items():
            ends = ((sign * head[0], *head[1:]), (sign * tail[0], *tail[1:]))
            found[name + side] = (*ends, parent + (side if parent in _SIDE else ""), *size)  # type: ignore[assignment]
    return found


def build(scene: Scene) -> Object:
    """Build a mannequin at the 3D cursor's place on the floor or beside it, make it active and return its armature."""
    place = _free_place(scene)
    armature = _armature(scene)
    data = _mesh()
    body = bpy.data.objects.new(f"{armature.name} body", data)
    scene.collection.objects.link(body)
    first = 0
    for name in bones():
        count = _ROUND * 2 * _CAP + 2
        body.vertex_groups.new(name=name).add(range(first, first + count), 1.0, "REPLACE")
        first += count
    body.parent = armature
    follows: Any = body.modifiers.new("Armature", "ARMATURE")
    follows.object = armature
    body.hide_select = True  # what is clicked is the armature
    armature.location = (*place, 0)
    bpy.context.view_layer.update()
    return armature


def _free_place(scene: Scene) -> tuple[float, float]:
    """Return the 3D cursor's place on the floor, or the nearest beside it that is free: a new file has a cube."""
    bpy.context.view_layer.update()
    taken = []
    for obj in scene.objects:
        if obj.type in ("MESH", "ARMATURE") and obj.visible_get():
            corners = np.array(obj.bound_box) @ np.array(obj.matrix_world)[:3, :3].T + obj.matrix_world.translation
            low, high = corners.min(0), corners.max(0)
            if high[2] > 0.1 and (high - low).max() < _LARGE:
                taken.append((low[:2], high[:2]))
    at = np.array(scene.cursor.location[:2])
    for step in range(_FAR):
        for sign in (1, -1) if step else (1,):
            place = at + np.array((sign * step * _ROOM, 0.0))
            if not any((place + _ROOM > low).all() and (place - _ROOM < high).all() for low, high in taken):
                return float(place[0]), float(place[1])
    return float(at[0]), float(at[1])


def _armature(scene: Scene) -> Object:
    if bpy.context.object is not None and bpy.context.object.mode != "OBJECT":
        bpy.ops.object.mode_set(mode="OBJECT")
    data: Any = bpy.data.armatures.new(NAME)
    data.display_type = "WIRE"  # sticks are as wide as the body where it is seen from afar
    armature: Any = bpy.data.objects.new(NAME, data)
    armature.show_in_front = True
    scene.collection.objects.link(armature)
    for other in bpy.context.view_layer.objects:
        other.select_set(other == armature)
    bpy.context.view_layer.objects.active = armature
    bpy.ops.object.mode_set(mode="EDIT")
    for name, (head, tail, parent, *_) in bones().items():
        bone = data.edit_bones.new(name)
        bone.head, bone.tail = head, tail
        if parent:
            bone.parent = data.edit_bones[parent]
        # Knees and elbows bend about their bones' X axis: Z points forward on legs and spine, up on arms.
        arm = name.startswith(("shoulder", "upper_arm", "forearm", "hand", "toe"))
        bone.align_roll((0, 0, 1) if arm else (0, -1, 0))
    bpy.ops.object.mode_set(mode="OBJECT")
    armature.select_set(True)  # from edit mode it comes back unselected
    return armature


def _mesh() -> Any:
    """Return the body: a closed part for each bone, one after another."""
    points, faces = [], []
    for head, tail, _, first, last, depth in bones().values():
        start = sum(len(p) for p in points)
        points.append(_part(np.array(head, float), np.array(tail, float), first, last, depth))
        faces += [[start + corner for corner in face] for face in _FACES]
    mesh = bpy.data.meshes.new(f"{NAME} body")
    mesh.from_pydata(np.concatenate(points).tolist(), [], faces)
    mesh.polygons.foreach_set("use_smooth", np.ones(len(mesh.polygons), bool))
    material: Any = bpy.data.materials.get(NAME) or bpy.data.materials.new(NAME)
    material.diffuse_color = (0.66, 0.63, 0.59, 1)
    mesh.materials.append(material)
    mesh.update()
    return mesh


def _part(head: NDArray, tail: NDArray, first: float, last: float, depth: float) -> NDArray[np.float64]:
    """Return the vertices of a tapered limb with round ends: its rings from head to tail, then both poles."""
    along = (tail - head) / np.linalg.norm(tail - head)
    across = np.cross(along, (0.0, 1.0, 0.0))
    across /= np.linalg.norm(across) if np.linalg.norm(across) > 0.1 else 1.0
    if np.linalg.norm(across) < 0.1:
        across = np.array([1.0, 0, 0])
    deep = np.cross(across, along) * depth
    angles = np.arange(_ROUND) * 2 * np.pi / _ROUND
    ring = np.cos(angles)[:, None] * across + np.sin(angles)[:, None] * deep
    rings = []
    for end, radius, sign in ((head, first, -1), (tail, last, 1)):
        steps = (np.arange(_CAP) + 0.5) / _CAP * np.pi / 2
        for angle in reversed(steps) if sign < 0 else steps:
            rings.append(end + sign * np.sin(angle) * 0.8 * radius * along + np.cos(angle) * radius * ring)
    poles = [head - 0.8 * first * along, tail + 0.8 * last * along]
    return np.concatenate([*rings, np.stack(poles)])


def _faces() -> list[list[int]]:
    rows, bottom = 2 * _CAP, 2 * _CAP * _ROUND
    found = []
    for ring in range(rows - 1):
        for i in range(_ROUND):
            a, b = ring * _ROUND + i, ring * _ROUND + (i + 1) % _ROUND
            found.append([a, b, b + _ROUND, a + _ROUND])
    for i in range(_ROUND):
        found.append([bottom, (i + 1) % _ROUND, i])
        found.append([bottom + 1, bottom - _ROUND + i, bottom - _ROUND + (i + 1) % _ROUND])
    return found


_FACES = _faces()
