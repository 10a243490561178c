"""What is asked for is seen in motions that show it, and not in their mirror images or in others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.motion.posing import arms, cycles
from engine.motion.posing.keyed.playing import played
from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.steps import ACTIONS, Facts
from engine.text.judging.actions import ACTIONS as JUDGED
from engine.text.judging.fulfilment import fulfilment, shares
from engine.text.judging.seen import Seen
from retarget import quat
from retarget.motion import ROLE_INDEX, Motion, mirror
from tests.engine.train.puppet import about, jump, moved, stand, walk, wave


def score(motion: Motion, **asked) -> float:
    return fulfilment(Facts(**asked), Seen(motion))


def test_every_judged_action_is_one_that_the_planner_names() -> None:
    assert set(JUDGED) <= set(ACTIONS)


def test_what_is_not_asked_for_is_not_judged() -> None:
    assert score(walk()) == score(stand()) == 1.0


@pytest.mark.parametrize(
    ("way", "direction"), [((0, 1), "forward"), ((0, -1), "backward"), ((1, 0), "left"), ((-1, 0), "right")]
)
def test_directions_are_the_body_s_own(way, direction) -> None:
    motion = walk(way=way)
    seen = {d: score(motion, action="walk", direction=d) for d in ("forward", "backward", "left", "right")}
    assert seen.pop(direction) > 0.9 and max(seen.values()) < 0.4


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_hand_that_waves(side) -> None:
    motion = wave(side)
    other = {"left": "right", "right": "left"}[side]
    assert score(motion, action="wave", side=side, limb="hand") > 0.9
    assert score(motion, action="wave", side=other, limb="hand") < 0.4
    assert score(mirror(motion), action="wave", side=other, limb="hand") > 0.9
    assert score(stand(), action="wave", side=side, limb="hand") < 0.2


def test_claps_over_the_head_are_not_those_before_the_chest() -> None:
    asked = plan_of("claps above the head").steps[0].facts
    assert asked.height == "high" and plan_of("claps three times").steps[0].facts.height is None
    still = stand()
    over, before = (fulfilment(asked, Seen(cycles.claps(still, overhead=overhead))) for overhead in (True, False))
    assert over > 0.9 > 0.7 > before


def test_who_sits_on_the_floor_does_not_sit_on_a_chair() -> None:
    seats = [replace(stand(), root_pos=stand().root_pos - np.array([0, drop, 0], np.float32)) for drop in (0.85, 0.48)]
    floor, chair = (dict(shares(Facts(action="sit", height="low"), Seen(seat)))["height"] for seat in seats)
    assert floor == 1.0 and chair == 0.0


def test_turns_have_a_size_and_a_side() -> None:
    motion = walk(turn=0.7)  # 100 degrees to the left
    assert score(motion, action="walk", turn=90.0) > 0.9
    assert score(motion, action="walk", turn=-90.0) < 0.4 < score(motion, action="walk", turn=-90.0, turn_either=True)
    assert score(motion, action="walk", turn=360.0) < 0.6


def test_jumps_are_counted() -> None:
    once = jump()
    assert score(once, action="jump") == score(once, action="jump", count=1) == 1.0
    assert score(once, action="jump", count=3) < 0.7
    assert score(stand(), action="jump") < 0.2


def test_stillness_and_speed() -> None:
    assert score(stand(), action="stand", begin="standing", end="standing", still=True) > 0.95
    assert score(walk(), action="stand", still=True) < 0.2
    slow, brisk = walk(speed=0.6), walk(speed=1.8)
    for asked, right, wrong in (("slow", slow, brisk), ("fast", brisk, slow)):
        assert score(right, action="walk", speed=asked) > 0.9 > 0.75 > score(wrong, action="walk", speed=asked)


def test_postures() -> None:
    assert score(stand(), begin="standing", end="standing") == 1.0
    assert score(stand(), end="sitting") < 0.5 and score(stand(), begin="lying") < 0.5


def test_raised_hands() -> None:
    up = moved(moved(stand(), "left_shoulder", about("z", np.full(60, 1.2))), "right_shoulder",
               about("z", np.full(60, -1.2)))  # fmt: skip
    assert score(up, hands="raised") == 1.0 and score(stand(), hands="raised") < 0.6
    assert score(up, action="raise", side="both", limb="arm") > 0.9
    level = moved(moved(stand(), "left_shoulder", about("z", np.full(60, 0.3))), "right_shoulder",
                  about("z", np.full(60, -0.3)))  # fmt: skip
    over = {"action": "raise", "side": "both", "limb": "hand", "height": "high", "hands": "raised"}
    assert score(up, **over) > 0.9 > 0.6 > score(level, **over)


def test_one_hand_alone_is_somewhere() -> None:
    left = arms.held(stand(), "hips", ("left",))
    assert score(left, hands="hips", hand="left") > 0.9
    assert score(arms.held(left, "hips", ("right",)), hands="hips", hand="left") < 0.6


def test_one_leg_is_stood_on_in_one_stretch() -> None:
    def lifted(left: np.ndarray, right: np.ndarray) -> Motion:
        motion = stand(120)
        for side, share in (("left", left), ("right", right)):
            motion = moved(motion, f"{side}_hip", about("x", -1.3 * share))
            motion = moved(motion, f"{side}_knee", about("x", 1.3 * share))
        return motion

    in_turn = np.sin(2 * np.pi * np.arange(120) / 20) > 0
    assert score(lifted(np.ones(120), np.zeros(120)), limb="leg") == 1.0
    assert score(lifted(in_turn, ~in_turn), limb="leg") < 0.5


@pytest.mark.parametrize(
    "prompt", ["a person walks forward", "a person jumps twice", "waves with the left hand", "sits down", "turns left",
               "kicks with the right leg three times", "crawls backwards", "stands still", "does push-ups"],
)  # fmt: skip
def test_any_plan_can_be_judged_on_any_motion(prompt) -> None:
    for step in plan_of(prompt):
        for motion in (stand(), stand(4).cut(0, 1), walk(), jump()):
            assert all(0.0 <= share <= 1.0 for _, share in shares(step.facts, Seen(motion)))
            assert 0.0 <= fulfilment(step.facts, Seen(motion)) <= 1.0


@pytest.mark.parametrize("action", sorted(JUDGED))
@pytest.mark.parametrize("side", [None, "left", "both"])
def test_all_actions_give_a_share(action, side) -> None:
    asked = Facts(action=action, side=side, limb="hand" if side else None, count=2)
    for motion in (stand(), stand(4).cut(0, 2), walk(turn=1.0)):
        assert 0.0 <= fulfilment(asked, Seen(motion)) <= 1.0


@pytest.mark.parametrize("name", ["fall front", "fall side", "death back"])
def test_a_scrap_of_a_fall_is_no_fall(name: str) -> None:
    """Whole, a fall is seen; cut off in the air, or begun low, it is less of one."""
    whole = played(name)
    down = int(np.argmax(whole.root_pos[:, 1] < 0.5 * whole.root_pos[0, 1]))
    seen = [
        JUDGED["fall"](Seen(part), Facts("fall"))
        for part in (whole, whole.cut(0, down), whole.cut(down - 8, down + 12))
    ]
    assert seen[0] > 0.95 and seen[1] < 0.9 and seen[2] < 0.5


def test_who_fell_with_the_legs_in_the_air_has_not_come_to_lie() -> None:
    whole = played("death back")
    hips = [ROLE_INDEX[f"{side}_hip"] for side in ("left", "right")]
    rot = whole.rot.copy()
    raised = quat.from_axis_angle(np.array([1.0, 0, 0]), np.radians(-60))
    rot[-40:, hips] = quat.multiply(rot[-40:, hips], raised)
    assert JUDGED["fall"](Seen(replace(whole, rot=rot)), Facts("fall")) < 0.6
