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
