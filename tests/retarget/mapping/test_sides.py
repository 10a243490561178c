"""Left and right told by toes and knees, whatever the names say."""

from __future__ import annotations

import numpy as np
import pytest

from retarget.mapping import bone_map, sides
from retarget.mapping.families import TABLES
from retarget.motion import CANONICAL_NAMES, ROLE_INDEX
from tests.retarget.rig_fixtures import Rig, body

FAMILIES = [family for family, table in TABLES.items() if not table.controls]


def mirrored(rig: Rig) -> Rig:
    """The same names on the figure's mirror image: what is called left is on the right."""
    return rig.moved(np.diag([-1.0, 1.0, 1.0]))


@pytest.mark.parametrize("family", FAMILIES)
def test_names_that_a_viewer_sees(family):
    rig = mirrored(body(family))
    found = bone_map.match(rig.names, rig.parents, heads=rig.heads)
    swapped = Rig(rig.names, rig.parents, rig.heads, {sides.other(role): names for role, names in rig.truth.items()})
    assert swapped.wrong(found.bones) == [] and found.notes == (sides.SWAPPED,)


@pytest.mark.parametrize("family", FAMILIES)
def test_names_that_are_right(family):
    rig = body(family)
    found = bone_map.match(rig.names, rig.parents, heads=rig.heads)
    assert rig.wrong(found.bones) == [] and found.notes == ()


@pytest.mark.parametrize("turn", [np.diag([-1.0, 1, -1]), np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])])
def test_a_figure_may_face_any_way(turn):
    rig = body("Mixamo").moved(turn)
    assert bone_map.match(rig.names, rig.parents, heads=rig.heads).notes == ()


def test_fingers_and_twists_go_with_the_hands_that_carry_them():
    from tests.retarget.rig_fixtures import add_fingers, add_twists

    rig = body("UE4")
    add_fingers(rig)
    add_twists(rig)
    rig = mirrored(rig)
    found = bone_map.match(rig.names, rig.parents, heads=rig.heads)
    assert found.fingers["left"] and all(name.endswith("_R") for chain in found.fingers["left"] for name in chain)
    assert found.twists and all("_r_twist" in name for role, names in found.twists.items() for name in names
                                if role.startswith("left"))  # fmt: skip


def test_what_is_chosen_by_hand_stays():
    rig = mirrored(body("Mixamo"))
    chosen = {role: names[0] for role, names in rig.truth.items() if names}
    found = bone_map.match(rig.names, rig.parents, heads=rig.heads, override=chosen)
    assert rig.wrong(found.bones) == []


def pose(**turned: tuple[float, float, float]) -> dict[str, tuple[float, float, float]]:
    """Places of the roles of a figure without feet that stands straight, Y up and facing +Z, some of them moved."""
    from retarget.motion import canonical_skeleton

    pos = canonical_skeleton().rest_globals()[0] + 0.0
    for role, by in turned.items():
        pos[ROLE_INDEX[role]] += by
    return {role: tuple(pos[ROLE_INDEX[role]]) for role in CANONICAL_NAMES if not role.endswith("foot")}


def test_straight_legs_without_toes_say_nothing():
    assert sides.vote(pose()) == 0
    assert sides.vote(pose(left_knee=(0, 0, 0.2), right_knee=(0, 0, 0.2))) == 1
    assert sides.vote(pose(left_knee=(0, 0, -0.2), right_knee=(0, 0, -0.2))) == -1
    assert sides.vote(pose(left_knee=(0, 0, 0.2), right_knee=(0, 0, -0.2))) == 0
