"""Which bone of a rig plays which role: name tables, scored with the order of parents.

Another family of rigs is one more entry in TABLES. An entry gives, for each role, the bone names that the family
uses, the usual one first; "{S}" stands for the side as the family writes it. Names are compared without their
prefix ("mixamorig:", "DEF-", "CMU_") where that leaves a known name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .motion import CANONICAL_NAMES, CANONICAL_PARENTS, ROLE_INDEX, Skeleton

# Without these there is nothing to put a motion on; the others are filled in where a rig lacks them.
REQUIRED_ROLES = (
    "pelvis", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
    "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "head",
)  # fmt: skip
OPTIONAL_ROLES = tuple(role for role in CANONICAL_NAMES if role not in REQUIRED_ROLES)


@dataclass(frozen=True)
class Family:
    """Names of one family of rigs.

    sides: how it writes left and right. bones: role, without "left_", -> names; a name with "{S}" has a side.
    prefixes: what may stand before any name, as regular expressions.
    """

    sides: tuple[str, str]
    bones: Mapping[str, tuple[str, ...]]
    prefixes: tuple[str, ...] = ()


_HUMAN_IK = {
    "pelvis": ("Hips",), "hip": ("{S}UpLeg",), "knee": ("{S}Leg",), "ankle": ("{S}Foot",),
    "foot": ("{S}ToeBase", "{S}Toes"), "neck": ("Neck",), "head": ("Head",), "collar": ("{S}Shoulder",),
    "shoulder": ("{S}Arm",), "elbow": ("{S}ForeArm",), "wrist": ("{S}Hand",),
}  # fmt: skip
_UNREAL = {
    "pelvis": ("pelvis",), "hip": ("thigh_{S}",), "knee": ("calf_{S}",), "ankle": ("foot_{S}",), "foot": ("ball_{S}",),
    "neck": ("neck_01",), "head": ("head",), "collar": ("clavicle_{S}",), "shoulder": ("upperarm_{S}",),
    "elbow": ("lowerarm_{S}",), "wrist": ("hand_{S}",),
}  # fmt: skip

# Spines and necks are left out where a family numbers them: `match` finds them between pelvis, shoulders and head.
TABLES: Mapping[str, Family] = {
    "SMPL": Family(
        ("left", "right"),
        {r: (r,) for r in ("pelvis", "spine1", "spine2", "spine3", "neck", "head")}
        | {r: ("{S}_" + r,) for r in ("hip", "knee", "ankle", "foot", "collar", "shoulder", "elbow", "wrist")},
    ),
    "Mixamo": Family(
        ("Left", "Right"),
        {**_HUMAN_IK, "spine1": ("Spine",), "spine2": ("Spine1",), "spine3": ("Spine2",)},
        (r"mixamorig\d*[:_]",),
    ),
    "CMU": Family(
        ("Left", "Right"),
        {**_HUMAN_IK, "spine1": ("LowerBack",), "spine2": ("Spine",), "spine3": ("Spine1",), "neck": ("Neck", "Neck1")},
    ),
    "CMU asf": Family(
        ("l", "r"),
        {
            "pelvis": ("root",), "hip": ("{S}femur",), "knee": ("{S}tibia",), "ankle": ("{S}foot",),
            "foot": ("{S}toes",), "spine1": ("lowerback",), "spine2": ("upperback",), "spine3": ("thorax",),
            "neck": ("lowerneck", "upperneck"), "head": ("head",), "collar": ("{S}clavicle",),
            "shoulder": ("{S}humerus",), "elbow": ("{S}radius",), "wrist": ("{S}wrist", "{S}hand"),
        },
    ),
    "Rigify": Family(
        ("L", "R"),
        {
            "pelvis": ("spine", "hips"), "hip": ("thigh.{S}",), "knee": ("shin.{S}",), "ankle": ("foot.{S}",),
            "foot": ("toe.{S}",), "head": ("spine.006", "head"), "collar": ("shoulder.{S}",),
            "shoulder": ("upper_arm.{S}",), "elbow": ("forearm.{S}",), "wrist": ("hand.{S}",),
        },
        (r"(?:DEF|ORG)-",),
    ),
    "UE4": Family(("l", "r"), {**_UNREAL, "spine1": ("spine_01",), "spine2": ("spine_02",), "spine3": ("spine_03",)}),
    "UE5": Family(("l", "r"), {**_UNREAL, "spine1": ("spine_02",), "spine2": ("spine_04",), "spine3": ("spine_05",)}),
    "Biovision": Family(
        ("Left", "Right"),
        {
            "pelvis": ("Hips",), "hip": ("{S}Hip",), "knee": ("{S}Knee",), "ankle": ("{S}Ankle",), "foot": ("{S}Toe",),
            "neck": ("Neck", "lowerneck"), "head": ("Head",), "collar": ("{S}Collar",), "shoulder": ("{S}Shoulder",),
            "elbow": ("{S}Elbow",), "wrist": ("{S}Wrist",),
        },
    ),
    "Poser": Family(
        ("l", "r"),
        {
            "pelvis": ("hip",), "hip": ("{S}Thigh",), "knee": ("{S}Shin",), "ankle": ("{S}Foot",), "foot": ("{S}Toe",),
            "neck": ("neck",), "head": ("head",), "collar": ("{S}Collar",), "shoulder": ("{S}Shldr",),
            "elbow": ("{S}ForeArm",), "wrist": ("{S}Hand",),
        },
    ),
    "KayKit": Family(
        ("l", "r"),
        {
            "pelvis": ("hips",), "hip": ("upperleg.{S}",), "knee": ("lowerleg.{S}",), "ankle": ("foot.{S}",),
            "foot": ("toes.{S}",), "head": ("head",), "shoulder": ("upperarm.{S}",), "elbow": ("lowerarm.{S}",),
            "wrist": ("wrist.{S}", "hand.{S}"),
        },
    ),
}  # fmt: skip

_SPINE = ("spine1", "spine2", "spine3")
_NAMESPACE = r"(?:[^:|]*[:|])+"  # "character:", "Armature|"


@dataclass(frozen=True)
class BoneMatch:
    """The bone that plays a role, and how sure that is, 0 to 1."""

    name: str
    confidence: float


@dataclass(frozen=True)
class BoneMap:
    """Which bones play which roles, and which others belong to them.

    family: key of TABLES, "" where none fits, "custom" for a map made by hand. fingers: "left"/"right" -> chains of
    finger bones, knuckle first; the thumb's chain first where it is known. twists: "left_shoulder", "left_elbow",
    "left_hip", "left_knee" and their right ones -> twist bones along the segment that starts at that role's joint,
    from there outwards. controls: "rigify" or "auto-rig pro" where the mapped bones are a control rig's, else "".
    """

    family: str
    bones: Mapping[str, BoneMatch] = field(default_factory=dict)
    fingers: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    twists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    controls: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Roles without a bone, in canonical order."""
        return tuple(role for role in CANONICAL_NAMES if role not in self.bones)

    @property
    def missing_required(self) -> tuple[str, ...]:
        """Missing roles without which no motion can be put on the rig."""
        return tuple(role for role in REQUIRED_ROLES if role not in self.bones)

    def to_json(self) -> dict[str, dict[str, str | float]]:
        """{role: {"bone": name, "confidence": 0..1}}, as in a report."""
        return {r: {"bone": m.name, "confidence": round(m.confidence, 3)} for r, m in self.bones.items()}


