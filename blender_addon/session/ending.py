"""Ending a process of our own: it stops by itself once its input is closed, and is killed where it does not."""

from __future__ import annotations

import contextlib
import subprocess
from typing import Any


def close_input(process: subprocess.Popen[Any]) -> None:
    """Close what a process listens to, which asks it to stop."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def end(process: subprocess.Popen[Any], seconds: float) -> None:
    """Ask a process to stop, and kill it after so many seconds."""
    close_input(process)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
