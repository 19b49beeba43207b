"""Every kind of table that ``data=`` takes."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from rglm import glm, lm
from rglm.sources.frames.as_frame import as_frame

FRAME = pd.DataFrame({"x": [1.0, 2, 4, 3], "g": ["a", "b", "a", "b"], "y": [1.0, 2, 2, 5]})


def path(folder, suffix="parquet"):
    FRAME.to_parquet(folder / f"rows.{suffix}")
    return folder / f"rows.{suffix}"


TABLES = {
    "frame": lambda _: FRAME,
    "dict of lists": lambda _: FRAME.to_dict("list"),
    "dict of Series": lambda _: dict(FRAME.items()),
    "polars": lambda _: pl.from_pandas(FRAME),
    "pyarrow": lambda _: pa.Table.from_pandas(FRAME),
    "arrow types": lambda _: FRAME.convert_dtypes(dtype_backend="pyarrow"),
    "nullable types": lambda _: FRAME.convert_dtypes(),
    "path": path,
    "path as text": lambda folder: str(path(folder)),
    "pq": lambda folder: path(folder, "pq"),
}


@pytest.mark.parametrize("kind", TABLES)
def test_every_kind_of_table_gives_the_same_fit(kind, tmp_path):
    fit = glm("y ~ x + g", TABLES[kind](tmp_path))
    assert fit.coef().to_dict() == glm("y ~ x + g", FRAME).coef().to_dict()
    assert fit.xlevels == {"g": ["a", "b"]}


@pytest.mark.parametrize("kind", TABLES)
def test_every_kind_of_table_can_be_predicted_on(kind, tmp_path):
    fit = glm("y ~ x + g", FRAME)
    predicted = fit.predict(TABLES[kind](tmp_path))
    if kind == "polars":  # its rows have predictions of polars
        predicted = predicted.to_pandas().rename(None)
    pd.testing.assert_series_equal(predicted, fit.predict(FRAME), check_index_type=False)


def test_a_frame_is_not_copied_or_changed():
    before = FRAME.copy()
    assert np.shares_memory(as_frame(FRAME)["x"], FRAME["x"])
    glm("y ~ x + g", FRAME, subset="x > 1", weights="y")
    pd.testing.assert_frame_equal(FRAME, before)


def test_a_dict_of_scalars_is_one_row():
    assert as_frame({"x": 3.0, "g": "a"}).shape == (1, 2)
    assert glm("y ~ x + g", FRAME).predict({"x": 3.0, "g": "a"}).shape == (1,)


def test_two_columns_of_one_name_are_refused():
    twice = pd.concat([FRAME, FRAME[["x"]]], axis=1)
    with pytest.raises(ValueError, match="data= has two columns named 'x'"):
        glm("y ~ x", twice)


def test_columns_of_one_name_do_not_matter_where_the_formula_has_none_of_them():
    twice = pd.concat([FRAME, FRAME[["g", "g"]].set_axis(["u", "u"], axis=1)], axis=1)
    fit = glm("y ~ x", twice)
    pd.testing.assert_series_equal(fit.coef(), glm("y ~ x", FRAME).coef())
    twice["v"] = FRAME["x"] ** 2
    assert fit.update(". ~ . + v").coef().index.tolist() == ["(Intercept)", "x", "v"]
    u = np.arange(4.0)  # is not taken in place of the columns
    with pytest.raises(ValueError, match="data= has two columns named 'u'"):
        fit.update(". ~ . + u")
    assert len(u) == len(twice)
    for formula, options in {"y ~ u": {}, "y ~ .": {}, "y ~ x": {"weights": "u"}}.items():
        with pytest.raises(ValueError, match="data= has two columns named 'u'"):
            glm(formula, twice, **options)


OTHER_THINGS = {
    "texts": np.array([["a", "b"]] * 4),
    "cube": np.ones((4, 2, 2)),
    "short": [1, 2],
    "table": pd.DataFrame({"q": [1]}),
    "mapping": {"a": 1},
    "set": {1, 2},
    "module": np,
    "number": 3,
    "other rows": pd.Series([1.0, 2], index=["a", "b"]),
}


@pytest.mark.parametrize("name", OTHER_THINGS)
def test_other_things_in_a_dict_do_not_matter_where_the_formula_does_not_read_them(name):
    columns = {"x": np.arange(4.0), "y": np.array([1.0, 3, 2, 5]), "z": np.array([1.0, 0, 0, 1])}
    thing = {name: OTHER_THINGS[name]}
    fit = lm("y ~ x", {**columns, **thing}, weights="z + 1")
    pd.testing.assert_series_equal(fit.coef(), lm("y ~ x", columns, weights="z + 1").coef())
    updated = fit.update(". ~ . + z").coef()
    assert updated.index.tolist() == ["(Intercept)", "x", "z"]


def test_locals_are_data():
    def fitted():
        x, y = np.arange(4.0), np.array([1.0, 3, 2, 5])
        names, values = [["a", "b"]] * 4, iter([1, 2, 3])
        fit = lm("y ~ x", locals())
        assert names[0] == ["a", "b"]
        assert list(values) == [1, 2, 3]  # nothing was read
        return fit, x, y

    fit, x, y = fitted()
    assert fit.data.columns.tolist() == ["x", "y"]
    pd.testing.assert_series_equal(fit.coef(), lm("y ~ x", {"x": x, "y": y}).coef())


def test_other_series_in_a_dict_add_no_rows():
    columns = {name: pd.Series(FRAME[name]) for name in ("x", "y")}
    longer = pd.Series(np.arange(50.0))
    elsewhere = pd.Series(np.arange(4.0), index=list("abcd"))
    fit = lm("y ~ x", {**columns, "longer": longer, "elsewhere": elsewhere})
    assert fit.na_action is None
    assert str(fit.summary()) == str(lm("y ~ x", columns).summary())
    assert lm("y ~ longer", {**columns, "longer": longer}).na_action is not None


def test_what_the_formula_reads_has_to_be_a_column():
    data = {"x": [1.0, 2, 3], "y": [1.0, 3, 2], "names": [["a", "b"]] * 3}
    for formula in ("y ~ names", "y ~ .", "y ~ x + names"):
        with pytest.raises(TypeError, match="'names' is a matrix that does not hold numbers"):
            lm(formula, data)


@pytest.mark.parametrize("data", [3, [1, 2], FRAME[["x"]].to_numpy(), FRAME["x"]])
def test_other_objects_than_tables_are_refused(data):
    with pytest.raises(TypeError, match=f"data= takes .*, got {type(data).__name__}"):
        glm("y ~ x", data)


def test_a_path_without_a_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"no\.parquet'.*no such file"):
        glm("y ~ x", tmp_path / "no.parquet")


def test_a_file_that_is_not_parquet_is_refused(tmp_path):
    (tmp_path / "rows.csv").write_text("x,y\n1,2\n")
    with pytest.raises(ValueError, match=r"rows\.csv' is not a Parquet file; read it with pandas"):
        glm("y ~ x", tmp_path / "rows.csv")


def test_a_dict_of_columns_of_unequal_length_is_refused():
    with pytest.raises(ValueError, match="differ in length"):
        glm("y ~ x", {"x": [1, 2], "y": [1]})


def test_later_changes_of_the_data_do_not_reach_the_fit():
    data = pd.DataFrame({"x": [1.0, 2, 3, 4], "y": [1.0, 3, 2, 5]})
    weights = np.ones(4)
    fit = glm("y ~ x", data, weights=weights)
    before = fit.fitted_values, fit.residuals("pearson"), fit.data.copy()
    data.loc[0, "x"] = 100.0
    data["y"] = 0.0
    weights[:] = 7.0
    pd.testing.assert_series_equal(glm("y ~ x", before[2]).fitted_values, before[0])
    pd.testing.assert_series_equal(fit.predict(type="response"), before[0], check_names=False)
    pd.testing.assert_series_equal(fit.residuals("pearson"), before[1])
    pd.testing.assert_frame_equal(fit.data, before[2])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pl.Series("x", [1.0]), "got Series"),
        (pa.array([1.0]), "got DoubleArray"),
        (iter([FRAME]), "is an iterator, which can be read only once"),
    ],
)
def test_columns_and_iterators_are_refused(data, message):
    with pytest.raises(TypeError) as raised:
        glm("y ~ x", data)
    assert message in str(raised.value)


def test_a_column_of_nulls_of_pandas_arrow_types_is_missing():
    nulls = pd.Series(pd.array([None] * 4, dtype=pd.ArrowDtype(pa.null())))
    with pytest.raises(ValueError, match="each of the 4 rows has a missing value"):
        lm("y ~ nulls", FRAME.assign(nulls=nulls))


def test_a_query_is_no_data_and_its_relation_is():
    with pytest.raises(TypeError, match=r"is SQL; a relation is data: duckdb.sql\('select"):
        glm("y ~ x", "select * from t")


def test_expressions_of_polars_are_written_as_text():
    with pytest.raises(ValueError, match=r"got Expr; as text: subset='x > 0'"):
        glm("y ~ x", FRAME, subset=pl.col("x") > 0)
