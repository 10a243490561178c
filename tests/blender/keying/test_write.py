"""Keys: sparse within an error, in place of a range, as an NLA strip, looped. Measured on what Blender evaluates."""

from __future__ import annotations

import dataclasses

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.fake_engine import walk


def _binding(armature, frames=60):
    """A walk with wandering arms on the armature: its binding and the motion on its skeleton."""
    rig, motion, quat = h.part("rig.binding"), h.part("retarget.motion"), h.part("retarget.quat")
    made = motion.Motion.from_arrays(walk(frames, 30.0, 3).to_arrays())
    t = np.arange(frames)[:, None, None] / 30
    sway = np.sin(t * np.linspace(2, 6, 22)[None, :, None] + np.arange(3)) * 0.15
    rot = quat.continuous(quat.multiply(made.rot, quat.from_rotvec(sway)))
    made = motion.Motion(made.skeleton, made.fps, made.root_pos, rot, made.contacts)
    binding = rig.read_rig(armature, bpy.context.scene)
    return binding, binding.retarget(made)


def _write(armature, binding, moved, start=1, source=None, **options):
    writing = h.part("keying.write")
    action = writing.write(
        armature, bpy.context.scene, binding, moved, start, "walk", {"request": {"prompts": []}},
        writing.Keying(**options), source,
    )  # fmt: skip
    h.part("animation.actions").assign(armature, action)
    return action


def _poses(armature, frames):
    """World matrices of all bones (T, B, 4, 4)."""
    out = []
    for frame in frames:
        bpy.context.scene.frame_set(frame)
        seen = armature.evaluated_get(bpy.context.evaluated_depsgraph_get())
        out.append([np.array(seen.matrix_world @ pose.matrix) for pose in seen.pose.bones])
    return np.array(out)


def _difference(armature, a, b):
    """Largest angle of any bone in degrees, and way of any hand or foot in m, between two sets of poses."""
    axes = [m[..., :3, :3] / np.linalg.norm(m[..., :3, :3], axis=-2, keepdims=True) for m in (a, b)]
    chord = np.linalg.norm(axes[0] - axes[1], axis=(-2, -1)) / np.sqrt(8)
    ends = [armature.pose.bones.find(bone) for role, bone in h.roles_of(armature).items()
            if role.endswith(("wrist", "ankle", "foot"))]  # fmt: skip
    way = np.linalg.norm(a[..., :3, 3] - b[..., :3, 3], axis=-1)[:, ends]
    return float(np.degrees(2 * np.arcsin(chord)).max()), float(way.max())


def _keyed(action):
    return sum(len(curve.keyframe_points) for curve in h.part("animation.actions").action_curves(action))


def _bits(curve):
    """Everything that an f-curve's keys hold."""
    return [column.tobytes() for column in h.part("animation.keyframes").read(curve).columns.values()]


def _sparse_on(armature, root="hips", degrees=0.2, millimetres=1.0):
    binding, moved = _binding(armature)
    frames = range(1, 61)
    dense = _write(armature, binding, moved, root=root)
    want = _poses(armature, frames)
    few = _write(armature, binding, moved, root=root, sparse=True, degrees=degrees, millimetres=millimetres)
    have = _difference(armature, _poses(armature, frames), want)
    assert have[0] <= degrees * 1.02 + 0.02 and have[1] <= millimetres / 1000 * 1.02 + 1e-4, have
    assert _keyed(few) < 0.75 * _keyed(dense), (_keyed(few), _keyed(dense))
    return few


@pytest.mark.parametrize(("degrees", "millimetres"), ((0.2, 1.0), (1.0, 8.0)))
def test_sparse_keys_keep_the_error(degrees, millimetres):
    _sparse_on(h.build("rigify"), "hips", degrees, millimetres)


def test_sparse_keys_on_other_rigs():
    armature = h.build("mixamo", unit=0.01, y_up=True)
    h.place(armature, rotation=(90, 0, 0), scale=0.01)
    _sparse_on(armature)
    for root in ("root", "object"):
        bpy.ops.wm.read_factory_settings(use_empty=True)
        armature = h.build("unreal", arms=40, roll=30, root=True, mode="XYZ")
        _sparse_on(armature, root)


