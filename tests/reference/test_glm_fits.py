"""R's numbers: every case of glm.R, fitted again."""

from functools import cache

import numpy as np
import oracle
import pytest

RTOL, assert_close, numbers = oracle.RTOL, oracle.assert_close, oracle.numbers

CASES = oracle.cases("glm_fits.json")
WARNED = {
    "fitted probabilities": "BoundaryWarning",
    "non-integer": "FamilyWarning",
    "did not converge": "ConvergenceWarning",
}


@cache
def fit_of(name):
    return oracle.fit(CASES[name])


def each(condition=lambda case: True):
    names = [name for name, case in CASES.items() if condition(case)]
    return pytest.mark.parametrize("name", names)


def se_of(case):
    """Standard errors, and the estimate where there is none (no residual degrees of freedom)."""
    se = numbers(case["se"])
    return np.where(np.isfinite(se), se, 0.0)


def same_basis(case):
    """Whether our columns are R's: not for f:g without f or g, where R adds columns it then
    drops as aliased.
    """
    return not case.get("other_basis")


@each(same_basis)
def test_warnings(name):
    case, (fit, said) = CASES[name], fit_of(name)
    expected = {ours for text, ours in WARNED.items() if text in " ".join(case["warnings"])}
    if None in case["coefficients"].values():
        expected.add("RankWarning")
    if fit.separated:  # R says that probabilities are 0 or 1, and not why
        expected = expected - {"BoundaryWarning"} | {"SeparationWarning"}
    assert set(said) == expected


@each(same_basis)
def test_coefficients(name):
    case, (fit, _) = CASES[name], fit_of(name)
    coefficients = fit.coef()
    assert list(coefficients.index) == list(case["coefficients"])
    assert_close(coefficients, list(case["coefficients"].values()), se_of(case), RTOL)


@each(same_basis)
def test_vcov(name):
    case, (fit, _) = CASES[name], fit_of(name)
    vcov = fit.vcov()
    assert list(vcov.index) == list(vcov.columns) == list(case["coefficients"])
    if oracle.is_perfect(case) and case["df_residual"]:
        return
    se = se_of(case)
    theirs = numbers(case["vcov"]).reshape(vcov.shape)
    assert_close(np.sqrt(np.diag(vcov)), case["se"], 0.0, RTOL, "se")
    # a covariance is a product of two standard errors
    assert_close(vcov, theirs, np.outer(se, se), 2 * RTOL, "vcov")


@each()
def test_scalars(name):
    case, (fit, _) = CASES[name], fit_of(name)
    whole = ["rank", "df_residual", "df_null", "converged", "boundary"]
    assert {k: getattr(fit, k) for k in whole} == {k: case[k] for k in whole}
    assert (fit.nobs(), fit.logLik().df) == (case["nobs"], case["loglik_df"])
    size = oracle.size_of(case)
    assert_close(fit.null_deviance, case["null_deviance"], 0.0, RTOL, "null deviance")
    assert_close(
        fit.deviance, case["deviance"], size if oracle.is_perfect(case) else 0.0, RTOL, "deviance"
    )
    if oracle.is_perfect(case):
        return
    logs = np.nan_to_num(abs(numbers(case["loglik"])), posinf=0.0)
    assert_close(fit.dispersion, case["dispersion"], 0.0, RTOL, "dispersion")
    assert_close(fit.aic, case["aic_slot"], logs, RTOL, "aic")
    assert_close(fit.AIC(), case["aic"], logs, RTOL, "AIC")
    assert_close(fit.AIC(k=5), case["aic5"], logs, RTOL, "AIC(k=5)")
    assert_close(fit.BIC(), case["bic"], logs, RTOL, "BIC")
    assert_close(float(fit.logLik()), case["loglik"], logs, RTOL, "logLik")


@each()
def test_iterations(name):
    """At R's usual epsilon, R's number of iterations."""
    case = CASES[name]
    fit, _ = oracle.fit(case, epsilon=1e-8, maxit=25)
    assert (fit.iter, fit.boundary) == (case["iter"], case["usual_boundary"])


@each()
def test_levels(name):
    case, (fit, _) = CASES[name], fit_of(name)
    assert fit.xlevels == (case["xlevels"] or {})


@each(same_basis)
def test_coefficient_table(name):
    case, (fit, _) = CASES[name], fit_of(name)
    if oracle.is_perfect(case):
        return
    table = fit.summary().coefficients
    known = [name in case["coef_table"]["rows"] for name in table.index]
    assert table[np.logical_not(known)].isna().all(axis=None)
    floors = {"Estimate": se_of(case)[known], "t value": 1.0, "z value": 1.0}
    oracle.assert_table(table[known], case["coef_table"], floors, "summary")


def assert_rows(ours, theirs, what, floor=0.0):
    values = np.asarray(ours, dtype=float)
    assert len(values) == theirs["n"], what
    known = values[~np.isnan(values)]
    rms = np.sqrt(np.mean(known**2)) if len(known) else 0.0
    rms = max(rms, floor)
    assert_close(values[: len(theirs["head"])], theirs["head"], rms, RTOL, what)
    assert_close(known.sum(), theirs["sum"], rms * len(known), RTOL, f"sum of {what}")
    assert_close((known**2).sum(), theirs["squares"], rms**2 * len(known), 2 * RTOL, f"{what}^2")


def noise(case):
    """What rounding leaves of a residual, for fits without error."""
    return case["rows"]["y"]["squares"] ** 0.5 * 1e-6


@each()
def test_residuals(name):
    case, (fit, _) = CASES[name], fit_of(name)
    floor = noise(case) if oracle.is_perfect(case) else 0.0
    for kind, theirs in case["rows"]["residuals"].items():
        assert_rows(fit.residuals(kind), theirs, kind, floor)


@each(lambda case: case["rows"]["partial"])
def test_partial_residuals(name):
    case, (fit, _) = CASES[name], fit_of(name)
    partial = fit.residuals("partial")
    assert list(partial.columns) == list(case["rows"]["partial"])
    size = np.sqrt(case["rows"]["linear_predictors"]["squares"] / len(partial))
    for column, theirs in case["rows"]["partial"].items():
        assert_rows(partial[column], theirs, f"partial {column}", size)


@each()
def test_row_values(name):
    case, (fit, _) = CASES[name], fit_of(name)
    attributes = ["fitted_values", "linear_predictors", "weights", "prior_weights", "y"]
    for what in attributes:
        assert_rows(getattr(fit, what), case["rows"][what], what)
    assert_rows(fit.fitted(), case["rows"]["fitted"], "fitted()")
    assert_rows(fit.predict(), case["rows"]["predicted"], "predict()")


@each(same_basis)
def test_model_matrix(name):
    case, (fit, _) = CASES[name], fit_of(name)
    matrix, theirs = fit.model_matrix(), case["rows"]["matrix"]
    assert list(matrix.columns) == theirs["columns"]
    assert_close((matrix**2).sum(), theirs["squares"], 1e-20, 1e-11, "columns' squares")
