"""Energy that follows the sound: loud passages lively and wide, quiet ones calm and small, and what stays."""

from __future__ import annotations

import numpy as np
import pytest

from engine.audio.conditioning import loudness
from engine.audio.on_beat import Pulse
from engine.audio.phrases.bars import Bars
from engine.audio.phrases.energy import energies, levels, scaled
from engine.motion import stops
from engine.motion.canonical import FPS, canonical_skeleton
from retarget import quat
from retarget.motion import ROLE_INDEX, Motion

FRAMES = 240


@pytest.fixture(scope="module")
def waving() -> Motion:
    """Arms that swing for eight seconds, and feet on the floor."""
    rot = np.tile(quat.IDENTITY, (FRAMES, 22, 1))
    swing = 0.5 * np.sin(2 * np.pi * np.arange(FRAMES) / FPS)
    for side, to in (("left", -1), ("right", 1)):
        rot[:, ROLE_INDEX[f"{side}_shoulder"]] = quat.from_axis_angle(np.array([0.0, 0.0, 1.0]), to * (1 + swing))
    return Motion(canonical_skeleton(), float(FPS), np.tile(np.array([0, 0.94, 0], np.float32), (FRAMES, 1)), rot)


def test_passages_that_sound_alike_are_even_and_others_lie_between_quietest_and_loudest():
    assert np.allclose(levels(np.full(6, 0.4)), 0.5)
    assert np.abs(levels(np.array([0.50, 0.51, 0.505])) - 0.5).max() < 0.06
    found = levels(np.array([0.1, 0.9, 0.4]))
    assert found[0] == 0 and found[1] == pytest.approx(1) and 0.3 < found[2] < 0.7
    assert levels(np.zeros(3)).tolist() == [0.5] * 3 and len(levels(np.zeros(0))) == 0


def test_energy_is_the_requests_and_the_sounds():
    loud = np.array([0.0, 0.5, 1.0])
    assert energies(loud, 1.0, 1.0).tolist() == [0, 1, 2]
    assert energies(loud, 1.0, 0.0).tolist() == [1, 1, 1]
    assert energies(loud, 1.4, 0.5).tolist() == pytest.approx([0.9, 1.4, 1.9])
    assert energies(loud, 0.2, 1.0).tolist() == pytest.approx([0, 0.2, 1.2])


def test_loudness_is_heard_by_bars_by_stresses_else_by_the_seconds():
    rms = np.concatenate([np.full(120, 0.1), np.full(120, 0.9)]).astype(np.float32)
    silent = Pulse(np.zeros(0))
    by_seconds = loudness(rms, silent)
    assert by_seconds[:60].max() < 0.1 and by_seconds[-60:].min() > 0.9
    bars = Bars(0.5 * np.arange(17), np.array([0.0, 1.0, 0.0, 1.0]), np.full(4, -1))
    by_bars = loudness(rms, silent, bars)
    assert by_bars[[30, 90, 150, 210]] == pytest.approx([0, 1, 0, 1])
    assert loudness(rms, Pulse(np.array([1.0, 3.0]), True, np.array([1.0, 0.0])))[[30, 60, 90]] == pytest.approx(
        [1, 0.5, 0]
    )


def test_quiet_bars_are_moved_smaller_and_loud_ones_wider_and_legs_stay(waving):
    energy = np.repeat([0.0, 2.0], FRAMES // 2)
    made = scaled(waving, energy)
    was, now = stops.speed(waving), stops.speed(made)
    calm, loud = slice(20, 90), slice(150, 220)
    assert now[calm].mean() < 0.9 * was[calm].mean() and now[loud].mean() > 1.05 * was[loud].mean()
    legs = [ROLE_INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("hip", "knee", "ankle", "foot")]
    assert np.allclose(made.globals()[0][:, legs], waving.globals()[0][:, legs], atol=1e-6)
    assert np.array_equal(made.root_pos, waving.root_pos)
    assert np.array_equal(scaled(waving, np.ones(FRAMES)).rot, waving.rot)


def test_elbows_are_never_stretched_further_and_who_is_on_the_floor_stays_as_captured(waving):
    rot = waving.rot.copy()
    bend = 1.0 + np.sin(2 * np.pi * np.arange(FRAMES) / FPS)
    elbow = ROLE_INDEX["left_elbow"]
    rot[:, elbow] = quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), bend)
    bent = Motion(waving.skeleton, waving.fps, waving.root_pos, rot)
    lively = scaled(bent, np.full(FRAMES, 2.0))
    assert np.allclose(lively.rot[:, elbow], bent.rot[:, elbow], atol=1e-5)
    calm = quat.angle_between(scaled(bent, np.zeros(FRAMES)).rot[:, elbow], np.array([1.0, 0, 0, 0]))
    assert calm[60:-60].min() > 0.05 and calm[60:-60].max() < bend.max() - 0.05
    low = Motion(bent.skeleton, bent.fps, np.tile(np.array([0, 0.3, 0], np.float32), (FRAMES, 1)), rot)
    assert np.allclose(scaled(low, np.full(FRAMES, 2.0)).rot, low.rot, atol=1e-5)
