"""Steps of a generated figure: contacts that leave each step the time that it needs, and feet that clear the floor.

A network's feet hover and creep: it calls a foot planted while that moves on, and carries it low over the floor to its
next place. A person stands or steps. `planned` settles which of the two a foot does before the feet are locked
(`contact.lock_feet`), `lifted` raises those that still drag afterwards. Captured and drawn motion needs neither.

Times and heights follow 885 captured steps of 3 cm to 2.5 m: two in three take at least `_least_time`, and half-way
their toe bases are above `_CLEARANCE` in 78 frames of a hundred.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat, smooth
from ..motion import F32, Bool, Motion
from ..smooth import runs
from .contact import detect
from .legs import foot_points, leg_length, legs_of, solve_leg

_CREEP = 0.18  # m: a planted foot that strays further from its middle has stepped
_HELD = 0.25  # m: the furthest that the foot lock holds
_SAME_PLACE = 0.10  # m: a foot set down again so near stood there all along, where it hardly left the floor
_HARDLY = 0.05  # m above standing height
_BRIEF_S = 0.30  # a gap between two contacts of one place that may be closed
_LEAST_STAND_S = 0.12  # that is left of a contact
_STEP_S, _STEP_S_A_METRE, _LONGEST_STEP_S = 0.20, 0.25, 0.45  # the least time of a step: at no distance, for each m
# Height of a toe base above its standing height, m, over the course of a step, and the distance from which it counts.
_COURSE = (0.0, 0.1, 0.2, 0.35, 0.6, 0.8, 0.9, 1.0)
_CLEARANCE = (0.0, 0.022, 0.037, 0.045, 0.043, 0.037, 0.022, 0.0)
_FULL_STEP = 0.20  # m
_LONGEST_S, _FURTHEST = 1.2, 2.5  # a foot that is away for longer or further does something else than a step
_LEAST_STEP = 0.03  # m: less is a shift of weight
_SMOOTH_S = 0.033  # reach of the mean, taken twice, that makes a lift smooth
_REST_SPEED = 0.5  # m/s
_UPRIGHT = 0.55  # of the leg's length that the hips are above the floor in a figure that steps


def planned(motion: Motion, floor: float = 0.0) -> Bool:
    """The motion's contacts (T, 4), settled for feet that either stand or step.

    Contacts of one place with hardly a step between them become one, creeping ones are parted, and steps take time from
    the contacts around them where they have too little.
    """
    contacts = motion.contacts.copy()
    seen = detect(motion, floor)
    legs = legs_of(motion.skeleton)
    points = foot_points(motion, legs)
    for i, leg in enumerate(legs):
        toe = points[:, 2 * i + 1] / leg.scale
        foot = contacts[:, 2 * i : 2 * i + 2]
        _add_missed(foot, seen[:, 2 * i : 2 * i + 2])
        _join(foot, toe, leg.stand[1] / leg.scale, motion.fps)
    for i, leg in enumerate(legs):
        toe = points[:, 2 * i + 1] / leg.scale
        foot, other = contacts[:, 2 * i : 2 * i + 2], contacts[:, 2 - 2 * i : 4 - 2 * i].any(axis=1)
        for first, last in runs(foot.any(axis=1)):
            _part(foot, toe, other, first, last, motion.fps)
        _give_time(foot, toe, other, motion.fps)
    return contacts


def lifted(motion: Motion, floor: float = 0.0) -> Motion:
    """The motion with feet that clear the floor between two contacts by what steps of that length take.

    A foot is raised as it is, and only by what it lacks; frames in contact and feet that clear the floor keep their
    rotations to the bit. floor: its height in metres.
    """
    legs = legs_of(motion.skeleton)
    pos, rot = motion.globals()
    points = foot_points(motion, legs)
    local = motion.rot.copy()
    still = np.tile(quat.IDENTITY, (len(motion), 1)).astype(np.float32)
    for i, leg in enumerate(legs):
        toe, held = points[:, 2 * i + 1] / leg.scale, motion.contacts[:, 2 * i : 2 * i + 2].any(axis=1)
        upright = pos[:, leg.hip, 1] - floor > _UPRIGHT * leg_length(pos, leg)
        lift = leg.scale * _lift(toe, held & upright, held, (floor + leg.stand[1]) / leg.scale, motion.fps)
        to = pos[:, leg.ankle] + (lift[:, None] * (0, 1, 0)).astype(np.float32)
        solve_leg(motion.skeleton, leg, pos, rot, to, still, local)
    return replace(motion, rot=quat.continuous(local))


# --- contacts ------------------------------------------------------------------------------------------------------


def _add_missed(foot: Bool, seen: Bool) -> None:
    """Add stances seen (T, 2) in frames in which the foot (T, 2) is never called planted. In place."""
    planted = foot.any(axis=1)
    for first, last in runs(seen.any(axis=1)):
        if not planted[first:last].any():
            foot[first:last] = seen[first:last]


def _join(foot: Bool, toe: F32, stand: float, fps: float) -> None:
    """Close gaps in which a foot (T, 2) hardly leaves its place; toe: (T, 3) m. In place."""
    spans = runs(foot.any(axis=1))
    for (a, b), (c, d) in pairwise(spans):
        near = np.linalg.norm(_place(toe[c : min(d, c + 5)]) - _place(toe[max(a, b - 5) : b])) < _SAME_PLACE
        low = toe[b:c, 1].max() < stand + _HARDLY
        if near and low and c - b <= round(_BRIEF_S * fps):
            foot[b:c, 1] = True


def _place(points: NDArray[Any]) -> NDArray[Any]:
    """Where on the floor (2,) m points (N, 3) are in the mean."""
    return points[:, [0, 2]].mean(axis=0)


def _part(foot: Bool, toe: F32, other: Bool, first: int, last: int, fps: float) -> None:
    """Take steps out of a contact that creeps, until each part stays in its place, while the `other` foot (T,) is
    planted where there is a choice. In place."""
    least = max(2, round(_LEAST_STAND_S * fps))
    path = toe[first:last, [0, 2]]
    stray = np.linalg.norm(path - path.mean(axis=0), axis=-1).max()
    if stray < _CREEP or last - first < 2 * least + 2:
        return
    time = min(_least_time(2 * stray, fps), last - first - 2 * least)
    # Where the other foot stands all through a step (a row), the body is borne meanwhile.
    steps = np.lib.stride_tricks.sliding_window_view(other[first + least : last - least], time)
    support = steps.sum(axis=1)
    if stray < _HELD and support.max() <= time // 2:
        return  # it bears the body, and can be held where it is in the mean
    cost = _cost_of_cuts(path)[least + time // 2 :][: len(support)]
    begin = first + least + int(np.argmin(np.where(support == support.max(), cost, np.inf)))
    foot[begin : begin + time] = False
    _part(foot, toe, other, first, begin, fps)
    _part(foot, toe, other, begin + time, last, fps)


def _cost_of_cuts(path: NDArray[Any]) -> NDArray[Any]:
    """How far (T,) two parts of a path (T, 2) stray from their own middles, if it is cut before each of its frames."""
    count = np.arange(1, len(path) + 1)[:, None]
    path = path - path.mean(axis=0)

    def spread(values: NDArray[Any]) -> NDArray[Any]:
        """Sum of squares about their mean of no, one, two .. T - 1 values (T,)."""
        own = (np.cumsum(values**2, axis=0) - np.cumsum(values, axis=0) ** 2 / count).sum(axis=-1)
        return np.concatenate([[0.0], own[:-1]])

    return spread(path) + np.roll(spread(path[::-1])[::-1], 1)


def _least_time(distance: float, fps: float) -> int:
    """Frames between the last of a contact and the first of the next that a step of so many metres takes."""
    return round(min(_STEP_S + _STEP_S_A_METRE * distance, _LONGEST_STEP_S) * fps)


def _give_time(foot: Bool, toe: F32, other: Bool, fps: float) -> None:
    """Widen gaps between contacts to the time that their steps need, where the foot moves fastest: to `_STEP_S` in any
    case, further only while the `other` foot (T,) is planted. In place."""
    least, brief = max(2, round(_LEAST_STAND_S * fps)), round(_STEP_S * fps)
    speed = np.linalg.norm(np.gradient(toe[:, [0, 2]], axis=0), axis=-1) if len(toe) > 1 else np.zeros(len(toe))
    spans = [list(span) for span in runs(foot.any(axis=1))]
    for before, after in pairwise(spans):
        distance = float(np.linalg.norm(_place(toe[slice(*after)]) - _place(toe[slice(*before)])))
        while (gap := after[0] - before[1]) < _least_time(distance, fps):
            # The frames that may be taken: the last before the gap, the first behind it.
            edges = [before[1] - 1] * (before[1] - before[0] > least) + [after[0]] * (after[1] - after[0] > least)
            edges = [at for at in edges if gap < brief or other[at]]
            if not edges:
                break
            at = max(edges, key=lambda edge: speed[edge])
            foot[at] = False
            if at < before[1]:
                before[1] = at
            else:
                after[0] = at + 1


# --- clearance -----------------------------------------------------------------------------------------------------


def _lift(toe: F32, grounded: Bool, held: Bool, stand: float, fps: float) -> NDArray[Any]:
    """How far (T,) m a foot must be raised on its way from one contact to the next. toe: (T, 3) m."""
    lift = np.zeros(len(toe))
    reach = max(1, round(_SMOOTH_S * fps))
    for first, last in runs(~held):
        begins, ends = first > 0, last < len(toe)
        around = [first - 1] * begins + [last] * ends
        if not around or not grounded[around].all() or last - first >= _LONGEST_S * fps:
            continue
        span = slice(first - begins, last + ends)
        distance = np.linalg.norm(toe[span][-1, [0, 2]] - toe[span][0, [0, 2]])
        if not _LEAST_STEP < distance < _FURTHEST:
            continue
        # A step that the motion begins or ends in the middle of is taken for half of one or more, going by its time.
        pace = np.linalg.norm(np.diff(toe[span][:, [0, 2]], axis=0)[[0, -1]], axis=-1) * fps
        begins, ends = begins or pace[0] < _REST_SPEED, ends or pace[1] < _REST_SPEED
        part = float(np.clip((last - first) / (_LONGEST_STEP_S * fps), 0.5, 1.0))
        course = np.linspace(0.0 if begins else 1 - part, 1.0 if ends else part, span.stop - span.start)
        wanted = np.interp(course, _COURSE, _CLEARANCE) * min(1.0, distance / _FULL_STEP)
        lack = np.maximum(wanted - (toe[span, 1] - stand), 0)
        lift[span] = _eased(lack, reach, begins, ends)
    return lift


def _eased(lack: NDArray[Any], reach: int, begins: bool, ends: bool) -> NDArray[Any]:
    """Nearly `lack` (T,), smooth, at rest at 0 where the step `begins` and where it `ends`."""
    at = np.arange(len(lack), dtype=float)
    away = np.minimum(at if begins else np.inf, at[::-1] if ends else np.inf)
    rise = np.clip(away / (2 * reach), 0, 1)
    return smooth.mean(smooth.mean(lack, 2 * reach + 1), 2 * reach + 1) * rise * rise * (3 - 2 * rise)
