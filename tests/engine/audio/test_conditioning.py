"""A request with sound through the engine, with a stand-in for the model."""

from __future__ import annotations

import json

import numpy as np
import pytest
import soundfile

from engine import api
from engine.__main__ import main
from engine.audio import conditioning
from engine.protocol.errors import EngineError
from engine.protocol.limits import MAX_AUDIO_SECONDS
from engine.protocol.messages import request_from_json, request_to_json
from engine.protocol.request import AudioRequest
from engine.protocol.sound import AudioClip, Mix, Piece, file_mix
from tests.engine import fake
from tests.engine.requests import audio_request

RATE = 16000


@pytest.fixture
def model():
    return fake.FakeAudioModel()


@pytest.fixture
def engine(model):
    return api.Engine(device="cpu", loaders={"audio": lambda folder, device: api.LoadedModel(model, "2" * 64)})


def noise(seconds):
    return AudioClip(np.random.default_rng(0).normal(0, 0.1, int(seconds * RATE)).astype(np.float32), RATE)


@pytest.mark.parametrize(("fps", "seconds"), [(30.0, 2.0), (24000 / 1001, 4.0), (60.0, 0.2), (24.0, 1.5)])
def test_a_take_lasts_as_long_as_its_sound(engine, model, fps, seconds):
    takes = engine.generate(audio_request(noise(seconds), fps=fps, seeds=(1, 2)))
    assert [len(t.motion) for t in takes] == [round(seconds * fps)] * 2
    assert takes[0].motion.fps == fps
    last = (round(seconds * fps) - 1) / fps
    assert len(model.calls[0]["features"]) == max(16, np.ceil(last * 30 - 1e-6) + 1)
    assert "listen" in takes[0].timings


def test_styles_and_energy_arrive(engine, model):
    weights = {"salsa": tuple(np.linspace(0, 1, 60)), "ballet": 0.5}
    engine.generate(audio_request(noise(2), fps=30, frames=60, style_weights=weights, energy=1.4))
    call = model.calls[0]
    assert (call["energy"] == 1.4).all() and len(call["energy"]) == len(call["features"])
    assert call["styles"][:60, 1] == pytest.approx(np.linspace(0, 1, 60)) and (call["styles"][:, 0] == 0.5).all()


def test_style_weights_follow_the_scenes_frames():
    table = conditioning.style_table({"b": (0.0, 1.0, 2.0, 3.0)}, ["a", "b"], 6, 15.0)
    assert table[:, 1] == pytest.approx([0, 0.5, 1, 1.5, 2, 2.5])


def test_an_unknown_style_is_told(engine):
    with pytest.raises(EngineError, match="no style called “polka”: choose one of ballet, salsa"):
        engine.generate(audio_request(noise(1), style_weights={"polka": 1.0}))


def test_weights_must_match_the_frames():
    with pytest.raises(EngineError, match="3 weights and the take 30 frames"):
        audio_request(noise(1), style_weights={"salsa": (0.0, 0.5, 1.0)})


def test_a_text_model_does_not_follow_sound():
    data, arrays = request_to_json(audio_request(noise(1)))
    with pytest.raises(EngineError, match="reads words"):
        request_from_json({**data, "model": "text"}, arrays)
    with pytest.raises(EngineError, match="follows sound"):
        request_from_json({"model": "audio", "prompts": [{"text": "a person walks"}]})


def test_a_request_with_a_mix_survives_the_pipe():
    mix = Mix((Piece("/a.wav", "Strip", 1.0, 0.5, 3.0, 0.8, (0.0, 1.0)), Piece("/b.ogg")), 0.25, 4.0)
    request = audio_request(mix, fps=24, style_weights={"salsa": 0.5}, energy=0.7)
    data, arrays = request_to_json(request)
    assert request_from_json(json.loads(json.dumps(data)), arrays) == request
    assert request.frames == 96 and not arrays


def test_two_hours_are_too_long_for_one_take(tmp_path, engine):
    path = tmp_path / "long.wav"
    with soundfile.SoundFile(path, "w", 4000, 1, "PCM_U8") as file:
        for _ in range(120):
            file.write(np.zeros(4000 * 60))
    with pytest.raises(EngineError, match=rf"7,200 seconds, and one take at most {MAX_AUDIO_SECONDS:g}"):
        engine.generate(audio_request(file_mix(str(path))))
    assert len(engine.generate(audio_request(file_mix(str(path)), frames=90))[0].motion) == 90


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--audio", "gone.wav"], "“gone.wav” is missing"),
        (["--audio", "scene"], "“scene” is the sound of a Blender scene, and none is open here"),
        (["--audio", "x.wav", "--box", "Floor"], "and no object of an open scene"),
        (["--audio", "x.wav", "--dancers", "2", "--placed", "stands"], "only a scene knows where"),
        (["--path", "Curve"], "a curve or objects of a scene are for motif-blender"),
        (["--text", "waves", "--reach", "right_hand@9=Cup"], "objects of a scene are for motif-blender"),
        (["--audio", "x.wav", "--style", "salsa:much"], "is not NAME or NAME:WEIGHT"),
        (["--text", "a person walks", "--style", "salsa"], "Styles, energy and dancing are for motion to a sound"),
        (["--audio", "x.wav", "--energy", "9"], "Energy is 9"),
    ],
)
def test_the_command_line_says_what_is_wrong(monkeypatch, capsys, tmp_path, options, sentence):
    monkeypatch.setattr(api, "LOADERS", fake.loaders())
    assert main(["generate", *options, "--out", str(tmp_path / "t.npz"), "--device", "cpu"]) == 1
    assert sentence in capsys.readouterr().err


def test_the_command_line_moves_to_a_file(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(api, "LOADERS", fake.loaders())
    soundfile.write(tmp_path / "song.flac", noise(3).samples, RATE)
    done = main(["generate", "--audio", str(tmp_path / "song.flac"), "--style", "salsa:0.5", "--seconds", "2",
                 "--device", "cpu", "--json", "--out", str(tmp_path / "take.npz")])  # fmt: skip
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert done == 0 and said["takes"][0]["frames"] == 60
    meta = json.loads(str(np.load(tmp_path / "take.npz")["meta"]))
    assert meta["request"]["style_weights"] == {"salsa": 0.5}
    back = request_from_json(meta["request"])
    assert isinstance(back, AudioRequest) and back.audio == file_mix(str(tmp_path / "song.flac"))
