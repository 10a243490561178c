"""Spine, head and shoulders: leaning, rounded, swaying, trembling, breathing, looking about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.motion.manners.ground import Gait
from engine.motion.manners.rows import Row
from retarget import quat, smooth
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

Array = NDArray[np.float64]
_UP, _ACROSS, _AHEAD = np.eye(3)[1], np.eye(3)[0], np.eye(3)[2]
_HIPS = 0.4  # share of a lean that the hips have taken of who stands
_SHARES = {"spine1": 0.4, "spine2": 0.3, "spine3": 0.3}
_CURLS = {"spine1": 0.2, "spine2": 0.4, "spine3": 0.4}
_MOST_NECK = 55.0  # degrees that neck and head together are bent by
_NECK = {"neck": 0.45, "head": 0.55}
_LIMP_TILT = 16.0  # degrees that the trunk goes over a leg that can hardly be stood on
_TREMBLES_HZ, _BREATH_HZ = (7.3, 8.9, 6.4), 0.5
_SWAYS_S, _NODS_S = (2.3, 3.7), 2.7
# Where somebody who looks about looks, as shares of the angle, and for how long, s.
_LOOKS = ((0.0, 0.5), (1.0, 0.7), (-0.4, 0.3), (-1.0, 0.9), (0.3, 0.4), (0.0, 0.6), (0.8, 0.5), (-0.9, 0.7))
_TURN_S = 0.28  # of one look to the next


def bent(motion: Motion, row: Row, gait: Gait, lean: Array, gaze: Array, hurt: str | None) -> Motion:
    """The motion with spine, head and shoulders as a row has them. lean, gaze: (T,) degrees that it lacks of them."""
    time, on = np.arange(len(motion)) / motion.fps, gait.upright
    standing = np.asarray(smooth.minimum_jerk((motion.root_pos[:, 1] - 0.6) / 0.2), np.float64)
    leant = lean * on * (1 - _HIPS * standing)
    rounded = row.curl * on + row.breath * np.sin(2 * np.pi * _BREATH_HZ * time)
    waves = [np.sin(2 * np.pi * time / seconds + 0.7 * i) for i, seconds in enumerate(_SWAYS_S)]
    sway = row.sway * on
    leant = leant + 0.6 * sway * waves[1]
    going = 1.0 if gait.goes else 0.0
    # To the left: over the foot that is stood on, over a hurt leg, to a hurt side, to and fro.
    sign = 1.0 if hurt == "left" else -1.0
    aside = (
        going * (row.lurch * gait.over + sign * _LIMP_TILT * row.limp * gait.hurt)
        + sign * row.tilt * on
        + sway * waves[0]
    )
    level = -going * row.roll * gait.over * standing  # the spine straightens up over tilted hips
    turned = going * row.twist * gait.ahead
    local = _calmed(motion.rot.astype(np.float64), row.rigid)
    for joint in _SHARES:
        pitch = quat.from_axis_angle(_ACROSS, np.radians(_SHARES[joint] * leant + _CURLS[joint] * rounded))
        roll = quat.from_axis_angle(_AHEAD, np.radians((level - aside) / 3))
        yaw = quat.from_axis_angle(_UP, np.radians(turned / 3))
        local[:, R[joint]] = quat.multiply(quat.multiply(quat.multiply(yaw, roll), pitch), local[:, R[joint]])
    # The head shows where it did and as much higher as it is to; it stays level where the trunk goes aside.
    up = gaze * on + lean * on + rounded + 0.6 * sway * waves[1] - row.nods * on * _nods(time)
    up = np.clip(up, -_MOST_NECK, _MOST_NECK)
    look = row.looks * _looks(time) * on
    for joint, share in _NECK.items():
        nod = quat.from_axis_angle(_ACROSS, np.radians(-share * up))
        roll = quat.from_axis_angle(_AHEAD, np.radians(share * 0.7 * aside))
        yaw = quat.from_axis_angle(_UP, np.radians(share * look - share * turned))
        local[:, R[joint]] = quat.multiply(quat.multiply(yaw, quat.multiply(roll, nod)), local[:, R[joint]])
    local = _trembling(_shouldered(local, row, on, time), row.tremble, time)
    return replace(motion, rot=quat.continuous(local).astype(np.float32))


def _calmed(local: Array, rigid: float) -> Array:
    """Spine, neck and head with a share of their movement about its middle taken out."""
    if rigid <= 0:
        return local
    for joint in (*_SHARES, *_NECK):
        middle = quat.normalize(quat.continuous(local[:, R[joint]]).mean(axis=0))
        local[:, R[joint]] = quat.slerp(local[:, R[joint]], np.tile(middle, (len(local), 1)), min(1.0, rigid))
    return local


def _shouldered(local: Array, row: Row, on: Array, time: Array) -> Array:
    """Collars raised and drawn forward; they go with the breath."""
    raised = row.shoulders * on + 0.7 * row.breath * np.sin(2 * np.pi * _BREATH_HZ * time - 0.6)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        up = quat.from_axis_angle(_AHEAD, np.radians(sign * raised))
        ahead = quat.from_axis_angle(_UP, np.radians(-sign * row.forward * on))
        joint = R[f"{side}_collar"]
        local[:, joint] = quat.multiply(quat.multiply(ahead, up), local[:, joint])
    return local


def _trembling(local: Array, degrees: float, time: Array) -> Array:
    """Small and quick turns of trunk, head and arms, each at its own rate."""
    if degrees <= 0:
        return local
    joints = ("spine2", "spine3", "head", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow")
    for number, joint in enumerate(joints):
        rate = _TREMBLES_HZ[number % 3]
        # It comes and goes.
        size = np.radians(degrees) * (0.7 + 0.3 * np.sin(2 * np.pi * time / 1.3 + number))
        wave = quat.from_axis_angle((_UP, _AHEAD)[number % 2], size * np.sin(2 * np.pi * rate * time + 1.9 * number))
        local[:, R[joint]] = quat.multiply(wave, local[:, R[joint]])
    return local


def _looks(time: Array) -> Array:
    """Where is looked to, from -1 to 1 (T,): from one thing to the next, never evenly."""
    out, at = np.zeros(len(time)), 0.0
    before, number = 0.0, 0
    while at <= time[-1]:
        to, seconds = _LOOKS[number % len(_LOOKS)]
        out = np.where(time >= at, before + (to - before) * smooth.minimum_jerk((time - at) / _TURN_S), out)
        before, at, number = to, at + seconds + _TURN_S, number + 1
    return np.asarray(out, np.float64)


def _nods(time: Array) -> Array:
    """How far the head has fallen, 0 to 1 (T,): slowly, and up again with a start."""
    phase = (time / _NODS_S) % 1.0
    return np.asarray(smooth.minimum_jerk(phase / 0.72) * (1 - smooth.minimum_jerk((phase - 0.78) / 0.2)), np.float64)
