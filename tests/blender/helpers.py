"""Rigs made by code, the fake engine, and measures on evaluated poses. Runs inside Blender."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Euler, Matrix

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LINK = ROOT / "build" / "link"
VARIABLE = "MOTIF_ENGINE_PYTHON"
REAL_PYTHON = os.environ.get(VARIABLE, "")

# Role -> bone; `{S}` is the side as the family writes it.
MIXAMO = {
    "pelvis": "Hips", "spine1": "Spine", "spine2": "Spine1", "spine3": "Spine2", "neck": "Neck", "head": "Head",
    "hip": "{S}UpLeg", "knee": "{S}Leg", "ankle": "{S}Foot", "foot": "{S}ToeBase", "collar": "{S}Shoulder",
    "shoulder": "{S}Arm", "elbow": "{S}ForeArm", "wrist": "{S}Hand",
}  # fmt: skip
RIGIFY = {
    "pelvis": "spine", "spine1": "spine.001", "spine2": "spine.002", "spine3": "spine.003", "neck": "spine.004",
    "head": "spine.006", "hip": "thigh.{S}", "knee": "shin.{S}", "ankle": "foot.{S}", "foot": "toe.{S}",
    "collar": "shoulder.{S}", "shoulder": "upper_arm.{S}", "elbow": "forearm.{S}", "wrist": "hand.{S}",
}  # fmt: skip
UNREAL = {
    "pelvis": "pelvis", "spine1": "spine_01", "spine2": "spine_02", "spine3": "spine_03", "neck": "neck_01",
    "head": "head", "hip": "thigh_{S}", "knee": "calf_{S}", "ankle": "foot_{S}", "foot": "ball_{S}",
    "collar": "clavicle_{S}", "shoulder": "upperarm_{S}", "elbow": "lowerarm_{S}", "wrist": "hand_{S}",
}  # fmt: skip
SIDES = {"mixamo": ("Left", "Right"), "rigify": ("L", "R"), "unreal": ("l", "r")}
FAMILIES = {"mixamo": MIXAMO, "rigify": RIGIFY, "unreal": UNREAL}
PREFIX = {"mixamo": "mixamorig:", "rigify": "", "unreal": ""}
LIMBS = [
    (f"{side}_{a}", f"{side}_{b}")
    for side in ("left", "right")
    for a, b in (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist"))
]


def motif() -> Any:
    """The add-on from the linked tree."""
    import motif  # type: ignore[import-not-found]

    return motif


def part(name: str) -> Any:
    """A module of the add-on."""
    import importlib

    return importlib.import_module(f"motif.{name}")


def bone_name(family: str, role: str) -> str:
    """The family's name for a role."""
    side, _, plain = role.rpartition("_")
    written = dict(zip(("left", "right"), SIDES[family])).get(side, "")
    return PREFIX[family] + FAMILIES[family][plain].replace("{S}", written)


def build(
    family: str = "rigify", name: str = "Rig", *, arms: float = 0.0, unit: float = 1.0, y_up: bool = False,
    root: bool = False, roll: float = 0.0, leave_out: tuple[str, ...] = (), mode: str = "QUATERNION",
    size: float = 1.0,
) -> Any:  # fmt: skip
    """A human armature standing at its object's origin, facing -Y (or +Z with `y_up`).

    arms: degrees they hang below a T-pose. unit: metres in an armature unit. root: a bone on the ground above the
    hips. roll: of every bone, degrees. leave_out: roles without a bone. size: times the canonical figure.
    """
    motion = part("retarget.motion")
    skeleton = motion.canonical_skeleton()
    pos, _ = skeleton.rest_globals()
    pos = (pos + np.array([0, 0.98, 0])) * size / unit
    for side in ("left", "right"):
        _lower(pos, side, arms)
    if not y_up:
        pos = np.stack([pos[:, 0], -pos[:, 2], pos[:, 1]], axis=-1)
    data = bpy.data.armatures.new(name)
    armature = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(armature)
    bpy.context.view_layer.objects.active = armature
    with edit_mode(armature):
        _bones(data, family, skeleton, pos, unit / size, root, leave_out, y_up)
        for bone in data.edit_bones:
            bone.roll += np.radians(roll)
    for pose in armature.pose.bones:
        pose.rotation_mode = mode
    bpy.context.view_layer.update()
    return armature


@contextlib.contextmanager
def edit_mode(armature: Any) -> Iterator[None]:
    """Edit Mode on the active armature."""
    bpy.context.view_layer.objects.active = armature
    armature.select_set(True)
    bpy.ops.object.mode_set(mode="EDIT")
    yield
    bpy.ops.object.mode_set(mode="OBJECT")


def _lower(pos: np.ndarray, side: str, degrees: float) -> None:
    index = part("retarget.motion").ROLE_INDEX
    start = pos[index[f"{side}_shoulder"]].copy()
    angle = np.radians(degrees) * (-1 if side == "left" else 1)
    turn = np.array(Euler((0, 0, angle)).to_matrix())
    for role in ("elbow", "wrist"):
        j = index[f"{side}_{role}"]
        pos[j] = start + turn @ (pos[j] - start)


