"""NIST's reference sets for linear regression: as many correct digits as R's lm, or more.

R's digits are those that nist.R counted, by the log relative error. Of Filip's polynomial of
degree 10, R's lm leaves the last column out at its own tolerance, and so does ours; with
``tol=1e-10`` both keep it.
"""

import json
import warnings
from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import FitWarning, RankWarning, lm

FOLDER = oracle.HERE / "nist"
R_DIGITS = json.loads((FOLDER / "lm_digits.json").read_text(encoding="utf-8"))
# the response itself, rounded to a double, decides about the last half of a 14th digit
LUCK = 0.5
ENOUGH = 13.0  # beyond it BLAS's kernels decide
CERTIFIED = pd.read_csv(FOLDER / "certified.csv")
DATA = pd.read_csv(FOLDER / "data.csv")


@cache
def fit_of(name, tol):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RankWarning)
        return lm(R_DIGITS[name]["formula"], DATA[DATA["dataset"] == name], tol=tol)


def known(name):
    return CERTIFIED[CERTIFIED["dataset"] == name].set_index("term")


def digits(found, certified):
    """Correct digits of the worst value, from 0 to 15 (NIST's log relative error)."""
    found, certified = np.atleast_1d(found), np.atleast_1d(certified)
    if np.isnan(found).any():
        return 0.0
    finite = np.isfinite(certified)  # an exact fit has an infinite F
    found, certified = found[finite], certified[finite]
    size = np.where(certified == 0, 1.0, np.abs(certified))
    with np.errstate(divide="ignore"):
        right = -np.log10(np.abs(found - certified) / size)
    return max(0.0, np.minimum(15, right).min(initial=15))


def our_digits(fit, certified):
    p, value = len(fit.coef()), certified["value"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)  # of Wampler1 and 2, which fit exactly
        errors = fit.summary().coefficients["Std. Error"].to_numpy()
    return {
        "coefficients": digits(fit.coef().to_numpy(), value.to_numpy()[:p]),
        "std_errors": digits(errors, certified["std_error"].to_numpy()[:p]),
        "sigma": digits(fit.sigma, value["residual_sd"]),
        "r_squared": digits(fit.r_squared, value["r_squared"]),
        "fstatistic": digits(fit.fstatistic["value"], value["f_statistic"]),
    }


@pytest.mark.parametrize("name", R_DIGITS)
@pytest.mark.parametrize(("tolerance", "tol"), [("default", 1e-7), ("tol", 1e-10)])
def test_as_many_digits_as_lm(name, tolerance, tol):
    theirs, fit = R_DIGITS[name][tolerance], fit_of(name, tol)
    ours = our_digits(fit, known(name))
    assert [c for c, b in fit.coef().items() if np.isnan(b)] == theirs["aliased"]
    for what, right in theirs.items():
        if what != "aliased" and right is not None:
            assert ours[what] >= min(right - LUCK, ENOUGH), what
