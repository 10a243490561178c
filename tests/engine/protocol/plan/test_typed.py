"""What artists type, said in the planner's words: clip names, verbs of the thesaurus, nouns, subjects, openings."""

from __future__ import annotations

from dataclasses import replace

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
        ("death back", "a person dies backwards"),
        ("Death_Fwd", "a person dies forwards"),
        ("Death_L", "a person dies to the left"),
        ("hit react left", "a person gets hit from the left"),
        ("HitReact_Stomach", "a person gets hit in the stomach"),
        ("Hit_React_Back", "a person gets hit from behind"),
        ("getup_from_back", "a person gets up from lying on the back"),
        ("sprint_stop", "a person sprints forward and stops"),
        ("Pistol_Walk_Aim_Fwd", "a person walks forward while aiming a pistol"),
        ("Rifle_Strafe_L", "a person steps sideways to the left holding a rifle"),
        ("Run_Stop_Turn180", "a person runs forward for 2 seconds, then stops, then turns 180 degrees"),
        ("Jump_Start_Land", "a person jumps up"),
        ("Double_Jump", "a person does a double jump"),
        ("Hit_Fall_GetUp", "a person recoils from a hit, then falls down, then gets up from the floor"),
        ("Sit_Chair_Idle_Talking", "a person sits on a chair while talking with the hands"),
        ("Emote_Wave_Both_Hands", "a person waves with both hands"),
        ("Walk_Hands_In_Pockets", "a person walks forward with the hands in the pockets"),
        ("Zombie_Walk", "a zombie walks forward"),
        ("Idle_Scratch_Head", "a person stands still while scratching the head"),
        ("Axe_Chop", "axe chop"),
        ("T_Pose", "t pose"),
        ("Sit_Floor_Idle", "a person sits on the floor"),
        ("GetUp_FaceDown", "a person gets up from lying on the stomach"),
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
        ("she snatches the letter", Facts("reach")),
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
    assert (walks.facts.action, falls.facts.action, falls.facts.move) == ("walk", "fall", "fall front")
    assert falls.natural is not None and falls.natural < 3.5


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


@pytest.mark.parametrize(
    ("text", "hands", "hand", "does", "side"),
    [
        ("one hand on the hip, the other waving", "hips", "left", Facts("wave", limb="hand"), "right"),
        ("waves with his left hand, right hand in his pocket", "pockets", "right", Facts("wave", limb="hand"), "left"),
        (
            "a man with one hand in his pocket points up",
            "pockets",
            "left",
            Facts("point", limb="hand", aim="up"),
            "right",
        ),
        ("puts one hand on the hip and waves", "hips", "left", Facts("wave", limb="hand"), "right"),
    ],
)
def test_one_hand_is_somewhere_while_the_other_does_something(
    text: str, hands: str, hand: str, does: Facts, side: str
) -> None:
    (step,) = plan_of(text)
    assert (step.facts.hands, step.facts.hand) == (hands, hand)
    assert step.gesture_facts == replace(does, side=side)


def test_one_hand_holds_something_while_the_other_is_somewhere() -> None:
    (drinks,) = plan_of("drinks coffee with one hand in his pocket")
    assert (drinks.facts.hands, drinks.facts.hand, drinks.gesture_facts.handles) == ("pockets", "left", "drink")
    (thinks,) = plan_of("thinks, one hand on the chin")
    assert thinks.gesture is None and (thinks.facts.hands, thinks.facts.hand) == ("chin", "right")
    (walks,) = plan_of("walks with one hand in the pocket and the other holding a cup")
    assert walks.facts.said() == {"action": "walk", "hands": "pockets", "hand": "left"}
    assert (walks.gesture_facts.handles, walks.gesture_facts.hand) == ("cup", "right")


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("walks away, waves and returns", ["walk", "wave", "turn", "walk"]),
        ("salutes, about-face and marches off", [None, "turn", "march"]),
        ("waves and turns around", ["wave", "turn"]),
        ("sits down on the ground and hides his face", ["sit", "sit"]),
        ("crouches down, looks left, then right", ["crouch", "look", "look"]),
    ],
)
def test_what_follows_a_gesture(text: str, actions: list[str | None]) -> None:
    assert [step.facts.action for step in plan_of(text)] == actions


def test_who_crouches_stays_so_while_he_looks() -> None:
    assert [step.facts.end for step in plan_of("crouches down, looks left, then right")] == ["crouching"] * 3


def test_a_double_jump_is_one_and_can_be_counted() -> None:
    assert plan_of("double jump")[0].facts.count is None
    assert plan_of("does a double jump twice")[0].facts.count == 2
    assert plan_of("double jab")[0].facts.count == 2


@pytest.mark.parametrize(
    ("text", "action", "seconds"),
    [
        ("10 sec of dancing", "dance", 10.0),
        ("5s walk", "walk", 5.0),
        ("wave (3 sec)", "wave", 3.0),
        ("idle, 10 seconds", "stand", 10.0),
        ("a 3 second run", "run", 3.0),
        ("jogging in place 8 seconds", "run", 8.0),
    ],
)
def test_a_length_is_read_wherever_it_stands(text: str, action: str, seconds: float) -> None:
    (step,) = plan_of(text)
    assert (step.facts.action, step.seconds) == (action, seconds)


def test_a_length_of_what_is_not_understood_is_kept() -> None:
    (step,) = plan_of("frobnicates the thing for 6 seconds")
    assert not plan_of("frobnicates the thing for 6 seconds").understood and step.seconds == 6.0


def test_who_paces_goes_and_comes_back_with_what_his_hands_do() -> None:
    plan = plan_of("paces back and forth while talking on the phone for 10 seconds")
    assert [step.facts.action for step in plan] == ["walk", "turn", "walk", "turn", "walk"]
    assert {step.gesture_facts.handles for step in plan} == {"call"}
    assert abs(sum(step.seconds or 0 for step in plan) - 10.0) < 0.1


def test_reasons_and_states_say_how_something_is_done() -> None:
    (limps,) = plan_of("limping bc his right leg hurts")
    assert [str(one) for one in limps.facts.manners] == ["limp right"] and "leg" not in (limps.plain or "leg")
    (walks,) = plan_of("dude is drunk and can barely walk")
    assert walks.facts.action == "walk" and [one.name for one in walks.facts.manners] == ["drunk"]


def test_who_nearly_falls_stumbles() -> None:
    plan = plan_of("somebody trips while walking, nearly falls and regains balance")
    assert [step.facts.action for step in plan] == ["walk", "stumble", "stand"]


def test_blows_are_dealt_as_often_as_they_are_counted() -> None:
    assert plan_of("two left jabs and a right uppercut")[0].facts.move == "jab:left+jab:left+uppercut:right"
