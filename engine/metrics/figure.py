"""A motion as signals over time that rules on joint positions are written with."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d, uniform_filter1d

from engine.motion.features import heading
from retarget import smooth
from retarget.motion import ROLE_INDEX, Motion

Series = NDArray[np.floating]
_SIDES = ("left", "right")


class Figure:
    """Signals of a canonical motion over time, in metres, seconds and degrees."""

    def __init__(self, motion: Motion) -> None:
        self.motion = motion
        self.fps = motion.fps
        self.pos = motion.globals()[0].astype(float)  # (T, 22, 3)
        self.yaw = heading(motion.rot[:, 0])  # (T,) radians

    def __len__(self) -> int:
        return len(self.pos)

    def cut(self, first: int, last: int) -> Figure:
        """Frames first..last-1 by themselves, two at least."""
        first = max(0, min(first, len(self) - 2))
        return Figure(self.motion.cut(first, max(first + 2, min(last, len(self)))))

    def at(self, joint: str) -> Series:
        """World positions (T, 3) of a joint."""
        return self.pos[:, ROLE_INDEX[joint]]

    def height(self, joint: str) -> Series:
        """(T,) metres above the floor."""
        return self.at(joint)[:, 1]

    def above(self, joint: str, other: str) -> Series:
        """(T,) metres by which one joint is higher than another."""
        return self.height(joint) - self.height(other)

    def apart(self, joint: str, other: str) -> Series:
        """(T,) metres between two joints."""
        return np.linalg.norm(self.at(joint) - self.at(other), axis=-1)

    def speed(self, joint: str) -> Series:
        """(T,) m/s in the world, over three frames, so that jitter of a single frame does not count."""
        return self._rate(self.at(joint))

    def swing(self, joint: str) -> Series:
        """(T,) m/s relative to the pelvis."""
        return self._rate(self.at(joint) - self.at("pelvis"))

    def _rate(self, path: Series) -> Series:
        if len(path) < 4:
            return np.zeros(len(path))
        moved = np.linalg.norm(path[3:] - path[:-3], axis=-1) * self.fps / 3
        return np.pad(moved, (1, 2), mode="edge")

    def local(self, joint: str) -> Series:
        """(T, 3) m from the pelvis: left, up, ahead in the frame of the heading."""
        away = self.at(joint) - self.at("pelvis")
        sin, cos = np.sin(self.yaw), np.cos(self.yaw)
        return np.stack([cos * away[:, 0] - sin * away[:, 2], away[:, 1], sin * away[:, 0] + cos * away[:, 2]], -1)

    def hold(self, condition: NDArray[np.bool_]) -> float:
        """Seconds of the longest unbroken run in which a condition (T,) holds."""
        first, last = longest(condition)
        return (last - first) / self.fps

    def start(self, series: Series) -> float:
        """Median of the first quarter second."""
        return float(np.median(series[: max(1, round(self.fps / 4))]))

    def end(self, series: Series) -> float:
        """Median of the last quarter second."""
        return float(np.median(series[-max(1, round(self.fps / 4)) :]))

    def swings(self, series: Series, least: float) -> int:
        """How often a signal (T,) reverses after moving by at least `least` in one direction."""
        turns, way, low, high = 0, 0, series[0], series[0]
        for value in series:
            low, high = min(low, value), max(high, value)
            if way <= 0 and value - low >= least:
                turns, way, high = turns + (way < 0), 1, value
            elif way >= 0 and high - value >= least:
                turns, way, low = turns + (way > 0), -1, value
        return turns

    @cached_property
    def step(self) -> Series:
        """(T, 2) m a frame over the ground, smoothed: to the left and ahead in the frame of the heading."""
        root = gaussian_filter1d(self.at("pelvis")[:, [0, 2]], 2, axis=0, mode="nearest")
        move: Series = np.asarray(np.diff(root, axis=0, append=root[-1:]), float)
        sin, cos = np.sin(self.yaw), np.cos(self.yaw)
        return np.stack([cos * move[:, 0] - sin * move[:, 1], sin * move[:, 0] + cos * move[:, 1]], -1)

    @cached_property
    def ahead(self) -> float:
        """Metres gone forward (backward: negative), however the path bends."""
        return float(self.step[:, 1].sum())

    @cached_property
    def aside(self) -> float:
        """Metres gone to the figure's left (right: negative)."""
        return float(self.step[:, 0].sum())

    @cached_property
    def travel(self) -> float:
        """Metres from the first place to the farthest."""
        root = self.at("pelvis")[:, [0, 2]]
        return float(np.linalg.norm(root - root[0], axis=-1).max())

    @cached_property
    def pace(self) -> float:
        """Fastest ground speed kept over half a second, m/s."""
        size = max(1, round(self.fps / 2))
        return float(uniform_filter1d(np.linalg.norm(self.step, axis=-1) * self.fps, size, mode="nearest").max())

    @cached_property
    def turned(self) -> float:
        """Degrees turned from the first heading to the farthest from it; to the left positive."""
        turn = np.degrees(self.yaw - self.yaw[0])
        return float(turn[np.argmax(np.abs(turn))])

    @cached_property
    def rate(self) -> Series:
        """(T,) m/s over the ground, smoothed."""
        return np.asarray(np.linalg.norm(self.step, axis=-1) * self.fps)

    @cached_property
    def stir(self) -> Series:
        """(T,) m/s, the mean speed of all joints in the world."""
        return np.mean([self.speed(joint) for joint in ROLE_INDEX], axis=0)

    @cached_property
    def air(self) -> Series:
        """(T,) metres of the lower foot's sole above the floor."""
        soles = [self.height(f"{s}_{j}") - h for s in _SIDES for j, h in (("ankle", 0.08), ("foot", 0.02))]
        return np.min(soles, axis=0)

    @cached_property
    def pelvis(self) -> Series:
        """(T,) m, the pelvis's height."""
        return self.height("pelvis")

    @cached_property
    def upright(self) -> bool:
        """Stands on its feet for most of the time."""
        return float(np.median(self.pelvis)) > 0.75


def longest(condition: NDArray[np.bool_]) -> tuple[int, int]:
    """First and last frame (exclusive) of the longest run of True."""
    return max(smooth.runs(condition), key=lambda run: run[1] - run[0], default=(0, 0))