def match(
    names: Sequence[str],
    parents: Sequence[int],
    *,
    override: Mapping[str, str | None] | None = None,
    heads: Sequence[Sequence[float]] | None = None,
) -> BoneMap:
    """Find the bone for each role.

    names, parents: the rig's bones in any order, parent -1 for a root. override: role -> bone set by hand, None to
    leave the role out. heads: (J, 3) rest positions in any unit, which place the middle of the spine. A rig of no
    known family gives a map of what little was found: ask `problem`. Raises ValueError for an override that names
    an unknown role or bone.
    """
    tree = _Tree(names, parents)
    best, best_score = BoneMap(""), 0.0
    for family, table in TABLES.items():
        for prefix in _prefixes(names, table):
            found = _by_name(tree, table, prefix)
            _add_spine(tree, found, heads)
            bones = _checked(tree, found)
            score = sum(m.confidence * (2 if role in REQUIRED_ROLES else 1) for role, m in bones.items())
            if score > best_score:
                best, best_score = BoneMap(family, bones), score
    if len(best.missing_required) > len(REQUIRED_ROLES) / 2:  # a stray "head" or "root" makes no family
        best = replace(best, family="")
    return _overridden(best, names, override or {})


def with_roles(skeleton: Skeleton, bone_map: BoneMap) -> Skeleton:
    """The skeleton with the map's roles on its joints; other joints lose theirs."""
    role = {m.name: r for r, m in bone_map.bones.items()}
    return replace(skeleton, roles=tuple(role.get(name, "") for name in skeleton.names))


