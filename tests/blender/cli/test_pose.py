"""`around` and `poses` without a window, on the fake engine and once on the real one: as the panel has them."""

from __future__ import annotations

import json
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.cli.test_generate import _folder, _main
from tests.blender.cli.test_manifest import _batch, _manifest
from tests.blender.rig.test_reading import put
from tests.blender.sources.test_poses import _apart, _matrices, _panel, _pose, _same_rotation, _values


def _posed(folder: Path) -> Path:
    """A figure with a pose without keys on frame 30, and one that walks in frames 1 to 40."""
    hero = h.build("mixamo", "Hero")
    walker = h.build("unreal", "Walker", root=True)
    put(walker)
    bpy.context.scene.frame_set(30)
    _pose(hero)
    path = folder / "shot.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    return path


def _report(*words: object) -> dict:
    status, said, err = _main(*map(str, words), "--json")
    assert status == 0, err
    return json.loads(said.strip().splitlines()[-1])


def _curves(armature) -> np.ndarray:
    """(curve, frame, value) of every key of the Action that is on it."""
    found = h.part("animation.actions").curves_of(armature)
    return np.array([(i, *key.co) for i, curve in enumerate(found) for key in curve.keyframe_points])


def test_motion_around_a_pose_is_what_the_panel_makes():
    with _folder() as folder, h.engine():
        scene, out = _posed(folder), folder / "out.blend"
        before, was = _matrices(bpy.data.objects["Hero"]), _values(bpy.data.objects["Hero"])
        report = _report(
            "around", "--scene", scene, "--armature", "Hero", "--frames", "21", "--seed", "5", "--takes", "2",
            "--text", "a person waves", "--save", out,
        )  # fmt: skip
        assert [(t["seed"], t["base_seed"], t["frames"]) for t in report["takes"]] == [
            (5, 5, [20, 40]),
            (6, 6, [20, 40]),
        ]
        bpy.ops.wm.open_mainfile(filepath=str(out))
        hero, shot = bpy.data.objects["Hero"], bpy.context.scene
        assert shot.frame_current == 30 and len(hero.motif.takes) == 2
        assert _apart(before, _matrices(hero)) < 1e-4 and _same_rotation(was, _values(hero))
        made = [_curves_of_take(hero, index) for index in (0, 1)]
        bpy.ops.wm.open_mainfile(filepath=str(scene))
        hero = bpy.data.objects["Hero"]
        bpy.context.view_layer.objects.active = hero
        _panel("motion", place="middle", frames=21).prompt = "a person waves"
        assert bpy.ops.motif.generate() == {"FINISHED"}
        for index, curves in enumerate(made):
            np.testing.assert_allclose(_curves_of_take(hero, index), curves, rtol=0, atol=1e-6)


def _curves_of_take(armature, index: int) -> np.ndarray:
    armature.motif.chosen = index
    return _curves(armature)


def test_a_pose_of_an_animation_in_a_range_of_frames():
    with _folder() as folder, h.engine():
        scene, out = _posed(folder), folder / "out.blend"
        bpy.context.scene.frame_set(12)
        before = _matrices(bpy.data.objects["Walker"])
        report = _report(
            "around", "--scene", scene, "--armature", "Walker", "--at", "12", "--range", "10-60", "--save", out,
            "--keys", "sparse",
        )  # fmt: skip
        assert report["takes"][0]["frames"] == [10, 60]
        bpy.ops.wm.open_mainfile(filepath=str(out))
        assert bpy.context.scene.frame_current == 30, "where the artist left it"
        bpy.context.scene.frame_set(12)
        assert _apart(before, _matrices(bpy.data.objects["Walker"])) < 2e-4
        walker = bpy.data.objects["Walker"]
        meta = h.part("animation.actions").read_meta(walker.animation_data.action)
        anchor = h.part("sources.poses").PoseAnchor.from_meta(meta)
        assert (anchor.place, anchor.frame, anchor.start, anchor.count) == ("range", 12, 10, 51)
        bpy.context.view_layer.objects.active = walker
        bpy.context.scene.frame_set(12)
        assert bpy.ops.motif.take_reroll() == {"FINISHED"}
        again = walker.motif.takes[-1].action
        assert h.part("animation.actions").frame_range(again) == (10, 60)


