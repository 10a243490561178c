"""Finds the soles of a character's feet in the meshes that its armature moves; evaluates and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import bpy
import numpy as np
from numpy.typing import NDArray

from ..bpy_types import Object
from ..retarget.body import Sole
from ..retarget.motion import Skeleton
from .steering import targets_of

_MIN_WEIGHT = 0.4  # a vertex belongs to a foot that has more than this weight of it
_HIGHEST = 1.2  # in legs, of an ankle over its sole: cartoon figures have boots as high as their legs
_SIDES = ("left", "right")


def soles(
    armature: Object,
    skeleton: Skeleton,
    to_skeleton: Callable[[NDArray], NDArray],
    heads: Mapping[str, NDArray],
    shapes: Mapping[str, NDArray],
) -> tuple[Sole, Sole] | None:
    """Return both soles in the skeleton's frame; None without a mesh that has feet, or where its soles' heights are
    implausible.

    to_skeleton: converts rest-space points (N, 3) to the skeleton's frame. heads, shapes: bone -> its head (3,) in rest
    space under the pose's scales, and their effect (3, 3); the skin of a foot is taken to follow its bone's.
    """
    pos, _ = skeleton.rest_globals()
    joint = skeleton.role_joint
    ankles = np.stack([pos[joint[f"{side}_ankle"]] for side in _SIDES])
    hips = pos[joint["left_hip"], 1]
    leg = float(hips - ankles[:, 1].mean())
    found: dict[tuple[str, str], list[NDArray]] = {(side, part): [] for side in _SIDES for part in ("heel", "tip")}
    owners = _owners(armature, skeleton)
    feet = {
        (side, part): skeleton.names[joint.get(f"{side}_{role}", joint[f"{side}_ankle"])]
        for side in _SIDES
        for role, part in (("ankle", "heel"), ("foot", "tip"))
    }
    for obj in bpy.data.objects:
        points, bone = _rest_points(obj, armature)
        if points is None:
            continue
        shown = {key: to_skeleton(_shaped(armature, points, foot, heads, shapes)) for key, foot in feet.items()}
        below = np.min([each[:, 1] for each in shown.values()], axis=0) < ankles[:, 1].max() + 0.02 * leg
        for key, chosen in _vertices_by_part(obj, bone, np.flatnonzero(below), owners).items():
            kept = shown[key][chosen]
            found[key].append(kept[kept[:, 1] < ankles[:, 1].max() + 0.02 * leg])
    nothing = [np.zeros((0, 3))]
    return _pair({key: _outermost(np.concatenate(parts or nothing)) for key, parts in found.items()}, ankles, leg)


def _shaped(
    armature: Object, points: NDArray, bone: str, heads: Mapping[str, NDArray], shapes: Mapping[str, NDArray]
) -> NDArray:  # fmt: skip
    """Move points (N, 3) of rest space as the pose's scales move those that follow `bone`."""
    rest = np.array(armature.data.bones[bone].head_local, np.float64)
    return heads[bone] + (points - rest) @ shapes[bone].T


def _owners(armature: Object, skeleton: Skeleton) -> dict[str, tuple[str, str]]:
    """Map the bones of both feet to (side, part), with the deform bones of a control rig's feet."""
    owners: dict[str, tuple[str, str]] = {}
    joint, bones = skeleton.role_joint, armature.data.bones
    for side in _SIDES:
        for role, part in (("ankle", "heel"), ("foot", "tip")):
            if f"{side}_{role}" not in joint:
                continue
            bone = bones[skeleton.names[joint[f"{side}_{role}"]]]
            for each in (bone, *bone.children_recursive):
                owners[each.name] = (side, part)
    for name in list(owners):
        plain = name.replace("_fk", "").replace("c_", "", 1) if name.startswith("c_") else name.replace("_fk", "")
        plain = plain.removeprefix("ORG-")
        if f"DEF-{plain}" in bones:
            owners.setdefault(f"DEF-{plain}", owners[name])
    for pose in armature.pose.bones:  # the mesh hangs on bones that follow the joints
        for name in targets_of(pose):
            if name in owners:
                owners.setdefault(pose.name, owners[name])
    return owners


