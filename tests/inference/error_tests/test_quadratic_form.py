"""The probability that an indefinite quadratic form is above zero."""

import numpy as np
import pytest
from scipy import integrate, stats

from rglm.inference.error_tests.quadratic_form import upper_probability


@pytest.mark.parametrize(("m", "k"), [(1, 1), (2, 3), (5, 1), (30, 40), (2, 200)])
@pytest.mark.parametrize("f", [0.05, 0.7, 1.0, 3.0, 40.0])
def test_a_form_of_two_values_is_that_of_F(m, k, f):
    """P(chi2_m / m > f chi2_k / k)."""
    c = np.concatenate([np.full(m, 1 / m), np.full(k, -f / k)])
    assert upper_probability(c) == pytest.approx(stats.f.sf(f, m, k), rel=1e-10)
    assert upper_probability(-c) == pytest.approx(stats.f.cdf(f, m, k), rel=1e-10)
    assert upper_probability(1e8 * c) == pytest.approx(upper_probability(c), rel=1e-12)


def test_a_small_probability_has_all_its_digits():
    c = np.concatenate([np.full(20, 1.0), np.full(20, -60.0)])
    assert 0 < stats.f.sf(60, 20, 20) < 1e-12
    assert upper_probability(c) == pytest.approx(stats.f.sf(60, 20, 20), rel=1e-9)


def test_many_different_values_as_by_simulation():
    rng = np.random.default_rng(4)
    c = np.linspace(-1.2, 2.1, 40) - 0.4
    share = ((rng.normal(size=(100_000, 40)) ** 2 @ c) > 0).mean()
    assert upper_probability(c) == pytest.approx(share, abs=0.005)
    assert upper_probability(c) + upper_probability(-c) == pytest.approx(1, abs=1e-13)


def test_forms_of_one_sign_and_of_none():
    assert upper_probability(np.array([1.0, 2.0, 0.0])) == 1.0
    assert upper_probability(np.array([-1.0, -2.0])) == 0.0
    assert upper_probability(np.zeros(3)) == 1.0
    assert upper_probability(np.zeros(0)) == 1.0


def imhof(c):
    """The same probability as the integral of Imhof (1961, Biometrika 48)."""

    def integrand(u):
        angle = np.arctan(c * u).sum() / 2
        return np.sin(angle) / u * np.exp(-np.log1p((c * u) ** 2).sum() / 4)

    return 0.5 + integrate.quad(integrand, 0, np.inf, limit=2000, epsabs=1e-12)[0] / np.pi


@pytest.mark.parametrize("m", [5, 30, 94, 400])
def test_it_is_the_integral_of_imhof(m):
    """Also of the Durbin-Watson statistic of many rows, where 15 terms of Pan's sum are few."""
    values = 4 * np.sin(np.pi * np.arange(1, m + 1) / (2 * (m + 1))) ** 2
    for d in (1.7, 2.0, 2.05):
        assert upper_probability(d - values) == pytest.approx(imhof(d - values), abs=1e-9)
