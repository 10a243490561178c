"""Cleans captured motion: spikes taken out, jitter smoothed, feet on the floor, standing feet held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat, smooth
from ..body import Body
from ..feet import contact, lock
from ..feet.contact import speeds, tidy
from ..motion import Bool, Motion
from ..smooth import runs
from .figure import Figure
from .measures import jerks

STEPS = ("spikes", "jitter", "floor", "feet")  # in the order in which they are taken

_SPIKE = np.radians(10.0)  # rad: less is no spike
_SPIKE_PLACE = 0.03  # m of an adult: the same for the root's place
_LONGEST_SPIKE_S = 0.07
_SPIKE_TIMES = 12.0  # at strength 0 a spike stands out so many times; at 1 a third of it
_AROUND_S = 0.5
_SMOOTH_S = 0.2  # at strength 1 frames so far on either side are smoothed with one another
_REST_SPEED, _REST_HEIGHT = 0.5, 0.15  # m/s, m: feet that rest on the floor, however it wanders
_LEVEL_S = 0.4  # reach in which the floor's height may change
_MOST_LEVEL = 0.3  # m of an adult: a figure further away from the floor stands on something else
_FLAT = 0.03  # m over standing height
_STILL = 0.02  # m: a standing foot that moves less within its stance is left alone


@dataclass(frozen=True)
class CleanUp:
    """How much of each is done, 0 (nothing) to 1 (all of it). spikes: frames that jump away and back. jitter: shaking.
    floor: feet above or below it. feet: standing feet that slide."""

    spikes: float = 0.5
    jitter: float = 0.5
    floor: float = 1.0
    feet: float = 1.0

    def __post_init__(self) -> None:
        for name in STEPS:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is {getattr(self, name):g}: give 0 (none of it) to 1 (all of it).")


def clean(motion: Motion, how: CleanUp = CleanUp(), body: Body | None = None) -> Motion:
    """Clean a motion. Steps of strength 0 leave it to the bit. body: the rig's skin, where it is known.

    Raises ValueError naming leg roles that the skeleton lacks.
    """
    if how.spikes:
        motion = without_spikes(motion, how.spikes)
    if how.jitter:
        motion = calmed(motion, how.jitter)
    if how.floor:
        motion = on_the_floor(motion, how.floor, body)
    return held(motion, how.feet, body) if how.feet else motion


def without_spikes(motion: Motion, strength: float = 0.5) -> Motion:
    """Take out frames, up to two at 30 a second, in which a joint or the root jumps away and comes back."""
    if len(motion) < 5:
        return motion
    rot, root = motion.rot.astype(np.float64), motion.root_pos.astype(np.float64)
    times = _SPIKE_TIMES * (1 - strength * 2 / 3)
    scale = Figure(motion).scale
    longest = max(1, round(_LONGEST_SPIKE_S * motion.fps))
    found = False
    for length in range(longest, 0, -1):
        away, between = _jumps(rot, length)
        for joint in range(rot.shape[1]):
            found |= _taken_out(rot[:, joint], away[:, joint], between[:, :, joint], _SPIKE, times, motion.fps)
        away, between = _leaps(root, length)
        found |= _taken_out(root, away, between, _SPIKE_PLACE * scale, times, motion.fps)
    if not found:
        return motion
    return replace(motion, rot=quat.continuous(rot).astype(np.float32), root_pos=root.astype(np.float32))


def _jumps(rot: NDArray[Any], length: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """How far `length` frames from each on are away from what lies between their neighbours, at least, and that.

    Returns (N, J) rad and (N, length, J, 4), a row for each first frame from 1 on.
    """
    before, after = rot[: -length - 1], rot[length + 1 :]
    between: list[NDArray[Any]] = []
    away: list[NDArray[Any]] = []
    for i in range(1, length + 1):
        t = np.full(before.shape[:-1], i / (length + 1))
        between.append(quat.slerp(before, after, t))
        away.append(quat.angle_between(rot[i : len(rot) - length - 1 + i], between[-1]))
    back = quat.angle_between(before, after)  # a joint that stays away hasn't come back
    return _where_more(np.min(away, axis=0), back), np.stack(between, axis=1)


def _where_more(away: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    return np.where(away > other, away, 0)


def _leaps(root: NDArray[Any], length: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """The same for places (T, 3): (N,) m and (N, length, 3)."""
    before, after = root[: -length - 1], root[length + 1 :]
    t = (np.arange(1, length + 1) / (length + 1))[None, :, None]
    between = before[:, None] * (1 - t) + after[:, None] * t
    own = np.stack([root[i : len(root) - length - 1 + i] for i in range(1, length + 1)], axis=1)
    away = np.linalg.norm(own - between, axis=-1).min(axis=1)
    return _where_more(away, np.linalg.norm(after - before, axis=-1)), between


def _taken_out(
    values: NDArray[Any], away: NDArray[Any], between: NDArray[Any], least: float, times: float, fps: float
) -> bool:
    """Replace, in `values` (T, C), the frames of spikes by `between` (N, length, C); returns whether there are any.

    away: (N,). A spike is further away than `least`, than `times` the median around, and than the frames beside it.
    """
    if not len(away) or away.max() <= least:
        return False
    reach = round(_AROUND_S * fps)
    found = False
    for row in np.flatnonzero(away > least):
        near = away[max(0, row - reach) : row + reach + 1]
        length = between.shape[1]
        beside = away[max(0, row - length) : row + length + 1]
        if away[row] > times * np.median(near) and away[row] >= beside.max():
            values[row + 1 : row + 1 + length] = between[row]
            found = True
    return found


def calmed(motion: Motion, strength: float = 0.5) -> Motion:
    """Smooth rotations and place by a parabola through the frames around each: peaks keep their height."""
    reach = round(strength * _SMOOTH_S * motion.fps)
    if reach < 1 or len(motion) < 3:
        return motion
    rot = quat.normalize(_fitted(motion.rot.astype(np.float64), reach))
    root = _fitted(motion.root_pos.astype(np.float64), reach)
    return replace(motion, rot=quat.continuous(rot).astype(np.float32), root_pos=root.astype(np.float32))


def _fitted(values: NDArray[Any], reach: int) -> NDArray[Any]:
    """Values (T, ...) of parabolas fitted over `reach` frames on either side (Savitzky and Golay 1964).

    Beyond the ends the motion goes on as it would seen in a point mirror, so that both ends keep place and speed.
    """
    reach = min(reach, len(values) - 1)
    at = np.arange(-reach, reach + 1)
    kernel = np.linalg.pinv(np.stack([at**0, at, at**2], axis=1))[0] if reach > 1 else np.full(3, 1 / 3)
    rows = values.reshape(len(values), -1)
    before, after = 2 * rows[:1] - rows[reach:0:-1], 2 * rows[-1:] - rows[-2 : -reach - 2 : -1]
    padded = np.concatenate([before, rows, after])
    out = [np.convolve(column, kernel[::-1], "valid") for column in padded.T]
    return np.stack(out, axis=-1).reshape(values.shape)


def on_the_floor(motion: Motion, strength: float = 1.0, body: Body | None = None) -> Motion:
    """Bring the places where feet rest to the floor, slowly, and lift what still cuts it."""
    figure = Figure(motion, body)
    stand = np.array([height for leg in figure.legs for height in leg.stand])
    above = figure.points[..., 1] - stand
    lowest = np.argmin(above, axis=1)[:, None]
    height = np.take_along_axis(above, lowest, axis=1)[:, 0]
    speed = np.take_along_axis(speeds(figure.points, motion.fps), lowest, axis=1)[:, 0]
    floor = contact.floor_height(motion)
    if abs(floor) > _MOST_LEVEL * figure.scale:
        return motion
    rests = (speed < _REST_SPEED * figure.scale) & (np.abs(height - floor) < _REST_HEIGHT * figure.scale)
    if rests.any():
        at = np.flatnonzero(rests)
        drift = smooth.gaussian(np.interp(np.arange(len(motion)), at, height[at]), _LEVEL_S / 2 * motion.fps)
        root = motion.root_pos.copy()
        root[:, 1] -= strength * drift
        motion = replace(motion, root_pos=root)
    return _between(motion, lock.lock_feet(motion, "ground", body=body), strength)


def held(motion: Motion, strength: float = 1.0, body: Body | None = None, floor: float = 0.0) -> Motion:
    """Hold standing feet where they stand; a stance that hardly moves is left alone."""
    figure = Figure(motion, body)
    contacts = standing(figure)
    still = _STILL * figure.scale
    for i in (0, 2):
        for first, last in runs(contacts[:, i : i + 2].any(axis=1)):
            span, pair = slice(first, last), slice(i, i + 2)
            place = figure.points[span, pair]
            moved = [np.ptp(place[flags, k], axis=0)[[0, 2]].max() for k, flags in enumerate(contacts[span, pair].T)
                     if flags.any()]  # fmt: skip
            if max(moved) < still:
                contacts[span, pair] = False
    if not contacts.any():
        return motion
    return _between(motion, lock.lock_feet(replace(motion, contacts=contacts), "keep", floor, body), strength)


def standing(figure: Figure) -> Bool:
    """Contacts (T, 4) of a motion that may slide: as detected, and of feet that lie flat on the floor at any speed."""
    stand = np.array([height for leg in figure.legs for height in leg.stand])
    low = np.abs(figure.points[..., 1] - figure.floor - stand) < _FLAT * figure.scale
    found = figure.contacts.copy()
    for i in (0, 2):
        found[:, i : i + 2] |= tidy(low[:, i : i + 2].all(axis=1), figure.motion.fps)[:, None]
    return found


def _between(motion: Motion, other: Motion, share: float) -> Motion:
    """The motion `share` (0 to 1) of the way to `other`, with its contacts."""
    if share >= 1:
        return other
    return mixed(motion, other, np.full(len(motion), share))


def mixed(motion: Motion, other: Motion, weight: NDArray[Any]) -> Motion:
    """Both mixed by `weight` (T,): 0 is `motion`, to the bit, 1 `other`."""
    rot = quat.slerp(motion.rot, other.rot, np.broadcast_to(weight[:, None], motion.rot.shape[:2]).astype(np.float32))
    rot = np.where(weight[:, None, None] > 0, rot, motion.rot)
    root = motion.root_pos + (weight[:, None] * (other.root_pos - motion.root_pos)).astype(np.float32)
    return replace(other, rot=rot.astype(np.float32), root_pos=root)


def measured(motion: Motion, body: Body | None = None) -> dict[str, float]:
    """What Clean Up is told by. slide: mean cm/s of standing feet. sunk: deepest cm under the floor. jitter: median
    jerk of joints, m/s³. spikes: how many."""
    figure = Figure(motion, body)
    planted = standing(figure)
    level = figure.points.copy()
    level[..., 1] = 0
    speed = speeds(level, motion.fps)
    deep = min(float(np.min(figure.sole(side))) for side in (0, 1))
    jerk: NDArray[Any] = np.max(jerks(figure), axis=1)
    return {
        "slide": 100 * float(speed[planted].mean()) if planted.any() else 0.0,
        "sunk": 100 * max(0.0, -deep),
        "jitter": float(np.median(jerk)),
        "spikes": float(spikes(motion)),
    }


def spikes(motion: Motion) -> int:
    """How many frames of joints `without_spikes` would take out."""
    turned = np.asarray(quat.angle_between(motion.rot, without_spikes(motion).rot))
    return int(np.count_nonzero(turned > _SPIKE / 2))


def told(before: Mapping[str, float], after: Mapping[str, float]) -> str:
    """Both measures in one line: “slide 42 → 5 cm/s, ...”."""
    units = {"slide": "cm/s", "sunk": "cm", "jitter": "m/s³", "spikes": ""}
    return ", ".join(f"{name} {before[name]:.3g} → {after[name]:.3g} {unit}".rstrip() for name, unit in units.items())
