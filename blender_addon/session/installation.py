"""The engine's own Python environment, from Blender's side: where it lies, what is known of it, and the process that
makes it. What is done there is in `engine.installer`; here is only who asks for it and where the news go.

It lies below the add-on's user folder and never inside Blender. Nothing here waits but `run_now`.
"""

from __future__ import annotations

import contextlib
import json
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy

from ..engine.installer import folder as places
from ..engine.installer import machine, plan
from ..engine.installer.folder import State
from ..engine.installer.plan import InstallError, Plan
from ..engine.protocol.client import clean_environment
from ..paths import ADDON, user_folder

_INTERVAL_S = 0.1
# How long the installer may take to end pip after it was asked to stop.
_STOP_S = 3.0
_WORDS = {"install": "Installing", "verify": "Checking", "repair": "Repairing", "remove": "Removing"}


@dataclass(frozen=True)
class News:
    """How far the work is: fraction 0-1 and what is being done; done, and the error's sentence where it failed."""

    command: str
    fraction: float = 0.0
    message: str = ""
    done: bool = False
    error: str = ""

    @property
    def doing(self) -> str:
        """One word for the work."""
        return _WORDS[self.command]


class _Here:
    """What the panels draw."""

    state: State | None = None
    work: Work | None = None
    error: str = ""  # of the last work
    machine: machine.Machine | None = None
    options: tuple[str, ...] = ()  # further ones for the installer (tests)
    listeners: list[Callable[[], None]] = []


def folder() -> Path:
    """Where the engine's environment lies, existing or not: the extension's user folder, or below Blender's data."""
    return user_folder("engine")


def state() -> State:
    """What is known; looks at the disk the first time and after a change."""
    if _Here.state is None:
        _Here.state = places.read(folder())
    return _Here.state


def refresh() -> None:
    """Look at the disk again the next time."""
    _Here.state = None


def interpreter() -> str | None:
    """The installed engine's Python, None where it isn't whole. One that needs a repair for newer packages serves."""
    return str(places.interpreter(folder())) if state().kind in ("ready", "outdated") else None


def news() -> News | None:
    """Of the work that is going on, None where there is none."""
    return _Here.work.news if _Here.work is not None else None


def error() -> str:
    """Why the last work failed, "" where it didn't."""
    return _Here.error


def listen(changed: Callable[[], None]) -> None:
    """Call `changed` whenever there is something else to draw."""
    _Here.listeners = [changed]


def _tell() -> None:
    for listener in _Here.listeners:
        listener()


def offline_problem(wheels: str) -> str:
    """Why nothing can be downloaded, as a sentence; "" where it can, or a folder of wheels makes it needless."""
    if wheels or getattr(bpy.app, "online_access", True):
        return ""
    return "Blender is set to stay offline: allow online access in Preferences > System, or choose a folder of wheels."


def make_plan(build: str, python: tuple[int, int]) -> Plan:
    """What would be installed here. Asks the graphics driver the first time. Raises InstallError."""
    if _Here.machine is None:
        _Here.machine = machine.detect()
    return plan.make(_Here.machine, python, build)


def find_base(chosen: str = "") -> tuple[str, tuple[int, int]]:
    """A Python to make the environment with, and its version: the chosen one, Blender's own, or one on PATH.

    Starts each candidate for a moment. Raises InstallError where none will do.
    """
    for candidate in [chosen] if chosen else _candidates():
        version = _version_of(candidate)
        if version and plan.PYTHONS[0] <= version <= plan.PYTHONS[1]:
            return candidate, version
    low, high = (".".join(map(str, v)) for v in plan.PYTHONS)
    if chosen:
        raise InstallError(f"“{chosen}” is not a Python from {low} to {high} with its venv module: choose another.")
    raise InstallError(f"No Python from {low} to {high} was found to install with: choose one in the dialog.")


def _candidates() -> Iterator[str]:
    """Blender's own first. In some builds sys.executable is Blender, or whatever Python comes first on PATH."""
    own = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    if Path(sys.executable).name.lower().startswith("python"):
        yield sys.executable
    for prefix in dict.fromkeys((sys.prefix, sys.base_prefix)):
        for path in (Path(prefix, "bin", own), Path(prefix, "bin", "python.exe"), Path(prefix, "python.exe")):
            if path.is_file():
                yield str(path)
    for name in (own, "python3.11", "python3.12", "python3.13", "python3.10", "python3.14", "python3", "python"):
        found = shutil.which(name)
        if found:
            yield found


