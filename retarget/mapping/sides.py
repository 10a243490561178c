"""Left and right by the figure's shape: names may be those that a viewer sees, or swapped.

Toes point forward and knees bend forward. Seen from behind, what is on the left of that way is the left.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from .bone_tree import Point
from .limbs import dot, middle, subtract

_TOES, _BULGE = 0.08, 0.012  # of a leg's length: what a toe's way and a knee's bend must have to say something
_SURE = 0.03  # a bend that tells the front where there are no toes
SWAPPED = "Left and right are swapped in the names of the bones: sides are taken as toes and knees show them."


def vote(heads: Mapping[str, Point]) -> int:
    """Tell by a pose whether the sides of its roles are right: 1, or swapped: -1; 0 where its shape does not say.

    heads: role -> place of its bone's head, of a figure in any pose, axes and unit.
    """
    ends = [f"{side}_{part}" for side in ("left", "right") for part in ("hip", "knee", "ankle", "shoulder")]
    if not all(role in heads for role in ends):
        return 0
    hips, ankles = (middle([heads[f"left_{part}"], heads[f"right_{part}"]]) for part in ("hip", "ankle"))
    down = subtract(ankles, hips)
    leg = math.sqrt(dot(down, down))
    if leg < 1e-9:
        return 0
    up = _scaled(down, -1 / leg)
    ahead = _front(heads, up, leg)
    if ahead is None:
        return 0
    left = _cross(up, ahead)
    votes: list[float] = []
    for part in ("hip", "shoulder"):
        named = subtract(heads[f"left_{part}"], heads[f"right_{part}"])
        size = math.sqrt(dot(named, named) * dot(left, left))
        votes.append(dot(named, left) / size if size > 1e-12 else 0.0)
    if min(votes) > 0.5:
        return 1
    return -1 if max(votes) < -0.5 else 0


def _front(heads: Mapping[str, Point], up: Point, leg: float) -> Point | None:
    """The way that the figure faces, level; None where toes and knees say nothing or not the same."""
    toes = [
        _level(subtract(heads[f"{side}_foot"], heads[f"{side}_ankle"]), up)
        for side in ("left", "right")
        if f"{side}_foot" in heads
    ]
    knees = [_bulge(heads, side, up) for side in ("left", "right")]
    bend = _sum(knees[0], knees[1])
    bent = math.sqrt(dot(bend, bend)) / (2 * leg)
    if len(toes) == 2 and min(math.sqrt(dot(toe, toe)) for toe in toes) > _TOES * leg and dot(toes[0], toes[1]) > 0:
        ahead = _sum(toes[0], toes[1])
        return ahead if bent < _BULGE or dot(ahead, bend) > 0 else None
    larger = max(dot(knee, knee) for knee in knees)
    return bend if bent > _SURE and dot(knees[0], knees[1]) > -0.1 * larger else None  # one may be straight


def _bulge(heads: Mapping[str, Point], side: str, up: Point) -> Point:
    """How far a knee is off the line from hip to ankle, level."""
    hip, knee, ankle = (heads[f"{side}_{part}"] for part in ("hip", "knee", "ankle"))
    line, there = subtract(ankle, hip), subtract(knee, hip)
    return _level(subtract(there, _scaled(line, dot(line, there) / (dot(line, line) or 1.0))), up)


def _level(way: Point, up: Point) -> Point:
    """The part of a vector that is normal to `up`."""
    return subtract(way, _scaled(up, dot(way, up)))


def _scaled(v: Point, by: float) -> Point:
    """v times a number."""
    return (v[0] * by, v[1] * by, v[2] * by)


def _cross(a: Point, b: Point) -> Point:
    """Cross product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _sum(a: Point, b: Point) -> Point:
    """a + b."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def other(role: str) -> str:
    """The role on the other side; a role without a side is its own."""
    side, _, part = role.rpartition("_")
    return f"{'right' if side == 'left' else 'left'}_{part}" if side in ("left", "right") else role
