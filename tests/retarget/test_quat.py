"""Quaternion algebra against scipy's Rotation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from retarget import quat

RNG = np.random.default_rng(0)


def random_quats(*shape: int) -> np.ndarray:
    return quat.normalize(RNG.normal(size=(*shape, 4)))


def scipy_of(q: np.ndarray) -> Rotation:
    return Rotation.from_quat(q[..., [1, 2, 3, 0]])


def same(a: np.ndarray, b: np.ndarray) -> None:
    np.testing.assert_allclose(quat.angle_between(a, b), 0, atol=1e-6)


def of_scipy(rotation: Rotation) -> np.ndarray:
    return rotation.as_quat()[..., [3, 0, 1, 2]]


def test_product_inverse_and_rotation():
    a, b, v = random_quats(200), random_quats(200), RNG.normal(size=(200, 3))
    same(quat.multiply(a, b), of_scipy(scipy_of(a) * scipy_of(b)))
    same(quat.inverse(a), of_scipy(scipy_of(a).inv()))
    np.testing.assert_allclose(quat.rotate(a, v), scipy_of(a).apply(v), atol=1e-12)


def test_shapes_broadcast_and_precision_is_kept():
    a, b = random_quats(7, 1).astype(np.float32), random_quats(5).astype(np.float32)
    assert quat.multiply(a, b).shape == (7, 5, 4) and quat.multiply(a, b).dtype == np.float32
    assert quat.rotate(a, np.ones(3, np.float32)).shape == (7, 1, 3)
    assert quat.slerp(a[:, 0], a[:, 0], np.full(7, 0.3)).dtype == np.float32


def test_conversions_there_and_back():
    q = random_quats(300)
    halves = np.array([[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0.6, 0.8, 0], [1, 0, 0, 0]], float)
    q = np.concatenate([q, halves])
    np.testing.assert_allclose(quat.to_matrix(q), scipy_of(q).as_matrix(), atol=1e-12)
    same(quat.from_matrix(quat.to_matrix(q)), q)
    same(quat.from_6d(quat.to_6d(q)), q)
    same(quat.from_rotvec(quat.to_rotvec(q)), q)
    np.testing.assert_allclose(quat.to_rotvec(q[:300]), scipy_of(q[:300]).as_rotvec(), atol=1e-9)
    np.testing.assert_allclose(quat.from_rotvec(np.zeros(3)), [1, 0, 0, 0])
    same(quat.from_axis_angle([0.0, 0, 1], np.array(0.7)), of_scipy(Rotation.from_euler("z", 0.7)))


def test_6d_of_a_network_is_made_orthogonal():
    q = quat.from_6d(RNG.normal(size=(50, 6)))
    np.testing.assert_allclose(np.linalg.norm(q, axis=-1), 1, atol=1e-9)


def test_between_is_the_smallest_rotation():
    a, b = RNG.normal(size=(2, 200, 3))
    q = quat.between(a, b)
    np.testing.assert_allclose(quat.rotate(q, quat.normalize(a)), quat.normalize(b), atol=1e-9)
    angle = np.arccos(np.sum(quat.normalize(a) * quat.normalize(b), axis=-1))
    np.testing.assert_allclose(quat.angle_between(q, quat.IDENTITY), angle, atol=1e-6)
    for v in np.eye(3):
        np.testing.assert_allclose(quat.rotate(quat.between(v, -v), v), -v, atol=1e-6)


@pytest.mark.parametrize("t", [0.0, 0.25, 0.5, 1.0])
def test_slerp_keeps_a_steady_rate_on_the_shorter_arc(t):
    a, b = random_quats(100), random_quats(100)
    whole = quat.angle_between(a, b)
    middle = quat.slerp(a, b, np.full(100, t))
    np.testing.assert_allclose(quat.angle_between(a, middle), t * whole, atol=1e-6)
    np.testing.assert_allclose(quat.angle_between(middle, b), (1 - t) * whole, atol=1e-6)
    same(quat.slerp(a, -a, np.full(100, t)), a)


def test_continuous_signs():
    q = np.array([quat.from_axis_angle(np.array([0, 1.0, 0]), np.array(x)) for x in np.linspace(3.0, 12, 60)])[:, None]
    flipped = q * RNG.choice([-1.0, 1.0], size=(60, 1, 1))
    smooth = quat.continuous(flipped)
    assert (np.sum(smooth[1:] * smooth[:-1], axis=-1) > 0).all() and smooth[0, 0, 0] >= 0
    same(smooth, q)
    assert len(quat.continuous(np.zeros((0, 3, 4)))) == 0


def test_swing_and_twist():
    q, axis = random_quats(100), quat.normalize(RNG.normal(size=(100, 3)))
    part = quat.twist(q, axis)
    swing = quat.multiply(q, quat.inverse(part))
    np.testing.assert_allclose(quat.rotate(part, axis), axis, atol=1e-9)
    np.testing.assert_allclose(np.sum(swing[:, 1:] * axis, axis=-1), 0, atol=1e-9)
    np.testing.assert_allclose(quat.twist([0.0, 1, 0, 0], [0.0, 1, 0]), [1, 0, 0, 0])
