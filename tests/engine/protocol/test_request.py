"""Requests and frames: what is refused, in which words, and that everything else survives the pipe."""

from __future__ import annotations

import contextlib
import io
import struct

import numpy as np
import pytest

from engine.protocol import wire
from engine.protocol.errors import EngineError
from engine.protocol.options import request_of
from engine.protocol.prompt import Prompt
from engine.protocol.request import InbetweenRequest, TextRequest, notes
from engine.protocol.sound import AudioClip
from retarget.mask import Mask
from tests.engine.requests import text_request, timeline_request

WALK = "a person walks forward"


def refused(make) -> str:
    """The sentence with which `make()` is refused: one, with a full stop, that names no Python."""
    with pytest.raises(EngineError) as caught:
        make()
    message = caught.value.message
    assert caught.value.code == "bad_request"
    assert message.endswith(".") and "\n" not in message and len(message) < 260
    assert "Traceback" not in message and "Error" not in message
    return message


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_prompt_is_refused(text):
    assert "empty" in refused(lambda: text_request(text))


def test_a_prompt_of_two_thousand_words_is_refused_and_a_long_one_noted():
    assert "2,000 words" in refused(lambda: text_request("walk " * 2000))
    assert "characters" in refused(lambda: text_request("walk" * 2000))
    assert notes(text_request(WALK)) == []
    assert "only about its first" in notes(text_request("walks on " * 40))[0]


def test_a_prompt_that_is_not_understood_is_noted_unless_it_is_to_stay_whole():
    assert notes(text_request("a person walks over the hills")) == []
    (note,) = notes(text_request("over the hills and far away"))
    assert note.startswith("“over the hills and far away” is not understood") and note.endswith(".")
    assert notes(text_request("over the hills and far away", whole=True)) == []
    assert notes(text_request("a person moves to <audio>", audio=AudioClip(np.zeros(10), 48000))) == []


@pytest.mark.parametrize("text", ["人が歩く", "человек идёт", "🚶🏃💃", "يمشي شخص", "12 34", "?!"])
def test_other_scripts_and_bare_emoji_are_refused(text):
    assert "English" in refused(lambda: text_request(text))


@pytest.mark.parametrize("text", ["walks 🚶 forward", "does a plié", "a person says «да» and waves"])
def test_english_with_something_else_in_it_is_read(text):
    assert text_request(text).prompts[0].text == text


@pytest.mark.parametrize("frames", [0, -1, -(10**9)])
def test_no_length_is_refused(frames):
    assert "at least 1" in refused(lambda: text_request(WALK, frames=frames))


@pytest.mark.parametrize("frames", [1801, 10**9, 10**15])
def test_a_huge_length_is_refused(frames):
    assert "at most 1,800 frames" in refused(lambda: text_request(WALK, frames=frames))


def test_the_longest_length_goes_by_the_frame_rate():
    assert text_request(WALK, frames=3600, fps=60).frames == 3600
    assert "1,440" in refused(lambda: text_request(WALK, frames=1441, fps=24))


@pytest.mark.parametrize(
    "options",
    [
        {"frames": 10.5}, {"frames": "ten"}, {"frames": float("nan")}, {"frames": True}, {"fps": 0}, {"fps": -30},
        {"fps": float("inf")}, {"fps": "fast"}, {"seeds": ()}, {"seeds": range(33)}, {"seeds": (-1,)},
        {"seeds": (2**63,)}, {"seeds": 3}, {"seeds": ("a",)}, {"steps": 0}, {"steps": 10**6}, {"temperature": 0},
        {"temperature": float("nan")}, {"guidance": -1}, {"foot_lock": "glue"},
        {"candidates": 0}, {"candidates": 17}, {"candidates": 2.5}, {"whole": "yes"}, {"whole": None},
    ],
)  # fmt: skip
def test_settings_out_of_range_are_refused(options):
    refused(lambda: text_request(WALK, **options))


def test_prompts_must_lie_within_the_take_and_apart():
    refused(lambda: TextRequest(()))
    refused(lambda: Prompt(WALK, 10, 10))
    refused(lambda: Prompt(WALK, -1))
    refused(lambda: timeline_request(Prompt(WALK, 0, 60), Prompt("jumps", 30, 90)))
    refused(lambda: timeline_request(Prompt(WALK), Prompt("jumps", 30)))
    assert "starts at frame 90" in refused(lambda: timeline_request(Prompt(WALK, 90), frames=60))


def test_a_mask_has_the_takes_frames_and_a_truth_for_each_joint():
    mask = Mask.of_frames(np.arange(10) < 4, 22)
    assert InbetweenRequest(None, mask).frames == 10 and not mask.everything
    assert "covers 10 frames and the take 60" in refused(lambda: InbetweenRequest(None, mask, frames=60))
    for root, joints in ((np.ones(3), np.ones((3, 2), bool)), (np.ones(3, bool), np.ones((4, 2), bool))):
        with pytest.raises(ValueError, match="booleans"):
            Mask(root, joints)  # type: ignore[arg-type]


