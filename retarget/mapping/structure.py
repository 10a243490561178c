"""Roles by structure: the human figure in a tree of bones, from positions and parents, with names as evidence.

A human figure is two pairs of similar limbs, joined by a chain from where the legs branch off up to where the arms do,
and a head above that. The search takes every two pairs of branches that could be legs and arms, whatever axis is up and
whatever way the figure faces, and keeps the two pairs that fit a body best. Scores are as in `limbs`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .bone_tree import Point, Tree
from .limbs import ARM, LEG, Evidence, Limb, Pair, cosine, dot, middle, pairs, subtract
from .name_patterns import Reading

_ANCHORED = 8.0  # evidence of a bone known from a name table: outweighs geometry


@dataclass(frozen=True)
class Body:
    """Result of the search. bones: role -> bone. confidence: role -> 0 to 1. four_legs: the body is an animal's."""

    bones: Mapping[str, int] = field(default_factory=dict[str, int])
    confidence: Mapping[str, float] = field(default_factory=dict[str, float])
    four_legs: bool = False


def find(tree: Tree, readings: Sequence[Reading], anchors: Mapping[str, int] | None = None) -> Body:
    """Find the body in a tree with positions; empty where there is none.

    readings: what each bone's name says. anchors: role -> bone that is known already.
    """
    if tree.heads is None or len(tree) < 8:
        return Body()
    evidence = _evidence(readings, anchors or {})
    least = 0.1 * max(tree.reach, default=0.0)
    # Candidates for legs and arms, then all combinations of the two by score; -99 marks impossible ones.
    legs = _best(tree, pairs(tree, LEG, evidence, least))
    arms = _best(tree, pairs(tree, ARM, evidence, least))
    ranked = sorted(
        ((_together(tree, leg, arm), n, m) for n, leg in enumerate(legs) for m, arm in enumerate(arms)),
        key=lambda entry: -entry[0][0],
    )
    # The best figure that stands on two, unless one on four legs is clearly better.
    upright = [entry for entry in ranked if entry[0][0] > -9 and not entry[0][1]]
    lying = [entry for entry in ranked if entry[0][0] > -5 and entry[0][1]]
    if not upright or (lying and lying[0][0][0] > upright[0][0][0] + 3):
        return Body(four_legs=bool(lying))
    (score, _), n, m = upright[0]
    return _body(tree, legs[n], arms[m], evidence, readings, score)


def _best(tree: Tree, found: Iterable[Pair]) -> list[Pair]:
    """Keep the 20 best pairs, best first: longer ones score higher; at most five from one parent, as of a skirt."""
    lengths = [
        (pair, sum(tree.distance(*s.joints[:2]) + tree.distance(*s.joints[1:]) for s in pair.sides)) for pair in found
    ]
    longest = max((length for _, length in lengths), default=1.0)
    scored = [replace(pair, score=pair.score - 1.5 * math.log(longest / length)) for pair, length in lengths]
    kept: list[Pair] = []
    for pair in sorted(scored, key=lambda pair: -pair.score):
        if sum(pair.parent == other.parent for other in kept) < 5:
            kept.append(pair)
    return kept[:20]


def _evidence(readings: Sequence[Reading], anchors: Mapping[str, int]) -> Evidence:
    """Build the function that scores a bone in a role without side, from its name and from known bones."""
    known: dict[int, str] = {bone: role.removeprefix("left_").removeprefix("right_") for role, bone in anchors.items()}

    def evidence(bone: int, part: str) -> float:
        if bone in known:
            same = known[bone] == part or (part == "spine" and known[bone].startswith("spine"))
            return _ANCHORED if same else -_ANCHORED
        reading = readings[bone]
        score = 3 * reading.parts.get(part, 0.0)
        if reading.parts and part not in reading.parts:
            score -= 1.5
        return score - 3 * reading.helper - 1.5 * bool(reading.finger)

    return evidence


