"""The band plays when it is told to, the same for one seed, and louder where the motion is livelier."""

from __future__ import annotations

import numpy as np
import pytest

from engine.train import band
from engine.train.band import arrange, drums, mixing, tones

SECONDS = 6.0
BEATS = 0.3 + 0.5 * np.arange(-1, 13)


def lead(energy: float | np.ndarray = 0.6, beats: np.ndarray = BEATS):
    accent = np.tile([1.0, 0.0, 0.0, 0.0], 8)[: len(beats)]
    return band.Lead(beats, np.broadcast_to(energy, len(beats)).astype(float), accent, SECONDS)


def loudness(samples, first, last):
    return float(np.sqrt(np.mean(samples[int(first * band.RATE) : int(last * band.RATE)] ** 2)))


def attacks(samples, hop=110):
    """How fast the sound grows, per 5 ms."""
    power = np.add.reduceat(samples**2, np.arange(0, len(samples), hop))
    return np.maximum(np.diff(np.log(power + 1e-7), prepend=np.log(1e-7)), 0), band.RATE / hop


@pytest.mark.parametrize("genre", band.GENRES, ids=lambda g: g.name)
def test_every_genre_plays_sound(genre):
    samples = band.play(lead(), genre, 1)
    assert samples.dtype == np.float32 and len(samples) == SECONDS * band.RATE
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() < 1
    assert loudness(samples, 1, 5) > 0.01


def test_one_seed_plays_the_same_and_another_does_not():
    genre = band.genre("funk")
    once, again, other = (band.play(lead(), genre, seed) for seed in (3, 3, 4))
    assert np.array_equal(once, again)
    assert np.corrcoef(once, other)[0, 1] < 0.5


@pytest.mark.parametrize("name", ["house", "march", "drums alone", "footsteps"])
def test_beats_are_audible_where_the_score_says(name):
    on, between = [], []
    for seed in range(4):
        grown, rate = attacks(band.play(lead(), band.genre(name), seed))
        for beat in BEATS[(BEATS > 0.2) & (BEATS < 5.5)]:
            on.append(grown[int((beat - 0.02) * rate) : int((beat + 0.03) * rate)].max())
            between.append(grown[int((beat + 0.16) * rate) : int((beat + 0.21) * rate)].max())
    assert np.mean(on) > 1.5 * np.mean(between)


def test_an_uneven_pulse_is_followed():
    beats = np.cumsum([0.2, 0.5, 0.4, 0.6, 0.5, 0.45, 0.55, 0.6, 0.5, 0.5])
    grown, rate = attacks(band.play(lead(0.2, beats), band.genre("footsteps"), 2))
    for beat in beats:
        near = grown[max(0, int((beat - 0.05) * rate)) : int((beat + 0.2) * rate)]
        assert abs(int(near.argmax()) / rate - min(beat, 0.05)) < 0.035


def test_a_livelier_motion_gets_a_louder_and_fuller_music():
    energy = np.where(BEATS < 3, 0.05, 0.95)
    for name in ("rock", "salsa", "breakbeat"):
        samples = band.play(lead(energy), band.genre(name), 5)
        assert loudness(samples, 3.5, 5.8) > 1.2 * loudness(samples, 0.5, 2.5)
    assert not arrange.audible(3, 0.0) and arrange.audible(3, 1.0)
    assert arrange.audible(9, 0.0)


def test_bars_begin_where_the_motion_stops_most():
    accent = np.roll(np.tile([1.0, 0.0, 0.0, 0.0], 4), 2)[: len(BEATS)]
    assert arrange._downbeat(band.Lead(BEATS, accent, accent, SECONDS), 4) == 2


def test_notes_have_their_pitch():
    for name, voice in tones.VOICES.items():
        sound = tones.note(voice, 9 - 12 * voice.body, 1.0)  # A above middle C in every octave
        spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
        hz = np.fft.rfftfreq(len(sound), 1 / tones.RATE)
        near = (hz > 430) & (hz < 450)
        assert spectrum[near].max() > 20 * np.median(spectrum), name


@pytest.mark.parametrize("name", sorted(drums.KIT))
def test_every_instrument_dies_away(name):
    sound = drums.strike(name, np.random.default_rng(0))
    assert np.isfinite(sound).all()
    assert np.abs(sound[-len(sound) // 20 :]).max() < 0.1 * np.abs(sound).max()


def test_sounds_outside_the_recording_are_cut():
    click = np.ones(100, np.float32)
    out = mixing.lay([(-0.002, click, 1.0), (0.999, click, 0.5), (5.0, click, 1.0)], 1.0)
    assert len(out) == tones.RATE
    assert out[:56].sum() == 56 and out[56:100].sum() == 0
    assert out[-1] == 0.5


def test_a_band_needs_beats():
    with pytest.raises(ValueError, match="two beats"):
        band.Lead(np.array([1.0]), np.array([1.0]), np.array([1.0]), 2.0)
