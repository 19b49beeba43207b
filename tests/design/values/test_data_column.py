"""Columns of every pandas type are numbers, logicals or factors of a formula, or refused."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from frame_data import DATA, TOL, N, assert_same_coefficients, fit

from rglm.errors import FormulaError


def arrow(array):
    pa = pytest.importorskip("pyarrow")
    return pd.Series(pd.arrays.ArrowExtensionArray(array(pa)), index=DATA.index)


TYPES = {
    "category": {"g": DATA["g"].astype("category")},
    "category in another order": {"g": pd.Categorical(DATA["g"], ["a", "b", "c", "none"])},
    "string": {"g": DATA["g"].astype("string")},
    "string[pyarrow]": {"g": DATA["g"].astype("string[pyarrow]")},
    "object": {"g": DATA["g"].astype(object), "b": DATA["b"].astype(object)},
    "numbers as objects": {"x": DATA["x"].astype(object)},
    "boolean": {"b": DATA["b"].astype("boolean")},
    "bool[pyarrow]": {"b": DATA["b"].astype("bool[pyarrow]")},
    "Float64": {"x": DATA["x"].astype("Float64")},
    "double[pyarrow]": {"x": DATA["x"].astype("double[pyarrow]")},
    "sparse": {"x": DATA["x"].astype(pd.SparseDtype("float"))},
    "Decimal": {"x": [Decimal(str(v)) for v in DATA["x"]]},
    "Int64": {"w": DATA["w"].astype("Int64")},
    "int8": {"w": DATA["w"].astype("int8")},
    "UInt8": {"w": DATA["w"].astype("UInt8")},
    "int64[pyarrow]": {"w": DATA["w"].astype("int64[pyarrow]")},
}


@pytest.mark.parametrize("columns", TYPES.values(), ids=TYPES)
def test_the_type_of_a_column_makes_no_difference(columns):
    formula = "y ~ x + g + b + w"
    model = fit(formula, DATA.assign(**columns))
    assert_same_coefficients(model, fit(formula))
    new = DATA.head(6).assign(**{k: pd.Series(v, DATA.index)[:6] for k, v in columns.items()})
    np.testing.assert_allclose(fit(formula).predict(new), model.fitted()[:6], atol=TOL)


def test_a_dictionary_of_Arrow_is_a_factor():
    coded = arrow(lambda pa: pa.array(DATA["g"].tolist()).dictionary_encode())
    assert_same_coefficients(fit(data=DATA.assign(g=coded)), fit())


@pytest.mark.parametrize(
    "values",
    [
        pd.array([True, None, False] * 10, dtype="boolean"),
        pd.array([True, None, False] * 10, dtype="bool[pyarrow]"),
        [True, None, False] * 10,
        pd.array(["a", None, "b"] * 10, dtype="string"),
        pd.array(["a", None, "b"] * 10, dtype="string[pyarrow]"),
        ["a", None, "b"] * 10,
        ["a", np.nan, "b"] * 10,
        pd.Categorical(["a", None, "b"] * 10),
        pd.array([1, None, 2] * 10, dtype="Int64"),
        pd.array([1, None, 2] * 10, dtype="int64[pyarrow]"),
        [1, None, 2] * 10,
        [1.5, np.nan, 2] * 10,
    ],
    ids=lambda v: str(getattr(v, "dtype", v[:3])),
)
def test_a_missing_value_of_any_type_leaves_its_row_out(values):
    model = fit("y ~ v", DATA.assign(v=values))
    assert model.nobs() == 20
    assert len(model.coef()) == 2


def test_a_logical_keeps_both_levels_and_a_factor_those_it_has():
    model = fit("y ~ b + g", subset="x > 0 | b")
    assert list(model.coef().index) == ["(Intercept)", "bTRUE", "gb", "gc"]
    model = fit("y ~ g", subset="g != 'b'")
    assert list(model.coef().index) == ["(Intercept)", "gc"]
    assert model.xlevels == {"g": ["a", "c"]}


def test_numbers_as_levels_sort_by_size_and_strings_by_letters():
    eleven = DATA.assign(h=np.arange(N) % 11, s=(np.arange(N) % 11).astype(str))
    assert fit("y ~ factor(h)", eleven).xlevels["factor(h)"] == [str(i) for i in range(11)]
    assert fit("y ~ s", eleven).xlevels["s"] == sorted(str(i) for i in range(11))
    halves = DATA.assign(h=(DATA["w"] / 2).astype("category"))
    assert fit("y ~ h", halves).xlevels["h"] == ["0.5", "1", "1.5", "2"]


DATES = pd.Series(pd.date_range("2020", periods=N), index=DATA.index)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (DATES, "datetime64.*make a number of it first"),
        (DATES.dt.tz_localize("UTC"), "datetime64"),
        (DATES - DATES.iloc[0], "timedelta"),
        (DATES.dt.to_period("M"), "period"),
        (DATES.astype("timestamp[ns][pyarrow]"), "make a number of it first"),
        ([datetime.date(2020, 1, 1 + i % 5) for i in range(N)], "date"),
        (DATA["x"] + 1j, "complex"),
        (["a", 1, 2.0] * 10, "mixed.*numbers, strings or categories"),
        ([[1]] * N, "mixed"),
        ([b"a", b"b"] * 15, "bytes"),
        (pd.arrays.IntervalArray.from_breaks(range(N + 1)), "interval"),
    ],
    ids=str.split("date zone difference period Arrow day complex mixed lists bytes interval"),
)
def test_types_that_are_no_variables_are_refused(values, message):
    with pytest.raises(
        (FormulaError, TypeError), match=f"column 'v' holds values of type.*{message}"
    ):
        fit("y ~ v", DATA.assign(v=values))
