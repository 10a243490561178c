"""How long the steps of a plan last."""

from __future__ import annotations

import pytest

from engine.protocol.plan.lengths import LEAST_SECONDS, OPEN_SECONDS, lengths
from engine.protocol.plan.parse import plan_of
from engine.protocol.plan.steps import Step

WALK, SIT, HELD = Step("walks"), Step("sits down", natural=2.4), Step("waits", seconds=3.0)


def test_left_open_each_takes_what_it_takes() -> None:
    assert lengths([WALK, SIT, HELD]) == (OPEN_SECONDS, 2.4, 3.0)


def test_what_goes_on_shares_what_is_left() -> None:
    assert lengths([WALK, SIT, WALK, HELD], 10.4) == pytest.approx((2.5, 2.4, 2.5, 3.0))


def test_too_little_room_shortens_what_was_not_asked_for() -> None:
    walk, sit, held = lengths([WALK, SIT, HELD], 5.0)
    assert held == 3.0 and walk + sit == pytest.approx(2.0)
    assert sit / walk == pytest.approx(2.4 / OPEN_SECONDS)


def test_no_room_at_all_shortens_everything_alike() -> None:
    assert lengths([WALK, SIT, HELD], 0.94) == pytest.approx((0.4, 0.24, 0.3))


def test_too_much_room_lengthens_what_was_not_asked_for() -> None:
    assert lengths([SIT, HELD], 10.0) == pytest.approx((7.0, 3.0))
    assert lengths([HELD], 10.0) == pytest.approx((10.0,))


@pytest.mark.parametrize("seconds", [0.1, 1.0, 2.9, 4.0, 7.3, 60.0])
@pytest.mark.parametrize("text", ["walks, then jumps, then sits down", "waits for two seconds and then bows", "walks"])
def test_the_sum_is_what_was_given(text: str, seconds: float) -> None:
    found = lengths(plan_of(text), seconds)
    assert sum(found) == pytest.approx(seconds) and min(found) > 0


def test_an_open_step_is_never_squeezed_to_nothing() -> None:
    walk, sit = lengths([WALK, SIT], 2.5)
    assert walk >= LEAST_SECONDS and walk + sit == pytest.approx(2.5)


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan")])
def test_a_length_of_nothing_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="a length of"):
        lengths([WALK], seconds)
