"""How long a silent process is waited for, by a clock made of numbers."""

from __future__ import annotations

from engine.protocol.watchdog import Watchdog


def watched(watchdog: Watchdog, counts: list[int], step: float) -> list[bool]:
    return [watchdog.expired(count, number * step) for number, count in enumerate(counts)]


def test_it_runs_out_after_its_limit_and_not_before():
    assert watched(Watchdog(2.0), [7] * 6, 0.5) == [False] * 5 + [True]


def test_every_sign_of_life_starts_it_anew():
    assert not any(watched(Watchdog(2.0), [1, 1, 1, 1, 2, 2, 2, 2, 3, 3], 0.5))


def test_time_in_which_nobody_looked_counts_little():
    watchdog = Watchdog(2.0)
    assert not watchdog.expired(1, 0.0) and not watchdog.expired(1, 500.0) and not watchdog.expired(1, 1000.0)
    assert watchdog.expired(1, 1001.0)


def test_reset_forgets_what_was_waited():
    watchdog = Watchdog(1.0)
    assert not watchdog.expired(1, 0.0) and not watchdog.expired(1, 1.0)
    watchdog.reset()
    assert not watchdog.expired(1, 2.0) and not watchdog.expired(1, 3.0) and watchdog.expired(1, 3.5)
