"""Sensitivity to the power of prior and likelihood, exact for normal distributions."""

import numpy as np
import pytest
from scipy.stats import norm

from rglm.bayes.importance import importance_sample
from rglm.bayes.mode import find_mode
from rglm.bayes.posterior_sample import resampled
from rglm.bayes.power_scaling import (
    ALPHAS,
    CONFLICT,
    NO_CONCERN,
    STRONG_PRIOR,
    PowerScaling,
    cumulative_js_distance,
    power_scale,
    power_scaled_weights,
    power_scaling,
)

# the distance is relative to the range of the draws, which varies from sample to sample
RTOL = 0.1
PRIOR_MEAN, PRIOR_SD, DATA_MEAN, DATA_SD = 3.0, 1.0, 0.0, 0.5


def normal_posterior(prior_power=1.0, likelihood_power=1.0):
    a, b = prior_power / PRIOR_SD**2, likelihood_power / DATA_SD**2
    return norm((a * PRIOR_MEAN + b * DATA_MEAN) / (a + b), 1 / np.sqrt(a + b))


def test_the_distance_of_samples_is_that_of_their_step_functions():
    x, p, q = np.array([[0.0], [1.0], [3.0]]), np.array([0.2, 0.5, 0.3]), np.array([0.6, 0.2, 0.2])

    def of(f, g, gaps):
        divergence = gaps @ (f * np.log2(2 * f / (f + g)) + g * np.log2(2 * g / (f + g)))
        return np.sqrt(divergence / (gaps @ (f + g)))

    gaps = np.array([1.0, 2.0])
    below = of(np.array([0.2, 0.7]), np.array([0.6, 0.8]), gaps)
    above = of(np.array([0.8, 0.3]), np.array([0.4, 0.2]), gaps)
    assert cumulative_js_distance(x, p, q)[0] == pytest.approx(max(below, above))
    assert cumulative_js_distance(-x, p, q)[0] == pytest.approx(max(below, above))
    assert cumulative_js_distance(x, p, p)[0] == 0
    assert cumulative_js_distance(x, np.array([1.0, 0, 0]), np.array([0, 0, 1.0]))[0] == 1


def exact_sensitivity(x, component):
    """From exact quantiles in the place of draws, and exact weights of them."""
    slopes = []
    for alpha in ALPHAS:
        scaled = normal_posterior(**{component: alpha})
        weights = np.asarray(scaled.pdf(x) / normal_posterior().pdf(x))
        distance = cumulative_js_distance(
            x[:, None], np.full(len(x), 1 / len(x)), weights / weights.sum()
        )
        slopes.append(distance[0] / abs(np.log2(alpha)))
    return np.mean(slopes)


def test_the_sensitivity_of_a_normal_mean():
    rng = np.random.default_rng(2)
    x = normal_posterior().rvs(4000, random_state=rng)
    log_prior = norm(PRIOR_MEAN, PRIOR_SD).logpdf(x)
    log_likelihood = norm(DATA_MEAN, DATA_SD).logpdf(x)
    scaling = power_scaling(x[:, None], log_prior, log_likelihood)
    exact = normal_posterior().ppf((np.arange(4000) + 0.5) / 4000)
    expected = [exact_sensitivity(exact, f"{name}_power") for name in ("prior", "likelihood")]
    np.testing.assert_allclose([scaling.prior[0], scaling.likelihood[0]], expected, rtol=RTOL)
    assert scaling.k_hat < 0.7
    assert scaling.diagnosis == [CONFLICT]


def test_a_draw_of_weight_three_is_three_draws():
    rng = np.random.default_rng(3)
    x, counts = rng.normal(0.6, 0.4, 1000), rng.integers(1, 4, 1000)

    def scaled(x, log_weights=None):
        parts = norm(PRIOR_MEAN, PRIOR_SD).logpdf(x), norm(DATA_MEAN, DATA_SD).logpdf(x)
        return power_scaling(x[:, None], *parts, log_weights=log_weights)

    weighted, repeated = scaled(x, np.log(counts / counts.sum())), scaled(np.repeat(x, counts))
    np.testing.assert_allclose(
        weighted.prior, repeated.prior, rtol=0.02
    )  # another tail is smoothed
    np.testing.assert_allclose(weighted.likelihood, repeated.likelihood, rtol=0.02)


def test_power_scaled_weights_are_those_of_the_scaled_posterior():
    x = normal_posterior().ppf((np.arange(4000) + 0.5) / 4000)
    logs, k_hat = power_scaled_weights(norm(PRIOR_MEAN, PRIOR_SD).logpdf(x), 1.2)
    assert np.exp(logs) @ x == pytest.approx(normal_posterior(1.2).mean(), abs=1e-3)
    assert k_hat < 0.5


def test_the_default_priors_of_the_galaxies_are_weak(galaxies_posterior):
    rng = np.random.default_rng(1)
    mode = find_mode(galaxies_posterior, np.zeros(2))
    sample = resampled(importance_sample(galaxies_posterior, mode, 2000, rng), rng)
    scaling = power_scale(galaxies_posterior, sample)
    assert (scaling.prior < 0.05).all()
    assert (scaling.likelihood > 0.05).all()
    assert scaling.diagnosis == [NO_CONCERN, NO_CONCERN]
    of_means = power_scale(galaxies_posterior, sample, sample.points[:1].T)
    assert of_means.prior.shape == (1,)


def test_the_diagnosis_in_words():
    scaling = PowerScaling(np.array([0.01, 0.2, 0.3]), np.array([0.3, 0.2, 0.01]), 0.1)
    assert scaling.diagnosis == [NO_CONCERN, CONFLICT, STRONG_PRIOR]


def test_a_flat_prior_does_not_matter():
    x = np.random.default_rng(0).standard_normal((500, 1))
    scaling = power_scaling(x, np.zeros(500), -(x[:, 0] ** 2) / 2)
    assert scaling.prior[0] < 1e-6
    assert scaling.likelihood[0] > 0.05
