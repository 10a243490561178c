"""Foot lock: planted feet held still and above the floor, by displacements and leg inverse kinematics.

The lock adds a displacement to each foot. It is exact while the foot is planted and is led in and out with the least
jerk (`lead`), so that neither touch-down nor release jumps. The pelvis gives way (`pelvis`), and hips and knees follow
by two-bone inverse kinematics in the plane in which the knee already bends. Which feet are planted: `contact`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import quat, smooth
from ..body import Body
from ..motion import F32, Bool, Motion
from . import lead, pelvis
from .contact import detect, speeds, tidy
from .legs import Leg, bend_toes, foot_points, legs_of, solve_leg, toe_turn
from .stance import goals, toe_bend

MODES = ("none", "keep", "always", "ground")

_HELD_WITHIN = 0.001  # m: a foot that ends up further from its goal is not reported as planted
_MAX_FOOT_TURN = np.radians(35)


def lock_feet(motion: Motion, mode: str = "keep", floor: float = 0.0, body: Body | None = None) -> Motion:
    """Correct a motion so that its feet neither slide nor sink into the floor.

    mode: "none" changes nothing; "ground" only lifts feet out of the floor; "keep" also holds planted feet still, by
    the motion's contacts or, where it has none, by `detect`; "always" also plants the lower, slower foot where no
    contact was found and it is near the floor. floor: its height, m. body: the foot soles, where they are known.
    Frames away from contacts and floor keep their rotations; the result's contacts are those that are really held.
    Raises ValueError for an unknown mode or a skeleton without leg roles.
    """
    if mode not in MODES:
        raise ValueError(f"unknown foot lock '{mode}'; choose one of {', '.join(MODES)}")
    if mode == "none":
        return motion
    legs = legs_of(motion.skeleton, body.soles if body else None)
    pos, rot = motion.globals()
    contacts = motion.contacts if motion.contacts.any() or mode == "ground" else detect(motion, floor, body)
    points = foot_points(motion, legs)
    if mode == "always":
        contacts = contacts | _lower_foot(points, contacts, motion.fps, legs, floor)
    # Where each foot must be: held points, the foot's rotation between them, and no part of it below the floor.
    held = contacts if mode != "ground" else np.zeros_like(contacts)
    feet = [
        _foot_targets(
            points[:, 2 * i : 2 * i + 2], _sole(pos, rot, leg), held[:, 2 * i : 2 * i + 2], leg, motion.fps, floor
        )
        for i, leg in enumerate(legs)
    ]
    if mode != "ground":
        contacts = np.concatenate([foot.held for foot in feet], axis=1)
    # The pelvis gives way where a foot would be out of reach, or a straight knee feel it; then each leg is solved.
    drop = pelvis.drop(pos, legs, [foot.ankle for foot in feet], [foot.hold for foot in feet], motion.fps)
    root = motion.root_pos.copy()
    root[:, 1] -= drop
    local = motion.rot.copy()
    lowered = pos - drop[:, None, None] * np.array([0, 1, 0], np.float32)
    for leg, foot in zip(legs, feet):
        solve_leg(motion.skeleton, leg, lowered, rot, foot.ankle, foot.turn, local)
        if foot.bend.any():
            bend_toes(motion.skeleton, leg, rot, foot.turn, foot.bend, local)
    locked = replace(motion, root_pos=root, rot=quat.continuous(local), contacts=contacts)
    return locked if mode == "ground" else _without_unreached(locked, legs, feet)


def _without_unreached(locked: Motion, legs: tuple[Leg, Leg], feet: list[_Foot]) -> Motion:
    """Drop the contacts of feet that the legs were too short to hold: those feet are not planted."""
    pos, _ = locked.globals()
    contacts = locked.contacts.copy()
    for i, (leg, foot) in enumerate(zip(legs, feet)):
        off = np.linalg.norm(pos[:, leg.ankle] - foot.ankle, axis=-1)
        contacts[off > _HELD_WITHIN * leg.scale, 2 * i : 2 * i + 2] = False
    return replace(locked, contacts=contacts)


def _lower_foot(points: F32, contacts: Bool, fps: float, legs: tuple[Leg, Leg], floor: float) -> Bool:
    """Contacts (T, 4) of the toe base that is lower and slower, where no point is planted and it is near the floor."""
    # 5 cm of height count as much as 1 m/s, averaged over 0.15 s so that the choice does not flicker.
    toes = points[:, [1, 3]]
    height = toes[..., 1] - floor - [leg.stand[1] for leg in legs]
    cost = height / 0.05 + speeds(toes, fps) / 1.0
    best = np.argmin(smooth.mean(cost, max(1, round(0.15 * fps))), axis=1)
    near = np.take_along_axis(height, best[:, None], axis=1)[:, 0] < 0.06 * legs[0].scale
    chosen = np.zeros_like(contacts)
    for side in (0, 1):
        chosen[:, 2 * side + 1] = tidy(near & (best == side) & ~contacts.any(axis=1), fps)
    return chosen


@dataclass(frozen=True)
class _Foot:
    """Goal of one foot over time.

    ankle: (T, 3) world position, m. turn: (T, 4) rotation of the foot in the world, on top of the motion's. bend: (T,)
    rad by which the toes are lifted after that. hold: (T,) 1 while planted, fading to 0. held: (T, 2) the contacts of
    ankle and toe base that are held.
    """

    ankle: F32
    turn: F32
    bend: F32
    hold: F32
    held: Bool


def _sole(pos: F32, rot: F32, leg: Leg) -> list[F32]:
    """Points (T, N, 3) m of each part of a leg's sole, relative to its ankle, in world axes."""
    ankle = pos[:, leg.ankle, None]
    return [pos[:, j, None] + quat.rotate(rot[:, j, None], points) - ankle for j, points in leg.sole]


