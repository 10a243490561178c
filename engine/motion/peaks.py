"""scipy's find_peaks, loaded when it is first needed: its half second of imports is no part of the engine's start."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def find_peaks(
    signal: NDArray[Any], height: Any = None, distance: float | None = None, prominence: float | None = None
) -> tuple[NDArray[np.intp], dict[str, Any]]:
    """Indices of local maxima of (N,), with what scipy tells of them; the options are scipy's."""
    from scipy.signal import find_peaks as found

    return found(signal, height=height, distance=distance, prominence=prominence)
