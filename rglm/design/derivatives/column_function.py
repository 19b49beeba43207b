"""The slope of a function of a column, such as log(x), at rows of data."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.design.derivatives.expression_derivative import Differentiator
from rglm.design.derivatives.schema_derivative import column_numbers, longest_step
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import expression
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.values.formula_value import FunctionState


def column_of_function(code: str, columns: list[str]) -> str:
    """The one column that an expression reads.

    Raises
    ------
    ValueError
        It reads none of the columns, or several.
    """
    if code in columns:
        return code
    reads = [name for name in expression(code).reads if name in columns]
    if len(reads) != 1:
        what = f"reads {' and '.join(reads)}" if reads else f"is none of {', '.join(columns)}"
        raise ValueError(f"var={code!r} {what}: give a number of the model, or a function of it")
    return reads[0]


def function_slope(code: str, data: pd.DataFrame, name: str) -> np.ndarray:
    """dg/dx at rows of data, (n,), of an expression g in a column x.

    Raises
    ------
    ValueError
        It does not change with the column, or learns from the data, as ``scale(x)``.
    """
    if code == name:
        return np.ones(len(data))
    x, read = column_numbers(data, name), expression(code)
    learned: dict[str, FunctionState] = {}

    def scope(rows: pd.DataFrame) -> RowScope:
        return RowScope(rows, learned, {}, BorrowedNames({}))

    def scope_at(values: np.ndarray) -> RowScope:
        return scope(data.assign(**{name: values}))

    differentiator = Differentiator(scope(data), scope_at, name, x, longest_step(x))
    with np.errstate(all="ignore"):
        slope = read.tree.accept(differentiator)
    if learned:
        raise ValueError(f"var={code!r} is another function with other data: give one as log(x)")
    if slope is None or not np.shape(slope) == (len(data),) or not np.any(slope):
        raise ValueError(f"var={code!r} does not change with {name!r}: give a function of it")
    return slope
