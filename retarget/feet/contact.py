"""Foot contact detection, the height of the floor, and measures of sliding.

A foot has two points that can be planted: the ankle (heel down) and the toe base (ball of the foot down). Heights are
measured from the height at which the point stands in the rig's rest pose and scale with leg length; speeds are in m/s
and windows in seconds, so that results do not depend on frame rate or size.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..body import Body
from ..motion import CONTACT_ROLES, F32, Bool, Motion
from ..smooth import runs
from .legs import Leg, foot_points, legs_of

# Hysteresis: a point is planted once it is lower and slower than `enter`, until it is higher or faster than `stay`.
# Captured toes in stance move at 0.02 to 0.25 m/s, in running at up to 0.6 m/s, and stand up to 4 cm too high.
_ENTER_SPEED = {"ankle": 0.30, "foot": 0.40}  # m/s
_STAY_SPEED = {"ankle": 0.45, "foot": 0.70}
_ENTER_HEIGHT = {"ankle": 0.030, "foot": 0.045}  # m above standing height, for a canonical leg
_STAY_HEIGHT = {"ankle": 0.045, "foot": 0.070}
_RISE = 0.02  # m: a point that rises more than this within a contact is leaving the floor
_OFF = 0.04  # m over or under its standing height: further than walking feet are from an even floor
_REST_SPEED = 0.30  # m/s: slower points are used to estimate the floor
_MIN_SPAN_S, _MAX_HOLE_S = 0.09, 0.07  # shorter contacts are dropped, shorter gaps between contacts closed


def detect(motion: Motion, floor: float | None = None, body: Body | None = None) -> Bool:
    """Detect contacts (T, 4) in CONTACT_ROLES' order, from heights and speeds with hysteresis.

    floor: its height in m, None to estimate it. body: the foot soles, where they are known. A missing toe base is
    placed by the size of the leg. Raises ValueError naming leg roles that the skeleton lacks.
    """
    legs = legs_of(motion.skeleton, body.soles if body else None)
    points = foot_points(motion, legs)
    if floor is None:
        floor = _floor(points, motion.fps, legs)
    speed = speeds(points, motion.fps)
    contacts = np.zeros((len(motion), 4), bool)
    for column, role in enumerate(CONTACT_ROLES):
        leg, kind = legs[column // 2], role.split("_")[1]
        height = points[:, column, 1] - floor - leg.stand[column % 2]
        enter = (height < _ENTER_HEIGHT[kind] * leg.scale) & (speed[:, column] < _ENTER_SPEED[kind])
        stay = (height < _STAY_HEIGHT[kind] * leg.scale) & (speed[:, column] < _STAY_SPEED[kind])
        planted = _trimmed(_hysteresis(enter, stay), height, _RISE * leg.scale)
        contacts[:, column] = tidy(planted, motion.fps)
    return contacts


def floor_height(motion: Motion) -> float:
    """Estimate the height in m of the floor that the figure stands on, from its slow, low foot points."""
    legs = legs_of(motion.skeleton)
    return _floor(foot_points(motion, legs), motion.fps, legs)


def off_floor(motion: Motion) -> float:
    """Share of frames in which no foot is near the floor at Y = 0, or one is deep in it: as over steps and slopes.

    Raises ValueError naming leg roles that the skeleton lacks.
    """
    legs = legs_of(motion.skeleton)
    lowest = _above(foot_points(motion, legs), legs).min(axis=1)
    return float((np.abs(lowest) > _OFF * legs[0].scale).mean())


def foot_skate(motion: Motion, floor: float = 0.0) -> dict[str, float]:
    """Measure how far feet slide on the floor.

    Returns skate_share: share of frames in which a toe base under 5 cm moves faster than 0.2 m/s along the floor;
    skate_mm: mean movement in mm a frame of toe bases under 5 cm; locked_mm: the same of points that `contacts` have
    planted in both frames (0 without contacts). floor: its height, m.
    """
    points = foot_points(motion, legs_of(motion.skeleton))
    if len(motion) < 2:
        return {"skate_share": 0.0, "skate_mm": 0.0, "locked_mm": 0.0}
    # Between each two frames: horizontal movement, and the mean height over the floor.
    step = np.linalg.norm(np.diff(points[..., [0, 2]], axis=0), axis=-1)
    height = (points[1:, :, 1] + points[:-1, :, 1]) / 2 - floor
    low: NDArray[np.bool_] = height[:, [1, 3]] < 0.05
    toes: NDArray[Any] = step[:, [1, 3]]
    sliding: NDArray[np.bool_] = low & (toes * motion.fps > 0.2)
    held = motion.contacts[1:] & motion.contacts[:-1]
    return {
        "skate_share": float(sliding.any(axis=1).mean()),
        "skate_mm": float(1000 * np.mean(toes[low])) if low.any() else 0.0,
        "locked_mm": float(1000 * step[held].mean()) if held.any() else 0.0,
    }


def speeds(points: F32, fps: float) -> F32:
    """Speeds (T, P) m/s by central differences over about 1/15 s, one-sided at the ends."""
    reach = max(1, round(fps / 30))
    at = np.arange(len(points))
    low, high = np.maximum(at - reach, 0), np.minimum(at + reach, len(points) - 1)
    moved = np.linalg.norm(points[high] - points[low], axis=-1)
    return moved * (fps / np.maximum(high - low, 1))[:, None]


def _floor(points: F32, fps: float, legs: tuple[Leg, Leg]) -> float:
    """Height in m of the floor: a low percentile of the heights at which the lower foot rests.

    Where it hardly ever rests, of all its heights.
    """
    # Per frame the lowest of the four points above its own standing height, and that point's speed.
    above = _above(points, legs)
    lowest = np.argmin(above, axis=1)[:, None]
    height = np.take_along_axis(above, lowest, axis=1)[:, 0]
    speed = np.take_along_axis(speeds(points, fps), lowest, axis=1)[:, 0]
    rests = height[speed < _REST_SPEED]
    if len(rests) >= max(3, 0.05 * len(height)):
        return float(np.percentile(rests, 20))
    return float(np.percentile(height, 5))


def _above(points: F32, legs: tuple[Leg, Leg]) -> NDArray[Any]:
    """Heights (T, 4) m of the foot points above those at which they stand."""
    return points[..., 1] - np.array([height for leg in legs for height in leg.stand])


def _hysteresis(enter: Bool, stay: Bool) -> Bool:
    """Keep the runs of `stay` (T,) that contain at least one frame of `enter` (T,)."""
    run = np.cumsum(np.diff(stay, prepend=False))  # a number for each run: odd within, even between
    chosen = np.zeros(run.max(initial=0) + 1, bool)
    chosen[run[enter & stay]] = True
    return stay & chosen[run]


def _trimmed(flags: Bool, height: NDArray[Any], rise: float) -> Bool:
    """Cut runs (T,) back at both ends to where the point is within `rise` m of its resting height in the run."""
    flags = flags.copy()
    for first, last in runs(flags):
        low = np.flatnonzero(height[first:last] < np.percentile(height[first:last], 20) + rise)
        flags[first : first + low[0]] = False
        flags[first + low[-1] + 1 : last] = False
    return flags


def tidy(flags: Bool, fps: float) -> Bool:
    """Close gaps up to `_MAX_HOLE_S` and drop runs under `_MIN_SPAN_S`, but for those at the clip's ends."""
    flags = flags.copy()
    for first, last in runs(~flags):
        if first > 0 and last < len(flags) and last - first <= round(_MAX_HOLE_S * fps):
            flags[first:last] = True
    for first, last in runs(flags):
        if first > 0 and last < len(flags) and last - first < round(_MIN_SPAN_S * fps):
            flags[first:last] = False
    return flags
