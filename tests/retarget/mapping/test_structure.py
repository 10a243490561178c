"""Rigs whose names say little or nothing, and rigs that are no human figure."""

from __future__ import annotations

import numpy as np
import pytest

from retarget.mapping import bone_map, limbs
from retarget.mapping.bone_tree import Tree
from retarget.mapping.families import TABLES
from tests.retarget import rig_fixtures as made


def found(rig: made.Rig, **options) -> bone_map.BoneMap:
    return bone_map.match(rig.names, rig.parents, heads=rig.heads, **options)


def dressed(family: str, seed: int) -> made.Rig:
    rig = made.body(family, seed=seed, arms=15 * seed)
    made.add_fingers(rig)
    made.add_twists(rig)
    made.add_clutter(rig, seed)
    return rig


@pytest.mark.parametrize("family", TABLES)
def test_every_family_among_the_bones_that_such_rigs_have(family):
    rig = dressed(family, 2)
    got = found(rig)
    assert got.family == family and not rig.wrong(got.bones)
    assert min(match.confidence for match in got.bones.values()) > 0.75


@pytest.mark.parametrize("prefix", ["zq7:", "Hero_01_", "qxkw", "Armature|Body:", "CH_Nina-"])
@pytest.mark.parametrize("family", ["Mixamo", "UE5", "Character Creator", "MMD", "3ds Max Biped", "SOMA"])
def test_any_prefix(family, prefix):
    rig = dressed(family, 1).prefixed(prefix)
    got = found(rig)
    assert got.family == family and not rig.wrong(got.bones)


@pytest.mark.parametrize("ending", ["_jnt", "_{n:02d}", ".Bind"])
def test_endings_that_exporters_add(ending):
    rig = dressed("Mixamo", 3)
    rig = rig.renamed({name: name + ending.format(n=n) for n, name in enumerate(rig.names)})
    assert not rig.wrong(found(rig).bones)


@pytest.mark.parametrize("seed", range(6))
def test_scrambled_names(seed):
    rig = dressed("VRM", seed).scrambled(seed)
    got = found(rig)
    assert got.family == "" and not rig.wrong(got.bones)


@pytest.mark.parametrize("spines", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("necks", [1, 2, 3])
def test_spines_and_necks_of_any_length(spines, necks):
    rig = made.body("VRM", spines=spines, necks=necks)
    made.add_fingers(rig)
    assert not rig.wrong(found(rig).bones)
    hidden = rig.scrambled()
    wrong = set(hidden.wrong(found(hidden).bones))
    assert not wrong - ({"head", "neck"} if necks > 1 else set())  # where a long neck ends is a guess without names


@pytest.mark.parametrize("left_out", ["toes", "collars"])
def test_bones_that_a_rig_lacks_are_not_made_up(left_out):
    rig = made.body("UE4", seed=4, toes=left_out != "toes", collars=left_out != "collars").scrambled()
    assert not rig.wrong(found(rig).bones)


def turned(axis: str) -> np.ndarray:
    """(3, 3) from Z up to another axis up, or to another facing."""
    return {
        "y": np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]]),
        "x": np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]]),
        "faces back": np.diag([-1, -1, 1]),
        "askew": np.linalg.qr(np.random.default_rng(3).normal(size=(3, 3)))[0],
    }[axis]


@pytest.mark.parametrize("axis", ["y", "x", "faces back", "askew"])
@pytest.mark.parametrize("scale", [0.01, 1, 100])
def test_any_axis_up_any_facing_any_unit(axis, scale):
    turn = turned(axis)
    turn = turn * np.sign(np.linalg.det(turn)) * scale
    rig = dressed("UE4", 1).scrambled().moved(turn)
    assert not rig.wrong(found(rig).bones)


def test_a_figure_that_is_not_symmetrical():
    rig = made.body("UE4", seed=2, uneven=0.012)
    made.add_fingers(rig)
    rig = rig.scrambled()
    assert not rig.wrong(found(rig).bones)


def test_names_tell_sides_that_nothing_else_does():
    rig = made.body("UE4", toes=False)
    flat = [(x, 0.0, z) for x, _, z in rig.heads]  # no toes, no bend: nothing shows where the figure looks
    back = [(-x, 0.0, z) for x, _, z in rig.heads]
    names = {n: n.replace("calf", "xyz_calf").replace("thigh", "odd-thigh") + "_ctl9" for n in rig.names}
    for heads in (flat, back):
        other = rig.renamed(names)
        other.heads = heads
        assert not other.wrong(found(other).bones)


