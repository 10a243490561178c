"""Control rigs for the tests: Rigify's human as its add-on generates it, and one in the style of Auto-Rig Pro."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest
from mathutils import Vector

from tests.blender import helpers as h

RIGIFY_MAP = {
    "pelvis": "torso", "spine1": "spine_fk.001", "spine2": "spine_fk.002", "spine3": "spine_fk.003", "neck": "neck",
    "head": "head", "collar": "shoulder.{S}", "shoulder": "upper_arm_fk.{S}", "elbow": "forearm_fk.{S}",
    "wrist": "hand_fk.{S}", "hip": "thigh_fk.{S}", "knee": "shin_fk.{S}", "ankle": "foot_fk.{S}", "foot": "toe_fk.{S}",
}  # fmt: skip
ARP_MAP = {
    "pelvis": "c_root_master.x", "spine1": "c_spine_01.x", "spine2": "c_spine_02.x", "spine3": "c_spine_03.x",
    "neck": "c_neck.x", "head": "c_head.x", "collar": "c_shoulder.{S}", "shoulder": "c_arm_fk.{S}",
    "elbow": "c_forearm_fk.{S}", "wrist": "c_hand_fk.{S}", "hip": "c_thigh_fk.{S}", "knee": "c_leg_fk.{S}",
    "ankle": "c_foot_fk.{S}", "foot": "c_toes_fk.{S}",
}  # fmt: skip


def full_map(table: dict[str, str], sides: tuple[str, str]) -> dict[str, str]:
    """Role -> control, both sides written out."""
    out = {}
    for role in h.part("retarget.motion").CANONICAL_NAMES:
        side, _, part = role.rpartition("_")
        out[role] = table[part].replace("{S}", dict(zip(("left", "right"), sides)).get(side, ""))
    return out


def rigify() -> tuple[Any, dict[str, str]]:
    """Rigify's generated human, and its map. Generating takes seconds, so it is kept in build/ for the next test."""
    path: Path = h.ROOT / "build" / f"rigify-{'.'.join(map(str, bpy.app.version))}.blend"
    if not path.is_file():
        _generate(path)
    with bpy.data.libraries.load(str(path)) as (there, here):  # type: ignore[reportGeneralTypeIssues]
        here.objects = [name for name in there.objects if name == "rig"]
    armature = here.objects[0]
    bpy.context.scene.collection.objects.link(armature)
    bpy.context.view_layer.objects.active = armature
    bpy.context.view_layer.update()
    return armature, full_map(RIGIFY_MAP, ("L", "R"))


def _generate(path: Path) -> None:
    import addon_utils

    try:
        if addon_utils.enable("rigify", default_set=True) is None:
            pytest.skip("this Blender has no Rigify")
        bpy.ops.object.armature_human_metarig_add()
        metarig = bpy.context.object
        bpy.ops.pose.rigify_generate()
        made = next(o for o in bpy.data.objects if o.type == "ARMATURE" and o is not metarig)
        made.name = "rig"
        path.parent.mkdir(parents=True, exist_ok=True)
        bpy.data.libraries.write(str(path), {made}, fake_user=True)
    finally:
        addon_utils.disable("rigify", default_set=True)
        bpy.ops.wm.read_factory_settings(use_empty=True)
        h.motif().unregister()
        h.motif().register()


def auto_rig_pro(roll: float = 0.0) -> tuple[Any, dict[str, str]]:
    """A rig built as Auto-Rig Pro builds its own: FK and IK chains that a main chain copies by a switch, with deform
    bones on top that begin halfway along each limb segment."""
    armature = h.build("unreal", "Arp", arms=35, root=True, roll=roll)
    places = {b.name: (b.head_local.copy(), b.tail_local.copy()) for b in armature.data.bones}
    with h.edit_mode(armature):
        edit = armature.data.edit_bones
        for bone in list(edit):
            edit.remove(bone)
        _torso(edit, places)
        for side in "lr":
            _arm(edit, places, side)
            _leg(edit, places, side)
        for bone in edit:
            bone.use_deform = bone.name in _DEFORM or bone.name[:-2] in _DEFORM
    for side in "lr":
        _constrain(armature, side)
    for deform, control in _TORSO_COPIES.items():
        _copy(armature, deform, control)
    bpy.context.view_layer.update()
    return armature, full_map(ARP_MAP, ("l", "r"))


_TORSO_COPIES = {
    "root.x": "c_root.x", "spine_01.x": "c_spine_01.x", "spine_02.x": "c_spine_02.x", "spine_03.x": "c_spine_03.x",
    "neck.x": "c_neck.x", "head.x": "c_head.x",
}  # fmt: skip
_DEFORM = {
    *_TORSO_COPIES, "shoulder", "arm_stretch", "forearm_stretch", "hand", "thigh_stretch", "leg_stretch", "foot",
    "toes_01",
}  # fmt: skip


