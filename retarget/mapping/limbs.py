"""Arms and legs by structure: pairs of similar branches in a tree of bones, and the three joints along each.

Every choice of three bones on a branch gets a score: what names say for it, less penalties for proportions that a limb
does not have. 0 is good, less is worse.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from .bone_tree import Point, Tree

# (bone, role without side) -> what names and known bones say for it: positive for, negative against, 0 nothing.
Evidence = Callable[[int, str], float]


@dataclass(frozen=True)
class Kind:
    """Proportions of an arm or a leg; lengths in units of upper plus lower segment.

    parts: roles of the three joints. base, tip: roles of the bones before and after them, "" for none. before: greatest
    length from the branch's start to the first joint. after: least and greatest length beyond the last. turns: the
    chain changes direction at the last joint, as at an ankle.
    """

    parts: tuple[str, str, str]
    base: str
    tip: str
    before: float
    after: tuple[float, float]
    turns: bool


_MOST_BRANCHES = 40  # of one bone that are tried as limbs, the longest: every two of them are compared
_MOST_FORKS = 32  # bones below which limbs are sought, those with the longest branches: a body has two or three
_MOST_BONES = 12  # of a branch, from its start down: every three of them are tried

LEG = Kind(("hip", "knee", "ankle"), "", "foot", 0.16, (0.0, 0.45), True)
ARM = Kind(("shoulder", "elbow", "wrist"), "collar", "", 0.42, (0.0, 0.55), False)


@dataclass(frozen=True)
class Limb:
    """One side's arm or leg.

    joints: bones of the three joints. at: their places on the path down. base, tip: bones of collar and toes, None
    without. margin: of the score over the next best choice.
    """

    joints: tuple[int, int, int]
    at: tuple[int, int, int]
    base: int | None
    tip: int | None
    score: float
    margin: float


@dataclass(frozen=True)
class Pair:
    """Two limbs that mirror each other. parent: the parent of both branches. roots: the branches' first bones."""

    parent: int
    sides: tuple[Limb, Limb]
    roots: tuple[int, int]
    score: float


def subtract(a: Point, b: Point) -> Point:
    """a - b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def dot(a: Point, b: Point) -> float:
    """Inner product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cosine(a: Point, b: Point) -> float:
    """Cosine of the angle between a and b; 1 where either has no length."""
    size = math.sqrt(dot(a, a) * dot(b, b))
    return dot(a, b) / size if size > 1e-12 else 1.0


def middle(points: Sequence[Point]) -> Point:
    """Mean of points."""
    n = len(points)
    return (sum(p[0] for p in points) / n, sum(p[1] for p in points) / n, sum(p[2] for p in points) / n)


def pairs(tree: Tree, kind: Kind, evidence: Evidence, least: float) -> Iterator[Pair]:
    """Find pairs of sibling branches that could be left and right limbs; least: length of a branch, rig's unit."""
    for parent, able in _forks(tree, least).items():
        # Each branch with its best choices of joints; then the best combination of any two branches.
        found = {c: ways for c in able if (ways := ways_down(tree, c, kind, evidence))}
        for a, b in combinations(found, 2):
            scored = [(_pair_score(tree, one, other), one, other) for one in found[a] for other in found[b]]
            score, one, other = max(scored, key=lambda entry: entry[0])
            if score > -12:
                crowd = 0.25 * math.log1p(min(tree.size[a], tree.size[b]))  # arms carry hands, a sleeve nothing
                yield Pair(parent, (one, other), (a, b), score + crowd)


def _forks(tree: Tree, least: float) -> dict[int, list[int]]:
    """Map bones to the branches below them that are long enough for limbs, at least two; the forks that go furthest."""
    forks: dict[int, list[int]] = {}
    for parent, children in tree.children.items():
        longest = sorted((c for c in children if tree.reach[c] >= least), key=lambda c: -tree.reach[c])[:_MOST_BRANCHES]
        if len(longest) > 1:
            forks[parent] = [c for c in children if c in longest]
    if len(forks) > _MOST_FORKS:
        second = {parent: sorted(tree.reach[c] for c in able)[-2] for parent, able in forks.items()}
        kept = set(sorted(forks, key=lambda parent: -second[parent])[:_MOST_FORKS])
        forks = {parent: able for parent, able in forks.items() if parent in kept}
    return forks


def _pair_score(tree: Tree, a: Limb, b: Limb) -> float:
    """Score two limbs as left and right: equal lengths, equal places of the joints, mirrored directions."""
    shorter, longer = sorted((_length(tree, a), _length(tree, b)))
    if shorter < 0.7 * longer:
        return -99.0
    score = (a.score + b.score) / 2 - 6 * (1 - shorter / longer) - 0.5 * (a.at != b.at)
    return score - 5 * max(0.0, 0.8 - _mirrored(tree, a, b))


def _mirrored(tree: Tree, a: Limb, b: Limb) -> float:
    """Cosine between one limb's direction, reflected, and the other's.

    The mirror is the plane normal to the line between the limbs' middles: v - 2 (v.n) n.
    """
    assert tree.heads is not None
    ends = [[tree.heads[joint] for joint in limb.joints] for limb in (a, b)]
    across = subtract(middle(ends[0]), middle(ends[1]))
    one, other = (subtract(points[2], points[0]) for points in ends)
    size = dot(across, across)
    if size > 1e-12 * dot(one, one):
        turn = 2 * dot(one, across) / size
        one = (one[0] - turn * across[0], one[1] - turn * across[1], one[2] - turn * across[2])
    return cosine(one, other)


