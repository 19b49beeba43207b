"""The shares that the page "Logistic regression" says of many simulated samples."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, xlogy
from scipy.stats import chi2

from rglm import binomial, glm
from rglm.datasets import load

TRUTH = np.array([-10.50, 1.55])


def fit_all(y, X, trials, start, offset=0.0):
    """Coefficients, covariances and means of the logistic regressions of all rows of `y`."""
    beta = np.tile(np.asarray(start, dtype=float), (len(y), 1))
    for _ in range(8):
        p = expit(beta @ X.T + offset)
        weighted = (trials * p * (1 - p))[:, :, None] * X
        information = np.tensordot(weighted, X, axes=(1, 0)).transpose(0, 2, 1)
        beta += np.linalg.solve(information, ((y - trials * p) @ X)[..., None])[..., 0]
    return beta, np.linalg.inv(information), expit(beta @ X.T + offset)


def deviances(y, p, trials):
    """The deviance of each row of `y`."""
    left, q = trials - y, 1 - p
    return 2 * (xlogy(y, y / (trials * p)) + xlogy(left, left / (trials * q))).sum(axis=1)


def test_the_shares_of_intervals_that_hold_the_true_slope():
    """The page: "In 10,000 such samples 94.7% of the profile intervals held the truth, and 95.3%
    of Wald's"; here in 3,000. A profile interval holds a slope that the likelihood ratio test
    does not reject.
    """
    logmass = load("galaxies")["logmass"].to_numpy()
    X = np.column_stack([np.ones(len(logmass)), logmass])
    rng = np.random.default_rng(1)
    y = (rng.random((3000, len(X))) < expit(X @ TRUTH)).astype(float)
    beta, covariance, p = fit_all(y, X, 1, TRUTH)
    _, _, p_of_truth = fit_all(y, X[:, :1], 1, TRUTH[:1], offset=TRUTH[1] * logmass)
    wald = np.abs(beta[:, 1] - TRUTH[1]) < 1.96 * np.sqrt(covariance[:, 1, 1])
    profile = deviances(y, p_of_truth, 1) - deviances(y, p, 1) < chi2.isf(0.05, 1)
    assert profile.mean() == pytest.approx(0.947, abs=0.01)
    assert wald.mean() == pytest.approx(0.953, abs=0.01)


def test_how_often_a_right_model_of_the_budworms_is_rejected():
    """The page: "7.3% of 20,000 draws were beyond its 5% point. Pearson's chi-square was beyond
    it in 4.9%".
    """
    fit = glm("cbind(dead, alive) ~ sex + ldose", load("budworm"), family=binomial())
    rng = np.random.default_rng(1)
    y = rng.binomial(20, fit.fitted(), size=(20_000, 12)).astype(float)
    _, _, p = fit_all(y, fit.model_matrix().to_numpy(), 20, fit.coef())
    pearson = ((y - 20 * p) ** 2 / (20 * p * (1 - p))).sum(axis=1)
    limit = chi2.isf(0.05, 9)
    assert (deviances(y, p, 20) > limit).mean() == pytest.approx(0.073, abs=0.005)
    assert (pearson > limit).mean() == pytest.approx(0.049, abs=0.005)


def test_how_many_bars_of_a_calibration_miss_the_diagonal():
    """The page: "In 4,000 samples from the truth 2.6% of the bars missed. Against the shares of
    new galaxies 8.5% did".
    """
    logmass = np.sort(load("galaxies")["logmass"].to_numpy())
    X = np.column_stack([np.ones(len(logmass)), logmass])
    rng = np.random.default_rng(3)
    y, new = (rng.random((2, 4000, len(X))) < expit(X @ TRUTH)).astype(float)
    p = fit_all(y, X, 1, TRUTH)[2]
    assert misses_of_eight_bars(y, p) == pytest.approx(0.026, abs=0.004)
    assert misses_of_eight_bars(new, p) == pytest.approx(0.085, abs=0.006)


def misses_of_eight_bars(y, p):
    """The share of Wilson's intervals of eight classes of 29 that miss the mean of their `p`."""
    n, z = 29, 1.96
    share, predicted = (values.reshape(-1, 8, n).mean(axis=2) for values in (y, p))
    # Wilson's interval holds the p that a score test does not reject
    return (np.abs(share - predicted) > z * np.sqrt(predicted * (1 - predicted) / n)).mean()
