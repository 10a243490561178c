"""Skeletons, forward kinematics, resampling and mirroring."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retarget import quat
from retarget.motion import (
    CANONICAL_NAMES,
    Motion,
    Skeleton,
    canonical_skeleton,
    forward_kinematics,
    local_rotations,
    mirror,
    mirror_names,
    resample,
    sample_at,
)
from tests.retarget.figures import random_rest, sway


def test_canonical_skeleton():
    skeleton = canonical_skeleton()
    assert skeleton.names == CANONICAL_NAMES and len(skeleton) == 22
    pos, _ = skeleton.rest_globals()
    height = pos[15, 1] - pos[:, 1].min()
    assert 1.3 < height < 1.6 and pos[16, 0] > 0  # to the head joint; left at +X
    np.testing.assert_allclose(pos[mirror_names(skeleton.names)] * [-1, 1, 1], pos, atol=1e-7)


def test_forward_kinematics_of_a_bent_chain():
    skeleton = Skeleton(("a", "b", "c"), np.array([-1, 0, 1]), np.array([[0, 0, 0], [0, 1, 0], [0, 1, 0]]))
    turn = quat.from_axis_angle(np.array([0, 0, 1.0]), np.array(np.pi / 2))
    rot = np.tile(quat.IDENTITY, (1, 3, 1))
    rot[0, 1] = turn
    pos, world = forward_kinematics(skeleton, np.array([[5.0, 0, 0]], np.float32), rot)
    np.testing.assert_allclose(pos[0], [[5, 0, 0], [5, 1, 0], [4, 1, 0]], atol=1e-6)
    assert quat.angle_between(world[0, 2], turn) < 1e-6


def test_local_rotations_undo_forward_kinematics():
    motion = sway(frames=30, skeleton=random_rest(canonical_skeleton()))
    _, world = motion.globals()
    assert quat.angle_between(local_rotations(motion.skeleton, world), motion.rot).max() < 1e-3


def test_shapes_and_order_are_checked():
    skeleton = canonical_skeleton()
    with pytest.raises(ValueError, match="root_pos has shape"):
        Motion(skeleton, 30, np.zeros((5, 2), np.float32), np.zeros((5, 22, 4), np.float32))
    with pytest.raises(ValueError, match="rot has shape"):
        Motion(skeleton, 30, np.zeros((5, 3), np.float32), np.zeros((5, 21, 4), np.float32))
    with pytest.raises(ValueError, match="at least one frame"):
        Motion(skeleton, 30, np.zeros((0, 3), np.float32), np.zeros((0, 22, 4), np.float32))
    with pytest.raises(ValueError, match="frame rate"):
        Motion(skeleton, 0, np.zeros((1, 3), np.float32), np.zeros((1, 22, 4), np.float32))
    with pytest.raises(ValueError, match="after their parents: b"):
        Skeleton(("a", "b", "c"), np.array([-1, 2, 0]), np.zeros((3, 3), np.float32))
    with pytest.raises(ValueError, match="root"):
        Skeleton(("a",), np.array([0]), np.zeros((1, 3), np.float32))


def test_arrays_there_and_back(tmp_path):
    motion = sway(frames=20, skeleton=random_rest(canonical_skeleton()))
    np.savez(tmp_path / "take.npz", **motion.to_arrays())
    with np.load(tmp_path / "take.npz") as arrays:
        back = Motion.from_arrays(arrays)
    np.testing.assert_allclose(back.globals()[0], motion.globals()[0], atol=1e-4)
    assert back.skeleton.roles == CANONICAL_NAMES and back.fps == 30
    arrays = motion.to_arrays()
    del arrays["fps"]
    with pytest.raises(ValueError, match="lacks fps"):
        Motion.from_arrays(arrays)


@pytest.mark.parametrize("fps", [24, 25, 29.97, 60, 120, 12])
def test_resampling_keeps_the_seconds(fps):
    motion = sway(frames=91)
    other = resample(motion, fps)
    assert abs((len(other) - 1) / fps - 3.0) < 1 / fps + 1e-6
    np.testing.assert_array_equal(other.root_pos[0], motion.root_pos[0])
    fine = resample(sway(frames=361, fps=120), fps)  # the same curve, drawn finely
    np.testing.assert_allclose(other.globals()[0], fine.globals()[0][: len(other)], atol=0.02)
    assert resample(motion, 30) is motion


def test_sampling_is_clamped_to_the_clip():
    motion = sway(frames=10)
    ends = sample_at(motion, np.array([-3.0, 50.0]), 30)
    np.testing.assert_allclose(ends.root_pos, motion.root_pos[[0, 9]])
    assert len(resample(motion.cut(0, 1), 60)) == 1


def test_mirror_is_an_involution_and_reflects_positions():
    contacts = np.random.default_rng(0).random((40, 4)) > 0.5
    motion = replace(sway(frames=40), contacts=contacts)
    there = mirror(motion)
    partner = mirror_names(motion.skeleton.names)
    np.testing.assert_allclose(there.globals()[0], motion.globals()[0][:, partner] * [-1, 1, 1], atol=1e-5)
    np.testing.assert_array_equal(there.contacts, contacts[:, [2, 3, 0, 1]])
    back = mirror(there)
    np.testing.assert_allclose(back.rot, motion.rot, atol=1e-6)
    np.testing.assert_array_equal(back.root_pos, motion.root_pos)


def test_digest_tells_skeletons_apart():
    a, b = canonical_skeleton(), canonical_skeleton()
    assert a.digest == b.digest
    assert replace(a, offsets=a.offsets * 1.01).digest != a.digest