def _together(tree: Tree, legs: Pair, arms: Pair) -> tuple[float, bool]:
    """Score two pairs as legs and arms of one body; returns also whether it stands on four legs."""
    heads = tree.heads
    assert heads is not None
    # Neither pair may contain the other, and both must have a common ancestor.
    if legs.roots == arms.roots or any(
        tree.below(a, b) or tree.below(b, a) or a == b for a in legs.roots for b in arms.roots
    ):
        return -99.0, False
    meet = tree.meet(legs.parent, arms.parent) if min(legs.parent, arms.parent) >= 0 else tree.TOP
    if meet == tree.TOP:
        return -99.0, False
    # Lengths of leg, arm and back, in the rig's unit.
    hips = middle([heads[limb.joints[0]] for limb in legs.sides])
    ankles = middle([heads[limb.joints[2]] for limb in legs.sides])
    shoulders = middle([heads[limb.joints[0]] for limb in arms.sides])
    down, spine = subtract(ankles, hips), subtract(shoulders, hips)
    leg, back = math.sqrt(dot(down, down)), math.sqrt(dot(spine, spine))
    if leg < 1e-9 or back < 0.08 * leg:
        return -99.0, False
    arm = sum(tree.distance(s.joints[0], s.joints[1]) + tree.distance(s.joints[1], s.joints[2]) for s in arms.sides) / 2
    across = [subtract(heads[p.sides[0].joints[0]], heads[p.sides[1].joints[0]]) for p in (legs, arms)]
    # Penalties: lengths out of proportion (by their logarithms); hips and shoulders not parallel to each other or not
    # across the spine; legs that branch off far from the hips, or arms that branch off where the legs do.
    score = legs.score + arms.score
    score -= 2 * max(0.0, abs(math.log(arm / leg)) - 0.45) + 4 * max(0.0, abs(math.log(back / leg)) - 0.6)
    score -= 10 * max(0.0, 0.85 - abs(cosine(across[0], across[1])))
    score -= 6 * sum(max(0.0, abs(cosine(way, spine)) - 0.3) for way in across)
    score -= 3 * max(0.0, math.dist(heads[meet], hips) / leg - 0.6) + 3 * (arms.parent == meet)
    # A standing figure's spine is opposite to its legs; an animal's is about at right angles to them.
    turn = cosine(down, spine)
    four = turn > -0.45
    return score - 3 * max(0.0, turn + 0.8) * (not four), four


def _body(
    tree: Tree, legs: Pair, arms: Pair, evidence: Evidence, readings: Sequence[Reading], score: float
) -> Body:  # fmt: skip
    """Assign roles to the bones of the two pairs, the trunk and the head, with a confidence each."""
    heads = tree.heads
    assert heads is not None
    hips = middle([heads[limb.joints[0]] for limb in legs.sides])
    ankles = middle([heads[limb.joints[2]] for limb in legs.sides])
    up = _unit(subtract(hips, ankles))
    leg = math.dist(hips, ankles)
    flip, known = _flipped(tree, legs, arms, up, leg, readings)
    bones: dict[str, int] = {}
    confidence: dict[str, float] = {}

    def put(role: str, bone: int | None, quality: float) -> None:
        if bone is not None and bone not in bones.values():
            bones[role] = bone
            named = evidence(bone, role.removeprefix("left_").removeprefix("right_").rstrip("123"))
            confidence[role] = _confidence(quality, named)

    pelvis, spine, neck, head, fit = _trunk(tree, legs, arms, evidence, up, leg)
    # Quality, 0 to 1: of the whole body, times each limb's margin over its next best joints, times a known side.
    whole = min(1.0, max(0.0, 1 + score / 10))
    put("pelvis", pelvis, whole)
    for pair, kind in ((legs, LEG), (arms, ARM)):
        sides = pair.sides[::-1] if flip[pair is arms] else pair.sides
        for side, limb in zip(("left", "right"), sides):
            quality = whole * (0.5 + 0.5 * min(1.0, limb.margin / 3)) * (1.0 if known else 0.7)
            for part, bone in zip(kind.parts, limb.joints):
                put(f"{side}_{part}", bone, quality)
            put(f"{side}_{kind.base or kind.tip}", limb.base if kind.base else limb.tip, 0.8 * quality)
    for role, bone in place_spine(tree, spine).items():
        put(role, bone, 0.8 * whole)
    put("neck", neck, 0.8 * fit * whole)
    put("head", head, fit * whole)
    return Body(bones, confidence)


