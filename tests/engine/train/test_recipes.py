"""A studio's own folder, from BVH files and captions to a model that makes takes."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from engine.inbetween.model import FillModel
from engine.models import decomposed, mmm, vqvae
from engine.pose.around import AroundModel, Family
from engine.runtime import weights
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
        path = recipes.run(what, 0.02, resume=False, source=source, device="cpu")
        assert path == small / "runs" / "mocap" / "weights" / f"{what}.safetensors"
        assert (path.parent / f"{what}.md").read_text().startswith("# ")
        assert path.with_suffix(".png").exists()
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


def test_the_decoder_alone_keeps_the_codes_and_what_was_made_of_them(small):
    source = studio(small / "mocap", "file,caption\none.bvh,a person walks forward\ntwo.bvh,strolling ahead\n")
    for what in ("tokenizer", "text", "critic"):
        folder = recipes.run(what, 0.01, resume=False, source=source, device="cpu").parent
    before = weights.load_weights(folder / "tokenizer.safetensors")
    after = weights.load_weights(recipes.run("decoder", 0.02, resume=False, source=source, device="cpu"))
    moved = {name for name, tensor in before.state.items() if not torch.equal(tensor, after.state[name])}
    assert moved and all(name.startswith("decoder.") for name in moved)
    assert after.digest != before.digest == after.codes
    again = weights.load_weights(recipes.run("decoder", 0.01, resume=True, source=source, device="cpu"))
    assert again.codes == before.digest, "a second time too"
    model = TextModel.load(folder)
    assert model.library is not None and model.critic is not None


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


def test_the_pose_prior_and_the_clips_around_a_pose(small, monkeypatch):
    """Each recipe goes on from the weights of the one before it."""
    config = decomposed.Config(base_width=16, base_depth=1, dim=12, heads=2, layers=1, most=20, geometry=0.0)
    monkeypatch.setattr(decomposed.Config, "shipped", classmethod(lambda cls: config))
    source = studio(small / "mocap", "file,caption\none.bvh,a person walks forward\ntwo.bvh,strolling ahead\n")
    for what in ("tokenizer", "poses", "decomposed"):
        path = recipes.run(what, 0.01, resume=False, source=source, device="cpu")
        assert path.name == f"{what}.safetensors" and path.with_suffix(".md").exists()
    prior, whole = (weights.load_weights(path.parent / f"{name}.safetensors") for name in ("poses", "decomposed"))
    assert not any(name.startswith("rest.") for name in prior.state) and any(n.startswith("rest.") for n in whole.state)
    assert set(prior.state) < set(whole.state)
    motion = AroundModel.load(path.parent, "cpu").sample(20, 10, Family(1, 2), steps=2)
    assert len(motion) == 20 and np.isfinite(motion.rot).all()


def test_nothing_else_to_train():
    with pytest.raises(ValueError, match="tokenizer, decoder, text"):
        recipes.run("music", 1, resume=False)
