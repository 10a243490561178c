"""The evaluator's encoders, and the rows of the evaluation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.evaluate import baselines as rows
from engine.evaluate import command, harness, tables
from engine.evaluate import text as text_evaluation
from engine.metrics import distributions, prompt_checks
from engine.models import mmm, vqvae
from engine.models.text_states import TextStates
from engine.protocol.errors import EngineError
from engine.text.model import TextModel
from engine.train.data.clips import Clip
from engine.train.text import evaluator
from engine.train.text.evaluator import Evaluator, Pair, Pairs
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


def test_steps_learn_which_text_goes_with_which_motion(pairs: Pairs) -> None:
    torch.manual_seed(0)
    model = Evaluator(evaluator.Config())
    model.mean, model.scale = pairs.statistics()
    before = pairs.measure(model.eval(), repeats=3)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    batches = pairs.batches(36, 0)
    for _ in range(40):
        loss, _ = model.train().loss(*next(batches))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert pairs.measure(model.eval(), repeats=3)["R@3"] > max(0.3, 2 * before["R@3"])


def test_training_gives_the_best_step_frozen(pairs: Pairs, tmp_path: Path) -> None:
    model, score = evaluator.train(pairs, pairs, 0.02, tmp_path, batch=36, steps=60, check_every=2)
    assert not any(p.requires_grad for p in model.parameters())
    assert pairs.measure(model) == pytest.approx(score)


def test_weights_come_back_from_disk(pairs: Pairs, tmp_path: Path) -> None:
    model = Evaluator(evaluator.Config())
    model.mean, model.scale = pairs.statistics()
    path = evaluator.publish_evaluator(model.eval(), {"R@3": 0.5}, [], tmp_path, tmp_path)
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
    assert distributions.POOL == 32


def test_rows_are_told_apart_and_tables_say_so() -> None:
    """An evaluator that embeds the speed of a slide: the right motions score, others and shuffled texts don't."""

    class Speed:
        def embed_motions(self, motions: Sequence[Motion]) -> np.ndarray:
            angle = np.array([m.root_pos[-1, 2] for m in motions])
            return np.stack([np.cos(angle), np.sin(angle)], 1)

    speeds = np.linspace(0, 1.5, 40)
    real = [moving(v, 0, 30) for v in speeds]
    said = np.stack([Speed().embed_motions(real)] * 2)
    answers = {name: [real] for name in (tables.GT, tables.SHUFFLED, tables.QUIET, tables.OURS)}
    answers[tables.STILL] = [[moving(0, 0, 30)] * 40]
    answers[tables.NEAREST] = [[moving(v + 0.02, 0, 30) for v in speeds], real]
    scores = text_evaluation.score(Speed(), said, answers, 5, 0)  # type: ignore[arg-type]
    assert scores[tables.GT]["R@1"].mean == 1.0
    assert scores[tables.GT]["FID"].mean == pytest.approx(0, abs=1e-9)
    assert scores[tables.GT]["FID of halves"].mean > 0
    assert scores[tables.SHUFFLED]["R@1"].mean < 0.3
    assert scores[tables.STILL]["R@3"].mean == 0.0
    assert scores[tables.STILL]["FID"].mean > 10 * scores[tables.NEAREST]["FID"].mean
    body = {name: text_evaluation.bodies(takes, real) for name, takes in answers.items()}
    assert body[tables.GT]["hips height"] == pytest.approx(1.0)
    text = "\n".join([*tables.metric_table(scores, 0.5), *tables.body_table(body), *tables.aims_met(scores, body)])
    assert "R@3 within 10% of captured: 1.00 of it, met" in text
    assert text.count("| mean pose |") == 2


def test_captured_pieces_of_noisy_recordings_are_compared_without_it() -> None:
    rng = np.random.default_rng(0)
    shaken = [replace(m := moving(1.0, 0, 60), root_pos=m.root_pos + rng.normal(0, 0.004, (60, 3))) for _ in range(2)]
    clips = [Clip(d, shaken[0], "walks", "", d, "", f"trial {d}") for d in ("CMU", "ACCAD")]
    made = rows.quiet(shaken, ["trial CMU", "trial ACCAD"], clips)
    assert distributions.jerk(made[:1]) < 0.7 * distributions.jerk(shaken[:1])
    assert made[1] is shaken[1]


def test_passes_counts_the_rules_that_hold() -> None:
    walk = moving(1.2, 0, 90)
    passed = text_evaluation.passes(prompt_checks.CHECKS, [[walk] * len(prompt_checks.CHECKS)])
    assert passed.shape == (1, len(prompt_checks.CHECKS))
    assert passed[0, 0]  # strolls straight ahead
    assert passed.sum() <= 2


def test_mean_pose_stands_still() -> None:
    still = rows.mean_pose([moving(1.0, 20), moving(0.0, -20)], [10, 30])
    assert [len(m) for m in still] == [10, 30]
    assert distributions.jerk(still) < 1e-3
    assert still[1].root_pos[:, 1] == pytest.approx(0.95, abs=1e-4)


def test_strips_say_what_is_wrong(tmp_path: Path) -> None:
    empty = tmp_path / "prompts.txt"
    for make in (lambda: None, lambda: empty.write_text("\n")):
        make()
        with pytest.raises(EngineError, match=r"one prompt a line|one a line"):
            command.main(["strips", "--prompts", str(empty), "--out", str(tmp_path / "a.png")])


def test_the_command_is_told_without_folders() -> None:
    args = command._parser().parse_args(["text", "--weights", "/somewhere/else", "--limit", "64"])
    found = harness.command(args, "repeats", "takes", "limit", "split", "only", "seed")
    assert found == "motif evaluate text --repeats=20 --takes=3 --limit=64 --split=test --seed=0"


def test_many_takes_at_once_are_those_made_one_by_one() -> None:
    torch.manual_seed(0)
    text = mmm.Config(codes=16, levels=2, dim=32, heads=2, layers=1, cross_layers=1, text_dim=384, max_tokens=20)
    tokenizer = vqvae.VQVAE(vqvae.Config(width=16, codes=16, levels=2, depth=1))
    model = TextModel.assemble(FakeText(), mmm.MMM(text), tokenizer, None, "cpu")  # type: ignore[arg-type]
    prompts, frames, made = ["walks far", "jumps", "walks on and on"], [40, 17, 100], []
    together = rows.Sampler(model, steps=4).raw(prompts, frames, 7, made.append)
    alone = model.sample(prompts, frames, [7, 8, 9], steps=4)
    assert [len(m) for m in together] == frames
    for one, other in zip(together, alone, strict=True):
        assert one.rot == pytest.approx(other.rot, abs=1e-3)
    assert sum(made) == 3
