"""What follows a climb is done where it ended; who jumps down comes down from there to the floor."""

from __future__ import annotations

import numpy as np
import pytest

from engine.motion.posing.keyed.playing import played
from engine.text.acting.heights import begins_on, ends_on, left_on, lifted
from engine.text.judging.seen import Seen
from tests.engine.train.puppet import jump, stand, walk


def test_what_is_stood_on_is_seen() -> None:
    climb, top, leap = played("ledge"), played("ladder over"), played("down")
    assert ends_on(climb) == pytest.approx(1.9, abs=0.1) and begins_on(climb) == 0.0
    assert ends_on(top) > 1.5 and ends_on(leap) == 0.0
    assert begins_on(leap) == pytest.approx(0.8, abs=0.12)
    for motion in (stand(30), walk(60), jump(), played("death back")):
        assert (begins_on(motion), ends_on(motion)) == (0.0, 0.0)


def test_who_walks_on_a_ledge_walks_up_there() -> None:
    made = lifted(walk(60), 1.9)
    assert np.allclose(made.root_pos[:, 1] - walk(60).root_pos[:, 1], 1.9, atol=1e-5)
    assert not made.contacts.any() and left_on(walk(60), 1.9) == pytest.approx(1.9)


def test_who_jumps_down_from_higher_falls_longer_to_the_same_floor() -> None:
    leap = played("down")
    made = lifted(leap, 1.9)
    assert begins_on(made) == pytest.approx(1.9, abs=0.05) and left_on(leap, 1.9) == 0.0
    assert np.allclose(made.root_pos[-20:], leap.root_pos[-20:], atol=1e-4)
    assert np.diff(made.root_pos[:, 1]).min() * made.fps > -8.0
    assert Seen(made).signals.sole.min() > -0.1
