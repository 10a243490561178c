"""Part of a motion generated anew: retargeted to the canonical skeleton at 30 fps, filled, retargeted back, made exact.

The five steps of exact keys: the root solved at both ends and the seams bent inside the mask (`retarget.constraints`),
feet locked again, kept values written back as they were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.motion import cleanup
from engine.motion.canonical import FPS, canonical, from_canonical, to_canonical, with_roles
from retarget import constraints, quat
from retarget.feet import lock, soles
from retarget.mask import Mask
from retarget.motion import Motion, sample_at

Filler = Callable[[Motion, Mask], Motion]
_EASE_S = 0.2  # in which the foot lock's own corrections come in behind a seam


def regenerate(source: Motion, keep: Mask, fill: Filler, foot_lock: str = "keep") -> Motion:
    """`source` with what `keep` doesn't keep generated; what it keeps is the same to the bit.

    fill: (canonical motion at 30 fps, its mask) -> the same with the gaps filled, kept frames near the source's.
    Joints without a role keep the source's rotations. Raises EngineError for a skeleton that isn't a figure's.
    """
    source = with_roles(source)
    if keep.everything:
        return source
    at = np.arange(max(1, round((len(source) - 1) * FPS / source.fps)) + 1) * (source.fps / FPS)
    filled = fill(_resampled(to_canonical(source), at), _canonical_keep(source, keep, at))
    back = sample_at(filled, np.arange(len(source)) * (FPS / source.fps), source.fps)
    return finish(from_canonical(back, source), source, keep, foot_lock)


def finish(generated: Motion, source: Motion, keep: Mask, foot_lock: str = "keep") -> Motion:
    """A filling on the source's skeleton made exact: bent to meet what is kept, feet locked, kept values restored."""
    generated = constraints.conform(generated, source, keep)
    if foot_lock != "none" and not keep.root.all():
        generated = _feet(generated, source, keep, foot_lock)
    return generated


def _resampled(source: Motion, at: NDArray) -> Motion:
    """At FPS; `at` (N,) are the source's frames."""
    if source.fps == FPS and len(at) == len(source):
        return source
    return sample_at(source, at, FPS)


def _canonical_keep(source: Motion, keep: Mask, at: NDArray) -> Mask:
    """The same mask for the canonical skeleton at 30 fps. A kept frame keeps the frame nearest to it in time."""
    nearest = np.clip(np.round(np.arange(len(source)) * (FPS / source.fps)).astype(int), 0, len(at) - 1)

    def resampled(kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
        out = kept[np.clip(np.round(at).astype(int), 0, len(kept) - 1)].copy()
        out[nearest[kept]] = True  # a pinned pose between two frames is not lost
        return out

    joint = source.skeleton.role_joint
    joints = np.ones((len(at), len(canonical())), bool)
    for j, role in enumerate(canonical().names):
        if role in joint:
            joints[:, j] = resampled(keep.joints[:, joint[role]])
    return Mask(resampled(keep.root), joints)


def _feet(generated: Motion, source: Motion, keep: Mask, mode: str) -> Motion:
    """Feet locked inside the mask; the lock's corrections come in behind each seam, so that none shows there."""
    held = lock.lock_feet(soles.laid(generated) if mode in cleanup.HOLDING else generated, mode)
    kept = np.flatnonzero(keep.root)
    weight = np.ones(len(generated))
    if len(kept):
        away = np.abs(np.arange(len(generated))[:, None] - kept).min(axis=1)
        t = np.clip(away / max(1.0, _EASE_S * generated.fps), 0, 1)
        weight = t * t * (3 - 2 * t)
    root = generated.root_pos + weight[:, None] * (held.root_pos - generated.root_pos)
    rot = quat.slerp(generated.rot, held.rot, np.broadcast_to(weight[:, None], generated.rot.shape[:2]))
    mixed = replace(generated, root_pos=root.astype(np.float32), rot=quat.continuous(rot).astype(np.float32))
    return constraints.restored(mixed, source, keep)
