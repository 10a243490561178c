"""HumanML3D's 263 features at 20 fps <-> motion on SMPL's 22 joints.

| columns | what |
|---|---|
| 0 | turn about Y to the next frame, half of the angle, to the right |
| 1-2, 3 | root velocity x and z a frame, in its heading; root height |
| 4-66 | places of the other 21 joints about the root, in its heading |
| 67-192 | rotations of the 21 bones that end in them, 6D, one relative to the one before along each limb |
| 193-258, 259-262 | joint velocities a frame, in the heading; contacts of ankle and toe base, left then right |

Places are met exactly: the joints' rotations take bones to them (`retarget.formats.positions`). What places don't tell,
a bone's roll about itself, comes from the rotation columns. (Guo et al. 2022, section 4.)
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.motion.features import heading
from retarget import quat
from retarget.formats import positions
from retarget.formats.generated import places_of_features
from retarget.formats.smpl_body import average_skeleton
from retarget.motion import Motion, local_rotations

COLUMNS, FPS = 263, 20.0
ROTATIONS, VELOCITIES, CONTACTS = slice(67, 193), slice(193, 259), slice(259, 263)
# Limbs from the root on; each limb's rotations begin anew in the root's heading.
LIMBS = ((0, 2, 5, 8, 11), (0, 1, 4, 7, 10), (0, 3, 6, 9, 12, 15), (9, 14, 17, 19, 21), (9, 13, 16, 18, 20))
# Where bones point that are not turned, by the joint that they end in: the arms hang.
_ACROSS, _UP, _DOWN, _AHEAD = (1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1)
UNTURNED = np.array([
    (0, 0, 0), _ACROSS, (-1, 0, 0), _UP, _DOWN, _DOWN, _UP, _DOWN, _DOWN, _UP, _AHEAD, _AHEAD, _UP, _ACROSS,
    (-1, 0, 0), _AHEAD, *[_DOWN] * 6,
], np.float64)  # fmt: skip
_CONTACT_JOINTS = (7, 10, 8, 11)
_PLANTED = 0.01  # m a frame: slower feet are planted


def motion_of(rows: NDArray[np.floating]) -> Motion:
    """Features (T, 263), not standardised -> a motion at 20 fps, its joints in their places and its bones rolled as the
    rotation columns say, with contacts."""
    rows = np.asarray(rows, np.float64)
    pos, rest = places_of_features(rows), average_skeleton(22)
    motion = positions.fit(pos, rest, FPS)
    world = motion.globals()[1].astype(np.float64)
    bones = _bones(rows)
    for joint, child in _single(rest.parents):
        along = rest.offsets[child].astype(np.float64)
        # How the bone is turned by the columns, for a rest pose in which it points another way.
        wanted = quat.multiply(bones[:, child], quat.between(along, UNTURNED[child]))
        difference = quat.multiply(wanted, quat.inverse(world[:, joint]))
        points = quat.rotate(world[:, joint], np.broadcast_to(along / np.linalg.norm(along), (len(rows), 3)))
        world[:, joint] = quat.multiply(quat.normalize(quat.twist(difference, points)), world[:, joint])
    rot = local_rotations(motion.skeleton, world.astype(np.float32))
    return replace(motion, rot=quat.continuous(rot), contacts=rows[:, CONTACTS] > 0.5)


def _single(parents: NDArray) -> list[tuple[int, int]]:
    """Joints that one bone leaves, with the joint at its end."""
    below = [np.flatnonzero(parents == j) for j in range(len(parents))]
    return [(j, int(b[0])) for j, b in enumerate(below) if len(b) == 1 and j]


def _bones(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """World rotations (T, 22, 4) of bones, by the joint that they end in."""
    local = np.asarray(quat.from_6d(rows[:, ROTATIONS].reshape(len(rows), 21, 6)), np.float64)
    world = np.zeros((len(rows), 22, 4))
    world[:, 0] = _facing(rows)
    for limb in LIMBS:
        turn = world[:, 0]
        for joint in limb[1:]:
            turn = quat.multiply(turn, local[:, joint - 1])
            world[:, joint] = turn
    return world


def _facing(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """World rotations (T, 4) of the heading."""
    half = np.concatenate([[0.0], np.cumsum(rows[:-1, 0])])
    return np.stack([np.cos(half), np.zeros_like(half), -np.sin(half), np.zeros_like(half)], axis=-1)


def features_of(motion: Motion) -> NDArray[np.float32]:
    """A motion of SMPL's 22 joints at 20 fps -> features (T, 263); the last frame's velocities are repeated."""
    pos, world = (part.astype(np.float64) for part in motion.globals())
    yaw = heading(world[:, 0])
    facing = np.asarray(quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), yaw), np.float64)
    away = quat.inverse(facing)
    ground = pos[:, 0] * np.array([1, 0, 1])
    step = quat.rotate(away[1:], np.diff(ground, axis=0))  # as places_of_features goes back: seen from where it leads
    velocity = quat.rotate(away[:-1, None], np.diff(pos, axis=0))
    rows = np.zeros((len(pos), COLUMNS))
    rows[:-1, 0] = -0.5 * np.diff(yaw)
    rows[:-1, 1:3] = step[:, [0, 2]]
    rows[:, 3] = pos[:, 0, 1]
    rows[:, 4:67] = quat.rotate(away[:, None], pos[:, 1:] - ground[:, None]).reshape(len(pos), -1)
    rows[:, ROTATIONS] = _rotation_columns(motion, world, facing)
    rows[:-1, VELOCITIES] = velocity.reshape(len(velocity), 66)
    if len(rows) > 1:
        rows[-1, :3], rows[-1, VELOCITIES] = rows[-2, :3], rows[-2, VELOCITIES]
    rows[:, CONTACTS] = _contacts(motion, pos)
    return rows.astype(np.float32)


def _rotation_columns(motion: Motion, world: NDArray[np.float64], facing: NDArray[np.float64]) -> NDArray[np.float64]:
    """Columns (T, 126) of the bones' rotations, from world rotations (T, 22, 4) of joints and the heading's (T, 4)."""
    rest, local = average_skeleton(22), np.zeros((len(world), 21, 6))
    for limb in LIMBS:
        before = facing
        for joint in limb[1:]:
            parent = int(rest.parents[joint])
            along = motion.skeleton.offsets[joint].astype(np.float64)
            turn = quat.multiply(world[:, parent], quat.between(UNTURNED[joint], along))
            local[:, joint - 1] = quat.to_6d(quat.multiply(quat.inverse(before), turn))
            before = turn
    return local.reshape(len(world), -1)


def _contacts(motion: Motion, pos: NDArray[np.float64]) -> NDArray[np.bool_]:
    """The motion's own contacts (T, 4), or slow feet."""
    if len(motion.contacts) == len(pos):
        return motion.contacts
    speed = np.linalg.norm(np.diff(pos[:, _CONTACT_JOINTS], axis=0, append=pos[-1:, _CONTACT_JOINTS]), axis=-1)
    return speed < _PLANTED
