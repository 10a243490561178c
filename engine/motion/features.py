"""Features: a canonical motion <-> rows of numbers, in numpy for data and in torch for losses.

A frame is seen from its heading frame: the ground point under the pelvis, turned to where the figure heads.

| columns | group | unit |
|---|---|---|
| 0 | yaw velocity of the heading frame, to the next frame | rad/s |
| 1-2 | planar velocity (x, z) in the heading frame, to the next frame | m/s |
| 3 | pelvis height | m |
| 4-135 | local rotations, 6D; the pelvis's relative to the heading | - |
| 136-198 | joint positions in the heading frame, pelvis left out | m |
| 199-264 | joint velocities in the heading frame | m/s |
| 265-268 | contacts | 0 or 1 |

The first MOTION_DIM columns determine the motion; the rest help an encoder see and a loss judge. Decoding goes
through the rotations, so bone lengths never change. (Layout after Guo et al. 2022, HumanML3D, section 4.)
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from engine.motion.canonical import FPS, canonical
from retarget import quat
from retarget.mask import GROUPS as BODY_GROUPS
from retarget.mask import PARTS
from retarget.motion import CANONICAL_NAMES, Motion, mirror_names

JOINTS = 22
MOTION_DIM = 4 + JOINTS * 6
POSITIONS = slice(MOTION_DIM, MOTION_DIM + (JOINTS - 1) * 3)
VELOCITIES = slice(POSITIONS.stop, POSITIONS.stop + JOINTS * 3)
CONTACTS = slice(VELOCITIES.stop, VELOCITIES.stop + 4)
FEATURE_DIM = CONTACTS.stop
GROUPS = (slice(0, 1), slice(1, 3), slice(3, 4), slice(4, 10), slice(10, MOTION_DIM), POSITIONS, VELOCITIES, CONTACTS)
# Ankle, toe base, left then right: joints of the contact columns.
CONTACT_JOINTS = (7, 10, 8, 11)
UPPER_JOINTS = tuple(
    j for j, name in enumerate(CANONICAL_NAMES) if any(name in PARTS[part] for part in BODY_GROUPS["upper"])
)
_UP = np.array([0, 1, 0], np.float32)


def heading(pelvis_rot: NDArray, smooth: float = 4.0) -> NDArray:
    """Yaw (T,) in radians, unwrapped, of the heading, from the pelvis's world rotation (T, 4); smooth: frames.

    The pelvis's twist about the vertical; where the pelvis hangs upside down (cartwheels) that twist is undefined
    and the yaw is carried through from the frames around. Any smooth yaw decodes to the same motion: it is a gauge.
    """
    # Swing-twist decomposition: w and y alone are the twist; where both are small it is undefined.
    defined = pelvis_rot[:, 0] ** 2 + pelvis_rot[:, 2] ** 2 > 0.2
    yaw = 2 * np.arctan2(pelvis_rot[:, 2], pelvis_rot[:, 0])
    if not defined.any():
        return np.zeros(len(yaw))
    frames = np.arange(len(yaw))
    yaw = np.interp(frames, frames[defined], np.unwrap(yaw[defined]))
    # Smooth, so that the heading frame does not sway with every step.
    return gaussian_filter1d(yaw, smooth, mode="nearest")


def encode(motion: Motion) -> NDArray[np.float32]:
    """A canonical motion at 30 fps -> features (T, FEATURE_DIM); the last frame's velocities repeat the one before."""
    pos, _ = motion.globals()
    # The heading frame: what turns the world into it, and the ground point that it stands on.
    yaw = heading(motion.rot[:, 0])
    to_heading = quat.from_axis_angle(_UP, -yaw).astype(np.float32)
    root = motion.root_pos
    ground = root * np.array([1, 0, 1], np.float32)
    # The pelvis turns relative to it; all other rotations are local already.
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(to_heading, rot[:, 0])
    # Positions and velocities seen from it; velocities are those in the world, with the frame's own motion in them.
    local = quat.rotate(to_heading[:, None], pos - ground[:, None])
    velocity = quat.rotate(to_heading[:, None], _forward_difference(pos))
    # How it moves itself: over the ground and about the vertical.
    planar = quat.rotate(to_heading, _forward_difference(root))[:, [0, 2]]
    turn = _forward_difference(yaw[:, None])
    flat = [turn, planar, root[:, 1:2], quat.to_6d(rot), local[:, 1:], velocity, motion.contacts]
    return np.concatenate([part.reshape(len(motion), -1) for part in flat], axis=1).astype(np.float32)


