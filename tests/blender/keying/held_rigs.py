"""Rigs whose joints are held by constraints, for the tests; each says what becomes of its constraints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bpy
import numpy as np

from tests.blender import helpers as h


def named(role: str) -> str:
    """The bone of a role."""
    return h.bone_name("rigify", role)


def bone(armature: Any, name: str, head: Any, tail: Any, parent: str = "") -> None:
    """Add a bone, to be keyed by what follows it."""
    with h.edit_mode(armature):
        made = armature.data.edit_bones.new(name)
        made.head, made.tail = head, tail
        made.parent = armature.data.edit_bones[parent] if parent else None


def constrain(armature: Any, role: str, kind: str, target: Any = None, subtarget: str = "", **more: Any) -> Any:
    """Add a constraint to the bone of a role, or to the bone called so."""
    name = named(role)
    made = armature.pose.bones[name].constraints.new(kind)
    if target is not None:
        made.target = target
        if subtarget:
            made.subtarget = subtarget
    for prop, value in more.items():
        setattr(made, prop, value)
    return made


def head_of(armature: Any, role: str) -> Any:
    """Where a role's bone begins, at rest."""
    return armature.data.bones[named(role)].head_local.copy()


def empty(name: str = "Pin", location: tuple = (0.3, -0.4, 0.5)) -> Any:
    made = bpy.data.objects.new(name, None)
    made.location = location
    bpy.context.scene.collection.objects.link(made)
    return made


def _legs(armature: Any, parent: str = "", pole: bool = False) -> None:
    for side in ("left", "right"):
        ankle, knee = head_of(armature, f"{side}_ankle"), head_of(armature, f"{side}_knee")
        bone(armature, f"IK_{side}", ankle, ankle + type(ankle)((0, -0.2, 0)), parent)
        made = constrain(armature, f"{side}_knee", "IK", armature, f"IK_{side}", chain_count=2)
        if pole:
            bone(armature, f"pole_{side}", knee + type(ankle)((0, -0.5, 0)), knee + type(ankle)((0, -0.6, 0)), parent)
            made = armature.pose.bones[named(f"{side}_knee")].constraints[0]
            made.pole_target, made.pole_subtarget, made.pole_angle = armature, f"pole_{side}", np.radians(-90)


def ik(armature: Any) -> None:
    _legs(armature)


def ik_poles(armature: Any) -> None:
    _legs(armature, pole=True)


def ik_under_root(armature: Any) -> None:
    _legs(armature, "root", pole=True)


def ik_turned_feet(armature: Any) -> None:
    """Feet that take their rotation from the targets, which rest turned otherwise."""
    _legs(armature)
    for side in ("left", "right"):
        constrain(armature, f"{side}_ankle", "COPY_ROTATION", armature, f"IK_{side}")


def mmd(armature: Any) -> None:
    """Legs as MMD's: toes with a target of their own, which the foot's carries, and knees that bend one way."""
    _legs(armature)
    for side in ("left", "right"):
        toe = head_of(armature, f"{side}_foot")
        bone(armature, f"toe_IK_{side}", toe, toe + type(toe)((0, 0, -0.1)), f"IK_{side}")
        constrain(armature, f"{side}_ankle", "IK", armature, f"toe_IK_{side}", chain_count=1)
        knee = armature.pose.bones[named(f"{side}_knee")]
        knee.use_ik_limit_x, knee.ik_min_x, knee.ik_max_x = True, -np.pi, np.pi


def arms(armature: Any) -> None:
    for side in ("left", "right"):
        wrist = head_of(armature, f"{side}_wrist")
        bone(armature, f"grip_{side}", wrist, wrist + type(wrist)((0, 0, 0.2)))
        constrain(armature, f"{side}_elbow", "IK", armature, f"grip_{side}", chain_count=2)
        constrain(armature, f"{side}_wrist", "COPY_TRANSFORMS", armature, f"grip_{side}", target_space="POSE",
                  owner_space="POSE")  # fmt: skip


