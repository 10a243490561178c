"""The canonical skeleton, at whose frame rate every network works, and the way there and back from any other."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from engine.protocol.errors import bad_request
from retarget.mapping import bone_map
from retarget.motion import Motion, Skeleton, canonical_skeleton
from retarget.solve import retarget

FPS = 30.0
LEAST_FRAMES = 16  # the shortest clip that a model is asked for; a shorter take is cut from it


@lru_cache(maxsize=1)
def canonical() -> Skeleton:
    """The one skeleton that networks see: 22 joints in a T-pose, Y up, facing +Z."""
    return canonical_skeleton()


def with_roles(motion: Motion) -> Motion:
    """The motion with its joints matched to roles by their names, where it has none; raises EngineError where they
    can't be."""
    if any(motion.skeleton.roles):
        return motion
    try:
        return replace(motion, skeleton=bone_map.matched(motion.skeleton))
    except ValueError as error:
        raise bad_request(str(error)) from error


def to_canonical(motion: Motion) -> Motion:
    """A motion whose joints have roles, on the canonical skeleton at the motion's own frame rate."""
    return motion if motion.skeleton.digest == canonical().digest else retarget(motion, canonical())


def from_canonical(motion: Motion, source: Motion) -> Motion:
    """A canonical motion on the source's skeleton, with the source's rotations for joints that play no role."""
    if source.skeleton.digest == motion.skeleton.digest:
        return replace(motion, skeleton=source.skeleton)
    moved = retarget(motion, source.skeleton)
    rot = moved.rot.copy()
    idle = np.array([role == "" for role in source.skeleton.roles])
    rot[:, idle] = source.rot[:, idle]
    return replace(moved, rot=rot)
