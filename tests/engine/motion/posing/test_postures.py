"""Named postures stand on the floor with hands where they belong, and are gone into and left without a jolt."""

from __future__ import annotations

import numpy as np
import pytest

from engine.motion.cleanup import JERK_LIMIT, jerk
from engine.motion.posing import arms
from engine.motion.posing.places import PLACES
from engine.motion.posing.postures import ways
from engine.motion.posing.postures.form import mirrored
from engine.motion.posing.postures.playing import FORMS, Asked, follows, played, seconds_of, taken_from
from engine.motion.posing.postures.solve import pose, standing
from engine.protocol.plan.steps import Facts
from engine.text.judging import named
from retarget.motion import ROLE_INDEX as R

OWN_LEGS = sorted(name for name, form in FORMS.items() if not form.carried)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_nothing_goes_through_the_floor(name: str) -> None:
    pos = pose(FORMS[name]).globals()[0][0]
    assert pos[:, 1].min() > -0.03
    assert pos[[R["left_knee"], R["right_knee"], R["left_elbow"], R["right_elbow"]], 1].min() > -0.005


@pytest.mark.parametrize("name", OWN_LEGS)
def test_feet_and_hands_are_in_their_places(name: str) -> None:
    form = FORMS[name]
    pos = pose(form).globals()[0][0]
    for side, sign in (("left", 1), ("right", -1)):
        ankle = np.array(getattr(form, side).ankle) * (sign, 1, 1)
        assert np.linalg.norm(pos[R[f"{side}_ankle"]] - ankle) < 0.03
        hand = getattr(form, f"{side}_hand")
        if hand is not None and hand.joint == "floor":
            assert np.linalg.norm(pos[R[f"{side}_wrist"]] - np.array(hand.at) * (sign, 1, 1)) < 0.05


@pytest.mark.parametrize("base", sorted(ways.WAYS))
def test_a_posture_is_gone_into_from_standing_and_left_again(base: str) -> None:
    name = next(name for name in OWN_LEGS if FORMS[name].base == base)
    asked = Asked(name, enters=True, leaves=True)
    motion = played(asked, standing(round(30 * (seconds_of(asked) + 1.0))))
    pos = motion.globals()[0]
    for end in (pos[0], pos[-1]):
        assert end[R["head"], 1] > 1.45 and end[R["pelvis"], 1] > 0.93
    there = pos[round(30 * (ways.seconds_of(ways.into(FORMS[name])) + 0.5))]
    assert abs(there[R["pelvis"], 1] - FORMS[name].hips[1]) < 0.02
    assert pos[..., 1].min() > -0.08
    assert jerk(motion).max() < 2 * JERK_LIMIT


def test_hands_stay_on_the_floor_while_feet_go_back() -> None:
    motion = played(Asked("plank", enters=True), standing(120))
    wrist = motion.globals()[0][32:, R["left_wrist"]]
    assert np.ptp(wrist, axis=0).max() < 0.03


def test_the_other_side_is_the_mirror() -> None:
    own, other = Asked("side-plank"), Asked("side-plank", "right")
    assert other.form == mirrored(own.form) and mirrored(other.form) == own.form
    pos = played(other, standing(4)).globals()[0][0]
    assert pos[R["right_wrist"], 1] < 0.1 < 1.0 < pos[R["left_wrist"], 1]


def test_arms_alone_leave_the_legs() -> None:
    body = standing(40)
    motion = played(Asked("facepalm", enters=True), body)
    before, after = body.globals()[0], motion.globals()[0]
    legs = [R["left_ankle"], R["right_ankle"], R["left_knee"], R["right_knee"]]
    assert np.allclose(before[:, legs], after[:, legs], atol=1e-4)
    assert np.linalg.norm(after[-1, R["right_wrist"]] - after[-1, R["head"]]) < 0.2
    assert np.allclose(after[-1, R["left_wrist"]], before[-1, R["left_wrist"]], atol=0.15)


def test_a_held_posture_breathes_and_keeps_its_feet() -> None:
    pos = played(Asked("tree"), standing(120)).globals()[0]
    assert 0.003 < np.ptp(pos[:, R["head"]], axis=0).max() < 0.1
    assert np.ptp(pos[:, R["left_ankle"]], axis=0).max() < 0.005


def test_one_posture_follows_another_without_standing_up() -> None:
    assert follows("cobra", "down-dog") and not follows("cobra", "tree")
    motion = played(Asked("cobra", after=("down-dog", None)), standing(60))
    assert motion.globals()[0][:, R["pelvis"], 1].max() < 0.85


def test_who_lies_already_goes_into_a_posture_from_there() -> None:
    lying = pose(FORMS["on-back"])
    motion = taken_from(lying, played(Asked("fetal"), standing(60)))
    pos = motion.globals()[0]
    assert np.allclose(pos[0], lying.globals()[0][0], atol=1e-3)
    assert pos[..., R["head"], 1].max() < 0.6


def test_hands_that_a_posture_leaves_are_where_they_are_asked_to_be() -> None:
    made = named.played(Facts(named="wall", begin="standing", end="standing", still=True, hands="neck"), standing(30))
    pos, rot = made.globals()
    assert arms.off(pos, rot, "neck", "left").max() < 0.05 and "neck" in PLACES


def test_a_posture_is_left_where_somebody_stands_up_next() -> None:
    plank = Facts(named="plank", begin="standing", end="lying")
    rise = Facts("rise", named="plank", begin="lying", end="standing")
    assert named.goes_on(rise, plank)
    assert named.played(rise, standing(80), plank).globals()[0][-1, R["pelvis"], 1] > 0.93
