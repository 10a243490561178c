"""Which bones play which roles, from where they are and how they hang together; names help where they say something.

A human figure is two pairs of alike limbs, joined by a chain that goes up from where the legs part to where the arms
part, and a head above that. The search takes every two pairs of branches that could be legs and arms, whatever axis is
up and wherever the figure looks, and keeps the two that fit a body best.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .bone_tree import Point, Tree
from .limbs import ARM, LEG, Evidence, Limb, Pair, cosine, dot, middle, pairs, subtract
from .name_patterns import Reading

_ANCHORED = 8.0  # a bone that a name table knows outweighs what geometry says


@dataclass(frozen=True)
class Body:
    """What the search found. bones: role -> bone. sure: role -> 0 to 1. four_legs: it is an animal's body."""

    bones: Mapping[str, int] = field(default_factory=dict[str, int])
    sure: Mapping[str, float] = field(default_factory=dict[str, float])
    four_legs: bool = False


def find(tree: Tree, readings: Sequence[Reading], anchors: Mapping[str, int] | None = None) -> Body:
    """The body in a tree with positions; empty where there is none. anchors: role -> bone, known already."""
    if tree.heads is None or len(tree) < 8:
        return Body()
    evidence = _evidence(readings, anchors or {})
    least = 0.1 * max(tree.reach, default=0.0)
    legs = _best(tree, pairs(tree, LEG, evidence, least))
    arms = _best(tree, pairs(tree, ARM, evidence, least))
    ranked = sorted(
        ((_together(tree, leg, arm), n, m) for n, leg in enumerate(legs) for m, arm in enumerate(arms)),
        key=lambda entry: -entry[0][0],
    )
    upright = [entry for entry in ranked if entry[0][0] > -9 and not entry[0][1]]
    lying = [entry for entry in ranked if entry[0][0] > -5 and entry[0][1]]
    if not upright or (lying and lying[0][0][0] > upright[0][0][0] + 3):
        return Body(four_legs=bool(lying))
    (score, _), n, m = upright[0]
    return _body(tree, legs[n], arms[m], evidence, readings, score)


def _best(tree: Tree, found: Iterable[Pair]) -> list[Pair]:
    """The likeliest pairs, best first: longer ones sooner, and no more than five of a skirt's many strips."""
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
    """What names and known bones say for a bone in a role (without side)."""
    known: dict[int, str] = {bone: role.removeprefix("left_").removeprefix("right_") for role, bone in anchors.items()}

    def evidence(bone: int, part: str) -> float:
        if bone in known:
            same = known[bone] == part or (part == "spine" and known[bone].startswith("spine"))
            return _ANCHORED if same else -_ANCHORED
        said = readings[bone]
        score = 3 * said.parts.get(part, 0.0)
        if said.parts and part not in said.parts:
            score -= 1.5
        return score - 3 * said.helper - 1.5 * bool(said.finger)

    return evidence


def _together(tree: Tree, legs: Pair, arms: Pair) -> tuple[float, bool]:
    """How well two pairs do as legs and arms of one body, and whether it walks on all four."""
    heads = tree.heads
    assert heads is not None
    if legs.roots == arms.roots or any(
        tree.below(a, b) or tree.below(b, a) or a == b for a in legs.roots for b in arms.roots
    ):
        return -99.0, False
    meet = tree.meet(legs.parent, arms.parent) if min(legs.parent, arms.parent) >= 0 else tree.TOP
    if meet == tree.TOP:
        return -99.0, False
    hips = middle([heads[limb.joints[0]] for limb in legs.sides])
    ankles = middle([heads[limb.joints[2]] for limb in legs.sides])
    shoulders = middle([heads[limb.joints[0]] for limb in arms.sides])
    down, spine = subtract(ankles, hips), subtract(shoulders, hips)
    leg, back = math.sqrt(dot(down, down)), math.sqrt(dot(spine, spine))
    if leg < 1e-9 or back < 0.08 * leg:
        return -99.0, False
    arm = sum(tree.distance(s.joints[0], s.joints[1]) + tree.distance(s.joints[1], s.joints[2]) for s in arms.sides) / 2
    across = [subtract(heads[p.sides[0].joints[0]], heads[p.sides[1].joints[0]]) for p in (legs, arms)]
    score = legs.score + arms.score
    score -= 2 * max(0.0, abs(math.log(arm / leg)) - 0.45) + 4 * max(0.0, abs(math.log(back / leg)) - 0.6)
    score -= 10 * max(0.0, 0.85 - abs(cosine(across[0], across[1])))
    score -= 6 * sum(max(0.0, abs(cosine(way, spine)) - 0.3) for way in across)
    score -= 3 * max(0.0, math.dist(heads[meet], hips) / leg - 0.6) + 3 * (arms.parent == meet)
    # A figure that stands on two goes on upwards where its legs came from; an animal's spine lies.
    upright = cosine(down, spine)
    four = upright > -0.45
    return score - 3 * max(0.0, upright + 0.8) * (not four), four


