"""Bones that belong to a mapped limb without playing a role: fingers below the wrists, twist bones along the limbs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from .bone_tree import Tree
from .limbs import dot, middle, subtract
from .name_patterns import FINGERS, Reading

SEGMENTS = (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
_ORDER = tuple(FINGERS)
_MACHINERY = ("DEF-", "ORG-", "MCH-", "VIS_")  # a control rig's bones that no artist keys


def fingers(
    tree: Tree, bones: Mapping[str, int], readings: Sequence[Reading], controls: bool
) -> dict[str, tuple[tuple[int, ...], ...]]:
    """ "left"/"right" -> chains of finger bones, knuckle first and the thumb's first where it is known.

    controls: the wrists are a control rig's, and finger controls need not hang on them.
    """
    out: dict[str, tuple[tuple[int, ...], ...]] = {}
    for side in ("left", "right"):
        wrist = bones.get(f"{side}_wrist")
        if wrist is None:
            continue
        chains = _finger_controls(tree, readings, side) if controls else _below(tree, wrist, readings, bones)
        if chains:
            out[side] = tuple(tuple(chain) for chain in _thumb_first(tree, wrist, chains, readings))
    return out


def _finger_controls(tree: Tree, readings: Sequence[Reading], side: str) -> list[list[int]]:
    """Chains by name alone: "f_index.01.L", "c_index1.l"."""
    chains: dict[str, dict[int, int]] = {}
    for bone, said in enumerate(readings):
        name = tree.names[bone]
        if said.side == side and said.finger and not said.helper and not name.startswith(_MACHINERY):
            chains.setdefault(said.finger, {}).setdefault(said.number or _first_number(name), bone)
    return [[chain[n] for n in sorted(chain) if 1 <= n <= 3] for chain in chains.values()]


def _first_number(name: str) -> int:
    digits = [c for c in name if c.isdigit()]
    return int(digits[-1]) if digits else 0


def _below(
    tree: Tree, wrist: int, readings: Sequence[Reading], bones: Mapping[str, int]
) -> list[list[int]]:  # fmt: skip
    """Every way down from the wrist that looks like a finger."""
    chains: list[list[int]] = []
    taken = set(bones.values())
    length = _hand(tree, bones)

    def walk(line: list[int]) -> None:
        onward = [c for c in tree.children[line[-1]] if _may_be_finger(readings[c]) and c not in taken]
        if len(onward) > 1:  # a palm that carries several fingers
            for child in onward:
                walk([child])
        elif onward:
            walk([*line, onward[0]])
        else:
            trimmed = _trimmed(tree, line, readings)
            if trimmed and tree.reach[trimmed[0]] < 1.2 * length:
                chains.append(trimmed)

    for child in tree.children[wrist]:
        if _may_be_finger(readings[child]) and child not in taken:
            walk([child])
    named = [chain for chain in chains if any(readings[b].finger for b in chain)]
    return named or chains


def _hand(tree: Tree, bones: Mapping[str, int]) -> float:
    """A length no finger exceeds: the forearm's."""
    lengths = [
        tree.distance(bones[f"{side}_elbow"], bones[f"{side}_wrist"])
        for side in ("left", "right")
        if f"{side}_elbow" in bones and f"{side}_wrist" in bones
    ]
    return max(lengths, default=math.inf)


def _may_be_finger(said: Reading) -> bool:
    return bool(said.finger) or not said.twist


def _trimmed(tree: Tree, line: list[int], readings: Sequence[Reading]) -> list[int]:
    """A chain without palm bones before it and end bones after it; empty where it is no finger."""
    named = [b for b in line if readings[b].finger and not _is_metacarpal(tree.names[b])]
    if named:
        line = [b for b in named if not (readings[b].helper and not tree.children[b])]
        return line[:3] if len(line) <= 4 else []
    if any(readings[b].helper for b in line) or not 2 <= len(line) <= 5:
        return []
    if len(line) > 3 and tree.distance(line[0], line[1]) > 1.5 * tree.distance(line[1], line[2]):
        line = line[1:]
    return line[:3]


def _is_metacarpal(name: str) -> bool:
    low = name.lower()
    return "metacarpal" in low or "palm" in low or "_base" in low


def _thumb_first(
    tree: Tree, wrist: int, chains: list[list[int]], readings: Sequence[Reading]
) -> list[list[int]]:  # fmt: skip
    """Thumb to little finger, by name where all have one, else by where they start and point."""
    names = [next((readings[b].finger for b in chain if readings[b].finger), "") for chain in chains]
    if all(names):
        return [chain for _, chain in sorted(zip(names, chains), key=lambda pair: _ORDER.index(pair[0]))]
    if tree.heads is None or len(chains) < 3:
        return chains
    heads, whole = tree.heads, middle([tree.heads[chain[-1]] for chain in chains])
    ahead = subtract(whole, heads[wrist])

    def forward(chain: list[int]) -> float:
        return dot(subtract(heads[chain[0]], heads[wrist]), ahead)

    thumb = min(chains, key=forward)  # its knuckle is nearest to the wrist
    others = sorted((c for c in chains if c is not thumb), key=lambda c: tree.distance(c[0], thumb[0]))
    return [thumb, *others]


def twists(tree: Tree, bones: Mapping[str, int], readings: Sequence[Reading]) -> dict[str, tuple[int, ...]]:
    """Role of a segment's upper joint -> bones that lie along the segment, from the joint outwards.

    Those that carry the lower joint count whatever their name; those beside it by a name such as twist or roll.
    """
    out: dict[str, tuple[int, ...]] = {}
    taken = set(bones.values())
    for side in ("left", "right"):
        for upper, lower in SEGMENTS:
            a, b = bones.get(f"{side}_{upper}"), bones.get(f"{side}_{lower}")
            if a is None or b is None or not tree.below(b, a):
                continue
            placed: list[tuple[float, int]] = []
            for bone in _around(tree, a, b):
                at = _along(tree, a, b, bone)
                inside = tree.below(b, bone)
                if bone not in taken and at is not None and (inside or readings[bone].twist):
                    placed.append((at, bone))
            if placed:
                out[f"{side}_{upper}"] = tuple(bone for _, bone in sorted(placed))
    return out


def _around(tree: Tree, top: int, bottom: int) -> list[int]:
    """Bones below `top` that are neither `bottom` nor below it."""
    found: list[int] = []
    left = list(tree.children[top])
    while left:
        bone = left.pop()
        if bone != bottom:
            found.append(bone)
            left += tree.children[bone]
    return found


def _along(tree: Tree, a: int, b: int, bone: int) -> float | None:
    """Where on the segment a bone lies, 0 to 1; None where it lies off it."""
    if tree.heads is None:
        return 0.5
    segment, there = subtract(tree.heads[b], tree.heads[a]), subtract(tree.heads[bone], tree.heads[a])
    length = dot(segment, segment)
    if length < 1e-18:
        return None
    at = dot(segment, there) / length
    off = math.sqrt(max(0.0, dot(there, there) / length - at * at))
    return at if -0.05 <= at <= 1.02 and off < 0.12 else None
