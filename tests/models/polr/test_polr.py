"""polr against MASS 7.3-58 and ordinal::clm (tests/reference/polr.R)."""

import numpy as np
import pandas as pd
import pytest
from likelihoods import cases, fit, masked, numbers, rows, table, wearing

from rglm import polr
from rglm.datasets import load
from rglm.warnings import FitWarning, RankWarning

CASES = cases("polr")
EMPTY = "wine-level-missing"
# MASS's and clm's cauchit have its outer cut points at +-100 and +-1e5 where ours are infinite:
# so much of the likelihood they lose, and the estimates are those of a slightly other model
CAUCHIT = {i for i, c in CASES.items() if c.get("method") == "cauchit"}
ALIASED = {"births-aliased": "I(2 * age)", "wine-no-intercept": "tempwarm"}
KEPT = {i: c for i, c in CASES.items() if i not in CAUCHIT | {EMPTY}}
PLAIN = {i: c for i, c in KEPT.items() if i not in ALIASED and i != "housing-subset"}
# in standard errors, and relative: those of clm to its own convergence; those of MASS are of BFGS
# and a Hessian by differences, right to 4e-3 in the ozone cases, where a column is in hundreds
EXACT, LOGLIK, MASS, NUMERICAL = 1e-9, 1e-9, 1e-4, 4e-3


def named(found):
    return pytest.mark.parametrize("key", list(found))


def theta(given):
    """Coefficients and cut points of the JSON as a Series."""
    parts = [given["coefficients"], given["zeta"]]
    names = [n for part in parts for n in part["names"]]
    return pd.Series(numbers(v for part in parts for v in part["values"]), names)


def errors(got):
    return pd.Series(np.sqrt(got._unscaled_variances), got.names)


@named([i for i in CASES if i != EMPTY])
def test_estimates_and_covariance_as_in_clm(key):
    got, _ = fit("polr", CASES[key])
    exact, near = CASES[key]["exact"], 1e-4 if key in CAUCHIT else EXACT
    ours, se, theirs = got._estimates.dropna(), errors(got).dropna(), theta(exact).dropna()
    assert sorted(ours.index) == sorted(theirs.index)
    assert (np.abs(ours - theirs[ours.index]) < near * se).all()
    v = table(exact["vcov"]).loc[ours.index, ours.index]
    scale = np.outer(se, se)
    np.testing.assert_allclose(
        got.vcov().loc[ours.index, ours.index] / scale, v / scale, atol=near
    )
    assert float(got.logLik()) > max(exact["logLik"], CASES[key]["logLik"]) - LOGLIK
    assert got.converged


@named(CAUCHIT)
def test_the_cauchit_has_the_whole_of_its_tails(key):
    got, _ = fit("polr", CASES[key])
    eta = got.linear_predictors.to_numpy()
    ends = np.hstack([got.zeta.to_numpy() - eta[:, None], np.full((len(eta), 1), np.inf)])
    p = np.diff(0.5 + np.arctan(ends) / np.pi, axis=1, prepend=0)
    np.testing.assert_allclose(got.fitted_values, p, atol=1e-14)
    here = np.log((p * got._observed_counts()).sum(axis=1))
    np.testing.assert_allclose(float(got.logLik()), got.prior_weights @ here, rtol=1e-12)


def test_the_likelihood_with_the_cauchits_tails_is_higher_than_masss():
    # R 4.2.2, ordered(tension) ~ breaks: logLik(polr(method = "cauchit")) is -53.13753,
    # logLik(ordinal::clm(link = "cauchit")) is -52.80156
    got = polr("ordered(tension) ~ breaks", load("warpbreaks"), method="cauchit")
    assert float(got.logLik()) == pytest.approx(-52.80123, abs=1e-5)


@named(KEPT)
def test_the_rest_of_the_fit_as_in_mass(key):
    got, said = fit("polr", CASES[key])
    r = CASES[key]
    assert [w.category for w in said if key not in ALIASED] == []
    assert got.lev == tuple(r["levels"])
    assert got.logLik().df == got.edf == r["edf"]
    assert (got.df_residual, got.nobs(), got.logLik().nobs) == (
        r["df_residual"],
        r["nobs"],
        r["nobs_logLik"],
    )
    np.testing.assert_allclose(got.logLik(), r["logLik"], rtol=1e-10)
    found = got.deviance, got.AIC(), got.BIC()
    np.testing.assert_allclose(found, [r["deviance"], r["AIC"], r["BIC"]], rtol=1e-10)


