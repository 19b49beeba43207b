"""How often the tests of `check_model` reject models that are right, and models that are not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, check_model, glm, glm_nb, lm, poisson

Data = tuple[pd.DataFrame, np.random.Generator]


def sample(seed: int, n: int = 200) -> Data:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.normal(size=(n, 2)), columns=["x", "z"]), rng


def counts(seed: int):
    data, rng = sample(seed)
    return glm("y ~ x + z", data.assign(y=rng.poisson(np.exp(0.7 + 0.5 * data["x"]))), poisson())


def amounts(seed: int):
    data, rng = sample(seed)
    return lm("y ~ x + z", data.assign(y=data["x"] + rng.normal(size=200)))


def outcomes(seed: int):
    data, rng = sample(seed)
    y = rng.binomial(1, 1 / (1 + np.exp(-data["x"])))
    return glm("y ~ x + z", data.assign(y=y), binomial())


def statuses(fit_of: Callable[[int], object], count: int) -> pd.DataFrame:
    """The status of each question in some samples, a row each."""
    tests = [check_model(fit_of(seed), plot=False, nsim=100).tests for seed in range(count)]
    return pd.DataFrame([table["status"] for table in tests]).reset_index(drop=True)


@pytest.mark.parametrize("fit_of", [counts, amounts, outcomes])
def test_few_models_that_are_right_have_a_mark(fit_of):
    """Of 500 with 250 simulations 7% had a "!!" somewhere: counts, amounts, and outcomes."""
    found = statuses(fit_of, 25)
    assert (found == "problem").any(axis=1).mean() <= 0.2
    assert (found == "problem").mean().max() <= 0.12


def test_no_single_test_rejects_more_than_it_should():
    """Of 300 samples each, at 5%: at most 5% by any test, and often fewer.

    Poisson counts: dispersion 3.7%, zeros 0.7%, outliers 1.3%, uniformity 0.7%, quantiles 3.3%.
    """
    p = [counts(seed).simulate_residuals(100).tests()["p_value"] for seed in range(60)]
    assert (pd.DataFrame(p) < 0.05).mean().max() <= 0.12


def overdispersed(seed: int):
    data, rng = sample(seed)
    y = rng.poisson(np.exp(0.7 + 0.5 * data["x"]) * rng.gamma(2, 0.5, 200))
    return glm("y ~ x", data.assign(y=y), poisson())


def with_zeros(seed: int):
    data, rng = sample(seed)
    y = rng.poisson(np.exp(2 + 0.3 * data["x"])) * rng.binomial(1, 0.7, 200)
    return glm_nb("y ~ x", data.assign(y=y))


def without_a_square(seed: int):
    data, rng = sample(seed)
    y = rng.poisson(np.exp(0.7 + 0.5 * data["x"] - 0.35 * data["z"] ** 2))
    return glm("y ~ x + z", data.assign(y=y), poisson())


@pytest.mark.parametrize(
    ("fit_of", "question"),
    [(overdispersed, "dispersion"), (with_zeros, "zeros"), (without_a_square, "predictors")],
)
def test_faults_are_found(fit_of, question):
    """Of 300 samples overdispersion and zeros were found in all, a square left out in most."""
    assert (statuses(fit_of, 6)[question] == "problem").mean() >= 0.8
