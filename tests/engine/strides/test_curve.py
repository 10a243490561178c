"""Curves that are walked: corners rounded, ends where they were, facing as asked; and when they are passed."""

from __future__ import annotations

import numpy as np
import pytest

from engine.protocol.path import Path
from engine.strides.curve import curve_of
from engine.strides.speed import TURN_RATE, kept, natural


def test_a_corner_is_cut_by_less_than_a_foot_and_the_ends_stay() -> None:
    curve = curve_of(Path(((0, 0), (0, 3), (3, 3))))
    assert np.allclose(curve.ground[[0, -1]], [[0, 0], [3, 3]], atol=0.01)
    cut = np.linalg.norm(curve.ground - [0, 3], axis=1).min()
    assert 0.02 < cut < 0.13
    assert np.degrees(curve.yaw[[0, -1]]) == pytest.approx([0, 90], abs=1)


def test_a_path_that_doubles_back_turns_round_once() -> None:
    curve = curve_of(Path(((0, 0), (0, 3), (0.01, 0))))
    assert abs(np.degrees(curve.yaw[-1] - curve.yaw[0])) == pytest.approx(180, abs=2)


def test_a_closed_path_goes_on_where_it_began() -> None:
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ring = tuple((float(2 - 2 * np.cos(a)), float(2 * np.sin(a))) for a in angle)
    curve = curve_of(Path(ring, closed=True))
    assert np.allclose(curve.ground[0], curve.ground[-1], atol=1e-6)
    assert curve.yaw[-1] - curve.yaw[0] == pytest.approx(2 * np.pi, abs=0.02)
    assert np.abs(np.linalg.norm(curve.ground - [2, 0], axis=1) - 2).max() < 0.03


def test_facing_along_at_the_start_and_a_point() -> None:
    curve = curve_of(Path(((0, 0), (0, 2), (2, 2))))
    assert np.allclose(curve.facing("along", np.pi), curve.yaw + np.pi)
    assert np.ptp(curve.facing("start", 0.0)) == 0
    seen = curve.facing((5.0, 0.0), 0.0)
    to = np.array([5.0, 0.0]) - curve.ground
    assert np.abs(np.angle(np.exp(1j * (seen - np.arctan2(to[:, 0], to[:, 1]))))).max() < 0.05


def test_speed_is_lost_in_turns_and_at_rests() -> None:
    curve = curve_of(Path(((0, 0), (0, 3), (3, 3))))
    timing = natural(curve, curve.yaw, 1.2, np.array([0.0, curve.length]))
    assert timing.speed[[0, -1]] == pytest.approx([0, 0]) and timing.speed.max() == pytest.approx(1.2, rel=0.02)
    assert timing.speed[len(curve.at) // 2] < 0.8 and (np.diff(timing.seconds) > 0).all()
    turning = np.abs(np.diff(curve.yaw)) / np.diff(timing.seconds)
    assert turning.max() < 1.4 * TURN_RATE


def test_given_times_are_met_and_waits_are_waited() -> None:
    curve = curve_of(Path(((0, 0), (0, 2), (0, 2), (0, 4))))
    own = natural(curve, curve.yaw, 1.2, np.array([0.0, curve.marks[1], curve.length]))
    given = np.array([0.0, 2.5, 4.0, 7.0])
    timing = kept(curve, own, curve.marks, given)
    for metres, seconds in zip(curve.marks, given):
        near = np.flatnonzero(np.abs(curve.at - metres) < 0.012)
        assert np.abs(timing.seconds[near] - seconds).min() < 0.15  # a centimetre from rest takes that
    at = timing.along(curve, np.array([2.5, 3.2, 4.0]))
    assert np.abs(at - 2.0).max() < 0.05
