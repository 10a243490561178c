"""Postures and gestures by rule: hands are where they are held, feet where they stand, and nothing else moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.metrics.figure import Figure
from engine.metrics.prompt_rules import arm_circles, lifts, waves
from engine.motion.posing import arms, cycles, floor, head, legs, moves, stepping
from engine.motion.posing.places import AIMS, PLACES
from engine.text.judging.seen import Seen
from retarget import quat
from retarget.motion import ROLE_INDEX as R
from retarget.motion import still
from tests.engine.train.puppet import stand, walk

ARM_JOINTS = [R[f"{s}_{j}"] for s in arms.SIDES for j in ("collar", "shoulder", "elbow", "wrist")]


@pytest.mark.parametrize("where", sorted(set(PLACES) - {"knees"}))  # out of reach of who stands upright
@pytest.mark.parametrize("carrier", [stand, walk])
def test_hands_are_where_they_are_held_and_the_rest_stays(where, carrier) -> None:
    motion = carrier()
    made = arms.held(motion, where)
    pos, rot = made.globals()
    assert max(float(arms.off(pos, rot, where, side).max()) for side in arms.SIDES) < 0.05
    others = [j for j in range(22) if j not in ARM_JOINTS]
    assert np.array_equal(made.root_pos, motion.root_pos)
    assert np.allclose(np.abs(np.sum(made.rot[:, others] * motion.rot[:, others], axis=-1)), 1, atol=1e-5)


@pytest.mark.parametrize("side", arms.SIDES)
def test_one_hand_leaves_the_other_where_it_was_and_is_led_there(side) -> None:
    motion = stand()
    made = arms.held(motion, "head", (side,), led=True)
    other = R["right_wrist" if side == "left" else "left_wrist"]
    before, after = motion.globals()[0], made.globals()[0]
    assert np.abs(before[:, other] - after[:, other]).max() < 1e-4
    assert np.abs(before[0] - after[0]).max() < 1e-3 and np.abs(before[-1] - after[-1]).max() > 0.5


@pytest.mark.parametrize(("side", "aim"), [(s, a) for s in arms.SIDES for a in AIMS])
def test_an_arm_points_where_it_is_asked_to(side, aim) -> None:
    made = Figure(arms.pointing(stand(), side, aim))
    arm = (made.local(f"{side}_wrist") - made.local(f"{side}_shoulder"))[0]
    along = arm @ np.array(AIMS[aim]) / np.linalg.norm(arm) / np.linalg.norm(AIMS[aim])
    assert along > (0.5 if aim == "backward" else 0.95)


@pytest.mark.parametrize("count", [2, 5])
def test_hands_clap_so_often(count) -> None:
    long = still(stand(), round((count * cycles.CLAP_S + 1.2) * 30))
    assert Seen(cycles.claps(long, count)).claps() == count


def test_hands_rest_on_knees_of_who_bends_down_to_them() -> None:
    made = Figure(legs.hands_on_knees(stand()))
    for side in arms.SIDES:
        assert (made.apart(f"{side}_wrist", f"{side}_knee") < 0.2).all() and (made.pelvis > 0.7).all()


def test_a_hand_waves_and_arms_go_round() -> None:
    assert waves("left")(Figure(cycles.wave(walk(), "left"))) and not waves("right")(
        Figure(cycles.wave(walk(), "left"))
    )
    assert arm_circles(Figure(cycles.circles(walk()))) and not arm_circles(Figure(walk()))


def test_steps_on_the_spot_lift_feet_and_go_nowhere() -> None:
    before, after = Figure(walk()), Figure(legs.on_the_spot(walk()))
    assert before.travel > 1.5 and after.travel < 0.3
    assert lifts(after, 0.04) >= lifts(before, 0.04) - 1 > 0
    for side in arms.SIDES:
        assert np.abs(after.height(f"{side}_ankle") - before.height(f"{side}_ankle")).max() < 0.02


@pytest.mark.parametrize("metres", [legs.WIDE_M, legs.TOGETHER_M])
def test_feet_are_so_far_apart_and_knees_bend_ahead(metres) -> None:
    made = Figure(legs.feet_apart(stand(), metres))
    assert np.abs(made.apart("left_ankle", "right_ankle") - metres).max() < 0.03
    for side in arms.SIDES:
        hip, knee, ankle = (made.local(f"{side}_{j}")[:, 2] for j in ("hip", "knee", "ankle"))
        assert (knee > np.minimum(hip, ankle) - 0.02).all()


@pytest.mark.parametrize(
    ("way", "axis", "sign"), [("left", 0, 1), ("right", 0, -1), ("backward", 2, -1), ("forward", 2, 1)]
)
def test_the_trunk_leans_over_feet_that_stay(way, axis, sign) -> None:
    made, before = Figure(legs.leant(stand(), way, 25.0)), Figure(stand())
    neck = (made.local("neck") - before.local("neck"))[:, axis]
    assert (sign * neck > 0.1).all()
    for side in arms.SIDES:
        assert np.abs(made.at(f"{side}_ankle") - before.at(f"{side}_ankle")).max() < 0.02


def test_both_knees_lie_on_the_floor_and_the_trunk_is_upright() -> None:
    made = Figure(legs.on_both_knees(stand()))
    for joint in ("left_knee", "right_knee", "left_ankle", "right_ankle"):
        assert (np.abs(made.height(joint) - 0.08) < 0.05).all()
    assert (made.above("neck", "pelvis") > 0.4).all()


def test_marching_on_the_spot_lifts_the_knees_higher_than_walking_there() -> None:
    flat, high = Figure(legs.on_the_spot(walk())), Figure(legs.on_the_spot(walk(), 0.22))
    for side in arms.SIDES:
        assert high.height(f"{side}_knee").max() > flat.height(f"{side}_knee").max() + 0.08
    assert high.travel < 0.3


def test_who_kneels_bent_far_forward_is_straightened_with_hanging_arms() -> None:
    bent = legs.leant(stand(), "forward", 60.0)
    made, before = Figure(legs.on_both_knees(bent)), Figure(bent)
    assert (before.above("neck", "pelvis") < 0.45).all() and (made.above("neck", "pelvis") > 0.45).all()
    for side in arms.SIDES:
        assert (made.above(f"{side}_wrist", f"{side}_shoulder") < -0.2).all()


@pytest.mark.parametrize(("aim", "column", "sign"), [("left", 0, 1), ("right", 0, -1), ("up", 1, 1), ("down", 1, -1)])
def test_a_head_looks_there_and_comes_back(aim, column, sign) -> None:
    long = still(stand(), 75)
    gaze = Seen(head.looking(long, aim)).gaze - Seen(long).gaze
    assert (sign * gaze[:, column]).max() > 25 and np.abs(gaze[[0, -1], column]).max() < 3


def test_a_head_looks_around_to_both_sides() -> None:
    aside = Seen(head.looking(still(stand(), 100), "around")).gaze[:, 0]
    assert aside.max() > 40 and aside.min() < -40


@pytest.mark.parametrize("count", [2, 4])
def test_a_head_nods_and_is_shaken_so_often(count) -> None:
    long = still(stand(), 30 * count)
    assert Seen(head.nodding(long, count)).head_swings(1, 9.0) == count
    assert Seen(head.shaking(long, count)).head_swings(0, 12.0) == count


@pytest.mark.parametrize(("side", "sign"), [("left", -1), ("right", 1)])
def test_who_is_turned_onto_a_side_lies_on_it(side, sign) -> None:
    lying = replace(stand(), rot=stand().rot.copy())
    lying.rot[:, 0] = quat.from_axis_angle(np.eye(3)[0], -np.pi / 2)
    made = legs.on_the_side(lying, side)
    assert sign * Seen(made).chest[1] > 0.9
    assert np.abs(made.globals()[0][..., 1].min(axis=1) - 0.09).max() < 0.01


def test_a_weight_is_shifted_over_planted_feet() -> None:
    motion = stand(frames=120)
    made = legs.shifting_weight(motion)
    before, after = motion.globals()[0], made.globals()[0]
    ankles = [R["left_ankle"], R["right_ankle"]]
    assert np.abs(before[:, ankles] - after[:, ankles]).max() < 0.01
    assert Seen(motion).shifts() == 0 < Seen(made).shifts()
    assert np.ptp(made.root_pos[:, 0]) > 0.08


@pytest.mark.parametrize("count", [1, 3])
def test_push_ups_go_up_and_down_so_often_over_hands_and_toes_that_stay(count) -> None:
    made = floor.push_ups(stand(180), count)
    pos = made.globals()[0]
    assert Figure(made).swings(pos[:, R["neck"], 1], 0.12) == 2 * count - 1
    assert max(float(np.ptp(pos[:, R[j]], axis=0).max()) for j in ("left_wrist", "right_wrist", "left_foot")) < 0.03
    assert pos[..., 1].min() > 0


def test_sit_ups_bring_the_trunk_up_over_feet_that_stay() -> None:
    pos = floor.sit_ups(stand(180), 2).globals()[0]
    trunk = pos[:, R["neck"], 1] - pos[:, 0, 1]
    assert trunk.max() > 0.4 and trunk[0] < 0.1 and trunk[-1] < 0.1 and pos[..., 1].min() > 0
    assert float(np.ptp(pos[:, R["left_ankle"]], axis=0).max()) < 0.01


@pytest.mark.parametrize("way", arms.SIDES)
def test_steps_to_a_side_are_as_many_as_asked_and_feet_end_together(way) -> None:
    made = stepping.side_steps(stand(150), (way,), 3)
    figure = Figure(made)
    assert lifts(figure) == 6 and figure.aside * (1 if way == "left" else -1) == pytest.approx(1.5, abs=0.05)
    apart = figure.apart("left_ankle", "right_ankle")
    assert apart[-1] == pytest.approx(apart[0], abs=0.01) and len(Seen(made).events("lift")) == 6


def test_steps_to_no_side_go_to_and_fro() -> None:
    """Where no side is told, every second step comes back."""
    made = Figure(stepping.side_steps(stand(180), arms.SIDES, 4))
    assert lifts(made) == 8 and abs(made.aside) < 0.05 and np.ptp(made.motion.root_pos[:, 0]) > 0.4


def test_stamps_drive_the_foot_down_and_lunges_go_out_and_back() -> None:
    made = Figure(stepping.stamping(stand(120), ("left",), 3))
    down = -np.gradient(made.height("left_ankle")) * made.fps
    assert down.max() > 1.5 and lifts(made) == 3 and np.ptp(made.height("right_ankle")) < 0.02
    lunge = stepping.lunging(stand(180), "forward", arms.SIDES, 2)
    assert len(Seen(lunge).events("lunge")) == 2
    ankles = [R["left_ankle"], R["right_ankle"]]
    assert np.abs(lunge.globals()[0][-1, ankles] - stand(180).globals()[0][-1, ankles]).max() < 0.02


def test_who_bows_comes_up_again_and_who_goes_crouched_keeps_his_steps() -> None:
    bow = Figure(moves.bowing(stand(90), moves.DEEP_BOW))
    trunk = bow.above("neck", "pelvis")
    assert trunk.min() < 0.3 and trunk[-1] == pytest.approx(trunk[0], abs=0.01)
    low, before = moves.crouched(walk()), walk()
    assert np.median(low.root_pos[:, 1]) < 0.72
    assert np.abs(low.globals()[0] - before.globals()[0])[:, R["left_ankle"]].max() < 0.03


def test_a_blow_throws_the_trunk_back_and_it_comes_up_again() -> None:
    lean = np.degrees(Seen(moves.jolted(stand(75))).signals.lean[:, 1])
    assert lean.min() < -15 and abs(lean[-1] - lean[0]) < 3


def test_who_is_pushed_from_behind_is_thrown_forward() -> None:
    """And goes on ahead, quick at first: one pushed from ahead is thrown the other way."""
    seen = Seen(moves.stumbling(walk(90), forward=True))
    first = np.degrees(seen.signals.lean[:20, 1])
    back = np.degrees(Seen(moves.stumbling(walk(90))).signals.lean[:20, 1])
    assert first.max() > 15 and back.min() < -10
    assert seen.ahead > 0.5 and seen.signals.speed[:20].mean() > seen.signals.speed[-20:].mean()
