"""Ctrl-C and a request to end as exceptions, so that what was begun is cleaned up; and the exit status that tells."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType

STOPPED = "Stopped."


class Terminated(KeyboardInterrupt):
    """The system, or another program, asked this one to end (SIGTERM)."""


@contextlib.contextmanager
def listening() -> Iterator[None]:
    """While a command runs: Ctrl-C raises KeyboardInterrupt and SIGTERM Terminated, whatever was set before."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handlers = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: _terminate}
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def status(stop: KeyboardInterrupt) -> int:
    """The exit status as shells have it: 130 after Ctrl-C, 143 after SIGTERM."""
    return 143 if isinstance(stop, Terminated) else 130


def plain_output() -> None:
    """Let stdout take any text: what its encoding lacks is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated
