"""Stops on beats and strokes on stresses: nearer than before, within the limit, where words hold nothing moves."""

from __future__ import annotations

import numpy as np
import pytest

from engine.audio import analyse_samples, on_beat
from engine.audio.on_beat import LIMIT, PULSE, Pulse, brought, stresses
from engine.metrics import beat_alignment
from engine.motion import stops
from retarget import quat
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton

FPS, SECONDS = 30.0, 12.0
BEATS = 0.3 + 0.5 * np.arange(24)


def waving(rests, seconds=SECONDS):
    """A figure whose arms swing from rest to rest at the given times (s)."""
    times = np.arange(round(seconds * FPS)) / FPS
    ends = np.concatenate([[rests[0] - 1], rests, [rests[-1] + 1]])
    k = np.clip(np.searchsorted(ends, times, side="right") - 1, 0, len(ends) - 2)
    part = (times - ends[k]) / np.diff(ends)[k]
    angle = 0.9 * np.cos(np.pi * (k + (1 - np.cos(np.pi * part)) / 2))
    rot = np.tile(quat.IDENTITY, (len(times), 22, 1))
    for side in ("left", "right"):
        rot[:, ROLE_INDEX[f"{side}_shoulder"]] = quat.from_axis_angle(np.array([0, 0, 1.0]), angle)
    return Motion(canonical_skeleton(), FPS, np.tile([0, 0.96, 0], (len(times), 1)), rot)


def off_beat(seed=0):
    rng = np.random.default_rng(seed)
    return waving(np.cumsum(rng.uniform(0.42, 0.62, 22)) + 0.2)


def score(motion):
    return beat_alignment.agreement(beat_alignment.kinematic_beats(motion), BEATS)


def test_stops_come_to_the_beats_by_as_much_as_is_asked():
    motion = off_beat()
    scores = [score(brought(motion, Pulse(BEATS), amount)) for amount in (0.0, 0.5, 1.0)]
    assert scores[0] < scores[1] < scores[2] and scores[2] > 0.6
    assert brought(motion, Pulse(BEATS), 0.0) is motion


def test_time_runs_within_the_limit_also_between_two_beats(monkeypatch):
    taken = []
    monkeypatch.setattr(on_beat, "sample_at", lambda motion, source, fps: taken.append(source))
    brought(off_beat(3), Pulse(BEATS), 1.0)
    rate = np.diff(taken[0])
    assert rate.max() <= LIMIT * (1 + PULSE) + 0.01 and rate.min() >= (1 - PULSE) / LIMIT - 0.01
    assert taken[0][0] == 0 and taken[0][-1] == SECONDS * FPS - 1


def test_what_words_say_keeps_its_time():
    motion = off_beat()
    out = brought(motion, Pulse(BEATS), 1.0, held=[(120, 200)])
    assert np.abs(out.rot[120:200] - motion.rot[120:200]).max() < 1e-5
    assert np.abs(out.rot[:110] - motion.rot[:110]).max() > 0.05


@pytest.mark.parametrize("times", [np.zeros(0), np.array([1.0])])
def test_without_a_beat_nothing_moves(times):
    motion = off_beat()
    assert brought(motion, Pulse(times), 1.0) is motion


def test_strokes_come_to_the_stresses_of_a_voice():
    rng = np.random.default_rng(1)
    at = np.cumsum(rng.uniform(0.7, 1.2, 11)) + 0.3
    clock = np.arange(round(SECONDS * 16000)) / 16000
    loud = 0.15 + np.exp(-((clock[:, None] - at) ** 2) / (2 * 0.06**2)).max(axis=1)
    voice = loud * rng.standard_normal(len(clock)) * 0.2
    heard = stresses(analyse_samples(voice.astype(np.float32), 16000, 360).spectra.rms)
    assert len(heard) == len(at) and np.abs(heard - at).max() < 0.05
    motion = off_beat(5)
    before, after = (
        beat_alignment.nearness(at, stops.strokes(m)) for m in (motion, brought(motion, Pulse(heard, True), 1.0))
    )
    assert after > before + 0.2


def test_a_stop_and_a_landing_close_together_come_to_a_beat_as_one():
    times, weights = on_beat._together(np.array([1.0, 1.04, 3.0]), np.array([1.0, 0.5, 0.7]))
    assert np.allclose(times, [1.01, 3.0], atol=0.015) and weights[0] > 1.3 > 0.75 > weights[1]
    assert len(on_beat._together(np.zeros(0), np.zeros(0))[0]) == 0
