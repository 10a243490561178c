"""Which bone of a rig plays which role.

Three ways, each where the one before leaves gaps: the name tables of known families, checked by the order of parents;
what names say in any rig, between the bones that are known; and the structure alone, where names say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..motion import CANONICAL_NAMES, CANONICAL_PARENTS, ROLE_INDEX, Skeleton
from . import attachments, conflicts, name_patterns, structure
from .bone_tree import Tree
from .families import TABLES
from .limbs import cosine, dot, middle, subtract
from .recognise import REQUIRED_ROLES, Guess, recognise

__all__ = [
    "OPTIONAL_ROLES", "REQUIRED_ROLES", "TABLES", "BoneMap", "BoneMatch", "match", "matched", "problem", "with_roles",
]  # fmt: skip

OPTIONAL_ROLES = tuple(role for role in CANONICAL_NAMES if role not in REQUIRED_ROLES)
_FEW = 4  # with more required roles open, a family's names may mean other bones here
_NAMED = 4  # as many missing bones are called by name
_ANIMAL = "stands on four legs"


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
    refusal: what kind of rig it is instead of a human figure's, "" where it may be one.
    """

    family: str
    bones: Mapping[str, BoneMatch] = field(default_factory=dict[str, BoneMatch])
    fingers: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict[str, tuple[tuple[str, ...], ...]])
    twists: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    controls: str = ""
    refusal: str = ""

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
    aliases: Sequence[str] | None = None,
) -> BoneMap:
    """Find the bone for each role.

    names, parents: the rig's bones in any order, parent -1 for a root. override: role -> bone set by hand, None to
    leave the role out. heads: (J, 3) rest positions in any unit and axes; without them only known families are found.
    aliases: (J,) second names, "" for none. A rig in which nothing is found gives a map of what little there is: ask
    `problem`. Raises ValueError for an override that names an unknown role or bone.
    """
    tree = Tree(names, parents, heads)
    readings = [name_patterns.read(name) for name in name_patterns.bare(names)]
    family, found = recognise(tree, aliases)
    if sum(role not in found for role in REQUIRED_ROLES) > len(REQUIRED_ROLES) / 2:
        family = ""  # a stray "head" or "root" makes no family
    refusal = ""
    if set(CANONICAL_NAMES) - set(found):
        family, found, refusal = _completed(tree, readings, family, found)
    if not refusal and _on_all_fours(tree, found):
        found, refusal = {}, _ANIMAL
    bones = {role: BoneMatch(tree.names[g.bone], g.confidence) for role, g in found.items()}
    controls = TABLES[family].controls if family else ""
    chosen = _overridden(BoneMap(family, bones, controls=controls, refusal=refusal), names, override or {})
    return _with_attachments(chosen, tree, readings)


def _completed(
    tree: Tree, readings: Sequence[name_patterns.Reading], family: str, found: dict[str, Guess]
) -> tuple[str, dict[str, Guess], str]:
    """Roles that the tables left open, by what names say and by structure; also why there is no human body."""
    open_roles = sum(role not in found for role in REQUIRED_ROLES)
    if tree.heads is None or (not open_roles and TABLES[family].controls):
        return family, found, ""
    filled = found
    if open_roles <= _FEW:
        body = _believed(tree, readings, structure.find(tree, readings, {r: guess.bone for r, guess in found.items()}))
        filled = _filled(tree, found, body)
        if not set(REQUIRED_ROLES) - set(filled):
            return family, filled, ""
    body = structure.find(tree, readings)
    if set(REQUIRED_ROLES) - set(body.bones):
        return family, found, _ANIMAL if body.four_legs and not family else ""
    if family and open_roles <= _FEW and conflicts.disagrees({r: g.bone for r, g in found.items()}, body.bones):
        return family, filled, ""  # a family's rig that lacks bones, which nothing else on it replaces
    body = _believed(tree, readings, body)
    return "", {role: Guess(bone, body.sure[role]) for role, bone in body.bones.items()}, ""


def _believed(tree: Tree, readings: Sequence[name_patterns.Reading], body: structure.Body) -> structure.Body:
    """The body without the roles that names contradict."""
    stems = [name_patterns.stem(name) for name in name_patterns.bare(tree.names)]
    doubtful = conflicts.doubtful(readings, body.bones, stems)
    return replace(body, bones={role: bone for role, bone in body.bones.items() if role not in doubtful})


