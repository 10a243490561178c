"""Leads into and out of contacts: exact where planted, of little jerk, and gone at a distance."""

from __future__ import annotations

import numpy as np
import pytest

from retarget.feet import lead


def point(frames: int, fps: float) -> np.ndarray:
    """A foot that comes in at 1 m/s, stands for a second while it creeps by 2 cm, and leaves again."""
    t = np.arange(frames) / fps - 1.5
    along = np.where(np.abs(t) < 0.5, 0.02 * t, t - 0.49 * np.sign(t))
    up = 0.08 + 0.3 * np.maximum(np.abs(t) - 0.5, 0) ** 2
    return np.stack([np.zeros_like(t), up, along], axis=-1)


@pytest.mark.parametrize("fps", [24, 30, 60, 120])
def test_a_lead_meets_its_contact_and_is_gone_before_and_after(fps):
    path = point(round(3 * fps), fps)
    t = np.arange(len(path)) / fps - 1.5
    flags = np.abs(t) < 0.5
    goal = np.where(flags[:, None], [0.0, 0.07, 0.0], path)
    shift = lead.bridge(goal, path, flags, fps)
    np.testing.assert_allclose((path + shift)[flags], goal[flags], atol=1e-9)
    far = np.abs(t) > 0.5 + lead.EASE_S + 1.5 / fps
    np.testing.assert_array_equal(shift[far], 0)
    assert np.abs(shift[np.abs(t) > 0.7][:, 1]).max() < 1e-3  # vertically it is shorter
    # A foot that stands still and is away 0.32 s later moves by 1 cm more at most: no swing of the curve itself.
    assert np.abs(shift[~flags]).max() < np.abs(shift[flags]).max() + 0.03


def test_a_foot_that_is_led_jerks_less_than_its_own_path():
    path, fps = point(90, 30), 30
    flags = np.abs(np.arange(90) / 30 - 1.5) < 0.5
    led = path + lead.bridge(np.where(flags[:, None], 0.0, path), path, flags, fps)
    assert np.abs(np.diff(led[:, 2], 3)).max() < 0.7 * np.abs(np.diff(path[:, 2], 3)).max()


def test_a_clip_that_begins_shortly_before_a_contact_leads_as_a_longer_one():
    path = point(90, 30)
    flags = np.abs(np.arange(90) / 30 - 1.5) < 0.5
    path[:40] = path[30]  # it stood there before
    goal = np.where(flags[:, None], [0.03, 0.08, 0.0], path)
    whole = lead.bridge(goal, path, flags, 30)
    cut = lead.bridge(goal[26:], path[26:], flags[26:], 30)
    np.testing.assert_allclose(cut, whole[26:], atol=1e-9)
