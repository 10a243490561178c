"""A sentence that somebody captured whole takes the place of what was joined for its steps, where it is better."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from engine.models.text_states import TextStates
from engine.text.captured import packed
from engine.text.judging import whole
from engine.text.retrieval import Library
from engine.text.segments import Segment
from retarget.motion import Motion
from tests.engine.train.puppet import stand, walk, wave

SENTENCE = "a person walks forward, then waves with the right hand"


def joined_of(*motions: Motion) -> Motion:
    return replace(
        motions[0], root_pos=np.concatenate([m.root_pos for m in motions]),
        rot=np.concatenate([m.rot for m in motions]), contacts=np.concatenate([m.contacts for m in motions]),
    )  # fmt: skip


@pytest.fixture
def model(monkeypatch) -> Any:
    """A library of one motion, both steps in one go, and a critic that likes motions by their length in tokens."""
    both = joined_of(walk(), wave("right"))
    bytes_, ends = packed([both])
    tokens = torch.tensor([len(both) // 4], dtype=torch.int32)
    library = Library(
        torch.zeros(int(tokens), 1).short(), torch.zeros(1).int(), tokens, torch.eye(1, 8),
        torch.zeros(1, 2).int(), torch.zeros(1).int(), packed=bytes_, ends=ends,
    )  # fmt: skip
    made = SimpleNamespace(library=library, critic=object(), device="cpu", share=1.0)
    made.encoder = SimpleNamespace(
        encode=lambda texts: TextStates(
            made.share * torch.eye(1, 8) + (1 - made.share**2) ** 0.5 * torch.eye(8)[7:],
            torch.zeros(1, 1, 8), torch.ones(1, 1, dtype=torch.bool),
        )
    )  # fmt: skip
    made.likes = {"joined": 0.2, "captured": 0.6}
    monkeypatch.setattr(whole, "encoded", lambda model, motion: motion)
    monkeypatch.setattr(
        whole,
        "likings",
        lambda model, text, some: [made.likes["captured" if i else "joined"] for i in range(len(some))],
    )
    monkeypatch.setattr("engine.text.proposals.likings", lambda model, text, some: [0.0] * len(some))
    return made


def taken(model: Any, joined: Motion, text: str = SENTENCE, frames: int | None = None) -> bool:
    told = whole.sentence_of([Segment(text, 0, frames)])
    assert told is not None
    return whole.or_whole(model, *told, joined, 0, 4) is not joined


def test_what_was_captured_whole_is_taken_where_the_critic_likes_it(model) -> None:
    joined = joined_of(walk(), stand(60), wave("right"))
    assert taken(model, joined)
    model.likes["captured"] = 0.25
    model.share = 0.93
    assert not taken(model, joined)


def test_a_caption_that_is_far_from_the_sentence_is_left_alone(model) -> None:
    model.share = 0.85
    assert not taken(model, joined_of(walk(), wave("right")))


def test_what_does_less_of_what_was_asked_is_not_taken(model) -> None:
    text = "a person walks forward, then waves with the left hand"
    assert not taken(model, joined_of(walk(), wave("left")), text)


def test_a_scrap_is_not_taken_where_no_length_is_asked_for(model) -> None:
    assert not taken(model, joined_of(walk(), stand(300), wave("right")))


def test_it_has_the_length_that_is_asked_for(model) -> None:
    told = whole.sentence_of([Segment(SENTENCE, 0, 50)])
    assert told is not None
    assert len(whole.or_whole(model, *told, stand(50), 0, 4)) == 50


@pytest.mark.parametrize(
    "segments",
    [
        [Segment("a person walks forward", 0, None)],  # one captured step: it is found by the whole sentence anyhow
        [Segment(SENTENCE, 0, 60), Segment(SENTENCE, 60, 60)],
        [Segment("walks for 3 seconds, then waves", 0, None)],
        [Segment("", 0, 60)],
    ],
)
def test_sentences_that_are_left_to_the_plan(segments) -> None:
    assert whole.sentence_of(segments) is None
