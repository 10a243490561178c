"""Known control rigs (Rigify, Auto-Rig Pro) as data: names of controls, of deform bones, and IK/FK switches.

Another kind of control rig is one more entry in KITS. "{S}" stands for the side as the kit writes it; a role without
"left_" or "right_" means both sides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ..retarget.mapping.bone_map import BoneMap, BoneMatch
from ..retarget.motion import CANONICAL_NAMES


@dataclass(frozen=True)
class Setting:
    """A custom property of a pose bone that decides what the body follows, such as an IK/FK switch. fk, ik: its values
    for FK and for IK. limb: the upper role of the limb that it is for, "" for none."""

    bone: str
    name: str
    fk: float
    ik: float
    limb: str = ""


@dataclass(frozen=True)
class LimbControls:
    """IK controls of an arm or a leg. roles: its upper joint, lower joint and end. end: the IK target. pole: the pole
    target. toe_role, toe: role and control of the toes, "" for none."""

    roles: tuple[str, str, str]
    end: str
    pole: str
    toe_role: str = ""
    toe: str = ""


@dataclass(frozen=True)
class Kit:
    """One kind of control rig.

    sides: how it writes left and right. fk: role -> names of its FK control, the usual one first. body: role -> names
    of the bone that stands for the body there: it has its rest head at the joint, and moves as the mesh does once
    `settings` are applied. deform: role -> names of the deform bone there. spine: pattern of spine controls, and
    template of the body bone that each rotates. root: controls that carry the whole character. limbs: with IK
    controls. settings: what makes the body follow the controls. neutral: pattern of controls whose poses add to those
    of the others, which must stay at rest.
    """

    sides: tuple[str, str]
    fk: Mapping[str, tuple[str, ...]]
    body: Mapping[str, tuple[str, ...]]
    deform: Mapping[str, tuple[str, ...]]
    spine: tuple[str, str]
    root: tuple[str, ...]
    limbs: tuple[LimbControls, ...]
    settings: tuple[Setting, ...]
    neutral: str

    def body_map(self, bones: Collection[str], controls: BoneMap) -> BoneMap:
        """Return the body's bones for the roles of `controls`, a bone map of FK controls.

        bones: names of all bones. A role that has no bone of the body in this rig keeps its control.
        """
        found = {}
        for role, match in controls.bones.items():
            name = self._first(self.body, role, bones) or match.name
            if name not in {m.name for m in found.values()}:
                found[role] = BoneMatch(name, match.confidence)
        return BoneMap(controls.family, found, fingers=controls.fingers)

    def deform_bone(self, role: str, bones: Collection[str]) -> str:
        """Return the deform bone of a role, "" where there is none."""
        return self._first(self.deform, role, bones)

    def spine_controls(self, bones: Collection[str]) -> dict[str, str]:
        """Return spine control -> the body bone that it rotates, in the order of `bones`."""
        pattern, template = self.spine
        found = {name: match.expand(template) for name in bones if (match := re.fullmatch(pattern, name))}
        return {control: bone for control, bone in found.items() if bone in bones}

    def each_setting(self, bones: Collection[str]) -> list[Setting]:
        """Return the settings whose bones are in `bones`, with the names of both sides."""
        out = []
        for setting in self.settings:
            sides = zip(("left_", "right_"), self.sides) if "{S}" in setting.bone else [("", "")]
            for side, written in sides:
                bone = setting.bone.replace("{S}", written)
                if bone in bones:
                    out.append(replace(setting, bone=bone, limb=setting.limb and side + setting.limb))
        return out

    def each_limb(self) -> list[LimbControls]:
        """Return the limbs of both sides, left first."""
        out = []
        for side, written in zip(("left_", "right_"), self.sides):
            for limb in self.limbs:
                end, pole, toe = (name.replace("{S}", written) for name in (limb.end, limb.pole, limb.toe))
                a, b, c = (side + role for role in limb.roles)
                out.append(LimbControls((a, b, c), end, pole, limb.toe_role and side + limb.toe_role, toe))
        return out

    def is_fk_control(self, role: str, bone: str) -> bool:
        """Return whether `bone` is this kit's FK control for a role."""
        return bone in self._written(self.fk, role)

    def _first(self, table: Mapping[str, tuple[str, ...]], role: str, bones: Collection[str]) -> str:
        """Return the first name for a role in `table` that is in `bones`, "" for none."""
        return next((name for name in self._written(table, role) if name in bones), "")

    def _written(self, table: Mapping[str, tuple[str, ...]], role: str) -> list[str]:
        """Return the names for a role in `table`, with its side as the kit writes it."""
        side, _, part = role.rpartition("_")
        written = self.sides[side == "right"] if side else ""
        return [name.replace("{S}", written) for name in table.get(part, ())]


def _rigify_body(prefix: str) -> dict[str, tuple[str, ...]]:
    """Return role -> names of Rigify's bones with `prefix`: "ORG-" of the body, "DEF-" of the deform bones."""
    names = {
        "pelvis": ("spine",), "spine1": ("spine.001",), "spine2": ("spine.002",), "spine3": ("spine.003",),
        "neck": ("spine.004",), "head": ("spine.006", "spine.005"), "collar": ("shoulder.{S}",),
        "shoulder": ("upper_arm.{S}",), "elbow": ("forearm.{S}",), "wrist": ("hand.{S}",), "hip": ("thigh.{S}",),
        "knee": ("shin.{S}",), "ankle": ("foot.{S}",), "foot": ("toe.{S}",),
    }  # fmt: skip
    return {role: tuple(prefix + name for name in variants) for role, variants in names.items()}


