"""Few keys for a dense motion: Bezier curves that stay within a stated error of it, measured in the world.

Keys are put where the curves are furthest off, first bone by bone, then wherever a bone's direction or a hand's or
foot's position is out of bounds in the world, on the bone above it that is most to blame. Then keys that turned out
not to be needed are taken away again. A key always holds the dense motion's own value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .curves import F64, Bool, Curve, sample
from .error import Body, Deviation, Tolerance, Track

_NEAR = 4  # frames: keys for one fault in the world aren't added closer than this in one round
_HOPELESS = 2.5  # a key whose own bone would be off by more than this share of the error isn't tried
_SWEEPS = 20  # times that superfluous keys are looked for


@dataclass(frozen=True)
class Reduced:
    """Curves in the tracks' order, and the largest errors on whole frames. degrees: of any bone. metres: of ends."""

    curves: tuple[Curve, ...]
    degrees: float
    metres: float


def reduce(
    tracks: Sequence[Track], body: Body, tolerance: Tolerance,
    poses: Bool | None = None, own: Mapping[str, Bool] | None = None,
) -> Reduced:  # fmt: skip
    """Curves for `tracks` with few keys. poses: (T,) frames at which every moving group is keyed; own: (T,) a group.

    The first and the last frame are always keyed. Raises ValueError for a tolerance that isn't above zero.
    """
    if not (tolerance.degrees > 0 and tolerance.metres > 0):
        raise ValueError(f"the error of keys must be above zero, not {tolerance.degrees} degrees, {tolerance.metres} m")
    work = Deviation(tracks, body, tolerance)
    forced = work.forced(poses, own or {})
    key = forced.copy()
    _insert_locally(work, key)
    _insert_in_world(work, key)
    settled = forced.copy()
    for _ in range(_SWEEPS):
        if not _remove(work, key, settled):
            break
    _insert_in_world(work, key)
    return _result(work, key)


def _result(work: Deviation, key: Bool) -> Reduced:
    """The curves through the keys (G, T), and what they are off by."""
    work.draw(key)
    curves: list[Curve] = []
    for row, track in enumerate(work.tracks):
        frames = np.flatnonzero(key[work.group[row]])
        width = track.values.shape[1]
        curves.append(Curve(frames, work.samples[row, frames, :width], work.slopes[row, frames, :width]))
    turned, moved, shift = work.world()
    metres = np.linalg.norm(moved, axis=-1) + shift
    angle = np.linalg.norm(turned, axis=-1)
    return Reduced(tuple(curves), float(np.degrees(angle.max(initial=0))), float(metres.max(initial=0)))


def pose_frames(contacts: Bool, pins: Sequence[int] = ()) -> Bool:
    """Frames (T,) that an artist looks for: a foot's first and last on the ground (contacts (T, 4)), and `pins`."""
    found = np.zeros(len(contacts), bool)
    for side in (0, 2):
        found |= contact_edges(contacts[:, side] | contacts[:, side + 1])
    found[[pin for pin in pins if 0 <= pin < len(found)]] = True
    return found


def contact_edges(held: Bool) -> Bool:
    """First and last frame (T,) of each run of True, the clip's own ends aside."""
    change = np.diff(held.astype(np.int8))
    edges = np.zeros(len(held), bool)
    edges[1:] |= change > 0
    edges[:-1] |= change < 0
    return edges


# --- adding keys -------------------------------------------------------------------------------------------------


def _insert_locally(work: Deviation, key: Bool) -> None:
    """Add keys (G, T), in place, at the worst frame of each piece until every track keeps within its error alone."""
    while True:
        work.draw(key)
        ratios = work.alone()
        worst = np.zeros(key.shape)
        np.maximum.at(worst, work.group, ratios)
        added = False
        for g in np.flatnonzero(worst.max(axis=1) > 1):
            starts = np.flatnonzero(key[g])
            peaks = np.maximum.reduceat(worst[g], starts)
            at_peak = (worst[g] == np.repeat(peaks, np.diff([*starts, work.frames]))) & (worst[g] > 1)
            frames = np.flatnonzero(at_peak)
            piece = np.searchsorted(starts, frames, side="right")
            frames = frames[np.unique(piece, return_index=True)[1]]
            key[g, frames] = True
            added = added or bool(len(frames))
        if not added:
            return


def _insert_in_world(work: Deviation, key: Bool) -> None:
    """Add keys (G, T), in place, until nothing is out of bounds in the world."""
    while True:
        work.draw(key)
        ratios = work.ratios()
        bad = np.argwhere(_peaks(ratios))
        if not len(bad):
            return
        bad = bad[np.argsort(-ratios[bad[:, 0], bad[:, 1]])]
        turned, moved, _ = work.world()
        taken: list[list[int]] = [[] for _ in work.names]
        for t, column in bad.tolist():
            g = _to_blame(work, key, t, column, turned, moved)
            if all(abs(t - other) > _NEAR for h in map(int, np.flatnonzero(work.related[g])) for other in taken[h]):
                key[g, t] = True
                taken[g].append(t)


