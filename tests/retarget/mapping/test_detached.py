"""Rigs whose legs hang in pieces: thighs beside the hips, feet on the root."""

from __future__ import annotations

import numpy as np
import pytest

from retarget.mapping import bone_map
from retarget.motion import ROLE_INDEX, canonical_skeleton
from tests.retarget.rig_fixtures import Rig

NAMES = {
    "dots": ("UpperLeg.{S}", "LowerLeg.{S}", "Foot.{S}", "Palm.{S}", "PoleTarget.{S}"),
    "joined": ("UpperLeg{S}", "LowerLeg{S}", "Foot{S}", "Palm1{S}", "PoleTarget{S}"),
    "thighs": ("Thigh_{S}", "Shin_{S}", "Foot_{S}", "Hand_{S}", "knee_pole_{S}"),
}


def in_pieces(style: str, thighs_on: str = "Body", feet_on: str = "Root", size: float = 1.0) -> Rig:
    """A figure Z up, facing -Y: a body bone that carries hips and thighs, feet on `feet_on`, pole targets."""
    pos = canonical_skeleton().rest_globals()[0]
    at = {role: size * np.array([x, -z, y + 0.98]) for role, (x, y, z) in zip(ROLE_INDEX, pos.tolist())}
    thigh, shin, foot, hand, pole = NAMES[style]
    rig = Rig()
    rig.add("Root", None, (0, 0, 0))
    rig.add("Body", "Root", at["pelvis"] + (0, 0, 0.08 * size), "pelvis")
    rig.add("Hips", "Body", at["pelvis"])
    rig.add("Abdomen", "Hips", at["spine1"], "spine1")
    rig.add("Torso", "Abdomen", at["spine3"], "spine3")
    rig.add("Neck", "Torso", at["neck"], "neck")
    rig.add("Head", "Neck", at["head"], "head")
    for side, s in (("left", "L"), ("right", "R")):
        rig.add(f"Shoulder.{s}", "Torso", at[f"{side}_collar"], f"{side}_collar")
        rig.add(f"UpperArm.{s}", f"Shoulder.{s}", at[f"{side}_shoulder"], f"{side}_shoulder")
        rig.add(f"LowerArm.{s}", f"UpperArm.{s}", at[f"{side}_elbow"], f"{side}_elbow")
        palm = rig.add(hand.replace("{S}", s), f"LowerArm.{s}", at[f"{side}_wrist"], f"{side}_wrist")
        rig.add(f"Fingers.{s}", palm, 1.1 * at[f"{side}_wrist"] - 0.1 * at[f"{side}_elbow"])
        upper = rig.add(thigh.replace("{S}", s), thighs_on, at[f"{side}_hip"], f"{side}_hip")
        lower = rig.add(shin.replace("{S}", s), upper, at[f"{side}_knee"], f"{side}_knee")
        rig.add(foot.replace("{S}", s), lower if feet_on == "shin" else feet_on, at[f"{side}_ankle"], f"{side}_ankle")
        rig.add(pole.replace("{S}", s), "Root", at[f"{side}_knee"] + (0, -0.5 * size, 0))
    return rig


@pytest.mark.parametrize("style", NAMES)
@pytest.mark.parametrize("size", [1.0, 0.02, 140.0])
@pytest.mark.parametrize("feet_on", ["Root", "Body", "shin"])
def test_legs_in_pieces(style, size, feet_on):
    rig = in_pieces(style, feet_on=feet_on, size=size)
    found = bone_map.match(rig.names, rig.parents, heads=rig.heads)
    wrong = set(rig.wrong(found.bones))
    if feet_on == "shin":  # in one piece the tree tells the body, and "Hips" is a bone of the spine as any other
        wrong -= {"spine1", "spine2"}
    assert not wrong and bone_map.problem(found, len(rig.names)) == ""


def test_names_alone_make_no_leg():
    """A foot beside the head, or legs of which one is twice the other, are none."""
    for moved in (("Foot.L", (0.2, 0.0, 1.7)), ("LowerLeg.R", (-0.09, 0.0, 0.85))):
        rig = in_pieces("dots")
        rig.heads[rig.names.index(moved[0])] = moved[1]
        found = bone_map.match(rig.names, rig.parents, heads=rig.heads)
        assert found.missing_required, moved
