"""What holds of a linear model whatever the data."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rglm import RankWarning, lm

FORMULAS = [
    "y ~ x",
    "y ~ x + g",
    "y ~ g * h",
    "y ~ 0 + g + x",
    "y ~ x * g + log(p)",
    "y ~ poly(x, 2)",
    "y ~ 1",
]
# sums of squares of numbers of size 1 in another order
CLOSE = 1e-9
EXAMPLES = settings(max_examples=8)


@st.composite
def frames(draw):
    """Rows of numbers and factors, some rows of weight 0."""
    n, seed = draw(st.integers(12, 60)), draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    g, h = rng.choice(list("abc"), n), rng.choice(["u", "v"], n)
    # every cell has a row, so that no coefficient hangs on one
    g[:6], h[:6] = list("abcabc"), list("uvvvuu")
    frame = pd.DataFrame(
        {
            "x": rng.normal(size=n),
            "p": rng.gamma(2.0, size=n) + 0.1,
            "g": pd.Categorical(g),
            "h": pd.Categorical(h),
            "w": rng.choice([0.5, 1.0, 2.0], n),
            "o": rng.normal(size=n),
        }
    )
    frame["y"] = 1 + frame["x"] + (frame["g"] == "b") + rng.normal(size=n)
    return frame


formulas = st.sampled_from(FORMULAS)


def quiet_lm(*arguments, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RankWarning)
        return lm(*arguments, **options)


def same(one, two, rtol=CLOSE):
    """Whether two fits say the same of the same coefficients."""
    np.testing.assert_allclose(one.coef(), two.coef(), rtol, rtol)
    np.testing.assert_allclose(one.vcov(), two.vcov(), 10 * rtol, 10 * rtol)
    np.testing.assert_allclose(one.deviance, two.deviance, rtol)
    assert (one.rank, one.df_residual, one.nobs()) == (two.rank, two.df_residual, two.nobs())
    np.testing.assert_allclose(one.r_squared, two.r_squared, rtol, rtol)
    np.testing.assert_allclose(one.logLik(), two.logLik(), rtol, rtol)


@EXAMPLES
@given(frames(), formulas)
def test_residuals_are_orthogonal_to_the_columns(frame, formula):
    fit = quiet_lm(formula, frame, weights="w", offset="o")
    score = fit.model_matrix().to_numpy().T @ (fit.residuals() * frame["w"]).to_numpy()
    np.testing.assert_allclose(score, 0, atol=1e-10 * len(frame))


@EXAMPLES
@given(frames(), formulas, st.randoms(use_true_random=False))
def test_rows_in_any_order(frame, formula, random):
    order = list(range(len(frame)))
    random.shuffle(order)
    one, two = (
        quiet_lm(formula, frame, weights="w"),
        quiet_lm(formula, frame.iloc[order], weights="w"),
    )
    same(one, two)
    pd.testing.assert_series_equal(one.residuals(), two.residuals().sort_index(), atol=CLOSE)
    pd.testing.assert_series_equal(one.hatvalues(), two.hatvalues().sort_index(), atol=CLOSE)


@EXAMPLES
@given(frames(), formulas, st.integers(4, 25))
def test_rows_read_in_chunks(frame, formula, size):
    def chunks():
        return (frame.iloc[i : i + size] for i in range(0, len(frame), size))

    one = quiet_lm(formula, frame, weights="w", offset="o")
    two = quiet_lm(formula, chunks, weights="w", offset="o", progress=False)
    same(one, two)
    assert str(one.anova()) == str(two.anova())
    np.testing.assert_allclose(two.rstudent().collect(), one.rstudent(), 1e-7)


@EXAMPLES
@given(frames(), formulas)
def test_rows_of_weight_0_are_as_if_they_were_not_there(frame, formula):
    zeros = frame.assign(w=frame["w"].where(np.arange(len(frame)) % 5 != 4, 0.0))
    one = quiet_lm(formula, zeros, weights="w")
    two = quiet_lm(formula, zeros[zeros["w"] > 0], weights="w")
    if "poly" in formula:  # its columns are of all rows
        np.testing.assert_allclose(one.fitted()[zeros["w"] > 0], two.fitted(), CLOSE)
        return
    same(one, two)


@EXAMPLES
@given(frames(), formulas)
def test_a_row_twice_is_a_weight_of_2(frame, formula):
    if "poly" in formula:
        return  # its columns are of the rows
    twice = frame["w"] == 2.0
    repeated = pd.concat([frame, frame[twice]])
    one = quiet_lm(formula, frame, weights=np.where(twice, 2.0, 1.0))
    two = quiet_lm(formula, repeated)
    np.testing.assert_allclose(one.coef(), two.coef(), CLOSE, CLOSE)
    np.testing.assert_allclose(one.deviance, two.deviance, CLOSE)
    assert two.nobs() == one.nobs() + twice.sum()


@EXAMPLES
@given(frames(), formulas)
def test_an_offset_is_taken_from_the_response(frame, formula):
    one = quiet_lm(formula, frame, offset="o", weights="w")
    two = quiet_lm(formula, frame.assign(y=frame["y"] - frame["o"]), weights="w")
    np.testing.assert_allclose(one.coef(), two.coef(), CLOSE, CLOSE)
    np.testing.assert_allclose(one.residuals(), two.residuals(), CLOSE, CLOSE)


@EXAMPLES
@given(frames(), st.sampled_from([1e-9, 1e-3, 1e6, 1e12]))
def test_units_of_a_column_and_of_the_response(frame, factor):
    one, two = lm("y ~ x + g", frame), lm("y ~ x + g", frame.assign(x=frame["x"] * factor))
    np.testing.assert_allclose(two.coef()["x"] * factor, one.coef()["x"], CLOSE)
    np.testing.assert_allclose(two.fitted(), one.fitted(), CLOSE, CLOSE)
    three = lm("y ~ x + g", frame.assign(y=frame["y"] * factor))
    np.testing.assert_allclose(three.coef(), one.coef() * factor, CLOSE, CLOSE * factor)
    np.testing.assert_allclose(three.fstatistic["value"], one.fstatistic["value"], 1e-8)


@EXAMPLES
@given(frames())
def test_a_combination_of_columns_is_aliased(frame):
    frame = frame.assign(z=2 * frame["x"] - 3 * frame["p"] + 1)
    one, two = lm("y ~ x + p + g", frame), quiet_lm("y ~ x + p + z + g", frame)
    assert np.isnan(two.coef()["z"])
    np.testing.assert_allclose(two.coef().drop("z"), one.coef(), CLOSE, CLOSE)
    np.testing.assert_allclose(two.fitted(), one.fitted(), CLOSE, CLOSE)


@EXAMPLES
@given(frames(), formulas)
def test_prediction_of_the_rows_fitted(frame, formula):
    fit = quiet_lm(formula, frame, weights="w")
    again = fit.predict(frame, se_fit=True)
    np.testing.assert_allclose(again["fit"], fit.fitted(), CLOSE, CLOSE)
    leverage = fit.hatvalues() * fit.sigma**2 / frame["w"]
    np.testing.assert_allclose(again["se_fit"] ** 2, leverage, 1e-8, 1e-12)


@EXAMPLES
@given(frames(), st.integers(0, 11))
def test_deletion_is_the_fit_without_the_row(frame, row):
    fit, without = lm("y ~ x + h", frame), lm("y ~ x + h", frame.drop(index=row))
    changes = fit.influence().coefficients.loc[row]
    np.testing.assert_allclose(fit.coef() - without.coef(), changes, 1e-7, 1e-10)
    np.testing.assert_allclose(fit.influence().sigma[row], without.sigma, 1e-8)
    gap = frame.loc[row, "y"] - without.predict(frame.loc[[row]]).iloc[0]
    predicted = without.predict(frame.loc[[row]], interval="prediction", se_fit=True).iloc[0]
    error = np.hypot(predicted["se_fit"], without.sigma)
    assert fit.rstudent()[row] == pytest.approx(gap / error, rel=1e-7)


@EXAMPLES
@given(frames(), formulas)
def test_sums_of_squares_add_up(frame, formula):
    fit = quiet_lm(formula, frame, weights="w")
    table = fit.anova().table
    y, w = frame["y"], frame["w"]
    center = np.average(y, weights=w) if "0 +" not in formula else 0.0
    np.testing.assert_allclose(table["Sum Sq"].sum(), (w * (y - center) ** 2).sum(), CLOSE)
    assert table["Df"].sum() == fit.df_null
    np.testing.assert_allclose((fit.effects.iloc[fit.rank :] ** 2).sum(), fit.deviance, CLOSE)
