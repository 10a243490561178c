"""Pictures of rigs at work, for the eye: Workbench tiles, side by side on one sheet."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix, Vector
from PIL import Image, ImageDraw

WIDE, HIGH, LABEL = 240, 240, 16


def shoot(armature: Any, binding: Any, turn: np.ndarray, frames: Sequence[int], side: float) -> list[Image.Image]:
    """One picture a frame; the camera stands `side` degrees to the figure's left and keeps its hips in the middle."""
    scene = bpy.context.scene
    size = _size(armature)
    _stage(scene, size)
    if not any(o.type == "MESH" and o.find_armature() is armature for o in scene.objects):
        _sticks(armature, size)
    hips = binding.bone_map.bones["pelvis"].name
    out = []
    for frame in frames:
        scene.frame_set(frame)
        seen = armature.evaluated_get(bpy.context.evaluated_depsgraph_get())
        at = seen.matrix_world @ seen.pose.bones[hips].head
        angle = np.radians(side)
        towards = turn @ np.array([np.sin(angle), -np.cos(angle), 0.12])
        camera = scene.camera
        centre = Vector((at.x, at.y, 0.5 * size))
        camera.location = centre + Vector(towards) * 3 * size
        camera.rotation_euler = (centre - camera.location).to_track_quat("-Z", "Y").to_euler()
        out.append(_render(scene))
    return out


def compose(rows: Sequence[tuple[str, Sequence[Image.Image]]], path: Path) -> None:
    """A row a rig, its name above; written as a small PNG."""
    rows = [row for row in rows if row[1]]
    sheet = Image.new("RGB", (max(len(r[1]) for r in rows) * WIDE, len(rows) * (HIGH + LABEL)), (27, 30, 35))
    draw = ImageDraw.Draw(sheet)
    for y, (name, tiles) in enumerate(rows):
        draw.text((4, y * (HIGH + LABEL) + 2), name, (240, 241, 243))
        for x, tile in enumerate(tiles):
            sheet.paste(tile, (x * WIDE, y * (HIGH + LABEL) + LABEL))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)


def _size(armature: Any) -> float:
    """Height of the figure in world units: of its rest pose, with the skin where there is one."""
    scene, tops = bpy.context.scene, [(armature.matrix_world @ b.tail_local).z for b in armature.data.bones]
    meshes = [o for o in scene.objects if o.type == "MESH" and o.find_armature() is armature]
    if meshes:
        graph = bpy.context.evaluated_depsgraph_get()
        tops = [(o.matrix_world @ Vector(c)).z for o in (m.evaluated_get(graph) for m in meshes) for c in o.bound_box]
    return max(tops)


def _stage(scene: Any, size: float) -> None:
    if scene.camera is not None and scene.camera.name == "Look":
        scene.camera.data.ortho_scale = 1.25 * size
        return
    data = bpy.data.cameras.new("Look")
    data.type, data.ortho_scale = "ORTHO", 1.25 * size
    data.clip_end = 100 * size
    scene.camera = bpy.data.objects.new("Look", data)
    scene.collection.objects.link(scene.camera)
    mesh = bpy.data.meshes.new("Floor")
    reach, lines = 12, []
    for i in range(-reach, reach):
        for j in range(-reach, reach):
            if (i + j) % 2 == 0:
                lines.append(
                    [(x * size / 3, y * size / 3, 0) for x, y in ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))]
                )
    mesh.from_pydata(
        [p for quad in lines for p in quad], [], [tuple(range(4 * k, 4 * k + 4)) for k in range(len(lines))]
    )
    floor = bpy.data.objects.new("Floor", mesh)
    floor.color = (0.35, 0.4, 0.47, 1)
    scene.collection.objects.link(floor)
    scene.world = bpy.data.worlds.new("Backdrop")
    scene.world.color = (0.11, 0.13, 0.16)
    scene.render.engine = "BLENDER_WORKBENCH"
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = WIDE, HIGH, 100
    shading = scene.display.shading
    shading.light, shading.color_type, shading.show_shadows = "STUDIO", "OBJECT", True
    shading.show_cavity = True
    for obj in scene.objects:
        if obj.type == "MESH" and obj is not floor:
            obj.color = (0.83, 0.72, 0.6, 1)


def _sticks(armature: Any, size: float) -> None:
    """A thin box along each bone of an armature that has no mesh; of a control rig, along those that would move one."""
    many = len(armature.data.bones) > 300
    for bone in armature.data.bones:
        if many and not (bone.use_deform and bone.length > 0.03 * size):
            continue
        mesh = bpy.data.meshes.new(f"stick {bone.name}")
        thick, long = 0.014 * size / armature.matrix_world.median_scale, bone.length
        corners = [(x * thick, y * long, z * thick) for y in (0, 1) for x, z in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
        mesh.from_pydata(
            corners, [], [(0, 1, 2, 3), (7, 6, 5, 4), *((i, i + 4, (i + 1) % 4 + 4, (i + 1) % 4) for i in range(4))]
        )
        stick = bpy.data.objects.new(mesh.name, mesh)
        bpy.context.scene.collection.objects.link(stick)
        stick.parent, stick.parent_type, stick.parent_bone = armature, "BONE", bone.name
        stick.matrix_parent_inverse = Matrix.Translation((0, -long, 0))
        stick.color = (0.2, 0.55, 0.8, 1) if bone.name.lower().startswith(("l", "left")) else (0.9, 0.5, 0.25, 1)


def _render(scene: Any) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        scene.render.filepath = str(Path(folder) / "tile.png")
        bpy.ops.render.render(write_still=True)
        with Image.open(scene.render.filepath) as image:
            return image.convert("RGB")
