"""Integers and decimals of more than 15 digits stay as they are, from every source."""

from decimal import Decimal

import dask.dataframe as dd
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

from rglm import gaussian, glm, parquet, poisson
from rglm.sources.frames.as_frame import as_frame

BIG = 9007199254740992  # 2^53
IDS = [BIG + i % 5 for i in range(40)]
LONG = {
    "int": IDS,
    "null": [*IDS[:-5], None, None, *IDS[-3:]],
    "uint": [2**63 + i for i in IDS],
    "python": [10**30 + i for i in IDS],
    "decimal": [Decimal(i) for i in IDS],
    "cents": [Decimal(i) + Decimal("0.25") for i in IDS],
}
TABLES = {
    "dict": lambda d, folder: d,
    "pandas": lambda d, folder: pd.DataFrame(d | {"id": pd.Series(d["id"], dtype=object)}),
    "polars": lambda d, folder: pl.DataFrame(d, strict=False),
    "pyarrow": lambda d, folder: pl.DataFrame(d, strict=False).to_arrow(),
    "parquet": lambda d, folder: as_parquet_of_polars(d, folder),
    "file": lambda d, folder: (as_parquet_of_polars(d, folder), str(folder / "p.parquet"))[1],
    "dask": lambda d, folder: dd.from_pandas(
        as_frame(pl.DataFrame(d, strict=False)), npartitions=3
    ),
}


def as_parquet_of_polars(d, folder):
    pl.DataFrame(d, strict=False).write_parquet(folder / "p.parquet", row_group_size=7)
    return parquet(folder / "p.parquet")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("kind", LONG)
def test_long_integers_stay_exact(kind, table, tmp_path):
    if kind == "python" and table not in ("dict", "pandas"):
        return  # Arrow has no such integers
    ids = LONG[kind]
    d = {"y": [i * 7 % 11 for i in range(40)], "x": [i * 3 % 7 for i in range(40)], "id": ids}
    source, known = TABLES[table](d, tmp_path), [i for i in ids if i is not None]
    fit = glm("y ~ factor(id)", source, poisson())
    assert fit.xlevels["factor(id)"] == list(map(str, sorted(set(known))))
    assert fit.nobs() == len(known)
    if kind == "cents" or (kind, table) == ("decimal", "dask"):
        return  # no number of a formula has such decimals; Dask makes text of them
    second = ids[1]
    for subset, count in {
        f"id == {second}": known.count(second),
        f"id != {second}": len(known) - known.count(second),
        f"id > {second}": sum(i > second for i in known),
        f"id %in% c({second}, {ids[3]})": known.count(second) + known.count(ids[3]),
    }.items():
        assert glm("y ~ x", source, poisson(), subset=subset).nobs() == count
    cut = glm(f"y ~ cut(id, c({ids[0] - 1}, {second}, {ids[4]}), labels = c('a', 'b'))", source)
    assert cut.nobs() == len(known)
    codes = pd.Series([str(i) for i in ids])
    if None not in ids:
        mine, text = (
            glm("y ~ x", s, poisson()).vcov(cluster="id")
            for s in (source, d | {"id": codes.tolist()})
        )
        np.testing.assert_allclose(mine, text, rtol=1e-10)
    new = {"id": [ids[2], ids[0], None]}
    np.testing.assert_allclose(
        fit.predict(new)[:2], fit.predict({"id": [str(ids[2]), str(ids[0])]}), rtol=1e-14
    )


@pytest.mark.parametrize(
    ("subset", "count"),
    [
        ("id %in% other", 20),
        ("ifelse(x > 2, id, 9007199254740993) == 9007199254740993", 24),
        ("id %in% text", 8),
        ("x %in% other", 0),
        ("!is.na(id)", 38),
        ("id == other", 12),
    ],
)
def test_long_integers_are_compared_exactly_with_other_columns(subset, count):
    d = pd.DataFrame({"y": [i * 7 % 11 for i in range(40)], "x": [i % 5 for i in range(40)]})
    d["id"] = pd.array(LONG["null"], dtype="Int64")
    d["other"] = pd.array([BIG + 1 + i % 3 for i in range(40)], dtype="UInt64")
    d["text"] = str(BIG + 1)
    by_hand = {
        "id %in% other": d["id"].isin(d["other"].unique().tolist()),
        "id == other": d["id"].astype(object) == d["other"].astype(object),
        "id %in% text": d["id"].astype("string") == d["text"],
    }
    if subset in by_hand:
        count = int(by_hand[subset].fillna(False).sum())
    if not count:
        with pytest.raises(ValueError, match="leaves none"):
            glm("y ~ x", d, subset=subset)
    else:
        assert glm("y ~ 1", d, subset=subset).nobs() == count


def test_files_may_have_different_integer_types(tmp_path):
    for place, kind in enumerate([pa.int64(), pa.int32(), pa.uint64()]):
        ids = [3, 4] * 4 if kind == pa.int32() else [BIG, BIG + 1] * 4
        table = {"y": pa.array(range(8)), "id": pa.array(ids, kind)}
        pa.parquet.write_table(pa.table(table), tmp_path / f"{place}.parquet")
    fit = glm("y ~ factor(id)", parquet(tmp_path), poisson())
    assert fit.xlevels["factor(id)"] == ["3", "4", str(BIG), str(BIG + 1)]


def test_exact_numbers_are_floats_in_arithmetic():
    d = {"y": [1.0, 2, 4, 5], "id": [BIG, BIG + 2, BIG + 4, BIG + 8]}
    fit = glm("y ~ I(id - 9007199254740992)", d)
    np.testing.assert_allclose(fit.coefficients.iloc[1], 0.5142857142857, rtol=1e-9)
    assert glm("y ~ I(id.round(2) > 9007199254740994)", d, gaussian(), subset="id > 0").nobs() == 4
