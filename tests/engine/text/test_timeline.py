"""Prompts along the timeline: segments that fill it, a motion of any length, transitions, and sound in between."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from engine.api import Engine, LoadedModel
from engine.models import mmm, vqvae
from engine.models.text_states import TextStates
from engine.motion import features
from engine.protocol.errors import EngineError
from engine.protocol.messages import request_from_json, request_to_json
from engine.protocol.options import request_of
from engine.protocol.prompt import Prompt
from engine.protocol.sound import AudioClip
from engine.text import codes as codes_of
from engine.text import timeline
from engine.text.acting import act, acts, sequence, specs
from engine.text.model import TextModel
from engine.text.networks import Settings, TakeSpec
from engine.text.parts import parts_of
from engine.text.segments import Segment, runs, segments_of
from retarget.motion import Motion
from tests.engine.fake import FakeAudioModel
from tests.engine.requests import audio_request, timeline_request

WALK, WAVE, SIT = "a person walks forward", "someone waves", "a person sits down"


class Words:
    """A text encoder without weights: each text a vector of its own."""

    width = 16

    def encode(self, texts) -> TextStates:
        seeds = [sum(map(ord, text)) for text in texts]
        rows = torch.stack([torch.randn(16, generator=torch.Generator().manual_seed(s)) for s in seeds])
        return TextStates(rows, rows[:, None], torch.ones(len(rows), 1, dtype=torch.bool))


@pytest.fixture(scope="module")
def model() -> TextModel:
    torch.manual_seed(0)
    tokenizer = vqvae.VQVAE(vqvae.Config(width=16, codes=24, code_dim=8, levels=2))
    for book in tokenizer.quantizers:
        book.codebook.normal_()  # type: ignore[union-attr, operator]
    config = mmm.Config(codes=24, levels=2, dim=32, heads=2, layers=2, cross_layers=1, text_dim=16, max_tokens=30)
    return TextModel.assemble(Words(), mmm.MMM(config), tokenizer, None, "cpu")  # type: ignore[arg-type]


@pytest.fixture
def engine(model: TextModel) -> Engine:
    return Engine(device="cpu", loaders={"text": lambda folder, device: LoadedModel(model, "ab" * 32)})


def row(*frames: int | None) -> list[Segment]:
    texts, first, out = (WALK, WAVE, SIT), 0, []
    for text, count in zip(texts, frames):
        out.append(Segment(text, first, count))
        first += count or 0
    return out


def made_of(model: TextModel, segments: list[Segment], seed: int) -> Motion:
    (motion,) = timeline.make(model, parts_of(segments, apart=False), [seed], Settings())
    return motion


@pytest.mark.parametrize("together", [1, 8])
def test_the_networks_take_of_a_step_is_drawn_once(together: int) -> None:
    drawn: list[int] = []

    def draw(asked, settings, count) -> list[torch.Tensor]:
        drawn.extend(spec.seed for spec in asked)
        return [torch.tensor([spec.seed]) for spec in asked]

    stub: Any = SimpleNamespace(together=together, draw=draw)
    specs = [TakeSpec(Words().encode([text]), None, seed) for seed, text in enumerate((WALK, WAVE))]
    take = timeline._drawing(stub, specs, Settings(), lambda takes: None)
    other = replace(specs[1], seed=5)
    assert [int(take(spec)) for spec in (specs[1], other, specs[1], other, specs[0])] == [1, 5, 1, 5, 0]
    assert sorted(drawn) == [0, 1, 5]


def told(*spans: tuple[int, int | None], frames: int | None = None, fps: float = 30.0) -> list[tuple]:
    prompts = tuple(Prompt(text, *span) for text, span in zip((WALK, WAVE, SIT), spans))
    found = segments_of(prompts, frames, fps)
    return [(p.text, p.first, p.frames) for p in found]


def test_segments_fill_the_frames() -> None:
    assert told((0, None)) == [(WALK, 0, None)]
    assert told((0, 60), (60, None)) == [(WALK, 0, 60), (WAVE, 60, None)]
    assert told((0, 60), (80, 100), frames=120) == [(WALK, 0, 60), ("", 60, 20), (WAVE, 80, 20), ("", 100, 20)]
    assert told((15, 60), (60, 90), frames=80) == [("", 0, 15), (WALK, 15, 45), (WAVE, 60, 20)]
    assert told((0, 48), (48, 97), fps=24) == [(WALK, 0, 60), (WAVE, 60, 62)]  # the far end rounds up
    assert told((0, 1), (1, 2), (2, 240), fps=240) == [(SIT, 0, 30)]  # the others are shorter than a frame


def test_segments_shorter_than_a_frame_of_the_model_leave_no_hole() -> None:
    found = told((0, 2), (2, 3), (3, 240), fps=240)
    ends = [first + count for _, first, count in found]
    assert found[0][1] == 0 and ends[:-1] == [first for _, first, _ in found[1:]] and ends[-1] == 30


def test_runs_part_where_the_sound_has_room() -> None:
    rows = [("", 40), ("a", 30), ("b", 30), ("", 60), ("c", 30), ("", 10), ("d", 9), ("", 99)]
    found = [Segment(text, 0, count) for text, count in rows]
    assert [[p.text for p in run] for run in runs(found, 24)] == [["a", "b"], ["c", "", "d"]]


@pytest.mark.parametrize("frames", [(40, 60, 37), (400, 8, 50), (3, 3, 3), (1, 1, 1), (90, 1, 90)])
def test_any_lengths_make_one_motion(model: TextModel, frames: tuple[int, ...]) -> None:
    made = made_of(model, row(*frames), 3)
    assert len(made) == sum(frames)
    assert np.isfinite(made.root_pos).all() and np.isfinite(made.rot).all()


def test_the_last_segment_may_be_as_long_as_its_words_ask_for(model: TextModel, monkeypatch) -> None:
    monkeypatch.setattr(act, "_POSTURES", {})  # as if who walked stood: a network without training ends anywhere,
    monkeypatch.setattr(sequence, "settled", lambda motion: motion)  # and rests where it likes
    own = made_of(model, [Segment(WAVE, 0, None)], 0)
    assert len(made_of(model, [*row(60), Segment(WAVE, 60, None)], 0)) == 60 + len(own)


def test_each_segment_is_its_own_clip_but_for_the_transitions(model: TextModel) -> None:
    parts = parts_of(row(80, 64, 96), apart=False)
    asked = specs(model, parts, 5)
    played = acts(model, parts, asked, lambda s: model.draw([s], Settings(), lambda takes: None)[0], Settings())
    codes, known = timeline.row(model, played, np.array([20, 16, 24]))
    (alone,) = model.draw([TakeSpec(model.encoder.encode([WALK]), 20, 5)], Settings(), lambda takes: None)
    assert torch.equal(codes[:20], alone)
    assert np.flatnonzero(~known).tolist() == [17, 18, 19, 20, 21, 22, 33, 34, 35, 36, 37, 38]
    before = codes.clone()
    timeline.bridge(model, codes, known, 9, Settings())
    stays = torch.from_numpy(known)
    assert torch.equal(codes[stays], before[stays]) and (codes != model.transformer.config.mask).all()


def test_transitions_are_made_from_what_stands_beside_them(model: TextModel) -> None:
    """The same tokens to fill between other neighbours come out otherwise."""
    made = []
    for fill in (1, 2):
        codes = torch.full((30, 2), fill)
        known = np.ones(30, bool)
        known[12:18] = False
        timeline.bridge(model, codes, known, 4, Settings(temperature=0.1))
        made.append(codes[12:18])
    assert not torch.equal(*made)


def test_known_tokens_are_seen_as_in_training(model: TextModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a level is sampled, the finer ones are hidden everywhere, or the network meets what it has never seen."""
    seen = []
    forward = mmm.MMM.forward

    def spy(self, codes, level, *args):
        seen.append((int(level[0]), codes[:, :-1].clone()))
        return forward(self, codes, level, *args)

    monkeypatch.setattr(mmm.MMM, "forward", spy)
    known = np.ones(20, bool)
    known[8:12] = False
    timeline.bridge(model, torch.ones(20, 2, dtype=torch.long), known, 0, Settings())
    hidden = model.transformer.config.mask
    assert {level for level, _ in seen} == {0, 1}
    assert all((codes[:, :8, 1] == (hidden if level == 0 else 1)).all() for level, codes in seen)


