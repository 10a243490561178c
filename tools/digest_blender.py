"""Blender's side of the digests, a process of its own on the bpy wheel.

    .venv/bin/python tools/digest_blender.py rigs FOLDER          # hero.blend, short.blend, plain.blend into FOLDER
    .venv/bin/python tools/digest_blender.py read FILE.blend ..   # what each holds, as a JSON list on the last line

Nothing of the add-on is loaded: a .blend is read as any Blender would.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools import digest_inputs

_OWN_NAMES = {
    "pelvis": "Pelvis", "spine1": "Abdomen", "spine2": "Chest", "neck": "Neck", "head": "Head", "hip": "Thigh",
    "knee": "Shin", "ankle": "Foot", "foot": "Toes", "collar": "Clavicle", "shoulder": "UpperArm", "elbow": "Forearm",
    "wrist": "Hand",
}  # fmt: skip
_POINT = ("interpolation", "easing", "handle_left_type", "handle_right_type")


def make_rigs(folder: Path) -> None:
    """hero: Mixamo's names and units, animated, with sound and markers. short: other names and proportions, animated.
    plain: as hero, without anything else."""
    for name, build in (("hero", _hero), ("short", _short), ("plain", _plain)):
        bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
        scene: Any = bpy.context.scene
        scene.render.fps = digest_inputs.FPS
        scene.frame_start, scene.frame_end = 1, 60
        build(folder)
        bpy.ops.wm.save_as_mainfile(filepath=str(folder / f"{name}.blend"), check_existing=False)


def _hero(folder: Path) -> None:
    armature = _plain(folder)
    _animate(armature, "mixamorig:{0}UpLeg", "mixamorig:{0}Arm", "mixamorig:Spine")
    scene: Any = bpy.context.scene
    editor = scene.sequence_editor_create()
    editor.strips.new_sound("Song", str(folder / "song.wav"), channel=1, frame_start=1)
    for name, frame in (("a person walks", 1), ("a person waves", 31), ("End", 56)):
        scene.timeline_markers.new(name, frame=frame)


def _plain(_folder: Path) -> Any:
    """As an FBX of Mixamo comes in: centimetres and Y up in the bones, turned and scaled by the object."""
    places = {name: place for name, (_, place) in digest_inputs.figure().items()}
    armature = _build("Hero", {name: f"mixamorig:{digest_inputs.mixamo_name(name)}" for name in places}, places, 100.0)
    armature.rotation_euler = (np.pi / 2, 0, 0)
    armature.scale = (0.01,) * 3
    return armature


def _short(_folder: Path) -> None:
    """Short legs, long arms held 40 degrees down, two spine bones, a root, rolled bones, Euler angles."""
    places = {name: place.copy() for name, (_, place) in digest_inputs.figure().items()}
    for place in places.values():
        place[1] -= 0.25 if place[1] > 0.9 else place[1] * 0.28
    for side, angle in (("left", -40), ("right", 40)):
        turn, shoulder = np.array(Matrix.Rotation(np.radians(angle), 3, "Z")), places[f"{side}_shoulder"]
        for name in (f"{side}_elbow", f"{side}_wrist"):
            places[name] = shoulder + 1.2 * turn @ (places[name] - shoulder)
    del places["spine3"]
    names = {}
    for name in places:
        side, _, plain = name.rpartition("_")
        names[name] = _OWN_NAMES[plain or name] + (f"_{side[0].upper()}" if side else "")
    armature = _build("Short", names, {k: np.array([p[0], -p[2], p[1]]) for k, p in places.items()}, 1.0, root=True)
    for pose in armature.pose.bones:
        pose.rotation_mode = "XYZ"
    _animate(armature, "Thigh_{1}", "UpperArm_{1}", "Abdomen")


def _build(name: str, names: Mapping[str, str], places: Mapping[str, Any], units: float, root: bool = False) -> Any:
    """An armature with a bone for each joint of `places`; units: of the armature in a metre."""
    context: Any = bpy.context
    data = bpy.data.armatures.new(name)
    armature = bpy.data.objects.new(name, data)
    context.scene.collection.objects.link(armature)
    context.view_layer.objects.active = armature
    bpy.ops.object.mode_set(mode="EDIT")
    made: dict[str, Any] = {}
    if root:
        made[""] = data.edit_bones.new("Root")
        made[""].head, made[""].tail = (0, 0, 0), (0, 0.2 * units, 0)
    parents = {joint: _parent(joint, places) for joint in places}
    for joint, place in places.items():
        children = sorted((child for child in places if parents[child] == joint), key=lambda child: "_" in child)
        along = places[children[0]] - place if children else 0.5 * (place - places[parents[joint]])
        bone = made[joint] = data.edit_bones.new(names[joint])
        bone.head, bone.tail = place * units, (place + along) * units
        bone.parent = made.get(parents[joint])
        bone.roll += 0.5 if root else 0.0
    bpy.ops.object.mode_set(mode="OBJECT")
    context.view_layer.update()
    return armature


def _parent(joint: str, there: Container[str]) -> str:
    """The nearest joint above that is there, "" where there is none."""
    above = digest_inputs.figure()
    parent = above[joint][0]
    while parent and parent not in there:
        parent = above[parent][0]
    return parent


def _animate(armature: Any, thigh: str, arm: str, spine: str) -> None:
    """Keys at every fifth of 45 frames: legs and arms swing, the figure goes and turns."""
    for frame in range(1, 47, 5):
        phase = 2 * np.pi * frame / 30
        for side, letter, sign in (("Left", "L", 1), ("Right", "R", -1)):
            for name, size in ((thigh, 0.4), (arm, 0.3)):
                _key(armature.pose.bones[name.format(side, letter)], frame, (size * sign * np.sin(phase), 0.1, 0))
        _key(armature.pose.bones[spine], frame, (0, 0.15 * np.sin(phase), 0))
        armature.location = (0, -frame / 40, 0)
        armature.keyframe_insert("location", frame=frame)
    armature.animation_data.action.name = f"{armature.name} walks"


def _key(bone: Any, frame: int, angles: tuple[float, float, float]) -> None:
    turn = Matrix.Rotation(angles[0], 4, "X") @ Matrix.Rotation(angles[1], 4, "Y")
    if bone.rotation_mode == "QUATERNION":
        bone.rotation_quaternion = turn.to_quaternion()
        bone.keyframe_insert("rotation_quaternion", frame=frame)
    else:
        bone.rotation_euler = turn.to_euler("XYZ")
        bone.keyframe_insert("rotation_euler", frame=frame)


def read(path: Path) -> dict[str, Any]:
    """Actions with a digest of their keys, what the armatures play and keep, the scene's frames and markers."""
    bpy.ops.wm.open_mainfile(filepath=str(path))
    scene: Any = bpy.context.scene
    return {
        "actions": {action.name: _action(action) for action in bpy.data.actions},
        "objects": {obj.name: _object(obj) for obj in bpy.data.objects},
        "scene": {
            "frames": [scene.frame_start, scene.frame_end, scene.frame_current],
            "fps": scene.render.fps / scene.render.fps_base,
            "markers": [[mark.frame, mark.name] for mark in scene.timeline_markers],
            "kept": _kept(scene),
        },
    }


