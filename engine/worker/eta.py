"""How long a job will still take, by its pace so far."""

from __future__ import annotations

import time


class Pace:
    """Counts from the first fraction above 0, so that loading a model doesn't make sampling look slow."""

    def __init__(self) -> None:
        self._first: tuple[float, float] | None = None

    def seconds_left(self, fraction: float) -> float | None:
        """From a fraction 0-1 done now; None until there are two to tell a pace by."""
        if fraction <= 0:
            return None
        now = time.monotonic()
        first, start = self._first = self._first or (fraction, now)
        return (now - start) * (1 - fraction) / (fraction - first) if fraction > first else None
