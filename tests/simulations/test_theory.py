"""What vignettes/theory.md says of the expected and the observed information of a wrong link."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from rglm import binomial, glm
from rglm.datasets import load

GALAXIES = load("galaxies")
X = np.column_stack([np.ones(len(GALAXIES)), GALAXIES["logmass"]])
SAMPLES = 2000
START = np.array([-5.97, 0.802])  # the fit of the galaxies


def mean(beta):
    """The probabilities of the complementary log-log, and their derivatives by eta."""
    exp_eta = np.exp(np.clip(beta @ X.T, -30, 3))
    return -np.expm1(-exp_eta), exp_eta * np.exp(-exp_eta)


def score(beta, y):
    p, slope = mean(beta)
    return ((y - p) * slope / (p * (1 - p))) @ X


def expected_information(beta):
    p, slope = mean(beta)
    weighted = (slope**2 / (p * (1 - p)))[:, :, None] * X
    return np.tensordot(weighted, X, axes=(1, 0)).transpose(0, 2, 1)


def observed_information(beta, y):
    steps = 1e-5 * np.eye(2)
    return -np.stack([score(beta + h, y) - score(beta - h, y) for h in steps], axis=1) / 2e-5


def fit_all(y):
    """The coefficients of the complementary log-log regression of each row of `y`."""
    beta = np.tile(START, (len(y), 1))
    for k in range(10):  # Fisher scoring, which is safe far off, then Newton, which is quick
        information = expected_information(beta) if k < 6 else observed_information(beta, y)
        beta += np.linalg.solve(information, score(beta, y)[..., None])[..., 0]
    assert np.abs(score(beta, y)).max() < 1e-3
    return beta


def standard_errors(information):
    """Of the slopes."""
    return np.sqrt(np.linalg.inv(information)[:, 1, 1])


@pytest.mark.parametrize(
    ("truth", "expected", "observed", "deviation"),
    [
        (mean(START[None])[0][0], 0.104, 0.104, 0.107),
        (expit(X @ [-10.50, 1.55]), 0.118, 0.112, 0.168),
    ],
    ids=["right", "wrong"],
)
def test_with_a_wrong_link_neither_information_has_the_right_standard_error(
    truth, expected, observed, deviation
):
    y = (np.random.default_rng(1).random((SAMPLES, len(X))) < truth).astype(float)
    beta = fit_all(y)
    assert standard_errors(expected_information(beta)).mean() == pytest.approx(expected, abs=0.001)
    assert standard_errors(observed_information(beta, y)).mean() == pytest.approx(
        observed, abs=0.001
    )
    assert beta[:, 1].std() == pytest.approx(deviation, abs=0.005)


def test_these_fits_are_those_of_glm():
    y = GALAXIES["has_gc"].to_numpy(float)[None]
    exact = {"epsilon": 1e-14, "maxit": 50}
    fit = glm("has_gc ~ logmass", GALAXIES, family=binomial("cloglog"), control=exact)
    beta = fit_all(y)
    assert beta[0] == pytest.approx(fit.coef().to_numpy(), rel=1e-6)
    assert standard_errors(expected_information(beta)) == pytest.approx(
        np.sqrt(fit.vcov().iloc[1, 1]), rel=1e-6
    )


def test_a_sandwich_of_few_rows_is_too_small_on_average():
    """The page, of the looms: 9 rows a cell, and the intercept is the log mean of the first cell.

    The counts here are negative binomial; HC3 multiplies HC0 by (9/8)^2, as the leverage is 1/9.
    """
    y = np.random.default_rng(1).negative_binomial(5, 5 / (5 + 44.6), size=(20_000, 9))
    m = y.mean(axis=1)
    hc0 = ((y - m[:, None]) ** 2).sum(axis=1) / (9 * m) ** 2
    truth = np.log(m).var()
    assert hc0.mean() / truth == pytest.approx(0.86, abs=0.03)
    assert hc0.mean() * (9 / 8) ** 2 / truth == pytest.approx(1.09, abs=0.04)
