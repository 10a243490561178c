"""Beat tracking: onset strength -> a tempo that may drift -> the best sequence of beats at that tempo.

The sequence is found by dynamic programming (after Ellis, "Beat tracking by dynamic programming", 2007), here with a
period that changes over time: the most likely path through the autocorrelation of a sliding window.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.audio.spectra import FINE_FPS

Doubles = NDArray[np.float64]

SLOWEST, FASTEST = 50.0, 210.0  # beats a minute
_USUAL, _USUAL_OCTAVES = 120.0, 0.6  # the tempo that people tap, and how far from it they still do
_WINDOW_S, _STEP_S = 8.0, 0.5
_PERIODS = 120
_DRIFT = 60.0  # cost of a change of tempo from one step to the next, for each squared octave
_TIGHT = 100.0  # cost of an uneven beat; Ellis's alpha
_STEADY = 0.11  # the least strength of a steady beat: read speech stays at half of it, rubato strings above


@dataclass(frozen=True)
class Beats:
    """times: (n,) s from the start, rising. strength: (n,) 0-1, how clearly the surroundings repeat at that tempo."""

    times: Doubles
    strength: Doubles

    @property
    def tempo(self) -> float | None:
        """Beats a minute, None for fewer than two beats."""
        return 60.0 / float(np.median(np.diff(self.times))) if len(self.times) > 1 else None

    @property
    def steady(self) -> bool:
        """Whether this is music that one can tap to, rather than speech or noise."""
        return len(self.times) >= 4 and float(np.median(self.strength)) >= _STEADY


NO_BEATS = Beats(np.zeros(0), np.zeros(0))


def track(onset: NDArray[np.floating]) -> Beats:
    """Beats of onset strength (N,) at FINE_FPS."""
    if len(onset) < FINE_FPS or float(np.max(onset)) <= 0.05:
        return NO_BEATS
    accents = _normalised(np.asarray(onset, np.float64))
    # Which periods the sound repeats at, window by window, and the most likely course of the tempo through them.
    centres, tempogram = _tempogram(accents)
    periods = _periods()
    path = _tempo_path(tempogram, periods)
    # The period at every frame, and the beats that keep to it.
    period = np.interp(np.arange(len(accents)), centres, periods[path])
    frames = _beat_frames(accents, period)
    if len(frames) < 2:
        return NO_BEATS
    clear = tempogram[np.arange(len(path)), path]
    strength = np.clip(np.interp(frames, centres, clear), 0, 1)
    return Beats(_interpolated(accents, frames) / FINE_FPS, strength)


def onsets(onset: NDArray[np.floating], least: float = 0.15, apart_s: float = 0.1) -> Doubles:
    """(n,) s: times of accents at least `apart_s` apart: peaks of onset strength well above their surroundings."""
    level = np.asarray(onset, np.float64)
    if len(level) < 3:
        return np.zeros(0)
    reach = max(1, round(apart_s * FINE_FPS))
    padded: Doubles = np.pad(level, reach, constant_values=-1.0)
    highest = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).max(1)
    peak = (level >= highest) & (level > _smooth(level, FINE_FPS) + least)
    frames = np.flatnonzero(peak)
    return frames[np.diff(frames, prepend=-reach - 1) > reach] / FINE_FPS if len(frames) else np.zeros(0)


def _normalised(onset: Doubles) -> Doubles:
    """Accents (N,) with slow changes of loudness and density taken out: not negative, root mean square about 1."""
    smoothed = _smooth(onset, 2)
    # Above the mean of a second around, and over the power of eight seconds, but not where hardly anything sounds.
    above = np.maximum(smoothed - 0.7 * _smooth(smoothed, FINE_FPS), 0)
    power = np.sqrt(np.maximum(_smooth(np.square(above), 8 * FINE_FPS), 0))  # rounding may leave less than nothing
    return above / np.maximum(power, 0.2 * float(power.max()) + 1e-9)


def _smooth(x: NDArray[np.floating], frames: float) -> Doubles:
    """Mean under a Hann window that is `frames` wide at half its height; the ends are held."""
    reach = max(1, round(frames))
    kernel = np.hanning(2 * reach + 1 + 2)[1:-1]
    padded = np.pad(x, reach, mode="edge")
    if reach > 32:
        size = len(padded) + len(kernel)
        out = np.fft.irfft(np.fft.rfft(padded, size) * np.fft.rfft(kernel, size), size)[2 * reach : 2 * reach + len(x)]
    else:
        out = np.convolve(padded, kernel, "valid")
    return out / kernel.sum()


def _periods() -> Doubles:
    """(_PERIODS,) fine frames, evenly spaced by their logarithm, the slowest first."""
    return 60.0 * FINE_FPS / np.geomspace(SLOWEST, FASTEST, _PERIODS)


def _tempogram(accents: Doubles) -> tuple[Doubles, Doubles]:
    """Centres (W,) in fine frames, and (W, P): how well the surroundings repeat after each period, 1 for perfectly."""
    from librosa import autocorrelate

    # Every half second, where librosa's tempogram has a window for each frame: 4 ms for 20 s of sound against 190.
    size, step = round(_WINDOW_S * FINE_FPS), round(_STEP_S * FINE_FPS)
    size = min(size, len(accents))
    starts = np.arange(0, max(1, len(accents) - size + 1), step)
    taper = np.hanning(size + 2)[1:-1]
    periods = _periods()
    # Autocorrelation of the tapered windows, without what the taper does to it, 1 at lag 0.
    parts = np.lib.stride_tricks.sliding_window_view(accents, size)[starts]
    correlations = autocorrelate((parts - parts.mean(1, keepdims=True)) * taper)
    correlations = correlations / np.maximum(autocorrelate(taper), 1e-9)
    rows = [_comb(row / max(row[0], 1e-9), periods) for row in correlations]
    return starts + size / 2, np.stack(rows)


def _comb(correlation: Doubles, periods: Doubles) -> Doubles:
    """(P,) weighted mean of a correlation (N,) by lag at one, two and four of each period (P,) in fine frames: half of
    a true period doesn't repeat at all of these."""
    lags, longest = np.arange(len(correlation)), len(correlation) * 0.75
    total, weights = np.zeros(len(periods)), np.zeros(len(periods))
    for times, weight in ((1, 1.0), (2, 0.7), (4, 0.5)):
        use = weight * (periods * times < longest)
        total += use * np.interp(periods * times, lags, correlation)
        weights += use
    return total / np.maximum(weights, 1e-9)


