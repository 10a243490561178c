"""Rest poses that lean: whatever way a figure rests, it walks on the scene's ground."""

from __future__ import annotations

import bpy
import numpy as np
import pytest
from mathutils import Matrix

from tests.blender import helpers as h
from tests.blender.fake_engine import walk

FRAMES = range(1, 61, 4)


def _walked(armature):
    """Evaluated places (T, 3) of roles' bones while the armature walks, and the walk's own, Z up."""
    rig, keys, motion = h.part("rig.binding"), h.part("animation.actions"), h.part("retarget.motion")
    made = motion.Motion.from_arrays(walk(60, 30.0, 3).to_arrays())
    binding = rig.read_rig(armature, bpy.context.scene)
    action = keys.write(armature, binding.channels(binding.retarget(made)), 1, "walk", {"request": {"prompts": []}})
    keys.assign(armature, action)
    posed = h.pose_points(armature, h.roles_of(armature), FRAMES)
    return posed, {role: points[[f - 1 for f in FRAMES]] for role, points in h.source_points(made).items()}


def _lean(armature, degrees, about="X", part="whole"):
    """Turn the rest pose about the origin: all of it, or the trunk alone about the hips."""
    with h.edit_mode(armature):
        bones = armature.data.edit_bones
        turn = Matrix.Rotation(np.radians(degrees), 4, about)
        if part == "legs":
            at = Matrix.Translation(bones["thigh.L"].head.copy())
            turn = at @ turn @ at.inverted()
        for bone in bones:
            if part == "whole" or bone.name.split(".")[0] in ("thigh", "shin", "foot", "toe"):
                bone.matrix = turn @ bone.matrix
    bpy.context.view_layer.update()


@pytest.mark.parametrize("degrees", [-65, -50, -35, -27, 20, 35, 50, 65])
def test_a_rest_pose_that_leans_as_a_whole(degrees):
    armature = h.build("rigify")
    _lean(armature, degrees)
    posed, source = _walked(armature)
    trunk = posed["neck"] - posed["pelvis"]
    assert (trunk[:, 2] / np.linalg.norm(trunk, axis=1)).min() > 0.97
    assert h.limb_error(posed, source) < 3
    way = (posed["pelvis"] - posed["pelvis"][0])[:, :2] - (source["pelvis"] - source["pelvis"][0])[:, :2]
    assert np.abs(way).max() < 0.06
    assert np.ptp(posed["pelvis"][:, 2]) < 0.1
    lowest = min(posed["left_foot"][:, 2].min(), posed["right_foot"][:, 2].min())
    assert abs(lowest) < 0.06


@pytest.mark.parametrize("turned", [-20, 12])
def test_a_leaning_rest_pose_that_is_turned_as_well(turned):
    armature = h.build("rigify")
    _lean(armature, 35)
    _lean(armature, turned, "Z")
    posed, source = _walked(armature)
    assert h.limb_error(posed, source) < 3
    way, own = (points["pelvis"][-1] - points["pelvis"][0] for points in (posed, source))
    assert np.linalg.norm((way - own)[:2]) < 0.06, "along the armature's axis, as a rest pose that isn't turned"


def test_legs_astride_forwards_leave_the_trunk_as_it_is():
    armature = h.build("rigify")
    _lean(armature, 35, part="legs")
    posed, source = _walked(armature)
    trunk = posed["neck"] - posed["pelvis"]
    assert (trunk[:, 2] / np.linalg.norm(trunk, axis=1)).min() > 0.97
    assert h.limb_error(posed, source) < 3 and np.ptp(posed["pelvis"][:, 2]) < 0.1


def test_an_object_that_leans_walks_up_its_own_slope():
    """It is the armature that an artist turned, and not the rest pose."""
    armature = h.build("rigify")
    h.place(armature, rotation=(20, 0, 0))
    posed, _ = _walked(armature)
    assert np.ptp(posed["pelvis"][:, 2]) > 0.3
