"""Measures a motion on a rig as Blender shows it: the evaluated pose in the world, whatever holds or moves it."""

from __future__ import annotations

from collections.abc import Mapping

import bpy
import numpy as np
from numpy.typing import NDArray

from ..bpy_types import Object
from ..retarget import quat
from ..retarget.feet.legs import legs_of
from ..retarget.motion import Motion
from ..retarget.quality import compare
from . import reading
from .binding import RigBinding

_BENT = np.radians(12)  # a knee that is straighter bends no way
_TRUNK = ("neck", "spine3", "spine2", "head", "spine1")  # the first that both have is the trunk's upper end
_UP = np.array([0.0, 1.0, 0.0])


def measure(
    armature: Object, binding: RigBinding, source: Motion, moved: Motion, start: int, ease: int = -1
) -> dict[str, float]:  # fmt: skip
    """Measure the animation that shows from scene frame `start` against `moved`, the motion that it is to be.

    ease: where the motion was put at another place and heading of an Action, frames in which that leads over to it at
    either end; below 0 elsewhere.

    Returns what `compare` does of the shown pose and `source`, and joints_degrees, joints_mm: largest error of a joint,
    in turn and place; up_degrees: largest angle between the trunk's lean in the scene and in `source`; knees_wrong:
    share of frames in which a bent knee points away from where the source's does; soles_mm: largest height of the
    lowest sole over the floor, or depth below it, beyond that of `moved`.
    """
    bpy.context.view_layer.update()
    frames = np.arange(start, start + len(moved))
    shown, pos, rot = reading.read_shown(armature, binding, frames, moved)
    want_pos, want_rot = (values.astype(np.float64) for values in moved.globals())
    if ease >= 0:
        pos, rot = _put_back(pos, rot, want_pos, want_rot)
    whole = slice(max(ease, 0), max(len(moved) - max(ease, 0), max(ease, 0) + 1))
    found = compare(source, shown, binding.body)
    found["joints_degrees"] = float(np.degrees(quat.angle_between(rot, want_rot)[whole]).max())
    found["joints_mm"] = float(1000 * np.linalg.norm(pos - want_pos, axis=-1)[whole].max())
    scene_up = _scene_up(binding)
    have, aim = binding.skeleton.role_joint, source.skeleton.role_joint
    source_pos = source.globals()[0].astype(np.float64)
    top = next(role for role in _TRUNK if role in have and role in aim)
    lean = _lean(pos, have, top, scene_up), _lean(source_pos, aim, top, _UP)
    found["up_degrees"] = float(np.degrees(np.abs(lean[0] - lean[1])[whole]).max())
    found["knees_wrong"] = _knees_wrong(pos, have, source_pos, aim, top)
    soles = _lowest(pos, rot, moved, binding), _lowest(want_pos, want_rot, moved, binding)
    found["soles_mm"] = float(1000 * np.abs(soles[0] - soles[1])[whole].max())
    return found


def _put_back(pos: NDArray, rot: NDArray, want_pos: NDArray, want_rot: NDArray) -> tuple[NDArray, NDArray]:
    """Return the shown joints turned and moved over the ground to where the motion is in its middle."""
    row = len(pos) // 2
    turn = quat.twist(quat.multiply(want_rot[row, 0], quat.inverse(rot[row, 0])), _UP)
    turned = quat.rotate(turn, pos)
    return turned + (want_pos[row, 0] - turned[row, 0]) * (1, 0, 1), quat.multiply(turn, rot)


def _scene_up(binding: RigBinding) -> NDArray:
    """Return the scene's up (3,) in the skeleton's frame."""
    up = np.linalg.inv((binding.world @ binding.carried)[:3, :3]) @ (0.0, 0.0, 1.0)
    return quat.normalize(quat.rotate(quat.inverse(binding.turn.astype(np.float64)), quat.normalize(up)))


def _lean(pos: NDArray, joint: Mapping[str, int], top: str, up: NDArray) -> NDArray:
    """Return the angle (T,) between the trunk and up."""
    trunk = quat.normalize(pos[:, joint[top]] - pos[:, joint["pelvis"]])
    return np.arccos(np.clip(trunk @ up, -1, 1))


def _bends(pos: NDArray, joint: Mapping[str, int], side: str, top: str) -> tuple[NDArray, NDArray]:
    """Return where a knee points in the hips' own axes (T, 2: left and forward), and its bend (T,) in rad."""
    hip, knee, ankle = (pos[:, joint[f"{side}_{part}"]] for part in ("hip", "knee", "ankle"))
    left = quat.normalize(pos[:, joint["left_hip"]] - pos[:, joint["right_hip"]])
    forward = np.cross(left, quat.normalize(pos[:, joint[top]] - pos[:, joint["pelvis"]]))
    along = quat.normalize(ankle - hip)
    out = (knee - hip) - np.sum((knee - hip) * along, axis=-1, keepdims=True) * along
    upper, lower = quat.normalize(knee - hip), quat.normalize(ankle - knee)
    bend = np.arccos(np.clip(np.sum(upper * lower, axis=-1), -1, 1))
    return np.stack([np.sum(out * left, axis=-1), np.sum(out * forward, axis=-1)], axis=-1), bend


def _knees_wrong(pos: NDArray, have: Mapping[str, int], source: NDArray, aim: Mapping[str, int], top: str) -> float:
    """Return the share of frames in which a knee points more than a right angle away from the source's."""
    wrong = np.zeros(len(pos), bool)
    for side in ("left", "right"):
        (ours, bent), (theirs, there) = _bends(pos, have, side, top), _bends(source, aim, side, top)
        wrong |= (np.sum(ours * theirs, axis=-1) < 0) & (np.minimum(bent, there) > _BENT)
    return float(wrong.mean())


def _lowest(pos: NDArray, rot: NDArray, moved: Motion, binding: RigBinding) -> NDArray:
    """Return the height (T,) of the lowest point of the soles over the floor, m."""
    legs = legs_of(moved.skeleton, binding.body.soles)
    heights = [
        (pos[:, joint, None] + quat.rotate(rot[:, joint, None], points))[..., 1]
        for leg in legs
        for joint, points in leg.sole
    ]
    return np.concatenate(heights, axis=1).min(axis=1)