def _action(action: Any) -> dict[str, Any]:
    bags = [bag for layer in action.layers for strip in layer.strips for bag in strip.channelbags]
    curves = sorted((f"{c.data_path}[{c.array_index}]", c) for bag in bags for c in bag.fcurves)
    digest = hashlib.sha256()
    for name, curve in curves:
        digest.update(f"{name} {curve.extrapolation} {curve.group.name if curve.group else ''}\n".encode())
        for point in curve.keyframe_points:
            digest.update(np.array([*point.co, *point.handle_left, *point.handle_right], np.float32).tobytes())
            digest.update(" ".join(getattr(point, what) for what in _POINT).encode())
        for modifier in curve.modifiers:
            digest.update(f"{modifier.type} {getattr(modifier, 'mode_before', '')}".encode())
    return {
        "keys": digest.hexdigest(),
        "curves": len(curves),
        "points": sum(len(curve.keyframe_points) for _, curve in curves),
        "frames": list(action.frame_range),
        "slots": [slot.identifier for slot in action.slots],
        "fake_user": action.use_fake_user,
        "properties": {name: _plainly(value) for name, value in action.items()},
    }


def _object(obj: Any) -> dict[str, Any]:
    data = obj.animation_data
    tracks = data.nla_tracks if data else ()
    pose = obj.pose.bones if obj.pose else ()
    digest = hashlib.sha256()
    for bone in pose:
        digest.update(np.array(bone.matrix_basis, np.float32).tobytes())
    return {
        "action": data.action.name if data and data.action else "",
        "slot": data.action_slot.identifier if data and data.action_slot else "",
        "nla": [[track.name, track.mute, *([s.name, s.action.name, s.frame_start, s.frame_end, s.blend_type,
                 s.extrapolation] for s in track.strips)] for track in tracks],
        "basis": hashlib.sha256(np.array(obj.matrix_basis, np.float32).tobytes()).hexdigest(),
        "pose": digest.hexdigest(),
        "kept": _kept(obj),
    }  # fmt: skip


def _kept(owner: Any) -> dict[str, Any]:
    """Registered properties as they lie in the file, by the names under which a later add-on must find them."""
    group = owner.bl_system_properties_get()
    return {} if group is None else {name: _plainly(value) for name, value in group.items() if name == "motif"}


def _plainly(value: Any) -> Any:
    """A custom property's value for JSON; a datablock by its name, text that is JSON as what it says."""
    if isinstance(value, bpy.types.ID):
        return f"{type(value).__name__} {value.name}"
    if hasattr(value, "items"):
        return {name: _plainly(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)) or hasattr(value, "to_list"):
        return [_plainly(inner) for inner in value]
    if isinstance(value, str) and value.startswith("{"):
        return json.loads(value)
    return value


if __name__ == "__main__":
    if sys.argv[1] == "rigs":
        make_rigs(Path(sys.argv[2]).resolve())
    else:
        print("\n" + json.dumps([read(Path(name).resolve()) for name in sys.argv[2:]]), flush=True)
    sys.stdout.flush()
    os._exit(0)  # past Blender's own way out, which may hang
