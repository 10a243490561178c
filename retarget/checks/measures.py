"""What is measured of each frame: slide, sink, jolt, knee, range, hand; and beat, path and target where they are given.

Lengths are in metres of an adult's size (over `Figure.scale`), differences over about 1/30 s, so that one limit holds
for every rig and frame rate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat, smooth
from ..motion import CANONICAL_NAMES, ROLE_INDEX
from ..time_warp import accents
from .figure import Figure

Doubles = NDArray[np.float64]
SIDES = ("left", "right")
_FLAT = 0.035  # m over standing height: lower heels and toes lie on the floor
_LOW = 0.03  # m over standing height: a lower heel or toe may carry somebody
_LASTING_S = 0.1  # slides that are shorter are a foot that touches down
_STRAIGHT = 25.0  # degrees: a knee snaps only near its end
_CROWN = 0.08  # m from the head joint up to the middle of the head
_HAND = 0.08  # m from the wrist to the middle of the hand
# Radii in m of what a hand can go through: thinner than a body, so that hands may lie on it.
_TORSO, _HEAD, _THIGH = 0.09, 0.08, 0.055
_LEAST_END = 12.0  # degrees: within these a joint may turn about an axis in which captured motion hardly turns it
_SWAY_S = 0.28  # standard deviation of the mean over a stride
_GESTURE_S, _GESTURE = 0.5, 0.4  # s before, and least share of the speed of the fastest twentieth of the frames
_ACCENT = 0.35  # strength of accents that are held against beats


@dataclass(frozen=True)
class Track:
    """A measure over time. joint: the role it is of. values: (T,), 0 where there is nothing. joints: (T,) indices of
    CANONICAL_NAMES, where the joint changes from frame to frame. ends: (T,) the value that `limit` 1 stands for, where
    it changes."""

    kind: str
    joint: str
    values: Doubles
    joints: NDArray[np.intp] | None = None
    ends: Doubles | None = None


def slide(figure: Figure, known: Mapping[str, Any]) -> list[Track]:
    """Speed in m/s along the floor of a foot that stands: of its slower point, since it rolls about the other.

    A foot stands where both heel and toes lie on the floor, whatever their speed; where `contact.detect` says so; and
    where it is the lower one and nothing else stands still.
    """
    reach = figure.stride
    count = len(figure.motion)
    at = np.arange(count)
    low, high = np.maximum(at - reach, 0), np.minimum(at + reach, count - 1)
    step = (figure.points[high] - figure.points[low])[..., [0, 2]].astype(np.float64)
    seconds = np.maximum(high - low, 1) / figure.motion.fps
    speed = np.linalg.norm(step, axis=-1) / seconds[:, None] / figure.scale
    stand = np.array([height for leg in figure.legs for height in leg.stand])
    height = np.abs(figure.points[..., 1] - figure.floor - stand) / figure.scale
    lasting = max(1, round(_LASTING_S * figure.motion.fps)) | 1
    # Somebody on the floor stands on something: where all that is low moves, the lower foot slides.
    low_points = height < _LOW
    dragged = np.where(low_points, speed, np.inf).min(axis=1)
    dragged = np.where(low_points.any(axis=1), dragged, 0)
    lower = np.argmin(np.stack([height[:, :2].min(axis=1), height[:, 2:].min(axis=1)]), axis=0)
    found: list[Track] = []
    for i, side in enumerate(SIDES):
        pair = slice(2 * i, 2 * i + 2)
        standing = figure.contacts[:, pair]
        rolling = np.where(standing, speed[:, pair], np.inf).min(axis=1)
        flat = (height[:, pair] < _FLAT).all(axis=1)
        values = np.where(flat, np.minimum(rolling, speed[:, pair].min(axis=1)), np.where(standing.any(1), rolling, 0))
        values = np.maximum(values, np.where(lower == i, dragged, 0))
        opened = smooth.maximum(-smooth.maximum(-values, lasting), lasting)
        found.append(Track("slide", f"{side}_foot", opened))
    return found


def sink(figure: Figure, known: Mapping[str, Any]) -> list[Track]:
    """Depth in m of the lowest point of a foot under the floor."""
    return [
        Track("sink", f"{side}_foot", np.maximum(0, -figure.sole(i).astype(np.float64)) / figure.scale)
        for i, side in enumerate(SIDES)
    ]


def jerks(figure: Figure) -> Doubles:
    """Jerk (T, 22) in m/s³ of each role's joint: third differences over about 1/30 s, on their two middle frames."""
    k, count = figure.stride, len(figure.motion)
    out = np.zeros((count, len(CANONICAL_NAMES)))
    for role, joint in figure.motion.skeleton.role_joint.items():
        pos = figure.globals[0][:, joint].astype(np.float64)
        if role not in ROLE_INDEX or count <= 3 * k:
            continue
        third = pos[3 * k :] - 3 * pos[2 * k : -k] + 3 * pos[k : -2 * k] - pos[: -3 * k]
        size = np.linalg.norm(third, axis=-1) * (figure.motion.fps / k) ** 3 / figure.scale
        column = out[:, ROLE_INDEX[role]]
        column[k : k + len(size)] = size
        column[2 * k : 2 * k + len(size)] = np.maximum(column[2 * k : 2 * k + len(size)], size)
    return out


