"""Things that no row names are held and used by their kind, and by the verb alone where that isn't known either."""

from __future__ import annotations

import pytest

from engine.protocol.plan.facts.each_hand import each_hand
from engine.protocol.plan.facts.handling import handling
from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.steps import HANDLING, Facts
from engine.protocol.plan.vocabulary.kinds import NO_THING, NOUNS, ONE_HANDED, VERBS, kinds


def test_the_tables_name_uses_and_kinds_that_there_are() -> None:
    said = {use for verb in VERBS for use, _ in (*verb.by_kind.values(), *([verb.other] if verb.other else []))}
    assert said <= set(HANDLING) and set(ONE_HANDED) | set(ONE_HANDED.values()) <= set(HANDLING)
    assert {kind for verb in VERBS for kind in verb.by_kind} <= set(NOUNS)
    assert not NO_THING & {noun[0] for noun in kinds() if len(noun) == 1 and "small" in kinds()[noun]} - {"ring"}


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("holds a glowing orb", "cup"), ("holding a rusty zorblat", "cup"), ("carries a zorblat", "box"),
        ("carries a wooden ladder", "shoulder"), ("carries a backpack in one hand", "bag"),
        ("carries a wounded soldier over the shoulder", "fireman"), ("carries a child on his back", "piggyback"),
        ("uses a fire extinguisher", "hose"), ("uses a screwdriver", "work"), ("operates the zorblat", "work"),
        ("aims a blaster", "pistol"), ("aims a zorblat", "aim"), ("swings a crowbar", "swing"),
        ("swings a zorblat", "swing"), ("pushes a stroller", "cart"), ("pushes a zorblat", "push"),
        ("plays the accordion", "accordion"), ("plays the banjo", "guitar"), ("turns a valve wheel", "valve"),
        ("opens a treasure chest", "lid"), ("puts on a raincoat", "don"), ("takes off her gloves", "uncap"),
        ("reads the zorblat", "read"), ("drinks from a zorblat", "drink"), ("cleans the window", "scrub"),
        ("receives a trophy", "accept"), ("gives a present to a friend", "give-load"),
        ("leads a horse", "leash"), ("holds a sword in one hand", "sabre"),
    ],
)  # fmt: skip
def test_a_thing_is_used_by_its_kind(text: str, use: str) -> None:
    found = handling(text)
    assert found is not None and found.name == use
    assert found.end == len(text)


@pytest.mark.parametrize(
    "text", ["holds his breath", "plays football", "holds a meeting", "takes a bow", "with a limp", "swings his arms",
             "5 push ups", "pushes a button", "holding his hat on with the left hand", "plays the game"],
)  # fmt: skip
def test_what_is_no_thing_is_not_held(text: str) -> None:
    assert handling(text) is None


def test_what_is_unknown_is_not_guessed_where_that_is_asked() -> None:
    assert handling("holds a zorblat", guess=False) is None and handling("holds a wrench", guess=False) is not None


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("pats a friend on the back", "pat"), ("gives someone a high five", "five"), ("hugs a friend", "hug"),
        ("helps somebody up from the ground", "help-up"), ("whispers in somebody's ear", "whisper"),
        ("hands over a letter", "give"), ("hands him the keys", "give"),
        ("takes a package from the delivery guy", "accept-load"), ("puts his arm around a friend", "arm-around"),
        ("helps a wounded soldier walk", "arm-around"), ("gives someone a piggyback ride", "piggyback"),
        ("dances with a partner", "partner"), ("grabs someone by the collar", "choke"),
    ],
)  # fmt: skip
def test_what_is_done_to_somebody_who_is_not_there(text: str, use: str) -> None:
    (step,) = plan_of(text)
    assert use in (step.facts.handles, step.gesture_facts.handles)


def test_somebody_with_a_thing_stands_with_it() -> None:
    (step,) = plan_of("soldier with a rifle")
    assert step.facts.action == "stand" and step.gesture_facts.handles == "rifle"
    assert not plan_of("man with a beard").understood


def test_each_hand_has_its_part() -> None:
    both = each_hand("sword in the right hand, shield in the left")
    assert both and (both.before, both.first, both.second) == (
        "", Facts(handles="sabre", hand="right"), Facts(handles="shield", hand="left"))  # fmt: skip
    assert each_hand("a knight with sword and shield walks forward") is not None
    for one in ("raises the right hand and then the left hand", "walks with the left foot first", "hands on the hips"):
        assert each_hand(one) is None


@pytest.mark.parametrize(
    ("text", "action", "use"),
    [
        ("rifle walk", "walk", "rifle"), ("umbrella idle", "stand", "umbrella"), ("push cart walk", "walk", "cart"),
        ("hold phone idle", "stand", "cup"), ("carry box run", "run", "box"),
        ("hands a cup of coffee to a customer", "stand", "give"), ("high fives a friend", "stand", "five"),
        ("comforting hug", "stand", "hug"), ("couple dance", "dance", "partner"),
    ],
)  # fmt: skip
def test_names_of_clips_with_a_thing(text: str, action: str, use: str) -> None:
    (step,) = plan_of(text)
    assert (step.facts.action, step.gesture_facts.handles) == (action, use)


def test_other_names_of_clips_stay() -> None:
    for text in ("plank pose", "chair pose", "dog walk", "robot walk", "box idle"):
        assert not any(step.gesture_facts.handles for step in plan_of(text))
