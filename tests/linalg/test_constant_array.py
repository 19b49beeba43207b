"""Arrays of one number for all rows: pickled as such, beside others."""

import pickle

import numpy as np

from rglm.design.block import Rows
from rglm.design.columns import constant_column
from rglm.linalg.constant_array import constant_array, is_constant

N = 100_000


def test_rows_and_columns_are_pickled_with_their_constants():
    one, y = constant_array(1.0, N), np.arange(3.0)
    rows, columns = pickle.loads(pickle.dumps((Rows(y, one, one, one, y), constant_column(N))))
    assert all(map(is_constant, (rows.weights, rows.offset, rows.trials, *columns.dense)))
    assert rows.weights.shape == columns.dense[0].shape == (N,)
    assert rows.squares is None
    assert columns.names == ("(Intercept)",)
    np.testing.assert_array_equal(rows.y, y)
    assert len(pickle.dumps((rows, columns))) < 2000


def test_an_array_of_no_rows_is_none():
    assert not is_constant(constant_array(1.0, 0))
    assert not is_constant(np.ones(1))
