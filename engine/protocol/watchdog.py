"""How long a silent process is waited for. Pure: the clock is handed in."""

from __future__ import annotations

# Time in which the caller itself was held up (a file dialog, a laptop's lid) tells nothing about the process.
_LONGEST_STEP_S = 1.0


class Watchdog:
    """Expires after `limit` seconds, as far as they were watched, in which a count of messages did not change."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self._count: int | None = None
        self._waited = self._last = 0.0

    def reset(self) -> None:
        """Nothing is waited for at present."""
        self._count = None

    def expired(self, count: int, now: float) -> bool:
        """count: grows with every message. now: seconds of a monotonic clock."""
        if count != self._count:
            self._count, self._waited = count, 0.0
        else:
            self._waited += min(now - self._last, _LONGEST_STEP_S)
        self._last = now
        return self._waited > self.limit