def _confidence(quality: float, evidence: float) -> float:
    """Confidence, 0.05 to 0.97: from the fit to a body (quality, 0 to 1), and higher where the name is evidence."""
    named = min(1.0, max(0.0, evidence / 3))
    return round(min(0.97, max(0.05, (0.45 + 0.43 * quality) * (1 - named) + (0.75 + 0.2 * quality) * named)), 4)


def _unit(v: Point) -> Point:
    """Scale to unit length; a zero vector stays zero."""
    size = math.sqrt(dot(v, v)) or 1.0
    return (v[0] / size, v[1] / size, v[2] / size)


def _cross(a: Point, b: Point) -> Point:
    """Cross product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _flipped(
    tree: Tree, legs: Pair, arms: Pair, up: Point, leg: float, readings: Sequence[Reading]
) -> tuple[tuple[bool, bool], bool]:
    """Whether the first limb of each pair is the right one; and whether that is known, not assumed.

    By the sides in names, else by the direction of toes and of the bends of knees and elbows, else by convention.
    """
    heads = tree.heads
    assert heads is not None
    left, known = _left(tree, legs, arms, up, leg)
    out: list[bool] = []
    for pair in (legs, arms):
        first, second = pair.sides
        votes = sum(
            (readings[bone].side == want) - (readings[bone].side == other)
            for limb, want, other in ((first, "left", "right"), (second, "right", "left"))
            for bone in limb.joints
        )
        if abs(votes) >= 3:  # half of the six joints' names
            out.append(votes < 0)
            known = True
            continue
        apart = subtract(middle([heads[b] for b in first.joints]), middle([heads[b] for b in second.joints]))
        out.append(dot(apart, left) < 0)
    return (out[0], out[1]), known


def _left(tree: Tree, legs: Pair, arms: Pair, up: Point, leg: float) -> tuple[Point, bool]:
    """Direction to the figure's left, and whether its shape defines it.

    Toes point forward, knees bend forward and elbows backward: the level part of their sum is the forward direction.
    """
    heads = tree.heads
    assert heads is not None
    ahead: Point = (0.0, 0.0, 0.0)
    for limb in legs.sides:
        if limb.tip is not None:
            ahead = _sum(ahead, subtract(heads[limb.tip], heads[limb.joints[2]]))
        ahead = _sum(ahead, _bulge(tree, limb))
    for limb in arms.sides:
        back = _bulge(tree, limb)
        ahead = subtract(ahead, back)
    high = dot(ahead, up)
    flat = subtract(ahead, (up[0] * high, up[1] * high, up[2] * high))
    if math.sqrt(dot(flat, flat)) > 0.015 * leg:
        return _cross(up, _unit(flat)), math.sqrt(dot(flat, flat)) > 0.05 * leg
    # By convention figures with Z up face -Y, those with Y up +Z: both have their left towards +X.
    return (1.0, 0.0, 0.0) if abs(up[0]) < 0.7 else (0.0, 1.0, 0.0), False


def _sum(a: Point, b: Point) -> Point:
    """a + b."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _bulge(tree: Tree, limb: Limb) -> Point:
    """Offset of a limb's middle joint from the line through the outer two."""
    assert tree.heads is not None
    a, b, c = (tree.heads[j] for j in limb.joints)
    along = _unit(subtract(c, a))
    t = dot(subtract(b, a), along)
    return subtract(subtract(b, a), (along[0] * t, along[1] * t, along[2] * t))


