"""Beats and arrays beside librosa's: how they are scored."""

from __future__ import annotations

import numpy as np
import pytest

from engine.bench import librosa_calls as calls


def test_beats_are_met_once_and_within_reach():
    told = np.arange(1.0, 9.0)
    assert calls.f_measure(told + 0.05, told) == 1.0
    assert calls.f_measure(told + 0.1, told) == 0.0
    assert calls.f_measure(np.concatenate([told, told + 0.5]), told) == pytest.approx(2 / 3)  # twice as fast
    assert calls.f_measure(np.repeat(told, 2), told) == pytest.approx(2 / 3)  # the same beat twice is one
    assert calls.f_measure(np.zeros(0), told) == 0.0


def test_arrays_of_other_shapes_are_another_definition():
    a = np.arange(6.0)
    assert calls.apart(a, a + 0.05) == "1.0e-02" and calls.apart(a, a[:5]) == "another definition"
    assert calls.apart((a, a), a) == "another definition"


def test_librosas_calls_agree_with_plain_numpy():
    generator = np.random.default_rng(0)
    sound = np.repeat(generator.standard_normal(4410), 10).astype(np.float32) * 0.1
    rows = {row[0].split(" ")[0]: row for row in calls.call_rows(sound, repeats=1)}
    for name in ("mel", "MFCC", "onset", "autocorrelation,", "resampling"):
        assert float(rows[name][1]) < 1e-5 and rows[name][-1] == "librosa", name
    assert rows["tempogram"][-1] == rows["chroma"][-1] == "ours" and float(rows["chroma"][1]) > 1e-3


def test_without_tracks_there_are_no_rows_of_beats(tmp_path):
    pytest.importorskip("librosa")
    assert calls.beat_rows(tmp_path) == []
