"""Requests and frames: what is refused, in which words, and that everything else survives the pipe."""

from __future__ import annotations

import contextlib
import io
import json
import struct
from dataclasses import replace

import numpy as np
import pytest

from engine.protocol import wire
from engine.protocol.options import request_of
from engine.protocol.request import (
    AudioClip,
    Condition,
    EngineError,
    FrameMask,
    Prompt,
    Request,
    Take,
    engine_version,
    notes,
    request_from_json,
    request_to_json,
    takes_from_message,
    takes_to_message,
    text_request,
)
from retarget import quat
from retarget.motion import Motion, canonical_skeleton

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


@pytest.mark.parametrize("text", ["人が歩く", "человек идёт", "🚶🏃💃", "يمشي شخص", "12 34", "?!"])
def test_other_scripts_and_bare_emoji_are_refused(text):
    assert "English" in refused(lambda: text_request(text))


@pytest.mark.parametrize("text", ["walks 🚶 forward", "does a plié", "a person says «да» and waves"])
def test_english_with_something_else_in_it_is_read(text):
    assert text_request(text).condition.prompts[0].text == text


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
        {"temperature": float("nan")}, {"guidance": -1}, {"foot_lock": "glue"}, {"model": ""}, {"model": None},
        {"candidates": 0}, {"candidates": 17}, {"candidates": 2.5},
    ],
)  # fmt: skip
def test_settings_out_of_range_are_refused(options):
    refused(lambda: text_request(WALK, **options))


def test_prompts_must_lie_within_the_take_and_apart():
    refused(lambda: Request())
    refused(lambda: Prompt(WALK, 10, 10))
    refused(lambda: Prompt(WALK, -1))
    refused(lambda: Condition((Prompt(WALK, 0, 60), Prompt("jumps", 30, 90))))
    refused(lambda: Condition((Prompt(WALK), Prompt("jumps", 30))))
    assert "starts at frame 90" in refused(lambda: Request(condition=Condition((Prompt(WALK, 90),)), frames=60))


def test_a_mask_keeps_a_token_only_where_all_its_frames_are_kept():
    keep = np.ones(10, bool)
    keep[4] = False
    assert FrameMask(keep).to_tokens(4).tolist() == [True, False, True]
    keep[9] = False
    assert FrameMask(keep).to_tokens(4).tolist() == [True, False, False]
    refused(lambda: FrameMask(np.ones(3)))  # type: ignore[arg-type]
    refused(lambda: FrameMask(keep, {"arms": np.ones(9, bool)}))
    refused(lambda: text_request(WALK, frames=60, mask=FrameMask(keep)))


def test_audio_is_checked():
    assert len(AudioClip(np.zeros(10), 48000).digest) == 64
    refused(lambda: AudioClip(np.zeros((2, 10)), 48000))
    refused(lambda: AudioClip(np.array([np.nan]), 48000))
    refused(lambda: AudioClip(np.zeros(10), 0))


def full_request() -> Request:
    mask = FrameMask(np.arange(60) < 20, {"arms": np.arange(60) < 30}, feather=4)
    clip = AudioClip(np.linspace(-1, 1, 100), 16000, 0.5)
    condition = Condition((Prompt(WALK, 0, 30), Prompt("waves to <audio>", 30)), clip, {"jazz": 0.5}, 3.5)
    return Request("text", 60, 24.0, condition, mask, (3, 4), 12, 0.9, False, "ground", candidates=6)


def test_a_request_survives_the_pipe():
    data, arrays = request_to_json(full_request())
    message = wire.read(io.BytesIO(wire.pack(wire.Message("generate", {"request": data}, arrays))))
    assert message is not None
    back = request_from_json(message.data["request"], message.arrays)
    assert request_to_json(back)[0] == data
    assert isinstance(back.condition.audio, AudioClip) and back.mask is not None
    assert back.condition.audio.digest == data["audio"]["digest"]
    assert np.array_equal(back.mask.parts["arms"], np.arange(60) < 30)


@pytest.mark.parametrize(
    "data",
    [None, [], "walk", {}, {"prompts": "walk"}, {"prompts": [{}]}, {"prompts": [{"text": WALK}], "colour": "red"},
     {"prompts": [{"text": 3}]}, {"prompts": [{"text": WALK}], "mask": {"parts": ["arms"]}},
     {"prompts": [{"text": WALK}], "audio": {"sample_rate": 16000}}, {"prompts": [{"text": WALK}], "seeds": None}],
)  # fmt: skip
def test_json_that_is_no_request_is_refused(data):
    refused(lambda: request_from_json(data))


def some_take(request: Request) -> Take:
    rot = np.tile(quat.IDENTITY, (7, 22, 1))
    root = np.zeros((7, 3), np.float32)
    motion = Motion(canonical_skeleton(), 30, root, rot, np.ones((7, 4), bool))
    return Take(motion, request, request.seeds[-1], "ab" * 32, engine_version(), {"sample": 0.5}, {"skate": 1.0})


def test_takes_survive_the_pipe_to_the_bit():
    request = text_request(WALK, seeds=(5, 6))
    takes = [some_take(request), replace(some_take(request), seed=5)]
    metas, arrays = takes_to_message(takes)
    message = wire.read(io.BytesIO(wire.pack(wire.Message("result", {"takes": metas}, arrays))))
    assert message is not None
    back = takes_from_message(message.data["takes"], message.arrays, Motion.from_arrays, request)
    assert [t.seed for t in back] == [6, 5] and back[0].quality == {"skate": 1.0}
    for name, array in takes[0].motion.to_arrays().items():
        assert np.array_equal(array, back[0].motion.to_arrays()[name]), name


def test_a_takes_meta_asks_for_that_take_again():
    meta = json.loads(json.dumps(some_take(text_request(WALK, seeds=(5, 6), frames=90)).meta()))
    again = request_from_json(meta["request"])
    assert again.seeds == (6,) and again.frames == 90 and again.condition.prompts[0].text == WALK


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
    assert (request.frames, request.seeds, request.clean_up) == (96, (7, 8, 9), False)
    assert request_of({"text": WALK}).frames is None
    assert (request.candidates, request_of({"text": WALK, "candidates": 8}).candidates) == (None, 8)


@pytest.mark.parametrize(
    "options",
    [{}, {"text": ""}, {"text": WALK, "seconds": 0}, {"text": WALK, "seconds": -1}, {"text": WALK, "seconds": 1e9},
     {"text": WALK, "seconds": float("nan")}, {"text": WALK, "takes": 0}, {"text": WALK, "takes": 2.5},
     {"text": WALK, "seed": "x"}, {"text": WALK, "fps": "x", "seconds": 1}, {"audio": "song.wav", "text": WALK}],
)  # fmt: skip
def test_bad_options_are_refused(options):
    refused(lambda: request_of(options))
