"""What a motion shows that its words give no reason for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.protocol.plan.reasons import REASONS, reasons
from engine.protocol.plan.steps import Facts
from engine.text.judging import unasked
from engine.text.judging.seen import Seen
from retarget.motion import Motion
from tests.engine.train.puppet import stand, walk, wave


def lifted(motion: Motion, metres: float) -> Motion:
    return replace(motion, root_pos=(motion.root_pos + np.array([0, metres, 0])).astype(np.float32))


def cost(motion: Motion, *given: str) -> float:
    return unasked.cost(Seen(motion), frozenset(given))


def test_who_hangs_in_the_air_costs_more_than_anything_else_unless_words_say_so():
    high = lifted(wave("left"), 0.5)
    assert Seen(high).hangs > 1.0 and Seen(wave("left")).hangs == 0.0
    assert cost(high) > cost(wave("left")) + 0.5
    assert cost(high, "air") == cost(wave("left"), "air")


def test_who_is_down_goes_somewhere_or_does_nothing_costs_where_words_give_no_reason():
    low = lifted(wave("left"), -0.4)
    assert cost(low) > cost(wave("left")) and cost(low, "low") == cost(wave("left"), "low")
    assert cost(walk()) > cost(walk(), "travel")
    assert cost(stand()) > cost(stand(), "rest") == 0.0


@pytest.mark.parametrize(
    ("text", "facts", "reason"),
    [
        ("a person climbs a ladder", Facts(), "air"),
        ("someone is doing chin-ups", Facts(), "air"),
        ("paddles a canoe", Facts(), "low"),
        ("a person does it", Facts(end="sitting"), "low"),
        ("a person does it", Facts("fall"), "low"),
        ("a person does it", Facts(turn=180.0), "turn"),
        ("a person does it", Facts(direction="left"), "travel"),
        ("a girl plays hopscotch, hopping", Facts(), "jump"),
        ("a karate master fights", Facts(), "kick"),
        ("somebody waits for the bus", Facts(), "rest"),
    ],
)
def test_words_and_facts_give_reasons(text, facts, reason):
    assert reason in reasons(text, facts) <= frozenset(REASONS)


@pytest.mark.parametrize("text", ["someone irons a shirt", "a person washes the windows", "a man juggles"])
def test_words_of_hands_give_none(text):
    assert reasons(text, Facts()) == frozenset()


def test_a_dance_that_is_held_still_is_none() -> None:
    moves = wave("left")
    frames = np.minimum(np.arange(len(moves) + 60), len(moves) - 1)
    held = replace(moves, root_pos=moves.root_pos[frames], rot=moves.rot[frames], contacts=moves.contacts[frames])
    assert Seen(moves).longest_still < 1.0
    assert Seen(held).longest_still >= 1.9
