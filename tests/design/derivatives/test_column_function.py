"""Slopes of functions of a column."""

import numpy as np
import pandas as pd
import pytest

from rglm.design.derivatives.column_function import column_of_function, function_slope

DATA = pd.DataFrame({"x": [1.0, 2.0, 4.0], "y": [1.0, 1.0, 1.0], "a.b": [1.0, 2.0, 3.0]})


@pytest.mark.parametrize(
    ("code", "name", "slope"),
    [
        ("x", "x", [1, 1, 1]),
        ("log(x)", "x", [1, 1 / 2, 1 / 4]),
        ("sqrt(x)", "x", [1 / 2, 2**-1.5, 1 / 4]),
        ("x^2", "x", [2, 4, 8]),
        ("log10(x + 1)", "x", 1 / np.log(10) / np.array([2, 3, 5])),
        ("log(a.b)", "a.b", [1, 1 / 2, 1 / 3]),
        ("a.b", "a.b", [1, 1, 1]),
    ],
)
def test_slopes_of_functions(code, name, slope):
    assert column_of_function(code, list(DATA)) == name
    np.testing.assert_allclose(function_slope(code, DATA, name), slope, rtol=1e-14)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("z", "var='z' is none of x, y, a.b: give a number of the model"),
        ("x + y", "var='x \\+ y' reads x and y"),
        ("3", "is none of"),
        ("scale(x)", "is another function with other data"),
        ("x > 2", "does not change with 'x'"),
        ("x - x", "does not change with 'x'"),
    ],
)
def test_what_has_no_slope(code, message):
    with pytest.raises(ValueError, match=message):
        function_slope(code, DATA, column_of_function(code, list(DATA)))
