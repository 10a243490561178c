"""How long a silent process is waited for, by a clock made of numbers."""

from __future__ import annotations

from engine.protocol.watchdog import Patience


def looks(patience: Patience, heard: list[int], step: float) -> list[bool]:
    return [patience.over(count, number * step) for number, count in enumerate(heard)]


def test_it_runs_out_after_its_limit_and_not_before():
    assert looks(Patience(2.0), [7] * 6, 0.5) == [False] * 5 + [True]


def test_every_sign_of_life_starts_it_anew():
    assert not any(looks(Patience(2.0), [1, 1, 1, 1, 2, 2, 2, 2, 3, 3], 0.5))


def test_time_in_which_nobody_looked_counts_little():
    patience = Patience(2.0)
    assert not patience.over(1, 0.0) and not patience.over(1, 500.0) and not patience.over(1, 1000.0)
    assert patience.over(1, 1001.0)


def test_reset_forgets_what_was_waited():
    patience = Patience(1.0)
    assert not patience.over(1, 0.0) and not patience.over(1, 1.0)
    patience.reset()
    assert not patience.over(1, 2.0) and not patience.over(1, 3.0) and patience.over(1, 3.5)
