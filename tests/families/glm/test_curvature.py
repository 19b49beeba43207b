"""What bias reduction asks of links and families: derivatives against differences."""

from dataclasses import dataclass

import numpy as np
import pytest

from rglm.families import (
    Gamma,
    Link,
    binomial,
    gaussian,
    inverse_gaussian,
    poisson,
    power,
    tweedie,
)
from rglm.families.glm.family_names import as_family
from rglm.families.glm.gamma import gamma_normalizer
from rglm.families.links.link_names import LINKS
from rglm.families.numerics.density_normalizer import normal_normalizer

# a central difference of step h has an error of about h^2 + eps/h
STEP, RTOL = 1e-5, 1e-6

SIGNED = ("logit", "probit", "cauchit", "cloglog", "log", "identity", "inverse")
BOTH = np.array([-4.0, -2.5, -1.0, -0.3, 0.2, 0.7, 1.1])
POSITIVE = np.array([0.05, 0.4, 1.0, 3.0, 8.0])
EVERY = [
    *LINKS.values(),
    power(0.5),
    power(1 / 3),
    power(2),
    tweedie(1.5).link,
    tweedie(1.5, 0).link,
    tweedie(1.5, 1).link,
]


def slope(function, at, step=STEP):
    return (function(at + step) - function(at - step)) / (2 * step)


@pytest.mark.parametrize("link", EVERY, ids=lambda link: link.name)
def test_second_derivative_of_every_link(link):
    eta = BOTH if link.name in SIGNED else POSITIVE
    expected = slope(link.mu_eta, eta, STEP * np.abs(eta))
    # what cancels in a difference is measured by the slope
    atol = 1e-9 * np.abs(link.mu_eta(eta) / eta)
    np.testing.assert_allclose(link.d2mu_deta2(eta), expected, rtol=RTOL, atol=atol.max())
    assert link.d2mu_deta2(eta).shape == eta.shape


@pytest.mark.parametrize("name", ["logit", "probit", "cauchit", "cloglog", "log"])
def test_far_tails_stay_finite_beside_the_slope(name):
    link, eta = LINKS[name], np.array([-1e6, -800.0, -50.0, 50.0, 800.0, 1e6])
    ratio = link.d2mu_deta2(eta) / link.mu_eta(eta)
    assert np.isfinite(ratio).all()


@dataclass(frozen=True)
class Odd(Link):
    """eta = asinh(mu): a link of one's own, which gives no second derivative."""

    name = "odd"

    def linkfun(self, mu):
        """Return asinh(mu)."""
        return np.arcsinh(mu)

    def linkinv(self, eta):
        """Return sinh(eta)."""
        return np.sinh(eta)

    def mu_eta(self, eta):
        """Return cosh(eta)."""
        return np.cosh(eta)

    def valideta(self, eta):
        """Every eta is valid."""
        return True


def test_a_link_of_ones_own_needs_none():
    eta = np.array([-2.0, 0.01, 0.5, 3.0])
    # a rounding of mu_eta, 1.1e-16, over the smallest step, 0.01 times the cube root of 2.2e-16
    rounding = 2e-9 * np.cosh(eta)
    assert (np.abs(Odd().d2mu_deta2(eta) - np.sinh(eta)) < rounding).all()


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


def test_off_edge():
    y, weights = np.array([0.0, 1.0, 0.5, 1.0]), np.array([1.0, 3.0, 2.0, 0.0])
    moved, more = binomial().shrink_response(y, weights, 0.25)
    np.testing.assert_allclose(more, [1.5, 3.5, 2.5, 0])
    np.testing.assert_allclose(moved, [0.25 / 1.5, 3.25 / 3.5, 0.5, 1.0])
    counts, same = poisson().shrink_response(np.array([0.0, 3.0]), weights[:2], 0.25)
    assert counts.tolist() == [0.25, 3.25]
    assert same.tolist() == [1.0, 3.0]
    assert gaussian().shrink_response(y, weights, 0.25)[0] is y
