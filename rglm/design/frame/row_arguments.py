"""Arguments with a value for each row of the data: weights, offsets, subsets."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.expressions import expression
from rglm.design.evaluation.scope import Scope
from rglm.design.frame.row_numbers import (
    mask_of_positions,
    mask_of_row_numbers,
    no_condition,
    numbers_of_text,
)
from rglm.design.row_labels import positions_of_rows, row_label
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.errors import DataError, FormulaError
from rglm.linalg.constant_array import constant_array


def read_row_argument(
    name: str, given: Any, data: pd.DataFrame, scope: Scope
) -> np.ndarray | None:
    """The values of ``weights=`` or a similar argument, one number per row of the data.

    A string is an expression in the data's columns. A Series is matched by its index (see
    `positions_of_rows`), an array or list by position.
    """
    if given is None:
        return None
    if isinstance(given, str):
        return as_numbers(scope.evaluate(expression(given)), f"{name}={given!r}")
    if isinstance(given, pd.Series):
        given = _match_index(name, given, data.index)
    try:
        array = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise TypeError(f"{name}= takes numbers, got {type(given).__name__}") from None
    if array.ndim == 0:
        array = np.full(len(data), float(array))
    if array.shape != (len(data),):
        raise DataError(f"{name}= has shape {array.shape} where the data have {len(data)} rows")
    return array


def _match_index(name: str, series: pd.Series, index: pd.Index) -> pd.Series:
    """A Series in the order of the data's rows."""
    positions = positions_of_rows(series.index, index)
    if positions is None:
        raise DataError(
            f"{name}=: the index of the Series does not match the data's; "
            f"give it the data's index, or pass its values ({name}=series.to_numpy())"
        )
    return series.iloc[positions]


def read_subset(subset: Any, scope: Scope) -> tuple[np.ndarray, np.ndarray | None]:
    """True for the rows that ``subset=`` chooses, and its condition if that has missing values.

    As in R a row with a missing condition is chosen, as a row of missing values.
    """
    condition = _condition(subset, scope)
    if condition.dtype == bool:
        return condition, None
    return np.isnan(condition) | (condition == 1), condition


def _condition(subset: Any, scope: Scope) -> np.ndarray:
    """The condition of ``subset=``: booleans, or 1, 0 and NaN where some are missing."""
    n = len(scope.data)
    if subset is None:
        return np.ones(n, dtype=bool)
    if isinstance(subset, str):
        return _text_condition(subset, scope)
    if isinstance(subset, pd.Series):
        subset = _match_index("subset", subset, scope.data.index)
    array = np.asarray(subset)
    if array.dtype.kind == "f" and isinstance(subset, (list, tuple)):  # numpy turns True into 1
        array = np.array(subset, dtype=object)
    if array.dtype == object and array.shape == (n,) and _are_conditions(array):
        return np.array([np.nan if pd.isna(item) else item for item in array], dtype=float)
    if array.dtype.kind == "b" and array.shape == (n,):
        return array.astype(bool)
    if array.dtype.kind in "iu" and array.ndim == 1 and ((array >= 0) & (array < n)).all():
        return mask_of_positions(array, n)
    if array.ndim == 1 and len(missing := np.flatnonzero(pd.isna(array))):
        raise DataError(
            f"subset= has a missing position, at place {missing[0]}; leave it out, or give a "
            "condition for each row, in which a missing one is a row of missing values"
        )
    got = f", got {type(subset).__name__}; as text: subset='x > 0'" if array.ndim == 0 else ""
    raise DataError(f"subset= takes a condition per row ({n} rows) or positions below {n}{got}")


def _text_condition(text: str, scope: Scope) -> np.ndarray:
    """The condition of a text, or the rows whose numbers it gives."""
    code = expression(text)
    if code.is_constant and (numbers := numbers_of_text(code, scope)) is not None:
        return mask_of_row_numbers(numbers, text, len(scope.data))
    try:
        value = scope.evaluate(code)
    except FormulaError:
        if numbers_of_text(code, scope) is None:
            raise
        raise no_condition(text) from None
    if not isinstance(value, Logical):
        raise no_condition(text)
    return np.asarray(value)


def _are_conditions(array: np.ndarray) -> bool:
    return all(isinstance(item, (bool, np.bool_)) or pd.isna(item) for item in array)


def as_numbers(value: ColumnValue, name: str) -> np.ndarray:
    """A value as one number per row."""
    if isinstance(value, Factor) or (isinstance(value, Matrix) and value.values.shape[1] != 1):
        raise DataError(f"{name} is not one number per row")
    return np.asarray(value, dtype=np.float64).reshape(-1)


def prior_weights(
    weights: np.ndarray | None, index: pd.Index, is_chunk: bool = False
) -> np.ndarray:
    """The prior weights of the rows fitted, which are 1 if none are given.

    Those of a chunk may all be zero.
    """
    if weights is None:
        return constant_array(1.0, len(index))
    if (weights < 0).any():
        row = int(np.argmax(weights < 0))
        raise DataError(
            f"weights= has {weights[row]} at row {row_label(index, row)}; weights are >= 0"
        )
    if not is_chunk and not weights.any():
        raise DataError("weights= are all zero: no row takes part")
    return weights
