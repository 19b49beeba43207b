"""What vignettes/zeros.md says of many samples: Vuong's test at the boundary, the hurdle's AIC.

The zero-inflated models of all samples are fitted at once, by the EM algorithm of Lambert (1992).
"""

from __future__ import annotations

import io
import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from rglm import glm, glm_nb, hurdle, poisson, vuong, zeroinfl
from rglm.datasets.simulate_galaxies import simulate

SAMPLES, ROWS = 300, 200
EM_STEPS = 400
ONE_SIDED_5_PERCENT = 1.645
HALVED_5_PERCENT = ONE_SIDED_5_PERCENT**2  # of a chi-square whose p-value is halved
BOUNDARY = 1e-3  # below it the likelihood ratio is that of p = 0


class Fits(NamedTuple):
    """Samples (a row each), and the rows' log-likelihoods of both models."""

    x: np.ndarray
    y: np.ndarray
    plain: np.ndarray
    inflated: np.ndarray


def weighted_poisson(x, y, b, weights, steps):
    """Newton steps of log mean b0 + b1 x."""
    for _ in range(steps):
        mu = np.exp(b[:, [0]] + b[:, [1]] * x)
        residual, weight = weights * (y - mu), weights * mu
        s0, s1 = residual.sum(1), (residual * x).sum(1)
        a, c, d = weight.sum(1), (weight * x).sum(1), (weight * x * x).sum(1)
        b = b + np.stack([d * s0 - c * s1, a * s1 - c * s0], 1) / (a * d - c * c)[:, None]
    return b


def log_density(x, y, b):
    """Poisson's, without the factorial that both models share."""
    eta = b[:, [0]] + b[:, [1]] * x
    return y * eta - np.exp(eta)


def fits(share: float) -> Fits:
    """300 samples with a share of rows that are always zero, ``y ~ x`` and ``y ~ x | 1``."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(SAMPLES, ROWS))
    counts = rng.poisson(np.exp(0.3 + 0.5 * x))
    y = np.where(rng.random((SAMPLES, ROWS)) < share, 0, counts).astype(float)
    start = np.stack([np.log(y.mean(1)), np.zeros(SAMPLES)], 1)
    plain = b = weighted_poisson(x, y, start, np.ones_like(y), 8)
    p = np.full((SAMPLES, 1), 0.1)
    for _ in range(EM_STEPS):
        none = np.exp(-np.exp(b[:, [0]] + b[:, [1]] * x))
        always = np.where(y == 0, p / (p + (1 - p) * none), 0)
        p = always.mean(1, keepdims=True)
        b = weighted_poisson(x, y, b, 1 - always, 1)
    of_counts = log_density(x, y, b)
    inflated = np.where(y == 0, np.log(p + (1 - p) * np.exp(of_counts)), np.log1p(-p) + of_counts)
    return Fits(x, y, log_density(x, y, plain), inflated)


@pytest.mark.parametrize(
    ("share", "by_vuong", "by_ratio", "by_aic"), [(0.0, 0, 12, 18), (0.1, 30, 206, 226)]
)
def test_vuong_misses_zero_inflation_that_the_likelihood_ratio_finds(
    share, by_vuong, by_ratio, by_aic
):
    """The table of the page."""
    drawn = fits(share)
    gap = drawn.inflated - drawn.plain
    ratio, z = 2 * gap.sum(1), gap.sum(1) / (gap.std(1, ddof=1) * np.sqrt(ROWS))
    assert np.sum((ratio > BOUNDARY) & (z > ONE_SIDED_5_PERCENT)) == pytest.approx(by_vuong, abs=1)
    assert np.sum(ratio > HALVED_5_PERCENT) == pytest.approx(by_ratio, abs=1)
    assert np.sum(ratio > 2) == pytest.approx(by_aic, abs=1)
    for i in np.flatnonzero(ratio > 1)[:3]:
        one = pd.DataFrame({"x": drawn.x[i], "y": drawn.y[i]})
        got = vuong(zeroinfl("y ~ x | 1", one), glm("y ~ x", one, poisson()))
        assert got.table["Vuong z-statistic"].iloc[0] == pytest.approx(z[i], rel=1e-3)
        assert got.note


def gain(seed: int, rows: int) -> float:
    """AIC of the negative binomial less that of the hurdle, which is the truth."""
    galaxies = pd.read_csv(io.StringIO(simulate(seed, rows)))
    plain = glm_nb("n_gc ~ logmass", galaxies)
    return float(plain.AIC()) - float(
        hurdle("n_gc ~ logmass | logmass", galaxies, dist="negbin").AIC()
    )


@pytest.mark.parametrize(("rows", "won"), [(232, 4), (5000, 18)])
def test_aic_tells_the_hurdle_only_with_many_galaxies(rows, won):
    """ "In 4 of 20 such samples the hurdle has the smaller AIC; with 5,000 galaxies in 18." """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a theta, or a zero part, at infinity
        gains = [gain(seed + 1, rows) for seed in range(20)]
    assert sum(g > 0 for g in gains) == won
