"""The quality that is reported is that of the pose which Blender shows."""

from __future__ import annotations

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.fake_engine import walk
from tests.blender.keying import held_rigs as rigs
from tests.blender.keying.test_through import FRAMES, START, written


def measured(armature, binding, moved, **more):
    source = h.part("retarget.motion").Motion.from_arrays(walk(FRAMES, 30.0, 3).to_arrays())
    return h.part("rig.evaluated").measure(armature, binding, source, moved, START, **more)


def test_keys_that_play_are_without_error():
    armature = h.build(root=True)
    found = measured(armature, *written(armature, root="root")[:2])
    assert found["joints_degrees"] < 0.05 and found["joints_mm"] < 0.1 and found["soles_mm"] < 0.1
    assert found["knees_wrong"] == 0 and found["up_degrees"] < 8


def test_what_holds_a_joint_back_is_seen():
    armature = h.build()
    binding, moved, _ = written(armature)
    rigs.pinned(armature)
    found = measured(armature, binding, moved)
    assert found["joints_degrees"] > 10 and found["joints_mm"] > 50 and found["limb_degrees_worst"] > 10


def test_a_body_that_leans_in_the_scene_is_seen():
    armature = h.build()
    binding, moved, _ = written(armature)
    plain = measured(armature, binding, moved)
    h.place(armature, (0, 0, 0), (60, 0, 0))
    leaning = measured(armature, binding, moved)
    assert leaning["up_degrees"] == pytest.approx(60, abs=plain["up_degrees"] + 5)
    assert leaning["soles_mm"] > 100


def test_knees_that_bend_backwards_are_seen():
    armature = h.build()
    binding, moved, action = written(armature)
    assert measured(armature, binding, moved)["knees_wrong"] == 0
    for side in ("left", "right"):
        path = h.part("animation.channels").bone_path(rigs.named(f"{side}_knee"), "rotation_quaternion")
        for curve in [c for c in h.part("animation.actions").action_curves(action) if c.data_path == path]:
            if curve.array_index:
                for key in curve.keyframe_points:
                    key.co[1] = -3 * key.co[1]
                    key.handle_left[1], key.handle_right[1] = key.co[1], key.co[1]
    assert measured(armature, binding, moved)["knees_wrong"] > 0.1


def test_replaced_frames_are_measured_where_they_were_put():
    armature = h.build()
    hips = armature.pose.bones[rigs.named("pelvis")]
    for frame in (1, 60):
        hips.location = (1, 0.5, 0)
        hips.keyframe_insert("location", frame=frame)
    binding, moved, _ = written(armature, into="replace")
    ease = h.part("keying.write").ease_frames(moved)
    found = measured(armature, binding, moved, ease=ease)
    assert found["joints_degrees"] < 0.5 and found["joints_mm"] < 5
    assert np.isfinite(list(found.values())).all() and bpy.context.scene is not None
