"""Derivatives of the negative binomial log-likelihood by log(theta)."""

from dataclasses import replace

import numpy as np
import pytest

from rglm import glm, negative_binomial, poisson
from rglm.families.glm.negative_binomial import NegativeBinomial
from rglm.fitting.irls.working_statistics import Predictor
from rglm.fitting.negbin.theta_likelihood import response_counts, theta_derivatives

DIFFERENCE = 1e-6  # a central difference of the log-likelihood, its step 1e-4


def family_of(theta):
    return NegativeBinomial(theta, negative_binomial(1).link, estimated=True)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("theta", [1e-4, 0.3, 2.0, 15.9, 16.0, 300.0])
def test_derivatives_are_those_of_the_log_likelihood(theta, whole):
    rng = np.random.default_rng(1)
    x = rng.normal(size=60)
    y = rng.poisson(rng.gamma(1.5, 4 * np.exp(0.4 * x) / 1.5)) * (1.0 if whole else 1.3)
    weights = np.arange(60) % 4
    fit = glm("y ~ x", {"y": np.rint(y), "x": x}, poisson(), weights=weights)
    source = replace(fit._source, rows=replace(fit._source.rows, y=y))
    at = Predictor(family_of(theta), np.array([1.3, 0.3]))
    mu, h = np.exp(source.by_row(at.eta)), 1e-4

    def likelihood(log_theta):
        family = family_of(float(np.exp(log_theta)))
        return family.log_density(y, mu, weights, None, 1.0).sum()

    t = np.log(theta)
    low, here, high = (likelihood(t + k * h) for k in (-1, 0, 1))
    first, second = theta_derivatives(source, response_counts(source), at, at.family.theta)
    assert first == pytest.approx((high - low) / (2 * h), rel=DIFFERENCE)
    rough = 1e-15 * abs(here) / h**2  # rounding of the likelihood in a second difference
    assert second == pytest.approx((high - 2 * here + low) / h**2, rel=1e-5, abs=10 * rough)