def _bones(
    data: Any, family: str, skeleton: Any, pos: np.ndarray, unit: float, root: bool, leave_out: tuple, y_up: bool
) -> None:
    made: dict[int, Any] = {}
    base = None
    if root:
        base = data.edit_bones.new("root")
        base.head, base.tail = (0, 0, 0), (0, 0.2 / unit, 0)
    for j, role in enumerate(skeleton.names):
        if role in leave_out:
            continue
        bone = data.edit_bones.new(bone_name(family, role))
        children = [k for k, parent in enumerate(skeleton.parents) if parent == j]
        middle = [k for k in children if "_" not in skeleton.names[k]]
        bone.head = pos[j]
        if children:
            bone.tail = pos[(middle or children)[0]]
        else:
            up = skeleton.parents[j]
            bone.tail = pos[j] + (pos[j] - pos[up]) * 0.5
        parent = int(skeleton.parents[j])
        while parent >= 0 and parent not in made:
            parent = int(skeleton.parents[parent])
        bone.parent = made[parent] if parent >= 0 else base
        made[j] = bone


def place(armature: Any, location: tuple = (0, 0, 0), rotation: tuple = (0, 0, 0), scale: float = 1.0) -> None:
    """Move the object (degrees)."""
    armature.location = location
    armature.rotation_euler = [np.radians(a) for a in rotation]
    armature.scale = (scale,) * 3
    bpy.context.view_layer.update()


def pose_points(armature: Any, roles: Mapping[str, str], frames: range) -> dict[str, np.ndarray]:
    """World head of each role's bone as Blender evaluates it: role -> (T, 3)."""
    out: dict[str, list] = {role: [] for role in roles}
    for frame in frames:
        bpy.context.scene.frame_set(frame)
        seen = armature.evaluated_get(bpy.context.evaluated_depsgraph_get())
        for role, bone in roles.items():
            out[role].append(tuple(seen.matrix_world @ seen.pose.bones[bone].head))
    return {role: np.array(points) for role, points in out.items()}


def roles_of(armature: Any) -> dict[str, str]:
    """Role -> bone, as the add-on matches them."""
    return {role: match.name for role, match in part("rig.binding").find_map(armature).bones.items()}


def source_points(motion: Any) -> dict[str, np.ndarray]:
    """A canonical motion's joints in Blender's axes: role -> (T, 3)."""
    pos, _ = motion.globals()
    pos = np.stack([pos[..., 0], -pos[..., 2], pos[..., 1]], axis=-1)
    return {role: pos[:, j] for j, role in enumerate(motion.skeleton.roles)}


def limb_error(posed: Mapping[str, np.ndarray], source: Mapping[str, np.ndarray], facing: Any = None) -> float:
    """Largest angle in degrees between a limb's direction and the source's, over frames and limbs."""
    turn = np.eye(3) if facing is None else np.array(facing)
    worst = 0.0
    for a, b in LIMBS:
        have, want = posed[b] - posed[a], (source[b] - source[a]) @ turn.T
        have = have / np.linalg.norm(have, axis=-1, keepdims=True)
        want = want / np.linalg.norm(want, axis=-1, keepdims=True)
        cosine = np.clip(np.sum(have * want, axis=-1), -1, 1)
        worst = max(worst, float(np.degrees(np.arccos(cosine)).max()))
    return worst


@contextlib.contextmanager
def engine(path: str | None = None) -> Iterator[None]:
    """The fake engine in place of the real one, or the interpreter `path`; ended afterwards."""
    session = part("session.session")
    before = os.environ.get(VARIABLE, "")
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "python"
        program.write_text(f'#!/bin/sh\nexec "{_plain_python()}" "{HERE / "fake_engine.py"}"\n', encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        os.environ[VARIABLE] = str(program) if path is None else path
        try:
            session.settings_changed()
            yield
        finally:
            session.end_engine()
            os.environ[VARIABLE] = before
            session.settings_changed()


def _plain_python() -> str:
    """A Python with numpy to run the fake engine."""
    if REAL_PYTHON:
        return REAL_PYTHON
    local = ROOT / ".venv" / "bin" / "python"
    return str(local) if local.is_file() else sys.executable


def snapshot() -> dict[str, Any]:
    """What must not change when something fails."""
    return {
        "actions": sorted(a.name for a in bpy.data.actions),
        "objects": sorted(
            (o.name, tuple(map(tuple, o.matrix_basis)), o.animation_data.action.name if _acts(o) else "",
             len(o.motif.takes))
            for o in bpy.data.objects
        ),
        "poses": [
            (o.name, [(p.name, tuple(map(tuple, p.matrix_basis))) for p in o.pose.bones])
            for o in bpy.data.objects
            if o.type == "ARMATURE"
        ],
        "seed": bpy.context.scene.motif.seed,
        "frame": bpy.context.scene.frame_current,
    }  # fmt: skip


def _acts(obj: Any) -> bool:
    return obj.animation_data is not None and obj.animation_data.action is not None


def raised(kind: type[Exception], call: Any, *args: Any) -> str:
    """The sentence of the error that a call must raise."""
    try:
        result = call(*args)
    except kind as error:
        return str(error)
    raise AssertionError(f"nothing was raised: {result}")


def refused(call: Any, *args: Any, **kwargs: Any) -> str:
    """The sentence with which an operator refuses."""
    try:
        result = call(*args, **kwargs)
    except RuntimeError as error:
        return str(error)
    raise AssertionError(f"nothing was refused: {result}")


def pump_until(done: Any, seconds: float = 20.0) -> None:
    """Call the session's timer by hand, as Blender's window would, until `done()`."""
    import time

    session = part("session.session")
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "nothing came back from the engine"
        session._pump()
        time.sleep(0.02)


def rotation_z(degrees: float) -> Any:
    """3x3 about Blender's up axis."""
    return Matrix.Rotation(np.radians(degrees), 3, "Z")
