"""Part of a motion made anew, on any skeleton and at any frame rate: what is kept stays to the bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.inbetween import regenerate
from engine.protocol.errors import EngineError
from retarget import constraints, quat
from retarget.mask import Mask, keep_all_but
from retarget.motion import CANONICAL_NAMES, Motion, Skeleton, canonical_skeleton, sample_at


def walk(frames: int = 80, fps: float = 30.0, skeleton: Skeleton | None = None) -> Motion:
    skeleton = skeleton or canonical_skeleton()
    t = np.arange(frames) / fps
    rot = np.tile(quat.IDENTITY, (frames, len(skeleton), 1))
    for name, sign in (("left_hip", 1), ("right_hip", -1), ("left_shoulder", -1)):
        j = skeleton.role_joint[name]
        rot[:, j] = quat.from_rotvec(np.outer(0.4 * sign * np.sin(5 * t), [1.0, 0, 0]))
    root = np.stack([0 * t, 0.9 + 0.01 * np.sin(10 * t), 1.2 * t], axis=1)
    return Motion(skeleton, fps, root, quat.continuous(rot))


def other_rig() -> Skeleton:
    """The canonical figure a fifth taller, with names of its own, rolled bones and a tail without a role."""
    own = canonical_skeleton()
    names = (*(f"b_{n}" for n in own.names), "tail")
    rest = np.tile(quat.IDENTITY, (23, 1))
    rest[5] = quat.from_rotvec(np.array([0, 0.3, 0]))
    return Skeleton(
        names,
        np.append(own.parents, 0),
        np.concatenate([own.offsets * 1.2, [[0, 0, -0.2]]]),
        rest,
        (*CANONICAL_NAMES, ""),
    )


def straight(motion: Motion, keep: Mask) -> Motion:
    return constraints.interpolate(motion, keep)


@pytest.mark.parametrize("fps", [24.0, 30.0, 59.94])
@pytest.mark.parametrize("own", [True, False])
def test_kept_frames_and_joints_stay_to_the_bit(fps: float, own: bool) -> None:
    source = walk(90, fps, other_rig() if own else None)
    rng = np.random.default_rng(0)
    for _ in range(6):
        kept = np.ones(90, bool)
        first = int(rng.integers(1, 50))
        kept[first : first + int(rng.integers(1, 40))] = False
        kept[first + 3] = True
        parts = ["body"] if rng.random() < 0.5 else ["upper"]
        keep = keep_all_but(source.skeleton, ~kept, parts)
        done = regenerate.regenerate(source, keep, straight)
        assert np.array_equal(done.root_pos[keep.root], source.root_pos[keep.root])
        assert np.array_equal(done.rot[keep.joints], source.rot[keep.joints])
        assert done.skeleton.names == source.skeleton.names and len(done) == 90 and done.fps == source.fps


def test_a_filler_sees_the_canonical_figure_at_thirty_frames() -> None:
    source, seen = walk(49, 24.0, other_rig()), []

    def look(motion: Motion, keep: Mask) -> Motion:
        seen.append((motion, keep))
        return motion

    kept = np.ones(49, bool)
    kept[12:36] = False
    kept[25] = True
    regenerate.regenerate(source, keep_all_but(source.skeleton, ~kept), look)
    motion, keep = seen[0]
    assert motion.skeleton.names == CANONICAL_NAMES and motion.fps == 30 and len(motion) == 61
    gaps = constraints.gaps(keep.frames)
    assert len(gaps) == 2 and abs(gaps[0][0] - 15) <= 1 and abs(gaps[1][1] - 45) <= 1  # the pin is still there


def test_a_perfect_filler_gives_the_motion_back() -> None:
    source = walk(90, 30.0, other_rig())
    kept = np.ones(90, bool)
    kept[20:60] = False
    done = regenerate.regenerate(source, keep_all_but(source.skeleton, ~kept), lambda m, k: m, foot_lock="none")
    there, here = source.globals()[0], done.globals()[0]
    assert np.abs(there - here).max() < 0.02


def test_joints_without_a_role_stay_as_they_are() -> None:
    source = walk(60, 30.0, other_rig())
    rot = source.rot.copy()
    rot[:, 22] = quat.from_rotvec(np.outer(np.sin(np.arange(60)), [0, 1.0, 0]))
    source = replace(source, rot=quat.continuous(rot))
    kept = np.zeros(60, bool)
    kept[:10] = kept[50:] = True
    done = regenerate.regenerate(source, keep_all_but(source.skeleton, ~kept), straight)
    apart = np.sum(done.rot[15:45, 22] * source.rot[15:45, 22], axis=-1)
    assert np.abs(apart).min() > 1 - 1e-5


def test_everything_kept_is_the_source() -> None:
    source = walk()
    keep = keep_all_but(source.skeleton, np.zeros(80, bool))
    assert regenerate.regenerate(source, keep, straight) is source


def test_a_thing_is_no_figure() -> None:
    skeleton = Skeleton(("a", "b"), np.array([-1, 0], np.int16), np.zeros((2, 3), np.float32))
    motion = Motion(skeleton, 30, np.zeros((9, 3), np.float32), np.tile(quat.IDENTITY, (9, 2, 1)))
    keep = Mask(np.zeros(9, bool), np.zeros((9, 2), bool))
    with pytest.raises(EngineError, match="bones"):
        regenerate.regenerate(motion, keep, straight)


def test_the_hub_frames_of_a_slow_clip_end_where_it_ends() -> None:
    source = walk(25, 12.0)
    resampled = sample_at(source, np.arange(61) * 0.4, 30.0)
    done = regenerate.regenerate(source, keep_all_but(source.skeleton, np.arange(25) >= 5), lambda m, k: m, "none")
    assert np.abs(done.root_pos[-1] - resampled.root_pos[-1]).max() < 1e-3
