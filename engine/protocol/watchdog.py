"""How long a silent process is waited for. Pure: the clock is handed in."""

from __future__ import annotations

# A caller that was itself held up (a file dialog, a laptop's lid) learns nothing from that time.
_LONGEST_STEP_S = 1.0


class Patience:
    """Runs out after `limit` seconds, spent looking, in which a count of things heard did not change."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self._heard: int | None = None
        self._waited = self._last = 0.0

    def reset(self) -> None:
        """Nothing is waited for at present."""
        self._heard = None

    def over(self, heard: int, now: float) -> bool:
        """heard: a count that grows with all that is heard. now: seconds of a monotonic clock."""
        if heard != self._heard:
            self._heard, self._waited = heard, 0.0
        else:
            self._waited += min(now - self._last, _LONGEST_STEP_S)
        self._last = now
        return self._waited > self.limit
