"""Which captured stroke falls on which stress of a voice: a beam search over stress, length, seams, novelty."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.audio.on_beat import Pulse
from engine.audio.phrases.talkers import Strokes

BEAM, BACK = 10, 6  # choreographies that are kept of each stress, and how many stresses one may leave out
LEAST_S = 0.45  # between two strokes
GOES_ON = 1.35  # how much faster or slower two strokes of a recording may follow one another
SHORTENED, DRAWN_OUT = 0.55, 1.5  # of their own length, what joins the strokes of two recordings
REST_S = 0.7  # least time that somebody stands between two gestures
_SETS_OFF_S = 0.3  # that somebody needs from a stand to a stroke, at least
STANDS_S, SETTLES_S = 0.3, 0.7  # of standing before the first gesture and after the last, at least
_SKIP, _ANY = 2.0, 0.4  # what leaving out the strongest stress costs, and what share of it the weakest does
_EVERY = 0.35  # what any stroke costs
_VIGOUR, _STRETCH, _CUT, _SEAM, _REST = 1.5, 1.5, 0.5, 50.0, 1.2
_AGAIN, _NEW_FOR, _OLD = 4.0, 12, 0.6  # cost of a stroke within that many strokes of its last time, and later
_FACE, _FACE_FREE = 8.0, 0.3  # cost, a square radian, of turning away further than that
_CHANCE = 0.5  # what a seed changes
Floats = NDArray[np.float64]
# Of each stroke (N,) as the next one: its cost, which way it then faces, rad, and whether somebody stands before it.
Options = tuple[Floats, Floats, NDArray[np.bool_]]


@dataclass(frozen=True)
class Said:
    """Gestures so far. stresses, strokes: an index each of what falls on what. rests: whether somebody stands before
    each. yaw: rad, which way the last one faces."""

    stresses: tuple[int, ...]
    strokes: tuple[int, ...]
    rests: tuple[bool, ...]
    cost: float
    yaw: float


def choose(strokes: Strokes, pulse: Pulse, seconds: float, energy: Floats, rng: np.random.Generator) -> Said:
    """The gestures of `seconds` of a voice, without any where no stroke fits.

    energy: (n,) of each stress, 0 calm to 2 lively."""
    # More of a voice's stresses get a stroke where it is livelier as a whole.
    strength = np.clip(pulse.strength + (energy.mean() - 1) / 2 if len(energy) else energy, 0, 1)
    left_out = np.concatenate(
        [[0.0], np.cumsum(_SKIP * (_ANY + (1 - _ANY) * strength))]
    )  # cost of leaving out all before a stress
    kept: list[list[Said]] = []
    end = seconds - SETTLES_S
    ended = [Said((), (), (), float(left_out[-1]), 0.0)]
    for k, time in enumerate(pulse.times.tolist()):
        own = _EVERY + _VIGOUR * np.abs(strokes.rank - energy[k] / 2) + _CHANCE * rng.gumbel(size=len(strokes))
        options = [_first(strokes, time, float(left_out[k]) + own)]
        before: list[Said | None] = [None]
        for state in (s for some in kept[max(0, k - BACK) :] for s in some):
            since = left_out[k] - left_out[state.stresses[-1] + 1]
            gap = time - float(pulse.times[state.stresses[-1]])
            options.append(_after(strokes, state, gap, own + state.cost + since))
            before.append(state)
        kept.append([] if time > end else _best(strokes, k, before, options))
        rest = float(left_out[-1] - left_out[k + 1])
        ended += [replace(s, cost=s.cost + rest) for s in kept[-1] if time + strokes.after[s.strokes[-1]] <= end]
    return min(ended, key=lambda s: s.cost)


def _first(strokes: Strokes, time: float, cost: Floats) -> Options:
    """Each stroke as the first one, at a time."""
    found = cost + _SEAM * strokes.stand[:, 0]
    found[time - STANDS_S < np.maximum(SHORTENED * strokes.ahead, _SETS_OFF_S)] = np.inf
    yaw = strokes.yaw[:, 1] - strokes.yaw[:, 0]
    return found + _turned(yaw), yaw, np.ones(len(strokes), bool)


def _after(strokes: Strokes, state: Said, gap: float, cost: Floats) -> Options:
    """Each stroke `gap` s after a state."""
    last = state.strokes[-1]
    own = float(strokes.after[last]) + strokes.ahead
    stretch = gap / own
    joined = _CUT + _STRETCH * np.abs(np.log(stretch)) + _SEAM * strokes.seam[last]
    joined[(stretch < SHORTENED) | (stretch > DRAWN_OUT) | (gap < LEAST_S)] = np.inf
    rested = _REST + _SEAM * (strokes.stand[last, 1] + strokes.stand[:, 0]) / 2
    rested[gap < own + REST_S] = np.inf
    rests = rested < joined
    yaw = state.yaw + (strokes.yaw[last, 2] - strokes.yaw[last, 1]) + strokes.yaw[:, 1] - strokes.yaw[:, 0]
    found = cost + np.minimum(joined, rested) + _known(strokes, state)
    if np.isfinite(strokes.gap[last]):  # to go straight on
        slower = abs(np.log(gap / strokes.gap[last]))
        found[last + 1] = cost[last + 1] + _STRETCH * slower if slower <= np.log(GOES_ON) else np.inf
        yaw[last + 1] = state.yaw + strokes.yaw[last + 1, 1] - strokes.yaw[last, 1]
        rests[last + 1] = False
    return found + _turned(yaw), yaw, rests


def _turned(yaw: Floats) -> Floats:
    return _FACE * np.maximum(np.abs(yaw) - _FACE_FREE, 0) ** 2


def _known(strokes: Strokes, state: Said) -> Floats:
    """Cost (N,) of strokes that were made before, or their mirror images."""
    made = strokes.same[list(state.strokes)]
    cost = np.zeros(len(strokes))
    np.add.at(cost, made, np.where(np.arange(len(made), 0, -1) <= _NEW_FOR, _AGAIN, _OLD))
    return cost[strokes.same]


def _best(strokes: Strokes, k: int, before: list[Said | None], options: list[Options]) -> list[Said]:
    """The BEAM best that end with a stroke on stress k."""
    table = np.stack([cost for cost, _, _ in options])
    order = np.argpartition(table, min(BEAM, table.size - 1), axis=None)[:BEAM]
    found = []
    for flat in order[np.argsort(table.ravel()[order])].tolist():
        row, stroke = divmod(flat, len(strokes))
        if not np.isfinite(table[row, stroke]):
            continue
        state = before[row] or Said((), (), (), 0.0, 0.0)
        _, yaw, rests = options[row]
        found.append(Said(
            (*state.stresses, k), (*state.strokes, stroke), (*state.rests, bool(rests[stroke])),
            float(table[row, stroke]), float(yaw[stroke]),
        ))  # fmt: skip
    return found
