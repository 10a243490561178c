"""Progress on stderr: a bar in a terminal, a line a minute in a log. Standard library only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

_LOG_STEP = 60.0  # s between two lines of a log
_BAR_STEP = 0.1  # s between two drawings of the bar
_WIDTH = 30


class Bar:
    """Shows fractions 0-1 with a few words; a context manager. clock: seconds, for tests."""

    def __init__(self, title: str, file: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._title, self._file, self._clock = title, file or sys.stderr, clock
        self._terminal = self._file.isatty()
        self._start = self._last = clock()
        self._drawn = False

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        if self._drawn:
            print("\r\x1b[K", end="", file=self._file, flush=True)

    def __call__(self, fraction: float, text: str) -> None:
        """Show how far it is; most calls show nothing."""
        now = self._clock()
        if now - self._last < (_BAR_STEP if self._terminal else _LOG_STEP):
            return
        self._last = now
        took = f"{now - self._start:.0f} s"
        if self._terminal:
            done = round(min(1.0, max(0.0, fraction)) * _WIDTH)
            bar = f"{self._title}: {fraction:4.0%} [{'#' * done}{'.' * (_WIDTH - done)}] {took}, {text}"
            print(f"\r{bar[:110]}\x1b[K", end="", file=self._file, flush=True)
            self._drawn = True
        else:
            print(f"{self._title}: {fraction:.0%} after {took}, {text}", file=self._file, flush=True)
