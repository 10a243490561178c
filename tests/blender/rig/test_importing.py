"""Rigs' and motions' files: FBX with a lamp, BVH files whose world or rest pose is another."""

from __future__ import annotations

import tempfile
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.fake_engine import walk


def test_an_fbx_with_a_lamp():
    if not hasattr(bpy.types, "EXPORT_SCENE_OT_fbx"):
        pytest.skip("this Blender has no exporter of FBX")
    h.build("rigify")
    lamp = bpy.data.objects.new("Lamp", bpy.data.lights.new("Lamp", "POINT"))
    bpy.context.scene.collection.objects.link(lamp)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lit.fbx"
        bpy.ops.export_scene.fbx(filepath=str(path), object_types={"ARMATURE", "LIGHT"}, add_leaf_bones=False)
        importing = h.part("rig.importing")
        importing.open_rig(path)
        armature = importing.pick_armature(None)
        assert any(obj.type == "LIGHT" for obj in bpy.data.objects)
        assert not h.part("rig.binding").read_rig(armature).bone_map.missing_required


def _file(folder, turn=None, rest=None):
    """A walk as a .bvh: its world turned by `turn`, its root turned by `rest` in the rest pose, quaternions (4,)."""
    motion, quat, bvh = h.part("retarget.motion"), h.part("retarget.quat"), h.part("retarget.formats.bvh")
    from dataclasses import replace

    made = motion.Motion.from_arrays(walk(60, 30.0, 3).to_arrays())
    rot, root, local = made.rot.copy(), made.root_pos, made.skeleton.rest.copy()
    if turn is not None:
        rot[:, 0], root = quat.multiply(turn, rot[:, 0]), quat.rotate(turn, root)
    if rest is not None:
        local[0] = rest
        rot[:, 0] = quat.multiply(quat.inverse(rest), rot[:, 0])
    path = Path(folder) / "walk.bvh"
    bvh.write_bvh(replace(made, skeleton=replace(made.skeleton, rest=local), rot=rot, root_pos=root), path, 0.01)
    return path, made


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("lies", [False, True])
def test_a_bvh_of_another_world_or_rest_pose(turned, lies):
    quat = h.part("retarget.quat")
    about = quat.from_axis_angle(np.array([1.0, 0, 0], np.float32), np.array(np.pi / 2)).astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        path, made = _file(folder, about if turned else None, about if lies else None)
        motion, notes = h.part("rig.importing").read_noted(path, up="")
        asked, _ = h.part("rig.importing").read_noted(path, up="z" if turned else "y", fps=60.0)
    assert asked.fps == 60 and np.abs(asked.root_pos - motion.root_pos).max() < 1e-5
    assert len(notes) == turned and ("Z up" in "".join(notes)) == turned
    pos, want = motion.globals()[0], made.globals()[0]
    order = [motion.skeleton.names.index(name) for name in made.skeleton.names]
    assert np.abs(pos[:, order] - want).max() < 0.03


def test_a_bvh_that_lies_is_built_as_a_rig_that_stands():
    quat, importing = h.part("retarget.quat"), h.part("rig.importing")
    with tempfile.TemporaryDirectory() as folder:
        path, _ = _file(folder, rest=quat.from_axis_angle(np.array([0, 0, 1.0], np.float32), np.array(np.pi / 2)))
        importing.open_rig(path)
    armature = importing.pick_armature(None)
    heads = {bone.name: armature.matrix_world @ bone.head_local for bone in armature.data.bones}
    assert heads["head"].z > 1.2 and abs(heads["left_foot"].z) < 0.1
