"""Data frames as R prints them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.matrix import dim_names
from rglm.formatting.text.max_print import omission_note, printed_rows
from rglm.formatting.text.text_layout import string_matrix_lines

__all__ = ["data_frame_cells", "data_frame_lines"]


def data_frame_lines(
    frame: pd.DataFrame, digits: int | None = None, width: int | None = None
) -> list[str]:
    """Print a data frame as R does: all columns right-aligned, missing texts as ``<NA>``.

    Parameters
    ----------
    frame : DataFrame
        Columns of any kind.
    digits : int, optional
        Significant digits of numbers; None is the option.
    width : int, optional
        Columns of the page.

    Examples
    --------
    >>> data_frame_lines(pd.DataFrame({"x": [1.5, None], "s": ["u", None], "b": [True, False]}))
    ['    x    s     b', '0 1.5    u  TRUE', '1  NA <NA> FALSE']
    """
    row_names, names = dim_names(frame)
    if frame.shape[0] == 0:
        return [f"[1] {' '.join(names)}", "<0 rows> (or 0-length row.names)"]
    count = printed_rows(*frame.shape)
    cells = data_frame_cells(frame[:count], digits)
    columns = [cells.iloc[:, j].tolist() for j in range(cells.shape[1])]
    lines = string_matrix_lines(columns, row_names[:count], names, width=width)
    return lines + omission_note(len(frame) - count)


def data_frame_cells(frame: pd.DataFrame, digits: int | None = None) -> pd.DataFrame:
    """The cells of a data frame as text.

    Examples
    --------
    >>> data_frame_cells(pd.DataFrame({"x": [1.5, None], "s": ["u", None]})).iloc[1].tolist()
    [' NA', '<NA>']
    """
    cells = {j: _frame_cells(frame.iloc[:, j], digits) for j in range(frame.shape[1])}
    return pd.DataFrame(cells, frame.index, dtype=object).set_axis(frame.columns, axis=1)


def _frame_cells(column: pd.Series, digits: int | None) -> list[str]:
    """The cells of a column as text."""
    missing = column.isna().tolist()
    if pd.api.types.is_bool_dtype(column):
        shown = {True: "TRUE", False: "FALSE"}
        return [
            "NA" if is_missing else shown[bool(v)]
            for v, is_missing in zip(column, missing, strict=True)
        ]
    if pd.api.types.is_numeric_dtype(column):
        return format_numbers(column.to_numpy(dtype=float, na_value=np.nan), digits)
    return [
        "<NA>" if is_missing else str(v) for v, is_missing in zip(column, missing, strict=True)
    ]
