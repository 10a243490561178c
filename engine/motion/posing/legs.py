"""Legs posed by rule: steps on the spot, feet wide apart, knees on the floor, a trunk that leans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from engine.motion.features import heading
from engine.motion.posing.arms import SIDES, frame_onto, held, two_bones
from retarget import quat, smooth
from retarget.feet.legs import leg_length, legs_of
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion

Array = NDArray[np.float64]
WIDE_M, TOGETHER_M = 0.68, 0.17  # between the ankles
SHIFT_S, SHIFT_M, SHIFT_ROLL = 3.2, 0.055, 4.5  # s to and fro, m that the hips go aside, degrees that they tilt
LEAN = 38.0  # degrees that "leans" leans by
_UP, _ACROSS, _AHEAD = np.eye(3)[1], np.eye(3)[0], np.eye(3)[2]
_SWUNG = 0.45  # of a swinging foot's way over the body that is left on the spot
_STRETCH = 0.9985  # of its length that a leg is stretched to at most
_SIDE_M = 0.09  # of the lowest joint over the floor, of who lies on a side
_KNEE_M, _SHIN_M = 0.06, 0.085  # heights of knees and ankles that lie on the floor
# Axis and sign of a lean, along the body's axes.
_LEANS: Mapping[str, tuple[Array, float]] = {
    "forward": (_ACROSS, 1.0), "backward": (_ACROSS, -1.0), "left": (_AHEAD, -1.0), "right": (_AHEAD, 1.0),
}  # fmt: skip


def on_the_spot(motion: Motion, knees: float = 0.0) -> Motion:
    """Steps that go nowhere: the way over the ground taken out, feet lifted and set down where they stand.

    knees: metres that feet are lifted by beyond what they are, so that the knees come up as in marching."""
    pos, root = motion.globals()[0].astype(np.float64), motion.root_pos.astype(np.float64)
    back = quat.from_axis_angle(_UP, -heading(motion.rot[:, 0], 10.0))
    way = gaussian_filter1d(root, 0.3 * motion.fps, axis=0, mode="nearest") * (1, 0, 1)
    still = replace(motion, root_pos=(root - way).astype(np.float32))
    goals = []
    for leg in legs_of(motion.skeleton):
        # The ankle as seen from the body: where it stands, and how far it swings from there while it is up.
        seen = quat.rotate(back, pos[:, leg.ankle] - root)
        middle = np.median(seen, axis=0) * (1, 0, 0)
        lift = pos[:, leg.ankle, 1] - np.percentile(pos[:, leg.ankle, 1], 10)
        share = gaussian_filter1d(_SWUNG * np.clip((lift - 0.02) / 0.08, 0, 1), 1.5, mode="nearest")
        air = _in_the_air(lift) if knees else np.zeros(len(lift))
        # A foot that is lifted high hangs under its knee, a little ahead of the hips.
        swung = (share * (1 - air))[:, None] * (seen - middle) * (1, 0, 1) + 0.1 * air[:, None] * _AHEAD
        to = quat.rotate(quat.inverse(back), middle + swung)
        up = pos[:, leg.ankle, 1] + knees * air
        goals.append(to * (1, 0, 1) + up[:, None] * (0, 1, 0))
    return with_feet(still, goals)


def _in_the_air(lift: Array) -> Array:
    """From 0, where a foot stands, to 1, half way through each of its steps. lift: (T,) m over where it stands."""
    out = np.zeros(len(lift))
    for first, last in smooth.runs(lift > 0.03):
        out[first:last] = np.sin(np.pi * (np.arange(last - first) + 0.5) / (last - first)) ** 2
    return np.asarray(gaussian_filter1d(out, 1.0, mode="nearest"))


def feet_apart(motion: Motion, metres: float, ahead: float = 0.0) -> Motion:
    """Somebody who stands, with ankles so far apart, the left one so far ahead of the right one: the hips sink as far
    as they have to."""
    pos = motion.globals()[0].astype(np.float64)
    turn = quat.from_axis_angle(_UP, heading(motion.rot[:, 0], 10.0))
    off = quat.rotate(turn, (metres * _ACROSS + ahead * _AHEAD) / 2)
    legs = legs_of(motion.skeleton)
    middle = (pos[:, legs[0].ankle] + pos[:, legs[1].ankle]) / 2
    goals = [middle + off, middle - off]
    for goal, leg in zip(goals, legs, strict=True):
        goal[:, 1] = pos[:, leg.ankle, 1]
    return with_feet(sunk(motion, goals), goals)


def shifting_weight(motion: Motion) -> Motion:
    """Somebody who stands, going over from one planted foot to the other and resting on each; the free hip drops."""
    # A sine pressed flat: most of a half period is rest on one foot.
    swing = np.sin(2 * np.pi * np.arange(len(motion)) / motion.fps / SHIFT_S)
    side = gaussian_filter1d(np.tanh(2.5 * swing), 0.12 * motion.fps, mode="nearest")
    side *= smooth.minimum_jerk(np.minimum(1.0, np.arange(len(motion)) / (0.5 * motion.fps)))
    pos, local = motion.globals()[0].astype(np.float64), motion.rot.astype(np.float64)
    turn = quat.from_axis_angle(_UP, heading(motion.rot[:, 0], 10.0))
    # The hip of the foot that is stood on is the higher one; the spine straightens up again.
    roll = np.radians(SHIFT_ROLL) * side
    world = quat.multiply(quat.multiply(turn, quat.from_axis_angle(_AHEAD, roll)), quat.inverse(turn))
    local[:, 0] = quat.multiply(world, local[:, 0])
    for joint, share in (("spine1", 0.5), ("spine2", 0.4), ("spine3", 0.4)):
        local[:, R[joint]] = quat.multiply(quat.from_axis_angle(_AHEAD, -share * roll), local[:, R[joint]])
    root = motion.root_pos + quat.rotate(turn, _ACROSS) * (SHIFT_M * side)[:, None]
    moved = replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(local).astype(np.float32))
    goals = [pos[:, leg.ankle] for leg in legs_of(motion.skeleton)]
    return with_feet(sunk(moved, goals), goals, motion)


def leant(motion: Motion, way: str, degrees: float = LEAN, *, sink: float = 0.0, weight: Array | None = None) -> Motion:
    """The trunk leaning to a way (forward, backward, left, right) over feet that stay; hips go the other way, and down
    by `sink` m."""
    axis, sign = _LEANS[way]
    size = np.ones(len(motion)) if weight is None else weight
    angle = np.radians(degrees) * sign * size
    pos, local = motion.globals()[0].astype(np.float64), motion.rot.astype(np.float64)
    turn = quat.from_axis_angle(_UP, heading(motion.rot[:, 0], 10.0))
    # Half of it in the hips, half in the spine; the head goes along by half.
    world = quat.multiply(quat.multiply(turn, quat.from_axis_angle(axis, 0.5 * angle)), quat.inverse(turn))
    local[:, 0] = quat.multiply(world, local[:, 0])
    for joint, share in (("spine1", 0.2), ("spine2", 0.15), ("spine3", 0.15), ("neck", -0.25), ("head", -0.25)):
        local[:, R[joint]] = quat.multiply(quat.from_axis_angle(axis, share * angle), local[:, R[joint]])
    off = quat.rotate(turn, np.cross(axis, _UP)) * (-0.22 * np.sin(angle))[:, None]
    root = motion.root_pos + off * (1, 0, 1) - _UP * (sink * size)[:, None]
    bent = replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(local).astype(np.float32))
    goals = [pos[:, leg.ankle] for leg in legs_of(motion.skeleton)]
    return with_feet(sunk(bent, goals), goals, motion)


def twisted(motion: Motion, degrees: Array) -> Motion:
    """The trunk turned to the left by degrees (T,) over feet that stay: a third of it in the hips, the head by half."""
    pos, local, angle = motion.globals()[0].astype(np.float64), motion.rot.astype(np.float64), np.radians(degrees)
    local[:, 0] = quat.multiply(quat.from_axis_angle(_UP, 0.34 * angle), local[:, 0])
    for joint, share in (("spine1", 0.22), ("spine2", 0.22), ("spine3", 0.22), ("neck", -0.25), ("head", -0.25)):
        local[:, R[joint]] = quat.multiply(quat.from_axis_angle(_UP, share * angle), local[:, R[joint]])
    turned = replace(motion, rot=quat.continuous(local).astype(np.float32))
    return with_feet(turned, [pos[:, leg.ankle] for leg in legs_of(motion.skeleton)], motion)


def on_both_knees(motion: Motion, *, gets_down: bool = False) -> Motion:
    """The body upright on both knees: thighs down, shins back along the floor. gets_down: as far as the motion sinks,
    so that it still begins on its feet."""
    legs, pos = legs_of(motion.skeleton), motion.globals()[0]
    turn = quat.from_axis_angle(_UP, heading(motion.rot[:, 0], 10.0))
    hips = (pos[:, legs[0].hip, 1] + pos[:, legs[1].hip, 1]) / 2
    thigh = float(np.linalg.norm(motion.skeleton.offsets[legs[0].knee]))
    root = motion.root_pos.astype(np.float64)
    weight = _sunk_share(motion) if gets_down else np.ones(len(motion))
    motion = straightened(motion, weight)
    local, world = motion.rot.astype(np.float64), motion.globals()[1]
    onto = 0.992 * thigh + _KNEE_M
    root[:, 1] += weight * (onto - (hips if gets_down else np.median(hips)))
    for leg, sign in zip(legs, (1, -1), strict=True):
        above = world[:, 0].astype(np.float64)
        shin = np.array([0.04 * sign, (_SHIN_M - _KNEE_M) / 0.4, -1.0])
        for joint, child, way in (
            (leg.hip, leg.knee, np.array([0.06 * sign, -1.0, 0.02])), (leg.knee, leg.ankle, shin),
            (leg.ankle, R[f"{SIDES[0 if sign > 0 else 1]}_foot"], np.array([0.0, -0.35, -0.94])),
        ):  # fmt: skip
            bone = motion.skeleton.offsets[child].astype(np.float64)
            to = quat.rotate(turn, way / np.linalg.norm(way))
            turned = frame_onto(bone / np.linalg.norm(bone), _ACROSS, to, quat.rotate(turn, _ACROSS))
            own = quat.normalize(quat.multiply(quat.inverse(above), turned))
            local[:, joint] = quat.slerp(motion.rot[:, joint].astype(np.float64), own, weight)
            above = turned
    return replace(
        motion, root_pos=root.astype(np.float32), rot=quat.continuous(local).astype(np.float32),
        contacts=motion.contacts & (weight < 0.05)[:, None],
    )  # fmt: skip


def on_the_side(motion: Motion, side: str) -> Motion:
    """Somebody who lies turned onto a side: legs bent, hands before the chest, the head where it was."""
    local = motion.rot.astype(np.float64)
    spine = motion.globals()[0][:, R["neck"]] - motion.globals()[0][:, 0]
    along = np.median(spine, axis=0).astype(np.float64) * (1, 0, 1)
    along /= max(float(np.linalg.norm(along)), 1e-6)
    across = -_UP if side == "left" else _UP  # where the body's left shows
    local[:, 0] = quat.from_matrix(np.stack([across, along, np.cross(across, along)], axis=-1))
    bent = {"hip": -45.0, "knee": 70.0, "ankle": 20.0}
    for own, more in zip(SIDES if side == "left" else SIDES[::-1], (0.0, -12.0), strict=True):  # the upper leg ahead
        for joint, degrees in bent.items():
            local[:, R[f"{own}_{joint}"]] = quat.from_axis_angle(_ACROSS, np.radians(degrees + more))
    for joint in ("spine1", "spine2", "spine3"):
        local[:, R[joint]] = quat.from_axis_angle(_ACROSS, np.radians(6.0))
    posed = held(replace(motion, rot=local.astype(np.float32)), "together")
    low = posed.globals()[0][..., 1].min(axis=1) - _SIDE_M
    root = posed.root_pos - _UP * low[:, None]
    return replace(posed, root_pos=root.astype(np.float32), contacts=np.zeros_like(posed.contacts))


def straightened(motion: Motion, weight: Array) -> Motion:
    """The trunk upright over the hips by weights (T,), arms hanging or showing as they did."""
    local, world = motion.rot.astype(np.float64), motion.globals()[1].astype(np.float64)
    upright = quat.twist(local[:, 0], _UP)
    local[:, 0] = quat.slerp(local[:, 0], upright, 0.9 * weight)
    for joint in ("spine1", "spine2", "spine3"):
        own = local[:, R[joint]]
        local[:, R[joint]] = quat.slerp(own, np.tile(np.eye(4)[0], (len(own), 1)), 0.7 * weight)
    collars = replace(motion, rot=local.astype(np.float32)).globals()[1].astype(np.float64)
    for side in SIDES:
        above = collars[:, R[f"{side}_collar"]]
        local[:, R[f"{side}_shoulder"]] = quat.multiply(quat.inverse(above), world[:, R[f"{side}_shoulder"]])
    return replace(motion, rot=quat.continuous(local).astype(np.float32))


def _sunk_share(motion: Motion) -> Array:
    """How far a motion has sunk at each frame, 0 to 1, never less than before."""
    height = gaussian_filter1d(motion.root_pos[:, 1].astype(np.float64), 2.0, mode="nearest")
    first, low = float(np.median(height[: max(1, len(height) // 8)])), float(height.min())
    x = np.clip((first - height) / max(first - low, 1e-3), 0, 1)
    x = np.maximum.accumulate(np.where(x > 0.15, (x - 0.15) / 0.85, 0.0)).astype(np.float64)
    return np.asarray(smooth.minimum_jerk(x))


def hands_on_knees(motion: Motion, weight: Array | None = None) -> Motion:
    """Somebody who stands, bent forward as far as it takes to rest the hands on the knees."""
    made = motion
    for degrees in (50.0, 60.0, 70.0, 80.0, 90.0):
        made = held(leant(motion, "forward", degrees, sink=0.12, weight=weight), "knees", led=weight is not None)
        pos = made.globals()[0][-5:]
        if (
            max(float(np.linalg.norm(pos[:, R[f"{s}_wrist"]] - pos[:, R[f"{s}_knee"]], axis=1).max()) for s in SIDES)
            < 0.15
        ):
            break
    return made


def sunk(motion: Motion, goals: list[Array]) -> Motion:
    """The motion with its hips lowered as far as both legs need to reach their goals (T, 3)."""
    pos = motion.globals()[0].astype(np.float64)
    drop = np.zeros(len(motion))
    for leg, goal in zip(legs_of(motion.skeleton), goals, strict=True):
        away = goal - pos[:, leg.hip]
        level = np.sum(away[:, [0, 2]] ** 2, axis=1)
        most = 0.985 * leg_length(motion.globals()[0], leg)
        drop = np.maximum(drop, -away[:, 1] - np.sqrt(np.maximum(most**2 - level, 0.05)))
    drop = gaussian_filter1d(np.maximum(drop, 0), 2.0, mode="nearest")
    return replace(motion, root_pos=(motion.root_pos - _UP * drop[:, None]).astype(np.float32))


def with_feet(
    motion: Motion, goals: list[Array], like: Motion | None = None, pole: Array | None = None
) -> Motion:  # fmt: skip
    """Both legs with their ankles at goals (T, 3) m, knees and feet showing where they do in `like`. pole: (3,) or
    (T, 3), where knees show instead."""
    local, kept = motion.rot.astype(np.float64), (like or motion).globals()[1].astype(np.float64)
    pos, world = motion.globals()
    for leg, goal in zip(legs_of(motion.skeleton), goals, strict=True):
        bones = [motion.skeleton.offsets[j].astype(np.float64) for j in (leg.knee, leg.ankle)]
        sizes = (float(np.linalg.norm(bones[0])), float(np.linalg.norm(bones[1])))
        knee = quat.rotate(kept[:, leg.hip], _AHEAD) if pole is None else pole
        thigh, shin, across = two_bones(sizes, np.asarray(goal - pos[:, leg.hip], np.float64), knee, _STRETCH)
        turns = [
            frame_onto(bone / np.linalg.norm(bone), _ACROSS, way, across) for bone, way in zip(bones, (thigh, shin))
        ]
        above = world[:, 0].astype(np.float64)
        for joint, turned in zip((leg.hip, leg.knee, leg.ankle), (*turns, kept[:, leg.ankle]), strict=True):
            local[:, joint] = quat.normalize(quat.multiply(quat.inverse(above), turned))
            above = turned
    return replace(motion, rot=quat.continuous(local).astype(np.float32))