_RIGIFY = Kit(
    sides=("L", "R"),
    fk={
        "pelvis": ("torso",), "spine1": ("spine_fk.001",), "spine2": ("spine_fk.002",), "spine3": ("spine_fk.003",),
        "neck": ("neck",), "head": ("head",), "collar": ("shoulder.{S}",), "shoulder": ("upper_arm_fk.{S}",),
        "elbow": ("forearm_fk.{S}",), "wrist": ("hand_fk.{S}",), "hip": ("thigh_fk.{S}",), "knee": ("shin_fk.{S}",),
        "ankle": ("foot_fk.{S}",), "foot": ("toe_fk.{S}", "toe.{S}"),
    },
    body=_rigify_body("ORG-"),
    deform=_rigify_body("DEF-"),
    spine=(r"spine_fk((?:\.\d+)?)", r"ORG-spine\1"),
    root=("root",),
    limbs=(
        LimbControls(("shoulder", "elbow", "wrist"), "hand_ik.{S}", "upper_arm_ik_target.{S}"),
        LimbControls(("hip", "knee", "ankle"), "foot_ik.{S}", "thigh_ik_target.{S}", "foot", "toe_ik.{S}"),
    ),
    settings=(
        Setting("upper_arm_parent.{S}", "IK_FK", 1, 0, "shoulder"),
        Setting("thigh_parent.{S}", "IK_FK", 1, 0, "hip"),
        Setting("upper_arm_parent.{S}", "pole_vector", 1, 1, "shoulder"),
        Setting("thigh_parent.{S}", "pole_vector", 1, 1, "hip"),
        Setting("torso", "neck_follow", 1, 1),
        Setting("torso", "head_follow", 1, 1),
    ),
    neutral=r"hips|chest|(?:tweak_|.*_tweak).*|foot_(?:heel|spin)_ik\..*|(?:thigh|upper_arm)_ik\..*",
)  # fmt: skip

_AUTO_RIG_PRO = Kit(
    sides=("l", "r"),
    fk={
        "pelvis": ("c_root_master.x",), "spine1": ("c_spine_01.x",), "spine2": ("c_spine_02.x",),
        "spine3": ("c_spine_03.x",), "neck": ("c_neck.x",), "head": ("c_head.x",), "collar": ("c_shoulder.{S}",),
        "shoulder": ("c_arm_fk.{S}",), "elbow": ("c_forearm_fk.{S}",), "wrist": ("c_hand_fk.{S}",),
        "hip": ("c_thigh_fk.{S}",), "knee": ("c_leg_fk.{S}",), "ankle": ("c_foot_fk.{S}",), "foot": ("c_toes_fk.{S}",),
    },
    # The deform bones of a limb begin halfway along it, so the joints are where the FK controls are.
    body={"pelvis": ("c_root.x", "root.x")},
    deform={
        "pelvis": ("root.x",), "spine1": ("spine_01.x",), "spine2": ("spine_02.x",), "spine3": ("spine_03.x",),
        "neck": ("neck.x",), "head": ("head.x",), "collar": ("shoulder.{S}",), "shoulder": ("arm_stretch.{S}",),
        "elbow": ("forearm_stretch.{S}",), "wrist": ("hand.{S}",), "hip": ("thigh_stretch.{S}",),
        "knee": ("leg_stretch.{S}",), "ankle": ("foot.{S}",), "foot": ("toes_01.{S}",),
    },
    spine=(r"(c_spine_\d+\.x)", r"\1"),
    root=("c_traj", "c_pos"),
    limbs=(
        LimbControls(("shoulder", "elbow", "wrist"), "c_hand_ik.{S}", "c_arms_pole.{S}"),
        LimbControls(("hip", "knee", "ankle"), "c_foot_ik.{S}", "c_leg_pole.{S}", "foot", "c_toes_ik.{S}"),
    ),
    settings=(
        Setting("c_hand_ik.{S}", "ik_fk_switch", 1, 0, "shoulder"),
        Setting("c_foot_ik.{S}", "ik_fk_switch", 1, 0, "hip"),
    ),
    neutral=r"c_root\.x|c_foot_(?:01|roll_cursor|bank_\d+|heel)\..*|c_(?:thigh|arm)_b\..*|c_(?:stretch|tweak).*",
)  # fmt: skip

KITS: Mapping[str, Kit] = {"rigify": _RIGIFY, "auto-rig pro": _AUTO_RIG_PRO}


def kit_of(controls: BoneMap) -> Kit | None:
    """Return the kit whose FK controls a bone map has for most of the limbs, None for a rig without controls."""
    limbs = [role for role in CANONICAL_NAMES if role.endswith(("_hip", "_knee", "_shoulder", "_elbow"))]
    for kit in KITS.values():
        bones = {role: controls.bones[role].name for role in limbs if role in controls.bones}
        if sum(kit.is_fk_control(role, bone) for role, bone in bones.items()) > len(limbs) / 2:
            return kit
    return None
