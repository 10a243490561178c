"""Figures over the ground as curves."""

from __future__ import annotations

import numpy as np
import pytest

from engine.protocol.plan.facts.ways import FIGURES, length_of
from engine.protocol.plan.steps import DIAGONALS, Facts
from engine.text.ways.figures import CLOSED, figure, heading_of, straight


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_as_long_as_they_usually_are_and_set_out_ahead(name: str):
    curve = figure(Facts("walk", figure=name))
    assert abs(curve.length - length_of(name)) < 0.12 * length_of(name)
    assert np.linalg.norm(curve.ground[0]) < 0.3
    if name not in ("zigzag", "wave"):
        assert abs(np.degrees(curve.yaw[0])) < 35
    if name in CLOSED:
        assert np.linalg.norm(curve.ground[-1] - curve.ground[0]) < 0.05


def test_an_eight_turns_as_far_one_way_as_the_other():
    curve = figure(Facts("walk", figure="eight"))
    assert abs(np.degrees(curve.yaw[-1] - curve.yaw[0])) < 30
    assert np.degrees(np.ptp(curve.yaw)) > 300


def test_a_circle_goes_the_way_that_is_said():
    left, right = (figure(Facts("walk", figure="circle", turn=turn)) for turn in (360.0, -360.0))
    assert np.degrees(left.yaw[-1] - left.yaw[0]) > 340
    assert np.degrees(right.yaw[-1] - right.yaw[0]) < -340


def test_metres_that_are_said_are_its_length():
    assert abs(figure(Facts("walk", figure="zigzag"), 12.0).length - 12.0) < 1.0


@pytest.mark.parametrize("direction", [*DIAGONALS, "forward", "backward", "left", "right"])
def test_straight_ways_end_where_they_are_headed(direction: str):
    way = straight(2.0, heading_of(direction))
    ahead, aside = way.ground[-1][1], way.ground[-1][0]
    assert abs(np.hypot(ahead, aside) - 2.0) < 0.02
    assert ("forward" in direction) == (ahead > 0.1) and ("backward" in direction) == (ahead < -0.1)
    assert ("left" in direction) == (aside > 0.1) and ("right" in direction) == (aside < -0.1)
