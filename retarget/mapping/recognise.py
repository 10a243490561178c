"""Known families: the name table that fits a rig best, scored with the order of parents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..motion import CANONICAL_NAMES, CANONICAL_PARENTS, ROLE_INDEX
from .bone_tree import Tree
from .families import TABLES, Family
from .name_patterns import NAMESPACE, plain, shared_ends, shared_start
from .structure import place_spine

# Without these no motion can be retargeted; the other roles are filled in where a rig lacks them.
REQUIRED_ROLES = (
    "pelvis", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
    "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "head",
)  # fmt: skip
_SPINE = ("spine1", "spine2", "spine3")
_NUMBERED = re.compile(r"\.\d{3}$")  # what Blender and the reader of BVH files add to a name that is taken
# The joint nearer to the trunk for which a bone may have been named that is followed by another of its name.
_BEFORE = {"head": "neck"} | {
    f"{side}_{part}": f"{side}_{before}"
    for side in ("left", "right")
    for part, before in (("knee", "hip"), ("ankle", "knee"), ("elbow", "shoulder"), ("wrist", "elbow"))
}
_MOST_VIEWS = 16


@dataclass(frozen=True)
class Guess:
    """The bone for a role, and the confidence in it, 0 to 1."""

    bone: int
    confidence: float


@dataclass(frozen=True)
class _View:
    """Names without prefix or suffix. exact: name -> bone. loose: likewise in lower case, letters and digits alone."""

    exact: Mapping[str, int]
    loose: Mapping[str, int]


def recognise(tree: Tree, aliases: Sequence[str] | None = None) -> tuple[str, dict[str, Guess]]:
    """Find the family (key of TABLES, "" where none fits) with the best score, and role -> guess.

    aliases: second names of the bones, such as the Japanese ones that MMD Tools keeps, "" for none.
    """
    best: tuple[float, str, dict[str, Guess]] = (0.0, "", {})
    views = [*_views(tree.names), *(_views(aliases) if aliases and any(aliases) else ())]
    for family, table in TABLES.items():
        for view in views:
            found = _by_name(tree, table, view)
            if len(found) < 3:
                continue
            if not table.controls:
                _add_spine(tree, found, table.high_chest)
            found = _in_order(tree, _without_doubled(tree, found), bool(table.controls))
            score = _score(found, bool(table.controls))
            if score > best[0]:
                best = score, family, found
    return best[1], best[2]


def _score(found: Mapping[str, Guess], controls: bool) -> float:
    """Sum of confidences, required roles twice, and a bonus for a complete control rig."""
    score = sum(g.confidence * (2 if role in REQUIRED_ROLES else 1) for role, g in found.items())
    # A control rig is animated by its controls, though deform bones in the same armature may match another family.
    return score + 4 * (controls and all(role in found for role in REQUIRED_ROLES))


def _views(names: Sequence[str]) -> list[_View]:
    """Build views of the names: as they are, then without each common prefix and suffix."""
    whole = [plain(name) for name in names]
    out = [_view(whole, "")]
    for base in _without_ends(whole):
        for prefix in _prefixes(base):
            if prefix or base is not whole:
                out.append(_view(base, prefix))
    return out[:_MOST_VIEWS]


def _without_ends(names: list[str]) -> Iterator[list[str]]:
    """Yield the names, and the names without shared suffixes where there are any."""
    yield names
    ends = shared_ends(names)
    if ends:
        cut = names
        for end in ends:
            cut = [end.sub("", name) or name for name in cut]
        yield cut


def _prefixes(names: Sequence[str]) -> list[str]:
    """List prefixes that may precede a family's names in this rig: "" first, then the most frequent."""
    patterns = [NAMESPACE, *(re.compile(p) for table in TABLES.values() for p in table.prefixes)]
    count: dict[str, int] = {}
    for pattern in patterns:
        for name in names:
            if (m := pattern.match(name)) and m[0] != name:
                count[m[0]] = count.get(m[0], 0) + 1
    frequent = sorted((p for p in count if count[p] >= 5), key=lambda p: -count[p])
    for space in ["", *frequent[:3]]:
        shared = shared_start([name[len(space) :] for name in names if name.startswith(space)])
        if shared and space + shared not in frequent:
            frequent.append(space + shared)
    return ["", *frequent]


def _view(names: Sequence[str], prefix: str) -> _View:
    """Build the view of the names that have a prefix, without it."""
    exact: dict[str, int] = {}
    loose: dict[str, int] = {}
    for bone, name in enumerate(names):
        if name.startswith(prefix) and name != prefix:
            short = name[len(prefix) :]
            exact.setdefault(short, bone)
            loose.setdefault(_loose(short), bone)
    return _View(exact, loose)


def _loose(name: str) -> str:
    """A name's letters and digits in lower case."""
    return "".join(c for c in name.lower() if c.isalnum())


