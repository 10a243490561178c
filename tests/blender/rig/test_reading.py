"""From rig to motion: what was keyed is read back, whatever moves the bones."""

from __future__ import annotations

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.fake_engine import walk

EXACT_DEGREES, EXACT_MM = 0.5, 2.0


def put(armature, root="hips", own_map=None, start=1, frames=40, fps=24.0, lead="fk", lively=0.2):
    """A walk with a twist in every joint on the armature; returns the binding and the motion on its skeleton."""
    rig, keys = h.part("rig.binding"), h.part("animation.actions")
    binding = rig.read_rig(armature, bpy.context.scene, own_map)
    motion = binding.retarget(_lively(frames, fps, lively))
    action = keys.write(armature, binding.channels(motion, root, lead), start, "walk", {"request": {"prompts": []}})
    keys.assign(armature, action)
    bpy.context.view_layer.update()
    return binding, motion


def _lively(frames, fps, most):
    """A walk that also moves every joint about every axis, by at most so many radians."""
    motion, quat = h.part("retarget.motion"), h.part("retarget.quat")
    made = motion.Motion.from_arrays(walk(frames, fps, 3).to_arrays())
    time = np.arange(frames)[:, None, None] / fps
    random = np.random.default_rng(0)
    amount, speed = random.uniform(-most, most, (1, 22, 3)), random.uniform(1, 4, (1, 22, 3))
    legs = [made.skeleton.names.index(f"{side}_{part}") for side in ("left", "right") for part in ("knee", "elbow")]
    amount[:, legs, 1:] *= 0.2
    rot = quat.multiply(made.rot, quat.from_rotvec(amount * np.sin(speed * time)))
    return motion.Motion(made.skeleton, made.fps, made.root_pos, quat.continuous(rot), made.contacts)


def errors(have, want):
    """Largest differences between two motions on one skeleton: degrees between bones in the world, mm of joints."""
    quat = h.part("retarget.quat")
    (pos, rot), (pos_w, rot_w) = have.globals(), want.globals()
    degrees = np.degrees(quat.angle_between(rot.astype(float), rot_w.astype(float)))
    return float(degrees.max()), float(1000 * np.linalg.norm(pos - pos_w, axis=-1).max())


def check(armature, binding, motion, first=None, last=None, limits=(EXACT_DEGREES, EXACT_MM)):
    """Reading gives the motion back."""
    read = h.part("rig.reading").read_motion(armature, binding, bpy.context.scene, first, last)
    degrees, millimetres = errors(read, motion)
    assert degrees < limits[0] and millimetres < limits[1], (degrees, millimetres)
    assert read.fps == h.part("animation.actions").scene_fps(bpy.context.scene)
    return read


def both_ways(armature, binding):
    """Read from the curves, and by stepping, whatever the rig would ask for."""
    reading, curves = h.part("rig.reading"), h.part("animation.fcurve_pose")
    bones = list(reading.seen_bones(binding).values())
    assert curves.follows_keys_only(armature, bones)
    frames = np.arange(1, 41)
    pose, world = reading.stepped(armature, bones, frames)
    assert np.abs(curves.object_matrices(armature, frames) - world).max() < 1e-4
    fast = curves.bone_matrices(armature, bones, frames)
    for bone in bones:
        assert np.abs(fast[bone] - pose[bone]).max() < 1e-4 * max(1.0, np.abs(pose[bone]).max()), bone


@pytest.mark.parametrize(
    ("family", "options"),
    (
        ("rigify", {"roll": 25, "arms": 40}),
        ("mixamo", {"unit": 0.01, "y_up": True}),
        ("unreal", {"root": True, "size": 2.2, "arms": 50}),
    ),
)
def test_plain_rigs_round_trip(family, options):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    armature = h.build(family, **options)
    if options.get("y_up"):
        h.place(armature, location=(3, 1, 0.5), rotation=(90, 0, 30), scale=0.01)
    check(armature, *put(armature))
    both_ways(armature, h.part("rig.binding").read_rig(armature))


@pytest.mark.parametrize("root", ("hips", "root", "object"))
def test_every_root_motion(root):
    armature = h.build("unreal", root=True)
    h.place(armature, location=(1, 2, 0), rotation=(0, 0, 30), scale=1.3)
    binding, motion = put(armature, root)
    check(armature, binding, motion)
    both_ways(armature, binding)


def test_rotation_modes_and_loose_bones():
    armature = h.build("unreal", root=True, roll=33)
    modes = ("XYZ", "XZY", "YXZ", "YZX", "ZXY", "ZYX", "AXIS_ANGLE", "QUATERNION")
    for i, pose in enumerate(armature.pose.bones):
        pose.rotation_mode = modes[i % len(modes)]
    with h.edit_mode(armature):
        armature.data.edit_bones["pelvis"].use_local_location = False
        armature.data.edit_bones["thigh_l"].use_inherit_rotation = False
        armature.data.edit_bones["upperarm_r"].use_inherit_rotation = False
    armature.pose.bones["root"].location = (0.3, 0.1, 0)
    armature.pose.bones["root"].scale = (1.5, 1.5, 1.5)
    bpy.context.view_layer.update()
    binding, motion = put(armature)
    check(armature, binding, motion)
    both_ways(armature, binding)


def test_frame_rate_base_offset_and_part_of_the_frames():
    scene = bpy.context.scene
    scene.render.fps, scene.render.fps_base = 24, 1.001
    armature = h.build("mixamo")
    binding, motion = put(armature, start=-17, fps=24 / 1.001)
    scene.frame_set(5, subframe=0.25)
    check(armature, binding, motion)
    check(armature, binding, motion.cut(10, 21), -7, 3)
    assert (scene.frame_current, round(scene.frame_subframe, 3)) == (5, 0.25)


