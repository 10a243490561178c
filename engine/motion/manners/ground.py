"""Feet, hips and the way over the ground: length and width of steps, how deep and how lively hips go, weaving."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from engine.motion.features import heading
from engine.motion.manners.rows import Row
from engine.motion.posing.legs import sunk, with_feet
from retarget import quat, smooth
from retarget.feet.legs import legs_of
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

Array = NDArray[np.float64]
_UP, _ACROSS, _AHEAD = np.eye(3)[1], np.eye(3)[0], np.eye(3)[2]
_GOES_MPS = 0.25  # from which on somebody is on the way
_CALM_S = 0.45  # over which a way is smoothed for what the hips do about it
_WEAVES_M = (2.1, 1.27)  # lengths of the two waves in which a way weaves
_STRAIGHT = 60.0  # degrees that a way turns by at most to be woven
_LEAN_OF_HIPS = 0.4  # share of a lean that the hips take
_SWAYS_S = (2.9, 1.83)
_LEAST_APART_M = 0.015  # of a foot from the line that is walked on
_DIP_M = 0.10  # that hips go down over a leg that can hardly be stood on


@dataclass(frozen=True)
class Gait:
    """How a motion goes over the ground. goes: whether somebody is on the way. over: (T,) 1 while the left foot alone
    is stood on, -1 the right one. hurt: (T,) 1 while the hurt leg alone is. ahead: (T,) how far the left foot is before
    the right one, -1 to 1. turn: (T, 4) the heading, without the sway of the steps. upright: (T,) 0 to 1."""

    goes: bool
    over: Array
    hurt: Array
    ahead: Array
    turn: Array
    upright: Array


def gait_of(motion: Motion, hurt: str | None = None) -> Gait:
    """Measure it on a canonical motion. hurt: the side of the leg that is."""
    pos = motion.globals()[0].astype(np.float64)
    root, legs = motion.root_pos.astype(np.float64), legs_of(motion.skeleton)
    way = np.diff(gaussian_filter1d(root * (1, 0, 1), 4.0, axis=0, mode="nearest"), axis=0)
    goes = float(np.median(np.linalg.norm(way, axis=1))) * motion.fps > _GOES_MPS if len(way) else False
    heights = [pos[:, leg.ankle, 1] for leg in legs]
    over = gaussian_filter1d(np.clip((heights[1] - heights[0]) / 0.05, -1, 1), 0.07 * motion.fps, mode="nearest")
    turn = quat.from_axis_angle(_UP, heading(motion.rot[:, 0], 0.35 * motion.fps))
    torso = pos[:, R["neck"]] - pos[:, R["pelvis"]]
    upright = torso[:, 1] / np.maximum(np.linalg.norm(torso, axis=1), 1e-6)
    # Who bends down or lies is bent already.
    weight = gaussian_filter1d(smooth.minimum_jerk((upright - 0.45) / 0.35), 2.0, mode="nearest")
    bad = np.clip(over if hurt == "left" else -over, 0, 1)
    apart = quat.rotate(quat.inverse(turn), pos[:, legs[0].ankle] - pos[:, legs[1].ankle])[:, 2]
    return Gait(goes, over, bad, np.clip(apart / 0.5, -1, 1), turn, np.asarray(weight, np.float64))


def stood(motion: Motion, row: Row, gait: Gait, lean: Array) -> Motion:
    """The motion with feet, hips and way as a row has them, and the hips' share of a lean (T,)
    degrees."""
    pos, root = motion.globals()[0].astype(np.float64), motion.root_pos.astype(np.float64)
    goals = [pos[:, leg.ankle] for leg in legs_of(motion.skeleton)]
    side, ahead = quat.rotate(gait.turn, _ACROSS), quat.rotate(gait.turn, _AHEAD)
    standing = _on_feet(pos[:, 0, 1]) * gait.upright
    if gait.goes:
        root, goals = _strides(root, goals, row, side)
        goals = [goal + (row.lift * _in_the_air(goal[:, 1]))[:, None] * _UP for goal in goals]
        if row.weave:
            root, goals = _woven(root, goals, row.weave, motion)
        flow = gaussian_filter1d(root, _CALM_S * motion.fps, axis=0, mode="nearest")
        root[:, 1] += (row.bounce - 1) * (root[:, 1] - flow[:, 1]) - _room(row, root[:, 1] - flow[:, 1])
        root += (row.hips * gait.over)[:, None] * side - (_DIP_M * row.limp * gait.hurt)[:, None] * _UP
    elif row.wide and standing.min() > 0.8:
        goals = [goal + sign * row.wide / 2 * side for sign, goal in zip((1, -1), goals, strict=True)]
    root -= (row.sink * standing * (1.0 if gait.goes else 0.6))[:, None] * _UP
    angle = np.radians(_LEAN_OF_HIPS * lean) * standing
    roll = np.radians(row.roll) * gait.over * standing * gait.goes
    if not gait.goes:
        time = np.arange(len(motion)) / motion.fps
        waves = [np.sin(2 * np.pi * time / seconds) for seconds in _SWAYS_S]
        root += (0.006 * row.sway * standing)[:, None] * (waves[0][:, None] * side + 0.6 * waves[1][:, None] * ahead)
    root -= (0.22 * np.sin(angle / max(_LEAN_OF_HIPS, 1e-6)) * (0.5 if gait.goes else 1.0))[:, None] * ahead
    pitch = quat.multiply(quat.from_axis_angle(_AHEAD, roll), quat.from_axis_angle(_ACROSS, angle))
    world = quat.multiply(quat.multiply(gait.turn, pitch), quat.inverse(gait.turn))
    local = motion.rot.astype(np.float64)
    local[:, 0] = quat.multiply(world, local[:, 0])
    moved = replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(local).astype(np.float32))
    return with_feet(sunk(moved, goals), goals, motion)


def _strides(root: Array, goals: list[Array], row: Row, side: Array) -> tuple[Array, list[Array]]:
    """Longer or shorter steps: all of the ground scaled about where it begins, so that planted feet stay planted; feet
    as far apart as they were, and as much wider as the row says."""
    first, ground = root[0] * (1, 0, 1), np.array([row.stride, 1.0, row.stride])
    made = (root - first) * ground + first
    calm = gaussian_filter1d(root, 12.0, axis=0, mode="nearest")
    out = list[Array]()
    for sign, goal in zip((1, -1), goals, strict=True):
        apart = float(np.median(np.sum((goal - calm) * side, axis=1)))
        wanted = sign * max(sign * apart + row.wide / 2, _LEAST_APART_M)
        out.append((goal - first) * ground + first + (wanted - row.stride * apart) * side)
    return made, out


def _woven(root: Array, goals: list[Array], metres: float, motion: Motion) -> tuple[Array, list[Array]]:
    """A straight way bent to and fro. Each place of the ground goes aside by where along the way it is, and not by when
    it is passed, so that feet stay where they are planted."""
    way = (root[-1] - root[0]) * (1, 0, 1)
    far = float(np.linalg.norm(way))
    yaw = np.degrees(heading(motion.rot[:, 0], 6.0))
    if far < 0.8 or float(np.ptp(yaw)) > _STRAIGHT:
        return root, goals
    along = way / far
    aside = np.cross(_UP, along)

    def bent(places: Array) -> Array:
        x = np.sum((places - root[0]) * along, axis=1)
        wave = [np.sin(2 * np.pi * x / length) for length in _WEAVES_M]
        ease = smooth.minimum_jerk(x / 0.6)
        return places + (metres * ease * (0.7 * wave[0] + 0.4 * wave[1]))[:, None] * aside

    return bent(root), [bent(goal) for goal in goals]


def _in_the_air(height: Array) -> Array:
    """From 0, where a foot stands, to 1, half way through each of its steps (T,)."""
    out = np.zeros(len(height))
    for first, last in smooth.runs(height - np.percentile(height, 10) > 0.025):
        out[first:last] = np.sin(np.pi * (np.arange(last - first) + 0.5) / (last - first)) ** 2
    return np.asarray(gaussian_filter1d(out, 1.0, mode="nearest"))


def _room(row: Row, bob: Array) -> float:
    """Metres that hips are lower, for livelier ones to rise without stretching the legs."""
    return max(0.0, (row.bounce - 1) * float(np.percentile(bob, 90)) * 0.8)


def _on_feet(pelvis: Array) -> Array:
    """Weights (T,) from 0, of who sits or lies, to 1, of who stands."""
    return np.asarray(gaussian_filter1d(smooth.minimum_jerk((pelvis - 0.6) / 0.2), 2.0, mode="nearest"), np.float64)
