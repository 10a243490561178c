"""What artists type, said in the planner's words: clip names, verbs of the thesaurus, nouns, subjects, openings."""

from __future__ import annotations

import pytest

from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.steps import Facts
from engine.protocol.plan.typed.clip_names import as_sentence_of_clip
from engine.protocol.plan.vocabulary.inflection import third
from engine.protocol.plan.vocabulary.spelling import mended
from engine.protocol.plan.vocabulary.thesaurus.lookup import entries, verb_forms


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("idle_breathe", "a person stands still"),
        ("loco_strafe_L", "a person steps sideways to the left"),
        ("walkFwdLoop", "a person walks forward"),
        ("AS_Run_Bwd_01.fbx", "a person runs backward"),
        ("turn 180 L", "a person turns 180 degrees to the left"),
        ("turn_in_place_90_R", "a person turns 90 degrees to the right"),
        ("stand to crouch", "a person crouches down"),
        ("crouch_to_stand", "a person stands up from a crouch"),
        ("run_to_idle", "a person runs forward and stops"),
        ("crouch idle", "a person stays crouched"),
        ("crouch_walk_bwd", "a person walks backward crouched"),
        ("death back", "a person falls down onto the back"),
        ("Death_Fwd", "a person falls down forward onto the face"),
        ("hit react left", "a person recoils from a hit on the left side"),
        ("getup_from_back", "a person gets up from lying on the back"),
        ("sprint_stop", "a person sprints forward and stops"),
        ("injured_walk_fwd", "a person walks forward with a limp"),
    ],
)
def test_names_of_clips(name: str, said: str) -> None:
    assert as_sentence_of_clip(name) == said
    assert plan_of(name).understood


@pytest.mark.parametrize("text", ["walks to the left", "a person walks", "wave", "death", "jumps up and down", "Bob"])
def test_sentences_are_no_names_of_clips(text: str) -> None:
    assert as_sentence_of_clip(text) is None


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("my orc lumbers forward", Facts("walk", direction="forward", speed="slow")),
        ("the guy legs it", Facts("run", direction="forward")),
        ("keels over", Facts("fall", end="lying")),
        ("a cop frisks a suspect", Facts("reach")),
        ("lobs a ball underhand", Facts("throw")),
        ("she plonks herself down on a chair", Facts("sit", begin="standing", end="sitting")),
        ("takes to his heels", Facts("run", direction="forward")),
        ("she flips her hair", Facts(hands="head")),
        ("starts moonwalking", Facts(move="moonwalk")),
        ("ducks behind cover", Facts(begin="standing", end="crouching", named="cover")),
        ("a deep curtsey", Facts(move="curtsy")),
        ("a double take", Facts("look", aim="backward")),
        ("grandma hobbles along", Facts("walk")),
        ("Bob saunters in", Facts("walk")),
        ("she twirls a couple of times", Facts("spin", turn=720.0, turn_either=True, turn_about=True, count=2)),
        ("a man who limps forward", Facts("walk", direction="forward")),
    ],
)
def test_what_is_said_in_other_words(text: str, facts: Facts) -> None:
    assert facts.said().items() <= plan_of(text)[0].facts.said().items()


def test_openings_without_a_subject() -> None:
    up, off = plan_of("sitting on a bench, gets up and walks off")
    assert (up.facts.action, up.facts.begin, off.facts.action) == ("rise", "sitting", "walk")
    (tired,) = plan_of("exhausted, drags himself along")
    assert tired.facts.action == "walk" and "exhausted person" in tired.text
    (taps,) = plan_of("arms crossed, taps foot")
    assert taps.facts.action == "stamp" and taps.gesture_facts.hands == "crossed"


def test_each_clause_is_said_in_its_own_form() -> None:
    assert [step.text for step in plan_of("he strolled in, then plonked himself down")] == [
        "a person strolls in", "a person sits down",
    ]  # fmt: skip


def test_what_falls_while_tripping_falls_once() -> None:
    walks, falls = plan_of("walks forward, trips and falls flat on his face")
    assert (walks.facts.action, falls.facts.action, falls.facts.lying) == ("walk", "fall", "front")
    assert falls.natural is not None and falls.natural < 3


def test_every_meaning_of_the_thesaurus_is_understood() -> None:
    listed = list(entries())
    assert len({said for said, _ in listed}) > 3000
    for meant in {meant for _, meant in listed}:
        base, _, rest = meant.partition(" ")
        assert plan_of(f"a person {third(base)} {rest}".strip()).understood, meant


def test_a_verb_of_the_thesaurus_is_no_typing_error() -> None:
    for word in ("lobs", "slinks", "plonks", "ambled", "loping"):
        assert mended(word) == word
    assert ("lope", "gerund") in verb_forms()["loping"]


def test_words_that_the_planner_knows_stay() -> None:
    for text in ("a person walks to the left", "picks up a box", "a man with a limp walks", "walks back and forth"):
        assert plan_of(text)[0].text == text or plan_of(text)[0].gesture


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("walks in a circle counter clockwise", Facts("walk", turn=360.0)),
        ("jumps as high as you can", Facts("jump", height="high")),
        ("Combo_Jab_Cross_Kick", Facts(move="jab+cross+front kick")),
        ("jab, cross and roundhouse kick", Facts(move="jab+cross+roundhouse")),
        ("walks backwards with both hands up, surrendering", Facts("walk", direction="backward")),
    ],
)
def test_what_was_typed_to_measure_is_read(text: str, facts: Facts) -> None:
    assert facts.said().items() <= plan_of(text)[0].facts.said().items()


def test_a_slip_in_a_doubled_letter_is_that_verb() -> None:
    assert plan_of("a man carying a box")[0] == plan_of("a man carrying a box")[0]


def test_who_waits_after_crouching_stays_crouched() -> None:
    crouches, waits, jumps = plan_of("crouches down, waits a second, then jumps")
    assert (crouches.facts.end, waits.facts.begin, waits.facts.end) == ("crouching",) * 3
    assert waits.seconds == 1.0
    assert jumps.facts.action == "jump"
