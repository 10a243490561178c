"""The artist's own pose, as it was before a take was shown: poses that are set and not keyed are kept nowhere else."""

from __future__ import annotations

import json
from typing import Any

import bpy

from ..animation import actions
from ..bpy_types import Object

_OF_BONE = actions.TRANSFORMS
_UNIT = {"rotation_quaternion": (1.0, 0.0, 0.0, 0.0), "rotation_axis_angle": (0.0, 0.0, 1.0, 0.0), "scale": (1.0,) * 3}


def remember(armature: Object) -> None:
    """Store the pose on the armature, with the frame that it was seen on."""
    bones = {bone.name: found for bone in armature.pose.bones if (found := _set(bone))}
    own = {prop: list(getattr(armature, prop)) for prop in _OF_BONE}
    frame = bpy.context.scene.frame_current if bpy.context.scene is not None else 0
    armature.motif.own_pose = json.dumps({"frame": frame, "bones": bones, "object": own}, separators=(",", ":"))


def put_back(armature: Object, moved: set[str]) -> None:
    """Set the stored pose again: on the frame that it was set on all of it, elsewhere what no key of the armature's
    Action sets. moved: bones that a take moved, which rest where the stored pose says nothing of them."""
    kept = _stored(armature)
    bpy.context.view_layer.update()  # what is keyed plays now, and no more until the frame changes
    here = bpy.context.scene.frame_current == kept.get("frame")
    keyed = set() if here else {curve.data_path for curve in actions.curves_of(armature)}
    bones = kept.get("bones", {})
    for bone in armature.pose.bones:
        own = bones.get(bone.name, {})
        if bone.name in moved or own:
            _put(bone, own, keyed, bone.path_from_id())
    if kept.get("object"):
        _put(armature, kept["object"], keyed, "")


def held(armature: Object) -> bool:
    """Whether a pose is stored that is not the rest pose."""
    return bool(_stored(armature).get("bones"))


def _stored(armature: Object) -> dict[str, Any]:
    try:
        kept = json.loads(armature.motif.own_pose)
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _set(owner: Any) -> dict[str, list[float]]:
    """Return the transforms of a bone that are not those of rest."""
    values = {prop: tuple(getattr(owner, prop)) for prop in _OF_BONE}
    return {prop: list(value) for prop, value in values.items() if value != _rest(prop)}


def _put(owner: Any, values: dict[str, list[float]], keyed: set[str], path: str) -> None:
    for prop in _OF_BONE:
        if (f"{path}.{prop}" if path else prop) in keyed:
            continue
        value = tuple(values.get(prop, _rest(prop)))
        if tuple(getattr(owner, prop)) != value:
            setattr(owner, prop, value)


def _rest(prop: str) -> tuple[float, ...]:
    return _UNIT.get(prop, (0.0, 0.0, 0.0))
