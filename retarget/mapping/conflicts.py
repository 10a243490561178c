"""Where a body found by its structure contradicts what the rig's names say.

A bone that is taken away leaves its child where it was: without a shin, the foot hangs on the thigh and looks like a
knee. A map that says so bends the foot as a knee; it is better to say that there is no knee.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .name_patterns import Reading

_PLAIN = 0.75  # a part said at least so clearly means that part and no other
LIMBS = (("hip", "knee", "ankle", "foot"), ("collar", "shoulder", "elbow", "wrist"))  # from the trunk outwards
_LOOSE = ("collar", "foot")  # "foot" means the toes' bone too where something else is the ankle
_SIDES = ("left", "right")


def doubtful(readings: Sequence[Reading], bones: Mapping[str, int], stems: Sequence[str]) -> set[str]:
    """Roles of arms and legs in `bones` (role -> bone) whose bone is by its name another part of the limb.

    readings, stems: per bone, what its name says, and the name's words without its side (see `patterns.stem`).
    """
    out = {role for role, bone in bones.items() if _other_part(readings[bone], role)}
    for part in (part for limb in LIMBS for part in limb):
        left, right = f"left_{part}", f"right_{part}"
        if left in bones and right in bones:
            out |= _unlike(readings, stems, bones, left, right)
    return out


def disagrees(known: Mapping[str, int], bones: Mapping[str, int]) -> bool:
    """Whether a bone that a name table knows as one joint of an arm or a leg is another one in `bones`."""
    joints = {bone: role for role, bone in known.items() if _limb(_part(role))}
    return any(joints.get(bone, role) != role for role, bone in bones.items())


def _part(role: str) -> str:
    return role.removeprefix("left_").removeprefix("right_")


def _limb(part: str) -> Iterable[str]:
    return next((limb for limb in LIMBS if part in limb), ())


def _other_part(reading: Reading, role: str) -> bool:
    """Whether a name plainly says another part of the limb that the role is on, and nothing of the role."""
    part = _part(role)
    if part in reading.parts or part in _LOOSE:
        return False
    return any(reading.parts.get(other, 0.0) >= _PLAIN for other in _limb(part) if other != part)


def _unlike(
    readings: Sequence[Reading], stems: Sequence[str], bones: Mapping[str, int], left: str, right: str
) -> set[str]:
    """The role whose bone is named unlike the mirrored one's though its own twin exists: "foot.L" beside "shin.R"."""
    one, other = bones[left], bones[right]
    if stems[one] == stems[other] or not (readings[one].side and readings[other].side):
        return set()
    twins = {(stem, reading.side) for stem, reading in zip(stems, readings)}
    said = {role: readings[bones[role]].parts.get(_part(role), 0.0) for role in (left, right)}
    out: set[str] = set()
    for role, bone, less in ((left, one, said[left] < said[right]), (right, other, said[right] < said[left])):
        opposite = _SIDES[readings[bone].side == "left"]
        if less and (stems[bone], opposite) in twins:
            out.add(role)
    return out
