"""The model frame of a fit and of new data: what is learned, what is refused."""

import numpy as np
import pandas as pd
import pytest
from frame_data import DATA, MASK, fit

from rglm.design.frame.build_frame import model_frame


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("y ~ xx", "no column 'xx' in the data .did you mean 'x'"),
        ("y ~ lgo(x)", "no function 'lgo' .did you mean 'log'"),
        ("~ x", "no response: write it as 'y ~ x'"),
        ("y + x", "no response"),
        ("y ~ ", "no right side"),
        ("y ~ log(x", "cannot be read"),
        ("y ~ x +", "cannot be read"),
        ("y ~ x ~ g", "cannot be read"),
        ("y ~ x | g", r"no '\|'"),
        ("y ~ log(g)", "'log.g.': a factor has no numeric value"),
        ("y ~ I(3)", "'I.3.' is one value"),
        ("y ~ pi", "'pi' is one value"),
        ("y ~ offset(x):g", "an offset cannot be part of an interaction"),
        ("y ~ cut(x, c(0, 0, 1))", "not unique"),
        ("y ~ factor(g, labels = c('k', 'm'))", "2 labels for 3 levels"),
        ("y ~ I(1 < x < 2)", "two things at a time"),
        ("y ~ relevel(g, 'z')", "no level 'z'; the levels are"),
        ("y ~ poly(w, 9)", "degree"),
        ("y ~ __import__('os')", "underscore at an end"),
    ],
)
def test_the_error_says_why_a_formula_cannot_be_fitted(formula, message):
    with pytest.raises(ValueError, match=message):
        fit(formula)


def test_a_formula_is_a_string():
    with pytest.raises(TypeError, match="a string such as 'y ~ x', got int"):
        fit(3)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (DATA.iloc[:0], "no rows"),
        (DATA.assign(x=np.nan), "each of the 30 rows has a missing value"),
        (DATA.assign(x=[np.inf, *DATA["x"][1:]]), "'x' is inf in row 'r0'"),
        (DATA.assign(y=[*DATA["y"][:-1], -np.inf]), "'y' is -inf in row 'r29'"),
        (DATA.assign(g="a"), "factor 'g' has 1 level"),
        (DATA.assign(y=DATA["g"]), "response 'y' is not numeric"),
        (pd.concat([DATA, DATA[["x"]]], axis=1), "two columns named 'x'"),
    ],
    ids=["no rows", "all missing", "inf", "-inf", "one level", "factor response", "twice"],
)
def test_the_error_says_why_data_cannot_be_fitted(data, message):
    with pytest.raises(ValueError, match=message):
        fit(data=data)


def test_functions_learn_before_rows_are_left_out():
    whole = model_frame("y ~ scale(x) + poly(w, 2)", DATA, subset=MASK)
    again = model_frame("y ~ scale(x) + poly(w, 2)", DATA)
    np.testing.assert_array_equal(whole.columns.matrix(), again.columns.matrix()[MASK.to_numpy()])


def test_the_data_are_not_changed():
    before = DATA.copy()
    fit("y ~ scale(x) + factor(w) + g + offset(w)", weights="w", subset="x > -1").predict(DATA)
    pd.testing.assert_frame_equal(DATA, before)
