"""How closely a motion follows a path: twenty curves, and distances, facing and arrivals measured on joint positions.

The measures know nothing of how the curves are walked: they see the points that were asked for, and the pelvis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.motion import events
from engine.protocol.path import Path
from retarget import smooth
from retarget.motion import Motion

Array = NDArray[np.float64]
SWAY_S = 0.28  # standard deviation of the mean over a stride: the body's natural sway is not held against it
_REACH_M = (0.15, 0.5)  # behind and ahead of the farthest place so far in which the next is looked for
_STEP_M = 0.01


def _arc(radius: float, turn: float, count: int = 60) -> list[tuple[float, float]]:
    angle = np.linspace(0, np.radians(turn), count)
    return [(float(radius - radius * np.cos(a)), float(radius * np.sin(a))) for a in angle]


def _wave(width: float, length: float, waves: float) -> list[tuple[float, float]]:
    t = np.linspace(0, 1, 100)
    return [(float(width * np.sin(2 * np.pi * waves * u)), float(length * u)) for u in t]


def _eight(radius: float) -> list[tuple[float, float]]:
    first = _arc(radius, 360)
    return first + [(-x, z) for x, z in first[1:]]


CURVES: Mapping[str, tuple[tuple[float, float], ...]] = {name: tuple(points) for name, points in {
    "straight 3 m": [(0, 0), (0, 3)],
    "straight 8 m": [(0, 0), (0, 8)],
    "straight 15 m": [(0, 0), (0, 15)],
    "S, 5 m": _wave(0.8, 5, 1),
    "S, 10 m": _wave(1.5, 10, 1),
    "waves, 12 m": _wave(0.8, 12, 2),
    "right angle left": [(0, 0), (0, 3), (3, 3)],
    "right angle right": [(0, 0), (0, 3), (-3, 3)],
    "stairs": [(0, 0), (0, 2), (2, 2), (2, 4), (4, 4)],
    "square": [(0, 0), (0, 3), (3, 3), (3, 0), (0, 0)],
    "zigzag": [(0, 0), (1.5, 2), (-1.5, 4), (1.5, 6), (0, 8)],
    "circle 1 m": _arc(1, 360),
    "circle 1.5 m, right": [(-x, z) for x, z in _arc(1.5, 360)],
    "circle 2 m": _arc(2, 360),
    "circle 3 m, half": _arc(3, 180),
    "circle 5 m, third": _arc(5, 120),
    "figure eight 1 m": _eight(1),
    "figure eight 1.2 m": _eight(1.2),
    "U-turn, wide": [(0, 0), (0, 3), *[(x, z + 3) for x, z in _arc(0.8, 180, 30)], (1.6, 0)],
    "U-turn, on the spot": [(0, 0), (0, 3), (0.01, 0)],
}.items()}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A path's own points joined by straight lines, sampled every _STEP_M. ground: (N, 2) m. yaw: (N,) rad."""

    ground: Array
    yaw: Array

    @property
    def at(self) -> Array:
        """Metres along it (N,)."""
        return np.arange(len(self.ground)) * _STEP_M


def line_of(path: Path) -> Line:
    """The line that was asked for, corners and all."""
    points = np.asarray([*path.points, *path.points[:1]] if path.closed else path.points, float)
    legs = np.linalg.norm(np.diff(points, axis=0), axis=1)
    ends = np.concatenate([[0.0], np.cumsum(legs)])
    at = np.arange(0, ends[-1] + _STEP_M / 2, _STEP_M)
    ground = np.stack([np.interp(at, ends, points[:, i]) for i in (0, 1)], axis=1)
    leg = np.clip(np.searchsorted(ends, at, side="right") - 1, 0, len(legs) - 1)
    step = np.diff(points, axis=0)[leg]
    return Line(ground, np.unwrap(np.arctan2(step[:, 0], step[:, 1])))


def followed(motion: Motion, line: Line) -> tuple[Array, NDArray[np.int_]]:
    """Metres (T,) between the pelvis and the line, evened out over a stride, and the line's sample (T,) nearest to the
    pelvis, looked for around the farthest before. What is evened out is the distance, to the left and ahead of the
    line, and not the pelvis, which would cut every bend."""
    pelvis = motion.root_pos[:, [0, 2]].astype(np.float64)
    near, at = np.zeros(len(pelvis), int), 0
    behind, ahead = (round(reach / _STEP_M) for reach in _REACH_M)
    for frame, place in enumerate(pelvis):
        first = max(0, at - behind)
        off = np.linalg.norm(line.ground[first : at + ahead] - place, axis=1)
        near[frame] = first + int(off.argmin())
        at = max(at, int(near[frame]))
    off, yaw = pelvis - line.ground[near], line.yaw[near]
    left, ahead_of = (
        off[:, 0] * np.cos(yaw) - off[:, 1] * np.sin(yaw),
        off[:, 0] * np.sin(yaw) + off[:, 1] * np.cos(yaw),
    )
    swayed = evened(np.stack([left, ahead_of], axis=1), SWAY_S * motion.fps)
    return np.linalg.norm(swayed, axis=1), near


def evened(values: Array, sigma: float) -> Array:
    """(T, N) smoothed along time, its ends where they were."""
    reach = min(len(values) - 1, int(4 * sigma))
    padded = np.concatenate([2 * values[0] - values[reach:0:-1], values, 2 * values[-1] - values[-2 : -2 - reach : -1]])
    return smooth.gaussian(padded, sigma)[reach : reach + len(values)]


def measure(motion: Motion, path: Path, offset: float = 0.0) -> dict[str, float]:
    """apart, worst: m from the pelvis to the path, mean and most. facing: degrees, mean, against along the path turned
    by `offset` rad. left_over: m of the path that were not walked."""
    line = line_of(path)
    apart, near = followed(motion, line)
    yaw = evened(events.signals(motion).yaw[:, None], SWAY_S * motion.fps)[:, 0]
    off = np.abs(np.angle(np.exp(1j * (yaw - line.yaw[near] - offset))))
    return {
        "apart": float(apart.mean()), "worst": float(apart.max()), "facing": float(np.degrees(off.mean())),
        "left_over": float(line.at[-1] - line.at[near[-1]]),
    }  # fmt: skip


def arrivals(motion: Motion, path: Path, fps: float) -> Array:
    """Frames by which the pelvis passes each of the path's points with a frame, but for the first, too late; early
    negative."""
    line = line_of(path)
    near = followed(motion, line)[1]
    points = np.asarray(path.points, float)
    ends = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    out, along = [], line.at[near]
    for metres, frame, point in ((ends[point], frame, points[point]) for point, frame in path.timed[1:]):
        metres = min(metres, along.max() - 0.01)
        first = int(np.argmax(along >= metres - 0.005))
        before = along[first - 1] if first else along[first]
        part = (metres - before) / max(along[first] - before, 1e-6) if first else 0.0
        passed = first - 1 + float(np.clip(part, 0, 1))
        # Where it turns round on the spot nothing is passed: then the time that it is nearest counts, within 5 mm.
        away = np.linalg.norm(motion.root_pos[:, [0, 2]] - point, axis=1)
        here = np.flatnonzero(away < away.min() + 0.005)
        late = np.array([passed, *here]) - frame * motion.fps / fps
        out.append(late[np.abs(late).argmin()])
    return np.array(out)
