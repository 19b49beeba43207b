"""The numbers of the summary of a linear model, robust too."""

import pickle

import lm_oracle
import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import FitWarning, RankWarning, lm
from rglm.datasets import load

RTOL = oracle.RTOL
NUMBERS, TESTS = lm_oracle.cases("lm_fits"), lm_oracle.cases("lm_tests")


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_and_warnings(name):
    case = NUMBERS[name]
    fit = lm_oracle.fitted(case)[0]
    with oracle.warnings.catch_warnings(record=True) as said:
        oracle.warnings.simplefilter("always")
        summary = fit.summary()
    assert [str(w.message) for w in said] == case["summary_warnings"]
    assert summary.df == tuple(case["summary_df"])
    assert summary.aliased.tolist() == [b is None for b in case["coefficients"].values()]
    assert (summary.na_action is None) == (fit.na_action is None)
    if not lm_oracle.has_error(case):
        return
    oracle.assert_close(summary.sigma, case["sigma"], 0.0, RTOL, "sigma")
    oracle.assert_close(summary.r_squared, case["r_squared"], 0.0, RTOL, "R squared")
    oracle.assert_close(summary.adj_r_squared, case["adj_r_squared"], 1e-3, RTOL, "adjusted")
    assert (summary.residuals**2).sum() == pytest.approx(case["deviance"], rel=RTOL)
    if case["fstatistic"] is None:
        assert summary.fstatistic is None
        assert np.isnan(summary.p_value)
        return
    f = [case["fstatistic"][k] for k in ("value", "numdf", "dendf")]
    oracle.assert_close(summary.fstatistic, f, 0.0, RTOL, "F")
    oracle.assert_p(summary.p_value, case["fstatistic"]["p"], RTOL, "p of F")


@pytest.mark.parametrize("name", NUMBERS)
def test_coefficient_table(name):
    case = NUMBERS[name]
    if not lm_oracle.has_error(case):
        return
    table = lm_oracle.fitted(case)[0].summary().coefficients
    if not len(table):
        assert case["coef_table"]["rows"] == []
        return
    known = [row in case["coef_table"]["rows"] for row in table.index]
    assert table[~np.array(known, dtype=bool)].isna().all(axis=None)
    floors = {"Estimate": table["Std. Error"][known], "t value": 1.0}
    oracle.assert_table(table[known], case["coef_table"], floors, name)


NO_ROBUST = {"perfect", "constant"}  # rounding in R


def has_zero_weights(name):
    """sandwich 3.0 counts rows of weight 0 in its n; we do not."""
    return (
        NUMBERS[name]["nobs"] < NUMBERS[name]["rows"]["fitted"]["n"]
        and "weights" in (NUMBERS[name])
    )


def robust_f(case):
    wald = case.get("wald") or {}
    table = wald.get("overall_hc")
    return None if not table or lm_oracle.is_error(table) else table["values"][1]


ROBUST = [
    name
    for name, case in TESTS.items()
    if robust_f(case) and name not in NO_ROBUST and not has_zero_weights(name)
]


@pytest.mark.parametrize("name", ROBUST)
def test_robust_f_as_waldtest(name):
    """lmtest's waldtest(fit, vcov = vcovHC), which compares with the intercept alone."""
    case = TESTS[name]
    fit = lm_oracle.fitted(case)[0]
    if not fit._schema.parsed.intercept:
        return  # waldtest compares with an intercept that is no case of the model
    rest, df, f, p = robust_f(case)
    summary = fit.summary(vcov="HC3")
    oracle.assert_close(summary.fstatistic, [f, -df, fit.df_residual], 0.0, 10 * RTOL, "F")
    assert rest == fit.df_residual - df
    oracle.assert_p(summary.p_value, p, 10 * RTOL, "p of F")


def test_robust_tables():
    checked = 0
    for name, case in TESTS.items():
        expected = (case.get("robust") or {}).get("coeftest")
        if not expected or lm_oracle.is_error(expected):
            continue
        if name in NO_ROBUST or has_zero_weights(name) or not lm_oracle.has_error(NUMBERS[name]):
            continue
        summary = lm_oracle.quietly(lm_oracle.fitted(case)[0].summary, vcov="HC3")
        table = summary.coefficients.dropna(how="all")
        if table.isna().any(axis=None) or list(table.index) != expected["rows"]:
            continue
        floors = {"Estimate": table["Std. Error"].to_numpy(), "t value": 1.0}
        oracle.assert_table(table, expected, floors, name)
        checked += 1
    assert checked > 40


def test_covariances_of_every_kind_give_the_same():
    fit = lm("breaks ~ wool * tension", load("warpbreaks"))
    matrix = fit.vcov(cluster="breaks", type="HC0") + fit.vcov()
    by_matrix = fit.summary(vcov=matrix)
    by_array = fit.summary(vcov=matrix.to_numpy())
    by_function = fit.summary(vcov=lambda m: matrix)
    for other in (by_array, by_function):
        pd.testing.assert_frame_equal(other.coefficients, by_matrix.coefficients)
        pd.testing.assert_series_equal(other.fstatistic, by_matrix.fstatistic)
    b = fit.coef().to_numpy()[1:]
    f = b @ np.linalg.solve(matrix.to_numpy()[1:, 1:], b) / 5
    assert by_matrix.fstatistic["value"] == pytest.approx(f, rel=1e-10)
    own = fit.summary(vcov=fit.vcov())
    np.testing.assert_allclose(own.fstatistic, fit.fstatistic, rtol=1e-10)
    assert own.standard_errors == "from the matrix given"


def test_a_singular_covariance_has_no_f():
    fit = lm("breaks ~ wool * tension", load("warpbreaks"))
    summary = fit.summary(vcov=fit.vcov(cluster="tension"))
    assert summary.coefficients["Std. Error"].notna().all()
    assert np.isnan(summary.fstatistic["value"])
    assert np.isnan(summary.p_value)
    assert "(no F test: this covariance of all coefficients is singular)" in str(summary)
    assert "F-statistic:   NaN on 5 and 48 DF,  p-value: NA" in str(summary)
    with pytest.raises(ValueError, match="vcov= has shape"):
        fit.summary(vcov=np.eye(2))


def test_components():
    with pytest.warns(RankWarning):
        fit = lm("breaks ~ wool + I(0 * breaks)", load("warpbreaks"), weights="breaks")
    summary = fit.summary(correlation=True)
    assert summary.aliased.tolist() == [False, False, True]
    assert summary.cov_unscaled.shape == summary.correlation.shape == (2, 2)
    np.testing.assert_allclose(
        summary.cov_unscaled * summary.sigma**2, fit.vcov().iloc[:2, :2], rtol=1e-12
    )
    assert pickle.loads(pickle.dumps(summary)).p_value == summary.p_value
    assert (summary.residuals**2).sum() == pytest.approx(fit.deviance)


def test_a_perfect_fit_is_told():
    x = np.arange(20.0)
    with pytest.warns(FitWarning, match="essentially perfect fit: summary may be unreliable"):
        lm("y ~ x", {"x": x, "y": 1e6 + x / 3}).summary()
