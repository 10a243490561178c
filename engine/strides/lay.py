"""A gait laid along a curve: every frame of the body, and every place of a foot, at its own spot of the way.

The way is a function of the strides' own metres, so that a foot that stands in the strides stands on the path: where
the way turns, each step is set down turned, and where it goes slower, steps are shorter. At rest the body stands as it
does in the mean of its strides, with its feet flat.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.motion.canonical import canonical
from engine.strides.curve import Curve
from engine.strides.gait import UP, Gait
from engine.strides.speed import Timing
from retarget import quat, smooth
from retarget.feet.legs import legs_of, solve_leg
from retarget.motion import F32, Motion, forward_kinematics
from retarget.motion import ROLE_INDEX as R

Array = NDArray[np.float64]
_LEAST_RATE, _MOST_RATE = 0.75, 1.3  # of the gait's own, that steps follow one another at
_REST = 0.12  # share of the gait's speed under which steps cease
_TURNING_M = 0.6  # metres a second that turning by a radian a second counts as
_BEYOND = 0.25  # share of its length that a step has past the end, so that one foot rests a little ahead
_LEAN, _MOST_LEAN = 0.6, 0.2  # of what balances the turn; rad
_GLANCE_M, _MOST_GLANCE = 0.7, 0.6  # how far ahead the head looks; rad
_STANDING_M = 0.955  # of the pelvis, at most: legs that a flight's height would stretch can't hold their feet down
_G = 9.81


@dataclass(frozen=True)
class _Way:
    """Along a curve, at the strides' own metres (M,): the curve's metres, the facing, the lean to the left, rad.
    stands: whether it stands at either end; else it goes on there as it came."""

    strides: Array
    curve: Curve
    along: Array
    facing: Array
    lean: Array
    stands: tuple[bool, bool]

    def at(self, strides: Array) -> tuple[Array, Array, Array]:
        """Metres along the curve, facing and lean at the strides' metres (T,)."""
        first, last = self.strides[0], self.strides[-1]
        beyond = strides - np.clip(strides, first, last)
        slope = np.where(beyond < 0, self._slope(0), self._slope(-1))
        along = np.interp(strides, self.strides, self.along) + slope * beyond
        return along, np.interp(strides, self.strides, self.facing), np.interp(strides, self.strides, self.lean)

    def _slope(self, end: int) -> float:
        """Metres along the curve for one of the strides', past an end."""
        if self.stands[end]:
            return _BEYOND
        a, b = (0, 1) if end == 0 else (-2, -1)
        return float((self.along[b] - self.along[a]) / max(self.strides[b] - self.strides[a], 1e-6))


def lay(
    gait: Gait, curve: Curve, facing: Array, timing: Timing, frames: int, first: int = 0, last: int | None = None
) -> Motion:  # fmt: skip
    """`frames` frames at the gait's rate. facing: (N,) rad at the curve's samples. first: which of its frames at rest
    the gait begins with, or its frame where it begins in full stride. last: its frame that it ends with there, None for
    as it comes."""
    seconds = np.arange(frames) / gait.fps
    along = timing.along(curve, seconds)
    rate, rest = _rates(gait, curve, facing, along)
    at, rate = _strides(gait, rate, rest, first, last)
    way = _along(gait, curve, facing, timing, along, at, (bool(rest[0] > 0.5), bool(rest[-1] > 0.5)))
    return _posed(gait, way, at, rest)


def taken(gait: Gait, curve: Curve, facing: Array, timing: Timing, frames: int) -> float:
    """How many of its own frames the gait takes in `frames` frames, where it isn't told with which to end."""
    rate = _rates(gait, curve, facing, timing.along(curve, np.arange(frames) / gait.fps))[0]
    return float(((rate[1:] + rate[:-1]) / 2).sum())


