"""Conflicts between a body found by structure and the names of its bones.

If a bone is missing from a rig its child takes its place in the tree: without a shin, the foot is the thigh's child and
looks like a knee. With such a map the foot would bend as a knee; no knee at all is better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .name_patterns import Reading

_PLAIN = 0.75  # a name that means a part at least so clearly means no other
LIMBS = (("hip", "knee", "ankle", "foot"), ("collar", "shoulder", "elbow", "wrist"))  # from the trunk outwards
_LOOSE = ("collar", "foot")  # not compared: "foot" also names the toes' bone where the ankle has another name
_SIDES = ("left", "right")


def find(readings: Sequence[Reading], bones: Mapping[str, int], stems: Sequence[str]) -> set[str]:
    """Find the roles of arms and legs in `bones` (role -> bone) whose bone's name means another part of the limb.

    readings: what each bone's name says. stems: each name's words without its side (see `name_patterns.stem`).
    """
    out = {role for role, bone in bones.items() if _other_part(readings[bone], role)}
    for part in (part for limb in LIMBS for part in limb):
        left, right = f"left_{part}", f"right_{part}"
        if left in bones and right in bones:
            out |= _unlike(readings, stems, bones, left, right)
    return out


def disagrees(known: Mapping[str, int], bones: Mapping[str, int]) -> bool:
    """Whether a bone known by name tables as one joint of an arm or leg has another role in `bones`."""
    joints = {bone: role for role, bone in known.items() if _limb(_part(role))}
    return any(joints.get(bone, role) != role for role, bone in bones.items())


def _part(role: str) -> str:
    """A role without its side."""
    return role.removeprefix("left_").removeprefix("right_")


def _limb(part: str) -> Iterable[str]:
    """The parts of the limb that a part is on; none for the trunk."""
    return next((limb for limb in LIMBS if part in limb), ())


def _other_part(reading: Reading, role: str) -> bool:
    """Whether a name clearly means another part of the role's limb, and not the role."""
    part = _part(role)
    if part in reading.parts or part in _LOOSE:
        return False
    return any(reading.parts.get(other, 0.0) >= _PLAIN for other in _limb(part) if other != part)


def _unlike(
    readings: Sequence[Reading], stems: Sequence[str], bones: Mapping[str, int], left: str, right: str
) -> set[str]:
    """Of two mirrored roles, those with a bone named unlike the other's although its own counterpart exists.

    As where "foot.L" was paired with "shin.R": the one whose name means the role less is returned.
    """
    one, other = bones[left], bones[right]
    if stems[one] == stems[other] or not (readings[one].side and readings[other].side):
        return set()
    twins = {(stem, reading.side) for stem, reading in zip(stems, readings)}
    clearness = {role: readings[bones[role]].parts.get(_part(role), 0.0) for role in (left, right)}
    out: set[str] = set()
    for role, bone, against in ((left, one, right), (right, other, left)):
        opposite = _SIDES[readings[bone].side == "left"]
        if clearness[role] < clearness[against] and (stems[bone], opposite) in twins:
            out.add(role)
    return out
