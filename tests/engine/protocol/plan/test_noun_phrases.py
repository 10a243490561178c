"""Names of clips as prompts: what is read of them."""

from __future__ import annotations

import pytest

from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.sentence.noun_phrases import as_sentence


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("combat idle", "a person stands in a combat stance, the fists in front of the face"),
        ("battle stance, fists up", "a person stands in a battle stance, the fists in front of the face"),
        ("nervous idle, fidgeting with the hands", "a nervous person stands fidgeting with the hands"),
        ("zombie idle", "a zombie stands"),
        ("an angry pose, hands on the hips", "a person stands in an angry pose, hands on the hips"),
        ("axe chop loop", "a person chops with an axe"),
        ("tree climb", "a person climbs a tree"),
        ("Flamenco, energetic", "a person dances flamenco, energetic"),
    ],
)
def test_a_name_is_said_as_a_sentence(name: str, said: str) -> None:
    assert as_sentence(name) == said
    assert plan_of(name) == plan_of(said)
    assert plan_of(name).understood


def test_facts_of_names() -> None:
    assert plan_of("T-pose")[0].facts.named == "t-pose"
    assert plan_of("combat idle")[0].facts.action == "stand"
    assert plan_of("golf swing")[0].facts.move == "golf"


@pytest.mark.parametrize("text", ["arms and legs", "he idle", "the blue car", "pushes and pulls a heavy box", ""])
def test_other_words_are_left(text: str) -> None:
    assert as_sentence(text) is None


def test_names_with_a_known_noun_keep_their_words() -> None:
    for name, action in {
        "zombie walk": "walk",
        "left hook": "punch",
    }.items():
        assert (plan_of(name)[0].text, plan_of(name)[0].facts.action) == (name, action)
