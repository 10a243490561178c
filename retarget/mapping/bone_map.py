"""Bone maps: role -> bone for any rig, with fingers and twist bones, and the sentences on rigs that have none.

Three methods, each where the one before leaves gaps: name tables of known families, checked by the order of parents;
words in names together with structure, between the bones already found; and structure alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..motion import CANONICAL_NAMES, CANONICAL_PARENTS, ROLE_INDEX, Skeleton
from . import attachments, conflicts, detached, name_patterns, sides, structure
from .bone_tree import Tree
from .families import TABLES
from .limbs import cosine, dot, middle, subtract
from .recognise import REQUIRED_ROLES, Guess, doubled, recognise

__all__ = [
    "OPTIONAL_ROLES", "REQUIRED_ROLES", "TABLES", "BoneMap", "BoneMatch", "match", "matched", "problem", "with_roles",
]  # fmt: skip

OPTIONAL_ROLES = tuple(role for role in CANONICAL_NAMES if role not in REQUIRED_ROLES)
_FEW = 4  # with more required roles missing than that, a family's names are not trusted in this rig
_NAMED = 4  # most missing bones that a sentence lists
BY_HAND = "assign the missing bones by hand"
OF_A_FILE = "export the motion again with the whole skeleton, legs and arms too"  # such a one has no map to change
_ANIMAL = "stands on four legs"


@dataclass(frozen=True)
class BoneMatch:
    """The bone that plays a role, and the confidence in it, 0 to 1."""

    name: str
    confidence: float


@dataclass(frozen=True)
class BoneMap:
    """Bones by role, and the fingers and twist bones that belong to them.

    family: key of TABLES, "" where none fits, "custom" for a map made by hand. fingers: "left"/"right" -> chains of
    finger bones, knuckle first; the thumb's chain first where it is known. twists: "left_shoulder", "left_elbow",
    "left_hip", "left_knee" and their right ones -> twist bones along the segment that starts at that role's joint,
    from there outwards. controls: "rigify" or "auto-rig pro" where the mapped bones are a control rig's, else "".
    refusal: why the rig is not a human figure's, such as "stands on four legs"; "" where it may be one.
    notes: sentences on what was assumed of the rig.
    """

    family: str
    bones: Mapping[str, BoneMatch] = field(default_factory=dict[str, BoneMatch])
    fingers: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict[str, tuple[tuple[str, ...], ...]])
    twists: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    controls: str = ""
    refusal: str = ""
    notes: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Roles without a bone, in canonical order."""
        return tuple(role for role in CANONICAL_NAMES if role not in self.bones)

    @property
    def missing_required(self) -> tuple[str, ...]:
        """Missing roles without which no motion can be retargeted to the rig."""
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
    """Find the bone of each role.

    names, parents: the rig's bones in any order, parent -1 for a root. override: role -> bone set by hand, None to
    leave the role out. heads: (J, 3) rest positions in any unit and axes; without them only known families are found.
    aliases: (J,) second names, "" for none. The map may be incomplete: `problem` gives the reason. Raises ValueError
    for an override with an unknown role or bone, or with one bone in two roles.
    """
    tree = Tree(names, parents, heads)
    readings = _readings(tree)
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
    by_shape = BoneMap(family, bones, controls=controls, refusal=refusal)
    if not controls and _sides_vote(tree, found) < 0:
        by_shape = with_sides_swapped(by_shape)
    chosen = _overridden(by_shape, names, override or {})
    return _with_attachments(chosen, tree, readings)


def _readings(tree: Tree) -> list[name_patterns.Reading]:
    """Read all names; one that two bones of a line have means no part, except in a spine, which has many."""
    out = [name_patterns.read(name) for name in name_patterns.bare(tree.names)]
    for bone in doubled(tree):
        if "spine" not in out[bone].parts:
            out[bone] = replace(out[bone], parts={})
    return out


