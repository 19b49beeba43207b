"""Reference grids of fits in memory, in chunks and without rows; what their arguments take."""

import pickle

import numpy as np
import pandas as pd
import pytest

from rglm import glm, lm, poisson, zeroinfl
from rglm.inference.reference_grid.grid_of_fit import grid_of_fit

FORMULA = "n ~ x * g + h + factor(k) + two + b + scale(z) + as.numeric(D) + offset(log(off))"


def table(n=600):
    rng = np.random.default_rng(5)
    days = pd.to_timedelta(rng.integers(0, 90, n), unit="D")
    return pd.DataFrame(
        {
            "x": rng.exponential(size=n),
            "z": 1e6 + rng.normal(size=n),
            "g": rng.choice(list("cab"), n),
            "h": pd.Categorical(rng.choice(list("uv"), n), ["v", "u", "w"]),
            "k": rng.integers(1, 5, n),
            "two": rng.choice([0, 3], n),
            "b": rng.choice([True, False], n),
            "off": rng.uniform(1, 2, n),
            "D": pd.Timestamp("2020-01-01") + days,
            "n": rng.poisson(2, n) * rng.integers(0, 2, n),
            "y": rng.normal(size=n),
        }
    )


DATA = table()
ALIASED = pytest.mark.filterwarnings("ignore::rglm.RankWarning")


def same(one, other):
    assert one.values == other.values
    assert one.rows.equals(other.rows)
    assert one.rows.dtypes.equals(other.rows.dtypes)
    np.testing.assert_array_equal(one.counts, other.counts)
    assert one.nesting == other.nesting
    if one.offset is not None:
        np.testing.assert_array_equal(one.offset, other.offset)


@pytest.fixture(scope="module")
def usual():
    return glm(FORMULA, DATA, poisson())


def test_the_variables_have_the_types_of_the_data(usual):
    grid = grid_of_fit(usual)
    assert list(grid.values) == ["x", "g", "h", "k", "two", "b", "z", "D", "off"]
    assert grid.values["h"] == ["v", "u"]
    assert grid.values["k"] == [1, 2, 3, 4]
    assert grid.values["two"] == [0, 3]
    assert grid.rows["h"].dtype == DATA["h"].dtype
    assert grid.rows["b"].dtype == bool
    assert grid.values["x"] == pytest.approx([DATA["x"].mean()], rel=1e-15)
    assert grid.values["D"] == pytest.approx([DATA["D"].mean().timestamp()], rel=1e-15)
    assert grid.counts.sum() == len(DATA)
    assert grid.offset[0] == pytest.approx(np.log(DATA["off"]).mean())


def pieces():
    return (DATA.iloc[i : i + 70] for i in range(0, len(DATA), 70))


def test_chunks_and_parquet_give_the_grid_of_memory(usual, tmp_path):
    DATA.to_parquet(tmp_path / "d.parquet", row_group_size=100)
    for source in (pieces, tmp_path / "d.parquet"):
        fit = glm(FORMULA, source, poisson())
        same(grid_of_fit(fit), grid_of_fit(usual))
        same(grid_of_fit(fit.strip()), grid_of_fit(usual))
        same(grid_of_fit(fit, cov_reduce=np.median), grid_of_fit(usual, cov_reduce="median"))
        one, other = (grid_of_fit(f, cov_reduce={"z": "z ~ g * x"}) for f in (fit, usual))
        np.testing.assert_allclose(one.rows["z"], other.rows["z"], rtol=1e-14)


def test_duckdb_gives_the_grid_of_memory():
    duckdb = pytest.importorskip("duckdb")
    data = DATA.drop(columns="h")
    formula = FORMULA.replace(" + h", "")
    relation = duckdb.from_df(data)
    same(
        grid_of_fit(glm(formula, relation, poisson())), grid_of_fit(glm(formula, data, poisson()))
    )


def test_a_stripped_fit_has_its_grid_in_some_kilobytes(usual):
    stripped = pickle.loads(pickle.dumps(usual.strip()))
    same(grid_of_fit(stripped), grid_of_fit(usual))
    at = {"x": [1, 2], "g": "b", "k": [2, 4], "two": 1}
    same(grid_of_fit(stripped, at, "range"), grid_of_fit(usual, at, "range"))
    assert len(pickle.dumps(usual.strip()._variable_summary)) < 8000


