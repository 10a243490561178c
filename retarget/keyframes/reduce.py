"""Key reduction: Bezier curves with few keys that stay within a given error of a dense motion in the world.

Keys are added where the curves' error is largest: first for each track by itself, then wherever a bone's rotation or a
hand's or foot's position is out of tolerance in the world, on the bone that contributes most to it. Then keys that
proved unnecessary are removed. A key always has the dense motion's value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .curves import F64, Bool, Curve, sample
from .error import Body, CurveErrors, Tolerance, Track

_NEAR = 4  # frames: within one round no two keys are added nearer than this on related bones
_HOPELESS = 2.5  # a key is not tried for removal if its track's error would exceed this multiple of what is allowed
_SWEEPS = 20  # most rounds of removing keys


@dataclass(frozen=True)
class Reduced:
    """Curves in the tracks' order, and the largest world errors on whole frames: of any bone, and of hands and feet."""

    curves: tuple[Curve, ...]
    degrees: float
    metres: float


def reduce(
    tracks: Sequence[Track], body: Body, tolerance: Tolerance,
    poses: Bool | None = None, by_group: Mapping[str, Bool] | None = None,
) -> Reduced:  # fmt: skip
    """Compute curves for `tracks` with few keys.

    poses: (T,) frames at which every moving group gets a key. by_group: group -> (T,) further frames. The
    first and the last frame always have keys. Raises ValueError for a tolerance that is not above zero.
    """
    if not (tolerance.degrees > 0 and tolerance.metres > 0):
        raise ValueError(f"the error of keys must be above zero, not {tolerance.degrees} degrees, {tolerance.metres} m")
    errors = CurveErrors(tracks, body, tolerance)
    forced = errors.forced(poses, by_group or {})
    key = forced.copy()
    _insert_locally(errors, key)
    _insert_in_world(errors, key)
    settled = forced.copy()
    for _ in range(_SWEEPS):
        if not _remove(errors, key, settled):
            break
    _insert_in_world(errors, key)
    return _result(errors, key)


def _result(errors: CurveErrors, key: Bool) -> Reduced:
    """Collect the curves with the keys (G, T) and their largest errors."""
    errors.fit(key)
    curves: list[Curve] = []
    for row, track in enumerate(errors.tracks):
        frames = np.flatnonzero(key[errors.group[row]])
        width = track.values.shape[1]
        curves.append(Curve(frames, errors.samples[row, frames, :width], errors.slopes[row, frames, :width]))
    turned, moved, shift = errors.world()
    metres = np.linalg.norm(moved, axis=-1) + shift
    angle = np.linalg.norm(turned, axis=-1)
    return Reduced(tuple(curves), float(np.degrees(angle.max(initial=0))), float(metres.max(initial=0)))


def pose_frames(contacts: Bool, pins: Sequence[int] = ()) -> Bool:
    """Mark frames (T,) that an artist looks for: the first and last of each foot on the ground, and `pins`.

    contacts: (T, 4).
    """
    found = np.zeros(len(contacts), bool)
    for side in (0, 2):
        found |= contact_edges(contacts[:, side] | contacts[:, side + 1])
    found[[pin for pin in pins if 0 <= pin < len(found)]] = True
    return found


def contact_edges(held: Bool) -> Bool:
    """Mark the first and last frame (T,) of each run of True in `held`, except at the clip's ends."""
    change = np.diff(held.astype(np.int8))
    edges = np.zeros(len(held), bool)
    edges[1:] |= change > 0
    edges[:-1] |= change < 0
    return edges


# --- adding keys -------------------------------------------------------------------------------------------------


def _insert_locally(errors: CurveErrors, key: Bool) -> None:
    """Add keys (G, T), in place, at the worst frame of each piece until each track is within its own error."""
    while True:
        errors.fit(key)
        ratios = errors.track_ratios()
        worst = np.zeros(key.shape)
        np.maximum.at(worst, errors.group, ratios)
        added = False
        for g in np.flatnonzero(worst.max(axis=1) > 1):
            # The largest ratio of each piece between keys; of equal ones the first frame gets the key.
            starts = np.flatnonzero(key[g])
            peaks = np.maximum.reduceat(worst[g], starts)
            at_peak = (worst[g] == np.repeat(peaks, np.diff([*starts, errors.frames]))) & (worst[g] > 1)
            frames = np.flatnonzero(at_peak)
            piece = np.searchsorted(starts, frames, side="right")
            frames = frames[np.unique(piece, return_index=True)[1]]
            key[g, frames] = True
            added = added or bool(len(frames))
        if not added:
            return


def _insert_in_world(errors: CurveErrors, key: Bool) -> None:
    """Add keys (G, T), in place, until nothing is out of tolerance in the world."""
    while True:
        errors.fit(key)
        ratios = errors.ratios()
        bad = np.argwhere(_peaks(ratios))
        if not len(bad):
            return
        # The worst first. A fault gets one key, and no other key is added near it on a related bone in this round.
        bad = bad[np.argsort(-ratios[bad[:, 0], bad[:, 1]])]
        turned, moved, _ = errors.world()
        taken: list[list[int]] = [[] for _ in errors.names]
        for t, column in bad.tolist():
            g = _to_blame(errors, key, t, column, turned, moved)
            if all(abs(t - other) > _NEAR for h in map(int, np.flatnonzero(errors.related[g])) for other in taken[h]):
                key[g, t] = True
                taken[g].append(t)


