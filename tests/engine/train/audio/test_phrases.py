"""The recipe of the phrases, from a folder of BVH to a file that dances and talks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.audio.phrases.library import TALK, Phrases
from engine.audio.phrases.talkers import idling, strokes_of
from engine.metrics import beat_alignment
from engine.motion import stops
from engine.train import recipes
from engine.train.data import clips
from retarget.formats import bvh
from retarget.motion import still
from tests.engine.train.motion.test_tempo import uneven, waving

ROWS = """file,caption,category
salsa.bvh,salsa dance,salsa dance
talks.bvh,"direct traffic, wave",gesture and signals
stands.bvh,"standing idle, neutral",stylised locomotion
golf.bvh,golf,golf
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder of 12 s of each kind, the dance and the talk between 4 s of standing."""
    folder = tmp_path_factory.mktemp("mocap")
    beats = uneven(1, 0.5, 24)
    dance = waving(beats, beats[-1] + 0.4)
    before, after = still(dance.cut(0, 1), 120), still(dance.cut(len(dance) - 1, len(dance)), 120)
    for name in ("salsa", "talks", "golf"):
        bvh.write_bvh(_joined(before, dance, after), folder / f"{name}.bvh", scale=0.01)
    bvh.write_bvh(still(dance.cut(0, 1), 300), folder / "stands.bvh", scale=0.01)
    (folder / "captions.csv").write_text(ROWS, encoding="utf-8")
    return folder, dance.seconds


def _joined(*parts):
    return replace(
        parts[0], root_pos=np.concatenate([p.root_pos for p in parts]), rot=np.concatenate([p.rot for p in parts]),
        contacts=np.concatenate([p.contacts for p in parts]),
    )  # fmt: skip


def test_dances_are_cut_from_what_stands_before_and_after_and_talkers_have_strokes(made, monkeypatch, tmp_path):
    folder, seconds = made
    monkeypatch.setattr(clips, "RUNS", tmp_path)
    path = recipes.run("phrases", 0.0, resume=False, source=folder, out=tmp_path / "weights", device="cpu")
    phrases = Phrases.load(path.parent)
    assert phrases is not None
    names = [phrases.styles[i] for i in phrases.style.tolist()]
    assert sorted(names) == [TALK, TALK, "salsa"]
    dance = names.index("salsa")
    motion, beats = phrases.motion(dance, 0), phrases.beats_of(dance)
    assert seconds / 1.2 < motion.seconds < seconds * 1.2, "the standing is cut off"
    found = beat_alignment.kinematic_beats(motion)
    assert beat_alignment.agreement(found, beats) > 0.7 and np.ptp(np.diff(beats)) < 0.1
    assert len(phrases.marks("salsa").time) > 20
    strokes = strokes_of(phrases)
    assert strokes is not None and len(strokes) > 20 and stops.speed(idling(phrases)).max() < 0.02
    card = path.with_suffix(".md").read_text()
    assert "## What is in it" in card and "| dances | 1 |" in card and "Curves" not in card


def test_a_folder_without_a_dance_is_refused(made, monkeypatch, tmp_path):
    folder, _ = made
    monkeypatch.setattr(clips, "RUNS", tmp_path)
    (folder / "captions.csv").write_text("file,caption,category\ngolf.bvh,golf,golf\n")
    with pytest.raises(ValueError, match="no dance among the recordings"):
        recipes.run("phrases", 0.0, resume=False, source=folder, out=tmp_path / "weights", device="cpu")
