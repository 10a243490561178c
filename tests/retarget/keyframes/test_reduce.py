"""Few keys: the error that is asked for holds on the motion that the curves really make."""

from __future__ import annotations

import numpy as np
import pytest

from retarget import quat
from retarget.keyframes import curves
from retarget.keyframes.error import LOCATION, Body, Tolerance, Track, rotations
from retarget.keyframes.reduce import contact_edges, pose_frames, reduce
from retarget.motion import Motion, canonical_skeleton, forward_kinematics
from tests.retarget.figures import sway

ENDS = ("left_wrist", "right_wrist", "left_ankle", "right_ankle", "left_foot", "right_foot")


def body_of(motion: Motion) -> Body:
    pos, rot = motion.globals()
    skeleton = motion.skeleton
    ends = [skeleton.names.index(name) for name in ENDS]
    return Body(pos, rot, [int(p) for p in skeleton.parents], [True] * len(skeleton), ends)


def tracks_of(motion: Motion) -> list[Track]:
    names = motion.skeleton.names
    turns = [Track(name, motion.rot[:, j], "QUATERNION", j) for j, name in enumerate(names)]
    return [*turns, Track(names[0], motion.root_pos, LOCATION, 0)]


def redone(motion: Motion, found) -> Motion:
    """The motion that the curves make."""
    turned = [quat.normalize(curve.at_frames()) for curve in found.curves[:-1]]
    return Motion(motion.skeleton, motion.fps, found.curves[-1].at_frames(), np.stack(turned, axis=1))


def strays(motion: Motion, other: Motion) -> tuple[float, float]:
    """Largest error of any bone in degrees, and of hands and feet in m."""
    (pos, rot), (pos_b, rot_b) = motion.globals(), other.globals()
    degrees = np.degrees(quat.angle_between(rot.astype(float), rot_b.astype(float)).max())
    ends = [motion.skeleton.names.index(name) for name in ENDS]
    return float(degrees), float(np.linalg.norm(pos - pos_b, axis=-1)[:, ends].max())


@pytest.mark.parametrize(("degrees", "metres"), [(0.2, 0.001), (1.0, 0.008), (0.1, 1.0), (5.0, 0.002)])
def test_the_error_holds_in_the_world(degrees, metres):
    motion = sway(150, seed=3)
    found = reduce(tracks_of(motion), body_of(motion), Tolerance(degrees, metres))
    have = strays(motion, redone(motion, found))
    assert have[0] <= degrees * 1.02 + 0.02 and have[1] <= metres * 1.02, have
    assert have == pytest.approx((found.degrees, found.metres), rel=0.05, abs=0.02)
    assert sum(map(len, found.curves)) < 0.5 * 150 * len(found.curves)


def test_a_wider_error_needs_fewer_keys():
    motion = sway(150, seed=4)
    tracks, body = tracks_of(motion), body_of(motion)
    counts = [sum(map(len, reduce(tracks, body, Tolerance(d, d / 150)).curves)) for d in (0.1, 0.5, 2.0)]
    assert counts[0] > 1.2 * counts[1] > 1.5 * counts[2], counts


def test_keys_hold_the_motion_itself_and_components_share_them():
    motion = sway(90)
    found = reduce(tracks_of(motion), body_of(motion), Tolerance())
    for track, curve in zip(tracks_of(motion), found.curves, strict=True):
        assert curve.frames[0] == 0 and curve.frames[-1] == 89 and (np.diff(curve.frames) > 0).all()
        assert np.allclose(curve.values, track.values[curve.frames], atol=1e-7)
    assert (found.curves[0].frames == found.curves[-1].frames).all()  # the hips turn and travel on the same frames


def test_poses_and_a_groups_own_frames_are_keyed():
    motion = sway(90)
    poses, own = np.zeros(90, bool), np.zeros(90, bool)
    poses[[20, 41]], own[33] = True, True
    found = reduce(tracks_of(motion), body_of(motion), Tolerance(5, 0.1), poses, {"left_knee": own})
    assert all({0, 20, 41, 89} <= set(curve.frames.tolist()) for curve in found.curves)
    assert 33 in found.curves[motion.skeleton.names.index("left_knee")].frames


def test_what_is_still_gets_two_keys():
    motion = sway(60)
    rot = motion.rot.copy()
    rot[:, 15] = rot[0, 15]
    still = Motion(motion.skeleton, 30, motion.root_pos, rot)
    found = reduce(tracks_of(still), body_of(still), Tolerance(), np.ones(60, bool))
    assert found.curves[15].frames.tolist() == [0, 59]


def test_rotation_modes_agree_with_their_quaternions():
    rng = np.random.default_rng(0)
    turns = rng.uniform(-1, 1, (20, 3))
    x, y, z = (quat.from_axis_angle(np.eye(3)[i], turns[:, i]) for i in range(3))
    want = quat.multiply(z, quat.multiply(y, x))
    assert quat.angle_between(rotations(turns, "XYZ"), want).max() < 1e-6
    axis = quat.normalize(rng.normal(size=(20, 3)))
    four = np.concatenate([turns[:, :1], 3 * axis], axis=1)
    assert quat.angle_between(rotations(four, "AXIS_ANGLE"), quat.from_axis_angle(axis, turns[:, 0])).max() < 1e-6


