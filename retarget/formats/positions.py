"""Rotations for motion that is known by the places of its joints alone, as many generators write it.

Each bone is turned by the smallest rotation from where its parent carries it to where its child is, after Kabsch (1976)
where several bones leave a joint. What places do not tell, the roll of a limb about itself, stays as in the rest pose;
retargeting takes the roll of upper arms and thighs from the bend of elbows and knees.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from .. import quat
from ..motion import Motion, Skeleton, local_rotations

F64 = NDArray[np.float64]
_ROUNDS = 3  # in which the shape of hips and chest is found
_SHORT = 1e-4  # of the body's size: a bone that short points nowhere


def fit(pos: F64, rest: Skeleton, fps: float) -> Motion:
    """Make a motion on a skeleton whose bones point as `rest`'s and are as long as they are in `pos` (T, J, 3) m.

    pos: world places of `rest`'s joints, Y up. A bone without a length in `pos` keeps the one it has in `rest`.
    """
    skeleton, turns = _measured(pos, rest), list[F64]()
    children = [np.flatnonzero(skeleton.parents == j) for j in range(len(skeleton))]
    offsets = skeleton.offsets.astype(np.float64)
    spread = {j: turn for j, below in enumerate(children) if (turn := _spread(pos, j, below, offsets)) is not None}
    for j in range(len(skeleton)):
        start = _start(skeleton, j, turns, spread) if j else np.tile(quat.IDENTITY.astype(np.float64), (len(pos), 1))
        if j in spread:
            turns.append(spread[j])
        elif len(children[j]) == 1:
            child = int(children[j][0])
            turns.append(_swung(start, offsets[child], pos[:, child] - pos[:, j]))
        else:
            turns.append(start)
    skeleton = Skeleton(rest.names, rest.parents, offsets.astype(np.float32), roles=rest.roles)
    world = np.stack(turns, axis=1).astype(np.float32)
    return Motion(skeleton, fps, pos[:, 0].astype(np.float32), local_rotations(skeleton, world))


def _measured(pos: F64, rest: Skeleton) -> Skeleton:
    """The rest skeleton with the lengths of its bones in `pos`, medians over time."""
    parents = rest.parents.astype(int)
    length = np.median(np.linalg.norm(pos - pos[:, np.maximum(parents, 0)], axis=-1), axis=0)
    offsets = rest.offsets.astype(np.float64)
    own = np.linalg.norm(offsets, axis=-1)
    known = (length > _SHORT * max(float(length.sum()), 1e-9)) & (own > 0)
    offsets[known] *= (length / np.where(own > 0, own, 1))[known, None]
    return Skeleton(rest.names, rest.parents, offsets.astype(np.float32), roles=rest.roles)


def _spread(pos: F64, j: int, below: NDArray[np.intp], offsets: F64) -> F64 | None:
    """World rotations (T, 4) of a joint that several bones leave: nearest to taking each to its place; None for others.

    How these bones lie to one another is the body's own: `offsets` become what they are on average in `pos`.
    """
    if len(below) < 2 or np.linalg.matrix_rank(offsets[below], tol=1e-6) < 2:
        return None
    places = pos[:, below] - pos[:, j : j + 1]
    turn = _nearest(places, offsets[below])
    if turn is None:
        return None
    for _ in range(_ROUNDS):
        offsets[below] = np.mean(quat.rotate(quat.inverse(turn)[:, None], places), axis=0)
        turn = _nearest(places, offsets[below])
        if turn is None:
            return None
    return turn


def _nearest(places: F64, offsets: F64) -> F64 | None:
    """Rotations (T, 4) nearest to taking bones (N, 3) to places (T, N, 3); None where these are all in line."""
    # H = sum of place offset^T, each bone by its length: R = U diag(1, 1, det) V^T of H = U S V^T.
    weights = 1 / np.maximum(np.linalg.norm(offsets, axis=-1), 1e-9)
    u, strength, v = cast(
        "tuple[F64, F64, F64]", np.linalg.svd(np.swapaxes(places, 1, 2) @ (offsets * weights[:, None]))
    )
    if np.median(strength[:, 1]) <= 1e-6 * max(float(np.median(strength[:, 0])), 1e-9):
        return None
    u[..., 2] *= np.linalg.det(u @ v)[:, None]
    return np.asarray(quat.normalize(quat.from_matrix(u @ v)), np.float64)


def _start(skeleton: Skeleton, j: int, turns: list[F64], spread: dict[int, F64]) -> F64:
    """The world rotation (T, 4) that joint `j` has from its parent; along a spine a part of the turn to its end."""
    parent, steps, end = int(skeleton.parents[j]), 0, j
    while end not in spread:
        below = np.flatnonzero(skeleton.parents == end)
        if len(below) != 1:
            return turns[parent]
        steps, end = steps + 1, int(below[0])
    share = np.full(len(turns[parent]), 1 / (steps + 1))
    return np.asarray(quat.slerp(turns[parent], spread[end], share), np.float64)


def _swung(start: F64, offset: F64, place: F64) -> F64:
    """`start` (T, 4) turned so that `offset` (3,) points along `place` (T, 3); as it is where that has no length."""
    now = quat.rotate(start, np.broadcast_to(offset, place.shape))
    far = np.linalg.norm(place, axis=-1) > 1e-6
    swing = quat.between(np.where(far[:, None], now, 1.0), np.where(far[:, None], place, 1.0))
    return quat.normalize(quat.multiply(swing, start)).astype(np.float64)
