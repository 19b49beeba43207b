"""Numeric matrices and correlations as R prints them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers, format_round
from rglm.formatting.options import settings
from rglm.formatting.text.max_print import omission_note, printed_rows
from rglm.formatting.text.text_layout import string_matrix_lines

__all__ = [
    "correlation_cells",
    "correlation_lines",
    "dim_names",
    "lower_triangle",
    "matrix_cells",
    "matrix_lines",
]


def matrix_lines(
    frame: pd.DataFrame,
    digits: int | None = None,
    width: int | None = None,
    na: str | Sequence[str] = "NA",
) -> list[str]:
    """Print a numeric matrix as R does: each column under its own format.

    A line at the end counts the rows that are not printed, see `printed_rows`.

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
    count = printed_rows(*frame.shape)
    cells = matrix_cells(frame[:count], digits, na if isinstance(na, str) else na[:count])
    columns = [cells.iloc[:, j].tolist() for j in range(cells.shape[1])]
    lines = string_matrix_lines(columns, *dim_names(cells), width=width)
    return lines + omission_note(len(frame) - count)


def matrix_cells(
    frame: pd.DataFrame, digits: int | None = None, na: str | Sequence[str] = "NA"
) -> pd.DataFrame:
    """The numbers of a matrix as text, each column under its own format.

    Parameters
    ----------
    frame, digits, na
        As `matrix_lines` takes them.

    Examples
    --------
    >>> matrix_cells(pd.DataFrame({"x": [1, 2.5]}))["x"].tolist()
    ['1.0', '2.5']
    """
    texts = [na] * len(frame) if isinstance(na, str) else list(na)
    columns = {}
    for j in range(frame.shape[1]):
        values = frame.iloc[:, j].to_numpy(dtype=float)
        cells = format_numbers(values, digits, na=max(texts, key=len, default="NA"))
        lost = zip(cells, values, texts, strict=True)
        columns[j] = [t.rjust(len(c)) if np.isnan(v) else c for c, v, t in lost]
    return pd.DataFrame(columns, frame.index, dtype=object).set_axis(frame.columns, axis=1)


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
    if len(frame) < 2:
        return []
    cells = correlation_cells(frame, digits)
    columns = [cells.iloc[:, j].tolist() for j in range(cells.shape[1])]
    return string_matrix_lines(columns, *dim_names(cells), right=False, width=width)


def correlation_cells(frame: pd.DataFrame, digits: int | None = None) -> pd.DataFrame:
    """The lower triangle of correlations as text, as `correlation_lines` prints it.

    Examples
    --------
    >>> correlation_cells(pd.DataFrame([[1, -0.5], [-0.5, 1]], list("ab"), list("ab")))
           a
    b  -0.50
    """
    digits = max(3, settings.digits - 3) if digits is None else digits
    texts = format_round(frame.to_numpy(dtype=float), 2, digits, nsmall=2, na="NaN")
    return lower_triangle(texts, frame.index)


def lower_triangle(texts: Sequence[str], names: pd.Index) -> pd.DataFrame:
    """The cells of a symmetric matrix below its diagonal, without first row and last column.

    Examples
    --------
    >>> lower_triangle(["1", "2", "2", "1"], pd.Index(["a", "b"]))
       a
    b  2
    """
    size = len(names)
    cells = np.array(texts, dtype=object).reshape(size, size)
    cells[~np.tri(size, k=-1, dtype=bool)] = ""
    return pd.DataFrame(cells[1:, :-1], names[1:], names[:-1])


def dim_names(frame: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The labels of the rows and of the columns as text."""
    return [str(label) for label in frame.index], [str(name) for name in frame.columns]
