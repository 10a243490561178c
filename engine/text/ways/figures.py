"""Ways over the ground as curves: straight ones to any side, circles, figures of eight, zigzags, squares."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from engine.protocol.path import LEAST_M, Path
from engine.protocol.plan.facts.ways import length_of
from engine.protocol.plan.steps import Facts
from engine.strides.curve import Curve, curve_of

Array = NDArray[np.float64]
# Degrees from where the body faces to where it goes, left positive.
_HEADINGS = {"forward": 0.0, "backward": 180.0, "left": 90.0, "right": -90.0, "forward left": 45.0,
             "forward right": -45.0, "backward left": 135.0, "backward right": -135.0}  # fmt: skip
CLOSED = frozenset({"circle", "eight", "square", "triangle"})
_POINTS = 160  # of a figure without corners
_ZIGZAG = np.radians(32)  # of each leg from the way
_LEGS, _WAVES = 4, 2  # of a zigzag, of a wavy line
_WAVE = 0.15  # of its length that a wavy line goes aside
_AROUND_DEG = 130.0  # of a circle round somebody


def heading_of(direction: str | None) -> float:
    """Rad from where the body faces to where it goes; ahead where nothing is said."""
    return float(np.radians(_HEADINGS.get(direction or "forward", 0.0)))


def straight(metres: float, heading: float) -> Curve:
    """A straight way from the origin. heading: rad, 0 towards +Z, left positive."""
    metres = max(metres, LEAST_M)
    return curve_of(Path(((0.0, 0.0), (float(metres * np.sin(heading)), float(metres * np.cos(heading))))))


def figure(asked: Facts, metres: float | None = None) -> Curve:
    """The figure that is asked for, setting out towards +Z. metres: its length, None for the usual one."""
    assert asked.figure is not None
    name = asked.figure.removeprefix("small ").removeprefix("big ")
    points = _DRAWN[name](asked)
    if (asked.turn is not None and asked.turn < 0) or asked.direction == "right":
        points = points * (-1, 1)
    size = (metres or length_of(asked.figure)) / _length(points, name in CLOSED)
    points = points * max(size, 1.05 * LEAST_M / _length(points, False))
    return curve_of(Path(tuple((float(x), float(z)) for x, z in points), closed=name in CLOSED))


def _length(points: Array, closed: bool) -> float:
    points = np.concatenate([points, points[:1]]) if closed else points
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def _arc(degrees: float, count: int = _POINTS) -> Array:
    """A circle's part to the left, its radius 1, (count, 2)."""
    angle = np.radians(np.linspace(0, degrees, count))
    return np.asarray(np.stack([1 - np.cos(angle), np.sin(angle)], axis=1), np.float64)


def _circle(asked: Facts) -> Array:
    """Of more than one round each lies on the one before."""
    turn = abs(asked.turn or 360.0)
    return _arc(360.0)[:-1] if abs(turn - 360) < 30 else _arc(turn)


def _eight(asked: Facts) -> Array:
    """Two circles that touch where it sets out: first to the left, then to the right."""
    left = _arc(360.0)[:-1]
    return np.concatenate([left, left * (-1, 1)])


def _zigzag(asked: Facts) -> Array:
    legs = [np.array([np.sin(way), np.cos(way)]) for way in (_ZIGZAG * (-1) ** i for i in range(_LEGS))]
    return np.concatenate([np.zeros((1, 2)), np.cumsum(np.array(legs), axis=0)])


def _wave(asked: Facts) -> Array:
    along = np.linspace(0, 1, _POINTS)
    return np.stack([_WAVE / 2 * np.sin(2 * np.pi * _WAVES * along), along], axis=1)


def _polygon(corners: int) -> Callable[[Facts], Array]:
    """One that sets out from the middle of a side, to the left."""
    ways = np.cumsum([0.0] + [2 * np.pi / corners] * corners)
    sides = np.array([0.5] + [1.0] * (corners - 1))
    steps = sides[:, None] * np.stack([np.sin(ways[:-1]), np.cos(ways[:-1])], axis=1)
    points = np.asarray(np.concatenate([np.zeros((1, 2)), np.cumsum(steps, axis=0)]), np.float64)
    return lambda asked: points


def _spiral(asked: Facts) -> Array:
    """Two rounds inwards."""
    angle = np.linspace(0, 4 * np.pi, _POINTS)
    radius = np.linspace(1.0, 0.3, _POINTS)
    return np.stack([1 - radius * np.cos(angle), radius * np.sin(angle)], axis=1)


_DRAWN: Mapping[str, Callable[[Facts], Array]] = {
    "circle": _circle, "eight": _eight, "zigzag": _zigzag, "wave": _wave, "square": _polygon(4),
    "triangle": _polygon(3), "spiral": _spiral, "half circle": lambda asked: _arc(180.0),
    "around": lambda asked: _arc(_AROUND_DEG),
}  # fmt: skip