def _version_of(python: str) -> tuple[int, int] | None:
    """(major, minor) of a Python that runs and has venv, else None."""
    code = "import sys, venv; print(*sys.version_info[:2])"
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with contextlib.suppress(OSError, ValueError, LookupError, subprocess.SubprocessError):
        said = subprocess.run(
            [python, "-I", "-c", code], capture_output=True, text=True, timeout=20, check=True, creationflags=flags,
            stdin=subprocess.DEVNULL, env=clean_environment(ADDON),
        ).stdout.split()  # fmt: skip
        return int(said[0]), int(said[1])
    return None


# -- work


class Work:
    """A child process that installs, checks, mends or removes; it ends with this process, whatever ends that."""

    def __init__(self, command: str, options: Sequence[str], base: str) -> None:
        self.news = News(command)
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        line = [base, "-m", "engine.installer", command, "--into", str(folder()), *options]
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        try:
            self._process = subprocess.Popen(
                line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ADDON, text=True,
                encoding="utf-8", errors="replace", env=clean_environment(ADDON), creationflags=flags,
            )  # fmt: skip
        except OSError as error:
            raise InstallError(f"“{base}” can't be started ({error.strerror}): choose another Python.") from error
        threading.Thread(target=self._read, daemon=True, name="motif-install").start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._process.stdout.close()
        self._process.wait()
        self._lines.put(None)

    def poll(self) -> News:
        """Take in what has been said since; never waits."""
        other = ""
        while not self.news.done:
            try:
                line = self._lines.get_nowait()
            except queue.Empty:
                break
            if line is None:
                why = other or f"it ended with status {self._process.returncode}"
                self._end(f"The installer stopped without a word of its own ({why:.160}): press Resume.")
            else:
                other = self._take_in(line) or other
        return self.news

    def _take_in(self, line: str) -> str:
        """A line of JSON, or words of something that broke, which are returned."""
        try:
            said = json.loads(line)
            event = said["event"]
        except (ValueError, TypeError, KeyError):
            return line.strip()
        command = self.news.command
        if event == "progress":
            self.news = News(command, float(said["fraction"]), str(said["message"]))
        elif event == "failed":
            self._end(str(said["message"]))
        elif event == "done":
            self._end("")
        return ""

    def _end(self, error: str) -> None:
        self.news = News(self.news.command, 1.0, "", True, error)

    def stop(self) -> None:
        """Ask it to stop, and make it."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def start(command: str, *, build: str = "auto", wheels: str = "", base: str = "") -> None:
    """Begin; in a window the news come by timer, in background by `run_now`. Raises InstallError."""
    if _Here.work is not None:
        raise InstallError("The engine is being installed already: wait for it, or cancel it.")
    if command in ("install", "repair") and (sentence := offline_problem(wheels)):
        raise InstallError(sentence)
    python, _ = find_base(base)
    options = [*_Here.options, "--build", build, *(["--wheels", wheels] if wheels else [])]
    _Here.error = ""
    _Here.work = Work(command, options, python)
    if not bpy.app.background and not bpy.app.timers.is_registered(_pump):
        bpy.app.timers.register(_pump, first_interval=_INTERVAL_S, persistent=True)
    _tell()


def run_now(command: str, on_progress: Callable[[float, str], None] | None = None, **options: Any) -> State:
    """Begin and wait for the end. Raises InstallError."""
    start(command, **options)
    while _Here.work is not None:
        shown = _Here.work.news
        _pump()
        if on_progress and _Here.work is not None and _Here.work.news != shown:
            on_progress(_Here.work.news.fraction, _Here.work.news.message)
        time.sleep(0.02)
    if _Here.error:
        raise InstallError(_Here.error)
    return state()


def cancel() -> None:
    """Stop what is going on; it can be resumed."""
    if _Here.work is not None:
        _Here.work.stop()
        _Here.work = None
        _Here.error = ""
        refresh()
        _tell()


def remove() -> None:
    """Delete the environment. Raises InstallError."""
    cancel()
    _Here.error = ""
    try:
        places.remove(folder())
        with contextlib.suppress(OSError):  # an add-on's folder that holds nothing else; a full one stays
            if folder().parent.name == "motif":
                folder().parent.rmdir()
    except OSError as error:
        raise places.unwritable(folder(), error) from error
    finally:
        refresh()
        _tell()


def _pump() -> float | None:
    """Take in the news; None, which ends the timer, when the work is done."""
    work = _Here.work
    if work is None:
        return None
    before = work.news
    now = work.poll()
    if now.done:
        _Here.work, _Here.error = None, now.error
        refresh()
    if now != before:
        _tell()
    return None if now.done else _INTERVAL_S


def unregister() -> None:
    """Stop everything; what was begun can be resumed another time."""
    if bpy.app.timers.is_registered(_pump):
        bpy.app.timers.unregister(_pump)
    _Here.listeners = []
    cancel()
    _Here.error = ""
    refresh()
