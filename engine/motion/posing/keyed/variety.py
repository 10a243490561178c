"""How two takes of one timeline of key poses differ: its clock, where feet stand, which side begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from engine.motion.posing.keyed.keys import Foot, Key, Move, Timeline
from engine.motion.posing.varying import Chance

_PACE, _UNEVEN, _UNEVEN_S = 0.05, 0.07, 1.7  # of its own time that a take is quicker by, and that it gains and loses
_FOOT_M, _FOOT = 0.015, 4.0  # metres and degrees that a foot stands elsewhere by
_EITHER, _HANDED = 0.5, 0.15  # how often the other side does it, of what either does and of what the right one does


def varied(row: Timeline, chance: Chance) -> Timeline:
    """The timeline as this take has it; flights last as long as they do."""
    if chance.seed is None:
        return replace(row, chance=chance)
    knots = np.unique([0.0, row.seconds, *(key.at for key in row.keys), *(t for span in row.air for t in span)])
    middle = (knots[1:] + knots[:-1]) / 2
    flies = (
        np.any([(middle > a) & (middle < b) for a, b in row.air], axis=0) if row.air else np.zeros(len(middle), bool)
    )
    uneven = _PACE * chance.share("pace") + _UNEVEN * chance.drift("uneven", middle, _UNEVEN_S)
    clock = np.concatenate([[0.0], np.cumsum(np.diff(knots) * np.where(flies, 1.0, 1.0 + uneven))])

    def when(at: float) -> float:
        """A time of the table on this take's clock; what lasts to the end does so still."""
        beyond = max(0.0, at - knots[-1]) + min(0.0, at - knots[0])
        return float(np.interp(at, knots, clock)) + beyond

    def span(one: tuple[float, float]) -> tuple[float, float]:
        return when(one[0]), when(one[1])

    keys = tuple(_set_down(replace(key, at=when(key.at)), chance) for key in row.keys)
    air, down = tuple(span(one) for one in row.air), tuple(span(one) for one in row.down)
    return Timeline(keys, when(row.seconds), air, down, chance)


def _set_down(key: Key, chance: Chance) -> Key:
    return replace(key, rfoot=_beside(key.rfoot, "right", chance), lfoot=_beside(key.lfoot, "left", chance))


def _beside(foot: Foot | None, side: str, chance: Chance) -> Foot | None:
    """A foot a little beside its place, all the take by as much, so that it still stands where it stood."""
    if foot is None or foot.frame == "hung":
        return foot
    x, z, yaw = (chance.share(f"{side} {name}") for name in ("aside", "ahead", "yaw"))
    return foot._replace(x=foot.x + _FOOT_M * x, z=foot.z + _FOOT_M * z, yaw=foot.yaw + _FOOT * yaw)


def other_side(moves: Sequence[tuple[Move, bool]], chance: Chance) -> bool:
    """Whether this take is the mirror image, of moves of which no side was told."""
    either = all(move.turns or move.either for move, _ in moves)
    return chance.picks("side", _EITHER if either else _HANDED)
