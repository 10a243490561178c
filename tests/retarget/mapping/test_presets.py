"""Bone maps in files, on other rigs, and mirrored."""

from __future__ import annotations

import pytest

from retarget.mapping import bone_map, presets
from retarget.motion import CANONICAL_NAMES
from tests.retarget import rig_fixtures as made


def test_a_map_survives_its_file():
    rig = made.body("Mixamo")
    found = bone_map.match(rig.names, rig.parents, heads=rig.heads)
    rows = {role: match for role, match in found.bones.items() if role != "neck"}
    again = presets.parse(presets.to_text(found.family, rows))
    assert again == {role: rows[role].name if role in rows else "" for role in CANONICAL_NAMES}
    assert bone_map.match(rig.names, rig.parents, override=again).missing == ("neck",)


def test_plain_pairs_are_read():
    assert presets.parse('{"left_knee": "shin.L", "neck": null}') == {"left_knee": "shin.L", "neck": ""}


@pytest.mark.parametrize(
    "text, says",
    [
        ("[]", "no roles"),
        ("{}", "no roles"),
        ('{"tail": "x"}', "unknown role “tail”"),
        ('{"neck": 3}', "no name"),
        ("{", "Expecting"),
    ],
)
def test_files_that_are_no_maps(text, says):
    with pytest.raises(ValueError, match=says):
        presets.parse(text)


def test_a_preset_fits_another_rigs_prefix():
    preset = {
        "left_knee": "mixamorig:LeftLeg",
        "right_knee": "mixamorig:RightLeg",
        "head": "mixamorig:Head",
        "neck": "",
    }
    fits, lacking = presets.fitted(preset, ["mixamorig7:LeftLeg", "mixamorig7:RightLeg", "mixamorig7:Hips"])
    assert fits == {"left_knee": "mixamorig7:LeftLeg", "right_knee": "mixamorig7:RightLeg", "neck": ""}
    assert lacking == ["head"]


@pytest.mark.parametrize(
    "left, right",
    [
        ("thigh.L", "thigh.R"), ("LeftUpLeg", "RightUpLeg"), ("calf_l", "calf_r"), ("lThigh", "rThigh"),
        ("Bip01 L Calf", "Bip01 R Calf"), ("左足", "右足"), ("J_Bip_L_UpperLeg", "J_Bip_R_UpperLeg"),
        ("upper_arm.L.001", "upper_arm.R.001"), ("LThumb", "RThumb"), ("L_ball_l", "L_ball_r"),
    ],
)  # fmt: skip
def test_the_other_side_of_a_name(left, right):
    assert presets.opposite(left, [left, right, "spine"]) == right
    assert presets.opposite(right, [left, right, "spine"]) == left
    assert presets.opposite("spine", [left, right, "spine"]) == ""


def test_a_map_mirrored():
    names = ["thigh.L", "thigh.R", "odd", "hand.L", "hand.R"]
    rows = {
        "left_hip": "thigh.L",
        "left_knee": "odd",
        "left_wrist": "hand.L",
        "right_hip": "hand.R",
        "right_foot": "odd",
    }
    out, lacking = presets.mirrored(rows, "left", names)
    assert out["right_hip"] == "thigh.R" and out["right_wrist"] == "hand.R" and out["right_foot"] == ""
    assert lacking == ["right_knee"] and not any(role.startswith("left") for role in out)