def _body(
    tree: Tree, legs: Pair, arms: Pair, evidence: Evidence, readings: Sequence[Reading], score: float
) -> Body:  # fmt: skip
    """Roles from the two pairs."""
    heads = tree.heads
    assert heads is not None
    hips = middle([heads[limb.joints[0]] for limb in legs.sides])
    ankles = middle([heads[limb.joints[2]] for limb in legs.sides])
    up = _unit(subtract(hips, ankles))
    leg = math.dist(hips, ankles)
    flip, told = _flipped(tree, legs, arms, up, leg, readings)
    bones: dict[str, int] = {}
    sure: dict[str, float] = {}

    def put(role: str, bone: int | None, quality: float) -> None:
        if bone is not None and bone not in bones.values():
            bones[role] = bone
            said = evidence(bone, role.removeprefix("left_").removeprefix("right_").rstrip("123"))
            sure[role] = _confidence(quality, said)

    pelvis, spine, neck, head, fit = _trunk(tree, legs, arms, evidence, up, leg)
    whole = min(1.0, max(0.0, 1 + score / 10))
    put("pelvis", pelvis, whole)
    for pair, kind in ((legs, LEG), (arms, ARM)):
        sides = pair.sides[::-1] if flip[pair is arms] else pair.sides
        for side, limb in zip(("left", "right"), sides):
            quality = whole * (0.5 + 0.5 * min(1.0, limb.margin / 3)) * (1.0 if told else 0.7)
            for part, bone in zip(kind.parts, limb.joints):
                put(f"{side}_{part}", bone, quality)
            put(f"{side}_{kind.base or kind.tip}", limb.base if kind.base else limb.tip, 0.8 * quality)
    for role, bone in place_spine(tree, spine).items():
        put(role, bone, 0.8 * whole)
    put("neck", neck, 0.8 * fit * whole)
    put("head", head, fit * whole)
    return Body(bones, sure)


def _confidence(quality: float, said: float) -> float:
    """quality: 0 to 1, how well it fits a body. said: what the name says for it."""
    named = min(1.0, max(0.0, said / 3))
    return round(min(0.97, max(0.05, (0.45 + 0.43 * quality) * (1 - named) + (0.75 + 0.2 * quality) * named)), 4)


def _unit(v: Point) -> Point:
    size = math.sqrt(dot(v, v)) or 1.0
    return (v[0] / size, v[1] / size, v[2] / size)


def _cross(a: Point, b: Point) -> Point:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _flipped(
    tree: Tree, legs: Pair, arms: Pair, up: Point, leg: float, readings: Sequence[Reading]
) -> tuple[tuple[bool, bool], bool]:
    """Whether the first limb of each pair is the right one, and whether that is known rather than supposed.

    By the sides in names, else by where the toes point and knees and elbows bend, else by Blender's custom.
    """
    heads = tree.heads
    assert heads is not None
    left, told = _left(tree, legs, arms, up, leg)
    out: list[bool] = []
    for pair in (legs, arms):
        first, second = pair.sides
        votes = sum(
            (readings[bone].side == want) - (readings[bone].side == other)
            for limb, want, other in ((first, "left", "right"), (second, "right", "left"))
            for bone in limb.joints
        )
        if abs(votes) >= 3:
            out.append(votes < 0)
            told = True
            continue
        apart = subtract(middle([heads[b] for b in first.joints]), middle([heads[b] for b in second.joints]))
        out.append(dot(apart, left) < 0)
    return (out[0], out[1]), told


