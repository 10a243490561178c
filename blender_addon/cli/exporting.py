"""Writes what a command made: the open file as a .blend, or the character with a take as .fbx, .glb, .bvh or USD."""

from __future__ import annotations

import argparse
import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import addon_utils
import bpy

from ..animation import actions
from ..bpy_types import Action, Object, Scene
from ..engine import files
from ..rig import saving
from ..rig.importing import FileError, last_line

_USD = (".usd", ".usdc", ".usda")
KINDS = (".blend", ".fbx", ".glb", ".bvh", *_USD)
# Ending -> the add-on of Blender's that brings the exporter, "" for a part of Blender.
_ADDONS = {".fbx": "io_scene_fbx", ".glb": "io_scene_gltf2", ".bvh": "io_anim_bvh", **dict.fromkeys(_USD, "")}


_OPERATORS = {
    ".fbx": ("export_scene", "fbx"), ".glb": ("export_scene", "gltf"), ".bvh": ("export_anim", "bvh"),
    **dict.fromkeys(_USD, ("wm", "usd_export")),
}  # fmt: skip


def check(path: Path) -> None:
    """Raise FileError for a kind of file that can't be written, before anything is made."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise FileError(f"“{path.name}” is no kind of file that can be written here: end it in {', '.join(KINDS)}.")
    if kind != ".blend":
        _exporter(kind)


def where(options: argparse.Namespace) -> Path:
    """Where the result is saved: over what was opened only where that is said. Raises FileError where nothing is."""
    rig = getattr(options, "rig", None)
    if rig is None and options.scene is None and not bpy.data.filepath and not bpy.context.scene.objects:
        raise FileError("No scene is open: give one with --scene FILE.blend.")
    if options.out is not None:
        return options.out
    if rig is not None:
        raise FileError("A rig's file stays as it is: say where the result goes with --out OUT.blend.")
    opened = options.scene or (Path(bpy.data.filepath) if bpy.data.filepath else None)
    if opened is None:
        raise FileError("The open scene has no file: say where the result goes with --out OUT.blend.")
    if not options.overwrite:
        raise FileError(
            f"Nothing says where the result goes: give --out OUT.blend, or --overwrite to save over {opened.name}."
        )
    return opened


def paths(path: Path, takes: int) -> list[Path]:
    """The files of so many takes: a .blend holds all of them, of other kinds there is NAME-1 .. NAME-K."""
    if takes < 2 or path.suffix.lower() == ".blend":
        return [path]
    return [path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(1, takes + 1)]


def of_second(path: Path) -> Path:
    """The file of a second dancer beside the first one's; a .blend holds both."""
    return path if path.suffix.lower() == ".blend" else path.with_name(f"{path.stem}-second{path.suffix}")


def save(path: Path, armature: Object, takes: Sequence[Action]) -> list[Path]:
    """Save the open file, or the armature and its meshes once for each take; returns the files. Raises FileError, and
    what was there stays."""
    if path.suffix.lower() == ".blend":
        saving.save_blend(path)
        return [path]
    scene, named = bpy.context.scene, paths(path, len(takes))
    with _alone(armature, scene):
        for take, file in zip(takes, named, strict=True):
            if len(takes) > 1:
                actions.assign(armature, take)
            scene.frame_start, scene.frame_end = actions.frame_range(take, armature)
            _export(file, scene)
    return named


def _export(path: Path, scene: Scene) -> None:
    kind = path.suffix.lower()
    start, end = scene.frame_start, scene.frame_end
    wanted: dict[str, Any] = {
        ".fbx": {"use_selection": True, "add_leaf_bones": False, "bake_anim_use_all_actions": False,
                 "bake_anim_use_nla_strips": False, "bake_anim_simplify_factor": 0.0},
        ".glb": {"use_selection": True, "export_format": "GLB", "export_animation_mode": "ACTIVE_ACTIONS",
                 "export_nla_strips": False, "export_force_sampling": True},
        ".bvh": {"frame_start": start, "frame_end": end, "root_transform_only": True},
    }.get(kind, {"selected_objects_only": True, "export_animation": True})  # fmt: skip
    run = _exporter(kind)
    known = run.get_rna_type().properties.keys()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".motif-", dir=path.parent) as folder:
            beside = Path(folder) / path.name
            run(filepath=str(beside), **{name: value for name, value in wanted.items() if name in known})
            files.write(path, beside.read_bytes())
    except OSError as error:
        raise FileError(files.why_not(path, error)) from error
    except RuntimeError as error:
        raise FileError(f"Blender can't write {path} ({last_line(error)}): save a .blend and export that.") from error


def _exporter(kind: str) -> Any:
    """Blender's operator for a kind of file; raises FileError where this Blender has none."""
    group, name = _OPERATORS[kind]
    operators = getattr(bpy.ops, group)
    if name not in dir(operators) and _ADDONS[kind]:
        addon_utils.enable(_ADDONS[kind])
    if name not in dir(operators):
        raise FileError(f"This Blender {bpy.app.version_string} has no exporter for {kind}: give a file.blend.")
    return getattr(operators, name)


@contextlib.contextmanager
def _alone(armature: Object, scene: Scene) -> Iterator[None]:
    """Select the armature and the meshes that it moves, and nothing else; the scene's range comes back."""
    layer = bpy.context.view_layer
    selected, active = [obj for obj in layer.objects if obj.select_get()], layer.objects.active
    span, hidden = (scene.frame_start, scene.frame_end), armature.hide_get()
    armature.hide_set(False)  # what is hidden can't be selected
    for obj in layer.objects:
        obj.select_set(obj == armature or _is_moved(obj, armature))
    layer.objects.active = armature
    try:
        yield
    finally:
        for obj in layer.objects:
            obj.select_set(obj in selected)
        layer.objects.active = active
        armature.hide_set(hidden)
        scene.frame_start, scene.frame_end = span


def _is_moved(obj: Object, armature: Object) -> bool:
    return obj.parent == armature or any(
        modifier.type == "ARMATURE" and modifier.object == armature for modifier in obj.modifiers
    )
