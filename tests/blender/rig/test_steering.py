"""Bones that steer the deform bones by constraints are found by trying them out, whatever they are called."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.keying.test_through import errors, keyed_bones, written


def steer(armature: Any, kind: str, roles: tuple[str, ...] = (), flat: bool = False, between: bool = False) -> dict:
    """Give each bone (of these roles) a bone that steers it by a constraint of this kind: role -> the steering bone.

    flat: without parents among them. between: a hidden bone under each steering bone is what is followed.
    """
    there = {role: bone for role, bone in h.roles_of(armature).items() if not roles or role in roles}
    order = [bone.name for bone in armature.data.bones]
    names = {bone: f"grip {order.index(bone):02d}" for bone in there.values()}
    with h.edit_mode(armature):
        edit = armature.data.edit_bones
        for bone in sorted(there.values(), key=order.index):
            made = edit.new(names[bone])
            made.head, made.tail, made.roll = edit[bone].head, edit[bone].tail, edit[bone].roll
            parent = edit[bone].parent
            made.parent = edit[names[parent.name]] if parent and parent.name in names and not flat else None
            if between:
                hidden = edit.new(f"mech {names[bone]}")
                hidden.head, hidden.tail, hidden.roll = made.head, made.tail, made.roll
                hidden.parent = made
        if kind == "ARMATURE":  # which adds to what a parent does
            for bone in there.values():
                edit[bone].parent = None
    for bone, grip in names.items():
        followed = f"mech {grip}" if between else grip
        if between:
            armature.data.bones[followed].hide = True
        constraints = armature.pose.bones[bone].constraints
        for each in kind.split("+"):
            made = constraints.new(each)
            if each == "ARMATURE":
                made = made.targets.new()
            made.target, made.subtarget = armature, followed
    return {role: names[bone] for role, bone in there.items()}


KINDS = {
    "transforms": {"kind": "COPY_TRANSFORMS"},
    "rotation and place": {"kind": "COPY_ROTATION+COPY_LOCATION"},
    "armature": {"kind": "ARMATURE"},
    "without parents": {"kind": "COPY_TRANSFORMS", "flat": True},
    "hidden bones between": {"kind": "COPY_TRANSFORMS", "between": True},
}


@pytest.mark.parametrize("how", KINDS)
def test_the_map_prefers_the_bones_that_steer(how):
    armature = h.build(roll=15.0)
    deform = h.roles_of(armature)
    grips = steer(armature, **KINDS[how])
    before, names = h.snapshot(), {bone.name for bone in armature.data.bones}
    binding, moved, action = written(armature)
    assert {role: match.name for role, match in binding.bone_map.bones.items()} == grips
    assert keyed_bones(action) <= set(grips.values()), how
    assert h.snapshot()["poses"][0][1] and names == {bone.name for bone in armature.data.bones}
    assert before["frame"] == bpy.context.scene.frame_current
    turn, place = errors(armature, binding, moved)  # of the steering bones
    assert turn < 0.1 and place < 0.5
    points = h.pose_points(armature, deform, range(10, 34))
    theirs = h.pose_points(armature, grips, range(10, 34))
    assert max(np.abs(points[role] - theirs[role]).max() for role in deform) < 1e-4
    assert np.ptp(points["left_ankle"], axis=0).max() > 0.2


def test_a_few_steered_bones_leave_the_map_and_are_keyed_through():
    armature = h.build()
    deform = h.roles_of(armature)
    grips = steer(armature, "COPY_TRANSFORMS", ("left_shoulder", "left_elbow", "left_wrist"))
    binding, moved, action = written(armature)
    assert {role: match.name for role, match in binding.bone_map.bones.items()} == deform
    assert set(grips.values()) <= keyed_bones(action)
    assert errors(armature, binding, moved)[0] < 1.5


def test_chosen_bones_stay():
    armature = h.build()
    deform = h.roles_of(armature)
    steer(armature, "COPY_TRANSFORMS")
    read = h.part("rig.binding").read_rig
    assert {role: match.name for role, match in read(armature, None, deform).bone_map.bones.items()} == deform


def test_detect_keeps_the_steering_bones():
    armature = h.build()
    grips = steer(armature, "COPY_TRANSFORMS")
    active = h.part("rig.active")
    active.detect(armature)
    assert {role: bone for role, bone in active.overrides(armature).items() if bone} == grips
    assert active.summary(armature).problem == ""


def test_a_rig_without_constraints_is_not_tried():
    armature = h.build()
    steering = h.part("rig.steering")
    bone_map = h.part("rig.binding").find_map(armature)
    assert steering.preferred(armature, bone_map, {}) is bone_map
