"""Known faults of the pack: broken stretches are left out, tilting floors levelled, plenty is drawn less."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.train.data import pack_faults
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion
from tests.engine.train.puppet import stand, walk


def lowest(motion: Motion) -> np.ndarray:
    pos, _ = motion.globals()
    return pos[:, [R["left_foot"], R["right_foot"]], 1].min(axis=1)


def tilted(motion: Motion, rise: float) -> Motion:
    """The motion on a floor that rises by `rise` m for each metre ahead."""
    root = motion.root_pos.copy()
    root[:, 1] += rise * root[:, 2]
    return replace(motion, root_pos=root)


def test_what_is_broken_is_cut_out():
    assert pack_faults.sound_stretches("cmu_135_01", 10.0) == [(2.9, 10.0)]
    before, after = pack_faults.sound_stretches("cmu_60_03", 20.0)
    assert before[0] == 0.0 and before[1] < 15.1 < after[0] and after[1] == 20.0
    assert pack_faults.sound_stretches("cmu_60_03", 10.0) == [(0.0, 10.0)], "shorter than where the fault lies"
    assert pack_faults.sound_stretches("hdm05_bd_squat1reps_006", 2.0) == [], "left out as a whole"
    assert pack_faults.sound_stretches("hdm05_bd_squat1reps_005", 2.0) == [(0.0, 2.0)]


def test_a_tilting_floor_is_levelled():
    flat = walk(240)
    found = pack_faults.level(tilted(flat, 0.013))
    np.testing.assert_allclose(np.ptp(found.root_pos[:, 1]), np.ptp(flat.root_pos[:, 1]), atol=0.006)
    slope = np.polyfit(found.root_pos[:, 2], lowest(found), 1)[0]
    assert abs(slope) < 0.001
    np.testing.assert_array_equal(found.root_pos[:, [0, 2]], tilted(flat, 0.013).root_pos[:, [0, 2]])


@pytest.mark.parametrize("motion", [walk(240), stand(), tilted(walk(240), 0.06)], ids=["level", "standing", "stairs"])
def test_what_is_no_tilting_floor_stays(motion):
    assert pack_faults.level(motion) is motion


def test_plenty_is_drawn_less():
    assert pack_faults.share("uiprmd_s01_m01_deepsquat") < 0.2 < pack_faults.share("cmu_35_01") < 1
    assert pack_faults.share("cmu_07_01") == 1
    assert pack_faults.most_pieces("cmu_07_01") is None
    assert pack_faults.most_pieces("uiprmd_s01_m01_deepsquat") == 2
    assert pack_faults.most_pieces("uiprmd_s01_m01_deepsquat_inc#0") == 0
