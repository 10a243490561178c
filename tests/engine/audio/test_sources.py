"""Files decoded, trimmed, mixed and placed to the sample; and what is said of files that can't be."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from engine import audio
from engine.audio import analysis, spectra
from engine.protocol.errors import EngineError
from engine.protocol.sound import AudioClip, Mix, Piece, file_mix
from tests.engine.audio.sounds import clicks, groove

TIMES = np.arange(0.4, 9.5, 0.731)
FORMATS = {
    "wav": ("WAV", "PCM_16", 44100),
    "flac": ("FLAC", "PCM_24", 48000),
    "ogg": ("OGG", "VORBIS", 44100),
    "mp3": ("MP3", "MPEG_LAYER_III", 44100),
}


def write(path, samples, rate, kind="wav"):
    name, subtype, _ = FORMATS[kind]
    soundfile.write(path, samples, rate, format=name, subtype=subtype)
    return str(path)


def heard(mix):
    return np.concatenate(list(audio.open_source(mix).blocks()))


def starts(samples, times):
    """When the knock near each of `times` is first heard, s."""
    found = []
    for time in times:
        first = max(0, int((time - 0.05) * audio.RATE))
        part = np.abs(samples[first : first + int(0.1 * audio.RATE)])
        found.append((first + np.flatnonzero(part > 0.4 * part.max())[0]) / audio.RATE)
    return np.array(found)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_lies_within_a_millisecond(tmp_path, kind):
    rate = FORMATS[kind][2]
    path = write(tmp_path / f"clicks.{kind}", np.stack([clicks(TIMES, 10, rate)] * 2, 1), rate, kind)
    samples = heard(file_mix(path))
    assert len(samples) == pytest.approx(10 * audio.RATE, abs=2)
    assert starts(samples, TIMES) == pytest.approx(TIMES, abs=1e-3)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_trimmed_piece_lies_within_a_millisecond(tmp_path, kind):
    rate = FORMATS[kind][2]
    path = write(tmp_path / f"clicks.{kind}", clicks(TIMES, 10, rate), rate, kind)
    samples = heard(Mix((Piece(path, start_s=2.5, skip_s=3.0, seconds=5.0),), start_s=1.5, seconds=7.0))
    times = TIMES[(TIMES > 3.05) & (TIMES < 7.9)] - 3.0 + 1.0
    assert starts(samples, times) == pytest.approx(times, abs=1e-3)
    assert np.abs(samples[: audio.RATE - 50]).max() < 1e-3 and np.abs(samples[6 * audio.RATE + 50 :]).max() < 1e-3


def test_the_mix_may_start_in_the_middle_of_a_piece(tmp_path):
    path = write(tmp_path / "clicks.wav", clicks(TIMES, 10, 44100), 44100)
    samples = heard(Mix((Piece(path, start_s=-2.0, skip_s=1.0),), start_s=1.0, seconds=5.0))
    times = TIMES[(TIMES > 4.05) & (TIMES < 8.9)] - 4.0
    assert starts(samples, times) == pytest.approx(times, abs=1e-3)


def test_pieces_add_up_with_their_volumes(tmp_path):
    tone = np.full(44100 * 2, 0.25, np.float32)
    path = write(tmp_path / "level.wav", tone, 44100)
    both = Mix((Piece(path, gain=2.0), Piece(path, start_s=1.0, gains=tuple(np.linspace(0, 1, 31)))), 0.0, 3.0)
    samples = heard(both)
    assert samples[audio.RATE // 2] == pytest.approx(0.5, abs=1e-3)
    assert samples[3 * audio.RATE // 2] == pytest.approx(0.5 + 0.125, abs=5e-3)
    assert samples[int(2.5 * audio.RATE)] == pytest.approx(0.25, abs=1e-3)


def test_speed_moves_the_clicks(tmp_path):
    path = write(tmp_path / "clicks.wav", clicks(TIMES, 10, 44100), 44100)
    samples = heard(Mix((Piece(path, speed=2.0),)))
    assert len(samples) == pytest.approx(5 * audio.RATE, abs=4)
    assert starts(samples, TIMES / 2) == pytest.approx(TIMES / 2, abs=1.5e-3)


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (192000, 6)], ids=["8 kHz mono", "192 kHz 5.1"])
def test_any_rate_and_channels(tmp_path, rate, channels):
    knocks = clicks(TIMES, 10, rate)
    path = write(tmp_path / "clicks.wav", np.stack([knocks] * channels, 1), rate)
    assert starts(heard(file_mix(path)), TIMES) == pytest.approx(TIMES, abs=1e-3)


def test_blocks_make_no_difference(tmp_path):
    samples, _ = groove(110, 25, 44100)
    path = write(tmp_path / "song.flac", samples, 44100, "flac")
    blocks = list(audio.open_source(file_mix(path)).blocks())
    assert len(blocks) == 3
    whole = analysis.resampled(np.asarray(soundfile.read(path)[0], np.float32), 44100)
    assert np.concatenate(blocks) == pytest.approx(whole[: sum(map(len, blocks))], abs=1e-5)


def test_samples_that_are_not_numbers_are_silence_and_told(tmp_path):
    samples = clicks(TIMES, 10, 44100)
    samples[1000:1200] = np.nan
    samples[2000] = np.inf
    path = tmp_path / "nan.wav"
    soundfile.write(path, samples, 44100, subtype="FLOAT")
    found = audio.listen(file_mix(str(path)))
    assert "201 samples that are not numbers" in found.notes[0]
    assert starts(heard(file_mix(str(path))), TIMES) == pytest.approx(TIMES, abs=1e-3)


def test_a_missing_file_is_named_with_its_strip(tmp_path):
    with pytest.raises(EngineError, match=r"“song\.ogg” of “Intro” is missing"):
        audio.open_source(Mix((Piece(str(tmp_path / "song.ogg"), "Intro"),)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a sound at all\n" * 50, r"“notes\.wav” holds no sound"),
        (b"RIFF\x00\x00\x00\x00WAVE", r"“notes\.wav” holds no sound"),
        (b"", r"“notes\.wav” is empty: copy or download it again"),
    ],
)
def test_a_text_file_named_wav(tmp_path, content, said):
    path = tmp_path / "notes.wav"
    path.write_bytes(content)
    with pytest.raises(EngineError, match=said):
        audio.listen(file_mix(str(path)))


def test_a_folder_is_no_sound(tmp_path):
    with pytest.raises(EngineError, match="is a folder"):
        audio.open_source(file_mix(str(tmp_path)))


def test_nothing_in_range(tmp_path):
    path = write(tmp_path / "clicks.wav", clicks([0.1], 1, 44100), 44100)
    with pytest.raises(EngineError, match="Nothing is heard in this range"):
        audio.open_source(Mix((Piece(path),), start_s=5.0))


def test_what_is_heard_in_music():
    samples, beats = groove(110, 20, 44100)
    found = audio.listen(AudioClip(samples, 44100))
    assert found.steady and found.tempo == pytest.approx(110, abs=1)
    nearest = np.abs(found.beats[:, None] - beats[None]).min(1)
    assert np.median(nearest) < 0.015 and len(found.beats) == pytest.approx(len(beats), abs=2)
    assert len(found.peaks) == 600 and found.peaks.max() <= 1


def test_silence_is_told():
    found = audio.listen(AudioClip(np.zeros(16000, np.float32), 16000))
    assert not found.steady and not len(found.beats) and not len(found.onsets)
    assert "silent" in found.notes[0]


def test_a_long_file_is_never_whole_in_memory(tmp_path):
    import tracemalloc

    path = str(tmp_path / "long.wav")
    with soundfile.SoundFile(path, "w", 8000, 1, "PCM_16") as file:
        for _ in range(20):  # 20 minutes: 19 MB as samples at 8 kHz, 106 MB at RATE
            file.write(np.random.default_rng(0).normal(0, 0.1, 8000 * 60))
    tracemalloc.start()
    source = audio.open_source(file_mix(path))
    total = sum(len(block) for block in source.blocks())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == 1200 * spectra.RATE and peak < 15e6