def _rest_points(obj: Object, armature: Object) -> tuple[NDArray | None, str]:
    """Return a mesh's vertices (N, 3) in the armature's space at rest, and the bone that it is parented to, "" for a
    skinned mesh; None for one that the armature doesn't move."""
    if obj.type != "MESH" or not obj.data.vertices or obj.hide_render:
        return None, ""
    skinned = any(m.type == "ARMATURE" and m.object is armature for m in obj.modifiers)
    if skinned or (obj.parent is armature and obj.parent_type == "ARMATURE"):
        matrix, bone = np.linalg.inv(_placed(armature)) @ _placed(obj), ""
    elif obj.parent is armature and obj.parent_type == "BONE" and obj.parent_bone in armature.data.bones:
        bone = obj.parent_bone
        carrier = armature.data.bones[bone]
        at_tail = np.array(carrier.matrix_local)
        at_tail[:3, 3] = carrier.tail_local
        matrix = at_tail @ np.array(obj.matrix_parent_inverse) @ np.array(obj.matrix_basis)
    else:
        return None, ""
    flat = np.empty(3 * len(obj.data.vertices), np.float32)
    obj.data.vertices.foreach_get("co", flat)
    return flat.reshape(-1, 3) @ matrix[:3, :3].T + matrix[:3, 3], bone


def _placed(obj: Object) -> NDArray:
    """Return an object's world matrix (4, 4), also of one outside the view layer, which Blender doesn't place."""
    if bpy.context.view_layer.objects.get(obj.name) == obj:
        return np.array(obj.matrix_world, np.float64)
    own = np.array(obj.matrix_basis, np.float64)
    return own if obj.parent is None else _placed(obj.parent) @ np.array(obj.matrix_parent_inverse) @ own


def _vertices_by_part(
    obj: Object, bone: str, low: NDArray, owners: Mapping[str, tuple[str, str]]
) -> dict[tuple[str, str], NDArray]:
    """Sort the vertices `low` (indices) by (side, part) of the feet."""
    if bone:
        return {owners[bone]: low} if bone in owners else {}
    groups = {group.index: owners[group.name] for group in obj.vertex_groups if group.name in owners}
    out: dict[tuple[str, str], list[int]] = {}
    if groups:
        for index in low.tolist():
            weights: dict[tuple[str, str], float] = {}
            for element in obj.data.vertices[index].groups:
                key = groups.get(element.group)
                if key is not None:
                    weights[key] = weights.get(key, 0.0) + element.weight
            if weights and sum(weights.values()) > _MIN_WEIGHT:
                out.setdefault(max(weights, key=weights.__getitem__), []).append(index)
    return {key: np.array(indices) for key, indices in out.items()}


def _outermost(points: NDArray) -> NDArray:
    """Reduce points (N, 3) to those that are extreme in directions down and outwards: at any tilt of the foot one of
    them is lowest."""
    if len(points) < 40:
        return points
    around = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    directions = [(0.0, -1.0, 0.0)]
    for tilt in np.radians((0, 35, 70)):
        directions += [(np.cos(tilt) * np.cos(a), -np.sin(tilt), np.cos(tilt) * np.sin(a)) for a in around]
    return points[np.unique(np.argmax(points @ np.array(directions).T, axis=0))]


def _pair(parts: dict[tuple[str, str], NDArray], ankles: NDArray, leg: float) -> tuple[Sole, Sole] | None:
    """Build both soles, mirroring one where the other foot has no mesh (a mirror modifier makes it); None where their
    heights are implausible. leg: its length, m."""
    for side, other in (_SIDES, _SIDES[::-1]):
        if not any(len(parts[side, part]) for part in ("heel", "tip")):
            here, there = ankles[_SIDES.index(side)], ankles[_SIDES.index(other)]
            for part in ("heel", "tip"):
                parts[side, part] = (parts[other, part] - there) * (-1, 1, 1) + here
    pair = [Sole(parts[side, "heel"], parts[side, "tip"]) for side in _SIDES]
    if any(len(sole.heel) + len(sole.tip) == 0 for sole in pair):
        return None
    heights = [ankle[1] - sole.floor for ankle, sole in zip(ankles, pair, strict=True)]
    if min(heights) < 0 or max(heights) > _HIGHEST * leg or abs(heights[0] - heights[1]) > 0.1 * leg:
        return None
    return pair[0], pair[1]
