"""Contacts found, and sliding measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from retarget import quat
from retarget.feet import contact
from retarget.motion import ROLE_INDEX, Motion, canonical_skeleton, resample
from retarget.solve import retarget
from tests.retarget.figures import A_POSE, posed_rest, random_rest

STRIDE, STEP_S, HIP = 0.6, 0.5, 0.80


def rise(swing: np.ndarray) -> np.ndarray:
    """How high a foot is lifted, m, over a step from 0 to 1."""
    return 0.12 * np.sin(np.pi * swing) ** 2


def walk(
    steps: int = 6,
    fps: float = 30,
    slide: float = 0.0,
    sink: float = 0.0,
    rise: Callable[[np.ndarray], np.ndarray] = rise,
) -> Motion:
    """A walk whose feet stand exactly still, then made to slide by `slide` m/s and to sink by `sink` m.

    Legs are posed by their own plane trigonometry, not by the code under test.
    """
    skeleton = canonical_skeleton()
    t = np.arange(round(steps * STEP_S * fps)) / fps
    forward = STRIDE / STEP_S * t
    rot = np.zeros((len(t), 22, 4), np.float32)
    rot[..., 0] = 1
    for side, phase in (("left", 0.0), ("right", 1.0)):
        beat = t / STEP_S + phase
        swing = np.clip(beat % 2, 0, 1)  # first half of two steps in the air, second on the floor
        gone = np.floor(beat / 2) + swing**2 * (3 - 2 * swing)
        z = 2 * STRIDE * gone - STRIDE * phase - STRIDE / 2 + slide * np.sin(2 * np.pi * t / 1.7)
        y = 0.08 - sink + rise(swing)
        down, ahead = HIP - y, z - forward
        reach = np.hypot(down, ahead)
        bend = 2 * np.arccos(np.clip(reach / 0.82, 0, 1))
        lean = -np.arctan2(ahead, down) - bend / 2
        for joint, angle in (("hip", lean), ("knee", bend), ("ankle", -lean - bend)):
            q = quat.from_axis_angle(np.array([1.0, 0, 0]), angle)
            rot[:, ROLE_INDEX[f"{side}_{joint}"]] = q
    root = np.stack([np.zeros_like(t), np.full_like(t, HIP + 0.08), forward], axis=-1)
    return Motion(skeleton, fps, root, quat.continuous(rot))


def feet(motion: Motion) -> np.ndarray:
    joints = [motion.skeleton.role_joint[r] for r in ("left_ankle", "left_foot", "right_ankle", "right_foot")]
    return motion.globals()[0][:, joints]


def planted(motion: Motion) -> np.ndarray:
    """Which feet the walk means to be down (T, 2), without the first and last tenth of a second of each step."""
    beat = np.arange(len(motion)) / motion.fps / STEP_S
    return np.stack([((beat + p) % 2 > 1.2) & ((beat + p) % 2 < 1.8) for p in (0, 1)], axis=-1)


def in_the_air(motion: Motion) -> np.ndarray:
    beat = np.arange(len(motion)) / motion.fps / STEP_S
    return np.stack([((beat + p) % 2 > 0.3) & ((beat + p) % 2 < 0.7) for p in (0, 1)], axis=-1)


@pytest.mark.parametrize("fps", [24, 30, 60, 120])
@pytest.mark.parametrize("floor", [None, 0.0])
def test_contacts_of_a_walk(fps, floor):
    motion = walk(fps=fps)
    found = contact.detect(motion, floor)
    assert found.shape == (len(motion), 4)
    assert found[planted(motion)[:, [0, 0, 1, 1]]].all()
    assert not found[in_the_air(motion)[:, [0, 0, 1, 1]]].any()


def test_contacts_are_the_same_at_any_size_and_on_any_rig():
    motion = walk()
    want = contact.detect(motion)
    for target in (
        replace(canonical_skeleton(), offsets=canonical_skeleton().offsets * 2),
        random_rest(posed_rest(canonical_skeleton(), A_POSE)),
    ):
        moved = retarget(motion, target)
        scale = 2 if target.offsets[4, 1] < -0.5 else 1
        slow = replace(moved, fps=moved.fps / scale)  # twice the size at twice the speed is another motion
        assert np.mean(contact.detect(slow) == want) > 0.95


def test_the_floor_is_found():
    for height in (-0.7, 0.0, 0.35):
        motion = walk()
        lifted = replace(motion, root_pos=motion.root_pos + np.array([0, height, 0], np.float32))
        assert abs(contact.floor_height(lifted) - height) < 0.01
        np.testing.assert_array_equal(contact.detect(lifted), contact.detect(motion))


def test_a_flight_has_no_contacts():
    motion = walk()
    flying = replace(motion, root_pos=motion.root_pos + np.array([0, 1, 0], np.float32))
    assert not contact.detect(flying, floor=0.0).any()


def test_flicker_is_tidied():
    flags = np.zeros(60, bool)
    flags[10:20] = True
    flags[14] = False  # a hole of one frame
    flags[40] = True  # a single frame
    want = np.zeros(60, bool)
    want[10:20] = True
    np.testing.assert_array_equal(contact.tidy(flags, 30), want)


def test_hysteresis_keeps_only_runs_that_were_entered():
    stay = np.array([1, 1, 1, 0, 1, 1, 0, 1], bool)
    enter = np.array([0, 1, 0, 0, 0, 0, 0, 1], bool)
    np.testing.assert_array_equal(contact._hysteresis(enter, stay), [1, 1, 1, 0, 0, 0, 0, 1])


def test_short_and_bad_input():
    motion = walk()
    for count in (1, 2, 3):
        clip = motion.cut(0, count)
        assert contact.detect(clip).shape == (count, 4)
        assert set(contact.foot_skate(clip)) == {"skate_share", "skate_mm", "locked_mm"}
    bare = replace(motion, skeleton=replace(motion.skeleton, roles=("",) * 22))
    with pytest.raises(ValueError, match="left_hip"):
        contact.detect(bare)


def test_skate_of_a_still_walk_and_of_a_sliding_one():
    still, sliding = contact.foot_skate(walk()), contact.foot_skate(walk(slide=0.1))
    assert still["skate_share"] < sliding["skate_share"] and still["skate_mm"] < sliding["skate_mm"]
    fine = contact.foot_skate(resample(walk(slide=0.1), 60))
    assert abs(fine["skate_share"] - sliding["skate_share"]) < 0.1


def test_walking_over_a_step_is_off_the_floor() -> None:
    even = walk()
    rise = np.zeros_like(even.root_pos)
    rise[len(even) // 2 :, 1] = 0.15
    over_a_step = replace(even, root_pos=even.root_pos + rise)
    assert contact.off_floor(even) < 0.05 and contact.off_floor(over_a_step) == pytest.approx(0.5, abs=0.05)
