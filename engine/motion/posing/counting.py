"""How often something has been done at each frame of a motion."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retarget.motion import Motion

LEAD_S = 0.3  # before the first time


def times(motion: Motion, seconds: float, count: int | None) -> NDArray[np.float64]:
    """How often it has been done (T,): so many times behind a moment's lead, each in so many seconds, or quicker where
    there is less time; without a count as often as fits."""
    if count is None:
        count = max(1, round((motion.seconds - 2 * LEAD_S) / seconds))
        seconds = max(0.1, motion.seconds - 2 * LEAD_S) / count
    lead = min(LEAD_S, 0.1 * motion.seconds)
    one = min(seconds, (motion.seconds - lead) / count)
    return np.clip((np.arange(len(motion)) / motion.fps - lead) / one, 0, count).astype(np.float64)
