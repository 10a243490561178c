"""Takes of one press: captured motions that are as good take turns with the seeds."""

from __future__ import annotations

import pytest
import torch

from engine.text.judging.mending import Judged
from engine.text.proposals import VARIETY, Proposal, _in_turn
from tests.retarget.figures import limbs


def proposal(frames: int, merit: float, *, score: float = 1.0, captured: bool = True) -> Proposal:
    return Proposal(Judged(limbs(frames), score, ()), merit, torch.zeros(4, 1), captured)


def firsts(proposals: list[Proposal], seeds: int) -> list[int]:
    return [len(_in_turn(proposals, seed)[0].motion) for seed in range(seeds)]


def test_seeds_see_one_after_the_other_and_mirror_images_last():
    best = [proposal(30, 3.0), proposal(30, 2.9), proposal(40, 2.8), proposal(50, 2.7)]
    assert firsts(best, 4) == [30, 40, 50, 30]
    assert [round(p.merit, 1) for p in _in_turn(best, 2)] == [3.0, 2.9, 2.8, 2.7]  # whoever has its turn


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
    assert len(_in_turn([proposal(30, 3.0), other], 1)) == 2


def test_the_best_leads_where_no_captured_one_does_what_was_asked():
    assert firsts([proposal(30, 3.0, captured=False), proposal(40, 2.0, score=0.2)], 3) == [30, 30, 30]
