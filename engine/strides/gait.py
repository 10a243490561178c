"""A gait: whole strides of a captured motion, straightened, that go on without end.

Everything is told against the way: metres along it and to its left, and rotations against the direction of facing. So
strides that were walked along one line can be laid along any other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.motion import blend, events
from retarget import quat, smooth
from retarget.feet.contact import detect
from retarget.feet.legs import foot_points, legs_of
from retarget.motion import STANDING_HEIGHT, Motion

Array = NDArray[np.float64]
UP = np.array([0.0, 1.0, 0.0])
_STRIDE_S = 0.35  # standard deviation of the mean over a stride
_LEAST_S, _MOST_S = 0.45, 4.2  # of the strides that are repeated
_LOOKED_AT_S = 5.0  # of a longer motion
_WORST_SEAM = 0.13  # m, as `blend.seam_cost` counts
_LEAST_SPEED = 0.25  # m/s: slower is not travelling
_FASTEST_FOOT = 9.0  # m/s
_FLOOR_M = 0.015  # that the lowest places of the feet may lie beside their height on the floor
_STEADY = 0.4  # share of the median speed by which a stride may differ


@dataclass(frozen=True)
class Gait:
    """N frames of whole strides.

    root: (N, 3) m: to the left of the way, up, along it. rot: (N, J, 4), the pelvis against the facing. feet: (N, 2, 3)
    m, toe bases, as the root. soles: (N, 2, 4) rotations of the ankles against the facing. contacts: (N, 4). length: m
    that they cover. offset: rad from the way to the facing. fps: of the frames. faults: what is wrong with it, 0 for
    nothing: how ill its end goes over into its beginning, and how it bends.
    """

    root: Array
    rot: Array
    feet: Array
    soles: Array
    contacts: NDArray[np.bool_]
    length: float
    offset: float
    fps: float
    faults: float = 0.0

    def __len__(self) -> int:
        return len(self.root)

    @property
    def heading(self) -> float:
        """The offset in whole quarter turns: ahead, to a side, or back, rad."""
        return float(np.round(self.offset / (np.pi / 2)) * (np.pi / 2))

    @property
    def pace(self) -> float:
        """m/s."""
        return self.length / len(self) * self.fps

    @property
    def steps(self) -> int:
        """How often a foot is set down in its frames."""
        down = self.contacts.reshape(len(self), 2, -1).any(axis=2)
        return int((down & ~np.roll(down, 1, axis=0)).sum())

    def along(self, frames: Array) -> Array:
        """Metres along the way (T,), evened out over a stride, at frames (T,), which may lie beyond its own."""
        return frames * (self.length / len(self)) + self._level

    @property
    def _level(self) -> float:
        return float(np.mean(self.root[:, 2] - np.arange(len(self)) * (self.length / len(self))))

    def rests(self) -> NDArray[np.int_]:
        """Frames in which both feet are nearest to the floor, in order."""
        height = self.feet[..., 1].sum(axis=1)
        around = np.concatenate([height[-2:], height, height[:2]])
        least = np.lib.stride_tricks.sliding_window_view(around, 5).min(axis=1)
        return np.flatnonzero((height <= least) & (height < np.median(height)))


def gait_of(motion: Motion) -> Gait | None:
    """The strides of a canonical motion that can be repeated best; None where it doesn't travel steadily."""
    if len(motion) < round(_LEAST_S * motion.fps) + 4:
        return None
    way = _way(motion)
    span = _steady(way, motion.fps)
    if span is None:
        return None
    first, last, seam = _strides(motion, way, *span)
    if seam > _WORST_SEAM:
        return None
    gait = _straightened(_on_the_floor(motion, first, last), way, first, last, seam)
    # Where the way bends so much that a foot lies near two stretches of it, it can't be said where that foot is.
    return gait if np.abs(np.diff(gait.feet, axis=0)).max() * gait.fps < _FASTEST_FOOT else None


