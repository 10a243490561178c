"""Worker processes on this computer as a pool."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from queue import SimpleQueue

from engine.protocol.client import Client
from engine.protocol.errors import EngineError
from engine.protocol.request import Request
from retarget.motion import Motion

from .schedule import Outcome, mendable

# Environment variables with which libraries are told their number of threads.
_THREADS = (
    "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
)  # fmt: skip


def thread_environment(threads: int) -> dict[str, str]:
    """Environment of a worker that computes with so many threads. How sums are shared out among threads decides their
    last bits, so a worker's threads must not depend on how many workers there are."""
    return dict.fromkeys(_THREADS, str(threads))


class LocalPool:
    """`size` engines side by side, each a process with a thread here that waits for it. One that dies, hangs or meets
    an error it doesn't know is ended, and its place taken by a fresh one with the next request."""

    def __init__(self, command: Sequence[str], size: int, env: Mapping[str, str]) -> None:
        self.size = size
        self.where = f"{size} worker{'s' * (size > 1)}"
        self._command, self._env = list(command), dict(env)
        self._todo: SimpleQueue[tuple[int, Request] | None] = SimpleQueue()
        self._done: SimpleQueue[Outcome] = SimpleQueue()
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=self._serve, name=f"motif-batch-{i}") for i in range(size)]
        for thread in self._threads:
            thread.start()

    def submit(self, number: int, work: Request) -> None:
        self._todo.put((number, work))

    def wait(self) -> Outcome:
        return self._done.get()

    def close(self) -> None:
        self._closing.set()
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        client = Client(self._command, Motion.from_arrays, env=self._env)
        try:
            while (item := self._todo.get()) is not None and not self._closing.is_set():
                self._done.put(self._try(client, *item))
        finally:
            client.shutdown(0.0 if self._closing.is_set() else 2.0)

    def _try(self, client: Client, number: int, request: Request) -> Outcome:
        start = time.perf_counter()
        pid = client.pid

        def ended(error: EngineError | None, takes: tuple | None) -> Outcome:
            return Outcome(number, takes, error, time.perf_counter() - start, f"process {client.pid or pid or 'gone'}")

        try:
            return ended(None, tuple(client.generate(request, should_stop=self._closing.is_set)))
        except EngineError as error:
            outcome = ended(error, None)
            if mendable(error):
                client.shutdown(0.0)
            return outcome
        except Exception as error:  # a thread that ends would leave `wait` waiting for ever
            client.shutdown(0.0)
            return ended(EngineError("internal", f"The row could not be handed over ({error!s:.120})."), None)