def _add(edit: Any, name: str, head: Any, tail: Any, parent: str = "") -> Any:
    bone = edit.new(name)
    bone.head, bone.tail = head, tail
    bone.parent = edit[parent] if parent else None
    return bone


def _torso(edit: Any, places: Any) -> None:
    _add(edit, "c_pos", (0, 0, 0), (0, 0.4, 0))
    _add(edit, "c_traj", (0, 0, 0), (0, 0.3, 0), "c_pos")
    pelvis, top = places["pelvis"]
    _add(edit, "c_root_master.x", pelvis, pelvis + Vector((0, 0.2, 0)), "c_traj")
    _add(edit, "c_root.x", pelvis, top, "c_root_master.x")
    _add(edit, "root.x", pelvis, top, "c_traj")
    above = "c_root_master.x"
    for name, source in (("spine_01", "spine_01"), ("spine_02", "spine_02"), ("spine_03", "spine_03"),
                         ("neck", "neck_01"), ("head", "head")):  # fmt: skip
        _add(edit, f"c_{name}.x", *places[source], above)
        _add(edit, f"{name}.x", *places[source], "c_traj")
        above = f"c_{name}.x"


def _chain(edit: Any, names: tuple[str, ...], points: list[Any], parent: str) -> None:
    for name, head, tail in zip(names, points, points[1:]):
        _add(edit, name, head, tail, parent)
        parent = name


def _limb(edit: Any, side: str, upper: str, lower: str, end: str, points: list[Any], parent: str) -> None:
    """FK, IK and main chains, and deform bones from the middle of each segment on."""
    _chain(edit, tuple(f"c_{n}_fk.{side}" for n in (upper, lower, end)), points, parent)
    _chain(edit, (f"{upper}_ik.{side}", f"{lower}_ik.{side}"), points[:3], parent)
    _chain(edit, tuple(f"{n}.{side}" for n in (upper, lower, end)), points, parent)
    for name, a, b in ((upper, points[0], points[1]), (lower, points[1], points[2])):
        _add(edit, f"{name}_stretch.{side}", (a + b) / 2, b, f"{name}.{side}")
    _add(edit, f"c_{end}_ik.{side}", points[2], points[3], "c_traj")


def _arm(edit: Any, places: Any, side: str) -> None:
    _add(edit, f"c_shoulder.{side}", *places[f"clavicle_{side}"], "c_spine_03.x")
    _add(edit, f"shoulder.{side}", *places[f"clavicle_{side}"], "c_traj")
    points = [places[f"{n}_{side}"][0].copy() for n in ("upperarm", "lowerarm", "hand")]
    points.append(places[f"hand_{side}"][1].copy())
    points[1].y += 0.02  # elbows rest a little bent, as riggers draw them
    _limb(edit, side, "arm", "forearm", "hand", points, f"c_shoulder.{side}")
    pole = points[1] + Vector((0, 0.5, 0))
    _add(edit, f"c_arms_pole.{side}", pole, pole + Vector((0, 0.05, 0)), "c_traj")


def _leg(edit: Any, places: Any, side: str) -> None:
    points = [places[f"{n}_{side}"][0].copy() for n in ("thigh", "calf", "foot", "ball")]
    points[1].y -= 0.02
    _limb(edit, side, "thigh", "leg", "foot", points, "c_root.x")
    toes = points[3], points[3] + Vector((0, -0.06, 0))
    _add(edit, f"c_toes_fk.{side}", *toes, f"c_foot_fk.{side}")
    _add(edit, f"c_toes_ik.{side}", *toes, f"c_foot_ik.{side}")
    _add(edit, f"toes_01.{side}", *toes, f"foot.{side}")
    pole = points[1] + Vector((0, -0.5, 0))
    _add(edit, f"c_leg_pole.{side}", pole, pole + Vector((0, -0.05, 0)), "c_traj")


def _constrain(armature: Any, side: str) -> None:
    """IK, and main chains that copy FK where the switch is 1."""
    _copy(armature, f"shoulder.{side}", f"c_shoulder.{side}")
    for limb in (("arm", "forearm", "hand", "c_arms_pole"), ("thigh", "leg", "foot", "c_leg_pole")):
        upper, lower, end, pole = (f"{name}.{side}" for name in limb)
        target = f"c_{limb[2]}_ik.{side}"
        armature.pose.bones[target]["ik_fk_switch"] = 0.0
        _solve(armature, f"{limb[0]}_ik.{side}", f"{limb[1]}_ik.{side}", target, pole)
        pairs = [
            (upper, f"{limb[0]}_ik.{side}", f"c_{limb[0]}_fk.{side}"),
            (lower, f"{limb[1]}_ik.{side}", f"c_{limb[1]}_fk.{side}"),
            (end, target, f"c_{limb[2]}_fk.{side}"),
        ]
        if limb[2] == "foot":
            pairs.append((f"toes_01.{side}", f"c_toes_ik.{side}", f"c_toes_fk.{side}"))
        for main, ik, fk in pairs:
            _copy(armature, main, ik)
            _drive(_copy(armature, main, fk), armature, target)