def test_families_share_what_is_asked_for():
    with _folder() as folder, h.engine():
        scene = _posed(folder)
        words = ("around", "--scene", scene, "--armature", "Hero", "--frames", "21", "--seed", "5", "--takes", "3")
        for vary, seeds in (("motion", [(5, 9), (6, 9), (7, 9)]), ("pose", [(5, 9), (5, 10), (5, 11)])):
            out = folder / f"{vary}.blend"
            report = _report(*words, "--base-seed", "9", "--vary", vary, "--save", out)
            assert [(take["seed"], take["base_seed"]) for take in report["takes"]] == seeds
            assert all(take["frames"] == [20, 40] for take in report["takes"])
            bpy.ops.wm.open_mainfile(filepath=str(out))
            hero = bpy.data.objects["Hero"]
            # With poses of the model's own there is none to meet.
            met = [
                h.part("sources.poses").PoseAnchor.from_meta(h.part("animation.actions").read_meta(t.action))
                for t in hero.motif.takes
            ]
            assert [anchor is not None for anchor in met] == [vary == "motion"] * 3
            assert all(take.family for take in hero.motif.takes)


def test_the_rest_of_a_pose_by_bones_joints_and_parts():
    with _folder() as folder, h.engine():
        scene, out = _posed(folder), folder / "out.blend"
        was = _values(bpy.data.objects["Hero"])
        roles = h.roles_of(bpy.data.objects["Hero"])
        report = _report(
            "poses", "--scene", scene, "--armature", "Hero", "--given", f"{roles['head']}, right_knee,left_arm",
            "--takes", "3", "--seed", "2", "--save", out,
        )  # fmt: skip
        assert [take["seed"] for take in report["takes"]] == [2, 3, 4]
        bpy.ops.wm.open_mainfile(filepath=str(out))
        hero = bpy.data.objects["Hero"]
        arm = ("left_collar", "left_shoulder", "left_elbow", "left_wrist")
        given = {roles[role] for role in ("head", "right_knee", *arm)}
        for index in range(3):
            hero.motif.chosen = index
            bpy.context.scene.frame_set(30)
            now = _values(hero)
            for role, bone in roles.items():
                assert _same_rotation({bone: was[bone]}, now) == (bone in given), role
            assert h.part("animation.actions").frame_range(hero.motif.takes[index].action)[0] == 30


def test_bones_with_keys_on_the_frame_are_given():
    with _folder() as folder, h.engine():
        scene, out = _posed(folder), folder / "out.blend"
        walker = bpy.data.objects["Walker"]
        roles = h.roles_of(walker)
        bpy.context.scene.frame_set(50)
        for role in ("head", "left_hip"):
            walker.pose.bones[roles[role]].keyframe_insert("rotation_quaternion", frame=50)
        bpy.context.scene.frame_set(30)
        bpy.ops.wm.save_mainfile()
        _report("poses", "--scene", scene, "--armature", "Walker", "--at", "50", "--keyed", "--save", out)
        bpy.ops.wm.open_mainfile(filepath=str(out))
        action = bpy.data.objects["Walker"].animation_data.action
        anchor = h.part("sources.poses").PoseAnchor.from_meta(h.part("animation.actions").read_meta(action))
        assert set(anchor.given) == {roles["head"], roles["left_hip"]} and anchor.frame == 50


def test_what_makes_no_sense_is_one_sentence():
    with _folder() as folder, h.engine():
        scene = _posed(folder)
        bytes_before = scene.read_bytes()
        around, poses = ("around", "--scene", scene, "--armature"), ("poses", "--scene", scene, "--armature", "Hero")
        cases = {
            "lies outside the frames 40 to 60": (*around, "Hero", "--range", "40-60"),
            "leave out --place": (*around, "Hero", "--range", "20-60", "--place", "last"),
            "--takes": (*around, "Hero", "--takes", "0"),
            "--seconds": (*around, "Hero", "--seconds", "-1"),
            "called “Nobody”": (*around, "Nobody"),
            "“left_ear” is no bone": (*poses, "--given", "left_arm,left_ear"),
            "All bones of the body are given": (*poses, "--given", "body"),
            "None of the chosen bones": (*poses, "--given", " , "),
            "No bone has a key on frame 30": (*poses, "--keyed"),
        }
        for words, arguments in cases.items():
            status, _, err = _main(*map(str, arguments), "--overwrite")
            sentence = err.strip().splitlines()[-1]
            assert status == 1 and words in sentence and sentence.startswith("motif-blender: "), (words, err)
        assert _main(*map(str, poses))[0] == 2, "given or keyed must be said"
        assert _main(*map(str, poses), "--keyed", "--given", "head")[0] == 2
        bpy.ops.wm.open_mainfile(filepath=str(scene))
        for bone in bpy.data.objects["Hero"].pose.bones:
            bone.rotation_quaternion = (1, 0, 0, 0)
        bpy.ops.wm.save_as_mainfile(filepath=str(folder / "rest.blend"))
        status, _, err = _main("around", "--scene", folder / "rest.blend", "--armature", "Hero", "--overwrite")
        assert status == 1 and "is in its rest pose" in err
        assert scene.read_bytes() == bytes_before