def pinned(armature: Any) -> None:
    constrain(armature, "left_knee", "IK", empty(), chain_count=2)


def limited(armature: Any) -> None:
    constrain(armature, "right_knee", "LIMIT_ROTATION", use_limit_x=True, use_limit_y=True, use_limit_z=True,
              owner_space="LOCAL")  # fmt: skip


def limited_hips(armature: Any) -> None:
    constrain(armature, "pelvis", "LIMIT_LOCATION", use_min_z=True, use_max_z=True, min_z=0.5, max_z=0.6)


def looking(armature: Any) -> None:
    head = head_of(armature, "head")
    bone(armature, "look", head + type(head)((0, 0, 0.6)), head + type(head)((0, 0, 0.8)))
    constrain(armature, "head", "DAMPED_TRACK", armature, "look", track_axis="TRACK_Y")


def tracked(armature: Any) -> None:
    constrain(armature, "head", "DAMPED_TRACK", empty(), track_axis="TRACK_Y")


def spine(armature: Any) -> None:
    for role in ("spine1", "spine2"):
        constrain(armature, role, "COPY_ROTATION", empty(role), mix_mode="REPLACE")


def half(armature: Any) -> None:
    """Half of a rotation from a bone, which has to turn further."""
    bone(armature, "half", (0, 0, 2), (0, 0, 2.2))
    constrain(armature, "spine2", "COPY_ROTATION", armature, "half", influence=0.5)


def hips_ride(armature: Any) -> None:
    hips = head_of(armature, "pelvis")
    bone(armature, "cog", hips, hips + type(hips)((0, -0.3, 0)))
    constrain(armature, "pelvis", "COPY_TRANSFORMS", armature, "cog")


def hips_child(armature: Any) -> None:
    made = constrain(armature, "pelvis", "CHILD_OF", empty())
    made.inverse_matrix.identity()


def copied(name: str) -> Any:
    """An armature of the same bones, by which others of its kind are led."""
    return h.build(name=name)


def led(armature: Any) -> None:
    """All joints copy those of another armature, as a game's skeleton copies its rig."""
    leader = copied("Leader")
    for pose in armature.pose.bones:
        if pose.name != "root":
            made = pose.constraints.new("COPY_TRANSFORMS")
            made.target, made.subtarget = leader, pose.name


def ik_of_another(armature: Any) -> None:
    constrain(armature, "left_knee", "IK", copied("Rig"), named("left_ankle"), chain_count=2)


def hips_at(armature: Any) -> None:
    hips = head_of(armature, "pelvis")
    bone(armature, "cog", hips, hips + type(hips)((0, -0.3, 0)))
    constrain(armature, "pelvis", "COPY_LOCATION", armature, "cog")


def hips_child_of_a_bone(armature: Any) -> None:
    bone(armature, "cog", (0, 0, 0), (0, 0, 0.3))
    constrain(armature, "pelvis", "CHILD_OF", armature, "cog").inverse_matrix.identity()


def stretched(armature: Any) -> None:
    ankle = head_of(armature, "left_ankle")
    bone(armature, "pull", ankle, ankle + type(ankle)((0, -0.2, 0)))
    made = constrain(armature, "left_knee", "STRETCH_TO", armature, "pull")
    made.rest_length = armature.data.bones[named("left_knee")].length


def spline(armature: Any) -> None:
    data = bpy.data.curves.new("Spine", "CURVE")
    data.dimensions = "3D"
    points = data.splines.new("POLY").points
    points.add(3)
    for number, point in enumerate(points):
        point.co = (0, 0.05 * number, 0.9 + 0.2 * number, 1)
    curve = bpy.data.objects.new("Spine", data)
    bpy.context.scene.collection.objects.link(curve)
    constrain(armature, "spine3", "SPLINE_IK", curve, chain_count=3)


