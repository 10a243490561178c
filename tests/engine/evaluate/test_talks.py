"""Measures of gestures against stresses, and their table beside captured ones."""

from __future__ import annotations

import argparse
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from engine.audio.phrases.library import Phrases
from engine.evaluate.sound import talks, tracks
from engine.motion import stops
from tests.engine.audio.phrases.test_speaking import UNEVEN, told


def test_strokes_are_near_their_own_stresses_and_not_near_others():
    motion = told(1.0, "right", UNEVEN)
    strokes = stops.strokes(motion)
    good = talks.averaged([talks.Row(motion, strokes, strokes + 0.3)])
    assert good["near"] == pytest.approx(1.0) and good["met"] == 1.0
    assert good["chance"] < 0.5 and good["other"] < 0.1
    assert good["a_second"] == pytest.approx(len(strokes) / motion.seconds)
    late = talks.averaged([talks.Row(motion, strokes + 0.3, strokes)])
    assert late["near"] < 0.1 and late["met"] < 0.2 and late["other"] == pytest.approx(1.0)


def test_every_way_of_gesturing_has_its_row(monkeypatch, tmp_path):
    rate, clock = 8000, np.arange(8 * 8000) / 8000
    for name, every in (("a", 0.7), ("b", 0.9)):
        loud = np.exp(-(((clock % every) - every / 2) ** 2) / 0.004)
        soundfile.write(tmp_path / f"{name}.wav", 0.3 * loud * np.sin(900 * clock), rate)
    (tmp_path / "audio.json").write_text(
        '{"files": [{"file": "a.wav", "kind": "speech"}, {"file": "b.wav", "kind": "speech"}]}'
    )
    asked = []

    def generate(request):
        asked.append(request)
        return [SimpleNamespace(motion=told(1.0, "right", UNEVEN))]

    monkeypatch.setattr(talks, "Engine", lambda weights, device: SimpleNamespace(generate=generate))
    piece = (told(0.5, "left", UNEVEN), np.array([1.0, 2.0, 3.0]))
    monkeypatch.setattr(talks, "_spoken", lambda pairs, splits: [piece, piece])
    monkeypatch.setattr(talks, "_held_out", lambda pairs: [])
    monkeypatch.setattr(Phrases, "load", classmethod(lambda cls, folder: None))
    args = argparse.Namespace(weights=tmp_path, device="cpu", seed=0, tracks=tmp_path, sheet=tmp_path / "sheet.png")
    pairs: Any = None  # what is captured is a stand-in
    lines, numbers = talks.measure(pairs, tracks.load_tracks(tmp_path, 8.0), args)
    assert set(numbers) == {talks.CAPTURED, talks.CAPTURED_ALL, *talks.ASKED} and "| ours |" in "\n".join(lines)
    assert len(asked) == 2 * talks.SEEDS * len(talks.ASKED)
    assert all(set(request.style_weights) == {"gesture"} for request in asked)
    assert (tmp_path / "sheet.png").stat().st_size > 1000
