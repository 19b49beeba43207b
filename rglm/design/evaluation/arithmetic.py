"""R's operators on columns and numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.three_valued_logic import (
    COMPARISONS,
    compare,
    is_in,
    logical_and,
    logical_not,
    logical_or,
)
from rglm.design.size_limits import MAX_CONSTANTS, check_limit
from rglm.design.values.data_column import read_column
from rglm.design.values.formula_value import FormulaValue
from rglm.design.values.r_values import Factor, Logical, Matrix, is_text_array, with_column_names
from rglm.errors import FormulaError

ARITHMETIC: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.true_divide,
    "^": np.power,
    "%%": np.mod,
    "%/%": np.floor_divide,
}
LOGICAL_OPERATORS = {"&": logical_and, "|": logical_or, "%in%": is_in}
MAX_EXACT_FLOAT = 2**53  # whole numbers up to here are the same as floats


def apply_binary(operator: str, left: Any, right: Any) -> FormulaValue:
    """The value of ``left operator right``.

    Raises FormulaError: an operand is no number, or a sequence is too long.
    """
    left, right = as_formula_value(left), as_formula_value(right)
    if operator in LOGICAL_OPERATORS:
        return LOGICAL_OPERATORS[operator](left, right)
    if operator in COMPARISONS:
        return compare(operator, left, right)
    if operator == ":":
        return colon_sequence(left, right)
    x, y = _as_numbers(operator, left), _as_numbers(operator, right)
    if x.ndim + y.ndim == 3:  # a matrix and a column
        x, y = (v[:, None] if v.ndim == 1 else v for v in (x, y))
    value = ARITHMETIC[operator](x, y)
    if value.ndim:
        return with_column_names(value, (left, right))
    is_whole = isinstance(left, int) and isinstance(right, int) and operator != "/"
    is_exact = is_whole and abs(value) < MAX_EXACT_FLOAT and value == int(value)
    return int(value) if is_exact else float(value)


def apply_unary(operator: str, operand: Any) -> FormulaValue:
    """The value of ``-x``, ``+x`` or ``!x``."""
    operand = as_formula_value(operand)
    if operator == "!":
        return logical_not(operand)
    if isinstance(operand, int) and not isinstance(operand, bool):
        return -operand if operator == "-" else operand
    value = _as_numbers(operator, operand)
    value = -value if operator == "-" else value
    return with_column_names(value, (operand,)) if value.ndim else float(value)


def as_formula_value(value: Any, name: str = "a value") -> Any:
    """A pandas value as the vocabulary's functions take it; any other value as it is."""
    if not isinstance(value, (pd.Series, pd.Categorical, pd.Index)):
        return value
    if not len(value) and value.dtype == object:
        return Factor(np.zeros(0, dtype=np.intp), (), is_text=True)  # text of no rows
    return read_column(value, name)


def colon_sequence(first: Any, last: Any) -> list[float]:
    """R's ``1:6`` and ``6:1``.

    >>> colon_sequence(3, 1)
    [3, 2, 1]
    """
    if not all(isinstance(end, (int, float, np.number)) for end in (first, last)):
        raise FormulaError(
            "':' inside of a function makes a sequence of two numbers, as 1:5; the product of two "
            "columns is I(x * z), the cells of two factors interaction(f, g)"
        )
    check_limit(abs(last - first), MAX_CONSTANTS, "the length of a sequence")
    step = 1 if last >= first else -1
    return [first + step * i for i in range(int(abs(last - first)) + 1)]


def _as_numbers(operator: str, value: Any) -> np.ndarray:
    """An operand of arithmetic as floats."""
    if isinstance(value, (Factor, str)) or value is None or is_text_array(value):
        kind = "a factor" if isinstance(value, Factor) else "text" if value is not None else "NULL"
        raise FormulaError(f"{operator!r} takes numbers, and {kind} is none")
    if isinstance(value, (Logical, Matrix)):
        return np.asarray(value, dtype=float)
    try:
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError) as error:
        raise FormulaError(f"{operator!r} takes numbers: {error}") from None
