"""Noise of recordings that were sampled down with it is taken off; what bodies do stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.metrics.distributions import jerk
from engine.train.data.noise import quieted
from tests.engine.train.puppet import jump, stand, wave


def test_a_shaking_of_the_markers_is_taken_off() -> None:
    still = stand(90)
    shaken = replace(still, root_pos=still.root_pos + np.float32(0.002) * _shaking(90)[:, None])
    made = quieted(shaken)
    assert jerk([made]) < 0.1 * jerk([shaken]) and np.array_equal(made.contacts, shaken.contacts)
    assert np.abs(made.root_pos - still.root_pos).max() < 0.002


def _shaking(frames: int) -> np.ndarray:
    return np.sin(2 * np.pi * 13 * np.arange(frames) / 30).astype(np.float32)


def test_what_bodies_do_stays_and_is_not_late() -> None:
    for motion in (jump(), wave("right", 75)):
        made = quieted(motion)
        off = np.linalg.norm(made.globals()[0] - motion.globals()[0], axis=-1)
        assert len(made) == len(motion) and off.mean() < 0.003
        high, low = (m.globals()[0][:, 0, 1].max() for m in (motion, made))
        assert abs(high - low) < 0.01


def test_what_is_too_short_stays() -> None:
    assert quieted(stand(8)).root_pos.shape == (8, 3)
