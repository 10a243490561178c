"""Exercises on the floor by rule: push-ups and sit-ups, for as long as a motion lasts or so many times.

They take the place of the motion they are made from, which gives its length, where it begins and which way it shows.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.motion.features import heading
from engine.motion.posing.arms import SIDES, brought, held
from engine.motion.posing.counting import times
from engine.motion.posing.legs import with_feet
from engine.motion.posing.places import Place
from retarget import quat
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

Array = NDArray[np.float64]
PUSH_UP_S, SIT_UP_S = 1.7, 2.6  # of one
_UP, _ACROSS = np.eye(3)[1], np.eye(3)[0]
_TOES_M, _HAND_M = 0.03, 0.07  # heights of toes and wrists on the floor
_HIGH_M, _LOW_M = 0.55, 0.20  # of the shoulders over the floor
_HANDS_OUT_M, _HANDS_AHEAD_M = 0.06, 0.06  # of the wrists from the shoulders, at the top
_PRESSED = Place("side_shoulder", (0, 0, 0), (0.7, -0.8, -0.3), (0.1, 0.0, 1.0), "ground")
_SEAT_M = 0.11  # height of the pelvis of who lies or sits on the floor
_HEELS_M = 0.50  # of the ankles ahead of the pelvis
_FLAT, _SAT = 86.0, 22.0  # degrees that the pelvis is tipped back by, lying and sat up
_CURL = {"spine1": 18.0, "spine2": 18.0, "spine3": 14.0, "neck": 6.0}  # degrees that each bends by, half way up


def push_ups(motion: Motion, count: int | None = None) -> Motion:
    """A straight body on its toes and hands whose elbows bend; it begins and ends on straight arms."""
    low = _down_and_up(motion, PUSH_UP_S, count)
    local = _rest(motion)
    # The body is a bar from the toes to the shoulders, which are brought to their height by how far it is tipped.
    offsets = motion.skeleton.rest_globals()[0].astype(np.float64)  # the pelvis is at the origin
    toes, shoulders = offsets[R["left_foot"]], offsets[R["left_shoulder"]]
    up, ahead = (shoulders - toes)[1:]
    height = _HIGH_M + (_LOW_M - _HIGH_M) * low - _TOES_M
    tip = np.arccos(height / np.hypot(up, ahead)) - np.arctan2(ahead, up)
    local[:, 0] = quat.from_axis_angle(_ACROSS, tip)
    root = -quat.rotate(local[:, 0], toes * (0, 1, 1)) + _TOES_M * _UP
    for joint, degrees in (("neck", -14.0), ("head", -12.0)):  # looks at the floor ahead
        local[:, R[joint]] = quat.from_axis_angle(_ACROSS, np.radians(degrees))
    made = _onto(motion, root - (0, 0, 1) * root[:1], local)
    pos = made.globals()[0].astype(np.float64)
    back = quat.inverse(_facing(motion))
    for side in SIDES:
        shoulder = pos[:, R[f"{side}_shoulder"]]
        top = shoulder[np.argmax(shoulder[:, 1])] * (1, 0, 1)
        ahead = quat.rotate(back, top - shoulder * (1, 0, 1))[:, 2] + _HANDS_AHEAD_M
        at = np.stack([np.full(len(ahead), _HANDS_OUT_M), _HAND_M - shoulder[:, 1], ahead], axis=-1)
        made = brought(made, side, _PRESSED, np.asarray(at, np.float64))
    return made


def sit_ups(motion: Motion, count: int | None = None) -> Motion:
    """Somebody on the back with bent knees and the hands behind the head who sits up and lies back again."""
    up = _down_and_up(motion, SIT_UP_S, count)
    local = _rest(motion)
    # The spine curls before the pelvis follows, and is straight again where it lies and nearly so where it sits.
    curl = np.sin(np.pi * np.clip(up * 1.05, 0, 1) ** 0.8) * 0.55 + 0.45 * up
    local[:, 0] = quat.from_axis_angle(_ACROSS, -np.radians(_FLAT + (_SAT - _FLAT) * up))
    for joint, degrees in _CURL.items():
        local[:, R[joint]] = quat.from_axis_angle(_ACROSS, np.radians(degrees) * curl)
    made = _onto(motion, np.tile(_SEAT_M * _UP, (len(motion), 1)), local)
    turn = _facing(motion)
    ahead = quat.rotate(turn, np.array([0.0, 0.0, 1.0]))
    pos = made.globals()[0].astype(np.float64)
    goals = []
    for sign in (1, -1):
        at = quat.rotate(turn, np.array([0.12 * sign, 0.08, _HEELS_M]))
        goals.append(np.asarray(at + pos[:, 0] * (1, 0, 1), np.float64))
    flat = replace(made, rot=_turned(_rest(motion), turn))
    return held(with_feet(made, goals, flat, np.asarray(0.3 * ahead + _UP, np.float64)), "neck")


def _down_and_up(motion: Motion, seconds: float, count: int | None) -> Array:
    """0 at rest, 1 half way through each repetition (T,)."""
    phase = times(motion, seconds, count)
    return np.asarray((1 - np.cos(2 * np.pi * phase)) / 2, np.float64)


def _rest(motion: Motion) -> Array:
    return np.tile(quat.IDENTITY.astype(np.float64), (len(motion), len(R), 1))


def _facing(motion: Motion) -> Array:
    """The rotation (4,) about the vertical from ahead to the way that the motion shows at first."""
    return quat.from_axis_angle(_UP, heading(motion.rot[:, 0], 10.0)[0])


def _turned(local: Array, turn: Array) -> NDArray[np.float32]:
    local = local.copy()
    local[:, 0] = quat.multiply(turn, local[:, 0])
    return quat.continuous(local).astype(np.float32)


def _onto(motion: Motion, root: Array, local: Array) -> Motion:
    """A movement that begins over the origin and shows ahead, where the motion begins and the way it shows there."""
    turn = _facing(motion)
    begin = motion.root_pos[0] * (1, 0, 1)
    return replace(
        motion, root_pos=(begin + quat.rotate(turn, root)).astype(np.float32), rot=_turned(local, turn),
        contacts=np.zeros_like(motion.contacts),
    )  # fmt: skip
