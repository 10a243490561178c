"""Which captured bar is danced to which bar of the music: a beam search over tempo, seams, energy, novelty, stage."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.audio.phrases.assembly import SETTLE_S, STAND_S
from engine.audio.phrases.bars import Bars
from engine.audio.phrases.library import BAR, Marks
from engine.audio.stage import Stage

BEAM = 24
MOST_WARP = 0.15  # a dance's tempo may differ from the music's by this much
_WIDE, _WIDER = 0.25, 0.35  # where too few dances are as near as that
_DANCES, _SHARE = 4, 0.25  # at least, and of the style's
_CUT = 0.5  # what a seam costs at all: a dance goes on for a while
_SEAM, _TEMPO, _LIVELY, _FAR = 14.0, 1.5, 3.0, 3.0
_REST, _LOW = 40.0, 0.02  # of what lies between a stand and either end; more where it is further than this, as from the
# floor (mean square over joints, m2)
_WAIT = 0.5  # of a beat at either end that a dance leaves out
_AGAIN, _NEW_FOR, _OLD = 4.0, 8, 0.6  # cost of a bar within that many bars of its last time, and later
_CHORUS = 2.4  # what bringing back the bar that was danced to the same music is worth
_STEPS, _STOPS = 3.0, 1.0  # what a bar is worth all of whose own steps and stops lie on its beats
_OVER = 4.0  # of having turned a bar's worth more or less than captured dances do, and of having been livelier or
# calmer than wanted: without it calm bars are preferred, whose stops and seams are better
_STOOD = 1.0, 0.25  # what a bar's worth of standing at either end takes off of both, for bars to make up
_CHANCE = 0.25  # what a seed changes
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class State:
    """A choreography so far: marks of its bars, cost, where it has got to on the ground and which way it faces. over:
    (2,) how much more than wanted it has turned, in bars of the style's captured dances, and how much livelier it was,
    in ranks."""

    chosen: tuple[int, ...]
    cost: float
    ground: Floats
    yaw: float
    over: Floats = field(default_factory=lambda: np.zeros(2))


def choose(marks: Marks, bars: Bars, stage: Stage | None, energy: Floats, rng: np.random.Generator) -> list[int]:
    """A mark for each bar; empty where the style has none.

    stage: None for anywhere. energy: (B,) of each bar, 0 calm to 2 lively.
    """
    step = float(np.median(np.diff(bars.beats)))
    fits = _fitting(marks, step)
    if not len(fits):
        return []
    # What bars are like at the music's tempo, beside all bars of the style.
    pace = marks.period / step
    rank = _ranks(marks.speed * pace, marks.speed[~marks.last])[fits]
    turns = (marks.turn * pace)[fits] / max(float(marks.turn[~marks.last].mean()), 1.0) - 1
    near_tempo = _TEMPO * np.abs(np.log(marks.period[fits] / step)) / np.log1p(MOST_WARP)
    missed = -_STEPS * marks.steps[fits] - _STOPS * marks.stops[fits]
    ends = _ends(marks, bars, fits)
    stands = (STAND_S + SETTLE_S) / (BAR * step)
    states = [State((), 0.0, np.zeros(2), 0.0, -stands * np.array(_STOOD))]
    for bar in range(len(bars)):
        wanted = energy[bar] / 2
        own = near_tempo + _LIVELY * np.abs(rank - wanted) + missed + _CHANCE * rng.gumbel(size=len(fits))
        own += ends[0] * (bar == 0) + ends[1] * (bar == len(bars) - 1)
        over = np.stack([turns, rank - wanted], axis=1)
        table = np.stack([
            own + _after(s, marks, fits, stage) + _known(s, bars, bar, marks, fits)
            + _OVER * np.abs(s.over + over).sum(axis=1) for s in states
        ])  # fmt: skip
        states = _kept(states, table, marks, fits, over)
    return list(states[0].chosen)


def _ranks(values: Floats, among: Floats) -> Floats:
    """Ranks (N,) of values among others, 0 to 1, in the middle of those that are alike."""
    ordered = np.sort(among)
    below, upto = (np.searchsorted(ordered, values, side=side) for side in ("left", "right"))
    return (below + upto) / (2 * max(1, len(among)))


def _fitting(marks: Marks, step: float) -> NDArray[np.intp]:
    """Marks with a whole bar after them whose tempo is near; else the nearest there are."""
    off = np.abs(np.log(marks.period / step)) if len(marks.period) else np.zeros(0)
    for most in (MOST_WARP, _WIDE, _WIDER):
        found = np.flatnonzero(~marks.last & (off <= np.log1p(most)))
        if len(set(marks.dance[found])) >= max(_DANCES, _SHARE * len(set(marks.dance))):
            return found
    return found


def _ends(marks: Marks, bars: Bars, fits: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Cost (N,) of each mark as the first and as the last: of how far from a stand it begins and ends, and of beats
    outside of the bars to which its dance has nothing."""
    far = marks.rest * np.maximum(1, marks.rest / _LOW)
    before = np.minimum(len(bars.lead), marks.before[fits])
    after = np.minimum(len(bars.tail), marks.after[fits] - BAR)
    return (
        _REST * far[fits - before] + _WAIT * (len(bars.lead) - before),
        _REST * far[fits + BAR + after] + _WAIT * (len(bars.tail) - after),
    )


