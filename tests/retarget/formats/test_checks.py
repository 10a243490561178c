"""Numbers that aren't finite and frame rates that no motion has are told with their place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retarget.formats.checks import check_fps, check_motion
from retarget.motion import Motion, canonical_skeleton


@pytest.fixture
def motion() -> Motion:
    rot = np.tile(np.array([1, 0, 0, 0], np.float32), (5, 22, 1))
    return Motion(canonical_skeleton(), 30.0, np.zeros((5, 3), np.float32), rot)


def test_a_motion_of_finite_numbers_is_the_same(motion):
    assert check_motion(motion) is motion


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_the_first_number_that_is_not_finite_is_named(motion, wrong):
    rot, root = motion.rot.copy(), motion.root_pos.copy()
    rot[3, motion.skeleton.names.index("left_knee"), 2] = wrong
    root[4, 1] = wrong
    with pytest.raises(ValueError, match="rotation of left_knee in frame 3"):
        check_motion(replace(motion, rot=rot))
    with pytest.raises(ValueError, match="root's position in frame 4"):
        check_motion(replace(motion, root_pos=root))


@pytest.mark.parametrize("fps", [0.001, 0.999, 1001.0, 1e9, np.nan])
def test_a_frame_rate_that_no_motion_has(fps):
    with pytest.raises(ValueError, match="frame rate"):
        check_fps(fps)
    assert check_fps(1.0) == 1.0 and check_fps(1000.0) == 1000.0
