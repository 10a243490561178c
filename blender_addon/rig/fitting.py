"""A motion fitted to a rig: retargeted, put where it starts, feet locked, targets met on the rig's own proportions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..engine.protocol.targets import JOINTS, MISSED_M
from ..retarget import quat
from ..retarget.body import Body
from ..retarget.constraints import restored
from ..retarget.feet.lock import lock_feet
from ..retarget.mask import Mask
from ..retarget.motion import F32, Motion, Skeleton, canonical_skeleton
from ..retarget.reach.goals import Goal
from ..retarget.reach.meet import meet, missed
from ..retarget.smooth import runs
from ..retarget.solve import rest_alignment, retarget
from ..retarget.twist import spread
from .secondary_bones import SecondaryBones


class Bound(Protocol):
    """What is needed of an armature; a `binding.RigBinding` has it."""

    @property
    def skeleton(self) -> Skeleton: ...
    @property
    def body(self) -> Body: ...
    @property
    def secondary(self) -> SecondaryBones: ...
    @property
    def turn(self) -> F32: ...
    @property
    def origin(self) -> F32: ...
    @property
    def scale(self) -> float: ...
    @property
    def carried(self) -> NDArray[Any]: ...
    @property
    def world(self) -> NDArray[Any]: ...


@dataclass(frozen=True)
class RigTarget:
    """A target of a take on a rig. joint: of `JOINTS`. first, last: frames of the take. place: (N, 3) in the world, one
    for all frames or one each, in Blender's units. name: the object's. turn: (N, 4) the object's rotation in the world,
    whose axes the joint's bone takes; none for what the reach makes of it."""

    joint: str
    first: int
    last: int
    place: tuple[tuple[float, float, float], ...]
    name: str = ""
    turn: tuple[tuple[float, float, float, float], ...] = ()

    def label(self, start: int) -> str:
        """As it is written, joint@frame or joint@first-last, of a take that begins at the scene's frame `start`."""
        return f"{self.joint}@{start + self.first}" + (f"-{start + self.last}" if self.last != self.first else "")

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, for the take's record."""
        data = {"joint": self.joint, "first": self.first, "last": self.last, "place": self.place, "name": self.name}
        return {**data, "turn": self.turn} if self.turn else data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RigTarget:
        """Inverse of `to_json`."""
        place = tuple((float(x), float(y), float(z)) for x, y, z in data["place"])
        turn = tuple((float(w), float(x), float(y), float(z)) for w, x, y, z in data.get("turn", ()))
        return cls(str(data["joint"]), int(data["first"]), int(data["last"]), place, str(data.get("name", "")), turn)


def to_meta(targets: Sequence[RigTarget]) -> dict[str, Any]:
    """Targets for a take's record; nothing where there are none."""
    return {"targets": [target.to_json() for target in targets]} if targets else {}


def fit(
    binding: Bound, motion: Motion, *, in_place: bool = False, foot_lock: str = "none", placed: bool = False,
    targets: Sequence[RigTarget] = (), start: int = 0,
) -> tuple[Motion, dict[str, float]]:  # fmt: skip
    """Put a motion with roles on a rig; returns also "missed JOINT@FRAME" -> m of each target out of reach.

    in_place: leave out travel over the ground, after the feet are locked to it. placed: it lies where it is meant to;
    otherwise it starts where the character stands in rest pose. start: its first frame in the scene. Raises ValueError
    for a target after the last frame.
    """
    if motion.skeleton is binding.skeleton:
        return motion, {}
    moved = retarget(motion, binding.skeleton, body=binding.body)
    if not placed:
        moved = replace(moved, root_pos=moved.root_pos + moved.root_pos[0] * (-1, 0, -1))
    moved, apart = reached(binding, lock_feet(moved, foot_lock, body=binding.body), targets, start)
    moved = spread(moved, binding.secondary.segments)
    if in_place:
        root = moved.root_pos.copy()
        root[:, [0, 2]] = root[:1, [0, 2]]
        moved = replace(moved, root_pos=root)
    return moved, apart


def reached(
    binding: Bound, motion: Motion, targets: Sequence[RigTarget], start: int, keep: Mask | None = None
) -> tuple[Motion, dict[str, float]]:  # fmt: skip
    """A motion on the rig with its targets met, and "missed JOINT@FRAME" -> m of each one out of reach.

    start: its first frame in the scene. keep: what stays as it is, None for nothing; every target lies in one stretch
    of the rest.
    """
    if not targets:
        return motion, {}
    goals, done = [_goal(binding, target) for target in targets], motion
    if keep is None:
        done, _ = meet(motion, goals)
    for first, last in [] if keep is None else runs(~keep.frames):
        done, _ = meet(done, [goal for goal in goals if first <= goal.first < last], (first, last))
    if keep is not None:
        done = restored(done, motion, keep)
    apart = [missed(done, goal) for goal in goals]
    return done, {f"missed {t.label(start)}": m for t, m in zip(targets, apart, strict=True) if m > MISSED_M}


def _goal(binding: Bound, target: RigTarget) -> Goal:
    place, turn = from_world(binding, np.asarray(target.place, np.float64)), None
    if target.turn:
        bones = binding.skeleton
        rest = bones.rest_globals()[1][bones.role_joint[JOINTS[target.joint]]].astype(np.float64)
        turn = quat.multiply(_turn_from_world(binding, np.asarray(target.turn, np.float64)), quat.inverse(rest))
    return Goal(JOINTS[target.joint], target.first, target.last, place, turn, gaze=target.joint == "look")


def _turn_from_world(binding: Bound, turns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rotations (N, 4) of the scene's world in the skeleton's frame."""
    world = (binding.world @ binding.carried)[:3, :3]
    axes = quat.from_matrix((world / np.linalg.norm(world, axis=0))[None])[0]
    return quat.multiply(quat.inverse(quat.multiply(axes, binding.turn.astype(np.float64))), turns)


def from_world(binding: Bound, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (N, 3) of the scene's world in the skeleton's frame, m."""
    back = np.linalg.inv(binding.world @ binding.carried)
    rest = points @ back[:3, :3].T + back[:3, 3]
    turned = quat.rotate(quat.inverse(binding.turn.astype(np.float64)), rest - binding.origin)
    return turned * binding.scale


def to_world(binding: Bound, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Inverse of `from_world`."""
    rest = quat.rotate(binding.turn.astype(np.float64), points / binding.scale) + binding.origin
    forth = binding.world @ binding.carried
    return rest @ forth[:3, :3].T + forth[:3, 3]


def travel_scale(binding: Bound) -> float:
    """Metres over the ground on the rig for a metre of the canonical figure."""
    return rest_alignment(binding.skeleton, binding.body).leg / rest_alignment(canonical_skeleton()).leg
