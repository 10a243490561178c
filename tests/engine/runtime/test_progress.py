"""A job's progress in parts, and its cancelling."""

from __future__ import annotations

import pytest

from engine.protocol.errors import EngineError
from engine.runtime.progress import Clock, Progress


def test_parts_of_parts_count_in_the_whole():
    seen: list[tuple[float, str]] = []
    whole = Progress(lambda fraction, text: seen.append((round(fraction, 6), text)))
    whole.part(0.0, 0.9).part(0.5, 0.5).steps()(1, 2)
    whole(1.0, "Done")
    assert seen == [(0.675, "Step 1 of 2"), (1.0, "Done")]


def test_open_steps_come_nearer_to_the_end_and_never_reach_it():
    seen: list[float] = []
    step = Progress(lambda fraction, _text: seen.append(fraction)).open_steps()
    for _ in range(200):
        step()
    assert seen == sorted(seen) and 0 < seen[0] < 0.1 and 0.99 < seen[-1] < 1


@pytest.mark.parametrize("steps", [lambda p: p.steps()(1, 5), lambda p: p.open_steps()(), lambda p: p.check()])
def test_every_step_of_a_cancelled_job_ends_it(steps):
    stopped: list[bool] = []
    progress = Progress(lambda *_: None, lambda: bool(stopped)).part(0.2, 0.3)
    steps(progress)
    stopped.append(True)
    with pytest.raises(EngineError) as caught:
        steps(progress)
    assert caught.value.code == "cancelled"


def test_a_clock_keeps_each_stage_and_the_total(monkeypatch):
    times = iter([0.0, 2.0, 5.0])
    monkeypatch.setattr("engine.runtime.progress.time.perf_counter", lambda: next(times))
    clock = Clock()
    clock.lap("load")
    clock.lap("sample")
    assert clock.laps == {"load": 2.0, "sample": 3.0, "total": 5.0}
