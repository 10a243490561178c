"""Motion around a pose and poses completed, with a fake engine: what the artist set is met exactly, on any rig."""

from __future__ import annotations

import bpy
import numpy as np
import pytest

from tests.blender import control_rigs as c
from tests.blender import helpers as h
from tests.blender.rig.test_reading import put

RIGS = [
    ("rigify", {"roll": 25}),
    ("mixamo", {"unit": 0.01, "y_up": True}),
    ("unreal", {"root": True, "arms": 50}),
    ("mixamo", {"mode": "YZX"}),
]


def _panel(kind, **more):
    s = bpy.context.scene.motif
    s.source, s.lock_seed, s.seed, s.takes, s.prompt = "pose", True, 5, 2, ""
    s.pose.kind = kind
    for name, value in more.items():
        setattr(s.pose, name, value)
    return s


def _pose(armature, seed=1, but=()):
    """Turn every bone of the body a little, without keys."""
    random = np.random.default_rng(seed)
    for bone in h.roles_of(armature).values():
        pose = armature.pose.bones[bone]
        turn = random.uniform(-0.4, 0.4, 3)
        if bone in but:
            continue
        if pose.rotation_mode == "QUATERNION":
            half = np.linalg.norm(turn) / 2
            pose.rotation_quaternion = (np.cos(half), *(turn / (2 * half) * np.sin(half)))
        else:
            pose.rotation_euler = turn
    armature.pose.bones[h.roles_of(armature)["pelvis"]].location = (0.02, 0.01, -0.03)
    bpy.context.view_layer.update()


def _values(armature):
    """What every bone's properties are."""
    return {
        bone.name: tuple(
            tuple(getattr(bone, prop)) for prop in ("location", "rotation_quaternion", "rotation_euler", "scale")
        )
        for bone in armature.pose.bones
    }


def _matrices(armature):
    bpy.context.view_layer.update()
    seen = armature.evaluated_get(bpy.context.evaluated_depsgraph_get())
    return {bone.name: np.array(seen.matrix_world @ bone.matrix) for bone in seen.pose.bones}


def _apart(before, after):
    return max(np.abs(before[name] - after[name]).max() for name in before)


def _select(armature, bones):
    bpy.context.view_layer.objects.active = armature
    armature.select_set(True)
    bpy.ops.object.mode_set(mode="POSE")
    for bone in armature.pose.bones:
        chosen = bone.name in bones
        if hasattr(bone, "select"):
            bone.select = chosen
        else:
            bone.bone.select = chosen


@pytest.mark.parametrize(("rig", "place"), zip(RIGS, ("middle", "first", "last", "middle")))
def test_motion_passes_through_the_pose_that_is_shown(rig, place):
    family, options = rig
    armature = h.build(family, **options)
    h.place(armature, (1, 2, 0), (0, 0, 40))
    _pose(armature)
    scene = bpy.context.scene
    scene.frame_set(50)
    before, was = _matrices(armature), _values(armature)
    _panel("motion", place=place, frames=31)
    with h.engine():
        assert bpy.ops.motif.generate() == {"FINISHED"}
    store = armature.motif
    assert len(store.takes) == 2
    start = {"first": 50, "middle": 35, "last": 20}[place]
    for index in (1, 0):
        store.chosen = index
        action = store.takes[index].action
        assert h.part("animation.actions").frame_range(action) == (start, start + 30)
        scene.frame_set(50)
        assert _apart(before, _matrices(armature)) < 1e-4 * (100 if "unit" in options else 1), (family, place)
        assert _same_rotation(was, _values(armature)), family
        scene.frame_set(start if place != "first" else 60)
        assert _apart(before, _matrices(armature)) > 1e-2


def _same_rotation(was, now):
    """Bits of the rotations, but for a quaternion's sign, which turns nothing."""
    for name, (_, quaternion, euler, _) in was.items():
        _, q, e, _ = now[name]
        if q not in (quaternion, tuple(-v for v in quaternion)) or e != euler:
            return False
    return True


@pytest.mark.parametrize(("keys", "into"), (("sparse", "new"), ("every", "replace"), ("sparse", "replace")))
def test_a_pose_in_an_animation_and_sparse_keys(keys, into):
    """The frame of an Action under the playhead; few keys; the present Action's frames replaced."""
    armature = h.build("unreal", root=True)
    put(armature)
    before_action = armature.animation_data.action
    armature.motif.keys, armature.motif.keys_into = keys, into
    scene = bpy.context.scene
    scene.frame_set(20)
    before = _matrices(armature)
    _panel("motion", frames=15)
    with h.engine():
        assert bpy.ops.motif.generate() == {"FINISHED"}
    assert armature.motif.before == before_action
    assert armature.animation_data.action != before_action
    scene.frame_set(20)
    assert _apart(before, _matrices(armature)) < 2e-4, (keys, into)
    first, last = h.part("animation.actions").frame_range(armature.animation_data.action)
    assert (first, last) == ((13, 27) if into == "new" else (1, 40))
    if into == "replace":
        for frame in (5, 35):
            scene.frame_set(frame)
            shown = _matrices(armature)
            h.part("animation.actions").assign(armature, before_action)
            scene.frame_set(frame)
            assert _apart(shown, _matrices(armature)) < 1e-5
            armature.motif.chosen = armature.motif.chosen