def _on_the_floor(motion: Motion, first: int, last: int) -> Motion:
    """The motion with the floor where its feet are lowest from first to last: some were captured over theirs, and would
    walk in the air, where nothing slides."""
    points = foot_points(motion, legs_of(motion.skeleton))[first:last, [1, 3], 1]
    off = float(points.min(axis=0).mean()) - STANDING_HEIGHT["foot"]
    if abs(off) < _FLOOR_M:
        return motion
    lowered = replace(motion, root_pos=motion.root_pos - np.array([0, off, 0], np.float32))
    return replace(lowered, contacts=detect(lowered, 0.0))


@dataclass(frozen=True)
class _Way:
    """The line along which a motion goes: ground (T, 2) m, along (T,) m, yaw and facing (T,) rad, speed (T,) m/s."""

    ground: Array
    along: Array
    yaw: Array
    facing: Array
    speed: Array


def _way(motion: Motion) -> _Way:
    sigma = _STRIDE_S * motion.fps
    ground = _evened(motion.root_pos[:, [0, 2]].astype(np.float64), sigma)
    step = np.gradient(ground, axis=0)
    speed = np.linalg.norm(step, axis=1) * motion.fps
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(ground, axis=0), axis=1))])
    yaw = np.unwrap(np.arctan2(step[:, 0], step[:, 1]))
    facing = _evened(events.signals(motion).yaw[:, None], sigma)[:, 0]
    return _Way(ground, along, yaw, facing, speed)


def _evened(values: Array, sigma: float) -> Array:
    """(T, N) smoothed along time, continued beyond either end by its reflection through that end."""
    reach = min(len(values) - 1, int(4 * sigma))
    padded = np.concatenate([2 * values[0] - values[reach:0:-1], values, 2 * values[-1] - values[-2 : -2 - reach : -1]])
    return smooth.gaussian(padded, sigma)[reach : reach + len(values)]


def _steady(way: _Way, fps: float) -> tuple[int, int] | None:
    """The longest stretch at one speed and with one facing against the way."""
    usual = float(np.median(way.speed[way.speed > _LEAST_SPEED])) if (way.speed > _LEAST_SPEED).any() else 0.0
    if usual < _LEAST_SPEED:
        return None
    apart = np.exp(1j * (way.facing - way.yaw))
    moving = np.abs(way.speed - usual) < _STEADY * usual
    mean = np.angle(apart[moving].sum()) if moving.any() else 0.0
    good = moving & (np.abs(np.angle(apart * np.exp(-1j * mean))) < np.radians(35))
    first, last = max(smooth.runs(good), key=lambda run: run[1] - run[0], default=(0, 0))
    return (first, last) if last - first >= _LEAST_S * fps else None


def _strides(motion: Motion, way: _Way, first: int, last: int) -> tuple[int, int, float]:
    """Frames between which the motion comes round again, and the cost of the seam."""
    last = min(last, first + round(_LOOKED_AT_S * motion.fps))
    part = motion.cut(first, last)
    yaw, along = way.yaw[first:last], way.along[first:last]
    lag = np.arange(len(part))[None] - np.arange(len(part))[:, None]
    allowed = (lag >= _LEAST_S * motion.fps) & (lag <= _MOST_S * motion.fps)
    bend = np.abs(yaw[None] - yaw[:, None]) / np.maximum(along[None] - along[:, None], 0.1)
    cost = blend.seam_cost(part, part) + 0.05 * bend
    if not allowed.any():
        return first, last, np.inf
    cost = np.where(allowed, cost, np.inf)
    # Of seams that are hardly worse than the best the one with the most strides: fewer repetitions show.
    good = cost < 1.25 * cost.min() + 0.004
    i, j = np.unravel_index(int(np.argmax(np.where(good, lag, -1))), cost.shape)
    return first + int(i), first + int(j), float(cost[i, j])


