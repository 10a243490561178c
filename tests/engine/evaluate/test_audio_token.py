"""The tables of sounds as words: ranks by hand, whole runs on small networks, and the page they are written into."""

from __future__ import annotations

import argparse
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from engine.audio.audio_token import AudioTokenModel
from engine.evaluate.sound import audio_token as tables
from engine.models import audio_token
from engine.protocol.errors import EngineError
from engine.train.audio_token.items import NAMES
from tests.engine.train.audio_token.test_recipe import ears, sounds, words  # noqa: F401  (fixtures)


@pytest.fixture
def setting(sounds, words) -> tables.Setting:  # noqa: F811
    hears = ears(sounds)
    torch.manual_seed(0)
    token = audio_token.AudioToken(audio_token.Config.shipped(hears.width, 384)).eval()
    args = argparse.Namespace(
        split="test", limit=2, seed=0, steps=2, guidance=None, temperature=1.0, only=None, tracks=None, strips=None
    )
    return tables.Setting(AudioTokenModel(hears, token, "cpu"), words, sounds, args)


def test_ranks_by_hand():
    near = np.array([[0.1, 0.9, 0.5], [0.3, 0.2, 0.1]])
    assert tables.ranks(near, np.array([2, 0])).tolist() == [1, 0]
    right = tables.by_kind(np.array([True, False, True]), np.array([0, 0, 3]))
    assert right == {NAMES[0]: 0.5, NAMES[3]: 1.0}


def test_the_choice_of_sounds_is_even_and_the_same_every_time(setting):
    index = setting.index
    assert index == setting.index and len(index) == 2 * 4
    assert np.bincount(setting.kinds(index)).max() == 2
    assert set(index) <= set(setting.sounds.of_split("test").tolist())


def test_retrieval_counts_what_the_words_say(setting, monkeypatch):
    from engine.train.audio_token.corpus import class_vectors

    classes = class_vectors(setting.text.encoder)
    assert classes.shape == (len(NAMES), 384)
    kinds = setting.kinds(setting.sounds.of_split("test").tolist())
    monkeypatch.setattr(tables, "words_of", lambda _setting, index: 5 * classes[torch.from_numpy(kinds)])
    lines, numbers = tables.retrieval(setting)
    assert numbers["means"][tables.OURS] == {"R@1": 1.0, "R@3": 1.0}
    assert numbers["means"][tables.SILENT]["R@1"] == pytest.approx(0.25, abs=0.26), "one kind of four at most"
    assert numbers["means"][tables.CHANCE]["R@1"] == pytest.approx(1 / len(NAMES))
    assert any(line.startswith("| clap | 3 |") for line in lines)


def test_takes_are_made_with_without_and_with_anothers_sound(setting, monkeypatch):
    asked = []

    class Model:
        def __init__(self, heard):
            self.heard = heard

        def sample(self, prompts, lengths, seeds, **options):
            asked.append((prompts[0], self.heard is not None, lengths[0]))
            return [tables.motion_of(setting.sounds, 0).cut(0, lengths[0])]

    monkeypatch.setattr(type(setting.text), "with_audio_tokens", lambda self, said: Model(said[0]))
    kinds = setting.kinds(setting.index)
    heard = tables.words_of(setting, setting.index)
    made = tables.generate_takes(setting, [60] * len(kinds), kinds, heard)
    assert set(made) == {tables.OURS, tables.SILENT, tables.OTHER, tables.NAMED}
    assert all(len(own) == len(kinds) for own in made.values())
    count = len(kinds)
    assert [a[1] for a in asked] == [True] * count + [False] * count + [True] * count + [False] * count
    assert asked[0][0] == tables.PROMPT and asked[-1][0].startswith("a person ")


def test_real_recordings_are_named_and_their_absence_told(setting, tmp_path):
    soundfile = pytest.importorskip("soundfile")
    setting.args.tracks = tmp_path / "none"
    assert "no recordings" in tables.real_table(setting)[0][-1]
    noise = 0.1 * np.random.default_rng(0).standard_normal(22050)
    soundfile.write(tmp_path / "hiss.wav", noise, 22050)
    (tmp_path / "broken.wav").write_text("no sound")
    setting.args.tracks = tmp_path
    lines, found = tables.real_table(setting)
    assert set(found) == {"hiss"} and len(found["hiss"]) == 3
    assert any(line.startswith("| hiss |") for line in lines)


def test_another_encoder_needs_the_samples(setting):
    other: Any = SimpleNamespace(width=3, digest="", folder="x")
    strange = tables.Setting(
        AudioTokenModel(other, setting.word.token, "cpu"), setting.text, setting.sounds, setting.args
    )
    with pytest.raises(EngineError, match="our own encoder"):
        tables.words_of(strange, [0])
