"""R's three-valued logic: comparisons, &, |, !, %in%, ifelse and is.na, where NA stays NA."""

from __future__ import annotations

from collections.abc import Callable
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
from rglm.design.values.r_values import (
    Factor,
    Logical,
    Matrix,
    as_character,
    is_text_array,
    level_label,
    to_factor,
)

NUMERIC: dict[str, Callable[[Any, Any], np.ndarray]] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def compare(operator: str, left: Any, right: Any) -> Logical:
    """``left <operator> right`` with NA where either side is missing."""
    left, right = _as_text(left, right), _as_text(right, left)
    exact = None
    if isinstance(left, Factor) or isinstance(right, Factor):
        left, right = _codes(left, right, operator)
    elif isinstance(left, ExactNumbers) or isinstance(right, ExactNumbers):
        exact = compare_exactly(operator, left, right)
    left, right = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    answer = NUMERIC[operator](left, right) if exact is None else exact
    return Logical(np.where(np.isnan(left) | np.isnan(right), np.nan, answer.astype(float)))


def _as_text(side: Any, other: Any) -> Any:
    """A side of a comparison; dates are text there, as in R, and all that is held against text."""
    beside_text = isinstance(other, str) and not isinstance(side, (str, Factor))
    return (
        as_character(side)
        if beside_text or isinstance(side, Dates) or is_text_array(side)
        else side
    )


def _codes(left: Any, right: Any, operator: str) -> tuple[Any, Any]:
    """Two sides of a comparison, at least one a factor, as positions in common levels.

    Text is in the order of the alphabet; categories are in their own.
    """
    left, right = (
        side if isinstance(side, Factor) or np.isscalar(side) else to_factor(side)
        for side in (left, right)
    )
    own = [side for side in (left, right) if isinstance(side, Factor) and not side.text]
    levels = list((own or [left if isinstance(left, Factor) else right])[0].levels)
    for side in (left, right):
        new = side.levels if isinstance(side, Factor) else (level_label(side),)
        unknown = [level for level in new if level not in levels]
        if unknown and own and operator not in ("==", "!="):
            raise ValueError(f"{unknown[0]!r} is none of the levels {levels}, so has no place")
        levels += unknown
    levels = levels if own else sorted(levels)
    return _place(left, levels), _place(right, levels)


def _place(side: Any, levels: list[str]) -> Any:
    if isinstance(side, Factor):
        coded = side.recode(levels)
        return np.where(coded.missing, np.nan, coded.codes.astype(float))
    return float(levels.index(level_label(side)))


def both(left: Any, right: Any) -> Logical:
    """R's ``&``: FALSE if either is, NA if that hangs on a missing value."""
    a, b = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    return Logical(np.where((a == 0) | (b == 0), 0.0, np.where(np.isnan(a + b), np.nan, 1.0)))


def either(left: Any, right: Any) -> Logical:
    """R's ``|``."""
    return negate(both(negate(left), negate(right)))


def negate(value: Any) -> Logical:
    """R's ``!``."""
    values = np.asarray(value, dtype=float)
    return Logical(np.where(np.isnan(values), np.nan, values == 0))


def is_in(value: Any, table: Any) -> Logical:
    """R's ``%in%``, which is never NA: a missing value is in what has a missing one."""
    by_label = isinstance(table, (Factor, ExactNumbers, Dates))
    missing = False
    if by_label:
        found = to_factor(table).drop_unused()
        table, missing = found.levels, bool(found.missing.any())
    elif table is None:  # NULL, in which there is nothing
        table = []
    elif isinstance(table, Logical):
        table = table.values
    table = table if isinstance(table, (list, tuple, np.ndarray)) else [table]
    missing = missing or any(item is None or item != item for item in table)
    by_label = by_label or any(isinstance(item, str) for item in table)
    if by_label or is_text_array(value) or isinstance(value, (ExactNumbers, Dates)):
        value = to_factor(value)
    if isinstance(value, Factor):
        wanted = {level_label(item) for item in table}
        hits = np.array([*(level in wanted for level in value.levels), missing])
        return Logical(hits[value.codes].astype(float))
    numbers = np.asarray(value, dtype=float)
    hits = np.isin(numbers, np.asarray(table, float)) | (np.isnan(numbers) & missing)
    return Logical(hits.astype(float))


def is_na(value: Any) -> Logical:
    """R's ``is.na``."""
    if isinstance(value, Factor):
        return Logical(value.missing.astype(float))
    if isinstance(value, Dates):
        value = value.numbers
    if isinstance(value, Matrix):
        raise ValueError("is.na() takes one column")
    return Logical(np.isnan(np.asarray(value, dtype=float)).astype(float))


def ifelse(test: Any, yes: Any, no: Any) -> Any:
    """R's ``ifelse``: `yes` where the test holds, `no` where not, NA where it is missing."""
    condition = np.asarray(test, dtype=float)
    if any(isinstance(branch, (Factor, str)) or is_text_array(branch) for branch in (yes, no)):
        return _choose_labels(condition, yes, no)
    if all(isinstance(branch, (Logical, bool)) for branch in (yes, no)):
        return Logical(np.where(np.isnan(condition), np.nan, np.where(condition != 0, yes, no)))
    if any(isinstance(branch, ExactNumbers) for branch in (yes, no)):
        chosen = np.where(condition != 0, *(exact_objects(branch) for branch in (yes, no)))
        chosen[np.isnan(condition)] = None
        return read_nullable_numbers(pd.Series(chosen))
    chosen = np.where(condition != 0, np.asarray(yes, float), np.asarray(no, float))
    return np.where(np.isnan(condition), np.nan, chosen)


def _choose_labels(condition: np.ndarray, yes: Any, no: Any) -> Factor:
    """Text."""
    chosen = np.where(condition != 0, _labels(yes), _labels(no)).astype(object)
    chosen[np.isnan(condition)] = None
    return as_character(chosen)


def _labels(branch: Any) -> Any:
    if is_text_array(branch):
        return branch
    if isinstance(branch, Factor):
        return np.array([*branch.levels, None], dtype=object)[branch.codes]
    return level_label(branch)


LOGIC: dict[str, Callable[..., Any]] = {
    "is_na": is_na,
    "ifelse": ifelse,
}
