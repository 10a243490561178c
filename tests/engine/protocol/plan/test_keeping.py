"""What is held and where arms are stays so over the steps that follow, until something else is done with the hands."""

from __future__ import annotations

import pytest

from engine.protocol.plan.parse import plan_of


def held(text: str) -> list[str | None]:
    """What hands hold or use in each step."""
    return [step.gesture_facts.handles or step.facts.handles for step in plan_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("draws a sword, runs forward and slashes", ["unsheathe", "hilt", "swing"]),
        ("picks up a crate, turns around and walks off", [None, "box", "box"]),
        ("picks up a crate, puts it down and walks off", [None, None, None]),
        ("takes out his phone, looks at it while walking, puts it away", ["pocket", "text", "stow"]),
        ("grabs a rifle, runs forward and shoots", [None, "rifle", "aim"]),
        ("takes off his hat and bows", ["unhat", None]),
        ("pulls out a gun, aims, shoots twice and puts it back", [None, "pistol", "pistol", "stow"]),  # drawn as a move
        ("raises a glass, drinks and sets it down", ["toast", "drink", "place"]),
        ("walks in carrying a box, puts it on the table and walks out", ["box", "place", None]),
    ],
)
def test_what_is_held_stays_in_the_hands_until_it_is_let_go(text, expected) -> None:
    assert held(text) == expected


@pytest.mark.parametrize(
    "text", ["stands with crossed arms and looks around", "looks around with arms crossed", "crosses the arms and nods"]
)
def test_arms_stay_crossed_while_the_head_moves(text) -> None:
    (step,) = plan_of(text)
    assert step.facts.hands == "crossed" and step.gesture_facts.action in ("look", "nod")


def test_hands_stay_where_they_were_put() -> None:
    hips = plan_of("stands with hands on hips, shakes head and walks away")
    assert [step.facts.hands for step in hips] == ["hips", "hips", None]  # nobody walks off so
    behind = plan_of("puts the hands behind the back and walks around, looking at the paintings")
    assert behind[-1].facts.hands == "behind" and behind[-1].gesture_facts.action == "look"


@pytest.mark.parametrize(
    ("text", "begin", "actions"),
    [
        ("sitting on a bench, gets up and walks off", "sitting", ["rise", "walk"]),
        ("starts crouched, then leaps forward", "crouching", ["jump"]),
        ("a man starts sitting on a chair, then stands up and waves", "sitting", ["rise", "wave"]),
        ("lying on the ground, gets up and runs away", "lying", ["rise", "run"]),
        ("kneeling then stands up", "kneeling", ["rise"]),
    ],
)
def test_where_somebody_is_at_first_is_no_step(text, begin, actions) -> None:
    plan = plan_of(text)
    assert plan[0].facts.begin == begin and [step.facts.action for step in plan] == actions


def test_a_look_beside_arms_is_another_thing_at_once() -> None:
    (step,) = plan_of("standing with hands on hips looking left and right")
    assert step.facts.hands == "hips" and step.gesture_facts.action == "look"


def test_what_is_one_thing_and_what_is_two() -> None:
    assert [step.facts.action for step in plan_of("runs, trips, falls and gets up")] == ["run", "fall", "rise"]
    assert [step.facts.action for step in plan_of("waves goodbye and leaves")] == ["wave", "walk"]
    pushed = plan_of("gets pushed from behind and stumbles forward")[0].facts
    assert pushed.action == "stumble" and pushed.direction == "forward"


def test_hands_that_come_first_are_held_over_what_is_done() -> None:
    (step,) = plan_of("hands in pockets, walks off whistling")
    assert step.facts.action == "walk" and step.gesture_facts.hands == "pockets"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("turns left, jumps and ends with arms up", "a person stands with arms up"),
        ("walks up and ends in a fighting pose", "a person stands in a fighting pose"),
        ("looks around, then back to idle", "a person stands still"),
    ],
)
def test_how_it_ends_is_a_step(text, last) -> None:
    assert plan_of(text)[-1].text == last


def test_things_are_handled_by_any_of_their_verbs() -> None:
    uses = {
        "hammers a nail into the wall": "hammer", "wipes the sweat off his brow": "wipe", "checks his watch": "watch",
        "puts the book on the top shelf": "shelve", "takes a box from the shelf": "unshelve",
        "plays drums sitting down": "drums", "talks on the phone pacing around": "call",
        "ties his shoes": "tend", "opens a bottle": "uncap", "brushes himself off": "dust",
        "puts on a hat": "hat", "pulls out a chair": "chair", "smells a flower": "smell",
        "gives a flower to someone": "give", "shakes hands with somebody": "handshake",
    }  # fmt: skip
    assert {text: held(text) for text in uses} == {text: [use] for text, use in uses.items()}


def test_who_only_has_two_hands_gives_nothing() -> None:
    assert plan_of("holds a gun with two hands and moves forward").understood
    assert held("hands it to her") == ["give"]


def test_things_are_balanced_tucked_under_an_arm_rocked_and_held_at_the_face() -> None:
    uses = {
        "a waiter walks with a tray balanced on one hand": "platter", "carries a cake on the left palm": "platter",
        "runs with a ball tucked under his left arm": "tucked", "walks with books under her arm": "tucked",
        "rocks a kitten in his arms": "rock", "a father rocks his son to sleep": "rock",
        "cleans his teeth": "brush", "combs his hair": "comb", "shaving": "shave", "puts on mascara": "shave",
        "rinses her face": "rinse", "snaps a selfie": "selfie", "shoots a video": "photo", "victory sign": "peace",
        "gives a thumbs down": "thumb", "hangs up the phone": "hang-up",
    }  # fmt: skip
    assert {text: held(text) for text in uses} == {text: [use] for text, use in uses.items()}
    assert plan_of("runs with a ball tucked under his left arm")[0].gesture_facts.hand == "left"


def test_a_call_has_its_steps_and_what_is_poured_is_drunk() -> None:
    assert held("answers the phone, listens, hangs up") == ["answer", "call", "hang-up"]
    assert held("picks up the phone, talks for a while and hangs up") == ["answer", "call", "hang-up"]
    assert held("pours a beer and drinks it") == ["pour", "drink"]
    assert held("hangs up a coat") == [None]


def test_riders_sit_and_loads_go_from_the_floor_over_the_head() -> None:
    moves = {
        "rides a bike": "bicycle", "riding a bycicle": "bicycle", "drives a motorcycle": "motorbike",
        "ridng a hrose": "horse ride", "bicycle crunches": "bicycle crunch", "putting on lipstick": None,
        "crouches down and lifts a big rock over his head": "clean press", "putts a ball": "putt",
    }  # fmt: skip
    assert {text: plan_of(text)[0].facts.move for text in moves} == moves
    assert plan_of("rides a bike")[0].facts.begin == "sitting"
