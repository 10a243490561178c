"""Gestures laid over bodies: a raised arm stays up over a trunk that leans."""

from __future__ import annotations

import numpy as np
import pytest

from engine.metrics.figure import Figure
from engine.motion import blend
from engine.motion.posing import legs
from tests.engine.train.puppet import stand, wave


@pytest.mark.parametrize("degrees", [0.0, 45.0])
def test_a_hand_that_waves_stays_over_its_shoulder(degrees) -> None:
    gesture = wave()
    side = max(("left", "right"), key=lambda s: Figure(gesture).height(f"{s}_wrist").mean())
    carrier = legs.leant(stand(), "forward", degrees) if degrees else stand()
    count = min(len(gesture), len(carrier))
    laid = blend.lay(gesture.cut(0, count), carrier.cut(0, count), 0, blend.arm_of(side))
    before, after = Figure(gesture.cut(0, count)), Figure(laid)
    rise = after.above(f"{side}_wrist", f"{side}_shoulder") - before.above(f"{side}_wrist", f"{side}_shoulder")
    assert np.abs(rise).max() < 0.09
    others = [j for j in range(22) if j not in blend.arm_of(side)]
    assert np.allclose(np.abs(np.sum(laid.rot[:, others] * carrier.rot[:count, others], axis=-1)), 1, atol=1e-5)
