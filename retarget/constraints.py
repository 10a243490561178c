"""Constraints: a generated motion bent to pass exactly through the kept frames and joints of its source.

A sampler only comes near the frames that it is conditioned on. `conform` removes the remaining error: the root's path
is solved between the kept frames around each gap, the offset at a seam fades out *inside* the gap, in value and in
speed (inertialisation, after Bollo, "Inertialization: high-performance animation transitions in Gears of War", 2018; a
cubic here), and kept values are written back as they were, to the bit.

The mask says what is kept: frames, and of those frames all joints or some. A kept frame in the middle of a gap is a
pinned pose.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import quat, smooth
from .mask import Mask
from .motion import Bool, Motion

FADE_S = 0.5  # in which a seam's offset is gone, where the gap is that long
_STILL = 0.05  # m/s: so fast at least counts a frame when the path's error is shared out


def conform(generated: Motion, source: Motion, keep: Mask) -> Motion:
    """`generated` bent so that it passes exactly through what `keep` keeps of `source`.

    Both are on one skeleton with as many frames. Joints that are kept have the source's very rotations, and the root
    the source's very positions, there. Raises ValueError where the two don't match.
    """
    if generated.skeleton.digest != source.skeleton.digest or len(generated) != len(source):
        raise ValueError("the made motion and the kept one must have one skeleton and one length")
    if not keep.root.any() and not keep.joints.any():
        return generated
    fade = max(2, round(FADE_S * generated.fps))
    turned = np.zeros(len(generated))  # the yaw by which the generated root was turned at each frame
    steps = generated.root_pos.astype(np.float64), generated.rot[:, 0].astype(np.float64)
    if keep.root.any() and not keep.root.all():
        generated, turned = _root_through(generated, source, keep.root)
    about = _about_up(turned)
    root = generated.root_pos + _seams(
        source.root_pos - generated.root_pos, keep.root, fade,
        lambda a, b: source.root_pos[b] - source.root_pos[a] - quat.rotate(about[b], steps[0][b] - steps[0][a]),
    )  # fmt: skip
    rot = generated.rot.copy()
    for j in range(rot.shape[1]):
        kept = keep.joints[:, j]
        if kept.any() and not kept.all():
            ways = (about, steps[1]) if j == 0 and keep.root.any() else (None, generated.rot[:, j])
            rot[:, j] = _through(rot[:, j], source.rot[:, j], kept, fade, *ways)
    rot = quat.continuous(quat.normalize(rot)).astype(np.float32)
    contacts = np.where(keep.frames[:, None], source.contacts, generated.contacts)
    return restored(replace(generated, root_pos=root.astype(np.float32), rot=rot, contacts=contacts), source, keep)


def restored(generated: Motion, source: Motion, keep: Mask) -> Motion:
    """Kept values of `source` written over `generated`, to the bit."""
    root = np.where(keep.root[:, None], source.root_pos, generated.root_pos)
    # Signs of the quaternions around stay continuous with the source's.
    near = np.where(np.sum(generated.rot * source.rot, axis=-1, keepdims=True) < 0, -generated.rot, generated.rot)
    rot = np.where(keep.joints[..., None], source.rot, near)
    return replace(generated, root_pos=root, rot=rot)


def gaps(kept: Bool) -> list[tuple[int, int]]:
    """First and last + 1 of each run of frames that are not kept."""
    return smooth.runs(~kept)


def interpolate(source: Motion, keep: Mask) -> Motion:
    """The kept frames joined by interpolation: linear positions, slerped rotations, held ends.

    The baseline, and the initial value of every sampled filling.
    """
    root = _straight(source.root_pos, keep.root, _mixed)
    rot = source.rot.copy()
    for j in range(rot.shape[1]):
        rot[:, j] = _straight(rot[:, j], keep.joints[:, j], quat.slerp)
    return restored(replace(source, root_pos=root.astype(np.float32), rot=quat.continuous(rot)), source, keep)


def eased(source: Motion, keep: Mask) -> Motion:
    """`interpolate`, left and met at the speeds of the kept frames on either side, where there are two in a row."""
    fade = max(2, round(FADE_S * source.fps))
    root = eased_path(source.root_pos, keep.root, fade)
    rot = source.rot.copy()
    patterns, which = np.unique(keep.joints, axis=1, return_inverse=True)
    for i, kept in enumerate(patterns.T):
        alike = np.flatnonzero(which.ravel() == i)
        rot[:, alike] = eased_turns(source.rot[:, alike], kept, fade)
    rot = quat.continuous(quat.normalize(rot)).astype(np.float32)
    return restored(replace(source, root_pos=root.astype(np.float32), rot=rot), source, keep)


def eased_path(root: NDArray[Any], kept: Bool, fade: int) -> NDArray[Any]:
    """A path (T, 3): straight where not kept, plus what makes it leave and arrive at the kept frames' speeds."""
    plain = _straight(root, kept, _mixed)

    def speed(a: int, b: int) -> NDArray[Any]:
        beyond = 2 * b - a  # the gap's first frame, seen from the kept ones
        return root[b] - root[a] - (plain[beyond] - plain[b])

    return plain + _seams(np.zeros_like(plain), kept, fade, speed)