def _peaks(ratios: F64) -> Bool:
    """Local maxima over time (T, N) of what is out of bounds."""
    edge = np.full((1, ratios.shape[1]), -np.inf)
    before, after = np.concatenate([edge, ratios[:-1]]), np.concatenate([ratios[1:], edge])
    return (ratios > 1) & (ratios >= before) & (ratios > after)


def _to_blame(work: Deviation, key: Bool, t: int, column: int, turned: F64, moved: F64) -> int:
    """The group that adds most to a fault at frame t and isn't keyed there; `column` as in `ratios`."""
    body = work.body
    joints = len(body.anchors)
    if column >= joints + len(body.ends):
        return int(work.group[column - joints - len(body.ends)])
    is_end = column >= joints
    joint = int(body.ends[column - joints]) if is_end else column
    fault = moved[t, column - joints] if is_end else turned[t, joint]
    direction = fault / max(float(np.linalg.norm(fault)), 1e-12)
    best, most = -1, -np.inf
    for g in map(int, np.flatnonzero(~key[:, t])):
        share = 0.0
        for k in work.joint_of[g]:
            if k not in work.lines[joint]:
                continue
            own = work.own[t, k]
            share += float(
                np.cross(own, body.pos[t, joint] - body.pos[t, k]) @ direction if is_end else own @ direction
            )
            share += float(work.shift[t, k]) if is_end else 0.0
        if share > most and any(k in work.lines[joint] for k in work.joint_of[g]):
            best, most = int(g), share
    return best


# --- taking keys away --------------------------------------------------------------------------------------------


def _remove(work: Deviation, key: Bool, settled: Bool) -> int:
    """Take away, in place, keys (G, T) without which everything stays in bounds; how many.

    The cheapest first, no two at once that meet in time on bones that carry one another. settled: (G, T) keys that
    stay; those that prove to be needed are added to it.
    """
    work.draw(key)
    chosen = _cheapest(work, key, settled)
    for g, _, f, _ in chosen:
        key[g, f] = False
    work.draw(key)
    left = chosen
    while left:
        bad = np.argwhere(work.ratios() > 1)
        back = [c for c in left if _hurts(work, c, bad)]
        if not back:
            break
        for g, _, f, _ in back:
            key[g, f] = settled[g, f] = True
        left = [c for c in left if key[c[0], c[2]] == 0]
        work.draw(key)
    return len(left)


def _hurts(work: Deviation, removed: tuple[int, int, int, int], bad: NDArray[Any]) -> bool:
    """Whether one of the faults (N, 2), frame and column, may come of a key that was taken away."""
    g, first, _, last = removed
    near = bad[(bad[:, 0] > first - 1) & (bad[:, 0] < last + 1)]
    return bool(work.reaches[g, near[:, 1]].any())


def _cheapest(work: Deviation, key: Bool, settled: Bool) -> list[tuple[int, int, int, int]]:
    """Keys to take away in one go: group, and the frames of the key before, of itself and of the one after."""
    cost = _removal_costs(work, key, settled)
    groups, frames = np.nonzero(cost < _HOPELESS)
    busy = np.zeros(key.shape, bool)
    chosen: list[tuple[int, int, int, int]] = []
    for i in np.argsort(cost[groups, frames]):
        g, f = int(groups[i]), int(frames[i])
        keyed = np.flatnonzero(key[g])
        at = int(np.searchsorted(keyed, f))
        first, last = int(keyed[at - 1]), int(keyed[at + 1])
        if not busy[g, first : last + 1].any():
            busy[work.related[g], first : last + 1] = True
            chosen.append((g, first, f, last))
    return chosen


def _removal_costs(work: Deviation, key: Bool, settled: Bool) -> F64:
    """What a key's bone alone would be off without it, over what is allowed (G, T); inf where there is none to take."""
    cost = np.full(key.shape, np.inf)
    order = np.cumsum(key, axis=1)
    for parity in (0, 1):
        gone = key & ~settled & (order % 2 == parity)
        fewer = key & ~gone
        drawn = sample(work.samples, work.slopes, fewer[work.group])
        worst = np.zeros(key.shape)
        np.maximum.at(worst, work.group, work.off(drawn))
        for g in range(len(key)):
            starts = np.flatnonzero(fewer[g])
            peaks = np.maximum.reduceat(worst[g], starts)
            frames = np.flatnonzero(gone[g])
            cost[g, frames] = peaks[np.searchsorted(starts, frames, side="right") - 1]
    return cost
