"""DuckDB relations: small ones in memory, large ones in chunks, with the same numbers."""

import pickle
import sys

import numpy as np
import pandas as pd
import pytest

from rglm import glm, glm_nb, hurdle, lm, multinom, poisson, polr
from rglm.errors import DataError
from rglm.sources import duckdb_relation
from rglm.sources.chunks import arrow_batches

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")
N, CHUNK = 20_000, 8192  # rows of a chunk: a whole number of blocks, so that sums are the same
RNG = np.random.default_rng(3)
FRAME = pd.DataFrame(
    {
        "id": np.arange(N),
        "y": RNG.poisson(2, N),
        "x": np.where(RNG.random(N) < 0.05, np.nan, RNG.normal(size=N)),
        "g": RNG.choice(list("zab"), N),
        "mood": pd.Categorical(RNG.choice(["lo", "mid", "hi"], N), ["lo", "mid", "hi"]),
        'a "q" é': RNG.normal(size=N),
        "price": RNG.integers(0, 1000, N) / 100,
        "w": RNG.random(N),
    }
)


@pytest.fixture(scope="module")
def connection():
    con = duckdb.connect()
    con.execute("create type mood as enum ('lo', 'mid', 'hi')")
    con.register("frame", FRAME.assign(mood=FRAME["mood"].astype(str)))
    con.execute(
        """create table t as select id, y, case when isnan(x) then null else x end as x, g, w,
        mood::mood as mood, "a ""q"" é", price::decimal(10, 2) as price from frame order by id"""
    )
    yield con
    con.close()


@pytest.fixture
def in_chunks(monkeypatch):
    monkeypatch.setattr(duckdb_relation, "MAX_VALUES_IN_MEMORY", 0)
    monkeypatch.setattr(arrow_batches, "CHUNK_ROWS", CHUNK)


FORMULAS = ["y ~ x + g + mood", 'y ~ `a "q" é` + factor(g)', "y ~ price + x:g"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_small_relation_is_read_into_memory(connection, formula):
    fit = glm(formula, connection.table("t"), poisson())
    assert isinstance(fit.data, pd.DataFrame)
    expected = glm(formula, FRAME, poisson())
    pd.testing.assert_series_equal(fit.coefficients, expected.coefficients, check_exact=True)


def test_a_small_relation_is_read_by_the_columns_that_are_needed(connection):
    table = connection.sql("select y, x, g, w, error('read') as other from t")
    fit, expected = (lm("y ~ x", data, weights="w") for data in (table, FRAME))
    assert set(fit.data.columns) == {"y", "x", "w"}
    np.testing.assert_allclose(fit.vcov(cluster="g"), expected.vcov(cluster="g"))
    new = fit.predict(table, interval="prediction", weights="w")
    pd.testing.assert_frame_equal(new, expected.predict(FRAME, interval="prediction", weights="w"))
    larger = fit.update(". ~ . + g")
    np.testing.assert_allclose(larger.coefficients, expected.update(". ~ . + g").coefficients)


@pytest.mark.parametrize("formula", FORMULAS)
def test_chunks_of_a_relation_give_the_same_fit(connection, in_chunks, formula):
    fit = glm(formula, connection.table("t"), poisson())
    assert fit.data.data.count == 3
    expected = glm(formula, FRAME, poisson())
    pd.testing.assert_series_equal(fit.coefficients, expected.coefficients, rtol=1e-13)
    assert fit.deviance == pytest.approx(expected.deviance, rel=1e-14)


@pytest.mark.parametrize(
    "model",
    [
        lambda data: lm("y ~ x + g", data, weights="w"),
        lambda data: glm_nb("y ~ x + g", data, subset="id < 3000"),
        lambda data: polr("ordered(mood, c('lo', 'mid', 'hi')) ~ x", data),
        lambda data: multinom("mood ~ x", data),
        lambda data: hurdle("y ~ x | g", data),
    ],
)
def test_every_model_takes_a_relation(connection, in_chunks, model):
    ours, expected = (model(data).coefficients for data in (connection.table("t"), FRAME))
    np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-12)


def test_only_the_columns_that_are_needed_are_computed(connection, in_chunks):
    table = connection.sql("select y, x, error('read') as other from t")
    assert glm("y ~ x", table, poisson(), subset="x > 0").rank == 2
    with pytest.raises(DataError, match="DuckDB could not run the query.*read"):
        glm("y ~ other", table, poisson())


def test_rows_that_come_in_another_order_are_refused(connection, in_chunks):
    table = connection.sql("select y, random() as x from t")
    with pytest.raises(DataError, match=r"part 1 has other values of 'x'.*relation.order\('id'\)"):
        glm("y ~ x", table, poisson())


def test_predictions_come_in_chunks_too(connection, in_chunks):
    table = connection.table("t")
    fit, expected = glm("y ~ x + mood", table, poisson()), glm("y ~ x + mood", FRAME, poisson())
    chunks = list(fit.predict(newdata=table, se_fit=True))
    assert [len(chunk) for chunk in chunks] == [CHUNK, CHUNK, N - 2 * CHUNK]
    pd.testing.assert_frame_equal(pd.concat(chunks), expected.predict(FRAME, se_fit=True))
    robust = fit.vcov(cluster="g")
    np.testing.assert_allclose(robust, expected.vcov(cluster="g"), rtol=1e-10)


def test_a_second_result_of_a_connection_is_an_error(connection, in_chunks):
    table = connection.table("t")
    fit = glm("y ~ x", table, poisson())

    # DuckDB 2 refuses the query of the inner pass, DuckDB 1 ends the outer one
    def predict(rows):
        for _ in fit.predict(newdata=rows):
            fit.vcov(cluster="g")

    with pytest.raises(DataError, match=r"connection\.cursor\(\)"):
        predict(table)
    cursor = connection.cursor()
    predict(cursor.table("t"))


def test_a_fit_to_chunks_of_a_relation_is_pickled_without_its_rows(connection, in_chunks):
    fit = glm("y ~ x", connection.table("t"), poisson())
    with pytest.raises(TypeError, match=r"fit.strip\(\)"):
        pickle.dumps(fit)
    back = pickle.loads(pickle.dumps(fit.strip()))
    np.testing.assert_array_equal(back.coefficients, fit.coefficients)


@pytest.mark.parametrize("limit", [0, 1 << 25])
def test_other_errors_name_the_relation(connection, monkeypatch, limit):
    monkeypatch.setattr(duckdb_relation, "MAX_VALUES_IN_MEMORY", limit)
    with pytest.raises(ValueError, match="two columns named 'x'"):
        glm("y ~ x", connection.sql("select y, x, x from t"), poisson())
    with pytest.raises(DataError, match="no rows"):
        glm("y ~ x", connection.sql("select y, x from t where y < 0"), poisson())
    closed = duckdb.connect()
    table = closed.sql("select 1 as y, 2 as x")
    closed.close()
    with pytest.raises(DataError, match="closed.*Keep the connection open"):
        glm("y ~ x", table, poisson())
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"pip install \"rglm\[duckdb\]\""):
        glm("y ~ x", connection.table("t"), poisson())