def test_sparse_keys_share_frames_and_are_aligned():
    action = _sparse_on(h.build("rigify"))
    by_bone = {}
    for curve in h.part("animation.actions").action_curves(action):
        keys = curve.keyframe_points
        by_bone.setdefault(curve.group.name, set()).add(tuple(round(k.co[0]) for k in keys))
        assert {k.handle_left_type for k in keys} == {k.handle_right_type for k in keys} == {"ALIGNED"}
        assert {k.interpolation for k in keys} == {"BEZIER"}
        if "GENERATED" in {i.identifier for i in bpy.types.Keyframe.bl_rna.properties["type"].enum_items}:
            assert {k.type for k in keys} == {"GENERATED"}
    assert all(len(frames) == 1 for frames in by_bone.values())


def test_blender_draws_the_curves_that_were_meant():
    armature = h.build("rigify")
    binding, moved = _binding(armature)
    thinning, deviation, curves = (
        h.part("keying.reduce"),
        h.part("retarget.keyframes.error"),
        h.part("retarget.keyframes.curves"),
    )
    channels = binding.channels(moved)
    meant = thinning.reduce_channels(armature, binding, moved, channels, deviation.Tolerance(0.5, 0.005))
    action = h.part("animation.actions").write(armature, channels, 7, "meant", {"request": {"prompts": []}}, meant)
    between = np.linspace(7, 66, 60 * 4 - 3)
    for curve in h.part("animation.actions").action_curves(action):
        few = meant[curve.data_path]
        on_frames = [curve.evaluate(frame) for frame in range(7, 67)]
        assert np.abs(on_frames - few.at_frames()[:, curve.array_index]).max() < 2e-6, curve.data_path
        left, right = (side[:, curve.array_index] for side in few.handles())
        keys = np.stack([few.frames, few.values[:, curve.array_index]], axis=-1)
        want = curves.evaluate(between - 7, keys, left, right)
        assert np.abs([curve.evaluate(f) for f in between] - want).max() < 2e-5, curve.data_path


def test_evaluation_agrees_with_blender_for_any_handles():
    curves, points = h.part("retarget.keyframes.curves"), h.part("animation.keyframes")
    rng = np.random.default_rng(2)
    action = bpy.data.actions.new("Any")
    owner = h.part("animation.actions").channelbag_of(action, h.build("rigify"))
    curve = owner.fcurves.new("location", index=0)
    for _ in range(20):
        frames = np.cumsum(rng.uniform(1, 12, 9))
        keys = np.stack([frames, rng.normal(size=9)], axis=-1)
        left = keys + np.stack([-rng.uniform(0, 15, 9), rng.normal(size=9)], axis=-1)
        right = keys + np.stack([rng.uniform(0, 15, 9), rng.normal(size=9)], axis=-1)
        free = np.full(9, points.enum_values("handle_left_type")["FREE"], np.int32)
        made = {"co": keys, "handle_left": left, "handle_right": right, "interpolation": np.full(9, 2, np.int32),
                "handle_left_type": free, "handle_right_type": free}  # fmt: skip
        points.put(curve, points.Points(made))
        keys, left, right = (np.float32(part).astype(float) for part in (keys, left, right))
        at = np.linspace(frames[0] - 3, frames[-1] + 3, 400)
        have = np.array([curve.evaluate(f) for f in at])
        assert np.abs(have - curves.evaluate(at, keys, left, right)).max() < 1e-3


