"""What is done, without who does it."""

from __future__ import annotations

import pytest

from engine.protocol.plan.content import content_of, usual_of
from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.steps import ACTIONS


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("a man irons a shirt", "irons a shirt"),
        ("She milks a goat", "milks a goat"),
        ("someone who is knitting a sock", "knitting a sock"),
        ("an old lady walks slowly", "walks slowly"),
        ("knits a sock", "knits a sock"),
        ("a zombie walks", "a zombie walks"),
        ("a skier skis", "a skier skis"),
        ("man", "man"),
        ("", ""),
    ],
)
def test_the_subject_is_left_out_unless_it_tells_what_is_done(text, content):
    assert content_of(text) == content


def test_usual_words_are_of_actions():
    assert usual_of("fall") and usual_of(None) is None and usual_of("juggle") is None
    assert sum(usual_of(action) is not None for action in ACTIONS) > 10


@pytest.mark.parametrize(("text", "hands"), [("blorps with the face in the hands", "face"), ("zorps the glorb", None)])
def test_where_hands_are_is_known_of_verbs_that_are_not(text, hands):
    plan = plan_of(text)
    assert not plan.understood and plan[0].text == text and plan[0].facts.hands == hands
