"""The value of an expression as a variable with one value per row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.arithmetic import as_formula_value
from rglm.design.values.data_column import read_column
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor, Logical, Matrix, to_factor
from rglm.errors import FormulaError


def as_row_values(value: Any, name: str, nrows: int, rows_of: str = "") -> ColumnValue:
    """A value as a float array, Factor, Logical or Matrix with one value per row.

    Parameters
    ----------
    value : object
        Of the vocabulary's functions, or whatever a function of the analyst returned.
    name : str
        The expression, for errors.
    nrows : int
    rows_of : str
        The variable of the script that says how many rows there are; none where data do.

    Raises
    ------
    FormulaError
        The value is a single one, or has another number of rows.
    """
    if not isinstance(value, (Factor, Logical, Matrix)):
        value = _as_column(value, name)
    if isinstance(value, Logical) and value.values.ndim > 1:
        raise FormulaError(f"{name!r} has several columns of TRUE and FALSE; a variable has one")
    if len(value) != nrows:
        owner = f"{rows_of!r} has {nrows}" if rows_of else f"the data have {nrows} rows"
        raise FormulaError(
            f"variable lengths differ: {name!r} has {len(value)} value(s) where {owner}"
        )
    return value


def _as_column(value: Any, name: str) -> ColumnValue:
    if isinstance(value, (pd.Series, pd.Categorical, pd.Index)):
        return as_formula_value(value, name)
    array = np.asarray(value)
    if array.ndim == 0:
        raise FormulaError(f"{name!r} is one value; a variable has one per row")
    if array.dtype.kind == "b":
        return Logical(array.astype(float))
    if array.dtype.kind in "US":
        return to_factor(array)
    if array.dtype.kind not in "iuf":
        return read_column(array, name)
    array = array.astype(np.float64, copy=False)
    if array.ndim == 2:
        return Matrix(array, tuple(str(i + 1) for i in range(array.shape[1])))
    return array