def _completed(
    tree: Tree, readings: Sequence[name_patterns.Reading], family: str, found: dict[str, Guess]
) -> tuple[str, dict[str, Guess], str]:
    """Complete the roles that name tables left open; returns family, role -> guess, and the refusal."""
    open_roles = sum(role not in found for role in REQUIRED_ROLES)
    if tree.heads is None or (not open_roles and TABLES[family].controls):
        return family, found, ""
    filled = found
    if open_roles <= _FEW:
        anchors = {role: guess.bone for role, guess in found.items()}
        body = _without_conflicts(tree, readings, structure.find(tree, readings, anchors))
        filled = _filled(tree, found, body)
        if not set(REQUIRED_ROLES) - set(filled):
            return family, filled, ""
    body = structure.find(tree, readings)
    if set(REQUIRED_ROLES) - set(body.bones):
        whole = _with_detached_legs(tree, readings, found)
        if not set(REQUIRED_ROLES) - set(whole):
            return "", whole, ""
        return family, found, _ANIMAL if body.four_legs and not family else ""
    if family and open_roles <= _FEW and conflicts.disagrees({r: g.bone for r, g in found.items()}, body.bones):
        return family, filled, ""  # a family's rig that lacks bones, which nothing else on it replaces
    body = _without_conflicts(tree, readings, body)
    return "", {role: Guess(bone, body.confidence[role]) for role, bone in body.bones.items()}, ""


def _with_detached_legs(
    tree: Tree, readings: Sequence[name_patterns.Reading], found: Mapping[str, Guess]
) -> dict[str, Guess]:  # fmt: skip
    """Add legs that hang in pieces to a trunk with arms that is known by its names."""
    known = {role: guess.bone for role, guess in found.items()}
    more = detached.legs(tree, readings, known)
    if more:
        more |= detached.wrists(tree, readings, known)
    out = dict(found) | {role: Guess(bone, detached.CONFIDENCE) for role, bone in more.items()}
    return {role: out[role] for role in CANONICAL_NAMES if role in out}


def _without_conflicts(
    tree: Tree, readings: Sequence[name_patterns.Reading], body: structure.Body
) -> structure.Body:  # fmt: skip
    """Remove the roles whose bones' names contradict them."""
    stems = [name_patterns.stem(name) for name in name_patterns.bare(tree.names)]
    conflicting = conflicts.find(readings, body.bones, stems)
    return replace(body, bones={role: bone for role, bone in body.bones.items() if role not in conflicting})


def _filled(tree: Tree, found: Mapping[str, Guess], body: structure.Body) -> dict[str, Guess]:
    """Add to `found` the roles of `body` that it lacks and whose bones are below those of the roles above."""
    out = dict(found)
    for role in CANONICAL_NAMES:
        bone = body.bones.get(role)
        if role in out or bone is None or any(guess.bone == bone for guess in out.values()):
            continue
        up = CANONICAL_PARENTS[ROLE_INDEX[role]]
        while up >= 0 and CANONICAL_NAMES[up] not in out:
            up = CANONICAL_PARENTS[up]
        if (up < 0 or tree.below(bone, out[CANONICAL_NAMES[up]].bone)) and _carries_its_limb(tree, out, role, bone):
            out[role] = Guess(bone, body.confidence[role])
    spines = [role for role in ("spine1", "spine2", "spine3") if role in out]
    ordered = all(tree.below(out[b].bone, out[a].bone) for a, b in pairwise(spines))
    if not ordered:  # two ways of numbering a spine cannot be mixed
        out = {role: guess for role, guess in out.items() if role in found or role not in spines}
    return {role: out[role] for role in CANONICAL_NAMES if role in out}


def _carries_its_limb(tree: Tree, found: Mapping[str, Guess], role: str, bone: int) -> bool:
    """Whether the mapped joints further out on the limb are below the bone proposed for `role`."""
    side, _, part = role.rpartition("_")
    onward = next((limb[limb.index(part) + 1 :] for limb in conflicts.LIMBS if side and part in limb), ())
    outer = [found[f"{side}_{other}"].bone for other in onward if f"{side}_{other}" in found]
    return all(tree.below(other, bone) for other in outer)


