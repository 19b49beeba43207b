"""Leverages of 1 and near to it, against R."""

import warnings
from fractions import Fraction
from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import FitWarning, SeparationWarning, gaussian, glm, poisson

THEIRS = oracle.saved("leverage")
CASES = {c["id"]: c for c in THEIRS["cases"]}
# of a value, or of the largest of its column: what is exactly 0 is 1e-16 in R, and the root of 0
# in a deviance residual 1e-8
RTOL, ROOT = 1e-8, 3e-8
# R's sandwich multiplies matrices, and loses five digits where 1 - h is 1e-6 (by fractions ours
# are right: see the test of that); on `zero` all of them, and on `trend-square` all but five
BLUNT = {"far3": 1e-5, "far4": 1e-3, "far4-poisson": 1e-3, "trend-square": 1e-4}


@cache
def fit_of(name):
    case = CASES[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        return glm(
            case["formula"],
            pd.DataFrame(THEIRS["data"][case["data"]]),
            case["family"],
            weights=case.get("weights"),
            control={"epsilon": 1e-12, "maxit": 100},
        )


def assert_near(ours, theirs, rtol, what):
    ours, theirs = np.asarray(ours, dtype=float), oracle.numbers(theirs)
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs), err_msg=what)
    largest = np.nanmax(np.abs(theirs), axis=0, initial=1e-9)
    off = np.abs(ours - theirs) / np.maximum(
        np.abs(theirs), np.maximum(largest, 1.0) * ROOT / rtol
    )
    assert np.nanmax(off, initial=0.0) < rtol, what


@pytest.mark.parametrize("name", CASES)
def test_row_values(name):
    case, fit = CASES[name], fit_of(name)
    rows = np.ravel(case["rows"])
    for verb, theirs in case["values"].items():
        ours = getattr(fit, verb)()
        assert_near(ours.iloc[rows], theirs, RTOL, verb)
    assert (fit.hatvalues() == 1).sum() == (np.array(case["values"]["hatvalues"]) == 1).sum()


@pytest.mark.parametrize("name", [n for n in CASES if n != "zero"])  # noise of 1e10 in R
@pytest.mark.parametrize("verb", ["dfbeta", "dfbetas"])
def test_changes_of_coefficients(name, verb):
    case, fit = CASES[name], fit_of(name)
    assert_near(getattr(fit, verb)().iloc[np.ravel(case["rows"])], case[verb], 1e-6, verb)


@pytest.mark.parametrize("name", CASES)
def test_sandwiches(name):
    case, fit = CASES[name], fit_of(name)
    for type, theirs in case["robust"].items():
        full = bool((fit.hatvalues() == 1).any()) and type in ("HC2", "HC3", "HC4")
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            ours = np.diag(fit.vcov(type=type))
        assert [w.category for w in said] == [FitWarning] * full
        if name == "zero" and not full:
            continue
        assert_near(ours, theirs, BLUNT.get(name, 1e-7), type)
        assert full or fit.df_residual == 0 or (ours >= 0).all()


def test_a_row_alone_in_its_group_of_a_zero_count():
    fit = fit_of("zero")
    assert fit.dfbeta().iloc[0].eq(0).all()
    assert fit.dfbetas().iloc[0].eq(0).all()
    with pytest.warns(SeparationWarning):
        fit = glm("y ~ f", THEIRS["data"]["small"], poisson())
    # its working residual is -1, and the other groups have their own
    expected = [1, 1 + 1 / 72, 1 + 2 / 21]
    np.testing.assert_allclose(np.diag(fit.vcov(type="HC0")), expected, rtol=1e-7)
    assert fit.vcov("(Intercept)", type="HC0").iloc[0, 0] == pytest.approx(1, rel=1e-9)


def test_a_variance_that_is_zero_is_zero():
    data = THEIRS["data"]["small"]
    fit = glm("y ~ f", data)
    groups = np.array([1, 1, 2, 2, 3, 3, 4])
    for covariance in (fit.vcov(type="HC0"), fit.vcov(type="HC1"), fit.vcov(cluster=groups)):
        assert (covariance.loc["(Intercept)"] == 0).all()
    assert (fit.vcov(cluster="f") == 0).all(axis=None)
    assert fit.vcov("(Intercept)", type="HC0").iloc[0, 0] == 0
    page = fit.summary(vcov="HC0").coefficients
    assert page["Std. Error"].iloc[0] == 0
    saturated = glm("y ~ factor(seq)", data | {"seq": list(range(7))})
    assert (saturated.vcov(type="HC0") == 0).all(axis=None)


