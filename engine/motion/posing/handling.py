"""Hands that hold and use things, by rule over any motion: the legs are those of the body, and its sway goes on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from engine.motion.posing import head, legs
from engine.motion.posing.arms import SIDES, brought, eased, placed
from engine.motion.posing.places import Place
from engine.motion.posing.uses import USES, Curve, Track, Use
from retarget.motion import Motion

Array = NDArray[np.float64]
_LED_S, _BACK_S = 0.45, 0.5  # in which arms are led to what they do, and let go
_NEAR_M = 0.15  # of a wrist to where it is held or to where it goes


def handled(motion: Motion, name: str, hand: str | None = None, count: int | None = None, *, led: bool = False
            ) -> Motion:  # fmt: skip
    """A canonical motion with hands and trunk as a row of `USES` has them. hand: of what is done with one. count: how
    often, of what is done so many times. led: the arms go there first; of what is only held they are there at once."""
    use, time, weight = USES[name], *_clock(USES[name], motion, count, led)
    sign = -1.0 if hand == "left" and not (use.left and use.right) else 1.0
    if use.lean:
        motion = legs.leant(motion, "forward", 1.0, sink=use.sinks, weight=weight * _at(use.lean, time, use))
    if use.twist:
        motion = legs.twisted(motion, sign * weight * _at(use.twist, time, use))
    if use.gaze:
        motion = head.tilted(motion, weight * use.gaze)
    place = Place("spine3", (0, 0, 0), use.elbow, None, "level", shrug=use.shrug)
    for side, track in _tracks(use, hand):
        motion = brought(motion, side, place, _at(track, time, use), weight)
    return motion


def seconds_of(name: str, count: int | None = None) -> float | None:
    """How long a use takes with what leads to it and back; None for what goes on."""
    use = USES[name]
    return _LED_S + (count or 1) * use.seconds + _BACK_S if use.once else None


def followed(motion: Motion, name: str, hand: str | None = None) -> float:
    """How far hands do what a use says, 0 to 1: the share of the frames in which they are held there, of its places to
    which they go."""
    use, pos = USES[name], placed(motion, "spine3", "level")
    found = list[float]()
    for side, track in _tracks(use, hand):
        off = [np.linalg.norm(pos[side] - np.array(at), axis=-1) < _NEAR_M for _, at in track]
        found.append(float(np.mean(off[0]) if len(off) == 1 and not use.once else np.mean([one.any() for one in off])))
    return min(found, default=1.0)


def _tracks(use: Use, hand: str | None) -> list[tuple[str, Track]]:
    """The hands that do it, each with its places; with one hand, of the side that is asked for."""
    if use.left and use.right:
        return [("right", use.right), ("left", use.left)]
    usual, track = ("right", use.right) if use.right else ("left", use.left)
    return [(hand if hand in SIDES else usual, track)] if track else []


def _clock(use: Use, motion: Motion, count: int | None, led: bool) -> tuple[Array, Array]:
    """Seconds (T,) within the use at each frame, and the weights (T,) of arms and trunk."""
    ends = use.once or bool(count and use.seconds)
    lead = _LED_S if led or ends else 0.0
    time = np.arange(len(motion)) / motion.fps - lead
    weight = eased(motion, lead) if lead else np.ones(len(motion))
    if not ends:
        return np.maximum(time, 0.0) % use.seconds if use.seconds else np.zeros(len(motion)), weight
    last = (count or 1) * use.seconds
    after = np.ones(len(time)) if use.keeps else np.clip(1 - (time - last) / _BACK_S, 0, 1)
    inner = np.where(time < last, np.maximum(time, 0.0) % use.seconds, use.seconds)
    return inner, np.minimum(weight, after**2 * (3 - 2 * after))


def _at(keys: Track | Curve, time: Array, use: Use) -> Array:
    """Places (T, 3) or degrees (T,) at times within a use, smooth through its keys and over its ends."""
    times, values = [key[0] for key in keys], np.array([key[1] for key in keys], float)
    if len(keys) == 1:
        return np.repeat(values, len(time), axis=0)
    if not use.once:  # round and round: the last key is the first one again
        times = [t + turn * use.seconds for turn in (-1, 0, 1) for t in times[:-1]]
        values = np.concatenate([values[:-1]] * 3)
    return np.asarray(PchipInterpolator(times, values, extrapolate=False)(np.clip(time, times[0], times[-1])))
