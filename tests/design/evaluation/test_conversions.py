"""Conversions of columns of each type in a formula, against R (tests/reference/columns.R)."""

from datetime import date

import dask.dataframe as dd
import numpy as np
import oracle
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from rglm import glm, parquet, poisson
from rglm.design.evaluation.conversions import as_integer, as_logical, as_numeric

R = oracle.saved("columns")
TIGHT = {"epsilon": 1e-14, "maxit": 50}


def the_data():
    d = pd.DataFrame(R["columns"]).assign(v=[0.1 + 0.2, 0.3, 0.4, 0.5] * 2)
    d["f"] = pd.Categorical(d["q"])
    d["o"] = pd.Categorical(d["q"], ["2", "3", "7", "10"], ordered=True)
    d["b"] = d["l"] == "TRUE"
    d["day"] = pd.date_range("2020-01-30", periods=8).date
    d["time"] = pd.Timestamp("2020-01-30") + pd.to_timedelta(np.arange(8) ** 2, unit="h")
    return d


DATA = the_data()


def as_parquet(d, folder):
    d.to_parquet(folder / "d.parquet", row_group_size=3)
    return parquet(folder / "d.parquet")


SOURCES = {
    "frame": lambda d, folder: d,
    "dict": lambda d, folder: (
        {name: d[name].tolist() for name in d if name not in "fo"}
        | {name: d[name] for name in "fo"}
    ),
    "arrow strings": lambda d, folder: d.astype(dict.fromkeys("qli", "string[pyarrow]")),
    "pyarrow": lambda d, folder: pa.Table.from_pandas(d),
    "file": lambda d, folder: (as_parquet(d, folder), str(folder / "d.parquet"))[1],
    "parquet": as_parquet,
    "dask": lambda d, folder: dd.from_pandas(d, npartitions=3),
    "iterator": lambda d, folder: lambda: (d.iloc[i : i + 3] for i in range(0, len(d), 3)),
}


@pytest.fixture(scope="module", params=SOURCES)
def source(request, tmp_path_factory):
    return SOURCES[request.param](DATA, tmp_path_factory.mktemp("types"))


def formula_of(case):
    return case["formula"].replace("format(", "as.character(")


@pytest.mark.parametrize("case", R["fits"], ids=lambda c: c["formula"])
def test_conversions_in_models_as_in_r(case, source):
    in_dask = "dask" in type(source).__module__  # which makes text of dates, and takes its time
    if in_dask and ("(day" in case["formula"] or "factor" in case["formula"]):
        return
    if case.get("error"):
        with pytest.raises(ValueError, match="no rows are left"):
            glm(formula_of(case), source, poisson())
        return
    fit = glm(formula_of(case), source, poisson(), control=TIGHT)
    assert [n.replace("as.character(d", "format(d") for n in fit.coefficients.index] == case[
        "names"
    ]
    np.testing.assert_allclose(fit.coefficients, case["values"], rtol=1e-7, atol=1e-9)
    new = DATA.iloc[[2, 0]]
    np.testing.assert_allclose(fit.predict(new), case["predicted"], rtol=1e-8)
    text = new.astype({"f": object, "o": object})  # a category by its name
    np.testing.assert_allclose(fit.predict(text), case["predicted"], rtol=1e-8)


def in_r(text):
    return np.nan if text is None or text == "NaN" else float(text.replace("Inf", "inf"))


@pytest.mark.parametrize("position", range(len(R["words"])), ids=R["words"])
def test_text_is_read_as_a_number_as_in_R(position):
    text, number = R["words"][position], R["numeric"][position]
    array = np.array([text], dtype=object)
    if number is None and text.strip() not in ("", "NA"):  # R has NA, with a warning
        with pytest.raises(ValueError, match=f"{text!r} is no number"):
            as_numeric(array)
        return
    np.testing.assert_array_equal(as_numeric(array), [in_r(number)])
    if np.isfinite(in_r(number)):
        assert as_integer(array)[0] == in_r(R["integer"][position])


def test_text_is_read_as_a_logical():
    got = as_logical(np.array(R["truths"], dtype=object)).values
    np.testing.assert_array_equal(got, [np.nan if t is None else t for t in R["logical"]])


@pytest.mark.parametrize("conversion", ["as.numeric", "as.double", "as.integer"])
def test_text_that_is_no_number(conversion, source):
    fit = glm(f"y ~ {conversion}(q)", source, poisson())
    with pytest.raises(ValueError, match=f"{conversion}.*'abc' is no number"):
        fit.predict(DATA.assign(q="abc"))
    with pytest.raises(ValueError, match=f"{conversion}.*'(TRUE|FALSE)' is no number"):
        glm(f"y ~ {conversion}(l)", source, poisson())
    assert np.isnan(fit.predict({"q": ["NA", ""]})).all()


@pytest.mark.parametrize("name", ["frame", "polars", "parquet", "dask", "iterator"])
def test_text_that_the_subset_leaves_out_may_be_no_number(name, tmp_path):
    d = DATA[["y", "q"]].assign(q=DATA["q"].replace("7", "seven"))
    source = pl.from_pandas(d) if name == "polars" else SOURCES[name](d, tmp_path)
    fit = glm("y ~ log(as.numeric(q))", source, poisson(), subset="q != 'seven'")
    expected = glm("y ~ log(as.numeric(q))", DATA[:6], poisson())
    np.testing.assert_allclose(fit.coefficients, expected.coefficients, rtol=1e-9)
    with pytest.raises(ValueError, match=r"as.numeric\(q\)\): 'seven' is no number"):
        glm("y ~ log(as.numeric(q))", source, poisson(), subset="q != '10'")
    with pytest.raises(ValueError, match=r"as.integer\(q\) > 2: 'seven' is no number"):
        glm("y ~ 1", source, poisson(), subset="as.integer(q) > 2")


def test_levels_of_numbers_are_written_as_in_R():
    d = {"y": [1, 2, 3, 4], "x": [123456, 1e5, 1e15, 20]}
    assert list(glm("y ~ factor(x)", d).xlevels["factor(x)"]) == R["levels"]["ints"]
    rows = {"y": [1, 2, 3, 4, 5], "x": [0.1 + 0.2, 0.3, 1, 1, 0.3]}
    fit = glm("y ~ factor(x)", rows)
    assert list(fit.xlevels["factor(x)"]) == R["levels"]["alike"]
    np.testing.assert_allclose(fit.predict(rows), fit.fitted(), rtol=1e-14)
    categories = rows | {"x": pd.Categorical(rows["x"])}
    assert glm("y ~ x", categories).xlevels["x"] == ["0.3", "1"]


def test_dates_are_numbers_and_text_as_in_R():
    d = {"y": [1.0, 2, 4, 3], "d": [date(2020, 1, i) for i in (1, 2, 3, 5)]}
    with pytest.raises(ValueError, match="column 'd' holds values of type date.*as.numeric"):
        glm("y ~ d", d)
    fit = glm("y ~ factor(d)", d | {"d": pd.to_datetime(d["d"])})
    assert fit.xlevels["factor(d)"] == ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-05"]
    assert glm("y ~ as.numeric(d)", d, subset="d < '2020-01-05'").nobs() == 3
