"""Armature <-> Skeleton <-> keys: what Blender evaluates is what was asked for, on any rig."""

from __future__ import annotations

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.fake_engine import walk

FRAMES = range(1, 61, 4)


def _put(armature, root="hips", fps=30.0, start=1, in_place=False, own_map=None):
    """A walk on the armature through rig and keys; returns the walk, in the add-on's own types."""
    rig, keys, motion = h.part("rig.binding"), h.part("animation.actions"), h.part("retarget.motion")
    made = walk(60, fps, 3)
    made = motion.Motion.from_arrays(made.to_arrays())
    binding = rig.read_rig(armature, bpy.context.scene, own_map)
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
    for curve in h.part("animation.actions").curves_of(armature):
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


@pytest.mark.parametrize("root", ("hips", "root", "object"))
def test_root_bone_and_object_carry_the_travel(root):
    armature = h.build("unreal", root=True)
    h.place(armature, location=(1, 2, 0), rotation=(0, 0, 30))
    made = _put(armature, root)
    _check(armature, made, h.rotation_z(30))
    paths = {c.data_path for c in h.part("animation.actions").curves_of(armature)}
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
    moved = h.part("animation.actions").moved_bones(armature)
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
    keys, rig = h.part("animation.actions"), h.part("rig.binding")
    armature = h.build("rigify")
    values = np.random.default_rng(0).normal(size=(300, 4)).astype(np.float32)
    channels = [rig.Channel(f'pose.bones["b{i}"].rotation_quaternion', f"b{i}", values) for i in range(200)]
    action = keys.write(armature, channels, 1, "many", {"request": {"prompts": []}})
    curves = keys.action_curves(action)
    assert len(curves) == 800 and {len(curve.keyframe_points) for curve in curves} == {300}
    curve = curves[2]
    assert abs(curve.evaluate(100) - values[99, 2]) < 1e-6


def test_names_of_actions():
    keys = h.part("animation.actions")
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
    rig = h.part("rig.binding")
    try:
        rig.read_rig(armature)
    except rig.RigError as error:
        assert "3 bones" in str(error) and "Crane" in str(error), error
    else:
        raise AssertionError("three bones made a body")


def _mesh(armature, name, groups):
    """A mesh on the armature from points (metres of the armature) and the bones that they follow."""
    points = [point for _, several in groups for point in several]
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([tuple(p) for p in points], [], [])
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(obj)
    first = 0
    for bone, several in groups:
        group = obj.vertex_groups.get(bone) or obj.vertex_groups.new(name=bone)
        group.add(list(range(first, first + len(several))), 1.0, "REPLACE")
        first += len(several)
    obj.modifiers.new("Armature", "ARMATURE").object = armature
    obj.parent = armature
    bpy.context.view_layer.update()
    return obj


def _boots(armature, thick=0.07):
    """Soles `thick` below the toe bases of a rig that faces -Y."""
    groups = []
    for side in ("L", "R"):
        ankle = np.array(armature.data.bones[f"foot.{side}"].head_local)
        toe = np.array(armature.data.bones[f"toe.{side}"].head_local)
        low = toe[2] - thick
        heel = [(ankle[0] + x, ankle[1] + y, low) for x in (-0.04, 0.04) for y in (0.06, -0.1)]
        tip = [(toe[0] + x, toe[1] + y, low) for x in (-0.04, 0.04) for y in (0, -0.1)]
        groups += [(f"foot.{side}", heel), (f"toe.{side}", tip)]
    return _mesh(armature, "Boots", groups)


def test_boots_stand_on_the_floor():
    armature = h.build("rigify", roll=25)
    boots = _boots(armature)
    rig, keys, contact = h.part("rig.binding"), h.part("animation.actions"), h.part("retarget.feet.contact")
    motion = h.part("retarget.motion").Motion.from_arrays(walk(60, 30.0, 3).to_arrays())
    binding = rig.read_rig(armature)
    assert binding.body.soles is not None
    moved = binding.retarget(motion, foot_lock="keep")
    keys.assign(armature, keys.write(armature, binding.channels(moved), 1, "walk", {"request": {"prompts": []}}))
    floor = min(v.co.z for v in boots.data.vertices)  # where the rest pose stands
    lowest = []
    for frame in FRAMES:
        bpy.context.scene.frame_set(frame)
        seen = boots.evaluated_get(bpy.context.evaluated_depsgraph_get())
        mesh = seen.to_mesh()
        lowest.append(min((seen.matrix_world @ v.co).z for v in mesh.vertices))
        seen.to_mesh_clear()
    assert min(lowest) > floor - 1e-3, f"boots sink by {floor - min(lowest):.4f}"
    planted = contact.detect(moved, 0.0, binding.body).any(axis=1)[[f - 1 for f in FRAMES]]
    assert planted.any() and np.median(np.array(lowest)[planted]) < floor + 0.012, "boots float"


