"""Words that the planner doesn't understand: the network's own take, where it has learnt such words and is liked."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from engine.models.text_states import TextStates
from engine.text import parts
from engine.text.acting import unread
from engine.text.acting.body import Act
from engine.text.networks import TakeSpec
from engine.text.segments import Segment
from retarget.motion import Motion
from tests.engine.train.puppet import stand, walk

FOUND, OWN = Act(stand(40)), walk()
CODES = torch.zeros(len(OWN) // 4, 1, dtype=torch.long)


@pytest.fixture
def take(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What comes of an act that was found: `near` the nearest caption, `likes` the critic, `own` the network's take."""
    one = SimpleNamespace(near=0.8, likes=[0.3, 0.4], own=OWN, asked=0)

    def draw(spec: TakeSpec) -> torch.Tensor:
        one.asked += 1
        return CODES

    def made(critic: object | None = True) -> Act:
        library = SimpleNamespace(nearness=lambda sentence: torch.tensor([one.near, 0.1]))
        model: Any = SimpleNamespace(library=library, critic=critic)
        text = TextStates(torch.zeros(1, 8), torch.zeros(1, 1, 8), torch.ones(1, 1, dtype=torch.bool))
        return unread.or_own(model, FOUND, TakeSpec(text, None, 0), draw, 40)

    def decoded(model: Any, codes: torch.Tensor, frames: int | None) -> Motion:
        return one.own.cut(0, frames)

    monkeypatch.setattr(unread, "likings", lambda model, text, some: one.likes)
    monkeypatch.setattr(unread, "encoded", lambda model, motion: CODES)
    monkeypatch.setattr(unread, "decoded", decoded)
    one.made = made
    return one


def test_the_take_that_the_critic_likes_better_is_kept_at_its_length(take) -> None:
    act = take.made()
    assert act.codes is CODES and len(act.motion) == 40
    assert np.array_equal(act.motion.root_pos, OWN.root_pos[:40])


def test_a_take_that_is_hardly_liked_better_is_not(take) -> None:
    take.likes = [0.38, 0.4]
    assert take.made() is FOUND


def test_of_words_far_from_all_captions_the_network_is_not_asked(take) -> None:
    take.near = 0.5
    assert take.made() is FOUND and not take.asked


def test_what_was_captured_under_such_words_is_kept(take) -> None:
    take.near = 0.95
    assert take.made() is FOUND and not take.asked


def test_nobody_stands_in_the_air(take) -> None:
    take.own = replace(OWN, root_pos=OWN.root_pos + np.array([0, 0.6, 0], np.float32))
    assert take.made() is FOUND


def test_without_a_critic_nothing_is_weighed(take) -> None:
    assert take.made(critic=None) is FOUND and not take.asked


def test_only_words_that_were_to_be_read_and_could_not_be_are_weighed() -> None:
    unknown, known = Segment("hands in front, he glorbs up the flimflam", 0, None), Segment("he walks", 0, None)
    assert not parts.parts_of([unknown])[0].understood
    assert parts.parts_of([unknown], apart=False)[0].understood and parts.parts_of([known])[0].understood
