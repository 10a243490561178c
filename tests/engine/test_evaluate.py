"""The evaluator's encoders, and the rows of the evaluation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from engine import metrics
from engine.text import TextStates
from engine.train import evaluator
from engine.train.evaluator import Evaluator, Pair, Pairs
from retarget import quat
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton


class FakeText:
    """Texts as sums of random word vectors: equal words, near sentences."""

    width = 384

    def encode(self, texts: Sequence[str]) -> TextStates:
        rows = [torch.stack([self._word(w) for w in text.lower().split()]) for text in texts]
        width = max(len(r) for r in rows)
        words = torch.stack([torch.nn.functional.pad(r, (0, 0, 0, width - len(r))) for r in rows])
        mask = torch.stack([torch.arange(width) < len(r) for r in rows])
        sentence = torch.nn.functional.normalize(torch.stack([r.mean(0) for r in rows]), dim=-1)
        return TextStates(sentence, words, mask)

    def _word(self, word: str) -> torch.Tensor:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "little")
        return torch.randn(384, generator=torch.Generator().manual_seed(seed))


def moving(speed: float, arm: float, frames: int = 60) -> Motion:
    """Slides along +Z with the left arm turned by `arm` degrees."""
    root = np.zeros((frames, 3), np.float32)
    root[:, 1], root[:, 2] = 0.95, np.arange(frames) * speed / 30
    rot = np.tile(quat.IDENTITY, (frames, 22, 1))
    rot[:, ROLE_INDEX["left_shoulder"]] = quat.from_axis_angle(np.array([0, 0, 1.0]), np.radians(arm))
    return Motion(canonical_skeleton(), 30.0, root, rot)


def small_pairs() -> list[Pair]:
    """36 kinds of motion: six speeds times six arms, said in words of their own."""
    return [
        Pair(moving(0.5 * i, 30 * j - 75), (f"pace{i} arm{j}", f"goes pace{i} arm{j}"), (f"pace{i} arm{j}",))
        for i in range(6)
        for j in range(6)
    ]


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    return Pairs(small_pairs(), FakeText())  # type: ignore[arg-type]


def test_training_learns_which_text_goes_with_which_motion(pairs: Pairs, tmp_path: Path) -> None:
    torch.manual_seed(0)
    before = pairs.measure(Evaluator(evaluator.Config()).eval(), repeats=3)
    model, score = evaluator.train(pairs, pairs, 0.15, tmp_path, batch=36, steps=60, check_every=20)
    assert score["R@3"] > max(0.3, 2 * before["R@3"])
    assert not any(p.requires_grad for p in model.parameters())


def test_weights_come_back_from_disk(pairs: Pairs, tmp_path: Path) -> None:
    model = Evaluator(evaluator.Config())
    model.mean, model.scale = pairs.statistics()
    path = evaluator.publish(model.eval(), {}, tmp_path)
    again = Evaluator.load(path)
    motions = [moving(1.0, 0), moving(2.0, 30, frames=20)]
    assert again.embed_motions(motions) == pytest.approx(model.embed_motions(motions), abs=0.02)
    assert path.stat().st_size < 5e6


def test_embeddings_are_unit_and_do_not_depend_on_the_batch() -> None:
    model = Evaluator(evaluator.Config()).eval()
    motions = [moving(1.0, 0, frames) for frames in (1, 17, 60, 300)]
    together = model.embed_motions(motions)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1.0)
    alone = np.concatenate([model.embed_motions([m]) for m in motions])
    assert alone == pytest.approx(together, abs=1e-5)
    assert model.embed_texts(FakeText(), ["walks", "walks very far"]).shape == (2, 96)  # type: ignore[arg-type]


def test_where_the_figure_stands_and_looks_makes_no_difference() -> None:
    model = Evaluator(evaluator.Config()).eval()
    motion = moving(1.0, 20)
    turn = quat.from_axis_angle(np.array([0, 1.0, 0]), 1.0).astype(np.float32)
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(turn, rot[:, 0])
    elsewhere = Motion(motion.skeleton, 30.0, quat.rotate(turn, motion.root_pos) + np.array([3, 0, 1], np.float32), rot)
    assert model.embed_motions([elsewhere]) == pytest.approx(model.embed_motions([motion]), abs=1e-4)


def test_what_says_the_same_is_no_negative_but_the_other_side_is(pairs: Pairs) -> None:
    texts = ("kicks with the left leg once", "kicks with the right leg once", "kicks with the left leg")
    own = Pairs([Pair(moving(1, 0), (t,), (t,)) for t in texts], FakeText())  # type: ignore[arg-type]
    index = [own.names.index(t) for t in texts]
    alike = own.alike(index)
    assert alike[0, 2] and not alike[0, 1] and not alike[1, 2]
    rows, lengths = evaluator.stack([evaluator.motion_rows(moving(1, 0)) for _ in range(3)])
    states = own.texts.states(index)
    model = Evaluator(evaluator.Config()).eval()
    strict, _ = model.loss(rows, lengths, states, torch.eye(3, dtype=torch.bool))
    lenient, _ = model.loss(rows, lengths, states, torch.ones(3, 3, dtype=torch.bool))
    assert lenient < 1e-3 < strict


def test_sides() -> None:
    assert evaluator._sides("Turns LEFT and walks forwards") == [1, 1, 0, 0]
    assert evaluator._sides("left and right") == [0, 0, 0, 0]


def test_metrics_see_what_the_encoders_agree_on(pairs: Pairs) -> None:
    row = pairs.measure(Evaluator(evaluator.Config()).eval(), repeats=2)
    assert set(row) == {"R@1", "R@2", "R@3", "MM-Dist"}
    assert 0 <= row["R@1"] <= row["R@3"] <= 1
    assert metrics.POOL == 32
