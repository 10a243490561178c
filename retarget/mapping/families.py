"""Name tables of known families of rigs, as data: a new family is one more entry in TABLES.

An entry gives, for each role without its "left_" or "right_", the family's names for that bone, the usual one first;
"{S}" stands for the side as the family writes it. Names are compared without the prefixes and suffixes that a rig's
bones share, and with less confidence also without case and separators. Where a family only numbers its spine, spine and
neck are left out: `recognise` finds them between pelvis, shoulders and head.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """Bone names of one family of rigs.

    sides: how it writes left and right. bones: role without side -> names. prefixes: what may precede any name, as
    regular expressions. controls: the kind of control rig (see BoneMap.controls), whose bones need not be each other's
    parents as a body's are. high_chest: the shoulders' parent is one bone above the named spine3.
    """

    sides: tuple[str, str]
    bones: Mapping[str, tuple[str, ...]]
    prefixes: tuple[str, ...] = ()
    controls: str = ""
    high_chest: bool = False


def _bones(**roles: str) -> dict[str, tuple[str, ...]]:
    """Split the alternatives, separated by "|", of each role."""
    return {role: tuple(names.split("|")) for role, names in roles.items()}


_HUMAN_IK = _bones(
    pelvis="Hips", hip="{S}UpLeg", knee="{S}Leg", ankle="{S}Foot", foot="{S}ToeBase|{S}Toes", neck="Neck", head="Head",
    collar="{S}Shoulder", shoulder="{S}Arm", elbow="{S}ForeArm", wrist="{S}Hand",
)  # fmt: skip
_UNREAL = _bones(
    pelvis="pelvis", hip="thigh_{S}", knee="calf_{S}", ankle="foot_{S}", foot="ball_{S}", neck="neck_01", head="head",
    collar="clavicle_{S}", shoulder="upperarm_{S}", elbow="lowerarm_{S}", wrist="hand_{S}",
)  # fmt: skip
_MMD = _bones(
    pelvis="腰|グルーブ|センター|下半身", hip="{S}足", knee="{S}ひざ", ankle="{S}足首", foot="{S}つま先|{S}足先EX",
    spine1="上半身", spine2="上半身2|上半身２", spine3="上半身3|上半身３", neck="首", head="頭", collar="{S}肩",
    shoulder="{S}腕", elbow="{S}ひじ", wrist="{S}手首",
)  # fmt: skip

_BODIES: Mapping[str, Family] = {
    "SMPL": Family(
        ("left", "right"),
        _bones(
            pelvis="pelvis", spine1="spine1", spine2="spine2", spine3="spine3", neck="neck", head="head",
            **{r: "{S}_" + r for r in ("hip", "knee", "ankle", "foot", "collar", "shoulder", "elbow", "wrist")},
        ),
    ),
    "Mixamo": Family(
        ("Left", "Right"),
        {**_HUMAN_IK, **_bones(spine1="Spine", spine2="Spine1", spine3="Spine2")},
        (r"mixamorig\d*[:_]?",),
    ),
    "CMU": Family(
        ("Left", "Right"),
        {**_HUMAN_IK, **_bones(spine1="LowerBack", spine2="Spine", spine3="Spine1", neck="Neck|Neck1")},
    ),
    "CMU asf": Family(
        ("l", "r"),
        _bones(
            pelvis="root", hip="{S}femur", knee="{S}tibia", ankle="{S}foot", foot="{S}toes", spine1="lowerback",
            spine2="upperback", spine3="thorax", neck="lowerneck|upperneck", head="head", collar="{S}clavicle",
            shoulder="{S}humerus", elbow="{S}radius", wrist="{S}wrist|{S}hand",
        ),
    ),
    "Rigify": Family(
        ("L", "R"),
        _bones(
            pelvis="spine|hips", hip="thigh.{S}", knee="shin.{S}", ankle="foot.{S}", foot="toe.{S}",
            head="spine.006|head", collar="shoulder.{S}", shoulder="upper_arm.{S}", elbow="forearm.{S}",
            wrist="hand.{S}",
        ),
        (r"(?:DEF|ORG)[-_]",),
    ),
    "UE4": Family(("l", "r"), {**_UNREAL, **_bones(spine1="spine_01", spine2="spine_02", spine3="spine_03")}),
    "UE5": Family(("l", "r"), {**_UNREAL, **_bones(spine1="spine_02", spine2="spine_04", spine3="spine_05")}),
    "VRoid": Family(
        ("L", "R"),
        _bones(
            pelvis="J_Bip_C_Hips", hip="J_Bip_{S}_UpperLeg", knee="J_Bip_{S}_LowerLeg", ankle="J_Bip_{S}_Foot",
            foot="J_Bip_{S}_ToeBase", spine1="J_Bip_C_Spine", spine2="J_Bip_C_Chest", spine3="J_Bip_C_UpperChest",
            neck="J_Bip_C_Neck", head="J_Bip_C_Head", collar="J_Bip_{S}_Shoulder", shoulder="J_Bip_{S}_UpperArm",
            elbow="J_Bip_{S}_LowerArm", wrist="J_Bip_{S}_Hand",
        ),
    ),
    "VRM": Family(
        ("L", "R"),
        _bones(
            pelvis="hips", hip="upper_leg.{S}", knee="lower_leg.{S}", ankle="foot.{S}", foot="toes.{S}|toe.{S}",
            spine1="spine", spine2="chest", spine3="upper_chest", neck="neck", head="head", collar="shoulder.{S}",
            shoulder="upper_arm.{S}", elbow="lower_arm.{S}", wrist="hand.{S}",
        ),
    ),
    "MPFB": Family(
        ("L", "R"),
        _bones(
            pelvis="root", hip="upperleg01.{S}", knee="lowerleg01.{S}", ankle="foot.{S}", foot="toe1-1.{S}",
            neck="neck01", head="head", collar="clavicle.{S}|shoulder01.{S}", shoulder="upperarm01.{S}",
            elbow="lowerarm01.{S}", wrist="wrist.{S}",
        ),
    ),
    "Daz Genesis 3/8": Family(
        ("l", "r"),
        _bones(
            pelvis="hip|pelvis", hip="{S}ThighBend|{S}Thigh", knee="{S}Shin", ankle="{S}Foot", foot="{S}Toe",
            spine1="abdomenLower", spine2="abdomenUpper", spine3="chestLower", neck="neckLower", head="head",
            collar="{S}Collar", shoulder="{S}ShldrBend|{S}Shldr", elbow="{S}ForearmBend|{S}ForeArm", wrist="{S}Hand",
        ),
        high_chest=True,
    ),
    "Daz Genesis 9": Family(
        ("l", "r"),
        _bones(
            pelvis="hip|pelvis", hip="{S}_thigh", knee="{S}_shin", ankle="{S}_foot", foot="{S}_toes", spine1="spine1",
            spine2="spine2", spine3="spine3", neck="neck1", head="head", collar="{S}_shoulder",
            shoulder="{S}_upperarm", elbow="{S}_forearm", wrist="{S}_hand",
        ),
        high_chest=True,
    ),
    "Auto-Rig Pro reference": Family(
        ("l", "r"),
        _bones(
            pelvis="root_ref.x", hip="thigh_ref.{S}", knee="leg_ref.{S}", ankle="foot_ref.{S}", foot="toes_ref.{S}",
            spine1="spine_01_ref.x", spine2="spine_02_ref.x", spine3="spine_03_ref.x", neck="neck_ref.x",
            head="head_ref.x", collar="shoulder_ref.{S}", shoulder="arm_ref.{S}", elbow="forearm_ref.{S}",
            wrist="hand_ref.{S}",
        ),
    ),
    "Auto-Rig Pro deform": Family(
        ("l", "r"),
        _bones(
            pelvis="root.x", hip="thigh_stretch.{S}|thigh.{S}", knee="leg_stretch.{S}|leg.{S}", ankle="foot.{S}",
            foot="toes_01.{S}|toes.{S}", spine1="spine_01.x", spine2="spine_02.x", spine3="spine_03.x", neck="neck.x",
            head="head.x", collar="shoulder.{S}", shoulder="arm_stretch.{S}|arm.{S}",
            elbow="forearm_stretch.{S}|forearm.{S}", wrist="hand.{S}",
        ),
    ),
    "Character Creator": Family(
        ("L", "R"),
        _bones(
            pelvis="Hip|Pelvis", hip="{S}_Thigh", knee="{S}_Calf", ankle="{S}_Foot", foot="{S}_ToeBase",
            spine1="Waist", spine2="Spine01", spine3="Spine02", neck="NeckTwist01", head="Head",
            collar="{S}_Clavicle", shoulder="{S}_Upperarm", elbow="{S}_Forearm", wrist="{S}_Hand",
        ),
        (r"(?:CC_Base|RL)_",),
    ),
    "3ds Max Biped": Family(
        ("L", "R"),
        _bones(
            pelvis="Pelvis", hip="{S} Thigh", knee="{S} Calf", ankle="{S} Foot", foot="{S} Toe0|{S} Toe",
            spine1="Spine", spine2="Spine1", spine3="Spine2", neck="Neck", head="Head", collar="{S} Clavicle",
            shoulder="{S} UpperArm", elbow="{S} Forearm", wrist="{S} Hand",
        ),
        (r"(?i:Bip\d+)[ _-]?",),
    ),
    "Valve": Family(
        ("L", "R"),
        _bones(
            pelvis="Pelvis", hip="{S}_Thigh", knee="{S}_Calf", ankle="{S}_Foot", foot="{S}_Toe0", spine1="Spine",
            spine2="Spine2", spine3="Spine4", neck="Neck1", head="Head1", collar="{S}_Clavicle",
            shoulder="{S}_UpperArm", elbow="{S}_Forearm", wrist="{S}_Hand",
        ),
        (r"(?i:ValveBiped[._]Bip\d+_)",),
    ),
    "Unity": Family(
        ("Left", "Right"),
        _bones(
            pelvis="Hips", hip="{S}UpperLeg", knee="{S}LowerLeg", ankle="{S}Foot", foot="{S}Toes", spine1="Spine",
            spine2="Chest", spine3="UpperChest", neck="Neck", head="Head", collar="{S}Shoulder",
            shoulder="{S}UpperArm", elbow="{S}LowerArm", wrist="{S}Hand",
        ),
    ),
    "MMD": Family(("左", "右"), _MMD),
    "MMD in Blender": Family(
        ("L", "R"),
        {role: tuple(n.replace("{S}", "") + (".{S}" if "{S}" in n else "") for n in ns) for role, ns in _MMD.items()},
    ),
    "Cats": Family(
        ("Left", "Right"),
        _bones(
            pelvis="Hips", hip="{S} leg", knee="{S} knee", ankle="{S} ankle", foot="{S} toe", spine1="Spine",
            spine2="Chest", spine3="Upper Chest", neck="Neck", head="Head", collar="{S} shoulder",
            shoulder="{S} arm", elbow="{S} elbow", wrist="{S} wrist",
        ),
    ),
    "SOMA": Family(
        ("Left", "Right"),
        _bones(
            pelvis="Hips", hip="{S}Leg", knee="{S}Shin", ankle="{S}Foot", foot="{S}ToeBase", spine1="Spine1",
            spine2="Spine2", spine3="Chest", neck="Neck1|Neck2", head="Head", collar="{S}Shoulder",
            shoulder="{S}Arm", elbow="{S}ForeArm", wrist="{S}Hand",
        ),
    ),
    "Biovision": Family(
        ("Left", "Right"),
        _bones(
            pelvis="Hips", hip="{S}Hip", knee="{S}Knee", ankle="{S}Ankle", foot="{S}Toe", neck="Neck|lowerneck",
            head="Head", collar="{S}Collar", shoulder="{S}Shoulder", elbow="{S}Elbow", wrist="{S}Wrist",
        ),
    ),
    "Poser": Family(
        ("l", "r"),
        _bones(
            pelvis="hip", hip="{S}Thigh", knee="{S}Shin", ankle="{S}Foot", foot="{S}Toe", neck="neck", head="head",
            collar="{S}Collar", shoulder="{S}Shldr", elbow="{S}ForeArm", wrist="{S}Hand",
        ),
    ),
    "KayKit": Family(
        ("l", "r"),
        _bones(
            pelvis="hips", hip="upperleg.{S}", knee="lowerleg.{S}", ankle="foot.{S}", foot="toes.{S}", head="head",
            shoulder="upperarm.{S}", elbow="lowerarm.{S}", wrist="wrist.{S}|hand.{S}",
        ),
    ),
}  # fmt: skip

# On a control rig an artist keys controls, so these win over the deform bones that lie in the same armature.
_CONTROLS: Mapping[str, Family] = {
    "Rigify controls": Family(
        ("L", "R"),
        _bones(
            pelvis="torso", hip="thigh_fk.{S}", knee="shin_fk.{S}", ankle="foot_fk.{S}", foot="toe_fk.{S}|toe.{S}",
            spine1="spine_fk.001", spine2="spine_fk.002", spine3="spine_fk.003", neck="neck", head="head",
            collar="shoulder.{S}", shoulder="upper_arm_fk.{S}", elbow="forearm_fk.{S}", wrist="hand_fk.{S}",
        ),
        controls="rigify",
    ),
    "Auto-Rig Pro controls": Family(
        ("l", "r"),
        _bones(
            pelvis="c_root_master.x|c_root.x", hip="c_thigh_fk.{S}", knee="c_leg_fk.{S}", ankle="c_foot_fk.{S}",
            foot="c_toes_fk.{S}", spine1="c_spine_01.x", spine2="c_spine_02.x", spine3="c_spine_03.x",
            neck="c_neck.x", head="c_head.x", collar="c_shoulder.{S}", shoulder="c_arm_fk.{S}",
            elbow="c_forearm_fk.{S}", wrist="c_hand_fk.{S}",
        ),
        controls="auto-rig pro",
    ),
}  # fmt: skip

TABLES: Mapping[str, Family] = {**_CONTROLS, **_BODIES}
