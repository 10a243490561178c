"""Scheduling over a stand-in pool: every piece ends once, whatever its workers do."""

from __future__ import annotations

import random

import pytest

from engine.batch.schedule import Outcome, work
from engine.protocol.errors import EngineError


class FakePool:
    """Ends open work in a random order; `fails` says with which code the n-th try of a piece fails."""

    where = "stand-ins"

    def __init__(self, size: int, fails, seed: int = 0) -> None:
        self.size, self.fails = size, fails
        self.random = random.Random(seed)
        self.open: list[tuple[int, str]] = []
        self.tried: list[int] = []
        self.most = 0

    def submit(self, number: int, work: str) -> None:
        self.open.append((number, work))
        self.most = max(self.most, len(self.open))
        assert len(self.open) <= self.size

    def wait(self) -> Outcome:
        number, piece = self.open.pop(self.random.randrange(len(self.open)))
        self.tried.append(number)
        code = self.fails(number, self.tried.count(number))
        error = EngineError(code, "Broken.") if code else None
        return Outcome(number, None if error else piece.upper(), error)

    def close(self) -> None:
        pass


@pytest.mark.parametrize("size", [1, 2, 5, 30])
def test_every_piece_ends_once(size):
    pieces = [f"row {i}" for i in range(23)]
    pool = FakePool(size, lambda number, n: "internal" if number % 3 == 0 and n < 3 else "", seed=size)
    again: list[Outcome] = []
    ended = list(work(pieces, pool, 2, again.append))
    assert sorted(o.number for o in ended) == list(range(23)) and pool.most == min(size, 23)
    assert all(o.made == pieces[o.number].upper() for o in ended)
    assert {o.number: o.tries for o in ended} == {i: 3 if i % 3 == 0 else 1 for i in range(23)}
    assert len(again) == 16 and not pool.open


def test_what_takes_every_worker_down_is_given_up_and_holds_nobody_up():
    pool = FakePool(1, lambda number, n: "internal" if number == 0 else "")
    ended = list(work(["poison", "a", "b", "c"], pool, 2))
    assert pool.tried == [0, 1, 2, 3, 0, 0]
    assert ended[-1].number == 0 and ended[-1].error is not None and ended[-1].tries == 3


@pytest.mark.parametrize(("code", "tries"), [("bad_request", 1), ("weights_missing", 1), ("oom", 3), ("internal", 3)])
def test_only_what_a_fresh_worker_may_mend_is_tried_again(code, tries):
    (ended,) = work(["a"], FakePool(2, lambda *_: code), 2)
    assert ended.tries == tries and ended.error is not None and ended.error.code == code


def test_nothing_to_do():
    assert list(work([], FakePool(2, lambda *_: ""))) == []
