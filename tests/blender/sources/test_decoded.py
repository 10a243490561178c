"""Sounds that only Blender decodes reach the engine; those that it can't measure or decode are told."""

from __future__ import annotations

import math
import tempfile
import wave
from pathlib import Path

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h

RATE = 44100
TIMES = [0.5 + 0.37 * i for i in range(8)]


def _clicks(folder, name="clicks.wav"):
    samples = np.zeros(4 * RATE)
    for time in TIMES:
        at = np.arange(RATE // 50) / RATE
        first = round(time * RATE)
        samples[first : first + len(at)] += 0.5 * np.exp(-at / 0.004) * np.sin(2 * math.pi * 1500 * at)
    path = Path(folder) / name
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def _packed(folder, codec="AAC", container="MATROSKA", end=".mkv"):
    """The clicks in a kind that the engine doesn't read, or a skip where this Blender can't write it."""
    aud = pytest.importorskip("aud")
    source, path = _clicks(folder), Path(folder) / f"clicks{end}"
    codes = getattr(aud, f"CONTAINER_{container}"), getattr(aud, f"CODEC_{codec}")
    aud.Sound(str(source)).write(str(path), RATE, 1, aud.FORMAT_FLOAT32, *codes, 192_000, 4096)
    return path


def _mix(path, **piece):
    sound = h.part("engine.protocol.sound")
    return sound.Mix((sound.Piece(str(path), **piece),))


def _heard(path):
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767
        rate = file.getframerate()
    found = []
    for time in TIMES:
        first = round((time - 0.1) * rate)
        part = np.abs(samples[first : first + round(0.2 * rate)])
        found.append((first + np.flatnonzero(part > 0.4 * part.max())[0]) / rate)
    return np.array(found), len(samples) / rate


@pytest.mark.parametrize(
    ("codec", "container", "end"), [("AAC", "MATROSKA", ".mkv"), ("AC3", "AC3", ".ac3"), ("AAC", "MATROSKA", ".wav")]
)
def test_what_only_blender_decodes_is_handed_over(codec, container, end):
    with tempfile.TemporaryDirectory() as folder:
        path = _packed(folder, codec, container, end if end != ".wav" else ".mkv")
        if end == ".wav":  # what a file is called says nothing
            path = path.rename(path.with_name("other.wav"))
        decoded = h.part("sources.decoded")
        mix = _mix(path, start_s=1.0, gain=0.5)
        piece = decoded.readable(mix).pieces[0]
        assert piece.path != str(path) and (piece.start_s, piece.gain) == (1.0, 0.5) and piece.name == path.name
        times, seconds = _heard(piece.path)
        assert seconds == pytest.approx(4, abs=0.15)
        assert times - times[0] == pytest.approx(np.array(TIMES) - TIMES[0], abs=2e-3)
        assert times[0] == pytest.approx(TIMES[0], abs=0.06)
        assert decoded.readable(mix).pieces[0].path == piece.path


def test_what_the_engine_reads_stays():
    with tempfile.TemporaryDirectory() as folder:
        decoded = h.part("sources.decoded")
        for head in (b"fLaC", b"OggS", b"ID3\x04", b"FORM", b"\xff\xfb\x90\x00", b"\xff\xf3\x40\xc0"):
            path = Path(folder) / "any.bin"
            path.write_bytes(head + bytes(40))
            assert decoded.readable(_mix(path)) == _mix(path)
        for mix in (_mix(_clicks(folder)), _mix(Path(folder) / "none.mkv"), _mix(folder)):
            assert decoded.readable(mix) == mix


def test_what_nobody_decodes_is_left_to_the_engines_sentence():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notes.mkv"
        path.write_bytes(b"not a sound at all\n" * 50)
        assert h.part("sources.decoded").readable(_mix(path)) == _mix(path)


def test_a_job_is_sent_what_was_decoded_and_its_record_keeps_the_file():
    with tempfile.TemporaryDirectory() as folder:
        path = _packed(folder)
        client = h.part("engine.protocol.client").Client(
            ["none"], dict, readable=h.part("sources.decoded").readable
        )  # fmt: skip
        sent = []
        client._post = lambda kind, data, arrays, about: sent.append((kind, data, about)) or 1
        request = h.part("engine.protocol.request").AudioRequest(_mix(path), 60)
        client.submit(request)
        client.submit_sound(_mix(path))
        for (_, data, about), kept in zip(sent, (request, _mix(path))):
            audio = data.get("audio") or data["request"]["audio"]
            assert audio["pieces"][0]["path"].endswith(".wav") and about == kept


def test_a_strip_whose_length_blender_cannot_tell_is_told():
    """A FLAC whose header leaves its length open: the strip is one frame long, and plays nothing."""
    aud = pytest.importorskip("aud")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clicks.flac"
        codes = aud.CONTAINER_FLAC, aud.CODEC_FLAC
        aud.Sound(str(_clicks(folder))).write(str(path), RATE, 1, aud.FORMAT_S16, *codes, 192_000, 4096)
        data = bytearray(path.read_bytes())
        data[21] &= 0xF0
        data[22:26] = bytes(4)
        path.write_bytes(data)
        sound, scene = h.part("sources.sound"), bpy.context.scene
        editor = scene.sequence_editor_create()
        strips = editor.strips if hasattr(editor, "strips") else editor.sequences
        strip = strips.new_sound("song", str(path), channel=1, frame_start=1)
        try:
            if strip.frame_duration > 1:
                pytest.skip("this Blender measures it")
            error = h.part("engine.protocol.errors").EngineError
            for read in (
                lambda: sound.strip_mix(scene, "song"),
                lambda: sound.scene_mix(scene, sound.FrameRange(1, 9)),
            ):
                with pytest.raises(error, match=r"“song” is one frame long.*clicks\.flac"):
                    read()
        finally:
            scene.sequence_editor_clear()
