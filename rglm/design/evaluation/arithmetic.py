"""R's operators on columns and numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.three_valued_logic import NUMERIC, both, compare, either, is_in, negate
from rglm.design.size_limits import MAX_CONSTANTS, check_limit
from rglm.design.values.data_column import read_column
from rglm.design.values.r_values import Factor, Logical, Matrix, is_text_array
from rglm.errors import FormulaError

ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.true_divide,
    "^": np.power,
    "%%": np.mod,
    "%/%": np.floor_divide,
}
LOGICAL: dict[str, Callable[[Any, Any], Any]] = {"&": both, "|": either, "%in%": is_in}
EXACT = 2**53  # whole numbers up to here are the same as floats


def binary(operator: str, left: Any, right: Any) -> Any:
    """The value of ``left operator right``.

    Raises
    ------
    FormulaError
        An operand is no number, or a sequence is too long.
    """
    left, right = plain(left), plain(right)
    if operator in LOGICAL:
        return LOGICAL[operator](left, right)
    if operator in NUMERIC:
        return compare(operator, left, right)
    if operator == ":":
        return colon(left, right)
    x, y = _number(operator, left), _number(operator, right)
    if x.ndim + y.ndim == 3:  # a matrix and a column
        x, y = (v[:, None] if v.ndim == 1 else v for v in (x, y))
    value = ARITHMETIC[operator](x, y)
    if value.ndim == 0:
        whole = isinstance(left, int) and isinstance(right, int) and operator != "/"
        return int(value) if whole and abs(value) < EXACT and value == int(value) else float(value)
    return value


def unary(operator: str, operand: Any) -> Any:
    """The value of ``-x``, ``+x`` or ``!x``."""
    operand = plain(operand)
    if operator == "!":
        return negate(operand)
    if isinstance(operand, int) and not isinstance(operand, bool):
        return -operand if operator == "-" else operand
    value = _number(operator, operand)
    value = -value if operator == "-" else value
    return value if value.ndim else float(value)


def plain(value: Any, name: str = "a value") -> Any:
    """A value of pandas's as the formula's words take it; others as they are."""
    if not isinstance(value, (pd.Series, pd.Categorical, pd.Index)):
        return value
    if not len(value) and value.dtype == object:
        return Factor(np.zeros(0, dtype=np.intp), (), text=True)  # text of no rows
    return read_column(value, name)


def colon(first: Any, last: Any) -> list[float]:
    """R's ``1:6`` and ``6:1``.

    >>> colon(3, 1)
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


def _number(operator: str, value: Any) -> np.ndarray:
    if isinstance(value, (Factor, str)) or value is None or is_text_array(value):
        kind = "a factor" if isinstance(value, Factor) else "text" if value is not None else "NULL"
        raise FormulaError(f"{operator!r} takes numbers, and {kind} is none")
    if isinstance(value, (Logical, Matrix)):
        return np.asarray(value, dtype=float)
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError) as error:
        raise FormulaError(f"{operator!r} takes numbers: {error}") from None
    return array