def test_audio_is_checked():
    assert len(AudioClip(np.zeros(10), 48000).digest) == 64
    refused(lambda: AudioClip(np.zeros((2, 10)), 48000))
    refused(lambda: AudioClip(np.array([np.nan]), 48000))
    refused(lambda: AudioClip(np.zeros(10), 0))


# --- frames


def frame(header: bytes, body: bytes = b"", magic: bytes = b"MOTF", version: int = 1, lengths=None) -> io.BytesIO:
    head, tail = lengths or (len(header), len(body))
    return io.BytesIO(struct.pack("<4sIIQ", magic, version, head, tail) + header + body)


def test_messages_follow_one_another_and_end_cleanly():
    stream = io.BytesIO(b"".join(wire.pack(wire.Message(kind, {"n": 1})) for kind in ("hello", "cancel")))
    first, second = wire.read(stream), wire.read(stream)
    assert first and second and (first.kind, second.kind) == ("hello", "cancel")
    assert wire.read(stream) is None


@pytest.mark.parametrize(
    "array", [np.zeros((0, 3), np.float32), np.array(["a", "bé人"]), np.float64(30), np.array([True])]
)
def test_any_plain_array_travels(array):
    message = wire.read(io.BytesIO(wire.pack(wire.Message("x", {}, {"a": array}))))
    assert message and np.array_equal(message.arrays["a"], array)
    assert message.arrays["a"].shape == np.shape(array)


def test_objects_do_not_travel():
    with pytest.raises(wire.FrameError):
        wire.pack(wire.Message("x", {}, {"a": np.array([object()])}))


GOOD = b'{"kind":"x","data":{},"arrays":[{"name":"a","type":"<f4","shape":[2]}]}'


@pytest.mark.parametrize(
    "stream",
    [
        frame(b"{}", magic=b"HTTP"),
        frame(b"{}", version=9),
        frame(b"not json"),
        frame(b"\xff\xfe\x00"),
        frame(b"[" * 100000),
        frame(b"[]"),
        frame(b'{"kind":"x"}'),
        frame(b'{"kind":3,"data":{},"arrays":[]}'),
        frame(b"{}", lengths=(2**32 - 1, 0)),
        frame(b"{}", lengths=(2, 2**63)),
        frame(GOOD, bytes(7)),
        frame(GOOD, bytes(9)),
        frame(GOOD.replace(b"<f4", b"|O8"), bytes(16)),
        frame(GOOD.replace(b"<f4", b"nonsense"), bytes(8)),
        frame(GOOD.replace(b"[2]", b"[-2]"), bytes(8)),
        frame(GOOD.replace(b"[2]", b"[4611686018427387904]"), bytes(8)),
        frame(GOOD.replace(b"[2]", b'"22"'), bytes(8)),
        frame(GOOD, b"", lengths=(len(GOOD), 8)),
        io.BytesIO(b"MOT"),
        io.BytesIO(b"print() on the wrong pipe, in the middle of things"),
    ],
)
def test_a_corrupt_frame_is_an_error_and_nothing_more(stream):
    with pytest.raises(wire.FrameError):
        wire.read(stream)


def test_every_truncation_is_noticed():
    whole = wire.pack(wire.Message("x", {"n": 1}, {"a": np.arange(3)}))
    for length in range(1, len(whole)):
        with pytest.raises(wire.FrameError):
            wire.read(io.BytesIO(whole[:length]))


def test_random_damage_never_escapes_as_another_error():
    whole = bytearray(wire.pack(wire.Message("x", {"n": 1}, {"a": np.arange(3), "b": np.array(["q"])})))
    rng = np.random.default_rng(0)
    for _ in range(500):
        bad = bytearray(whole)
        for at in rng.integers(0, len(bad), 3):
            bad[at] = rng.integers(0, 256)
        with contextlib.suppress(wire.FrameError):
            wire.read(io.BytesIO(bytes(bad)))


# --- the command line's words


def test_options_become_a_request():
    request = request_of({"text": WALK, "seconds": 4, "fps": 24, "takes": 3, "seed": 7, "no_clean_up": True})
    assert (request.frames, request.sampling.seeds, request.sampling.clean_up) == (96, (7, 8, 9), False)
    assert request_of({"text": WALK}).frames is None
    assert (request.candidates, request_of({"text": WALK, "candidates": 8}).candidates) == (None, 8)
    spans = [("0-59", WALK), ("60-99", "jumps")]
    asked = [{"text": WALK}, {"text": WALK, "whole": True}, {"spans": spans}, {"spans": spans, "whole": True}]
    assert [request_of(options).whole for options in asked] == [False, True, False, True]  # type: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    "options",
    [{}, {"text": ""}, {"text": WALK, "seconds": 0}, {"text": WALK, "seconds": -1}, {"text": WALK, "seconds": 1e9},
     {"text": WALK, "seconds": float("nan")}, {"text": WALK, "takes": 0}, {"text": WALK, "takes": 2.5},
     {"text": WALK, "seed": "x"}, {"text": WALK, "fps": "x", "seconds": 1}, {"audio": "song.wav", "text": WALK}],
)  # fmt: skip
def test_bad_options_are_refused(options):
    refused(lambda: request_of(options))