@ALIASED
def test_too_many_cells_are_not_kept():
    rng = np.random.default_rng(1)
    sizes = {"a": 40, "b": 30}
    data = pd.DataFrame({n: rng.integers(0, k, 3000).astype(str) for n, k in sizes.items()})
    data["c"] = data["a"] + data["b"].isin(["1", "2", "3"]).astype(str)
    data["y"] = rng.normal(size=3000)
    fit = lm("y ~ a + b + c", data)
    grid, small = grid_of_fit(fit, {"b": "1"}), grid_of_fit(fit.strip(), {"b": "1"})
    assert grid_of_fit(fit.strip()).nesting == grid_of_fit(fit).nesting == {"c": ("a",)}
    assert np.isnan(small.counts).all()
    assert grid.counts.sum() == (data["b"] == "1").sum()
    fit = lm("y ~ a + b", data).strip()
    assert grid_of_fit(fit).averages(["a"])[1].sum() == pytest.approx(40)
    with pytest.raises(ValueError, match="lost the counts of its cells"):
        grid_of_fit(fit).averages(["a"], "cells")


def test_each_part_has_a_grid_of_its_variables():
    fit = zeroinfl("n ~ g + offset(log(off)) | b + offset(x)", DATA)
    assert list(grid_of_fit(fit).values) == ["g", "off", "b", "x"]
    zero = grid_of_fit(fit, parts=["zero"])
    assert list(zero.values) == ["b", "x"]
    assert zero.counts.tolist() == DATA["b"].value_counts().sort_index().tolist()
    offsets = [np.log(DATA["off"].mean()), DATA["x"].mean()]
    np.testing.assert_allclose(zero.offset, [offsets, offsets])
    rows = fit._design_rows(zero.rows, offset=zero.offset)
    assert rows.linear_predictors(fit._parameters).shape == (2, 2)
    with pytest.raises(ValueError, match="at= has 'g'; the grid has b, x"):
        grid_of_fit(fit, {"g": "a"}, parts=["zero"])


@pytest.mark.parametrize("formula", ["n ~ g + offset(log(off))", "n ~ g"])
def test_an_offset_is_its_mean_or_what_is_given(formula):
    fit = glm(formula, DATA, poisson(), offset=None if "off" in formula else "log(off)")
    stripped = fit.strip()
    for one in (fit, stripped):
        grid = grid_of_fit(one)
        np.testing.assert_allclose(grid.offset, np.log(DATA["off"]).mean(), rtol=1e-14)
        given = grid_of_fit(one, {"off": [1, np.e]})
        np.testing.assert_allclose(given.offset[:, 0], np.log(given.rows["off"]), atol=1e-15)
        assert grid_of_fit(one, offset=2).offset.tolist() == [[2]] * 3


def test_dates_are_numbers_or_levels():
    data = DATA.assign(D=DATA["D"].dt.floor("30D"))
    fit = lm("y ~ factor(D)", data)
    grid = grid_of_fit(fit)
    assert grid.values["D"] == [str(day) for day in sorted(data["D"].dt.date.unique())]
    assert fit.predict(grid.rows).notna().all()
    fit = lm("y ~ as.numeric(D)", data)
    assert grid_of_fit(fit, {"D": "2020-02-01"}).values["D"] == [
        pd.Timestamp("2020-02-01").timestamp()
    ]
    days = data.assign(D=[time.date() for time in data["D"]])
    fit = lm("y ~ as.numeric(D)", days)
    assert grid_of_fit(fit, {"D": "1970-01-11"}).values["D"] == [10]


def test_a_matrix_stands_at_its_mean():
    rng = np.random.default_rng(2)
    matrix = rng.normal(size=(40, 2))
    data = {"y": rng.normal(size=40), "m": matrix, "g": ["a", "b"] * 20}
    grid = grid_of_fit(lm("y ~ m + g", data))
    assert list(grid.values) == ["g"]
    np.testing.assert_allclose(grid.rows["m"].array.values, [matrix.mean(axis=0)] * 2)


def test_categories_that_are_numbers_stay_numbers():
    data = DATA.assign(k=pd.Categorical(DATA["k"]))
    fit = lm("y ~ k", data)
    for one in (fit, fit.strip()):
        grid = grid_of_fit(one, {"k": [2, 4]})
        assert grid.values["k"] == [2, 4]
        assert grid.rows["k"].dtype == data["k"].dtype