def matched(skeleton: Skeleton, override: Mapping[str, str | None] | None = None) -> Skeleton:
    """`match` and `with_roles` in one; raises ValueError with `problem`'s sentence where required roles are missing."""
    heads, _ = skeleton.rest_globals()
    found = match(skeleton.names, skeleton.parents.tolist(), override=override, heads=heads.tolist())
    sentence = problem(found, len(skeleton))
    if sentence:
        raise ValueError(sentence)
    return with_roles(skeleton, found)


def problem(bone_map: BoneMap, bones: int, rig: str = "This rig") -> str:
    """One sentence on why no motion can be put on a rig of `bones` bones; "" where one can."""
    missing = [role.replace("_", " ") for role in bone_map.missing_required]
    if not missing:
        return ""
    listed = ", ".join(missing[:-1]) + (" and " if len(missing) > 1 else "") + missing[-1]
    if bone_map.family:
        return (
            f"{rig} looks like a {bone_map.family} rig but has no bone for {listed}; assign the missing bones by hand."
        )
    count = f"{bones} bone{'' if bones == 1 else 's'}"
    return (
        f"{rig} has {count} and no known name for {listed}; choose the armature of a human figure or assign the "
        "bones by hand."
    )


class _Tree:
    """Bones by name, and who lies above whom."""

    def __init__(self, names: Sequence[str], parents: Sequence[int]) -> None:
        self.names = list(names)
        self.index = {name: i for i, name in reversed(list(enumerate(names)))}
        self.above: list[list[int]] = []  # each bone's ancestors, nearest first
        for bone in range(len(names)):
            line, up = [], parents[bone]
            while up >= 0 and up not in line and up != bone:
                line.append(int(up))
                up = parents[up]
            self.above.append(line)

    def path(self, top: int, bottom: int) -> list[int] | None:
        """Bones below `top` down to `bottom`, both left out; None where `bottom` isn't below `top`."""
        line = self.above[bottom]
        return line[: line.index(top)][::-1] if top in line else None


@dataclass
class _Found:
    bone: int
    confidence: float


def _prefixes(names: Sequence[str], table: Family) -> list[str]:
    """Prefixes that may stand before this family's names in this rig, "" first."""
    found = [""]
    for pattern in (*table.prefixes, _NAMESPACE):
        found += sorted({m[0] for name in names if (m := re.match(pattern, name))})
    heads = [m[0] for name in names if (m := re.match(r"[A-Za-z0-9]+_", name))]
    common = max(set(heads), key=heads.count, default="")
    if common and heads.count(common) > 0.6 * len(names):
        found.append(common)
    return found[:20]


def _plain(name: str) -> str:
    """A name as its maker wrote it: FBX export turns "." into "FBXASC046"."""
    return re.sub(r"FBXASC(\d{3})", lambda m: chr(int(m[1])), name)


def _by_name(tree: _Tree, table: Family, prefix: str) -> dict[str, _Found]:
    """Role -> bone by name alone."""
    exact = {_plain(n)[len(prefix) :]: i for n, i in tree.index.items() if _plain(n).startswith(prefix)}
    loose = {name.lower(): i for name, i in reversed(exact.items())}
    found: dict[str, _Found] = {}
    for role in CANONICAL_NAMES:
        side, _, part = role.rpartition("_")
        written = {"left": table.sides[0], "right": table.sides[1]}.get(side, "")
        for rank, pattern in enumerate(table.bones.get(part, ())):
            name = pattern.replace("{S}", written)
            if name in exact:
                found[role] = _Found(exact[name], 1.0 - 0.05 * min(rank, 2))
            elif name.lower() in loose:
                found[role] = _Found(loose[name.lower()], 0.85 - 0.05 * min(rank, 2))
            else:
                continue
            break
    return found


