"""263 features a frame and motion: places exact, bones rolled as the rotation columns say."""

from __future__ import annotations

import numpy as np

from engine.motion.features import heading
from engine.released import humanml
from retarget import quat
from retarget.formats.smpl_body import average_skeleton
from retarget.motion import Motion

ENDS = (10, 11, 15, 20, 21)  # toes, head and wrists: no bone says how they are turned


def moving(frames: int = 40) -> Motion:
    r, t = np.random.default_rng(0), np.linspace(0, 1, frames)
    turns = np.cumsum(r.normal(0, 0.04, (frames, 22, 3)), 0) + r.normal(0, 0.3, (1, 22, 3))
    turns[:, 0] *= [0.2, 1, 0.2]
    root = np.stack([t, 0.95 + 0.02 * np.sin(9 * t), 2 * t], -1)
    return Motion(
        average_skeleton(22), humanml.FPS, root.astype(np.float32), quat.from_rotvec(turns).astype(np.float32)
    )


def test_there_and_back_are_the_same_places_and_the_same_rolls():
    motion = moving()
    back = humanml.motion_of(humanml.features_of(motion))
    pos, world = motion.globals()
    away = quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), -heading(world[:, 0])[0])
    pos = quat.rotate(away, pos - motion.root_pos[0] * [1, 0, 1])
    found, turned = back.globals()
    np.testing.assert_allclose(found, pos, atol=1e-4)
    known = [j for j in range(22) if j not in ENDS]
    angles = np.degrees(quat.angle_between(turned, quat.multiply(away, world)))[:, known]
    assert angles.max() < 0.1


def test_without_the_rotation_columns_the_roll_is_another():
    motion = moving()
    rows = humanml.features_of(motion)
    other = rows.copy()
    other[:, humanml.ROTATIONS] = np.tile([1, 0, 0, 0, 1, 0], 21)
    a, b = humanml.motion_of(rows), humanml.motion_of(other)
    np.testing.assert_allclose(a.globals()[0], b.globals()[0], atol=1e-4)
    turned = np.degrees(quat.angle_between(a.globals()[1], b.globals()[1]))
    assert turned[:, [18, 19]].max() > 5  # forearms


def test_contacts_and_one_frame():
    motion = moving(1)
    assert len(humanml.motion_of(humanml.features_of(motion))) == 1
    rows = humanml.features_of(moving())
    rows[:, humanml.CONTACTS] = [1, 0, 0, 1]
    assert humanml.motion_of(rows).contacts.tolist() == [[True, False, False, True]] * len(rows)