@pytest.mark.parametrize(
    "leg, arm",
    [
        (("thigh", "shank", "foot"), ("clavicle", "humerus", "forearm", "hand")),
        (("UpperLeg", "LowerLeg", "Foot"), ("Collarbone", "UpperArm", "LowerArm", "Hand")),
        (("leg_up", "leg_lo", "ankle"), ("shoulder", "arm_up", "arm_lo", "wrist")),
        (("muslo", "rodilla", "pie"), ("clavicula", "brazo", "codo", "mano")),
    ],
)
@pytest.mark.parametrize("style", ["{side}_{part}", "{part}.{letter}", "{letter}{Part}", "rig_{part}_{SIDE}_ctl"])
def test_names_of_no_family(leg, arm, style):
    rig = made.body("SMPL", seed=1, arms=60)
    made.add_clutter(rig)
    new = {name: name for name in rig.names}
    for side in ("left", "right"):
        roles = dict(zip(("hip", "knee", "ankle"), leg)) | dict(zip(("collar", "shoulder", "elbow", "wrist"), arm))
        for role, part in roles.items():
            new[f"{side}_{role}"] = style.format(
                side=side, part=part, Part=part.capitalize(), letter=side[0], SIDE=side.upper()
            )
    rig = rig.renamed(new)
    got = found(rig)
    assert not rig.wrong(got.bones)
    assert min(got.bones[role].confidence for role in bone_map.REQUIRED_ROLES) > 0.6


def test_second_names():
    """MMD Tools gives bones English names and keeps the Japanese ones beside them."""
    rig = dressed("MMD", 1)
    hidden = rig.scrambled()
    got = found(hidden, aliases=rig.names)
    assert got.family == "MMD" and not hidden.wrong(got.bones)


def test_a_few_strange_names_in_a_known_family():
    rig = dressed("Mixamo", 2)
    rig = rig.renamed({name: name for name in rig.names} | {"LeftForeArm": "Fred", "RightUpLeg": "Bone.7", "Neck": "N"})
    got = found(rig)
    assert got.family == "Mixamo" and not rig.wrong(got.bones)
    assert got.bones["left_elbow"].confidence < got.bones["right_elbow"].confidence


def test_sleeves_of_a_jacket_are_no_arms():
    rig = made.body("VRM", seed=3, arms=40)
    made.add_fingers(rig)
    made.add_jacket(rig)
    for one in (rig, rig.scrambled()):
        assert not one.wrong(found(one).bones)


@pytest.mark.parametrize("rig", [made.dog(), made.dog().scrambled(), made.dog().prefixed("Rex_")])
def test_a_dog_is_refused(rig):
    got = found(rig)
    sentence = bone_map.problem(got, len(rig.names), "The armature “Rex”")
    assert not got.bones
    assert sentence == (
        "The armature “Rex” stands on four legs, like an animal: choose the armature of a figure that stands on two."
    )


def test_a_dog_that_an_artist_maps_by_hand_is_taken():
    rig = made.dog()
    hand = {"pelvis": "spine", "head": "head"}
    for side, s in (("left", "L"), ("right", "R")):
        parts = ("hip", "thigh"), ("knee", "shin"), ("ankle", "foot"), ("shoulder", "upper_arm"), ("elbow", "forearm")
        hand |= {f"{side}_{role}": f"{bone}.{s}" for role, bone in parts}
    assert bone_map.problem(found(rig, override=hand), len(rig.names)) == ""


@pytest.mark.parametrize("hide", [False, True])
def test_of_two_figures_one_is_taken_whole(hide):
    both = made.two_bodies()
    rig = both.scrambled() if hide else both
    real = dict(zip(rig.names, both.names))
    taken = {real[match.name] for match in found(rig).bones.values()}
    assert len(taken) == 22 and len({name[0] for name in taken}) == 1


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_chains_and_chairs_are_refused(count):
    rng = np.random.default_rng(count)
    names = [f"Bone.{n}" for n in range(count)]
    got = bone_map.match(names, [n - 1 for n in range(count)], heads=rng.normal(size=(count, 3)).tolist())
    assert "no known name for" in bone_map.problem(got, count)
    chair = made.Rig()
    chair.add("seat", None, (0, 0, 0.5))
    for x in (-0.2, 0.2):
        for y in (-0.2, 0.2):
            top = chair.add(f"leg{x}{y}", "seat", (x, y, 0.48))
            chair.add(f"leg{x}{y}b", top, (x, y, 0.25))
        chair.add(f"back{x}", "seat", (x, 0.2, 0.9))
    assert bone_map.problem(found(chair), len(chair.names))


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_positions_that_are_no_numbers_are_left_aside(bad):
    rig = made.body("Mixamo")
    rig.heads[3] = (bad, 0, 0)
    assert not rig.wrong(found(rig).bones)


