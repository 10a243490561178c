"""What an act leaves the body standing on, a ledge or the top of a ladder: what follows is done up there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.text.judging.seen import Seen, Series
from retarget.motion import Motion

HIGH_M = 0.3  # from which on somebody stands on something else than the floor
_TOES_M = 0.02  # from the lowest joint of a foot that stands to the floor
_STEADY_M = 0.05  # that it changes by at most where it is stood on, at either end
_LEAPS_MPS = 2.5  # from which on who comes down falls


def begins_on(motion: Motion) -> float:
    """Metres over the floor of what a motion begins on; 0 for the floor and for who is in the air."""
    seen = Seen(motion)
    return _stood_on(_lowest(seen)[: seen.end_frames])


def ends_on(motion: Motion) -> float:
    """Metres over the floor of what a motion ends on; 0 for the floor and for who is in the air."""
    seen = Seen(motion)
    return _stood_on(_lowest(seen)[-seen.end_frames :])


def lifted(motion: Motion, high: float) -> Motion:
    """A motion done from `high` m over the floor. One that comes down from something comes down from there to the same
    floor, all others are done on it; up there no foot is on the floor."""
    own = begins_on(motion)
    share = _still_to_fall(motion, own) if own else np.ones(len(motion))
    root = motion.root_pos.astype(np.float64)
    root[:, 1] += (high - own) * share
    return replace(
        motion, root_pos=root.astype(np.float32), contacts=motion.contacts & (share * high < HIGH_M / 2)[:, None]
    )


def _still_to_fall(motion: Motion, own: float) -> Series:
    """The share (T,) of its way down that a motion has ahead of it, from what it stands on `own` m over the floor: of a
    leap as things fall, from where it is left; of a climb by how low it has come."""
    low, speed = _lowest(Seen(motion)), np.gradient(motion.root_pos[:, 1].astype(np.float64)) * motion.fps
    down = np.flatnonzero(low < _STEADY_M)
    if speed.min() > -_LEAPS_MPS or not len(down):
        return np.minimum.accumulate(np.clip(low / own, 0, 1))
    lands = int(down[0])
    first = max(0, lands - round(motion.fps))
    leaves = first + int(np.argmax(speed[first:lands])) if lands else 0
    return 1 - np.clip((np.arange(len(motion)) - leaves) / max(1, lands - leaves), 0, 1) ** 2


def left_on(motion: Motion, high: float) -> float:
    """Metres over the floor of what `lifted` leaves the body on."""
    return (0.0 if begins_on(motion) else high) + ends_on(motion)


def _lowest(seen: Seen) -> Series:
    """Metres (T,) over the floor of what of the body is lowest."""
    return np.minimum(seen.signals.sole.min(axis=1), seen.signals.pos[..., 1].min(axis=1) - _TOES_M)


def _stood_on(lowest: Series) -> float:
    return float(lowest.mean()) if lowest.min() > HIGH_M and np.ptp(lowest) < _STEADY_M else 0.0
