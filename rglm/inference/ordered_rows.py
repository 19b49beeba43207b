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
    order_by : str, Series, array or None
        As `row_values` takes it; a leading ``~``, as of R's formula, is left out.

    Raises
    ------
    ValueError
        A value of `order_by` is missing.
    """
    given = order_by.removeprefix("~").strip() if isinstance(order_by, str) else order_by
    columns = []
    if given is not None and fit._is_chunked:
        columns = columns_of_values(fit, given, "order_by")
    of_chunk = partial(_values_of_chunk, values_of=values_of, order_by=given)
    values, order = zip(
        *fit._map_chunks(of_chunk, "rows in order", extra_columns=columns), strict=True
    )
    out = np.concatenate(values)
    return out if given is None else out[pd.concat(order).argsort(kind="stable").to_numpy()]


def _values_of_chunk(
    fit: ModelResult, values_of: Callable[[Any], np.ndarray], order_by: RowValues | None
) -> tuple[np.ndarray, pd.Series | None]:
    """The values of the rows with a weight, and those to order them by."""
    rows = np.flatnonzero(fit._rows_source.rows.weights)
    values = values_of(fit)[rows]
    return values, None if order_by is None else _values_to_order(fit, order_by, rows)


def _values_to_order(fit: ModelResult, order_by: RowValues, rows: np.ndarray) -> pd.Series:
    name = order_by if isinstance(order_by, str) else getattr(order_by, "name", None) or "<array>"
    values = row_values(fit, order_by, f"order_by={name}", "order_by")
    out = pd.Series(values, copy=False).iloc[rows].reset_index(drop=True)
    missing = np.flatnonzero(out.isna())
    if len(missing):
        row = row_label(fit._index, int(rows[missing[0]]))
        raise ValueError(
            f"order_by={name} is missing in row {row}; fill it in, or leave such rows out of the "
            "fit with subset="
        )
    return out