def _left(tree: Tree, legs: Pair, arms: Pair, up: Point, leg: float) -> tuple[Point, bool]:
    """Direction to the figure's left, and whether the figure itself tells it."""
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
    # Blender's figures look along -Y, those of Y-up data along +Z: both have their left towards +X.
    return (1.0, 0.0, 0.0) if abs(up[0]) < 0.7 else (0.0, 1.0, 0.0), False


def _sum(a: Point, b: Point) -> Point:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _bulge(tree: Tree, limb: Limb) -> Point:
    """How far the middle joint lies off the line between the outer ones."""
    assert tree.heads is not None
    a, b, c = (tree.heads[j] for j in limb.joints)
    along = _unit(subtract(c, a))
    t = dot(subtract(b, a), along)
    return subtract(subtract(b, a), (along[0] * t, along[1] * t, along[2] * t))


def _trunk(
    tree: Tree, legs: Pair, arms: Pair, evidence: Evidence, up: Point, leg: float
) -> tuple[int, list[int], int | None, int | None, float]:
    """Pelvis, spine (lowest first), neck, head, and how well the head fits, 0 to 1."""
    heads = tree.heads
    assert heads is not None
    meet, chest = tree.meet(legs.parent, arms.parent), arms.parent
    spine = [*(tree.path(meet, chest) or []), chest] if chest != meet else []
    ankles = middle([heads[limb.joints[2]] for limb in legs.sides])
    pelvis = meet
    # A bone on the ground carries hips and spine side by side: the hips' own bone is the pelvis.
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
            neck, spine = chest, spine[:-1]  # collars that hang on the neck, as Biped's
    return pelvis, spine, neck, line[-1], fit


def _head(
    tree: Tree, chest: int, arms: Pair, shoulders: Point, up: Point, leg: float, evidence: Evidence
) -> tuple[list[int], float] | None:
    """The bones from the chest to the head, and how well they fit; None where nothing goes on above the shoulders."""
    heads = tree.heads
    assert heads is not None
    best: tuple[float, list[int]] | None = None
    for start in tree.children[chest]:
        if start in arms.roots:
            continue
        line = tree.longest(start)[:7]
        for count, bone in enumerate(line, start=1):
            off = subtract(heads[bone], shoulders)
            high = dot(off, up) / leg
            aside = math.sqrt(max(0.0, dot(off, off) / leg**2 - high * high))
            score = -min((max(0.0, abs(high - 0.21) - 0.04) / 0.12) ** 2, 8.0) - 4 * max(0.0, aside - 0.12)
            score += 0.6 * (_features(tree, bone, leg) > 1) - 0.2 * max(0, count - 2)
            onward = tree.distance(bone, line[count]) if count < len(line) else 0.0
            # What follows at once is the head, and this a neck.
            score -= 0.7 * (0.015 < tree.reach[bone] / leg < 0.083 or 0.015 < onward / leg < 0.06)
            score += evidence(bone, "head") + 0.5 * sum(evidence(b, "neck") for b in line[: count - 1])
            if best is None or score > best[0]:
                best = score, line[:count]
    if best is None or best[0] < -9:
        return None
    return best[1], min(1.0, max(0.1, 1 + best[0] / 8))


def _features(tree: Tree, bone: int, leg: float) -> int:
    """How many bones hang on a bone, or on one at the same place: a head carries eyes, a jaw, hair."""
    own = tree.children[bone]
    return len(own) + sum(len(tree.children[c]) for c in own if tree.distance(bone, c) < 0.01 * leg)


def place_spine(tree: Tree, spine: Sequence[int]) -> dict[str, int]:
    """spine1 to spine3 on a chain of any number of bones, lowest first, by its length along the bones."""
    if not spine:
        return {}
    out = {"spine3": spine[-1]}
    if len(spine) > 1:
        out["spine1"] = spine[0]
    if len(spine) > 2:
        out["spine2"] = min(spine[1:-1], key=lambda b: abs(tree.distance(b, spine[0]) - tree.distance(b, spine[-1])))
    return out
