"""Generated motion cleaned: its feet step, and what is sound already is left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.motion import cleanup
from engine.motion.events import signals
from retarget.feet import contact
from tests.engine.train.puppet import jump
from tests.retarget.feet.test_contact import feet, in_the_air, walk
from tests.retarget.feet.test_steps import TOES, captured, dragged, stepping


def halfway(motion):
    """Heights (N,) m of toe bases in the middle of their steps."""
    middle = in_the_air(motion)
    middle[:15] = middle[-15:] = False
    return feet(motion)[:, TOES, 1][middle]


@pytest.mark.parametrize("mode", ["keep", "always"])
def test_dragged_feet_step(mode):
    motion = stepping(walk(slide=0.05, rise=dragged))
    cleaned = cleanup.clean(motion, mode)
    assert halfway(motion).max() < 0.03 < 0.05 < halfway(cleaned).min()
    assert contact.foot_skate(cleaned)["locked_mm"] < 0.1
    assert cleanup.measure(cleaned)["skate_share"] < 0.6 * cleanup.measure(motion)["skate_share"]


@pytest.mark.parametrize("mode", ["none", "ground"])
def test_feet_that_nobody_asked_to_hold_do_not_step(mode):
    motion = stepping(walk(rise=dragged))
    assert halfway(cleanup.clean(motion, mode)).max() < 0.03


def test_a_sound_walk_hardly_changes():
    motion = stepping(walk(rise=captured))
    cleaned = cleanup.clean(motion)
    moved = np.linalg.norm(cleaned.globals()[0] - motion.globals()[0], axis=-1)
    assert moved.mean() < 2e-3
    np.testing.assert_array_equal(cleaned.contacts, motion.contacts)


def test_motion_without_contacts_is_cleaned_by_those_that_are_seen():
    motion = replace(walk(rise=dragged), contacts=np.zeros((len(walk()), 4), bool))
    assert cleanup.clean(motion).contacts.any()


def test_a_small_jump_keeps_its_height() -> None:
    motion = jump(height=0.07)
    flying = signals(motion).sole.min(axis=1) > 0.02
    assert flying.any()
    # Contacts as a network calls them: they reach two frames into the flight at either end.
    planted = ~(flying & np.roll(flying, 2) & np.roll(flying, -2))
    motion = replace(motion, contacts=np.repeat(planted[:, None], 4, axis=1))
    before, after = (signals(m).sole.min(axis=1).max() for m in (motion, cleanup.clean(motion)))
    assert after > 0.85 * before
