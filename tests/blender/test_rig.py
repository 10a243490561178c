"""Armature <-> Skeleton <-> keys: what Blender evaluates is what was asked for, on any rig."""

from __future__ import annotations

import time

import bpy
import helpers as h
import numpy as np
from fake_engine import walk  # type: ignore[import-not-found]

FRAMES = range(1, 61, 4)


def _put(armature, root="hips", fps=30.0, start=1, in_place=False, own_map=None):
    """A walk on the armature through rig and keys; returns the walk, in the add-on's own types."""
    rig, keys, motion = h.part("rig"), h.part("keys"), h.part("retarget.motion")
    made = walk(60, fps, 3)
    made = motion.Motion.from_arrays(made.to_arrays())
    binding = rig.read(armature, bpy.context.scene, own_map)
    moved = binding.retarget(made, in_place=in_place)
    action = keys.write(armature, binding.channels(moved, root), start, "walk", {"request": {"prompts": []}})
    keys.assign(armature, action)
    return made


def _check(armature, made, facing=None, size=1.0, floor=0.0, limit=3.0):
    """Limbs point as in the source, hips travel in proportion, feet stand on the floor."""
    roles = h.roles_of(armature)
    posed = h.pose_points(armature, roles, FRAMES)
    source = {role: points[[f - 1 for f in FRAMES]] for role, points in h.source_points(made).items()}
    error = h.limb_error(posed, source, facing)
    assert error < limit, f"limbs are off by {error:.2f} degrees"
    turn = np.eye(3) if facing is None else np.array(facing)
    hips = (posed["pelvis"] - posed["pelvis"][0])[:, :2]
    want = ((source["pelvis"] - source["pelvis"][0]) @ turn.T)[:, :2] * size
    assert np.abs(hips - want).max() < 0.03 * size, f"hips are off by {np.abs(hips - want).max():.3f}"
    lowest = min(posed["left_foot"][:, 2].min(), posed["right_foot"][:, 2].min())
    assert abs(lowest - floor - 0.02 * size) < 0.02 * size, f"the lowest toe base is at {lowest - floor:.3f}"
    return posed


def test_metarig_names():
    armature = h.build("rigify")
    _check(armature, _put(armature))


def test_mixamo_in_centimetres_y_up():
    """As an FBX comes in: object scaled by 0.01 and turned by 90 degrees about X."""
    armature = h.build("mixamo", unit=0.01, y_up=True)
    h.place(armature, rotation=(90, 0, 0), scale=0.01)
    _check(armature, _put(armature))


def test_a_pose_with_rolls():
    armature = h.build("unreal", arms=50, roll=37)
    _check(armature, _put(armature))


def test_euler_orders_and_axis_angle():
    armature = h.build("rigify", roll=20)
    modes = ("XYZ", "XZY", "YXZ", "YZX", "ZXY", "ZYX", "AXIS_ANGLE", "QUATERNION")
    for i, pose in enumerate(armature.pose.bones):
        pose.rotation_mode = modes[i % len(modes)]
    posed = _check(armature, _put(armature))
    plain = h.build("rigify", "Plain", roll=20)
    other = _check(plain, _put(plain))
    for role in posed:
        assert np.abs(posed[role] - other[role]).max() < 1e-3, role


def test_euler_curves_do_not_jump():
    armature = h.build("rigify", mode="XYZ")
    _put(armature)
    for curve in h.part("keys").curves_of(armature):
        if "rotation_euler" in curve.data_path:
            values = np.array([p.co[1] for p in curve.keyframe_points])
            assert np.abs(np.diff(values)).max() < 1.0, curve.data_path


def test_object_turned_moved_and_scaled():
    armature = h.build("rigify", size=2.0)
    h.place(armature, location=(3, -2, 1.5), rotation=(0, 0, 70), scale=0.5)
    posed = _check(armature, _put(armature), h.rotation_z(70), floor=1.5)
    start = posed["pelvis"][0]
    assert np.abs(start[:2] - (3, -2)).max() < 0.02, start


def test_small_character_steps_small():
    armature = h.build("rigify", size=0.4)
    _check(armature, _put(armature), size=0.4)


def test_hips_at_the_origin():
    """A rig whose object lies at its hips stands where its rest feet stand."""
    armature = h.build("mixamo")
    with h.edit_mode(armature):
        for bone in armature.data.edit_bones:
            bone.head.z -= 0.98
            bone.tail.z -= 0.98
    h.place(armature, location=(0, 0, 0.98))
    _check(armature, _put(armature))


def test_scene_in_centimetres():
    bpy.context.scene.unit_settings.scale_length = 0.01
    armature = h.build("rigify", unit=0.01)
    _check(armature, _put(armature), size=100.0)


def test_root_bone_and_object_carry_the_travel():
    for root in ("hips", "root", "object"):
        bpy.ops.wm.read_factory_settings(use_empty=True)
        armature = h.build("unreal", root=True)
        h.place(armature, location=(1, 2, 0), rotation=(0, 0, 30))
        made = _put(armature, root)
        _check(armature, made, h.rotation_z(30))
        paths = {c.data_path for c in h.part("keys").curves_of(armature)}
        assert ('pose.bones["root"].location' in paths) == (root == "root"), root
        assert ("location" in paths) == (root == "object"), root


def test_hips_without_local_location_or_rotation():
    armature = h.build("unreal", root=True, roll=33)
    with h.edit_mode(armature):
        armature.data.edit_bones["pelvis"].use_local_location = False
        armature.data.edit_bones["thigh_l"].use_inherit_rotation = False
        armature.data.edit_bones["upperarm_r"].use_inherit_rotation = False
    for root in ("hips", "root"):
        _check(armature, _put(armature, root))


