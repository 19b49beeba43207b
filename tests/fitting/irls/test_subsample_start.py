"""A start from the fit of a subsample: fewer steps and the same answer."""

import numpy as np
import pandas as pd
import pytest

import rglm.fitting.irls.subsample_start
from rglm import Gamma, binomial, gaussian, glm, poisson

N = 90_000
TOL = 1e-6  # of a standard error, which is what a deviance settled to 1e-12 leaves of Gamma's log
TIGHT = {"epsilon": 1e-12}

rng = np.random.default_rng(2)
DATA = pd.DataFrame({"x": rng.normal(size=N), "g": rng.choice(list("abc"), N)})
DATA["y"] = rng.poisson(np.exp(1 + 0.3 * DATA.x))
DATA["b"] = (rng.random(N) < 1 / (1 + np.exp(-DATA.x))).astype(float)
DATA["t"] = rng.gamma(3, np.exp(0.3 * DATA.x))


@pytest.fixture
def sampled(monkeypatch):
    """Let two thousand rows be a sample."""
    monkeypatch.setattr(rglm.fitting.irls.subsample_start, "MIN_SUBSAMPLE_ROWS", 2000)
    monkeypatch.setattr(rglm.fitting.irls.subsample_start, "MIN_ROWS_PER_COLUMN", 10)


@pytest.mark.parametrize(
    ("formula", "family"),
    [
        ("y ~ x + g", poisson()),
        ("b ~ x * g", binomial()),
        ("t ~ x + g", Gamma("log")),
        ("t ~ x", gaussian()),
    ],
)
def test_the_answer_is_that_of_all_rows(sampled, formula, family):
    found = glm(formula, DATA, family, control=TIGHT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rglm.fitting.irls.subsample_start, "MIN_SUBSAMPLE_ROWS", N)
        expected = glm(formula, DATA, family, control=TIGHT)
    se = np.sqrt(expected.dispersion * expected._unscaled_variances)
    assert (np.abs(found.coef() - expected.coef()) < TOL * se).all()
    # as in R they are those of the step before the last
    np.testing.assert_allclose(found._unscaled_variances, expected._unscaled_variances, rtol=1e-5)


def steps_of_few_rows(data, formula, family, **named):
    """How many steps a fit takes when it does not start from a sample."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rglm.fitting.irls.subsample_start, "MIN_SUBSAMPLE_ROWS", len(data))
        return glm(formula, data, family, **named)


@pytest.mark.parametrize("place", [1, 3500])
def test_a_level_that_the_sample_lacks_is_estimated(sampled, place):
    data = DATA.copy()
    data.loc[[place, place + 1], "g"] = "rare"
    found = glm("y ~ x + g", data, poisson())
    expected = steps_of_few_rows(data, "y ~ x + g", poisson())
    np.testing.assert_allclose(found.coef(), expected.coef(), rtol=1e-6)
    assert found.iter == expected.iter


def test_a_row_impossible_at_the_start_is_no_obstacle(sampled):
    data = DATA.assign(t=1 / (0.2 + np.arange(N) / N), z=np.arange(N) / N)
    data.loc[1, ["z", "t"]] = -0.15, 1 / 0.05
    found = glm("t ~ z", data, Gamma())
    expected = steps_of_few_rows(data, "t ~ z", Gamma())
    np.testing.assert_allclose(found.coef(), expected.coef(), rtol=1e-6)


def test_starts_that_are_given_are_used(sampled):
    expected = steps_of_few_rows(DATA, "y ~ x", poisson())
    for given in ({"mustart": "y + 0.1"}, {"start": expected.coef()}):
        found = glm("y ~ x", DATA, poisson(), **given)
        assert found.iter == steps_of_few_rows(DATA, "y ~ x", poisson(), **given).iter


@pytest.mark.parametrize(("formula", "family"), [("y ~ x", poisson()), ("t ~ x", Gamma("log"))])
def test_fewer_steps_are_taken(sampled, formula, family):
    assert glm(formula, DATA, family).iter < steps_of_few_rows(DATA, formula, family).iter


def test_few_rows_take_as_many_steps_as_in_R():
    assert glm("y ~ x", DATA, poisson()).iter == steps_of_few_rows(DATA, "y ~ x", poisson()).iter
