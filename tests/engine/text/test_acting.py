"""Steps go on from the posture in which the one before ended."""

from __future__ import annotations

from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.steps import Step
from engine.text.acting import going_on, laid_over
from engine.text.judging.seen import Seen
from retarget.motion import ROLE_INDEX
from tests.engine.train.puppet import walk, wave


def test_who_waits_after_sitting_down_waits_sitting() -> None:
    seated = plan_of("sits down, waits, then stands up")[1]
    assert (seated.text, seated.facts.begin, seated.facts.end) == ("a person sits still", "sitting", "sitting")
    waiting = plan_of("a person waits")[0]
    assert waiting.facts.action == "stand" and going_on(waiting, "standing") == waiting
    upright = Step("a person stands still", facts=waiting.facts)
    assert going_on(upright, "sitting") == upright


def test_what_says_no_posture_begins_where_the_last_step_ended() -> None:
    step = plan_of("a person waves with the right hand")[0]
    assert going_on(step, "sitting").facts.begin == "sitting" and going_on(step, None) == step


def test_a_gesture_of_one_side_takes_that_arm_alone() -> None:
    gesture = plan_of("walks while waving with the right hand")[0].gesture_facts
    body = walk(75)
    made = laid_over(body, wave("right", 75), gesture)
    assert Seen(made).events("wave") and Seen(made).ahead > 2
    left = ROLE_INDEX["left_shoulder"]
    assert (made.rot[:, left] == body.rot[:, left]).all() and len(made) == len(body)
