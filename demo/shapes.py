"""Solid shapes as signed distances, and the surface of one as a mesh of quads. numpy only.

A shape is a function from points (..., 3) in metres to distances (...) in metres, negative inside. Distances of
unions and of ellipsoids are close to true near the surface, which is all that meshing needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float32]
Shape = Callable[[Array], Array]


@dataclass(frozen=True)
class Surface:
    """points: (N, 3) float32 m. quads: (F, 4) int32, counter-clockwise seen from outside."""

    points: Array
    quads: NDArray[np.int32]

    def mirrored(self) -> Surface:
        """The same surface on the other side of the YZ plane."""
        return Surface(self.points * np.array([-1, 1, 1], np.float32), self.quads[:, ::-1])


def _vector(v: ArrayLike) -> Array:
    return np.asarray(v, np.float32)


def ellipsoid(centre: ArrayLike, radii: ArrayLike) -> Shape:
    """An ellipsoid with its axes along the world's."""
    c, r = _vector(centre), np.broadcast_to(_vector(radii), 3)

    def distance(p: Array) -> Array:
        q = p - c
        k0 = np.linalg.norm(q / r, axis=-1)
        k1 = np.linalg.norm(q / (r * r), axis=-1)
        return np.where(k1 > 1e-6, k0 * (k0 - 1) / np.maximum(k1, 1e-6), -r.min()).astype(np.float32)

    return distance


def limb(a: ArrayLike, b: ArrayLike, radius_a: float, radius_b: float, flat: float = 1.0) -> Shape:
    """A cone with round ends from a to b. `flat` below 1 squeezes its depth (the Y axis)."""
    start, end = _vector(a), _vector(b)
    axis = end - start
    squared = float(axis @ axis)

    def distance(p: Array) -> Array:
        q = (p - start) * np.array([1, 1 / flat, 1], np.float32)
        along = np.clip(q @ axis / squared, 0, 1)
        away = np.linalg.norm(q - along[..., None] * axis, axis=-1)
        return (away - (radius_a + (radius_b - radius_a) * along)) * min(1.0, flat)

    return distance


def box(centre: ArrayLike, half: ArrayLike, rounding: float) -> Shape:
    """A box with rounded edges; `half` is half its outer size along each axis."""
    c, inner = _vector(centre), _vector(half) - rounding

    def distance(p: Array) -> Array:
        q = np.abs(p - c) - inner
        outside = np.linalg.norm(np.maximum(q, 0), axis=-1)
        return outside + np.minimum(q.max(axis=-1), 0) - rounding

    return distance


def half_space(normal: ArrayLike, point: ArrayLike) -> Shape:
    """Everything behind the plane through `point`; `normal` points out of it."""
    n = _vector(normal)
    n = n / np.linalg.norm(n)
    offset = float(_vector(point) @ n)
    return lambda p: p @ n - offset


def union(shapes: Sequence[Shape], blend: float = 0.0) -> Shape:
    """All shapes in one, with a fillet of about `blend` metres where they meet."""

    def distance(p: Array) -> Array:
        total = shapes[0](p)
        for shape in shapes[1:]:
            total = _smooth_min(total, shape(p), blend)
        return total

    return distance


def cut(shape: Shape, keep: Sequence[Shape] = (), remove: Sequence[Shape] = (), blend: float = 0.0) -> Shape:
    """`shape` inside every one of `keep` and outside every one of `remove`, its new edges rounded by `blend`."""

    def distance(p: Array) -> Array:
        total = shape(p)
        for other in keep:
            total = -_smooth_min(-total, -other(p), blend)
        for other in remove:
            total = -_smooth_min(-total, other(p), blend)
        return total

    return distance


def grow(shape: Shape, by: float) -> Shape:
    """The shape with its surface moved out by `by` metres."""
    return lambda p: shape(p) - by


def _smooth_min(a: Array, b: Array, blend: float) -> Array:
    if blend <= 0:
        return np.minimum(a, b)
    h = np.maximum(blend - np.abs(a - b), 0) / blend
    return np.minimum(a, b) - h * h * blend * 0.25