def test_replace_in_range_keeps_the_rest_to_the_bit():
    keys = h.part("animation.actions")
    for sparse in (False, True):
        bpy.ops.wm.read_factory_settings(use_empty=True)
        armature = h.build("rigify")
        binding, moved = _binding(armature)
        old = _write(armature, binding, moved, start=1)
        for number, curve in enumerate(keys.action_curves(old)):
            for key in curve.keyframe_points:
                key.handle_right_type = ("FREE", "VECTOR", "AUTO_CLAMPED", "ALIGNED")[number % 4]
                key.interpolation = ("BEZIER", "LINEAR", "SINE")[number % 3]
            curve.update()
        before = {(c.data_path, c.array_index): _bits(c) for c in keys.action_curves(old)}
        outside = {k: [np.float32(c) for c in _outside(old, k)] for k in before}
        new = _write(armature, binding, moved.cut(0, 20), 21, old, into="replace", sparse=sparse)
        assert new != old and armature.animation_data.action == new
        assert {(c.data_path, c.array_index): _bits(c) for c in keys.action_curves(old)} == before
        bpy.context.scene.frame_set(30)
        for curve in keys.action_curves(new):
            points = h.part("animation.keyframes").read(curve)
            kept = points.where((points.frames < 20.9) | (points.frames > 40.1))
            was = h.part("animation.keyframes").read(_find(old, curve))
            was = was.where((was.frames < 20.9) | (was.frames > 40.1))
            for name, column in was.columns.items():
                assert column.tobytes() == kept.columns[name].tobytes(), (curve.data_path, name)
        assert outside


def _find(action, curve):
    found = h.part("animation.actions").action_curves(action)
    return next(c for c in found if (c.data_path, c.array_index) == (curve.data_path, curve.array_index))


def _outside(action, where):
    curve = next(c for c in h.part("animation.actions").action_curves(action) if (c.data_path, c.array_index) == where)
    return [tuple(k.co) for k in curve.keyframe_points if not 21 <= k.co[0] <= 40]


def test_replaced_frames_go_on_from_where_the_character_is():
    """No jump at either end of the range, and the new part walks on from the old place in the old heading."""
    armature = h.build("rigify")
    h.place(armature, location=(2, -1, 0), rotation=(0, 0, 40))
    binding, moved = _binding(armature)
    old = _write(armature, binding, moved)
    before = _poses(armature, (31, 50))
    _write(armature, binding, moved.cut(0, 20), 31, old, into="replace")
    hips = h.pose_points(armature, {"p": "spine"}, range(1, 61))["p"]
    steps = np.linalg.norm(np.diff(hips[:, :2], axis=0), axis=1)
    assert steps.max() < 2 * steps[:29].max(), steps
    assert _difference(armature, _poses(armature, (31, 50)), before)[0] < 0.05
    ahead = hips[45] - hips[35]
    assert ahead[:2] @ (hips[20] - hips[10])[:2] > 0.9 * np.linalg.norm(ahead[:2]) ** 2


def test_replace_needs_an_action_and_holds_what_had_no_keys():
    rig, keys = h.part("rig.binding"), h.part("animation.actions")
    armature = h.build("rigify")
    binding, moved = _binding(armature)
    said = h.raised(rig.RigError, lambda: _write(armature, binding, moved, into="replace"))
    assert "New Action" in said and not bpy.data.actions
    old = bpy.data.actions.new("Old")
    curve = keys.channelbag_of(old, armature).fcurves.new('pose.bones["shin.L"].rotation_quaternion', index=1)
    for frame in (1, 100):
        curve.keyframe_points.insert(frame, 0.1)
    armature.pose.bones["head" if "head" in armature.pose.bones else "spine.006"].rotation_quaternion = (0.8, 0.6, 0, 0)
    keys.assign(armature, old)
    new = _write(armature, binding, moved, 20, old, into="replace")
    head = [c for c in keys.action_curves(new) if "spine.006" in c.data_path and "quaternion" in c.data_path]
    assert np.allclose([c.evaluate(5) for c in head], (0.8, 0.6, 0, 0))
    assert np.allclose([c.evaluate(95) for c in head], (0.8, 0.6, 0, 0))


def _ask(takes=2, frames=48, **settings):
    s = bpy.context.scene.motif
    s.prompt, s.lock_seed, s.seed, s.takes, s.automatic, s.frames = "a person walks", True, 5, takes, False, frames
    for name, value in settings.items():
        setattr(s, name, value)


