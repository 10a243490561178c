"""Steps that take their time and clear the floor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retarget.feet import contact, lock, steps
from retarget.motion import Motion, canonical_skeleton
from retarget.smooth import runs
from tests.retarget.feet.test_contact import STEP_S, feet, in_the_air, walk

TOES = [1, 3]


def dragged(swing: np.ndarray) -> np.ndarray:
    return 0.004 * np.sin(np.pi * swing) ** 2


def captured(swing: np.ndarray) -> np.ndarray:
    """As people lift their toes: at least 5 cm for most of the step."""
    return 0.08 * np.sin(np.pi * swing)


def stepping(motion: Motion) -> Motion:
    """With the contacts that a walk means to have."""
    beat = np.arange(len(motion)) / motion.fps / STEP_S
    held = np.stack([((beat + phase) % 2 >= 1) | ((beat + phase) % 2 < 1e-6) for phase in (0, 0, 1, 1)], axis=-1)
    return replace(motion, contacts=held)


def standing(frames: int = 60, speed: float = 0.0, fps: float = 30) -> Motion:
    """The rest pose on the floor, gliding sideways, said to be planted throughout."""
    skeleton = canonical_skeleton()
    rot = np.zeros((frames, 22, 4), np.float32)
    rot[..., 0] = 1
    root = np.zeros((frames, 3), np.float32)
    motion = Motion(skeleton, fps, root, rot)
    root[:, 1] = 0.02 - feet(motion)[0, TOES, 1].min()
    root[:, 0] = speed / fps * np.arange(frames)
    return Motion(skeleton, fps, root, rot, np.ones((frames, 4), bool))


def gaps(flags: np.ndarray) -> list[int]:
    """Lengths of the runs without contact between two contacts."""
    return [b - a for a, b in runs(~flags) if a > 0 and b < len(flags)]


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_a_dragged_step_is_lifted(fps):
    motion = stepping(walk(fps=fps, rise=dragged))
    raised = steps.lifted(motion)
    lift = (feet(raised) - feet(motion))[..., 1]
    middle = in_the_air(motion)
    middle[[0, -1]] = False
    assert feet(motion)[:, TOES, 1][middle].max() < 0.03
    assert feet(raised)[:, TOES, 1][middle].min() > 0.05 and lift.max() < 0.05
    np.testing.assert_allclose(lift[:, [0, 2]], lift[:, TOES], atol=2e-4)  # the foot goes up as it is
    assert contact.foot_skate(raised)["skate_share"] < 0.6 * contact.foot_skate(motion)["skate_share"]


def test_a_dragged_step_is_lifted_before_it_goes():
    motion = stepping(walk(rise=dragged))
    raised = steps.lifted(motion)
    low, slower = [], []
    for m in (motion, raised):
        toes = feet(m)[:, TOES]
        speed = np.linalg.norm(np.gradient(toes[..., [0, 2]], axis=0), axis=-1) * m.fps
        low.append(((toes[..., 1] < 0.05) & (speed > 0.2)).sum())
        slower.append(speed[1:][~motion.contacts[1:, TOES] & motion.contacts[:-1, TOES]].mean())
    assert low[1] < 0.45 * low[0] and slower[1] < 0.85 * slower[0]
    # It comes to the same places, and no frame in contact moves.
    held = motion.contacts[:, TOES]
    np.testing.assert_allclose(feet(raised)[:, TOES][held], feet(motion)[:, TOES][held], atol=1e-5)


def test_a_planted_foot_does_not_move():
    motion = stepping(walk(rise=dragged))
    raised = steps.lifted(motion)
    for side in (0, 1):
        held = motion.contacts[:, 2 * side]
        legs = [motion.skeleton.role_joint[f"{('left', 'right')[side]}_{j}"] for j in ("hip", "knee", "ankle")]
        np.testing.assert_array_equal(raised.rot[held][:, legs], motion.rot[held][:, legs])
    np.testing.assert_array_equal(raised.root_pos, motion.root_pos)
    np.testing.assert_array_equal(raised.contacts, motion.contacts)


def test_a_step_that_clears_the_floor_stays_as_it_is():
    motion = stepping(walk(rise=captured))
    np.testing.assert_array_equal(steps.lifted(motion).rot, motion.rot)


def test_lifts_have_no_pops():
    motion = stepping(walk(rise=dragged))

    def jolt(m: Motion) -> float:
        return float(np.linalg.norm(np.diff(feet(m), 2, axis=0), axis=-1).max() * m.fps**2)

    assert jolt(steps.lifted(motion)) < jolt(stepping(walk())) + 5  # m/s^2, against a walk that lifts its feet


def test_feet_that_do_no_steps_are_not_lifted():
    motion = stepping(walk(rise=dragged))
    sitting = replace(motion, root_pos=motion.root_pos - np.array([0, 0.5, 0], np.float32))
    np.testing.assert_array_equal(steps.lifted(sitting).rot, sitting.rot)
    waiting = standing()
    waiting.contacts[20:40] = False
    np.testing.assert_array_equal(steps.lifted(waiting).rot, waiting.rot)  # planted again where it stood
    never = replace(motion, contacts=np.zeros_like(motion.contacts))
    np.testing.assert_array_equal(steps.lifted(never).rot, never.rot)


def test_a_walk_keeps_its_contacts():
    motion = stepping(walk(rise=captured))
    np.testing.assert_array_equal(steps.planned(motion), motion.contacts)


def test_a_hurried_step_gets_time_from_its_contacts():
    motion = stepping(walk(rise=captured))
    hurried = motion.contacts.copy()
    for first, last in runs(~motion.contacts[:, 0])[1:]:
        hurried[first : first + 3, :2] = hurried[last - 3 : last, :2] = True
    assert max(gaps(hurried[:, 0])[1:]) == 8
    settled = steps.planned(replace(motion, contacts=hurried))
    assert min(gaps(settled[:, 0])) >= 0.43 * motion.fps  # 1.2 m
    assert not (settled & ~hurried).any()
    np.testing.assert_array_equal(settled[:, 2:], motion.contacts[:, 2:])


def test_a_creeping_contact_is_parted_into_places_that_can_be_held():
    motion = standing(speed=0.5)
    settled = steps.planned(motion)
    for side in (0, 1):
        spans = runs(settled[:, 2 * side])
        path = feet(motion)[:, 2 * side + 1, 0]
        assert len(spans) >= 3
        assert max(np.ptp(path[a:b]) for a, b in spans) < 0.36
    assert settled.any(axis=1).mean() > 0.8  # mostly one steps while the other stands
    done = steps.lifted(lock.lock_feet(replace(motion, contacts=settled)))
    before = lock.lock_feet(motion)
    assert contact.foot_skate(done)["skate_share"] < 0.6 * contact.foot_skate(before)["skate_share"]


def test_contacts_of_one_place_become_one():
    motion = standing()
    flicker = motion.contacts.copy()
    flicker[20:24] = False
    assert steps.planned(replace(motion, contacts=flicker)).any(axis=1).all()
    stepping_out = standing()
    stepping_out.root_pos[20:24, 1] += 0.1  # a hop on the spot
    hop = replace(stepping_out, contacts=flicker)
    assert not steps.planned(hop)[21:23].any()


def test_a_stance_that_nobody_called_one_is_added():
    motion = stepping(walk(rise=captured))
    missed = motion.contacts.copy()
    first, last = runs(missed[:, 2])[1]
    missed[first:last, 2:] = False
    settled = steps.planned(replace(motion, contacts=missed))
    assert settled[first + 3 : last - 3, 2:].any(axis=1).all()


def test_short_motion():
    motion = stepping(walk())
    for count in (1, 2, 3):
        clip = motion.cut(0, count)
        assert steps.planned(clip).shape == (count, 4) and len(steps.lifted(clip)) == count
