"""Pieces repeated, drawn out and led round corners; what is said of them is true."""

from __future__ import annotations

import re

import numpy as np
import pytest

from engine.motion import blend, facts
from engine.train.labels import derive
from engine.train.labels.compose import Labelled
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion
from tests.engine.train.puppet import about, jump, moved, stand, walk, wave


def labelled(motion: Motion, *phrases: str, **more) -> Labelled:
    return Labelled(motion, phrases, facts.measure(motion), **more)


def raised_arm(frames: int = 46) -> Motion:
    """Lifts the right arm to the side and lowers it, once."""
    swing = 0.5 - 0.5 * np.cos(np.linspace(0, 2 * np.pi, frames))
    return moved(stand(frames), "right_shoulder", about("z", 1.35 - 1.2 * swing))


def rises(motion: Motion) -> int:
    """How often the right hand comes above the shoulder's height less a little."""
    pos, _ = motion.globals()
    high = pos[:, R["right_wrist"], 1] > pos[:, R["right_shoulder"], 1] - 0.15
    return int(np.sum(high[1:] & ~high[:-1]))


def test_a_repeated_action_is_done_as_often_as_is_said():
    piece = labelled(raised_arm(), "raises the right arm and lowers it", written=("a person lifts the right arm",))
    new = derive.repeated(piece, np.random.default_rng(0))
    assert new is not None and 3.0 <= new.motion.seconds < 10
    times = rises(new.motion)
    assert times > 1
    assert f"raises the right arm and lowers it {derive._TIMES[times]}" in new.phrases
    assert not new.written, "what was written tells of one"


def test_a_seam_is_not_seen():
    made = blend.repeat(raised_arm(), 5.0)
    assert made is not None
    motion, times = made
    assert rises(motion) == times
    assert blend.liveliest(motion)[1] < 1.5 * blend.liveliest(raised_arm())[1]


def test_what_ends_elsewhere_is_not_repeated():
    half = raised_arm(60).cut(0, 30)
    assert blend.repeat(half, 5.0) is None
    assert derive.repeated(labelled(half, "raises the right arm"), np.random.default_rng(0)) is None


@pytest.mark.parametrize("phrase", ["walks forward", "sits down", "waves, then stops", "holds the hands up"])
def test_what_makes_no_sense_twice_is_not_repeated(phrase):
    assert derive.repeated(labelled(wave(), phrase), np.random.default_rng(0)) is None


def test_nobody_knows_how_often_a_wave_waves():
    new = derive.repeated(labelled(wave(), "waves with the right hand"), np.random.default_rng(0))
    assert new is not None
    assert not any(re.search("twice|times", p) for p in new.phrases)


def test_words_for_a_number():
    assert "does three jumping jacks" in derive.repeating("does a jumping jack", 3)
    assert "jumps up twice" in derive.repeating("jumps up", 2)
    assert "keeps jumping up" in derive.repeating("jumps up", 0)
    assert derive.repeating("jumps up and does two squats", 2) == [], "a number in it would be wrong"
    assert "jumps four times" in derive.repeating("jumps twice", 4)


def test_a_wait_goes_on():
    new = derive.drawn_out(labelled(stand(40), "stands still", "stands up straight"), np.random.default_rng(1))
    assert new is not None and new.motion.seconds >= 3
    assert "stands still for a while" in new.phrases
    assert derive.drawn_out(labelled(walk(40), "stands still"), np.random.default_rng(1)) is None
    assert derive.drawn_out(labelled(stand(40), "stands for two seconds"), np.random.default_rng(1)) is None


@pytest.mark.parametrize("seed", range(6))
def test_a_corner_turns_to_the_side_that_is_said(seed):
    new = derive.round_a_corner(labelled(walk(150), "walks forward"), np.random.default_rng(seed))
    if new is None:  # the bend was too sharp for these steps
        return
    turn = facts.measure(new.motion).turn
    side, other = ("left", "right") if turn > 0 else ("right", "left")
    assert all(side in p and other not in p for p in new.phrases)
    assert abs(turn) > 20


def test_some_corners_come_out():
    found = [derive.round_a_corner(labelled(walk(150), "walks"), np.random.default_rng(i)) for i in range(12)]
    assert sum(f is not None for f in found) > 4


def test_a_path_is_straight_before_and_after_its_turn():
    made = blend.turn_path(walk(150), np.pi / 2, 2.0, 1.0)
    step = np.diff(made.root_pos[:, [0, 2]], axis=0)
    way = np.unwrap(np.arctan2(step[:, 0], step[:, 1]))
    np.testing.assert_allclose(way[:58], 0, atol=0.02)
    np.testing.assert_allclose(way[92:], np.pi / 2, atol=0.02)


def test_nothing_is_made_of_a_jump_that_travels_or_turns():
    assert derive.round_a_corner(labelled(jump(), "jumps"), np.random.default_rng(0)) is None
    pieces = [labelled(raised_arm(), "raises the right arm and lowers it"), labelled(stand(60), "stands still")]
    found = derive.derived(pieces, np.random.default_rng(3))
    again = derive.derived(pieces, np.random.default_rng(3))
    assert [i for _, i in found] == [i for _, i in again]
    assert all(new.phrases for new, _ in found)
