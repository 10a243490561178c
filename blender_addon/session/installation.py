"""The engine's own Python environment, from Blender's side: its folder, its state, and the process that installs it.

The installer itself is `engine.installer`; here it is started as a child process and its progress is passed on. The
environment lies below the add-on's user folder, never inside Blender. Only `run_now` blocks.
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

from ..engine.installer import folder as environment
from ..engine.installer import machine, plan
from ..engine.installer.folder import State
from ..engine.installer.plan import InstallError, Plan
from ..engine.protocol.client import clean_environment
from ..log import LOG
from ..paths import ADDON, user_folder
from . import ending

_INTERVAL_S = 0.1
# How long the installer may take to end pip after it was asked to stop.
_STOP_S = 3.0
_DOING = {"install": "Installing", "verify": "Checking", "repair": "Repairing", "remove": "Removing",
          "smpl": "Adding to"}  # fmt: skip


@dataclass(frozen=True)
class Progress:
    """Progress of the installer: fraction 0-1 and what is being done; done, and a sentence where it failed."""

    command: str
    fraction: float = 0.0
    message: str = ""
    done: bool = False
    error: str = ""

    @property
    def doing(self) -> str:
        """The work in one word, as the panel shows it."""
        return _DOING[self.command]


class _Shared:
    """State of this module, which the panels draw."""

    state: State | None = None
    process: InstallerProcess | None = None
    error: str = ""  # of the last process
    machine: machine.Machine | None = None
    options: tuple[str, ...] = ()  # further ones for the installer (tests)
    listeners: list[Callable[[], None]] = []


def folder() -> Path:
    """Return the environment's folder, existing or not: in the extension's user folder, or below Blender's data."""
    return user_folder("engine")


def state() -> State:
    """Return the environment's state; reads the disk the first time and after a change."""
    if _Shared.state is None:
        _Shared.state = environment.read(folder())
    return _Shared.state


def refresh() -> None:
    """Have `state` read the disk again."""
    _Shared.state = None


def interpreter() -> str | None:
    """Return the environment's Python, None where it isn't complete. One with outdated packages serves."""
    return str(environment.interpreter(folder())) if state().kind in ("ready", "outdated") else None


def progress() -> Progress | None:
    """Return the progress of the running process, None for none."""
    return _Shared.process.progress if _Shared.process is not None else None


def error() -> str:
    """Return why the last process failed, "" where it didn't."""
    return _Shared.error


def listen(changed: Callable[[], None]) -> None:
    """Call `changed` whenever there is something to redraw."""
    _Shared.listeners = [changed]


def _notify() -> None:
    for listener in _Shared.listeners:
        listener()


def offline_problem(wheels: str) -> str:
    """Return why nothing can be downloaded, as a sentence; "" where it can, or wheels are given."""
    if wheels or getattr(bpy.app, "online_access", True):
        return ""
    return "Blender is set to stay offline: allow online access in Preferences > System, or choose a folder of wheels."


def make_plan(build: str, python: tuple[int, int]) -> Plan:
    """Plan what would be installed here; asks the graphics driver the first time. Raises InstallError."""
    if _Shared.machine is None:
        _Shared.machine = machine.detect()
    return plan.make(_Shared.machine, python, build)


def find_base(chosen: str = "") -> tuple[str, tuple[int, int]]:
    """Find a Python to make the environment with, and its version: the chosen one, Blender's own, or one on PATH.

    Runs each candidate to ask its version. Raises InstallError where none fits.
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
    """Yield Blender's own Python first. In some builds sys.executable is Blender, or the first Python on PATH."""
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
    """Return (major, minor) of a Python that runs and has venv, else None."""
    code = "import sys, venv; print(*sys.version_info[:2])"
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with contextlib.suppress(OSError, ValueError, LookupError, subprocess.SubprocessError):
        answer = subprocess.run(
            [python, "-I", "-c", code], capture_output=True, text=True, timeout=20, check=True, creationflags=flags,
            stdin=subprocess.DEVNULL, env=clean_environment(ADDON),
        ).stdout.split()  # fmt: skip
        return int(answer[0]), int(answer[1])
    return None


# -- the process