@named(PLAIN)
def test_tables_and_rows_as_in_mass(key):
    got, _ = fit("polr", CASES[key])
    r, se = CASES[key], errors(got)
    theirs = table(r["coef_table"])
    summary = got.summary().coefficients
    assert summary.index.tolist() == r["coef_table"]["rows"]
    assert summary.columns.tolist() == r["coef_table"]["columns"]
    assert (np.abs(summary["Value"] - theirs["Value"]) < MASS * se).all()
    np.testing.assert_allclose(summary["Std. Error"], theirs["Std. Error"], rtol=NUMERICAL)
    np.testing.assert_allclose(summary["t value"], theirs["t value"], rtol=NUMERICAL)
    scale = np.outer(se, se)
    np.testing.assert_allclose(got.vcov() / scale, table(r["vcov"]) / scale, atol=2 * NUMERICAL)
    fitted = got.fitted()
    assert (fitted.columns.tolist(), len(fitted)) == (r["fitted"]["columns"], r["fitted"]["rows"])
    shown = np.array([numbers(row) for row in r["fitted"]["values"]])
    np.testing.assert_allclose(fitted.head(len(shown)), shown, atol=1e-6)
    np.testing.assert_allclose(np.nansum(fitted**2), r["fitted"]["sum_of_squares"], rtol=1e-6)
    np.testing.assert_allclose(got.linear_predictors.head(len(r["lp"])), r["lp"], atol=1e-4)
    ours = got.predict().astype(object).head(len(r["class"]))
    assert ours.where(ours.notna(), None).tolist() == r["class"]


@named([i for i in PLAIN if "offset" not in i])
def test_predictions_of_new_rows_as_in_mass(key):
    got, _ = fit("polr", CASES[key])
    given = CASES[key]["predict"]
    new = pd.DataFrame(given["new"], index=range(3))
    np.testing.assert_allclose(got.predict(new, type="probs"), given["probs"], atol=1e-6)
    assert got.predict(new).tolist() == given["class"]


@named(PLAIN)
def test_pages_as_in_mass(key):
    r = CASES[key]
    got = wearing(fit("polr", r)[0], theta(r), table(r["vcov"]))  # with all of MASS's digits
    assert masked(r["page"]) == masked(repr(got))
    assert masked(r["summary_page"]) == masked(repr(got.summary()))
    if len(got.names) > 2:  # of two R prints a vector without names
        page = repr(got.summary(correlation=True))
        assert masked(r["summary_page_correlation"]) == masked(page)


def test_an_empty_level_is_left_out():
    case, data = CASES[EMPTY], rows(CASES[EMPTY]).query("rating != '3'")
    (got, (warning,)), theirs = fit("polr", case), theta(case)
    assert "polr: group '3' is empty" in str(warning.message)
    data["rating"] = data["rating"].cat.remove_unused_categories()
    assert got.coefficients.equals(polr(case["formula"], data).coefficients)
    assert 0 < float(got.logLik()) - case["logLik"] < 1e-6  # MASS's are not quite the same
    pairs = got._estimates.rename({"2|4": "2|3"})  # of MASS's 2|3 and 3|4, which are the same
    assert (np.abs(pairs - theirs[pairs.index]) < MASS * np.sqrt(got._unscaled_variances)).all()


@named(["housing-subset", *ALIASED])
def test_where_the_coefficients_are_others_the_probabilities_are_the_same(key):
    got, said = fit("polr", CASES[key])
    r = CASES[key]["fitted"]
    np.testing.assert_allclose(got.fitted().head(len(r["values"])), r["values"], atol=1e-6)
    assert [w.category for w in said][-1:] == ([RankWarning] if key in ALIASED else [])
    assert ([w.category for w in said][:1] == [FitWarning]) == (key == "wine-no-intercept")
    if key in ALIASED:
        assert got.coefficients.index[got.coefficients.isna()].tolist() == [ALIASED[key]]
