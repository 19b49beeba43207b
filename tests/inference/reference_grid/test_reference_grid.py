"""Reference grids and averages over them beside emmeans."""

import warnings
from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import glm, lm
from rglm.inference.reference_grid.grid_of_fit import grid_of_fit
from rglm.inference.reference_grid.nesting import nesting_text

SAVED = oracle.saved("reference_grid")
CASES = SAVED["cases"]
PLACES = range(len(CASES))


def case_name(case):
    return f"{case['data']}: {case['formula']} {case['given'] or ''}"


@cache
def table(name):
    out = pd.DataFrame(SAVED["tables"][name]).replace({"NaN": np.nan})
    if "gap" in out:
        out["gap"] = out["gap"].astype(float)
    if "o" in out:
        out["o"] = pd.Categorical(out["o"], ["c", "q", "a", "b"])
    return out


def fitted(case):
    call = {
        name: case[key] or None for name, key in (("weights", "weights"), ("offset", "offset_arg"))
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if case["family"] == "gaussian":
            return lm(case["formula"], table(case["data"]), **call)
        return glm(
            case["formula"],
            table(case["data"]),
            case["family"],
            control={"epsilon": 1e-12},
            **call,
        )


def arguments(case):
    given = dict(case["given"])
    if given.get("nesting") == "none":
        given["nesting"] = None
    return given


@cache
def fit_and_grid(place):
    fit = fitted(CASES[place])
    return fit, grid_of_fit(fit, **arguments(CASES[place]))


def check_columns(found, expected):
    assert list(found) == list(expected)
    for name, values in expected.items():
        if pd.api.types.is_numeric_dtype(found[name]) and found[name].dtype != bool:
            np.testing.assert_allclose(
                found[name], np.array(values, float), rtol=1e-10, atol=1e-12
            )
        else:
            assert (
                found[name]
                .astype(str)
                .str.replace("True", "TRUE")
                .str.replace("False", "FALSE")
                .tolist()
                == values
            )


def predicted_covariates(case):
    """The covariates that formulas predict."""
    given = dict(case["given"])
    reduce = given.get("cov_reduce")
    texts = reduce.values() if isinstance(reduce, dict) else [reduce]
    return {text.split(" ~")[0] for text in texts if "~" in str(text)}


@pytest.mark.parametrize("place", PLACES, ids=map(case_name, CASES))
def test_the_grid_is_that_of_emmeans(place):
    case, (_, grid) = CASES[place], fit_and_grid(place)
    check_columns(grid.rows[list(case["rows"])], case["rows"])
    predicted = predicted_covariates(case)
    assert list(grid.values) == [name for name in case["rows"] if name not in predicted]
    if {*case["counts"]} - {1, 2}:  # without a factor emmeans counts nothing
        assert grid.counts.tolist() == case["counts"]
    nesting = {name: list(nests) for name, nests in grid.nesting.items()}
    assert nesting == (case["nesting"] or {})
    if "offset" in case and case["offset"] is not None:
        np.testing.assert_allclose(grid.offset[:, 0], np.array(case["offset"], float), rtol=1e-11)


@pytest.mark.parametrize("place", PLACES, ids=map(case_name, CASES))
def test_the_rows_predict_what_emmeans_predicts(place):
    case, (fit, grid) = CASES[place], fit_and_grid(place)
    rows = fit._design_rows(grid.rows, offset=grid.offset)
    estimable = np.array(case["estimable"])
    assert (np.abs(rows.deviation).max(axis=1, initial=0) < 1e-8).tolist() == estimable.tolist()
    found = rows.linear_predictors(fit._parameters)[:, 0]
    expected = np.array(case["predicted"], float)
    np.testing.assert_allclose(found[estimable], expected[estimable], rtol=1e-7, atol=1e-9)


AVERAGES = [(i, one) for i, case in enumerate(CASES) for one in case["averages"]]


def test_averages_are_those_of_emmeans():
    assert len(AVERAGES) > 200
    for place, one in AVERAGES:
        _, grid = fit_and_grid(place)
        names = [] if one["names"] == ["1"] else grid.with_nests(one["names"])
        groups, weights = grid.averages(names, one["weights"])
        check_columns(groups, one["groups"])
        message = f"{case_name(CASES[place])}: {one['names']} {one['weights']}"
        expected = np.array(one["value"], float)
        unknown = np.isnan(weights).any(axis=1)
        assert unknown.tolist() == np.isnan(expected).tolist(), message
        found = weights @ np.sqrt(np.arange(1, len(grid.rows) + 1))
        np.testing.assert_allclose(found, expected, rtol=1e-10, err_msg=message)
        assert grid.averaged_over(names) == one["averaged"], message
        if {*CASES[place]["counts"]} - {1, 2}:
            assert grid.group_counts(names).tolist() == one["counts"], message


@pytest.mark.parametrize(
    "one", SAVED["nestings"], ids=lambda one: f"{one['data']}: {one['formula']}"
)
def test_nesting_is_found_as_emmeans_finds_it(one):
    found = grid_of_fit(
        fitted(one | {"family": "gaussian", "weights": "", "offset_arg": ""})
    ).nesting
    assert {name: sorted(nests) for name, nests in found.items()} == (one["nesting"] or {})


def test_nesting_as_text():
    assert nesting_text({"B": ["A"], "C": ["A", "B"]}) == "B %in% A, C %in% (A*B)"


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
def test_random_nested_designs_are_averaged_as_by_emmeans():
    for one in oracle.saved("nested_designs"):
        grid = grid_of_fit(lm(f"y ~ {one['formula']}", pd.DataFrame(one["data"])))
        message = f"{one['formula']}: {one['names']} {one['weights']}"
        nesting = {name: list(nests) for name, nests in grid.nesting.items()}
        assert nesting == dict(one["nesting"]), message
        names = [] if one["names"] == ["1"] else grid.with_nests(one["names"])
        groups, weights = grid.averages(names, one["weights"])
        check_columns(groups, one["groups"])
        assert grid.group_counts(names).tolist() == one["counts"], message
        assert grid.averaged_over(names) == one["averaged"], message
        expected = np.array(one["value"], float)
        known = ~np.isnan(expected)  # emmeans has NaN where a cell of weight 0 has no rows
        found = weights @ np.sqrt(np.arange(1, len(grid.rows) + 1))
        np.testing.assert_allclose(found[known], expected[known], rtol=1e-10, err_msg=message)
