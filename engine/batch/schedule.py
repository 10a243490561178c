"""The scheduling of work over a pool of workers, with retries on a fresh worker; failures don't stop the rest.

A pool makes one piece of work at a time on each of its workers, wherever they are: processes on this computer
(`local.LocalPool`), actors of a Ray cluster (`rayed.RayPool`), Blender itself, a stand-in in the tests.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from ..protocol.errors import EngineError

W = TypeVar("W", contravariant=True)
_AGAIN = ("internal", "oom")  # what another try on a fresh worker may mend


def mendable(error: EngineError) -> bool:
    """Whether a fresh worker may do better; a request that can't be met stays one."""
    return error.code in _AGAIN


@dataclass(frozen=True)
class Outcome:
    """What came of one try. number: as submitted. made: what the worker made, None where it failed with `error`.
    seconds: of this try. worker: which one, in words. tries: counted by `work`."""

    number: int
    made: Any = None
    error: EngineError | None = None
    seconds: float = 0.0
    worker: str = ""
    tries: int = field(default=1)


class Pool(Protocol[W]):
    """Workers. After an outcome with a mendable error the same work goes to a fresh worker."""

    @property
    def size(self) -> int:
        """How many pieces of work it takes at once."""
        ...

    @property
    def where(self) -> str:
        """What it is, in words."""
        ...

    def submit(self, number: int, work: W) -> None:
        """Hand over a piece of work; never waits. No more than `size` are open at once."""
        ...

    def wait(self) -> Outcome:
        """The outcome of any open piece of work."""
        ...

    def close(self) -> None:
        """End every worker, also in the middle of its work."""
        ...


def work(
    pieces: Sequence[W], pool: Pool[W], retries: int = 2, on_retry: Callable[[Outcome], None] | None = None
) -> Iterator[Outcome]:
    """One outcome for each piece, by its index, in the order in which they end.

    A piece that failed in a way that a fresh worker may mend is tried again up to `retries` times, after the others:
    one that takes every worker down does not delay the others.
    """
    waiting = deque(range(len(pieces)))
    tries = [0] * len(pieces)
    running = 0
    while waiting or running:
        while waiting and running < pool.size:
            number = waiting.popleft()
            tries[number] += 1
            pool.submit(number, pieces[number])
            running += 1
        outcome = pool.wait()
        running -= 1
        number = outcome.number
        outcome = Outcome(number, outcome.made, outcome.error, outcome.seconds, outcome.worker, tries[number])
        if outcome.error is not None and mendable(outcome.error) and tries[number] <= retries:
            waiting.append(number)
            if on_retry:
                on_retry(outcome)
        else:
            yield outcome
