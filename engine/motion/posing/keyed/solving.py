"""Key poses as motion of the canonical figure: hips and spine as told, legs and arms solved to their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from engine.motion.canonical import FPS, canonical
from engine.motion.posing.arms import SIDES, frame_onto, reached, two_bones
from engine.motion.posing.keyed.curves import curve, flight, take_off
from engine.motion.posing.keyed.keys import Foot, Hand, Timeline
from retarget import quat
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

Array = NDArray[np.float64]
_ACROSS, _UP, _AHEAD = np.eye(3)
_BALL, _HEEL = np.array([0.0, -0.08, 0.13]), np.array([0.0, -0.08, -0.05])  # from the ankle, where a foot rolls
_LEG_M, _STRETCH = 0.82, 0.992
_FLOOR_M = 0.05  # from here on a foot stands on something else
_STEPS = 6  # of a spring in a frame
_SAME_M = 0.015  # between two places that are one
_SPINE = {"spine1": 0.36, "spine2": 0.34, "spine3": 0.30}  # the share of each of the trunk's turn
_HEAD = {"neck": 0.4, "head": 0.6}
_MOST_GAZE = np.radians(78)  # that the head is turned against the chest at most
# Half the thickness (m) about joints, of who lies or rolls on them.
_THICK = {
    "pelvis": 0.10, "spine1": 0.10, "spine2": 0.10, "spine3": 0.11, "neck": 0.07, "left_knee": 0.055, "right_knee":
    0.055, "left_ankle": 0.045, "right_ankle": 0.045, "left_foot": 0.025, "right_foot": 0.025, "left_shoulder": 0.07,
    "right_shoulder": 0.07, "left_elbow": 0.045, "right_elbow": 0.045, "left_wrist": 0.03, "right_wrist": 0.03,
    "left_hip": 0.09, "right_hip": 0.09,
}  # fmt: skip
_SKULL, _SKULL_M = np.array([0.0, 0.09, 0.03]), 0.10  # from the joint of the head
_EASE_S = 0.12  # in which the body comes to lie on what is lowest
_BREATH_S, _BREATH = 3.4, 1.1  # of one, and degrees of the chest; the hips sway by
_SWAY_M = 0.004
# The body's parts one after another: eyes go first, hips before chest; what follows is a spring (Hz, damping) that goes
# a little past where it is led to and settles there, and is led so much (s) before.
_EYES_S, _HIPS_S = 0.06, 0.015
_CHEST, _NOD = (4.2, 0.6, 0.045), (3.4, 0.55, 0.05)
_SIZE, _SET, _SET_S = (
    0.06,
    1.6,
    2.9,
)  # of the trunk's bends that a take's are more by, degrees that it drifts by, period
_HIPS_M, _HAND_M, _HEAD_DRIFT = 0.008, 0.010, 3.0  # drift of hips and hands, and degrees of the head's
_DRAG, _MOST_DRAG_M = 0.0018, 0.03  # m that free hands are left behind by for each m/s^2 of the chest, and at most


@dataclass(frozen=True)
class _Feet:
    """One foot over time. places: (T, 3) m in each frame that is told. frames: weights (T,) of each. yaw, pitch: (T,)
    rad. firm: (T,) where it stands."""

    places: Mapping[str, Array]
    frames: Mapping[str, Array]
    yaw: Array
    pitch: Array
    firm: NDArray[np.bool_]


def solved(row: Timeline) -> Motion:
    """The keys of a timeline as a canonical motion that begins over the origin and shows ahead."""
    count = max(4, round(row.seconds * FPS) + 1)
    at = np.arange(count) / FPS
    root, local = _trunk(row, at)
    feet = [_foot(row, at, side) for side in SIDES]
    root[:, 1] -= _short_by(root, local, feet)
    motion = _motion(root, local, _contacts(feet))
    motion = _with_limbs(motion, row, at, feet)
    if row.down:
        weight = _weight(row.down, at)
        root[:, 1] += weight * gaussian_filter1d(_off_floor(motion), 1.0, mode="nearest")
        motion = _with_limbs(_motion(root, local, motion.contacts & (weight < 0.5)[:, None]), row, at, feet)
    return motion


def _with_limbs(motion: Motion, row: Timeline, at: Array, feet: Sequence[_Feet]) -> Motion:
    motion = _legs(motion, row, at, feet)
    for side in SIDES:
        motion = _arm(motion, row, at, side)
    return _head(motion, row, at)


def _motion(root: Array, local: Array, contacts: NDArray[np.bool_]) -> Motion:
    rot = quat.continuous(local).astype(np.float32)
    return Motion(canonical(), FPS, root.astype(np.float32), rot, contacts)


def _channel(row: Timeline, at: Array, name: str) -> Array:
    """(T, D) of a channel of numbers."""
    told = [key for key in row.keys if getattr(key, name) is not None]
    values = np.array([np.atleast_1d(getattr(key, name)) for key in told], np.float64)
    return curve([key.at for key in told], values, at)


def _trunk(row: Timeline, at: Array) -> tuple[Array, Array]:
    """Places of the pelvis (T, 3) m and local rotations (T, 22, 4) with pelvis and spine turned."""
    told = [key for key in row.keys if key.hips is not None]
    times, places = [key.at for key in told], np.array([key.hips for key in told], np.float64)
    speeds = np.full(places.shape, np.nan)
    for span in row.air:  # the floor is left and met with at the speed of the flight
        first, last = (int(np.argmin(np.abs(np.array(times) - t))) for t in span)
        chord = (places[last] - places[first]) / max(span[1] - span[0], 1e-6)
        speeds[first], speeds[last] = chord, chord
        speeds[first, 1], speeds[last, 1] = chord[1] + take_off(span), chord[1] - take_off(span)
    root = curve(times, places, at, speeds)
    for span in row.air:
        inside = (at >= span[0]) & (at <= span[1])
        ends = [places[int(np.argmin(np.abs(np.array(times) - t))), 1] for t in span]
        line = np.interp(at, span, ends) + flight(span, at)
        root[inside, 1] = line[inside]
    chance = row.chance
    swing = np.sin(2 * np.pi * at / _BREATH_S + np.pi * chance.share("breath"))
    root[:, 0] += _SWAY_M * np.sin(2 * np.pi * at / (1.7 * _BREATH_S))
    stands = np.clip((root[:, 1] - 0.55) / 0.2, 0, 1) * ~_flies(row, at)
    for axis, name in ((0, "aside"), (2, "ahead")):
        root[:, axis] += _HIPS_M * stands * chance.drift(f"hips {name}", at, 3.7)
    local = np.tile(quat.IDENTITY.astype(np.float64), (len(at), len(R), 1))
    local[:, 0] = _turned(np.radians(_channel(row, at + _HIPS_S, "turn")))
    bend = _followed(_channel(row, at + _CHEST[2], "trunk"), _CHEST) * (1 + _SIZE * chance.share("size"))
    for axis, name in enumerate(("yaw", "nod", "tilt")):
        bend[:, axis] += _SET * (chance.drift(name, at, _SET_S) + 0.5 * chance.share(name))
    bend[:, 1] -= _BREATH * swing
    for joint, share in _SPINE.items():
        local[:, R[joint]] = _turned(share * np.radians(bend))
    return root, local


def _followed(led: Array, spring: tuple[float, float, float]) -> Array:
    """Values (T, D) that follow those they are led by as a spring does: a little late, past where those stop, and back.

    spring: Hz, damping."""
    rate, damping = 2 * np.pi * spring[0], spring[1]
    out, speed, now = np.empty_like(led), np.zeros(led.shape[1]), led[0].copy()
    step = 1 / (FPS * _STEPS)
    for i, goal in enumerate(led):
        before = led[max(0, i - 1)]
        for part in range(_STEPS):  # semi-implicit Euler, in steps short enough for its rate
            to = before + (goal - before) * (part + 1) / _STEPS
            speed = speed + step * (rate**2 * (to - now) - 2 * damping * rate * speed)
            now = now + step * speed
        out[i] = now
    return out


def _turned(angles: Array) -> Array:
    """Rotations (T, 4) of angles (T, 3) rad: to the left about the vertical, of what is bent forward, of what is tilted
    to the left."""
    yaw, pitch, roll = (
        quat.from_axis_angle(axis, angles[:, i]) for i, axis in ((0, _UP), (1, _ACROSS), (2, -_AHEAD))
    )  # fmt: skip
    return np.asarray(quat.multiply(yaw, quat.multiply(pitch, roll)))


def _foot(row: Timeline, at: Array, side: str) -> _Feet:
    told = dict[float, Foot]()
    for key in row.keys:  # a foot stays where it is until it is told another place
        one: Foot | None = key.lfoot if side == "left" else key.rfoot
        told[key.at] = one or next(reversed(told.values()))
    times, keys = list(told), list(told.values())
    balls = _balls(keys)
    places, frames = _places(times, [(one.frame, ball) for one, ball in zip(keys, balls, strict=True)], at)
    turn = np.radians(curve(times, np.array([(one.yaw, one.pitch) for one in keys]), at))
    # It is lifted over the way from one place on the floor to another, and stands where both keys are one place.
    knots = np.array(times)
    i = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(knots) - 2)
    share = np.clip((at - knots[i]) / np.maximum(knots[i + 1] - knots[i], 1e-6), 0, 1)
    both = np.array([a.frame == b.frame == "on" for a, b in pairwise(keys)])
    way = both * np.array([np.linalg.norm(np.subtract(b, a)) for a, b in pairwise(balls)])
    lift = np.minimum(0.10, 0.02 + 0.18 * way) * (way > _SAME_M)
    if "on" in places:
        places["on"][:, 1] += lift[i] * np.sin(np.pi * share) ** 2
    firm = (both & (way <= _SAME_M))[i] & ~_flies(row, at)
    return _Feet(places, frames, turn[:, 0], turn[:, 1], firm)


def _balls(keys: Sequence[Foot]) -> list[tuple[float, float, float]]:
    """Where the balls of a foot are that is on the floor, about which it turns; other feet as they are told."""
    out, before = list[tuple[float, float, float]](), None
    for one in keys:
        at = (one.x, one.y, one.z)
        if one.frame == "on":
            turn = np.radians(one.yaw)
            at = (float(one.x + _BALL[2] * np.sin(turn)), one.y, float(one.z + _BALL[2] * np.cos(turn)))
            gone = np.linalg.norm(np.subtract(one[:3], before[:3])) if before and before.frame == "on" else 1.0
            if gone < _SAME_M:
                at = out[-1]
        out.append(at)
        before = one
    return out


def _flies(row: Timeline, at: Array) -> NDArray[np.bool_]:
    """Where nothing touches the floor (T,)."""
    return np.any([(at > a) & (at < b) for a, b in row.air], axis=0) if row.air else np.zeros(len(at), bool)


def _places(times: Sequence[float], told: Sequence[tuple[str, tuple[float, float, float]]], at: Array
            ) -> tuple[dict[str, Array], dict[str, Array]]:  # fmt: skip
    """Places (T, 3) in each frame that is told, and weights (T,) of each: a place goes over from one frame into another
    between their keys."""
    knots, index = np.unique(np.asarray(times, np.float64), return_index=True)
    index = np.append(index[1:], len(times)) - 1
    told = [told[i] for i in index]
    i = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, max(0, len(knots) - 2))
    after = np.minimum(i + 1, len(knots) - 1)
    share = np.clip((at - knots[i]) / np.maximum(knots[after] - knots[i], 1e-6), 0, 1)
    share = share**3 * (10 - 15 * share + 6 * share**2)
    places, frames = dict[str, Array](), dict[str, Array]()
    for frame in {name for name, _ in told}:
        own = np.array([name == frame for name, _ in told])
        keys = np.flatnonzero(own)
        places[frame] = curve(knots[keys].tolist(), np.array([told[k][1] for k in keys], np.float64), at)
        frames[frame] = own[i] * (1 - share) + own[after] * share
    return places, frames


def _short_by(root: Array, local: Array, feet: Sequence[_Feet]) -> Array:
    """Metres (T,) that the hips have to sink by for legs to reach the floor where their feet stand."""
    short = np.zeros(len(root))
    for foot, sign in zip(feet, (1, -1), strict=True):
        hip = root + quat.rotate(local[:, 0], np.array([0.09 * sign, -0.08, 0.0]))
        ankle, _ = _rolled(foot)
        away = hip - ankle
        level = np.sum(away[:, [0, 2]] ** 2, axis=1)
        most = np.sqrt(np.maximum((_STRETCH * _LEG_M) ** 2 - level, 0.01))
        short = np.maximum(short, foot.firm * (away[:, 1] - most))
    return np.asarray(gaussian_filter1d(short, 1.5, mode="nearest"))


def _rolled(foot: _Feet) -> tuple[Array, Array]:
    """Ankles (T, 3) m and world rotations (T, 4) of a foot on the floor that rolls over its ball or its heel."""
    yaw = quat.from_axis_angle(_UP, foot.yaw)
    turn = np.asarray(quat.multiply(yaw, quat.from_axis_angle(_ACROSS, foot.pitch)))
    ball = foot.places.get("on", np.zeros((len(foot.yaw), 3)))
    heel = ball + quat.rotate(yaw, _HEEL - _BALL)
    raised = (foot.pitch >= 0)[:, None]
    pivot, at = np.where(raised, _BALL, _HEEL), np.where(raised, ball, heel)
    return np.asarray(at - quat.rotate(turn, pivot)), turn


def _contacts(feet: Sequence[_Feet]) -> NDArray[np.bool_]:
    columns = []
    for foot in feet:
        firm = foot.firm & (foot.places["on"][:, 1] < _FLOOR_M) if "on" in foot.places else foot.firm
        columns += [firm & (foot.pitch < 0.1), firm & (foot.pitch > -0.1)]
    return np.stack(columns, axis=1)


def _legs(motion: Motion, row: Timeline, at: Array, feet: Sequence[_Feet]) -> Motion:
    """Both legs with their ankles where feet are, knees ahead of the hips and over their toes."""
    local = motion.rot.astype(np.float64)
    pos, world = motion.globals()
    pelvis, hips = world[:, 0].astype(np.float64), pos[:, 0].astype(np.float64)
    rise = np.sum([flight(span, at) for span in row.air], axis=0) if row.air else np.zeros(len(at))
    out = np.radians(_channel(row, at, "knees")[:, 0])
    for foot, side, sign in zip(feet, SIDES, (1.0, -1.0), strict=True):
        hip = pos[:, R[f"{side}_hip"]].astype(np.float64)
        rolled, flat = _rolled(foot)
        goals = {"on": rolled, "off": foot.places.get("off"), "hung": foot.places.get("hung")}
        if goals["hung"] is not None:
            goals["hung"] = hips + quat.rotate(pelvis, goals["hung"] * (sign, 1, 1))
        goal = np.zeros_like(hip)
        for frame, weight in foot.frames.items():
            goal += weight[:, None] * goals[frame]
        goal[:, 1] += rise * (1 - foot.frames.get("hung", 0.0))
        # A knee shows ahead of the pelvis, outward as told, and half along a foot that stands.
        ahead = quat.rotate(pelvis, np.stack([sign * np.sin(out), 0 * out, np.cos(out)], axis=-1))
        stands = foot.frames.get("on", np.zeros(len(at)))
        along = quat.rotate(quat.from_axis_angle(_UP, foot.yaw), _AHEAD)
        reach = np.asarray(goal - hip, np.float64)
        # Of a leg that goes ahead it shows up, of one that goes back down.
        swung = np.sum(quat.normalize(reach) * ahead, axis=-1)
        pole = ahead + stands[:, None] * along + 1.5 * swung[:, None] * quat.rotate(pelvis, _UP)
        turns = _leg(motion, side, reach, np.asarray(pole, np.float64))
        free = quat.multiply(turns[1], quat.from_axis_angle(_ACROSS, foot.pitch))
        ankle = quat.slerp(free, flat, stands)
        above = pelvis
        for joint, turned in zip(("hip", "knee", "ankle"), (*turns, ankle), strict=True):
            local[:, R[f"{side}_{joint}"]] = quat.normalize(quat.multiply(quat.inverse(above), turned))
            above = turned
    return _motion(motion.root_pos.astype(np.float64), local, motion.contacts)


def _leg(motion: Motion, side: str, reach: Array, pole: Array) -> list[Array]:
    """World rotations (T, 4) of thigh and shin."""
    bones = [motion.skeleton.offsets[R[f"{side}_{j}"]].astype(np.float64) for j in ("knee", "ankle")]
    sizes = (float(np.linalg.norm(bones[0])), float(np.linalg.norm(bones[1])))
    thigh, shin, across = two_bones(sizes, reach, pole, 0.997)
    return [frame_onto(bone / np.linalg.norm(bone), _ACROSS, way, across) for bone, way in zip(bones, (thigh, shin))]


def _arm(motion: Motion, row: Timeline, at: Array, side: str) -> Motion:
    told = [(key.at, getattr(key, side)) for key in row.keys if getattr(key, side) is not None]
    hands = [one if isinstance(one, Hand) else Hand(*one) for _, one in told]
    places, frames = _places([t for t, _ in told], [(one.frame, one[:3]) for one in hands], at)
    pos, world = motion.globals()
    sign = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
    spine, shoulders = pos[:, R["spine3"]].astype(np.float64), world[:, R["spine3"]].astype(np.float64)
    level = np.asarray(quat.twist(shoulders, _UP))
    rise = np.sum([flight(span, at) for span in row.air], axis=0) if row.air else np.zeros(len(at))
    # Of the level frame the origin is as far under the shoulders as in who stands.
    to_shoulders = np.array([0.0, 0.10, 0.0])
    under = spine + quat.rotate(shoulders, to_shoulders) - to_shoulders
    free = _free(row, at, spine, side) * sign
    goal, axes = np.zeros((len(at), 3)), {"level": level, "chest": shoulders, "pelvis": world[:, 0].astype(np.float64)}
    origins = {"level": under, "chest": spine, "pelvis": pos[:, 0].astype(np.float64),
               "way": pos[:, R[f"{side}_shoulder"]].astype(np.float64)}  # fmt: skip
    for frame, weight in frames.items():
        own = places[frame]
        if frame == "floor":
            one = own + rise[:, None] * _UP
        else:
            one = origins[frame] + (own if frame == "way" else quat.rotate(axes[frame], own * sign))
        if frame in ("level", "way"):
            one = one + free
        goal += weight[:, None] * one
    upright = frames.get("level", np.zeros(len(at))) + frames.get("way", np.zeros(len(at)))
    pole = quat.rotate(quat.slerp(shoulders, level, upright), _channel(row, at, "elbows") * sign)
    shrug = 14.0 * np.clip((goal[:, 1] - pos[:, R["head"], 1]) / 0.35, 0, 1) * (shoulders[:, 0] > 0.7)
    return reached(motion, side, goal, np.asarray(pole), shrug)


def _free(row: Timeline, at: Array, chest: Array, side: str) -> Array:
    """Metres (T, 3) that a hand that touches nothing is off: left behind by what the chest gains in speed, and drifting
    together with the other one, so that what both hold stays between them."""
    gains = gaussian_filter1d(np.gradient(np.gradient(chest, axis=0), axis=0) * FPS**2, 2.0, axis=0, mode="nearest")
    out = np.clip(-_DRAG * gains, -_MOST_DRAG_M, _MOST_DRAG_M) * (0, 1, 0)
    for axis, name in enumerate((f"{side} hand", "hands up", "hands ahead")):
        out[:, axis] += _HAND_M * (0.4 if axis == 0 else 1.0) * row.chance.drift(name, at, 2.3)
    return np.asarray(out, np.float64)


def _head(motion: Motion, row: Timeline, at: Array) -> Motion:
    """The head turned to its gaze, as far as it keeps to it and as a neck goes."""
    gaze = _channel(row, at + _EYES_S, "gaze")
    for axis, name in enumerate(("look", "look up")):
        gaze[:, axis] += _HEAD_DRIFT * row.chance.drift(name, at, 4.1)
    local, world = motion.rot.astype(np.float64), motion.globals()[1].astype(np.float64)
    chest = world[:, R["spine3"]]
    to = _turned(np.stack([np.radians(gaze[:, 0]), -np.radians(gaze[:, 1]), np.zeros(len(at))], axis=-1))
    away = quat.to_rotvec(quat.multiply(quat.inverse(chest), to))
    size = np.linalg.norm(away, axis=-1, keepdims=True)
    away = away * np.minimum(1.0, _MOST_GAZE / np.maximum(size, 1e-6)) * gaze[:, 2:]
    nod = (1 - gaze[:, 2:]) * np.stack([-np.radians(gaze[:, 1]), np.radians(gaze[:, 0]), 0 * at], axis=-1)
    for joint, share in _HEAD.items():
        local[:, R[joint]] = quat.from_rotvec(share * (away + nod))
    return _motion(motion.root_pos.astype(np.float64), local, motion.contacts)


def _weight(spans: Sequence[tuple[float, float]], at: Array) -> Array:
    """1 within spans of time, eased at their ends (T,)."""
    out = np.zeros(len(at))
    for begin, end in spans:
        inside = np.minimum((at - begin) / _EASE_S, (end - at) / _EASE_S + (end >= at[-1] - 0.8) * 99)
        x = np.clip(inside, 0, 1)
        out = np.maximum(out, x * x * (3 - 2 * x))
    return out


def _off_floor(motion: Motion) -> Array:
    """Metres (T,) that the body has to rise by for its lowest part to touch the floor."""
    pos, rot = motion.globals()
    low = np.min([pos[:, R[name], 1] - thick for name, thick in _THICK.items()], axis=0)
    skull = pos[:, R["head"]] + quat.rotate(rot[:, R["head"]], _SKULL)
    return -np.asarray(np.minimum(low, skull[:, 1] - _SKULL_M), np.float64)
