"""Parquet files, folders and patterns as data: what is read, and what types mean."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, glm, parquet, poisson
from rglm.errors import DataError

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
reader = pytest.importorskip("rglm.sources.parquet.parquet_data")

ROWS, FILES = 1200, 4
FORMULA = "y ~ x + g + ns(h, 3)"
# the promise; sums over chunks are in another order than those over blocks
CLOSE = {"rtol": 1e-10, "atol": 1e-12}


def make():
    rng = np.random.default_rng(14)
    d = pd.DataFrame({"x": rng.normal(size=ROWS), "g": rng.choice(list("cab"), ROWS)})
    d["h"], d["k"] = rng.integers(0, 24, ROWS) / 1.0, rng.integers(0, 9, ROWS)
    d["won"] = rng.random(ROWS) < 0.4
    d["o"] = pd.Categorical(rng.choice(["lo", "mid", "hi"], ROWS), ["lo", "mid", "hi"], True)
    d["y"] = rng.poisson(np.exp(0.3 * d["x"]))
    d.loc[ROWS - 50 :, "g"] = "A last one"
    d.loc[::37, "x"], d.loc[::41, "g"] = np.nan, None
    return d


DATA = make()


def pieces(data=DATA, count=FILES):
    size = len(data) // count
    return [data.iloc[size * i : size * (i + 1)] for i in range(count)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files in the order of the rows, beside others that are no data."""
    out = tmp_path_factory.mktemp("files")
    for i, chunk in enumerate(pieces()):
        chunk.to_parquet(out / f"part-{i}.parquet", index=False)
    (out / "_metadata.parquet").write_text("not data")
    (out / ".hidden.parquet").write_text("not data")
    (out / "readme.txt").write_text("not data")
    return out


@pytest.fixture(scope="module")
def memory():
    return glm(FORMULA, DATA, poisson())


def assert_equal(result, expected):
    assert result.coefficients.index.equals(expected.coefficients.index)
    np.testing.assert_allclose(result.coefficients, expected.coefficients, **CLOSE)
    assert repr(result.summary()) == repr(expected.summary())


WAYS = {
    "folder": lambda p: p,
    "text": str,
    "glob": lambda p: f"{p}/part-*.parquet",
    "list": lambda p: parquet([p / f"part-{i}.parquet" for i in range(FILES)]),
    "globs": lambda p: parquet([p / "part-[01].parquet", p / "part-[23].parquet"]),
    "filter": lambda p: parquet(p, filters=[("k", ">=", 0)]),
}


@pytest.mark.parametrize("way", WAYS)
def test_paths_folders_patterns_and_lists(folder, memory, way):
    assert_equal(glm(FORMULA, WAYS[way](folder), poisson()), memory)


def test_one_file_read_whole_or_in_chunks(tmp_path, memory, monkeypatch):
    path = tmp_path / "all.parquet"
    DATA.to_parquet(path, row_group_size=170)
    assert_equal(glm(FORMULA, path, poisson()), memory)  # small: read at once
    for rows in (50, 333, 5000):
        monkeypatch.setattr(reader.arrow_batches, "CHUNK_ROWS", rows)
        result = glm(FORMULA, parquet(path), poisson())
        assert_equal(result, memory)
        sizes = [len(chunk) for chunk in result.y]
        assert max(sizes) <= rows


def test_a_large_file_is_read_in_chunks(tmp_path, memory, monkeypatch):
    DATA.to_parquet(tmp_path / "all.parquet")
    monkeypatch.setattr("rglm.sources.parquet.parquet.MAX_VALUES_IN_MEMORY", 100)
    result = glm(FORMULA, tmp_path / "all.parquet", poisson())
    assert result._is_chunked
    assert_equal(result, memory)


