"""The worker as a child process, with the threads that read and write its three pipes."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import wire
from .errors import EngineError

_TAIL_LINES = 30  # of stderr that are kept


class WorkerProcess:
    """The child process with the threads on its three pipes."""

    def __init__(self, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows: no console window flashes up
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            list(command), stdin=pipe, stdout=pipe, stderr=pipe, cwd=folder, env=dict(env), creationflags=flags
        )
        self.received = self.news = 0  # messages of any kind, and those that are more than a sign of life
        self._tail: deque[str] = deque(maxlen=_TAIL_LINES)
        self._news = threading.Event()
        self._incoming: queue.SimpleQueue[wire.Message | EngineError] = queue.SimpleQueue()
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._errors = threading.Thread(target=self._read_errors, daemon=True, name="motif-stderr")
        self._errors.start()
        for target in (self._read, self._write):
            threading.Thread(target=target, daemon=True, name=f"motif{target.__name__}").start()

    def send(self, frame: bytes) -> None:
        self._outgoing.put(frame)

    def next_item(self) -> wire.Message | EngineError | None:
        """A message, or the error with which the stream ended; None where nothing waits."""
        self._news.clear()
        try:
            return self._incoming.get_nowait()
        except queue.Empty:
            return None

    def wait_for_news(self, seconds: float) -> None:
        self._news.wait(seconds)

    def end(self, wait_seconds: float) -> None:
        """Ask the process to end by closing its stdin, then make it."""
        self._outgoing.put(wire.pack(wire.Message("shutdown")))
        self._outgoing.put(None)
        if wait_seconds > 0:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(wait_seconds)
        if self.process.poll() is None:
            self.process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)

    def _deliver(self, item: wire.Message | EngineError) -> None:
        self._incoming.put(item)
        self._news.set()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        problem = None
        try:
            while (message := wire.read(stream)) is not None:
                self.received += 1
                if message.kind != "beat":  # nobody may be there to take them in
                    self.news += 1
                    self._deliver(message)
        except EngineError as error:
            problem = error
        except (OSError, ValueError) as error:
            problem = EngineError("internal", f"The engine's pipe broke ({reason(error)}).")
        except Exception as error:  # without this thread a job would wait for ever
            problem = EngineError("internal", f"The engine's message can't be taken in ({error!s:.80}).")
        with contextlib.suppress(OSError):
            stream.close()
        self._deliver(self._obituary(problem))

    def _obituary(self, problem: EngineError | None) -> EngineError:
        """Why the stream ended, with the process's exit status and the tail of its stderr."""
        try:
            status = self.process.wait(0.3 if problem else 1.0)
        except subprocess.TimeoutExpired:
            status = None
        self._errors.join(0.3 if status is None else 1.0)
        tail = "\n".join(self._tail)
        if status is None and problem is not None:  # alive, and not to be understood
            return EngineError(problem.code, problem.message, problem.hint, tail)
        how = "closed its pipe" if status is None else f"ended with status {status}"
        if status is not None and status < 0:
            how = f"was ended by signal {-status}"
        last = next((line for line in reversed(self._tail) if line.strip()), "")
        return EngineError(
            "internal",
            f"The engine {how}{f' ({last.strip():.160})' if last else ''}: generate again to start it afresh.",
            "If it happens again, look at the log for the engine's last words.",
            tail,
        )

    def _read_errors(self) -> None:
        stream = self.process.stderr
        assert stream is not None
        with contextlib.suppress(OSError, ValueError):
            for line in stream:
                self._tail.append(line.decode("utf-8", "replace").rstrip())
        with contextlib.suppress(OSError):
            stream.close()

    def _write(self) -> None:
        stream = self.process.stdin
        assert stream is not None
        # A broken pipe means that the process has ended, which the reader tells.
        with contextlib.suppress(OSError, ValueError):
            while (frame := self._outgoing.get()) is not None:
                stream.write(frame)
                stream.flush()
        with contextlib.suppress(OSError, ValueError):
            stream.close()


def reason(error: Exception) -> str:
    """What the operating system says went wrong."""
    return getattr(error, "strerror", None) or str(error)