def _forward_difference(values: NDArray) -> NDArray:
    """Rate per second to the next frame, (T, ...); the last repeats."""
    if len(values) == 1:
        return np.zeros_like(values)
    rate = np.diff(values, axis=0) * FPS
    return np.concatenate([rate, rate[-1:]])


def decode(features: NDArray, contacts: NDArray | None = None) -> Motion:
    """Rows (T, >= MOTION_DIM) -> a canonical motion that starts over the origin, heading +Z."""
    x = np.asarray(features, np.float32)
    # Velocities summed up: the heading first, then the path over the ground along it.
    yaw = np.concatenate([[0.0], np.cumsum(x[:-1, 0])]) / FPS
    to_world = quat.from_axis_angle(_UP, yaw).astype(np.float32)
    step = quat.rotate(to_world, np.stack([x[:, 1], np.zeros(len(x), np.float32), x[:, 2]], axis=-1)) / FPS
    root = np.concatenate([np.zeros((1, 3)), np.cumsum(step[:-1], axis=0)]).astype(np.float32)
    root[:, 1] = x[:, 3]
    # Rotations as they are; the pelvis's from the heading frame into the world.
    rot = quat.from_6d(x[:, 4:MOTION_DIM].reshape(len(x), JOINTS, 6))
    rot[:, 0] = quat.multiply(to_world, rot[:, 0])
    planted = np.zeros((0, 4), bool) if contacts is None else np.asarray(contacts, bool)
    return Motion(canonical(), FPS, root, quat.continuous(rot), planted)


def statistics(rows: NDArray) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and scale (FEATURE_DIM,) to standardise by: one scale a group, so that quiet joints stay quiet."""
    mean, std = rows.mean(axis=0), rows.std(axis=0)
    for group in GROUPS:
        std[group] = max(float(std[group].mean()), 1e-3)
    return mean.astype(np.float32), std.astype(np.float32)


def columns_of_halves() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices of the upper body's columns (rotations, positions, velocities), and of all others: root, hips, legs."""
    upper = np.array(UPPER_JOINTS)
    columns = [
        4 + (6 * upper[:, None] + np.arange(6)).ravel(),
        POSITIONS.start + (3 * (upper[:, None] - 1) + np.arange(3)).ravel(),
        VELOCITIES.start + (3 * upper[:, None] + np.arange(3)).ravel(),
    ]
    above = np.concatenate(columns)
    return above, np.setdiff1d(np.arange(FEATURE_DIM), above)


@lru_cache(maxsize=1)
def _mirror_map() -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Which column each column of a mirrored row comes from, and with which sign, (FEATURE_DIM,) each."""
    partner = np.array(mirror_names(canonical().names))
    # Reflected across YZ a rotation matrix keeps the entries with no or two x in their place; 6D is two of its columns.
    six = np.array([1, -1, -1, -1, 1, 1])
    columns = [np.array([0, 1, 2, 3]), 4 + (6 * partner[:, None] + np.arange(6)).ravel()]
    signs = [np.array([-1, -1, 1, 1]), np.tile(six, JOINTS)]
    three = np.array([-1, 1, 1])
    columns += [
        POSITIONS.start + (3 * (partner[1:, None] - 1) + np.arange(3)).ravel(),
        VELOCITIES.start + (3 * partner[:, None] + np.arange(3)).ravel(),
        CONTACTS.start + np.array([2, 3, 0, 1]),
    ]
    signs += [np.tile(three, JOINTS - 1), np.tile(three, JOINTS), np.ones(4)]
    return np.concatenate(columns), np.concatenate(signs).astype(np.float32)


def mirror_rows(rows: NDArray) -> NDArray:
    """Rows (..., FEATURE_DIM) of the mirrored motion: what encoding the mirrored motion gives."""
    columns, signs = _mirror_map()
    return rows[..., columns] * signs.astype(rows.dtype)


# The same in torch, differentiable: what a reconstruction is judged by.


def matrix_from_6d(six: torch.Tensor) -> torch.Tensor:
    """(..., 6) -> rotation matrices (..., 3, 3) by Gram-Schmidt (Zhou et al. 2019, equation 15)."""
    # First column to length 1, second made orthogonal to it, third by the cross product.
    x = torch.nn.functional.normalize(six[..., :3], dim=-1)
    y = six[..., 3:] - (x * six[..., 3:]).sum(-1, keepdim=True) * x
    y = torch.nn.functional.normalize(y, dim=-1)
    return torch.stack([x, y, torch.linalg.cross(x, y)], dim=-1)


def joint_positions(rows: torch.Tensor) -> torch.Tensor:
    """(..., >= MOTION_DIM) unstandardised rows -> positions (..., 22, 3) in the heading frame, metres."""
    rotation = matrix_from_6d(rows[..., 4:MOTION_DIM].unflatten(-1, (JOINTS, 6)))
    skeleton = canonical()
    offsets = torch.as_tensor(skeleton.offsets, dtype=rows.dtype, device=rows.device)
    height = rows[..., 3]
    # Forward kinematics from the pelvis outwards: a joint lies at its parent's end of the bone, turned by the parent.
    pos = [torch.stack([torch.zeros_like(height), height, torch.zeros_like(height)], dim=-1)]
    world = [rotation[..., 0, :, :]]
    for j in range(1, JOINTS):
        up = int(skeleton.parents[j])
        pos.append(pos[up] + world[up] @ offsets[j])
        world.append(world[up] @ rotation[..., j, :, :])
    return torch.stack(pos, dim=-2)


def ground_path(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows (B, T, >= 4) -> heading yaw (B, T) and ground position (B, T, 2) as x, z, from the origin."""
    yaw = torch.nn.functional.pad(rows[:, :-1, 0].cumsum(1), (1, 0)) / FPS
    sin, cos = yaw.sin(), yaw.cos()
    x, z = rows[..., 1], rows[..., 2]
    step = torch.stack([cos * x + sin * z, cos * z - sin * x], dim=-1) / FPS
    return yaw, torch.nn.functional.pad(step[:, :-1].cumsum(1), (0, 0, 1, 0))


