"""Figures of motion files brought to what retargeting needs: joints with roles, Y up, and a rest pose that stands.

In BVH files the rest pose is only the frame in which rotations are written: it may lie, sit, hang by the feet, or have
all bones along one axis, and the world may have Z up. Where the figure's rest pose does not stand, another takes its
place: the same pose turned upright, or its legs as they are in a frame in which they stand, or that frame as a whole.
The poses of the motion stay the same; only what they are relative to changes.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .. import quat
from ..mapping import bone_map, sides
from ..motion import ROLE_INDEX, Motion, Skeleton
from ..solve import rest_alignment
from .bvh import read_noted
from .checks import check_fps, check_motion

F64 = NDArray[np.float64]
UPS = ("y", "z")
_UP = np.array([0.0, 1.0, 0.0])
_Z_TO_Y = quat.from_axis_angle(np.array([1.0, 0.0, 0.0]), np.array(-np.pi / 2)).astype(np.float64)
_TRIED = 5  # frames in which joints are matched to roles where the rest pose has no body's shape
_FEWEST_BENDS = 5  # frames in which bent knees tell that left and right are swapped
_LOOKED_AT = 200  # most frames by which the world's up is told
# Cosines: directions that far apart still point the same way, and legs are at least so straight.
_SAME_WAY, _CURLED, _LEANING = 0.8, math.cos(math.radians(55)), math.cos(math.radians(50))
_MOST_LYING = 0.5  # height of the hips above the lowest joint, in legs: a body that lies is lower


class FigureError(ValueError):
    """A file's motion can't be used; the message is one sentence with the file's name."""


def read_figure(path: Path, fps: float | None = None, up: str = "") -> tuple[Motion, tuple[str, ...]]:
    """Read a .bvh file as `figure` gives it, in the file's units; returns sentences on what was assumed.

    fps: the frame rate in place of the file's. up: as in `figure`. Raises FigureError, OSError where the file can't be
    opened.
    """
    try:
        fps = None if fps is None else check_fps(fps)
        motion, notes = read_noted(path, fps=fps)
        motion, more = figure(check_motion(motion), up, name=path.name)
    except ValueError as error:
        said = str(error).removeprefix(f"{path.name}: ").rstrip(".")
        raise FigureError(f"{path.name}: {said}.") from error
    return motion, notes + more


def figure(motion: Motion, up: str = "", *, name: str = "The file") -> tuple[Motion, tuple[str, ...]]:
    """Give the motion roles, Y up and a rest pose that stands; returns it and sentences on what was changed.

    up: the world's axis that points up, one of UPS, "" to tell it by the motion. A motion that has all this is returned
    as it is. Raises ValueError with one sentence where joints cannot be matched to roles.
    """
    skeleton, said = _with_roles(motion)
    motion, notes = replace(motion, skeleton=skeleton), [f"{name}: {note}" for note in said]
    axis = up or _up_axis(motion)
    if axis == "z":
        motion = _turned(motion, _Z_TO_Y)
        if not up:
            notes.append(f"{name} has Z up: it was turned; if that is wrong, give --up y.")
    reference, words = _reference(motion, skeleton)
    if reference is not None:
        motion = _relative_to(motion, reference)
    if words:
        notes.append(f"{name} has a rest pose that does not stand: {words}.")
    return motion, tuple(notes)


def _with_roles(motion: Motion) -> tuple[Skeleton, tuple[str, ...]]:
    """The skeleton with roles, and notes: its own, else by its rest pose, else by how it stands in some frames."""
    skeleton = motion.skeleton
    if set(skeleton.roles) >= set(ROLE_INDEX):
        return _by_bends(motion)
    posed, _ = motion.globals()
    rest, _ = skeleton.rest_globals()
    frames = np.unique(np.linspace(0, len(motion) - 1, _TRIED).round().astype(int))
    tried = [rest]  # what stands in a pose that was looked at already stands no better in it again
    found = [bone_map.match(skeleton.names, skeleton.parents.tolist(), heads=rest.tolist())]
    for frame in frames:
        if not found[-1].missing_required and not found[-1].refusal:
            skeleton, swapped = _by_bends(replace(motion, skeleton=bone_map.with_roles(skeleton, found[-1])))
            return skeleton, (*found[-1].notes, *swapped)
        if any(np.allclose(posed[frame], other, atol=1e-4 * (1e-9 + float(np.ptp(other)))) for other in tried):
            continue
        tried.append(posed[frame])
        found.append(bone_map.match(skeleton.names, skeleton.parents.tolist(), heads=posed[frame].tolist()))
    whole = next((each for each in found if not each.missing_required and not each.refusal), None)
    if whole is None:
        raise ValueError(bone_map.problem(found[0], len(skeleton), "its skeleton", bone_map.OF_A_FILE))
    return bone_map.with_roles(skeleton, whole), whole.notes


