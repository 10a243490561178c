"""What constraints hold of a body: found on its joints, on what carries them and in chains of IK.

A *hold* is a constraint that moves joints whatever their keys say. Where it follows a bone of the same armature that
is free to be keyed (an IK target, a control), that bone can be keyed so that the joints come where the keys want them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from bpy.types import Bone, PoseBone
from numpy.typing import NDArray

from ..animation import actions
from ..animation.channels import bone_of, bone_path
from ..bpy_types import Object
from ..retarget import quat
from ..retarget.motion import Motion
from .binding import RigBinding

_NEAR = 0.1  # of a bone's length: a joint this near the end of an IK chain is the one that the target stands for
_TRANSFORMS = ("location", "rotation", "scale")


@dataclass(frozen=True)
class Hold:
    """A constraint that holds joints.

    bone, name: whose, and the constraint's own. kind: as Constraint.type. joints: indices of the joints that it moves,
    the lowest first. target, pole: bones to be keyed, "" for none. at: index of the joint that its bone goes with. end:
    index of the joint that an IK target stands for, else of the joint that is held. fixed: whether a driver sets its
    influence, which no key changes.
    """

    bone: str
    name: str
    kind: str
    joints: tuple[int, ...]
    target: str
    pole: str
    at: int
    end: int
    fixed: bool

    @property
    def path(self) -> str:
        """RNA path of its influence, from the object."""
        return bone_path(self.bone, influence_of(self.name))


def influence_of(name: str) -> str:
    """Return the RNA path of a constraint's influence, from its pose bone."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'constraints["{escaped}"].influence'


def find(armature: Object, binding: RigBinding) -> list[Hold]:
    """Return what holds the joints of a rig whose joints are keyed themselves, parents first."""
    if binding.controls is not None:
        return []  # controls move the body by constraints, and are probed
    index = {joint.name: j for j, joint in enumerate(binding.joints)}
    driven = _driven(armature)
    found = []
    for bone in armature.data.bones:
        pose = armature.pose.bones[bone.name]
        chain = _carrying(bone, index)
        for constraint in pose.constraints:
            if constraint.mute or not _acts(armature, pose, constraint, driven):
                continue
            joints = _held(bone, constraint, index)
            if not joints:
                continue
            target, pole = _free(armature, constraint, binding, driven)
            end = _end(armature, bone, index, chain) if constraint.type == "IK" else joints[0]
            fixed = bone_path(bone.name, influence_of(constraint.name)) in driven
            kind = constraint.type
            found.append(Hold(bone.name, constraint.name, kind, joints, target, pole, chain[0], end, fixed))
    return found


def _driven(armature: Object) -> set[str]:
    """Return the RNA paths that drivers set."""
    data = armature.animation_data
    return {driver.data_path for driver in data.drivers if not driver.mute} if data else set()


def _acts(armature: Object, pose: PoseBone, constraint: Any, driven: set[str]) -> bool:
    """Return whether a constraint has an influence, now or by keys or drivers."""
    path = bone_path(pose.name, influence_of(constraint.name))
    if constraint.influence > 0 or path in driven:
        return True
    return any(path == curve.data_path for curve in actions.curves_of(armature))


def _carrying(bone: Bone, index: Mapping[str, int]) -> list[int]:
    """Return the joints among a bone and those above it, the nearest first."""
    return [index[each.name] for each in (bone, *bone.parent_recursive) if each.name in index]


def _held(bone: Bone, constraint: Any, index: Mapping[str, int]) -> tuple[int, ...]:
    """Return the joints that a constraint moves by itself: its bone, or the bones of its chain."""
    if constraint.type in ("IK", "SPLINE_IK"):
        chain: list[Bone] = [bone, *bone.parent_recursive]
        if constraint.type == "IK" and not getattr(constraint, "use_tail", True):
            chain = chain[1:]
        chain = chain[: constraint.chain_count or len(chain)]
    else:
        chain = [bone]
    return tuple(index[each.name] for each in chain if each.name in index)


