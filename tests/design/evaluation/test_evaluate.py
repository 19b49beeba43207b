"""Calls of the vocabulary's functions: the arguments that they take and refuse."""

import numpy as np
import pandas as pd
import pytest

from rglm import glm, parquet, poisson
from rglm.errors import FormulaError

X, G = np.arange(1.0, 7), ["a", "c", "b", "a", "b", "c"]


def data():
    return pd.DataFrame({"x": X, "g": G, "y": [1.0, 2, 3, 4, 2, 1]})


@pytest.mark.parametrize(
    "text",
    [
        "exp(x, z)",
        "exp(x, out = z)",
        "sqrt(x, where = x > 2)",
        "abs(x, dtype = 'int8')",
        "floor(x + 0, x * 1)",
        "as.numeric(x, word = 'a')",
        "as.integer(g, unreadable = c(1))",
    ],
)
def test_no_function_writes_into_a_column(text):
    columns = {name: np.asarray(value) for name, value in data().items()}
    columns["z"] = np.ones(6)
    for given in ({"formula": f"y ~ {text}"}, {"formula": "y ~ x", "weights": text}):
        with pytest.raises(FormulaError):
            glm(data=columns, context={}, **given)
    assert (columns["z"] == 1).all()


@pytest.mark.parametrize(
    ("term", "message"),
    {
        "factor(g, nope = 1)": "it takes x, levels, labels, exclude, ordered",
        "cut(x)": r"cut\(\) missing a required argument: 'breaks'; it takes x, breaks, labels",
        "exp()": "missing a required argument: 'x'; it takes x",
        "log(x, 2, 3)": "too many positional arguments; it takes x, base",
        "pmin()": "takes columns",
        "cbind()": "takes columns",
        "relevel(g, NULL)": "one of the levels",
        "interaction(1, 2)": "one column",
        "poly(x, 2, foo = 1)": "foo",
        "quantile(x, 1:2e4 / 2e4)": "number of probs = 20,000 is above the limit of 10,000",
        "c(1:9e4, 1:9e4)": "sequences in a call = 180,000 is above the limit of 100,000",
        "pmin(x, 1:9e4, 1:9e4)": "sequences in a call",
        "I([1:9e4, 1:9e4])": "sequences in a call",
    }.items(),
)
def test_an_error_names_the_arguments_that_a_function_takes(term, message):
    with pytest.raises(FormulaError, match=message):
        glm(f"y ~ {term}", data(), context={})


def test_factor_excludes_levels_as_R_does(tmp_path):
    # R: names(coef(glm(y ~ factor(g, exclude = "b"), poisson, d))) and so on
    data().to_parquet(tmp_path / "a.parquet", row_group_size=2)
    for source in (data(), parquet(tmp_path / "a.parquet")):
        fit = glm("y ~ factor(g, exclude = 'b')", source, poisson())
        assert list(fit.coefficients.index[1:]) == ['factor(g, exclude = "b")c']
        assert fit.nobs() == 4
    fit = glm("y ~ factor(x %% 3, exclude = c(0, 7))", data())
    assert list(fit.coefficients.index[1:]) == ["factor(x%%3, exclude = c(0, 7))2"]
    with pytest.raises(ValueError, match="no rows are left"):
        glm("y ~ factor(g, levels = 'abc')", data())  # one level, not three letters


# R: sum(with(d, (SUBSET) | y == 4)) where x[3] and g[2] are NA
MISSING = {
    "g %in% c('c', NA)": 3,
    "x %in% c(1, NA)": 3,
    "x %in% c(1, 2)": 3,
    "!(g %in% 'a')": 5,
    "x %in% NA": 2,
    "g %in% NA": 2,
    "x %in% x": 6,
    "x %in% NULL": 1,
}


@pytest.mark.parametrize("subset", MISSING)
def test_a_missing_value_is_in_a_table_that_has_one(subset):
    d = data()
    d.loc[2, "x"], d.loc[1, "g"] = np.nan, None
    assert glm("y ~ 1", d, subset=f"{subset} | y == 4").nobs() == MISSING[subset]
