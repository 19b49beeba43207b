"""Sentences of vignettes/model-building.md that stand on many samples, not on the page's one."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

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


def test_without_the_curve_the_moon_looks_useful():
    """Of 150 samples, a p-value below 0.05 in 24%, and in 7% with curve and interaction."""
    straight, right = [], []
    for data, eta, rng in bees(150):
        data["visits"] = rng.poisson(np.exp(eta))
        line = glm("visits ~ flowers + kind + temp + moon", data, family=poisson())
        final = line.update(". ~ . + I(temp^2) + flowers:kind")
        for fit, p in ((line, straight), (final, right)):
            p.append(fit.summary().coefficients.loc["moon", "Pr(>|z|)"])
    assert np.mean(np.array(straight) < 0.05) == pytest.approx(0.24, abs=0.02)
    assert np.mean(np.array(right) < 0.05) == pytest.approx(0.07, abs=0.02)


def test_confounder_and_mediator():
    """The mean of the three estimates over 100 samples, and the lowest AIC of the third."""
    estimates = []
    for seed in range(100):
        rng = np.random.default_rng(seed)
        sun = rng.normal(size=400)
        sown = rng.binomial(1, 1 / (1 + np.exp(-1.5 * sun)))
        flowers = rng.gamma(4.0, 1.0, 400) + 3 * sown
        visits = rng.poisson(np.exp(0.5 + 0.4 * sun + 0.1 * flowers))
        data = pd.DataFrame({"sun": sun, "sown": sown, "flowers": flowers, "visits": visits})
        fits = [
            glm(f"visits ~ sown{more}", data, family=poisson())
            for more in ("", " + sun", " + sun + flowers")
        ]
        assert np.argmin([fit.AIC() for fit in fits]) == 2
        estimates.append([fit.coef()["sown"] for fit in fits])
    np.testing.assert_allclose(np.mean(estimates, axis=0), [0.71, 0.29, 0.0], atol=0.01)


def test_intervals_by_garden():
    """The table of how often 95% intervals hold the truth, with 40 gardens."""
    beta = np.array([1.2 + 0.6**2 / 2, 0.1, 0.0, -0.4, -1.0, 0.0, 0.15, 0.0])
    held = {name: [] for name in ("Poisson", "HC3", "by garden", "by garden, HC3")}
    for data, eta, rng in bees(100):
        data["visits"] = rng.poisson(np.exp(eta + rng.normal(0, 0.6, 40)[GARDEN]))
        formula = "visits ~ flowers * kind + I(((temp - 24) / 8)^2) + I((temp - 24) / 8)"
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
    np.testing.assert_allclose(coverage.mean(axis=1), [0.71, 0.91, 0.89, 0.95], atol=0.015)
    np.testing.assert_allclose(coverage.min(axis=1), [0.63, 0.84, 0.84, 0.93], atol=0.025)


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
