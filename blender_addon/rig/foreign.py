"""Motion out of .fbx, .glb and .gltf files: read by Blender's own importers, of which nothing stays in the scene."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy

from ..retarget.motion import Motion
from . import active, binding, importing, reading
from .importing import FileError

KINDS = (".fbx", ".glb", ".gltf")
_KEPT = ("frame_start", "frame_end", "frame_current")
_FILLED = (
    "objects", "armatures", "meshes", "actions", "materials", "textures", "images", "collections", "cameras", "lights",
    "node_groups", "curves",
)  # fmt: skip


def read(path: Path) -> tuple[Motion, tuple[str, ...]]:
    """Return the motion of the file's character, and sentences on what was assumed. Raises FileError or RigError."""
    if not path.is_file():
        raise FileError(f"There is no file {path}: check the name.")
    scene = bpy.context.scene
    with _as_before(scene):
        before = set(bpy.data.objects)
        try:
            importing.importer(path.suffix.lower())(filepath=str(path))
        except (RuntimeError, AttributeError) as error:
            said = importing.last_line(error)
            raise FileError(f"Blender's importer can't read {path} ({said}): export it again.") from error
        found = [obj for obj in bpy.data.objects if obj not in before and obj.type == "ARMATURE"]
        if not found:
            raise FileError(f"{path.name} holds no armature: give a file with an animated character.")
        chosen: Any = max(found, key=lambda obj: len(binding.find_map(obj).bones))
        active.check(chosen)
        if chosen.animation_data is None or chosen.animation_data.action is None:
            raise FileError(f"The character in {path.name} has no animation: export it with its keys.")
        motion = reading.read_motion(chosen, binding.read_rig(chosen, scene, {}), scene)
        tracks = len(chosen.animation_data.nla_tracks)
    return motion, ((f"{path.name} holds {tracks} animations: the first was taken.",) if tracks > 1 else ())


@contextlib.contextmanager
def _as_before(scene: Any) -> Iterator[None]:
    """Take away all that is added to the file meanwhile, and give back what was selected and the frames."""
    layer = bpy.context.view_layer
    known = {name: {item.as_pointer() for item in getattr(bpy.data, name)} for name in _FILLED}
    values = {name: getattr(scene, name) for name in _KEPT}
    rate = scene.render.fps, scene.render.fps_base
    selected, chosen = [obj for obj in layer.objects if obj.select_get()], layer.objects.active
    mode = chosen.mode if chosen is not None else "OBJECT"
    if mode != "OBJECT":
        bpy.ops.object.mode_set(mode="OBJECT")
    try:
        yield
    finally:
        added: list[Any] = [
            item for name in _FILLED for item in getattr(bpy.data, name) if item.as_pointer() not in known[name]
        ]
        bpy.data.batch_remove(added)
        for name, value in values.items():
            setattr(scene, name, value)
        scene.render.fps, scene.render.fps_base = rate
        layer.update()  # it lists what was removed until then
        for obj in layer.objects:
            obj.select_set(obj in selected)
        layer.objects.active = chosen
        if mode != "OBJECT":
            bpy.ops.object.mode_set(mode=mode)
