"""The mask of an edit (which frames and joints of a motion are kept), and the body parts it is chosen by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .motion import CANONICAL_NAMES, Bool, Motion, Skeleton

# Parts of the body that a mask can be made of; "root" is where the hips are and how they are turned.
_LEG = ("hip", "knee", "ankle", "foot")
_ARM = ("collar", "shoulder", "elbow", "wrist")
_HEAD = ("neck", "head")
_TORSO = ("spine1", "spine2", "spine3")
PARTS: Mapping[str, tuple[str, ...]] = {
    "root": ("pelvis",),
    "torso": _TORSO,
    "head": _HEAD,
    **{f"{side}_{name}": tuple(f"{side}_{r}" for r in roles) for side in ("left", "right")
       for name, roles in (("arm", _ARM), ("leg", _LEG))},
}  # fmt: skip
GROUPS: Mapping[str, tuple[str, ...]] = {
    **{part: (part,) for part in PARTS},
    "arms": ("left_arm", "right_arm"),
    "legs": ("left_leg", "right_leg"),
    "upper": ("torso", "head", "left_arm", "right_arm"),
    "lower": ("root", "left_leg", "right_leg"),
    "left": ("left_arm", "left_leg"),
    "right": ("right_arm", "right_leg"),
    "body": tuple(PARTS),
}


@dataclass(frozen=True)
class Mask:
    """What is kept of T frames of a skeleton with J joints; the rest is generated.

    root: (T,) bool, of the root's position. joints: (T, J) bool, of rotations, in the skeleton's order. Raises
    ValueError for arrays of other types or shapes.
    """

    root: Bool
    joints: Bool

    def __post_init__(self) -> None:
        root, joints = np.asarray(self.root), np.asarray(self.joints)
        if root.dtype != np.bool_ or joints.dtype != np.bool_ or joints.ndim != 2 or root.shape != joints.shape[:1]:
            raise ValueError(
                f"a mask is (T,) and (T, J) booleans, not {root.dtype} {root.shape} and {joints.dtype} {joints.shape}"
            )

    @classmethod
    def of_frames(cls, kept: Bool, joints: int) -> Mask:
        """The whole body of `joints` joints kept in the frames that `kept` (T,) says."""
        return cls(kept, np.repeat(kept[:, None], joints, axis=1))

    @property
    def everything(self) -> bool:
        """Whether nothing is left to generate."""
        return bool(self.root.all() and self.joints.all())

    @property
    def frames(self) -> Bool:
        """(T,) frames in which the whole body is kept."""
        return self.root & self.joints.all(axis=1)

    def pack(self) -> dict[str, Bool]:
        """Arrays to send or store; `Mask(**arrays)` is the inverse."""
        return {"root": self.root, "joints": self.joints}


def roles_of(name: str) -> tuple[str, ...]:
    """Joints that the name of a joint, a part or a group of parts means; none for another name."""
    if name in CANONICAL_NAMES:
        return (name,)
    return tuple(role for part in GROUPS.get(name, ()) for role in PARTS[part])


def parts_of(names: Iterable[str]) -> tuple[str, ...]:
    """Body parts of group names, each once, in order; raises ValueError naming what is no group."""
    names = list(names)
    unknown = [n for n in names if n not in GROUPS]
    if unknown:
        raise ValueError(f"there is no body part “{unknown[0]}”: choose from {', '.join(GROUPS)}")
    chosen = {part for name in names for part in GROUPS[name]}
    return tuple(part for part in PARTS if part in chosen)


def keep_all_but(skeleton: Skeleton, free: Bool, parts: Iterable[str] = ("body",)) -> Mask:
    """The mask that keeps everything but `parts` (names of GROUPS) in the frames that `free` (T,) says.

    A joint without a role belongs to the nearest role above it. Raises ValueError naming what is no group.
    """
    chosen = set(parts_of(parts))
    part_of = {role: part for part, roles in PARTS.items() for role in roles}
    joints = np.ones((len(free), len(skeleton)), bool)
    owner: list[str] = []
    for j, role in enumerate(skeleton.roles):
        up = int(skeleton.parents[j])
        owner.append(part_of[role] if role in CANONICAL_NAMES else owner[up] if up >= 0 else "root")
        if owner[j] in chosen:
            joints[free, j] = False
    root = ~free if "root" in chosen else np.ones(len(free), bool)
    return Mask(root, joints)


def unpack(arrays: Mapping[str, NDArray[Any]]) -> tuple[Motion | None, Mask | None]:
    """The motion and the mask among a message's arrays `source/...` and `kept/...`; None for one that isn't there.

    Before, a mask was `mask` (T,) for the whole body with `mask/<part>` (T,) for parts that differ, and is read so too.
    Raises KeyError or ValueError for arrays that are neither.
    """
    source = {name.removeprefix("source/"): a for name, a in arrays.items() if name.startswith("source/")}
    motion = Motion.unpack(source) if source else None
    kept = {name.removeprefix("kept/"): a for name, a in arrays.items() if name.startswith("kept/")}
    if kept:
        return motion, Mask(**kept)
    if "mask" not in arrays or motion is None:
        return motion, None
    mask = keep_all_but(motion.skeleton, ~arrays["mask"])
    for name, frames in arrays.items():
        if name.startswith("mask/"):
            one = keep_all_but(motion.skeleton, np.ones(1, bool), [name.removeprefix("mask/")])
            mask.joints[:, ~one.joints[0]] = frames[:, None]
            if not one.root[0]:
                mask.root[:] = frames
    return motion, mask
