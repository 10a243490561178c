"""Bodies on their knees and on the floor: feet that are dragged, and bodies in the floor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.motion import cleanup
from retarget import quat
from retarget.feet import contact, down, steps
from retarget.feet.legs import legs_of
from retarget.motion import Motion
from tests.retarget.feet.test_steps import standing


def kneeling(speed: float, frames: int = 60, knees: float = 0.08) -> Motion:
    """Upright on both knees, insteps flat behind them, gliding sideways at so many m/s, feet said to be planted."""
    motion = standing(frames, speed)
    rot, flex = motion.rot.copy(), quat.from_axis_angle(np.array([1.0, 0, 0]), np.radians(90))
    for leg in legs_of(motion.skeleton):
        rot[:, leg.knee], rot[:, leg.ankle] = flex, flex
    kneels = replace(motion, rot=rot.astype(np.float32))
    root = motion.root_pos.copy()
    root[:, 1] += knees - kneels.globals()[0][0, legs_of(motion.skeleton)[0].knee, 1]
    return replace(kneels, root_pos=root)


def knees_of(motion: Motion) -> np.ndarray:
    return motion.globals()[0][:, [leg.knee for leg in legs_of(motion.skeleton)]]


def test_feet_that_are_dragged_behind_the_knees_are_let_go() -> None:
    assert not steps.planned(kneeling(speed=0.25)).any()


def test_feet_that_rest_behind_the_knees_stay_planted() -> None:
    motion = kneeling(speed=0.0)
    np.testing.assert_array_equal(steps.planned(motion).any(axis=1), True)


def test_a_crawl_is_left_as_it_is_by_the_clean_up() -> None:
    motion = kneeling(speed=0.25)
    np.testing.assert_allclose(knees_of(cleanup.clean(motion)), knees_of(motion), atol=5e-3)


def test_who_stands_is_still_held() -> None:
    motion = standing(speed=0.05)
    assert steps.planned(motion).any() and contact.foot_skate(cleanup.clean(motion))["locked_mm"] < 0.1


@pytest.mark.parametrize("depth", [0.1, 0.25])
def test_a_body_deep_in_the_floor_is_raised_as_a_whole(depth: float) -> None:
    motion = kneeling(speed=0.0, knees=-depth)
    pos, before = down.raised(motion).globals()[0], motion.globals()[0]
    assert pos[..., 1].min() > -1e-4
    np.testing.assert_allclose(pos - pos[:, :1], before - before[:, :1], atol=1e-5)


@pytest.mark.parametrize("motion", [standing(), kneeling(speed=0.0), kneeling(speed=0.0, knees=0.02)])
def test_who_is_on_the_floor_is_not_raised(motion: Motion) -> None:
    assert down.raised(motion) is motion


def test_contacts_of_a_foot_that_swings_are_dropped() -> None:
    motion = standing(speed=2.0)
    assert not steps.planned(motion).any()
