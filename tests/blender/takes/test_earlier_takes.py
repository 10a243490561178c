"""A file with takes that an earlier version made is listed, shown, re-rolled and kept as by that version."""

from __future__ import annotations

import json
import random
from typing import Any

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.data.make_earlier_takes import REROLL_SEED, keys, record, reroll

DATA = h.HERE / "data"
# Model -> the places in the list of takes whose second one differs in its seed only.
FIRST = {"text": (0, 2, 8), "audio": (4, 6), "inbetween": (10, 12), "decomposed": (14, 16, 18), "poses": (20,)}
KNOWN = json.loads((DATA / "earlier_takes.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(bpy.app.version < (4, 2), reason="the file is of Blender 4.2")


@pytest.fixture
def hero(addon: Any) -> Any:
    """The figure of the earlier file, with its list of takes."""
    bpy.ops.wm.open_mainfile(filepath=str(DATA / "earlier_takes.blend"))
    found = bpy.data.objects["Hero"]
    bpy.context.view_layer.objects.active = found
    return found


def test_each_take_of_the_list_is_shown(hero):
    rows = hero.motif.takes
    assert len(rows) == len(KNOWN) == 22
    for index, row in enumerate(KNOWN):
        hero.motif.chosen = index
        action = hero.animation_data.action
        assert action == rows[index].action and record(action) == row["meta"]
        assert rows[index].family == (row["meta"]["request"]["model"] == "decomposed")


@pytest.mark.parametrize(("model", "index"), [(model, i) for model, places in FIRST.items() for i in places])
def test_a_take_is_rerolled_as_before(hero, model, index, monkeypatch):
    before = KNOWN[index]["reroll"]
    assert before["meta"]["request"]["model"] == model
    monkeypatch.setattr(random.SystemRandom, "randrange", lambda *_: REROLL_SEED)
    with h.engine():
        now = reroll(hero, index)
    assert now["meta"] == before["meta"]
    assert now["keys"].keys() == before["keys"].keys()
    for group, numbers in before["keys"].items():
        np.testing.assert_allclose(now["keys"][group], numbers, atol=2e-3, err_msg=group)


@pytest.mark.parametrize("index", [0, 2, 4, 8, 10, 14, 20])
def test_a_take_is_kept(hero, index):
    hero.motif.chosen = index
    action = hero.motif.takes[index].action
    before = keys(action)
    assert bpy.ops.motif.take_keep() == {"FINISHED"}
    assert hero.animation_data.action == action and not hero.motif.takes
    assert keys(action) == before


@pytest.mark.parametrize(("share", "same"), [("pose", "base_seeds"), ("motion", "seeds")])
def test_takes_share_a_pose_or_a_motion_with_an_earlier_one(hero, share, same):
    hero.motif.chosen = FIRST["decomposed"][0]
    with h.engine():
        assert bpy.ops.motif.take_family(share=share) == {"FINISHED"}
    assert record(hero.animation_data.action)["request"][same] == [KNOWN[FIRST["decomposed"][0]]["meta"]["seed"]]
