"""A clip that is longer than the model samples at once, as a chain of windows from its base frame outwards.

The first window lies around the base frame. Each further one continues the frames that are there, which it is
conditioned on: its own base frame is the last of them, met as exactly as a given pose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

REACH = 30  # frames on either side of a base frame in which what the network missed it by fades out
OVERLAP = 30  # frames that are known to a window which goes on, at least

F32 = NDArray[np.float32]


@dataclass(frozen=True)
class Window:
    """Frames start..stop-1 of a clip around the frame `middle`; `step` is the way it goes on, 0 for both, 1 or -1."""

    start: int
    stop: int
    middle: int
    step: int = 0

    @property
    def frames(self) -> slice:
        return slice(self.start, self.stop)


def windows(frames: int, middle: int, most: int) -> list[Window]:
    """Windows of at most `most` frames in the order in which they are made: around `middle`, then on to the clip's end,
    then back to its start. All but a lone first one have `most` frames: a short rest is made with more known ones."""
    if frames <= most:
        return [Window(0, frames, middle)]
    start = min(max(0, middle - most // 2), frames - most)
    found = [Window(start, start + most, middle)]
    stop = start + most
    while stop < frames:
        base, stop = stop - 1, min(frames, stop + most - OVERLAP)
        found.append(Window(stop - most, stop, base, 1))
    while start > 0:
        base, start = start, max(0, start - most + OVERLAP)
        found.append(Window(start, start + most, base, -1))
    return found


def bent(rows: F32, middle: int, wanted: F32) -> F32:
    """Rows (T, D) that pass through `wanted` (D,) at `middle`: what the frames beside it miss it by fades out on either
    side, so that the base frame is no jolt in the clip."""
    rows = rows.copy()
    rows[middle] = _led_to(rows, middle)
    return rows + _eased(len(rows), middle)[:, None] * (wanted - rows[middle])


def carried_on(rows: F32, known: F32, window: Window, columns: slice) -> F32:
    """A further window's rows (T, D) as they lead on from `known` (T, D), which its frames up to its base frame are:
    poses and speeds, `columns`, are bent to it, what else a row has is as it was found."""
    base = window.middle - window.start
    ahead = slice(base, None) if window.step > 0 else slice(base, None, -1)
    out = known.copy()
    out[ahead] = rows[ahead]
    out[ahead, columns] = bent(rows[ahead, columns], 0, known[base, columns])
    out[base] = known[base]
    return out


def _led_to(rows: F32, middle: int) -> F32:
    """What the frames beside `middle` of (T, D) lead to there: halfway between two, straight on at an end."""
    if 0 < middle < len(rows) - 1:
        return (rows[middle - 1] + rows[middle + 1]) / 2
    step = 1 if middle == 0 else -1
    near = np.clip([middle + step, middle + 2 * step], 0, len(rows) - 1)
    return 2 * rows[near[0]] - rows[near[1]]


def _eased(frames: int, middle: int) -> F32:
    """(T,): 1 at `middle`, without a slope, down to 0 at REACH frames from it."""
    t = np.clip(np.abs(np.arange(frames) - middle) / REACH, 0, 1)
    return ((1 + 2 * t) * (1 - t) ** 2).astype(np.float32)
