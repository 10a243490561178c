"""A closed motion ends as it began, at the same speed, and has lost none of its travel."""

from __future__ import annotations

import numpy as np
import pytest

from retarget import loop, quat
from retarget.motion import Motion, canonical_skeleton
from tests.retarget.figures import random_rest, sway


def turning(frames: int = 90) -> Motion:
    """A swaying figure that walks a curve of about 70 degrees."""
    motion = sway(frames, seed=2, skeleton=random_rest(canonical_skeleton()))
    rest = motion.skeleton.rest[0]
    turn = quat.from_axis_angle(np.array([0.0, 1, 0]), np.linspace(0, 1.2, frames))
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(quat.inverse(rest), quat.multiply(turn, quat.multiply(rest, rot[:, 0])))
    return Motion(motion.skeleton, 30, motion.root_pos, quat.continuous(rot))


@pytest.mark.parametrize("make", [sway, turning])
def test_the_last_pose_is_the_first(make):
    motion = make()
    closed = loop.close(motion)
    assert quat.angle_between(closed.rot[0], closed.rot[-1]).max() < 1e-6
    assert closed.root_pos[0, 1] == pytest.approx(closed.root_pos[-1, 1], abs=1e-6)
    assert np.abs(closed.root_pos[0] - motion.root_pos[0]).max() < 1e-6


@pytest.mark.parametrize("make", [sway, turning])
def test_it_goes_on_at_the_speed_at_which_it_begins(make):
    closed = loop.close(make())
    rot = closed.rot.astype(float)
    begin = quat.to_rotvec(quat.multiply(rot[1], quat.inverse(rot[0])))
    end = quat.to_rotvec(quat.multiply(rot[-1], quat.inverse(rot[-2])))
    step = np.abs(quat.to_rotvec(quat.multiply(rot[1:], quat.inverse(rot[:-1])))).max()
    assert np.abs(begin - end).max() < 0.35 * step
    steps = np.diff(closed.root_pos, axis=0)
    assert np.abs(steps[0] - steps[-1]).max() < 0.01


def test_frames_before_the_lead_keep_their_pose_and_travel_stays():
    motion = sway(120)
    closed = loop.close(motion)
    away = quat.multiply(closed.rot[:90, 1:], quat.inverse(motion.rot[:90, 1:]))
    assert np.abs(quat.to_rotvec(away)).max() < 1e-5
    length = [np.linalg.norm(np.diff(m.root_pos[:, [0, 2]], axis=0), axis=-1).sum() for m in (motion, closed)]
    assert length[1] == pytest.approx(length[0], rel=0.05)
    assert np.linalg.norm((closed.root_pos[-1] - closed.root_pos[0])[[0, 2]]) > 1


def test_a_clip_too_short_is_left_alone():
    motion = sway(2)
    assert loop.close(motion) is motion
    assert len(loop.close(sway(3))) == 3