def jolt(figure: Figure, known: Mapping[str, Any]) -> list[Track]:
    """The largest jerk of any joint against what that joint does in captured motion."""
    usual = np.array([known["joints"][role] for role in CANONICAL_NAMES])
    found = jerks(figure)
    worst = np.argmax(found / usual, axis=1)
    rows = np.arange(len(found))
    return [Track("jolt", "", found[rows, worst], worst, usual[worst])]


def flexion(figure: Figure, side: str) -> Doubles:
    """Angles (T,) in degrees between thigh and shin."""
    hip, knee, ankle = (figure.at(f"{side}_{part}") for part in ("hip", "knee", "ankle"))
    assert hip is not None and knee is not None and ankle is not None  # `legs` has asked for them
    a, b = knee - hip, ankle - knee
    return np.degrees(np.arctan2(np.linalg.norm(np.cross(a, b), axis=-1), np.sum(a * b, axis=-1)))


def knee(figure: Figure, known: Mapping[str, Any]) -> list[Track]:
    """By how many degrees a second a nearly straight knee changes its turning from one 1/30 s to the next."""
    found: list[Track] = []
    k = figure.stride
    for side in SIDES:
        bend = flexion(figure, side)
        values = np.zeros(len(bend))
        if len(bend) > 2 * k:
            before, now, after = bend[: -2 * k], bend[k:-k], bend[2 * k :]
            near = np.minimum(np.minimum(before, now), after) < _STRAIGHT
            values[k:-k] = np.where(near, np.abs(after - 2 * now + before), 0) * figure.motion.fps / k
        found.append(Track("knee", f"{side}_knee", values))
    return found


def bends(figure: Figure, role: str, known: Mapping[str, Any]) -> tuple[Doubles, Doubles]:
    """A joint's turn from its usual pose, in degrees (T, 3) along the axes in which captured motion turns it most to
    least, and how far captured motion goes that way, (T, 3). known: centre (4,), axes (3, 3), low and high (3,)."""
    rot = figure.hub.rot[:, ROLE_INDEX[role]].astype(np.float64)
    away = quat.multiply(quat.inverse(np.asarray(known["centre"], np.float64)), rot)
    along = np.degrees(quat.to_rotvec(away) @ np.asarray(known["axes"], np.float64))
    ends = np.where(along < 0, np.asarray(known["low"]), np.asarray(known["high"]))
    return np.abs(along), np.maximum(np.abs(ends), _LEAST_END)


def turned(figure: Figure, known: Mapping[str, Any]) -> list[Track]:
    """Degrees of each joint from its usual pose, about the axis in which it is the furthest out, and that axis' end."""
    found: list[Track] = []
    rows = np.arange(len(figure.motion))
    for role, one in known["joints"].items():
        if role in figure.motion.skeleton.role_joint:
            along, ends = bends(figure, role, one)
            worst = np.argmax(along / ends, axis=-1)
            found.append(Track("range", role, along[rows, worst], None, ends[rows, worst]))
    return found


def hand(figure: Figure, known: Mapping[str, Any]) -> list[Track]:
    """Depth in m of the middle of a hand in trunk, head or a thigh."""
    found: list[Track] = []
    crown = np.array([0, _CROWN * figure.scale, 0])
    parts = [("pelvis", "neck", _TORSO), ("head", "", _HEAD)]
    parts += [(f"{side}_hip", f"{side}_knee", _THIGH) for side in SIDES]
    for side in SIDES:
        wrist, elbow = figure.at(f"{side}_wrist"), figure.at(f"{side}_elbow")
        if wrist is None or elbow is None:
            continue
        middle = wrist + quat.normalize(wrist - elbow) * _HAND * figure.scale
        depth = np.zeros(len(figure.motion))
        for start, end, radius in parts:
            a, b = figure.at(start), figure.at(end) if end else None
            if a is not None and (b is not None or not end):
                a, b = (a + crown, a + crown) if b is None else (a, b)
                depth = np.maximum(depth, radius - _apart(middle, a, b) / figure.scale)
        found.append(Track("hand", f"{side}_wrist", depth))
    return found