def _after(state: State, marks: Marks, fits: NDArray[np.intp], stage: Stage | None) -> Floats:
    """Cost (N,) of each mark after a state: the seam, and how far out it would lead."""
    cost = np.zeros(len(fits))
    if state.chosen:
        end = state.chosen[-1] + BAR
        apart = marks.pose[fits] - marks.pose[end]
        cost += _CUT + _SEAM * (apart**2).mean(axis=1)
        cost[fits == end] = 0.0
    if stage is not None:
        out = stage.out(_moved(state, marks, fits)[0])
        cost += _FAR * np.maximum(out - 0.5, 0) ** 2 + 4 * _FAR * np.maximum(out - 0.9, 0)
    return cost


def _moved(state: State, marks: Marks, at: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Where (N, 2) a state gets to by the bars at marks, and which way (N,) it then faces."""
    turn = state.yaw - marks.yaw[at]
    way = marks.ground[at + BAR] - marks.ground[at]
    cos, sin = np.cos(turn), np.sin(turn)
    moved = np.stack([cos * way[:, 0] + sin * way[:, 1], cos * way[:, 1] - sin * way[:, 0]], axis=1)
    return state.ground + moved, state.yaw + marks.yaw[at + BAR] - marks.yaw[at]


def _known(state: State, bars: Bars, bar: int, marks: Marks, fits: NDArray[np.intp]) -> Floats:
    """Cost (N,) of bars that were danced before, less what bringing them back to the same music is worth."""
    cost = np.zeros(len(fits))
    for back, mark in enumerate(reversed(state.chosen), start=1):
        same = (marks.dance[fits] == marks.dance[mark]) & (
            np.abs(marks.time[fits] - marks.time[mark]) < 3 * marks.period[mark]
        )
        cost[same] += _AGAIN if back <= _NEW_FOR else _OLD
    if state.chosen:  # to go straight on is no repetition
        cost[fits == state.chosen[-1] + BAR] = 0.0
    earlier = int(bars.again[bar])
    if 0 <= earlier < len(state.chosen):
        cost[fits == state.chosen[earlier]] = -_CHORUS
    return cost


def _kept(states: list[State], table: Floats, marks: Marks, fits: NDArray[np.intp], over: Floats) -> list[State]:
    """The BEAM best continuations."""
    total = table + np.array([s.cost for s in states])[:, None]
    best = np.argpartition(total, min(BEAM, total.size - 1), axis=None)[:BEAM]
    found = []
    for flat in best[np.argsort(total.ravel()[best])].tolist():
        row, column = divmod(flat, len(fits))
        state, mark = states[row], int(fits[column])
        ground, yaw = _moved(state, marks, fits[column : column + 1])
        more = state.over + over[column]
        found.append(State((*state.chosen, mark), float(total[row, column]), ground[0], float(yaw[0]), more))
    return found
