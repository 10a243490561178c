"""Takes of one press: captured motions that are as good take turns with the seeds."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from engine.protocol.plan.steps import Facts
from engine.text.acting import body
from engine.text.judging.mending import Judged
from engine.text.proposals import PRESS, VARIETY, Proposal, in_turn
from tests.retarget.figures import limbs


def proposal(frames: int, merit: float, *, score: float = 1.0, captured: bool = True) -> Proposal:
    return Proposal(Judged(limbs(frames), score, ()), merit, torch.zeros(4, 1), captured)


def lasting(frames: int, merit: float) -> Proposal:
    """One that is told from others by the height of its hips, a hundredth of a metre a frame."""
    one = proposal(frames, merit)
    root = one.motion.root_pos.copy()
    root[:, 1] = frames / 100
    return replace(one, judged=replace(one.judged, motion=replace(one.motion, root_pos=root)))


def firsts(proposals: list[Proposal], seeds: int) -> list[int]:
    return [len(in_turn(proposals, seed)[0].motion) for seed in range(seeds)]


def test_seeds_see_one_after_the_other_and_mirror_images_last():
    best = [proposal(30, 3.0), proposal(30, 2.98), proposal(40, 2.95), proposal(50, 2.9)]
    assert firsts(best, 4) == [30, 40, 50, 30]
    assert [p.merit for p in in_turn(best, 2)] == [3.0, 2.98, 2.95, 2.9]  # whoever has its turn


@pytest.mark.parametrize(
    "other",
    [
        proposal(40, 3.0 - VARIETY - 0.1),
        proposal(40, 2.9, score=0.5),
        proposal(40, 2.9, captured=False),
    ],
    ids=["much worse", "not what was asked", "the network's"],
)
def test_what_is_worse_has_no_turn(other):
    assert firsts([proposal(30, 3.0), other], 3) == [30, 30, 30]
    assert len(in_turn([proposal(30, 3.0), other], 1)) == 2


def test_the_best_leads_where_no_captured_one_does_what_was_asked():
    assert firsts([proposal(30, 3.0, captured=False), proposal(40, 2.0, score=0.2)], 3) == [30, 30, 30]


@pytest.fixture
def as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Motions are cut to a length; the one of 70 frames loses what was asked by it."""
    monkeypatch.setattr(
        body,
        "fitted",
        lambda asked, motion, frames, goes_on: Judged(motion.cut(0, frames), 0.3 if len(motion) == 70 else 1.0),
    )


def test_seeds_take_turns_among_those_that_are_as_good_once_they_have_the_length(as_long):
    found = [proposal(70, 3.0), *(lasting(frames, 2.9 - frames / 1000) for frames in (40, 50, 60))]
    model: Any = SimpleNamespace(tokenizer=SimpleNamespace(config=SimpleNamespace(stride=4)))
    kept = [body.best_of(model, Facts(), found, 30, seed, goes_on=False).motion for seed in range(4)]
    assert [len(motion) for motion in kept] == [30] * 4
    heights = [round(float(motion.root_pos[0, 1]), 3) for motion in kept]
    assert heights == [0.4, 0.5, 0.6, 0.4]


def test_no_more_than_a_press_take_turns_unless_they_are_equal():
    near = [proposal(30 + 10 * i, 3.0 - 0.03 * i) for i in range(5)]
    assert len(set(firsts(near, 12))) == PRESS
    equal = [proposal(30 + 10 * i, 3.0 - 0.001 * i) for i in range(5)]
    assert len(set(firsts(equal, 12))) == 5
