"""Tempo of a motion: beats fitted to where the body stops and feet land, and the time warp that makes them even.

Beats are tracked by dynamic programming (after Ellis 2007, "Beat tracking by dynamic programming"): each interval may
be up to LIMIT longer or shorter than the tempo's. Between two beats the warp has one rate, so that no part of a motion
plays more than LIMIT faster or slower; rates change at beats, where the body is slowest and it shows least.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.metrics import beat_alignment
from engine.motion.stops import dips, footfalls
from retarget.motion import Motion, sample_at

LIMIT = 0.15
PERIODS = tuple(np.geomspace(0.36, 0.78, 24))  # s: 167 to 77 beats a minute
_HZ = 50  # of the tracker's time axis
_FOOTFALL = 0.25  # weight of a foot's landing beside a full stop's
_STIFF = 6.0  # cost of an uneven interval
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pulse:
    """beats: (K,) s in the motion, rising. period: s of a beat on the even grid. excess: alignment over chance."""

    beats: Floats
    period: float
    excess: float

    @property
    def grid(self) -> Floats:
        """Times (K,) s of the beats after the warp; beat 0 stays where it is."""
        return self.beats[0] + self.period * np.arange(len(self.beats))


def pulses(motion: Motion, count: int = 2, periods: Sequence[float] = PERIODS) -> list[Pulse]:
    """The `count` best tempi, best first, no two within 12%; a motion too short for four beats has none."""
    stops, depth = dips(motion)
    landings = footfalls(motion)
    strength = _impulses(motion.seconds, stops, 0.6 + 0.4 * depth)
    strength += _FOOTFALL * _impulses(motion.seconds, landings, 1.0)
    periods = [p for p in periods if motion.seconds >= 4 * p]
    anchors = np.concatenate([stops, landings])
    found = []
    for beats in track(strength, periods):
        if len(beats) < 4:
            continue
        beats = _snapped(beats, anchors)
        mean = float(beats[-1] - beats[0]) / (len(beats) - 1)  # needs less warp than the tracker's period
        pulse = Pulse(beats, mean, 0.0)
        warped = _through(pulse.beats, pulse.grid, np.append(stops, motion.seconds))
        found.append(replace(pulse, excess=beat_alignment.alignment(warped[:-1], pulse.grid, warped[-1]).excess))
    # The warp itself moves the stops a little: the best candidates are measured on the warped motion.
    tried = [
        replace(p, excess=_excess_after_warp(motion, p)) for p in sorted(found, key=lambda p: -p.excess)[: 3 * count]
    ]
    best: list[Pulse] = []
    for pulse in sorted(tried, key=lambda p: -p.excess):
        if len(best) < count and all(abs(np.log(pulse.period / p.period)) > 0.12 for p in best):
            best.append(pulse)
    return best


def _excess_after_warp(motion: Motion, pulse: Pulse) -> float:
    """Alignment over chance of the warped motion with all beats of the music."""
    warped, beats = even(motion, pulse)
    return beat_alignment.alignment(beat_alignment.kinematic_beats(warped), beats, warped.seconds).excess


def _snapped(beats: Floats, anchors: Floats) -> Floats:
    """Move beats (s) onto a stop or landing that lies within the tracker's resolution."""
    if not len(anchors):
        return beats
    nearest = anchors[np.abs(beats[:, None] - anchors[None]).argmin(axis=1)]
    return np.where(np.abs(nearest - beats) < 1.5 / _HZ, nearest, beats)


def _impulses(seconds: float, times: Floats, weight: Floats | float) -> Floats:
    """Gaussian bumps (sigma 40 ms) around `times` on the tracker's axis (_HZ)."""
    axis = np.arange(int(seconds * _HZ) + 1) / _HZ
    if not len(times):
        return np.zeros(len(axis))
    bumps = np.exp(-((axis[:, None] - times[None]) ** 2) / (2 * 0.04**2))
    return (bumps * weight).max(axis=1)


