"""A sound as a word: where it stands, what each prompt hears, and what is said when something is missing."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.api import Engine, LoadedModel
from engine.audio.audio_token import AudioTokenModel, samples_of
from engine.audio.prompt_tokens import with_numbered_tags
from engine.audio.spectra import RATE
from engine.models import audio_encoder, audio_token
from engine.protocol.errors import EngineError
from engine.protocol.messages import request_from_json, request_to_json
from engine.protocol.options import request_of
from engine.protocol.prompt import AUDIO_TAG, Prompt, hints
from engine.protocol.request import AudioRequest, InbetweenRequest, TextRequest, notes
from engine.protocol.sound import AudioClip
from engine.runtime.weights import save_weights
from engine.text.encoder import AUDIO_SHARE, MAX_WORDS, PLACEHOLDER, AudioTokenEncoder, TextEncoder, with_audio_tokens
from tests.engine.fake import FakeModel, loaders
from tests.engine.requests import audio_request, text_request, timeline_request

MOVES = f"a person moves to {AUDIO_TAG}"


def sound(seconds: float = 2.0) -> AudioClip:
    noise = np.random.default_rng(0).standard_normal(int(seconds * 8000))
    return AudioClip(0.1 * noise.astype(np.float32), 8000)


@pytest.fixture(scope="module")
def minilm() -> TextEncoder:
    return TextEncoder()


class FakeEars:
    """Two states for each second, which hold how loud it is there."""

    width, digest, folder = 3, "e" * 64, ""

    def states(self, samples: np.ndarray, rate: int) -> Tensor:
        parts = np.array_split(np.abs(samples), max(1, round(2 * len(samples) / rate)))
        return torch.tensor([[float(p.mean()), 1.0, -1.0] for p in parts])


def word(width: int = 384) -> AudioTokenModel:
    torch.manual_seed(0)
    token = audio_token.AudioToken(audio_token.Config(states=3, hidden=8, width=width)).eval()
    return AudioTokenModel(FakeEars(), token, "cpu")


class FakeListener:
    """Stands in for AudioTokenModel where no torch is wanted: the word is what was asked."""

    def __init__(self) -> None:
        self.asked: list[TextRequest | AudioRequest] = []

    def tokens_of(self, request: TextRequest | AudioRequest) -> list[object]:
        self.asked.append(request)
        return [prompt.text if prompt.has_audio_tag else None for prompt in request.prompts]


class HearingModel(FakeModel):
    """Keeps what it was told that sounds say."""

    told = None

    def with_audio_tokens(self, words):
        self.told = list(words)
        return self


@pytest.fixture
def engine() -> tuple[Engine, HearingModel, FakeListener]:
    model, listener = HearingModel(), FakeListener()
    made = {
        "text": lambda folder, device: LoadedModel(model, "a" * 64),
        "audiotoken": lambda folder, device: LoadedModel(listener, "b" * 64),
        "audio": loaders()["audio"],
    }
    return Engine(device="cpu", loaders=made), model, listener


# Where the word stands.


@pytest.mark.parametrize("text", [MOVES, AUDIO_TAG, f"{AUDIO_TAG}, slowly", f"she dances to {AUDIO_TAG} and bows.",
                                  f"walks to{AUDIO_TAG} happily", f"from {AUDIO_TAG} to {AUDIO_TAG}"])  # fmt: skip
def test_the_slot_is_where_the_prompt_says_so(minilm, text):
    ids, _ = minilm.tokenize([" ".join(text.replace(AUDIO_TAG, f" {PLACEHOLDER} ").split())])
    held = int(minilm.tokenize([PLACEHOLDER])[0][0, 1])
    assert minilm.slots(text) == (ids[0] == held).nonzero()[:, 0].tolist()
    assert len(minilm.slots(text)) == text.count(AUDIO_TAG)


def test_a_prompt_without_it_is_read_as_before(minilm):
    plain = minilm.encode(["a person moves to it"])
    torch.testing.assert_close(minilm.encode([MOVES]).words, plain.words)
    assert minilm.slots("a person walks") == []


def test_a_slot_past_what_is_read_is_refused(minilm):
    with pytest.raises(EngineError, match="too late in the prompt"):
        minilm.slots("walk " * MAX_WORDS + AUDIO_TAG)


def test_the_word_takes_its_place_and_turns_the_sentence(minilm):
    states = minilm.encode([MOVES, "a person walks"])
    heard = torch.randn(2, minilm.width, requires_grad=True)
    slots = [minilm.slots(MOVES), []]
    found = with_audio_tokens(states, slots, heard)
    (at,) = slots[0]
    torch.testing.assert_close(found.words[0, at], heard[0])
    others = [i for i in range(states.words.shape[1]) if i != at]
    assert torch.equal(found.words[0, others], states.words[0, others])
    assert torch.equal(found.words[1], states.words[1]) and torch.equal(found.sentence[1], states.sentence[1])
    direction = torch.nn.functional.normalize(heard[0], dim=-1)
    wanted = torch.nn.functional.normalize(states.sentence[0] + AUDIO_SHARE * direction, dim=-1)
    torch.testing.assert_close(found.sentence[0], wanted)
    (found.words.sum() + found.sentence.sum()).backward()
    assert heard.grad is not None and heard.grad[0].abs().sum() > 0 and not heard.grad[1].any()


# What is heard.


def test_each_prompt_hears_its_own_part_of_the_sound():
    samples = np.concatenate([np.full(RATE, 0.1), np.full(RATE, 0.8)]).astype(np.float32)
    audio = AudioClip(samples, RATE)
    prompts = (Prompt(MOVES, 0, 30), Prompt("a person bows", 30, 45), Prompt(MOVES, 45))
    own = word()
    quiet, silent, loud = own.tokens_of(timeline_request(*prompts, frames=60, audio=audio))
    assert silent is None and quiet is not None and loud is not None
    torch.testing.assert_close(quiet, own.token_of(samples[:RATE]))
    torch.testing.assert_close(loud, own.token_of(samples[round(1.5 * RATE) :]))
    assert not torch.allclose(quiet, loud)


def test_past_its_end_a_sound_is_silence_and_a_short_one_is_enough():
    own = word()
    assert torch.isfinite(own.token_of(np.zeros(0, np.float32))).all()
    prompts = (Prompt("walks", 0, 90), Prompt(MOVES, 90))
    _, found = own.tokens_of(timeline_request(*prompts, frames=120, audio=sound(1.0)))
    assert found is not None and torch.isfinite(found).all()


def test_a_long_sound_is_heard_up_to_the_longest_take():
    assert len(samples_of(sound(90.0))) == 60 * RATE


def test_a_token_learnt_with_another_encoder_is_refused(tmp_path):
    network = audio_encoder.AudioTransformer(audio_encoder.Config(dim=12, heads=2, layers=3, classes=("a",)))
    digest = save_weights(tmp_path / "hearing.safetensors", network.state_dict(), asdict(network.config))
    config = audio_token.Config(states=36, hidden=8, width=384)
    state = audio_token.AudioToken(config).state_dict()
    for known, works in ((digest, True), ("0" * 64, False)):
        extra = {"encoder": "", "encoder_digest": known}
        save_weights(tmp_path / "audiotoken.safetensors", state, asdict(config), extra=extra)
        if works:
            assert AudioTokenModel.load(tmp_path).token_of(np.zeros(RATE, np.float32)).shape == (384,)
        else:
            with pytest.raises(EngineError, match="learnt with another audio encoder"):
                AudioTokenModel.load(tmp_path)


# What is asked.


def test_a_prompt_that_hears_goes_to_the_text_model_with_its_word(engine):
    made, model, listener = engine
    (take,) = made.generate(text_request(MOVES, audio=sound(), frames=40))
    assert len(take.motion) == 40
    assert model.told == [MOVES] and len(listener.asked) == 1
    assert model.calls[0]["prompts"] == ["a person moves to <audio 0>"]
    assert take.weights_digest not in ("a" * 64, "b" * 64), "the digest speaks for both"


def test_without_it_nothing_is_listened_to(engine):
    made, model, listener = engine
    (take,) = made.generate(text_request("a person walks", frames=40))
    assert model.told is None and not listener.asked
    assert take.weights_digest == "a" * 64


def test_a_length_left_open_is_the_sounds(engine):
    made, *_ = engine
    assert len(made.generate(text_request(MOVES, audio=sound(3.0)))[0].motion) == 90
    assert len(made.generate(text_request(MOVES, audio=sound(3.0), fps=24))[0].motion) == 72
    assert len(made.generate(text_request(MOVES, audio=sound(80.0)))[0].motion) == 1800, "a minute at most"


def test_each_prompt_has_its_word():
    prompts = (Prompt("walks", 0, 30), Prompt(MOVES, 30, 45), Prompt(f"bows to {AUDIO_TAG}", 45))
    texts = [prompt.text for prompt in with_numbered_tags(prompts)]
    assert texts == ["walks", "a person moves to <audio 1>", "bows to <audio 2>"]


def test_a_text_model_reads_its_words_by_number(minilm):
    words = [None, 8 * torch.ones(minilm.width), torch.randn(minilm.width)]
    encoder = AudioTokenEncoder(minilm, words)
    states = encoder.encode(["walks", "a person moves to <audio 1>", "bows to <audio 2>", "nods to <audio 0>"])
    (at,) = minilm.slots(MOVES)
    assert torch.equal(states.words[1, at], words[1])
    (at,) = minilm.slots(f"bows to {AUDIO_TAG}")
    assert torch.equal(states.words[2, at], words[2])
    plain = minilm.encode(["walks", "a person moves to it", "bows to it", "nods to it"])
    assert torch.equal(states.words[[0, 3]], plain.words[[0, 3]]), "what nobody heard is read as it stands"
    assert torch.equal(minilm.encode(["walks"]).words, AudioTokenEncoder(encoder, []).encode(["walks"]).words)


def test_a_sound_alone_still_goes_to_the_audio_model(engine):
    made, model, listener = engine
    made.generate(audio_request(sound()))
    assert not model.calls and not listener.asked


def test_the_request_survives_the_pipe():
    request = text_request(MOVES, audio=sound(), frames=40)
    data, arrays = request_to_json(request)
    back = request_from_json(data, arrays)
    assert isinstance(back, TextRequest) and back.has_audio_tag and isinstance(back.audio, AudioClip)
    assert back.audio.digest == sound().digest


@pytest.mark.parametrize("text", ["moves to <Audio>", "moves to < audio >"])
def test_it_may_be_written_loosely(text):
    assert Prompt(text).text == f"moves to {AUDIO_TAG}"


def test_what_is_missing_is_said():
    with pytest.raises(EngineError, match=r"says <audio> and there is no sound: choose one"):
        text_request(MOVES)
    with pytest.raises(EngineError, match=r"write <audio> in it, such as “a person moves to <audio>”"):
        text_request("a person walks", audio=sound())
    with pytest.raises(EngineError, match="hear no sound: take <audio> out"):
        InbetweenRequest(None, None, prompts=(Prompt(MOVES),))
    with pytest.raises(EngineError, match="unknown: choose audio or"):
        request_from_json({"model": "audiotoken", "prompts": [{"text": "walks"}]})


def test_a_prompt_that_only_speaks_of_a_sound_gets_a_hint():
    (note,) = notes(text_request("a person dances to the music"))
    assert note.startswith("“to the music” is read as words alone: write “to <audio>”")
    assert not hints(["a person dances", f"dances to the music of {AUDIO_TAG}", "walks to the door"])


def test_options_take_both_where_the_text_hears(tmp_path):
    request = request_of({"text": MOVES, "audio": tmp_path / "steps.wav", "seconds": 4})
    assert isinstance(request, TextRequest) and request.has_audio_tag and request.frames == 120
    with pytest.raises(EngineError, match="Styles, energy and dancing are for motion to a sound alone"):
        request_of({"text": MOVES, "audio": "steps.wav", "style": ["salsa"]})
    with pytest.raises(EngineError, match="choose one"):
        request_of({"text": MOVES})
    with pytest.raises(EngineError, match="60"):
        request_of({"text": MOVES, "audio": "steps.wav", "seconds": 90})


def test_a_file_that_is_missing_is_named(tmp_path):
    asked = request_of({"text": MOVES, "audio": tmp_path / "nowhere.wav"})
    made = Engine(device="cpu", loaders={**loaders(), "text": lambda *_: LoadedModel(HearingModel(), "")})
    with pytest.raises(EngineError, match=r"“nowhere\.wav” is missing"):
        made.generate(asked)
