"""Proposals for a sentence: captured motions that its words find, and the network's take where they are not enough."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import torch

from engine.models import vqvae
from engine.models.text_states import TextStates
from engine.protocol.plan.steps import Facts
from engine.text import proposals
from engine.text.judging.marks import COLUMNS, likely, marks_of
from engine.text.judging.seen import Seen
from engine.text.retrieval import Library
from tests.engine.train.puppet import stand, walk, wave

LEVELS, COUNT = 2, 3


@pytest.fixture(scope="module")
def model() -> SimpleNamespace:
    torch.manual_seed(0)
    tokenizer = vqvae.VQVAE(vqvae.Config(width=16, codes=24, code_dim=8, levels=LEVELS))
    for book in tokenizer.quantizers:
        book.codebook.normal_()  # type: ignore[union-attr, operator]
    lengths = torch.full((COUNT,), 8, dtype=torch.int32)
    pairs = torch.tensor([[i, i] for i in range(COUNT)], dtype=torch.int32)
    codes = torch.randint(24, (8 * COUNT, LEVELS)).short()
    library = Library(
        codes, (lengths.cumsum(0) - lengths).int(), lengths, torch.eye(COUNT, 8), pairs, torch.arange(COUNT).int(),
    )  # fmt: skip
    return SimpleNamespace(library=library, tokenizer=tokenizer, critic=None, device="cpu")


def told(vector: torch.Tensor) -> TextStates:
    return TextStates(vector[None], vector[None, None], torch.ones(1, 1, dtype=torch.bool))


@pytest.mark.parametrize(("share", "asked"), [(1.0, 0), (0.6, 1)])
def test_the_network_is_asked_where_no_caption_says_it(model, share, asked) -> None:
    calls = []

    def own() -> torch.Tensor:
        calls.append(1)
        return torch.randint(24, (8, LEVELS))

    vector = share * torch.eye(8)[1] + (1 - share**2) ** 0.5 * torch.eye(8)[7]
    found = proposals.propose(model, told(vector), Facts(), own, 2, torch.Generator().manual_seed(0))
    assert len(calls) == asked and sum(not p.captured for p in found) == asked
    assert found == sorted(found, key=lambda p: -p.merit) and all(p.codes is not None for p in found)
    if not asked:
        assert torch.equal(found[0].codes, model.library.tokens(1))  # type: ignore[arg-type]


def test_without_a_library_the_network_s_take_is_the_only_one(model) -> None:
    bare: Any = SimpleNamespace(**{**vars(model), "library": None})
    own = torch.randint(24, (8, LEVELS))
    (only,) = proposals.propose(bare, told(torch.eye(8)[0]), Facts(), lambda: own, 4, torch.Generator())
    assert torch.equal(only.codes, own) and not only.captured  # type: ignore[arg-type]


def test_marks_find_what_words_do_not() -> None:
    table = torch.stack([torch.from_numpy(marks_of(Seen(m))) for m in (stand(), walk(), wave("left"), wave("right"))])
    assert table.shape == (4, len(COLUMNS))
    for asked, right in (
        (Facts("wave", "left", "hand"), 2), (Facts("wave", "right", "hand"), 3),
        (Facts("walk", direction="forward"), 1),
    ):  # fmt: skip
        odds = likely(asked, table.numpy())
        assert odds.argmax() == right and sorted(odds)[-2] < odds.max()
    assert (likely(Facts(), table.numpy()) == 1).all()


def test_likely_motions_are_found_before_nearer_ones(model) -> None:
    vector = 0.9 * torch.eye(8)[0] + 0.43 * torch.eye(8)[2]
    plain = model.library.nearest(vector, 1, torch.Generator().manual_seed(0), spread=0.0)
    odds = torch.tensor([0.1, 0.1, 1.0])
    marked = model.library.nearest(vector, 1, torch.Generator().manual_seed(0), spread=0.0, likely=odds)
    assert plain[0][0] == 0 and marked[0][0] == 2


def test_what_shows_something_unasked_steps_back_and_is_not_called_good(model, monkeypatch) -> None:
    monkeypatch.setattr(proposals.unasked, "cost", lambda seen, given: 0.8 if "air" not in given else 0.0)
    for given, good in ((frozenset(), False), (frozenset({"air"}), True)):
        words = proposals.Words(given)
        vector = torch.eye(8)[1]
        found = proposals.propose(model, told(vector), Facts(), None, 1, torch.Generator().manual_seed(0), words)
        assert [p.good for p in found] == [good] * len(found)
        plain = proposals.propose(model, told(vector), Facts(), None, 1, torch.Generator().manual_seed(0))
        assert found[0].merit == pytest.approx(plain[0].merit - (0.0 if good else 0.8))


def test_usual_words_are_looked_for_where_the_artist_s_find_nothing(model) -> None:
    asked, vector = Facts("kick"), torch.eye(8)[0]
    words = proposals.Words(usual=torch.eye(8)[2])
    generator = torch.Generator().manual_seed(0)
    alone = proposals.propose(model, told(vector), asked, None, 1, generator)
    both = proposals.propose(model, told(vector), asked, None, 1, generator, words)
    assert len(both) >= len(alone) and {p.nearness for p in alone} <= {p.nearness for p in both}
