"""Finger bones and twist bones: bones that belong to a mapped limb without having a role."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from .bone_tree import Tree
from .limbs import dot, middle, subtract
from .name_patterns import FINGERS, Reading

SEGMENTS = (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
_ORDER = tuple(FINGERS)
_MACHINERY = ("DEF-", "ORG-", "MCH-", "VIS_")  # prefixes of a control rig's bones that are not animated by hand


def fingers(
    tree: Tree, bones: Mapping[str, int], readings: Sequence[Reading], controls: bool
) -> dict[str, tuple[tuple[int, ...], ...]]:
    """Find the finger bones: "left" or "right" -> chains from the knuckle on, the thumb's first where it is known.

    bones: role -> bone. readings: what each bone's name says. controls: the wrists are a control rig's, whose finger
    controls need not be below them.
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
    """Find a side's finger chains by names alone, such as "f_index.01.L" or "c_index1.l"."""
    chains: dict[str, dict[int, int]] = {}
    for bone, reading in enumerate(readings):
        name = tree.names[bone]
        if reading.side == side and reading.finger and not reading.helper and not name.startswith(_MACHINERY):
            chains.setdefault(reading.finger, {}).setdefault(reading.number or _last_digit(name), bone)
    return [[chain[n] for n in sorted(chain) if 1 <= n <= 3] for chain in chains.values()]


def _last_digit(name: str) -> int:
    """The last digit in a name, 0 without one."""
    digits = [c for c in name if c.isdigit()]
    return int(digits[-1]) if digits else 0


def _below(
    tree: Tree, wrist: int, readings: Sequence[Reading], bones: Mapping[str, int]
) -> list[list[int]]:  # fmt: skip
    """Find the chains below the wrist that look like fingers; only those with a finger's name where any has one."""
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
    """Length that bounds a finger's, in the rig's unit: the forearm's, infinite where unknown."""
    lengths = [
        tree.distance(bones[f"{side}_elbow"], bones[f"{side}_wrist"])
        for side in ("left", "right")
        if f"{side}_elbow" in bones and f"{side}_wrist" in bones
    ]
    return max(lengths, default=math.inf)


def _may_be_finger(reading: Reading) -> bool:
    """Whether a name does not speak against a finger: a twist bone's does."""
    return bool(reading.finger) or not reading.twist


def _trimmed(tree: Tree, line: list[int], readings: Sequence[Reading]) -> list[int]:
    """Cut palm bones before a chain and end bones after it, to at most three; empty where it is no finger."""
    named = [b for b in line if readings[b].finger and not _is_metacarpal(tree.names[b])]
    if named:
        line = [b for b in named if not (readings[b].helper and not tree.children[b])]
        return line[:3] if len(line) <= 4 else []
    if any(readings[b].helper for b in line) or not 2 <= len(line) <= 5:
        return []
    # A first bone much longer than the second is a metacarpal.
    if len(line) > 3 and tree.distance(line[0], line[1]) > 1.5 * tree.distance(line[1], line[2]):
        line = line[1:]
    return line[:3]


def _is_metacarpal(name: str) -> bool:
    """Whether a name means a bone of the palm."""
    low = name.lower()
    return "metacarpal" in low or "palm" in low or "_base" in low


def _thumb_first(
    tree: Tree, wrist: int, chains: list[list[int]], readings: Sequence[Reading]
) -> list[list[int]]:  # fmt: skip
    """Order chains from thumb to little finger: by name where all have one, else by the knuckles' positions."""
    names = [next((readings[b].finger for b in chain if readings[b].finger), "") for chain in chains]
    if all(names):
        return [chain for _, chain in sorted(zip(names, chains), key=lambda pair: _ORDER.index(pair[0]))]
    if tree.heads is None or len(chains) < 3:
        return chains
    heads, whole = tree.heads, middle([tree.heads[chain[-1]] for chain in chains])
    ahead = subtract(whole, heads[wrist])

    def forward(chain: list[int]) -> float:
        return dot(subtract(heads[chain[0]], heads[wrist]), ahead)

    thumb = min(chains, key=forward)  # its knuckle is the least far along the hand
    others = sorted((c for c in chains if c is not thumb), key=lambda c: tree.distance(c[0], thumb[0]))
    return [thumb, *others]


def twists(tree: Tree, bones: Mapping[str, int], readings: Sequence[Reading]) -> dict[str, tuple[int, ...]]:
    """Find the twist bones: role of a segment's upper joint -> bones along the segment, from there outwards.

    Bones that carry the lower joint count whatever their name; bones beside it by a name such as twist or roll.
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
    """List the bones below `top` that are neither `bottom` nor below it."""
    found: list[int] = []
    pending = list(tree.children[top])
    while pending:
        bone = pending.pop()
        if bone != bottom:
            found.append(bone)
            pending += tree.children[bone]
    return found


def _along(tree: Tree, a: int, b: int, bone: int) -> float | None:
    """Place of a bone along the segment from a to b, 0 to 1; None where it is beyond the ends or off the line."""
    if tree.heads is None:
        return 0.5
    segment, there = subtract(tree.heads[b], tree.heads[a]), subtract(tree.heads[bone], tree.heads[a])
    length = dot(segment, segment)
    if length < 1e-18:
        return None
    at = dot(segment, there) / length
    off = math.sqrt(max(0.0, dot(there, there) / length - at * at))
    return at if -0.05 <= at <= 1.02 and off < 0.12 else None
