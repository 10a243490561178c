"""Manners laid over a walk or a stand: what shows, by how much, and that planted feet stay planted."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from engine.motion.manners.laying import laid, row_of
from engine.motion.manners.rows import ROWS, Row, together
from engine.motion.posing.legs import leant
from engine.protocol.plan.manners.words import NAMES
from engine.protocol.plan.steps import Manner
from engine.text.judging.seen import Seen
from retarget.motion import ROLE_INDEX as R
from tests.engine.train.puppet import stand, walk, wave


def shown(motion) -> tuple[float, float]:
    """Degrees of lean and of where the head shows."""
    seen = Seen(motion)
    return float(np.degrees(np.median(seen.signals.lean[:, 1]))), float(np.median(seen.gaze[:, 1]))


def test_every_name_has_a_row() -> None:
    assert set(NAMES) == set(ROWS)


@pytest.mark.parametrize("name", sorted(ROWS))
@pytest.mark.parametrize("carrier", [stand, walk])
def test_joints_stay_whole_and_feet_over_the_floor(name, carrier) -> None:
    motion = carrier()
    made = laid(motion, [Manner(name)])
    assert len(made) == len(motion) and np.isfinite(made.root_pos).all()
    assert np.allclose(np.linalg.norm(made.rot, axis=-1), 1, atol=1e-4)
    lowest = made.globals()[0][..., 1].min()
    assert lowest > motion.globals()[0][..., 1].min() - 0.03
    assert not np.allclose(made.globals()[0], motion.globals()[0], atol=0.01)


@pytest.mark.parametrize("name", ["sad", "exhausted", "old", "wind", "ape", "proud", "pregnant"])
def test_the_trunk_leans_and_the_head_shows_as_the_row_says_never_twice(name) -> None:
    once = laid(walk(), [Manner(name)])
    lean, gaze = shown(once)
    plain_lean, plain_gaze = shown(walk())
    assert np.sign(lean - plain_lean) == np.sign(ROWS[name].lean) and abs(lean - plain_lean) > 2
    if abs(ROWS[name].gaze) > 10:
        assert np.sign(gaze - plain_gaze) == np.sign(ROWS[name].gaze)
    bare = [Manner(name, amount=0.0)]
    assert shown(laid(walk(), bare))[0] == pytest.approx(plain_lean, abs=1.5)
    row = row_of([Manner(name)])
    again = laid(once, [Manner(name)])
    assert abs(shown(again)[0] - lean) < 0.6 * abs(row.lean) + abs(row.curl)


def test_amounts_scale_what_is_laid() -> None:
    leans = [shown(laid(walk(), [Manner("exhausted", amount)]))[0] for amount in (0.5, 1.0, 1.5)]
    assert leans[0] < leans[1] < leans[2]
    halves = row_of([Manner("sad", 0.5)])
    assert halves.lean == pytest.approx(ROWS["sad"].lean / 2) and halves.stride == pytest.approx(0.9)


def test_several_manners_add_up() -> None:
    both = together([ROWS["sad"], ROWS["old"]])
    assert both.lean > ROWS["sad"].lean and both.stride < ROWS["sad"].stride
    assert together([]) == Row() and {f.name for f in fields(Row)} >= {"lean", "limp", "arms"}


def test_shorter_steps_leave_planted_feet_planted() -> None:
    motion = walk()
    made = laid(motion, [Manner("small steps")])
    ratio = np.linalg.norm(made.root_pos[-1] - made.root_pos[0]) / np.linalg.norm(
        motion.root_pos[-1] - motion.root_pos[0]
    )
    assert ratio == pytest.approx(ROWS["small steps"].stride, abs=0.03)
    before, after = (np.linalg.norm(np.diff(m.globals()[0][:, R["left_ankle"]][:, [0, 2]], axis=0), axis=1)
                     for m in (motion, made))  # fmt: skip
    assert after.min() <= before.min() + 0.002 and np.median(after) < np.median(before)


def test_a_limp_is_on_the_side_that_is_hurt() -> None:
    left, right = (laid(walk(150), [Manner("limp", side=side)]) for side in ("left", "right"))
    leans = [float(np.mean(Seen(motion).signals.lean[:, 0])) for motion in (left, right)]
    assert leans[0] > leans[1]


def test_arms_that_do_something_are_left_to_it() -> None:
    held, busy = laid(stand(), [Manner("cold")]), laid(stand(), [Manner("cold")], (False, False), hands=False)
    apart = [float(Seen(motion).apart("left_wrist", "right_elbow").mean()) for motion in (held, busy)]
    assert apart[0] < 0.3 < apart[1]


def test_a_shy_wave_goes_less_far_up() -> None:
    raised = wave()
    still = replace(raised, rot=np.concatenate([stand(25).rot, raised.rot[25:]]))  # from a hanging arm
    shy = laid(still, [Manner("shy")], (False, False), hands=False, waves=True)
    high = [float(Seen(motion).above("right_wrist", "right_shoulder").max()) for motion in (still, shy)]
    assert high[1] < high[0]


def test_who_looks_about_turns_the_head_both_ways() -> None:
    gaze = Seen(laid(stand(180), [Manner("nervous")])).gaze[:, 0]
    assert gaze.max() > 20 and gaze.min() < -20


def test_a_drunk_goes_to_and_fro_and_gets_as_far() -> None:
    made = laid(walk(240), [Manner("drunk")])
    assert float(np.ptp(made.root_pos[:, 0])) > 0.1 and made.root_pos[-1, 2] > 3.0


def heel(motion) -> float:
    """Degrees that a foot's toes show down by, in the middle of its stances."""
    pos = motion.globals()[0]
    ankle, toe = (pos[:, R[f"left_{part}"]] for part in ("ankle", "foot"))
    down = toe[:, 1] < np.percentile(toe[:, 1], 30)
    away = (toe - ankle)[down]
    return float(np.degrees(np.median(np.arctan2(-away[:, 1], np.linalg.norm(away[:, [0, 2]], axis=1)))))


def test_heels_are_up_on_tiptoe_and_down_on_heels() -> None:
    plain = heel(walk())
    assert heel(laid(walk(), [Manner("tiptoe")])) > plain + 20
    assert heel(laid(walk(), [Manner("high heels")])) > plain + 12
    assert heel(laid(walk(), [Manner("on heels")])) < plain - 10


def test_who_straightens_up_by_and_by_stays_bent() -> None:
    """A walk that is bent at its beginning alone lacks it all the more at its end."""
    plain = walk(150)
    fades = leant(plain, "forward", 34.0, weight=np.linspace(1, 0, len(plain)))
    lean = np.degrees(Seen(laid(fades, [Manner("bent over")])).signals.lean[:, 1])
    assert abs(lean[15:45].mean() - lean[-45:-15].mean()) < 8


def test_steps_that_are_short_already_are_not_made_shorter() -> None:
    """Twice as slow a walk has steps half as long; a manner makes those of either about as short."""
    gone = [np.linalg.norm(np.ptp(laid(walk(150, speed=speed), [Manner("small steps")]).root_pos[:, [0, 2]], axis=0))
            for speed in (1.2, 0.6)]  # fmt: skip
    assert gone[1] > 0.75 * gone[0]
