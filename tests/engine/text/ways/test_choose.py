"""The captured gait that is chosen: what can't lead isn't looked at, and what was looked at is remembered."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.protocol.plan.steps import Facts
from engine.text.ways import choose
from engine.text.ways.choose import Wanted, gait_for
from retarget.motion import Motion
from tests.engine.train.puppet import stand, walk

FOUND: dict[int, tuple[Motion, float]] = {
    0: (walk(110), 0.7), 1: (stand(90), 0.99), 2: (walk(110, way=(0, -1)), 0.8), 3: (walk(140), 0.1),
}  # fmt: skip


class Shelf:
    """A library of FOUND, of which nothing else is asked."""

    marks = None

    def nearest(self, *given: Any, **options: Any) -> list[tuple[int, float]]:
        return [(number, cosine) for number, (_, cosine) in FOUND.items()]


@pytest.fixture
def read(monkeypatch) -> list[int]:
    """Numbers of the motions that are read, in order."""
    numbers: list[int] = []

    def of_library(model, number: int) -> Motion:
        numbers.append(number)
        return FOUND[number][0]

    monkeypatch.setattr(choose, "of_library", of_library)
    return numbers


def model() -> Any:
    encoder = SimpleNamespace(encode=lambda texts: SimpleNamespace(sentence=[None]))
    return SimpleNamespace(library=Shelf(), encoder=encoder)


def test_what_cannot_lead_is_not_read_and_nothing_is_read_twice(read) -> None:
    network, wanted = model(), Wanted("a person walks", Facts(action="walk", direction="forward"))
    first = gait_for(network, wanted, 0)
    assert first.heading == 0 and first.pace == pytest.approx(1.2, rel=0.05)
    assert read == [0, 1, 2]  # the last is too far off, whatever it is like
    again = gait_for(network, wanted, 1)
    assert again is first and read == [0, 1, 2]
    back = gait_for(network, Wanted("a person walks", Facts(action="walk", direction="backward")), 0)
    assert abs(np.degrees(back.heading)) == pytest.approx(180)
    assert gait_for(model(), wanted, 0) is not first  # another library's are its own


def test_of_many_motions_the_last_ones_are_remembered(read, monkeypatch) -> None:
    monkeypatch.setattr(choose, "_REMEMBERED", 1)
    network, wanted = model(), Wanted("a person walks", Facts(action="walk", direction="forward"))
    first, count = gait_for(network, wanted, 0), len(read)
    again = gait_for(network, wanted, 0)
    assert len(read) > count and np.array_equal(first.root, again.root) and np.array_equal(first.rot, again.rot)


def chosen(monkeypatch, facts: Facts, found: list[tuple[float, float]]) -> float:
    """The pace that is taken of captured walks by their paces, m/s, and the cosines of their captions."""
    monkeypatch.setattr(choose, "of_library", lambda model, number: walk(110, speed=found[number][0]))
    network = model()
    network.library.nearest = lambda *given, **options: [(n, cosine) for n, (_, cosine) in enumerate(found)]
    return gait_for(network, Wanted("a person goes", facts), 0).pace


def test_who_runs_is_not_given_a_walk_with_a_nearer_caption(monkeypatch) -> None:
    assert chosen(monkeypatch, Facts(action="run"), [(1.1, 0.94), (2.2, 0.2)]) == pytest.approx(2.2, rel=0.1)


def test_the_speed_that_is_said_counts(monkeypatch) -> None:
    paces = {
        speed: chosen(monkeypatch, Facts(action="walk", speed=speed), [(1.1, 0.9), (0.6, 0.88), (2.2, 0.85)])
        for speed in ("slow", "fast")
    }
    assert paces["slow"] < 1.2 < paces["fast"]
