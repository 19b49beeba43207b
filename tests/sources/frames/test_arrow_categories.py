"""Categories that other libraries wrote: polars, Arrow, Parquet."""

import dask.dataframe as dd
import numpy as np
import oracle
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest

from rglm import FitWarning, glm, parquet, poisson, polr
from rglm.sources.frames.as_frame import as_frame

R = oracle.saved("columns")


def as_parquet(d, folder):
    d.to_parquet(folder / "d.parquet", row_group_size=3)
    return parquet(folder / "d.parquet")


WINE = pd.read_csv(oracle.HERE / "data" / "wine.csv", dtype=str)[["rating", "temp"]]
WINE["n"] = np.arange(len(WINE)) % 7


def polars_wine(kind, rows=slice(None)):
    return pl.from_pandas(WINE.iloc[rows]).with_columns(
        pl.col("rating").cast(kind), pl.col("temp").cast(pl.Categorical)
    )


def sources_of(table, folder):
    table.write_parquet(folder / "w.parquet", row_group_size=20)
    frames = [table[i : i + 10] for i in range(0, len(table), 10)]
    return {
        "polars": table,
        "pyarrow": table.to_arrow(),
        "file": str(folder / "w.parquet"),
        "parquet": parquet(folder / "w.parquet"),
        "dask": dd.from_pandas(as_frame(table.with_columns(pl.col(pl.Categorical).cast(str)))),
        "iterator": lambda: iter(frames),
    }


def test_a_polars_categorical_is_text(tmp_path):
    backwards = slice(None, None, -1)
    for rows in (slice(None), backwards):
        for name, source in sources_of(polars_wine(pl.Categorical, rows), tmp_path).items():
            fit = glm("n ~ rating", source)
            assert fit.xlevels["rating"] == ["1", "2", "3", "4", "5"], name
            with pytest.raises(ValueError, match="'rating' has no order of its levels"):
                polr("rating ~ temp", source)
            got = polr("ordered(rating) ~ temp", source)
            theirs = R["polr_all"]
            np.testing.assert_allclose([*got.coefficients, *got.zeta], theirs, rtol=1e-5)


def test_a_polars_enum_has_the_order_of_its_categories(tmp_path):
    kind = pl.Enum(["5", "4", "3", "2", "1", "never"])
    sources = sources_of(polars_wine(kind), tmp_path)
    del sources["dask"]
    for source in sources.values():
        fit = glm("n ~ rating", source)
        assert fit.coefficients.index[1:].tolist() == ["rating4", "rating3", "rating2", "rating1"]
        with pytest.warns(FitWarning, match="group 'never' is empty"):
            got = polr("rating ~ temp", source)
        np.testing.assert_allclose(-got.coefficients.iloc[0], R["polr_all"][0], rtol=1e-5)


def test_an_arrow_dictionary_is_unordered_and_a_pandas_categorical_keeps_its_order():
    values, y = ["z", "b", "z", "a", "b", "a"], [1.0, 2, 3, 4, 5, 6]
    plain = pa.table({"y": y, "g": pa.array(values).dictionary_encode()})
    assert glm("y ~ g", plain).xlevels["g"] == ["a", "b", "z"]
    backed = pd.DataFrame({"y": y, "g": plain["g"].to_pandas(types_mapper=pd.ArrowDtype)})
    assert glm("y ~ g", backed).xlevels["g"] == ["a", "b", "z"]
    numbers = pa.table({"y": y, "g": pa.array([10, 9, 10, 2, 9, 2]).dictionary_encode()})
    assert glm("y ~ g", numbers).xlevels["g"] == ["2", "9", "10"]
    own = pd.DataFrame({"y": y, "g": pd.Categorical(values, ["z", "b", "a"])})
    assert glm("y ~ g", pa.Table.from_pandas(own)).xlevels["g"] == ["z", "b", "a"]


@pytest.mark.parametrize("ordered", [False, True])
def test_categoricals_of_numbers_come_back_from_parquet(ordered, tmp_path):
    values = [10, 9, 2, 10, 9, 2, 2, 9] * 3
    d = pd.DataFrame({"y": [i % 5 for i in range(24)], "x": [i * 5 % 7 for i in range(24)]})
    d["g"] = pd.Categorical(values, ordered=ordered)
    d["t"] = pd.Categorical([v < 9 for v in values])
    chunked = as_parquet(d, tmp_path)
    for source in (chunked, str(tmp_path / "d.parquet"), pa.Table.from_pandas(d)):
        one, two = (glm("y ~ g + x", s, poisson()) for s in (d, source))
        assert two.xlevels == one.xlevels
        np.testing.assert_allclose(two.coefficients, one.coefficients, rtol=1e-9)
        assert glm("y ~ t", source, poisson()).coefficients.index[1] == "tTRUE"
        response = polr("g ~ x", source)
        np.testing.assert_allclose(response.zeta, polr("g ~ x", d).zeta, rtol=1e-8)
        np.testing.assert_allclose(
            two.predict({"g": [9], "x": [1]}), one.predict(d[1:2].assign(x=1))
        )
    coded = glm("y ~ as.numeric(g)", chunked, poisson())
    np.testing.assert_allclose(coded.predict({"g": [10]}), coded.predict(d[:1]))