def test_bones_that_do_not_inherit_and_tracks_without_a_joint():
    motion = sway(90, seed=5)
    pos, rot = motion.globals()
    count = len(motion.skeleton)
    body = Body(pos, rot, [-1] * count, [False] * count, [])
    tracks = [Track(n, rot[:, j], "QUATERNION", j) for j, n in enumerate(motion.skeleton.names)]
    tracks.append(Track("foot_ik", pos[:, 7] * 100, LOCATION, -1, 0.01))
    found = reduce(tracks, body, Tolerance(0.3, 0.002))
    for j, curve in enumerate(found.curves[:-1]):
        wrong = quat.angle_between(rotations(curve.at_frames(), "QUATERNION"), rot[:, j].astype(float))
        assert np.degrees(wrong.max()) <= 0.31
    assert np.linalg.norm(found.curves[-1].at_frames() - pos[:, 7] * 100, axis=-1).max() <= 0.201


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_short_clips(frames):
    motion = sway(frames)
    found = reduce(tracks_of(motion), body_of(motion), Tolerance())
    assert all(len(curve) == min(frames, len(curve)) and curve.frames[-1] == frames - 1 for curve in found.curves)
    assert strays(motion, redone(motion, found))[0] < 0.22


def test_an_error_of_nothing_is_refused():
    motion = sway(4)
    with pytest.raises(ValueError, match="above zero"):
        reduce(tracks_of(motion), body_of(motion), Tolerance(0, 0.001))


def test_contacts_are_poses():
    held = np.array([0, 0, 1, 1, 1, 0, 1, 1], bool)
    assert np.flatnonzero(contact_edges(held)).tolist() == [2, 4, 6]
    contacts = np.zeros((8, 4), bool)
    contacts[2:4, 0] = contacts[3:6, 1] = True  # heel, then toe: one stance
    assert np.flatnonzero(pose_frames(contacts, pins=(1, 99))).tolist() == [1, 2, 5]


def test_evaluate_meets_its_keys_and_a_straight_line():
    keys = np.array([[0.0, 1.0], [10.0, 4.0], [16.0, -2.0]])
    left = keys - [[2, 0], [8, 1], [3, 0]]
    right = keys - [[-14, -2], [-3, -1], [-1, -1]]  # the first reaches past the next key
    got = curves.evaluate(np.array([-5.0, 0, 10, 16, 40]), keys, left, right)
    assert np.allclose(got, [1, 1, 4, -2, -2])
    line = np.array([[0.0, 0.0], [9.0, 9.0]])
    frames = np.linspace(0, 9, 31)
    assert np.allclose(curves.evaluate(frames, line, line - 5, line + 5), frames, atol=1e-9)


def test_evaluate_is_the_bezier_of_its_parameter():
    a, b, c, d = np.array([[0.0, 0.0], [7.0, 3.0], [2.0, -4.0], [10.0, 1.0]])  # handles that cross in time
    t = np.linspace(0, 1, 200)[:, None]
    points = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t * t * c + t**3 * d
    assert (np.diff(points[:, 0]) > 0).all()
    got = curves.evaluate(points[:, 0], np.array([a, d]), np.array([a, c]), np.array([b, d]))
    assert np.abs(got - points[:, 1]).max() < 1e-9


def test_fitted_curves_are_the_beziers_of_their_handles():
    motion = sway(90)
    found = reduce(tracks_of(motion), body_of(motion), Tolerance(2, 0.02))
    for curve in (found.curves[3], found.curves[-1]):
        left, right = curve.handles()
        for c in range(curve.values.shape[1]):
            keys = np.stack([curve.frames, curve.values[:, c]], axis=-1).astype(float)
            dense = curves.evaluate(np.arange(90), keys, left[:, c], right[:, c])
            assert np.abs(dense - curve.at_frames()[:, c]).max() < 1e-9


def test_fit_finds_a_cubic_again():
    t = np.arange(31.0)
    cubic = (0.002 * t**3 - 0.1 * t * t + t)[None, :, None]
    key = np.zeros((1, 31), bool)
    key[0, [0, 12, 30]] = True
    slopes = curves.fit(cubic, key)
    assert np.allclose(slopes[0, [0, 12, 30], 0], (0.006 * t * t - 0.2 * t + 1)[[0, 12, 30]], atol=1e-3)
    assert np.abs(curves.sample(cubic, slopes, key) - cubic).max() < 1e-2


def test_forward_kinematics_of_the_result():
    """The curves' own motion stands where the body said it would: no hidden drift along a chain."""
    motion = sway(60, seed=9, skeleton=canonical_skeleton())
    again = redone(motion, reduce(tracks_of(motion), body_of(motion), Tolerance(0.2, 0.001)))
    pos, _ = forward_kinematics(again.skeleton, again.root_pos, again.rot)
    assert np.abs(pos - motion.globals()[0]).max() < 0.01
