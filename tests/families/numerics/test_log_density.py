"""Parts of log densities beside the same formulas in fifty digits; counts that repeat."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from rglm.families.glm.binomial import binomial_logpmf_at_mean
from rglm.families.glm.gamma import gamma_logpdf_at_mean
from rglm.families.glm.negative_binomial import negbin_logpmf_at_mean
from rglm.families.glm.poisson import poisson_logpmf_at_mean
from rglm.families.numerics.log_density import map_counts, stirling_error

# A few roundings each: the closed forms lose a digit or so where the integral takes over.
RTOL = 2e-14


def ratio(a, b):
    return (a / b).ln()


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


def test_log_probabilities_at_the_mean():
    # shape 1 is exponential: log f(y; y) = -log(y) - 1; theta 1 is geometric.
    y = np.array([0.2, 1.0, 30.0])
    np.testing.assert_allclose(gamma_logpdf_at_mean(y, 1.0), -np.log(y) - 1, rtol=1e-14)
    count = np.array([0.0, 1.0, 5.0, 400.0])
    geometric = -np.log1p(count)
    geometric[1:] += count[1:] * np.log(count[1:] / (1 + count[1:]))
    np.testing.assert_allclose(negbin_logpmf_at_mean(count, 1.0), geometric, rtol=1e-13)


@pytest.mark.parametrize(
    "function",
    [poisson_logpmf_at_mean, stirling_error, lambda n: negbin_logpmf_at_mean(n, 1.5)],
    ids=["poisson", "stirling", "negative binomial"],
)
@pytest.mark.parametrize("top", [0, 3, 15, 16, 200, 5000])
def test_counts_that_repeat(function, top):
    n = np.random.default_rng(top).integers(0, top + 1, 1000).astype(float)
    np.testing.assert_array_equal(map_counts(function, n), function(n))


@pytest.mark.parametrize("odd", [0.5, -1.0, np.nan, np.inf])
def test_other_values_are_not_taken_for_counts(odd):
    n = np.append(np.ones(100), odd)
    np.testing.assert_array_equal(map_counts(stirling_error, n), stirling_error(n))
