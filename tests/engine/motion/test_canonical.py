"""The way onto the canonical skeleton and back: roles, proportions, joints that play no role."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.motion.canonical import FPS, canonical, from_canonical, to_canonical, with_roles
from engine.protocol.errors import EngineError
from retarget import quat
from retarget.motion import Motion, Skeleton


def rig() -> Skeleton:
    """The canonical skeleton at double size with a prop in its right hand."""
    own = canonical()
    wrist = own.names.index("right_wrist")
    return Skeleton(
        (*own.names, "sword"), np.append(own.parents, wrist), np.concatenate([own.offsets * 2, [[0.1, 0, 0]]]),
        np.concatenate([own.rest, quat.IDENTITY[None]]), (*own.roles, ""),
    )  # fmt: skip


def swaying(skeleton: Skeleton, frames: int = 12) -> Motion:
    rng = np.random.default_rng(0)
    turns = 0.2 * np.sin(np.linspace(0, 3, frames))[:, None, None] * rng.normal(size=(len(skeleton), 3))
    root = np.tile(skeleton.offsets[0], (frames, 1))
    return Motion(skeleton, FPS, root, quat.continuous(quat.from_rotvec(turns.astype(np.float32))))


def test_a_canonical_motion_is_itself():
    motion = swaying(canonical())
    assert to_canonical(motion) is motion
    assert np.array_equal(from_canonical(motion, motion).rot, motion.rot)


def test_there_and_back_a_rig_moves_as_before_and_its_prop_as_its_own_motion_says():
    source = swaying(rig())
    there = to_canonical(source)
    assert there.skeleton.digest == canonical().digest and there.fps == source.fps
    back = from_canonical(there, source)
    assert back.skeleton.names == source.skeleton.names
    assert np.array_equal(back.rot[:, -1], source.rot[:, -1]), "what plays no role keeps its own rotations"
    apart = back.globals()[0][:, :22] - source.globals()[0][:, :22]
    # The way there twists limbs as joints bend; where they are stays within a hundredth of the figure's height.
    assert np.abs(apart).max() < 0.05


def test_joints_are_matched_to_roles_by_name_where_there_are_none():
    own = canonical()
    motion = swaying(own)
    nameless = replace(motion, skeleton=replace(own, roles=("",) * len(own)))
    assert with_roles(motion) is motion
    assert with_roles(nameless).skeleton.roles == own.roles
    strange = replace(own, names=tuple(f"thing {i}" for i in range(len(own))), roles=("",) * len(own),
                      offsets=np.zeros_like(own.offsets))  # fmt: skip
    with pytest.raises(EngineError) as failure:
        with_roles(replace(motion, skeleton=strange))
    assert failure.value.code == "bad_request"