def _by_name(tree: Tree, table: Family, view: _View) -> dict[str, Guess]:
    """Find role -> guess by names alone; an exact name gets a higher confidence than a loose one."""
    found: dict[str, Guess] = {}
    pelves: list[Guess] = []
    for role in CANONICAL_NAMES:
        side, _, part = role.rpartition("_")
        written = {"left": table.sides[0], "right": table.sides[1]}.get(side, "")
        guesses: list[Guess] = []
        for rank, pattern in enumerate(table.bones.get(part, ())):
            name = pattern.replace("{S}", written)
            if name in view.exact:
                guesses.append(Guess(view.exact[name], 0.99 - 0.03 * min(rank, 2)))
            elif (bone := view.loose.get(_loose(name))) is not None:
                guesses.append(Guess(bone, 0.9 - 0.03 * min(rank, 2)))
        if guesses:
            found[role] = guesses[0]
        if role == "pelvis":
            pelves = guesses
    # Of several bones that could be the pelvis, the first that is above both a leg and the trunk.
    ends = [found[role].bone for role in ("left_hip", "spine1", "head") if role in found]
    carries = (guess for guess in pelves if all(tree.below(end, guess.bone) for end in ends))
    if first := next(carries, None):
        found["pelvis"] = first
    return found


def _add_spine(tree: Tree, found: dict[str, Guess], high_chest: bool) -> None:
    """Place spine and neck by the hierarchy, in place, unless the names already agree with it.

    The chest is where the ways to both shoulders and to the head part; below it is the spine, above it the neck.
    """
    ends = [found.get(f"{s}_collar") or found.get(f"{s}_shoulder") for s in ("left", "right")] + [found.get("head")]
    pelvis = found.get("pelvis")
    if pelvis is None or ends[0] is None or ends[1] is None or ends[2] is None:
        return
    chest = tree.meet(tree.meet(ends[0].bone, ends[1].bone), ends[2].bone)
    neck = found.get("neck")
    if neck is not None and chest == neck.bone:  # collars that hang on the neck, as Biped's
        chest = tree.parents[chest]
    spine = tree.path(pelvis.bone, chest) if chest != tree.TOP else None
    if spine is None or chest == pelvis.bone:
        return
    spine = [*spine, chest]
    above = tree.path(chest, ends[2].bone)
    if above and (neck is None or neck.bone not in above):
        found["neck"] = Guess(above[0], 0.85)
    named = [found[role].bone for role in _SPINE if role in found]
    if len(named) == 3 and all(bone in spine for bone in named):
        over = len(spine) - 1 - spine.index(named[2])
        if over == 0 or (high_chest and over == 1):
            return
    legs = [tree.path(pelvis.bone, found[r].bone) for r in ("left_hip", "right_hip") if r in found]
    shared = [bone for bone in spine[:-1] if legs and all(leg and bone in leg for leg in legs)]
    spine = [bone for bone in spine if bone not in shared] or spine  # a bone that also carries the legs is no spine
    for role in _SPINE:
        found.pop(role, None)
    for role, bone in place_spine(tree, spine).items():
        found[role] = Guess(bone, 0.9 if bone in named else 0.85)


def doubled(tree: Tree) -> set[int]:
    """Find the bones that have a child of the same name but for the number, and those children; "Head", "Head.001"."""
    base = [_NUMBERED.sub("", name) for name in tree.names]
    out: set[int] = set()
    for bone, parent in enumerate(tree.parents):
        if parent != tree.TOP and base[bone] == base[parent] and _NUMBERED.search(tree.names[bone]):
            out |= {bone, parent}
    return out


def _without_doubled(tree: Tree, found: Mapping[str, Guess]) -> dict[str, Guess]:
    """Leave out a joint whose bone has a child of the same name where the joint before has no bone: "Head", "Head.001".

    Either bone may be the joint, which only their places tell.
    """
    twice = doubled(tree)
    return {
        role: guess
        for role, guess in found.items()
        if role not in _BEFORE or _BEFORE[role] in found or guess.bone not in twice
    }


def _in_order(tree: Tree, found: Mapping[str, Guess], controls: bool) -> dict[str, Guess]:
    """Keep roles whose bone lies below the bone of the nearest role above it; bones skipped between cost a little.

    A control rig's bones may hang on others, which costs a little too.
    """
    kept: dict[str, Guess] = {}
    taken: set[int] = set()
    for role in CANONICAL_NAMES:
        if role not in found or found[role].bone in taken:
            continue
        guess = found[role]
        up = CANONICAL_PARENTS[ROLE_INDEX[role]]
        while up >= 0 and CANONICAL_NAMES[up] not in kept:
            up = CANONICAL_PARENTS[up]
        cost = 0.0
        if up >= 0:
            between = tree.path(kept[CANONICAL_NAMES[up]].bone, guess.bone)
            if between is None and not controls:
                continue
            cost = 0.03 if between is None or controls else 0.01 * min(len(between), 5)
        kept[role] = Guess(guess.bone, guess.confidence - cost)
        taken.add(guess.bone)
    return kept