def test_decoding_by_stretches_is_decoding_at_once(model: TextModel, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = torch.randint(24, (300, 2), generator=torch.Generator().manual_seed(1))
    parts = codes_of.decoded(model, codes, 1199)
    monkeypatch.setattr(codes_of, "CHUNK", 300)
    whole = codes_of.decoded(model, codes, 1199)
    assert np.abs(parts.rot - whole.rot).max() < 1e-4 and np.abs(parts.root_pos - whole.root_pos).max() < 1e-3


def test_seeds_progress_and_stopping(engine: Engine) -> None:
    prompts = (Prompt(WALK, 0, 90), Prompt(WAVE, 100, 220), Prompt(SIT, 220))
    request = timeline_request(*prompts, frames=300, fps=24, seeds=(1, 2))
    seen: list[float] = []
    one, two = engine.generate(request, on_progress=lambda fraction, text: seen.append(fraction))
    assert len(one.motion) == 300 and one.motion.fps == 24 and seen == sorted(seen) and seen[-1] == 1
    (again,) = engine.generate(timeline_request(*prompts, frames=300, fps=24, seeds=(2,)))
    assert np.array_equal(again.motion.rot, two.motion.rot) and not np.array_equal(one.motion.rot, two.motion.rot)
    with pytest.raises(EngineError) as caught:
        engine.generate(request, should_stop=lambda: len(seen) > 5)
    assert caught.value.code == "cancelled"


def test_what_the_network_sees_stays_within_its_window(model: TextModel, monkeypatch: pytest.MonkeyPatch) -> None:
    widest: list[int] = []
    forward, decode = mmm.MMM.forward, vqvae.VQVAE.decode

    def spy(self, codes, *args):
        widest.append(codes.shape[1])
        return forward(self, codes, *args)

    def spy_decoder(self, codes):
        assert codes.shape[1] <= codes_of.CHUNK + 2 * codes_of.MARGIN
        return decode(self, codes)

    monkeypatch.setattr(mmm.MMM, "forward", spy)
    monkeypatch.setattr(vqvae.VQVAE, "decode", spy_decoder)
    made = made_of(model, [Segment(WALK, 0, 900), Segment("", 900, 300), Segment(WAVE, 1200, 900)], 0)
    assert len(made) == 2100 and max(widest) <= model.transformer.config.max_tokens + 1


def test_words_stand_fixed_in_what_follows_a_sound(model: TextModel) -> None:
    found = [Segment("", 0, 60), Segment(WALK, 60, 80), Segment("", 140, 60)]
    pinned = timeline.pinned(model, found, 200, 3, Settings(), apart=False)
    assert np.flatnonzero(pinned.keep.all(axis=1)).tolist() == list(range(68, 132))
    alone = features.encode(made_of(model, [found[1]], 3))
    assert np.allclose(pinned.rows[68:132], alone[8:72, : features.MOTION_DIM], atol=1e-5)


def test_sound_leads_where_no_prompt_is(model: TextModel) -> None:
    given = []

    class Listening(FakeAudioModel):
        def sample(self, *args, pinned=None, **kwargs):
            given.append(pinned)
            return super().sample(*args, **kwargs)

    loaders = {
        "text": lambda folder, device: LoadedModel(model, "0" * 64),
        "audio": lambda folder, device: LoadedModel(Listening(), "1" * 64),
    }
    clip = AudioClip(np.zeros(4 * 16000, np.float32), 16000)
    request = audio_request(clip, frames=120, prompts=(Prompt(WAVE, 60, 90),), seeds=(1, 2))
    takes = Engine(device="cpu", loaders=loaders).generate(request)
    assert [len(t.motion) for t in takes] == [120, 120] and len(given) == 2
    assert given[0].keep[70:80].all() and not given[0].keep[:60].any() and not given[0].keep[90:].any()
    assert not np.array_equal(given[0].rows[75], given[1].rows[75])  # each seed its own


def test_command_lines_words_for_it() -> None:
    spans = [["60-109", SIT], ["0-59", WALK]]
    request = request_of({"spans": spans})
    assert [(p.text, p.start, p.end) for p in request.prompts] == [(WALK, 0, 60), (SIT, 60, 110)]
    assert request.frames == 110 and request_of({"spans": spans, "seconds": 300.0}).frames == 9000
    data, arrays = request_to_json(request)
    assert request_from_json(data, arrays) == request
    for options, words in (
        ({"spans": [["0-59"]]}, "is not a pair"),
        ({"spans": ["0-59 walks"]}, "is not a pair"),
        ({"spans": [["soon", WALK]]}, "are not A-B"),
        ({"spans": [["9-5", WALK]]}, "go backwards"),
        ({"spans": [["0-59", WALK], ["50-90", SIT]]}, "overlap"),
        ({"spans": [["0-59", " "]]}, "prompt is empty"),
        ({"spans": [["0-59", WALK]], "text": SIT}, "not both"),
        ({"spans": [["0-1900", WALK], ["1901-1999", SIT]]}, "split it"),
        ({"spans": spans, "seconds": 1.0}, "after the take's"),
        ({"spans": spans, "seconds": 3600.0}, "at most 1800"),
    ):
        with pytest.raises(EngineError, match=words):
            request_of(options)
