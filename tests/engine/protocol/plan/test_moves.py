"""Words of moves by key poses: which, on which side, how often, in a row."""

from __future__ import annotations

import pytest

from engine.protocol.plan.parse import plan_of


@pytest.mark.parametrize(
    ("text", "move", "side", "count"),
    [
        ("golfer swing", "golf", None, None),
        ("a lady swings her golf club", "golf", None, None),
        ("goalie dives to the right", "keeper", "right", None),
        ("left-handed golf swing", "golf", "left", None),
        ("an athlete hurls a javelin", "javelin", None, None),
        ("six burpees", "burpee", None, 6),
        ("does 12 star jumps", "jack", None, 12),
        ("double pirouette", "pirouette", None, 2),
        ("she does a curtsy", "curtsy", None, None),
        ("takes cover", "cover", None, None),
        ("jumping jacks x20", "jack", None, 20),
        ("slam dunk", "dunk", None, None),
        ("gets hit in the face", "hit head", None, None),
        ("dies falling forwards", "death front", None, None),
        ("trips and falls flat on his face", "fall front", None, None),
        ("falls forward", "fall front", None, None),
        ("topples over sideways", "fall side", None, None),
        ("she falls onto her left side", "fall side", "left", None),
        ("rifle reload", "reload", None, None),
        ("overhead sword strike", "slash down", None, None),
    ],
)
def test_a_named_move_with_its_side_and_count(text: str, move: str, side: str | None, count: int | None) -> None:
    """Names and sentences of artists are one step of that move."""
    (step,) = plan_of(text)
    assert (step.facts.move, step.facts.side, step.facts.count) == (move, side, count)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("jab cross hook", "jab+cross+hook"), ("jab, jab, cross", "jab+jab+cross"),
        ("1-2-3 combo", "jab+cross+hook"), ("left jab, right uppercut", "jab:left+uppercut:right"),
        ("3 hit sword combo", "slash forward+slash forward:left+slash down forward"),
        ("Axe_Combo_2Hit", "slash forward+slash forward:left"),
        ("2 hit sword combo in place", "slash+slash:left"), ("one-two punch", "jab+cross"),
        ("throws a jab and then a right hook", "jab+hook:right"), ("a two punch combo", "jab+cross"),
        ("left-right-left combo", "jab+cross+hook"), ("3-hit punch combo", "jab+cross+hook"),
        ("boxing combination that ends with an uppercut", "jab+cross+hook+uppercut"),
        ("parries and counters with an elbow strike", "parry+elbow"),
    ],
)  # fmt: skip
def test_blows_in_a_row(text: str, row: str) -> None:
    """Blows, numbers and combinations are one step, in their order."""
    (step,) = plan_of(text)
    assert step.facts.move == row


@pytest.mark.parametrize(
    "text",
    ["walks to the golf cart", "crosses the street", "a woman crosses her arms", "ducks down and stays low",
     "lifts a knee to meet the opposite elbow", "walks forward", "kicks with the left leg", "hooks up the trailer",
     "bowls over with laughter at a bowl of soup", "marches past with high knees", "jogs while shadow boxing"],
)  # fmt: skip
def test_what_is_no_move_stays_what_it_was(text: str) -> None:
    """Words that only look like a move's name are none."""
    assert all(step.facts.move is None for step in plan_of(text))


def test_a_move_among_steps() -> None:
    """A move is one of several steps, and what goes on has no length of its own."""
    first, second = plan_of("walks forward and then throws a grenade")
    assert first.facts.move is None and second.facts.move == "grenade"
    assert plan_of("jumping jacks")[0].natural is None
    assert plan_of("jumping jacks for 6 seconds")[0].seconds == 6.0
