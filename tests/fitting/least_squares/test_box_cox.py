"""Moments of the powers of a response."""

import numpy as np
import pytest
from scipy.integrate import quad

from rglm.fitting.least_squares.box_cox import power_moment


@pytest.mark.parametrize("order", [0, 1, 2])
def test_moments_are_integrals(order):
    a = np.array([-30.0, -3.0, -0.11, -0.09, -1e-9, 0.0, 1e-5, 0.099, 0.101, 2.0, 20.0])
    wanted = [quad(lambda t, v=v: t**order * np.exp(v * t), 0, 1, epsabs=0)[0] for v in a]
    np.testing.assert_allclose(power_moment(a, order), wanted, rtol=1e-11)
