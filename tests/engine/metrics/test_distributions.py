"""Measures on numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.metrics import distributions
from retarget import quat
from retarget.motion import Motion, canonical_skeleton


def standing(frames: int = 60, path: np.ndarray | None = None) -> Motion:
    root = np.tile(np.array([0, 0.9, 0], np.float32), (frames, 1)) if path is None else path
    return Motion(canonical_skeleton(), 30.0, root, np.tile(quat.IDENTITY, (len(root), 22, 1)))


def test_r_precision_of_matching_pairs_is_one_and_of_strangers_is_chance() -> None:
    rng = np.random.default_rng(0)
    text = distributions.unit(rng.normal(size=(320, 64)))
    assert distributions.r_precision(text, text + 0.01 * rng.normal(size=text.shape), rng) == (1.0, 1.0, 1.0)
    chance = [distributions.r_precision(text, rng.permutation(text), rng) for _ in range(20)]
    assert np.mean(chance, axis=0) == pytest.approx([1 / 32, 2 / 32, 3 / 32], abs=0.02)


def test_r_precision_counts_the_rank_of_the_own_motion() -> None:
    # Motions on a line; each text lies nearest to its right neighbour's motion, second nearest to its own.
    motion = np.arange(32, dtype=float)[:, None]
    text = motion + 0.6
    found = distributions.r_precision(text, motion, np.random.default_rng(1))
    assert found == (1 / 32, 1.0, 1.0)  # the last one has no right neighbour


def test_r_precision_gives_no_credit_to_a_collapsed_embedding() -> None:
    same = np.ones((64, 8))
    assert distributions.r_precision(same, same, np.random.default_rng(0)) == (0.0, 0.0, 0.0)


def test_r_precision_needs_a_pool() -> None:
    with pytest.raises(ValueError, match="at least 32"):
        distributions.r_precision(np.zeros((31, 4)), np.zeros((31, 4)), np.random.default_rng(0))


def test_mm_dist_and_distances() -> None:
    text, motion = np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([[3.0, 4.0], [1.0, 0.0]])
    assert distributions.mm_dist(text, motion) == 2.5
    assert distributions.distances(text, motion) == pytest.approx(np.array([[5.0, 1.0], [np.sqrt(20), 0.0]]))


def test_fid_of_a_set_with_itself_is_zero_and_of_a_shift_its_square() -> None:
    rows = np.random.default_rng(0).normal(size=(200, 16))
    assert distributions.fid(rows, rows) == pytest.approx(0, abs=1e-6)
    shift = np.zeros(16)
    shift[3] = 2.0
    assert distributions.fid(rows, rows + shift) == pytest.approx(4.0)


def test_fid_of_known_normals() -> None:
    # One dimension, (mean 0, sd 1) against (mean 1, sd 3): 1 + (3 - 1)^2.
    base = np.array([-1.0, 1.0])[:, None] / np.sqrt(2)  # variance 1 with n - 1
    assert distributions.fid(base, 1 + 3 * base) == pytest.approx(1 + 4)


def test_fid_is_symmetric_and_finite_with_fewer_samples_than_dimensions() -> None:
    rng = np.random.default_rng(0)
    a, b = distributions.unit(rng.normal(size=(20, 64))), distributions.unit(rng.normal(size=(24, 64)))
    assert np.isfinite(distributions.fid(a, b))
    assert distributions.fid(a, b) == pytest.approx(distributions.fid(b, a), rel=1e-6)


def test_diversity_and_multimodality() -> None:
    two = np.array([[0.0], [2.0]])
    assert distributions.diversity(two, np.random.default_rng(0)) == 2.0
    takes = np.array([[[0.0], [0.0], [3.0]], [[1.0], [1.0], [1.0]]])  # pairs: 0, 3, 3 and 0, 0, 0
    assert distributions.multimodality(takes) == 1.0


def test_interval_of_repeats() -> None:
    one = distributions.interval([1.0, 3.0])
    assert (one.mean, one.half) == pytest.approx((2.0, 1.96 * np.sqrt(2) / np.sqrt(2)))
    assert distributions.interval([5.0]).half == 0.0
    found = distributions.repeat(lambda rng: {"x": float(rng.random())}, 50, seed=3)["x"]
    again = distributions.repeat(lambda rng: {"x": float(rng.random())}, 50, seed=3)["x"]
    assert found == again
    assert abs(found.mean - 0.5) < 3 * found.half


def test_skate_and_jerk_of_a_slide() -> None:
    path = np.zeros((60, 3), np.float32)
    path[:, 1] = 0.9
    path[:, 2] = np.arange(60) / 30.0  # 1 m/s, feet on the floor
    slide = distributions.skate([standing(path=path)])
    assert slide["skate_share"] == 1.0
    assert slide["skate_mm"] == pytest.approx(1000 / 30, rel=1e-3)
    assert distributions.jerk([standing(path=path)]) < 1.0
    assert distributions.skate([standing()])["skate_share"] == 0.0


def test_jerk_of_a_cubic_is_its_third_derivative() -> None:
    time = np.arange(30) / 30.0
    path = np.stack([time * 0, 0.9 + 2.0 * time**3, time * 0], axis=1).astype(np.float32)
    assert distributions.jerk([standing(path=path)]) == pytest.approx(12.0, rel=0.05)


def test_peak_ratios() -> None:
    high = np.tile(np.array([0, 1.8, 0], np.float32), (10, 1))
    ratios = distributions.peak_ratios([standing(path=high)], [standing(10)])
    assert ratios["hips height"] == pytest.approx(2.0)
    assert ratios["ankle height"] > 10


def test_agreement_is_best_for_the_truth():
    rng = np.random.default_rng(0)
    real = rng.standard_normal((64, 8)).astype(np.float32)
    real /= np.linalg.norm(real, axis=1, keepdims=True)
    own, other = (distributions.agreement(real, seen, real, 0) for seen in (real, np.roll(real, 1, axis=0)))
    assert own["R@1"] == 1 and own["FID"] < 1e-4 and own["MM-Dist"] < 1e-6
    assert other["R@1"] < 0.2 and other["MM-Dist"] > own["MM-Dist"] and other["FID"] < 1e-4
