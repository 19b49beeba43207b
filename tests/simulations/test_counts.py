"""What vignettes/counts.md says of many samples: coverage of four intervals, a right deviance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import nbinom

from rglm import glm, glm_nb, poisson
from rglm.datasets import load

GALAXIES = load("galaxies")
LOGMASS = GALAXIES["logmass"].to_numpy()
INTERCEPT, SLOPE, THETA = -10.3, 1.51, 1.3
MEAN = np.exp(INTERCEPT + SLOPE * LOGMASS)
SAMPLES = 200


@pytest.fixture(scope="module")
def samples() -> np.ndarray:
    """Negative binomial counts of the galaxies' masses, a row a sample."""
    rng = np.random.default_rng(12345)
    return rng.poisson(MEAN * rng.gamma(THETA, 1 / THETA, (SAMPLES, len(MEAN))))


def data(counts: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"n_gc": counts, "logmass": LOGMASS})


def coverage(slopes: np.ndarray, errors: list[float]) -> float:
    """The share of intervals slope +- 1.96 se that have the truth inside."""
    return float((np.abs(slopes - SLOPE) < 1.96 * np.array(errors)).mean())


def test_poisson_quasi_poisson_and_hc3_intervals_are_too_short(samples):
    """16%, 74% and 91% in 4,000 samples; "the estimates are still unbiased"."""
    fits = [glm("n_gc ~ logmass", data(y), poisson()) for y in samples]
    slopes = np.array([fit.coefficients["logmass"] for fit in fits])
    own = [float(fit.vcov().iloc[1, 1]) ** 0.5 for fit in fits]
    ratios = [fit.check_overdispersion().ratio ** 0.5 for fit in fits]
    robust = [float(fit.vcov(type="HC3").iloc[1, 1]) ** 0.5 for fit in fits]
    assert coverage(slopes, own) == pytest.approx(0.16, abs=0.06)
    assert coverage(slopes, list(np.multiply(own, ratios))) == pytest.approx(0.74, abs=0.07)
    assert coverage(slopes, robust) == pytest.approx(0.91, abs=0.05)
    assert slopes.mean() == pytest.approx(SLOPE, abs=0.03)
    assert slopes.std() == pytest.approx(0.148, abs=0.025)  # ten times the standard error


def test_negative_binomial_intervals_are_right_and_its_estimates_more_precise(samples):
    """94% in 4,000 samples, and a standard deviation less than half of Poisson's."""
    fits = [glm_nb("n_gc ~ logmass", data(y)) for y in samples]
    slopes = np.array([fit.coefficients["logmass"] for fit in fits])
    errors = [float(fit.vcov().iloc[1, 1]) ** 0.5 for fit in fits]
    assert coverage(slopes, errors) == pytest.approx(0.94, abs=0.04)
    assert slopes.std() == pytest.approx(0.056, abs=0.008)


def test_a_right_poisson_model_has_a_deviance_of_186_with_these_means():
    """Pearson's is 230 on average, and between 160 and 370 in nine of ten samples."""
    mu = glm("n_gc ~ logmass", GALAXIES, poisson()).fitted_values.to_numpy()
    assert (mu < 1).mean() == pytest.approx(0.42, abs=0.005)  # "two in five"
    counts = np.random.default_rng(2).poisson(mu, (150, len(mu)))
    fits = [glm("n_gc ~ logmass", data(y), poisson()) for y in counts]
    assert np.mean([fit.deviance for fit in fits]) == pytest.approx(186, abs=4)
    pearson = [fit.gof().statistic["X-squared"] for fit in fits]
    assert np.mean(pearson) == pytest.approx(230, abs=15)
    assert np.quantile(pearson, [0.05, 0.95]) == pytest.approx([160, 370], abs=40)


def test_poisson_counts_of_this_curve_have_a_variance_of_80_means_in_the_last_slice():
    means = glm("n_gc ~ logmass", GALAXIES, poisson()).fitted_values[LOGMASS >= 10]
    assert 1 + means.var() / means.mean() == pytest.approx(80, abs=0.5)


