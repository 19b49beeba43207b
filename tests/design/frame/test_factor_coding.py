"""Terms and their coding as in R: random formulas, data with empty cells."""

import warnings

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm

REFERENCE = oracle.saved("coding")
FRAMES = {name: pd.DataFrame(columns) for name, columns in REFERENCE["frames"].items()}
TOL = 1e-9  # of the size of y'y: R writes 15 digits, and poly:I(x^2) loses some


def fit(case):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.RankWarning)
        return rglm.glm(case["formula"], FRAMES[case["frame"]])


@pytest.mark.parametrize("frame", FRAMES)
def test_fits_are_those_of_R(frame):
    size = float((FRAMES[frame]["y"] ** 2).sum())
    for case in REFERENCE["cases"]:
        if case["frame"] == frame:
            check(fit(case), case, size)


def check(ours, case, size):
    formula, table = case["formula"], ours.anova().table.iloc[1:]
    assert ours.formula == case["text"], formula
    assert list(ours.terms) == case["labels"], formula
    assert list(ours.coefficients.index) == case["names"], formula
    assert ours._schema.assign.tolist() == case["assign"], formula
    assert np.flatnonzero(ours.coefficients.isna()).tolist() == case["aliased"], formula
    assert ours.rank == case["rank"], formula
    assert table["Df"].tolist() == case["df"], formula
    deviances = [ours.deviance, *table["Deviance"]]
    theirs = np.array(case["deviance"] + case["drop"], dtype=float)
    np.testing.assert_allclose(deviances, theirs, rtol=0, atol=TOL * size, err_msg=formula)


def test_the_order_of_terms_after_an_update_is_that_of_the_formula_as_typed():
    case = next(c for c in REFERENCE["cases"] if c["formula"] == "y ~ (a/b + c)^2")
    updated = fit(case | {"formula": "y ~ a/b + c"}).update(". ~ .^2")
    assert updated.formula == "y ~ a + c + a:b + a:c + a:b:c"
    assert updated.anova().table["Df"].tolist()[1:] == case["df"]
    drops = np.array(case["drop"], dtype=float)
    np.testing.assert_allclose(updated.anova().table["Deviance"].iloc[1:], drops, rtol=1e-9)
