"""A piece of music in bars of four beats: where each begins, how loud it is, and which earlier one it sounds like."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.audio.analysis import Analysis
from engine.audio.phrases.energy import levels
from engine.audio.phrases.library import BAR
from engine.audio.spectra import FPS

_FASTEST, _SLOWEST = 0.36, 0.78  # s: the beats that captured dances have
_ALIKE = 0.97  # correlation of harmony and loudness from which a bar is heard as one that was there before
_RUN = 2  # bars in a row that have to be
_APART = 4  # bars between the two, at least
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bars:
    """beats: (4 B + 1,) s, BAR of them a bar. loud: (B,) from 0, the quietest, to 1. again: (B,) the bar before that
    each sounds like, -1 for none. lead, tail: s of beats before the first bar and after the last, fewer than one."""

    beats: Floats
    loud: Floats
    again: NDArray[np.int64]
    lead: Floats = field(default_factory=lambda: np.zeros(0))
    tail: Floats = field(default_factory=lambda: np.zeros(0))

    def __len__(self) -> int:
        return len(self.loud)

    def within(self, first: float, last: float) -> Bars:
        """Those that are over by `last` s, one at least, and of the other beats those from `first` to `last` s."""
        count = max(1, (int(np.searchsorted(self.beats, last, side="right")) - 1) // BAR)
        after = np.concatenate([self.beats[BAR * count + 1 :], self.tail])
        return replace(
            self, beats=self.beats[: BAR * count + 1], loud=self.loud[:count], again=self.again[:count],
            lead=self.lead[self.lead >= first], tail=after[after <= last],
        )  # fmt: skip

    def later(self) -> Bars:
        """Without the first bar, which leads to the others as what comes before it led to it."""
        lead = self.beats[BAR - len(self.lead) : BAR]
        return replace(self, beats=self.beats[BAR:], loud=self.loud[1:], again=self.again[1:], lead=lead)


def bars_of(found: Analysis, seconds: float) -> Bars | None:
    """The whole bars within `seconds`; None without a steady beat, or for less than a bar."""
    times = found.beats.times
    if not found.beats.steady or len(times) < 4:
        return None
    grid = at_dance_tempo(times)
    step = float(np.median(np.diff(grid)))
    # The beat goes on at its tempo before the first and after the last that is heard.
    before = grid[0] - step * np.arange(int(grid[0] / step), 0, -1)
    after = grid[-1] + step * np.arange(1, max(0, int((seconds - grid[-1]) / step)) + 1)
    grid = np.concatenate([before, grid[grid < seconds], after])
    grid = grid[(grid >= 0) & (grid < seconds)]
    count = (len(grid) - 1) // BAR
    if count < 1:
        return None
    offset = _first_downbeat(found, grid, count)
    count = (len(grid) - 1 - offset) // BAR
    beats = grid[offset : offset + BAR * count + 1]
    lead, tail = grid[:offset], grid[offset + BAR * count + 1 :]
    return Bars(beats, _loudness(found, beats), _again(found, beats), lead, tail)


def at_dance_tempo(times: Floats) -> Floats:
    """Beats (n,) s, or every other one, or one more between each two, so that their tempo is one that people dance."""
    step = float(np.median(np.diff(times)))
    if step < _FASTEST:
        return times[::2]
    if step > _SLOWEST:
        return np.sort(np.concatenate([times, (times[1:] + times[:-1]) / 2]))
    return times


def _first_downbeat(found: Analysis, grid: Floats, count: int) -> int:
    """Which of the first four beats begins a bar: the one from which on bars begin loudest."""
    if count < 3:
        return 0
    frames = np.clip(np.round(grid * FPS).astype(int), 0, found.frames - 1)
    accent = found.spectra.flux[frames]
    return int(np.argmax([accent[offset::BAR].mean() for offset in range(min(BAR, len(grid) - BAR))]))


def _spans(found: Analysis, beats: Floats) -> list[slice]:
    frames = np.clip(np.round(beats[::BAR] * FPS).astype(int), 0, found.frames)
    return [slice(int(a), int(max(b, a + 1))) for a, b in pairwise(frames.tolist())]


def _loudness(found: Analysis, beats: Floats) -> Floats:
    """How loud the bars (B,) are, as `energy.levels` has it."""
    return levels(np.array([found.spectra.rms[span].mean() for span in _spans(found, beats)]))


def heard(found: Analysis, beats: Floats) -> Floats:
    """Rows (B, D) of length 1 of what is heard in each bar: harmony and timbre beside their means over all bars."""
    seen = np.concatenate([found.spectra.chroma, found.spectra.mfcc], axis=1)
    rows = np.array([seen[span].mean(axis=0) for span in _spans(found, beats)])
    rows = (rows - rows.mean(0)) / np.maximum(rows.std(0), 1e-6)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


def _again(found: Analysis, beats: Floats) -> NDArray[np.int64]:
    """(B,) the first earlier bar that sounds alike and whose neighbours do, -1 where there is none."""
    rows = heard(found, beats)
    alike = rows @ rows.T > _ALIKE
    out = np.full(len(rows), -1)
    for bar in range(_APART, len(rows)):
        for other in range(bar - _APART + 1):
            run = alike[range(other, min(other + _RUN, len(rows))), range(bar, min(bar + _RUN, len(rows)))[:_RUN]]
            if len(run) and run.all():
                out[bar] = other
                break
    return out
