"""Features at 30 fps: their shapes, their timing, and that blocks and loudness leave them alone."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from engine import audio
from engine.audio import analysis, spectra
from engine.protocol.errors import EngineError
from engine.protocol.sound import AudioClip
from tests.engine.audio.sounds import clicks, groove

RATE = 44100


def columns(preset="motif"):
    return {name: i for i, name in enumerate(audio.PRESETS[preset])}


@pytest.mark.parametrize(("preset", "width"), [("motif", 38), ("paper29", 29), ("paper3", 3)])
def test_presets(preset, width):
    samples, _ = groove(120, 4, RATE)
    table = audio.features(samples, RATE, preset=preset)
    assert table.shape == (120, width) and table.dtype == np.float32 and np.isfinite(table).all()
    assert (table.std(0) > 0).sum() > 0.9 * width
    assert audio.features(AudioClip(samples, RATE), preset=preset) == pytest.approx(table)


def test_an_unknown_preset_is_named():
    with pytest.raises(EngineError, match="“paper30” is unknown"):
        audio.features(np.zeros(RATE), RATE, preset="paper30")


def test_length_is_what_was_asked_for():
    samples, _ = groove(120, 4, RATE)
    longer = audio.features(samples, RATE, 150)
    assert longer.shape == (150, 38)
    assert np.abs(longer[125:, columns()["rms"]]).max() == 0
    assert len(audio.features(samples, RATE, 60)) == 60


def test_mel_filters_are_triangles_of_equal_area():
    bank = spectra.mel_bank(spectra.RATE, 2048, 64)
    assert bank.shape == (64, 1025) and bank.dtype == np.float32
    areas = bank.sum(1) * spectra.RATE / 2048
    assert areas[20:] == pytest.approx(1, abs=0.06)  # the narrow ones below lie between bins
    assert (np.diff(bank.argmax(1)) > 0).all()


def test_onset_is_the_rise_above_neighbouring_bands():
    samples, _ = groove(120, 3, spectra.RATE)
    padded = np.pad(samples.astype(np.float32), (spectra._LEFT, spectra._RIGHT))
    first = spectra._LEFT - 4 * spectra._FINE_HOP - 512
    windows = np.lib.stride_tricks.sliding_window_view(padded[first:], 1024)[:: spectra._FINE_HOP][:452]
    mel = spectra._decibels(spectra._magnitudes(windows) ** 2 @ spectra.mel_bank(spectra.RATE, 1024, 40).T)
    above, below = np.pad(mel, ((0, 0), (0, 1)), "edge")[:, 1:], np.pad(mel, ((0, 0), (1, 0)), "edge")[:, :-1]
    rise = np.maximum(mel[2:] - np.maximum(mel, np.maximum(above, below))[:-2], 0).mean(1)
    assert spectra._onset(padded, 90) == pytest.approx(rise, abs=1e-5)


def test_cepstrum_is_the_orthonormal_cosine_transform():
    level = np.random.default_rng(0).random((7, 64)).astype(np.float32)
    k, n = np.arange(20)[:, None], np.arange(64)[None]
    basis = np.cos(np.pi * k * (2 * n + 1) / 128) * np.sqrt(np.where(k == 0, 1, 2) / 64)
    assert spectra._cepstrum(level) == pytest.approx(level @ basis.T, abs=1e-5)


@pytest.mark.parametrize(("hz", "pitch"), [(261.63, 0), (440.0, 9), (493.88, 11), (130.81, 0)])
def test_chroma_knows_the_note(hz, pitch):
    tone = 0.3 * np.sin(2 * np.pi * hz * np.arange(2 * RATE) / RATE)
    table = audio.features(tone, RATE)
    first = columns()["chroma_0"]
    assert (table[5:-5, first : first + 12].argmax(1) == pitch).all()


def test_blocks_of_any_size_give_the_same():
    samples, _ = groove(96, 47, spectra.RATE)
    whole = analysis.analyse(lambda: [samples], 47 * 30)
    for size in (999, 100_000):
        pieces = [samples[i : i + size] for i in range(0, len(samples), size)]
        parts = analysis.analyse(pieces.__iter__, 47 * 30)
        assert parts.table("motif") == pytest.approx(whole.table("motif"), abs=1e-4)
        assert parts.beats.times == pytest.approx(whole.beats.times, abs=1e-4)


def test_loudness_does_not_matter():
    samples, _ = groove(120, 6, RATE)
    usual, soft = audio.features(samples, RATE), audio.features(samples * 0.03, RATE)
    assert soft == pytest.approx(usual, abs=2e-3)


def test_onsets_lie_on_their_frames():
    times = np.arange(0.5, 9.5, 0.7)
    table = audio.features(clicks(times, 10, RATE), RATE)
    onset = table[:, columns()["onset"]]
    peaks = np.flatnonzero((onset[1:-1] > 0.5 * onset.max()) & (onset[1:-1] >= onset[:-2]) & (onset[1:-1] > onset[2:]))
    assert (peaks + 1) / 30 == pytest.approx(times, abs=1 / 30)


def test_phase_turns_once_a_beat():
    samples, beats = groove(100, 20, RATE)
    table, at = audio.features(samples, RATE), columns()
    phase = np.arctan2(table[:, at["beat_sin"]], table[:, at["beat_cos"]])
    inside = beats[2:-2]
    turned = np.interp(inside, np.arange(len(phase)) / 30, np.unwrap(phase))
    assert np.diff(turned) == pytest.approx(2 * np.pi, abs=0.35)
    assert table[np.rint(inside * 30).astype(int), at["beat_activation"]].min() > 0.6
    assert table[np.rint((inside + 0.3) * 30).astype(int), at["beat_activation"]].max() < 0.01


@pytest.mark.parametrize(
    "samples",
    [np.zeros(RATE), np.full(RATE, np.nan), np.zeros(1), np.full(2 * RATE, 1e-5)],
    ids=["silence", "not numbers", "one sample", "next to silence"],
)
def test_silence_has_no_beat(samples):
    table, at = audio.features(samples, RATE), columns()
    assert np.isfinite(table).all()
    assert np.abs(table[:, at["beat_cos"]]).max() == 0 and np.abs(table[:, at["rms"]]).max() < 0.1


def test_channels_are_mixed_and_infinities_are_silent():
    samples, _ = groove(120, 3, RATE)
    stereo = np.stack([samples, samples], 1)
    stereo[100] = np.inf
    assert audio.features(stereo, RATE).shape == (90, 38)


def test_neither_the_engine_nor_a_sound_loads_torch_and_librosa_waits_for_a_sound():
    code = (
        "import sys, numpy as np; from engine import audio; early = 'librosa' in sys.modules;"
        "audio.features(np.random.rand(40000), 16000);"
        "print(early, [m for m in ('librosa', 'torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False ['librosa']"


def test_beats_are_found_before_a_long_silence():
    samples, _ = groove(120, 12, 16000)
    found = audio.analyse_samples(np.concatenate([samples, np.zeros(16000 * 14, samples.dtype)]), 16000, 26 * 30)
    assert found.beats.steady and len(found.beats.times) > 15
