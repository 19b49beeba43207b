"""Derivatives of the normalizer that the dispersion adds to a density, against differences."""

import numpy as np
import pytest

from rglm.families import Gamma, gaussian, inverse_gaussian
from rglm.families.glm.family_names import as_family
from rglm.families.glm.gamma import gamma_normalizer
from rglm.families.numerics.density_normalizer import normal_normalizer

# a central difference of step h has an error of about h^2 + eps/h
STEP, RTOL = 1e-5, 1e-6


def slope(function, at, step=STEP):
    return (function(at + step) - function(at - step)) / (2 * step)


K = np.array([0.01, 0.5, 1.0, 3.0, 20.0, 49.0, 51.0, 300.0])


@pytest.mark.parametrize("normalizer", [normal_normalizer, gamma_normalizer])
def test_derivatives_of_the_normalizer_follow_from_each_other(normalizer):
    # the argument is -k, so that each is minus the slope of the one before in k
    for order in (0, 1):
        found = -slope(lambda k, i=order: normalizer(k)[i], K, 1e-4 * K)
        np.testing.assert_allclose(normalizer(K)[order + 1], found, rtol=1e-6)


@pytest.mark.parametrize("family", [gaussian(), Gamma(), inverse_gaussian()], ids=str)
def test_the_first_derivative_is_that_of_the_density(family):
    # log f = -(d/phi + a(-1/phi))/2 + c(y), so that 2 phi^2 dlogf/dphi = d - a'
    y, mu, one = np.array([0.7, 2.0]), np.array([1.1, 1.3]), np.ones(2)
    for phi in (0.01, 0.3, 4.0):
        found = slope(lambda p: family.log_density(y, mu, one, one, p), phi, 1e-4 * phi)
        expected = family.dev_resids(y, mu, one) - family.normalizer_derivatives(one / phi)[0]
        np.testing.assert_allclose(2 * phi**2 * found, expected, rtol=1e-6)


def test_series_and_polygamma_meet():
    below, above = (gamma_normalizer(np.array([50 * (1 + e)])) for e in (-1e-12, 1e-12))
    np.testing.assert_allclose(below, above, rtol=1e-11)


def test_families_without_a_density_say_so():
    for name in ("quasi", "quasipoisson", "quasibinomial"):
        with pytest.raises(ValueError, match=f"for the {name} family"):
            as_family(name).normalizer_derivatives(np.ones(1))
