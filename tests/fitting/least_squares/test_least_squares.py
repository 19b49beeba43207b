"""Least squares in one pass: the same answer by every way, and odd data."""

import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rglm import FitError, lm, parquet
from rglm.errors import DataError
from rglm.fitting.least_squares import least_squares, source_triangle

# beside the largest of a column: sums in another order
ROUNDING = 1e-12
FORMULA = "y ~ x + g * z + offset(o)"


def simulated(n=900, seed=1):
    rng = np.random.default_rng(seed)
    columns = {
        "x": rng.normal(size=n) + 50,
        "z": rng.exponential(size=n),
        "g": rng.choice(["a", "b", "c"], n),
        "o": np.where(np.arange(n) < n // 2, 0.0, rng.normal(size=n)),
        "w": rng.integers(0, 4, n) / 2.0,
    }
    data = pd.DataFrame(columns)
    return data.assign(y=data["x"] + data["o"] + data["z"] * rng.normal(size=n))


def numbers(fit):
    """What a linear model shows of all rows."""
    values = [fit.sigma, fit.r_squared, *fit.fstatistic, fit.null_deviance, fit.aic]
    sums = [fit.deviance, fit._fitted_sum_of_squares, fit.df_residual, fit.nobs()]
    return np.r_[fit.coef(), fit.vcov().to_numpy().ravel(), values, sums]


def assert_same(one, two, rtol=1e-9):
    np.testing.assert_allclose(numbers(one), numbers(two), rtol=rtol, atol=1e-14)


def in_chunks(data, size):
    return lambda: (data.iloc[i : i + size] for i in range(0, len(data), size))


@pytest.fixture(params=["extended precision", "preconditioned", "reflections", "eliminated"])
def way(request, monkeypatch):
    """Each of the ways in which a fit may be computed."""
    if request.param != "extended precision":
        monkeypatch.setattr(source_triangle, "MAX_EXTENDED_ROWS", 0)
    if request.param == "preconditioned":
        monkeypatch.setattr(source_triangle, "MIN_PRECONDITIONED_BLOCKS", 0)
        monkeypatch.setattr(source_triangle, "MIN_SAMPLE_ROWS", 100)
    if request.param == "eliminated":
        monkeypatch.setattr(least_squares, "MAX_CODED_WORK", 0)
        monkeypatch.setattr(least_squares, "MAX_DENSE_CATEGORIES", 1)


@pytest.mark.parametrize("weights", [None, "w"])
def test_every_way_has_the_same_numbers(way, weights):
    data = simulated()
    fit = lm(FORMULA, data, weights=weights)
    x, w = fit.model_matrix().to_numpy(), np.ones(900) if weights is None else data["w"]
    root, target = np.sqrt(w), data["y"] - data["o"]
    scaled = x * root.to_numpy()[:, None] if weights else x
    best = np.linalg.lstsq(scaled, root * target, rcond=None)[0]
    np.testing.assert_allclose(fit.coef(), best, rtol=1e-9)
    fitted, mean = x @ best + data["o"], np.average(x @ best + data["o"], weights=w)
    rss, mss = (w * (data["y"] - fitted) ** 2).sum(), (w * (fitted - mean) ** 2).sum()
    assert fit.deviance == pytest.approx(rss, rel=1e-10)
    assert fit.r_squared == pytest.approx(mss / (mss + rss), rel=1e-10)
    assert fit._fitted_sum_of_squares == pytest.approx((w * fitted**2).sum(), rel=1e-10)
    null = target - np.average(target, weights=w)
    assert fit.null_deviance == pytest.approx((w * null**2).sum(), rel=1e-10)


@pytest.mark.parametrize("size", [1, 7, 299, 899, 900])
def test_few_rows_have_the_same_bits_in_any_chunks(size):
    data = simulated()
    data = data.iloc[:60] if size == 1 else data
    whole, chunked = (
        lm(FORMULA, data, weights="w"),
        lm(FORMULA, in_chunks(data, size), weights="w"),
    )
    np.testing.assert_array_equal(numbers(whole), numbers(chunked))


@pytest.mark.parametrize("size", [2100, 5000, 20_000])
def test_many_rows_have_the_same_numbers_in_any_chunks(size):
    data = simulated(20_000)
    assert_same(lm(FORMULA, data, weights="w"), lm(FORMULA, in_chunks(data, size), weights="w"))


def test_a_parquet_folder_has_the_same_numbers(tmp_path):
    data = simulated(5000)
    for number in range(3):
        data.iloc[number::3].to_parquet(tmp_path / f"{number}.parquet")
    assert_same(lm(FORMULA, data), lm(FORMULA, parquet(tmp_path)))


@pytest.mark.parametrize("given", [{}, {"weights": "w"}, {"weights": "w", "offset": "o"}])
def test_one_pass_after_the_levels_are_known(given):
    data, passes = simulated(3000), []

    def chunks():
        passes.append("pass")
        return iter([data.iloc[:1000], data.iloc[1000:]])

    names_and_levels = 2  # the first chunk for the names of columns; levels, counts of rows
    fit = lm("y ~ x + g + z", chunks, **given)
    assert len(passes) == names_and_levels + 1
    summary = fit.summary()
    assert len(summary.coefficients) == 5
    assert np.isfinite(summary.fstatistic).all()
    assert np.isfinite([float(fit.logLik()), fit.AIC(), fit.BIC(), fit.null_deviance]).all()
    fit.glance(), fit.tidy(), fit.confint(), fit.vcov(), fit.anova(), fit.drop1()
    assert len(passes) == names_and_levels + 1


@given(st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_makes_no_difference(seed):
    data = simulated(100, seed)
    assert_same(lm(FORMULA, data), lm(FORMULA, data.sample(frac=1, random_state=seed)))


def test_rows_of_weight_zero_take_no_part(way):
    data = simulated()
    assert_same(
        lm(FORMULA, data, weights="w"), lm(FORMULA, data[data["w"] > 0], weights="w"), rtol=1e-8
    )


def test_a_row_twice_is_weight_two():
    data = simulated(50)
    one = lm(FORMULA, pd.concat([data, data.iloc[:5]]))
    two = lm(FORMULA, data.assign(w=np.where(np.arange(50) < 5, 2.0, 1.0)), weights="w")
    np.testing.assert_allclose(one.coef(), two.coef(), rtol=ROUNDING)
    assert one.deviance == pytest.approx(two.deviance, rel=ROUNDING)


@pytest.mark.parametrize("chunked", [False, True])
def test_weights_that_are_all_zero_are_an_error(chunked):
    data = simulated(20).assign(w=0.0)
    with pytest.raises(DataError, match="all zero"):
        lm("y ~ x", in_chunks(data, 9) if chunked else data, weights="w")


def test_a_perfect_fit_has_no_rounding_left():
    x = np.arange(12.0)
    data = pd.DataFrame({"x": x, "h": np.tile([1.0, 2, 4], 4), "y": 3 + 2 * x})
    fit = lm("y ~ x + h", data)
    assert fit.coef().tolist() == [3.0, 2.0, 0.0]
    assert fit.deviance == fit.sigma == 0.0
    assert lm("y ~ 1", data.assign(y=7.0)).coef().tolist() == [7.0]


def test_a_perfect_fit_of_many_rows_has_no_rounding_left():
    data = simulated(20_000)
    fit = lm("y ~ x + z + g", data.assign(y=3 + 2 * data["x"]))
    np.testing.assert_allclose(fit.coef(), [3, 2, 0, 0, 0], rtol=1e-12)
    assert (fit.coef().iloc[2:] == 0).all()
    assert fit.sigma < 1e-14 * data["x"].max()


def test_without_residual_degrees_of_freedom_the_rest_is_zero():
    fit = lm("y ~ x + z", simulated(3))
    assert (fit.df_residual, fit.deviance) == (0, 0.0)
    assert np.isnan(fit.sigma)
    with pytest.warns(match="singularities"):
        fit = lm("y ~ x + z + o", simulated(2))
    assert (fit.rank, fit.df_residual, fit.deviance) == (2, 0, 0.0)


def test_without_columns_the_offset_is_left():
    data = simulated(40)
    fit = lm("y ~ 0 + offset(o)", data)
    assert fit.rank == 0
    assert fit.deviance == pytest.approx(((data["y"] - data["o"]) ** 2).sum(), rel=ROUNDING)
    assert fit.deviance == fit.null_deviance
    assert fit.fstatistic is None


def test_constant_columns_are_aliased(way):
    data = simulated().assign(five=5.0, zero=0.0)
    with pytest.warns(match="2 coefficient"):
        fit = lm("y ~ five + x + zero + g", data)
    assert fit.coef().isna().tolist() == [False, True, False, True, False, False]
    assert_same_estimates(fit, lm("y ~ x + g", data))


def assert_same_estimates(fit, other):
    np.testing.assert_allclose(fit.coef().dropna(), other.coef(), rtol=1e-8)
    assert fit.deviance == pytest.approx(other.deviance, rel=1e-10)
    assert fit.r_squared == pytest.approx(other.r_squared, rel=1e-9)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"x": 1e160}, "column 'x'"),
        ({"x": 1e-170}, "column 'x'"),
        ({"y": 1e170}, "response 'y'"),
    ],
)
@pytest.mark.parametrize("n", [100, 9000])
def test_numbers_without_squares_are_named(change, named, n):
    data = simulated(n)
    data = data.assign(**{name: data[name] * size for name, size in change.items()})
    with pytest.raises(FitError, match=named):
        lm("y ~ x + z", data)


