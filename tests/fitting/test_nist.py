"""NIST's reference sets for linear regression: as many correct digits as R's lm, or more.

The sets (doi 10.18434/T43G6C) are in ``tests/reference/nist``, whose README has their source. R's
digits are of ``lm(formula, tol = 1e-14)``, R 4.2.2.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rglm import glm

FOLDER = Path(__file__).parents[1] / "reference" / "nist"


def powers(degree):
    return "y ~ " + " + ".join(f"I(x1^{i})" for i in range(1, degree + 1))


# formula, digits of lm's coefficients, digits of its standard errors
SETS = {
    "Norris": ("y ~ x1", 12.5, 14.0),
    "Pontius": ("y ~ x1 + I(x1^2)", 12.7, 13.2),
    "NoInt1": ("y ~ x1 - 1", 14.7, 14.4),
    "NoInt2": ("y ~ x1 - 1", 15.0, 15.0),
    "Filip": (powers(10), 7.2, 7.0),
    "Longley": ("y ~ x1 + x2 + x3 + x4 + x5 + x6", 13.0, 14.1),
    "Wampler1": (powers(5), 9.8, 10.0),
    "Wampler2": (powers(5), 13.6, 14.7),
    "Wampler3": (powers(5), 9.3, 13.6),
    "Wampler4": (powers(5), 7.5, 13.6),
    "Wampler5": (powers(5), 5.5, 13.6),
}
# the response itself, rounded to a double, decides about the last half of a 14th digit
LUCK = 0.5
ENOUGH = 13.0  # beyond it BLAS's kernels decide: Longley's errors have 13.3 to 14.1 digits


def digits(found, certified):
    """Correct digits of the worst value, 15 at most (NIST's log relative error)."""
    size = np.where(certified == 0, 1.0, np.abs(certified))
    with np.errstate(divide="ignore"):
        return np.minimum(15, -np.log10(np.abs(found - certified) / size)).min()


@pytest.mark.parametrize("name", SETS)
def test_as_many_digits_as_lm(name):
    formula, coefficients, errors = SETS[name]
    data = pd.read_csv(FOLDER / "data.csv")
    certified = pd.read_csv(FOLDER / "certified.csv")
    fit = glm(formula, data[data["dataset"] == name])
    known = certified[certified["dataset"] == name].iloc[: len(fit.coef())]
    found = fit.summary().coefficients
    right = digits(found["Estimate"].to_numpy(), known["value"].to_numpy())
    assert right >= min(coefficients - LUCK, ENOUGH)
    right = digits(found["Std. Error"].to_numpy(), known["std_error"].to_numpy())
    assert right >= min(errors - LUCK, ENOUGH)