def test_constraints_and_drivers_are_read_as_blender_works_them_out():
    armature = h.build("unreal")
    binding, motion = put(armature)
    held = armature.pose.bones["head"].constraints.new("LIMIT_ROTATION")
    held.use_limit_x = held.use_limit_y = held.use_limit_z = True
    held.owner_space = "LOCAL"
    bones = list(h.part("rig.reading").seen_bones(binding).values())
    assert not h.part("animation.fcurve_pose").follows_keys_only(armature, bones)
    read = h.part("rig.reading").read_motion(armature, binding, bpy.context.scene)
    head = binding.skeleton.role_joint["head"]
    quat = h.part("retarget.quat")
    turned = np.degrees(quat.angle_between(read.rot[:, head], np.array([1.0, 0, 0, 0])))
    assert turned.max() < 0.1, "the constraint holds the head, and the motion read doesn't"
    others = np.delete(np.arange(len(binding.skeleton)), head)
    assert np.degrees(quat.angle_between(read.rot[:, others], motion.rot[:, others])).max() < EXACT_DEGREES


def test_nla_strips_are_read_where_they_play():
    armature = h.build("mixamo")
    binding, motion = put(armature)
    data = armature.animation_data
    track = data.nla_tracks.new()
    strip = track.strips.new("walk", 101, data.action)
    if hasattr(strip, "action_slot") and strip.action_slot is None:
        strip.action_slot = data.action.slots[0]
    data.action = None
    reading = h.part("rig.reading")
    assert reading.frame_range(armature) == (101, 140)
    check(armature, binding, motion)
    keyed = reading.keyed_frames(armature, 100, 104)
    assert set(keyed) == set(h.roles_of(armature).values()) and keyed["mixamorig:Hips"] == (101, 102, 103, 104), keyed
    track.mute = True
    assert "no animation" in h.raised(h.part("rig.binding").RigError, reading.frame_range, armature)


def test_keys_in_a_range():
    armature = h.build("rigify")
    put(armature)
    reading = h.part("rig.reading")
    for curve in h.part("animation.actions").curves_of(armature):
        if '"head"' in curve.data_path or '"spine.006"' in curve.data_path:
            curve.keyframe_points.insert(10.25, 0.0)
    keyed = reading.keyed_frames(armature, 9.5, 11)
    assert keyed["spine.006"] == (10.0, 10.25, 11.0) and keyed["shin.L"] == (10.0, 11.0), keyed
    assert reading.keyed_frames(armature, 200, 300) == {}


def test_contacts_are_found_and_the_canonical_skeleton_does():
    armature = h.build("mixamo", size=1.4)
    binding, motion = put(armature, lively=0.0)
    read = h.part("rig.reading").read_motion(armature, binding, bpy.context.scene)
    read = h.part("retarget.solve").retarget(read, h.part("retarget.motion").canonical_skeleton())
    assert read.skeleton.names == h.part("retarget.motion").CANONICAL_NAMES
    assert read.contacts.any() and not read.contacts.all()
    again = binding.retarget(read)
    pos, rot = again.globals()
    want, turned = motion.globals()
    assert 1000 * np.linalg.norm(pos - want, axis=-1).max() < EXACT_MM
    # The walk's raised arm bends against its own roll, which the way to the canonical skeleton puts right.
    others = [j for role, j in motion.skeleton.role_joint.items() if role != "right_shoulder"]
    off = h.part("retarget.quat").angle_between(rot[:, others].astype(float), turned[:, others].astype(float))
    assert np.degrees(off).max() < EXACT_DEGREES


def test_nothing_to_read_is_said():
    armature = h.build("mixamo")
    binding = h.part("rig.binding").read_rig(armature)
    reading, error = h.part("rig.reading"), h.part("rig.binding").RigError
    scene = bpy.context.scene
    assert "no animation" in h.raised(error, reading.read_motion, armature, binding, scene)
    binding, _ = put(armature)
    assert "first frame" in h.raised(error, reading.read_motion, armature, binding, scene, 20, 10)
    assert "too many" in h.raised(error, reading.read_motion, armature, binding, scene, 0, 1_000_000)


@pytest.mark.slow
def test_shared_rigs_round_trip():
    """Real rigs: keys written, then read back by the quick way and by stepping."""
    folder = h.ROOT.parents[1] / "shared" / "rigs"
    folder = folder if folder.is_dir() else h.ROOT.parent / "shared" / "rigs"
    files = sorted(path for path in folder.glob("*") if path.suffix in (".glb", ".vrm", ".bvh"))
    if not files:
        pytest.skip("there is no folder of shared rigs beside this checkout")
    importing = h.part("rig.importing")
    for path in files:
        importing.open_rig(path)
        bpy.context.scene.render.fps = 24
        armature = importing.pick_armature(None)
        if armature.animation_data:
            armature.animation_data.action = None
        binding, motion = put(armature)
        read = h.part("rig.reading").read_motion(armature, binding, bpy.context.scene)
        degrees, millimetres = errors(read, motion)
        bones = list(h.part("rig.reading").seen_bones(binding).values())
        quick = h.part("animation.fcurve_pose").follows_keys_only(armature, bones)
        print(f"         {path.name}: {degrees:.4f} degrees, {millimetres:.4f} mm{'' if quick else ', by stepping'}")
        assert degrees < EXACT_DEGREES and millimetres < EXACT_MM, path.name
        if quick:
            both_ways(armature, binding)
