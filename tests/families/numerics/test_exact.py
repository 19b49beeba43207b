"""Deviances and densities beside the same formulas in fifty digits."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from rglm.families import Gamma, binomial, negative_binomial, poisson, tweedie
from rglm.families.glm.binomial import binomial_logpmf_at_mean
from rglm.families.glm.gamma import gamma_logpdf_at_mean
from rglm.families.glm.negative_binomial import negbin_logpmf_at_mean
from rglm.families.glm.poisson import poisson_logpmf_at_mean
from rglm.families.numerics.log_density import stirling_error

# A few roundings each: the closed forms lose a digit or so where the integral takes over.
RTOL = 2e-14
STEPS = [1e-12, 1e-9, 1e-6, 1e-3, 0.05, 0.0999, 0.11, 0.5, 3.0]
MEANS = [1e-7, 0.04, 0.9, 3.7, 1e6]
CLOSE = [(m * (1 + s), m) for m in MEANS for t in STEPS for s in (t, -t) if s > -1]


def ratio(a, b):
    return (a / b).ln()


def exact_poisson(y, mu):
    return 2 * (y * ratio(y, mu) - (y - mu))


def exact_binomial(y, mu):
    return 2 * (y * ratio(y, mu) + (1 - y) * ratio(1 - y, 1 - mu))


def exact_gamma(y, mu):
    return 2 * ((y - mu) / mu - ratio(y, mu))


def exact_negative_binomial(theta):
    def unit(y, mu):
        return 2 * (y * ratio(y, mu) - (y + theta) * ratio(y + theta, mu + theta))

    return unit


def exact_tweedie(p):
    def unit(y, mu):
        canonical = y * (y ** (1 - p) - mu ** (1 - p)) / (1 - p)
        return 2 * (canonical - (y ** (2 - p) - mu ** (2 - p)) / (2 - p))

    return unit


@pytest.mark.parametrize(
    ("family", "exact", "rtol"),
    [
        (poisson(), exact_poisson, RTOL),
        (binomial(), exact_binomial, RTOL),
        (Gamma(), exact_gamma, RTOL),
        (negative_binomial(2), exact_negative_binomial(Decimal(2)), RTOL),
        (negative_binomial(1e-3), exact_negative_binomial(Decimal(float("1e-3"))), RTOL),
        (tweedie(1.5), exact_tweedie(Decimal(float("1.5"))), RTOL),
        (tweedie(1.01), exact_tweedie(Decimal(float("1.01"))), 100 * RTOL),
        (tweedie(2.99), exact_tweedie(Decimal(float("2.99"))), RTOL),
        (tweedie(-0.5), exact_tweedie(Decimal(float("-0.5"))), RTOL),
    ],
    ids=repr,
)
def test_unit_deviance(family, exact, rtol):
    pairs = [(y, m) for y, m in CLOSE if family.validmu(np.array([m, y]))]
    with localcontext() as context:
        context.prec = 80
        expected = [float(exact(Decimal(y), Decimal(m))) for y, m in pairs]
    y, mu = np.array(pairs).T
    np.testing.assert_allclose(family.dev_resids(y, mu, np.ones(len(y))), expected, rtol=rtol)


def log_factorial(n):
    total = Decimal(0)
    for k in range(2, n + 1):
        total += Decimal(k).ln()
    return total


@pytest.mark.parametrize("n", [1, 2, 7, 15, 16, 17, 40, 300])
def test_log_factorials(n):
    y = np.array([float(n)])
    with localcontext() as context:
        context.prec = 50
        exact = float(Decimal(n) * Decimal(n).ln() - n - log_factorial(n))
        twice = float(log_factorial(2 * n) - 2 * log_factorial(n) - 2 * n * Decimal(2).ln())
    np.testing.assert_allclose(poisson_logpmf_at_mean(y), exact, rtol=1e-14)
    np.testing.assert_allclose(binomial_logpmf_at_mean(y, 2 * y), twice, rtol=1e-14)
    assert stirling_error(y) == pytest.approx(1 / (12 * n), rel=0.1)


def test_peaks_of_the_mixed_families():
    # shape 1 is exponential: log f(y; y) = -log(y) - 1; theta 1 is geometric.
    y = np.array([0.2, 1.0, 30.0])
    np.testing.assert_allclose(gamma_logpdf_at_mean(y, 1.0), -np.log(y) - 1, rtol=1e-14)
    count = np.array([0.0, 1.0, 5.0, 400.0])
    geometric = -np.log1p(count)
    geometric[1:] += count[1:] * np.log(count[1:] / (1 + count[1:]))
    np.testing.assert_allclose(negbin_logpmf_at_mean(count, 1.0), geometric, rtol=1e-13)
