"""Captured motions as they lie in a library: whole numbers that are differenced twice in time, and packed.

Tokens keep a motion to about 25 mm and a fifth of its jerk is smoothed away; here it is kept to 0.1 mm. A motion moves
so evenly from frame to frame that its second differences need about five bits a number.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.motion import features
from engine.motion.canonical import FPS, canonical
from retarget import quat
from retarget.motion import Motion, mirror

_UNITS = 8192  # a metre and a quaternion's 1: an eighth of a millimetre, a 70th of a degree
_LEVEL = 9  # of zlib
_JOINTS = features.JOINTS


def packed(motions: Sequence[Motion]) -> tuple[Tensor, Tensor]:
    """Canonical motions -> bytes (B,) uint8 of all of them end to end, and the end of each (M,) int32 among them.

    A motion that is the mirror image of the one before has none of its own: it ends where that one does.
    """
    parts, ends, at = list[bytes](), list[int](), 0
    before: Motion | None = None
    for motion in motions:
        if before is not None and _is_mirror(motion, before):
            before = None
        else:
            part = _pack(motion)
            at += len(part)
            parts.append(part)
            before = motion
        ends.append(at)
    raw = np.frombuffer(b"".join(parts), np.uint8).copy()
    return torch.from_numpy(raw), torch.tensor(ends, dtype=torch.int32)


def unpacked(data: Tensor, ends: Tensor, number: int) -> Motion:
    """The motion of that number, standing over the origin and heading +Z at first."""
    end = int(ends[number])
    mirrored = number > 0 and int(ends[number - 1]) == end
    first = number - 1 if mirrored else number
    begin = int(ends[first - 1]) if first else 0
    motion = _unpack(data[begin:end].numpy().tobytes())
    return mirror(motion) if mirrored else motion


def _is_mirror(motion: Motion, other: Motion) -> bool:
    if len(motion) != len(other):
        return False
    image = mirror(other)
    return bool(
        np.allclose(image.root_pos, motion.root_pos, atol=1e-4) and np.allclose(image.rot, motion.rot, atol=1e-4)
    )


def _pack(motion: Motion) -> bytes:
    """The motion in as few bytes as can be: whole units, twice differenced along time, column by column."""
    placed = _placed(motion)
    numbers = np.concatenate([placed.root_pos, placed.rot.reshape(len(placed), -1)], axis=1)
    whole = np.round(numbers.astype(np.float64) * _UNITS).astype(np.int64)
    twice = np.diff(np.pad(whole, ((2, 0), (0, 0))), n=2, axis=0).astype(np.int32)
    # Column by column, low bytes of all before high ones, which are nearly all the same.
    zigzag = ((twice << 1) ^ (twice >> 31)).T.astype("<u4")
    planes = zigzag.copy().view(np.uint8).reshape(-1, 4)[:, :3].T
    contacts = np.packbits(placed.contacts.T)
    return zlib.compress(np.uint32(len(placed)).tobytes() + planes.tobytes() + contacts.tobytes(), _LEVEL)


def _unpack(raw: bytes) -> Motion:
    """Inverse of `_pack`."""
    data = np.frombuffer(zlib.decompress(raw), np.uint8)
    frames, columns = int(data[:4].view("<u4")[0]), 3 + 4 * _JOINTS
    size = frames * columns
    planes = data[4 : 4 + 3 * size].reshape(3, columns, frames).astype(np.int64)
    zigzag = planes[0] | planes[1] << 8 | planes[2] << 16
    whole: NDArray[np.int64] = ((zigzag >> 1) ^ -(zigzag & 1)).cumsum(1).cumsum(1).T
    numbers = whole / _UNITS
    contacts = np.unpackbits(data[4 + 3 * size :], count=4 * frames).reshape(4, frames).T
    rot = quat.normalize(numbers[:, 3:].reshape(frames, _JOINTS, 4))
    return Motion(canonical(), FPS, numbers[:, :3].astype(np.float32), rot.astype(np.float32), contacts.astype(bool))


def _placed(motion: Motion) -> Motion:
    """The motion over the origin, heading +Z, as every decoded one begins."""
    yaw = features.heading(motion.rot[:, 0])[0]
    turn = quat.from_axis_angle(np.array([0, 1, 0], np.float32), -yaw).astype(np.float32)
    root = quat.rotate(turn, motion.root_pos - motion.root_pos[0] * np.array([1, 0, 1], np.float32))
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(turn, rot[:, 0])
    return Motion(motion.skeleton, motion.fps, root.astype(np.float32), quat.continuous(rot), motion.contacts)
