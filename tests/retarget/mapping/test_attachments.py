"""Fingers and twist bones that go with a map, and which kind of control rig it is."""

from __future__ import annotations

import pytest

from retarget.mapping import bone_map
from tests.retarget import rig_fixtures as made


@pytest.mark.parametrize("style", ["{finger}_0{n}_{s}", "{side}Hand{finger}{n}", "f_{finger}.0{n}.{s}"])
@pytest.mark.parametrize("ends", [False, True])
def test_fingers_thumb_first(style, ends):
    rig = made.body("UE4", seed=1, arms=45)
    chains = made.add_fingers(rig, style, ends)
    made.add_clutter(rig)
    got = bone_map.match(rig.names, rig.parents, heads=rig.heads).fingers
    assert {side: [list(chain) for chain in own] for side, own in got.items()} == chains


def test_fingers_without_names():
    rig = made.body("UE4", seed=1, arms=45)
    chains = made.add_fingers(rig)
    hidden = rig.scrambled()
    new = dict(zip(rig.names, hidden.names))
    got = bone_map.match(hidden.names, hidden.parents, heads=hidden.heads).fingers
    for side, own in chains.items():
        assert [list(chain) for chain in got[side]] == [[new[name] for name in chain] for chain in own]


def test_palm_bones_are_no_fingers():
    rig = made.body("Rigify")
    wrist = rig.truth["left_wrist"][0]
    x, y, z = rig.heads[rig.names.index(wrist)]
    for n, finger in enumerate(("index", "middle")):
        palm = rig.add(f"palm.0{n + 1}.L", wrist, (x + 0.02, y, z))
        for k in (1, 2, 3):
            palm = rig.add(f"f_{finger}.0{k}.L", palm, (x + 0.06 + 0.03 * k, y + 0.02 * n, z))
    thumb = "palm.01.L"
    for k in (1, 2, 3):
        thumb = rig.add(f"thumb.0{k}.L", thumb, (x + 0.02 * k, y - 0.03, z))
    got = bone_map.match(rig.names, rig.parents, heads=rig.heads).fingers["left"]
    assert [chain[0] for chain in got] == ["thumb.01.L", "f_index.01.L", "f_middle.01.L"]
    assert all(len(chain) == 3 for chain in got)


def test_a_hand_without_fingers_has_none():
    rig = made.body("UE4")
    made.add_clutter(rig)
    assert not bone_map.match(rig.names, rig.parents, heads=rig.heads).fingers


def test_twist_bones_from_the_joint_outwards():
    rig = made.body("UE4", seed=2, arms=30)
    twists = made.add_twists(rig)
    made.add_clutter(rig)
    got = bone_map.match(rig.names, rig.parents, heads=rig.heads).twists
    assert {role: list(own) for role, own in got.items()} == twists


def test_twist_bones_that_carry_the_lower_joint():
    rig = made.Rig()
    whole = made.body("Rigify", prefix="DEF-", seed=1)
    for name, parent, head in zip(whole.names, whole.parents, whole.heads):
        up = whole.names[parent] if parent >= 0 else None
        if name == "DEF-shin.L":
            a, b = whole.heads[whole.names.index("DEF-thigh.L")], head
            up = rig.add("DEF-thigh.L.001", "DEF-thigh.L", [(p + q) / 2 for p, q in zip(a, b)])
        rig.add(name, up, head)
    got = bone_map.match(rig.names, rig.parents, heads=rig.heads)
    assert got.family == "Rigify" and got.twists == {"left_hip": ("DEF-thigh.L.001",)} and got.controls == ""


@pytest.mark.parametrize(
    "family, kind, style",
    [
        ("Rigify controls", "rigify", "f_{finger}.0{n}.{s}"),
        ("Auto-Rig Pro controls", "auto-rig pro", "c_{finger}{n}.{s}"),
    ],
)
def test_control_rigs_say_so_and_know_their_fingers(family, kind, style):
    rig = made.body(family)
    hand = rig.truth["left_wrist"][0]
    chains = made.add_fingers(rig, style, ends=False)
    for name in [n for chains_ in chains.values() for chain in chains_ for n in chain]:
        rig.parents[rig.names.index(name)] = -1  # they hang on bones of the machinery
    rig.add("MCH-" + chains["left"][0][0], hand, (0, 0, 1))
    got = bone_map.match(rig.names, rig.parents, heads=rig.heads)
    assert got.controls == kind and not got.twists
    assert {side: [list(c) for c in own] for side, own in got.fingers.items()} == chains


def test_controls_win_over_the_deform_bones_beside_them():
    rig = made.body("Rigify controls", seed=1)
    deform = made.body("Rigify", prefix="DEF-", seed=1)
    for name, parent, head in zip(deform.names, deform.parents, deform.heads):
        rig.add(name, deform.names[parent] if parent >= 0 else None, head)
    got = bone_map.match(rig.names, rig.parents, heads=rig.heads)
    assert got.family == "Rigify controls" and not rig.wrong(got.bones)