def _add_spine(tree: _Tree, found: dict[str, _Found], heads: Sequence[Sequence[float]] | None) -> None:
    """Place spine and neck by the hierarchy, in place, unless the names already agree with it.

    The chest is where the ways to both shoulders and to the head part; below it is the spine, above it the neck.
    """
    ends = [found.get(f"{s}_collar") or found.get(f"{s}_shoulder") for s in ("left", "right")] + [found.get("head")]
    pelvis = found.get("pelvis")
    if pelvis is None or any(end is None for end in ends):
        return
    lines = [tree.above[end.bone] for end in ends if end is not None]
    chest = next((bone for bone in lines[0] if all(bone in line for line in lines[1:])), None)
    spine = tree.path(pelvis.bone, chest) if chest is not None else None
    if chest is None or spine is None or chest == pelvis.bone:
        return
    above = tree.path(chest, ends[2].bone) if ends[2] is not None else None
    if above and ("neck" not in found or found["neck"].bone not in above):
        found["neck"] = _Found(above[0], 0.8)
    named = [found[role].bone for role in _SPINE if role in found]
    if len(named) == 3 and named[2] == chest and all(bone in spine for bone in named[:2]):
        return
    spine = [*spine, chest]
    for role in _SPINE:
        found.pop(role, None)
    found["spine3"] = _Found(chest, 0.8)
    if len(spine) > 1:
        found["spine1"] = _Found(spine[0], 0.8)
    if len(spine) > 2:
        found["spine2"] = _Found(_middle(spine, heads), 0.8)


def _middle(spine: list[int], heads: Sequence[Sequence[float]] | None) -> int:
    """The bone nearest the middle of a chain of at least three, its ends left out."""
    if heads is None:
        return spine[len(spine) // 2]

    def unevenness(bone: int) -> float:
        return abs(_distance(heads[bone], heads[spine[0]]) - _distance(heads[bone], heads[spine[-1]]))

    return min(spine[1:-1], key=unevenness)


def _distance(a: Sequence[float], b: Sequence[float]) -> float:
    return sum((x - y) ** 2 for x, y in zip(a, b)) ** 0.5


def _checked(tree: _Tree, found: Mapping[str, _Found]) -> dict[str, BoneMatch]:
    """Keep roles whose bone lies below the bone of the nearest role above it; bones skipped between cost a little."""
    kept: dict[str, int] = {}
    bones: dict[str, BoneMatch] = {}
    for role in CANONICAL_NAMES:
        if role not in found or found[role].bone in kept.values():
            continue
        bone, confidence = found[role].bone, found[role].confidence
        up = CANONICAL_PARENTS[ROLE_INDEX[role]]
        while up >= 0 and CANONICAL_NAMES[up] not in kept:
            up = CANONICAL_PARENTS[up]
        if up >= 0:
            between = tree.path(kept[CANONICAL_NAMES[up]], bone)
            if between is None:
                continue
            confidence -= 0.02 * min(len(between), 5)
        kept[role] = bone
        bones[role] = BoneMatch(tree.names[bone], confidence)
    return bones


def _overridden(bone_map: BoneMap, names: Iterable[str], override: Mapping[str, str | None]) -> BoneMap:
    known, bones = set(names), dict(bone_map.bones)
    for role, name in override.items():
        if role not in ROLE_INDEX:
            raise ValueError(f"the bone map has the unknown role '{role}'; roles are {', '.join(CANONICAL_NAMES)}")
        if name and name not in known:
            raise ValueError(f"the bone map gives '{name}' as {role.replace('_', ' ')}, but the rig has no such bone")
        bones.pop(role, None)
        if name:
            bones = {r: m for r, m in bones.items() if m.name != name or r in override}
            taken = next((r for r, m in bones.items() if m.name == name), None)
            if taken:
                raise ValueError(f"the bone map gives '{name}' both as {taken} and as {role}; a bone plays one role")
            bones[role] = BoneMatch(name, 1.0)
    ordered = {role: bones[role] for role in CANONICAL_NAMES if role in bones}
    return replace(bone_map, family=bone_map.family or ("custom" if override else ""), bones=ordered)