def eased_turns(rot: NDArray[Any], kept: Bool, fade: int) -> NDArray[Any]:
    """Rotations (T, K, 4) that are all kept in the same frames: slerped where not, leaving and arriving likewise."""
    plain = _straight(rot, kept, quat.slerp)
    away = _seams(
        np.zeros((*rot.shape[:-1], 3)), kept, fade, lambda a, b: _turned(rot, a, b) - _turned(plain, b, 2 * b - a)
    )
    return quat.multiply(quat.from_rotvec(away), plain)


def _mixed(a: NDArray[Any], b: NDArray[Any], t: NDArray[Any]) -> NDArray[Any]:
    return a + (b - a) * t[..., None]


def _straight(
    values: NDArray[Any], kept: Bool, mix: Callable[[NDArray[Any], NDArray[Any], NDArray[Any]], NDArray[Any]]
) -> NDArray[Any]:
    """values (T, ..., C) with what isn't kept mixed from the kept frames on either side; as they are where none is
    kept. mix(a, b, t) with t (T, ...) from 0 to 1."""
    at = np.flatnonzero(kept)
    if not len(at) or len(at) == len(values):
        return values
    frames = np.arange(len(values))
    after = np.searchsorted(at, frames).clip(max=len(at) - 1)
    before = (np.searchsorted(at, frames, side="right") - 1).clip(min=0)
    low, high = at[before], at[after]
    t = (np.clip(frames, at[0], at[-1]) - low) / np.maximum(high - low, 1)
    return mix(values[low], values[high], np.broadcast_to(_upright(t, values.ndim - 1), values.shape[:-1]))


def _upright(t: NDArray[Any], dims: int) -> NDArray[Any]:
    """t (T,) with further axes of length 1, `dims` in all."""
    return t.reshape(-1, *[1] * (dims - 1))


def misfit(generated: Motion, source: Motion, keep: Mask) -> float:
    """How far `generated` misses what is kept at the seams, before it is bent: lower needs less bending.

    Mean angle (radians) that the free joints are off by, plus metres and half-radians by which the root's way from
    one side of a gap to the other is.
    """
    seams = [i for a, b in gaps(keep.frames) for i in (a - 1, b) if 0 <= i < len(generated)]
    if not seams:
        return 0.0
    free = ~keep.joints.all(axis=0)
    off = quat.to_rotvec(quat.multiply(source.rot[seams], quat.inverse(generated.rot[seams])))
    about = _wrapped(_yaw(source.rot[:, 0]) - _yaw(generated.rot[:, 0]))
    off[:, 0] = quat.to_rotvec(
        quat.multiply(
            source.rot[seams, 0], quat.inverse(quat.multiply(_about_up(about[seams]), generated.rot[seams, 0]))
        )
    )
    cost = float(np.linalg.norm(off[:, free], axis=-1).mean()) if free.any() else 0.0
    for first, last in gaps(keep.root):
        if first and last < len(generated):
            turn = about.copy()
            turn[first - 1 : last + 1] = about[first - 1]
            whole = _laid(
                generated.root_pos, np.arange(first - 1, last + 1), first - 1, turn, source.root_pos[first - 1]
            )
            miss = np.linalg.norm(source.root_pos[last] - whole[-1])
            cost += float(miss + abs(_wrapped(about[last] - about[first - 1])) / 2)
    return cost


# The root's path.


