"""The Bone Map panel: detect, correct, mirror, presets; and the map of Rigify's generated human."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import bpy
import pytest

from tests.blender.helpers import build, edit_mode, part, raised, refused


@contextlib.contextmanager
def preset_folder() -> Iterator[Path]:
    """A folder of its own for presets, in place of the artist's."""
    bonemap = part("rig.bone_map")
    real = bonemap.folder
    with tempfile.TemporaryDirectory() as folder:
        bonemap.folder = lambda: Path(folder)
        try:
            yield Path(folder)
        finally:
            bonemap.folder = real


def rows(armature) -> dict[str, str]:
    return {row.name: row.bone for row in armature.motif.bones}


def test_detect_fills_a_row_a_role():
    armature = build("mixamo")
    assert bpy.ops.motif.detect_bones() == {"FINISHED"}
    assert len(rows(armature)) == 22 and rows(armature)["left_knee"] == "mixamorig:LeftLeg"
    assert min(row.confidence for row in armature.motif.bones) > 0.8


def test_scrambled_names_are_detected_by_structure():
    armature = build("unreal", arms=40)
    truth = {}
    for n, bone in enumerate(list(armature.data.bones)):
        truth[bone.name] = f"Bone.{(n * 7) % 22:03d}x"
    roles = {role: match.name for role, match in part("rig.binding").find_map(armature).bones.items()}
    for name, new in truth.items():
        armature.data.bones[name].name = new
    found = part("rig.binding").find_map(armature)
    assert found.family == "" and {r: m.name for r, m in found.bones.items()} == {r: truth[n] for r, n in roles.items()}
    assert part("rig.active").summary(armature).problem == ""


def test_the_summary_sees_bones_that_move():
    armature = build("mixamo")
    targets = part("rig.active")
    assert targets.summary(armature).problem == ""
    with edit_mode(armature):
        for bone in armature.data.edit_bones:
            bone.head, bone.tail = (bone.head.z, 0, 0), (bone.head.z, 0, 0.1)
            bone.name = bone.name[::-1]
    assert targets.summary(armature).problem
    with edit_mode(armature):
        for bone in armature.data.edit_bones:
            bone.name = bone.name[::-1]
    assert targets.summary(armature).problem == ""


def test_mirror_copies_the_chosen_rows_side():
    armature = build("rigify")
    bpy.ops.motif.detect_bones()
    store = armature.motif
    for row in store.bones:
        if row.name.startswith("right_"):
            row.bone = ""
    store.bones["left_foot"].bone = ""
    store.chosen_bone = store.bones.find("left_knee")
    assert bpy.ops.motif.mirror_bones() == {"FINISHED"}
    assert rows(armature)["right_knee"] == "shin.R" and rows(armature)["right_foot"] == ""
    store.bones["right_knee"].bone = ""
    store.chosen_bone = store.bones.find("right_hip")
    bpy.ops.motif.mirror_bones()
    assert rows(armature)["left_knee"] == "" and rows(armature)["left_hip"] == "thigh.L"


def test_mirror_without_sides_in_names_says_so():
    armature = build("mixamo")
    for n, bone in enumerate(list(armature.data.bones)):
        bone.name = f"b{n}"
    before = rows(armature)
    assert "name with a side in it" in refused(bpy.ops.motif.mirror_bones, source="left")
    assert not before


def test_a_preset_goes_to_another_rig_and_to_the_command_line():
    with preset_folder() as folder:
        armature = build("mixamo", "One")
        bpy.ops.motif.detect_bones()
        armature.motif.bones["neck"].bone = ""
        armature.motif.bones["left_elbow"].bone = "mixamorig:LeftHand"
        armature.motif.bones["left_wrist"].bone = ""
        assert bpy.ops.motif.save_bones(name="my: rig") == {"FINISHED"}
        path = folder / "my_ rig.json"
        assert json.loads(path.read_text(encoding="utf-8"))["map"]["left_knee"]["bone"] == "mixamorig:LeftLeg"
        other = build("mixamo", "Two")
        for bone in list(other.data.bones):
            bone.name = bone.name.replace("mixamorig:", "mixamorig9:")
        assert bpy.ops.motif.load_bones(filepath=str(path)) == {"FINISHED"}
        assert rows(other) == {role: name.replace("rig:", "rig9:") for role, name in rows(armature).items()}
        import argparse

        assert part("cli.settings").read_map(argparse.Namespace(map=path), other) == rows(other)


def test_presets_that_do_not_fit_are_refused_and_change_nothing():
    with preset_folder() as folder:
        armature = build("mixamo")
        bpy.ops.motif.detect_bones()
        before = rows(armature)
        for name, text, says in (
            ("a", "{", "is not a bone map"),
            ("b", '{"tail": "x"}', "unknown role"),
            ("c", '{"left_knee": "shin.L"}', "another kind of rig"),
            ("d", '{"left_knee": "mixamorig:LeftLeg", "neck": "mixamorig:LeftLeg"}', "plays one role"),
        ):
            (folder / f"{name}.json").write_text(text, encoding="utf-8")
            assert says in refused(bpy.ops.motif.load_bones, filepath=str(folder / f"{name}.json"))
        assert "can't be read" in refused(bpy.ops.motif.load_bones, filepath=str(folder / "none.json"))
        assert rows(armature) == before
        error = raised(part("rig.binding").RigError, part("rig.bone_map").save, armature, " . ")
        assert "has no name" in error


def test_a_preset_with_bones_that_this_rig_lacks_keeps_what_is_detected():
    with preset_folder() as folder:
        armature = build("mixamo")
        path = folder / "some.json"
        path.write_text('{"left_knee": "mixamorig:LeftLeg", "head": "Kopf"}', encoding="utf-8")
        assert part("rig.bone_map").load(armature, path) == ["head"]
        assert rows(armature)["head"] == "mixamorig:Head"


def test_presets_lie_in_the_artists_own_folder():
    folder = part("rig.bone_map").folder()
    assert folder.is_dir() and Path(part("rig.bone_map").__file__).parent not in folder.parents


@pytest.mark.slow
def test_rigifys_generated_human():
    """Controls, not the deform bones beside them; deform bones alone where the controls are gone."""
    bpy.ops.preferences.addon_enable(module="rigify")
    try:
        bpy.ops.object.armature_human_metarig_add()
        meta = bpy.context.object
        assert part("rig.binding").find_map(meta).family == "Rigify"
        bpy.ops.pose.rigify_generate()
    except (AttributeError, RuntimeError) as error:
        pytest.skip(f"no Rigify here: {error}")
    made = next(o for o in bpy.data.objects if o.type == "ARMATURE" and o is not meta)
    found = part("rig.binding").find_map(made)
    assert (found.family, found.controls, found.missing) == ("Rigify controls", "rigify", ())
    assert found.bones["left_knee"].name == "shin_fk.L" and found.bones["pelvis"].name == "torso"
    assert [chain[0] for chain in found.fingers["right"]] == [
        "thumb.01.R", "f_index.01.R", "f_middle.01.R", "f_ring.01.R", "f_pinky.01.R",
    ]  # fmt: skip
    assert all(len(chain) == 3 for side in found.fingers.values() for chain in side)
