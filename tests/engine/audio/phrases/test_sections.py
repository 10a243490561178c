"""Sections: where the music goes over into something else, and what comes back."""

from __future__ import annotations

import numpy as np

from engine.audio.analysis import analyse_samples
from engine.audio.phrases.sections import borders, letters, sections_of

RATE, BEAT = 22050, 0.5


def rows(form: str, each: int = 6) -> np.ndarray:
    """Bars of a form such as "ABA", each letter with a sound of its own and a little noise."""
    rng = np.random.default_rng(0)
    sounds = {letter: rng.normal(size=24) for letter in sorted(set(form))}
    found = np.concatenate([sounds[letter] + 0.3 * rng.normal(size=(each, 24)) for letter in form])
    found -= found.mean(axis=0)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_borders_lie_between_what_sounds_different_and_what_comes_back_has_its_letter():
    bars = rows("ABAC")
    assert borders(bars) == [6, 12, 18]
    assert letters(bars, [0, 6, 12, 18, 24]) == ["A", "B", "A", "C"]
    assert borders(rows("A", 20)) == [] and borders(rows("AB", 2)) == []


def test_a_track_with_two_parts_has_two_sections():
    clock = np.arange(int(32 * RATE * BEAT * 2)) / RATE
    click = np.exp(-40 * (clock % BEAT)) * np.sin(2 * np.pi * 90 * clock)
    half = clock < clock[-1] / 2
    tone = 0.2 * np.where(half, np.sin(2 * np.pi * 220 * clock), np.sign(np.sin(2 * np.pi * 311 * clock)))
    found = analyse_samples((0.7 * click + tone).astype(np.float32), RATE)
    sections = sections_of(found, float(clock[-1]))
    assert [letter for _, letter in sections] == ["A", "B"] and abs(sections[1][0] - clock[-1] / 2) < 2 * 4 * BEAT
    assert sections_of(analyse_samples(np.zeros(RATE * 5, np.float32), RATE), 5.0) == []