def _root_through(generated: Motion, source: Motion, kept: Bool) -> tuple[Motion, NDArray[Any]]:
    """The generated path, turned and moved at each kept run to where the source is; between two, bent to meet both.

    Bending adds a turn about the vertical that grows along the gap, then a shift that does: both grow where the
    figure travels, so that what stands still stays standing. Also the turn (T,) in radians.
    """
    root = generated.root_pos.astype(np.float64)
    placed = source.root_pos.astype(np.float64)
    about = _wrapped(_yaw(source.rot[:, 0]) - _yaw(generated.rot[:, 0]))
    for first, last in gaps(kept):
        left, right = first - 1 if first else None, last if last < len(kept) else None
        if left is None or right is None:
            anchor = right if left is None else left
            assert anchor is not None
            about[first:last] = about[anchor]
            placed[first:last] = _laid(root, np.arange(first, last), anchor, about, source.root_pos[anchor])
        else:
            share = _growth(root, left, right, generated.fps)
            about[left : right + 1] = about[left] + _wrapped(about[right] - about[left]) * share
            whole = _laid(root, np.arange(left, right + 1), left, about, source.root_pos[left])
            miss = source.root_pos[right] - whole[-1]
            placed[first:last] = (whole + share[:, None] * miss)[1:-1]
    placed[:, 1] = root[:, 1]  # heights are the model's own up to the seams
    rot = generated.rot.copy()
    rot[:, 0] = quat.continuous(quat.multiply(_about_up(about), generated.rot[:, 0]))
    return replace(generated, root_pos=placed.astype(np.float32), rot=rot), about


def _laid(root: NDArray[Any], span: NDArray[Any], anchor: int, about: NDArray[Any], at: NDArray[Any]) -> NDArray[Any]:
    """The path (N, 3) of frames `span`, each step turned by `about` (T,), so that frame `anchor`, in the span or next
    to it, lies at `at`."""
    whole = np.union1d(span, [anchor])
    steps = quat.rotate(_about_up((about[whole[1:]] + about[whole[:-1]]) / 2), np.diff(root[whole], axis=0))
    path = np.concatenate([np.zeros((1, 3)), np.cumsum(steps, axis=0)])
    path += at - path[whole == anchor]
    return path[np.isin(whole, span)]


def _growth(root: NDArray[Any], left: int, right: int, fps: float) -> NDArray[Any]:
    """0 at `left` to 1 at `right`, (right - left + 1,), in proportion to the way that the root travels."""
    step = np.linalg.norm(np.diff(root[left : right + 1, [0, 2]], axis=0), axis=-1) + _STILL / fps
    share = np.concatenate([[0.0], np.cumsum(step)])
    return share / share[-1]


def _yaw(q: NDArray[Any]) -> NDArray[Any]:
    """Twist (T,) of rotations (T, 4) about the vertical, radians."""
    return 2 * np.arctan2(q[:, 2], q[:, 0])


def _wrapped(angle: NDArray[Any]) -> NDArray[Any]:
    return (angle + np.pi) % (2 * np.pi) - np.pi


def _about_up(angle: NDArray[Any]) -> NDArray[Any]:
    return quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), np.asarray(angle, np.float64))


# Seams.


def _through(
    generated: NDArray[Any],
    source: NDArray[Any],
    kept: Bool,
    fade: int,
    about: NDArray[Any] | None,
    original: NDArray[Any],
) -> NDArray[Any]:
    """Rotations (T, 4) that leave and meet the kept ones in value and speed.

    about, original: the turn (T, 4) that took the original rotations to the generated ones, None where there was none.
    """
    off = quat.to_rotvec(quat.multiply(source, quat.inverse(generated)))

    def speed(a: int, b: int) -> NDArray[Any]:
        motion_speed = _turned(original, a, b)
        return _turned(source, a, b) - (motion_speed if about is None else quat.rotate(about[b], motion_speed))

    return quat.multiply(quat.from_rotvec(_seams(off, kept, fade, speed)), generated)


def _turned(q: NDArray[Any], a: int, b: int) -> NDArray[Any]:
    """Rotation vectors (..., 3) from frame a to frame b."""
    return quat.to_rotvec(quat.multiply(q[b], quat.inverse(q[a])))


def _seams(off: NDArray[Any], kept: Bool, fade: int, speed: Callable[[int, int], NDArray[Any]]) -> NDArray[Any]:
    """What to add (T, ..., 3) inside the gaps: at each end the offset there, fading, with that end's difference in
    speed.

    speed(a, b): how much further (..., 3) the source goes from frame a to its neighbour b than the generated motion.
    Only a kept frame with a kept one beyond it has a speed to be met; a pinned pose is passed at the generated speed.
    """
    away = np.zeros_like(off, np.float64)
    for first, last in gaps(kept):
        at, reach = np.arange(first, last), min(fade, last - first + 1)
        for frame, step in ((first - 1, 1), (last, -1)):
            if not 0 <= frame < len(off):
                continue
            t = _upright(np.clip(step * (at - frame) / reach, 0, 1), off.ndim)
            away[first:last] += (1 + 2 * t) * (1 - t) ** 2 * off[frame]
            beyond = frame - step
            if 0 <= beyond < len(off) and kept[beyond]:
                away[first:last] += reach * t * (1 - t) ** 2 * speed(beyond, frame)
    return away