def _tempo_path(tempogram: Doubles, periods: Doubles) -> NDArray[np.intp]:
    """(W,) indices into the periods: the path of the highest score, which pays for each change of tempo (Viterbi)."""
    tempi = 60.0 * FINE_FPS / periods
    usual = -0.5 * (np.log2(tempi / _USUAL) / _USUAL_OCTAVES) ** 2
    score = 4.0 * np.maximum(tempogram, 0) + usual
    # score: how well a window repeats at each period, and how usual the tempo is. jump: from any period to any.
    jump = -_DRIFT * np.log2(tempi[:, None] / tempi[None, :]) ** 2
    # Forwards: the best score of a path that ends at each period, and where it came from.
    best, back = score[0], np.zeros((len(score), len(periods)), np.intp)
    for row in range(1, len(score)):
        choice = best[None, :] + jump
        back[row] = choice.argmax(1)
        best = choice.max(1) + score[row]
    # Backwards along it.
    path = np.empty(len(score), np.intp)
    path[-1] = int(best.argmax())
    for row in range(len(score) - 1, 0, -1):
        path[row - 1] = back[row, path[row]]
    return path


def _beat_frames(accents: Doubles, period: Doubles) -> NDArray[np.intp]:
    """Fine frames of the beats: strong accents (N,) about a period (N,) apart (Ellis 2007, equations 5 to 7)."""
    total, back = accents.copy(), np.full(len(accents), -1, np.intp)
    # One cost curve over the distance to the beat before, for each whole period that occurs.
    curves: dict[int, tuple[int, int, Doubles]] = {}
    for frame, apart in enumerate(np.rint(period).astype(int)):
        if apart not in curves:
            lags = np.arange(apart // 2, apart * 2 + 1)
            curves[apart] = int(lags[0]), int(lags[-1]), (-_TIGHT * np.log(lags / apart) ** 2 / apart * 10)[::-1]
        # The best sum of a sequence that ends at a frame half a period to two periods before, less the cost.
        near, far, cost = curves[apart]
        first, last = max(0, frame - far), frame - near + 1
        if last <= 0:
            continue
        sums = total[first:last] + cost[len(cost) - (last - first) :]
        best = int(sums.argmax())
        if sums[best] > 0:  # else a new sequence begins here
            total[frame] += sums[best]
            back[frame] = first + best
    return _trimmed(_backtrack(total, back, period), accents)


def _backtrack(total: Doubles, back: NDArray[np.intp], period: Doubles) -> NDArray[np.intp]:
    """Frames from the best end within the last period back to where its sequence began, in order of time."""
    tail = max(0, len(total) - round(period[-1]) - 1)
    frame, frames = tail + int(total[tail:].argmax()), []
    while frame >= 0:
        frames.append(frame)
        frame = int(back[frame])
    return np.array(frames[::-1], np.intp)


def _trimmed(frames: NDArray[np.intp], accents: Doubles) -> NDArray[np.intp]:
    """Without the beats before the first and after the last sound."""
    if not len(frames):
        return frames
    around = np.array([accents[max(0, f - 5) : f + 6].max() for f in frames])
    audible = np.flatnonzero(around > 0.3 * np.median(around))
    return frames[audible[0] : audible[-1] + 1] if len(audible) else frames[:0]


def _interpolated(accents: Doubles, frames: NDArray[np.intp]) -> Doubles:
    """Frames (n,) with fractions: where a parabola through each peak and its neighbours has its top."""
    inside = np.clip(frames, 1, len(accents) - 2)
    before, at, after = accents[inside - 1], accents[inside], accents[inside + 1]
    bend = before - 2 * at + after
    top = (at >= before) & (at >= after) & (bend < -1e-9)
    shift = np.where(top, 0.5 * (before - after) / np.where(top, bend, 1), 0.0)
    return np.maximum(frames + shift, 0)