def test_a_cluster_that_fixes_a_coefficient():
    data = THEIRS["data"]["small"]
    with pytest.warns(SeparationWarning):
        fits = [glm("y ~ f", data, poisson(), control={"epsilon": 1e-10})]
    fits.append(glm("y ~ f * year", THEIRS["data"]["trend"]))
    clusters = [np.array([1, 1, 2, 2, 3, 3, 4]), np.arange(20) // 2]
    for fit, cluster in zip(fits, clusters, strict=True):
        for type in ("HC2", "HC3"):
            with pytest.warns(FitWarning, match="by themselves"):
                assert fit.vcov(type=type, cluster=cluster).isna().all(axis=None)


def test_a_cluster_that_nearly_fixes_a_coefficient():
    data = pd.DataFrame(THEIRS["data"]["far4"])
    fit = glm("y ~ x + year", data)
    alone = fit.vcov(type="HC3", cluster=np.arange(20))
    # X has a condition of 9e5, X'X of 8e11, so that 1e-4 may be rounding; 1.2e-6 was seen
    np.testing.assert_allclose(alone, fit.vcov(type="HC3"), rtol=1e-5)


@pytest.mark.parametrize("far", [1e3, 1e5, 1e7])
def test_one_minus_a_leverage_near_one_is_right(far):
    x = np.append(np.arange(19.0) % 7, far)
    year = np.arange(2001.0, 2021.0)
    fit = glm("y ~ x + year", {"y": year % 3, "x": x, "year": year})
    rest = 1 - float(fit.hatvalues().iloc[-1])
    assert rest == pytest.approx(_rest_by_fractions(x, year), abs=3e-16, rel=1e-9)
    assert np.isfinite(fit.rstudent()).all()
    assert np.isfinite(fit.vcov(type="HC3")).all(axis=None)


def _rest_by_fractions(*columns):
    """1 - h of the last row of a design, exactly: det(X'X without it) / det(X'X)."""
    rows = [
        [Fraction(1), *map(Fraction, row)]
        for row in zip(*map(np.ndarray.tolist, columns), strict=True)
    ]
    return float(_determinant(rows[:-1]) / _determinant(rows))


def _determinant(rows):
    gram = [
        [sum(a * b for a, b in zip(u, v, strict=True)) for v in zip(*rows, strict=True)]
        for u in zip(*rows, strict=True)
    ]
    out = Fraction(1)
    while gram:
        first, *others = gram
        out *= first[0]
        gram = [
            [a - r[0] / first[0] * b for a, b in zip(r[1:], first[1:], strict=True)]
            for r in others
        ]
    return out


def test_many_rows_alone_in_their_group():
    rng = np.random.default_rng(4)
    group = np.append(np.arange(50), np.repeat(np.arange(50, 100), 20))
    data = pd.DataFrame({"g": group.astype(str), "x": rng.normal(size=len(group))})
    data["y"] = rng.poisson(3, len(group)) + 1
    for family in (gaussian(), poisson()):
        fit = glm("y ~ x + g", data, family)
        hat = fit.hatvalues()
        assert (hat.iloc[:50] == 1).all()
        assert hat.iloc[50:].max() < 0.2
        assert fit.vcov(["x"], type="HC0").iloc[0, 0] > 0
        assert fit.vcov(["g7"], type="HC0").iloc[0, 0] == pytest.approx(
            fit.vcov(type="HC0").loc["g7", "g7"], rel=1e-9
        )


def test_bias_reduced_fits():
    data = THEIRS["data"]["small"]
    fit = glm("y ~ f", data, poisson(), method="brglm")
    assert fit.hatvalues().iloc[0] == 1
    assert np.isnan(fit.rstudent().iloc[0])


@pytest.mark.parametrize("verb", ["hatvalues", "rstandard", "rstudent", "dfbetas", "covratio"])
def test_leverages_of_chunked_data(verb):
    data = pd.DataFrame(THEIRS["data"]["trend"])
    whole = glm("y ~ f * year", data)
    chunked = glm("y ~ f * year", lambda: (data.iloc[i : i + 5] for i in range(0, 20, 5)))
    ours = getattr(chunked, verb)().collect()
    np.testing.assert_allclose(ours, getattr(whole, verb)(), rtol=1e-7, atol=1e-9)
    with pytest.warns(FitWarning, match="leverage 1"):
        assert chunked.vcov(type="HC3").isna().all(axis=None)
