"""Armature and mesh of a body of the SMPL family: bones with its joints' names, weights, and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import bpy
import numpy as np

from ..bpy_types import Object
from ..retarget.formats.smpl_body import SITE, BodyModel, ModelError, read_model
from . import correctives, support

NO_MODEL = (
    f"SMPL-X bodies come under their makers' licence and not with Motif: register at {SITE}, download a model as .npz, "
    "and choose that file here."
)


def import_body(path: Path, betas: Sequence[float] = (), corrected: bool = True) -> Object:
    """Build the model file's body as a mesh on an armature with SMPL's bone names, facing -Y on the floor of the scene.

    betas: shape coefficients. corrected: with pose corrections by smplx, where SMPL support is installed; without, its
    vertices follow the bones by the model's weights alone. Raises ModelError before anything is built.
    """
    if not Path(path).is_file() and Path(path).suffix.lower() != ".pkl":
        raise ModelError(NO_MODEL)
    model = read_model(Path(path), np.asarray(betas, np.float64))
    found = support.rest(Path(path), betas) if corrected and support.is_there() else None
    return build(model if found is None else found.model, Path(path).stem, None if found is None else found.corrections)


def build(model: BodyModel, name: str, corrections: Any = None) -> Object:
    """Build armature and mesh, and a driven shape key for each number of `corrections` (J - 1, 9, V, 3)."""
    lift = -float(model.vertices[:, 1].min())
    armature = _armature(model, name, lift)
    mesh = _mesh(model, name, lift)
    mesh.parent = armature
    mesh.modifiers.new("Armature", "ARMATURE").object = armature
    if corrections is not None:
        correctives.add(mesh, armature, model.names, corrections)
    _select_only(armature)
    return armature


def _z_up(points: Any, lift: float) -> np.ndarray:
    """Convert (..., 3) from Y up and +Z forward to Blender's axes, raised by `lift` metres."""
    return np.stack([points[..., 0], -points[..., 2], points[..., 1] + lift], axis=-1).astype(np.float64)


def _armature(model: BodyModel, name: str, lift: float) -> Object:
    data = bpy.data.armatures.new(name)
    armature = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(armature)
    if bpy.context.object is not None and bpy.context.object.mode != "OBJECT":
        bpy.ops.object.mode_set(mode="OBJECT")
    _select_only(armature)
    heads = _z_up(model.joints, lift)
    bpy.ops.object.mode_set(mode="EDIT")
    bones: list[Any] = []
    for j, parent in enumerate(model.parents):
        bone = data.edit_bones.new(model.names[j])
        bone.head, bone.tail = heads[j].tolist(), _tail(model, heads, j).tolist()
        bone.parent = bones[parent] if parent >= 0 else None
        bones.append(bone)
    bpy.ops.object.mode_set(mode="OBJECT")
    return armature


def _tail(model: BodyModel, heads: np.ndarray, j: int) -> np.ndarray:
    """Return a bone's tail: the middle of the joint's children, or for a last joint its parent's direction
    continued."""
    children = np.flatnonzero(model.parents == j)
    if j == 0 or model.names[j] in ("spine3", "head"):
        along = np.array([0.0, 0.0, 0.1])  # children to all sides: straight up
    elif len(children):
        along = heads[children].mean(axis=0) - heads[j]
    else:
        along = (heads[j] - heads[model.parents[j]]) * 0.6
    length = float(np.linalg.norm(along))
    return heads[j] + (along if length > 1e-3 else np.array([0.0, 0.0, 0.02]))


def _mesh(model: BodyModel, name: str, lift: float) -> Object:
    data = bpy.data.meshes.new(name)
    data.from_pydata(_z_up(model.vertices, lift).tolist(), [], model.faces.tolist())
    data.polygons.foreach_set("use_smooth", np.ones(len(data.polygons), bool))
    data.update()
    mesh = bpy.data.objects.new(f"{name}-mesh", data)
    bpy.context.scene.collection.objects.link(mesh)
    for j, bone in enumerate(model.names):
        group = mesh.vertex_groups.new(name=bone)
        for vertex in np.flatnonzero(model.weights[:, j] > 1e-4):
            group.add([int(vertex)], float(model.weights[vertex, j]), "REPLACE")
    return mesh


def _select_only(obj: Object) -> None:
    for other in bpy.context.view_layer.objects:
        other.select_set(other == obj)
    bpy.context.view_layer.objects.active = obj
