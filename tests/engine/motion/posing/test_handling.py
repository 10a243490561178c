"""What hands hold and use: they are where a row says, go where it says, and let the legs be."""

from __future__ import annotations

import numpy as np
import pytest

from engine.motion.posing import arms
from engine.motion.posing.handling import followed, handled, seconds_of
from engine.motion.posing.uses import USES
from engine.protocol.plan.passes.handling import ONCE, ROUND
from engine.protocol.plan.steps import HANDLING
from retarget.motion import ROLE_INDEX as R
from tests.engine.train.puppet import stand, walk


def test_the_planner_knows_each_use_and_how_long_it_takes() -> None:
    assert set(HANDLING) == set(USES)
    assert {name: use.seconds for name, use in USES.items() if use.once} == ONCE
    assert {name: USES[name].seconds for name in ROUND} == ROUND
    assert all(seconds_of(name, 2) == pytest.approx(0.95 + 2 * seconds) for name, seconds in ONCE.items())


@pytest.mark.parametrize("name", sorted(USES))
@pytest.mark.parametrize("carrier", [stand, walk])
def test_hands_do_what_a_row_says_over_feet_that_stay(name, carrier) -> None:
    motion = carrier(120)
    made = handled(motion, name)
    assert followed(made, name) > 0.8
    assert followed(motion, name) < 0.8 or name in ("bag", "bags")  # which hang where arms hang
    feet = [R[f"{side}_ankle"] for side in arms.SIDES]
    assert np.abs(made.globals()[0][:, feet] - motion.globals()[0][:, feet]).max() < 0.03


@pytest.mark.parametrize("name", sorted(USES))
def test_every_place_is_within_reach(name) -> None:
    use, found = USES[name], arms.placed(handled(stand(150), name), "spine3", "level")
    for side, track in (("right", use.right), ("left", use.left)):
        for _, at in track:
            assert float(np.linalg.norm(found[side] - np.array(at), axis=-1).min()) < 0.04, (side, at)


def test_a_hand_alone_is_that_of_the_side() -> None:
    motion = walk(60)
    left = handled(motion, "bag", "left")
    pos, before = left.globals()[0], motion.globals()[0]
    assert np.allclose(pos[:, R["right_wrist"]], before[:, R["right_wrist"]], atol=1e-4)
    assert followed(left, "bag", "left") == 1.0


def test_what_is_counted_ends() -> None:
    motion = stand(240)
    made = handled(motion, "swing", count=2)
    away = np.linalg.norm(made.globals()[0] - motion.globals()[0], axis=-1)[:, R["right_wrist"]]
    assert away[30:120].min() > 0.1 and away[-60:].max() < 0.03


def test_elbows_stay_out_of_the_trunk() -> None:
    made = arms.brought(stand(30), "right", arms.Place("spine3", (0, 0, 0), (-1.0, -0.4, -0.2), None, "level"),
                        np.tile([-0.05, -0.15, 0.22], (30, 1)))  # fmt: skip
    pos, rot = made.globals()
    aside = arms.quat.rotate(arms.quat.inverse(rot[:, R["spine3"]]), pos[:, R["right_elbow"]] - pos[:, R["spine3"]])
    assert np.all(np.hypot(aside[:, 0] / 0.17, aside[:, 2] / 0.13) > 1)
