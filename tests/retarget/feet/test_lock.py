"""Planted feet held still: no pops, no sinking, knees in their plane, any rig."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retarget import quat
from retarget.feet import contact, lock
from retarget.motion import ROLE_INDEX, canonical_skeleton
from retarget.solve import retarget
from tests.retarget.feet.test_contact import STEP_S, feet, walk
from tests.retarget.figures import A_POSE, posed_rest, random_rest


@pytest.mark.parametrize("fps", [30, 60])
def test_planted_feet_stand_still(fps):
    motion = walk(fps=fps, slide=0.05)
    motion = replace(motion, contacts=contact.detect(motion, 0.0))
    before, after = contact.foot_skate(motion), contact.foot_skate(lock.lock_feet(motion))
    assert before["locked_mm"] > 60 / fps and after["locked_mm"] < 0.1
    step = np.linalg.norm(np.diff(feet(lock.lock_feet(motion)), axis=0), axis=-1)
    held = motion.contacts[1:] & motion.contacts[:-1]
    assert step[held].max() < 0.002  # metres a frame


def test_release_has_no_pops():
    motion = walk(slide=0.05)
    locked = lock.lock_feet(motion)

    def jolt(points: np.ndarray) -> np.ndarray:
        return np.linalg.norm(np.diff(points, 2, axis=0), axis=-1).max(axis=0) * motion.fps**2

    assert (jolt(feet(locked)) < 1.25 * jolt(feet(motion)) + 2).all()
    knees = [ROLE_INDEX["left_knee"], ROLE_INDEX["right_knee"]]
    assert (jolt(locked.globals()[0][:, knees]) < 1.5 * jolt(motion.globals()[0][:, knees]) + 5).all()


def test_a_step_keeps_its_height_between_two_contacts():
    motion = replace(walk(sink=-0.04), fps=45)  # 4 cm above the floor that its feet are brought down to
    motion = replace(motion, contacts=contact.detect(motion, 0.04))
    locked = lock.lock_feet(motion)
    toes, before = feet(locked)[:, [1, 3], 1], feet(motion)[:, [1, 3], 1]
    held = locked.contacts[:, [1, 3]]
    assert held.mean() > 0.3 and np.abs(toes[held] - 0.02).max() < 2e-3
    beat = np.arange(len(motion)) / 30 / STEP_S
    halfway = np.stack([np.abs((beat + phase) % 2 - 0.5) < 0.1 for phase in (0, 1)], axis=-1)
    assert np.abs(toes - before)[halfway].max() < 5e-3  # of 4 cm


def test_feet_do_not_sink():
    motion = walk(sink=0.04)
    assert feet(motion)[:, [1, 3], 1].min() < -0.015
    for mode in ("keep", "always", "ground"):
        locked = lock.lock_feet(motion, mode)
        points = feet(locked)
        assert points[..., 1].min() > -2e-3, mode
        assert points[:, [0, 2], 1].min() > 0.07, mode  # flat feet: heels on the floor, not in it


def test_frames_that_need_nothing_stay_as_they_are():
    motion = walk(steps=4)
    up = motion.root_pos.copy()
    up[:, 1] += np.where(np.arange(len(motion)) > 20, 0.5, 0)
    motion = replace(motion, root_pos=up)
    contacts = np.zeros((len(motion), 4), bool)
    contacts[8:12] = contact.detect(motion, 0.0)[8:12]
    locked = lock.lock_feet(replace(motion, contacts=contacts))
    np.testing.assert_array_equal(locked.rot[30:], motion.rot[30:])
    np.testing.assert_array_equal(locked.root_pos[30:], motion.root_pos[30:])
    assert lock.lock_feet(motion, "none") is motion


def test_bodies_above_the_legs_are_left_alone():
    motion = walk(slide=0.05)
    locked = lock.lock_feet(motion)
    legs = [ROLE_INDEX[f"{s}_{j}"] for s in ("left", "right") for j in ("hip", "knee", "ankle")]
    others = [j for j in range(22) if j not in legs]
    np.testing.assert_array_equal(locked.rot[:, others], motion.rot[:, others])
    given = (motion.root_pos - locked.root_pos)[:, 1]
    assert given.min() > -0.02 and given.max() < 0.05  # the pelvis gives way a little
    np.testing.assert_array_equal(locked.root_pos[:, [0, 2]], motion.root_pos[:, [0, 2]])


def test_knees_keep_their_plane_and_do_not_bend_backwards():
    locked = lock.lock_feet(walk(slide=0.08))
    pos = locked.globals()[0]
    for side in ("left", "right"):
        hip, knee, ankle = (pos[:, ROLE_INDEX[f"{side}_{j}"]] for j in ("hip", "knee", "ankle"))
        normal = np.cross(knee - hip, ankle - knee)
        assert (normal[:, 0] > -1e-4).all() and np.abs(normal[:, 1:]).max() < 0.02


def test_a_target_out_of_reach_lowers_the_pelvis_and_never_snaps_the_knee():
    motion = walk(slide=0.05)
    tall = replace(motion, root_pos=motion.root_pos + np.array([0, 0.045, 0], np.float32))  # legs too short by 4 cm
    locked = lock.lock_feet(replace(tall, contacts=contact.detect(motion, 0.0)))
    assert np.isfinite(locked.rot).all()
    assert 0.005 < (tall.root_pos - locked.root_pos)[:, 1].max() <= 0.10
    step = quat.angle_between(locked.rot[1:], locked.rot[:-1])
    assert np.degrees(step.max()) < 25
    knees = locked.globals()[0][:, [ROLE_INDEX["left_knee"], ROLE_INDEX["right_knee"]]]
    assert np.linalg.norm(np.diff(knees, 2, axis=0), axis=-1).max() * 900 < 100


def test_any_rig_can_be_locked():
    target = random_rest(posed_rest(canonical_skeleton(), A_POSE))
    moved = retarget(walk(slide=0.05), target)
    moved = replace(moved, contacts=contact.detect(moved, 0.0))
    assert contact.foot_skate(lock.lock_feet(moved))["locked_mm"] < 0.2
    toeless = replace(canonical_skeleton(), roles=tuple("" if r.endswith("foot") else r for r in target.roles))
    plain = replace(walk(slide=0.05), skeleton=toeless)
    assert contact.detect(plain).any() and np.isfinite(lock.lock_feet(plain).rot).all()


def test_always_plants_a_foot_where_none_was_found():
    motion = walk(slide=0.35)  # slides too fast to be taken for a contact all the time
    few, more = lock.lock_feet(motion, "keep"), lock.lock_feet(motion, "always")
    assert more.contacts.any(axis=1).mean() > few.contacts.any(axis=1).mean()
    assert contact.foot_skate(more)["skate_mm"] < contact.foot_skate(few)["skate_mm"] + 0.5


def test_short_clips_and_unknown_modes():
    for count in (1, 2, 3):
        assert len(lock.lock_feet(walk().cut(0, count))) == count
    with pytest.raises(ValueError, match="choose one of none, keep, always, ground"):
        lock.lock_feet(walk(), "glue")