def test_boots_of_a_character_in_centimetres_on_a_table():
    armature = h.build("rigify", unit=0.01)
    boots = _boots(armature, thick=7.0)
    h.place(armature, location=(1, 2, 0.8), rotation=(0, 0, 50), scale=0.01)
    soles = h.part("rig.binding").read_rig(armature).body.soles
    assert soles is not None and abs(soles[0].floor) < 1e-5
    assert len(boots.data.vertices) == 16


def test_a_bone_with_skin_that_hangs_on_nothing_goes_along():
    """As exporters leave helpers behind: without its parent it would tear the mesh."""
    armature = h.build("rigify")
    with h.edit_mode(armature):
        edit = armature.data.edit_bones
        for name in ("breast", "elsewhere", "bare"):
            bone = edit.new(name)
            head = np.array(edit["spine.003"].head) + np.array((0.05, -9.0 if name == "elsewhere" else -0.1, 0.02))
            bone.head, bone.tail, bone.roll = head, head + np.array((0, -0.05, 0.02)), 0.6
    _mesh(armature, "Skin", [("breast", [(0, 0, 1.3)]), ("elsewhere", [(0, -9, 1.3)])])
    _put(armature)
    gaps = []
    for frame in FRAMES:
        bpy.context.scene.frame_set(frame)
        seen = armature.evaluated_get(bpy.context.evaluated_depsgraph_get()).pose.bones
        gaps.append(np.array(seen["spine.003"].matrix.inverted() @ seen["breast"].matrix))
    assert np.ptp(gaps, axis=0).max() < 2e-3
    moved = h.part("animation.actions").moved_bones(armature)
    assert "breast" in moved and "elsewhere" not in moved and "bare" not in moved


def test_connected_hips_travel_with_their_parent():
    armature = h.build("unreal", root=True)
    with h.edit_mode(armature):
        edit = armature.data.edit_bones
        edit["root"].tail = edit["pelvis"].head
        edit["pelvis"].use_connect = True
    for root in ("hips", "root"):
        _check(armature, _put(armature, root))


def test_scales_in_the_pose():
    """Arms made longer and a head made bigger in the pose: limbs still point where they should, feet stand."""
    armature = h.build("rigify", roll=15)
    for name in ("upper_arm.L", "upper_arm.R", "spine.006"):
        armature.pose.bones[name].scale = (1.3, 1.3, 1.3)
    armature.pose.bones["thigh.L"].scale = armature.pose.bones["thigh.R"].scale = (1.0, 1.1, 1.0)
    bpy.context.view_layer.update()
    made = _put(armature)
    posed = h.pose_points(armature, h.roles_of(armature), FRAMES)
    source = {role: points[[f - 1 for f in FRAMES]] for role, points in h.source_points(made).items()}
    assert h.limb_error(posed, source) < 3
    assert tuple(armature.pose.bones["upper_arm.L"].scale) != (1, 1, 1)


def test_a_mirrored_armature_is_refused_in_words():
    armature = h.build("rigify")
    armature.scale = (-1, 1, 1)
    bpy.context.view_layer.update()
    assert "negative scale" in h.raised(h.part("rig.binding").RigError, h.part("rig.binding").read_rig, armature)


def test_reverse_hip():
    """As Daz and Character Creator have it: pelvis and spine are children of the hip, side by side."""
    armature = h.build("rigify")
    with h.edit_mode(armature):
        edit = armature.data.edit_bones
        pelvis = edit.new("pelvis")
        pelvis.head, pelvis.tail = edit["spine"].head, edit["spine"].head - (edit["spine"].tail - edit["spine"].head)
        pelvis.parent = edit["spine"]
        for side in "LR":
            edit[f"thigh.{side}"].parent = pelvis
    for hips in ("spine", "pelvis"):
        own = _full_map("rigify") | {"pelvis": hips}
        made = _put(armature, own_map=own)
        posed = h.pose_points(armature, own, FRAMES)
        source = {role: points[[f - 1 for f in FRAMES]] for role, points in h.source_points(made).items()}
        assert h.limb_error(posed, source) < 3, hips
        gap = np.linalg.norm(posed["left_hip"] - posed["spine1"], axis=-1)
        assert gap.std() < 2e-3, "the legs came off the spine"


def test_two_bones_to_a_limb():
    armature = h.build("rigify", roll=30)
    with h.edit_mode(armature):
        edit = armature.data.edit_bones
        for name, below in (("thigh.L", "shin.L"), ("forearm.R", "hand.R"), ("upper_arm.L", "forearm.L")):
            first, end = edit[name], edit[below].head.copy()
            middle = (first.head + end) / 2
            second = edit.new(f"{name}.lower")
            first.tail = middle
            second.head, second.tail, second.roll = middle, end, 0.7
            second.parent = first
            edit[below].parent = second
    _check(armature, _put(armature))