def _trunk(
    tree: Tree, legs: Pair, arms: Pair, evidence: Evidence, up: Point, leg: float
) -> tuple[int, list[int], int | None, int | None, float]:
    """Find pelvis, spine (lowest first), neck, head, and the fit of the head, 0 to 1."""
    heads = tree.heads
    assert heads is not None
    meet, chest = tree.meet(legs.parent, arms.parent), arms.parent
    spine = [*(tree.path(meet, chest) or []), chest] if chest != meet else []
    ankles = middle([heads[limb.joints[2]] for limb in legs.sides])
    pelvis = meet
    # Where hips and spine are siblings below a bone on the ground, the parent of the legs is the pelvis.
    if dot(subtract(heads[meet], ankles), up) < 0.5 * leg and legs.parent != meet:
        pelvis = legs.parent
    shoulders = middle([heads[limb.joints[0]] for limb in arms.sides])
    found = _head(tree, chest, arms, shoulders, up, leg, evidence)
    if found is None:
        return pelvis, spine, None, None, 0.0
    line, fit = found
    neck = line[0] if len(line) > 1 else None
    if neck is None and len(spine) > 1:
        high = dot(subtract(heads[chest], shoulders), up) > -0.03 * leg
        if (high or evidence(chest, "neck") > 1) and evidence(chest, "spine") < 1:
            neck, spine = chest, spine[:-1]  # the arms' parent is the neck, as in Biped
    return pelvis, spine, neck, line[-1], fit


def _head(
    tree: Tree, chest: int, arms: Pair, shoulders: Point, up: Point, leg: float, evidence: Evidence
) -> tuple[list[int], float] | None:
    """Find the bones from the chest to the head, and their fit, 0 to 1; None where nothing is above the shoulders."""
    heads = tree.heads
    assert heads is not None
    best: tuple[float, list[int]] | None = None
    for start in tree.children[chest]:
        if start in arms.roots:
            continue
        line = tree.longest(start)[:7]
        for count, bone in enumerate(line, start=1):
            # A head starts about 0.21 of the leg's length above the shoulders, and not beside the middle.
            off = subtract(heads[bone], shoulders)
            high = dot(off, up) / leg
            aside = math.sqrt(max(0.0, dot(off, off) / leg**2 - high * high))
            score = -min((max(0.0, abs(high - 0.21) - 0.04) / 0.12) ** 2, 8.0) - 4 * max(0.0, aside - 0.12)
            score += 0.6 * (_features(tree, bone, leg) > 1) - 0.2 * max(0, count - 2)
            onward = tree.distance(bone, line[count]) if count < len(line) else 0.0
            # A bone with another shortly after it is a neck, and that one the head.
            score -= 0.7 * (0.015 < tree.reach[bone] / leg < 0.083 or 0.015 < onward / leg < 0.06)
            score += evidence(bone, "head") + 0.5 * sum(evidence(b, "neck") for b in line[: count - 1])
            if best is None or score > best[0]:
                best = score, line[:count]
    if best is None or best[0] < -9:
        return None
    return best[1], min(1.0, max(0.1, 1 + best[0] / 8))


def _features(tree: Tree, bone: int, leg: float) -> int:
    """Number of children of a bone, and of children at the same place: a head has eyes, a jaw, hair."""
    children = tree.children[bone]
    return len(children) + sum(len(tree.children[c]) for c in children if tree.distance(bone, c) < 0.01 * leg)


def place_spine(tree: Tree, spine: Sequence[int]) -> dict[str, int]:
    """Assign spine1 to spine3 to a chain of any number of bones, lowest first.

    The ends are spine1 and spine3, spine2 is the bone nearest to half-way; a single bone is spine3.
    """
    if not spine:
        return {}
    out = {"spine3": spine[-1]}
    if len(spine) > 1:
        out["spine1"] = spine[0]
    if len(spine) > 2:
        out["spine2"] = min(spine[1:-1], key=lambda b: abs(tree.distance(b, spine[0]) - tree.distance(b, spine[-1])))
    return out
