"""Captured bars on the bars of the music: warped beat by beat, joined, from a stand and into one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.audio.phrases.bars import Bars
from engine.audio.phrases.library import BAR, Marks, Phrases
from engine.motion import blend
from engine.motion.canonical import FPS
from retarget.motion import Motion, sample_at, still

SEAM_S = 0.35  # over which the difference at a seam decays, at least
# Frames before a seam that are made anew, so that the phrase that follows begins on its beat as it was captured; up to
# twice as many where its pose lies further than this from the one before (mean square over joints, m2): to get up from
# the floor takes longer.
FILLED, _FAR = 12, 0.02
STAND_S, SETTLE_S = 0.6, 0.8  # of standing and setting off before, and of coming to a stand after
_STILL = 6  # frames at the beginning, at least
Floats = NDArray[np.float64]
Join = Callable[[Motion, Sequence[tuple[int, int]]], Motion]  # a motion, with spans (first frame, end) made anew


def assembled(
    phrases: Phrases, marks: Marks, chosen: list[int], bars: Bars, frames: int, join: Join | None = None
) -> Motion:  # fmt: skip
    """A motion of `frames` at FPS that dances the chosen bars to the music's, begins in a stand and ends in one.

    join: fills the seams; without it the difference at a seam decays."""
    runs = [_beats(marks, chosen, bars, *run) for run in _runs(chosen)]
    first = max(int(np.ceil(runs[0][1][0] * FPS)), round(STAND_S * FPS))
    last = max(first + 2, frames - round(SETTLE_S * FPS))
    whole = still(phrases.standing(), first)
    seams = list[tuple[int, int]]()
    for k, (mark, here) in enumerate(runs):
        clock = np.arange(len(whole), min(int(np.ceil(here[-1] * FPS)), last)) / FPS
        gap = _filled(marks, mark, runs[k - 1][0] + len(runs[k - 1][1]) - 1 if k else None)
        if len(clock):
            run = _run(phrases, marks, mark, here, clock)
            fills = join is not None and len(whole) >= FILLED + _STILL and len(run) > FILLED
            seams += [(max(_STILL, len(whole) - gap), len(whole))] if fills else []
            whole = blend.place(whole, run, None if fills else SEAM_S)
    if len(whole) < frames:
        whole = blend.place(whole, still(phrases.standing(), frames - len(whole)), 0.7)
    whole = whole.cut(0, frames)
    return join(whole, seams) if join is not None and seams else whole


def _filled(marks: Marks, mark: int, before: int | None) -> int:
    """Frames that are made anew before a mark, after another or after a stand."""
    apart = marks.rest[mark] if before is None else ((marks.pose[mark] - marks.pose[before]) ** 2).mean()
    return round(FILLED * float(np.clip(apart / _FAR, 1, 2)))


def _runs(chosen: list[int]) -> list[tuple[int, int]]:
    """Spans (first bar, end) in which a dance goes straight on."""
    edges = [0, *(i for i in range(1, len(chosen)) if chosen[i] != chosen[i - 1] + BAR), len(chosen)]
    return list(pairwise(edges))


def _beats(marks: Marks, chosen: list[int], bars: Bars, begin: int, end: int) -> tuple[int, Floats]:
    """The first mark of bars of one dance, and the beats (N,) s of the music to which it and those after it go: at
    either end of the music's bars also the beats that are left over, as far as the dance has more of its own."""
    mark, here = chosen[begin], bars.beats[BAR * begin : BAR * end + 1]
    if end == len(chosen):
        here = np.concatenate([here, bars.tail[: marks.after[chosen[-1]] - BAR]])
    if begin == 0:
        count = min(len(bars.lead), int(marks.before[mark]))
        mark, here = mark - count, np.concatenate([bars.lead[len(bars.lead) - count :], here])
    return mark, here


def _run(phrases: Phrases, marks: Marks, mark: int, here: Floats, clock: Floats) -> Motion:
    """A dance from a mark on, whose beats go to those `here` (B,) s of the music, at times `clock` (N,) s."""
    motion = phrases.motion(int(marks.dance[mark]), int(marks.mirrored[mark]))
    there = marks.time[mark : mark + len(here)]
    # Beat by beat; outside of the bars at the dance's own speed.
    source = np.interp(clock, here, there) + np.minimum(clock - here[0], 0) + np.maximum(clock - here[-1], 0)
    return replace(sample_at(motion, source * motion.fps, motion.fps), fps=FPS)
