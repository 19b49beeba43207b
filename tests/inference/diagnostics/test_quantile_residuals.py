"""Randomized quantile residuals, against R's statmod and R's distribution functions."""

from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest
from scipy.stats import kstest

import rglm
from rglm.datasets import load

LISTED = oracle.saved("quantile")["cases"]
CASES = {c["id"]: c for c in LISTED}
# of a standard normal quantile; both sides converge to 1e-12
ATOL = 1e-8
WARP = load("warpbreaks")


@cache
def fit_of(name):
    case = CASES[name]
    return oracle.quiet_fit(case, oracle.numbered(case["data"]))


def numbers(values):
    return np.array([float(str(v).replace("Inf", "inf")) for v in values])


@pytest.mark.parametrize("name", [n for n, c in CASES.items() if "residuals" in c])
def test_continuous_responses_as_statmod(name):
    case, ours = CASES[name], fit_of(name).residuals("quantile")
    np.testing.assert_allclose(ours.loc[case["rows"]], case["residuals"], rtol=ATOL, atol=ATOL)
    assert ours.equals(fit_of(name).residuals("quantile", seed=3))  # nothing is drawn


@pytest.mark.parametrize("name", [n for n, c in CASES.items() if "low" in c])
def test_the_interval_of_discrete_responses(name):
    case, fit = CASES[name], fit_of(name)
    place = fit._index.get_indexer(case["rows"])
    low, high = (end[place] for end in fit._response_distribution().normal_scores())
    np.testing.assert_allclose(low, numbers(case["low"]), rtol=ATOL, atol=ATOL)
    np.testing.assert_allclose(high, numbers(case["high"]), rtol=ATOL, atol=ATOL)
    drawn = fit.residuals(type="quantile", seed=1).iloc[place]
    assert ((low < drawn) & (drawn < high)).all()


def test_seeds():
    fit = rglm.glm("breaks ~ wool", WARP, rglm.poisson())
    first = fit.residuals("quantile", seed=1)
    assert first.equals(fit.residuals("quantile", seed=1))
    assert first.equals(fit.residuals("quantile", seed=np.random.default_rng(1)))
    assert not first.equals(fit.residuals("quantile", seed=2))
    assert not fit.residuals("quantile").equals(fit.residuals("quantile"))
    for wrong in ("a", 1.5, True, -1):
        with pytest.raises(TypeError, match="seed= takes"):
            fit.residuals("quantile", seed=wrong)
    with pytest.raises(ValueError, match="type='pearson' draws nothing"):
        fit.residuals("pearson", seed=1)


@pytest.mark.parametrize(
    ("family", "draw"),
    [
        (rglm.gaussian(), lambda rng, mu: rng.normal(mu, 0.7)),
        (rglm.poisson(), lambda rng, mu: rng.poisson(mu)),
        (rglm.negative_binomial(0.8), lambda rng, mu: rng.poisson(rng.gamma(0.8, mu / 0.8))),
        (rglm.Gamma("log"), lambda rng, mu: rng.gamma(2.0, mu / 2)),
        (rglm.inverse_gaussian("log"), lambda rng, mu: rng.wald(mu, 2.0)),
        (rglm.tweedie(1.6, 0), None),
        (rglm.tweedie(1.1, 0), None),
        (rglm.binomial(), lambda rng, mu: rng.binomial(1, mu / (1 + mu))),
    ],
    ids=repr,
)
def test_they_are_standard_normal_where_the_model_is_right(family, draw):
    rng, n = np.random.default_rng(12), 4000
    data = pd.DataFrame({"x": rng.normal(size=n)})
    mu = np.exp(0.3 + 0.4 * data.x.to_numpy())
    data["y"] = family.simulate(mu, np.ones(n), rng, 0.8) if draw is None else draw(rng, mu)
    found = rglm.glm("y ~ x", data, family).residuals("quantile", seed=5)
    assert kstest(found, "norm").pvalue > 0.01
    assert found.std() == pytest.approx(1, abs=0.05)


def test_missing_rows_and_rows_of_weight_zero():
    data = WARP.assign(w=1.0)
    data.loc[3, "breaks"], data.loc[5, "w"] = np.nan, 0.0
    for family in (
        rglm.poisson(),
        rglm.gaussian(),
        rglm.Gamma("log"),
        rglm.inverse_gaussian("log"),
    ):
        fit = rglm.glm("breaks ~ wool", data, family, weights="w", na_action="na_exclude")
        found = fit.residuals("quantile", seed=1)
        assert found.index.equals(data.index)
        assert found.index[found.isna()].tolist() == [3, 5]


def test_a_row_far_in_the_tail_is_finite():
    data = WARP.assign(breaks=lambda d: d.breaks.mask(d.index == 7, 20_000))
    fit = rglm.glm("breaks ~ tension", data, rglm.poisson(), subset=data.index != 7)
    far = rglm.glm("breaks ~ 0 + offset(eta)", data.assign(eta=fit.predict(data)), rglm.poisson())
    found = far.residuals("quantile", seed=1)
    assert np.isfinite(found).all()
    assert found[7] > 100


def test_a_family_without_a_distribution():
    with pytest.raises(ValueError, match=r"quasipoisson has no distribution.*use poisson\(\)"):
        rglm.glm("breaks ~ wool", WARP, rglm.quasipoisson()).residuals("quantile")
