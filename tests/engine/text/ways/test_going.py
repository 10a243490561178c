"""Ways of so many metres or steps, between two quarters and along figures, with strides that are made here."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.motion.canonical import FPS
from engine.motion.posing.postures.solve import standing
from engine.protocol.plan.steps import Facts, Step
from engine.strides.gait import gait_of
from engine.text.judging.seen import Seen
from engine.text.ways import going
from tests.engine.train.puppet import walk

_WAYS = {"forward": (0, 1), "backward": (0, -1), "left": (1, 0), "right": (-1, 0)}


@pytest.fixture(autouse=True)
def strides(monkeypatch) -> None:
    """Captured gaits are a puppet's, that goes where it is asked to."""

    def found(model, wanted, seed: int):
        gait = gait_of(walk(150, way=_WAYS[wanted.facts.direction or "forward"]))
        assert gait is not None
        return gait

    monkeypatch.setattr(going, "gait_for", found)


def made(facts: Facts, frames: int | None = None) -> Seen:
    model: Any = SimpleNamespace(library=True)
    return Seen(going.gone(model, Step("a person walks", facts=facts), frames, 0))


@pytest.mark.parametrize("metres", [1.0, 3.0, 6.0])
@pytest.mark.parametrize("direction", ["forward", "backward", "left"])
def test_as_many_metres_as_are_said_from_a_stand_to_a_stand(metres: float, direction: str):
    seen = made(Facts("walk", direction=direction, distance=metres))
    gone = {"forward": seen.ahead, "backward": -seen.ahead, "left": seen.aside}[direction]
    assert abs(gone - metres) < 0.12
    assert seen.signals.speed[0] < 0.15 and seen.signals.speed[-1] < 0.15


def test_metres_in_the_frames_that_are_asked_for():
    seen = made(Facts("walk", direction="forward", distance=3.0), 150)
    assert len(seen.motion) == 150 and abs(seen.ahead - 3.0) < 0.12


@pytest.mark.parametrize("direction", ["forward left", "forward right", "backward left", "backward right"])
def test_between_two_quarters_it_goes_there_and_faces_on(direction: str):
    seen = made(Facts("walk", direction=direction), 120)
    ahead, aside = seen.motion.root_pos[-1, 2] - seen.motion.root_pos[0, 2], np.ptp(seen.motion.root_pos[:, 0])
    assert ("forward" in direction) == (ahead > 0) and abs(abs(ahead) - aside) < 0.3 * aside
    assert abs(seen.turned) < 15 and abs(np.degrees(seen.signals.yaw[0])) < 40


def test_an_eight_comes_back_to_where_it_set_out():
    seen = made(Facts("walk", figure="eight"))
    ground = seen.motion.root_pos[:, [0, 2]]
    assert np.linalg.norm(ground[-1] - ground[0]) < 0.4 and abs(seen.turned) < 40
    assert np.degrees(np.ptp(seen.signals.yaw)) > 280


def test_round_somebody_it_faces_him_all_the_while():
    seen = made(Facts("walk", direction="left", figure="around"))
    assert seen.aside > 2.0 and abs(seen.ahead) < 0.5 and abs(seen.turned) > 70


def test_steps_are_counted_until_they_are_as_many_as_are_said(monkeypatch):
    asked, tried = Facts("step", direction="forward", count=3), list[float]()

    def counts(_: Facts, motion) -> bool:
        tried.append(Seen(motion).ahead)
        return len(tried) == 4

    monkeypatch.setattr(going, "counts", counts)
    model: Any = SimpleNamespace(library=True)
    motion = going.counted(model, Step("takes steps forward", facts=asked), 0)
    assert motion is not None and Seen(motion).ahead == tried[3] and len({round(way, 1) for way in tried}) == 4
    assert going.counted(model, Step("takes steps forward", facts=asked), 0) is None


def test_a_turn_on_the_spot_by_rule_passes_where_a_stand_does_not():
    asked = Facts("turn", turn=-45.0)
    still = standing(60)
    assert going.turns_on_spot(asked) and not going.turns_well(asked, still)
    made = going.turned_on_spot(still, asked, 0)
    assert len(made) == 60 and going.turns_well(asked, made)


@pytest.mark.parametrize(("facts", "laid"), [
    (Facts("walk", distance=3.0), True), (Facts("walk", figure="eight"), True), (Facts(distance=1.0), True),
    (Facts("walk", direction="forward left"), True), (Facts("walk", direction="forward"), False),
    (Facts("walk", figure="circle", turn=360.0), True), (Facts("run", figure="circle", turn=360.0), True),
    (Facts("jump", distance=2.0), False),
])  # fmt: skip
def test_which_ways_are_laid(facts: Facts, laid: bool):
    assert going.laid_out(facts) == laid


def test_frames_of_a_turn():
    assert going.turn_frames(Facts("turn", turn=90.0, speed="slow")) > going.turn_frames(Facts("turn", turn=90.0))
    assert going.turn_frames(Facts("turn", turn=90.0)) < 3 * FPS
