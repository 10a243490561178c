"""Chains of windows: every frame is made once, each window knows what it goes on from, and seams are no jolts."""

from __future__ import annotations

import numpy as np
import pytest

from engine.pose.windows import OVERLAP, Window, bent, carried_on, windows

MOST = 120


@pytest.mark.parametrize("frames", [2, 119, 120, 121, 180, 210, 211, 400, 1800])
@pytest.mark.parametrize("share", [0.0, 0.31, 0.5, 1.0])
def test_a_clip_is_made_from_its_base_frame_outwards(frames, share):
    middle = round(share * (frames - 1))
    first, *others = windows(frames, middle, MOST)
    assert first.start <= middle < first.stop and first.middle == middle and not first.step
    made = np.zeros(frames, int)
    made[first.frames] += 1
    for window in others:
        assert window.start >= 0 and window.stop <= frames and window.stop - window.start == MOST
        known = np.flatnonzero(made[window.frames]) + window.start
        # What it knows is one stretch on the side that it comes from, and its base frame is the last of it.
        assert len(known) >= OVERLAP and (np.diff(known) == 1).all()
        end, edge = (
            (known[-1], known[0] == window.start) if window.step > 0 else (known[0], known[-1] == window.stop - 1)
        )
        assert edge and window.middle == end and made[window.frames].min() == 0
        made[window.frames] = 1
    assert (made == 1).all()
    if frames > MOST:
        assert len(others) <= (frames - MOST) // (MOST - OVERLAP) + 2


@pytest.mark.parametrize("step", [1, -1])
def test_what_goes_on_leads_on_in_place_and_speed(step):
    """A window that found the right motion at a wrong place is put right where it meets what is known."""
    window = Window(0, 60, 29 if step > 0 else 30, step)
    true = np.sin(np.arange(60) / 9)[:, None] * np.array([1.0, 2.0, 3.0], np.float32)
    found = (true + np.array([0.5, -0.4, 7.0])).astype(np.float32)
    out = carried_on(found, true.astype(np.float32), window, slice(0, 2))
    there = np.arange(60) <= 29 if step > 0 else np.arange(60) >= 30
    assert np.array_equal(out[there], true[there].astype(np.float32))
    assert np.array_equal(out[~there, 2], found[~there, 2]), "what isn't bent is as it was found"
    jumps = np.abs(np.diff(out[:, :2], axis=0)).max(axis=0)
    assert (jumps < 1.3 * np.abs(np.diff(true[:, :2], axis=0)).max(axis=0)).all()
    far = slice(-1, None) if step > 0 else slice(0, 1)
    np.testing.assert_allclose(out[far, :2], found[far, :2], atol=1e-3)


def test_a_bent_clip_passes_through_what_is_wanted():
    rows = np.cumsum(np.random.default_rng(0).normal(size=(50, 3)), axis=0).astype(np.float32)
    for middle in (0, 20, 49):
        np.testing.assert_allclose(bent(rows, middle, np.ones(3, np.float32))[middle], 1, atol=1e-5)
