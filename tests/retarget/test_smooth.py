"""The numpy filters give scipy's numbers."""

import numpy as np
import pytest
from scipy import ndimage

from retarget import smooth


@pytest.mark.parametrize("shape", [(1,), (2, 3), (50,), (120, 3)])
def test_equal_to_scipy(shape):
    values = np.random.default_rng(0).normal(size=shape)
    wanted = ndimage.gaussian_filter1d(values, 4.0, axis=0, mode="nearest")
    np.testing.assert_allclose(smooth.gaussian(values, 4.0), wanted, atol=1e-12)
    for size in (1, 2, 5, 8):
        wanted = ndimage.uniform_filter1d(values, size, axis=0, mode="nearest")
        np.testing.assert_allclose(smooth.mean(values, size), wanted, atol=1e-12)
        wanted = ndimage.maximum_filter1d(values, size, axis=0, mode="nearest")
        np.testing.assert_allclose(smooth.maximum(values, size), wanted)


@pytest.mark.parametrize("frames", [1, 2, 3, 4, 7, 60])
def test_a_fitted_curve_is_the_least_squares_one(frames):
    rng = np.random.default_rng(frames)
    values, weights, cut = rng.normal(size=frames), rng.uniform(0.1, 2, frames), 0.08
    third = np.diff(np.eye(frames), 3, axis=0) if frames > 3 else np.zeros((0, frames))
    whole = np.diag(weights) + (2 * np.sin(np.pi * cut)) ** -6 * third.T @ third
    np.testing.assert_allclose(smooth.fitted(values, weights, cut), np.linalg.solve(whole, weights * values), atol=1e-9)


def test_a_fitted_curve_follows_what_is_slow_and_not_what_is_quick():
    at, one = np.arange(300), np.ones(300)
    for cycles, share in ((0.02, 1.0), (0.08, 0.5), (0.3, 0.0)):
        wave = np.sin(2 * np.pi * cycles * at)
        got = smooth.fitted(wave, one, 0.08)[50:-50] @ wave[50:-50] / (wave[50:-50] @ wave[50:-50])
        assert abs(got - share) < 0.02
