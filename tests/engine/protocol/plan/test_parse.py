"""Sentences come apart as the table says, and what isn't understood stays whole."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from engine.protocol.plan import steps
from engine.protocol.plan.parse import facts_known, plan_of
from engine.protocol.plan.sentence.noun_phrases import as_sentence
from engine.protocol.plan.typed import plainly
from engine.protocol.plan.typed.suffered import suffered
from engine.protocol.plan.typed.wording import going_first
from engine.protocol.plan.vocabulary.lexicon import forms
from tests.engine.protocol.plan.sentences import Expected, lines, read

TABLE = read()


@pytest.mark.parametrize("expected", TABLE, ids=lambda e: e.text[:60])
def test_sentence(expected: Expected) -> None:
    assert lines(expected.text, plan_of(expected.text)) == expected.steps


def test_the_table_names_each_sentence_once() -> None:
    assert [text for text, count in Counter(e.text for e in TABLE).items() if count > 1] == []


@pytest.mark.parametrize("expected", TABLE, ids=lambda e: e.text[:60])
def test_facts_have_the_words_that_are_listed(expected: Expected) -> None:
    for step in plan_of(expected.text):
        for facts in (step.facts, step.gesture_facts):
            assert facts.action in (None, *steps.ACTIONS)
            assert facts.side in (None, *steps.SIDES)
            assert facts.limb in (None, *steps.LIMBS)
            assert facts.direction in (None, *steps.DIRECTIONS)
            assert facts.speed in (None, *steps.SPEEDS)
            assert {facts.begin, facts.end} <= {None, *steps.POSTURES}
            assert facts.height in (None, *steps.HEIGHTS)
            assert facts.hands in (None, *steps.HANDS)
            assert facts.handles in (None, *steps.HANDLING)


ODD = (
    "", " ", ",", "and", "then", "a", "a person", "while", "before", "... and then", "walks and", "and then walks",
    "walks,", "walks, then", "after , walks", "ランニング", "while walking,", "9", "does", "starts to", "followed by",
)  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_no_text_is_too_odd(text: str) -> None:
    plan = plan_of(text)
    assert len(plan) == 1 and plan[0].text == text and plan[0].gesture is None


def test_of_what_is_not_understood_nothing_is_said() -> None:
    plan = plan_of("two people walk and then hug each other three times")
    assert not plan.understood and plan == steps.whole("two people walk and then hug each other three times")
    assert plan[0].facts == steps.Facts()


def test_a_plan_is_plain_json() -> None:
    made = plan_of("walks forward while waving with the left hand, then sits down").to_json()
    assert made["apart"] and made["understood"]
    walk, sit = made["steps"]
    assert (walk["text"], walk["gesture"]) == ("a person walks forward", "a person waves with the left hand")
    assert walk["facts"] == {"action": "walk", "direction": "forward"}
    assert walk["gesture_facts"] == {"action": "wave", "side": "left", "limb": "hand"}
    assert (walk["open_ended"], sit["open_ended"], sit["natural"]) == (True, False, 2.4)


def test_what_must_not_be_taken_apart_is_not() -> None:
    kept = [e for e in TABLE if e.heading == "must not be taken apart"]
    assert len(kept) >= 50 and len(TABLE) >= 200
    for expected in kept:
        plan = plan_of(expected.text)
        assert len(plan) == 1 and plan[0].text == expected.text
        assert plan[0].gesture is None


@pytest.mark.parametrize("expected", TABLE, ids=lambda e: e.text[:60])
def test_what_was_taken_apart_is_not_taken_apart_again(expected: Expected) -> None:
    plan = plan_of(expected.text)
    for text in [said for step in plan for said in (step.text, step.gesture) if said and plan.apart]:
        (again,) = plan_of(text)  # what hands hold may be taken from legs once more
        assert text in (again.text, again.gesture)
        assert again.gesture is None or again.gesture_facts.handles


def test_words_at_random_give_sentences_or_stay() -> None:
    pick = random.Random(0)
    joints = (
        "and",
        "then",
        ",",
        "while",
        "before",
        "after",
        "as",
        ".",
        ";",
        "followed",
        "by",
        "finally",
        "next",
        "that",
    )
    others = (
        "a", "the", "person", "he", "they", "left", "right", "leg", "hand", "with", "to", "for", "two", "seconds",
        "times", "it", "is", "starts", "ends", "jumping", "jacks", "up", "down", "slowly", "circle", "90", "degrees",
    )  # fmt: skip
    verbs, apart = sorted(forms()), 0
    for _ in range(2000):
        text = " ".join(pick.choice(pick.choice((verbs, joints, others))) for _ in range(pick.randint(1, 14)))
        plan = plan_of(text)
        apart += plan.apart
        said = going_first(suffered(text))
        plain = plainly(said, facts_known)
        ways = (said, as_sentence(said), plain, as_sentence(plain))
        assert plan.apart or (len(plan) == 1 and plan[0].text in ways)
        own = (step.text.startswith(f"{plan.subject} ") or step.gesture_facts.handles for step in plan)
        assert not plan.apart or all(own)
    assert apart > 50


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("sprint, then slow down to a jog, then sit down", ["run", None, "sit"]),
        ("first he jumps. Then he frobnicates the gizmo. Finally he sits down.", ["jump", None, "sit"]),
        ("she checks the fence for holes, then walks on", [None, "walk"]),
        ("the man is very angry, he stomps his foot and waves", ["stand", "stamp", "wave"]),
    ],
)
def test_what_is_understood_of_several_things_is_done_in_its_turn(text: str, does: list[str | None]) -> None:
    """One thing that nobody understands is a step in its own words, and takes no other with it."""
    plan = plan_of(text)
    assert plan.understood and [step.facts.action for step in plan] == does


def test_where_little_is_understood_all_stays_whole() -> None:
    assert not plan_of("the wizard traces a circle in the air and then thrusts both palms forward").understood


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("please make my character to walk backwards", steps.Facts("walk", direction="backward")),
        ("can you animate a man running", steps.Facts("run")),
        ("i want a guy running", steps.Facts("run")),
    ],
)
def test_how_a_wish_is_put_is_no_part_of_it(text: str, facts: steps.Facts) -> None:
    assert plan_of(text)[0].facts == facts


@pytest.mark.parametrize(
    ("text", "handles"), [("strafes left with a rifle raised", "aim"), ("runs with a sword raised", "hilt")]
)
def test_what_is_had_raised_is_held(text: str, handles: str) -> None:
    assert plan_of(text)[0].gesture_facts.handles == handles
