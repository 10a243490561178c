"""Takes in one batch, as a card makes them: the same as one by one, in as few passes as one alone takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.audio import model as audiomodel
from engine.models import critic, mmm
from engine.motion.pinned import Pinned
from engine.protocol.errors import EngineError
from engine.runtime import rng
from engine.text import sampling
from engine.text.model import TextModel
from engine.text.networks import Settings, TakeSpec
from tests.engine.audio.test_model import model as audio_model
from tests.engine.audio.test_model import sound
from tests.engine.models.test_critic import text_model

WALK, JUMP = "a person walks", "someone jumps over a very small fence"
# Two that go on past the window (20 tokens), one that is as long as the model thinks, words of different number.
ASK = [(WALK, 80, 3), (JUMP, 150, 4), (WALK, None, 5), (JUMP, 24, 6), (WALK, 130, 3)]


class Judge(critic.Critic):
    """A critic with random weights."""

    def __init__(self) -> None:
        torch.manual_seed(1)
        super().__init__(critic.Config(code_dim=32, dim=32, heads=2, layers=1))


@pytest.fixture(scope="module")
def alone() -> TextModel:
    return text_model(Judge())


@pytest.fixture(scope="module")
def together(alone) -> TextModel:
    return replace(alone, together=4)


def codes(model: TextModel) -> list[torch.Tensor]:
    specs = [TakeSpec(model.encoder.encode([text]), n and -(-n // 4), seed) for text, n, seed in ASK]
    return model.draw(specs, Settings(steps=3), lambda takes: None)


def passes(call: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Rows of each pass through the text network."""
    seen: list[int] = []
    forward = mmm.MMM.forward

    def spy(self, codes, *rest):
        seen.append(len(codes))
        return forward(self, codes, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(mmm.MMM, "forward", spy)
        call()
    return seen


def test_a_take_in_company_is_the_take_alone(alone, together):
    for one, other in zip(codes(alone), codes(together), strict=True):
        assert torch.equal(one, other)
    asked = [list(column) for column in zip(*ASK)]
    for one, other in zip(alone.sample(*asked, steps=3), together.sample(*asked, steps=3), strict=True):
        assert np.abs(one.rot - other.rot).max() < 1e-4 and np.abs(one.root_pos - other.root_pos).max() < 1e-4
        assert one.contacts.shape == other.contacts.shape


def test_a_batch_takes_the_passes_of_one(alone, together, monkeypatch):
    def ask(model: TextModel, seeds: list[int]) -> list[int]:
        return passes(lambda: model.sample([WALK] * len(seeds), [60] * len(seeds), seeds, steps=3), monkeypatch)

    one, four = ask(alone, [1]), ask(together, [1, 2, 3, 4])
    assert len(one) == 4 and four == [4 * rows for rows in one]
    assert len(ask(together, [1, 2, 3, 4, 5])) == 8, "no more than `together` at once"
    assert len(ask(alone, [1, 2])) == 8, "a processor makes them one by one"


def test_who_has_enough_leaves_the_batch(together, monkeypatch):
    rows = passes(lambda: together.sample([WALK] * 2, [40, 150], [1, 2], steps=3), monkeypatch)
    assert rows == [16] * 3 + [4] + 2 * ([8] * 3 + [2])


@pytest.mark.parametrize("size", [1, 4])
def test_progress_counts_all_takes(alone, size):
    seen: list[tuple[int, int]] = []
    model = replace(alone, together=size)
    texts, frames, seeds = zip(*ASK)
    model.sample(texts, frames, seeds, steps=3, on_step=lambda *told: seen.append(told))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert {total for _, total in seen} == {seen[-1][0]} == {(1 + 3 + 1 + 1 + 3) * 4}


def test_stopping_takes_effect_within_a_batch(together):
    asked: list[int] = []

    def stop(done: int, total: int) -> None:
        asked.append(done)
        raise EngineError("cancelled", "")

    with pytest.raises(EngineError):
        together.sample([WALK] * 3, [60] * 3, [1, 2, 3], steps=3, on_step=stop)
    assert len(asked) == 1


def test_what_does_not_fit_together_goes_by_halves(together, monkeypatch):
    whole, tried, draw = codes(together), [], sampling.draw

    def cramped(model, specs, *rest):
        tried.append(len(specs))
        if len(specs) > 1:
            raise RuntimeError("CUDA out of memory.")
        return draw(model, specs, *rest)

    monkeypatch.setattr(sampling, "draw", cramped)
    assert all(torch.equal(a, b) for a, b in zip(whole, codes(together), strict=True))
    assert tried == [4, 2, 1, 1, 2, 1, 1, 1]


def test_dances_in_company_are_the_dances_alone(monkeypatch):
    monkeypatch.setattr(audiomodel, "OVERLAP", 10)
    one, heard, told = audio_model(), sound(70), []
    asked = {"styles": {"walk": 0.7, "ballet": 0.3}, "seeds": [3, 8, 9], "steps": 4, "energy": 1.5}
    company = replace(one, together=2).sample(heard, **asked, on_step=lambda *step: told.append(step))
    for a, b in zip(one.sample(heard, **asked), company, strict=True):
        assert np.abs(a.rot - b.rot).max() < 1e-4 and np.abs(a.root_pos - b.root_pos).max() < 1e-4
    assert told == [(2, 12), (4, 12), (6, 12), (8, 12), (9, 12), (10, 12), (11, 12), (12, 12)]


def test_pinned_frames_stay_in_company(monkeypatch):
    monkeypatch.setattr(audiomodel, "OVERLAP", 10)
    one, keep = audio_model(), np.arange(40) < 6
    rows = np.tile(np.concatenate([[0, 0, 0, 0.9], np.tile([1, 0, 0, 0, 1, 0], 22)]), (40, 1))
    pinned = Pinned(rows, keep)
    made = replace(one, together=2).sample(sound(40), {}, [1, 2], steps=3, pinned=pinned)
    for a, b in zip(one.sample(sound(40), {}, [1, 2], steps=3, pinned=pinned), made, strict=True):
        assert np.abs(a.rot - b.rot).max() < 1e-4 and np.abs(b.rot[:6] - b.rot[0]).max() < 1e-6


def test_chance_is_the_seeds_own_whoever_draws_it():
    def generators() -> list[torch.Generator]:
        return [torch.Generator().manual_seed(s) for s in range(9)]

    lengths = [4, 7, 1, 0, 7, 3, 2, 6, 5]
    here, aside = (rng.fill(torch.full((9, 7, 33), 0.5), generators(), lengths, aside=a) for a in (False, True))
    assert torch.equal(here, aside) and (here[0, 4:] == 0.5).all()
    assert torch.equal(here[1], torch.rand(7, 33, generator=torch.Generator().manual_seed(1)))
    assert torch.equal(here, rng.uniform_rows(generators(), lengths, 7, 33, torch.device("cpu")))
