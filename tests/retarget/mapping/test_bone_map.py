"""Finding the bones of a rig by name and by the order of parents."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from retarget.mapping import bone_map
from retarget.motion import CANONICAL_NAMES, CANONICAL_PARENTS, Skeleton, canonical_skeleton

SHARED = Path(__file__).parents[3].parent / "shared"
# Families whose names are tables here; the others of the collection are not known yet.
IN_SCOPE = (
    "mpfb_game_engine", "mpfb_mixamo", "mpfb_mixamo_unity", "mpfb_cmu_mb", "mpfb_rigify_metarig",
    "mesh2motion_human_male", "kenney_human", "kaykit_knight", "babylon_rigged_mesh",
    "cmu_mb31_49_03", "cmu_daz43_10_01",
)  # fmt: skip


def rig(family: str, prefix: str = "", spine: tuple[str, ...] = ()) -> tuple[list[str], list[int]]:
    """A rig of the family on the canonical hierarchy; `spine` names the spine where the table doesn't."""
    table = bone_map.TABLES[family]
    names = []
    for role in CANONICAL_NAMES:
        side, _, part = role.rpartition("_")
        written = {"left": table.sides[0], "right": table.sides[1]}.get(side, "")
        known = dict(zip(("spine1", "spine2", "spine3", "neck"), spine)) | {r: n[0] for r, n in table.bones.items()}
        names.append(prefix + known[part].replace("{S}", written))
    return names, list(CANONICAL_PARENTS)


@pytest.mark.parametrize(
    "family, prefix, spine",
    [
        ("SMPL", "", ()), ("Mixamo", "", ()), ("Mixamo", "mixamorig:", ()), ("Mixamo", "mixamorig1:", ()),
        ("Mixamo", "Ninja:", ()), ("Mixamo", "Neo_", ()), ("CMU", "", ()), ("CMU asf", "", ()), ("UE4", "", ()),
        ("Rigify", "", ("spine.001", "spine.002", "spine.003", "spine.004")),
        ("Rigify", "DEF-", ("spine.001", "spine.002", "spine.003", "spine.004")),
        ("Rigify", "ORG-", ("spine.001", "spine.002", "spine.003", "spine.004")),
    ],
)  # fmt: skip
def test_every_role_of_a_whole_rig_is_found(family, prefix, spine):
    names, parents = rig(family, prefix, spine)
    found = bone_map.match(names, parents)
    assert found.family == family and not found.missing
    assert {role: m.name for role, m in found.bones.items()} == dict(zip(CANONICAL_NAMES, names))
    assert min(m.confidence for m in found.bones.values()) > 0.7


def test_the_order_of_bones_does_not_matter():
    names, parents = rig("UE4")
    order = np.random.default_rng(0).permutation(len(names))
    place = {int(old): new for new, old in enumerate(order)}
    shuffled = bone_map.match([names[i] for i in order], [place[parents[i]] if parents[i] >= 0 else -1 for i in order])
    assert shuffled == bone_map.match(names, parents)


def test_ue5_has_more_spines():
    names, parents = rig("UE4")
    names, parents = [*names, "spine_04", "spine_05"], [*parents, 9, 22]
    for collar in (12, 13, 14):
        parents[collar] = 23
    found = bone_map.match(names, parents)
    assert found.family == "UE5"
    assert [found.bones[f"spine{n}"].name for n in (1, 2, 3)] == ["spine_02", "spine_04", "spine_05"]


def test_a_bone_in_the_wrong_place_is_not_taken():
    names, parents = rig("Mixamo")
    parents[names.index("LeftForeArm")] = names.index("RightArm")
    found = bone_map.match(names, parents)
    assert "left_elbow" in found.missing_required and found.bones["right_elbow"].name == "RightForeArm"
    assert "Mixamo rig but has no bone for left elbow" in bone_map.problem(found, len(names))


def test_optional_roles_may_be_missing():
    names, parents = rig("UE4")
    kept = [i for i, n in enumerate(names) if not n.startswith(("clavicle", "ball", "neck", "spine_02"))]

    def up(i: int) -> int:
        while i >= 0 and i not in kept:
            i = parents[i]
        return kept.index(i) if i >= 0 else -1

    found = bone_map.match([names[i] for i in kept], [up(parents[i]) for i in kept])
    assert not found.missing_required and bone_map.problem(found, len(kept)) == ""
    assert set(found.missing) == {"left_collar", "right_collar", "left_foot", "right_foot", "neck", "spine2"}


@pytest.mark.parametrize("names", [["a", "b", "c"], ["Hips", "Spine", "Head"], ["root", "head", "x"], []])
def test_a_rig_with_three_bones_gets_one_sentence(names):
    found = bone_map.match(names, [-1, 0, 1][: len(names)])
    sentence = bone_map.problem(found, len(names), "The armature “Box”")
    assert found.family == "" and sentence.startswith("The armature “Box” has") and "left hip" in sentence
    assert sentence.endswith(".") and sentence.count(". ") == 0


def test_overrides():
    names, parents = rig("Mixamo")
    names[names.index("LeftForeArm")] = "Elbow of mine"
    found = bone_map.match(names, parents, override={"left_elbow": "Elbow of mine", "neck": None})
    assert found.bones["left_elbow"] == bone_map.BoneMatch("Elbow of mine", 1.0)
    assert found.missing == ("neck",)
    with pytest.raises(ValueError, match="'Nose' as left knee, but the rig has no such bone"):
        bone_map.match(names, parents, override={"left_knee": "Nose"})
    with pytest.raises(ValueError, match="unknown role 'tail'"):
        bone_map.match(names, parents, override={"tail": "Hips"})
    with pytest.raises(ValueError, match="a bone plays one role"):
        bone_map.match(names, parents, override={"left_knee": "LeftLeg", "right_knee": "LeftLeg"})
    by_hand = bone_map.match(["a", "b"], [-1, 0], override={"pelvis": "a"})
    assert by_hand.family == "custom" and by_hand.bones["pelvis"].name == "a"


def test_roles_on_a_skeleton():
    canonical = canonical_skeleton()
    names, parents = rig("Mixamo", "mixamorig:")
    plain = Skeleton(tuple(names), np.array(parents), canonical.offsets)
    assert bone_map.matched(plain).roles == CANONICAL_NAMES
    with pytest.raises(ValueError, match="its skeleton has 1 bone and"):
        bone_map.matched(Skeleton(("a",), np.array([-1]), np.zeros((1, 3), np.float32)))


def test_odd_hierarchies_end():
    assert bone_map.match(["a", "b"], [1, 0]).family == ""  # a loop
    assert bone_map.match(["Hips", "Hips"], [-1, 0]).family == ""


@pytest.mark.parametrize("name", IN_SCOPE)
def test_real_rigs_match_the_map_made_by_eye(name):
    folder = SHARED / "rigs"
    if not folder.exists():
        pytest.skip(f"the shared data beside the checkout is absent: {folder}")
    truth = next(r for r in json.loads((folder / "rigs.json").read_text())["rigs"] if Path(r["file"]).stem == name)
    bones = json.loads((folder / "bones" / f"{name}.json").read_text())["bones"]
    index = {bone["name"]: i for i, bone in enumerate(bones)}
    parents = [index[bone["parent"]] if bone["parent"] else -1 for bone in bones]
    found = bone_map.match(list(index), parents, heads=[bone["head"] for bone in bones])
    for role, bone in truth["joints"].items():
        got = found.bones[role].name if role in found.bones else None
        assert got in (bone, *truth["also_accepted"].get(role, [])), f"{role}: {got} instead of {bone}"