REFUSED = [
    ({"at": {"X": 1}}, ValueError, r"at= has 'X'; the grid has .*did you mean 'x'"),
    ({"at": {"g": "q"}}, ValueError, r"at= has g='q'; its levels are a, b, c"),
    ({"at": {"x": "one"}}, ValueError, r"at= has x='one', and 'x' is a number"),
    ({"at": {"x": np.nan}}, ValueError, r"at= has x=nan, and 'x' is a number"),
    ({"at": {"x": []}}, ValueError, r"at= has no values of 'x'"),
    ({"at": {"x": None}}, TypeError, r"at= has x=None"),
    ({"at": ["x"]}, TypeError, r"at= takes a dict"),
    ({"cov_reduce": "mode"}, TypeError, r"cov_reduce= has 'mode'"),
    ({"cov_reduce": {"g": "mean"}}, ValueError, r"cov_reduce= has 'g'; the covariates are x, "),
    ({"cov_reduce": ["g"]}, TypeError, r"cov_reduce= has 'g'; write a formula"),
    ({"cov_reduce": lambda _: np.nan}, ValueError, r"cov_reduce= makes \[nan\] of 'x'"),
    ({"cov_keep": "q"}, ValueError, r"cov_keep= has 'q'"),
    ({"offset": "a"}, ValueError, r"offset= takes a number"),
    ({"nesting": "g"}, ValueError, r"nesting='g' cannot be read"),
    ({"nesting": "g %in% q"}, ValueError, r"nesting= has 'q'"),
    ({"nesting": {"g": "h", "h": "g"}}, ValueError, r"g and h cannot be nested in each other"),
    ({"nesting": 1}, TypeError, r"nesting= takes a text or a dict"),
    ({"cov_reduce": False}, ValueError, r"combinations of .*; hold some at a value"),
]


@pytest.mark.parametrize(("given", "error", "message"), REFUSED)
def test_what_a_grid_refuses(usual, given, error, message):
    with pytest.raises(error, match=message):
        grid_of_fit(usual, **given)


def test_what_a_stripped_fit_cannot_say(usual):
    with pytest.raises(ValueError, match="cov_reduce= needs the values of 'x'"):
        grid_of_fit(usual.strip(), cov_reduce=np.median)
    with pytest.raises(ValueError, match="stripped of its rows"):
        grid_of_fit(usual.strip(), cov_keep=4)


@pytest.mark.parametrize("weights", ["equals", [1, 2], [1, -1, 1, 1], [0, 0, 0, 0]])
def test_what_weights_are_refused(weights):
    grid = grid_of_fit(lm("y ~ g + h + b", DATA))
    with pytest.raises(ValueError, match="weights="):
        grid.averages(["g"], weights)


@ALIASED
def test_nests_must_be_named():
    data = DATA.assign(D=DATA["g"] + DATA["h"].astype(str))
    grid = grid_of_fit(lm("y ~ g + D", data))
    assert grid.nesting == {"D": ("g",)}
    assert grid.with_nests(["D"]) == ["D", "g"]
    assert grid.shown.sum() == len(grid.averages(["D", "g"])[0]) == 6
    with pytest.raises(ValueError, match="D are nested in g; name these"):
        grid.averages(["D"])


def test_too_many_means_are_refused():
    rng = np.random.default_rng(3)
    data = pd.DataFrame({name: rng.integers(0, 24, 500).astype(str) for name in "abc"})
    data["y"] = rng.normal(size=500)
    grid = grid_of_fit(lm("y ~ a + b + c", data))
    assert len(grid.averages(["a", "b"])[0]) == 24**2
    with pytest.raises(ValueError, match="13,824 means of 13,824"):
        grid.averages(["a", "b", "c"])
    with pytest.raises(ValueError, match="are too many"):
        grid.row_weights()


def test_the_page_of_categories_that_are_true_and_false():
    data = DATA.assign(b=pd.Categorical(DATA["b"]))
    assert [line[:6] for line in repr(lm("y ~ b", data).emmeans("b")).splitlines()[1:3]] == [
        " FALSE",
        "  TRUE",
    ]