def _apart(point: NDArray[Any], a: NDArray[Any], b: NDArray[Any]) -> Doubles:
    """Distances (T,) m of points (T, 3) from the segments a to b, (T, 3) each."""
    along = b - a
    share = np.sum((point - a) * along, axis=-1) / np.maximum(np.sum(along * along, axis=-1), 1e-12)
    return np.linalg.norm(point - a - np.clip(share, 0, 1)[:, None] * along, axis=-1)


def beat(figure: Figure, known: Mapping[str, Any]) -> list[Track]:
    """Seconds from each accent of the motion to the nearest beat, on the accent's frame."""
    beats, values = np.asarray(figure.asked.beats, np.float64), np.zeros(len(figure.motion))
    if not len(beats):
        return []
    motion = figure.motion
    turns = motion.rot.reshape(len(motion), -1)
    frames, marked = accents(turns, motion.fps)
    # A breath comes to rest as well: only what moved as gestures of this motion do is an accent.
    speed = np.linalg.norm(np.gradient(turns, axis=0), axis=1) if len(turns) > 1 else np.zeros(1)
    reach = max(1, round(_GESTURE_S * motion.fps))
    before = np.array([speed[max(0, i - reach) : i + 1].max() for i in range(len(speed))])
    gestures = before > _GESTURE * np.percentile(speed, 95)
    for frame in frames[(marked > _ACCENT) & gestures[frames.astype(int)]]:
        # Before the first beat and after the last there is nothing to be off.
        if beats.min() <= frame <= beats.max():
            values[round(frame)] = np.abs(beats - frame).min() / motion.fps
    return [Track("beat", "pelvis", values)]


def path(figure: Figure, known: Mapping[str, Any]) -> list[Track]:
    """Distance in m of the pelvis from its path over the ground, without the sway of a stride."""
    pelvis = figure.at("pelvis")
    if figure.asked.path is None or pelvis is None:
        return []
    way = np.asarray(figure.asked.path, np.float64)
    place = smooth.gaussian(pelvis[:, [0, 2]], _SWAY_S * figure.motion.fps)
    each = [_apart(place, *(np.broadcast_to(end, place.shape) for end in ends)) for ends in pairwise(way)]
    return [Track("path", "pelvis", np.min(each, axis=0) / figure.scale)]


def target(figure: Figure, known: Mapping[str, Any]) -> list[Track]:
    """Distance in m of joints from the places that they were to reach, on those frames; over what was allowed."""
    found: list[Track] = []
    for role in dict.fromkeys(one.joint for one in figure.asked.targets):
        at, values = figure.at(role), np.zeros(len(figure.motion))
        ends = np.ones(len(values))
        for one in figure.asked.targets:
            if at is not None and one.joint == role and 0 <= one.frame < len(values):
                away = np.nan_to_num(at[one.frame] - np.asarray(one.place, np.float64))
                values[one.frame] = np.linalg.norm(away) / figure.scale
                ends[one.frame] = max(one.within, 1e-6) / figure.scale
        found.append(Track("target", role, values, None, ends))
    return found


MEASURES: Mapping[str, Callable[[Figure, Mapping[str, Any]], list[Track]]] = {
    "slide": slide, "sink": sink, "jolt": jolt, "knee": knee, "range": turned, "hand": hand, "beat": beat,
    "path": path, "target": target,
}  # fmt: skip
# Kind -> (unit that is told, values in it by the measure's own, whether it grows with the figure).
UNITS: Mapping[str, tuple[str, float, bool]] = {
    "slide": ("cm/s", 100.0, True), "sink": ("cm", 100.0, True), "jolt": ("m/s³", 1.0, True),
    "knee": ("°/s", 1.0, False),
    "range": ("°", 1.0, False), "hand": ("cm", 100.0, True), "beat": ("ms", 1000.0, False), "path": ("cm", 100.0, True),
    "target": ("cm", 100.0, True),
}  # fmt: skip
