"""What happens to somebody: where he is hit, how he is killed, what throws him off his feet."""

from __future__ import annotations

import pytest

from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.typed.suffered import suffered


@pytest.mark.parametrize(
    ("text", "move", "side"),
    [
        ("hit in the stomach", "hit belly", None), ("gets kneed in the groin", "hit groin", None),
        ("shot in the left shoulder", "hit shoulder", "left"), ("hit reaction right arm", "hit shoulder", "right"),
        ("kicked in the shin", "hit leg", None), ("takes an arrow to the knee", "hit leg", None),
        ("an arrow hits her in the right thigh", "hit leg", "right"), ("headshot", "hit head", None),
        ("slapped across the face", "hit head", None), ("stabbed in the back", "hit back", None),
        ("takes a bullet to the chest", "hit front", None), ("punched", "hit front", None),
        ("knocked back a few steps", "hit stagger", None),
    ],
)  # fmt: skip
def test_a_part_of_the_body_decides_what_recoils(text: str, move: str, side: str | None) -> None:
    (step,) = plan_of(text)
    assert (step.facts.move, step.facts.side) == (move, side)


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("dies", "death"), ("drops dead", "death"), ("goblin death", "death"), ("gets killed", "death"),
        ("headshot death", "death back"), ("shot in the chest and dies", "death back"),
        ("shot in the back, falls forward", "death front"), ("stabbed in the gut and falls dead", "death front"),
        ("falls to his knees, then collapses", "death front"), ("dies, clutching his chest", "death front"),
    ],
)  # fmt: skip
def test_who_is_killed_lies_at_the_end(text: str, move: str) -> None:
    (step,) = plan_of(text)
    assert (step.facts.move, step.facts.end) == (move, "lying")


def test_what_happens_is_a_step_between_others() -> None:
    steps = plan_of("walks forward, gets shot in the leg and limps away").steps
    assert [step.facts.move or step.facts.action for step in steps] == ["walk", "hit leg", "walk"]
    steps = plan_of("gets punched and falls down, then gets back up").steps
    assert [(step.facts.begin, step.facts.end) for step in steps[1:]] == [("lying", "standing")]


@pytest.mark.parametrize(
    "text",
    [
        "kicks the ball into the air",
        "kicked in the door",
        "a man shot an arrow",
        "hits the ball",
        "shot put",
        "walks as if shot in the leg",
        "a soldier shot in the leg limps",
        "lies dead on the floor",
        "golf shot",
        "punches with the left hand",
        "is sitting in the back",
        "steps back, then kicks",
        "knocks on the door",
    ],
)
def test_who_does_it_himself_stays(text: str) -> None:
    assert suffered(text) == text


@pytest.mark.parametrize(
    ("text", "side"), [("rolls to the left", "left"), ("dodge roll right", "right"), ("side roll", None)]
)
def test_a_roll_to_a_side(text: str, side: str | None) -> None:
    (step,) = plan_of(text)
    assert (step.facts.move, step.facts.side) == ("roll side", side)


def test_who_lies_rolls_on_the_floor() -> None:
    assert plan_of("lies on the floor and rolls to the left")[-1].facts.move is None


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("running, stops and looks around", ["run", "look"]), ("walking, turns around and walks back", None),
        ("run, gets shot in the back, falls forward", ["run", "death front"]), ("dancing, trips and falls", None),
    ],
)  # fmt: skip
def test_who_goes_until_something_happens_goes_first(text: str, steps: list[str] | None) -> None:
    plan = plan_of(text)
    assert len(plan) > 1
    assert steps is None or [step.facts.move or step.facts.action for step in plan] == steps


def test_who_waves_while_he_walks_does_both() -> None:
    assert len(plan_of("walking forward, waving with the left hand")) == 1


@pytest.mark.parametrize("text", ["wakes up", "sits up", "sits up in bed", "a man sits up slowly", "suddenly sits up"])
def test_who_wakes_or_sits_up_lies_at_first(text: str) -> None:
    (step,) = plan_of(text)
    assert (step.facts.move in ("wake", "sit up"), step.facts.begin, step.facts.end) == (True, "lying", "sitting")


@pytest.mark.parametrize("text", ["gets out of bed", "gets up from bed", "rolls out of bed"])
def test_who_gets_out_of_bed_rises_from_lying(text: str) -> None:
    (step,) = plan_of(text)
    assert (step.facts.action, step.facts.begin, step.facts.end) == ("rise", "lying", "standing")


def test_a_move_of_who_sits_is_done_on_the_feet() -> None:
    steps = plan_of("wakes up, then stretches").steps
    assert [step.facts.move or step.facts.action for step in steps] == ["wake", "rise", "overhead stretch"]


def test_who_does_more_behind_a_ladder_climbs_over_its_top() -> None:
    assert plan_of("climbs up a ladder")[0].facts.move == "ladder"
    assert plan_of("climbs up a ladder, then walks away")[0].facts.move == "ladder over"