def _rates(gait: Gait, curve: Curve, facing: Array, along: Array) -> tuple[Array, Array]:
    """At metres along the curve (T,): how fast steps follow one another against the gait's own, and how far it stands,
    0 to 1. Where a take begins or ends on the way, it is as fast there as beside: nothing slows it."""
    fps = gait.fps
    pace = np.gradient(along) * fps
    turn = np.abs(np.gradient(np.interp(along, curve.at, facing))) * fps
    share = np.hypot(pace, _TURNING_M * turn) / gait.pace
    share = np.clip(smooth.gaussian(share, 0.05 * fps), 0, None)
    rate = np.clip(np.sqrt(share), _LEAST_RATE, _MOST_RATE) * np.clip(share / _REST, 0, 1)
    t = np.clip(share / 0.35, 0, 1)
    return rate, 1 - t * t * (3 - 2 * t)


def _strides(gait: Gait, rate: Array, rest: Array, first: int, last: int | None) -> tuple[Array, Array]:
    """Frames of the gait (T,), from one in which both feet are down to another where the take ends at rest, else from
    `first` to `last`."""
    gone = np.concatenate([[0.0], np.cumsum((rate[1:] + rate[:-1]) / 2)])
    downs = gait.rests()
    start = float(downs[first % len(downs)]) if len(downs) and rest[0] > 0.5 else float(first)
    ends = downs if rest[-1] > 0.5 else np.array([] if last is None else [last])
    if len(ends) and gone[-1] > 1:
        every = (ends[None] + len(gait) * np.arange(int(gone[-1] / len(gait)) + 3)[:, None]).ravel()
        every = every[every > start + 1]
        end = every[np.abs(every - start - gone[-1]).argmin()]
        gone = gone * ((end - start) / gone[-1])
    return start + gone, rate


def _along(
    gait: Gait, curve: Curve, facing: Array, timing: Timing, along: Array, at: Array, stands: tuple[bool, bool]
) -> _Way:
    strides = gait.along(at)
    lean = _lean(curve, timing)
    # Frames at rest stand at one place of either: one sample of them is enough.
    moving = np.concatenate([[True], (np.diff(strides) > 1e-7)])
    strides, along = strides[moving], along[moving]
    faced, leant = (np.interp(along, curve.at, values) for values in (facing, lean))
    return _Way(strides, curve, along, faced, leant, stands)


def _lean(curve: Curve, timing: Timing) -> Array:
    """Lean to the left (N,) rad at the curve's samples: a share of what balances the turn."""
    bend = np.gradient(curve.yaw, curve.at[1])
    lean = smooth.gaussian(_LEAN * np.arctan(bend * timing.speed**2 / _G), 0.25 / curve.at[1])
    return _MOST_LEAN * np.tanh(lean / _MOST_LEAN)


def _posed(gait: Gait, way: _Way, at: Array, rest: Array) -> Motion:
    bones, curve = canonical(), way.curve
    root, rot = _sampled(gait.root, at, gait.length), _sampled_turns(gait.rot, at)
    rot = quat.slerp(rot, np.broadcast_to(_mean(gait.rot), rot.shape), np.broadcast_to(rest[:, None], rot.shape[:2]))
    standing = min(gait.root[:, 1].max() - 0.01, _STANDING_M)
    height = root[:, 1] + rest * (standing - root[:, 1])
    along, facing, lean = way.at(root[:, 2])
    left = root[:, 0] * (1 - rest)
    place = _beside(curve, along, left)
    root_pos = np.stack([place[:, 0], height, place[:, 1]], axis=1).astype(np.float32)
    # The pelvis: its own rotation, turned to the facing, leaning about the way's direction.
    tilt = _tilt(curve.direction(along), lean)
    rot[:, 0] = quat.multiply(tilt, quat.multiply(_yaw(facing), rot[:, 0]))
    _glance(rot, way, root[:, 2], facing)
    local = quat.continuous(rot).astype(np.float32)
    pos, world = forward_kinematics(bones, root_pos, local)
    for side, leg in enumerate(legs_of(bones)):
        to, sole = _foot(gait, way, side, at, rest, leg.toe, leg.stand[1], height)
        turn = quat.multiply(sole, quat.inverse(world[:, leg.ankle]))
        solve_leg(bones, leg, pos, world, to.astype(np.float32), turn.astype(np.float32), local)
    contacts = gait.contacts[np.round(at).astype(int) % len(gait)] | (rest[:, None] > 0.95)
    return Motion(bones, gait.fps, root_pos, quat.continuous(local), contacts)