def _on_all_fours(tree: Tree, found: Mapping[str, Guess]) -> bool:
    """Whether the mapped wrists are as low as the ankles and the spine is about level: an animal's rest pose."""
    ends = ("hip", "ankle", "shoulder", "wrist")
    bones = {end: [found[r].bone for r in (f"left_{end}", f"right_{end}") if r in found] for end in ends}
    if tree.heads is None or not all(len(two) == 2 for two in bones.values()):
        return False
    hip, ankle, shoulder, wrist = (middle([tree.heads[bone] for bone in bones[end]]) for end in ends)
    down, spine = subtract(ankle, hip), subtract(shoulder, hip)
    low = dot(subtract(wrist, ankle), down) > -0.5 * dot(down, down)
    return low and cosine(down, spine) > -0.45


def _sides_vote(tree: Tree, found: Mapping[str, Guess]) -> int:
    """Whether the rest pose's shape agrees with left and right: 1, disagrees: -1, or does not say: 0."""
    if tree.heads is None:
        return 0
    return sides.vote({role: tree.heads[guess.bone] for role, guess in found.items()})


def with_sides_swapped(bone_map: BoneMap) -> BoneMap:
    """Give each bone of a map, which has no attachments yet, the role of the other side, and a note that says so."""
    bones = {sides.other(role): match for role, match in bone_map.bones.items()}
    ordered = {role: bones[role] for role in CANONICAL_NAMES if role in bones}
    return replace(bone_map, bones=ordered, notes=(*bone_map.notes, sides.SWAPPED))


def _with_attachments(bone_map: BoneMap, tree: Tree, readings: Sequence[name_patterns.Reading]) -> BoneMap:
    """Add fingers and twist bones to a map."""
    index = {name: bone for bone, name in reversed(list(enumerate(tree.names)))}
    bones = {role: index[m.name] for role, m in bone_map.bones.items()}
    hands = attachments.fingers(tree, bones, readings, bool(bone_map.controls))
    twists = {} if bone_map.controls else attachments.twists(tree, bones, readings)
    return replace(
        bone_map,
        fingers={
            side: tuple(tuple(tree.names[b] for b in chain) for chain in chains) for side, chains in hands.items()
        },
        twists={role: tuple(tree.names[b] for b in chain) for role, chain in twists.items()},
    )


def with_roles(skeleton: Skeleton, bone_map: BoneMap) -> Skeleton:
    """Set the map's roles on a skeleton's joints; all others are removed."""
    role = {m.name: r for r, m in bone_map.bones.items()}
    return replace(skeleton, roles=tuple(role.get(name, "") for name in skeleton.names))


def matched(skeleton: Skeleton, override: Mapping[str, str | None] | None = None) -> Skeleton:
    """Find roles by `match` and set them; raises ValueError with `problem`'s sentence if required ones are missing."""
    heads, _ = skeleton.rest_globals()
    found = match(skeleton.names, skeleton.parents.tolist(), override=override, heads=heads.tolist())
    sentence = problem(found, len(skeleton), "its skeleton", OF_A_FILE)
    if sentence:
        raise ValueError(sentence)
    return with_roles(skeleton, found)


def problem(bone_map: BoneMap, bones: int, rig: str = "This rig", mend: str = BY_HAND) -> str:
    """Say in one sentence why no motion can be retargeted to a rig of `bones` bones; "" where it can.

    rig: what it is called. mend: what can be done about bones that are missing.
    """
    missing = [role.replace("_", " ") for role in bone_map.missing_required]
    if not missing:
        return ""
    if bone_map.refusal:
        return f"{rig} {bone_map.refusal}, like an animal: choose the armature of a figure that stands on two."
    named = missing if len(missing) <= _NAMED else [*missing[: _NAMED - 1], f"{len(missing) - _NAMED + 1} more"]
    listed = ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]
    if bone_map.family:
        return f"{rig} looks like a {bone_map.family} rig but has no bone for {listed}; {mend}."
    count = f"{bones} bone{'' if bones == 1 else 's'}"
    choose = "choose the armature of a human figure or " if mend == BY_HAND else ""
    return f"{rig} has {count} and no known name for {listed}; {choose}{mend}."


def _overridden(bone_map: BoneMap, names: Iterable[str], override: Mapping[str, str | None]) -> BoneMap:
    """Apply bones set by hand, with confidence 1; a bone set by hand loses the role found for it."""
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
