"""Postures that have a name, or are described in one breath, are read as one thing that is held or gone into."""

from __future__ import annotations

import pytest

from engine.motion.posing.postures.playing import FORMS
from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.vocabulary.postures.named import ARMS_ALONE, ROWS, with_named


def test_words_and_forms_have_the_same_names() -> None:
    assert sorted(row.name for row in ROWS) == sorted(FORMS)
    assert {name for name, form in FORMS.items() if form.carried} == ARMS_ALONE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("plank", "plank"), ("holding a plank", "plank"), ("drops into a push-up position", "plank"),
        ("a woman in tree pose", "tree"), ("downward facing dog", "down-dog"), ("warior pose", "warrior-one"),
        ("sits with her arms around her knees", "hugs-knees"), ("sitting crosslegged on the floor", "cross-legged"),
        ("a guy leaning back on his hands", "leans-back"), ("curled up in a ball on the floor", "fetal"),
        ("gets on all fours", "fours"), ("lies on her side, head propped on one hand", "propped"),
        ("squats like a gopnik", "squat"), ("sleeping in a chair", "asleep"), ("dabs", "dab"),
        ("hugs herself", "hug"), ("leans against the wall", "wall"), ("a monk meditating", "meditation"),
        ("kneeling with his hands behind his head", "hostage"), ("superhero landing", "landing"),
    ],
)  # fmt: skip
def test_a_posture_is_known_by_its_words(text: str, name: str) -> None:
    plan = plan_of(text)
    assert plan.understood and len(plan) == 1 and plan[0].facts.named == name


@pytest.mark.parametrize(
    "text",
    [
        "walks across a bridge", "carries a plank", "a warrior walks forward", "a cobra attacks", "climbs a tree",
        "sits down on a chair", "kneels down", "does three bicep curls", "leans to the left", "crawls on all fours",
        "a dead man walks", "hugs a friend", "lies on the back", "does ten push-ups", "puts a plank on the table",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_posture_is_left(text: str) -> None:
    assert with_named(text) == text


def test_a_posture_is_held_or_gone_into() -> None:
    held, entered = plan_of("holds a plank")[0].facts, plan_of("gets into a plank")[0].facts
    assert held.still and held.begin == "lying"
    assert not entered.still and entered.begin == "standing"


def test_sides_and_hands_are_kept() -> None:
    assert plan_of("side plank on the right hand")[0].facts.side == "right"
    assert plan_of("a man leans against the wall with his arms crossed")[0].facts.hands == "crossed"


def test_postures_are_steps_among_others() -> None:
    plan = plan_of("walks to the mat, gets into a plank, then stands up and walks away")
    assert [step.facts.action for step in plan] == ["walk", None, "rise", "walk"]
    assert plan[1].facts.named == plan[2].facts.named == "plank"
    flow = plan_of("downward dog, then cobra, then child's pose")
    assert [step.facts.named for step in flow] == ["down-dog", "cobra", "child"]


def test_arms_go_over_legs_that_walk() -> None:
    step = plan_of("he walks forward while hugging himself")[0]
    assert (step.facts.action, step.gesture_facts.named) == ("walk", "hug")
    assert step.gesture == "a person holds the hug posture"


def test_a_name_of_hands_alone_is_somebody_who_stands() -> None:
    facts = plan_of("hands behind the head")[0].facts
    assert (facts.action, facts.hands) == ("stand", "neck")
    assert plan_of("one hand on the hip")[0].facts.hand == "right"
