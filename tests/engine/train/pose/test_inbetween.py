"""Gaps cut into clips for the in-betweener, and a short training that publishes weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.inbetween.model import FillModel
from engine.models import inbetween
from engine.train.data import clips as data
from engine.train.pose import inbetween as inbetween_recipe
from retarget import constraints
from retarget.mask import keep_all_but
from tests.engine.train.puppet import about, moved, stand

CONFIG = inbetween.Config(width=32, layers=2, longest=40)


def clip(name: str, frames: int, rate: float) -> data.Clip:
    motion = moved(stand(frames), "left_shoulder", about("x", np.sin(rate * np.arange(frames))))
    root = motion.root_pos + np.linspace(0, frames / 30, frames)[:, None] * np.array([0.2, 0, 1.0])
    motion = replace(motion, root_pos=root.astype(np.float32))
    return data.Clip(name, motion, "swings an arm", "walk", "own", "s", name)


def clips() -> list[data.Clip]:
    return [clip("a", 90, 0.2), clip("b", 60, 0.3), clip("c", 8, 0.3)]


def test_examples_are_pieces_of_one_clip_with_the_gap_seen_from_before_it() -> None:
    windows = inbetween_recipe.Windows(clips(), mirrored=True)
    assert len(windows.root) == 2 * 158
    found = windows.example(np.random.default_rng(0), 20, (6, 1), 50, CONFIG)
    assert found is not None
    gap, root, turns = found
    assert gap.frames == 20 and root.shape == (50, 22, 3) and turns.shape == (50, 22, 22, 3, 3)
    assert np.abs(root[:, 0, [0, 2]]).max() < 1e-5
    step = np.linalg.norm(np.diff(root.numpy(), axis=1), axis=-1)
    assert step.max() < 0.04, "no piece goes from one clip over into another"
    assert np.allclose(gap.root[:, [0, -1]], root[:, [0, -1]], atol=1e-5)


def test_gaps_longer_than_any_clip_are_none() -> None:
    windows = inbetween_recipe.Windows(clips()[2:], mirrored=False)
    assert windows.example(np.random.default_rng(0), 20, (6, 1), 4, CONFIG) is None
    with pytest.raises(ValueError, match="no motion"):
        inbetween_recipe.Windows([], mirrored=False)


def test_lengths_go_from_two_frames_to_the_longest() -> None:
    rng = np.random.default_rng(0)
    drawn = np.array([inbetween_recipe.length_of(rng, 40) for _ in range(2000)])
    assert drawn.min() == 2 and drawn.max() == 40 and 0.2 < np.mean(drawn < 10) < 0.6


def test_a_short_training_publishes_weights_that_fill(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(inbetween.Config, "shipped", classmethod(lambda cls: CONFIG))
    monkeypatch.setattr(inbetween_recipe, "FRAMES", 200)
    monkeypatch.setattr(inbetween_recipe, "TOTAL_STEPS", 20)
    out = tmp_path / "weights"
    out.mkdir()
    path = inbetween_recipe.train_inbetween(clips(), 0.02, False, out, tmp_path / "runs", "cpu")
    assert path == out / "inbetween.safetensors" and (out / "inbetween.md").read_text().startswith("# In-betweening")
    motion = clips()[0].motion
    again = np.zeros(len(motion), bool)
    again[30:50] = True
    keep = keep_all_but(motion.skeleton, again)
    made = FillModel.load(out).fill(motion, keep, "", 0, words=lambda: pytest.fail("no text model"))
    assert np.isfinite(made.rot).all() and not np.array_equal(made.rot, constraints.eased(motion, keep).rot)
