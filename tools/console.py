"""Paths, progress lines and child processes of the build."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
LOG = BUILD / "log"
VENV = ROOT / ".venv"


class Stop(Exception):
    """The build can't go on; the message is one sentence for the person who called it."""


def venv_python(venv: Path = VENV) -> Path:
    """The interpreter inside a virtual environment, existing or not."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def clean_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without PYTHON* variables, which would leak one interpreter's paths into another."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return {**kept, "PYTHONUNBUFFERED": "1", **(extra or {})}


def shown(path: Path) -> str:
    """A path as a reader of the console wants it: relative to the project where it lies inside."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


@contextmanager
def step(label: str) -> Iterator[None]:
    """A line `label ... 3.2 s`, whose seconds count up on a terminal while the body runs."""
    began, done, out = time.monotonic(), threading.Event(), sys.stdout  # the body may redirect it
    live = out.isatty()
    print(f"  {label} ...", end="", flush=True, file=out)

    def tick() -> None:
        while not done.wait(0.5):
            print(f"\r  {label} ... {time.monotonic() - began:.0f} s", end="", flush=True, file=out)

    thread = threading.Thread(target=tick, daemon=True)
    if live:
        thread.start()
    verdict = "failed after"
    try:
        yield
        verdict = ""
    finally:
        done.set()
        if live:
            thread.join()
        spent = f"{verdict} {time.monotonic() - began:.1f} s".strip()
        print(f"\r  {label} ... {spent}" if live else f" {spent}", flush=True, file=out)


def run_logged(command: Sequence[str | Path], log: Path, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a command with its output in a log file: (exit status, the output)."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8", errors="replace") as out:
        out.write("$ " + " ".join(map(str, command)) + "\n")
        out.flush()
        try:
            status = subprocess.call(
                list(map(str, command)), stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=ROOT,
                env=dict(env) if env else clean_environment(),
            )  # fmt: skip
        except OSError as error:  # no such program, or one that can't run
            out.write(f"{error}\n")
            status = 127
    return status, log.read_text(encoding="utf-8", errors="replace")


def run_through(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> int:
    """Run a command in the project's folder with its output on this console; returns its exit status."""
    sys.stdout.flush()
    return subprocess.call(list(map(str, command)), cwd=ROOT, env=dict(env) if env else clean_environment())
