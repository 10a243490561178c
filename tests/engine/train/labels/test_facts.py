"""Facts measured from motions whose facts are known, made by hand and captured."""

from __future__ import annotations

import numpy as np
import pytest

from engine.motion import events, facts
from engine.train.labels import fact_phrases
from retarget.motion import Motion, mirror
from tests.engine.train.puppet import about, jump, moved, real, stand, walk, wave


@pytest.mark.parametrize(
    ("way", "direction"), [((0, 1), "forward"), ((0, -1), "backward"), ((1, 0), "left"), ((-1, 0), "right")]
)
def test_direction_of_travel(way, direction):
    known = facts.measure(walk(way=way))
    assert (known.gait, known.direction) == ("walks", direction)
    assert known.distance == pytest.approx(3.0, abs=0.4)


def test_speed_and_turning():
    assert facts.measure(walk(speed=0.6)).pace == "slowly"
    assert facts.measure(walk(speed=1.8)).pace == "quickly"
    assert facts.measure(walk(speed=3.2)).gait == "runs"
    left = facts.measure(walk(turn=0.7))
    assert left.turn == pytest.approx(np.degrees(0.7 * 2.5), abs=20)
    assert "left" in fact_phrases.turn_words(left, np.random.default_rng(0))
    assert facts.measure(walk(frames=240, turn=-0.8)).circle
    assert fact_phrases.turn_words(facts.measure(walk()), np.random.default_rng(0)) == ""


def test_standing_still_says_so():
    known = facts.measure(stand())
    assert known.gait == "still"
    assert any("stand" in p for p in fact_phrases.phrases(known, np.random.default_rng(0)))


@pytest.mark.parametrize("side", ["left", "right"])
def test_waving_and_raising_name_the_hand(side):
    known = facts.measure(wave(side))
    assert known.wave == side
    assert all(side in p for p in fact_phrases.phrases(known, np.random.default_rng(0)))
    sign = 1 if side == "left" else -1
    up = facts.measure(moved(stand(), f"{side}_shoulder", about("z", np.full(60, sign * 1.2))))
    assert (up.raised, up.raised_high, up.wave) == (side, True, "")


@pytest.mark.parametrize(("ahead", "way"), [(0.0, "up"), (0.8, "forward")])
def test_jumps(ahead, way):
    known = facts.measure(jump(ahead=ahead))
    assert (known.jumps, known.jump_way) == (1, way)


def test_a_lift_without_free_fall_is_no_jump():
    motion = stand(90)
    rise = 0.4 * np.sin(np.linspace(0, np.pi, 90)) ** 2
    lifted = Motion(motion.skeleton, 30, motion.root_pos + np.outer(rise, (0, 1, 0)), motion.rot)
    assert facts.measure(lifted).jumps == 0


@pytest.mark.parametrize(
    ("clip", "check"),
    [
        ("hdm05_mm_kicklfront1reps_019", lambda f: f.kicks == ("left",) and f.kick_way == "front"),
        ("hdm05_mm_squat1reps_038", lambda f: f.squats == 1 and not f.kicks),
        ("hdm05_mm_liedownfloor_015", lambda f: f.postures == ("upright", "lying")),
        ("cmu_08_08", lambda f: (f.gait, f.pace) == ("walks", "quickly")),
        ("hdm05_bk_jogleftcircle4stepsrstart_004", lambda f: f.gait == "runs" and f.turn > 40),
        ("cmu_16_17", lambda f: f.gait == "walks" and f.turn > 60),
        ("cmu_16_19", lambda f: f.gait == "walks" and f.turn < -60),
        ("cmu_13_11", lambda f: f.jumps == 1 and f.jump_way == "forward"),
        ("ual1_sitting_enter", lambda f: f.postures == ("upright", "sitting")),
        ("ual1_sitting_exit", lambda f: f.postures == ("sitting", "upright")),
    ],
)
def test_captured_motion_is_measured_right(clip, check):
    known = facts.measure(real(clip)[0].motion)
    assert check(known), known


def test_mirroring_swaps_sides():
    motion = real("hdm05_mm_kicklfront1reps_019")[0].motion
    assert facts.measure(mirror(motion)).kicks == ("right",)


def test_punches_name_the_fist():
    s = events.signals(real("ual1_punch_jab")[0].motion)
    assert [e.side for e in events.punches(s)] == ["left"]


def test_phrases_follow_the_seed():
    known = facts.measure(walk(turn=0.5))
    told = [fact_phrases.phrases(known, np.random.default_rng(s)) for s in (1, 1, 2, 3, 4)]
    assert told[0] == told[1]
    assert len({tuple(t) for t in told}) > 1