def test_the_mean_squares_of_a_right_negative_binomial_vary_by_chance():
    """A standard deviation of 0.4 in a slice, and of 1 for the lightest."""
    fit = glm_nb("n_gc ~ logmass", GALAXIES)
    mu, theta = fit.fitted_values.to_numpy(), fit.theta
    rng = np.random.default_rng(1)
    counts = rng.poisson(mu * rng.gamma(theta, 1 / theta, (2000, len(mu))))
    squares = (counts - mu) ** 2 / (mu + mu**2 / theta)
    spread = {low: squares[:, low == LOGMASS // 1].mean(axis=1).std() for low in range(4, 11)}
    assert [spread[low] for low in (6, 7, 8, 9, 10)] == pytest.approx([0.4] * 5, abs=0.12)
    assert spread[4] == pytest.approx(1.2, abs=0.4)
    assert spread[5] == pytest.approx(1.0, abs=0.4)


def test_coverage_where_galaxies_are_drawn_with_the_hurdle():
    """15%, 75%, 92% and 95% in a thousand samples."""
    rng, count = np.random.default_rng(3), nbinom(THETA, THETA / (THETA + MEAN))
    zero, some = count.pmf(0), 1 / (1 + np.exp(10.5 - 1.55 * LOGMASS))
    hits = []
    for _ in range(80):
        counts = count.ppf(zero + (1 - zero) * rng.random(len(MEAN)))
        sample = data(np.where(rng.random(len(MEAN)) < some, counts, 0).astype(int))
        fit, negbin = glm("n_gc ~ logmass", sample, poisson()), glm_nb("n_gc ~ logmass", sample)
        own = float(fit.vcov().iloc[1, 1])
        variances = [
            own,
            own * fit.check_overdispersion().ratio,
            float(fit.vcov(type="HC3").iloc[1, 1]),
            float(negbin.vcov().iloc[1, 1]),
        ]
        slopes = [fit.coefficients["logmass"]] * 3 + [negbin.coefficients["logmass"]]
        hits.append(np.abs(np.array(slopes) - SLOPE) < 1.96 * np.sqrt(variances))
    assert np.mean(hits, axis=0) == pytest.approx([0.15, 0.75, 0.92, 0.95], abs=0.11)


def test_the_hurdle_and_its_negative_binomial_have_the_same_mean_to_within_4_percent():
    logmass = np.linspace(4, 11, 701)
    mean = np.exp(INTERCEPT + SLOPE * logmass)
    zero = (THETA / (THETA + mean)) ** THETA
    some = 1 / (1 + np.exp(10.5 - 1.55 * logmass))
    assert np.abs(some / (1 - zero) - 1).max() == pytest.approx(0.04, abs=0.005)


def test_in_large_samples_hc3_is_right_and_quasi_poisson_is_not():
    rng = np.random.default_rng(3)
    slopes, own, quasi, robust = [], [], [], []
    for _ in range(100):
        logmass = rng.uniform(4, 11, 10_000)
        mean = np.exp(INTERCEPT + SLOPE * logmass)
        counts = rng.poisson(mean * rng.gamma(THETA, 1 / THETA, len(mean)))
        fit = glm("n_gc ~ logmass", {"n_gc": counts, "logmass": logmass}, poisson())
        slopes.append(fit.coefficients["logmass"])
        ratio = fit.check_overdispersion().ratio
        own.append(float(fit.vcov().iloc[1, 1]) ** 0.5)
        quasi.append(own[-1] * ratio**0.5)
        robust.append(float(fit.vcov(type="HC3").iloc[1, 1]) ** 0.5)
    assert coverage(np.array(slopes), own) == pytest.approx(0.15, abs=0.08)
    assert coverage(np.array(slopes), quasi) == pytest.approx(0.78, abs=0.07)
    assert coverage(np.array(slopes), robust) == pytest.approx(0.95, abs=0.04)


def test_a_negative_binomial_deviance_is_near_its_degrees_of_freedom_where_the_model_is_wrong():
    """ "Theta was chosen to fit the scatter, so that this proves little": 40% are always zero."""
    rng = np.random.default_rng(4)
    ratios = []
    for _ in range(30):
        counts = rng.poisson(1.0, 400) * (rng.random(400) > 0.4)
        fit = glm_nb("y ~ 1", {"y": counts})
        ratios.append(fit.deviance / fit.df_residual)
    assert 0.8 < min(ratios) < max(ratios) < 1.05
