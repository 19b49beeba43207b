"""Numeric matrices and correlations as R prints them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers, format_round
from rglm.formatting.options import settings
from rglm.formatting.text.text_layout import string_matrix_lines

__all__ = ["correlation_lines", "dim_names", "matrix_lines"]


def matrix_lines(
    frame: pd.DataFrame,
    digits: int | None = None,
    width: int | None = None,
    na: str | Sequence[str] = "NA",
) -> list[str]:
    """Print a numeric matrix as R does: each column under its own format.

    Parameters
    ----------
    frame : DataFrame
        Numbers; index and columns are the dimnames.
    digits : int, optional
        Significant digits; None is the option.
    width : int, optional
        Columns of the page; those that do not fit follow in further blocks.
    na : str or sequence of str
        How a missing number is shown; one for each row if there are several.

    Examples
    --------
    >>> matrix_lines(pd.DataFrame({"x": [1, 2.5], "y": [10, 100]}, index=["a", "b"]))
    ['    x   y', 'a 1.0  10', 'b 2.5 100']
    """
    texts = [na] * len(frame) if isinstance(na, str) else list(na)
    columns = []
    for j in range(frame.shape[1]):
        values = frame.iloc[:, j].to_numpy(dtype=float)
        cells = format_numbers(values, digits, na=max(texts, key=len, default="NA"))
        lost = zip(cells, values, texts, strict=True)
        columns.append([t.rjust(len(c)) if np.isnan(v) else c for c, v, t in lost])
    return string_matrix_lines(columns, *dim_names(frame), width=width)


def correlation_lines(
    frame: pd.DataFrame, digits: int | None = None, width: int | None = None
) -> list[str]:
    """Print the correlations of coefficients as ``print(summary(fit, correlation = TRUE))``.

    Two decimals, the lower triangle only, without the first row and the last column.

    Parameters
    ----------
    frame : DataFrame, shape (p, p)
        Correlations.
    digits : int, optional
        Significant digits; None is ``max(3, options.digits - 3)``.
    width : int, optional
        Columns of the page.

    Returns
    -------
    list of str
        Empty where p is less than 2.

    Examples
    --------
    >>> correlation_lines(pd.DataFrame([[1, -0.5], [-0.5, 1]], list("ab"), list("ab")))
    ['  a    ', 'b -0.50']
    """
    size = frame.shape[0]
    if size < 2:
        return []
    digits = max(3, settings.digits - 3) if digits is None else digits
    texts = format_round(frame.to_numpy(dtype=float), 2, digits, nsmall=2, na="NaN")
    cells = np.array(texts, dtype=object).reshape(size, size)
    columns = [[cells[i, j] if i > j else "" for i in range(1, size)] for j in range(size - 1)]
    row_names, names = dim_names(frame)
    return string_matrix_lines(columns, row_names[1:], names[:-1], right=False, width=width)


def dim_names(frame: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The labels of the rows and of the columns as text."""
    return [str(label) for label in frame.index], [str(name) for name in frame.columns]