def test_rows_of_a_manifest():
    with _folder() as folder, h.engine():
        _posed(folder)
        shot = {"scene": "shot.blend", "armature": "Hero", "at": 30}
        rows = [
            {**shot, "given": ["left_arm", "head"], "seed": 4, "out": "pose.blend"},
            {**shot, "range": "11-50", "text": "a person waves", "takes": 2, "vary": "motion", "out": "moves.blend"},
            {**shot, "armature": "Walker", "seconds": 1, "place": "last", "into": "replace", "out": "moves.blend"},
        ]
        status, said, err = _batch(_manifest(folder, *rows))
        assert status == 0 and said["made"] == 3, err
        bpy.ops.wm.open_mainfile(filepath=str(folder / "pose.blend"))
        assert h.part("animation.actions").frame_range(bpy.data.objects["Hero"].animation_data.action)[0] == 30
        bpy.ops.wm.open_mainfile(filepath=str(folder / "moves.blend"))
        hero, walker = bpy.data.objects["Hero"], bpy.data.objects["Walker"]
        assert (
            h.part("animation.actions").frame_range(hero.animation_data.action) == (11, 50)
            and len(hero.motif.takes) == 2
        )
        assert h.part("animation.actions").frame_range(walker.animation_data.action) == (1, 40)
        wrong = {
            "“range”": {**shot, "frames": "11-50", "out": "b.blend"},
            "invalid choice": {**shot, "place": "somewhere", "out": "b.blend"},
            "“loop” does not go": {**shot, "loop": "match", "out": "b.blend"},
            "one of them": {**shot, "seconds": 1, "range": "1-50", "out": "b.blend"},
        }
        for words, row in wrong.items():
            status, _, err = _main("batch", _manifest(folder, rows[0], row))
            last = err.strip().splitlines()[-1]
            assert status == 1 and last.startswith("motif-blender: Line 2 of shots.jsonl: ") and words in last, err


def test_with_the_real_engine():
    """Both commands on the weights that ship, the pose and the given bones met."""
    weights = {path.name for path in (h.ROOT / "engine" / "weights").iterdir()}
    if not h.REAL_PYTHON or not {"poses.safetensors", "decomposed.safetensors"} <= weights:
        pytest.skip(f"no weights, or the engine's Python is not known: set {h.VARIABLE}")
    with _folder() as folder, h.engine(h.REAL_PYTHON):
        scene, out = _posed(folder), folder / "out.blend"
        hero = bpy.data.objects["Hero"]
        before, was, roles = _matrices(hero), _values(hero), h.roles_of(hero)
        words = ("--scene", scene, "--armature", "Hero", "--device", "cpu", "--save", out)
        report = _report("around", *words, "--frames", "24", "--takes", "2", "--steps", "4")
        assert [take["frames"] for take in report["takes"]] == [[18, 41]] * 2
        bpy.ops.wm.open_mainfile(filepath=str(out))
        hero = bpy.data.objects["Hero"]
        assert _apart(before, _matrices(hero)) < 1e-4
        assert not np.array_equal(_curves_of_take(hero, 0), _curves_of_take(hero, 1))
        _report("poses", *words, "--given", "left_arm,head", "--steps", "4")
        bpy.ops.wm.open_mainfile(filepath=str(out))
        now = _values(bpy.data.objects["Hero"])
        kept = {roles[r] for r in ("left_collar", "left_shoulder", "left_elbow", "left_wrist", "head")}
        assert _same_rotation({bone: was[bone] for bone in kept}, now)
        assert not _same_rotation({roles["right_hip"]: was[roles["right_hip"]]}, now)
