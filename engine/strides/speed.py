"""When the traveller is where: speeds that turns allow, ends that ease, and given times that are kept.

Every position along a curve gets a time. Where nothing is given the times follow from the gait's own speed, less in
turns and at the ends; given times stretch and squeeze these, smoothly, so that each is met exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.strides.curve import Curve
from retarget import smooth
from retarget.time_warp import monotone

Array = NDArray[np.float64]
TURN_RATE = 2.2  # rad/s, the fastest that a walker turns with ease
SIDE_PULL = 3.0  # m/s2, towards the inside of a turn
EASE_S = 1.4  # seconds from a standstill to the gait's speed
_ANTICIPATION_M = 0.15  # in which speed changes with the turns ahead


@dataclass(frozen=True)
class Timing:
    """seconds: (N,) at a curve's samples, rising, from 0. speed: (N,) m/s there."""

    seconds: Array
    speed: Array

    def along(self, curve: Curve, at: Array) -> Array:
        """Metres along the curve at times `at` (T,) s, standing still before the first and after the last."""
        return np.interp(at, self.seconds, curve.at)


def natural(
    curve: Curve,
    facing: Array,
    pace: float | Array,
    rests: Array,
    ends: tuple[float | None, float | None] = (None, None),
) -> Timing:
    """Times at a gait's own speed `pace`, m/s, or (N,) of several gaits'. facing: (N,) rad. rests: (R,) m along the
    curve where it stands. ends: the most, m/s, at its first and last sample, None for its own."""
    metres = curve.at
    step = metres[1] - metres[0]
    bend, turn = (np.abs(np.gradient(angle, step)) for angle in (curve.yaw, facing))
    swing = smooth.maximum(np.maximum(bend, turn), 2 * round(_ANTICIPATION_M / step) + 1)
    limit = np.minimum(pace, TURN_RATE / np.maximum(swing, 1e-6))
    limit = np.minimum(limit, np.sqrt(SIDE_PULL / np.maximum(bend, 1e-6)))
    limit = smooth.gaussian(limit, _ANTICIPATION_M / step)
    # Neither gathers nor loses speed faster than from a standstill within EASE_S.
    gain = 2 * step * float(np.mean(pace)) / EASE_S
    speed = limit.copy()
    speed[np.clip(np.round(rests / step).astype(int), 0, len(speed) - 1)] = 0.0
    for at, most in zip((0, -1), ends):
        speed[at] = speed[at] if most is None else min(speed[at], most)
    for order in (range(1, len(speed)), range(len(speed) - 2, -1, -1)):
        before = -1 if order.step > 0 else 1
        for i in order:
            speed[i] = min(speed[i], np.sqrt(speed[i + before] ** 2 + gain))
    return Timing(_times(metres, speed), speed)


def _times(metres: Array, speed: Array) -> Array:
    """Seconds (N,) at positions passed at `speed` (N,), which changes evenly in time between them."""
    mean = (speed[1:] + speed[:-1]) / 2
    return np.concatenate([[0.0], np.cumsum(np.diff(metres) / np.maximum(mean, 1e-3))])


def kept(curve: Curve, own: Timing, marks: Array, seconds: Array) -> Timing:
    """Times that pass positions `marks` (P,) m at `seconds` (P,), from its own; before the first and after the last
    it stands still."""
    first = np.interp(marks, curve.at, own.seconds)
    rise = np.empty_like(own.seconds)
    # Where two points fall together it waits: on either side the times are led by their own points.
    waits = np.flatnonzero(np.diff(first) < 1e-6) + 1
    for piece in np.split(np.arange(len(first)), waits):
        span = own.seconds >= first[piece[0]] - 1e-9
        x, y = first[piece], seconds[piece]
        rise[span] = monotone(x, y, own.seconds[span]) if len(x) > 1 else y[0] + own.seconds[span] - x[0]
    rise = np.maximum.accumulate(rise)
    quicker = np.gradient(own.seconds) / np.maximum(np.gradient(rise), 1e-6)
    return Timing(rise, own.speed * np.clip(quicker, 0, 20))
