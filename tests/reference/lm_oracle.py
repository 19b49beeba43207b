"""The lm fits of R and ours: what lm.R and its neighbours wrote, and the same fits with rglm."""

import warnings
from functools import cache

import numpy as np
import oracle
import pytest

import rglm

ARGUMENTS = ("weights", "subset", "na_action", "offset", "contrasts")
NO_COLUMNS = {"coefficients": {}}  # where R has NULL
# R's row values are rounded to 12 digits; a sum of n of them keeps 8
RTOL = oracle.RTOL
# R's own QR leaves a residual of a perfect fit at this size, relative to the response
ROUNDING = 1e-7


@cache
def cases(name):
    """The cases of a JSON file, by id."""
    return {case["id"]: NO_COLUMNS | _without_nulls(case) for case in oracle.saved(name)}


def _without_nulls(case):
    return {k: v for k, v in case.items() if v is not None or k not in NO_COLUMNS}


def each(cases, condition=lambda case: True):
    """A test for each case that meets the condition."""
    return pytest.mark.parametrize("name", [n for n, case in cases.items() if condition(case)])


def arguments(case):
    """The arguments of the case beside its formula and data."""
    return {name: case[name] for name in ARGUMENTS if case.get(name) is not None}


def fitted(case, function=None, **more):
    """The fit of a case and the categories of the warnings it gave; rows are numbered from 1."""
    function = function or rglm.lm
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        fit = function(case["formula"], oracle.numbered(case["data"]), **arguments(case) | more)
    return fit, [w.category.__name__ for w in said]


@cache
def fit_and_warnings(name):
    """The fit of lm.R of that name, made once for all tests, and its warnings."""
    return fitted(cases("lm_fits")[name])


def fit_of(name):
    """The fit of lm.R of that name."""
    return fit_and_warnings(name)[0]


def quietly(function, *arguments, **options):
    """What a function returns, without its warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*arguments, **options)


def smaller_fits(case, fit):
    """The fits of the smaller models of a case."""
    return [quietly(fit.update, change) for change in case.get("drop") or []]


def size_of(case):
    """The mean square of the response, of which rounding takes its part."""
    fitted = case["rows"]["fitted"]
    return (fitted["squares"] + case["deviance"]) / max(fitted["n"], 1)


def has_error(case):
    """Whether residuals are more than rounding."""
    if case["df_residual"] == 0:
        return False
    return case["deviance"] / case["df_residual"] > 1e-14 * size_of(case)


def assert_rows(ours, theirs, what, floor=0.0, rtol=RTOL):
    """A row value: its first entries, its sum and sum of squares."""
    values = np.asarray(ours, dtype=float)
    assert len(values) == theirs["n"], f"{what}: {len(values)} rows, R {theirs['n']}"
    head = oracle.numbers(theirs["head"])
    known = values[~np.isnan(values)]
    squares = float(theirs["squares"])
    rms = max(np.sqrt(squares / max(len(known), 1)) if np.isfinite(squares) else 1.0, floor)
    oracle.assert_close(values[: len(head)], head, rms, rtol, what)
    if not np.isfinite(squares):
        return
    n = max(len(known), 1)
    oracle.assert_close(known.sum(), theirs["sum"], rms * n, rtol, f"sum of {what}")
    oracle.assert_close((known**2).sum(), squares, rms**2 * n, 2 * rtol, f"squares of {what}")


def assert_columns(ours, theirs, what, floor=0.0, rtol=RTOL):
    """The columns of a table of row values, under R's names."""
    assert list(map(str, ours.columns)) == list(theirs), what
    for column, expected in theirs.items():
        assert_rows(ours[column], expected, f"{what}, {column}", floor, rtol)


def is_error(value):
    """Whether R had an error here."""
    return isinstance(value, dict) and set(value) == {"error"}