def world_positions(rows: torch.Tensor, local: torch.Tensor | None = None) -> torch.Tensor:
    """Rows (B, T, >= MOTION_DIM) -> joint positions (B, T, 22, 3) in the world, starting over the origin."""
    local = joint_positions(rows) if local is None else local
    yaw, ground = ground_path(rows)
    sin, cos = yaw.sin()[..., None], yaw.cos()[..., None]
    x, y, z = local.unbind(-1)
    world = torch.stack([cos * x + sin * z, y, cos * z - sin * x], dim=-1)
    return world + torch.stack([ground[..., 0], torch.zeros_like(ground[..., 0]), ground[..., 1]], -1)[:, :, None]


def geometry_terms(
    estimate: torch.Tensor, poses: torch.Tensor, present: torch.Tensor, used: torch.Tensor
) -> dict[str, torch.Tensor]:
    """Losses of rows (B, T, MOTION_DIM + 4), contacts last, against the real ones, over frames `present` (B, T) bool
    of the items `used` (B,) bool: joints' positions, their velocities, what planted feet move, and the pulse: how fast
    the body moves at each frame whichever way it goes, which an average of several ways would slow. Their factors make
    their gradients about as long as the standardised error's, so that none drowns it."""
    zero = estimate.new_zeros(())
    if not used.any():
        return dict.fromkeys(("joints", "speeds", "feet", "pulse"), zero)
    estimate, poses, present = estimate[used], poses[used], present[used]
    local, real = joint_positions(estimate), joint_positions(poses)
    speed = world_positions(estimate, local).diff(dim=1) * FPS
    real_speed = world_positions(poses, real).diff(dim=1) * FPS
    # A velocity counts where both of its frames do; what a foot moves, where it is planted.
    here, moving = present[..., None, None], (present[:, 1:] & present[:, :-1])[..., None, None]
    planted = poses[:, 1:, MOTION_DIM:, None] > 0.5
    feet = list(CONTACT_JOINTS)
    slide = torch.where(planted & moving, speed[:, :, feet] - real_speed[:, :, feet], zero)
    many = here.sum() * 3 * JOINTS
    wrong = torch.nn.functional.smooth_l1_loss(speed * moving, real_speed * moving, reduction="sum", beta=0.2)
    return {
        "joints": 20 * (here * (local - real) ** 2).sum() / many,
        "speeds": 0.5 * wrong / many,
        "feet": 5 * slide.abs().sum() / many,
        "pulse": (_mean_speed(speed) - _mean_speed(real_speed)).abs().mul(moving[..., 0, 0]).sum() / here.sum(),
    }


def _mean_speed(speed: torch.Tensor) -> torch.Tensor:
    """Velocities (B, T, J, 3) -> mean speed of the joints (B, T), with a gradient at rest too."""
    return (speed.square().sum(-1) + 1e-4).sqrt().mean(-1)
