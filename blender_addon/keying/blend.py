"""Blends two Actions of one armature into a third, f-curve by f-curve.

Rotations take the shorter way in any rotation mode. Frames that both Actions play alike keep the first one's keys to
the bit; custom properties, which can't be interpolated, come from the Action with the larger share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from bpy.types import FCurve
from mathutils import Euler, Quaternion
from numpy.typing import NDArray

from ..animation import actions, keyframes
from ..animation.actions import INFLUENCES
from ..animation.channels import bone_of
from ..animation.rotations import as_mode
from ..bpy_types import Action, Object
from ..retarget import quat
from ..rig.binding import RigError

if TYPE_CHECKING:
    from bpy.types import ActionChannelbag

_NEAR = 1e-4  # of a frame
_ROTATIONS = {"rotation_quaternion": 4, "rotation_euler": 3, "rotation_axis_angle": 4}
Curves = dict[str, dict[int, FCurve]]


def blend(armature: Object, first: Action, second: Action, factor: float, name: str, meta: Mapping[str, Any]) -> Action:
    """Create an Action: `first` at factor 0, `second` at 1, on the frames that both have.

    Raises RigError where they have no frames in common.
    """
    begin, end = (
        pick(actions.frame_range(a, armature)[i] for a in (first, second)) for i, pick in enumerate((max, min))
    )
    if end < begin:
        raise RigError(f"“{first.name}” and “{second.name}” have no frames in common: blend takes of the same frames.")
    with actions.finished(first.copy(), meta) as action:
        action.name = actions.short_name(name)
        _mix(armature, action, _curves(second, armature), factor, begin, end)
        for curve in list(actions.channelbag_of(action, armature).fcurves):
            _cut(curve, begin, end)
    return action


def _mix(armature: Object, action: Action, theirs: Curves, factor: float, begin: int, end: int) -> None:
    """Blend the curves of `action` with `theirs` where both key a property; copy theirs where only they do."""
    bag, mine = actions.channelbag_of(action, armature), _curves(action, armature)
    frames = np.arange(begin, end + 1)
    for path, other in theirs.items():
        if path not in mine:
            for index, curve in other.items():
                _copy(bag, curve, path, index)
            continue
        pair = {i: (mine[path][i], other[i]) for i in other if i in mine[path]}
        if path.endswith(("]", "].value")) or not _moves(path):
            if factor >= 0.5:
                for curve, from_other in pair.values():
                    keyframes.put(curve, keyframes.read(from_other), settle=False)
            continue
        old = np.array([[c.evaluate(float(f)) for c, _ in pair.values()] for f in frames])
        new = np.array([[c.evaluate(float(f)) for _, c in pair.values()] for f in frames])
        differ = np.flatnonzero((old != new).any(axis=1))
        if not len(differ):
            continue
        values = _between(armature, path, old, new, factor)
        for column, (curve, _) in enumerate(pair.values()):
            _write(curve, frames, values[:, column], int(frames[differ[0]]), int(frames[differ[-1]]))


def _moves(path: str) -> bool:
    """Whether a property can be interpolated: a transform."""
    prop = path.rpartition(".")[2]
    return prop in _ROTATIONS or prop in ("location", "scale")


def _between(armature: Object, path: str, old: NDArray, new: NDArray, factor: float) -> NDArray:
    """Interpolate two (T, C); rotations as quaternions, in the representation nearest to the old values."""
    prop = path.rpartition(".")[2]
    if _ROTATIONS.get(prop) != old.shape[1]:
        return (1 - factor) * old + factor * new
    mode = _mode(armature, path, prop)
    a, b = (_quaternions(values, mode) for values in (old, new))
    b = np.where(np.sum(a * b, axis=1, keepdims=True) < 0, -b, b)
    mixed = quat.slerp(a, b, np.full(len(a), factor))
    if prop == "rotation_quaternion":
        return np.where(np.sum(mixed * old, axis=1, keepdims=True) < 0, -mixed, mixed)
    if prop == "rotation_axis_angle":
        return as_mode(mixed, mode).astype(np.float64)
    turned = [Quaternion(q).to_euler(mode, Euler(o, mode)) for q, o in zip(mixed, old, strict=True)]
    return np.array([t[:] for t in turned])


def _mode(armature: Object, path: str, prop: str) -> Any:
    bone = armature.pose.bones.get(bone_of(path))
    mode = (bone or armature).rotation_mode
    usual = {"rotation_quaternion": "QUATERNION", "rotation_axis_angle": "AXIS_ANGLE"}
    if prop in usual:
        return usual[prop]
    return "XYZ" if mode in usual.values() else mode  # keyed, and not what shows


def _quaternions(values: NDArray, mode: Any) -> NDArray:
    """Convert rotation values (T, C) of a rotation mode to quaternions (T, 4)."""
    if mode == "QUATERNION":
        return quat.normalize(values)
    if mode == "AXIS_ANGLE":
        return np.array([Quaternion(row[1:], row[0])[:] for row in values])
    return np.array([Euler(row, mode).to_quaternion()[:] for row in values])


def _write(curve: FCurve, frames: NDArray, values: NDArray, first: int, last: int) -> None:
    """Put a key on each frame from the last key before `first` to the next after `last`; other keys stay to the bit."""
    keyed = keyframes.read(curve).frames
    before, after = keyed[keyed <= first - _NEAR], keyed[keyed >= last + _NEAR]
    first = int(before[-1] + _NEAR) + 1 if len(before) else int(frames[0])
    last = int(np.ceil(after[0] - _NEAR)) - 1 if len(after) else int(frames[-1])
    chosen = (frames >= first) & (frames <= last)
    keyframes.replace(curve, keyframes.keyed(frames[chosen], values[chosen]), first, last)


def _cut(curve: FCurve, begin: int, end: int) -> None:
    """Keep only the keys from `begin` to `end`."""
    points = keyframes.read(curve)
    inside = (points.frames > begin - _NEAR) & (points.frames < end + _NEAR)
    if not inside.all() and inside.any():
        keyframes.put(curve, points.where(inside), settle=False)


def _copy(bag: ActionChannelbag, curve: FCurve, path: str, index: int) -> None:
    copy = bag.fcurves.new(path, index=index)
    bone = bone_of(path)
    groups = {group.name: group for group in bag.groups}
    if bone:
        copy.group = groups.get(bone) or bag.groups.new(bone)
    keyframes.put(copy, keyframes.read(curve), settle=False)


def _curves(action: Action, armature: Object) -> Curves:
    """Index an Action's f-curves of the armature: RNA path -> component -> f-curve."""
    found: Curves = {}
    for curve in actions.action_curves(action, actions.slot_of(action, armature)):
        found.setdefault(curve.data_path, {})[curve.array_index] = curve
    return found


def record(first: Mapping[str, Any], second: Mapping[str, Any], names: Sequence[str], factor: float) -> dict[str, Any]:
    """Build a blend's record: its sources, and of the first take what keying and undoing it need."""
    kept = {
        name: first[name] for name in ("start", "keys", "settings", "root_motion", "lead", INFLUENCES) if name in first
    }
    if "span" in first and first["span"] == second.get("span"):
        kept["span"] = first["span"]
    return {**kept, "blend": {"of": list(names), "factor": round(factor, 4)}}
