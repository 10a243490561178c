"""Targets met to the millimetre, led up to without a jolt, with feet that stand; what is out of reach told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retarget import quat
from retarget.motion import ROLE_INDEX as R
from retarget.motion import Motion, Skeleton, canonical_skeleton
from retarget.reach.floor import Move, footing
from retarget.reach.goals import Goal, events, weight
from retarget.reach.meet import meet
from tests.retarget.figures import random_rest

MOST_ACCELERATION = 75.0  # m/s2, of captured people's fastest joint in 99 of 100 frames


def stand(frames: int = 150, skeleton: Skeleton | None = None) -> Motion:
    """Stands with the arms down, facing +Z."""
    bones = skeleton or canonical_skeleton()
    rot = np.tile(quat.IDENTITY, (frames, len(bones), 1)).astype(np.float32)
    for side, sign in (("left", -1.0), ("right", 1.0)):
        down = quat.from_axis_angle(np.array([0.0, 0.0, 1.0]), np.full(frames, sign * 1.3))
        rest = bones.rest_globals()[1][R[f"{side}_collar"]]
        above = quat.multiply(rest, bones.rest[R[f"{side}_shoulder"]])
        rot[:, R[f"{side}_shoulder"]] = quat.multiply(quat.inverse(above), quat.multiply(down, above))
    root = np.tile(np.array([0, 0.98, 0], np.float32), (frames, 1))
    return Motion(bones, 30.0, root, rot, np.ones((frames, 4), bool))


def acceleration(motion: Motion) -> float:
    pos = motion.globals()[0]
    return float(np.linalg.norm(np.diff(pos, n=2, axis=0), axis=-1).max() * motion.fps**2)


@pytest.mark.parametrize(("role", "place"), [
    ("right_wrist", (-0.2, 1.2, 0.5)), ("right_wrist", (-0.2, 0.3, 0.4)), ("left_wrist", (0.2, 1.1, 1.5)),
    ("right_wrist", (-0.3, 1.1, -0.9)), ("left_ankle", (0.2, 0.4, 0.5)), ("head", (0.1, 1.2, 0.3)),
    ("pelvis", (0.0, 0.6, 0.1)),
])  # fmt: skip
def test_a_place_is_met_without_a_jolt_and_left_again(role, place) -> None:
    before = stand()
    motion, (apart,) = meet(before, [Goal(role, 75, 80, np.array(place))])
    found = motion.globals()[0][75:81, R[role]]
    assert np.linalg.norm(found - place, axis=-1).max() < 0.001 and apart < 0.001
    assert acceleration(motion) < MOST_ACCELERATION
    for end in (0, -1):
        assert np.allclose(motion.rot[end], before.rot[end], atol=1e-5)
        assert np.allclose(motion.root_pos[end], before.root_pos[end], atol=1e-5)


def test_on_a_rig_with_other_axes_and_a_turn() -> None:
    motion = stand(skeleton=random_rest(canonical_skeleton()))
    turn = quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), 0.6)
    goal = Goal("right_wrist", 70, 70, np.array([-0.3, 1.2, 0.4]), turn)
    motion, (apart,) = meet(motion, [goal])
    world = motion.globals()[1][70, R["right_wrist"]]
    rest = motion.skeleton.rest_globals()[1][R["right_wrist"]]
    assert apart < 0.001
    assert np.degrees(quat.angle_between(world, quat.multiply(turn, rest))) < 0.5


def test_a_moving_place_is_followed_and_both_hands_meet_theirs() -> None:
    t = np.linspace(0, 1, 21)[:, None]
    left = np.array([0.2, 1.0, 0.4]) + t * np.array([0.1, 0.3, 0.1])
    right = np.array([-0.2, 1.0, 0.5])
    motion, apart = meet(stand(), [Goal("left_wrist", 60, 80, left), Goal("right_wrist", 70, 75, right)])
    assert max(apart) < 0.001 and acceleration(motion) < MOST_ACCELERATION
    assert np.linalg.norm(motion.globals()[0][60:81, R["left_wrist"]] - left, axis=-1).max() < 0.001


def travelling(speed: float) -> Motion:
    """Glides ahead with an arm that swings, as who jogs does."""
    still = stand()
    t = np.arange(len(still)) / 30
    rot = still.rot.copy()
    swing = quat.from_axis_angle(np.array([1.0, 0.0, 0.0]), 0.7 * np.sin(2 * np.pi * 1.4 * t))
    rot[:, R["right_shoulder"]] = quat.multiply(swing, rot[:, R["right_shoulder"]])
    root = still.root_pos + np.array([0, 0, speed], np.float32) * t[:, None].astype(np.float32)
    return replace(still, root_pos=root, rot=quat.continuous(rot).astype(np.float32), contacts=still.contacts & False)


def test_a_place_is_taken_in_passing_by_who_travels() -> None:
    before = travelling(2.5)
    place = before.root_pos[75] + (-0.2, 0.2, 0.45)
    motion, (apart,) = meet(before, [Goal("right_wrist", 75, 75, place)])
    hand = motion.globals()[0][:, R["right_wrist"]]
    assert apart < 0.001 and acceleration(motion) < MOST_ACCELERATION
    speed = (hand[76] - hand[74]) * 15
    assert np.abs(speed - [0, 0, 2.5]).max() < 0.6


def test_a_place_that_is_held_stays_while_the_body_passes() -> None:
    before = travelling(0.8)
    place = before.root_pos[75] + (-0.45, 0.15, 0.25)
    motion, (apart,) = meet(before, [Goal("right_wrist", 75, 90, place)])
    assert apart < 0.001 and acceleration(motion) < MOST_ACCELERATION


def test_it_steps_for_what_is_far_with_feet_that_stand_or_fly() -> None:
    motion, (apart,) = meet(stand(), [Goal("left_wrist", 75, 75, np.array([0.2, 1.1, 1.5]))])
    assert apart < 0.001 and motion.root_pos[75, 2] > 0.4
    toes = motion.globals()[0][:, [R["left_foot"], R["right_foot"]]]
    moved = np.linalg.norm(np.diff(toes, axis=0), axis=-1) * 30
    planted = motion.contacts[:, [1, 3]]
    both = planted[1:] & planted[:-1]
    assert moved[both].max() < 0.05 and (~planted).any(axis=0).all() and toes[..., 1].max() > 0.06


def test_what_is_out_of_reach_is_told_with_how_far_and_strained_for_calmly() -> None:
    place = np.array([0.2, 3.5, 0.5])
    motion, (apart,) = meet(stand(), [Goal("left_wrist", 75, 75, place)])
    assert apart == pytest.approx(float(np.linalg.norm(motion.globals()[0][75, R["left_wrist"]] - place)))
    assert 1.0 < apart < 2.5 and acceleration(motion) < 2 * MOST_ACCELERATION


def test_a_face_is_turned_to_what_is_looked_at() -> None:
    place = np.array([2.0, 1.4, 2.0])
    motion, _ = meet(stand(), [Goal("head", 60, 90, place, gaze=True)])
    pos, world = motion.globals()
    face = quat.rotate(world[:, R["head"]], np.array([0, 0, 1.0]))
    to = quat.normalize(place - pos[:, R["head"]])
    angle = np.degrees(np.arccos(np.clip((face * to).sum(-1), -1, 1)))
    assert angle[60:91].max() < 5 and angle[0] > 30


def test_what_the_skeleton_or_the_take_lacks_is_told() -> None:
    with pytest.raises(ValueError, match="after the motion's last"):
        meet(stand(50), [Goal("head", 50, 50, np.zeros(3))])
    with pytest.raises(ValueError, match="no tail"):
        meet(stand(50), [Goal("tail", 5, 5, np.zeros(3))])


def test_goals_that_share_frames_go_together_and_weights_are_smooth() -> None:
    goals = [
        Goal("head", 40, 50, np.zeros(3)),
        Goal("pelvis", 10, 20, np.zeros(3)),
        Goal("left_wrist", 45, 60, np.zeros(3)),
    ]
    assert [[goal.first for goal in group] for group in events(goals)] == [[10], [40, 45]]
    w = weight(np.arange(100), 40, 50, 20)
    assert (w[40:51] == 1).all() and w[20] == 0 and w[70] == 0 and np.abs(np.diff(w, n=2)).max() < 0.02


def test_without_a_move_feet_stay() -> None:
    feet, lift, contacts = footing(stand(40), Move(np.zeros(3), np.zeros(3), 0.0), np.linspace(0, 1, 40), 1.0)
    assert not lift.any() and contacts.all() and feet.shape == (40, 2)


def test_a_foot_in_the_air_where_it_begins_does_not_jump() -> None:
    weights = np.concatenate([np.linspace(0, 1, 30), np.linspace(1, 0, 30)])
    motion = stand(60)
    contacts = motion.contacts.copy()
    contacts[:12, :2] = contacts[50:, 2:] = False  # the left foot is up as it begins, the right as it ends
    up = Motion(motion.skeleton, motion.fps, motion.root_pos, motion.rot, contacts)
    feet, _, _ = footing(up, Move(np.zeros(3), np.array([0.0, 0.0, 0.5]), 0.0), weights, 1.0)
    assert feet[0, 0] < 0.02 and feet[-1, 1] < 0.02
    assert np.abs(np.diff(feet, axis=0)).max() < 0.25
