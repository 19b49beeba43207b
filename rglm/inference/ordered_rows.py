"""Values of all rows of a fit in the order of time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.row_labels import row_label
from rglm.inference.row_values import columns_of_values, row_values
from rglm.protocol.argument_types import RowValues
from rglm.protocol.model_result import ModelResult


def ordered_rows(
    fit: ModelResult, values_of: Callable[[Any], np.ndarray], order_by: RowValues | None
) -> np.ndarray:
    """The values of the rows with a weight above 0, in the order of `order_by`, then of the data.

    Parameters
    ----------
    values_of : function
        Of a fit: the values of its rows, (n,) or (n, k). Of data in chunks it is called for each
        chunk, and the values of all are in memory.
    order_by : str, Series, array, list of str or None
        As `row_values` takes it. A list of names, or ``"~ year + month"``, orders by the first,
        rows that are equal there by the second, and so on.

    Raises
    ------
    ValueError
        A value of `order_by` is missing.
    """
    keys, columns = _keys(fit, order_by), []
    if fit._is_chunked:
        columns = [name for key in keys for name in columns_of_values(fit, key, "order_by")]
    of_chunk = partial(_values_of_chunk, values_of=values_of, keys=keys)
    parts = fit._map_chunks(of_chunk, "rows in order", extra_columns=columns)
    values, places = zip(*parts, strict=True)
    out = np.concatenate(values)
    if not keys:
        return out
    codes = [pd.factorize(pd.concat(key), sort=True)[0] for key in zip(*places, strict=True)]
    return out[np.lexsort(codes[::-1])]


def _keys(fit: ModelResult, order_by: RowValues | None) -> list[Any]:
    """The columns, expressions or values by which rows are ordered, the first first."""
    if order_by is None:
        return []
    if isinstance(order_by, str):
        is_formula = order_by.startswith("~")
        return [part.strip() for part in order_by[1:].split("+")] if is_formula else [order_by]
    if isinstance(order_by, (list, tuple)) and all(isinstance(one, str) for one in order_by):
        is_value_per_row = not fit._is_chunked and len(order_by) in (
            len(fit.data),
            len(fit._index),
        )
        return [order_by] if is_value_per_row else list(order_by)
    return [order_by]


def _values_of_chunk(
    fit: ModelResult, values_of: Callable[[Any], np.ndarray], keys: list[Any]
) -> tuple[np.ndarray, list[pd.Series]]:
    """The values of the rows with a weight, and those to order them by."""
    rows = np.flatnonzero(fit._rows_source.rows.weights)
    return values_of(fit)[rows], [_values_to_order(fit, key, rows) for key in keys]


def _values_to_order(fit: ModelResult, key: Any, rows: np.ndarray) -> pd.Series:
    name = key if isinstance(key, str) else getattr(key, "name", None) or "<array>"
    values = row_values(fit, key, f"order_by={name}", "order_by")
    out = pd.Series(values, copy=False).iloc[rows].reset_index(drop=True)
    missing = np.flatnonzero(out.isna())
    if len(missing):
        row = row_label(fit._index, int(rows[missing[0]]))
        raise ValueError(
            f"order_by={name} is missing in row {row}; fill it in, or leave such rows out of the "
            "fit with subset="
        )
    return out
