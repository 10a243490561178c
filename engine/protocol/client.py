"""The client of the worker: a child process, its pipe, and the jobs that are open on it.

Nothing here blocks but `generate` and `shutdown`: threads read and write the pipe, and `poll`, called from a
timer, hands out what has arrived. A worker that ends fails its open jobs with the last words of its stderr, and the
next job starts a fresh one.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import wire
from .errors import EngineError
from .messages import MALFORMED, Take, request_to_json, takes_from_message
from .request import AudioRequest, Request, TextRequest
from .sound import AudioClip, Mix, SoundAnalysis, audio_to_json
from .version import engine_version
from .watchdog import Watchdog
from .worker_process import WorkerProcess, reason

_START_SECONDS = 120.0
# Without a sign of life, and without progress in a job (the first one on a slow disk loads for minutes).
_QUIET_SECONDS = 30.0
_STUCK_SECONDS = 300.0
_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Event:
    """What `poll` hands out.

    kind: ready (info), progress (fraction 0-1, message, seconds_left or None), result (takes), heard (analysis), failed
    (error) or log (message). job: the id that `submit` gave, None for what concerns no job, such as a worker that
    can't start.
    """

    kind: str
    job: int | None = None
    fraction: float = 0.0
    message: str = ""
    seconds_left: float | None = None
    takes: tuple[Take, ...] = ()
    analysis: SoundAnalysis | None = None
    error: EngineError | None = None
    info: Mapping[str, Any] = field(default_factory=dict)


def worker_command(python: str | os.PathLike[str], *options: str) -> list[str]:
    """The command line of a worker run by the interpreter `python`; `options` as in `motif serve --help`."""
    return [os.fspath(python), "-m", "engine", "serve", *options]


def clean_environment(folder: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The caller's environment without its Python settings: Blender's point at Blender's own libraries."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("PYTHON")}
    kept.pop("__PYVENV_LAUNCHER__", None)
    python = {"PYTHONPATH": str(folder), "PYTHONUTF8": "1", "PYTHONNOUSERSITE": "1"}
    return {**kept, **python, **(extra or {})}


class Client:
    """Owns one worker at a time.

    command: as `worker_command` makes it. motion_from_arrays: `Motion.from_arrays`. folder: the one that holds
    `engine/` and `retarget/`; by default this package's own. env: set on top of the cleaned environment. readable:
    makes of a mix one whose files the engine can read; takes keep the request as it was asked.
    """

    def __init__(
        self,
        command: Sequence[str],
        motion_from_arrays: Callable[[dict[str, Any]], Any],
        *,
        folder: Path | None = None,
        env: Mapping[str, str] | None = None,
        readable: Callable[[Mix], Mix] | None = None,
        start_seconds: float = _START_SECONDS,
        quiet_seconds: float = _QUIET_SECONDS,
        stuck_seconds: float = _STUCK_SECONDS,
    ) -> None:
        self.command = list(command)
        self.folder = Path(folder) if folder else Path(__file__).resolve().parents[2]
        self.info: Mapping[str, Any] = {}  # what the worker said of itself when it became ready
        self.state = "stopped"  # stopped, starting, ready, failed (alive, and can't load its model)
        self._motion_from_arrays = motion_from_arrays
        self._env = env
        self._readable = readable or (lambda mix: mix)
        self._late, self._quiet, self._stuck = map(Watchdog, (start_seconds, quiet_seconds, stuck_seconds))
        self._worker: WorkerProcess | None = None
        self._open: dict[int, Request | AudioClip | Mix] = {}
        self._events: deque[Event] = deque()
        self._next_job = 1

    @property
    def busy(self) -> bool:
        """Whether `poll` may still have news: the worker is starting, a job is open, or events wait."""
        return bool(self._open or self._events) or self.state == "starting"

    @property
    def jobs(self) -> tuple[int, ...]:
        """Ids of the open jobs, oldest first."""
        return tuple(self._open)

    @property
    def pid(self) -> int | None:
        """The worker's process id, None where there is none."""
        return self._worker.process.pid if self._worker else None

    def start(self) -> None:
        """Start the worker unless it runs; returns at once, and a `ready` event follows.

        Raises EngineError where the interpreter can't be run.
        """
        self._take_in()
        if self._worker is not None:
            return
        try:
            self._worker = WorkerProcess(self.command, self.folder, clean_environment(self.folder, self._env))
        except (OSError, ValueError) as error:
            raise EngineError(
                "internal",
                f"The engine's Python “{self.command[0]}” can't be started ({reason(error)}): choose another in the "
                "add-on's preferences.",
            ) from error
        self.state, self.info = "starting", {}
        for watchdog in (self._late, self._quiet, self._stuck):
            watchdog.reset()  # what was waited for the last worker is not held against this one
        self._worker.send(wire.pack(wire.Message("hello", {"engine_version": engine_version()})))

    def submit(self, request: Request) -> int:
        """Queue a generation and return its job id; starts the worker where none runs."""
        sent = request
        if isinstance(request, (TextRequest, AudioRequest)) and isinstance(request.audio, Mix):
            sent = replace(request, audio=self._readable(request.audio))
        data, arrays = request_to_json(sent)
        return self._post("generate", {"request": data}, arrays, request)

    def submit_sound(self, sound: AudioClip | Mix) -> int:
        """Queue the analysis of a sound; a `heard` event follows."""
        data, arrays = audio_to_json(self._readable(sound) if isinstance(sound, Mix) else sound)
        return self._post("listen", {"audio": data}, arrays, sound)

    def _post(self, kind: str, data: dict[str, Any], arrays: dict[str, Any], about: Request | AudioClip | Mix) -> int:
        job, self._next_job = self._next_job, self._next_job + 1
        frame = wire.pack(wire.Message(kind, {"job": job, **data}, arrays))
        self.start()
        self._open[job] = about
        assert self._worker is not None
        self._worker.send(frame)
        return job

    def poll(self) -> list[Event]:
        """Everything that has happened since the last call; never waits."""
        self._take_in()
        events = list(self._events)
        self._events.clear()
        return events

    def cancel(self, job: int) -> None:
        """End a job: it fails with code `cancelled` at once, and whatever the worker still sends for it is dropped."""
        if self._open.pop(job, None) is None:
            return
        self._events.append(Event("failed", job, error=EngineError("cancelled", "The generation was cancelled.")))
        if self._worker is not None:
            self._worker.send(wire.pack(wire.Message("cancel", {"job": job})))

    def generate(
        self,
        request: Request,
        on_progress: Callable[[float, str], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> list[Take]:
        """Submit, wait, and return the takes: `Engine.generate` through the worker. Raises EngineError."""
        return list(self._wait(self.submit(request), on_progress, should_stop).takes)

    def listen(self, sound: AudioClip | Mix, should_stop: Callable[[], bool] | None = None) -> SoundAnalysis:
        """Submit a sound, wait, and return its analysis. Raises EngineError."""
        analysis = self._wait(self.submit_sound(sound), None, should_stop).analysis
        assert analysis is not None
        return analysis

    def _wait(
        self,
        job: int,
        on_progress: Callable[[float, str], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> Event:
        """The event that closes a job; what happens to others is kept for `poll`."""
        others: list[Event] = []
        try:
            while True:
                for event in self.poll():
                    if event.job != job:
                        others.append(event)
                    elif event.kind == "progress" and on_progress:
                        on_progress(event.fraction, event.message)
                    elif event.kind in ("result", "heard"):
                        return event
                    elif event.kind == "failed" and event.error:
                        raise event.error
                if should_stop and should_stop():
                    self.cancel(job)
                elif self._worker is not None:
                    self._worker.wait_for_news(_POLL_SECONDS)
        finally:
            self.cancel(job)  # an exception in a callback must not leave the job running
            self._events = deque(event for event in (*others, *self._events) if event.job != job)

    def shutdown(self, wait_seconds: float = 2.0) -> None:
        """End the worker; open jobs fail as cancelled. Safe to call at any time, more than once."""
        for job in self.jobs:
            self.cancel(job)
        if self._worker is not None:
            self._worker.end(wait_seconds)
            self._worker = None
        self.state = "stopped"

    # -- what arrives

    def _take_in(self) -> None:
        worker = self._worker
        if worker is None:
            return
        while self._worker is worker and (item := worker.next_item()) is not None:
            if isinstance(item, EngineError):
                self._lost(worker, item)
            else:
                self._message(worker, item)
        if self._worker is worker and (sentence := self._given_up(worker)):
            self._lost(worker, EngineError("internal", sentence))

    def _given_up(self, worker: WorkerProcess) -> str:
        """Why the worker is not waited for any longer, "" while it is."""
        now = time.monotonic()
        if self.state == "starting":
            late = self._late.expired(worker.received, now)  # a slow disk takes its time, with signs of life
            return f"The engine did not start within {self._late.limit:g} s: generate again." if late else ""
        if not self._open:
            self._quiet.reset()
            self._stuck.reset()
        elif self._quiet.expired(worker.received, now):
            return f"The engine has not answered for {self._quiet.limit:g} s: generate again to start it afresh."
        elif self._stuck.expired(worker.news, now):
            return (
                f"The engine has made no progress for {self._stuck.limit:g} s and was ended: generate again, with "
                "fewer or shorter takes if it happens twice."
            )
        return ""

    def _message(self, worker: WorkerProcess, message: wire.Message) -> None:
        data = message.data
        job = data.get("job")
        if job is not None and job not in self._open:
            return  # cancelled meanwhile
        try:
            if message.kind == "ready":
                self.state, self.info = "ready", dict(data.get("info") or {})
                self._events.append(Event("ready", info=self.info))
            elif message.kind == "progress":
                left = data.get("seconds_left")
                left = None if left is None else float(left)
                self._events.append(Event("progress", job, float(data["fraction"]), str(data["message"]), left))
            elif message.kind == "result" and isinstance(asked := self._open.get(job or 0), Request):
                takes = takes_from_message(data["takes"], message.arrays, self._motion_from_arrays, asked)
                self._close(job, Event("result", job, 1.0, takes=tuple(takes)))
            elif message.kind == "heard":
                self._close(job, Event("heard", job, 1.0, analysis=SoundAnalysis.from_message(data, message.arrays)))
            elif message.kind == "failed":
                if job is None:
                    self.state = "failed"
                self._close(job, Event("failed", job, error=EngineError.from_json(data.get("error") or {})))
            elif message.kind == "log":
                self._events.append(Event("log", job, message=str(data.get("message", ""))))
        except MALFORMED as error:
            self._lost(worker, EngineError("internal", f"The engine sent a malformed {message.kind} ({error!s:.80})."))

    def _close(self, job: int | None, event: Event) -> None:
        if job is not None:
            self._open.pop(job, None)
        self._events.append(event)

    def _lost(self, worker: WorkerProcess, error: EngineError) -> None:
        """The worker has ended or can't be understood: every open job fails, and the next one gets a fresh worker."""
        worker.end(0.0)
        starting, self._worker, self.state = self.state == "starting", None, "stopped"
        jobs: tuple[int | None, ...] = self.jobs or ((None,) if starting else ())
        for job in jobs:
            self._close(job, Event("failed", job, error=error))
        if not jobs:
            self._events.append(Event("log", message=error.message))
