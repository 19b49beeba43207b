"""R's three-valued logic: comparisons, &, |, !, %in%, ifelse and is.na, where NA stays NA."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.values.dates import Dates
from rglm.design.values.exact_numbers import (
    ExactNumbers,
    compare_exactly,
    exact_objects,
    read_nullable_numbers,
)
from rglm.design.values.formula_value import FormulaValue
from rglm.design.values.r_values import (
    Factor,
    Logical,
    Matrix,
    as_character,
    is_text_array,
    level_label,
    to_factor,
)

COMPARISONS: dict[str, Callable[..., np.ndarray]] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def compare(operator: str, left: FormulaValue, right: FormulaValue) -> Logical:
    """``left <operator> right``, NA where either side is missing."""
    left, right = _text_if_compared(left, right), _text_if_compared(right, left)
    exact = None
    if isinstance(left, Factor) or isinstance(right, Factor):
        left, right = _level_positions(left, right, operator)
    elif isinstance(left, ExactNumbers) or isinstance(right, ExactNumbers):
        exact = compare_exactly(operator, left, right)
    x, y = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    truth = COMPARISONS[operator](x, y) if exact is None else exact
    return Logical(np.where(np.isnan(x) | np.isnan(y), np.nan, truth.astype(float)))


def _text_if_compared(side: FormulaValue, other: FormulaValue) -> FormulaValue:
    """A side of a comparison as R compares it: dates are text, and so is all beside a string."""
    beside_text = isinstance(other, str) and not isinstance(side, (str, Factor))
    is_text = beside_text or isinstance(side, Dates) or is_text_array(side)
    return as_character(side) if is_text else side


def _level_positions(
    left: FormulaValue, right: FormulaValue, operator: str
) -> tuple[FormulaValue, FormulaValue]:
    """Two sides of a comparison, at least one a factor, as positions in common levels.

    Text is in alphabetical order; categories are in their own.
    """
    sides: list[Any] = [
        v if isinstance(v, Factor) or np.isscalar(v) else to_factor(v) for v in (left, right)
    ]
    factors = [side for side in sides if isinstance(side, Factor)]
    ordered = [factor for factor in factors if not factor.is_text]
    levels = list((ordered or factors)[0].levels)
    for side in sides:
        own = side.levels if isinstance(side, Factor) else (level_label(side),)
        unknown = [level for level in own if level not in levels]
        if unknown and ordered and operator not in ("==", "!="):
            raise ValueError(f"{unknown[0]!r} is none of the levels {levels}, so has no place")
        levels += unknown
    levels = levels if ordered else sorted(levels)
    return _positions(sides[0], levels), _positions(sides[1], levels)


def _positions(side: FormulaValue, levels: list[str]) -> FormulaValue:
    if isinstance(side, Factor):
        coded = side.recode(levels)
        return np.where(coded.missing, np.nan, coded.codes.astype(float))
    return float(levels.index(level_label(side)))


def logical_and(left: FormulaValue, right: FormulaValue) -> Logical:
    """R's ``&``: FALSE if either side is, NA if the answer depends on a missing value."""
    a, b = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    return Logical(np.where((a == 0) | (b == 0), 0.0, np.where(np.isnan(a + b), np.nan, 1.0)))


def logical_or(left: FormulaValue, right: FormulaValue) -> Logical:
    """R's ``|``."""
    return logical_not(logical_and(logical_not(left), logical_not(right)))


def logical_not(value: FormulaValue) -> Logical:
    """R's ``!``."""
    values = np.asarray(value, dtype=float)
    return Logical(np.where(np.isnan(values), np.nan, values == 0))


def is_in(value: FormulaValue, table: FormulaValue) -> Logical:
    """R's ``%in%``, which is never NA: a missing value is in a table that has a missing value."""
    items, has_missing = _table_items(table)
    is_labels = isinstance(table, (Factor, ExactNumbers, Dates))
    is_labels = is_labels or any(isinstance(item, str) for item in items)
    if is_labels or is_text_array(value) or isinstance(value, (ExactNumbers, Dates)):
        value = to_factor(value)
    if isinstance(value, Factor):
        labels = {level_label(item) for item in items}
        hits = np.array([*(level in labels for level in value.levels), has_missing])
        return Logical(hits[value.codes].astype(float))
    numbers = np.asarray(value, dtype=float)
    hits = np.isin(numbers, np.asarray(items, float)) | (np.isnan(numbers) & has_missing)
    return Logical(hits.astype(float))


def _table_items(table: FormulaValue) -> tuple[Any, bool]:
    """The values of the right side of ``%in%``, and whether one is missing."""
    has_missing = False
    if isinstance(table, (Factor, ExactNumbers, Dates)):
        factor = to_factor(table).drop_unused()
        table, has_missing = list(factor.levels), bool(factor.missing.any())
    elif table is None:  # NULL has no values
        table = []
    elif isinstance(table, Logical):
        table = table.values
    items: Iterable[Any] = table if isinstance(table, (list, tuple, np.ndarray)) else [table]
    return items, has_missing or any(item is None or item != item for item in items)


def is_na(value: FormulaValue) -> Logical:
    """R's ``is.na``."""
    if isinstance(value, Factor):
        return Logical(value.missing.astype(float))
    if isinstance(value, Matrix):
        raise ValueError("is.na() takes one column")
    numbers = value.numbers if isinstance(value, Dates) else value
    return Logical(np.isnan(np.asarray(numbers, dtype=float)).astype(float))


def ifelse(test: FormulaValue, yes: FormulaValue, no: FormulaValue) -> FormulaValue:
    """R's ``ifelse``: `yes` where the test holds, `no` where not, NA where it is missing."""
    condition = np.asarray(test, dtype=float)
    branches = (yes, no)
    if any(isinstance(v, (Factor, str)) or is_text_array(v) for v in branches):
        chosen = np.where(condition != 0, _labels(yes), _labels(no)).astype(object)
        chosen[np.isnan(condition)] = None
        return as_character(chosen)
    if all(isinstance(v, (Logical, bool)) for v in branches):
        truth = np.where(condition != 0, np.asarray(yes), np.asarray(no))
        return Logical(np.where(np.isnan(condition), np.nan, truth))
    if any(isinstance(v, ExactNumbers) for v in branches):
        chosen = np.where(condition != 0, exact_objects(yes), exact_objects(no))
        chosen[np.isnan(condition)] = None
        return read_nullable_numbers(pd.Series(chosen))
    numbers = np.where(condition != 0, np.asarray(yes, float), np.asarray(no, float))
    return np.where(np.isnan(condition), np.nan, numbers)


def _labels(branch: FormulaValue) -> Any:
    """The text of a branch of ``ifelse``: of each row, or of a constant."""
    if isinstance(branch, Factor):
        return np.array([*branch.levels, None], dtype=object)[branch.codes]
    return branch if is_text_array(branch) else level_label(branch)


LOGICAL_FUNCTIONS: dict[str, Callable[..., Any]] = {"is_na": is_na, "ifelse": ifelse}
