"""Finds the armature that the panel acts on, and caches its bone map's summary between redraws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..bpy_types import Object
from ..controls.kits import kit_of
from ..retarget.mapping.bone_map import BoneMap, BoneMatch
from ..retarget.motion import CANONICAL_NAMES
from . import binding, scenes, steering

if TYPE_CHECKING:
    from bpy.types import Context

NO_ARMATURE = "Select an armature, or a mesh that an armature moves."
_EDIT_MODE = "Leave Edit Mode first: bones can be animated in Object and Pose Mode."
_cache: dict[tuple, "Summary"] = {}


@dataclass(frozen=True)
class Summary:
    """An armature's bone map in short. problem: why it can't be animated, "" where it can. controls: whether it is a
    control rig, with FK and IK controls to choose from."""

    family: str
    found: int
    missing: tuple[str, ...]
    problem: str
    controls: bool = False


def find(context: Context) -> Object | None:
    """Return the active armature, or the one that moves the active mesh; None for neither."""
    active: Any = context.object
    if active is None:
        return None
    if active.type == "ARMATURE":
        return active
    return active.find_armature() if active.type == "MESH" else None


def active(context: Context) -> Object:
    """Return the same in an operator whose poll has checked that there is one."""
    armature = find(context)
    assert armature is not None
    return armature


def settings(context: Context) -> Any:
    """Return the scene's MotifScene."""
    scene: Any = context.scene
    return scene.motif


def overrides(armature: Object) -> dict[str, str]:
    """Return the bone map kept on the armature, role -> bone ("" for none); empty until it is detected or edited."""
    return {row.name: row.bone for row in armature.motif.bones}


def summary(armature: Object) -> Summary:
    """Summarise the bone map; cached until bones or the map change."""
    own = overrides(armature)
    bones = armature.data.bones
    names = tuple(bone.name for bone in bones)
    heads = np.empty(3 * len(bones), np.float32)
    bones.foreach_get("head_local", heads)  # bones with unknown names are matched by their places
    key = (armature.name_full, hash(names), hash(heads.tobytes()), tuple(own.items()))
    if key not in _cache:
        if len(_cache) > 20:
            _cache.clear()
        _cache[key] = _summarize(armature, own)
    return _cache[key]


def _summarize(armature: Object, own: dict[str, str]) -> Summary:
    try:
        found = binding.find_map(armature, own)
    except binding.RigError as error:
        return Summary("", 0, (), str(error))
    try:
        binding.check_map(armature, found)
        sentence = ""
    except binding.RigError as error:
        sentence = str(error)
    return Summary(found.family, len(found.bones), found.missing, sentence, kit_of(found) is not None)


def check(armature: Object) -> None:
    """Raise RigError where the armature can't be animated."""
    sentence = summary(armature).problem
    if sentence:
        raise binding.RigError(sentence)


def problem(context: Context) -> str:
    """Return why what is selected can't be animated, as a sentence; "" where it can."""
    armature = find(context)
    if armature is None:
        return _instanced(context.object) or NO_ARMATURE
    if armature.data.is_editmode:
        return _EDIT_MODE
    return summary(armature).problem


def _instanced(chosen: Any) -> str:
    """Say what to do with an object that instances an armature; "" for another object."""
    collection = chosen.instance_collection if chosen is not None and chosen.instance_type == "COLLECTION" else None
    armatures = [obj for obj in collection.all_objects if obj.type == "ARMATURE"] if collection is not None else []
    return scenes.instanced(armatures[0], chosen) if armatures else ""


def detect(armature: Object) -> BoneMap:
    """Match the bones again and keep the result as the armature's own map."""
    found = steering.preferred(armature, binding.find_map(armature), {})
    fill(armature, found.bones)
    return found


def fill(armature: Object, matches: Mapping[str, BoneMatch]) -> None:
    """Write the armature's own map, a row a role."""
    rows = armature.motif.bones
    rows.clear()
    for role in CANONICAL_NAMES:
        row, match = rows.add(), matches.get(role)
        row.name = role
        row.bone = match.name if match else ""
        row.confidence = match.confidence if match else 0.0