def test_limbs_that_hang_on_no_mapped_bone():
    """As in control rigs: the thighs' parents lie beside the hips, not below."""
    armature = h.build("rigify", root=True)
    with h.edit_mode(armature):
        edit = armature.data.edit_bones
        for side in "LR":
            edit[f"thigh.{side}"].parent = edit["root"]
    own_map = _full_map("rigify")
    made = _put(armature, own_map=own_map)
    posed = h.pose_points(armature, own_map, FRAMES)
    source = {role: points[[f - 1 for f in FRAMES]] for role, points in h.source_points(made).items()}
    assert h.limb_error(posed, source) < 3
    gap = np.linalg.norm(posed["left_hip"] - posed["pelvis"], axis=-1)
    assert gap.std() < 1e-3, "the thigh came off the hips"


def _full_map(family):
    names = h.part("retarget.motion").CANONICAL_NAMES
    return {role: h.bone_name(family, role) for role in names}


def test_bone_map_with_holes():
    """Collars, toes, neck and two spine bones missing: the rest still moves."""
    gone = ("spine2", "neck", "left_collar", "right_collar", "left_foot", "right_foot")
    armature = h.build("mixamo", leave_out=gone)
    made = _put(armature)
    roles = h.roles_of(armature)
    posed = h.pose_points(armature, roles, FRAMES)
    source = {role: points[[f - 1 for f in FRAMES]] for role, points in h.source_points(made).items()}
    error = h.limb_error(posed, source)
    assert error < 3, error


def test_nothing_but_poses_changes():
    armature = h.build("mixamo", roll=15)
    h.place(armature, location=(1, 1, 0), rotation=(0, 0, 45), scale=1.2)
    before = [(b.name, np.array(b.matrix_local), b.length) for b in armature.data.bones]
    world = np.array(armature.matrix_world)
    modes = [p.rotation_mode for p in armature.pose.bones]
    _put(armature)
    for (name, matrix, length), bone in zip(before, armature.data.bones, strict=True):
        assert np.array_equal(matrix, np.array(bone.matrix_local)), name
        assert length == bone.length
    assert np.array_equal(world, np.array(armature.matrix_world))
    assert modes == [p.rotation_mode for p in armature.pose.bones]


def test_only_needed_bones_are_keyed():
    armature = h.build("mixamo", root=True)
    with h.edit_mode(armature):
        extra = armature.data.edit_bones.new("mixamorig:Hair")
        extra.parent = armature.data.edit_bones["mixamorig:Head"]
        extra.head, extra.tail = (0, 0, 1.7), (0, 0, 1.9)
    _put(armature)
    moved = h.part("keys").moved_bones(armature)
    assert moved == set(_full_map("mixamo").values()), moved


def test_a_take_after_one_on_the_root_bone_starts_at_the_object():
    armature = h.build("unreal", root=True)
    _put(armature, "root")
    bpy.context.scene.frame_set(60)
    made = _put(armature, "hips")
    _check(armature, made)


def test_posed_root_bone_is_where_the_character_starts():
    armature = h.build("unreal", root=True)
    armature.pose.bones["root"].location = (0.5, 0, 0)
    bpy.context.view_layer.update()
    made = _put(armature)
    posed = _check(armature, made)
    assert abs(posed["pelvis"][0][0] - 0.5) < 0.02


def test_root_bone_with_a_scale():
    """As some files come in: a tiny rest pose under a root bone scaled up in the pose."""
    armature = h.build("unreal", root=True, unit=100.0)
    armature.pose.bones["root"].scale = (100, 100, 100)
    bpy.context.view_layer.update()
    _check(armature, _put(armature))


def test_in_place():
    armature = h.build("rigify")
    _put(armature, in_place=True)
    posed = h.pose_points(armature, h.roles_of(armature), FRAMES)
    assert np.ptp(posed["pelvis"][:, :2], axis=0).max() < 0.05


def test_writing_200_bones_300_frames():
    keys, rig = h.part("keys"), h.part("rig")
    armature = h.build("rigify")
    values = np.random.default_rng(0).normal(size=(300, 4)).astype(np.float32)
    channels = [rig.Channel(f'pose.bones["b{i}"].rotation_quaternion', f"b{i}", values) for i in range(200)]
    began = time.perf_counter()
    action = keys.write(armature, channels, 1, "many", {"request": {"prompts": []}})
    seconds = time.perf_counter() - began
    print(f"         200 bones x 300 frames: {seconds:.3f} s")
    assert seconds < 3
    curve = keys.action_curves(action)[2]
    assert abs(curve.evaluate(100) - values[99, 2]) < 1e-6


def test_names_of_actions():
    keys = h.part("keys")
    assert keys.short_name("  a\n b ") == "a b"
    for text in ("走" * 200, "😀" * 100, "a" * 500):
        action = bpy.data.actions.new(keys.short_name(text))
        assert text.startswith(action.name), action.name


def test_three_bones_are_refused_in_words():
    data = bpy.data.armatures.new("Crane")
    armature = bpy.data.objects.new("Crane", data)
    bpy.context.scene.collection.objects.link(armature)
    with h.edit_mode(armature):
        for i in range(3):
            bone = data.edit_bones.new(f"Bone.{i}")
            bone.head, bone.tail = (0, 0, i), (0, 0, i + 1)
    rig = h.part("rig")
    try:
        rig.read(armature)
    except rig.RigError as error:
        assert "3 bones" in str(error) and "Crane" in str(error), error
    else:
        raise AssertionError("three bones made a body")
