"""What columns of each type are in a formula, against R (tests/reference/columns.R)."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import dask.dataframe as dd
import numpy as np
import oracle
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from rglm import FitWarning, gaussian, glm, multinom, parquet, poisson, polr
from rglm.design.conversions import as_integer, as_logical, as_numeric
from rglm.sources.table import as_frame

R = json.loads((Path(oracle.HERE) / "columns.json").read_text(encoding="utf-8"))
BIG = 9007199254740992  # 2^53
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
    "strings": lambda d, folder: d.astype(dict.fromkeys("qli", "string")),
    "arrow strings": lambda d, folder: d.astype(dict.fromkeys("qli", "string[pyarrow]")),
    "pyarrow": lambda d, folder: pa.Table.from_pandas(d),
    "file": lambda d, folder: (as_parquet(d, folder), str(folder / "d.parquet"))[1],
    "parquet": as_parquet,
    "dask": lambda d, folder: dd.from_pandas(d, npartitions=3),
    "iterator": lambda d, folder: lambda: (d.iloc[i : i + 3] for i in range(0, len(d), 3)),
}
WORDS = {"format(day)": "as.character(day)", '"2020-02-01")': '"2020-02-01")'}


@pytest.fixture(scope="module", params=SOURCES)
def source(request, tmp_path_factory):
    return SOURCES[request.param](DATA, tmp_path_factory.mktemp("types"))


def formula_of(case):
    return case["formula"].replace("format(", "as.character(")


@pytest.mark.parametrize("case", R["fits"], ids=lambda c: c["formula"])
def test_conversions_in_models_as_in_r(case, source):
    if "(day" in case["formula"] and "dask" in type(source).__module__:
        return  # Dask makes text of dates
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


@pytest.mark.parametrize("place", range(len(R["words"])), ids=R["words"])
def test_text_as_a_number(place):
    word, number = R["words"][place], R["numeric"][place]
    text = np.array([word], dtype=object)
    if number is None and word.strip() not in ("", "NA"):  # R has NA, with a warning
        with pytest.raises(ValueError, match=f"{word!r} is no number"):
            as_numeric(text)
        return
    np.testing.assert_array_equal(as_numeric(text), [in_r(number)])
    if np.isfinite(in_r(number)):
        assert as_integer(text)[0] == in_r(R["integer"][place])


def test_text_as_truth():
    got = as_logical(np.array(R["truths"], dtype=object)).values
    np.testing.assert_array_equal(got, [np.nan if t is None else t for t in R["logical"]])


@pytest.mark.parametrize("word", ["as.numeric", "as.integer"])
def test_text_that_is_no_number(word, source):
    fit = glm(f"y ~ {word}(q)", source, poisson())
    with pytest.raises(ValueError, match=f"{word}.*'abc' is no number"):
        fit.predict(DATA.assign(q="abc"))
    with pytest.raises(ValueError, match=f"{word}.*'(TRUE|FALSE)' is no number"):
        glm(f"y ~ {word}(l)", source, poisson())
    assert np.isnan(fit.predict({"q": ["NA", ""]})).all()


@pytest.mark.parametrize("name", ["frame", "polars", "parquet", "dask", "iterator"])
def test_text_that_the_subset_leaves_out_may_be_no_number(name, tmp_path):
    d = DATA[["y", "q"]].assign(q=DATA["q"].replace("7", "seven"))
    source = pl.from_pandas(d) if name == "polars" else SOURCES[name](d, tmp_path)
    fit = glm("y ~ log(as.numeric(q))", source, poisson(), subset="q != 'seven'")
    expected = glm("y ~ log(as.numeric(q))", DATA[:6], poisson())
    np.testing.assert_allclose(fit.coefficients, expected.coefficients, rtol=1e-9)
    with pytest.raises(ValueError, match=r"as.numeric\(\): 'seven' is no number"):
        glm("y ~ log(as.numeric(q))", source, poisson(), subset="q != '10'")
    with pytest.raises(ValueError, match=r"as.integer\(\): 'seven' is no number"):
        glm("y ~ 1", source, poisson(), subset="as.integer(q) > 2")


def test_levels_of_numbers():
    d = {"y": [1, 2, 3, 4], "x": [123456, 1e5, 1e15, 20]}
    assert list(glm("y ~ factor(x)", d).xlevels["factor(x)"]) == R["levels"]["ints"]
    rows = {"y": [1, 2, 3, 4, 5], "x": [0.1 + 0.2, 0.3, 1, 1, 0.3]}
    fit = glm("y ~ factor(x)", rows)
    assert list(fit.xlevels["factor(x)"]) == R["levels"]["alike"]
    np.testing.assert_allclose(fit.predict(rows), fit.fitted(), rtol=1e-14)
    categories = rows | {"x": pd.Categorical(rows["x"])}
    assert glm("y ~ x", categories).xlevels["x"] == ["0.3", "1"]


# long integers

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
def test_long_integers_beside_others(subset, count):
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


def test_files_of_other_integers(tmp_path):
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


# categories that other libraries wrote

WINE = pd.DataFrame(
    {
        "rating": pd.read_csv(oracle.HERE / "data" / "wine.csv", dtype=str)["rating"],
        "temp": pd.read_csv(oracle.HERE / "data" / "wine.csv", dtype=str)["temp"],
    }
)
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


def test_an_arrow_dictionary_has_no_order_but_a_pandas_categorical_has():
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


# levels of the response that no row has

BEPS = pd.read_csv(oracle.HERE / "data" / "beps.csv")
GONE = {
    "text": lambda d, folder: d,
    "categorical": lambda d, folder: d.astype({"vote": "category"}),
    "ordered": lambda d, folder: d.assign(vote=pd.Categorical(d["vote"], ordered=True)),
    "polars": lambda d, folder: pl.from_pandas(d),
    "parquet": lambda d, folder: (
        d.astype({"vote": "category"}).to_parquet(folder / "b.parquet"),
        parquet(folder / "b.parquet"),
    )[1],
    "dask": lambda d, folder: dd.from_pandas(d, npartitions=4),
}


@pytest.mark.parametrize("kind", GONE)
def test_a_level_of_the_response_that_the_subset_takes_away(kind, tmp_path):
    source = GONE[kind](BEPS, tmp_path)
    with pytest.warns(FitWarning, match="multinom: group 'Labour' is empty"):
        fit = multinom("vote ~ age", source, subset="vote != 'Labour'")
    np.testing.assert_allclose(fit.coefficients.iloc[0], R["multinom_gone"], rtol=1e-4)
    assert fit.lev == ("Conservative", "Liberal Democrat")
    with pytest.raises(ValueError, match=r"has 1 level\(s\).*takes 2 or more"):
        multinom("vote ~ age", source, subset="vote == 'Liberal Democrat'")


def test_levels_of_the_response_that_missing_values_take_away():
    data = BEPS.assign(age=BEPS["age"].where(BEPS["vote"] != "Labour"))
    with pytest.warns(FitWarning, match="group 'Labour' is empty"):
        fit = multinom("vote ~ age + gender", data)
    np.testing.assert_allclose(fit.coefficients.iloc[0], R["multinom_missing"], rtol=1e-3)
    assert fit.predict(BEPS.head(2), type="probs").columns.tolist() == list(fit.lev)


@pytest.mark.parametrize("chunked", [False, True])
def test_polr_without_a_middle_level(chunked, tmp_path):
    data = WINE.assign(rating=pd.Categorical(WINE["rating"], ordered=True))
    source = as_parquet(data, tmp_path) if chunked else data
    with pytest.warns(FitWarning, match="polr: group '3' is empty"):
        fit = polr("rating ~ temp", source, subset="rating != '3'")
    np.testing.assert_allclose([*fit.coefficients, *fit.zeta], R["polr_gone"], rtol=1e-5)
    assert fit.zeta.index.tolist() == ["1|2", "2|4", "4|5"]


def test_dates():
    d = {"y": [1.0, 2, 4, 3], "d": [date(2020, 1, i) for i in (1, 2, 3, 5)]}
    with pytest.raises(ValueError, match="column 'd' holds values of type date.*as.numeric"):
        glm("y ~ d", d)
    fit = glm("y ~ factor(d)", d | {"d": pd.to_datetime(d["d"])})
    assert fit.xlevels["factor(d)"] == ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-05"]
    assert glm("y ~ as.numeric(d)", d, subset="d < '2020-01-05'").nobs() == 3