def _foot_targets(points: F32, sole: list[F32], held: Bool, leg: Leg, fps: float, floor: float) -> _Foot:
    """Compute a foot's goal: ankle and toe base held through their contacts, and the whole foot above the floor.

    points: (T, 2, 3) m ankle and toe base. sole: (T, N, 3) m from the ankle, part by part. held: (T, 2) contacts.
    floor: its height, m.
    """
    # 1. Displacements of both points, and how firmly each is held.
    ease = max(2, round(lead.EASE_S * fps))
    goal, flags = goals(points, held, leg, floor)
    shift = [lead.bridge(goal[:, i], points[:, i], flags[:, i], fps) for i in (0, 1)]
    hold = [_authority(flags[:, i], ease)[:, None] for i in (0, 1)]
    ankle, toe = points[:, 0], points[:, 1]
    # 2. Where only one of the two points is planted the other follows it, so that the foot keeps its shape.
    ankle_to = ankle + shift[0] + (1 - hold[0]) * hold[1] * (shift[1] - shift[0])
    toe_to = toe + shift[1] + (1 - hold[1]) * hold[0] * (shift[0] - shift[1])
    # 3. The foot is rotated from its own direction to the one between the two goals, within a limit.
    turn = _limited(quat.between(toe - ankle, toe_to - ankle_to), _MAX_FOOT_TURN)
    to_toe = quat.rotate(turn, toe - ankle)
    # 4. The rotated foot may not reach both goals: the toes decide, but for an ankle that is planted alone.
    alone = np.where(flags[:, 1] & ~flags[:, 0], 0, _authority(flags[:, 0] & ~flags[:, 1], ease))[:, None]
    follows = hold[1] * (1 - alone)
    ankle_to = ankle_to + follows * (toe_to - to_toe - ankle_to)
    # 5. Toes that cut the floor are bent, then what is still below it is lifted out as a whole.
    brief = max(1, round(0.05 * fps))
    bend = np.zeros(len(points))
    turned = [quat.rotate(turn[:, None], part) for part in sole]
    if len(turned) > 1:  # toes with a joint and skin give way before the foot does
        tip, along = turned[1] - to_toe[:, None], quat.normalize(to_toe * (1, 0, 1))
        touching = toe_bend(ankle_to + to_toe, tip, along, floor)
        # Up wherever the floor is in the way; down, to lie flat, only while they are planted.
        bend = smooth.cover(np.maximum(touching, 0), brief) + np.minimum(touching, 0) * hold[1][:, 0]
        turned[1] = to_toe[:, None] + quat.rotate(toe_turn(to_toe, bend)[:, None], tip)
    lowest = ankle_to[:, 1] + np.concatenate(turned, axis=1)[..., 1].min(axis=1) - floor
    sunk = np.maximum(0, -lowest)
    ankle_to[:, 1] += smooth.cover(np.where(sunk > 1e-4, sunk, 0), brief)
    return _Foot(
        ankle_to.astype(np.float32), turn.astype(np.float32), bend.astype(np.float32), np.maximum(*hold)[:, 0], flags
    )


def _authority(flags: Bool, ease: int) -> NDArray[Any]:
    """Weight (T,): 1 where planted, falling to 0 by a smoothstep within `ease` frames on either side."""
    # Frames since the last planted one and until the next.
    at = np.arange(len(flags))
    since = at - np.maximum.accumulate(np.where(flags, at, -10 * ease))
    until = np.minimum.accumulate(np.where(flags, at, len(flags) + 10 * ease)[::-1])[::-1] - at
    free = 1.0
    for distance in (since, until):
        t = np.clip(distance / ease, 0, 1)
        free = free * t * t * (3 - 2 * t)
    return 1 - free


def _limited(q: NDArray[Any], most: float) -> NDArray[Any]:
    """Limit rotations (T, 4) to `most` rad: free up to half of it, then saturating by tanh."""
    vector, half = quat.to_rotvec(q), most / 2
    angle = np.maximum(np.linalg.norm(vector, axis=-1, keepdims=True), 1e-9)
    return quat.from_rotvec(vector * np.where(angle < half, 1, half * (1 + np.tanh(angle / half - 1)) / angle))