def _end(armature: Object, bone: Bone, index: Mapping[str, int], chain: list[int]) -> int:
    """Return the joint that begins where an IK chain ends, else the chain's last."""
    tail, length = np.array(bone.tail_local), bone.length
    below = [child for child in bone.children_recursive if child.name in index]
    near = [child for child in below if np.linalg.norm(np.array(child.head_local) - tail) < _NEAR * length]
    return index[near[0].name] if near else chain[0]


def _free(armature: Object, constraint: Any, binding: RigBinding, driven: set[str]) -> tuple[str, str]:
    """Return the bones that a constraint follows and that keys can move, target and pole; "" for none."""
    if constraint.type == "ARMATURE":
        targets = [(t.target, t.subtarget) for t in constraint.targets]
        pairs = targets if len(targets) == 1 else [(None, "")]
    else:
        pairs = [(getattr(constraint, "target", None), getattr(constraint, "subtarget", ""))]
    pairs.append((getattr(constraint, "pole_target", None), getattr(constraint, "pole_subtarget", "")))
    names = [name if target == armature and name in armature.data.bones else "" for target, name in pairs]
    return tuple(name if name and _keyable(armature, name, binding, driven) else "" for name in names)  # type: ignore


def _keyable(armature: Object, name: str, binding: RigBinding, driven: set[str]) -> bool:
    """Return whether a bone can be keyed without moving the joints as their parent."""
    joints = {joint.name for joint in binding.joints}
    carried = any(bone.name == name for joint in joints for bone in armature.data.bones[joint].parent_recursive)
    moved = {bone_of(p) for p in driven if p.rpartition(".")[2].startswith(_TRANSFORMS)}
    return name not in joints and not carried and name not in moved


def leader(armature: Object, found: Sequence[Hold]) -> str:
    """Return the name of the one other armature that all these constraints follow, "" for none."""
    targets = {_target(armature.pose.bones[hold.bone].constraints[hold.name]) for hold in found}
    return targets.pop() if len(targets) == 1 else ""


def _target(constraint: Any) -> str:
    """Return the name of the armature that a constraint follows, "" for none."""
    pairs = list(getattr(constraint, "targets", ())) or [constraint]
    target = getattr(pairs[0], "target", None)
    follows = target is not None and target.type == "ARMATURE" and target != constraint.id_data
    return target.name if follows else ""


def wanted(binding: RigBinding, motion: Motion, root: str) -> NDArray[np.float64]:
    """Return the joints' matrices (T, J, 4, 4) in the space of what carries the hips, which the channels of `motion`
    are to give. root: as for RigBinding.channels."""
    pos, rot = binding.placed(motion)
    travel = binding.travel(pos, root)[1]
    out = np.zeros((*pos.shape[:2], 4, 4))
    out[..., :3, :3] = quat.to_matrix(rot)
    out[..., :3, 3] = pos if travel is None else pos - travel[:, None]
    out[..., 3, 3] = 1
    return out


def tip_of(armature: Object, binding: RigBinding, hold: Hold, at: NDArray) -> NDArray[np.float64]:
    """Return where the end of an IK chain belongs (T, 3). at: matrices (T, 4, 4) of its bone's joint."""
    bone = armature.data.bones[hold.bone]
    constraint = armature.pose.bones[hold.bone].constraints[hold.name]
    end = bone.tail_local if getattr(constraint, "use_tail", True) else bone.head_local
    rest = np.array(armature.data.bones[binding.joints[hold.at].name].matrix_local, np.float64)
    return (at @ np.linalg.inv(rest) @ np.array([*end, 1.0]))[:, :3]


def carrier_of(armature: Object, binding: RigBinding) -> str:
    """Return the bone that carries the whole body of a rig whose joints are keyed, "" for none."""
    first = armature.data.bones[binding.lift.name if binding.lift is not None else binding.skeleton.names[0]]
    return first.parent.name if first.parent else ""