def test_a_parented_armature():
    armature = h.build("rigify")
    stand = bpy.data.objects.new("Stand", None)
    bpy.context.scene.collection.objects.link(stand)
    stand.location, stand.rotation_euler, stand.scale = (2, 1, 0.5), (0, 0, np.radians(90)), (2, 2, 2)
    armature.parent = stand
    h.place(armature, scale=0.5)
    for root in ("hips", "object"):
        posed = _check(armature, _put(armature, root), h.rotation_z(90), floor=0.5)
        assert np.abs(posed["pelvis"][0][:2] - (2, 1)).max() < 0.02


def _with_fingers(armature):
    """Thumb and three fingers of three bones, stiff, on both hands of a T-pose facing -Y; the map that has them."""
    chains = {"left": [], "right": []}
    with h.edit_mode(armature):
        edit = armature.data.edit_bones
        for side, letter, sign in (("left", "L", 1.0), ("right", "R", -1.0)):
            hand = edit[f"hand.{letter}"]
            for k, ahead in enumerate((-0.04, -0.02, 0.0, 0.02)):
                wrist = np.array(hand.head)
                start, step = wrist + np.array((0.09 * sign, ahead, 0)), np.array((0.03 * sign, 0, 0))
                if k == 0:
                    start, step = wrist + np.array((0.03 * sign, -0.03, -0.01)), np.array((0.015 * sign, -0.025, 0))
                parent, names = hand, []
                for i in range(3):
                    bone = edit.new(f"digit{k}.{i}.{letter}")
                    bone.head, bone.tail, bone.parent = start + i * step, start + (i + 1) * step, parent
                    bone.roll = 0.4 * k - 0.3 * i
                    parent = bone
                    names.append(bone.name)
                chains[side].append(tuple(names))
    return {side: tuple(several) for side, several in chains.items()}


def test_fingers_are_at_ease_and_twist_bones_share():
    import dataclasses

    rig, keys = h.part("rig.binding"), h.part("animation.actions")
    armature = h.build("rigify")
    fingers = _with_fingers(armature)
    with h.edit_mode(armature):
        edit = armature.data.edit_bones
        helper = edit.new("wrung.L")
        start, end = edit["forearm.L"].head.copy(), edit["hand.L"].head.copy()
        helper.head, helper.tail, helper.parent = (start + end) / 2, end, edit["forearm.L"]
        helper.roll = 1.0
    found = rig.find_map
    try:
        rig.find_map = lambda *words: dataclasses.replace(
            found(*words), fingers=fingers, twists={"left_elbow": ("wrung.L",)}
        )
        binding = rig.read_rig(armature)
    finally:
        rig.find_map = found
    motion = h.part("retarget.motion").Motion.from_arrays(walk(60, 30.0, 3).to_arrays())
    rot = motion.rot.copy()
    quat = h.part("retarget.quat")
    wrist = motion.skeleton.role_joint["left_wrist"]
    rot[:, wrist] = quat.from_axis_angle(np.array([1.0, 0, 0], np.float32), np.full(60, 1.0, np.float32))
    motion = dataclasses.replace(motion, rot=rot)
    moved = binding.retarget(motion)
    keys.assign(armature, keys.write(armature, binding.channels(moved), 1, "walk", {"request": {"prompts": []}}))
    bpy.context.scene.frame_set(20)
    seen = armature.evaluated_get(bpy.context.evaluated_depsgraph_get()).pose.bones
    for letter in "LR":
        hand = (
            seen[f"hand.{letter}"].matrix.to_3x3()
            @ armature.data.bones[f"hand.{letter}"].matrix_local.to_3x3().inverted()
        )
        palm = np.array(hand) @ (0, 0, -1.0)
        for k in (1, 2, 3):
            stiff = np.array(seen[f"digit{k}.0.{letter}"].head - seen[f"hand.{letter}"].head)
            curled = np.array(seen[f"digit{k}.2.{letter}"].tail - seen[f"digit{k}.0.{letter}"].head)
            assert curled @ palm > 0.02 and abs(stiff @ palm) < 1e-3, (letter, k)

    def turned(name):
        rest = armature.data.bones[name].matrix_local.to_3x3()
        return (seen[name].matrix.to_3x3() @ rest.inverted()).to_quaternion()

    wrung = turned("forearm.L").rotation_difference(turned("wrung.L")).angle
    whole = turned("forearm.L").rotation_difference(turned("hand.L")).angle
    assert abs(whole - 1.0) < 0.02 and abs(wrung - 0.5) < 0.02
