"""Finds the bones that steer those of a bone map by constraints, on control rigs of no known kit, by trying them out.

Keys on a bone that copies another one have no effect. So the free bones at the far ends of such constraints are posed,
each differently, and a bone of the map that moves as one of them does is steered by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import bpy
import numpy as np
from bpy.types import Bone, PoseBone

from ..bpy_types import Object
from ..controls import probing
from ..controls.kits import kit_of
from ..controls.movements import Movement
from ..retarget import quat
from ..retarget.mapping.bone_map import BoneMap, BoneMatch

_TURN, _PLACE = np.radians(1.0), 0.005  # rad, and share of the rig's size: closer movements are the same
_NEAR = 0.05  # share of the rig's size that a steering bone may lie away from what it steers
_MOST = 0.6  # of the map's bones have to be steered: what holds fewer is keyed with them


def preferred(armature: Object, bone_map: BoneMap, fixed: Mapping[str, str]) -> BoneMap:
    """Return the map with the bones that steer its own in their places, where these follow; else the map itself.

    fixed: role -> bone that the artist chose, which stay. Nothing of the rig is changed.
    """
    if kit_of(bone_map) is not None or "pelvis" not in bone_map.bones or armature.data.is_editmode:
        return bone_map
    mapped = {match.name for match in bone_map.bones.values()}
    followers = [match.name for role, match in bone_map.bones.items() if not fixed.get(role)]
    candidates = [name for name in _ends(armature, followers) if name not in mapped]
    if len(candidates) < _MOST * len(mapped):
        return bone_map
    steered = _tried(armature, followers, candidates)
    roles = {role: steered[m.name] for role, m in bone_map.bones.items() if m.name in steered and not fixed.get(role)}
    if "pelvis" not in roles or len(roles) < _MOST * len(mapped):
        return bone_map
    found = {r: BoneMatch(roles.get(r, m.name), m.confidence) for r, m in bone_map.bones.items()}
    return replace(bone_map, bones=found)


def targets_of(pose: PoseBone) -> Iterator[str]:
    """Yield the bones of its own armature that a bone follows by constraints that are on, but for IK."""
    armature: Any = pose.id_data
    for constraint in pose.constraints:
        if constraint.mute or constraint.influence == 0 or constraint.type in ("IK", "SPLINE_IK"):
            continue
        pairs = getattr(constraint, "targets", None) or [constraint]
        for pair in pairs:
            name = getattr(pair, "subtarget", "")
            if getattr(pair, "target", None) == armature and name in armature.pose.bones:
                yield name


def _ends(armature: Object, followers: list[str]) -> list[str]:
    """Return the free bones that chains of constraints from these bones lead to, in the rig's order."""
    bones, aims = armature.pose.bones, _solver_targets(armature)
    seen: set[str] = set()
    found: set[str] = set()
    waiting = list(followers)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        further = list(targets_of(bones[name]))
        waiting += further
        if not further and name not in followers and name not in aims:
            found.add(_shown(armature, bones[name].bone).name)
    return [bone.name for bone in armature.data.bones if bone.name in found]


def _solver_targets(armature: Object) -> set[str]:
    """Return the bones that IK reaches for: they are keyed with the chain, not in place of it."""
    props = ("subtarget", "pole_subtarget")
    found = [
        getattr(c, p, "") for pose in armature.pose.bones for c in pose.constraints if c.type == "IK" for p in props
    ]
    return {name for name in found if name}


def _shown(armature: Object, bone: Bone) -> Bone:
    """Return a bone, or if the artist doesn't see it the one above it that begins at the same place."""
    above = bone.parent
    if above is None or not _hidden(armature, bone):
        return bone
    same = np.linalg.norm(np.array(above.head_local) - np.array(bone.head_local)) < 0.05 * bone.length
    return _shown(armature, above) if same and not list(armature.pose.bones[above.name].constraints) else bone


def _hidden(armature: Object, bone: Bone) -> bool:
    """Return whether the artist doesn't see a bone: by itself, or by its bone collections (layers in Blender 3)."""
    if bone.hide:
        return True
    if bpy.app.version < (4, 0, 0):
        shown = zip(bone.layers, armature.data.layers)  # type: ignore[attr-defined]
        return not any(own and seen for own, seen in shown)
    groups = list(bone.collections)
    return bool(groups) and not any(getattr(group, "is_visible_effectively", group.is_visible) for group in groups)


def _tried(armature: Object, followers: list[str], candidates: list[str]) -> dict[str, str]:
    """Pose the candidates, each differently; return follower -> the candidate that it moved as."""
    rest = {bone.name: np.array(bone.head_local) for bone in armature.data.bones}
    size = float(np.ptp(np.array(list(rest.values())), axis=0).max()) or 1.0
    watched = {*followers, *candidates}
    with probing.restored(armature, watched, ()) as stage:
        probing.to_rest(armature, watched)
        before = probing.evaluated_matrices(stage, watched)
        probing.scatter(armature, candidates, candidates, size)
        after = probing.evaluated_matrices(stage, watched)
    moves = {name: Movement.between(before[name], after[name]) for name in watched}
    found: dict[str, str] = {}
    for name in followers:
        if np.abs(after[name] - before[name]).max() < 1e-5 * size:
            continue
        head = before[name][:3, 3]
        for candidate in candidates:
            off = moves[name].apply(head) - moves[candidate].apply(head)
            turn = float(quat.angle_between(moves[name].rotation, moves[candidate].rotation)[0])
            near = np.linalg.norm(rest[candidate] - rest[name]) < _NEAR * size
            if near and turn < _TURN and np.linalg.norm(off) < _PLACE * size and candidate not in found.values():
                found[name] = candidate
                break
    return found
