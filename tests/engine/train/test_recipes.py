"""A studio's own folder, from BVH files and captions to a model that makes takes."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from engine.inbetween.model import FillModel
from engine.models import mmm, vqvae
from engine.text.encoder import TextEncoder
from engine.text.model import TextModel
from engine.train import recipes
from engine.train.data import clips
from retarget.mask import keep_all_but
from tests.engine.inbetween.test_regenerate import walk
from tests.engine.train.data.test_clips import studio


@pytest.fixture
def small(monkeypatch, tmp_path):
    """The recipes with networks that a test can afford."""
    tokenizer = vqvae.Config(width=32, depth=1, codes=16, code_dim=8, levels=2)
    transformer = replace(mmm.Config.shipped(), codes=16, levels=2, dim=32, heads=2, layers=1, cross_layers=1)
    monkeypatch.setattr(vqvae.Config, "shipped", classmethod(lambda cls: tokenizer))
    monkeypatch.setattr(mmm.Config, "shipped", classmethod(lambda cls: transformer))
    halves, upper = replace(tokenizer, split=True), replace(transformer, below=2, retrieved=1)
    monkeypatch.setattr(vqvae.Config, "halves", classmethod(lambda cls: halves))
    monkeypatch.setattr(mmm.Config, "upper", classmethod(lambda cls: upper))
    monkeypatch.setattr(clips, "RUNS", tmp_path / "runs")
    return tmp_path


def test_from_a_folder_to_takes(small):
    source = studio(small / "mocap", "file,caption\none.bvh,a person walks forward\ntwo.bvh,strolling ahead\n")
    for what in ("tokenizer", "text", "critic"):
        weights = recipes.run(what, 0.02, resume=False, source=source, device="cpu")
        assert weights == small / "runs" / "mocap" / "weights" / f"{what}.safetensors"
        assert (weights.parent / f"{what}.md").read_text().startswith("# ")
        assert weights.with_suffix(".png").exists()
    again = recipes.run("text", 0.02, resume=True, source=source, device="cpu")
    model = TextModel.load(again.parent)
    motion, longer = model.sample(["a person walks", "strolls"], [30, 270], [1, 2], steps=2)
    assert len(motion) == 30
    assert len(longer) == 270, "past the window the motion goes on"
    same = model.sample(["a person walks"], [30], [1], steps=2)[0]
    assert (same.rot == motion.rot).all()
    (automatic,) = model.sample(["a person walks"], [None], [1], steps=2)
    assert model.critic is not None
    predicted = int(model.transformer.predict_length(TextEncoder().encode(["a person walks"]))[0])
    assert model.library is not None
    assert len(automatic) // 4 in {predicted, *model.library.lengths.tolist()}, "the words' length, or a found motion's"


def test_the_upper_body_in_one_file(small):
    source = studio(small / "mocap", "file,caption\none.bvh,a person walks forward\ntwo.bvh,strolling ahead\n")
    path = recipes.run("upper", 0.03, resume=False, source=source, device="cpu")
    assert path == small / "runs" / "mocap" / "weights" / "upper.safetensors"
    assert "## What it can't do" in path.with_suffix(".md").read_text()
    first = (small / "runs" / "mocap" / "upper" / "tokenizer.safetensors").read_bytes()
    recipes.run("upper", 0.01, resume=True, source=source, device="cpu")
    assert (small / "runs" / "mocap" / "upper" / "tokenizer.safetensors").read_bytes() == first, "its codes stay"
    motion = walk(60)
    again = np.zeros(60, bool)
    again[8:52] = True
    keep = keep_all_but(motion.skeleton, again, ["upper"])
    made = FillModel.load(path.parent).fill(
        motion,
        keep,
        "waves",
        0,
        words=lambda: SimpleNamespace(encoder=TextEncoder()),  # type: ignore[arg-type]
    )
    assert not np.array_equal(made.rot, motion.rot) and np.array_equal(made.root_pos, motion.root_pos)


def test_nothing_else_to_train():
    with pytest.raises(ValueError, match="tokenizer, text"):
        recipes.run("music", 1, resume=False)
