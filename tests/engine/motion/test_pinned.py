"""Values that a sampler keeps: their shapes."""

from __future__ import annotations

import numpy as np
import pytest

from engine.motion.features import FEATURE_DIM, MOTION_DIM
from engine.motion.pinned import Pinned


def test_whole_frames_are_kept_in_every_column_that_determines_the_motion():
    keep = np.array([True, False, True])
    pinned = Pinned(np.ones((3, FEATURE_DIM)), keep)
    assert pinned.rows.shape == pinned.keep.shape == (3, MOTION_DIM)
    assert pinned.keep[keep].all() and not pinned.keep[~keep].any()


@pytest.mark.parametrize(
    ("rows", "keep"),
    [(np.ones((3, MOTION_DIM)), np.ones(4, bool)), (np.ones((3, 5)), np.ones((3, 5), bool)),
     (np.ones((3, MOTION_DIM)), np.ones(3))],
)  # fmt: skip
def test_other_shapes_are_refused(rows, keep):
    with pytest.raises(ValueError, match="differ"):
        Pinned(rows, keep)