def track(strength: Floats, periods: Sequence[float]) -> list[Floats]:
    """For each period the best beat times in s, from start to end, each interval within LIMIT of the period.

    strength: (N,) how much a beat belongs there, on the tracker's axis; all periods are tracked side by side.
    """
    if not len(periods):
        return []
    # total[p, t]: best score of a beat sequence of period p that ends with a beat at t; back: its beat before.
    lags, cost = _steps(np.asarray(periods))
    width, rows = int(lags.max()), np.arange(len(periods))
    total = np.tile(np.concatenate([np.full(width, -np.inf), strength]), (len(periods), 1))
    back = np.zeros(total.shape, int)
    for t in range(width, total.shape[1]):
        before = total[rows[:, None], t - lags] - cost
        best = before.argmax(axis=1)
        gain = before[rows, best]
        total[:, t] += np.maximum(gain, 0.0)
        back[:, t] = np.where(gain > 0, t - lags[rows, best], 0)
    # Read each path backwards from the best end within the last interval.
    paths = []
    for row in rows:
        longest = int(lags[row].max())
        path = [total.shape[1] - longest + int(np.argmax(total[row, -longest:]))]
        while back[row, path[-1]]:
            path.append(back[row, path[-1]])
        paths.append((np.array(path[::-1]) - width) / _HZ)
    return paths


def _steps(periods: Floats) -> tuple[NDArray[np.int_], Floats]:
    """Allowed intervals (P, L) in ticks and their costs; shorter rows are padded with intervals of infinite cost."""
    ticks = periods * _HZ
    first = np.ceil(ticks / (1 + LIMIT)).astype(int)
    last = np.floor(ticks * (1 + LIMIT)).astype(int)
    lags = first[:, None] + np.arange((last - first).max() + 1)
    cost = _STIFF * np.log(lags / ticks[:, None]) ** 2
    allowed = lags <= last[:, None]
    return np.minimum(lags, last[:, None]), np.where(allowed, cost, np.inf)


def _through(source: Floats, target: Floats, times: Floats) -> Floats:
    """Map `times` by the piecewise linear function from `source` to `target`, with slope 1 beyond both ends."""
    far = 1e4
    x = np.concatenate([[source[0] - far], source, [source[-1] + far]])
    y = np.concatenate([[target[0] - far], target, [target[-1] + far]])
    return np.interp(times, x, y)


def even(motion: Motion, pulse: Pulse, rubato: float = 0.0, stretch: float = 1.0) -> tuple[Motion, Floats]:
    """Warp a motion to its pulse -> motion, beat times (K,) s of the music, from one before it to one after it.

    rubato: 0 for an even grid, 1 leaves the motion as it is and lets the music follow. stretch: all of it slower (over
    1) or faster. The warp stays within LIMIT everywhere: where stretch and evenness exceed it, the music's beats are
    uneven.
    """
    source, target = warp_points(motion, pulse, rubato, stretch)
    end = target[-1]
    times = np.arange(int(end * motion.fps + 1e-6)) / motion.fps
    warped = sample_at(motion, np.interp(times, target, source) * motion.fps, motion.fps)
    beats = target[1:-1]
    step = pulse.period * stretch
    before = beats[0] - step * np.arange(int(beats[0] / step) + 1, 0, -1)
    after = np.arange(beats[-1] + step, end + step, step)
    return warped, np.concatenate([before, beats, after])


def warp_points(motion: Motion, pulse: Pulse, rubato: float = 0.0, stretch: float = 1.0) -> tuple[Floats, Floats]:
    """Times (K + 2,) s in the motion (start, beats, end) and where `even` puts them."""
    intervals = np.diff(pulse.beats)
    wanted = (intervals * rubato + pulse.period * (1 - rubato)) * stretch
    wanted = np.clip(wanted, intervals / (1 + LIMIT), intervals * (1 + LIMIT))
    target = pulse.beats[0] * stretch + np.concatenate([[0.0], np.cumsum(wanted)])
    last = target[-1] + (motion.seconds - pulse.beats[-1]) * stretch
    source = np.concatenate([[0.0], pulse.beats, [motion.seconds]])
    return source, np.concatenate([[0.0], target, [last]])
