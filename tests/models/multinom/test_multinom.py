"""multinom against nnet 7.3-18 and VGAM::vglm (tests/reference/multinom.R)."""

import numpy as np
import pandas as pd
import pytest
from likelihoods import cases, fit, masked, numbers, table, wearing

from rglm.warnings import FitWarning, RankWarning

CASES = cases("multinom")
EMPTY = ("beps-level-gone", "wine-weights")  # R leaves the level out, with a warning
# R shares a coefficient between the columns that are the same, also where `subset` takes a level
ALIASED = ("births-aliased", "housing-subset")
PLAIN = {i: c for i, c in CASES.items() if i not in ALIASED}
# in standard errors, and relative: those of vglm to its own convergence, and of nnet to its own.
# vcov of nnet is a generalised inverse, which takes small eigenvalues for zero: not for ozone
EXACT, SMALL, NNET = 2e-7, 2e-7, 1e-4
SOUND = {i: c for i, c in PLAIN.items() if (c["se_off"] or 0) < 1e-6}


def named(found):
    return pytest.mark.parametrize("key", list(found))


def made(key):
    return fit("multinom", CASES[key])[0]


def by_level(given):
    """Coefficients of the JSON as a table by level."""
    if "rows" in given:
        return table(given)
    return pd.DataFrame([numbers(given["values"])], columns=given["names"])


def errors(got):
    return got._by_level(np.sqrt(got._unscaled_variances))


@named(PLAIN)
def test_coefficients_and_errors_as_in_vglm(key):
    got, exact = made(key), CASES[key]["exact"]
    theirs, se = np.array([numbers(row) for row in exact["matrix"]]), errors(got)
    assert (np.abs(got.coefficients - theirs) < EXACT * se).to_numpy().all()
    np.testing.assert_allclose(se.to_numpy().T.ravel(), numbers(exact["se"]), rtol=SMALL)
    assert got.converged


@named(PLAIN)
def test_the_rest_of_the_fit_as_in_nnet(key):
    got, r = made(key), CASES[key]
    theirs = by_level(r["coefficients"])
    assert got.coefficients.columns.tolist() == theirs.columns.tolist()
    if "rows" in r["coefficients"]:
        assert got.coefficients.index.tolist() == theirs.index.tolist()
    assert (np.abs(got.coefficients - theirs.to_numpy()) < NNET * errors(got)).to_numpy().all()
    assert float(got.logLik()) > r["logLik"] - 1e-9
    assert (got.edf, got.logLik().df) == (r["edf"], r["logLik_df"])
    assert got.nobs() == got.logLik().nobs == r["nobs_logLik"]
    found = float(got.logLik()), got.deviance, got.AIC(), got.BIC()
    np.testing.assert_allclose(found, [r["logLik"], r["deviance"], r["AIC"], r["BIC"]], rtol=1e-10)


@named([i for i in SOUND if SOUND[i]["vcov"]])
def test_covariance_and_intervals_as_in_nnet(key):
    got, r, se = made(key), CASES[key], np.sqrt(made(key)._unscaled_variances)
    theirs, scale = table(r["vcov"]), np.outer(se, se)
    assert got.vcov().index.tolist() == r["vcov"]["rows"]
    np.testing.assert_allclose(got.vcov() / scale, theirs / scale, atol=1e-6)
    ci = r["confint"]
    parts = ci["values"] if "levels" in ci else [ci["values"]]
    found = np.array([numbers(row) for part in parts for row in np.atleast_2d(part)])
    assert got.confint().columns.tolist() == ci["columns"]
    np.testing.assert_allclose(got.confint() / se[:, None], found / se[:, None], atol=NNET)


@named(PLAIN)
def test_rows_as_in_nnet(key):
    got, r = made(key), CASES[key]
    for ours, name in ((got.fitted(), "fitted"), (got.residuals(), "residuals")):
        assert len(ours) == r[name]["rows"]
        if r[name]["columns"]:
            assert ours[r[name]["columns"]].columns.tolist() == r[name]["columns"]
            ours = ours[r[name]["columns"]]
        else:  # two levels: R has the second's
            ours = ours[ours.columns[1:]]
        shown = np.array([numbers(np.atleast_1d(row)) for row in r[name]["values"]])
        np.testing.assert_allclose(ours.head(len(shown)), shown, atol=1e-6)
        squares = np.nansum(ours.to_numpy() ** 2)
        np.testing.assert_allclose(squares, r[name]["sum_of_squares"], rtol=1e-6)
    ours = got.predict().astype(object).head(len(r["class"]))
    assert ours.where(ours.notna(), None).tolist() == r["class"]


@named(PLAIN)
def test_predictions_of_new_rows_as_in_nnet(key):
    got, given = made(key), CASES[key]["predict"]
    new = pd.DataFrame(given["new"], index=range(3))
    probs = got.predict(new, type="probs")
    theirs = np.array([numbers(np.atleast_1d(row)) for row in given["probs"]])
    ours = probs[given["columns"]] if given["columns"] else probs[probs.columns[1:]]
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
    assert got.predict(new).tolist() == given["class"]


@named([i for i in PLAIN if CASES[i]["vcov"] and "error" not in CASES[i]["vcov"]])
def test_pages_as_in_nnet(key):
    r = CASES[key]
    got = wearing(made(key), by_level(r["coefficients"]).to_numpy().ravel(), table(r["vcov"]))
    assert masked(r["page"]) == masked(repr(got))
    assert masked(r["summary_page"]) == masked(repr(got.summary()))
    assert masked(r["summary_page_wald"]) == masked(repr(got.summary(wald_ratios=True)))
    if r["summary_page_correlation"] and len(got.names) > 2:  # of two R prints a bare number
        page = repr(got.summary(correlation=True))
        assert masked(r["summary_page_correlation"]) == masked(page)


@pytest.mark.parametrize(
    ("key", "words"),
    [(EMPTY[0], "group 'Labour' is empty"), (EMPTY[1], "groups '1', '5' are empty")],
)
def test_an_empty_level_is_warned_of(key, words):
    (warning,) = fit("multinom", CASES[key])[1]
    assert warning.category is FitWarning
    assert words in str(warning.message)


@named(ALIASED)
def test_where_the_coefficients_are_others_the_probabilities_are_the_same(key):
    got, said = fit("multinom", CASES[key])
    r = CASES[key]
    np.testing.assert_allclose(float(got.logLik()), r["logLik"], rtol=1e-10)
    shown = r["fitted"]["values"]
    np.testing.assert_allclose(got.fitted().head(len(shown)), shown, atol=1e-6)
    assert [w.category for w in said] == [RankWarning] * (key == "births-aliased")
    assert got.edf == r["edf"]