def _straightened(motion: Motion, way: _Way, first: int, last: int, seam: float) -> Gait:
    pos, rot = motion.globals()
    offset = float(np.angle(np.exp(1j * (way.facing - way.yaw))[first:last].sum()))
    root = np.stack([_across(way, pos[:, 0])[0], pos[:, 0, 1], _across(way, pos[:, 0])[1]], axis=1)
    local = motion.rot.astype(np.float64)
    local[:, 0] = quat.multiply(_yaw(-way.facing), local[:, 0])
    feet, soles = [], []
    for leg in legs_of(motion.skeleton):
        toe = pos[:, leg.ankle] + quat.rotate(rot[:, leg.ankle], leg.toe)
        left, along, facing = _across(way, toe)
        feet.append(np.stack([left, toe[:, 1], along], axis=1))
        soles.append(quat.multiply(_yaw(-facing), rot[:, leg.ankle]))
    # Metres along from the first frame on, so that every repetition begins where the one before ended.
    feet, soles = np.stack(feet, axis=1), np.stack(soles, axis=1)
    length = (
        float(way.along[last] - way.along[first]) if last < len(motion) else float(way.along[-1] - way.along[first])
    )
    origin = np.array([root[first:last, 0].mean(), 0.0, way.along[first]])
    ramp = np.arange(last - first) / (last - first)
    return Gait(
        _closed(root - origin, first, last, length, ramp), _closed_turns(local, first, last, ramp),
        _closed(feet - origin, first, last, length, ramp), _closed_turns(soles, first, last, ramp),
        motion.contacts[first:last], length, offset, motion.fps, seam,
    )  # fmt: skip


def _across(way: _Way, points: NDArray) -> tuple[Array, Array, Array]:
    """Points (T, 3) near the frames' own places: m to the left of the way, m along it, and the facing there, rad."""
    reach = 1.2  # m that the way goes on straight beyond either end
    steps = np.arange(0.05, reach, 0.05)
    ahead = [np.stack([np.sin(y), np.cos(y)]) for y in (way.yaw[0], way.yaw[-1])]
    ground = np.concatenate(
        [way.ground[0] - steps[::-1, None] * ahead[0], way.ground, way.ground[-1] + steps[:, None] * ahead[1]]
    )
    along = np.concatenate([way.along[0] - steps[::-1], way.along, way.along[-1] + steps])
    count = len(steps)
    yaw, facing = (np.pad(values, count, mode="edge") for values in (way.yaw, way.facing))
    flat = points[:, [0, 2]].astype(np.float64)
    apart = np.linalg.norm(flat[:, None] - ground[None], axis=-1)
    # Only the stretch around the frame's own place: a way that crosses itself is not taken for its other branch.
    apart[np.abs(along[None] - way.along[:, None]) > reach] = np.inf
    near = apart.argmin(axis=1)
    tangent = np.stack([np.sin(yaw[near]), np.cos(yaw[near])], axis=1)
    off = flat - ground[near]
    ahead_m = (off * tangent).sum(axis=1)
    left = off[:, 0] * tangent[:, 1] - off[:, 1] * tangent[:, 0]
    at = along[near] + ahead_m
    return left, at, np.interp(at, along, facing)


def _closed(values: Array, first: int, last: int, length: float, ramp: Array) -> Array:
    """(T, ..., 3) from first to last, what its end misses of its beginning spread over it; it goes on by `length`."""
    shape = (len(ramp), *[1] * (values.ndim - 1))
    missed = values[last] - values[first] - np.array([0.0, 0.0, length])
    return values[first:last] - ramp.reshape(shape) * missed


def _closed_turns(rot: Array, first: int, last: int, ramp: Array) -> Array:
    """The same for rotations (T, J, 4)."""
    missed = quat.to_rotvec(quat.multiply(rot[last], quat.inverse(rot[first])))
    turn = quat.from_rotvec(-ramp[:, None, None] * missed)
    return quat.continuous(quat.multiply(turn, rot[first:last]))


def _yaw(angle: Array) -> Array:
    return quat.from_axis_angle(UP, angle)
