"""Requests and takes as messages, and what versions before wrote read as it was."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import take_files
from engine.protocol import wire
from engine.protocol.messages import (
    Take,
    request_from_json,
    request_to_json,
    takes_from_message,
    takes_to_message,
)
from engine.protocol.prompt import Prompt
from engine.protocol.request import AroundRequest, AudioRequest, InbetweenRequest, PoseRequest, Request, TextRequest
from engine.protocol.sound import AudioClip, Mix
from engine.protocol.version import engine_version
from retarget import quat
from retarget.mask import Mask, keep_all_but, unpack
from retarget.motion import Motion, canonical_skeleton
from tests.engine.protocol.test_request import WALK, refused
from tests.engine.requests import text_request, timeline_request

# requests.json: what the version before the requests had types of their own wrote for each; arrays as a .npz in base64.
WRITTEN = Path(__file__).parent / "written"
BEFORE: dict[str, dict[str, str]] = json.loads((WRITTEN / "requests.json").read_text(encoding="utf-8"))
KINDS: dict[str, type[Request]] = {
    "text": TextRequest,
    "timeline": TextRequest,
    "audio": AudioRequest,
    "inbetween": InbetweenRequest,
    "around": AroundRequest,
    "poses": PoseRequest,
}


def arrays_of(name: str) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(base64.b64decode(BEFORE[name]["arrays"]))) as packed:
        return {key.replace("|", "/"): packed[key] for key in packed.files}


def read(name: str) -> Any:
    return request_from_json(json.loads(BEFORE[name]["request"]), arrays_of(name), unpack)


@pytest.mark.parametrize("name", BEFORE)
def test_a_request_written_before_is_read_and_written_as_it_was(name):
    request = read(name)
    assert type(request) is KINDS[name.partition("_")[0]]
    data, arrays = request_to_json(request)
    before = json.loads(BEFORE[name]["request"])
    assert data.pop("mask", None) is None or before.pop("mask")
    assert json.dumps(data) == json.dumps(before)
    for key, array in arrays_of(name).items():
        if not key.startswith("mask"):
            assert np.array_equal(arrays[key], array), key


@pytest.mark.parametrize("name", BEFORE)
def test_a_record_written_before_asks_for_the_same_take(name):
    """What a take's Action or file holds: no arrays beside it."""
    meta = json.loads(BEFORE[name]["meta"])
    if name == "audio_clip":
        assert "not kept with it" in refused(lambda: request_from_json(meta["request"]))
        return
    request = request_from_json(meta["request"])
    bases = meta["request"].get("base_seeds", [None])
    motion = Motion(canonical_skeleton(), 30, np.zeros((1, 3), np.float32), np.tile(quat.IDENTITY, (1, 22, 1)))
    take = Take(motion, request, meta["seed"], meta["weights_digest"], "0.0.0", meta["timings"], meta["quality"])
    assert json.dumps(replace(take, base_seed=bases[0]).meta()) == BEFORE[name]["meta"]


def test_what_requests_written_before_say():
    timeline, mix, clip = read("timeline_to_sound"), read("audio_mix"), read("audio_clip")
    assert [(p.text, p.start, p.end) for p in timeline.prompts] == [
        ("a person walks", 0, 40), ("a person moves to <audio>", 60, 100),
    ]  # fmt: skip
    assert isinstance(timeline.audio, Mix) and timeline.audio.pieces[0].gains == (1.0, 0.5)
    assert mix.style_weights == {"salsa": 1.0, "folk": 0.5} and mix.energy == 1.4 and mix.frames == 96
    assert isinstance(clip.audio, AudioClip) and clip.style_weights == {"salsa": (0.0, 0.5, 1.0)}
    assert (read("audio_prompts").candidates, read("text").candidates) == (2, 3)
    around, own = read("around"), read("around_own")
    assert (around.sampling.seeds, around.base_seeds) == ((7, 8), (9, 9)) and around.mask.frames.tolist()[0]
    assert own.source is None and own.base_seeds == (1, 2, 3) and own.frames == 72
    assert read("poses").given == ("head", "left_arm") and read("poses").source.rot.shape == (1, 22, 4)


