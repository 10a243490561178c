"""Control rigs: keys go on the controls, and the bones that move the mesh do what the motion says."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender import control_rigs as c
from tests.blender import helpers as h
from tests.blender.fake_engine import walk
from tests.blender.rig.test_reading import check, put

LIMBS = ("hip", "knee", "shoulder", "elbow")
ENDS = ("ankle", "wrist")
MAKERS = {"rigify": c.rigify, "auto-rig pro": c.auto_rig_pro}


def _worst(errors, parts, what):
    return max(value[what] for role, value in errors.items() if role.endswith(parts))


def _put_on(maker, lead, root="hips", **options):
    armature, own_map = maker()
    binding, motion = put(armature, root, own_map, lead=lead, **options)
    errors = c.deform_errors(armature, binding, motion)
    return armature, binding, motion, errors


@pytest.mark.parametrize(("name", "maker"), MAKERS.items())
def test_fk_moves_the_deform_bones(name, maker):
    _, _, _, errors = _put_on(maker, "fk")
    print(f"         {name}: {_short(errors)}")
    assert _worst(errors, LIMBS, "direction") < 0.2, errors
    assert _worst(errors, (*ENDS, "foot", "head", "pelvis"), "turn") < 0.2, errors
    assert _worst(errors, (*LIMBS, *ENDS), "place") < 1.0, errors


@pytest.mark.parametrize(("name", "maker"), MAKERS.items())
def test_ik_moves_the_deform_bones(name, maker):
    armature, _, _, errors = _put_on(maker, "ik")
    print(f"         {name}: {_short(errors)}")
    assert _worst(errors, LIMBS, "direction") < 8, errors
    assert _worst(errors, (*ENDS, "head", "pelvis"), "turn") < 1, errors
    assert _worst(errors, ENDS, "place") < 3, errors
    moved = h.part("animation.actions").moved_bones(armature)
    assert not [bone for bone in moved if bone.startswith(("thigh_fk", "c_thigh_fk", "upper_arm_fk", "c_arm_fk"))]


@pytest.mark.parametrize("maker", MAKERS.values())
def test_both_can_be_switched_without_a_jump(maker):
    armature, binding, motion, errors = _put_on(maker, "both")
    assert _worst(errors, LIMBS, "direction") < 0.2, errors
    switches = [s for s in binding.controls.settings if s.fk != s.ik]
    assert len(switches) == 4
    for curve in h.part("animation.actions").curves_of(armature):
        if curve.data_path in {h.part("animation.channels").setting_path(s.bone, s.name) for s in switches}:
            curve.keyframe_points[0].co[1] = 0.0
            curve.update()
    errors = c.deform_errors(armature, binding, motion)
    assert _worst(errors, ENDS, "turn") < 1 and _worst(errors, ENDS, "place") < 3, errors


def _short(errors):
    return ", ".join(
        f"{what} {_worst(errors, parts, what):.2f}"
        for what, parts in (("direction", LIMBS), ("turn", (*ENDS, "foot")), ("place", (*LIMBS, *ENDS)))
    )


@pytest.mark.parametrize("maker", MAKERS.values())
def test_controls_are_read_back(maker):
    armature, own_map = maker()
    binding, motion = put(armature, own_map=own_map, frames=12)
    check(armature, binding, motion)
    binding, motion = put(armature, own_map=own_map, frames=12, lead="ik")
    read = h.part("rig.reading").read_motion(armature, binding, bpy.context.scene)
    ends = [j for role, j in binding.skeleton.role_joint.items() if role.endswith((*ENDS, "foot", "head"))]
    (_, rot), (_, turned) = read.globals(), motion.globals()
    off = h.part("retarget.quat").angle_between(rot[:, ends].astype(float), turned[:, ends].astype(float))
    assert np.degrees(off).max() < 1, np.degrees(off).max(axis=0)


@pytest.mark.parametrize("root", ("root", "object"))
def test_travel_on_the_root_and_on_the_object(root):
    armature, own_map = c.auto_rig_pro()
    h.place(armature, location=(1, 2, 0), rotation=(0, 0, 30), scale=1.3)
    binding, motion = put(armature, root, own_map, frames=20)
    read = check(armature, binding, motion)
    assert np.ptp(read.root_pos[:, 2]) > 0.5
    paths = {curve.data_path for curve in h.part("animation.actions").curves_of(armature)}
    assert ('pose.bones["c_traj"].location' in paths) == (root == "root"), root
    assert ("location" in paths) == (root == "object"), root


def test_nothing_else_is_left_in_the_way():
    """Controls that add to the keyed ones are put to rest, where an artist or an earlier Action left them posed."""
    armature, own_map = c.auto_rig_pro()
    binding, motion = put(armature, "root", own_map, frames=12)
    armature.pose.bones["c_root.x"].rotation_quaternion = (0.9, 0.3, 0.1, 0)
    bpy.context.scene.frame_set(12)
    binding, motion = put(armature, own_map=own_map, frames=12)
    check(armature, binding, motion)
    moved = h.part("animation.actions").moved_bones(armature)
    assert {"c_root.x", "c_traj"} <= moved


def test_a_posed_root_is_where_the_character_starts():
    armature, own_map = c.auto_rig_pro()
    armature.pose.bones["c_traj"].location = (0.5, 0.2, 0)
    armature.pose.bones["c_traj"].rotation_quaternion = (0.8, 0, 0, 0.6)
    armature.pose.bones["c_traj"].scale = (1.4, 1.4, 1.4)
    bpy.context.view_layer.update()
    for root in ("hips", "root"):
        for lead in ("fk", "ik"):
            binding, motion = put(armature, root, own_map, frames=12, lead=lead)
            errors = c.deform_errors(armature, binding, motion)
            assert _worst(errors, ENDS, "place") < 3, (root, lead, errors)
            h.part("animation.actions").assign(armature, None)


def test_binding_changes_nothing():
    armature, own_map = c.auto_rig_pro(roll=20)
    put(armature, own_map=own_map, frames=12)
    armature.pose.bones["c_hand_ik.l"].location = (0.1, 0.2, 0.3)
    armature.data.pose_position = "REST"
    before = _state(armature)
    h.part("rig.binding").read_rig(armature, bpy.context.scene, own_map)
    assert _state(armature) == before


def _state(armature):
    data = armature.animation_data
    return (
        h.snapshot(), armature.data.pose_position, data.action.name, data.use_nla, getattr(data, "action_slot", None),
        [(p.name, tuple(p.rotation_euler), tuple(p.rotation_axis_angle), {k: v for k, v in p.items() if k != "rigify"})
         for p in armature.pose.bones],
    )  # fmt: skip


def test_a_rig_that_does_not_follow_is_refused_in_words():
    armature, own_map = c.auto_rig_pro()
    for constraint in armature.pose.bones["leg.l"].constraints:
        constraint.mute = True
    said = h.raised(
        h.part("rig.binding").RigError, h.part("rig.binding").read_rig, armature, bpy.context.scene, own_map
    )
    assert "leg_stretch.l" in said and "c_leg_fk.l" in said, said


def test_a_hidden_rig_is_probed_as_one_that_shows():
    armature, own_map = c.auto_rig_pro()
    read = h.part("rig.binding").read_rig
    shown = read(armature, bpy.context.scene, own_map)
    armature.hide_viewport = True
    hidden = read(armature, bpy.context.scene, own_map)
    assert armature.hide_viewport
    assert [control.rotates_with for control in hidden.controls.controls] == [
        control.rotates_with for control in shown.controls.controls
    ]


def test_the_choice_from_the_command_line():
    _, own_map = c.auto_rig_pro()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bpy.ops.wm.save_as_mainfile(filepath=str(folder / "arp.blend"))
        np.savez(folder / "walk.npz", meta="{}", **walk(12, 24.0, 1).to_arrays())
        (folder / "map.json").write_text(json.dumps(own_map), encoding="utf-8")
        words = ["retarget", "--motion", folder / "walk.npz", "--rig", folder / "arp.blend", "--controls", "ik"]
        words += ["--map", folder / "map.json", "--out", folder / "out.blend", "--json"]
        with contextlib.redirect_stdout(io.StringIO()) as said:
            status = h.part("batch").main([str(word) for word in words])
        assert status == 0, said.getvalue()
        moved = h.part("animation.actions").moved_bones(bpy.data.objects["Arp"])
    assert {"c_foot_ik.l", "c_arms_pole.r", "c_hand_ik.r"} <= moved and "c_leg_fk.l" not in moved


def test_the_choice_is_offered_only_where_there_is_one():
    armature, own_map = c.auto_rig_pro()
    for role, bone in own_map.items():
        row = armature.motif.bones.add()
        row.name, row["bone"] = role, bone
    targets, takes = h.part("rig.active"), h.part("takes.settings")
    assert targets.summary(armature).controls
    assert not targets.summary(h.build("mixamo", "Plain")).controls
    armature.motif.lead = "both"
    assert takes.keying_of(bpy.context.scene, armature).lead == "both"


@pytest.mark.parametrize(("kind", "maker"), MAKERS.items())
def test_the_controls_are_found_by_name(kind, maker):
    armature, own_map = maker()
    found = h.part("rig.binding").find_map(armature)
    assert found.controls == kind and h.roles_of(armature) == own_map, found


def test_keys_on_locked_channels_are_told():
    armature, own_map = c.auto_rig_pro()
    lock = armature.pose.bones["c_leg_fk.l"]
    lock.lock_rotation = (True, True, True)
    lock.lock_location = (True, True, True)
    binding = h.part("rig.binding").read_rig(armature, bpy.context.scene, own_map)
    motion = h.part("retarget.motion").Motion.from_arrays(walk(12, 24.0, 1).to_arrays())
    channels = binding.channels(binding.retarget(motion))
    assert h.part("animation.channels").locked_bones(armature, channels) == ["c_leg_fk.l"]
    assert "c_leg_fk.l" in h.part("animation.channels").notes(armature, channels)[0]
    lock.lock_rotation = (False, False, False)
    assert h.part("animation.channels").notes(armature, channels) == []


def test_space_switching_by_constraints_on_the_control_itself():
    """As Auto-Rig Pro does it: a Child Of on the IK control in place of a parent. One that hangs on two at once can't
    be solved, and leaves its limb to FK."""
    armature, own_map = c.auto_rig_pro()
    with h.edit_mode(armature):
        armature.data.edit_bones["c_hand_ik.l"].parent = None
    pose = armature.pose.bones["c_hand_ik.l"]
    held = pose.constraints.new("CHILD_OF")
    held.target, held.subtarget = armature, "c_spine_03.x"
    held.inverse_matrix = armature.data.bones["c_spine_03.x"].matrix_local.inverted()
    bpy.context.view_layer.update()
    binding, motion = put(armature, own_map=own_map, frames=12, lead="ik")
    hand = next(control for control in binding.controls.controls if control.name == "c_hand_ik.l")
    assert (hand.rotates_with, hand.moves_with) == ("c_spine_03.x", "c_spine_03.x")
    errors = c.deform_errors(armature, binding, motion)
    assert _worst(errors, ENDS, "place") < 3 and _worst(errors, ENDS, "turn") < 1, errors
    with h.edit_mode(armature):
        armature.data.edit_bones["c_hand_ik.l"].parent = armature.data.edit_bones["c_head.x"]
    binding, motion = put(armature, own_map=own_map, frames=12, lead="ik")
    assert len(binding.controls.limbs) == 3
    errors = c.deform_errors(armature, binding, motion)
    assert _worst(errors, ENDS, "place") < 3 and errors["left_elbow"]["direction"] < 0.2, errors


def test_discarding_a_take_gives_the_switches_back():
    armature, _ = c.auto_rig_pro()
    switch = armature.pose.bones["c_hand_ik.l"]
    switch["ik_fk_switch"] = 0.25
    with h.engine():
        scene = bpy.context.scene
        scene.motif.prompt, scene.motif.takes = "a person walks", 2
        scene.motif.automatic, scene.motif.frames = False, 12
        bpy.context.view_layer.objects.active = armature
        bpy.ops.motif.generate()
    bpy.context.scene.frame_set(5)
    assert switch["ik_fk_switch"] == 1.0
    h.part("takes.takes").discard(armature)
    h.part("takes.takes").discard(armature)
    bpy.context.scene.frame_set(6)
    assert abs(switch["ik_fk_switch"] - 0.25) < 1e-6
