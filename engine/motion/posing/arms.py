"""Arms brought to places on the body or ahead of it, over any motion: two bones, the elbow where it belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from engine.motion.posing.places import AIMS, PLACES, Place
from retarget import quat, smooth
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion, canonical_skeleton

Array = NDArray[np.float64]
SIDES = ("left", "right")
EASE_S = 0.6  # in which arms are led to their places, where a motion begins without them there
_STRETCH = 0.985  # of its length that an arm is stretched to at most
_BENT_HAND = np.radians(65)  # that a hand is bent against its forearm at most
_AIM_M = 0.5  # from the shoulder to the hand that points
_TO_SHOULDERS = np.array([0.0, 0.10, 0.0])  # m from the middle of the chest
# The trunk that elbows stay out of: half as wide and half as deep in m, with the arm's own thickness; how far over the
# chest it ends; about the way to the hand, angles that an elbow may be turned by, and what a radian of it costs.
_WIDE_M, _DEEP_M, _OVER_M = 0.19, 0.15, 0.06
_SWIVELS = np.radians(np.arange(-100.0, 101.0, 10.0))
_TURNED = 0.15


def held(motion: Motion, where: str, sides: Sequence[str] = SIDES, *, led: bool = False) -> Motion:
    """A canonical motion with hands held at a place of `PLACES`. led: the arms go there first."""
    place = PLACES[where]
    for side in sides:
        at = np.array(place.other if side == "right" and place.other else place.at)
        motion = brought(motion, side, place, np.tile(at, (len(motion), 1)), eased(motion) if led else None)
    return motion


def off(pos: NDArray[np.floating], rot: NDArray[np.floating], where: str, side: str) -> Array:
    """Metres (T,) from a hand to its place. pos (T, 22, 3) m, rot (T, 22, 4): the world pose."""
    place, sign = PLACES[where], np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
    joint = _joint(place, side)
    at = np.array(place.other if side == "right" and place.other else place.at) * sign
    to = pos[:, joint] + quat.rotate(_axes(place, joint, rot), at)
    return np.asarray(np.linalg.norm(pos[:, R[f"{side}_wrist"]] - to, axis=-1), np.float64)


def pointing(motion: Motion, side: str, aim: str, *, led: bool = False) -> Motion:
    """A canonical motion with an arm stretched out to a way of `AIMS`."""
    ahead = np.array(AIMS[aim]) * (1 if side == "left" else -1, 1, 1)
    if aim == "backward":  # the arm goes there by its own side
        ahead = np.array([0.75, 0.05, -0.65])
    at = _AIM_M * ahead / np.linalg.norm(ahead)
    place = Place("side_shoulder", (0, 0, 0), (0.3, -1.0, -0.3), None, "ground", shrug=10.0 if aim == "up" else 0.0)
    return brought(motion, side, place, np.tile(at, (len(motion), 1)), eased(motion) if led else None)


def eased(motion: Motion, seconds: float = EASE_S) -> Array:
    """Weights (T,) from 0 to 1 within so many seconds."""
    return np.asarray(smooth.minimum_jerk(np.arange(len(motion)) / max(1.0, seconds * motion.fps)))


def brought(motion: Motion, side: str, place: Place, at: Array, weight: Array | None = None) -> Motion:
    """One arm with its wrist at places (T, 3) m, counted as `place` says. weight: (T,), 1 without."""
    sign = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
    raised = with_collar(motion, side, place.shrug)
    pos, world = raised.globals()
    joint = _joint(place, side)
    frame = _axes(place, joint, world)
    to = _origin(place, joint, pos, world) + quat.rotate(frame, at * sign)
    chest = frame if place.frame in ("level", "world") else world[:, R["spine3"]]
    pole = quat.rotate(chest, np.array(place.elbow) * sign)
    fingers = None if place.hand is None else quat.rotate(frame, np.array(place.hand) * sign)
    made = _solved(raised, side, to, np.asarray(pole, np.float64), fingers)
    if weight is None:
        return made
    local = made.rot.astype(np.float64)
    for j in (R[f"{side}_{part}"] for part in ("collar", "shoulder", "elbow", "wrist")):
        local[:, j] = quat.slerp(motion.rot[:, j].astype(np.float64), local[:, j], weight)
    return replace(motion, rot=quat.continuous(local).astype(np.float32))


def reached(motion: Motion, side: str, to: Array, pole: Array, shrug: Array | float = 0.0) -> Motion:
    """One arm with its wrist at places (T, 3) m of the world, its elbow towards pole (T, 3). shrug: degrees (T,) that
    the collar is raised by."""
    return _solved(with_collar(motion, side, shrug), side, to, pole, None)


def with_collar(motion: Motion, side: str, degrees: Array | float) -> Motion:
    """The motion with a collar raised by degrees (T,)."""
    local = motion.rot.astype(np.float64)
    turn = np.radians(degrees) * (1.0 if side == "left" else -1.0)
    local[:, R[f"{side}_collar"]] = quat.from_axis_angle(np.array([0.0, 0.0, 1.0]), turn)
    return replace(motion, rot=local.astype(np.float32))


def _solved(motion: Motion, side: str, to: Array, pole: Array, fingers: Array | None) -> Motion:
    """The arm with its wrist at places (T, 3) m of the world. pole, fingers: (T, 3), where elbow and fingers point."""
    collar, shoulder, elbow, wrist = (R[f"{side}_{part}"] for part in ("collar", "shoulder", "elbow", "wrist"))
    local = motion.rot.astype(np.float64)
    pos, world = motion.globals()
    # World rotations of upper arm and forearm: each bone along its way, the hinge across the plane of both.
    sizes = tuple(float(np.linalg.norm(motion.skeleton.offsets[j])) for j in (elbow, wrist))
    reach = np.asarray(to - pos[:, shoulder], np.float64)
    pole = _clear_of_trunk((sizes[0], sizes[1]), pos, world, pos[:, shoulder].astype(np.float64), reach, pole)
    upper, lower, across = two_bones((sizes[0], sizes[1]), reach, pole)
    bones = (("elbow", upper), ("wrist", lower))
    turns = [frame_onto(_rest(side, part), _hinge(side), way, across) for part, way in bones]
    hand = _hand(turns[1], lower, fingers)
    above = world[:, collar].astype(np.float64)
    for j, turned in zip((shoulder, elbow, wrist), (*turns, hand), strict=True):
        local[:, j] = quat.normalize(quat.multiply(quat.inverse(above), turned))
        above = turned
    return replace(motion, rot=quat.continuous(local).astype(np.float32))


def placed(motion: Motion, joint: str, frame: str) -> Mapping[str, Array]:
    """Where each wrist is, (T, 3) m out to its own side, up and ahead, as a place of that joint and frame has it."""
    pos, rot = motion.globals()
    place = Place(joint, (0, 0, 0), (0, 0, 0), frame=frame)
    axes, origin = quat.inverse(_axes(place, R[joint], rot)), _origin(place, R[joint], pos, rot)
    out = {side: np.array([1.0 if side == "left" else -1.0, 1.0, 1.0]) for side in SIDES}
    gone = {side: (pos[:, R[f"{side}_wrist"]] - origin).astype(np.float64) for side in SIDES}
    return {side: np.asarray(quat.rotate(axes, gone[side]) * out[side], np.float64) for side in SIDES}


def _clear_of_trunk(
    sizes: tuple[float, float], pos: NDArray[np.floating], world: NDArray[np.floating], root: Array, reach: Array,
    pole: Array,
) -> Array:  # fmt: skip
    """The pole (T, 3), turned about the way to the hand by as little as keeps elbow and forearm out of the trunk.

    root: (T, 3) m, the shoulder. The trunk is a pillar from the hips to over the chest, wider than deep.
    """
    way = reach / np.maximum(np.linalg.norm(reach, axis=-1, keepdims=True), 1e-6)
    cost = np.abs(_SWIVELS)[:, None] * _TURNED + np.zeros(len(reach))
    if float(_inside(sizes, pos, world, root, reach, pole).max()) <= 0:
        return pole
    for row, angle in zip(cost, _SWIVELS, strict=True):
        row += _inside(sizes, pos, world, root, reach, quat.rotate(quat.from_axis_angle(way, angle), pole))
    # Smooth over time, so that an elbow does not jump from one way out to another.
    turn = gaussian_filter1d(_SWIVELS[cost.argmin(axis=0)], 3.0, mode="nearest")
    return np.asarray(quat.rotate(quat.from_axis_angle(way, turn), pole))


def _inside(
    sizes: tuple[float, float], pos: NDArray[np.floating], world: NDArray[np.floating], root: Array, reach: Array,
    pole: Array,
) -> Array:  # fmt: skip
    """How deep (T,) elbow and forearm are within the trunk, of its own size; 0 outside."""
    upper, lower, _ = two_bones(sizes, reach, pole)
    elbow = root + sizes[0] * upper
    axes, hips = quat.inverse(world[:, R["spine3"]].astype(np.float64)), pos[:, R["pelvis"]].astype(np.float64)
    spine = pos[:, R["spine3"]] - hips
    deep = np.zeros(len(root))
    for point in (elbow, elbow + 0.35 * sizes[1] * lower):
        along = np.sum((point - hips) * spine, axis=-1) / np.maximum(np.sum(spine**2, axis=-1), 1e-6)
        nearest = hips + np.clip(along, 0, 1 + _OVER_M / 0.32)[:, None] * spine
        off = quat.rotate(axes, point - nearest) / (_WIDE_M, _OVER_M + _WIDE_M, _DEEP_M)
        deep = np.maximum(deep, 1 - np.linalg.norm(off, axis=-1))
    return np.maximum(deep, 0.0)


def _origin(place: Place, joint: int, pos: NDArray[np.floating], rot: NDArray[np.floating]) -> Array:
    """Where a place is counted from, (T, 3) m: of the upright chest's, as far under the shoulders as in who stands, so
    that arms reach as far where the trunk is bent."""
    if place.frame != "level" or joint != R["spine3"]:
        return pos[:, joint].astype(np.float64)
    bent = quat.rotate(rot[:, joint].astype(np.float64), _TO_SHOULDERS)
    return np.asarray(pos[:, joint] + bent - quat.rotate(_axes(place, joint, rot), _TO_SHOULDERS), np.float64)


def _joint(place: Place, side: str) -> int:
    """The joint that a place is counted from, of one hand."""
    other = SIDES[1 - SIDES.index(side)]
    return R[place.joint.replace("side_", f"{side}_").replace("other_", f"{other}_")]


def _axes(place: Place, joint: int, rot: NDArray[np.floating]) -> Array:
    """World rotations (T, 4) along whose axes a place is given."""
    if place.frame == "ground":
        return np.asarray(quat.twist(rot[:, 0].astype(np.float64), np.array([0.0, 1.0, 0.0])))
    if place.frame == "world":
        return np.tile(quat.IDENTITY.astype(np.float64), (len(rot), 1))
    if place.frame == "level":
        return np.asarray(quat.twist(rot[:, R["spine3"]].astype(np.float64), np.array([0.0, 1.0, 0.0])))
    return rot[:, R[place.frame] if place.frame else joint].astype(np.float64)


def _rest(side: str, joint: str) -> Array:
    """The bone that ends at a joint, a unit vector in the rest pose."""
    offset = canonical_skeleton().offsets[R[f"{side}_{joint}"]].astype(np.float64)
    return np.asarray(offset / np.linalg.norm(offset))


def _hinge(side: str) -> Array:
    """The elbow's axis in the rest pose, in which the arm is held out with its palm down and bends ahead."""
    return np.array([0.0, -1.0 if side == "left" else 1.0, 0.0])


