"""Facing an object or one way along a path: a gait for each quarter turn between the way and the facing.

Where the way turns under a facing that stays, a walk becomes side steps, and these a walk backwards. The path is parted
where that happens, each part walked with a gait of its own, and the parts are joined where strides fit one another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.motion import blend
from engine.motion.canonical import FPS
from engine.strides import seams
from engine.strides.curve import Curve
from engine.strides.gait import Gait
from engine.strides.lay import lay
from engine.strides.speed import Timing
from engine.text.ways.choose import Wanted
from retarget import quat
from retarget.motion import Motion

Array = NDArray[np.float64]
_LEAST_M = 0.7  # shorter than two steps a quarter is walked with the gait around it
_PAST = np.radians(12)  # beyond the middle between two quarters before the gait changes: it doesn't change to and fro
_JOIN_S = 0.5  # in which one gait goes over into the next
_OVERLAP = 3  # frames by which their seam is chosen
# Quarter turns from the way to the facing -> where the body goes as it sees it, and the words for that.
_GOES = {0: ("forward", "walks forward"), 1: ("right", "walks sideways to the right"),
         2: ("backward", "walks backwards"), 3: ("left", "walks sideways to the left")}  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """A part of a curve between two of its samples, and the quarter in which the body faces there."""

    first: int
    last: int
    quarter: int


def stretches(curve: Curve, facing: Array) -> list[Stretch]:
    """The curve parted by quarters, in order. facing: (N,) rad at its samples."""
    off = np.unwrap(facing - curve.yaw) / (np.pi / 2)
    quarter, here = np.empty(len(off), int), int(np.round(off[0]))
    for i, turns in enumerate(off):
        if abs(turns - here) > 0.5 + _PAST / (np.pi / 2):
            here = int(np.round(turns))
        quarter[i] = here
    ends = [0, *(np.flatnonzero(np.diff(quarter)) + 1).tolist(), len(quarter)]
    parts = [Stretch(a, b, int(quarter[a])) for a, b in pairwise(ends)]
    step = curve.at[1]
    while len(parts) > 1:
        short = min(range(len(parts)), key=lambda i: parts[i].last - parts[i].first)
        if (parts[short].last - parts[short].first) * step >= _LEAST_M:
            break
        beside = short - 1 if short else 1  # goes to the part before it
        low, high = sorted((short, beside))
        kept = parts[beside].quarter
        parts[low : high + 1] = [Stretch(parts[low].first, parts[high].last, kept)]
    merged = parts[:1]
    for part in parts[1:]:
        if part.quarter == merged[-1].quarter:
            merged[-1] = Stretch(merged[-1].first, part.last, part.quarter)
        else:
            merged.append(part)
    return [replace(part, quarter=part.quarter % 4) for part in merged]


def gaits(parts: list[Stretch], wanted: Wanted, find: Callable[[Wanted], Gait]) -> list[Gait]:
    """A gait for each part: in its first quarter the one that the words ask for, in others a plain one that goes there
    as fast as it can be had."""
    found: dict[int, Gait] = {}
    own = _asked(wanted)
    for part in parts:
        if part.quarter in found:
            continue
        direction, words = _GOES[part.quarter]
        if part.quarter == own:
            asked = wanted
        else:
            facts = replace(wanted.facts, action="walk", direction=direction)
            asked = Wanted(f"a person {words}", facts, wanted.speed)
        found[part.quarter] = find(asked)
    return [found[part.quarter] for part in parts]


def heading_of(wanted: Wanted) -> float:
    """Rad from the way to the facing with which the words set out: to one's left the facing is to the way's right."""
    return float(np.angle(np.exp(0.5j * np.pi * _asked(wanted))))


def _asked(wanted: Wanted) -> int:
    return {"backward": 2, "left": 3, "right": 1}.get(wanted.facts.direction or "", 0)


def pace_of(curve: Curve, parts: list[Stretch], walked: list[Gait]) -> Array:
    """The gaits' own speeds (N,) m/s along the curve, slower by a third where one goes over into the next."""
    pace = np.concatenate([np.full(p.last - p.first, g.pace) for p, g in zip(parts, walked)])
    for before, part, gait in zip(walked, parts[1:], walked[1:]):
        reach = round(0.25 / curve.at[1])
        span = slice(max(0, part.first - reach), part.first + reach)
        pace[span] = np.minimum(pace[span], 0.67 * min(before.pace, gait.pace))
    return pace


def lay_in_turn(
    parts: list[Stretch], walked: list[Gait], curve: Curve, facing: Array, timing: Timing, frames: int, first: int
) -> Motion:  # fmt: skip
    """`frames` frames at 30 fps: each part's gait along the whole curve's timing, cut to where the part lies."""
    along = timing.along(curve, np.arange(frames) / FPS)
    sample = np.clip(np.round(along / curve.at[1]).astype(int), 0, len(curve.at) - 1)
    starts = [0, *(int(np.searchsorted(sample, part.first)) for part in parts[1:])]
    out: Motion | None = None
    for number, (start, gait) in enumerate(zip(starts, walked)):
        stop = frames if number + 1 == len(parts) else starts[number + 1]
        if stop - start < 2:
            continue
        rest = Timing(timing.seconds - start / FPS, timing.speed)
        begin = first if out is None else _fitting(out, gait, curve, facing, rest)
        own = lay(gait, curve, facing, rest, stop - start, begin)
        out = own if out is None else joined(out, own, _JOIN_S)
    assert out is not None
    return out


def _fitting(before: Motion, gait: Gait, curve: Curve, facing: Array, timing: Timing) -> int:
    """The gait's frame whose pose goes on best from a motion's last."""
    last = before.cut(len(before) - _OVERLAP, len(before))
    costs = [
        float(blend.seam_cost(last, lay(gait, curve, facing, timing, 3, begin))[-1, 0])
        for begin in range(0, len(gait), 3)
    ]
    return 3 * int(np.argmin(costs))


def joined(a: Motion, b: Motion, seconds: float) -> Motion:
    """a, then b at its own place, the difference in pose and speed at the seam decaying."""
    eased = seams.led(a, b, seconds)
    return replace(
        a,
        root_pos=np.concatenate([a.root_pos, eased.root_pos]),
        rot=quat.continuous(np.concatenate([a.rot, eased.rot])).astype(np.float32),
        contacts=np.concatenate([a.contacts, b.contacts]),
    )
