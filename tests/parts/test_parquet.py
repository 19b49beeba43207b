"""Parquet files, folders and patterns as data; what is wrong with them is said."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rglm import binomial, glm, parquet, poisson
from rglm.design.errors import DataError
from rglm.sources import parquet as reader

FORMULA = "y ~ x + g + ns(h, 3)"


@pytest.fixture(scope="module")
def folder(data, tmp_path_factory):
    """Four files in the order of the rows; text, categories, a column that nobody can read."""
    out = tmp_path_factory.mktemp("files")
    for i in range(4):
        part = data.iloc[600 * i : 600 * (i + 1)].assign(junk=[[1, 2]] * 600)
        part.to_parquet(out / f"part-{i}.parquet", index=False)
    (out / "_notes.parquet").write_text("no Parquet at all")
    (out / "readme.txt").write_text("nor this")
    return out


@pytest.fixture(scope="module")
def expected(data):
    return glm(FORMULA, data, poisson())


def assert_equal(found, expected):
    np.testing.assert_allclose(found.coefficients, expected.coefficients, rtol=1e-10, atol=1e-12)
    assert found.coefficients.index.equals(expected.coefficients.index)
    assert repr(found.summary()) == repr(expected.summary())


@pytest.mark.parametrize(
    "path",
    [
        lambda folder: folder,
        lambda folder: str(folder),
        lambda folder: folder / "part-*.parquet",
        lambda folder: parquet(folder),
        lambda folder: parquet([folder / f"part-{i}.parquet" for i in range(4)]),
        lambda folder: os.path.relpath(folder),
    ],
)
def test_ways_to_name_files(folder, expected, path):
    assert_equal(glm(FORMULA, path(folder), poisson()), expected)


def test_parts_of_any_size(folder, expected, monkeypatch):
    for rows in (100, 700, 5000):
        monkeypatch.setattr(reader, "ROWS", rows)
        assert_equal(glm(FORMULA, parquet(folder), poisson()), expected)


def test_only_the_columns_of_the_formula_are_read(folder, monkeypatch):
    asked, plain = [], reader.Parquet.each

    def each(self, function, columns):
        asked.append(set(columns))
        return plain(self, function, columns)

    monkeypatch.setattr(reader.Parquet, "each", each)
    fit = glm("log(z) ~ x", folder, subset="h > 2")
    assert all(names == {"z", "x", "h"} for names in asked)
    asked.clear()
    fit.vcov(cluster="cl")
    assert asked == [{"z", "x", "h", "cl"}]


def test_filters(folder, data):
    found = glm("y ~ x", parquet(folder, filters=[("h", ">", 5), ("g", "in", ["a", "b"])]))
    expected = glm("y ~ x", data[(data["h"] > 5) & data["g"].isin(["a", "b"])])
    np.testing.assert_allclose(found.coefficients, expected.coefficients, rtol=1e-10)
    assert found.nobs() == expected.nobs()


def test_folders_with_keys(data, tmp_path):
    for year, part in data.assign(year=2010 + np.arange(len(data)) // 800).groupby("year"):
        for c2, rows in part.groupby("c2"):
            place = tmp_path / f"year={year}" / f"c2={c2}"
            place.mkdir(parents=True)
            rows.drop(columns=["year", "c2"]).to_parquet(place / "data.parquet", index=False)
    found = glm("y ~ x + c2 + factor(year)", tmp_path, poisson())
    whole = data.assign(year=2010 + np.arange(len(data)) // 800)
    expected = glm("y ~ x + c2 + factor(year)", whole, poisson())
    assert found.coefficients.index.equals(expected.coefficients.index)
    np.testing.assert_allclose(found.coefficients, expected.coefficients, rtol=1e-9)


@pytest.mark.parametrize(
    "kind",
    ["int8", "int64", "uint16", "float32", "Int64", "Float64", "boolean", "bool", "decimal"],
)
def test_types_of_numbers(tmp_path, kind):
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"x": rng.integers(0, 2, 300), "y": rng.poisson(3, 300)})
    if kind == "decimal":
        x = pa.array(data["x"]).cast(pa.decimal128(24, 2))
        pq.write_table(pa.table({"x": x, "y": data["y"]}), tmp_path / "a.parquet")
    else:
        data.astype({"x": kind}).to_parquet(tmp_path / "a.parquet")
    name = "xTRUE" if kind in ("boolean", "bool") else "x"
    found = glm("y ~ x", parquet(tmp_path), poisson()).coefficients
    np.testing.assert_allclose(found[name], glm("y ~ x", data, poisson()).coefficients["x"])


def test_levels(tmp_path):
    parts = [
        pd.DataFrame({"g": pd.Categorical(["lo", "hi"] * 20, ["lo", "hi"], ordered=True)}),
        pd.DataFrame({"g": pd.Categorical(["hi", "lo"] * 20, ["lo", "hi"], ordered=True)}),
    ]
    for i, part in enumerate(parts):
        part["y"], part["s"] = (
            np.arange(40.0) % 7 + i,
            ["z", None] * 20 if i else ["b", "a", "a", "b"] * 10,
        )
        part.to_parquet(tmp_path / f"{i}.parquet")
    fit = glm("y ~ g + s", tmp_path)
    assert fit.xlevels == {"g": ["lo", "hi"], "s": ["a", "b", "z"]}
    assert "g.L" in fit.coefficients


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (lambda d: d.assign(x="text"), "column 'x' holds numbers in .*0.parquet' and text in"),
        (lambda d: d.drop(columns="x"), "1.parquet' has no column 'x'"),
        (lambda d: d.assign(x=pd.Timestamp("2020-01-01")), "column 'x' holds"),
    ],
)
def test_files_that_do_not_fit(data, tmp_path, second, said):
    data.to_parquet(tmp_path / "0.parquet")
    second(data).to_parquet(tmp_path / "1.parquet")
    with pytest.raises(DataError, match=said):
        glm("y ~ x", tmp_path)


def test_files_that_cannot_be_read(data, tmp_path):
    with pytest.raises(ValueError, match="no file has such a name"):
        glm("y ~ x", tmp_path / "*.parquet")
    with pytest.raises(ValueError, match="no Parquet files"):
        glm("y ~ x", tmp_path)
    with pytest.raises(ValueError, match="there is no such file"):
        parquet(tmp_path / "nothere.parquet")
    path = tmp_path / "0.parquet"
    data.to_parquet(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    with pytest.raises(DataError, match=r"0\.parquet' cannot be read"):
        glm("y ~ x", tmp_path)
    broken = bytearray(whole)
    broken[4 : len(whole) // 2] = os.urandom(len(whole) // 2 - 4)
    path.write_bytes(bytes(broken))
    with pytest.raises(DataError, match="cannot be read"):
        glm("y ~ x + z + h", parquet(tmp_path))


def test_odd_parts(data, tmp_path):
    data.to_parquet(tmp_path / "1.parquet")
    data.iloc[:0].to_parquet(tmp_path / "0.parquet")
    data.head(1).to_parquet(tmp_path / "2.parquet")
    data.assign(x=np.nan, g=None).to_parquet(tmp_path / "3.parquet")
    rows = pd.concat([data, data.head(1), data.assign(x=np.nan, g=None)], ignore_index=True)
    assert_equal(glm("y ~ x + g", tmp_path, poisson()), glm("y ~ x + g", rows, poisson()))


def test_rows_are_labelled_by_their_place(folder, data):
    fit = glm("b ~ x", folder, binomial(), na_action="na_exclude")
    residuals = fit.residuals().collect()
    assert residuals.index.equals(pd.RangeIndex(len(data)))
    assert residuals.isna().equals(data["x"].isna())
    Path(folder / "part-0.parquet").touch()
