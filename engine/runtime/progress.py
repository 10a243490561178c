"""The progress of a job, its cancelling, and the time its stages take."""

from __future__ import annotations

import time
from collections.abc import Callable

from engine.protocol.errors import EngineError

OnProgress = Callable[[float, str], None]
ShouldStop = Callable[[], bool]


class Progress:
    """Reports a fraction 0-1 of a job with a few words, and ends the job once it is cancelled.

    Cancelling takes one way: samplers call what `steps` or `open_steps` give after each of their steps, and that raises
    EngineError("cancelled"). start, share: the part of the whole that this one counts.
    """

    def __init__(
        self, report: OnProgress, should_stop: ShouldStop = lambda: False, start: float = 0.0, share: float = 1.0
    ) -> None:
        self._report, self._should_stop = report, should_stop
        self._start, self._share = start, share

    def __call__(self, fraction: float, text: str) -> None:
        self._report(self._start + self._share * fraction, text)

    def part(self, start: float, share: float) -> Progress:
        """Progress within a part of this one."""
        return Progress(self._report, self._should_stop, self._start + self._share * start, self._share * share)

    def check(self) -> None:
        """Raise EngineError("cancelled") once the job is cancelled."""
        if self._should_stop():
            raise EngineError("cancelled", "The generation was cancelled.")

    def steps(self) -> Callable[[int, int], None]:
        """What a sampler calls after each step, with steps done and steps in all."""

        def on_step(done: int, total: int) -> None:
            self.check()
            self(done / max(total, 1), f"Step {done} of {total}")

        return on_step

    def open_steps(self) -> Callable[[], None]:
        """What a sampler calls after each of a number of steps that isn't known beforehand."""
        done = 0

        def on_step() -> None:
            nonlocal done
            self.check()
            done += 1
            self(1 - 0.95**done, f"Step {done}")

        return on_step


class Clock:
    """Seconds between one `lap` and the next, by name, and "total"."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """End the stage `name`."""
        now = time.perf_counter()
        self.laps[name] = now - self._last
        self.laps["total"] = now - self._start
        self._last = now
