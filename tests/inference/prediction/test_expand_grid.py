"""All combinations of values, in R's order."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import expand_grid, glm, poisson
from rglm.datasets import load


def test_the_order_is_that_of_R():
    wanted = oracle.saved("script")["grid"]
    grid = expand_grid(wool=["B", "A"], x=range(3), late=[True, False])
    assert {name: grid[name].tolist() for name in grid} == wanted
    assert grid.index.equals(pd.RangeIndex(12))
    assert grid.dtypes.map(str).tolist()[1:] == ["int64", "bool"]


def test_types_are_kept():
    kinds = pd.Categorical(["lo", "hi"], ["lo", "mid", "hi"], ordered=True)
    numbers = pd.Series([1.5, 2.5], index=["a", "b"], dtype="float32")
    grid = expand_grid(
        {"body mass": kinds}, x=numbers, day=pd.date_range("2020", periods=2), one=1, text="ab"
    )
    assert grid.columns.tolist() == ["body mass", "x", "day", "one", "text"]
    assert len(grid) == 8
    assert grid["body mass"].dtype == kinds.dtype
    assert grid["x"].dtype == "float32"
    assert grid["day"].dtype.kind == "M"
    assert grid["text"].tolist() == ["ab"] * 8
    assert expand_grid(x=(i for i in range(3)))["x"].tolist() == [0, 1, 2]
    assert expand_grid(x=np.array([1, 2]))["x"].dtype == np.array([1, 2]).dtype
    assert expand_grid(x=[1, None])["x"].isna().tolist() == [False, True]


def test_values_of_polars():
    pl = pytest.importorskip("polars")
    assert expand_grid(x=pl.Series([1, 2]), g=["a"])["x"].tolist() == [1, 2]


def test_a_fit_predicts_there():
    d = load("warpbreaks")
    fit = glm("breaks ~ wool * tension", d, poisson())
    grid = expand_grid(tension=d["tension"].cat.categories, wool=["A", "B"])
    means = d.groupby(["wool", "tension"], observed=True)["breaks"].mean()
    np.testing.assert_allclose(fit.predict(grid, type="response"), means)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: expand_grid(), TypeError, "takes the values of each column"),
        (lambda: expand_grid({}), TypeError, "takes the values of each column"),
        (lambda: expand_grid(["a"]), TypeError, "or a dict of them, got list"),
        (lambda: expand_grid(x=[]), ValueError, "x= has no values"),
        (lambda: expand_grid(x=None), TypeError, "x= is None"),
        (lambda: expand_grid({"x": 1}, x=2), ValueError, "'x' is given twice"),
        (lambda: expand_grid(x={1, 2}), TypeError, "x= is a set, whose values have no place"),
        (lambda: expand_grid(x={"a": 1}), TypeError, "x= is a dict"),
        (lambda: expand_grid(x=np.eye(2)), TypeError, "x= has several columns"),
        (lambda: expand_grid(x=[[1, 2], [3, 4]]), TypeError, "x= has several columns"),
        (lambda: expand_grid(x=range(10**5), y=range(10**5)), ValueError, "10,000,000,000 rows"),
    ],
)
def test_errors(call, error, message):
    with pytest.raises(error, match=message):
        call()
