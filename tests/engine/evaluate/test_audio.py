"""The audio evaluation: a dancer that keeps time is told from one that doesn't, and the tables say so."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from engine.audio import PRESETS
from engine.evaluate import command, harness
from engine.evaluate.sound import audio, tracks
from engine.metrics import dance
from engine.metrics.dance import Row
from engine.motion import features
from engine.protocol.errors import EngineError
from engine.train.audio import pairs as audio_pairs
from engine.train.audio import style_classifier
from retarget import quat
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton
from tests.engine.train.audio.test_items import clip, make_pairs
from tests.engine.train.motion.test_tempo import uneven, waving

COSINE, SINE = (PRESETS["motif"].index(name) for name in ("beat_cos", "beat_sin"))


class InTime:
    """Swings its arms so that they stand still on every beat that it hears."""

    def __init__(self):
        self.asked = []

    def sample(self, features, styles, seeds, *, steps=None, sampler=None):
        self.asked.append((dict(styles), steps, sampler))
        phase = np.unwrap(np.arctan2(features[:, SINE], features[:, COSINE]))
        skeleton = canonical_skeleton()
        rot = np.tile(quat.IDENTITY, (len(features), len(skeleton), 1))
        for side in ("left", "right"):
            turned = quat.from_axis_angle(np.array([0, 0, 1.0]), 0.8 * np.cos(phase / 2))
            rot[:, ROLE_INDEX[f"{side}_shoulder"]] = turned
        root = np.tile(np.array([0, 0.96, 0], np.float32), (len(features), 1))
        return [Motion(skeleton, 30.0, root, rot) for _ in seeds]


def bent(one, bend):
    """The clip with its elbows bent by its style, so that styles differ to the eye."""
    rot = one.motion.rot.copy()
    for side in ("left", "right"):
        rot[:, ROLE_INDEX[f"{side}_elbow"]] = quat.from_axis_angle(np.array([0, 1.0, 0]), 0.6 * bend)
    return replace(one, motion=replace(one.motion, rot=rot))


@pytest.fixture(scope="module")
def pairs():
    categories = ("salsa dance", "exercise", "indian dance")
    clips = [bent(clip(f"c{i}", categories[i % 3], "x", seed=i, count=9), i % 3) for i in range(9)]
    return audio_pairs.gather(make_pairs(clips, np.random.default_rng(0), 1))


@pytest.fixture(scope="module")
def judge(pairs):
    return style_classifier.train(pairs)


def options(**more):
    split = more.pop("split", "train")
    known = {"seed": 0, "steps": None, "limit": 6, "takes": 1, "seconds": 8.0, "only": None}
    return argparse.Namespace(split=split, **{**known, **more})


def clicks(path, beat=0.5, seconds=10.0, rate=16000):
    rng = np.random.default_rng(0)
    sound = 0.001 * rng.normal(size=int(seconds * rate))
    for at in np.arange(0.25, seconds - 0.1, beat):
        first = int(at * rate)
        sound[first : first + 800] += np.exp(-np.arange(800) / 150) * rng.normal(size=800) * 0.4
    soundfile.write(path, sound, rate)


def test_feet_that_stand_make_acceleration_plausible():
    still = waving(uneven(0), 4.0)
    assert dance.pfc(still) == 0.0
    frames = np.arange(120)
    path = np.stack([0.3 * np.sin(frames / 4), np.full(120, 0.96), np.zeros(120)], axis=1).astype(np.float32)
    sliding = Motion(still.skeleton, 30.0, path, still.rot[:120])
    slower = Motion(still.skeleton, 30.0, path * (0.5, 1, 1), still.rot[:120])
    assert dance.pfc(sliding) > 1.5 * dance.pfc(slower) > 0
    assert dance.pfc(still.cut(0, 2)) == 0.0


def test_half_and_double_tempo():
    beats = np.array([0.0, 0.5, 1.0, 1.5])
    assert dance.at_tempo(beats, 0.5).tolist() == [0.0, 1.0]
    assert dance.at_tempo(beats, 2.0).tolist() == [0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5]
    with pytest.raises(ValueError, match="halved or doubled"):
        dance.at_tempo(beats, 3)


def test_a_row_without_beats_has_no_alignment():
    motion = waving(uneven(0), 6.0)
    assert dance.aligned(Row("", [motion], [np.zeros(0)])) == dict.fromkeys(
        ("alignment", "chance", "excess", "near"), 0.0
    )


def test_held_out_table_tells_time_kept_from_chance(pairs, judge):
    found = audio.held_out(audio.Evaluation(InTime(), judge, options()), pairs)
    ours = found["ours"]
    assert ours["excess"] > 0.25
    assert found["ours, made to silence"]["alignment"] < 0.1
    assert found["ours, against double tempo"]["alignment"] < ours["alignment"] - 0.1
    assert found["ours, against half tempo"]["alignment"] < ours["alignment"] - 0.1
    assert found["captured (GT)"]["excess"] > 0.3
    assert found["captured (GT)"]["recognised"] == 1.0


def test_real_tracks_are_read_and_danced_to(pairs, judge, tmp_path):
    clicks(tmp_path / "a.wav", 0.5)
    clicks(tmp_path / "b.wav", 0.62)
    (tmp_path / "notes.txt").write_text("not a sound")
    marks = [{"file": "b.wav", "kind": "music", "beat_times": [0.25 + 0.62 * k for k in range(15)]}]
    (tmp_path / "audio.json").write_text(json.dumps({"files": marks}))
    found = tracks.load_tracks(tmp_path, 8.0)
    assert [t.name for t in found] == ["a", "b"]
    assert all(t.features.shape == t.slow.shape == t.fast.shape == (240, len(PRESETS["motif"])) for t in found)
    assert np.allclose(np.diff(found[1].beats), 0.62) and found[1].beats[-1] < 8
    shared = audio.Evaluation(InTime(), judge, options())
    numbers = audio.real_music(shared, pairs, found)
    ours = numbers["ours"]["alignment"]
    assert ours > 0.5
    for wrong in ("ours, against another track", "ours, against half tempo", "ours, against double tempo"):
        assert numbers[wrong]["alignment"] < ours - 0.1
    assert tracks.load_tracks(tmp_path / "nowhere", 8.0) == []


def test_all_tables_and_the_page_around_them(pairs, judge, tmp_path):
    clicks(tmp_path / "a.wav")
    model = InTime()
    found = tracks.load_tracks(tmp_path, 4.0)
    lines, numbers = audio.tables(model, judge, pairs, found, options(limit=2, seconds=4.0))
    assert set(numbers) == {"made", "real", "samplers"}
    assert {row[2] for row in model.asked} >= {"ddpm", "ddim", "dpm-solver"}
    assert ("ddpm", 150) in {(row[2], row[1]) for row in model.asked}
    page = tmp_path / "page.md"
    page.write_text("# Audio\n\nKept before.\n")
    harness.put_section(page, "motif evaluate audio", "\n".join(lines), "# Audio")
    page.write_text(page.read_text() + "\nKept after.\n")
    harness.put_section(page, "motif evaluate audio", "Fresh.", "# Audio")
    assert page.read_text().split("\n")[:3] == ["# Audio", "", "Kept before."]
    assert "Kept after." in page.read_text() and "Fresh." in page.read_text()
    assert "DPM-Solver" not in page.read_text()
    no_tracks, _ = audio.tables(model, judge, pairs, [], options(only="real"))
    assert any("no tracks" in line for line in no_tracks)


def test_the_classifier_names_styles_and_survives_its_file(pairs, judge, tmp_path):
    path = tmp_path / "judge.npz"
    again, kept = style_classifier.load_or_train(pairs, path), style_classifier.StyleClassifier.load(path)
    for index in pairs.of_split("train"):
        rows, _ = pairs.rows(int(index))
        for copy in (rows, features.mirror_rows(rows)):
            assert again.style(copy) == kept.style(copy) == judge.style(copy) == pairs.style[index]
    rows, _ = pairs.rows(0)
    assert kept.embed(rows[:40]).shape == judge.embed(rows).shape


def test_missing_pairs_are_named(tmp_path):
    with pytest.raises(EngineError, match="no audio pairs"):
        command.main(["audio", "--pairs", str(tmp_path / "none.npz")])
