"""The engine as a child process: messages in on stdin, messages out on stdout, its log on stderr.

The main thread loads and samples; another one reads stdin, so that a cancel arrives in the middle of a job and takes
effect at the next sampler step. The process ends with its stdin: a caller that goes away leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from engine.protocol import wire
from engine.protocol.errors import EngineError, bad_request
from engine.protocol.messages import MALFORMED, request_from_json, takes_to_message
from engine.protocol.request import notes
from engine.protocol.sound import audio_from_json
from engine.protocol.version import engine_version
from engine.runtime import log
from engine.worker import priority
from engine.worker.eta import Eta
from retarget import mask
from retarget.formats.checks import check_motion
from retarget.motion import Motion

if TYPE_CHECKING:
    from engine.api import Engine, Loader

_BEAT_SECONDS = 1.0
_log = logging.getLogger(__name__)


def serve(
    weights_dir: Path | None = None, device: str | None = None, models: str | None = None, comes_first: str = "takes"
) -> int:
    """Serve until stdin ends or a shutdown comes. models: `module:function` that gives other loaders (tests).
    comes_first: of `engine.worker.priority.PRIORITIES`, how far to step back for a program with a window."""
    incoming, outgoing = _private_pipes()
    log.configure()
    priority.step_back(comes_first)
    return Worker(incoming, outgoing, weights_dir, device, models, comes_first).run()


def _private_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Our stdin and stdout under other numbers; what prints goes to stderr, and what reads stdin finds it empty."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    if sys.platform == "win32":
        import msvcrt

        for number in (incoming, outgoing):
            msvcrt.setmode(number, os.O_BINARY)
    return os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb")


class Worker:
    """One engine behind a pair of pipes."""

    def __init__(
        self,
        incoming: IO[bytes],
        outgoing: IO[bytes],
        weights_dir: Path | None = None,
        device: str | None = None,
        models: str | None = None,
        comes_first: str = "takes",
    ) -> None:
        self._incoming, self._outgoing = incoming, outgoing
        self._comes_first = comes_first
        self._weights_dir, self._device, self._models = weights_dir, device, models
        self._engine: Engine | None = None
        self._jobs: queue.SimpleQueue[wire.Message] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._last_done = 0
        self._busy = threading.Event()
        self._writing = threading.Lock()
        self._ready = False

    def run(self) -> int:
        """Load the default model, then work off jobs for ever; the reading thread ends the process."""
        for target in (self._read, self._beat):
            threading.Thread(target=target, daemon=True, name=f"motif{target.__name__}").start()
        self._busy.set()
        self._load({"model": "text"})
        while True:
            if self._jobs.empty():
                self._busy.clear()
            message = self._jobs.get()
            self._busy.set()
            self._answer(message)

    def _answer(self, message: wire.Message) -> None:
        """Do what a message asks for; whatever goes wrong is said in a message, and the next one is waited for."""
        if message.kind == "load":
            self._load(message.data)
            return
        job = message.data.get("job")
        if type(job) is not int:
            self._log(f"A {message.kind} message without a job number was left aside.")
            return
        try:
            if message.kind == "listen":
                self._listen(job, message)
            else:
                self._generate(job, message)
        except EngineError as error:
            self._send("failed", {"job": job, "error": error.to_json()})
        except Exception as error:
            self._send("failed", {"job": job, "error": _unexpected(error).to_json()})
        self._last_done = max(self._last_done, job)  # cancelling it means nothing any more
        self._cancelled.discard(job)

    def _beat(self) -> None:
        """Send a sign of life each second while there is work; the client gives up a process that sends none."""
        while self._busy.wait():
            self._send("beat", {})
            time.sleep(_BEAT_SECONDS)

    def _read(self) -> None:
        status = 0
        try:
            while (message := wire.read(self._incoming)) is not None and message.kind != "shutdown":
                self._receive(message)
        except EngineError as error:
            _log.error("%s", error.message)
            status = 1
        except OSError:
            pass
        except Exception as error:  # without this thread nobody could end the process
            _log.error("A message could not be taken in (%s: %.200s); the engine ends.", type(error).__name__, error)
            status = 1
        # Nothing here needs saving, and a sampler or a loader in the main thread must not keep the process alive.
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()
        os._exit(status)

    def _receive(self, message: wire.Message) -> None:
        if message.kind == "cancel":
            job = message.data.get("job", -1)
            if isinstance(job, int) and job > self._last_done:  # else it crossed its own result on the way
                _log.info("job %d is cancelled", job)
                self._cancelled.add(job)
        elif message.kind in ("generate", "listen", "load"):
            self._jobs.put(message)
        elif message.kind == "hello":
            theirs = message.data.get("engine_version")
            if theirs != engine_version():
                self._log(f"The caller is version {theirs} and the engine {engine_version()}.")
        else:
            self._log(f"Unknown message “{message.kind:.40}”.")

    def _open_engine(self) -> Engine:
        if self._engine is None:
            from engine.api import Engine

            self._engine = Engine(self._weights_dir, self._device, loaders_named(self._models))
        return self._engine

    def _load(self, data: Mapping[str, Any]) -> None:
        try:
            started = time.perf_counter()
            engine = self._open_engine()
            engine.load(str(data.get("model", "text")))
            self._tell_ready(engine, time.perf_counter() - started)
        except EngineError as error:
            self._send("failed", {"job": None, "error": error.to_json()})
        except Exception as error:
            self._send("failed", {"job": None, "error": _unexpected(error).to_json()})

    def _tell_ready(self, engine: Engine, seconds: float = 0.0) -> None:
        if not self._ready:
            priority.leave_a_core(self._comes_first)
        self._ready = True
        self._send("ready", {"info": {**engine.info(), "load_seconds": round(seconds, 3), "pid": os.getpid()}})

    def _generate(self, job: int, message: wire.Message) -> None:
        eta = Eta()

        def progress(fraction: float, text: str) -> None:
            left = eta.seconds_left(fraction)
            left = None if left is None else round(left, 2)
            data = {"job": job, "fraction": round(float(fraction), 4), "message": text, "seconds_left": left}
            self._send("progress", data)

        request = request_from_json(message.data.get("request"), message.arrays, _unpack)
        if job in self._cancelled:
            raise EngineError("cancelled", "The generation was cancelled.")
        for note in notes(request):
            self._send("log", {"job": job, "message": note})
        engine = self._open_engine()
        takes = engine.generate(request, on_progress=progress, should_stop=lambda: job in self._cancelled)
        if not self._ready:
            self._tell_ready(engine)  # what was wrong at the start has been put right
        metas, arrays = takes_to_message(takes)
        self._send("result", {"job": job, "takes": metas}, arrays)

    def _listen(self, job: int, message: wire.Message) -> None:
        """Beats and loudness of a sound; needs no model."""
        from engine import audio

        try:
            sound = audio_from_json(message.data["audio"], message.arrays)
        except MALFORMED as error:
            raise bad_request(f"The sound is described wrongly: {error!s:.120}.") from error
        data, arrays = audio.listen(sound).to_message()
        self._send("heard", {"job": job, **data}, arrays)

    def _log(self, text: str) -> None:
        self._send("log", {"message": text})

    def _send(self, kind: str, data: dict[str, Any], arrays: dict[str, Any] | None = None) -> None:
        frame = wire.pack(wire.Message(kind, data, arrays or {}))
        # A caller that has gone away closes stdin too, which ends the process.
        with self._writing, contextlib.suppress(OSError, ValueError):
            self._outgoing.write(frame)
            self._outgoing.flush()


def _unpack(arrays: Mapping[str, Any]) -> tuple[Motion | None, mask.Mask | None]:
    """The motion and the mask of a message; raises ValueError naming the frame and joint of what is no number."""
    motion, kept = mask.unpack(arrays)
    return motion if motion is None else check_motion(motion), kept


def _unexpected(error: Exception) -> EngineError:
    try:
        from engine.api import explain
    except ImportError:  # the very libraries that the engine stands on are broken
        return EngineError(
            "internal", f"The engine's Python can't load a library it needs ({error!s:.120}): repair it."
        )
    return explain(error)


def loaders_named(models: str | None) -> Mapping[str, Loader] | None:
    """Loaders from `module:function`, None for the engine's own."""
    if not models:
        return None
    module, _, function = models.partition(":")
    try:
        return getattr(importlib.import_module(module), function)()
    except (ImportError, AttributeError) as error:
        raise bad_request(f"The models “{models:.60}” can't be loaded ({error}).") from error