class InstallerProcess:
    """A child process that installs, verifies, repairs or removes; it ends when this process does, however that
    ends."""

    def __init__(self, command: str, options: Sequence[str], base: str) -> None:
        self.progress = Progress(command)
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

    def poll(self) -> Progress:
        """Read the process's output so far, without waiting."""
        other = ""
        while not self.progress.done:
            try:
                line = self._lines.get_nowait()
            except queue.Empty:
                break
            if line is None:
                why = other or f"it ended with status {self._process.returncode}"
                self._end(f"The installer stopped without a word of its own ({why:.160}): press Resume.")
            else:
                other = self._take_in(line) or other
        return self.progress

    def _take_in(self, line: str) -> str:
        """Handle a line of JSON; returns any other line, which comes of a failure."""
        try:
            message = json.loads(line)
            event = message["event"]
        except (ValueError, TypeError, KeyError):
            return line.strip()
        command = self.progress.command
        if event == "progress":
            self.progress = Progress(command, float(message["fraction"]), str(message["message"]))
        elif event == "failed":
            self._end(str(message["message"]))
        elif event == "done":
            self._end("")
        return ""

    def _end(self, error: str) -> None:
        self.progress = Progress(self.progress.command, 1.0, "", True, error)

    def stop(self) -> None:
        """Ask the process to stop, and kill it after _STOP_S."""
        ending.end(self._process, _STOP_S)


def start(command: str, *, build: str = "auto", wheels: str = "", base: str = "") -> None:
    """Start the process; progress comes by timer in a window, by `run_now` in background. Raises InstallError."""
    if _Shared.process is not None:
        raise InstallError("The engine is being installed already: wait for it, or cancel it.")
    if command in ("install", "repair", "smpl") and (sentence := offline_problem(wheels)):
        raise InstallError(sentence)
    python, _ = find_base(base)
    options = [*_Shared.options, "--build", build, *(["--wheels", wheels] if wheels else [])]
    LOG.info("Installer: %s with %s", command, python)
    _Shared.error = ""
    _Shared.process = InstallerProcess(command, options, python)
    if not bpy.app.background and not bpy.app.timers.is_registered(_pump):
        bpy.app.timers.register(_pump, first_interval=_INTERVAL_S, persistent=True)
    _notify()


def run_now(command: str, on_progress: Callable[[float, str], None] | None = None, **options: Any) -> State:
    """Start the process and wait for its end. Raises InstallError."""
    start(command, **options)
    while _Shared.process is not None:
        shown = _Shared.process.progress
        _pump()
        if on_progress and _Shared.process is not None and _Shared.process.progress != shown:
            on_progress(_Shared.process.progress.fraction, _Shared.process.progress.message)
        time.sleep(0.02)
    if _Shared.error:
        raise InstallError(_Shared.error)
    return state()


def cancel() -> None:
    """Stop the process; an installation can be resumed."""
    if _Shared.process is not None:
        _Shared.process.stop()
        _Shared.process = None
        _Shared.error = ""
        refresh()
        _notify()


def remove() -> None:
    """Delete the environment. Raises InstallError."""
    cancel()
    _Shared.error = ""
    try:
        environment.remove(folder())
        with contextlib.suppress(OSError):  # an add-on's folder that holds nothing else; a full one stays
            if folder().parent.name == "motif":
                folder().parent.rmdir()
    except OSError as error:
        raise environment.unwritable(folder(), error) from error
    finally:
        refresh()
        _notify()


def _pump() -> float | None:
    """Handle new output; returns None, which ends the timer, when the process is done."""
    process = _Shared.process
    if process is None:
        return None
    before = process.progress
    now = process.poll()
    if now.done:
        _Shared.process, _Shared.error = None, now.error
        LOG.info("Installer: %s", now.error or "done")
        refresh()
    if now != before:
        _notify()
    return None if now.done else _INTERVAL_S


def unregister() -> None:
    """Stop the process and the timer; an installation can be resumed."""
    if bpy.app.timers.is_registered(_pump):
        bpy.app.timers.unregister(_pump)
    _Shared.listeners = []
    cancel()
    _Shared.error = ""
    refresh()
