"""Mends one problem of a motion within its frames and a little around: feet held or lifted, jolts smoothed, accents
moved to their beat. What is out of reach for these (a range, a hand, a path) is for an in-between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import smooth
from ..body import Body
from ..feet import lock
from ..motion import Motion, sample_at
from ..smooth import runs
from ..time_warp import Warp
from . import cleaning
from .figure import Asked, Figure
from .problems import Problem, check

_AROUND_S = 0.27  # s that are changed with the problem's frames, and in which the change fades
_FOOT_S = 0.3  # s before and after a stance: a held foot is led there and away
_BEAT_S = 0.6  # s on either side of an accent that give or take its time
_SMOOTHING = (0.2, 0.35, 0.6, 1.0)  # strengths, gently first


@dataclass(frozen=True)
class Mended:
    """A motion with frames first..last changed, and the problem's worst measure before and after (0: gone)."""

    motion: Motion
    first: int
    last: int
    before: float
    after: float


def can_mend(kind: str) -> bool:
    """Whether `mend` knows what to do; for the other kinds an in-between does."""
    return kind in _MENDING


def mend(motion: Motion, problem: Problem, body: Body | None = None, asked: Asked | None = None) -> Mended:
    """Mend a problem that `check` found in this motion; all other frames stay to the bit. Raises KeyError for a kind
    that `can_mend` refuses."""
    changed, first, last = _MENDING[problem.kind](motion, problem, body, asked)
    first, last = max(0, first), min(len(motion) - 1, last)
    made = replace(cleaning.mixed(motion, changed, _weight(motion, first, last)), contacts=motion.contacts)
    left = check(made, body, asked, (problem.kind,)).problems
    near = [p.worst for p in left if p.first <= problem.last and p.last >= problem.first and _alike(p, problem)]
    return Mended(made, first, last, problem.worst, max(near, default=0.0))


def _alike(one: Problem, other: Problem) -> bool:
    return other.kind == "jolt" or one.joint == other.joint


def _weight(motion: Motion, first: int, last: int) -> NDArray[Any]:
    """0 outside of first..last, 1 inside, fading by a smoothstep at both ends but at the motion's own, (T,)."""
    at = np.arange(len(motion), dtype=np.float64)
    fade = max(2.0, min(_AROUND_S / 2 * motion.fps, (last - first + 1) / 3))
    before = (at - first + 1) / fade if first > 0 else np.ones(len(at))
    after = (last + 1 - at) / fade if last < len(at) - 1 else np.ones(len(at))
    t = np.clip(np.minimum(before, after), 0, 1)
    return t * t * (3 - 2 * t)


def _spread(motion: Motion, problem: Problem, seconds: float = _AROUND_S) -> tuple[int, int]:
    around = round(seconds * motion.fps)
    return problem.first - around, problem.last + around


def _hold(motion: Motion, problem: Problem, body: Body | None, asked: Asked | None) -> tuple[Motion, int, int]:
    """Hold the stances that meet the problem, of both feet: where one slides the other often does."""
    figure = Figure(motion, body)
    contacts, first, last = cleaning.standing(figure), problem.first, problem.last
    for i in (0, 2):
        pair = slice(i, i + 2)
        for a, b in runs(contacts[:, pair].any(axis=1)):
            if a <= problem.last and b > problem.first:
                first, last = min(first, a), max(last, b - 1)
            else:
                contacts[a:b, pair] = False
    held = replace(motion, contacts=contacts)
    changed = lock.lock_feet(held, "keep", figure.floor, body) if contacts.any() else motion
    around = round(_FOOT_S * motion.fps)
    return changed, first - around, last + around


def _lift(motion: Motion, problem: Problem, body: Body | None, asked: Asked | None) -> tuple[Motion, int, int]:
    """Raise the whole body where both feet are under the floor, then bend the leg whose foot is left there."""
    figure = Figure(motion, body)
    depth = np.maximum(0, -np.maximum(figure.sole(0), figure.sole(1)))
    reach = max(1, round(0.05 * motion.fps))
    cover = smooth.mean(smooth.mean(smooth.maximum(depth, 4 * reach + 1), 2 * reach + 1), 2 * reach + 1)
    root = motion.root_pos.copy()
    root[:, 1] += cover
    raised = replace(motion, root_pos=root, contacts=np.zeros((len(motion), 4), bool))
    return lock.lock_feet(raised, "ground", figure.floor, body), *_spread(motion, problem)


def _calm(motion: Motion, problem: Problem, body: Body | None, asked: Asked | None) -> tuple[Motion, int, int]:
    """Take out spikes; smooth what is left, no more than it needs."""
    first, last = _spread(motion, problem)
    changed = tried = cleaning.without_spikes(motion, 1.0)
    for strength in (0.0, *_SMOOTHING):
        tried = cleaning.calmed(changed, strength) if strength else changed
        made = cleaning.mixed(motion, tried, _weight(motion, max(0, first), min(len(motion) - 1, last)))
        left = check(made, body, asked, (problem.kind,)).problems
        if not any(p.first <= problem.last and p.last >= problem.first and _alike(p, problem) for p in left):
            break
    return tried, first, last


def _to_beat(motion: Motion, problem: Problem, body: Body | None, asked: Asked | None) -> tuple[Motion, int, int]:
    """Move the accent to its nearest beat, within the frames around, whose ends stay."""
    beats = np.asarray(asked.beats if asked else (), np.float64)
    beat = float(beats[np.abs(beats - problem.at).argmin()])
    first, last = (min(max(f, 0), len(motion) - 1) for f in _spread(motion, problem, _BEAT_S))
    if not first < beat < last or not first < problem.at < last:
        return motion, first, last
    warp = Warp(np.array([first, problem.at, last]), np.array([first, beat, last]))
    at = np.arange(len(motion), dtype=np.float64)
    at[first : last + 1] = warp.back(at[first : last + 1])
    return sample_at(motion, at, motion.fps), first, last


_MENDING: Mapping[str, Callable[..., tuple[Motion, int, int]]] = {
    "slide": _hold, "sink": _lift, "jolt": _calm, "knee": _calm, "beat": _to_beat,
}  # fmt: skip
