"""Exact keys: what is kept stays to the bit, and what is made leaves and meets it in value and speed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from retarget import constraints, quat
from retarget.mask import GROUPS, PARTS, Mask, keep_all_but, parts_of, roles_of
from retarget.motion import Motion, canonical_skeleton


def wander(seed: int, frames: int = 90, speed: float = 1.0) -> Motion:
    """A smooth random motion that travels."""
    rng = np.random.default_rng(seed)
    skeleton = canonical_skeleton()
    t = np.linspace(0, 1, frames)[:, None, None]
    phase, size = rng.uniform(0, 6.28, (1, 22, 3)), rng.uniform(0, 0.4, (1, 22, 3))
    rot = quat.from_rotvec(size * np.sin(2 * np.pi * 2 * t + phase))
    yaw = quat.from_axis_angle(
        np.array([0.0, 1.0, 0.0]), rng.uniform(-2, 2) + np.linspace(0, rng.uniform(-2, 2), frames)
    )
    rot[:, 0] = quat.multiply(yaw, rot[:, 0])
    way = np.cumsum(rng.normal(0, 0.002, (frames, 3)) + np.array([0.01 * speed, 0, 0.02 * speed]), axis=0)
    way += np.array([0, 0.9, 0])
    return Motion(skeleton, 30.0, way, quat.continuous(rot), rng.random((frames, 4)) > 0.5)


def masks(rng: np.random.Generator, frames: int) -> Mask:
    """Any frames, runs and pins, of any parts."""
    again = np.zeros(frames, bool)
    for _ in range(rng.integers(1, 4)):
        first = int(rng.integers(0, frames))
        again[first : first + int(rng.integers(1, 40))] = True
    again[rng.integers(0, frames, 2)] = False
    parts = rng.choice(list(GROUPS), int(rng.integers(1, 4)), replace=False)
    return keep_all_but(canonical_skeleton(), again, parts)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_kept_stays_to_the_bit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    source, made, keep = wander(seed), wander(seed + 100), masks(rng, 90)
    done = constraints.conform(made, source, keep)
    assert np.array_equal(done.root_pos[keep.root], source.root_pos[keep.root])
    assert np.array_equal(done.rot[keep.joints], source.rot[keep.joints])
    assert np.isfinite(done.rot).all() and np.allclose(np.linalg.norm(done.rot, axis=-1), 1, atol=1e-5)


def test_nothing_kept_changes_nothing() -> None:
    made = wander(1)
    keep = keep_all_but(made.skeleton, np.ones(90, bool))
    assert np.array_equal(constraints.conform(made, wander(2), keep).rot, made.rot)


def test_seams_are_as_smooth_as_the_motion() -> None:
    """The step across each seam is between the steps beside it, whatever was made."""
    source, made = wander(3), wander(4)
    again = np.zeros(90, bool)
    again[30:60] = True
    done = constraints.conform(made, source, keep_all_but(source.skeleton, again))
    pos, _ = done.globals()
    own, _ = source.globals()
    fake, _ = made.globals()
    jump = np.linalg.norm(np.diff(pos, n=2, axis=0), axis=-1).max(axis=1)
    usual = max(np.linalg.norm(np.diff(p, n=2, axis=0), axis=-1).max() for p in (own, fake))
    # Joints that start half a turn away must still be brought round within the fade.
    assert jump[28:32].max() < 5 * usual and jump[58:62].max() < 5 * usual


def test_the_same_motion_comes_back_as_it_was() -> None:
    source = wander(5)
    again = np.zeros(90, bool)
    again[20:70] = True
    done = constraints.conform(source, source, keep_all_but(source.skeleton, again))
    assert np.allclose(done.root_pos, source.root_pos, atol=1e-5)
    assert np.abs(np.sum(done.rot * source.rot, axis=-1)).min() > 1 - 1e-6


def test_a_turned_and_moved_copy_comes_back() -> None:
    """A sampler doesn't know where in the world it is: the root's path is found again from the kept frames."""
    source = wander(6)
    turn = quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), np.float64(1.3))
    rot = source.rot.copy()
    rot[:, 0] = quat.multiply(turn, rot[:, 0])
    elsewhere = quat.rotate(turn, source.root_pos) + np.array([3, 0, -2])
    moved = replace(source, root_pos=elsewhere, rot=quat.continuous(rot))
    again = np.zeros(90, bool)
    again[20:70] = True
    done = constraints.conform(moved, source, keep_all_but(source.skeleton, again))
    assert np.abs(done.root_pos - source.root_pos).max() < 2e-3
    # At an open end, too.
    again[:] = True
    again[:30] = False
    done = constraints.conform(moved, source, keep_all_but(source.skeleton, again))
    assert np.abs(done.root_pos - source.root_pos).max() < 2e-3


def test_the_gap_of_a_long_way_is_shared_where_the_figure_walks() -> None:
    """A figure that stands for a second within the gap is not dragged over the floor there."""
    source = wander(7, speed=2.0)
    made = wander(8)
    root = made.root_pos.copy()
    root[40:60, [0, 2]] = root[40, [0, 2]]
    root[60:, [0, 2]] += root[40, [0, 2]] - root[60, [0, 2]] + [0.01, 0.02]
    made = replace(made, root_pos=root)
    again = np.zeros(90, bool)
    again[20:80] = True
    done = constraints.conform(made, source, keep_all_but(source.skeleton, again))
    step = np.linalg.norm(np.diff(done.root_pos[:, [0, 2]], axis=0), axis=-1)
    assert step[42:58].max() < 0.35 * step[22:38].mean()


def test_parts_by_name() -> None:
    assert parts_of(["arms", "left_arm"]) == ("left_arm", "right_arm")
    with pytest.raises(ValueError, match="no body part “tail”"):
        parts_of(["tail"])
    skeleton = canonical_skeleton()
    keep = keep_all_but(skeleton, np.ones(3, bool), ["upper"])
    assert keep.root.all()
    free = {name for j, name in enumerate(skeleton.names) if not keep.joints[0, j]}
    assert free == {n for p in ("torso", "head", "left_arm", "right_arm") for n in PARTS[p]}


def test_joints_by_name() -> None:
    assert roles_of("left_elbow") == ("left_elbow",) and roles_of("tail") == ()
    assert roles_of("legs") == tuple(f"{s}_{j}" for s in ("left", "right") for j in ("hip", "knee", "ankle", "foot"))
    assert sorted(roles_of("body")) == sorted(canonical_skeleton().names)


def test_mismatched_motions_are_refused() -> None:
    keep = keep_all_but(canonical_skeleton(), np.ones(90, bool), ["head"])
    with pytest.raises(ValueError, match="one length"):
        constraints.conform(wander(1, 80), wander(2), keep)


def test_interpolation_meets_the_kept_frames_and_is_straight_between() -> None:
    source = wander(9)
    kept = np.zeros(90, bool)
    kept[[10, 40, 41, 80]] = True
    joints = np.tile(kept[:, None], (1, 22))
    filled = constraints.interpolate(source, Mask(kept, joints))
    assert np.array_equal(filled.root_pos[kept], source.root_pos[kept])
    assert np.allclose(filled.root_pos[25], (source.root_pos[10] + source.root_pos[40]) / 2, atol=1e-6)
    assert np.allclose(filled.root_pos[:10], source.root_pos[10]) and np.allclose(filled.rot[81:], source.rot[80])
    half = quat.slerp(source.rot[10], source.rot[40], np.full(22, 0.5))
    assert np.abs(np.sum(filled.rot[25] * half, axis=-1)).min() > 1 - 1e-6


def test_easing_meets_the_speeds_around_a_gap() -> None:
    source = wander(12)
    again = np.zeros(90, bool)
    again[30:45] = True
    keep = keep_all_but(source.skeleton, again)
    plain, eased = constraints.interpolate(source, keep), constraints.eased(source, keep)
    jumps = [np.linalg.norm(np.diff(m.globals()[0], n=2, axis=0), axis=-1).max(axis=1) for m in (plain, eased)]
    assert jumps[1][28:30].max() < 0.7 * jumps[0][28:30].max()
    there = [np.linalg.norm(m.globals()[0] - source.globals()[0], axis=-1)[again].mean() for m in (plain, eased)]
    assert there[1] < there[0]
    assert np.array_equal(eased.rot[~again], source.rot[~again])


def test_misfit_is_nothing_for_the_source_and_grows() -> None:
    source = wander(10)
    again = np.zeros(90, bool)
    again[30:60] = True
    keep = keep_all_but(source.skeleton, again)
    bent = source.rot.copy()
    bent[60:] = quat.multiply(quat.from_rotvec(np.array([0.3, 0, 0])), bent[60:])
    assert constraints.misfit(source, source, keep) < 1e-6
    little, much = (
        constraints.misfit(replace(source, rot=bent), source, keep),
        constraints.misfit(wander(11), source, keep),
    )
    assert 0.05 < little < much
