"""What keeps an armature of a file from being animated in its scene: where it is, its mode, the scene's time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import bpy

from ..bpy_types import Object, Scene
from .binding import RigError


def check_time(scene: Scene) -> None:
    """Raise RigError for a scene that stretches time, in which no key plays on the frame that it is on."""
    old, new = scene.render.frame_map_old, scene.render.frame_map_new
    if old != new:
        raise RigError(
            f"The scene “{scene.name}” plays {old} frames as {new}, so that keys don't play on their own frames: set "
            "Time Stretching, Old and New, to 100 (Output properties, Frame Range) and scale the keys instead."
        )


def out_of_reach(objects: Iterable[Object]) -> str:
    """Say why no armature among these is in the present scene, and what to do; "" where there is none at all."""
    armatures = [obj for obj in objects if obj.type == "ARMATURE"]
    armatures.sort(key=lambda obj: -len(obj.data.bones))
    for armature in armatures:
        instance = instance_of(armature)
        if instance is not None:
            return instanced(armature, instance)
    for armature in armatures:
        others = [scene.name for scene in armature.users_scene]
        if others:
            return (
                f"The armature “{armature.name}” is in the scene “{others[0]}” and not in “{bpy.context.scene.name}”: "
                "save the file with that scene shown."
            )
    if armatures:
        return f"The armature “{armatures[0].name}” is in no scene of this file: link it to a collection of one first."
    return ""


def instance_of(armature: Object) -> Object | None:
    """Return the object of the present scene that instances a collection with the armature, None for none."""
    for obj in bpy.context.scene.objects:
        collection = obj.instance_collection if obj.instance_type == "COLLECTION" else None
        if collection is not None and armature.name in collection.all_objects:
            return obj
    return None


def instanced(armature: Object, instance: Object) -> str:
    """Say what to do with an armature that an object only instances."""
    if armature.library is not None:
        file = Path(bpy.path.abspath(armature.library.filepath)).name
        return (
            f"The armature “{armature.name}” is linked from {file} and only instanced by “{instance.name}”, so no key "
            f"reaches it: select “{instance.name}”, choose Object, Library Override, Make, and save the file."
        )
    return (
        f"The armature “{armature.name}” is not in this scene itself, “{instance.name}” instances it: link its "
        "collection to the scene, or choose Object, Apply, Make Instances Real."
    )


def leave_edit_mode(armature: Object) -> bool:
    """Leave Edit Mode on the armature's data, in which Blender evaluates no pose; returns whether none is left."""
    if not armature.data.is_editmode:
        return True
    layer = bpy.context.view_layer
    edited = [obj for obj in layer.objects if obj.data == armature.data and obj.mode == "EDIT"]
    for obj in edited:
        active = layer.objects.active
        layer.objects.active = obj
        bpy.ops.object.mode_set(mode="OBJECT")
        layer.objects.active = active
    return not armature.data.is_editmode
