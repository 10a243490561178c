"""Beats found in a motion, the warp that makes them even, and how alignment is scored."""

from __future__ import annotations

import numpy as np
import pytest

from engine.metrics import beat_alignment
from engine.motion.stops import strokes
from engine.train.motion import tempo
from retarget import quat
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton


def waving(stops, seconds, fps=30.0):
    """A figure whose arms swing from stop to stop, at rest at the given times."""
    skeleton = canonical_skeleton()
    times = np.arange(int(seconds * fps)) / fps
    knots = np.concatenate([[stops[0] - 1], stops, [stops[-1] + 1]])
    step = np.clip(np.searchsorted(knots, times, side="right") - 1, 0, len(knots) - 2)
    part = (times - knots[step]) / np.diff(knots)[step]
    angle = 0.9 * np.cos(np.pi * (step + (1 - np.cos(np.pi * part)) / 2))
    rot = np.tile(quat.IDENTITY, (len(times), len(skeleton), 1))
    for side in ("left", "right"):
        rot[:, ROLE_INDEX[f"{side}_shoulder"]] = quat.from_axis_angle(np.array([0, 0, 1.0]), angle)
    root = np.tile(np.array([0, 0.96, 0], np.float32), (len(times), 1))
    return Motion(skeleton, fps, root, rot)


def uneven(seed, period=0.5, count=16, spread=0.1):
    gaps = period * np.random.default_rng(seed).uniform(1 - spread, 1 + spread, count)
    return 0.4 + np.concatenate([[0.0], np.cumsum(gaps)])


def test_stops_are_kinematic_beats():
    stops = uneven(0)
    found = beat_alignment.kinematic_beats(waving(stops, stops[-1] + 0.5))
    inner = found[(found > 0.3) & (found < stops[-1] + 0.2)]
    assert len(inner) == len(stops)
    assert np.abs(inner - stops)[1:-1].max() < 0.03


def test_a_still_figure_has_no_beats():
    still = waving(np.array([0.5, 1.0]), 4.0).cut(0, 1)
    motion = Motion(still.skeleton, 30, np.repeat(still.root_pos, 60, 0), np.repeat(still.rot, 60, 0))
    assert len(beat_alignment.kinematic_beats(motion)) == 0
    assert beat_alignment.kinematic_beats(still).shape == (0,)


@pytest.mark.parametrize("period", [0.42, 0.55, 0.7])
def test_the_tempo_is_found_and_made_even(period):
    stops = uneven(3, period)
    motion = waving(stops, stops[-1] + 0.5)
    pulse = tempo.pulses(motion)[0]
    assert pulse.period == pytest.approx(period, rel=0.08)
    warped, beats = tempo.even(motion, pulse)
    inside = beats[(beats > 0) & (beats < warped.seconds)]
    assert np.ptp(np.diff(inside)) < 0.05 * period  # an interval at the limit may stay a little off
    before = beat_alignment.agreement(beat_alignment.kinematic_beats(motion), inside)
    after = beat_alignment.agreement(beat_alignment.kinematic_beats(warped), inside)
    assert after > 0.85 and after > before + 0.1


@pytest.mark.parametrize(("rubato", "stretch"), [(0, 1), (0, 1.06), (0.5, 0.94), (1, 1)])
def test_no_moment_is_warped_by_more_than_fifteen_percent(rubato, stretch):
    stops = uneven(5, spread=0.3)
    motion = waving(stops, stops[-1] + 0.5)
    pulses = tempo.pulses(motion)
    assert pulses
    for pulse in pulses:
        source, target = tempo.warp_points(motion, pulse, rubato, stretch)
        rate = np.diff(target) / np.diff(source)
        assert rate.max() <= 1.15 + 1e-9 and rate.min() >= 1 / 1.15 - 1e-9
        warped, beats = tempo.even(motion, pulse, rubato, stretch)
        assert warped.seconds == pytest.approx(target[-1], abs=0.07)
        assert beats[0] <= 0 or beats[0] < pulse.period * 1.2
        assert beats[-1] >= warped.seconds - pulse.period * 1.2
        assert rubato != 1 or np.allclose(target, source)


def test_a_motion_too_short_for_a_tempo_has_none():
    assert tempo.pulses(waving(np.array([0.3, 0.6]), 1.0)) == []


def test_tracking_prefers_what_is_strong_and_stays_within_the_limit():
    strength = np.zeros(500)
    strength[np.arange(20, 500, 25)] = 1.0
    strength[np.arange(30, 500, 25)] = 0.3
    (beats,) = tempo.track(strength, [0.5])
    assert np.allclose(np.diff(beats), 0.5)
    assert np.allclose(beats % 0.5, 0.4)
    noise = np.random.default_rng(0).random(600)
    for period, found in zip((0.4, 0.7), tempo.track(noise, [0.4, 0.7]), strict=True):
        gaps = np.diff(found) / period
        assert gaps.max() <= 1 + tempo.LIMIT + 1e-9 and gaps.min() >= 1 / (1 + tempo.LIMIT) - 1e-9


def test_alignment_is_high_on_the_beat_and_chance_off_it():
    beats = np.arange(0.25, 20, 0.5)
    on = beat_alignment.alignment(beats, beats, 20.0)
    assert on.score == pytest.approx(1.0) and on.excess > 0.5
    late = beat_alignment.alignment(beats + 0.25, beats, 20.0)
    assert late.excess < 0
    random = np.sort(np.random.default_rng(0).uniform(0, 20, 40))
    assert abs(beat_alignment.alignment(random, beats, 20.0).excess) < 0.12


def test_a_wrong_tempo_scores_lower_although_its_beats_are_near():
    beats = np.arange(0.25, 20, 0.5)
    right = beat_alignment.alignment(beats, beats, 20.0).score
    double = beat_alignment.alignment(beats, np.arange(0.25, 20, 0.25), 20.0).score
    half = beat_alignment.alignment(beats, np.arange(0.25, 20, 1.0), 20.0).score
    assert double < 0.75 * right and half < 0.75 * right


def test_nothing_aligns_with_silence():
    silent = beat_alignment.alignment(np.array([1.0, 2.0]), np.zeros(0), 5.0)
    assert (silent.score, silent.chance) == (0.0, 0.0)


def test_strokes_are_the_hands_fastest_moments():
    stops = 0.5 + 0.8 * np.arange(8)
    found = strokes(waving(stops, 7.0))
    inner = found[(found > 0.7) & (found < 5.9)]
    assert np.abs(inner - (stops[:-1] + 0.4)[: len(inner)]).max() < 0.07