def test_filters_choose_the_rows(folder):
    chosen = [
        ([("k", ">", 5), ("g", "in", ["a", "b"])], (DATA["k"] > 5) & DATA["g"].isin(["a", "b"])),
        ([[("k", "==", 1)], [("h", "<", 3)]], (DATA["k"] == 1) | (DATA["h"] < 3)),
        (pa.compute.field("won"), DATA["won"]),
    ]
    for filters, rows in chosen:
        result = glm("y ~ x + g", parquet(folder, filters=filters), poisson())
        assert_equal(result, glm("y ~ x + g", DATA[rows], poisson()))


def test_names_of_folders_are_columns(tmp_path):
    whole = DATA.assign(year=2010 + np.arange(ROWS) // 400, c=np.where(DATA["k"] > 4, "hi", "lo"))
    for (year, c), rows in whole.groupby(["year", "c"]):
        place = tmp_path / f"year={year}" / f"c={c}"
        place.mkdir(parents=True)
        rows.drop(columns=["year", "c"]).to_parquet(place / "data.parquet", index=False)
    formula = "y ~ x + c + factor(year)"
    for options in ({}, {"subset": "year > 2010"}):
        one, two = (glm(formula, d, poisson(), **options) for d in (whole, tmp_path))
        assert_equal(two, one)
    chosen = parquet(tmp_path, filters=[("year", "==", 2011)])
    assert_equal(
        glm("y ~ x + c", chosen, poisson()),
        glm("y ~ x + c", whole[whole["year"] == 2011], poisson()),
    )
    # pandas makes categories of what the folders say, and so a factor
    assert_equal(
        glm("y ~ x + year", tmp_path, poisson()),
        glm("y ~ x + year", pd.read_parquet(tmp_path), poisson()),
    )


def test_only_the_columns_of_the_call_are_read(tmp_path, monkeypatch):
    path = tmp_path / "0.parquet"
    junk = np.random.default_rng(1).random(ROWS)
    DATA.assign(junk=junk).to_parquet(path, compression="snappy")
    meta = pq.read_metadata(path).row_group(0)
    column = meta.column([meta.column(i).path_in_schema for i in range(8)].index("junk"))
    broken = bytearray(path.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    broken[start : start + column.total_compressed_size] = bytes(column.total_compressed_size)
    path.write_bytes(bytes(broken))
    asked, plain = [], reader.Parquet._dataset

    def spy(self, names):
        asked.append(set(names))
        return plain(self, names)

    monkeypatch.setattr(reader.Parquet, "_dataset", spy)
    fit = glm("y ~ x", parquet(tmp_path), poisson(), subset="h > 2", weights="k")
    assert all(names == {"y", "x", "h", "k"} for names in asked)
    asked.clear()
    fit.vcov(cluster="won")
    assert asked == [{"y", "x", "h", "k", "won"}]
    asked.clear()
    fit.predict(parquet(tmp_path)).collect()
    assert asked == [{"x"}]
    with pytest.raises(DataError, match="cannot be read"):
        glm("y ~ junk", parquet(tmp_path), poisson())


NULLS = DATA.assign(k=DATA["k"].astype("Int64").mask(DATA["k"] == 3))
TYPES = {
    "nulls": (NULLS, "y ~ I(k / 2) + factor(h)"),
    "booleans": (DATA.assign(b=DATA["won"].astype("boolean").mask(DATA["k"] == 3)), "y ~ b"),
    "bools": (DATA, "won ~ x"),
    "categories": (DATA.assign(g=DATA["g"].astype("category")), "y ~ g"),
    "ordered": (DATA, "y ~ o"),
    "short": (DATA.astype({"k": "int8", "h": "float32"}), "y ~ k + h"),
    "text": (DATA.astype({"g": "string"}), "y ~ g"),
    "empty text": (DATA.assign(g=DATA["g"].fillna("")), "y ~ g"),
    "letters": (DATA.replace({"g": {"a": "ä", "b": "日本"}}), "y ~ g"),
}


@pytest.mark.parametrize("name", TYPES)
def test_types_of_columns(tmp_path, name):
    data, formula = TYPES[name]
    for i, chunk in enumerate(pieces(data)):
        chunk.to_parquet(tmp_path / f"{i}.parquet")
    family = binomial() if formula.startswith("won") else poisson()
    expected, result = (glm(formula, d, family) for d in (data, parquet(tmp_path)))
    assert result.xlevels == expected.xlevels
    assert_equal(result, expected)


def test_text_stored_as_a_dictionary(tmp_path):
    for i, chunk in enumerate(pieces()):
        coded = pa.array(chunk["g"]).dictionary_encode()
        pq.write_table(
            pa.table({"g": coded, "y": chunk["y"].to_numpy()}), tmp_path / f"{i}.parquet"
        )
    result = glm("y ~ g", tmp_path, poisson())
    expected = glm("y ~ g", DATA, poisson())
    assert sorted(result.xlevels["g"]) == sorted(expected.xlevels["g"])
    np.testing.assert_allclose(result.deviance, expected.deviance, rtol=1e-10)


def test_integers_that_are_missing_in_one_file(tmp_path):
    data = NULLS.astype({"k": "float64"})
    for i, chunk in enumerate(pieces(data)):
        kind = "int32" if chunk["k"].notna().all() else "float64"
        chunk.dropna(subset="k").astype({"k": "int32"}).to_parquet(tmp_path / f"{2 * i}.parquet")
        chunk[chunk["k"].isna()].astype({"k": kind}).to_parquet(tmp_path / f"{2 * i + 1}.parquet")
    result = glm("y ~ k", tmp_path, poisson())
    np.testing.assert_allclose(result.deviance, glm("y ~ k", data, poisson()).deviance, rtol=1e-10)


def test_files_without_rows_and_columns_of_nulls(tmp_path, memory):
    DATA.iloc[:0].to_parquet(tmp_path / "0.parquet")
    DATA.to_parquet(tmp_path / "1.parquet")
    DATA.assign(x=None, g=None).to_parquet(tmp_path / "2.parquet")  # columns of type null
    more = pd.concat([DATA, DATA.assign(x=np.nan)], ignore_index=True)
    assert_equal(glm(FORMULA, tmp_path, poisson()), glm(FORMULA, more, poisson()))


def test_rows_are_counted_from_the_first_file(folder):
    fit = glm("y ~ x", folder, poisson(), na_action="na_exclude")
    residuals = fit.residuals().collect()
    assert residuals.index.equals(pd.RangeIndex(ROWS))
    assert residuals.isna().equals(DATA["x"].isna())
    again = glm("y ~ x", folder, poisson())
    assert again.coefficients.equals(fit.coefficients)  # the same bits on every run


def test_chunks_of_many_columns_have_fewer_rows(tmp_path, memory, monkeypatch):
    DATA.to_parquet(tmp_path / "0.parquet", row_group_size=500)
    monkeypatch.setattr(reader.arrow_batches, "MAX_CHUNK_VALUES", 1000)
    data = parquet(tmp_path)
    result = glm(FORMULA, data, poisson())  # of four columns
    assert_equal(result, memory)
    assert len(list(result.y)) == 5  # of 250 rows, or the rest
    assert max(len(chunk) for chunk in result.predict(data)) == 333  # of three
    again = glm("y ~ x", data, poisson())
    assert len(list(again.y)) == 3


def test_a_large_row_group_is_not_whole_in_memory(tmp_path):
    rng = np.random.default_rng(3)
    table = pa.table({name: rng.normal(size=600_000) for name in "abcd"})
    pq.write_table(table, tmp_path / "0.parquet", row_group_size=600_000, use_dictionary=False)
    size = table.nbytes
    del table
    before, most = pa.total_allocated_bytes(), 0
    for batch in reader.dataset_tables(
        parquet(tmp_path)._dataset(["a", "b", "c", "d"]), ["a", "b", "c", "d"], None, 10_000
    ):
        assert len(batch) == 10_000
        most = max(most, pa.total_allocated_bytes() - before)
    assert most < size / 2  # 5 MB of 19