def test_a_request_written_before_is_made_of_whole_sentences():
    assert read("text").whole and not text_request(WALK).whole
    for whole in (True, False):
        data, _ = request_to_json(text_request(WALK, whole=whole))
        assert request_from_json(data).whole is whole  # type: ignore[reportAttributeAccessIssue]
    assert "whole" in refused(lambda: request_from_json({**data, "whole": "no"}))


def test_masks_written_before_keep_the_same_joints():
    whole, parts = read("inbetween"), read("inbetween_prompt_parts_pins")
    free = np.array([False, False, True, True, True, False])
    assert np.array_equal(whole.mask.joints, np.repeat(~free[:, None], 22, axis=1))
    assert np.array_equal(whole.mask.root, ~free)
    wanted = keep_all_but(canonical_skeleton(), np.array([False, True, False, True, True, False]), ["upper", "root"])
    assert np.array_equal(parts.mask.joints, wanted.joints) and np.array_equal(parts.mask.root, wanted.root)


def test_a_file_written_before_is_read():
    motion, meta = take_files.load_motion(WRITTEN / "take.npz")
    assert len(motion) == 6 and motion.skeleton.digest == canonical_skeleton().digest
    request = request_from_json(meta["request"])
    assert [p.text for p in request.prompts] == ["a person walks", "a person sits down"] and meta["seed"] == 7


def full_request() -> TextRequest:
    clip = AudioClip(np.linspace(-1, 1, 100), 16000, 0.5)
    prompts = Prompt(WALK, 0, 30), Prompt("waves to <audio>", 30)
    return timeline_request(
        *prompts, frames=60, fps=24.0, audio=clip, seeds=(3, 4), steps=12, temperature=0.9, guidance=3.5,
        clean_up=False, foot_lock="ground", candidates=6,
    )  # fmt: skip


def through_the_pipe(request: Request) -> Any:
    data, arrays = request_to_json(request)
    message = wire.read(io.BytesIO(wire.pack(wire.Message("generate", {"request": data}, arrays))))
    assert message is not None
    back = request_from_json(message.data["request"], message.arrays, unpack)
    assert request_to_json(back)[0] == data
    return back


def test_a_request_survives_the_pipe():
    request = full_request()
    back = through_the_pipe(request)
    assert isinstance(back.audio, AudioClip) and isinstance(request.audio, AudioClip)
    assert back.audio.digest == request.audio.digest


@pytest.mark.parametrize("kind", [InbetweenRequest, AroundRequest])
def test_a_mask_survives_the_pipe(kind):
    rot = np.tile(quat.IDENTITY, (60, 22, 1))
    source = Motion(canonical_skeleton(), 30, np.zeros((60, 3), np.float32), rot)
    mask = keep_all_but(source.skeleton, np.arange(60) > 20, ["arms", "root"])
    back = through_the_pipe(kind(source, mask))
    assert isinstance(back.mask, Mask) and np.array_equal(back.mask.joints, mask.joints)
    assert np.array_equal(back.mask.root, mask.root) and np.array_equal(back.source.rot, source.rot)
    assert back.frames == 60


@pytest.mark.parametrize(
    "data",
    [None, [], "walk", {}, {"prompts": "walk"}, {"prompts": [{}]}, {"prompts": [{"text": WALK}], "colour": "red"},
     {"prompts": [{"text": 3}]}, {"prompts": [{"text": WALK}], "mask": {"parts": ["arms"]}},
     {"prompts": [{"text": WALK}], "audio": {"sample_rate": 16000}}, {"prompts": [{"text": WALK}], "seeds": None},
     {"prompts": [{"text": WALK}], "model": ""}, {"prompts": [{"text": WALK}], "model": None},
     {"prompts": [{"text": WALK}], "model": "audiotoken"}, {"model": "audio"}],
)  # fmt: skip
def test_json_that_is_no_request_is_refused(data):
    refused(lambda: request_from_json(data))


def some_take(request: Request) -> Take:
    rot = np.tile(quat.IDENTITY, (7, 22, 1))
    root = np.zeros((7, 3), np.float32)
    motion = Motion(canonical_skeleton(), 30, root, rot, np.ones((7, 4), bool))
    seed = request.sampling.seeds[-1]
    return Take(motion, request, seed, "ab" * 32, engine_version(), {"sample": 0.5}, {"skate": 1.0})


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
    assert again.sampling.seeds == (6,) and again.frames == 90 and again.prompts[0].text == WALK
