"""The mannequin in Blender: an armature, one skinned mesh and its materials, from figure.py's plain data."""

from __future__ import annotations

from dataclasses import dataclass

import bpy
import numpy as np

from demo import figure

Colour = tuple[float, float, float]

# name: (colour, linear; roughness; metallic; coat)
_LOOKS: dict[str, tuple[Colour, float, float, float]] = {
    "shell": ((0.66, 0.63, 0.59), 0.38, 0.0, 0.35),
    "joint": ((0.035, 0.038, 0.045), 0.5, 0.2, 0.0),
    "visor": ((0.012, 0.016, 0.024), 0.12, 0.0, 1.0),
    "left": ((0.02, 0.29, 0.42), 0.35, 0.0, 0.4),
    "right": ((0.75, 0.16, 0.03), 0.35, 0.0, 0.4),
}


@dataclass(frozen=True)
class Mannequin:
    """A rig and the mesh that it moves."""

    armature: bpy.types.Object
    mesh: bpy.types.Object


def build(name: str, scene: bpy.types.Scene) -> Mannequin:
    """A mannequin at the scene's origin, feet on Z = 0, facing -Y. Its mesh is made once and shared."""
    armature = _armature(name, scene)
    data = bpy.data.meshes.get("Mannequin body")
    made_now = data is None
    body = bpy.data.objects.new(f"{name} body", data or _mesh())
    scene.collection.objects.link(body)
    if made_now:
        _weigh(body)
    body.parent = armature
    modifier = body.modifiers.new("Armature", "ARMATURE")
    modifier.object = armature
    return Mannequin(armature, body)


def _armature(name: str, scene: bpy.types.Scene) -> bpy.types.Object:
    armature = bpy.data.objects.new(name, bpy.data.armatures.new(name))
    scene.collection.objects.link(armature)
    armature.data.display_type = "STICK"
    view_layer = scene.view_layers[0]
    view_layer.update()
    view_layer.objects.active = armature
    with bpy.context.temp_override(scene=scene, view_layer=view_layer, active_object=armature, object=armature):
        bpy.ops.object.mode_set(mode="EDIT")
        edit = armature.data.edit_bones
        for bone_name, bone in figure.bones().items():
            new = edit.new(bone_name)
            new.head, new.tail = bone.head, bone.tail
            if bone.parent:
                new.parent = edit[bone.parent]
                new.use_connect = bone.connected
        for new in edit:
            # Knees and elbows bend about their bones' X axis: Z points forward on legs and spine, up on arms.
            arm = new.name.startswith(("shoulder", "upper_arm", "forearm", "hand"))
            new.align_roll((0, 0, 1) if arm or new.name.startswith("toe") else (0, -1, 0))
        bpy.ops.object.mode_set(mode="OBJECT")
    return armature


def _mesh() -> bpy.types.Mesh:
    parts = list(figure.parts())
    names = list(_LOOKS)
    starts = np.cumsum([0, *(len(p.surface.points) for p in parts)])
    points = np.concatenate([p.surface.points for p in parts])
    quads = np.concatenate([p.surface.quads + start for p, start in zip(parts, starts, strict=False)])
    slots = np.concatenate([np.full(len(p.surface.quads), names.index(p.material), np.int32) for p in parts])
    mesh = bpy.data.meshes.new("Mannequin body")
    mesh.vertices.add(len(points))
    mesh.vertices.foreach_set("co", points.ravel())
    mesh.loops.add(quads.size)
    mesh.loops.foreach_set("vertex_index", quads.ravel())
    mesh.polygons.add(len(quads))
    mesh.polygons.foreach_set("loop_start", np.arange(0, quads.size, 4, dtype=np.int32))
    if bpy.app.version < (3, 6):  # later ones tell it by where the next face starts
        mesh.polygons.foreach_set("loop_total", np.full(len(quads), 4, np.int32))
    mesh.polygons.foreach_set("material_index", slots)
    mesh.polygons.foreach_set("use_smooth", np.ones(len(quads), bool))
    mesh.update(calc_edges=True)
    mesh.validate()
    for name in names:
        mesh.materials.append(material(f"Mannequin {name}", *_LOOKS[name]))
    return mesh


def _weigh(body: bpy.types.Object) -> None:
    """One vertex group for each bone; the parts lie in the mesh in the order that figure.parts() gives them."""
    start = 0
    for part in figure.parts():
        count = len(part.surface.points)
        for bone, weights in part.weights.items():
            group = body.vertex_groups.get(bone) or body.vertex_groups.new(name=bone)
            if weights.min() == weights.max() == 1:
                group.add(range(start, start + count), 1.0, "REPLACE")
                continue
            for i in np.flatnonzero(weights > 1e-3).tolist():
                group.add((start + i,), float(weights[i]), "REPLACE")
        start += count


def material(name: str, colour: Colour, roughness: float, metallic: float, coat: float) -> bpy.types.Material:
    """A plain glossy material, which Workbench shows in the same colour."""
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    shader = made.node_tree.nodes["Principled BSDF"]
    coat_name = "Coat Weight" if "Coat Weight" in shader.inputs else "Clearcoat"  # before 4.0
    for socket, value in {
        "Base Color": (*colour, 1), "Roughness": roughness, "Metallic": metallic, coat_name: coat,
    }.items():  # fmt: skip
        shader.inputs[socket].default_value = value
    made.diffuse_color = (*colour, 1)
    made.roughness, made.metallic = roughness, metallic
    return made
