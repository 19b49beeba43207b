"""Rows chosen by R's row numbers in a text: from 1 on, negative ones are left out."""

import numpy as np
import pandas as pd
import pytest

from rglm import aov, glm, lm, poisson
from rglm.datasets import load


@pytest.fixture(scope="module")
def data():
    return load("warpbreaks")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1:20", range(20)),
        ("c(1:10, 20, 30:40)", [*range(10), 19, *range(29, 40)]),
        ("seq(1, 53, 2)", range(0, 53, 2)),
        ("-c(6, 16)", [i for i in range(54) if i not in (5, 15)]),
        ("-(1:9)", range(9, 54)),
        ("-3", [i for i in range(54) if i != 2]),
        ("c(-3, -3)", [i for i in range(54) if i != 2]),
        ("1:54", range(54)),
    ],
)
def test_rows_are_those_of_r(data, text, rows):
    expected = lm("breaks ~ tension", data.iloc[list(rows)])
    fit = lm("breaks ~ tension", data, subset=text)
    assert fit.fitted_values.index.equals(expected.fitted_values.index)
    assert fit.coef().equals(expected.coef())
    assert lm("breaks ~ tension", data).update(subset=text).coef().equals(expected.coef())
    assert f"subset = {text}" in repr(fit)


def test_other_models_and_labels(data):
    labelled = data.set_axis([f"r{i}" for i in range(54)], axis=0)
    for fit in (
        glm("breaks ~ tension", labelled, poisson(), subset="-c(1, 54)"),
        aov("breaks ~ tension", labelled, subset="-c(1, 54)"),
    ):
        assert fit.fitted_values.index[[0, -1]].tolist() == ["r1", "r52"]
        assert fit.nobs() == 52


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0:9", "count from 1, as in R"),
        ("-1:3", "all above 0 or all below"),
        ("1:55", "there is no row 55, but 54 rows"),
        ("-60", "there is no row 60"),
        ("c(1, 1, 2)", "names a row twice"),
        ("c(1.5, 2)", "is not a condition"),
        ("breaks", r"is not a condition, .* written out, '1:100' .* subset=range\(100\)"),
        ("1:n", r"is not a condition, .*data\.drop\(data\.index"),
        ("rows", "of the script has 2 values where the data have 54 rows"),
        ("c(TRUE, FALSE)", "variable lengths differ"),
        ("seq('a')", "seq\\(\\) missing"),
        ("'a'", "one value"),
    ],
)
def test_what_is_no_number_of_a_row(data, text, message):
    context = {"n": 20, "rows": np.array([3, 4])}
    with pytest.raises(ValueError, match=message):
        lm("breaks ~ tension", data, subset=text, context=context)


def test_positions_of_a_list_count_from_zero(data):
    fit = lm("breaks ~ tension", data, subset=range(20))
    assert fit.coef().equals(lm("breaks ~ tension", data, subset="1:20").coef())


def test_chunks_have_no_row_numbers(data):
    def chunks():
        yield data.iloc[:27]
        yield data.iloc[27:]

    assert lm("breaks ~ tension", chunks, subset="breaks > 20").nobs() < 54
    with pytest.raises(ValueError, match="numbers of rows, which data in chunks do not have"):
        lm("breaks ~ tension", chunks, subset="1:27")


def test_without_data():
    y = np.array([1.0, 2, 4, 3, 7, 8])
    x = np.arange(6.0)
    assert lm("y ~ x", subset="-c(1, 6)").coef().equals(lm("y ~ x", subset=[1, 2, 3, 4]).coef())
    assert lm("y ~ x", {"y": y, "x": x}, subset="1:3").nobs() == 3
    assert isinstance(lm("y ~ x", pd.DataFrame({"y": y, "x": x}), subset="2:5").nobs(), int)
