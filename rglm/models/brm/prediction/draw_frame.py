"""Numbers by draw and row as a DataFrame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rglm.inference.covariance.matrix_size import check_matrix_size
from rglm.models.brm.prediction.drawn_rows import DrawnRows, Quantity
from rglm.protocol.drawn_response import whole_numbers

TOO_LARGE = "ndraws= takes fewer draws; fitted() and predict() summarise them in pieces"
LEVEL = "level"  # the name of the columns' level that has categories


def draw_frame(rows: DrawnRows, quantity: Quantity, levels: Sequence[str] = ()) -> pd.DataFrame:
    """A quantity of each row at each draw, (S, N), or (S, N m) for the levels of each row."""
    values = _all_draws(rows, quantity, max(len(levels), 1))
    if values.ndim == 2:
        return pd.DataFrame(values.T, index=rows.draws, columns=rows.index)
    n, draws, _ = values.shape
    table = np.moveaxis(values, 1, 0).reshape(draws, n * len(levels))
    return pd.DataFrame(table, index=rows.draws, columns=level_columns(rows.index, levels))


def drawn_numbers(rows: DrawnRows, quantity: Quantity) -> pd.DataFrame:
    """Random responses (S, N): integers where all of them are whole."""
    values = whole_numbers(_all_draws(rows, quantity))
    return pd.DataFrame(values.T, index=rows.draws, columns=rows.index)


def drawn_categories(
    rows: DrawnRows, quantity: Quantity, levels: Sequence[str], is_ordered: bool
) -> pd.DataFrame:
    """Random categories (S, N), a Categorical for each row."""
    values = _all_draws(rows, quantity)
    codes = np.where(np.isnan(values), -1, values).astype(np.int64)
    dtype = pd.CategoricalDtype(list(levels), ordered=is_ordered)
    columns = {i: pd.Categorical.from_codes(row, dtype=dtype) for i, row in enumerate(codes)}
    return pd.DataFrame(columns, index=rows.draws).set_axis(rows.index, axis=1)


def _all_draws(rows: DrawnRows, quantity: Quantity, levels: int = 1) -> np.ndarray:
    """A quantity of each row at each draw, (N, S) or (N, S, m), if memory may hold it."""
    n, draws = len(rows.index), len(rows.draws)
    check_matrix_size(n * levels, draws, f"{draws:,} draws of {n:,} rows", TOO_LARGE)
    return rows.by_row(quantity, lambda drawn: drawn)


def level_columns(index: pd.Index, levels: Sequence[str]) -> pd.MultiIndex:
    """The labels of the rows, each with all levels of the response."""
    names = [name if name is not None else "row" for name in index.names]
    if isinstance(index, pd.MultiIndex):
        tuples = [(*label, level) for label in index for level in levels]
        return pd.MultiIndex.from_tuples(tuples, names=[*names, LEVEL])
    return pd.MultiIndex.from_product([index, list(levels)], names=[*names, LEVEL])
