"""A studio's folder of BVH and sound: what is read, and what is said where something is wrong."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from engine.protocol.errors import EngineError
from engine.train import recipes
from engine.train.audio import folder as audio_folder
from engine.train.audio import pairs as audio_pairs
from retarget.formats import bvh
from tests.engine.train.motion.test_tempo import uneven, waving

RATE = 16000


def add(folder, name, seconds=4.0, sound_seconds=None, suffix=".wav"):
    path = folder / f"{name}.bvh"
    path.parent.mkdir(parents=True, exist_ok=True)
    bvh.write_bvh(waving(uneven(0), seconds), path)
    noise = 0.1 * np.random.default_rng(0).normal(size=int((sound_seconds or seconds) * RATE))
    soundfile.write(path.with_suffix(suffix), np.stack([noise, noise], axis=1), RATE)
    return path


def test_pairs_by_name_with_styles_by_folder_and_by_table(tmp_path):
    add(tmp_path, "salsa/one")
    add(tmp_path, "two", suffix=".flac")
    add(tmp_path, "odd/three", seconds=4.5, sound_seconds=4.0)
    (tmp_path / "styles.csv").write_text("file,style\ntwo.bvh,ballet\n")
    pairs, clips = audio_folder.load_pairs(tmp_path)
    assert {p.clip: p.style for p in pairs} == {"salsa/one": "salsa", "two": "ballet", "odd/three": "folk"}
    assert [c.id for c in clips] == [p.clip for p in pairs]
    assert all(len(p.motion) == pytest.approx(120, abs=1) for p in pairs)
    arrays = audio_pairs.gather(pairs)
    assert len(arrays) == 3 and np.isfinite(arrays.audio).all()


def broken(folder, what):
    path = add(folder, "take")
    if what == "no sound":
        path.with_suffix(".wav").unlink()
    elif what == "text as sound":
        path.with_suffix(".wav").write_text("not a sound")
    elif what == "not a bvh":
        path.write_text("not a motion")
    elif what == "other length":
        add(folder, "take", seconds=4.0, sound_seconds=9.0)
    elif what == "short":
        add(folder, "take", seconds=1.0)
    elif what == "style":
        (folder / "styles.csv").write_text("file,style\ntake.bvh,polka\n")
    elif what == "row":
        (folder / "styles.csv").write_text("file,style\ntake.bvh,\n")


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("no sound", r"take\.bvh has no sound: put take\.wav"),
        ("text as sound", r"take\.wav is not a sound"),
        ("not a bvh", r"take\.bvh can't be read as motion"),
        ("other length", r"take\.bvh lasts 4\.0 s and take\.wav 9\.0 s"),
        ("short", r"3 s are needed"),
        ("style", r"styles\.csv, line 2: there is no style 'polka'; choose one of ballet"),
        ("row", r"styles\.csv, line 2: both file and style"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, what, sentence):
    broken(tmp_path, what)
    with pytest.raises(ValueError, match=sentence):
        audio_folder.load_pairs(tmp_path)


def test_folders_without_motion(tmp_path):
    with pytest.raises(FileNotFoundError, match="no BVH files"):
        audio_folder.load_pairs(tmp_path)
    with pytest.raises(FileNotFoundError, match="no folder"):
        audio_folder.load_pairs(tmp_path / "nowhere")


def test_training_reads_the_folder_and_says_what_is_wrong(tmp_path):
    add(tmp_path, "salsa/one")
    pairs, clips = recipes.load_own_pairs(tmp_path)
    assert len(pairs.of_split("train")) == 1 and clips[0].id == "salsa/one"
    (tmp_path / "salsa" / "one.wav").unlink()
    with pytest.raises(EngineError, match="has no sound"):
        recipes.load_own_pairs(tmp_path)
