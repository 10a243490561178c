"""What hands and head do after somebody got down is done in that posture: nobody gets up in between."""

from __future__ import annotations

import numpy as np
import pytest

from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.steps import Facts
from engine.text.acting.sequence import _kept_up, _meet, _over, going_on, stands_by
from engine.text.judging.mending import mended
from retarget.motion import Motion, still
from tests.engine.train.puppet import jump, stand, walk


def crouched(frames: int = 40) -> Motion:
    """The puppet with its knees under its chin."""
    return moved(stand(frames), -0.55)


def moved(motion: Motion, down: float) -> Motion:
    return Motion(
        motion.skeleton, motion.fps, motion.root_pos + np.array([0, down, 0], np.float32), motion.rot, motion.contacts
    )


@pytest.mark.parametrize(
    ("prompt", "posture", "over"),
    [
        ("sits down, then waves", "sitting", "a person waves"),
        ("crouches, then covers the ears with both hands", "crouching", "a person covers the ears with both hands"),
        ("lies on the back, then raises the left arm", "lying", "a person raises the left arm"),
        ("kneels, then gets up", "kneeling", None),
        ("crouches, then walks", "crouching", None),
        ("stands, then waves", "standing", None),
    ],
)
def test_hands_go_over_the_posture_before(prompt, posture, over) -> None:
    found = _over(going_on(plan_of(prompt)[1], posture), posture)
    assert (found and found[0]) == over


def test_who_uses_things_stands_in_one_stand_all_the_way() -> None:
    found = [stands_by(step) for step in plan_of("takes off his hat, wipes his brow, bows and walks off with a box")]
    assert found == [True, True, False, False]
    assert all(stands_by(step) for step in plan_of("stands with arms crossed, nods slowly, then shakes the head"))


def test_a_posture_is_kept_up_for_as_long_as_is_asked() -> None:
    whole = walk(60)
    kept = _kept_up(whole, 75)
    assert len(kept) == 75 and np.abs(kept.root_pos[-1] - kept.root_pos[-20]).max() < 1e-3
    resting = _kept_up(stand(90), 200)
    assert len(resting) == 200


def test_only_poses_that_are_low_and_alike_meet() -> None:
    assert _meet(stand(), stand(), stays=True)  # of who uses one thing after another
    assert _meet(crouched(), crouched()) and not _meet(stand(), stand()) and not _meet(stand(), crouched())


@pytest.mark.parametrize(("count", "jumps"), [(None, 1), (3, 3)])
def test_rest_at_the_ends_of_a_jump_is_cut(count, jumps) -> None:
    """Two seconds of standing before and after, as recordings have them."""
    one = jump()
    pose = one.cut(0, 1), one.cut(len(one) - 1, len(one))
    rested = joined(still(pose[0], 60), one, still(pose[1], 60))
    made = mended(Facts("jump", count=count), rested)
    assert "without rest" in made.edits or count
    assert made.motion.seconds < jumps * one.seconds + 1.0


def joined(*motions: Motion) -> Motion:
    root, rot, contacts = (np.concatenate([getattr(m, n) for m in motions]) for n in ("root_pos", "rot", "contacts"))
    return Motion(motions[0].skeleton, motions[0].fps, root, rot, contacts)
