"""Euler angles in any order, against quaternions and at their poles."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from retarget import euler, quat


@pytest.mark.parametrize("order", ["xyz", "xzy", "yxz", "yzx", "zxy", "zyx"])
def test_the_order_names_the_factors_from_the_left(order):
    angles = np.random.default_rng(2).normal(size=(50, 3))
    want = Rotation.from_euler(order.upper(), angles).as_quat()[:, [3, 0, 1, 2]]
    assert quat.angle_between(euler.from_euler(angles, order), want).max() < 1e-6


@pytest.mark.parametrize("order", ["xyz", "xzy", "yxz", "yzx", "zxy", "zyx"])
def test_angles_are_exact_at_the_poles_too(order):
    rng = np.random.default_rng(1)
    q = quat.normalize(rng.normal(size=(500, 4)))
    angles = rng.normal(size=(100, 3))
    angles[:, 1] = np.repeat([np.pi / 2, -np.pi / 2], 50)
    poles = euler.from_euler(angles, order)
    q = np.concatenate([q, poles, poles + rng.normal(size=poles.shape) * 1e-7])
    q = quat.normalize(q)
    assert quat.angle_between(euler.from_euler(euler.to_euler(q, order), order), q).max() < 1e-6
