"""Steps of generated motion: contacts with enough time for each step, and feet that clear the floor in between.

Feet made by a network hover and creep: they are called planted while they move on, and are carried low over the floor.
A person either stands or steps. `planned` decides which of the two a foot does, before the feet are locked
(`lock.lock_feet`); `lifted` raises those that still drag, afterwards. Captured and hand-keyed motion needs neither.

Times and heights follow 885 captured steps of 3 cm to 2.5 m: two in three take at least `_least_time`, and half-way
their toe bases are above `_CLEARANCE` in 78 % of the frames.
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
from . import down
from .contact import detect, speeds
from .legs import foot_points, leg_length, legs_of, solve_leg

_CREEP = 0.18  # m: a planted foot that strays further from its mean place has stepped
_HELD = 0.25  # m: the furthest that the foot lock holds
_SWINGS = 1.5  # m/s: a foot that goes faster is on its way, whatever is said of it
_SAME_PLACE = 0.10  # m: a foot set down again nearer than this never left, if it also stayed low
_HARDLY = 0.05  # m above standing height: as low as that
_HOVERING = 0.02  # m: and as low as that where no other foot carries the body: higher is a hop
_BRIEF_S = 0.30  # longest gap between two contacts of one place that is closed
_LEAST_STAND_S = 0.12  # shortest contact that is left when a step takes time from it
_STEP_S, _STEP_S_A_METRE, _LONGEST_STEP_S = 0.20, 0.25, 0.45  # least time of a step: at no distance, per metre, at most
# Height in m of a toe base above its standing height over the course, 0 to 1, of a step of at least `_FULL_STEP`.
_COURSE = (0.0, 0.1, 0.2, 0.35, 0.6, 0.8, 0.9, 1.0)
_CLEARANCE = (0.0, 0.023, 0.040, 0.046, 0.043, 0.040, 0.023, 0.0)
_FULL_STEP = 0.20  # m: shorter steps are lifted in proportion
_LONGEST_S, _FURTHEST = 1.2, 2.5  # s, m: a foot that is away for longer or further is not stepping
_LEAST_STEP = 0.03  # m: less is a shift of weight
# A step that slides low over the floor for so many frames' time sets out and arrives later by this much of a
# minimum-jerk course: it is lifted before it goes.
_LATER, _LONGEST_LATER_S, _SLIDES_S = 0.25, 0.6, 0.05
_LOW, _SLIDING = 0.05, 0.2  # m, m/s: a toe base that is lower and faster slides
_DRAGS = 0.005  # m: a step that is lifted by less clears the floor by itself
_SMOOTH_S = 0.033  # reach of the mean, taken twice, that makes a lift smooth
_REST_SPEED = 0.5  # m/s: slower at the clip's end, a foot begins or ends its step there
_UPRIGHT = 0.55  # of the leg's length: hips lower than that above the floor are not those of a figure that steps


def planned(motion: Motion, floor: float = 0.0) -> Bool:
    """Plan contacts (T, 4) in which each foot either stands or steps.

    Contacts of one place with hardly a step between them are joined, contacts that creep are split by a step, and steps
    that are too short in time take it from the contacts around them. floor: its height, m.
    """
    contacts = motion.contacts.copy()
    seen = detect(motion, floor)
    legs = legs_of(motion.skeleton)
    points, pos = foot_points(motion, legs), motion.globals()[0]
    # Both feet are joined first, since each foot's steps are placed where the other stands.
    for i, leg in enumerate(legs):
        toe = points[:, 2 * i + 1] / leg.scale
        foot = contacts[:, 2 * i : 2 * i + 2]
        foot &= speeds(toe[:, None], motion.fps) < _SWINGS
        _add_missed(foot, seen[:, 2 * i : 2 * i + 2])
        carried = seen[:, 2 - 2 * i : 4 - 2 * i].any(axis=1)
        _join(foot, toe, carried, leg.stand[1] / leg.scale, motion.fps)
        _leave_flights(foot, toe, carried, leg.stand[1] / leg.scale)
        down.let_drag(foot, toe, down.borne(pos, leg, floor))
    for i, leg in enumerate(legs):
        toe = points[:, 2 * i + 1] / leg.scale
        foot, other = contacts[:, 2 * i : 2 * i + 2], contacts[:, 2 - 2 * i : 4 - 2 * i].any(axis=1)
        for first, last in runs(foot.any(axis=1)):
            _part(foot, toe, other, first, last, motion.fps)
        _give_time(foot, toe, other, motion.fps)
    return contacts


def lifted(motion: Motion, floor: float = 0.0) -> Motion:
    """Raise feet between two contacts to the clearance that captured steps of that length have, before they set out.

    A foot is moved without rotating it, and only by what is missing; frames in contact and feet that clear the floor
    keep their rotations to the bit. floor: its height, m.
    """
    legs = legs_of(motion.skeleton)
    pos, rot = motion.globals()
    points = foot_points(motion, legs)
    local = motion.rot.copy()
    still = np.tile(quat.IDENTITY, (len(motion), 1)).astype(np.float32)
    for i, leg in enumerate(legs):
        toe, held = points[:, 2 * i + 1] / leg.scale, motion.contacts[:, 2 * i : 2 * i + 2].any(axis=1)
        upright = pos[:, leg.hip, 1] - floor > _UPRIGHT * leg_length(pos, leg)
        # Who kneels or lies in between takes no step.
        kept, stand = held | down.borne(pos, leg, floor), (floor + leg.stand[1]) / leg.scale
        lift = leg.scale * _lift(toe, held & upright, kept, stand, motion.fps)
        shift = lift[:, None] * (0.0, 1.0, 0.0)
        shift[:, [0, 2]] = leg.scale * _later(toe, lift / leg.scale, floor / leg.scale, held, motion.fps)
        to = (pos[:, leg.ankle] + shift).astype(np.float32)
        solve_leg(motion.skeleton, leg, pos, rot, to, still, local)
    return replace(motion, rot=quat.continuous(local))


# --- contacts ------------------------------------------------------------------------------------------------------


def _add_missed(foot: Bool, seen: Bool) -> None:
    """Add detected stances (T, 2) during which the foot (T, 2) is never planted, in place."""
    planted = foot.any(axis=1)
    for first, last in runs(seen.any(axis=1)):
        if not planted[first:last].any():
            foot[first:last] = seen[first:last]


def _join(foot: Bool, toe: F32, other: Bool, stand: float, fps: float) -> None:
    """Close gaps in which a foot (T, 2) hardly leaves its place, in place. toe: (T, 3) m. other: (T,) whether the other
    foot is on the floor. stand: the toe's height, m."""
    spans = runs(foot.any(axis=1))
    for (a, b), (c, d) in pairwise(spans):
        near = np.linalg.norm(_place(toe[c : min(d, c + 5)]) - _place(toe[max(a, b - 5) : b])) < _SAME_PLACE
        low = toe[b:c, 1].max() < stand + (_HARDLY if other[b:c].any() else _HOVERING)
        if near and low and c - b <= round(_BRIEF_S * fps):
            foot[b:c, 1] = True


