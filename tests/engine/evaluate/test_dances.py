"""Measures of a dance on its stage, and the table of styles beside captured motion."""

from __future__ import annotations

import argparse
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from engine.evaluate.sound import dances, made_dances, tracks
from engine.metrics import dance
from engine.protocol import styles
from engine.train.audio.items import Pair
from retarget import quat
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton

FPS = 30.0


def figure(seconds=4.0, way=0.0, turn=0.0, swing=0.0):
    """Somebody who moves `way` m/s, turns `turn` deg/s, and swings the arms in the second half."""
    clock = np.arange(round(seconds * FPS)) / FPS
    rot = np.tile(quat.IDENTITY, (len(clock), 22, 1)).astype(np.float32)
    rot[:, 0] = quat.from_axis_angle(np.array([0, 1.0, 0]), np.radians(turn) * clock)
    angle = swing * np.sin(8 * clock) * (clock > seconds / 2)
    for side in ("left", "right"):
        rot[:, ROLE_INDEX[f"{side}_shoulder"]] = quat.from_axis_angle(np.array([0, 0, 1.0]), angle)
    root = np.stack([np.zeros(len(clock)), np.full(len(clock), 0.93), way * clock], axis=1)
    contacts = np.zeros((len(clock), 4), bool)
    contacts[30:45, 0] = contacts[60:75, 2] = True
    return Motion(canonical_skeleton(), FPS, root.astype(np.float32), rot, contacts)


def test_each_measure_sees_what_it_is_for():
    beats = np.array([1.0, 2.0, 3.0])
    calm = dance.staged(figure(), beats)
    assert calm["still"] == 1.0 and calm["furthest"] == 0 and calm["turning"] < 0.1
    assert calm["steps"] == pytest.approx(2 / 3) and calm["step_near"] == pytest.approx(1.0)
    assert dance.staged(figure(), beats + 0.5)["step_near"] < 0.01
    assert dance.staged(figure(way=0.5), beats)["furthest"] == pytest.approx(0.5 * 119 / 30, rel=1e-3)
    assert dance.staged(figure(turn=60), beats)["turning"] == pytest.approx(60, rel=0.1)
    lively = dance.staged(figure(swing=1.0), beats)
    assert 0.4 < lively["still"] < 0.7 and lively["begins"] < 0.05 < lively["ends"]
    assert lively["hands"] > calm["hands"] - 0.01 and calm["feet"] == pytest.approx(lively["feet"])


def test_speed_that_rises_with_loudness_follows_it():
    clock = np.arange(300) / FPS
    motion, beats = figure(10.0, swing=1.0), np.arange(0.5, 10, 0.5)
    assert dance.follows(motion, np.where(clock > 5, 1.0, 0.3), beats) > 0.7
    assert dance.follows(motion, np.where(clock > 5, 0.3, 1.0), beats) < -0.7
    assert np.isnan(dance.follows(motion, np.ones(300), beats)), "nobody hears a difference"
    assert np.isnan(dance.follows(motion, clock, beats[:5]))


def test_every_style_has_its_rows_beside_captured_motion(monkeypatch, tmp_path):
    soundfile.write(tmp_path / "a.wav", 0.1 * np.random.default_rng(0).normal(size=40000), 8000)
    (tmp_path / "audio.json").write_text(
        '{"files": [{"file": "a.wav", "kind": "music", "beat_times": [0.5, 1.0, 1.5, 2.0, 2.5]}]}'
    )
    asked = []

    def generate(request):
        asked.append(request)
        return [SimpleNamespace(motion=figure(swing=1.0))]

    monkeypatch.setattr(dances, "Engine", lambda weights, device: SimpleNamespace(generate=generate))
    piece = dances.Row(figure(way=0.2), np.array([1.0, 2.0]), np.array([0.5]), np.ones(120), np.ones(120))
    monkeypatch.setattr(dances, "captured", lambda pairs, style, args: [piece])
    args = argparse.Namespace(
        weights=None, device="cpu", seed=0, seconds=4.0, tracks=tmp_path, sheet=tmp_path / "sheet.png"
    )
    pairs: Any = None  # what is captured is a stand-in
    lines, numbers = dances.measure(pairs, tracks.load_tracks(tmp_path, 4.0), args)
    assert len(numbers) == 3 * len(dances.STYLES) and "| salsa, ours |" in "\n".join(lines)
    assert {r.dance.variation for r in asked} == {0.0, 1.0} and set(dances.STYLES) < set(styles.NAMES)
    assert (tmp_path / "sheet.png").stat().st_size > 1000
    assert dances.measure(pairs, [], args)[1] == {}


def test_dances_to_made_music_are_beside_the_pieces_that_it_was_made_for(monkeypatch):
    lengths = []

    def generate(request):
        lengths.append(request.frames)
        return [SimpleNamespace(motion=figure(swing=1.0))]

    sound = np.zeros(int(8000 * 4.0), np.float32)
    pairs = [Pair(figure(way=way), sound, 8000, "salsa", "g", beats=np.arange(0.5, 4, 0.5)) for way in (0.0, 0.3)]
    monkeypatch.setattr(made_dances, "Engine", lambda weights, device: SimpleNamespace(generate=generate))
    monkeypatch.setattr(made_dances, "_pairs", lambda args: pairs)
    args = argparse.Namespace(weights=None, device="cpu", seed=0)
    lines, numbers = made_dances.measure(args)
    assert lengths == [120, 120] and "2 held-out pieces" in lines[0]
    assert numbers["captured, held out"]["furthest"] == pytest.approx(0.15 * 119 / 30, rel=1e-3)
    assert numbers["ours"]["furthest"] == 0 and len(numbers) == 3
    monkeypatch.setattr(made_dances, "_pairs", lambda args: [])
    assert made_dances.measure(args)[1] == {}