@pytest.mark.parametrize(("family", "options"), RIGS)
def test_given_bones_stay_and_the_others_are_proposed(family, options):
    armature = h.build(family, **options)
    _pose(armature)
    roles = h.roles_of(armature)
    given = {roles[r] for r in ("pelvis", "left_shoulder", "left_elbow", "left_wrist", "head")}
    _select(armature, given)
    scene = bpy.context.scene
    scene.frame_set(12)
    was = _values(armature)
    _panel("rest", given="selected")
    with h.engine():
        assert bpy.ops.motif.generate() == {"FINISHED"}
    store = armature.motif
    found = []
    for index in (0, 1):
        store.chosen = index
        scene.frame_set(12)
        now = _values(armature)
        found.append(now)
        kept = {n for n in given if n in now}
        assert _same_rotation({n: was[n] for n in kept}, now), family
        assert now[roles["pelvis"]][0] == was[roles["pelvis"]][0]
        moved = roles["right_shoulder"]
        assert not _same_rotation({moved: was[moved]}, now)
        assert h.part("animation.actions").frame_range(store.takes[index].action)[0] == 12
    assert found[0] != found[1]


def test_bones_with_keys_on_this_frame_are_given():
    armature = h.build("rigify")
    put(armature)
    roles = h.roles_of(armature)
    action = armature.animation_data.action
    scene = bpy.context.scene
    scene.frame_set(60)  # past the animation, where nothing has a key
    _panel("rest", given="keyed")
    with h.engine():
        assert "No bone has a key on frame 60" in h.refused(bpy.ops.motif.generate)
        for role in ("left_shoulder", "right_hip"):
            armature.pose.bones[roles[role]].keyframe_insert("rotation_quaternion", frame=60)
        others = {(c.data_path, c.array_index): c.evaluate(30) for c in h.part("animation.actions").curves_of(armature)}
        assert bpy.ops.motif.generate() == {"FINISHED"}
    made = armature.animation_data.action
    assert made != action and armature.motif.before == action
    curves = {(c.data_path, c.array_index): c for c in h.part("animation.actions").action_curves(made)}
    assert all(curves[key].evaluate(30) == value for key, value in others.items())
    anchor = h.part("sources.poses").PoseAnchor.from_meta(h.part("animation.actions").read_meta(made))
    assert set(anchor.given) == {roles["left_shoulder"], roles["right_hip"]} and anchor.frame == 60


def test_sentences_for_what_makes_no_sense():
    armature = h.build("mixamo")
    _panel("motion")
    with h.engine():
        assert "is in its rest pose" in h.refused(bpy.ops.motif.generate)
        _pose(armature)
        _select(armature, set())
        _panel("rest", given="selected")
        assert "No bone is selected" in h.refused(bpy.ops.motif.generate)
        _select(armature, {bone.name for bone in armature.pose.bones})
        assert "All bones of the body are given" in h.refused(bpy.ops.motif.generate)
    assert not armature.motif.takes


def test_families_share_the_pose_or_the_motion():
    armature = h.build("mixamo")
    _pose(armature)
    scene = bpy.context.scene
    scene.frame_set(30)
    before = _matrices(armature)
    _panel("motion", frames=21)
    keys = h.part("animation.actions")
    with h.engine():
        bpy.ops.motif.around_pose()
        assert h.part("takes.takes").chosen(armature).family
        scene.frame_set(1)  # wherever the playhead is
        assert bpy.ops.motif.take_family(share="pose") == {"FINISHED"}
        metas = [keys.read_meta(row.action) for row in armature.motif.takes]
        first, last = metas[0], metas[-1]
        assert last["request"]["base_seeds"] == [first["seed"]] and last["seed"] != first["seed"]
        scene.frame_set(30)
        assert _apart(before, _matrices(armature)) < 1e-4
        assert bpy.ops.motif.take_family(share="motion") == {"FINISHED"}
        other = keys.read_meta(armature.motif.takes[-1].action)
        kept = keys.read_meta(armature.motif.takes[2].action)
        assert other["seed"] == kept["seed"] and other["request"]["base_seeds"] != kept["request"]["base_seeds"]
        assert bpy.ops.motif.take_reroll() == {"FINISHED"}
    _panel("rest", given="selected")


def test_the_panel_shows_the_pose_side():
    armature = h.build("mixamo")
    _pose(armature)
    ui = h.part("panels.pose")
    drawn = []

    class Layout:
        """Takes down what is drawn."""

        def __getattr__(self, name):
            def call(*args, **kwargs):
                drawn.append((name, args[1:] if args and not isinstance(args[0], str) else args, kwargs))
                return self

            return call

    for kind, shown in (("motion", {"kind", "place", "frames", "prompt"}), ("rest", {"kind", "given", "prompt"})):
        drawn.clear()
        _panel(kind)
        ui.draw_source(Layout(), bpy.context)
        assert {args[0] for name, args, _ in drawn if name == "prop"} == shown


@pytest.mark.parametrize("lead", ("fk", "both"))
def test_a_control_rig_passes_through_the_pose(lead):
    """The bones that move the mesh are where they were, on the frame of the pose."""
    armature, own_map = c.auto_rig_pro()
    binding, _ = put(armature, own_map=own_map)
    armature.motif.lead = lead
    for role, bone in own_map.items():
        row = armature.motif.bones.add()
        row.name, row["bone"] = role, bone
    scene = bpy.context.scene
    scene.frame_set(20)
    shown = [binding.controls.deform[role] for role in binding.controls.deform if binding.controls.deform[role]]
    before = {name: m for name, m in _matrices(armature).items() if name in shown}
    _panel("motion", frames=15)
    with h.engine():
        assert bpy.ops.motif.generate() == {"FINISHED"}
    scene.frame_set(20)
    after = _matrices(armature)
    assert _apart(before, after) < 2e-3, (lead, {n: float(np.abs(before[n] - after[n]).max()) for n in before})
    scene.frame_set(14)
    assert _apart(before, _matrices(armature)) > 1e-2
