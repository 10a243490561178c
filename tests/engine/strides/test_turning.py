"""Turns on the spot by steps, of somebody made here who stands."""

from __future__ import annotations

import numpy as np
import pytest

from engine.motion import events
from engine.motion.canonical import FPS
from engine.motion.posing.postures.solve import standing
from engine.strides.feet import feet_of
from engine.strides.turning import seconds_of, turned


@pytest.mark.parametrize("degrees", [45, -45, 90, -90, 180])
def test_turns_as_far_as_asked_by_steps_and_stays_there(degrees: float):
    angle = float(np.radians(degrees))
    made = turned(standing(round(seconds_of(angle) * FPS)), angle)
    found = events.signals(made)
    assert abs(np.degrees(found.yaw[-1] - found.yaw[0]) - degrees) < 3
    assert np.linalg.norm(made.root_pos[-1, [0, 2]] - made.root_pos[0, [0, 2]]) < 0.05
    lifted = events.lifts(found)
    assert {event.side for event in lifted} == {"left", "right"}
    assert lifted[0].side == ("left" if degrees > 0 else "right")


def test_feet_stay_where_they_stand_and_one_is_always_down():
    made = turned(standing(60), np.pi / 2)
    for side, foot in enumerate(feet_of(made)):
        down = made.contacts[:, 2 * side : 2 * side + 2].any(axis=1)
        moved = np.linalg.norm(np.diff(foot.ball, axis=0), axis=1)
        assert moved[down[1:] & down[:-1]].max() < 0.006
    assert made.contacts.any(axis=1).all()


def test_further_takes_longer():
    assert seconds_of(np.pi / 4) < seconds_of(np.pi / 2) < seconds_of(np.pi)
