"""Strips of poses: what is masked is only hinted at; strips stand under one another."""

from __future__ import annotations

import numpy as np

from engine.evaluate import strips
from retarget.motion import ROLE_INDEX
from tests.engine.inbetween.test_regenerate import walk


def test_masked_joints_are_faint(tmp_path) -> None:
    motion = walk(60)
    faint = np.zeros((60, 22), bool)
    faint[20:40] = True
    faint[:, [ROLE_INDEX["left_elbow"], ROLE_INDEX["left_wrist"]]] = True
    whole, masked = (np.asarray(strips.strip(motion, 3, faint=f)).astype(int) for f in (None, faint))

    def red(image, cell: int) -> int:
        part = image[16:, cell * 150 : (cell + 1) * 150]
        return int(((part[..., 0] > 180) & (part[..., 1] < 80)).sum())

    assert red(masked, 1) == 0 < red(whole, 1)
    assert 0 < red(masked, 0) < red(whole, 0)
    strips.stack([strips.strip(motion, 3), strips.strip(motion, 3, faint=faint)], tmp_path / "two.png")
    assert (tmp_path / "two.png").stat().st_size > 1000