@pytest.mark.parametrize("seed", range(12))
def test_heaps_of_bones_end_in_a_sentence_or_a_map(seed):
    """Bones anywhere, many at the same place, as the machinery of control rigs is."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(8, 120))
    spots = rng.normal(size=(max(1, count // (1 + seed)), 3)) * (seed != 3)
    heads = spots[rng.integers(0, len(spots), count)].tolist()
    got = bone_map.match(
        [f"b{n}" for n in range(count)], [int(rng.integers(-1, max(n, 1))) for n in range(count)], heads=heads
    )
    assert bool(bone_map.problem(got, count)) == bool(got.missing_required)


def test_a_tree_cuts_circles():
    tree = Tree("abcd", [1, 2, 0, 7])
    assert sorted(len(tree.above(bone)) for bone in range(4)) == [0, 0, 1, 2]
    assert tree.meet(0, 3) == Tree.TOP


def without(rig: made.Rig, role: str) -> made.Rig:
    """The rig after its bone of a role was deleted, as Blender does it: children go to the bone above."""
    gone = rig.names.index(rig.truth[role][0])
    above = rig.parents[gone]
    parents = [above if parent == gone else parent for parent in rig.parents]
    parents = [parent - (parent > gone) for bone, parent in enumerate(parents) if bone != gone]
    names = [name for name in rig.names if name != rig.names[gone]]
    heads = [head for bone, head in enumerate(rig.heads) if bone != gone]
    return made.Rig(names, parents, heads, {**rig.truth, role: ()})


def made_up(rig: made.Rig, got: bone_map.BoneMap) -> dict[str, str]:
    """Joints of arms and legs with a bone that isn't theirs."""
    return {
        joint: got.bones[joint].name for joint in LIMB_JOINTS if joint in got.bones and joint in rig.wrong(got.bones)
    }


LIMB_JOINTS = [f"{side}_{part}" for side in ("left", "right") for part in ("hip", "knee", "ankle", "shoulder", "elbow")]


@pytest.mark.parametrize("role", [role for role in LIMB_JOINTS if role.startswith("left")])
@pytest.mark.parametrize("family", TABLES)
def test_a_deleted_bone_is_missed_and_no_other_stands_in_for_it(family, role):
    rig = without(dressed(family, 1), role)
    got = found(rig)
    assert role in got.missing_required and not made_up(rig, got)
    assert f"no bone for {role.replace('_', ' ')};" in bone_map.problem(got, len(rig.names))


@pytest.mark.parametrize("role", LIMB_JOINTS)
def test_a_deleted_bone_is_missed_in_a_rig_of_no_family(role):
    rig = made.body("SMPL", seed=1, arms=60)
    made.add_fingers(rig)
    parts = {
        "hip": "thighbone_thigh", "knee": "the_shank", "ankle": "my_foot", "foot": "end_toes",
        "shoulder": "one_humerus", "elbow": "next_forearm", "wrist": "last_hand", "collar": "first_clavicle",
    }  # fmt: skip
    strange = {f"{s}_{part}": f"{name}_{s[0]}" for part, name in parts.items() for s in ("left", "right")}
    rig = without(rig.renamed({name: strange.get(name, name) for name in rig.names}), role)
    got = found(rig)
    assert not made_up(rig, got)
    assert role.replace("_", " ") in bone_map.problem(got, len(rig.names))


def _forked(count: int) -> tuple[list[int], list[tuple[float, float, float]]]:
    """A tree that forks again and again, twelve bones to a branch: parents and places."""
    parents, places, ends = [-1], [(0.0, 0.0, 0.0)], [0]
    while len(parents) + 24 <= count:
        fork = ends.pop(0)
        for side in (-1.0, 1.0):
            above = fork
            for step in range(12):
                x, y, z = places[above]
                places.append((x + side * (1.0 if not step else 0.1), y + 1.0, z))
                parents.append(above)
                above = len(parents) - 1
            ends.append(above)
    return parents, places


@pytest.mark.parametrize("shape", ["chain", "forks"])
def test_a_tree_that_is_no_body_is_given_up_soon(monkeypatch, shape):
    """A file of a megabyte can hold two thousand joints; each choice of three of a limb's costs its time."""
    parents, places = (
        _forked(1990) if shape == "forks" else (list(range(-1, 1989)), [(0.0, i, 0.0) for i in range(1990)])
    )
    tried = []
    score = limbs._fit
    monkeypatch.setattr(limbs, "_fit", lambda *given: tried.append(1) or score(*given))
    names = [f"b{number}" for number in range(len(parents))]
    assert bone_map.match(names, parents, heads=places).missing_required
    assert len(tried) <= 2 * 2 * 32 * 220, "two kinds of limbs, 32 forks of two branches, every three of twelve bones"
    assert shape == "chain" or tried
