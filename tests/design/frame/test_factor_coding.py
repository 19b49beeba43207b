"""Terms, their coding and updated formulas as in R: random formulas, data with empty cells."""

import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm.design.formula.parsed_formula import parse
from rglm.design.formula.update_formula import update_formula

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "coding.json").read_text(encoding="utf-8")
)
FRAMES = {name: pd.DataFrame(columns) for name, columns in REFERENCE["frames"].items()}
TOL = 1e-9  # of the size of y'y: R writes 15 digits, and poly:I(x^2) loses some


def fit(case):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.RankWarning)
        return rglm.glm(case["formula"], FRAMES[case["frame"]])


@pytest.mark.parametrize("frame", FRAMES)
def test_fits_as_in_R(frame):
    size = float((FRAMES[frame]["y"] ** 2).sum())
    for case in REFERENCE["cases"]:
        if case["frame"] == frame:
            check(fit(case), case, size)


def check(found, case, size):
    formula, table = case["formula"], found.anova().table.iloc[1:]
    assert found.formula == case["text"], formula
    assert list(found.terms) == case["labels"], formula
    assert list(found.coefficients.index) == case["names"], formula
    assert found._schema.assign.tolist() == case["assign"], formula
    assert np.flatnonzero(found.coefficients.isna()).tolist() == case["aliased"], formula
    assert found.rank == case["rank"], formula
    assert table["Df"].tolist() == case["df"], formula
    ours = [found.deviance, *table["Deviance"]]
    theirs = np.array(case["deviance"] + case["drop"], dtype=float)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=TOL * size, err_msg=formula)


R_LOSES_Z = {("y ~ 1", ". ~ .*z"), ("y ~ -1", ". ~ .*z")}


def test_updated_formulas_as_in_R():
    for case in REFERENCE["updated"]:
        old, new = case["old"], case["new"]
        made = update_formula([parse(old)], new)
        if (old, new) in R_LOSES_Z:
            assert parse(made).labels == ("z",), (old, new)
        else:
            assert made == case["text"], (old, new)
            assert list(parse(made).labels) == case["labels"], (old, new)


def test_the_order_of_terms_after_an_update_is_that_of_the_formula_as_typed():
    case = next(c for c in REFERENCE["cases"] if c["formula"] == "y ~ (a/b + c)^2")
    made = fit(case | {"formula": "y ~ a/b + c"}).update(". ~ .^2")
    assert made.formula == "y ~ a + c + a:b + a:c + a:b:c"
    assert made.anova().table["Df"].tolist()[1:] == case["df"]
    drops = np.array(case["drop"], dtype=float)
    np.testing.assert_allclose(made.anova().table["Deviance"].iloc[1:], drops, rtol=1e-9)


def test_the_intercept_is_switched_in_parentheses_too():
    assert not parse("y ~ b + (a - 1)").intercept
    assert parse("y ~ b - (a + 0)").intercept
    assert not parse("y ~ b - (a + 1)").intercept


def test_labels_follow_the_order_in_which_variables_appear():
    assert parse("y ~ z + x:z").labels == ("z", "z:x")
    assert parse("y ~ z - z + x:z").labels == ("z:x",)
    assert parse("y ~ a %in% (c + b)").labels == ("a:c:b",)


def test_a_term_of_too_many_columns_is_refused_before_any_is_made():
    n = 3000
    data = pd.DataFrame({"y": np.arange(n) % 7, "a": np.arange(n), "c": np.arange(n)[::-1]})
    data = data.astype({"a": str, "c": str})
    with pytest.raises(ValueError, match=r"'a:c' has 3,000 x 3,000 = 9,000,000 columns"):
        rglm.glm("y ~ a:c", data)
    with pytest.raises(ValueError, match=r"2,999 x 2,999.*interaction\(a, c\)"):
        rglm.glm("y ~ a * c", data)