def _length(tree: Tree, limb: Limb) -> float:
    """Length of both segments in the rig's unit."""
    h, k, a = limb.joints
    return tree.distance(h, k) + tree.distance(k, a)


def ways_down(tree: Tree, start: int, kind: Kind, evidence: Evidence) -> list[Limb]:
    """Find the four best choices of three joints on the path down from `start`, best first."""
    line = _way_down(tree, start, kind, evidence)
    # Distance from the start along the path, and every ordered choice of three bones on it, by score.
    along = [0.0]
    for a, b in pairwise(line):
        along.append(along[-1] + tree.distance(a, b))
    ranked = sorted(
        ((_fit(tree, line, along, at, kind, evidence), at) for at in combinations(range(len(line)), 3)),
        reverse=True,
    )
    out: list[Limb] = []
    for n, (score, at) in enumerate(ranked[:4]):
        i, j, k = at
        if score < -12:
            break
        margin = max(0.0, score - ranked[n + 1][0]) if len(ranked) > n + 1 else 4.0
        base = None
        if kind.base and i > 0:
            base = max(line[:i], key=lambda bone: (evidence(bone, kind.base), -line.index(bone)))
        tip = _tip(tree, line[k], along[k] - along[i], evidence) if kind.tip else None
        out.append(Limb((line[i], line[j], line[k]), at, base, tip, score, margin))
    return out


def _way_down(tree: Tree, start: int, kind: Kind, evidence: Evidence) -> list[int]:
    """Follow the longest branch down from `start`, weighted by what names say for and against its bones."""
    roles = [*kind.parts, kind.base, kind.tip]
    line = [start]
    while tree.children[line[-1]] and len(line) < _MOST_BONES:
        here = line[-1]

        def pull(child: int, here: int = here) -> float:
            support = max(evidence(child, role) for role in roles if role)
            return (tree.distance(here, child) + tree.reach[child] + 1e-9) * math.exp(
                0.6 * max(-3.0, min(support, 6.0))
            )

        line.append(max(tree.children[here], key=pull))
    return line


def _fit(
    tree: Tree, line: Sequence[int], along: Sequence[float], at: tuple[int, int, int], kind: Kind, evidence: Evidence
) -> float:
    """Score the bones at three places of a chain as the joints of a limb; 0 is good, less is worse.

    along: distance of each bone of `line` from its start, along the bones.
    """
    i, j, k = at
    bones = line[i], line[j], line[k]
    upper, lower = along[j] - along[i], along[k] - along[j]
    total = upper + lower
    if not tree.heads or total <= 0 or upper < 1e-3 * total or lower < 1e-3 * total:
        return -99.0
    # Names; equal lengths of the two segments; no long way before the first joint.
    score = sum(evidence(bone, part) for bone, part in zip(bones, kind.parts))
    score -= min((math.log(upper / lower) / 0.4) ** 2, 6.0)
    score -= 10 * max(0.0, along[i] / total - kind.before) + 0.5 * (along[i] / total)
    # A bone that starts where its parent does, or shortly before the next one, only leads to the joint.
    for bone, cost in zip(bones, (1.5, 0.7, 0.7)):
        parent = tree.parents[bone]
        score -= cost * (parent != tree.TOP and tree.distance(parent, bone) < 0.01 * total)
    score += 0.4 * (i > 0 and kind.turns and along[i] - along[i - 1] < 0.08 * total)
    # What follows the last joint, a foot or a hand, has a certain length.
    after = tree.reach[line[k]] / total
    score -= 8 * max(0.0, kind.after[0] - after) + min(6 * max(0.0, after - kind.after[1]), 2.0)
    # A limb at rest is nearly straight, so are the bones between its joints.
    first = subtract(tree.heads[bones[1]], tree.heads[bones[0]])
    second = subtract(tree.heads[bones[2]], tree.heads[bones[1]])
    score -= 3 * max(0.0, 0.7 - cosine(first, second))
    score -= 12 * max(0.0, upper / (tree.distance(bones[0], bones[1]) + 1e-12) - 1.02)
    score -= 12 * max(0.0, lower / (tree.distance(bones[1], bones[2]) + 1e-12) - 1.02)
    # A foot turns off the leg. A wrist is followed by several branches, and not itself a finger's bone.
    if kind.turns and k + 1 < len(line):
        onward = subtract(tree.heads[line[k + 1]], tree.heads[line[k]])
        score += 1.5 * min(1.0, 1 - cosine(second, onward)) - 0.5
    score -= 0.9 * (k - 1 > j and along[k] - along[k - 1] < 0.1 * total)  # a bone close before it may be the wrist
    if not kind.turns:
        branches = sum(1 for child in tree.children[line[k]] if tree.children[child])
        score += 0.5 * min(branches, 3) - (0.3 if k > 2 and branches < 2 else 0)
    return score


def _tip(tree: Tree, ankle: int, length: float, evidence: Evidence) -> int | None:
    """Find the toes' bone: the ankle's child with the most evidence, then reach; None where all are too short."""
    able = [c for c in tree.children[ankle] if tree.distance(ankle, c) > 0.05 * length and evidence(c, "foot") > -2]
    return max(able, key=lambda c: (evidence(c, "foot"), tree.distance(ankle, c) + tree.reach[c]), default=None)
