"""Twist that is shared along a limb: a hand's roll belongs to the forearm, not to the wrist alone.

A motion knows one bone a segment. Where a rig has more, those take their part of the turn about the segment, by where
along it they start, so that skin is wrung evenly and not at one joint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import quat
from .body import twist_shares
from .motion import F32, Motion, Skeleton


def between_joints(skeleton: Skeleton, start: int, end: int) -> list[int]:
    """Joints strictly between `start` and its descendant `end`, from the top; empty where `end` isn't below."""
    chain: list[int] = []
    up = int(skeleton.parents[end])
    while up >= 0 and up != start:
        chain.insert(0, up)
        up = int(skeleton.parents[up])
    return chain if up == start else []


def end_twist(motion: Motion, start: int, end: int) -> NDArray[Any]:
    """Angles (T,) rad by which `end` is turned about the segment from `start` to it, against the rest pose."""
    pos, rest = motion.skeleton.rest_globals()
    _, rot = motion.globals()
    at_rest = quat.multiply(quat.inverse(rest[start]), rest[end])
    turned = quat.multiply(quat.inverse(quat.multiply(rot[:, start], at_rest)), rot[:, end])
    return _angle(turned, quat.rotate(quat.inverse(rest[end]), quat.normalize(pos[end] - pos[start])))


def own_twist(motion: Motion, joint: int, end: int) -> NDArray[Any]:
    """Angles (T,) rad by which `joint` is turned about its segment, which goes to `end`, against its parent."""
    pos, rest = motion.skeleton.rest_globals()
    axis = quat.rotate(quat.inverse(rest[joint]), quat.normalize(pos[end] - pos[joint]))
    return _angle(motion.rot[:, joint], axis)


def _angle(q: F32, axis: F32) -> NDArray[Any]:
    """Signed angles (T,) of the part of `q` (T, 4) about unit `axis` (3,), without jumps."""
    part = quat.twist(q, axis)
    return np.unwrap(2 * np.arctan2(part[:, 1:] @ axis, part[:, 0]))


def spread(motion: Motion, segments: Sequence[tuple[int, int]]) -> Motion:
    """The same motion with the twist of each segment (start joint, end joint) shared by the joints between the two.

    The end keeps its place and its turn in the world. A segment without joints between is left alone.
    """
    skeleton, local = motion.skeleton, motion.rot.copy()
    pos, rest = skeleton.rest_globals()
    _, rot = motion.globals()
    for start, end in segments:
        chain = between_joints(skeleton, start, end)
        if not chain:
            continue
        angle = end_twist(motion, start, end)
        shares = twist_shares(pos[start], pos[end], [pos[j] for j in chain])
        carried, before = rot[:, start], 0.0
        for joint, share in zip(chain, shares):
            axis = quat.rotate(quat.inverse(rest[joint]), quat.normalize(pos[end] - pos[joint]))
            turn = quat.from_axis_angle(axis, (max(share - before, 0.0) * angle).astype(np.float32))
            local[:, joint] = quat.multiply(local[:, joint], turn)
            carried = quat.multiply(quat.multiply(carried, skeleton.rest[joint]), local[:, joint])
            before = max(share, before)
        local[:, end] = quat.multiply(quat.inverse(quat.multiply(carried, skeleton.rest[end])), rot[:, end])
    return replace(motion, rot=quat.continuous(quat.normalize(local)).astype(np.float32))