def _peaks(ratios: F64) -> Bool:
    """Local maxima over time of ratios (T, N) above 1."""
    edge = np.full((1, ratios.shape[1]), -np.inf)
    before, after = np.concatenate([edge, ratios[:-1]]), np.concatenate([ratios[1:], edge])
    return (ratios > 1) & (ratios >= before) & (ratios > after)


def _to_blame(errors: CurveErrors, key: Bool, t: int, column: int, turned: F64, moved: F64) -> int:
    """Find the group without a key at frame t that contributes most to a fault; `column` as in `ratios`.

    turned (T, J, 3) and moved (T, E, 3): world errors of bones and of ends. A joint's contribution is its own error's
    component along the fault.
    """
    body = errors.body
    joints = len(body.anchors)
    if column >= joints + len(body.ends):
        return int(errors.group[column - joints - len(body.ends)])
    is_end = column >= joints
    joint = int(body.ends[column - joints]) if is_end else column
    fault = moved[t, column - joints] if is_end else turned[t, joint]
    direction = fault / max(float(np.linalg.norm(fault)), 1e-12)
    best, most = -1, -np.inf
    for g in map(int, np.flatnonzero(~key[:, t])):
        share = 0.0
        for k in errors.joint_of[g]:
            if k not in errors.lines[joint]:
                continue
            error = errors.joint_error[t, k]
            share += float(
                np.cross(error, body.pos[t, joint] - body.pos[t, k]) @ direction if is_end else error @ direction
            )
            share += float(errors.location_error[t, k]) if is_end else 0.0
        if share > most and any(k in errors.lines[joint] for k in errors.joint_of[g]):
            best, most = int(g), share
    return best


# --- taking keys away --------------------------------------------------------------------------------------------


def _remove(errors: CurveErrors, key: Bool, settled: Bool) -> int:
    """Remove, in place, keys (G, T) without which everything stays within tolerance; returns their number.

    The cheapest first; in one call no two that overlap in time on related bones. settled: (G, T) keys that stay, to
    which those are added that prove necessary.
    """
    errors.fit(key)
    chosen = _cheapest(errors, key, settled)
    for g, _, f, _ in chosen:
        key[g, f] = False
    errors.fit(key)
    # All are removed at once; then those that faults may come from are put back until no fault remains.
    remaining = chosen
    while remaining:
        bad = np.argwhere(errors.ratios() > 1)
        back = [c for c in remaining if _hurts(errors, c, bad)]
        if not back:
            break
        for g, _, f, _ in back:
            key[g, f] = settled[g, f] = True
        remaining = [c for c in remaining if key[c[0], c[2]] == 0]
        errors.fit(key)
    return len(remaining)


def _hurts(errors: CurveErrors, removed: tuple[int, int, int, int], bad: NDArray[Any]) -> bool:
    """Whether a removed key may have caused one of the faults (N, 2), frame and column each."""
    g, first, _, last = removed
    near = bad[(bad[:, 0] > first - 1) & (bad[:, 0] < last + 1)]
    return bool(errors.reaches[g, near[:, 1]].any())


def _cheapest(errors: CurveErrors, key: Bool, settled: Bool) -> list[tuple[int, int, int, int]]:
    """Choose keys to remove together: group, frame of the key before, of the key itself, and of the key after."""
    cost = _removal_costs(errors, key, settled)
    groups, frames = np.nonzero(cost < _HOPELESS)
    busy = np.zeros(key.shape, bool)
    chosen: list[tuple[int, int, int, int]] = []
    for i in np.argsort(cost[groups, frames]):
        g, f = int(groups[i]), int(frames[i])
        keyed = np.flatnonzero(key[g])
        at = int(np.searchsorted(keyed, f))
        first, last = int(keyed[at - 1]), int(keyed[at + 1])
        if not busy[g, first : last + 1].any():
            busy[errors.related[g], first : last + 1] = True
            chosen.append((g, first, f, last))
    return chosen


def _removal_costs(errors: CurveErrors, key: Bool, settled: Bool) -> F64:
    """Error of each key's group by itself without that key, over what is allowed (G, T); inf where there is none.

    Measured for every second key at a time, so that no two neighbours are missing at once. Slopes are not refitted.
    """
    cost = np.full(key.shape, np.inf)
    order = np.cumsum(key, axis=1)
    for parity in (0, 1):
        gone = key & ~settled & (order % 2 == parity)
        fewer = key & ~gone
        values = sample(errors.samples, errors.slopes, fewer[errors.group])
        worst = np.zeros(key.shape)
        np.maximum.at(worst, errors.group, errors.ratios_of(values))
        for g in range(len(key)):
            starts = np.flatnonzero(fewer[g])
            peaks = np.maximum.reduceat(worst[g], starts)
            frames = np.flatnonzero(gone[g])
            cost[g, frames] = peaks[np.searchsorted(starts, frames, side="right") - 1]
    return cost
