"""A facing that stays while the way turns: parts by quarter turns, each with its gait, joined without a jump."""

from __future__ import annotations

import numpy as np

from engine.metrics import path as measures
from engine.motion import cleanup
from engine.path import quarters
from engine.protocol.path import Path
from engine.protocol.plan.steps import Facts
from engine.strides.curve import curve_of
from engine.strides.gait import Gait, gait_of
from engine.strides.speed import natural
from engine.text.ways.choose import Wanted
from tests.engine.train.puppet import walk

SQUARE = Path(((0, 0), (0, 3), (3, 3), (3, 0), (0, 0)), face="start")
_WAYS = {"forward": (0, 1), "left": (1, 0), "right": (-1, 0), "backward": (0, -1)}


def find(wanted: Wanted) -> Gait:
    gait = gait_of(cleanup.clean(walk(110, way=_WAYS[wanted.facts.direction or "forward"])))
    assert gait is not None
    return gait


def test_a_square_is_walked_ahead_to_the_left_backwards_and_to_the_right() -> None:
    curve, wanted = curve_of(SQUARE), Wanted("a person walks", Facts(action="walk"))
    facing = curve.facing("start", quarters.heading_of(wanted))
    parts = quarters.stretches(curve, facing)
    # +X is to the left of who faces +Z.
    assert [part.quarter for part in parts] == [0, 3, 2, 1]
    asked = list[Wanted]()
    walked = quarters.gaits(parts, wanted, lambda one: asked.append(one) or find(one))
    assert asked[0] is wanted and [one.facts.direction for one in asked[1:]] == ["left", "backward", "right"]
    pace = quarters.pace_of(curve, parts, walked)
    timing = natural(curve, facing, pace, np.array([0.0, curve.length]))
    motion = quarters.lay_in_turn(parts, walked, curve, facing, timing, int(timing.seconds[-1] * 30) + 1, 0)
    line = measures.measure(motion, SQUARE)
    assert line["apart"] < 0.04 and line["worst"] < 0.15
    off = measures.events.signals(motion).yaw
    assert np.degrees(np.abs(off)).max() < 20
    step = np.linalg.norm(np.diff(motion.root_pos, axis=0), axis=1)
    assert step.max() < 0.1


def test_a_short_turn_keeps_its_gait_and_along_has_one_part() -> None:
    path = Path(((0, 0), (0, 3), (0.3, 3), (0.3, 6)), face="start")
    curve = curve_of(path)
    assert len(quarters.stretches(curve, curve.facing("start", 0.0))) == 1
