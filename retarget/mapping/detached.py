"""Legs that hang in pieces: thighs beside the hips, feet on the root, as in rigs whose feet were IK targets.

No order of parents tells such a leg. Its bones' names do, and their places have to be those of legs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product

from .bone_tree import Tree
from .limbs import cosine, dot, middle, subtract
from .name_patterns import Reading

_PARTS = ("hip", "knee", "ankle")
_CLEAR = 0.5  # how clearly a name has to mean a part
_TRIED = 4  # most bones of a side that may be one part
CONFIDENCE = 0.8
_LONGER = 2.5  # most that one segment of a leg is longer than the other, or one leg than the other: 1.3
_HIGH = 0.6  # a pelvis is no further from the middle of the hips, in legs


def legs(tree: Tree, readings: Sequence[Reading], found: Mapping[str, int]) -> dict[str, int]:
    """Find the bones of both legs, and the pelvis above them; empty where names and places do not agree on them.

    found: role -> bone of trunk and arms.
    """
    if tree.heads is None or not {"head", "left_shoulder", "right_shoulder", "pelvis"} <= found.keys():
        return {}
    down = subtract(tree.heads[found["pelvis"]], tree.heads[found["head"]])
    taken = {bone for role, bone in found.items() if role != "pelvis"}
    sides = {side: _leg(tree, readings, side, down, taken) for side in ("left", "right")}
    left, right = sides["left"], sides["right"]
    if left is None or right is None:
        return {}
    lengths = sorted(sum(tree.distance(a, b) for a, b in pairwise(leg)) for leg in (left, right))
    if lengths[1] > 1.3 * lengths[0]:
        return {}
    out = {f"left_{part}": bone for part, bone in zip(_PARTS, left)}
    out |= {f"right_{part}": bone for part, bone in zip(_PARTS, right)}
    return out | _pelvis(tree, found, left[0], right[0], lengths[1])


def _leg(
    tree: Tree, readings: Sequence[Reading], side: str, down: tuple[float, float, float], taken: set[int]
) -> tuple[int, int, int] | None:  # fmt: skip
    """Find thigh, shin and foot of a side whose names mean them and that lie below each other; None for none."""
    assert tree.heads is not None
    able = [
        sorted(
            (b for b, reading in enumerate(readings) if _means(reading, side, part) and b not in taken),
            key=lambda b: -readings[b].parts[part],
        )[:_TRIED]
        for part in _PARTS
    ]
    best: tuple[float, tuple[int, int, int]] | None = None
    for hip, knee, ankle in product(*able):
        if len({hip, knee, ankle}) < 3:
            continue
        upper, lower = subtract(tree.heads[knee], tree.heads[hip]), subtract(tree.heads[ankle], tree.heads[knee])
        sizes = sorted((dot(upper, upper), dot(lower, lower)))
        straight = min(cosine(upper, lower), cosine(upper, down), cosine(lower, down))
        if sizes[0] <= 0 or sizes[1] > _LONGER**2 * sizes[0] or straight < 0.6:
            continue
        clear = sum(readings[bone].parts[part] for bone, part in zip((hip, knee, ankle), _PARTS))
        score = clear + straight + tree.below(knee, hip) + tree.below(ankle, knee)
        if best is None or score > best[0]:
            best = score, (hip, knee, ankle)
    return None if best is None else best[1]


def _means(reading: Reading, side: str, part: str) -> bool:
    """Whether a name means a part of a side's leg."""
    return reading.side == side and reading.parts.get(part, 0.0) >= _CLEAR and not reading.helper


def _pelvis(tree: Tree, found: Mapping[str, int], left: int, right: int, leg: float) -> dict[str, int]:
    """The bone that carries both thighs and the trunk, where it is at the hips; else none."""
    assert tree.heads is not None
    carries = tree.meet(tree.meet(tree.parents[left], tree.parents[right]), found["pelvis"])
    if carries == tree.TOP or carries in (left, right):
        return {}
    off = subtract(tree.heads[carries], middle([tree.heads[left], tree.heads[right]]))
    return {"pelvis": carries} if dot(off, off) < (_HIGH * leg) ** 2 else {}


def wrists(tree: Tree, readings: Sequence[Reading], found: Mapping[str, int]) -> dict[str, int]:
    """Find wrists by their names among the children of the elbows; of several the one with the most below it."""
    out: dict[str, int] = {}
    for side in ("left", "right"):
        elbow = found.get(f"{side}_elbow")
        if elbow is None or f"{side}_wrist" in found:
            continue
        able = [c for c in tree.children[elbow] if readings[c].parts.get("wrist", 0.0) >= _CLEAR]
        if able:
            out[f"{side}_wrist"] = max(able, key=lambda bone: tree.size[bone])
    return out
