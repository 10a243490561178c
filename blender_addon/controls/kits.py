"""Control rigs as data: which bones the artist's controls are, and which settings make the body follow them.

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
    """A custom property that decides what the body follows. fk, ik: its value while FK, or IK, controls lead the limb
    that starts at the role `limb`; "" for one that is no limb's."""

    bone: str
    name: str
    fk: float
    ik: float
    limb: str = ""


@dataclass(frozen=True)
class LimbControls:
    """IK controls of an arm or a leg. roles: its upper joint, lower joint and end, and the toes or ""."""

    roles: tuple[str, str, str]
    end: str
    pole: str
    toe_role: str = ""
    toe: str = ""


@dataclass(frozen=True)
class Kit:
    """One kind of control rig.

    sides: how it writes left and right. fk: role -> its FK control, the usual name first. body: role -> the bone that
    stands for the body there: it shares its rest head with the joint and moves as the mesh does when `settings` are
    made. shows: role -> the bone that moves the mesh there. hub: the control that carries the torso. spine: pattern of
    spine controls, and how to write the body bone that each one turns. root: controls that carry the whole character.
    neutral: pattern of the controls that add to what these do, and so must stay at rest.
    """

    sides: tuple[str, str]
    fk: Mapping[str, tuple[str, ...]]
    body: Mapping[str, tuple[str, ...]]
    shows: Mapping[str, tuple[str, ...]]
    spine: tuple[str, str]
    root: tuple[str, ...]
    limbs: tuple[LimbControls, ...]
    settings: tuple[Setting, ...]
    neutral: str

    def body_map(self, bones: Collection[str], controls: BoneMap) -> BoneMap:
        """The roles' bones of the body, for the roles that `controls` has; a role that this rig's body has no bone
        for keeps its control."""
        found = {}
        for role, match in controls.bones.items():
            name = self._first(self.body, role, bones) or match.name
            if name not in {m.name for m in found.values()}:
                found[role] = BoneMatch(name, match.confidence)
        return BoneMap(controls.family, found, fingers=controls.fingers)

    def shown_by(self, role: str, bones: Collection[str]) -> str:
        """The bone that moves the mesh for a role, "" where there is none."""
        return self._first(self.shows, role, bones)

    def spine_controls(self, bones: Collection[str]) -> dict[str, str]:
        """Spine control -> the body bone that it turns, in the order of the rig's bones."""
        pattern, twin = self.spine
        found = {name: match.expand(twin) for name in bones if (match := re.fullmatch(pattern, name))}
        return {control: bone for control, bone in found.items() if bone in bones}

    def each_setting(self, bones: Collection[str]) -> list[Setting]:
        """The settings, with sides written out, that this rig may have."""
        out = []
        for setting in self.settings:
            sides = zip(("left_", "right_"), self.sides) if "{S}" in setting.bone else [("", "")]
            for side, written in sides:
                bone = setting.bone.replace("{S}", written)
                if bone in bones:
                    out.append(replace(setting, bone=bone, limb=setting.limb and side + setting.limb))
        return out

    def each_limb(self) -> list[LimbControls]:
        """The limbs of both sides, left first."""
        out = []
        for side, written in zip(("left_", "right_"), self.sides):
            for limb in self.limbs:
                end, pole, toe = (name.replace("{S}", written) for name in (limb.end, limb.pole, limb.toe))
                a, b, c = (side + role for role in limb.roles)
                out.append(LimbControls((a, b, c), end, pole, limb.toe_role and side + limb.toe_role, toe))
        return out

    def leads(self, role: str, bone: str) -> bool:
        """Whether `bone` is this kit's FK control for a role."""
        return bone in self._written(self.fk, role)

    def _first(self, table: Mapping[str, tuple[str, ...]], role: str, bones: Collection[str]) -> str:
        return next((name for name in self._written(table, role) if name in bones), "")

    def _written(self, table: Mapping[str, tuple[str, ...]], role: str) -> list[str]:
        side, _, part = role.rpartition("_")
        written = self.sides[side == "right"] if side else ""
        return [name.replace("{S}", written) for name in table.get(part, ())]


def _rigify_body(prefix: str) -> dict[str, tuple[str, ...]]:
    names = {
        "pelvis": ("spine",), "spine1": ("spine.001",), "spine2": ("spine.002",), "spine3": ("spine.003",),
        "neck": ("spine.004",), "head": ("spine.006", "spine.005"), "collar": ("shoulder.{S}",),
        "shoulder": ("upper_arm.{S}",), "elbow": ("forearm.{S}",), "wrist": ("hand.{S}",), "hip": ("thigh.{S}",),
        "knee": ("shin.{S}",), "ankle": ("foot.{S}",), "foot": ("toe.{S}",),
    }  # fmt: skip
    return {role: tuple(prefix + name for name in own) for role, own in names.items()}


_RIGIFY = Kit(
    sides=("L", "R"),
    fk={
        "pelvis": ("torso",), "spine1": ("spine_fk.001",), "spine2": ("spine_fk.002",), "spine3": ("spine_fk.003",),
        "neck": ("neck",), "head": ("head",), "collar": ("shoulder.{S}",), "shoulder": ("upper_arm_fk.{S}",),
        "elbow": ("forearm_fk.{S}",), "wrist": ("hand_fk.{S}",), "hip": ("thigh_fk.{S}",), "knee": ("shin_fk.{S}",),
        "ankle": ("foot_fk.{S}",), "foot": ("toe_fk.{S}", "toe.{S}"),
    },
    body=_rigify_body("ORG-"),
    shows=_rigify_body("DEF-"),
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
    shows={
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
    """The kit whose FK controls are mapped on the limbs; None for a rig whose bones are keyed themselves."""
    limbs = [role for role in CANONICAL_NAMES if role.endswith(("_hip", "_knee", "_shoulder", "_elbow"))]
    for kit in KITS.values():
        led = [role for role in limbs if role in controls.bones and kit.leads(role, controls.bones[role].name)]
        if len(led) > len(limbs) / 2:
            return kit
    return None
