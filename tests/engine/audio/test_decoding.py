"""How long a sound is comes from what can be decoded of it, and not from what its header says."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from engine import audio
from engine.audio import decoding
from engine.protocol.errors import EngineError
from engine.protocol.sound import Mix, Piece, file_mix

RATE = 22050


@pytest.fixture
def noise():
    return np.random.default_rng(0).normal(0, 0.1, 3 * RATE).astype(np.float32)


def flac(path, samples, claimed=None, kept=1.0):
    """A FLAC whose header claims a number of samples (0: unknown), of which a part is kept."""
    soundfile.write(path, samples, RATE, format="FLAC", subtype="PCM_16")
    data = bytearray(path.read_bytes())
    if claimed is not None:  # 36 bits, from the low half of byte 21 on
        data[21] = (data[21] & 0xF0) | (claimed >> 32)
        data[22:26] = (claimed & 0xFFFFFFFF).to_bytes(4, "big")
    path.write_bytes(data[: int(len(data) * kept)])
    return str(path)


@pytest.mark.parametrize("claimed", [0, 2**36 - 1, 10**9])
def test_a_flac_is_as_long_as_it_is(tmp_path, noise, claimed):
    path = flac(tmp_path / "a.flac", noise, claimed)
    found = audio.listen(file_mix(path))
    assert found.seconds == pytest.approx(3, abs=0.02)
    whole = np.concatenate(list(audio.open_source(file_mix(path)).blocks()))
    assert whole[-audio.RATE // 2 :].std() == pytest.approx(0.1, rel=0.3)  # no silence at the end


def test_a_trimmed_piece_of_a_flac_of_unknown_length(tmp_path, noise):
    path = flac(tmp_path / "a.flac", noise, 0)
    known = flac(tmp_path / "b.flac", noise)
    pieces = [Piece(p, skip_s=1.0, seconds=1.5) for p in (path, known)]
    heard = [np.concatenate(list(audio.open_source(Mix((piece,))).blocks())) for piece in pieces]
    assert np.array_equal(heard[0], heard[1]) and heard[0].std() > 0.05


def test_a_file_that_is_cut_short_ends_there_and_it_is_said(tmp_path, noise):
    found = audio.listen(file_mix(flac(tmp_path / "a.flac", noise, kept=0.5)))
    assert 1.0 < found.seconds < 2.0
    assert found.notes == ("“a.flac” is damaged: only what comes before the damage is heard.",)


def test_a_header_without_samples_is_told(tmp_path, noise):
    path = flac(tmp_path / "a.flac", noise)
    (tmp_path / "a.flac").write_bytes((tmp_path / "a.flac").read_bytes()[:42])
    with pytest.raises(EngineError, match=r"“a\.flac” holds no samples: it is cut short"):
        audio.open_source(file_mix(path))


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"), (b"<html>", "web page"), (b"", "empty")],
)
def test_what_stands_in_a_sounds_place_is_told(tmp_path, content, words):
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(EngineError, match=words):
        audio.open_source(file_mix(str(path)))


def test_an_mp3_with_a_wrong_number_of_frames(tmp_path, noise):
    path = tmp_path / "a.mp3"
    soundfile.write(path, noise, RATE, format="MP3", subtype="MPEG_LAYER_III")
    data = bytearray(path.read_bytes())
    at = max(data.find(b"Xing"), data.find(b"Info"))
    assert at > 0
    data[at + 8 : at + 12] = (0x7FFFFFFF).to_bytes(4, "big")
    path.write_bytes(data)
    assert audio.listen(file_mix(str(path))).seconds == pytest.approx(3, abs=0.15)


@pytest.mark.parametrize("rate", [1, 999, 768_001, 2_000_000])
def test_rates_that_no_sound_has(tmp_path, rate):
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros(2000), rate)
    with pytest.raises(EngineError, match="samples a second, and sound 1,000 to 768,000"):
        audio.open_source(file_mix(str(path)))


def test_a_long_file_is_counted_no_further_than_a_take_reaches(tmp_path, monkeypatch):
    monkeypatch.setattr(decoding, "_COUNTED_S", 1.0)
    samples = np.zeros(5 * RATE)
    for claimed, seconds in ((None, 5.0), (0, 1.0), (2**36 - 1, 1.0)):
        path = flac(tmp_path / f"{claimed}.flac", samples, claimed)
        assert audio.open_source(file_mix(path)).seconds == pytest.approx(seconds, abs=12)
        assert audio.open_source(file_mix(path)).seconds >= seconds
