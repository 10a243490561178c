"""Features lose nothing: decode undoes encode up to the starting place, and torch agrees with numpy."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.motion import features
from retarget import quat
from retarget.motion import Motion, canonical_skeleton


def wandering(frames: int = 120, seed: int = 0) -> Motion:
    rng = np.random.default_rng(seed)
    turns = np.cumsum(rng.normal(size=(frames, 22, 3)) * 0.03, axis=0)
    root = np.array([3, 1, -2]) + np.cumsum(rng.normal(size=(frames, 3)) * 0.02, axis=0)
    contacts = rng.random((frames, 4)) < 0.5
    return Motion(canonical_skeleton(), 30, root, quat.continuous(quat.from_rotvec(turns)), contacts)


def at_origin(motion: Motion) -> np.ndarray:
    """World positions as `decode` places them: over the origin, heading +Z."""
    pos, _ = motion.globals()
    back = quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), -features.heading(motion.rot[:, 0])[0])
    return quat.rotate(back, pos - motion.root_pos[0] * [1, 0, 1])


def test_decode_undoes_encode():
    motion = wandering()
    back, _ = features.decode(features.encode(motion)).globals()
    np.testing.assert_allclose(back, at_origin(motion), atol=1e-4)


def test_cartwheel_survives_the_heading():
    frames = 90
    roll = quat.from_axis_angle(np.array([0.0, 0.0, 1.0]), np.linspace(0, 2 * np.pi, frames))
    rot = np.tile(quat.IDENTITY, (frames, 22, 1))
    rot[:, 0] = roll
    motion = Motion(canonical_skeleton(), 30, np.linspace([0, 1, 0], [2, 1, 0], frames), quat.continuous(rot))
    rows = features.encode(motion)
    assert np.abs(rows[:, 0]).max() < 3, "the heading spins while the body is upside down"
    back, _ = features.decode(rows).globals()
    np.testing.assert_allclose(back, at_origin(motion), atol=1e-4)


def test_torch_positions_equal_numpy():
    rows = features.encode(wandering())
    want, _ = features.decode(rows).globals()
    have = features.world_positions(torch.from_numpy(rows)[None])[0].numpy()
    np.testing.assert_allclose(have, want, atol=1e-4)
    local = features.joint_positions(torch.from_numpy(rows)).numpy()
    np.testing.assert_allclose(local[:, 1:].reshape(len(rows), -1), rows[:, features.POSITIONS], atol=1e-4)


def test_torch_positions_have_gradients():
    rows = torch.from_numpy(features.encode(wandering(20)))[None].requires_grad_()
    features.world_positions(rows).square().sum().backward()
    assert rows.grad is not None
    assert torch.isfinite(rows.grad).all()
    assert rows.grad[..., : features.MOTION_DIM].abs().sum() > 0


def test_contacts_and_single_frames():
    motion = wandering(40)
    rows = features.encode(motion)
    np.testing.assert_array_equal(rows[:, features.CONTACTS] > 0.5, motion.contacts)
    single = features.encode(motion.cut(0, 1))
    assert single.shape == (1, features.FEATURE_DIM)
    assert np.isfinite(single).all()


@pytest.mark.parametrize("group", features.GROUPS)
def test_statistics_share_a_scale_within_a_group(group):
    _, scale = features.statistics(features.encode(wandering()))
    assert (scale > 0).all()
    np.testing.assert_allclose(scale[group], scale[group][0])


def test_geometry_judges_joints_and_planted_feet_and_is_zero_for_the_truth():
    poses = torch.zeros(2, 10, features.MOTION_DIM + 4)
    poses[..., 3] = 0.9
    poses[..., 4 : features.MOTION_DIM] = torch.tensor([1.0, 0, 0, 0, 1, 0]).repeat(22)
    poses[..., features.MOTION_DIM :] = 1.0
    present, told = torch.ones(2, 10, dtype=torch.bool), torch.ones(2, dtype=torch.bool)
    assert all(float(v) < 1e-9 for v in features.geometry_terms(poses, poses, present, told).values())
    sliding = poses.clone()
    sliding[..., 2] = 0.5  # m/s over the ground while the feet are planted
    parts = features.geometry_terms(sliding, poses, present, told)
    assert float(parts["feet"]) > 0.1 and float(parts["speeds"]) > 0.01 and float(parts["joints"]) < 1e-9
    assert float(parts["pulse"]) == pytest.approx(0.49 * 9 / 10, rel=0.01)
    backwards = poses.clone()
    backwards[..., 2] = -0.5
    other = features.geometry_terms(backwards, sliding, present, told)
    assert float(other["pulse"]) < 1e-6 < float(other["speeds"]), "as fast, the other way"
    assert float(features.geometry_terms(sliding, poses, present, ~told)["feet"]) == 0
