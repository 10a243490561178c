"""Motions that are nearly right are mended, and any length is filled by what was asked."""

from __future__ import annotations

import numpy as np
import pytest

from engine.motion import blend
from engine.motion.blend import liveliest
from engine.protocol.plan.steps import Facts
from engine.text.judging.mending import ENOUGH, briefly, fitted, held, judged, mended
from engine.text.judging.seen import Seen
from retarget.motion import still
from tests.engine.train.puppet import about, jump, moved, stand, walk, wave


def test_the_wrong_side_is_mirrored() -> None:
    made = mended(Facts(action="wave", side="left", limb="hand"), wave("right"))
    assert made.edits == ("mirrored",) and made.score > ENOUGH
    right = mended(Facts(action="wave", side="right", limb="hand"), wave("right"))
    assert right.edits == () and right.score > ENOUGH


@pytest.mark.parametrize("degrees", [60.0, 90.0, -90.0, -150.0])
def test_a_straight_walk_is_bent(degrees) -> None:
    motion = walk(frames=120)
    made = mended(Facts(action="walk", turn=degrees), motion)
    assert "bent" in made.edits and abs(Seen(made.motion).turned - degrees) < 25
    assert made.score > judged(Facts(action="walk", turn=degrees), motion).score


def test_one_jump_becomes_three() -> None:
    made = mended(Facts(action="jump", count=3), jump())
    assert made.edits == ("counted",) and len(Seen(made.motion).events("jump")) == 3
    again = mended(Facts(action="jump", count=1), made.motion)
    assert len(Seen(again.motion).events("jump")) == 1


def test_what_can_t_be_mended_stays() -> None:
    motion = stand()
    made = mended(Facts(action="jump", count=2), motion)
    assert made.motion is motion and made.edits == ()


@pytest.mark.parametrize("frames", [20, 60, 75, 90, 200, 600])
def test_any_length_is_filled_by_what_was_asked(frames) -> None:
    asked = Facts(action="walk", direction="forward")
    made = fitted(asked, walk(), frames, goes_on=True)
    assert len(made.motion) == frames and np.isfinite(made.motion.root_pos).all()
    assert made.score > 0.8


def test_a_pose_of_the_hands_that_lasts_too_short_is_held() -> None:
    flash = np.where(np.abs(np.arange(60) - 30) < 4, 1.2, -1.35)
    motion = moved(moved(stand(), "left_shoulder", about("z", flash)), "right_shoulder", about("z", -flash))
    asked = Facts(hands="raised")
    assert judged(asked, motion).score < 0.7
    assert fitted(asked, motion, 120, goes_on=True).score == 1.0


@pytest.mark.parametrize("frames", [10, 60, 90, 300])
def test_what_is_done_once_is_held(frames) -> None:
    motion = jump()
    made = fitted(Facts(action="jump", count=1), motion, frames, goes_on=False)
    assert len(made.motion) == frames
    if frames > 1.3 * len(motion):
        assert len(Seen(made.motion).events("jump")) == 1
        assert Seen(made.motion.cut(len(motion) + 30, frames)).stir < 0.02


def test_of_what_goes_on_for_long_the_stretch_is_kept_in_which_it_is_done() -> None:
    """A wave between two long rests."""
    asked, one = Facts(action="wave", limb="hand"), wave("right")
    first, last = still(one.cut(0, 1), 150), still(one.cut(len(one) - 1, len(one)), 150)
    long = blend.place(blend.place(first, one, 0.2), last, 0.2)
    made = briefly(asked, long, len(one) + 10)
    assert len(made.motion) == len(one) + 10 and made.score > ENOUGH
    assert judged(asked, long.cut(0, len(one) + 10)).score < ENOUGH


def test_holding_comes_to_rest_without_a_jolt() -> None:
    motion = walk()
    made = held(motion, 150)
    assert len(made) == 150 and liveliest(made)[1] < 1.3 * max(liveliest(motion)[1], 40)
    np.testing.assert_allclose(made.root_pos[: len(motion)], motion.root_pos, atol=1e-5)


def test_an_exercise_goes_on_where_its_recording_rests() -> None:
    rests = held(jump(), 150)
    asked = Facts("jump", begin="standing", end="standing")
    made = fitted(asked, rests, 150, goes_on=True)
    assert Seen(rests).moving.mean() < 0.4 < 0.6 < Seen(made.motion).moving.mean()
    assert len(Seen(made.motion).events("jump")) > len(Seen(rests).events("jump")) == 1
