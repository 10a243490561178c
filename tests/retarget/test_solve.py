"""Retargeting between rest poses, proportions and names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retarget import quat
from retarget.formats import bvh
from retarget.mapping import bone_map
from retarget.motion import ROLE_INDEX, Motion, Skeleton, canonical_skeleton
from retarget.solve import rest_alignment, retarget
from tests.retarget.figures import A_POSE, LIMBS, directions, limbs, posed_rest, random_rest, sway

SHARED = Path(__file__).parents[2].parent / "shared"
A_SHAPE = posed_rest(canonical_skeleton(), A_POSE)
SMALL = replace(canonical_skeleton(), offsets=canonical_skeleton().offsets * 0.5)


def long_legs() -> Skeleton:
    skeleton = canonical_skeleton()
    stretch = np.ones((22, 1), np.float32)
    stretch[[ROLE_INDEX[f"{s}_{j}"] for s in ("left", "right") for j in ("knee", "ankle")]] = 1.3
    return replace(skeleton, offsets=skeleton.offsets * stretch)


def under_root(skeleton: Skeleton) -> Skeleton:
    """The same rig with a root bone on the ground above its pelvis, turned as some exporters turn it."""
    turn = quat.from_axis_angle(np.array([1.0, 0, 0]), np.array(-np.pi / 2)).astype(np.float32)
    offsets, rest = skeleton.offsets.copy(), skeleton.rest.copy()
    offsets[0] = quat.rotate(quat.inverse(turn), np.array([0, 0.95, 0], np.float32))
    rest[0] = quat.multiply(quat.inverse(turn), rest[0])
    return Skeleton(
        ("Root", *skeleton.names), np.concatenate([[-1], skeleton.parents + 1]),
        np.concatenate([np.zeros((1, 3), np.float32), offsets]), np.concatenate([turn[None], rest]),
        ("", *skeleton.roles),
    )  # fmt: skip


TARGETS = {
    "T": canonical_skeleton(),
    "T, other rolls": random_rest(canonical_skeleton()),
    "A": A_SHAPE,
    "A, other rolls": random_rest(A_SHAPE, 8),
    "half size": SMALL,
    "long legs": long_legs(),
    "root bone": under_root(random_rest(A_SHAPE, 9)),
}


@pytest.mark.parametrize("name", TARGETS)
def test_limbs_point_the_same_way(name):
    motion, target = sway(), TARGETS[name]
    moved = retarget(motion, target)
    np.testing.assert_allclose(directions(moved, LIMBS), directions(motion, LIMBS), atol=2e-5)


@pytest.mark.parametrize("name", ["A", "A, other rolls", "T, other rolls", "root bone"])
def test_through_another_family_and_back(name):
    motion = limbs()
    back = retarget(retarget(motion, TARGETS[name]), canonical_skeleton())
    np.testing.assert_allclose(back.globals()[0], motion.globals()[0], atol=0.02)
    np.testing.assert_allclose(directions(back, LIMBS), directions(motion, LIMBS), atol=5e-5)
    middle = slice(5, -5)  # the bend plane is smoothed over a few frames
    error = quat.angle_between(back.globals()[1][middle], motion.globals()[1][middle])
    assert np.degrees(error.max()) < 3


@pytest.mark.parametrize("roll", [-1.2, 0.8])
def test_twist_comes_from_the_bend_and_not_from_the_source(roll):
    motion = limbs()
    twisted = motion.rot.copy()
    for name, child, axis in (("left_shoulder", "left_elbow", (1.0, 0, 0)), ("right_hip", "right_knee", (0, -1.0, 0))):
        a, b = ROLE_INDEX[name], ROLE_INDEX[child]
        turn = quat.from_axis_angle(np.array(axis), np.array(roll)).astype(np.float32)
        twisted[:, a] = quat.multiply(twisted[:, a], turn)
        twisted[:, b] = quat.multiply(quat.inverse(turn), twisted[:, b])
    # the limb goes the same way, with its upper bone rolled: a rig whose rest roll lies about its twist
    source = replace(motion, rot=twisted, skeleton=replace(motion.skeleton, names=tuple(f"b{n}" for n in range(22))))
    fixed = retarget(source, canonical_skeleton())
    for joint in ("left_shoulder", "right_hip"):
        j = ROLE_INDEX[joint]
        error = np.degrees(quat.angle_between(fixed.globals()[1][8:-8, j], motion.globals()[1][8:-8, j]))
        assert error.max() < 0.35 * np.degrees(abs(roll)) and error.mean() < 12


def test_posture_is_carried_as_turns_from_rest():
    bowed = posed_rest(
        canonical_skeleton(), {"spine1": (0.2, 0, 0), "neck": (-0.3, 0, 0), "left_collar": (0, 0.5, 0.2)}
    )
    still = Motion(canonical_skeleton(), 30, np.array([[0, 0.98, 0]]), np.tile(quat.IDENTITY, (1, 22, 1)))
    moved = retarget(still, bowed)
    torso = [ROLE_INDEX[r] for r in ("pelvis", "spine1", "spine2", "spine3", "neck", "head", "left_collar")]
    assert quat.angle_between(moved.rot[:, torso], quat.IDENTITY).max() < 1e-3


def test_hips_move_in_proportion_to_the_legs():
    motion = sway()
    moved = retarget(motion, SMALL)
    travel, scaled = np.ptp(motion.root_pos, axis=0), np.ptp(moved.root_pos, axis=0)
    np.testing.assert_allclose(scaled[[0, 2]], travel[[0, 2]] * 0.5, atol=1e-3)
    stand = Motion(canonical_skeleton(), 30, np.array([[0, 0.98, 0]]), np.tile(quat.IDENTITY, (1, 22, 1)))
    for target in TARGETS.values():
        feet = retarget(stand, target)
        height = feet.globals()[0][0, target.role_joint["left_ankle"], 1]
        assert abs(height - rest_alignment(target).ankle) < 0.01  # it stands on the floor, at its own size


def test_in_place():
    moved = retarget(sway(), A_SHAPE, in_place=True)
    assert np.ptp(moved.root_pos[:, [0, 2]], axis=0).max() == 0 and np.ptp(moved.root_pos[:, 1]) > 0


def test_the_canonical_skeleton_is_the_hub_itself():
    motion = sway()
    moved = retarget(motion, canonical_skeleton())
    np.testing.assert_allclose(moved.rot, motion.rot, atol=1e-5)
    np.testing.assert_allclose(moved.root_pos, motion.root_pos, atol=1e-5)


def test_optional_bones_may_be_missing():
    whole = canonical_skeleton()
    gone = ("spine1", "spine2", "neck", "left_collar", "right_collar", "left_foot", "right_foot")
    kept = [i for i, n in enumerate(whole.names) if n not in gone]
    pos = whole.rest_globals()[0]
    parents, offsets = [], []
    for i in kept:
        up = int(whole.parents[i])
        while up >= 0 and up not in kept:
            up = int(whole.parents[up])
        parents.append(kept.index(up) if up >= 0 else -1)
        offsets.append(pos[i] - (pos[up] if up >= 0 else 0))
    names = tuple(whole.names[i] for i in kept)
    bare = Skeleton(names, np.array(parents), np.array(offsets), roles=names)
    moved = retarget(limbs(), bare)
    np.testing.assert_allclose(directions(moved, LIMBS), directions(limbs(), LIMBS), atol=2e-5)
    back = retarget(moved, whole)
    assert np.isfinite(back.rot).all()
    np.testing.assert_allclose(directions(back, LIMBS), directions(limbs(), LIMBS), atol=2e-5)


def test_a_figure_that_faces_another_way():
    turn = quat.from_axis_angle(np.array([0, 1.0, 0]), np.array(np.pi)).astype(np.float32)
    plain = canonical_skeleton()
    turned = replace(plain, offsets=quat.rotate(turn, plain.offsets))
    moved = retarget(limbs(), turned)
    np.testing.assert_allclose(directions(moved, LIMBS), quat.rotate(turn, directions(limbs(), LIMBS)), atol=2e-5)


def test_missing_roles_are_named():
    plain = canonical_skeleton()
    bare = replace(plain, roles=tuple("" if r == "left_knee" else r for r in plain.roles))
    with pytest.raises(ValueError, match="left_knee"):
        retarget(sway(), bare)


def test_a_captured_clip_crosses_to_every_target():
    path = SHARED / "rigs" / "cmu_mb31_49_03.bvh"
    if not path.exists():
        pytest.skip(f"the shared data beside the checkout is absent: {path}")
    clip = bvh.read_bvh(path, scale=0.0564)
    clip = replace(clip, skeleton=bone_map.matched(clip.skeleton))
    for target in TARGETS.values():
        moved = retarget(clip, target)
        assert np.isfinite(moved.rot).all() and np.isfinite(moved.root_pos).all()
        np.testing.assert_allclose(directions(moved, LIMBS), directions(clip, LIMBS), atol=5e-4)
        step = quat.angle_between(moved.rot[1:], moved.rot[:-1])
        assert np.degrees(step.max()) < 25  # at 120 frames a second: no limb flips over
