"""Twist distribution: the rotation of a limb about its length, shared by the bones along it.

A canonical motion has one bone to a segment. Where a rig has more, each takes its share of the rotation about the
segment, by where along it the bone starts, so that the skin is twisted evenly and not at one joint.
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
    """List the joints strictly between `start` and its descendant `end`, from the top; empty if it is none."""
    chain: list[int] = []
    up = int(skeleton.parents[end])
    while up >= 0 and up != start:
        chain.insert(0, up)
        up = int(skeleton.parents[up])
    return chain if up == start else []


def end_twist(motion: Motion, start: int, end: int) -> NDArray[Any]:
    """Measure the twist of `end` relative to `start` about the segment between them: angles (T,) rad from rest."""
    pos, rest = motion.skeleton.rest_globals()
    _, rot = motion.globals()
    at_rest = quat.multiply(quat.inverse(rest[start]), rest[end])
    turned = quat.multiply(quat.inverse(quat.multiply(rot[:, start], at_rest)), rot[:, end])
    return _angle(turned, quat.rotate(quat.inverse(rest[end]), quat.normalize(pos[end] - pos[start])))


def joint_twist(motion: Motion, joint: int, end: int) -> NDArray[Any]:
    """Measure the twist of `joint` relative to its parent about its segment, which ends at `end`: angles (T,) rad."""
    pos, rest = motion.skeleton.rest_globals()
    axis = quat.rotate(quat.inverse(rest[joint]), quat.normalize(pos[end] - pos[joint]))
    return _angle(motion.rot[:, joint], axis)


def _angle(q: F32, axis: F32) -> NDArray[Any]:
    """Signed angles (T,) rad of the twist of `q` (T, 4) about unit `axis` (3,), unwrapped over time."""
    part = quat.twist(q, axis)
    return np.unwrap(2 * np.arctan2(part[:, 1:] @ axis, part[:, 0]))


def spread(motion: Motion, segments: Sequence[tuple[int, int]]) -> Motion:
    """Share the twist of each segment, a pair (start joint, end joint), among the joints between the two.

    The end keeps its world position and rotation. A segment without joints between is left as it is.
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
        # From the top down: each joint adds the part of its share that those above it have not applied yet.
        carried, before = rot[:, start], 0.0
        for joint, share in zip(chain, shares):
            axis = quat.rotate(quat.inverse(rest[joint]), quat.normalize(pos[end] - pos[joint]))
            turn = quat.from_axis_angle(axis, (max(share - before, 0.0) * angle).astype(np.float32))
            local[:, joint] = quat.multiply(local[:, joint], turn)
            carried = quat.multiply(quat.multiply(carried, skeleton.rest[joint]), local[:, joint])
            before = max(share, before)
        # The end undoes what it inherits, so that its world rotation is what it was.
        local[:, end] = quat.multiply(quat.inverse(quat.multiply(carried, skeleton.rest[end])), rot[:, end])
    return replace(motion, rot=quat.continuous(quat.normalize(local)).astype(np.float32))
