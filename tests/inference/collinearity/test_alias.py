"""Aliased coefficients against R's alias (collinearity.R), values and pages."""

import warnings
from functools import cache

import numpy as np
import oracle
import pytest

import rglm
from rglm.formatting.numbers.fractions import format_fractions
from rglm.warnings import FitWarning

SAVED = oracle.saved("collinearity")
CASES = {case["id"]: case for case in SAVED["alias"]}


@cache
def fit_of(name):
    case = CASES[name]
    given = {} if case["family"] is None else {"family": oracle.family(case["family"])}
    if case["weights"] is not None:
        given["weights"] = case["weights"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        return getattr(rglm, case["fun"])(case["formula"], oracle.data(case["data"]), **given)


@pytest.mark.parametrize(("number", "text"), list(zip(*SAVED["fractions"].values(), strict=True)))
def test_fractions_as_mass(number, text):
    assert format_fractions([number]) == [text]


@pytest.mark.parametrize("name", CASES)
def test_combinations_as_r(name):
    case, ours = CASES[name], fit_of(name).alias().complete
    if case["rows"] is None:
        assert len(ours) == 0
        return
    assert list(ours.index) == np.atleast_1d(case["rows"]).tolist()
    assert list(ours.columns) == case["columns"]
    np.testing.assert_allclose(ours, np.atleast_2d(case["values"]), rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_page_as_r(name):
    assert repr(fit_of(name).alias()).splitlines() == CASES[name]["page"][:-1]


@pytest.mark.parametrize("name", CASES)
def test_partial_as_r(name):
    case, ours = CASES[name], fit_of(name).alias(partial=True).partial
    assert list(ours.columns) == case["partial_names"]
    np.testing.assert_allclose(ours, case["partial"], rtol=oracle.RTOL, atol=1e-9)


def test_partial_page_as_r():
    for name in ("none", "two", "weights", "glm"):
        page = repr(fit_of(name).alias(partial=True)).splitlines()
        assert page == CASES[name]["partial_page"][:-1]


def test_only_what_was_asked_for():
    fit = fit_of("two")
    only = fit.alias(complete=False)
    assert (only.complete, only.partial) == (None, None)
    assert repr(only) == f"Model :\n{fit.formula}\n"
    assert "I(2 * wt)" in fit.alias()._repr_html_()


def test_stripped_and_chunked():
    fit = fit_of("two")
    assert repr(fit.strip().alias(partial=True)) == repr(fit.alias(partial=True))
    data = oracle.data("mtcars")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        chunks = rglm.glm(fit.formula, lambda: (data.iloc[i : i + 10] for i in range(0, 32, 10)))
    np.testing.assert_allclose(chunks.alias().complete, fit.alias().complete, atol=1e-9)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # the rows of the fit keep the relation
        predicted = chunks.predict(data)
    np.testing.assert_allclose(predicted, fit.predict(data))


def test_a_wide_factor_that_is_eliminated():
    n = 3000
    group = np.arange(n) % 600
    data = {"g": [f"g{i:03d}" for i in group], "half": group % 2, "x": np.sin(np.arange(n))}
    data["y"] = np.cos(np.arange(n))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        fit = rglm.glm("y ~ g + half + x", data)
    row = fit.alias().complete.loc["half"]
    odd = [f"gg{i:03d}" for i in range(600) if i % 2]
    assert row[odd].to_numpy() == pytest.approx(1)
    assert row.drop(odd).eq(0).all()


def test_other_models_say_what_has_it():
    fit = rglm.polr("rating ~ temp", oracle.data("wine"))
    with pytest.raises(AttributeError, match=r"lm\(\), glm\(\) and glm_nb\(\)"):
        fit.alias()


def test_the_only_estimable_coefficient_has_no_name_on_the_page():
    # R: alias(lm(y ~ z + o + q, d)), alias(lm(y ~ 0 + x + I(2 * x), d))
    data = {"y": [3, 1, 4, 1, 5], "z": 0, "o": 1, "q": 2.5, "x": [2, 7, 1, 8, 2]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        constants = rglm.lm("y ~ z + o + q", data).alias()
        multiple = rglm.lm("y ~ 0 + x + I(2 * x)", data).alias()
    page = ["Complete :", "  [,1]", "z   0 ", "o   1 ", "q 5/2 ", ""]
    assert repr(constants).split("\n")[3:] == page
    assert constants.complete.columns.tolist() == ["(Intercept)"]
    page = ["Complete :", "         [,1]", "I(2 * x) 2   ", ""]
    assert repr(multiple).split("\n")[3:] == page