def surface(shape: Shape, low: ArrayLike, high: ArrayLike, step: float) -> Surface:
    """Surface nets: one vertex in each grid cell that the surface crosses, one quad for each crossed grid edge.

    low, high: (3,) m, corners of a box that holds the shape. step: m, the grid's spacing.
    """
    axes = [np.arange(a - step, b + 2 * step, step, dtype=np.float32) for a, b in zip(_vector(low), _vector(high))]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    value = shape(grid)
    vertex_of, cells = _crossed_cells(value)
    points = _cell_points(value, cells) * step + np.array([axis[0] for axis in axes], np.float32)
    quads = np.concatenate([_quads(value, vertex_of, axis) for axis in range(3)])
    return Surface(_settle(shape, points.astype(np.float32), step), quads.astype(np.int32))


def _crossed_cells(value: Array) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Cell -> its vertex's index (-1 for none), and the crossed cells' grid indices (N, 3)."""
    inside = value < 0
    count = np.zeros(tuple(n - 1 for n in value.shape), np.int8)
    for x, y, z in np.ndindex(2, 2, 2):
        count += inside[x : x + count.shape[0], y : y + count.shape[1], z : z + count.shape[2]]
    cells = np.argwhere((count > 0) & (count < 8))
    vertex_of = np.full(count.shape, -1, np.int32)
    vertex_of[tuple(cells.T)] = np.arange(len(cells))
    return vertex_of, cells


def _cell_points(value: Array, cells: NDArray[np.intp]) -> Array:
    """Mean of the crossings on each cell's twelve edges, in grid units (N, 3)."""
    total, count = np.zeros((len(cells), 3), np.float32), np.zeros((len(cells), 1), np.float32)
    for axis in range(3):
        others = [i for i in range(3) if i != axis]
        for first, second in np.ndindex(2, 2):
            start = cells.copy()
            start[:, others[0]] += first
            start[:, others[1]] += second
            end = start.copy()
            end[:, axis] += 1
            a, b = value[tuple(start.T)], value[tuple(end.T)]
            crossed = (a < 0) != (b < 0)
            t = np.where(crossed, a / np.where(crossed, a - b, 1), 0)
            point = start.astype(np.float32)
            point[:, axis] += t
            total += np.where(crossed[:, None], point, 0)
            count += crossed[:, None]
    return total / np.maximum(count, 1)


def _quads(value: Array, vertex_of: NDArray[np.int32], axis: int) -> NDArray[np.int32]:
    """Quads (F, 4) around the crossed grid edges that run along `axis`, wound to face outwards."""
    a = np.moveaxis(value, axis, 0)
    v = np.moveaxis(vertex_of, axis, 0)
    # An edge on the grid's border has no four cells around it; a surface never reaches the border.
    start, end = a[:-1, 1:-1, 1:-1] < 0, a[1:, 1:-1, 1:-1] < 0
    crossed = np.argwhere(start != end)
    i, j, k = crossed.T
    ring = np.stack([v[i, j, k], v[i, j + 1, k], v[i, j + 1, k + 1], v[i, j, k + 1]], axis=1)
    outward = start[tuple(crossed.T)] != (axis == 1)  # the middle axis pairs the other two the other way round
    return np.where(outward[:, None], ring, ring[:, ::-1])


def _settle(shape: Shape, points: Array, step: float) -> Array:
    """Move vertices onto the true surface along its gradient: the grid's stair steps vanish."""
    h = step * 0.25
    for _ in range(2):
        gradient = np.stack(
            [shape(points + h * e) - shape(points - h * e) for e in np.eye(3, dtype=np.float32)], axis=-1
        ) / (2 * h)  # fmt: skip
        squared = np.maximum(np.sum(gradient**2, axis=-1), 0.25)
        move = -(shape(points) / squared)[:, None] * gradient
        points = points + np.clip(move, -step, step)
    return points.astype(np.float32)
