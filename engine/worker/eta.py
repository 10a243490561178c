"""The time that a job will still take, estimated from its progress so far."""

from __future__ import annotations

import time


class Eta:
    """Counts from the first fraction above 0, so that loading a model doesn't make sampling look slow."""

    def __init__(self) -> None:
        self._first: tuple[float, float] | None = None

    def seconds_left(self, fraction: float) -> float | None:
        """Seconds left with the fraction 0-1 done now; None until a second fraction shows the speed."""
        if fraction <= 0:
            return None
        now = time.monotonic()
        first, start = self._first = self._first or (fraction, now)
        return (now - start) * (1 - fraction) / (fraction - first) if fraction > first else None
