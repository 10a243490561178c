"""What the view layer leaves out, hides or shows at rest is read as it plays, and its flags stay as they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h


def moving() -> tuple[Any, Any]:
    """An armature in a collection of its own, turning under an Empty that it copies; it and the collection."""
    scene = bpy.context.scene
    collection = bpy.data.collections.new("Char")
    scene.collection.children.link(collection)
    empty = bpy.data.objects.new("Look", None)
    scene.collection.objects.link(empty)
    for frame, turn in ((1, 0.0), (20, 1.0)):
        empty.rotation_euler = (0, 0, turn)
        empty.keyframe_insert("rotation_euler", frame=frame)
    armature = h.build()
    scene.collection.objects.unlink(armature)
    collection.objects.link(armature)
    h.place(armature, (1, 2, 0), (0, 0, 30), 1.5)
    roles = h.roles_of(armature)
    copied = armature.pose.bones[roles["left_shoulder"]].constraints.new("COPY_ROTATION")
    copied.target, copied.mix_mode, copied.owner_space = empty, "AFTER", "LOCAL"
    thigh = armature.pose.bones[roles["left_hip"]]
    for frame, turn in ((1, 0.3), (20, -0.6)):
        thigh.rotation_quaternion = (np.cos(turn), np.sin(turn), 0, 0)
        thigh.keyframe_insert("rotation_quaternion", frame=frame)
    scene.frame_set(8)
    return armature, collection


def layer(collection: Any) -> Any:
    return bpy.context.view_layer.layer_collection.children[collection.name]


def elsewhere(armature: Any, collection: Any) -> None:
    """Only in a collection that an Empty instances."""
    bpy.context.scene.collection.children.unlink(collection)
    instance = bpy.data.objects.new("Instance", None)
    instance.instance_type, instance.instance_collection = "COLLECTION", collection
    bpy.context.scene.collection.objects.link(instance)


HIDING: dict[str, Callable[[Any, Any], None]] = {
    "excluded": lambda armature, collection: setattr(layer(collection), "exclude", True),
    "collection's eye": lambda armature, collection: setattr(layer(collection), "hide_viewport", True),
    "collection's screen": lambda armature, collection: setattr(collection, "hide_viewport", True),
    "eye": lambda armature, collection: armature.hide_set(True),
    "screen": lambda armature, collection: setattr(armature, "hide_viewport", True),
    "rest position": lambda armature, collection: setattr(armature.data, "pose_position", "REST"),
    "instanced": elsewhere,
}


def flags(armature: Any, collection: Any) -> dict[str, Any]:
    """All that hides it, and what a stage could leave behind."""
    scene = bpy.context.scene
    there = collection.name in scene.collection.children
    return {
        "exclude": there and (layer(collection).exclude, layer(collection).hide_viewport),
        "screens": (collection.hide_viewport, armature.hide_viewport),
        "eye": armature.name in bpy.context.view_layer.objects and armature.hide_get(),
        "position": armature.data.pose_position,
        "collections": [c.name for c in armature.users_collection],
        "scenes": [s.name for s in bpy.data.scenes],
        "frame": scene.frame_current,
        "active": getattr(bpy.context.view_layer.objects.active, "name", ""),
        "mode": armature.mode,
    }


def seen(armature: Any) -> tuple[np.ndarray, ...]:
    """The animation and the pose that shows, with the object's place, as the add-on reads them."""
    reading, scene = h.part("rig.reading"), bpy.context.scene
    binding = h.part("rig.binding").read_rig(armature, scene)
    motion, pose = reading.read_motion(armature, binding, scene), reading.read_pose(armature, binding, scene)
    return motion.rot, motion.root_pos, pose.rot, pose.root_pos, binding.world


@pytest.mark.parametrize("how", HIDING)
def test_hidden_armatures_are_read_as_they_play(how):
    armature, collection = moving()
    want = seen(armature)
    HIDING[how](armature, collection)
    bpy.context.scene.frame_set(1)  # nothing of the hidden one is evaluated any more
    bpy.context.scene.frame_set(8)
    before = flags(armature, collection)
    have = seen(armature)
    assert flags(armature, collection) == before
    for ours, theirs in zip(have, want):
        assert np.abs(ours - theirs).max() < 1e-5
    assert np.ptp(want[0], axis=0).max() > 0.3  # it moves


def test_a_pose_that_is_not_keyed_is_read_as_it_shows():
    armature, _ = moving()
    bone = armature.pose.bones[h.roles_of(armature)["left_hip"]]
    bone.rotation_quaternion = (0.8, 0.6, 0, 0)  # over its keys
    pose = seen(armature)[2][0]
    bone.rotation_quaternion = (1, 0, 0, 0)
    assert np.abs(seen(armature)[2][0] - pose).max() > 0.3


def test_a_take_around_a_hidden_pose_has_that_pose():
    armature, collection = moving()
    poses, bone = h.part("sources.poses"), h.roles_of(armature)["left_hip"]
    layer(collection).exclude = True
    bpy.context.scene.frame_set(20)
    anchor = poses.PoseAnchor(20, "motion")
    sampling = h.part("engine.protocol.sampling").Sampling((0,), 24.0)
    poses.request(armature, bpy.context.scene, anchor, "", sampling, {}, 20)
    assert armature.pose.bones[bone].rotation_quaternion.x == pytest.approx(np.sin(-0.6), abs=1e-4)