@pytest.mark.parametrize("n", [100, 9000])
def test_scales_make_no_difference(n):
    data = simulated(n)
    fit = lm("y ~ x + z", data)
    scaled = lm("y ~ x + z", data.assign(x=data["x"] * 1e120, z=data["z"] * 1e-120))
    np.testing.assert_allclose(scaled.coef() * [1, 1e120, 1e-120], fit.coef(), rtol=1e-11)
    assert scaled.deviance == pytest.approx(fit.deviance, rel=1e-11)


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinite_values_are_named(value):
    data = simulated(30)
    data.loc[4, "z"] = value
    with pytest.raises(DataError, match="'z' is -?inf in row"):
        lm("y ~ x + z", data)


def test_a_far_mean_costs_no_digits(way):
    """Columns of mean 1e6 and spread 1: cross products would leave four digits."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(900, 2))
    data = pd.DataFrame({"a": x[:, 0] + 1e6, "b": x[:, 1] + 1e6, "y": x.sum(axis=1) + 0.1})
    data["y"] += 1e-3 * rng.normal(size=900)
    centered = lm("y ~ a + b", data.assign(a=data["a"] - 1e6, b=data["b"] - 1e6))
    fit = lm("y ~ a + b", data)
    np.testing.assert_allclose(fit.coef().iloc[1:], centered.coef().iloc[1:], rtol=1e-9)
    assert fit.deviance == pytest.approx(centered.deviance, rel=1e-6)


def test_a_fit_without_rows_still_compares_its_terms():
    fit = lm("y ~ x + g * z", simulated(200), weights="w")
    stripped = pickle.loads(pickle.dumps(fit.strip()))
    pd.testing.assert_frame_equal(stripped.anova().table, fit.anova().table, rtol=1e-10)
    assert stripped.summary().sigma == fit.sigma
    assert float(stripped.logLik()) == float(fit.logLik())
