"""A matrix as one column of a DataFrame."""

import pickle

import numpy as np
import pandas as pd
import pytest

from rglm import lm
from rglm.design.values.matrix_column import MatrixColumn, matrix_column

VALUES = np.arange(10.0).reshape(5, 2)


def frame():
    return pd.DataFrame({"y": range(5), "B": MatrixColumn(VALUES.copy())}, index=list("abcde"))


def matrix(series):
    return matrix_column(series).values


def test_rows_are_taken_with_the_frame():
    d = frame()
    np.testing.assert_array_equal(matrix(d.iloc[[3, 1]]["B"]), VALUES[[3, 1]])
    np.testing.assert_array_equal(matrix(d[d["y"] > 2]["B"]), VALUES[3:])
    np.testing.assert_array_equal(matrix(pd.concat([d, d])["B"]), np.vstack([VALUES, VALUES]))
    np.testing.assert_array_equal(d["B"].iloc[1], VALUES[1])
    missing = d.reindex(list("ax"))["B"]
    assert missing.isna().tolist() == [False, True]
    assert matrix_column(d["y"]) is None


def test_copies_pickles_and_prints():
    d = frame()
    again = pickle.loads(pickle.dumps(d))
    assert again.equals(d)
    copied = d.copy()
    matrix(copied["B"])[0, 0] = 9
    assert not copied["B"].equals(d["B"])
    assert repr(d).splitlines()[1].split() == ["a", "0", "[0,", "1]"]
    assert d["B"].nunique() == 5
    np.testing.assert_array_equal(d["B"].mean(), VALUES.mean(axis=0))
    with pytest.raises(TypeError, match="a matrix has no sum"):
        d["B"].sum()


def test_names():
    assert MatrixColumn(VALUES).dtype.suffixes == ("1", "2")
    assert MatrixColumn(VALUES, ["u", "v"]).dtype.suffixes == ("u", "v")
    assert MatrixColumn(VALUES[:, :1], ["u"]).dtype.suffixes == ("",)  # as R
    assert MatrixColumn(VALUES).dtype != MatrixColumn(VALUES, ["u", "v"]).dtype


def test_a_frame_with_a_matrix_is_data():
    rng = np.random.default_rng(1)
    d = pd.DataFrame({"y": rng.normal(size=30), "B": MatrixColumn(rng.normal(size=(30, 2)))})
    assert lm("y ~ .", d).coef().index.tolist() == ["(Intercept)", "B1", "B2"]
    d.loc[3, "B"] = np.nan
    assert lm("y ~ B", d).nobs() == 29
    assert lm("y ~ B", d, na_action="na_exclude").fitted().isna().tolist().count(True) == 1


def test_arrays_in_the_rows_of_a_column_are_refused():
    d = pd.DataFrame({"y": range(5), "B": list(VALUES)})
    with pytest.raises(Exception, match=r"'B' holds .* an array in each row; give the matrix"):
        lm("y ~ B", d)
    d["y"] = [3.0, 1, 4, 1, 5]
    assert lm("y ~ B - 1", {"y": d["y"], "B": np.stack(d["B"])}).rank == 2