def _filled(tree: Tree, found: Mapping[str, Guess], body: structure.Body) -> dict[str, Guess]:
    """`found`, and from `body` what is missing in it and hangs where it should."""
    out = dict(found)
    for role in CANONICAL_NAMES:
        bone = body.bones.get(role)
        if role in out or bone is None or any(guess.bone == bone for guess in out.values()):
            continue
        up = CANONICAL_PARENTS[ROLE_INDEX[role]]
        while up >= 0 and CANONICAL_NAMES[up] not in out:
            up = CANONICAL_PARENTS[up]
        if (up < 0 or tree.below(bone, out[CANONICAL_NAMES[up]].bone)) and _carries_its_limb(tree, out, role, bone):
            out[role] = Guess(bone, body.sure[role])
    spines = [role for role in ("spine1", "spine2", "spine3") if role in out]
    ordered = all(tree.below(out[b].bone, out[a].bone) for a, b in pairwise(spines))
    if not ordered:  # two ways of counting a spine don't mix
        out = {role: guess for role, guess in out.items() if role in found or role not in spines}
    return {role: out[role] for role in CANONICAL_NAMES if role in out}


def _carries_its_limb(tree: Tree, found: Mapping[str, Guess], role: str, bone: int) -> bool:
    """Whether the joints further out on an arm or leg hang on a bone that could be `role`; a skirt's don't."""
    side, _, part = role.rpartition("_")
    onward = next((limb[limb.index(part) + 1 :] for limb in conflicts.LIMBS if side and part in limb), ())
    outer = [found[f"{side}_{other}"].bone for other in onward if f"{side}_{other}" in found]
    return all(tree.below(other, bone) for other in outer)


def _on_all_fours(tree: Tree, found: Mapping[str, Guess]) -> bool:
    """Whether the mapped arms stand on the ground beside the legs, under a spine that lies."""
    ends = ("hip", "ankle", "shoulder", "wrist")
    bones = {end: [found[r].bone for r in (f"left_{end}", f"right_{end}") if r in found] for end in ends}
    if tree.heads is None or not all(len(two) == 2 for two in bones.values()):
        return False
    hip, ankle, shoulder, wrist = (middle([tree.heads[bone] for bone in bones[end]]) for end in ends)
    down, spine = subtract(ankle, hip), subtract(shoulder, hip)
    low = dot(subtract(wrist, ankle), down) > -0.5 * dot(down, down)
    return low and cosine(down, spine) > -0.45


def _with_attachments(bone_map: BoneMap, tree: Tree, readings: Sequence[name_patterns.Reading]) -> BoneMap:
    """The map with its fingers and twist bones."""
    index = {name: bone for bone, name in reversed(list(enumerate(tree.names)))}
    bones = {role: index[m.name] for role, m in bone_map.bones.items()}
    hands = attachments.fingers(tree, bones, readings, bool(bone_map.controls))
    twists = {} if bone_map.controls else attachments.twists(tree, bones, readings)
    return replace(
        bone_map,
        fingers={side: tuple(tuple(tree.names[b] for b in chain) for chain in own) for side, own in hands.items()},
        twists={role: tuple(tree.names[b] for b in own) for role, own in twists.items()},
    )


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
    if bone_map.refusal:
        return f"{rig} {bone_map.refusal}, like an animal: choose the armature of a figure that stands on two."
    named = missing if len(missing) <= _NAMED else [*missing[: _NAMED - 1], f"{len(missing) - _NAMED + 1} more"]
    listed = ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]
    if bone_map.family:
        return (
            f"{rig} looks like a {bone_map.family} rig but has no bone for {listed}; assign the missing bones by hand."
        )
    count = f"{bones} bone{'' if bones == 1 else 's'}"
    return (
        f"{rig} has {count} and no known name for {listed}; choose the armature of a human figure or assign the "
        "bones by hand."
    )


def _overridden(bone_map: BoneMap, names: Iterable[str], override: Mapping[str, str | None]) -> BoneMap:
    known = set(names)
    bones = {role: m for role, m in bone_map.bones.items() if role not in override}
    by_hand: dict[str, str] = {}
    for role, name in override.items():
        if role not in ROLE_INDEX:
            raise ValueError(f"the bone map has the unknown role '{role}'; roles are {', '.join(CANONICAL_NAMES)}")
        if name and name not in known:
            raise ValueError(f"the bone map gives '{name}' as {role.replace('_', ' ')}, but the rig has no such bone")
        if name and by_hand.setdefault(name, role) != role:
            raise ValueError(
                f"the bone map gives '{name}' both as {by_hand[name]} and as {role}; a bone plays one role"
            )
    bones = {role: m for role, m in bones.items() if m.name not in by_hand}
    bones |= {role: BoneMatch(name, 1.0) for name, role in by_hand.items()}
    ordered = {role: bones[role] for role in CANONICAL_NAMES if role in bones}
    whole = not set(REQUIRED_ROLES) - set(ordered)
    return replace(
        bone_map,
        family=bone_map.family or ("custom" if override else ""),
        bones=ordered,
        refusal="" if whole else bone_map.refusal,
    )