def armature_of_two(armature: Any) -> None:
    made = constrain(armature, "head", "ARMATURE")
    for role in ("spine3", "pelvis"):
        target = made.targets.new()
        target.target, target.subtarget = armature, named(role)


def turned_by_place(armature: Any) -> None:
    made = constrain(armature, "head", "TRANSFORM", empty(location=(1, 1, 1)), map_to="ROTATION")
    made.from_max_x, made.to_max_x_rot = 1.0, 1.5


def whole_chain(armature: Any) -> None:
    constrain(armature, "left_wrist", "IK", empty(), chain_count=0)


def limited_scale(armature: Any) -> None:
    constrain(armature, "pelvis", "LIMIT_SCALE", use_max_x=True, max_x=0.5)


def simple(role: str, kind: str, **more: Any) -> Callable[[Any], None]:
    """A constraint of one joint to an object."""
    return lambda armature: constrain(armature, role, kind, empty(), **more)


def driven(armature: Any) -> None:
    made = constrain(armature, "left_knee", "IK", empty(), chain_count=2)
    made.driver_add("influence").driver.expression = "1.0"


def harmless(armature: Any) -> None:
    """Constraints without an effect on the body: muted, without influence, wide limits."""
    constrain(armature, "left_knee", "IK", empty(), chain_count=2, mute=True)
    constrain(armature, "right_knee", "IK", empty(), chain_count=2, influence=0.0)
    constrain(armature, "head", "LIMIT_SCALE")


# What becomes of each: bones that are keyed; roles whose constraints are off.
KEYED: dict[str, tuple[Callable[[Any], None], tuple[str, ...]]] = {
    "ik": (ik, ("IK_left", "IK_right")),
    "ik with poles": (ik_poles, ("IK_left", "IK_right", "pole_left", "pole_right")),
    "ik under the root": (ik_under_root, ("IK_left", "IK_right", "pole_left", "pole_right")),
    "feet that copy targets": (ik_turned_feet, ("IK_left", "IK_right")),
    "mmd": (mmd, ("IK_left", "IK_right", "toe_IK_left", "toe_IK_right")),
    "arms": (arms, ("grip_left", "grip_right")),
    "looking": (looking, ("look",)),
    "hips that copy": (hips_ride, ("cog",)),
    "hips at a place": (hips_at, ("cog",)),
    "hips under a bone": (hips_child_of_a_bone, ("cog",)),
    "stretched": (stretched, ("pull",)),
}
OFF: dict[str, tuple[Callable[[Any], None], tuple[str, ...]]] = {
    "pinned to an object": (pinned, ("left_knee",)),
    "limited": (limited, ("right_knee",)),
    "limited hips": (limited_hips, ("pelvis",)),
    "tracked": (tracked, ("head",)),
    "spine": (spine, ("spine1", "spine2")),
    "hips under an object": (hips_child, ("pelvis",)),
    "copied place": (simple("left_ankle", "COPY_LOCATION"), ("left_ankle",)),
    "one axis": (simple("left_elbow", "COPY_ROTATION", use_y=False, use_z=False), ("left_elbow",)),
    "locked track": (simple("head", "LOCKED_TRACK", track_axis="TRACK_X", lock_axis="LOCK_Y"), ("head",)),
    "pulled": (simple("left_elbow", "STRETCH_TO"), ("left_elbow",)),
    "limited distance": (simple("left_wrist", "LIMIT_DISTANCE", distance=0.1), ("left_wrist",)),
    "pivot": (simple("head", "PIVOT", rotation_range="ALWAYS_ACTIVE"), ("head",)),
    "spline": (spline, ("spine3",)),
    "two bones": (armature_of_two, ("head",)),
    "turned by a place": (turned_by_place, ("head",)),
    "ik of a whole chain": (whole_chain, ("left_wrist",)),
    "ik to another armature": (ik_of_another, ("left_knee",)),
    "limited scale": (limited_scale, ("pelvis",)),
}
