"""Arms: how they hang and swing beside a bent trunk, and where hands are held."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.motion.manners.ground import Gait
from engine.motion.manners.rows import Arms, Row
from engine.motion.posing.arms import SIDES, brought
from engine.motion.posing.places import Place
from retarget import quat
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

Array = NDArray[np.float64]
_UP, _AHEAD = np.eye(3)[1], np.eye(3)[2]
_HANGS = 0.85  # share of a lean that hanging arms don't follow
_MOST_SWING, _MOST_ELBOW = np.radians(75.0), np.radians(120.0)
_DRIFTS_S = (2.6, 1.7)


def swung(before: Motion, motion: Motion, row: Row, gait: Gait, free: tuple[bool, bool]) -> Motion:
    """The motion with arms that hang and swing as a row has them. before: with the trunk as it was. free: which arm
    does nothing of its own."""
    local, old = motion.rot.astype(np.float64), before.globals()[1].astype(np.float64)
    new = motion.globals()[1].astype(np.float64)
    back = quat.inverse(gait.turn)
    for side, sign, own in zip(SIDES, (1.0, -1.0), free, strict=True):
        if not own:
            continue
        collar, shoulder, elbow = (R[f"{side}_{part}"] for part in ("collar", "shoulder", "elbow"))
        # As far as the trunk has turned an arm, most of it is turned back: arms hang, whatever the trunk leans.
        carried = quat.multiply(quat.multiply(new[:, collar], quat.inverse(old[:, collar])), old[:, shoulder])
        hung = quat.slerp(carried, old[:, shoulder], _HANGS * gait.upright)
        if gait.goes:  # the swing is seen from the body's heading, where its middle is where the arm hangs
            seen = quat.multiply(back, hung)
            hung = quat.multiply(gait.turn, _ratio(seen, row.swing * (1 - min(1.0, row.rigid)), _MOST_SWING))
            local[:, elbow] = _ratio(local[:, elbow], row.swing, _MOST_ELBOW)
        # Away from the body about the heading; the elbow bends about the upper arm's own up axis.
        away = quat.from_axis_angle(quat.rotate(gait.turn, _AHEAD), np.radians(sign * row.out) * gait.upright)
        local[:, shoulder] = quat.multiply(quat.inverse(new[:, collar]), quat.multiply(away, hung))
        flexed = quat.from_axis_angle(_UP, np.radians(-sign * row.elbows) * gait.upright)
        local[:, elbow] = quat.multiply(flexed, local[:, elbow])
    return replace(motion, rot=quat.continuous(local).astype(np.float32))


def _ratio(turns: Array, ratio: float, most: float) -> Array:
    """Rotations (T, 4) that go as many times as far from their middle, and no farther than `most` radians."""
    turns = quat.continuous(turns)
    middle = quat.normalize(turns.mean(axis=0))
    off = ratio * quat.to_rotvec(quat.multiply(quat.inverse(middle), turns))
    size = np.linalg.norm(off, axis=-1, keepdims=True)
    off *= most * np.tanh(size / most) / np.maximum(size, 1e-9)
    return np.asarray(quat.multiply(middle, quat.from_rotvec(off)))


def reached(motion: Motion, ratio: float) -> Motion:
    """The motion with arms that go so many times as far from where they hang lowest."""
    local, pos = motion.rot.astype(np.float64), motion.globals()[0]
    for side in SIDES:
        shoulder, elbow, wrist = (R[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist"))
        lowest = int(np.argmin(pos[:, wrist, 1] - pos[:, shoulder, 1]))
        for joint in (shoulder, elbow):
            hung = np.tile(local[lowest, joint], (len(local), 1))
            local[:, joint] = quat.slerp(hung, local[:, joint], np.full(len(local), min(1.0, ratio)))
    return replace(motion, rot=quat.continuous(local).astype(np.float32))


def handed(
    motion: Motion, row: Row, gait: Gait, free: tuple[bool, bool], hurt: str | None
) -> Motion:  # fmt: skip
    """The motion with free hands held where a row says."""
    arms = next(
        (one for one in row.arms if not (one.standing and gait.goes) and not (one.going and not gait.goes)), None
    )
    if arms is None:
        return motion
    time, place = np.arange(len(motion)) / motion.fps, Place("spine3", (0, 0, 0), arms.elbow, None, "level")
    for side, sign, own in zip(SIDES, (1.0, -1.0), free, strict=True):
        at = _place(arms, side, hurt)
        if own and at is not None:
            motion = brought(motion, side, place, np.array(at) + _drift(arms, time, gait, sign), gait.upright)
    return motion


def _place(arms: Arms, side: str, hurt: str | None) -> tuple[float, float, float] | None:
    if arms.hurt:
        return arms.right if side == (hurt or "right") else arms.left
    return arms.right if side == "right" else arms.left


def _drift(arms: Arms, time: Array, gait: Gait, sign: float) -> Array:
    """Metres (T, 3) that a hand wanders by; a negative drift goes ahead and back with the steps."""
    if arms.drift < 0:
        ahead = -sign * gait.ahead if gait.goes else np.sin(2 * np.pi * time / _DRIFTS_S[0] + 1.5 * sign)
        return np.stack([0 * time, 0.3 * np.abs(ahead) * -arms.drift, -arms.drift * ahead], axis=-1)
    waves = [np.sin(2 * np.pi * time / seconds + sign * 1.1) for seconds in _DRIFTS_S]
    return arms.drift * np.stack([waves[0], waves[1], 0.6 * waves[0] * waves[1]], axis=-1)