def _leave_flights(foot: Bool, toe: F32, other: Bool, stand: float) -> None:
    """Take the frames of a hop or jump off the ends of a foot's contacts (T, 2), in place: those in which it is above
    the floor and the `other` foot (T,) isn't on it, either. Else the lock would pull the flight down."""
    up = (toe[:, 1] > stand + _HOVERING) & ~other
    for first, last in runs(foot.any(axis=1)):
        low = np.flatnonzero(~up[first:last])
        if len(low):
            foot[first : first + low[0]] = False
            foot[first + low[-1] + 1 : last] = False


def _place(points: NDArray[Any]) -> NDArray[Any]:
    """Mean place (2,) m on the floor of points (N, 3)."""
    return points[:, [0, 2]].mean(axis=0)


def _part(foot: Bool, toe: F32, other: Bool, first: int, last: int, fps: float) -> None:
    """Split the contact first..last-1 of a foot (T, 2) by steps until each part stays in its place, in place.

    Steps are put where the `other` foot (T,) is planted, as far as possible. toe: (T, 3) m for a canonical leg.
    """
    least = max(2, round(_LEAST_STAND_S * fps))
    path = toe[first:last, [0, 2]]
    stray = np.linalg.norm(path - path.mean(axis=0), axis=-1).max()
    if stray < _CREEP or last - first < 2 * least + 2:
        return
    time = min(_least_time(2 * stray, fps), last - first - 2 * least)
    # One row per possible step: in how many of its frames the other foot supports the body.
    steps = np.lib.stride_tricks.sliding_window_view(other[first + least : last - least], time)
    support = steps.sum(axis=1)
    if stray < _HELD and support.max() <= time // 2:
        return  # it supports the body, and can be held at its mean place
    # Of the steps with the best support, the one that leaves both parts closest to their mean places.
    cost = _cost_of_cuts(path)[least + time // 2 :][: len(support)]
    begin = first + least + int(np.argmin(np.where(support == support.max(), cost, np.inf)))
    foot[begin : begin + time] = False
    _part(foot, toe, other, first, begin, fps)
    _part(foot, toe, other, begin + time, last, fps)


def _cost_of_cuts(path: NDArray[Any]) -> NDArray[Any]:
    """Sums of squares (T,) of two parts of a path (T, 2) about their means, for a cut before each of its frames."""
    count = np.arange(1, len(path) + 1)[:, None]
    path = path - path.mean(axis=0)

    def spread(values: NDArray[Any]) -> NDArray[Any]:
        """Sums of squares (T,) of the first 0, 1 .. T - 1 values about their mean: sum x^2 - (sum x)^2 / n."""
        sums = (np.cumsum(values**2, axis=0) - np.cumsum(values, axis=0) ** 2 / count).sum(axis=-1)
        return np.concatenate([[0.0], sums[:-1]])

    return spread(path) + np.roll(spread(path[::-1])[::-1], 1)


def _least_time(distance: float, fps: float) -> int:
    """Least number of frames without contact that a step of `distance` m takes."""
    return round(min(_STEP_S + _STEP_S_A_METRE * distance, _LONGEST_STEP_S) * fps)


def _give_time(foot: Bool, toe: F32, other: Bool, fps: float) -> None:
    """Widen gaps between contacts of a foot (T, 2) to the least time of their steps, in place.

    Frames are taken from the side on which the foot moves faster: up to `_STEP_S` in any case, beyond that only where
    the `other` foot (T,) is planted.
    """
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
    """Heights (T,) m by which a foot must be raised between contacts.

    toe: (T, 3) m. grounded: (T,) contacts of an upright figure. held: (T,) all. stand: the toe's standing height, m.
    """
    lift = np.zeros(len(toe))
    reach = max(1, round(_SMOOTH_S * fps))
    for first, last in runs(~held):
        begins, ends = first > 0, last < len(toe)
        # Only between contacts of an upright figure, and neither too long, nor too far, nor a mere shift of weight.
        around = [first - 1] * begins + [last] * ends
        if not around or not grounded[around].all() or last - first >= _LONGEST_S * fps:
            continue
        span = slice(first - begins, last + ends)
        distance = np.linalg.norm(toe[span][-1, [0, 2]] - toe[span][0, [0, 2]])
        if not _LEAST_STEP < distance < _FURTHEST:
            continue
        # A step that the clip cuts off is half a step or more, by its time; unless the foot rests at the clip's end.
        pace = np.linalg.norm(np.diff(toe[span][:, [0, 2]], axis=0)[[0, -1]], axis=-1) * fps
        begins, ends = begins or pace[0] < _REST_SPEED, ends or pace[1] < _REST_SPEED
        part = float(np.clip((last - first) / (_LONGEST_STEP_S * fps), 0.5, 1.0))
        course = np.linspace(0.0 if begins else 1 - part, 1.0 if ends else part, span.stop - span.start)
        # The captured clearance over the course of the step, and what the foot lacks of it.
        wanted = np.interp(course, _COURSE, _CLEARANCE) * min(1.0, distance / _FULL_STEP)
        lack = np.maximum(wanted - (toe[span, 1] - stand), 0)
        lift[span] = _eased(lack, reach, begins, ends)
    return lift


def _later(toe: F32, lift: NDArray[Any], floor: float, held: Bool, fps: float) -> NDArray[Any]:
    """Shifts (T, 2) m along the floor with which steps that slide, and had to be lifted, begin and end more slowly.

    toe: (T, 3) m. lift: (T,) m by which it is raised. floor: its height, m. held: (T,) contacts.
    """
    path = toe[:, [0, 2]].astype(float)
    shift = np.zeros_like(path)
    if len(path) < 2:
        return shift
    slope = np.gradient(path, axis=0)
    slides = (toe[:, 1] + lift - floor < _LOW) & (np.linalg.norm(slope, axis=-1) * fps > _SLIDING)
    for first, last in runs(~held):
        if first == 0 or last == len(path) or not 4 <= last - first <= _LONGEST_LATER_S * fps:
            continue
        distance = float(np.linalg.norm(path[last] - path[first - 1]))
        if lift[first:last].max() < _DRAGS or slides[first - 1 : last + 1].sum() < _SLIDES_S * fps:
            continue
        # The same places at other times, by cubics between the frames.
        part = np.linspace(0, 1, last - first + 2)
        share = _LATER * min(1.0, distance / _FULL_STEP)
        time = (first - 1 + (part + share * (smooth.minimum_jerk(part) - part)) * (last - first + 1))[1:-1]
        i = time.astype(int)
        t = (time - i)[:, None]
        up, back = t * t * (3 - 2 * t), (t - 1) * t
        there = (1 - up) * path[i] + up * path[i + 1] + back * ((t - 1) * slope[i] + t * slope[i + 1])
        shift[first:last] = there - path[first:last]
    return shift


def _eased(lack: NDArray[Any], reach: int, begins: bool, ends: bool) -> NDArray[Any]:
    """Smooth `lack` (T,) by two moving averages, brought to 0 with slope 0 where the step `begins` and `ends`."""
    at = np.arange(len(lack), dtype=float)
    away = np.minimum(at if begins else np.inf, at[::-1] if ends else np.inf)
    rise = np.clip(away / (2 * reach), 0, 1)
    return smooth.mean(smooth.mean(lack, 2 * reach + 1), 2 * reach + 1) * rise * rise * (3 - 2 * rise)
