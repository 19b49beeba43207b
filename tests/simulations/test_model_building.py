"""Sentences of vignettes/model-building.md that stand on many samples, not on the page's one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from rglm import glm, lm, poisson
from rglm.datasets import load

GARDEN = np.repeat(np.arange(40), 6)
KIND = np.repeat(["lawn", "meadow", "wood"], [16, 14, 10])[GARDEN]


def bees(samples: int) -> Iterator[tuple[pd.DataFrame, np.ndarray, np.random.Generator]]:
    """Samples of the page's bees, with the logarithm of their mean."""
    for seed in range(samples):
        rng = np.random.default_rng(seed)
        data = pd.DataFrame({"garden": GARDEN, "kind": KIND})
        data["temp"] = rng.uniform(10, 34, len(data))
        data["flowers"] = rng.gamma(4.0, 1.0, len(data))
        data["moon"] = rng.random(len(data))
        slope = 0.1 + 0.15 * (KIND == "meadow")
        eta = 1.2 - 0.4 * (KIND == "wood") + slope * data["flowers"]
        yield data, eta - ((data["temp"] - 24) / 8) ** 2, rng


def poisson_fit(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Coefficients of a Poisson model with a log link, their covariance, and -2 log-likelihood."""
    mu = y + 0.1
    for _ in range(8):  # Newton's steps: more than these data need
        beta = np.linalg.solve((x.T * mu) @ x, x.T @ (mu * np.log(mu) + y - mu))
        mu = np.exp(x @ beta)
    covariance = np.linalg.inv((x.T * mu) @ x)
    return beta, covariance, -2 * stats.poisson.logpmf(y, mu).sum()


def test_without_the_curve_the_moon_looks_useful():
    """Of 800 samples, a p-value below 0.05 in 24%, and in 5% with curve and interaction."""
    z = []
    for data, eta, rng in bees(800):
        y = rng.poisson(np.exp(eta))
        flowers, warm = data["flowers"], (data["temp"] - 22) / 8
        meadow, wood = KIND == "meadow", KIND == "wood"
        line = [np.ones(len(y)), data["moon"], flowers, meadow, wood, warm]
        final = [*line, warm**2, meadow * flowers, wood * flowers]
        fits = [poisson_fit(np.column_stack(columns), y) for columns in (line, final)]
        z.append([beta[1] / np.sqrt(covariance[1, 1]) for beta, covariance, _ in fits])
        if len(z) == 1:
            data["visits"] = y
            rglms = glm("visits ~ moon + flowers + kind + temp", data, family=poisson())
            assert z[0][0] == pytest.approx(rglms.summary().coefficients.loc["moon", "z value"])
    assert np.mean(np.abs(z) > 1.96, axis=0) == pytest.approx([0.24, 0.05], abs=0.015)


def test_confounder_and_mediator():
    """The mean of the three estimates over 500 samples, and the lowest AIC of the third."""
    estimates, criteria = [], []
    for seed in range(500):
        rng = np.random.default_rng(seed)
        sun = rng.normal(size=400)
        sown = rng.binomial(1, 1 / (1 + np.exp(-1.5 * sun)))
        flowers = rng.gamma(4.0, 1.0, 400) + 3 * sown
        visits = rng.poisson(np.exp(0.5 + 0.4 * sun + 0.1 * flowers))
        x = np.column_stack([np.ones(400), sown, sun, flowers])
        fits = [poisson_fit(x[:, :columns], visits) for columns in (2, 3, 4)]
        estimates.append([beta[1] for beta, _, _ in fits])
        criteria.append([deviance + 2 * len(beta) for beta, _, deviance in fits])
    assert (np.argmin(criteria, axis=1) == 2).mean() > 0.98
    np.testing.assert_allclose(np.mean(estimates, axis=0), [0.72, 0.3, 0.0], atol=0.01)


def test_intervals_by_garden():
    """The table of how often 95% intervals hold the truth, with 40 gardens."""
    beta = np.array([1.6 + 0.6**2 / 2, 0.1, 0.6, -0.4, -1.0, 0.0, 0.15, 0.0])
    held = {name: [] for name in ("Poisson", "HC3", "by garden", "by garden, HC3")}
    for data, eta, rng in bees(200):
        data["visits"] = rng.poisson(np.exp(eta + rng.normal(0, 0.6, 40)[GARDEN]))
        data["more"] = data["flowers"] - 4
        formula = "visits ~ more * kind + I(((temp - 24) / 8)^2) + I((temp - 24) / 8)"
        fit = glm(formula, data, family=poisson())
        vcovs = (
            fit.vcov(),
            fit.vcov(type="HC3"),
            fit.vcov(cluster="garden"),
            fit.vcov(cluster="garden", type="HC3"),
        )
        for inside, vcov in zip(held.values(), vcovs, strict=True):
            inside.append(abs(fit.coef() - beta) < 1.96 * np.sqrt(np.diag(vcov)))
    coverage = np.array([np.mean(inside, axis=0) for inside in held.values()])
    np.testing.assert_allclose(coverage[:, 2], [0.47, 0.74, 0.935, 0.95], atol=0.015)
    np.testing.assert_allclose(coverage.mean(axis=1), [0.65, 0.87, 0.90, 0.95], atol=0.015)


def test_what_types_i_to_iii_ask_of_the_wools():
    """The table of hypotheses: each test is that of a contrast of the six means of the cells."""
    yarns = load("warpbreaks")
    number = yarns.groupby(["wool", "tension"], observed=True).cumcount()
    lost = yarns[(yarns["wool"] != "A") | (yarns["tension"] != "M") | (number < 3)]
    fit = lm("breaks ~ wool * tension", lost)
    sums = fit.update(contrasts={"wool": "contr_sum", "tension": "contr_sum"})
    tables = fit.anova(), fit.anova(type="II"), sums.anova(type="III"), fit.anova(type="III")

    rows = pd.crosstab(lost["wool"], lost["tension"])
    a, b = rows.loc["A"], rows.loc["B"]
    both = a * b / (a + b)
    low = np.array([1.0, 0.0, 0.0])
    for table, weights_a, weights_b in zip(
        tables,
        (a / a.sum(), both / both.sum(), np.full(3, 1 / 3), low),
        (b / b.sum(), both / both.sum(), np.full(3, 1 / 3), low),
        strict=True,
    ):
        assert table.table.loc["wool"].filter(like="F").iloc[0] == pytest.approx(
            f_statistic_of_contrast(lost, np.array([*weights_a, *-np.array(weights_b)]))
        )


def f_statistic_of_contrast(data: pd.DataFrame, weights: np.ndarray) -> float:
    """F of a contrast of the means of the cells, wool A first."""
    cells = data.groupby(["wool", "tension"], observed=True)["breaks"]
    residual = (cells.var() * (cells.size() - 1)).sum() / (len(data) - 6)
    difference = weights @ cells.mean().to_numpy()
    return difference**2 / (residual * (weights**2 / cells.size().to_numpy()).sum())