def two_bones(
    lengths: tuple[float, float], reach: Array, pole: Array, stretch: float = _STRETCH
) -> tuple[Array, Array, Array]:
    """Ways of a limb's two bones and the normal of their plane, unit (T, 3). lengths: m. reach: (T, 3) m from its root
    to its end. pole: (T, 3), where the joint between points to. stretch: the most of its length."""
    a, b = lengths
    far = np.linalg.norm(reach, axis=-1, keepdims=True)
    way = reach / np.maximum(far, 1e-6)
    far = np.clip(far, abs(a - b) + 0.03, stretch * (a + b))
    # The joint lies on a circle about the way to the end, where it points most along the pole.
    along = (far**2 + a**2 - b**2) / (2 * far)
    off = np.sqrt(np.maximum(a**2 - along**2, 1e-9))
    aside = pole - np.sum(pole * way, axis=-1, keepdims=True) * way
    aside = aside / np.maximum(np.linalg.norm(aside, axis=-1, keepdims=True), 1e-6)
    upper = (along * way + off * aside) / a
    lower = (far * way - a * upper) / b
    across = np.cross(aside, way)
    across = across / np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), 1e-6)
    return upper, lower / np.linalg.norm(lower, axis=-1, keepdims=True), across


def frame_onto(bone: Array, hinge: Array, way: Array, across: Array) -> Array:
    """Compute world rotations (T, 4) that bring a bone onto its way and its hinge onto the plane's normal."""
    rest = np.stack([bone, hinge, np.cross(bone, hinge)], axis=-1)
    across = across - np.sum(across * way, axis=-1, keepdims=True) * way
    across = across / np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), 1e-6)
    turned = np.stack([way, across, np.cross(way, across)], axis=-1)
    return np.asarray(quat.from_matrix(turned @ rest.T))


def _hand(forearm: Array, way: Array, fingers: Array | None) -> Array:
    """World rotations (T, 4) of the hand: along the forearm, or bent towards where its fingers point."""
    if fingers is None:
        return forearm
    bend = quat.to_rotvec(quat.between(way, fingers))
    size = np.linalg.norm(bend, axis=-1, keepdims=True)
    bend = bend * np.minimum(1.0, _BENT_HAND / np.maximum(size, 1e-6))
    return np.asarray(quat.multiply(quat.from_rotvec(bend), forearm))
