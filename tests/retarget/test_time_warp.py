"""Accents brought to beats: monotone, within the limit, feet still planted."""

from __future__ import annotations

import numpy as np
import pytest

from retarget.time_warp import LIMIT, Warp, accents, best_chain, snap

FPS = 30.0


def gestures(times, length):
    """(T, 2): a hand that moves from place to place and rests at each of `times` (frames)."""
    frame = np.arange(length, dtype=float)
    ends = np.concatenate([[0], times, [length - 1]])
    k = np.clip(np.searchsorted(ends, frame, side="right") - 1, 0, len(ends) - 2)
    u = (frame - ends[k]) / (ends[k + 1] - ends[k])
    place = np.arange(len(ends)) % 2 + 0.3 * (np.arange(len(ends)) % 3)
    value = place[k] + (place[k + 1] - place[k]) * (3 * u**2 - 2 * u**3)
    return np.stack([value, 0.5 * value], 1)


def test_accents_are_where_the_motion_rests():
    times = np.array([20, 41, 60, 83, 100])
    found, marked = accents(gestures(times, 121), FPS)
    assert found == pytest.approx(times, abs=1) and (marked > 0.5).all()


def test_nothing_moves_no_accents():
    assert len(accents(np.zeros((60, 3)), FPS)[0]) == 0
    assert len(accents(np.zeros((2, 3)), FPS)[0]) == 0


def test_accents_land_on_the_beats():
    times, beats = np.array([20, 41, 60, 83, 100]), np.array([18, 38, 58, 78, 98])
    channels = gestures(times, 121)
    warp = snap(*accents(channels, FPS), beats, 0, 120, reach=6)
    shown = np.stack([np.interp(warp.back(np.arange(121.0)), np.arange(121), c) for c in channels.T], 1)
    assert warp.snapped == 5
    assert accents(shown, FPS)[0] == pytest.approx(beats, abs=1)


def test_only_accents_within_reach_move():
    warp = snap(np.array([20.0, 60.0]), np.array([1.0, 0.5]), np.array([23.0, 75.0]), 0, 100, reach=5)
    assert warp.forward(np.array([20.0]))[0] == pytest.approx(23) and warp.snapped == 1


def test_the_limit_holds_and_the_more_marked_accent_wins():
    found, marked = np.array([20.0, 24.0]), np.array([0.3, 0.9])
    warp = snap(found, marked, np.array([15.0, 30.0]), 0, 60, reach=8)
    assert warp.snapped == 1 and warp.forward(np.array([24.0]))[0] == pytest.approx(30)
    stretch = np.diff(warp.after) / np.diff(warp.before)
    assert stretch.max() <= LIMIT + 1e-9 and stretch.min() >= 1 / LIMIT - 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_time_never_runs_back_and_the_inverse_is_one(seed):
    rng = np.random.default_rng(seed)
    found = np.sort(rng.choice(np.arange(5, 295), 20, replace=False)).astype(float)
    warp = snap(found, rng.uniform(size=20), np.arange(7, 300, 13.3), 0, 299, reach=9)
    clock = np.linspace(-5, 305, 2000)
    assert (np.diff(warp.forward(clock)) > 0).all()
    assert warp.forward(warp.back(clock)) == pytest.approx(clock, abs=1e-6)
    assert warp.forward(np.array([0.0, 299.0])) == pytest.approx([0, 299])


def test_a_planted_foot_stays_planted():
    rng = np.random.default_rng(0)
    foot = np.cumsum(np.repeat(rng.integers(0, 2, 12), 10)) * 0.1
    warp = snap(np.arange(10.0, 110, 10), np.ones(10), np.arange(12.0, 110, 10.5), 0, 119, reach=5)
    shown = np.interp(warp.back(np.arange(120.0)), np.arange(120), foot)
    assert shown.min() >= foot.min() and shown.max() <= foot.max()
    still = np.abs(np.diff(foot)) < 1e-9
    kept = np.abs(np.diff(shown)) < 1e-9
    assert kept.sum() >= 0.6 * still.sum()


def test_no_targets_is_no_warp():
    warp = snap(np.array([5.0]), np.array([1.0]), np.zeros(0), 0, 10, reach=3)
    assert warp.snapped == 0 and warp.forward(np.arange(11.0)) == pytest.approx(np.arange(11))


def test_anchors_must_rise():
    with pytest.raises(ValueError, match="rise"):
        Warp(np.array([0.0, 5.0, 4.0]), np.array([0.0, 5.0, 9.0]))


@pytest.mark.parametrize("chosen", [snap, best_chain])
@pytest.mark.parametrize("seed", range(4))
def test_the_limit_holds_between_the_anchors_too(chosen, seed):
    rng = np.random.default_rng(seed)
    found = np.sort(rng.choice(np.arange(5, 595), 45, replace=False)).astype(float)
    warp = chosen(found, rng.uniform(0.2, 1, 45), np.arange(7, 600, 13.3), 0, 599, reach=9)
    rate = np.gradient(warp.forward(np.linspace(0, 599, 20000)), 599 / 19999)
    assert warp.snapped > 5 and rate.max() <= LIMIT + 1e-3 and rate.min() >= 1 / LIMIT - 1e-3


def test_chains_bring_more_to_their_places_than_one_pair_after_another():
    beats, counts, found = np.arange(5, 600, 15.0), [], np.zeros(0)
    for seed in range(8):
        found = np.cumsum(np.random.default_rng(seed).uniform(10, 20, 40))
        counts.append([chosen(found, np.ones(40), beats, 0, 640, reach=8).snapped for chosen in (snap, best_chain)])
    greedy, best = np.sum(counts, axis=0)
    assert best > greedy
    assert best_chain(found, np.ones(40), np.zeros(0), 0, 640, reach=8).snapped == 0
