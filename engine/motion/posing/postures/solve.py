"""A posture as a pose: hips and trunk turned, legs and arms by two bones, so that feet and hands are in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.motion.posing.arms import SIDES, brought, frame_onto, two_bones
from engine.motion.posing.places import Axes, Place
from engine.motion.posing.postures.form import Form
from retarget import quat
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion, canonical_skeleton

Array = NDArray[np.float64]
_X, _Y, _Z = np.eye(3)
_SPINE, _NECK = ("spine1", "spine2", "spine3"), ("neck", "head")
_STRETCH = 0.9985  # of its length that a leg is stretched to at most
# Arms that hang, beside whatever the trunk does.
_HANGING = Place("side_shoulder", (0.04, -0.50, 0.03), (0.4, 0.0, -1.0), None, "spine3")


@dataclass(frozen=True)
class Track:
    """A posture over time: hips (T, 3) m, angles (T, 3) degrees of tilt, bend and head; of each leg by side ankle, knee
    and toes (T, 3), and how far the foot stands on the floor (T,)."""

    hips: Array
    tilt: Array
    bend: Array
    head: Array
    ankle: Mapping[str, Array]
    knee: Mapping[str, Array]
    toes: Mapping[str, Array]
    stands: Mapping[str, Array]


def body(track: Track, fps: float = 30.0) -> Motion:
    """The motion (T) of hips, trunk, head and legs; arms as in the rest pose."""
    count, bones = len(track.hips), canonical_skeleton()
    local = np.tile(quat.IDENTITY.astype(np.float64), (count, len(R), 1))
    local[:, 0] = turned(track.tilt)
    for joints, angles in ((_SPINE, track.bend), (_NECK, track.head)):
        for joint in joints:
            local[:, R[joint]] = turned(angles / len(joints))
    contacts = np.zeros((count, 4), bool)
    motion = Motion(bones, fps, track.hips.astype(np.float32), local.astype(np.float32), contacts)
    return with_legs(motion, track)


def turned(degrees: Array) -> Array:
    """Rotations (T, 4) of angles (T, 3): forward first, then to the right, then to the left."""
    forward, right, left = np.radians(degrees).T
    aside = quat.multiply(quat.from_axis_angle(_Y, left), quat.from_axis_angle(_Z, right))
    return np.asarray(quat.multiply(aside, quat.from_axis_angle(_X, forward)), np.float64)


def with_legs(motion: Motion, track: Track) -> Motion:
    """Both legs with ankles, knees and toes where the track has them."""
    bones, local = motion.skeleton, motion.rot.astype(np.float64)
    pos, world = motion.globals()
    for side, sign in zip(SIDES, (1.0, -1.0), strict=True):
        mirror = np.array([sign, 1.0, 1.0])
        hip, knee, ankle, foot = (R[f"{side}_{part}"] for part in ("hip", "knee", "ankle", "foot"))
        offsets = [bones.offsets[j].astype(np.float64) for j in (knee, ankle, foot)]
        sizes = (float(np.linalg.norm(offsets[0])), float(np.linalg.norm(offsets[1])))
        reach = np.asarray(track.ankle[side] * mirror - pos[:, hip], np.float64)
        thigh, shin, across = two_bones(sizes, reach, track.knee[side] * mirror, _STRETCH)
        toes = track.toes[side] * mirror
        toes = toes / np.linalg.norm(toes, axis=-1, keepdims=True)
        # A foot that stands is level from side to side, any other one goes with the shin.
        level = np.cross(_Y, toes)
        level /= np.maximum(np.linalg.norm(level, axis=-1, keepdims=True), 1e-6)
        share = track.stands[side][:, None]
        ways = ((thigh, across), (shin, across), (toes, share * level + (1 - share) * across))
        above = world[:, 0].astype(np.float64)
        for joint, bone, (way, hinge) in zip((hip, knee, ankle), offsets, ways, strict=True):
            turn = frame_onto(bone / np.linalg.norm(bone), _X, way, hinge)
            local[:, joint] = quat.normalize(quat.multiply(quat.inverse(above), turn))
            above = turn
    return replace(motion, rot=quat.continuous(local).astype(np.float32))


def with_hand(motion: Motion, side: str, place: Place | None, weight: Array | None = None) -> Motion:
    """One hand at a place of a posture. weight: (T,), how far it is there."""
    place = place or _HANGING
    at = np.tile(np.array(place.at, np.float64), (len(motion), 1))
    if place.joint == "floor":  # counted from the hips, where they are in each frame
        sign = np.array([1.0 if side == "left" else -1.0, 1.0, 1.0])
        at = at - motion.root_pos * sign
        place = replace(place, joint="pelvis")
    return brought(motion, side, place, np.asarray(at, np.float64), weight)


def pose(form: Form, count: int = 1) -> Motion:
    """The posture held without a movement, for so many frames."""
    motion = body(tracked([form] * count))
    for side, place in zip(SIDES, (form.left_hand, form.right_hand), strict=True):
        motion = with_hand(motion, side, place)
    return motion


def standing(count: int) -> Motion:
    """Somebody who stands without a movement, for so many frames."""
    return pose(Form(), count)


def tracked(forms: Sequence[Form]) -> Track:
    """Postures in a row as a track, one a frame."""

    def rows(of: Sequence[Axes]) -> Array:
        return np.array(of, np.float64)

    legs = {side: [getattr(form, side) for form in forms] for side in SIDES}
    return Track(
        rows([form.hips for form in forms]), rows([form.tilt for form in forms]), rows([form.bend for form in forms]),
        rows([form.head for form in forms]), {side: rows([leg.ankle for leg in legs[side]]) for side in SIDES},
        {side: rows([leg.knee for leg in legs[side]]) for side in SIDES},
        {side: rows([leg.toes for leg in legs[side]]) for side in SIDES},
        {side: np.array([float(leg.stands) for leg in legs[side]]) for side in SIDES},
    )  # fmt: skip
