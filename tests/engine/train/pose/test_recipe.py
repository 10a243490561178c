"""Poses and clips to learn from, the pose prior's way into the decomposed model, and the comparison's table."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pytest
import torch
from torch import nn

from engine.evaluate.motion import decomposed
from engine.models.decomposed import POSE_DIM, Config, PosePrior
from engine.runtime.weights import save_weights
from engine.train.pose import recipe
from engine.train.pose.corpus import PoseCorpus

TINY = Config(base_width=16, base_depth=1, dim=12, heads=2, layers=1, most=40, geometry=0.0)


def corpus() -> PoseCorpus:
    """Three pieces of 60, 10 and 25 frames whose rows tell piece and frame; each has two sentences."""
    lengths = np.array([60, 10, 25])
    starts = np.cumsum(lengths) - lengths
    rows = np.zeros((lengths.sum(), POSE_DIM), np.float16)
    for piece, (start, count) in enumerate(zip(starts, lengths)):
        rows[start : start + count, 0], rows[start : start + count, 5] = piece, np.arange(count)
    told = [[0, 1], [2, 3], [4, 5]]
    sentences = torch.arange(6)[:, None].expand(6, 384).half()
    return PoseCorpus(rows, starts, lengths, np.array([0.2, 0.5, 0.3]), told, sentences)


def test_poses_are_frames_of_any_piece_with_a_sentence_of_theirs():
    poses, text = next(corpus().poses(200, 0))
    assert poses.shape == (200, POSE_DIM) and text.shape == (200, 384)
    assert set(poses[:, 0].tolist()) == {0, 1, 2}
    assert torch.equal(text[:, 0] // 2, poses[:, 0])


def test_clips_are_windows_with_their_base_frame_inside():
    batches, middles, short = corpus().clips(8, 40, 0), [], 0
    for _ in range(12):
        batch = next(batches)
        for poses, middle, text, present in zip(batch.poses, batch.middle, batch.text, batch.present):
            count = int(present.sum())
            assert present[:count].all() and 0 <= middle < count <= 40
            assert (poses[:count, 5].diff() == 1).all() and (poses[count:] == 0).all()
            assert poses[0, 0] != 1, "ten frames are too few for a clip"
            assert text[0] // 2 == poses[0, 0]
            middles.append(int(middle) == count // 2)
            short += count < batch.poses.shape[1]
    assert 0.4 < np.mean(middles) < 0.75 and short


def test_scales_are_one_a_group():
    mean, scale = corpus().statistics()
    assert mean.shape == scale.shape == (POSE_DIM,)
    assert (scale[4:10] == scale[4]).all() and (scale[10:136] == scale[10]).all() and (scale > 0).all()


def test_the_prior_becomes_the_base_generator(tmp_path):
    torch.manual_seed(0)
    prior = recipe.fresh(TINY, corpus())
    kept = {k: v for k, v in prior.state_dict().items() if not k.startswith("rest.")}
    save_weights(tmp_path / "poses.safetensors", kept, asdict(TINY), dtype=torch.float32)
    config = replace(TINY, share=None, base_width=99, most=20)
    model = recipe.with_prior(config, corpus(), tmp_path / "poses.safetensors")
    assert model.config.base_width == 16 and model.config.most == 20
    for name, value in prior.base.state_dict().items():
        torch.testing.assert_close(model.base.state_dict()[name], value)
    assert model.table[0] == 1 and (model.table.diff() <= 0).all(), "shares measured on the data, not the prior's"


def test_a_run_that_is_cut_off_goes_on_and_the_base_moves_little(tmp_path):
    torch.manual_seed(0)
    model = recipe.fresh(TINY, corpus())
    assert isinstance(model.base, PosePrior)
    nn.init.normal_(model.base.leave.weight)
    before = {k: v.clone() for k, v in model.state_dict().items()}
    measured = {}
    for part in range(2):
        measured = recipe.train_clips(model, corpus(), corpus(), 60, part > 0, tmp_path, "cpu", steps=8, most_steps=4)
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == 8
    assert {"val base", "val rest"} <= set(measured)
    after = model.state_dict()

    def moved(part: str) -> float:
        return max(float((after[k] - before[k]).abs().max()) for k in before if k.startswith(part))

    assert 0 < moved("base.") < 0.3 * moved("rest.")


@pytest.mark.parametrize("name", list(decomposed.variants()))
def test_every_variant_trains(name, tmp_path):
    config = decomposed.variants()[name]
    config = replace(config, **{f: getattr(TINY, f) for f in ("base_width", "base_depth", "dim", "heads", "layers")})
    torch.manual_seed(0)
    model = recipe.fresh(replace(config, most=40), corpus())
    places = torch.arange(-3, 4)
    shares = model.lambdas(places)
    assert shares[3] == (0 if config.plain else 1)
    if config.share is not None:
        assert (shares[[0, 6]] == config.share).all()
    measured = recipe.train_clips(model, corpus(), corpus(), 60, False, tmp_path, "cpu", steps=2, most_steps=2)
    assert all(np.isfinite(v) for v in measured.values())
    assert ("val base" in measured) == (not config.plain)


def test_the_table_says_which_step_reached_plain_diffusions_quality():
    row = {"R@1": "0.1", "R@3": "0.3", "diversity": "1.0", "jerk": 500.0, "parameters": 3e6}
    rows = {
        decomposed.PLAIN: {"FID": 0.5, **row, "FID by quarter": [0.9, 0.7, 0.6, 0.5]},
        "better": {"FID": 0.3, **row, "FID by quarter": [0.8, 0.45, 0.4, 0.3]},
        "worse": {"FID": 0.7, **row, "FID by quarter": [0.9, 0.8, 0.75, 0.7]},
    }
    lines = decomposed.table(rows, 400)
    last = {line.split("|")[1].strip(): line.split("|")[-2].strip() for line in lines[2:] if line}
    assert last == {decomposed.PLAIN: "400", "better": "200", "worse": "–"}


def test_the_shipped_weights_have_a_table_of_their_own():
    row = {"FID": 0.2, "R@1": "0.6", "R@3": "0.9", "diversity": "1.0", "jerk": 180.0, "parameters": 8.3e6}
    head, _, *rows = decomposed.table({decomposed.SHIPPED: row, decomposed.POSED: row}, 0)
    assert "FID at" not in head and all(line.count("|") == head.count("|") for line in rows if line)
