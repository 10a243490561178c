"""A posture over time: gone into, held with breath and sway, left. Feet and hands stay where they stand meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from engine.motion.features import heading
from engine.motion.posing.arms import EASE_S, SIDES
from engine.motion.posing.postures import ways
from engine.motion.posing.postures.floor_forms import FOURS, KNEELING, LYING, SQUATTING
from engine.motion.posing.postures.form import Form, Leg, mirrored
from engine.motion.posing.postures.seated import CHAIR, FLOOR
from engine.motion.posing.postures.solve import Track, body, turned, with_hand
from engine.motion.posing.postures.standing import STANDING
from retarget import quat, smooth
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

Array = NDArray[np.float64]
FORMS: Mapping[str, Form] = {**STANDING, **KNEELING, **SQUATTING, **FOURS, **LYING, **FLOOR, **CHAIR}
REST_S = 2.0  # that a posture is held which was gone into, where no length is asked for
CHANGE_S = 1.2  # from one posture to another
_FAMILIES = (
    {"standing"}, {"chair"}, {"kneeling", "one knee", "squat", "fours", "plank", "front"},
    {"floor", "back", "side", "side plank"},
)  # fmt: skip
_Y = np.eye(3)[1]
_STEP_M, _LIFT, _MOST_LIFT_M = 0.06, 0.3, 0.10  # of a foot's way: a step from here on; its height, of the way
_BREATH_S, _BREATH = 3.6, 1.3  # of one breath, and degrees that the spine bends by in it
_SWAY_M, _WANDER = 0.006, 1.6  # of the hips of who stands, and degrees that the head turns by


@dataclass(frozen=True)
class Asked:
    """What a posture is asked as. side: None for its own. enters, leaves: whether it begins and ends standing. after:
    the posture that it is gone into from, in place of standing, and its side."""

    name: str
    side: str | None = None
    enters: bool = False
    leaves: bool = False
    after: tuple[str, str | None] | None = None

    @property
    def form(self) -> Form:
        """The posture, in the mirror where the other side is asked for."""
        form = FORMS[self.name]
        return mirrored(form) if self.side in SIDES and self.side != form.side else form

    @property
    def into(self) -> tuple[ways.Key, ...]:
        """The keys from where it begins to the posture."""
        if self.after is not None and not self.form.carried:
            return (0.0, Asked(*self.after).form), (CHANGE_S, self.form)
        return ways.into(self.form) if self.enters else ((0.0, self.form),)


def follows(name: str, before: str) -> bool:
    """Whether a posture is gone into straight from another: both standing, on hands and knees, or seated and lying."""
    a, b = FORMS[name], FORMS[before]
    return not (a.carried or b.carried) and any({a.base, b.base} <= family for family in _FAMILIES)


def seconds_of(asked: Asked) -> float:
    """How long the ways in and out take that are asked for."""
    if asked.form.carried:
        return EASE_S * (asked.enters + asked.leaves)
    return ways.seconds_of(asked.into) + (ways.seconds_of(ways.out_of(asked.form)) if asked.leaves else 0.0)


def played(asked: Asked, motion: Motion) -> Motion:
    """The posture for as long as a motion lasts, where that begins and facing as it does; of arms and head alone,
    over it."""
    form = asked.form
    if form.carried:
        return over(asked, motion)
    keys = _keys(asked, motion.seconds)
    made = _along(keys, len(motion), motion.fps, form)
    turn = quat.from_axis_angle(_Y, heading(motion.rot[:, 0], 10.0)[0])
    begin = (keys[0][1].hips[0], 0.0, keys[0][1].hips[2])
    root = motion.root_pos[0] * (1, 0, 1) + quat.rotate(turn, made.root_pos - np.array(begin))
    rot = made.rot.astype(np.float64)
    rot[:, 0] = quat.multiply(turn, rot[:, 0])
    return replace(made, root_pos=root.astype(np.float32), rot=quat.continuous(rot).astype(np.float32))


def over(asked: Asked, motion: Motion) -> Motion:
    """Arms, spine and head of a posture over any motion, gone to and let go of as is asked."""
    form, count = asked.form, len(motion)
    seconds = np.arange(count) / motion.fps
    into = smooth.minimum_jerk(seconds / EASE_S) if asked.enters else np.ones(count)
    left = smooth.minimum_jerk((motion.seconds - seconds) / EASE_S) if asked.leaves else np.ones(count)
    weight = np.asarray(into * left, np.float64)
    local = motion.rot.astype(np.float64)
    for joints, angles in ((("spine1", "spine2", "spine3"), form.bend), (("neck", "head"), form.head)):
        for joint in joints:
            more = turned(weight[:, None] * np.array(angles) / len(joints))
            local[:, R[joint]] = quat.multiply(local[:, R[joint]], more)
    motion = replace(motion, rot=quat.continuous(local).astype(np.float32))
    places = {side: getattr(form, f"{side}_hand") for side in SIDES}
    for side in (*SIDES[::-1], *SIDES[::-1]):  # twice, because a hand may be at the other arm
        if places[side] is not None:
            motion = with_hand(motion, side, places[side], weight)
    return motion


def taken_from(pose: Motion, made: Motion) -> Motion:
    """A posture gone into from a pose (1 frame) of somebody who sits or lies already, where and as that one does."""
    pos, own = pose.globals()[0][0].astype(np.float64), made.globals()[0][0].astype(np.float64)
    turn = quat.from_axis_angle(_Y, _bearing(pos) - _bearing(own))
    root = pose.root_pos[0] * (1, 0, 1) + quat.rotate(turn, made.root_pos - made.root_pos[0] * (1, 0, 1))
    rot = made.rot.astype(np.float64)
    rot[:, 0] = quat.multiply(turn, rot[:, 0])
    share = np.asarray(smooth.minimum_jerk(np.arange(len(made)) / (CHANGE_S * made.fps)), np.float64)
    begin = pose.rot[0].astype(np.float64)
    rot = np.stack([quat.slerp(np.tile(begin[j], (len(made), 1)), rot[:, j], share) for j in range(len(begin))], axis=1)
    root = pose.root_pos[0] + share[:, None] * (root - pose.root_pos[0])
    return replace(made, root_pos=root.astype(np.float32), rot=quat.continuous(rot).astype(np.float32))


def _bearing(pos: Array) -> float:
    """Which way a pose (22, 3) lies, by its trunk, or shows, by its hips where the trunk is upright; rad."""
    trunk = pos[R["neck"]] - pos[R["pelvis"]]
    if np.hypot(trunk[0], trunk[2]) > 0.3:
        return float(np.arctan2(trunk[0], trunk[2]))
    across = pos[R["left_hip"]] - pos[R["right_hip"]]
    return float(np.arctan2(-across[2], across[0]))


def _keys(asked: Asked, seconds: float) -> list[tuple[float, Form]]:
    """When each posture is there: (s, posture), squeezed into `seconds` where these are too few."""
    form, rows, at = asked.form, list[tuple[float, Form]](), 0.0
    for step, key in asked.into:
        at += step
        rows.append((at, key))
    if asked.leaves:
        back = ways.out_of(form)
        at = max(at, seconds - ways.seconds_of(back) - 0.1)
        rows.append((at, form))
        for step, key in back[1:]:
            at += step
            rows.append((at, key))
    scale = min(1.0, seconds / at) if at else 1.0
    return [(scale * time, key) for time, key in rows]


def _along(keys: Sequence[tuple[float, Form]], count: int, fps: float, form: Form) -> Motion:
    """The postures one after another, breathing."""
    time = np.arange(count) / fps
    forms = [key for _, key in keys]
    times = np.array([at for at, _ in keys])
    track = Track(
        _curve(times, [f.hips for f in forms], time), _curve(times, [f.tilt for f in forms], time),
        _curve(times, [f.bend for f in forms], time), _curve(times, [f.head for f in forms], time),
        *_feet(times, forms, time),
    )  # fmt: skip
    motion = body(_alive(track, time, np.array([f.sways for f in forms]) @ _near(times, time), form), fps)
    for side in (*SIDES[::-1], *SIDES[::-1]):  # twice, because a hand may be at the other arm
        for number, one in enumerate(forms):
            place = getattr(one, f"{side}_hand")
            if number and place == getattr(forms[number - 1], f"{side}_hand"):
                continue
            begin = times[number - 1] if number else -1.0
            share = smooth.minimum_jerk((time - begin) / max(times[number] - begin, 1e-3)) if number else None
            motion = with_hand(motion, side, place, None if share is None else np.asarray(share, np.float64))
    return motion


def _near(times: Array, time: Array) -> Array:
    """How much of each key there is at each time, (K, T), linear between them."""
    return np.stack([np.interp(time, times, row) for row in np.eye(len(times))]) if len(times) > 1 else np.ones(
        (1, len(time)))  # fmt: skip


def _curve(times: Array, rows: Sequence[Sequence[float]], time: Array) -> Array:
    """Values (T, 3) through those of the keys without overshooting, at rest before the first and behind the last."""
    values = np.array(rows, np.float64)
    at = np.concatenate([[times[0] - 0.3], times, [times[-1] + 0.3]])
    at += np.arange(len(at)) * 1e-6  # keys at one time stay in order
    return np.asarray(PchipInterpolator(at, np.concatenate([values[:1], values, values[-1:]]))(
        np.clip(time, at[0], at[-1])))  # fmt: skip


def _feet(times: Array, forms: Sequence[Form], time: Array) -> tuple[dict[str, Array], ...]:
    """Ankles, knees and toes (T, 3) and how far feet stand (T,), by side. Feet that both step do so in turn."""
    ankle, knee, toes, stands = dict[str, Array](), dict[str, Array](), dict[str, Array](), dict[str, Array]()
    for number, side in enumerate(SIDES):
        legs = [getattr(form, side) for form in forms]
        knee[side] = _curve(times, [leg.knee for leg in legs], time)
        toes[side] = _curve(times, [leg.toes for leg in legs], time)
        stands[side] = np.array([float(leg.stands) for leg in legs]) @ _near(times, time)
        path = np.tile(np.array(legs[0].ankle, np.float64), (len(time), 1))
        for i in range(1, len(forms)):
            others = [getattr(form, SIDES[1 - number]) for form in forms[i - 1 : i + 1]]
            in_turn = _steps(legs[i - 1], legs[i]) and _steps(*others)
            path += _moved(legs[i - 1], legs[i], (time - times[i - 1]) / max(times[i] - times[i - 1], 1e-3),
                           number if in_turn else None)  # fmt: skip
        ankle[side] = path
    return ankle, knee, toes, stands


def _steps(a: Leg, b: Leg) -> bool:
    return a.stands and b.stands and float(np.hypot(a.ankle[0] - b.ankle[0], a.ankle[2] - b.ankle[2])) > _STEP_M


def _moved(a: Leg, b: Leg, share: Array, turn: int | None) -> Array:
    """How far an ankle has gone from one key to the next, (T, 3) m, lifted where it steps. share: (T,), 0 to 1 from key
    to key. turn: 0 and 1 for the first and the second foot of two that step."""
    share = np.clip(share if turn is None else 2.0 * share - turn, 0.0, 1.0)
    way = np.array(b.ankle, np.float64) - np.array(a.ankle, np.float64)
    out = smooth.minimum_jerk(share)[:, None] * way
    if _steps(a, b):
        lift = min(_MOST_LIFT_M, _LIFT * float(np.hypot(way[0], way[2])))
        out[:, 1] += lift * np.sin(np.pi * share) ** 2
    return np.asarray(out, np.float64)


def _alive(track: Track, time: Array, sways: Array, form: Form) -> Track:
    """The track with breath in the spine, and the small sway of who stands."""
    breath = _BREATH * np.sin(2 * np.pi * time / _BREATH_S)
    turn, none = 2 * np.pi * time, np.zeros(len(time))
    slow = np.stack([np.sin(turn / 4.7 + 0.4), none, np.sin(turn / 6.1)], axis=-1)
    wander = np.stack([np.sin(turn / 3.9), none, np.sin(turn / 5.3)], axis=-1)
    return replace(
        track, hips=track.hips + _SWAY_M * sways[:, None] * slow,
        bend=track.bend + breath[:, None] * np.array([-1.0, 0.0, 0.0]),
        head=track.head + wander * _WANDER * np.minimum(sways, 1.0)[:, None] + breath[:, None] * np.array([0.6, 0, 0]),
    )  # fmt: skip