def test_the_panel_s_keys_reach_the_take():
    armature = h.build("rigify")
    armature.motif.keys, armature.motif.key_degrees, armature.motif.key_millimetres = "sparse", 0.5, 3.0
    _ask()
    with h.engine():
        bpy.ops.motif.generate()
    action = armature.animation_data.action
    assert _keyed(action) < 0.6 * 48 * len(h.part("animation.actions").action_curves(action))
    meta = h.part("animation.actions").read_meta(action)
    assert meta["keys"]["sparse"] and abs(meta["keys"]["degrees"] - 0.5) < 1e-6
    placement, _ = h.part("takes.reroll").reroll(armature, bpy.context.scene, action, (9,))
    keying = placement.keying
    assert keying.sparse and keying.millimetres == 3.0 and keying.root == "hips"


def test_takes_that_replace_a_range_all_start_from_the_action_before():
    armature = h.build("rigify")
    binding, moved = _binding(armature)
    old = _write(armature, binding, moved)
    armature.motif.keys_into = "replace"
    _ask(takes=2, frames=20, start=31)
    with h.engine():
        for _ in range(2):
            bpy.ops.motif.generate()
    assert len(armature.motif.takes) == 4 and armature.motif.before == old
    for row in armature.motif.takes:
        assert h.part("animation.actions").frame_range(row.action) == (1, 60)
    bpy.ops.motif.take_keep()
    assert armature.animation_data.action not in (None, old) and old.name in bpy.data.actions


def test_keep_puts_a_take_into_the_nla():
    armature = h.build("rigify")
    binding, moved = _binding(armature)
    old = _write(armature, binding, moved)
    armature.motif.keys_into = "nla"
    _ask(takes=2, frames=20, start=21)
    with h.engine():
        bpy.ops.motif.generate()
    store = armature.motif
    take = store.takes[0].action
    assert armature.animation_data.action == take
    shown = _poses(armature, (25,))
    bpy.ops.motif.take_keep()
    data = armature.animation_data
    assert data.action is None and [t.strips[0].action for t in data.nla_tracks] == [old, take]
    strip = data.nla_tracks[1].strips[0]
    assert (strip.frame_start, strip.frame_end, strip.blend_type) == (21, 40, "REPLACE")
    assert _difference(armature, _poses(armature, (25,)), shown)[0] < 0.01
    keys = h.part("animation.actions")
    inside = _poses(armature, (10, 50))
    data.nla_tracks[1].mute = True
    assert _difference(armature, _poses(armature, (10, 50)), inside)[0] < 0.01
    assert keys.read_meta(take) is not None


def test_a_loop_goes_round_and_keeps_its_travel():
    armature = h.build("rigify")
    binding, moved = _binding(armature)
    for sparse in (False, True):
        action = _write(armature, binding, moved, loop="repeat", sparse=sparse)
        poses = _poses(armature, (1, 31, 60, 90, 119))
        poses[..., :3, 3] -= poses[:, :1, :3, 3] * (1, 1, 0)  # as seen from the hips
        tight = _difference(armature, poses[[0, 0, 1]], poses[[2, 4, 3]])
        assert tight[0] < 0.6 and tight[1] < 0.003, tight
        hips = h.pose_points(armature, {"p": "spine"}, (1, 60, 119))["p"]
        once, twice = hips[1] - hips[0], hips[2] - hips[1]
        assert np.linalg.norm(once[:2]) > 1 and np.abs(once - twice).max() < 1e-3
        assert all(c.modifiers[0].type == "CYCLES" for c in h.part("animation.actions").action_curves(action))
    plain = _write(armature, binding, moved, loop="match")
    assert not any(len(c.modifiers) for c in h.part("animation.actions").action_curves(plain))


def test_key_options_as_words():
    parse = h.part("keying.write").Keying.parse
    assert not parse("every").sparse and parse("sparse") == dataclasses.replace(parse("every"), sparse=True)
    assert (parse("sparse:0.5,3").degrees, parse("sparse:0.5,3").millimetres) == (0.5, 3.0)
    assert parse("sparse:2").millimetres == 1.0
    for words in ("few", "sparse:", "sparse:-1", "sparse:1,2,3", "every:1", "sparse:nan", "sparse:1,x"):
        assert "sparse:0.5,2" in h.raised(ValueError, parse, words)
