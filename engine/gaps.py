"""Motion with frames missing, as the in-betweener sees it: in one kept frame's heading, straight across the gaps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retarget import quat

_UP = np.array([0, 1, 0], np.float32)


def heading_frame(root: NDArray, rot: NDArray, kept: NDArray[np.bool_]) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Roots (B, T, 3) and rotations (B, T, J, 4) seen from over the ground under the last kept frame before the first
    gap (else the first kept one), turned to where it heads; also that frame's yaw (B,) and ground point (B, 3)."""
    place = np.array([_anchor(k) for k in kept])
    rows = np.arange(len(root))
    pelvis = rot[rows, place, 0]
    yaw = 2 * np.arctan2(pelvis[:, 2], pelvis[:, 0])
    ground = root[rows, place] * np.array([1, 0, 1], np.float32)
    about = quat.from_axis_angle(_UP, -yaw)
    moved = quat.rotate(about[:, None], root - ground[:, None])
    turned = rot.copy()
    turned[:, :, 0] = quat.multiply(about[:, None], rot[:, :, 0])
    return moved, turned, yaw, ground


def _anchor(kept: NDArray[np.bool_]) -> int:
    at = np.flatnonzero(kept)
    if not len(at):
        return 0
    ends = at[~kept[np.minimum(at + 1, len(kept) - 1)]]
    return int(ends[0] if len(ends) else at[0])


def straight(root: NDArray, rot: NDArray, kept: NDArray[np.bool_]) -> tuple[NDArray, NDArray]:
    """Roots (B, T, 3) and rotations as matrices (B, T, J, 3, 3) with what isn't kept on the straight way between the
    kept frames, held at the ends."""
    frames = np.arange(kept.shape[1])
    before = np.maximum.accumulate(np.where(kept, frames, -1), axis=1)
    after = np.minimum.accumulate(np.where(kept, frames, len(frames))[:, ::-1], axis=1)[:, ::-1]
    low = np.where(before < 0, np.minimum(after, len(frames) - 1), before)
    high = np.where(after == len(frames), low, after)
    t = ((frames - low) / np.maximum(high - low, 1)).clip(0, 1).astype(np.float32)
    rows = np.arange(len(root))[:, None]
    mixed = root[rows, low] + (root[rows, high] - root[rows, low]) * t[..., None]
    turns = quat.slerp(rot[rows, low], rot[rows, high], np.broadcast_to(t[..., None], rot.shape[:3]))
    return mixed, quat.to_matrix(turns)
