"""Knees that bend backwards bend forwards; all else stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from retarget import quat
from retarget.feet import knees
from retarget.feet.legs import knee_bend, legs_of, solve_leg
from retarget.motion import Motion, canonical_skeleton
from retarget.reach.body import arm_of
from tests.retarget.feet.test_contact import walk


def squat(bend: np.ndarray) -> Motion:
    """A figure whose left knee flexes by `bend` (T,) rad and right knee by 0.5, thighs turned half as far forward."""
    skeleton = canonical_skeleton()
    rot = np.zeros((len(bend), 22, 4), np.float32)
    rot[..., 0] = 1
    for side, angle in (("left", bend), ("right", np.full_like(bend, 0.5))):
        for part, share in (("hip", -0.5), ("knee", 1.0), ("ankle", -0.5)):
            rot[:, skeleton.role_joint[f"{side}_{part}"]] = quat.from_axis_angle(np.array([1.0, 0, 0]), share * angle)
    root = np.tile(np.array([0, 0.9, 0], np.float32), (len(bend), 1))
    return Motion(skeleton, 30, root, quat.continuous(rot))


def flexion(motion: Motion, side: int = 0) -> np.ndarray:
    return knee_bend(legs_of(motion.skeleton)[side], *motion.globals())[3]


def test_a_knee_that_gives_way_backwards_is_bent_forwards():
    bend = np.radians(30 - 45 * np.exp(-(((np.arange(60) - 30) / 6) ** 2)))  # 30 degrees, and -15 in the middle
    motion = squat(bend)
    assert np.degrees(flexion(motion).min()) < -14
    mended = knees.forwards(motion)
    got = np.degrees(flexion(mended))
    assert got.min() > 3 and 14 < got[30] < 16
    # Hips, ankles and feet hardly move, and nothing jerks more than before by much.
    joint = motion.skeleton.role_joint
    before, after = motion.globals(), mended.globals()
    for role in ("left_hip", "left_ankle", "left_foot"):
        assert np.abs(after[0][:, joint[role]] - before[0][:, joint[role]]).max() < 0.002
    assert quat.angle_between(after[1][:, joint["left_ankle"]], before[1][:, joint["left_ankle"]]).max() < 1e-2
    # Frames far from it, the other leg and the trunk stay to the bit.
    np.testing.assert_array_equal(mended.rot[[0, -1]], motion.rot[[0, -1]])
    leg = [joint[f"left_{part}"] for part in ("hip", "knee", "ankle")]
    others = [j for j in range(22) if j not in leg]
    np.testing.assert_array_equal(mended.rot[:, others], motion.rot[:, others])


def test_going_over_from_one_side_to_the_other_is_smooth():
    mended = np.degrees(flexion(knees.forwards(squat(np.radians(np.linspace(25, -25, 51))))))
    assert np.abs(np.diff(mended, 2)).max() < 0.5 < np.diff(np.abs(np.linspace(25, -25, 51)), 2).max()


def test_knees_that_bend_forwards_stay_as_they_are():
    for motion in (walk(), squat(np.radians(np.linspace(2, 20, 40)))):
        np.testing.assert_array_equal(knees.forwards(motion).rot, motion.rot)


def test_a_creature_whose_knees_bend_backwards_keeps_them():
    motion = squat(np.radians(np.full(40, -40.0)))
    motion = replace(motion, rot=motion.rot)
    np.testing.assert_array_equal(knees.forwards(motion).rot, motion.rot)


def test_an_elbow_that_is_bent_aside_of_its_hinge_reaches_exactly():
    skeleton = canonical_skeleton()
    arm = arm_of(skeleton, "left")
    for about in ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.6, 0.8)):
        rot = np.tile(quat.IDENTITY, (1, 22, 1)).astype(np.float32)
        rot[0, skeleton.role_joint["left_elbow"]] = quat.from_axis_angle(np.array(about), np.array(-1.2))
        motion = Motion(skeleton, 30, np.array([[0, 0.9, 0]], np.float32), rot)
        pos, world = motion.globals()
        to = pos[:, arm.ankle] + np.array([[-0.05, -0.04, 0.06]], np.float32)
        local = motion.rot.copy()
        solve_leg(skeleton, arm, pos, world, to, quat.IDENTITY[None].copy(), local)
        reached = replace(motion, rot=local).globals()[0][:, arm.ankle]
        assert np.linalg.norm(reached - to) < 2e-3