def _foot(
    gait: Gait, way: _Way, side: int, at: Array, rest: Array, toe: Array, stand: float, height: Array
) -> tuple[Array, Array]:  # fmt: skip
    """Where a foot's ankle goes (T, 3) m, and the foot's rotation in the world (T, 4)."""
    own, sole = _sampled(gait.feet[:, side], at, gait.length), _sampled_turns(gait.soles[:, side, None], at)[:, 0]
    flat = _flat(gait, side)
    sole = quat.slerp(sole, np.broadcast_to(flat, sole.shape), rest)
    along, facing, lean = way.at(own[:, 2])
    # Feet swing out by as much as the body leans in, so that the pelvis stays over the path.
    ground = _beside(way.curve, along, own[:, 0] - height * np.tan(lean))
    lift = own[:, 1] + rest * (stand - own[:, 1])
    world = quat.multiply(_yaw(facing), sole)
    ball = np.stack([ground[:, 0], lift, ground[:, 1]], axis=1)
    return ball - quat.rotate(world, toe), world


def _flat(gait: Gait, side: int) -> Array:
    """The foot's rotation against the facing (4,) in the middle of its stances, level."""
    down = gait.feet[:, side, 1] <= np.percentile(gait.feet[:, side, 1], 40)
    mean = _mean(gait.soles[down, side, None])[0]
    return quat.twist(mean, UP)


def _glance(rot: Array, way: _Way, strides: Array, facing: Array) -> None:
    """Turn neck and head (T, J, 4) to where the way goes next, in place."""
    share = max(float((way.along[-1] - way.along[0]) / max(way.strides[-1] - way.strides[0], 1e-6)), 0.3)
    ahead = way.at(strides + _GLANCE_M / share)[1] - facing
    ahead = 0.5 * _MOST_GLANCE * np.tanh(smooth.gaussian(ahead, 4.0) / _MOST_GLANCE)
    for joint in (R["neck"], R["head"]):
        rot[:, joint] = quat.multiply(_yaw(ahead), rot[:, joint])


def _beside(curve: Curve, along: Array, left: Array) -> Array:
    """Ground points (T, 2) so many metres to the left of the curve."""
    yaw = curve.direction(along)
    return curve.place(along) + left[:, None] * np.stack([np.cos(yaw), -np.sin(yaw)], axis=1)


def _tilt(yaw: Array, lean: Array) -> Array:
    """Rotations (T, 4) that lean to the left of a direction of travel."""
    axis = np.stack([np.sin(yaw), 0 * yaw, np.cos(yaw)], axis=1)
    return quat.from_axis_angle(axis, -lean)


def _sampled(values: Array, at: Array, length: float) -> Array:
    """(N, 3) of the gait's at fractional frames (T,) that go on and on, the last column growing by `length` a time."""
    low = np.floor(at).astype(int)
    t = (at - low)[:, None]
    on = np.array([0.0, 0.0, length])

    def whole(frame: NDArray[np.int_]) -> Array:
        return values[frame % len(values)] + (frame // len(values))[:, None] * on

    return whole(low) * (1 - t) + whole(low + 1) * t


def _sampled_turns(rot: Array, at: Array) -> Array:
    """The same for rotations (N, J, 4)."""
    low = np.floor(at).astype(int)
    t = np.broadcast_to((at - low)[:, None], (len(at), rot.shape[1]))
    return quat.slerp(rot[low % len(rot)], rot[(low + 1) % len(rot)], t)


def _mean(rot: Array) -> Array:
    """Mean rotation (J, 4) of (N, J, 4) that lie near one another."""
    aligned = rot * np.where((rot * rot[:1]).sum(axis=-1, keepdims=True) < 0, -1.0, 1.0)
    return quat.normalize(aligned.mean(axis=0))


def _yaw(angle: Array) -> Array:
    return quat.from_axis_angle(UP, angle)


def ground_speed(motion: Motion) -> F32:
    """Metres a second of the pelvis over the ground, (T - 1,)."""
    return np.linalg.norm(np.diff(motion.root_pos[:, [0, 2]], axis=0), axis=1) * np.float32(motion.fps)
