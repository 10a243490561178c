"""What a motion shows that its words give no reason for: hanging in the air, sitting on nothing, a jump, a turn.

Captions are found by their words, and what was captured under them may be done on a ladder, on a chair or half way
through something else. Nobody who irons a shirt lies on the floor for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from engine.text.judging.actions import under
from engine.text.judging.seen import Seen

# What each costs of a proposal's merit where it is seen and not asked for.
COSTS: Mapping[str, float] = {
    "air": 0.8, "low": 0.5, "jump": 0.25, "kick": 0.25, "turn": 0.25, "travel": 0.2, "rest": 0.35,
}  # fmt: skip
_LOW_M, _LOW_UPRIGHT = 0.68, 0.45  # under which height of the pelvis and cosine of the trunk somebody isn't on his feet
_IDLE_MPS = 0.3  # of the joint that moves most, three quarters of the time


def cost(seen: Seen, given: frozenset[str]) -> float:
    """What a motion's merit is less for what it shows without a reason. given: the reasons that its words give."""
    return sum(COSTS[name] * rule(seen) for name, rule in _RULES.items() if name not in given)


def _air(seen: Seen) -> float:
    """Longer off the floor than a jump takes."""
    return 1.0 - under(seen.hangs, 0.6, 1.2)


def _low(seen: Seen) -> float:
    """Not on the feet at an end, or for much of the time."""
    low = (seen.signals.pelvis < _LOW_M) | (seen.signals.upright < _LOW_UPRIGHT)
    ends = max(float(low[: seen.end_frames].mean()), float(low[-seen.end_frames :].mean()))
    return max(ends, 1.0 - under(float(low.mean()), 0.15, 0.4))


def _jump(seen: Seen) -> float:
    return float(bool(seen.events("jump")))


def _kick(seen: Seen) -> float:
    return float(bool(seen.events("kick")))


def _turn(seen: Seen) -> float:
    return 1.0 - under(float(np.degrees(np.ptp(seen.signals.yaw))), 75, 130)


def _travel(seen: Seen) -> float:
    return 1.0 - under(seen.away, 0.8, 1.6)


def _rest(seen: Seen) -> float:
    """Hardly anything moves, where something is to be done."""
    if len(seen.signals) < 3:
        return 1.0
    speed = np.linalg.norm(np.diff(seen.signals.pos, axis=0), axis=-1).max(axis=1) * seen.signals.fps
    return under(float(np.percentile(speed, 75)), 0.5 * _IDLE_MPS, _IDLE_MPS)


_RULES: Mapping[str, Callable[[Seen], float]] = {
    "air": _air, "low": _low, "jump": _jump, "kick": _kick, "turn": _turn, "travel": _travel, "rest": _rest,
}  # fmt: skip