def _by_bends(motion: Motion) -> tuple[Skeleton, tuple[str, ...]]:
    """The skeleton with left and right as knees bend in the motion, where its rest pose says nothing of them."""
    skeleton = motion.skeleton
    if sides.vote(_places(skeleton, skeleton.rest_globals()[0])) != 0:
        return skeleton, ()
    frames = np.unique(np.linspace(0, len(motion) - 1, _LOOKED_AT // 4).round().astype(int))
    posed, _ = motion.globals()
    votes = [sides.vote(_places(skeleton, posed[frame])) for frame in frames]
    if votes.count(-1) < max(_FEWEST_BENDS, 4 * votes.count(1)):
        return skeleton, ()
    return replace(skeleton, roles=tuple(sides.other(role) for role in skeleton.roles)), (sides.SWAPPED,)


def _places(skeleton: Skeleton, pos: NDArray[np.float32]) -> dict[str, tuple[float, float, float]]:
    """Role -> place of its joint in a pose (J, 3)."""
    return {role: (float(pos[j, 0]), float(pos[j, 1]), float(pos[j, 2])) for role, j in skeleton.role_joint.items()}


def _turned(motion: Motion, turn: F64) -> Motion:
    """Turn the world of a motion, not its skeleton's rest pose. turn: (4,)."""
    rest = motion.skeleton.rest[0].astype(np.float64)
    rot = motion.rot.astype(np.float64)
    rot[:, 0] = quat.multiply(quat.inverse(rest), quat.multiply(turn, quat.multiply(rest, rot[:, 0])))
    root = quat.rotate(turn, motion.root_pos.astype(np.float64))
    return replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(rot).astype(np.float32))


def _relative_to(motion: Motion, reference: F64) -> Motion:
    """Rewrite a motion for a rest pose with the world rotations `reference` (J, 4); its poses stay."""
    old = motion.skeleton
    above = np.where(old.parents < 0, 0, old.parents)
    parents = np.where((old.parents < 0)[:, None], quat.IDENTITY, reference[above])
    rest = quat.normalize(quat.multiply(quat.inverse(parents), reference))
    local = quat.multiply(old.rest.astype(np.float64), motion.rot.astype(np.float64))
    rot = quat.normalize(quat.multiply(quat.inverse(rest), local))
    skeleton = replace(old, rest=rest.astype(np.float32))
    return replace(motion, skeleton=skeleton, rot=quat.continuous(rot).astype(np.float32))


def _directions(pos: F64, joint: dict[str, int]) -> dict[str, F64]:
    """Unit vectors of a body's parts in poses (..., J, 3): trunk, legs, thighs, shins; left at hips and shoulders."""

    def at(*roles: str) -> F64:
        return np.mean([pos[..., joint[role], :] for role in roles], axis=0)

    neck = ("neck",) if "neck" in joint else ("left_shoulder", "right_shoulder")
    chest = next(role for role in ("spine2", "spine3", "neck", "head") if role in joint)
    out = {
        "back": at(chest) - at("left_hip", "right_hip"),
        "nape": at("head") - at(*neck),
        "trunk": at("left_shoulder", "right_shoulder") - at("left_hip", "right_hip"),
        "hips": at("left_hip") - at("right_hip"),
        "shoulders": at("left_shoulder") - at("right_shoulder"),
    }
    for side in ("left", "right"):
        out |= {
            f"{side}_leg": at(f"{side}_ankle") - at(f"{side}_hip"),
            f"{side}_thigh": at(f"{side}_knee") - at(f"{side}_hip"),
            f"{side}_shin": at(f"{side}_ankle") - at(f"{side}_knee"),
        }
    return {part: quat.normalize(vector) for part, vector in out.items()}


def _along(a: F64, b: F64) -> F64:
    """Cosines between unit vectors."""
    return np.sum(a * b, axis=-1)


def _up_axis(motion: Motion) -> str:
    """Tell the world's up: "z" where the figure stands along Z in nearly all frames and does not just lie on the floor.

    A motion in which somebody lies the whole time along Z, on a floor with Y up, has the hips near that floor.
    """
    frames = np.unique(np.linspace(0, len(motion) - 1, _LOOKED_AT).round().astype(int))
    few = replace(motion, root_pos=motion.root_pos[frames], rot=motion.rot[frames], contacts=motion.contacts[frames])
    pos: F64 = few.globals()[0].astype(np.float64)
    joint = motion.skeleton.role_joint
    ways = _directions(pos, joint)
    body = quat.normalize(ways["trunk"] - ways["left_leg"] - ways["right_leg"])
    if np.mean(body[:, 2] > _SAME_WAY) < 0.8 or np.mean(body[:, 1] > 0.5) > 0.05:
        return "y"
    leg = rest_alignment(motion.skeleton).leg
    high = float(np.median(few.root_pos[:, 1]))
    # Lying: as high as a mattress over Y = 0, and the feet away from where a floor at Z = 0 would be.
    feet = float(np.median(pos[:, [joint["left_ankle"], joint["right_ankle"]], 2]))
    lies = -0.1 * leg < high < _MOST_LYING * leg and abs(feet) > 0.3 * leg
    return "y" if lies else "z"


def _reference(motion: Motion, skeleton: Skeleton) -> tuple[F64 | None, str]:
    """Find a rest pose that stands: world rotations (J, 4), None where the own one does; and what it is, in words."""
    own = skeleton.rest_globals()
    pos, rot = own[0].astype(np.float64), own[1].astype(np.float64)
    ways = _directions(pos, skeleton.role_joint)
    straight = _trunk_is_straight(ways)
    if straight and _legs_stand(ways):
        up = quat.normalize(ways["trunk"] - ways["left_leg"] - ways["right_leg"])
        if up[1] > _LEANING:
            return None, ""
        stood = quat.multiply(_upright(up, ways["hips"]), rot)
        return stood, "" if up[2] > _SAME_WAY else "it was stood up"
    pos, rot = (values.astype(np.float64) for values in motion.globals())
    posed = _directions(pos, skeleton.role_joint)
    if not straight:
        frame = int(_stands(posed).argmax())
        return rot[frame], f"the pose of frame {frame + 1} takes its place"
    upright = quat.multiply(_upright(ways["trunk"], ways["hips"]), own[1])
    return _with_legs(skeleton, upright, ways, rot, posed)


def _trunk_is_straight(ways: dict[str, F64]) -> bool:
    """Whether hips and shoulders of a rest pose are across the trunk and parallel, and the back is not curled."""
    level = max(abs(_along(ways[part], ways["trunk"])) for part in ("hips", "shoulders")) < 0.35
    return bool(
        level and _along(ways["hips"], ways["shoulders"]) > _SAME_WAY and _along(ways["back"], ways["nape"]) > _CURLED
    )


def _legs_stand(ways: dict[str, F64]) -> bool:
    """Whether both legs of a rest pose are about straight and opposite to the trunk."""
    return all(
        _along(ways[f"{side}_leg"], ways["trunk"]) < -_SAME_WAY
        and _along(ways[f"{side}_thigh"], ways[f"{side}_shin"]) > _SAME_WAY
        for side in ("left", "right")
    )


def _upright(up: F64, left: F64) -> F64:
    """The rotation (4,) that takes a body's `up` to Y: the smallest, or for a body on its head the one that turns its
    left to +X."""
    up = _nearest_axis(up)
    if up[1] > -_SAME_WAY:
        return quat.between(up, _UP).astype(np.float64)
    left = quat.normalize(left - (left @ up) * up)
    return quat.inverse(quat.from_matrix(np.stack([left, up, np.cross(left, up)], axis=-1))).astype(np.float64)


def _nearest_axis(way: F64) -> F64:
    """The axis, with its sign, that a unit vector is nearest to, where that is within 25 degrees; else the vector."""
    axis = int(np.argmax(np.abs(way)))
    return np.eye(3)[axis] * np.sign(way[axis]) if abs(way[axis]) > np.cos(np.radians(25)) else way


def _leg_stands(posed: dict[str, F64], side: str) -> F64:
    """How well a leg stands in each frame, (T,): 2 where thigh and shin are plumb."""
    return -(posed[f"{side}_thigh"][:, 1] + posed[f"{side}_shin"][:, 1])


def _stands(posed: dict[str, F64]) -> F64:
    """How well the figure stands in each frame, (T,): more is better."""
    return posed["trunk"][:, 1] + _leg_stands(posed, "left") + _leg_stands(posed, "right")


def _with_legs(
    skeleton: Skeleton, upright: F64, ways: dict[str, F64], rot: F64, posed: dict[str, F64]
) -> tuple[F64, str]:
    """Put legs that stand in a frame under a trunk that is upright; each leg from the frame in which it stands best."""
    out = upright.copy()
    left = quat.rotate(_upright(ways["trunk"], ways["hips"]), ways["hips"])
    frames: list[int] = []
    for side in ("left", "right"):
        frame = int(_leg_stands(posed, side).argmax())
        frames.append(frame + 1)
        # The frame's heading is turned to the rest pose's, about Y.
        there = posed["hips"][frame]
        angle = np.arctan2(-left[2], left[0]) - np.arctan2(-there[2], there[0])
        yaw = quat.from_axis_angle(_UP, np.array(angle))
        top = skeleton.role_joint[f"{side}_hip"]
        below = {top}
        for j, parent in enumerate(skeleton.parents):
            if int(parent) in below:
                below.add(j)
        for j in below:
            out[j] = quat.multiply(yaw, rot[frame, j])
    where = f"frame {frames[0]}" if frames[0] == frames[1] else f"frames {frames[0]} and {frames[1]}"
    return out, f"legs as in {where} take their place"
