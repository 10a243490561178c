"""Soles of a character's mesh: found whatever else of the pose is scaled, and however high boots are."""

from __future__ import annotations

import bpy
import numpy as np
import pytest
from mathutils import Matrix

from tests.blender import helpers as h


def _with_boots(armature, depth=0.09):
    """Skin a box below each ankle to foot and toes, its underside `depth` m below the ankle."""
    mesh = bpy.data.meshes.new("boots")
    points, faces, owner = [], [], []
    for letter in "LR":
        bone = armature.data.bones[f"foot.{letter}"]
        at = np.array(bone.head_local)
        for x in (-0.04, 0.04):
            for y in (-0.16, 0.06):
                for z in (-depth, 0.0):
                    points.append((at[0] + x, at[1] + y, at[2] + z))
                    owner.append(f"toe.{letter}" if y < -0.1 else f"foot.{letter}")
        first = len(points) - 8
        faces.append([first, first + 2, first + 6, first + 4])
    mesh.from_pydata(points, [], faces)
    obj = bpy.data.objects.new("Boots", mesh)
    bpy.context.scene.collection.objects.link(obj)
    obj.parent = armature
    obj.modifiers.new("Armature", "ARMATURE").object = armature
    for index, name in enumerate(owner):
        group = obj.vertex_groups.get(name) or obj.vertex_groups.new(name=name)
        group.add([index], 1.0, "REPLACE")
    bpy.context.view_layer.update()
    return obj


def _measured(armature, boots):
    """The binding's floor and what Blender shows: lowest vertex, in the scene's Z."""
    binding = h.part("rig.binding").read_rig(armature)
    assert binding.body.soles is not None
    seen = boots.evaluated_get(bpy.context.evaluated_depsgraph_get())
    lowest = min((seen.matrix_world @ vertex.co).z for vertex in seen.data.vertices)
    return float((armature.matrix_world @ Matrix.Translation(binding.origin)).translation.z), lowest


@pytest.mark.parametrize(
    "scaled", [{"spine.006": (1.4, 1.4, 1.4)}, {"hand.L": (2, 2, 2)}, {"spine": (0.8, 0.8, 0.8)},
               {"thigh.L": (1, 1.2, 1), "thigh.R": (1, 1.2, 1)}, {"foot.L": (1.5,) * 3, "foot.R": (1.5,) * 3}],
    ids=["head", "hand", "all", "thighs", "feet"],
)  # fmt: skip
def test_scales_of_the_pose(scaled):
    armature = h.build("rigify")
    boots = _with_boots(armature)
    for name, scale in scaled.items():
        armature.pose.bones[name].scale = scale
    bpy.context.view_layer.update()
    floor, lowest = _measured(armature, boots)
    assert abs(floor - lowest) < 0.01


@pytest.mark.parametrize("depth", [0.05, 0.09, 0.45, 0.8])
def test_boots_of_any_height(depth):
    armature = h.build("rigify")
    floor, lowest = _measured(armature, _with_boots(armature, depth))
    assert abs(floor - lowest) < 1e-3


def test_a_mesh_far_below_the_feet_is_no_sole():
    armature = h.build("rigify")
    _with_boots(armature, 2.0)
    assert h.part("rig.binding").read_rig(armature).body.soles is None
