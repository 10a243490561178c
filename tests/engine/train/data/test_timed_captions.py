"""Captions with times: read from a file, and laid onto the piece of a recording that they tell of."""

from __future__ import annotations

import json

import pytest

from engine.train.data import timed_captions
from engine.train.data.timed_captions import TimedCaption


def test_a_file_is_read(tmp_path):
    rows = [
        {"id": "a", "start": 0.5, "end": 2, "captions": ["a man  walks.", "walk ahead"], "source": "somebody"},
        {"id": "b", "start": 0, "end": 1, "captions": ["stands"]},
        {"id": "a", "start": 3, "end": 3, "captions": ["nothing"]},
    ]
    path = tmp_path / "captions.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n\n")
    found = timed_captions.read(path)
    assert found["a"] == [(0.5, 2.0, ("a man walks", "walk ahead"))], "an empty stretch is left out"
    assert found["b"] == [(0.0, 1.0, ("stands",))]


def test_no_file_is_no_captions(tmp_path):
    assert timed_captions.read(tmp_path / "captions.jsonl") == {}


def test_a_bad_line_is_named(tmp_path):
    path = tmp_path / "captions.jsonl"
    path.write_text('{"id": "a", "start": 0, "end": 1, "captions": ["x"]}\n{"id": "a", "start": 0}\n')
    with pytest.raises(ValueError, match="line 2"):
        timed_captions.read(path)


def test_times_are_those_of_the_piece():
    told = [(2.0, 3.0, ("walks",)), (0.0, 2.5, ("too early",)), (2.5, 9.0, ("too late",)), (1.95, 4.05, ("all",))]
    found = timed_captions.within(told, 2.0, 60, 30.0)
    assert found == (TimedCaption(0, 30, ("walks",)), TimedCaption(0, 60, ("all",)))
