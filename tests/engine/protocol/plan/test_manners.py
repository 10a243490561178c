"""How something is done is read from the words, and what is done stays what it is."""

from __future__ import annotations

import pytest

from engine.protocol.plan.manners.plain import plain
from engine.protocol.plan.manners.said import manners_of
from engine.protocol.plan.parse import plan_of

SAID = {
    "a gloomy guy trudges by": ["sad"],
    "extremely exhausted jog": ["exhausted 1.5"],
    "she stands there a bit nervous": ["nervous 0.55"],
    "walks as if very drunk": ["drunk 1.25"],
    "strolls like a queen": ["elegant"],
    "limps on his left leg": ["limp left"],
    "his right knee is hurt, he walks": ["limp right"],
    "walking with a broken left arm": ["injured arm left"],
    "holding his side in pain he walks": ["wounded"],
    "an astronaut walks": ["moon"],
    "trudging through deep mud": ["snow"],
    "tired old woman sits down": ["old", "tired"],
    "granny gets up": ["old"],
    "breathing heavily": ["exhausted"],
    "a tense bodyguard scans the area": ["nervous"],
    "an overjoyed fan jumps": ["happy"],
    "walks as though the floor is lava": ["hot ground"],
    "a man with a backache walks": ["sore back"],
}
NOT_SAID = (
    "picks up an old box", "drinks a cold beer", "drinks something hot", "waves to a child", "bows before the king",
    "puts the cold drink down", "opens the heavy door", "fights with a giant", "reads a sad book", "a person walks",
    "holds the left arm up", "lies down on the back", "sits in the hot tub",
    "carries a wounded soldier", "comforts a crying child", "hugs a sad friend", "helps an old lady cross the street",
)  # fmt: skip


@pytest.mark.parametrize("text", sorted(SAID))
def test_manners_are_read(text: str) -> None:
    assert sorted(str(one) for one in manners_of(text)) == sorted(SAID[text])


@pytest.mark.parametrize("text", NOT_SAID)
def test_words_of_things_and_of_others_are_no_manners(text: str) -> None:
    assert manners_of(text) == ()


PLAIN = {
    "an old man sits down sadly": "a person sits down",
    "a man walks like a robot": "a man walks",
    "zombie walk": "person walks",
    "limping with the left leg": "walking",
    "a soldier with a bullet in his leg limps away": "a soldier walks away",
    "a boy with a broken leg hobbles along": "a boy walks along",
    "a woman in stilettos walks": "a woman walks",
    "a nervous woman opens the door": "a woman opens the door",
}


@pytest.mark.parametrize("text", sorted(PLAIN))
def test_what_is_done_is_left(text: str) -> None:
    assert plain(text) == PLAIN[text]


def test_each_step_has_its_own_manner_and_the_subjects() -> None:
    first, second = plan_of("walks happily, then sits down sadly")
    assert [str(one) for one in first.facts.manners] == ["happy"] and first.facts.action == "walk"
    assert [str(one) for one in second.facts.manners] == ["sad"] and second.facts.end == "sitting"
    assert all("tired" in map(str, step.facts.manners) for step in plan_of("a tired man walks and then sits down"))


def test_motion_is_looked_for_without_the_manner() -> None:
    (step,) = plan_of("a furious man storms forward")
    assert step.text == "a furious man storms forward" and step.plain == "a person walks forward"
    assert step.facts.direction == "forward" and [str(one) for one in step.facts.manners] == ["angry"]
    (stands,) = plan_of("shivering")
    assert stands.facts.action == "stand" and [str(one) for one in stands.facts.manners] == ["cold"]


@pytest.mark.parametrize("name", ["walk_angry_01", "AngryWalkLoop", "angry_walk"])
def test_names_of_clips_say_manners_too(name: str) -> None:
    (step,) = plan_of(name)
    assert step.facts.action == "walk" and [str(one) for one in step.facts.manners] == ["angry"]


def test_who_is_bored_is_looked_for_as_who_stands() -> None:
    (step,) = plan_of("a bored guard stands")
    assert step.plain == "a person stands still" and step.facts.action == "stand"


def test_ways_that_turn_or_climb_stay_in_what_is_looked_for() -> None:
    assert plan_of("a sad man walks to the left")[0].facts.direction == "left"
    assert plan_of("an exhausted man runs up the stairs")[0].facts.action == "climb"
    assert plan_of("a bored girl walks down the street")[0].plain == "a person walks forward"


def test_a_plan_tells_manners_as_plain_json() -> None:
    (row,) = plan_of("a very proud man walks").to_json()["steps"]
    assert row["facts"]["manners"] == ["proud 1.25"]
