"""A path over the ground as a function of its length: place, direction of travel, facing.

Ground points are (x, z) in m; directions are angles in rad about the vertical, 0 towards +Z, left positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.protocol.path import Path
from retarget import smooth

STEP_M = 0.01  # between samples of a curve
ROUNDING_M = 0.16  # standard deviation of the smoothing that rounds corners: a right angle is cut by 9 cm
_YAW_M = 0.10  # of the directions' own smoothing, so that a path that doubles back turns round within a foot's length
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """Samples every STEP_M or a little less. ground: (N, 2) m. yaw: (N,) rad, direction of travel, unwrapped. marks:
    (P,) m along the curve of each point of the path; of a closed one its first point again at the end."""

    ground: Array
    yaw: Array
    marks: Array
    closed: bool = False

    @cached_property
    def at(self) -> Array:
        """Metres along the curve (N,) of the samples."""
        return np.linspace(0.0, self.length, len(self.ground))

    @cached_property
    def length(self) -> float:
        """Metres from end to end."""
        return float(np.linalg.norm(np.diff(self.ground, axis=0), axis=1).sum())

    def place(self, along: Array) -> Array:
        """Ground points (..., 2) at metres along the curve; beyond its ends it goes on straight."""
        inside = np.clip(along, 0, self.length)
        out = np.stack([np.interp(inside, self.at, self.ground[:, i]) for i in (0, 1)], axis=-1)
        beyond = along - inside
        yaw = np.where(beyond < 0, self.yaw[0], self.yaw[-1])
        return out + beyond[..., None] * np.stack([np.sin(yaw), np.cos(yaw)], axis=-1)

    def part(self, first: float, last: float) -> Curve:
        """The stretch between two distances along it, m."""
        at = np.linspace(first, last, max(8, round((last - first) / STEP_M) + 1))
        yaw = np.interp(at, self.at, self.yaw)
        return Curve(self.place(at), yaw, np.array([0.0, last - first]))

    def direction(self, along: Array) -> Array:
        """Direction of travel (...,) rad."""
        return np.interp(along, self.at, self.yaw)

    def facing(self, face: str | tuple[float, float], offset: float) -> Array:
        """Facing (N,) rad at the samples. face: as in `Path`. offset: rad from the direction of travel, for "along"."""
        if face == "along":
            return self.yaw + offset
        if face == "start":
            return np.full(len(self.yaw), self.yaw[0] + offset)
        to = np.asarray(face, float) - self.ground
        near = (
            np.linalg.norm(to, axis=1) < 0.3
        )  # right at what is faced there is no direction: that from before is kept
        yaw = np.arctan2(to[:, 0], to[:, 1])
        if near.all():
            return np.full(len(yaw), self.yaw[0])
        known = np.flatnonzero(~near)
        yaw = yaw[known[np.clip(np.searchsorted(known, np.arange(len(yaw)), side="right") - 1, 0, None)]]
        return smooth.gaussian(np.unwrap(yaw), _YAW_M / STEP_M)


def curve_of(path: Path) -> Curve:
    """The curve that is walked: through a path's points, with corners rounded."""
    points = np.asarray(path.points, float)
    if path.closed:
        points = np.concatenate([points, points[:1]])
    legs = np.linalg.norm(np.diff(points, axis=0), axis=1)
    ends = np.concatenate([[0.0], np.cumsum(legs)])
    count = max(8, round(ends[-1] / STEP_M) + 1)
    at = np.linspace(0, ends[-1], count)
    # Where points fall together np.interp takes the later one: nothing is walked between them.
    line = np.stack([np.interp(at, ends, points[:, i]) for i in (0, 1)], axis=1)
    rounded = _smoothed(line, ROUNDING_M * (count - 1) / ends[-1], path.closed)
    walked = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(rounded, axis=0), axis=1))])
    marks = np.interp(ends, at, walked)
    # Sampled anew, evenly along what is left after rounding.
    even = np.linspace(0, walked[-1], max(8, round(walked[-1] / STEP_M) + 1))
    ground = np.stack([np.interp(even, walked, rounded[:, i]) for i in (0, 1)], axis=1)
    return Curve(ground, _directions(ground, path.closed), marks, path.closed)


def _smoothed(line: Array, sigma: float, closed: bool) -> Array:
    reach = min(len(line) - 1, int(4 * sigma) + 1)
    if closed:  # first and last point are one
        padded = np.concatenate([line[-1 - reach : -1], line, line[1 : 1 + reach]])
    else:  # reflected through the end points, which therefore stay
        padded = np.concatenate([2 * line[0] - line[reach:0:-1], line, 2 * line[-1] - line[-2 : -2 - reach : -1]])
    return smooth.gaussian(padded, sigma)[reach : reach + len(line)]


def _directions(ground: Array, closed: bool) -> Array:
    """Direction of travel (N,) rad, unwrapped and smoothed."""
    if closed:
        around = np.concatenate([ground[-2:-1], ground, ground[1:2]])
        step = (around[2:] - around[:-2]) / 2
    else:
        step = np.gradient(ground, axis=0)
    yaw = np.unwrap(np.arctan2(step[:, 0], step[:, 1]))
    sigma = _YAW_M / STEP_M
    reach = min(len(yaw) - 1, int(4 * sigma) + 1)
    if closed:
        round_once = yaw[-1] - yaw[0]
        padded = np.concatenate([yaw[-1 - reach : -1] - round_once, yaw, yaw[1 : 1 + reach] + round_once])
        return smooth.gaussian(padded, sigma)[reach : reach + len(yaw)]
    return smooth.gaussian(yaw, sigma)
