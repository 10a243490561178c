"""Feet whose recording stands them on an edge: told from planted frames, rolled back without moving a joint."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retarget import quat
from retarget.feet import contact, soles
from retarget.feet.legs import legs_of
from retarget.motion import Motion, Skeleton, canonical_skeleton
from tests.retarget.feet.test_contact import walk
from tests.retarget.figures import random_rest

EDGES = np.radians([-55.0, 48.0])


def on_edges(motion: Motion, angles: np.ndarray) -> Motion:
    """The motion with its feet rolled by `angles` (2,) or (T, 2) rad about the way that they head."""
    rot = motion.rot.copy()
    for side, leg in enumerate(legs_of(motion.skeleton)):
        angle = np.broadcast_to(angles, (len(motion), 2))[:, side]
        roll = quat.from_axis_angle(soles._ahead(leg), angle)
        rot[:, leg.ankle] = quat.multiply(rot[:, leg.ankle], roll)
    return replace(motion, rot=rot.astype(np.float32))


def walked() -> Motion:
    motion = walk()
    return replace(motion, contacts=contact.detect(motion))


def turned(one: Motion, other: Motion) -> float:
    """The largest angle in degrees between their rotations."""
    return float(np.degrees(quat.angle_between(one.rot, other.rot).max()))


def test_a_recordings_roll_is_told_from_its_planted_feet():
    assert soles.rolled(on_edges(walked(), EDGES)) == pytest.approx(EDGES, abs=0.01)


def test_a_recording_is_rolled_back_to_what_it_was():
    flat, rolled = walked(), on_edges(walked(), EDGES)
    level = soles.levelled(rolled, soles.rolled(rolled))
    assert turned(level, flat) < 1
    assert level.globals()[0] == pytest.approx(flat.globals()[0], abs=2e-3)


def test_rigs_with_axes_of_their_own():
    flat = walked()
    skeleton = random_rest(canonical_skeleton())
    same = replace(flat, skeleton=skeleton, rot=_on(flat, skeleton))
    assert same.globals()[0] == pytest.approx(flat.globals()[0], abs=1e-4)
    assert soles.rolled(on_edges(same, EDGES)) == pytest.approx(EDGES, abs=0.02)


def _on(motion: Motion, skeleton: Skeleton) -> np.ndarray:
    """Local rotations with which a skeleton of other bone axes stands as the motion does."""
    _, world = motion.globals()
    _, rest = skeleton.rest_globals()
    wanted = quat.multiply(world, rest)
    above = np.where((skeleton.parents < 0)[:, None], quat.IDENTITY, wanted[:, np.maximum(skeleton.parents, 0)])
    return quat.multiply(quat.inverse(quat.multiply(above, skeleton.rest)), wanted).astype(np.float32)


def test_feet_that_are_never_planted_tell_nothing():
    motion = walk()
    assert np.isnan(soles.rolled(replace(motion, contacts=np.zeros((len(motion), 4), bool)))).all()


def test_a_foot_on_its_toes_tells_nothing():
    motion = walked()
    leg = legs_of(motion.skeleton)[0]
    rot = motion.rot.copy()
    rot[:, leg.ankle] = quat.multiply(rot[:, leg.ankle], quat.from_axis_angle(np.array([1.0, 0, 0]), np.array(0.9)))
    tiptoe = replace(motion, rot=rot.astype(np.float32), contacts=np.ones((len(motion), 4), bool))
    assert np.isnan(soles.rolled(tiptoe)[0])


def test_a_take_that_stands_on_its_soles_is_left_alone():
    for motion in (walked(), on_edges(walked(), np.radians([5.0, -5.0]))):
        assert np.array_equal(soles.laid(motion).rot, motion.rot)


def edge(motion: Motion) -> float:
    """How far in degrees a planted foot of a motion is rolled at most."""
    rot, legs = motion.globals()[1], legs_of(motion.skeleton)
    rolls = [soles._roll(rot, motion.contacts, side, leg, soles._ahead(leg)) for side, leg in enumerate(legs)]
    return float(np.degrees(max(np.abs(roll[flat]).max() for roll, flat in rolls)))


def test_a_take_whose_feet_roll_over_in_its_middle_is_laid_there():
    flat = walked()
    share = np.clip(np.sin(np.linspace(0, np.pi, len(flat))), 0, 1)[:, None]
    rolled = on_edges(flat, share * EDGES)
    laid = soles.laid(rolled)
    assert edge(laid) < 20 < edge(rolled)
    assert laid.globals()[0] == pytest.approx(rolled.globals()[0], abs=1e-5)
    # No frame turns a foot by a jerk that was not there.
    step = np.degrees(quat.angle_between(laid.rot[1:], laid.rot[:-1])).max()
    assert step < np.degrees(quat.angle_between(rolled.rot[1:], rolled.rot[:-1])).max() + 3


def test_without_contacts_nothing_is_known():
    motion = replace(on_edges(walk(), EDGES), contacts=np.zeros((len(walk()), 4), bool))
    assert np.array_equal(soles.laid(motion).rot, motion.rot)
