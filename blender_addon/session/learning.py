"""The process that learns from an artist's motion, from Blender's side: begun, watched, paused, gone on with.

It runs in the engine's own Python behind all other programs, tells its progress in a file, and pauses by itself when
this Blender ends: what was learnt until then is kept, and any Blender can go on with it.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import Any

import bpy

from ..engine.learn import job as jobs
from ..engine.learn.job import Job, Progress
from ..engine.protocol import weight_sets
from ..engine.protocol.client import clean_environment
from ..engine.protocol.errors import EngineError
from ..i18n.translations import tr
from ..log import LOG
from ..paths import ADDON
from . import ending, session
from .redraw import redraw

_INTERVAL_S = 0.5
_STOP_S = 20.0  # until a process that was asked to pause has kept what it learnt
_WORDS = {
    "reading": "Reading motions", "learning": "Learning", "writing": "Comparing with before", "paused": "Paused",
    "waiting": "Starting",
}  # fmt: skip


class _State:
    """What the panel draws; read from disk when something happens, never while drawing."""

    process: subprocess.Popen[bytes] | None = None
    name = ""  # of the job that is learnt, or was begun and is not done
    progress = Progress()
    sets: tuple[str, ...] = ()


def refresh() -> None:
    """Read from disk which sets there are, and which job is not done."""
    _State.sets = tuple(weight_sets.known())
    if _State.process is None:
        waiting = jobs.unfinished()
        _State.name = waiting[0] if waiting else ""
        _State.progress = jobs.progress_of(_State.name) if waiting else Progress()


def sets() -> tuple[str, ...]:
    """List the names of the sets beside the weights that ship."""
    return _State.sets


def running() -> bool:
    """Whether something is being learnt now."""
    return _State.process is not None


def unfinished() -> str:
    """Return the name of the set that is learnt or waits to be gone on with, "" for none."""
    return _State.name


def progress() -> Progress:
    """Return how far that is, as it was told last."""
    return _State.progress


def in_words() -> str:
    """Return what is being done, in words, with the time left."""
    now = _State.progress
    text = tr(_WORDS.get(now.state, now.message))
    if now.state == "learning" and now.seconds_left is not None:
        text += tr(", {0:.0f} min left").format(max(1, now.seconds_left / 60))
    return text


def begin(job: Job) -> None:
    """Write down a job that `start` carries out. Raises EngineError."""
    if _State.process is not None or _State.name:
        raise EngineError("bad_request", f"“{_State.name}” is not done yet: let it be learnt, or discard it.")
    jobs.begin(job)
    refresh()


def start() -> None:
    """Start the process for the job that waits. Raises EngineError where it can't be."""
    python = session.find_python()
    if python is None:
        raise EngineError("internal", session.NOT_INSTALLED)
    name, log = _State.name, jobs.folder_of(_State.name) / "log.txt"
    jobs.check_free(name)
    jobs.ask_to_pause(name, pause=False)
    jobs.report(name, Progress("waiting", _State.progress.fraction))
    line = [python, "-m", "engine", "learn", "--name", name, "--resume", "--attached"]
    if session.device() != "auto":
        line += ["--device", session.device()]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        with log.open("wb") as told:
            _State.process = subprocess.Popen(
                line, stdin=subprocess.PIPE, stdout=told, stderr=told, cwd=ADDON, env=clean_environment(ADDON),
                creationflags=flags,
            )  # fmt: skip
    except OSError as error:
        raise EngineError("internal", f"The engine's Python can't be started ({error.strerror}).") from error
    LOG.info("Learning: %s", name)
    _State.progress = jobs.progress_of(name)
    if not bpy.app.background and not bpy.app.timers.is_registered(_pump):
        bpy.app.timers.register(_pump, first_interval=_INTERVAL_S, persistent=True)
    redraw()


def wait() -> None:
    """Wait until the process has ended, without a window."""
    while _pump() is not None:
        time.sleep(0.05)


def pause() -> None:
    """Ask the process to stop; what it has learnt is kept."""
    if _State.process is not None:
        jobs.ask_to_pause(_State.name)


def discard() -> None:
    """Give up the job that is not done, with all that it has learnt. Raises EngineError where another Blender is at
    it."""
    _end()
    jobs.check_free(_State.name)
    jobs.forget(_State.name)
    refresh()
    redraw()


def use(name: str) -> None:
    """Make takes with a set from now on; "" for the weights that ship."""
    prefs: Any = session.preferences()
    if prefs is not None:
        prefs.weights = name  # its update ends an idle engine
    refresh()


def delete(name: str) -> None:
    """Delete a learnt set; the weights that ship are used where it was chosen. Raises EngineError."""
    weight_sets.delete(name)
    if session.weights() == name:
        use("")
    refresh()
    redraw()


def _pump() -> float | None:
    """Read the progress; returns None, which ends the timer, when the process is no more."""
    process = _State.process
    if process is None:
        return None
    ended = process.poll() is not None
    try:
        now = jobs.progress_of(_State.name)
        if now != _State.progress:
            _State.progress = now
            redraw()
        if ended:
            _ended(process)
    except Exception as error:  # Blender never calls a timer again that raised
        _State.process = None
        session.notify(session.unexpected(error), "ERROR")
    return None if ended else _INTERVAL_S


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Say what became of a job whose process has ended."""
    name, last = _State.name, _State.progress
    _State.process = None
    ending.close_input(process)
    told = _last_line(jobs.folder_of(name) / "log.txt")
    refresh()
    if name in _State.sets:
        use(name)
        session.notify(tr("“{0}” is learnt, and chosen beside Quality").format(name))
    elif last.state == "failed":
        session.notify(last.message, "ERROR")
    elif last.state != "paused":
        session.notify(tr("Learning has ended before it was done ({0}): press Resume.").format(told[:160]), "ERROR")
    redraw()


def _last_line(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _end() -> None:
    """Have the process pause, and make it end."""
    process, _State.process = _State.process, None
    if process is not None:
        ending.end(process, _STOP_S)


def register() -> None:
    """Find sets and an unfinished job."""
    refresh()


def unregister() -> None:
    """Pause what is being learnt, without waiting for it: it keeps what it has by itself."""
    if bpy.app.timers.is_registered(_pump):
        bpy.app.timers.unregister(_pump)
    process, _State.process = _State.process, None
    if process is not None:
        ending.close_input(process)
