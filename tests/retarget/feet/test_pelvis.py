"""The pelvis gives way to straight legs whose feet are moved, slowly, and only there."""

from __future__ import annotations

import numpy as np

from retarget.feet import pelvis
from retarget.feet.legs import legs_of
from tests.retarget.feet.test_knees import squat

FPS = 30


def sunk(bend: float, shift: np.ndarray) -> np.ndarray:
    """How far the pelvis sinks where the left ankle of a leg bent by `bend` degrees is lowered by `shift` (T,) m."""
    motion = squat(np.radians(np.full(len(shift), bend)))
    pos, legs = motion.globals()[0], legs_of(motion.skeleton)
    ankles = [pos[:, leg.ankle].copy() for leg in legs]
    ankles[0][:, 1] -= shift
    return pelvis.drop(pos, legs, ankles, [(shift > 0).astype(float), np.zeros(len(shift))], FPS)


def slow(frames: int = 120, most: float = 0.01) -> np.ndarray:
    return most * np.exp(-(((np.arange(frames) - 60) / 12) ** 2)) * (np.abs(np.arange(frames) - 60) < 30)


def test_a_straight_leg_is_spared_and_a_bent_one_bends():
    straight, bent = sunk(12, slow()), sunk(80, slow())
    assert 0.006 < straight.max() < 0.011 and bent.max() < 0.3 * straight.max()
    assert straight.min() > -0.002


def test_quick_changes_are_left_to_the_knee():
    shift = slow() * (1 + 0.5 * np.sin(np.arange(120) * 2 * np.pi * 10 / FPS))  # 10 Hz over it
    ripple = np.abs(np.diff(sunk(12, shift), 3)).max()
    assert ripple < 0.1 * np.abs(np.diff(shift, 3)).max()


def test_feet_that_are_not_moved_leave_the_pelvis_alone():
    np.testing.assert_array_equal(sunk(12, np.zeros(60)), 0)
    given = sunk(12, slow())
    np.testing.assert_array_equal(given[:15], 0)
    np.testing.assert_array_equal(given[-15:], 0)


def test_a_leg_that_is_too_short_brings_the_pelvis_down():
    shift = np.where(np.abs(np.arange(120) - 60) < 30, 0.05, 0.0)
    assert sunk(12, shift)[60] > 0.04
