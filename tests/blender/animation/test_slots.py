"""The slot goes with the Action: several slots in one Action, objects renamed after their slot was made."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h

SLOTTED = bpy.app.version >= (4, 4)
pytestmark = pytest.mark.skipif(not SLOTTED, reason="Actions have slots from Blender 4.4 on")


def keyed(armature: Any, values: tuple[float, float], frames: tuple[int, int] = (1, 48)) -> Any:
    """Key the hips' location in the armature's Action."""
    hips = armature.pose.bones[h.roles_of(armature)["pelvis"]]
    for frame, value in zip(frames, values):
        hips.location = (value, 0, 0)
        hips.keyframe_insert("location", frame=frame)
    return armature.animation_data.action


def shared() -> tuple[Any, Any, Any]:
    """Two armatures in one Action, both renamed since, and a camera's slot before theirs: hero, villain, Action."""
    camera = bpy.data.objects.new("Shot", bpy.data.cameras.new("Shot"))
    bpy.context.scene.collection.objects.link(camera)
    camera.keyframe_insert("location", frame=1)
    camera.keyframe_insert("location", frame=200)
    action = camera.animation_data.action
    found = []
    for name, value in (("Figure", 1.0), ("Guard", 2.0)):
        armature = h.build(name=name)
        data = armature.animation_data_create()
        data.action = action
        data.action_slot = action.slots.new(id_type="OBJECT", name=name)
        keyed(armature, (0, value))
        found.append(armature)
    found[0].name, found[1].name = "Hero", "Villain"
    return found[0], found[1], action


def written(armature: Any, start: int = 20, into: str = "new") -> Any:
    """A still take of 12 frames on the armature, shown as `into` says."""
    binding = h.part("rig.binding").read_rig(armature)
    motion = h.part("retarget.motion")
    skeleton = binding.skeleton
    rot = np.tile(np.array([1, 0, 0, 0], np.float32), (12, len(skeleton), 1))
    still = motion.Motion(skeleton, 24.0, np.zeros((12, 3), np.float32), rot, np.zeros((12, 4), bool))
    write = h.part("keying.write")
    source = armature.animation_data.action
    keying = write.Keying(into=into)
    action = write.write(armature, bpy.context.scene, binding, still, start, "Take", {}, keying, source)
    h.part("animation.nla").show(armature, action, into, source)
    return action


def hips_at(armature: Any, frame: int) -> float:
    bpy.context.scene.frame_set(frame)
    return float(armature.pose.bones[h.roles_of(armature)["pelvis"]].location.x)


def test_strips_play_the_armatures_own_slot_for_as_long_as_the_take():
    hero, villain, action = shared()
    for armature, own, value in ((villain, "OBGuard", 2.0), (hero, "OBFigure", 1.0)):
        written(armature, into="nla")
        strips = [track.strips[0] for track in armature.animation_data.nla_tracks]
        assert [strip.action_slot.identifier for strip in strips] == [own, own]
        assert [(strip.frame_start, strip.frame_end) for strip in strips] == [(1, 48), (20, 31)]
        assert [(strip.action_frame_start, strip.action_frame_end) for strip in strips] == [(1, 48), (20, 31)]
        assert strips[0].action == action
        assert hips_at(armature, 48) == pytest.approx(value)  # not the other one's, nor the camera's


def test_a_take_gets_the_slot_that_blender_finds_when_it_is_assigned_by_hand():
    _, villain, action = shared()
    take = written(villain)
    data = villain.animation_data
    assert data.action == take and data.action_slot.identifier == "OBGuard"
    for chosen in (action, take, action):
        data.action = chosen  # as the artist does in the Action editor
        assert data.action_slot.identifier == "OBGuard"
    assert hips_at(villain, 48) == pytest.approx(2.0)


def test_replaced_frames_go_into_the_armatures_own_slot():
    hero, villain, _ = shared()
    take = written(villain, into="replace")
    slots = {slot.identifier: slot for slot in take.slots}
    curves = h.part("animation.actions").action_curves
    assert len(curves(take, slots["OBGuard"])) > 20
    assert len(curves(take, slots["OBFigure"])) == 3  # as it was
    assert hips_at(hero, 48) == pytest.approx(1.0)


def test_without_a_trace_the_slot_is_the_one_that_no_other_object_uses():
    hero, villain, action = shared()
    actions = h.part("animation.actions")
    third = h.build(name="Third")
    assert actions.slot_of(action, third) is None  # all of them are somebody's
    villain.animation_data.action = None
    assert actions.slot_of(action, third).identifier == "OBGuard"
    actions.assign(third, action)
    assert third.animation_data.action_slot.identifier == "OBGuard"
    assert hero.animation_data.action_slot.identifier == "OBFigure"


def test_the_frames_of_an_action_are_those_of_the_armatures_slot():
    _, villain, action = shared()
    actions = h.part("animation.actions")
    assert actions.frame_range(action) == (1, 200)
    assert actions.frame_range(action, villain) == (1, 48)
    assert h.part("rig.reading").frame_range(villain) == (1, 48)