def _copy(armature: Any, bone: str, target: str) -> Any:
    made = armature.pose.bones[bone].constraints.new("COPY_TRANSFORMS")
    made.target, made.subtarget = armature, target
    return made


def _drive(constraint: Any, armature: Any, switch: str) -> None:
    driver = constraint.driver_add("influence").driver
    driver.type = "AVERAGE"
    variable = driver.variables.new()
    variable.targets[0].id = armature
    variable.targets[0].data_path = f'pose.bones["{switch}"]["ik_fk_switch"]'


def _solve(armature: Any, upper: str, lower: str, target: str, pole: str) -> None:
    ik = armature.pose.bones[lower].constraints.new("IK")
    ik.target, ik.subtarget, ik.pole_target, ik.pole_subtarget = armature, target, armature, pole
    ik.chain_count, ik.use_stretch = 2, False
    rest = np.array(armature.data.bones[upper].matrix_local)
    to_pole = np.array(armature.data.bones[pole].head_local) - rest[:3, 3]
    ik.pole_angle = np.arctan2(to_pole @ rest[:3, 2], to_pole @ rest[:3, 0])


def expected(binding: Any, motion: Any) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Joint -> where its bone of the body should be, and how it should have turned since rest, in armature space."""
    quat = h.part("retarget.quat")
    pos, rot = (values.astype(float) for values in motion.globals())
    pos = binding.origin + quat.rotate(binding.turn.astype(float), pos) / binding.scale
    rot = quat.multiply(binding.turn.astype(float), rot)
    around = h.part("controls.movements").rotation_of(binding.carried)
    out = {}
    for j, joint in enumerate(binding.joints):
        turned = quat.multiply(rot[:, j], quat.inverse(joint.rest.astype(float)))
        turned = quat.multiply(around, quat.multiply(turned, quat.inverse(around)))
        out[joint.name] = (pos[:, j] @ binding.carried[:3, :3].T + binding.carried[:3, 3], turned)
    return out


def deform_errors(
    armature: Any, binding: Any, motion: Any, start: int = 1, step: int = 7
) -> dict[str, dict[str, float]]:
    """Role -> largest errors of the bone that moves the mesh there: direction and turn in degrees, place in mm.

    direction: of the bone's own length; turn: about every axis; place: of the joint, by the body's bone.
    """
    quat, rotation_of = h.part("retarget.quat"), h.part("controls.movements").rotation_of
    want, scene = expected(binding, motion), bpy.context.scene
    rests = {b.name: np.array(b.matrix_local) for b in armature.data.bones}
    out: dict[str, dict[str, float]] = {}
    unit = 1000 * binding.scale
    for row in range(0, len(motion), step):
        scene.frame_set(start + row)
        seen = armature.evaluated_get(bpy.context.evaluated_depsgraph_get()).pose.bones
        for role, match in binding.controls.body.bones.items():
            shown = binding.controls.deform[role] or match.name
            place, turned = (values[row] for values in want[match.name])
            matrix = np.array(seen[shown].matrix)
            along = quat.rotate(turned, binding.carried[:3, :3] @ rests[shown][:3, 1])
            cosine = quat.normalize(along) @ quat.normalize(matrix[:3, 1])
            have = quat.multiply(rotation_of(matrix), quat.inverse(rotation_of(binding.carried @ rests[shown])))
            body = np.array(seen[binding_bone(binding, match.name)].matrix)[:3, 3]
            errors = {
                "direction": float(np.degrees(np.arccos(np.clip(cosine, -1, 1)))),
                "turn": float(np.degrees(quat.angle_between(have, turned))),
                "place": float(np.linalg.norm(body - place)) * unit,
            }
            best = out.setdefault(role, dict.fromkeys(errors, 0.0))
            out[role] = {name: max(best[name], errors[name]) for name in errors}
    return out


def binding_bone(binding: Any, joint: str) -> str:
    """The bone whose head shows where a joint of the body is: main chains where the joint is an FK control."""
    main = joint.removeprefix("c_").replace("_fk.", ".") if joint.startswith("c_") else joint
    return {"toes.l": "toes_01.l", "toes.r": "toes_01.r"}.get(main, main)
