"""What must make no difference to a fit, and what must make exactly the difference it makes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rglm.sources.memory
from rglm import Gamma, binomial, glm, poisson

# Two orders of the same additions: rounding of some hundred rows, carried by a condition number
# of a few hundred.
RTOL = 1e-10
TIGHT = {"epsilon": 1e-12, "maxit": 100}
CASES = [("count", poisson()), ("event", binomial()), ("pos", Gamma("log"))]
seeds = st.integers(0, 10**6)


def table(seed, n=120):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    mean = np.exp(0.5 + 0.4 * x)
    return pd.DataFrame(
        {
            "x": x,
            "g": rng.choice(["a", "b", "c"], n),
            "count": rng.poisson(mean),
            "pos": mean * rng.gamma(4, 0.25, n),
            "event": (rng.uniform(size=n) < 0.5).astype(float),
            "w": rng.integers(1, 5, n).astype(float),
        }
    )


def fit(data, response="count", family=None, formula="x + g", **more):
    return glm(f"{response} ~ {formula}", data, family=family or poisson(), control=TIGHT, **more)


def same(one, two):
    scale = np.sqrt(np.diag(one.vcov()))
    np.testing.assert_allclose(one.coef() / scale, two.coef() / scale, rtol=0, atol=RTOL * 100)
    assert one.deviance == pytest.approx(two.deviance, rel=RTOL)
    assert one.aic == pytest.approx(two.aic, rel=RTOL)
    np.testing.assert_allclose(one.vcov(), two.vcov(), rtol=1e-8)


@given(seed=seeds, which=st.sampled_from(CASES))
@settings(max_examples=15)
def test_the_order_of_rows_makes_no_difference(seed, which):
    data = table(seed)
    response, family = which
    shuffled = data.sample(frac=1, random_state=seed % 1000)
    one, two = fit(data, response, family), fit(shuffled, response, family)
    same(one, two)
    np.testing.assert_allclose(one.fitted(), two.fitted()[data.index], rtol=RTOL)


@pytest.mark.parametrize("size", [1, 7, 50])
@pytest.mark.parametrize(("response", "family"), CASES, ids=["poisson", "binomial", "Gamma"])
def test_the_size_of_blocks_makes_no_difference(monkeypatch, size, response, family):
    whole = fit(table(1), response, family)
    whole.vcov(), whole.aic, whole.fitted_values  # made when asked for: now
    monkeypatch.setattr(rglm.sources.memory, "BLOCK_ROWS", size)
    parts = fit(table(1), response, family)
    same(whole, parts)
    assert parts.iter == whole.iter
    np.testing.assert_allclose(parts.fitted_values, whole.fitted_values, rtol=RTOL)


@pytest.mark.parametrize("verb", ["residuals", "predict", "anova", "confint", "summary"])
def test_the_size_of_blocks_makes_no_difference_to_the_verbs(monkeypatch, verb):
    data = table(1, n=40)
    whole = numbers(getattr(fit(data, "event", binomial()), verb)())
    monkeypatch.setattr(rglm.sources.memory, "BLOCK_ROWS", 7)
    parts = numbers(getattr(fit(data, "event", binomial()), verb)())
    np.testing.assert_allclose(parts, whole, rtol=1e-8, atol=1e-9)


def numbers(found):
    return getattr(found, "table", getattr(found, "coefficients", found))


@pytest.mark.parametrize("size", [1, 7])
def test_aliased_columns_are_the_same_in_any_block(monkeypatch, size):
    data = table(1).assign(twice=lambda d: 2 * d["x"])
    monkeypatch.setattr(rglm.sources.memory, "BLOCK_ROWS", size)
    with pytest.warns(rglm.RankWarning, match="'twice'"):
        found = glm("count ~ x + twice + g", data, family=poisson())
    assert found.coef().isna().to_list() == [False, False, True, False, False]


def test_ten_runs_have_the_same_bits(monkeypatch):
    monkeypatch.setattr(rglm.sources.memory, "BLOCK_ROWS", 50)
    runs = {fit(table(2), "pos", Gamma("log")).coef().to_numpy().tobytes() for _ in range(10)}
    assert len(runs) == 1


@given(seed=seeds, size=st.floats(-8, 8))
@settings(max_examples=15)
def test_rescaling_a_column_rescales_its_coefficient(seed, size):
    factor = 10**size
    data = table(seed)
    one, two = fit(data), fit(data.assign(x=data["x"] * factor))
    se = one.summary().coefficients["Std. Error"]
    back = two.coef().mask(two.coef().index == "x", two.coef() * factor)
    assert (np.abs(one.coef() - back) < 1e-8 * se).all()
    assert one.deviance == pytest.approx(two.deviance, rel=RTOL)


@given(seed=seeds, which=st.sampled_from(CASES), row=st.integers(0, 119))
@settings(max_examples=15)
def test_a_row_twice_is_weight_two(seed, which, row):
    response, family = which
    data = table(seed)
    twice = pd.concat([data, data.iloc[[row]]], ignore_index=True)
    weights = np.ones(len(data))
    weights[row] = 2
    one, two = fit(twice, response, family), fit(data, response, family, weights=weights)
    np.testing.assert_allclose(one.coef(), two.coef(), rtol=1e-8, atol=1e-10)
    assert one.deviance == pytest.approx(two.deviance, rel=RTOL)
    assert one.null_deviance == pytest.approx(two.null_deviance, rel=RTOL)
    assert one.df_residual == two.df_residual + 1


@given(seed=seeds, shift=st.floats(-3, 3))
@settings(max_examples=15)
def test_a_constant_in_the_offset_moves_the_intercept(seed, shift):
    data = table(seed)
    one, two = fit(data), fit(data, offset=np.full(len(data), shift))
    moved = two.coef() + np.where(two.coef().index == "(Intercept)", shift, 0)
    np.testing.assert_allclose(one.coef(), moved, rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(one.fitted(), two.fitted(), rtol=1e-9)
    assert one.null_deviance == pytest.approx(two.null_deviance, rel=1e-9)


def test_rows_of_weight_zero_take_no_part():
    data = table(4)
    weights = (np.arange(len(data)) % 5 != 0).astype(float)
    one, two = fit(data, weights=weights), fit(data[weights > 0])
    same(one, two)
    assert (one.df_residual, one.df_null, one.nobs()) == (two.df_residual, two.df_null, 96)
    assert one.null_deviance == pytest.approx(two.null_deviance, rel=RTOL)
    assert len(one.fitted()) == len(data)


def test_a_response_outside_the_mean_of_weight_zero_rows_is_harmless():
    data = table(4)
    weights = np.r_[0.0, np.ones(len(data) - 1)]
    wild = data.assign(count=data["count"].mask(data.index == 0, 10**6))
    same(fit(data, weights=weights), fit(wild, weights=weights))
