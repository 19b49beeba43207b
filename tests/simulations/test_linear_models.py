"""Sentences of vignettes/linear-models.md that stand on many samples, not on the page's one."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from rglm import lm
from rglm.datasets import load


def test_a_prediction_interval_trusts_normal_errors():
    """Of 300 samples of 1,000 rows and uniform errors, all and 95% of the intervals hold."""
    rng = np.random.default_rng(1)
    x = np.linspace(0, 1, 1000)
    new_responses, means = [], []
    for _ in range(300):
        fit = lm("y ~ x", pd.DataFrame({"x": x, "y": 1 + 2 * x + rng.uniform(-1, 1, 1000)}))
        at = {"x": [0.5]}
        _, low, high = fit.predict(at, interval="prediction").to_numpy()[0]
        new_responses.append(low < 2 + rng.uniform(-1, 1) < high)
        _, low, high = fit.predict(at, interval="confidence").to_numpy()[0]
        means.append(low < 2 < high)
    assert all(new_responses)
    assert np.mean(means) == pytest.approx(0.95, abs=0.02)


def test_bptest_with_32_rows_overlooks_a_doubled_scatter():
    """The heaviest of the cars scatters twice as much as the lightest; seen in one of six."""
    cars = load("mtcars")
    sd = 2 ** ((cars["wt"] - cars["wt"].min()) / np.ptp(cars["wt"]))
    responses = np.random.default_rng(1).normal(size=(10_000, len(cars))) * sd.to_numpy()
    x = np.column_stack([np.ones(len(cars)), cars[["wt", "hp"]]])
    hat = x @ np.linalg.pinv(x)
    squares = (responses - responses @ hat) ** 2
    squares -= squares.mean(axis=1, keepdims=True)
    statistics = len(cars) * ((squares @ hat) ** 2).sum(axis=1) / (squares**2).sum(axis=1)

    first = lm("y ~ wt + hp", cars.assign(y=responses[0])).bptest()
    assert statistics[0] == pytest.approx(first.statistic["BP"])
    assert np.mean(statistics > stats.chi2.ppf(0.95, 2)) == pytest.approx(1 / 6, abs=0.015)
