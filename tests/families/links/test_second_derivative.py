"""Second derivatives of inverse links, against differences."""

from dataclasses import dataclass

import numpy as np
import pytest

from rglm.families import Link, power, tweedie
from rglm.families.links.link_names import LINKS

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


def test_a_link_without_its_own_has_a_difference():
    eta = np.array([-2.0, 0.01, 0.5, 3.0])
    # a rounding of mu_eta, 1.1e-16, over the smallest step, 0.01 times the cube root of 2.2e-16
    rounding = 2e-9 * np.cosh(eta)
    assert (np.abs(Odd().d2mu_deta2(eta) - np.sinh(eta)) < rounding).all()
