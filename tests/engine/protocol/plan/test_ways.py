"""How far, along which figure and between which quarters somebody goes, as it is typed."""

from __future__ import annotations

import pytest

from engine.protocol.plan.facts.ways import diagonal_of, distance_of, figure_of, length_of, without_way
from engine.protocol.plan.parse import plan_of


@pytest.mark.parametrize(("said", "metres"), [
    ("a man walks 3 meters", 3.0), ("runs ten feet", 3.048), ("moves half a meter to the left", 0.5),
    ("walk forward 5m", 5.0), ("walks two and a half meters", 2.5), ("walks about 10 yards", 9.144),
    ("a few metres", 3.0), ("sneaks forward for 250 cm", 2.5), ("steps back 20 inches", 0.508),
    ("lands on two feet", None), ("stands with feet together", None), ("jumps with both feet", None),
    ("a wall 3 meters high", None), ("runs at 3 meters per second", None), ("walks 2 km", None), ("walks", None),
    ("keeps the feet two feet apart", None),
])  # fmt: skip
def test_distance(said: str, metres: float | None):
    found = distance_of(said)
    assert found == metres if metres is None or found is None else abs(found - metres) < 0.01


@pytest.mark.parametrize(("said", "figure"), [
    ("walks in a figure eight", "eight"), ("runs a figure 8", "eight"), ("in a figure-of-eight pattern", "eight"),
    ("zigzags forward", "zigzag"), ("runs in a zig-zag pattern", "zigzag"), ("walks in a square", "square"),
    ("jogs in a big circle", "big circle"), ("walks in a tight circle", "small circle"), ("runs laps", "circle"),
    ("walks around the table", "circle"), ("circles an opponent", "around"), ("weaves through the cones", "wave"),
    ("walks in an s-curve", "wave"), ("walks in a spiral", "spiral"), ("walks in a half circle", "half circle"),
    ("walks around", None), ("walks around the corner", None), ("dances in a square dance", None), ("walks", None),
])  # fmt: skip
def test_figure(said: str, figure: str | None):
    assert figure_of(said) == figure


@pytest.mark.parametrize(("said", "way"), [
    ("walks diagonally forward left", "forward left"), ("strafes back-right", "backward right"),
    ("runs diagonally left", "forward left"), ("walks diagonally", "forward right"),
    ("walks backwards and to the left", "backward left"), ("steps forward to the right", "forward right"),
    ("walks forward", None), ("walks to the left", None), ("walks back to the left", None),
    ("walks forward and turns left", None), ("kicks forward with the left leg", None),
])  # fmt: skip
def test_diagonal(said: str, way: str | None):
    assert diagonal_of(said) == way


def test_steps_with_a_way_know_how_long_they_take():
    (step,) = plan_of("a man walks 6 meters")
    assert step.facts.distance == 6.0 and step.natural and 5 < step.natural < 7
    (run,) = plan_of("runs 6 meters")
    assert run.natural and run.natural < step.natural
    assert plan_of("a person walks")[0].facts.distance is None


def test_who_goes_so_far_has_stopped_there():
    (step,) = plan_of("a man walks 3 meters and stops")
    assert step.facts.distance == 3.0
    way, turn = plan_of("a man walks 3 meters, stops and turns around")
    assert way.facts.distance == 3.0 and turn.facts.action == "turn"


def test_a_captured_stop_stays_where_no_distance_is_said():
    assert plan_of("a man walks forward and stops")[-1].facts.action in ("stop", "walk")


def test_big_steps_that_are_counted_are_steps():
    (step,) = plan_of("a person takes three big steps to the right")
    assert (step.facts.action, step.facts.count, step.facts.direction) == ("step", 3, "right")
    assert [one.name for one in step.facts.manners] == ["big steps"]


def test_faces_a_side():
    assert plan_of("turns to face left")[0].facts.turn == 90
    assert plan_of("turns to face the right")[0].facts.turn == -90
    assert plan_of("turns to face the other way")[0].facts.turn == 180


def test_one_round_of_a_circle_and_none_of_an_eight():
    assert plan_of("jogs in a big circle")[0].facts.turn == 360
    assert plan_of("walks in a figure eight")[0].facts.turn is None


def test_words_without_their_way():
    assert without_way("an old man walks 3 meters") == "an old man walks"
    assert without_way("a person walks in a figure eight") == "a person walks"


def test_sizes():
    assert length_of("small circle") < length_of("circle") < length_of("big circle")


@pytest.mark.parametrize(("text", "manner"), [
    ("tiptoes across the room", "tiptoe"), ("a man walks on tiptoes", "tiptoe"), ("tiptoeing past", "tiptoe"),
    ("a woman walks in high heels", "high heels"), ("walks on her heels", "on heels"),
    ("hunched over goblin walk", "bent over"), ("walks bent over", "bent over"),
    ("walks with a straight back", "upright"), ("walks with good posture", "upright"),
])  # fmt: skip
def test_postures_of_a_gait_are_manners_of_a_walk(text: str, manner: str):
    (step,) = plan_of(text)
    assert step.facts.action == "walk" and manner in [one.name for one in step.facts.manners]


@pytest.mark.parametrize(("text", "move"), [
    ("rides a bike", "bicycle"), ("rides an exercise bike", "exercise bike"), ("cycling in place", "exercise bike"),
])  # fmt: skip
def test_riders(text: str, move: str):
    assert plan_of(text)[0].facts.move == move
