"""Sections of a piece of music: where it goes over into something else, by bars, and which come back."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.audio.analysis import Analysis
from engine.audio.phrases.bars import bars_of, heard
from engine.audio.phrases.library import BAR
from engine.motion.peaks import find_peaks

_AROUND = 4  # bars before and after that are compared
_SHORTEST = 4  # bars of a section
_NEW = 0.35  # novelty from which a section begins, of 2 at most
_ALIKE = 0.8  # correlation from which a section is one that was there before
Floats = NDArray[np.float64]


def sections_of(found: Analysis, seconds: float) -> list[tuple[float, str]]:
    """(start in s, letter) of each section, those that sound alike with one letter; empty without a steady beat."""
    bars = bars_of(found, seconds)
    if bars is None:
        return []
    rows = heard(found, bars.beats)
    starts = [0, *borders(rows), len(rows)]
    return [(float(bars.beats[BAR * first]), letter)
            for first, letter in zip(starts[:-1], letters(rows, starts), strict=True)]  # fmt: skip


def borders(rows: Floats) -> list[int]:
    """Bars with which something else begins, from rows (B, D) of length 1 of what is heard in each.

    J. Foote's novelty ("Automatic audio segmentation using a measure of audio novelty", ICME 2000): how alike the bars
    on either side are among themselves, less how alike they are across.
    """
    count = len(rows)
    alike, novelty = rows @ rows.T, np.zeros(count)
    for bar in range(_SHORTEST, count - _SHORTEST + 1):
        before, after = slice(max(0, bar - _AROUND), bar), slice(bar, bar + _AROUND)
        novelty[bar] = (_among(alike[before, before]) + _among(alike[after, after])) / 2 - alike[before, after].mean()
    peaks, _ = find_peaks(novelty, height=_NEW, distance=_SHORTEST)
    return peaks.tolist()


def _among(alike: Floats) -> float:
    """The mean likeness (n, n) of bars to each other, not to themselves."""
    count = len(alike)
    return float((alike.sum() - np.trace(alike)) / max(count * (count - 1), 1))


def letters(rows: Floats, starts: list[int]) -> list[str]:
    """A letter for each section from one of `starts` to the next."""
    means: list[Floats] = []
    found: list[str] = []
    for first, end in pairwise(starts):
        mean = rows[first:end].mean(axis=0)
        mean /= max(float(np.linalg.norm(mean)), 1e-6)
        near = [float(mean @ other) for other in means]
        if near and max(near) > _ALIKE:
            found.append(chr(ord("A") + int(np.argmax(near)) % 26))
        else:
            found.append(chr(ord("A") + len(means) % 26))
            means.append(mean)
    return found
