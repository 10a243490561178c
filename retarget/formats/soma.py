"""The joints of NVIDIA's SOMA bodies, in the order in which Kimodo writes them, with their roles and a plain T-pose."""

from __future__ import annotations

import numpy as np

from ..motion import CANONICAL_NAMES, Skeleton, canonical_skeleton

_ROLES = {
    "Hips": "pelvis", "Spine1": "spine1", "Spine2": "spine2", "Chest": "spine3", "Neck1": "neck", "Head": "head",
    **{f"{Side}{part}": f"{side}_{role}" for Side, side in (("Left", "left"), ("Right", "right"))
       for part, role in {"Shoulder": "collar", "Arm": "shoulder", "ForeArm": "elbow", "Hand": "wrist", "Leg": "hip",
                          "Shin": "knee", "Foot": "ankle", "ToeBase": "foot"}.items()},
}  # fmt: skip
_ABOVE = {
    "Spine1": "Hips", "Spine2": "Spine1", "Chest": "Spine2", "Neck1": "Chest", "Neck2": "Neck1", "Head": "Neck2",
    "HeadEnd": "Head", "Jaw": "Head", "LeftEye": "Head", "RightEye": "Head", "Shoulder": "Chest", "Arm": "Shoulder",
    "ForeArm": "Arm", "Hand": "ForeArm", "Leg": "Hips", "Shin": "Leg", "Foot": "Shin", "ToeBase": "Foot",
    "ToeEnd": "ToeBase",
}  # fmt: skip
_TRUNK = ("Hips", "Spine1", "Spine2", "Chest", "Neck1", "Neck2", "Head")
_FACE = ("Jaw", "LeftEye", "RightEye")
_FINGERS = tuple(
    f"Hand{finger}{part}"
    for finger, parts in (("Thumb", "123"), *((name, "1234") for name in ("Index", "Middle", "Ring", "Pinky")))
    for part in (*parts, "End")
)
_ARM, _LEG = ("Shoulder", "Arm", "ForeArm", "Hand"), ("Leg", "Shin", "Foot", "ToeBase")
_SIDES = ("Left", "Right")


def joint_names(count: int) -> tuple[str, ...]:
    """List the names of the body with 77 joints, or of the one with 30; raises ValueError for another number."""
    arms = {77: (*_ARM, *_FINGERS), 30: (*_ARM, "HandThumbEnd", "HandMiddleEnd")}
    legs = {77: (*_LEG, "ToeEnd"), 30: _LEG}
    if count not in arms:
        raise ValueError(f"no SOMA body has {count} joints")
    head = ("HeadEnd",) if count == 77 else ()
    limbs = [f"{side}{part}" for parts in (arms[count], legs[count]) for side in _SIDES for part in parts]
    return (*_TRUNK, *head, *_FACE, *limbs)


def skeleton(count: int) -> Skeleton:
    """Build the body of 77 or 30 joints in a T-pose, with roles, the canonical skeleton's limbs and small hands."""
    names = joint_names(count)
    parents = [-1, *(names.index(_parent(name, names)) for name in names[1:])]
    body = canonical_skeleton()
    offsets = np.zeros((count, 3))
    for j, name in enumerate(names):
        role = _ROLES.get(name)
        if role is not None:
            offsets[j] = body.offsets[CANONICAL_NAMES.index(role)]
        elif "Hand" in name:
            offsets[j] = (0.03 if name.startswith("Left") else -0.03, 0.0, 0.02 if "Thumb" in name else 0.0)
        else:
            offsets[j] = {"ToeEnd": (0, 0, 0.05), "HeadEnd": (0, 0.15, 0), "Neck2": (0, 0.05, 0)}.get(
                name.removeprefix("Left").removeprefix("Right"), (0, 0.02, 0.05)
            )
    return Skeleton(
        names, np.array(parents), offsets.astype(np.float32), roles=tuple(_ROLES.get(name, "") for name in names)
    )


def _parent(name: str, names: tuple[str, ...]) -> str:
    if name in _ABOVE:
        return _ABOVE[name]
    side = "Left" if name.startswith("Left") else "Right"
    part = name.removeprefix(side)
    if part in _ABOVE:
        above = _ABOVE[part]
        return above if above in _TRUNK else side + above
    finger = [other for other in _FINGERS if other[:6] == part[:6]]  # "HandTh", "HandIn" ...
    before = [f"{side}{other}" for other in finger[: finger.index(part)] if f"{side}{other}" in names]
    return before[-1] if before else f"{side}Hand"
