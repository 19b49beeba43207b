"""A data source of one's own: a subclass of `Chunks` is the data of any model."""

from __future__ import annotations

import pickle
import sqlite3
from contextlib import closing

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, glm, polr
from rglm.errors import DataError
from rglm.sources import Chunks

RNG = np.random.default_rng(8)
DATA = pd.DataFrame({"x": RNG.normal(size=90), "g": RNG.choice(list("abc"), 90)})
DATA["won"] = (DATA["x"] + RNG.logistic(size=90) > 0).astype(int)
CLOSE = {"rtol": 1e-9, "atol": 1e-11}


class CsvFolder(Chunks):
    """The CSV files of a folder, a chunk each."""

    def __init__(self, folder):
        self.paths = sorted(map(str, folder.glob("*.csv")))
        self.columns = pd.read_csv(self.paths[0], nrows=0).columns.tolist()
        self.asked = []

    def read(self, columns):
        self.asked.append(list(columns))
        return (pd.read_csv(path, usecols=list(columns)) for path in self.paths)

    def files(self):
        return self.paths


class SqlTable(Chunks):
    """A table of a database, 40 rows at a time."""

    chunk_word = "page"
    advice = "Do not write to the table"

    def __init__(self, path):
        self.path, self.columns = path, ["x", "g", "won"]

    def read(self, columns):
        query = f"SELECT {', '.join(columns)} FROM rows ORDER BY rowid"
        with closing(sqlite3.connect(self.path)) as connection:
            yield from pd.read_sql(query, connection, chunksize=40)


@pytest.fixture
def csv_folder(tmp_path):
    for i in range(3):
        DATA.iloc[30 * i : 30 * i + 30].to_csv(tmp_path / f"{i}.csv", index=False)
    return CsvFolder(tmp_path)


@pytest.fixture
def table(tmp_path):
    with closing(sqlite3.connect(tmp_path / "rows.db")) as connection:
        DATA.to_sql("rows", connection, index=False)
    return SqlTable(tmp_path / "rows.db")


@pytest.mark.parametrize("name", ["csv_folder", "table"])
def test_a_fit_and_its_row_values_are_those_of_the_rows_in_memory(name, request):
    data = request.getfixturevalue(name)
    fit, whole = (glm("won ~ x + g", d, binomial()) for d in (data, DATA))
    np.testing.assert_allclose(fit.coefficients, whole.coefficients, **CLOSE)
    np.testing.assert_allclose(fit.residuals().collect(), whole.residuals(), **CLOSE)
    new = whole.predict(data, type="response").collect()
    np.testing.assert_allclose(new, whole.fitted_values, **CLOSE)


def test_an_ordinal_model_fits_as_in_memory(table):
    fits = [polr("factor(g) ~ x", data) for data in (table, DATA)]
    np.testing.assert_allclose(fits[0].coefficients, fits[1].coefficients, **CLOSE)


def test_only_the_columns_that_are_needed_are_asked_for(csv_folder):
    glm("won ~ x", csv_folder, binomial())
    assert {name for columns in csv_folder.asked for name in columns} == {"won", "x"}


def test_a_chunk_that_changes_is_refused_in_the_words_of_the_source(table):
    fit = glm("won ~ x", table, binomial())
    with closing(sqlite3.connect(table.path)) as connection:
        connection.execute("UPDATE rows SET won = 1 - won WHERE rowid > 40")
        connection.commit()
    with pytest.raises(DataError, match=r"page 2 has other values of 'won'.*Do not write to the"):
        fit.residuals().collect()


def test_a_file_that_is_written_is_noticed(csv_folder):
    fit = glm("won ~ x", csv_folder, binomial())
    DATA.iloc[:31].to_csv(csv_folder.paths[0], index=False)
    with pytest.raises(DataError, match="was written"):
        fit.residuals().collect()


def test_no_results_are_written_to_a_file_that_is_read(csv_folder):
    fit = glm("won ~ x", csv_folder, binomial())
    with pytest.raises(DataError, match="among the files that these values are computed from"):
        fit.residuals().to_parquet(csv_folder.paths[0])


def test_a_fit_can_be_pickled(csv_folder):
    fit = glm("won ~ x", csv_folder, binomial())
    again = pickle.loads(pickle.dumps(fit))
    np.testing.assert_array_equal(again.residuals().collect(), fit.residuals().collect())


def test_a_source_needs_a_method_that_reads():
    class Nothing(Chunks):
        columns = ["x"]

    with pytest.raises(TypeError, match="read"):
        Nothing()
