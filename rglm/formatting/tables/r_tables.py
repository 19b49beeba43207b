"""Tables as R prints them: anova tables, matrices, data frames, correlations, named vectors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers, format_round
from rglm.formatting.options import resolve_digits, settings
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells
from rglm.formatting.tables.html import html_table
from rglm.formatting.text.text_layout import named_cells_lines, string_matrix_lines

__all__ = [
    "anova_cells",
    "anova_lines",
    "correlation_lines",
    "data_frame_lines",
    "html_table",
    "matrix_lines",
    "named_vector_lines",
]

_TEST_COLUMNS = frozenset({"F", "Cp", "Chisq"})


def _is_test(name: str) -> bool:
    return name in _TEST_COLUMNS or name[1:7] == " value"


def anova_cells(
    table: pd.DataFrame,
    digits: int | None = None,
    signif_stars: bool | None = None,
    nan_cells: np.ndarray | None = None,
) -> pd.DataFrame:
    """Format the cells of an anova table as R's ``print.anova`` does, by its column names.

    ``F``, ``Cp``, ``Chisq`` and names like ``F value`` are test statistics; a last column whose
    name starts with ``P(`` or ``Pr(`` holds p-values; names ending in ``Df`` are counts; in all
    other columns what is negligible beside the largest value is shown as 0.

    Parameters
    ----------
    table : DataFrame
        Numbers; a missing one is shown blank.
    digits : int, optional
        Significant digits; None is ``max(3, options.digits - 2)``.
    signif_stars : bool, optional
        Stars beside the p-values; None is the option.
    nan_cells : ndarray of bool, optional
        Missing cells to show as "NaN".

    Returns
    -------
    DataFrame of str

    Examples
    --------
    >>> t = pd.DataFrame({"Df": [None, 1.0], "Deviance": [None, 3.25]}, index=["NULL", "x"])
    >>> anova_cells(t).loc["x"].tolist()
    [' 1', '3.25']
    """
    digits = max(3, settings.digits - 2) if digits is None else resolve_digits(digits)
    names = [str(name) for name in table.columns]
    has_p = names[-1].startswith(("P(", "Pr("))
    tests = [j for j, name in enumerate(names) if _is_test(name)]
    zapped = [
        j
        for j, name in enumerate(names[: len(names) - has_p])
        if j not in tests and not name.endswith("Df")
    ]
    return coefmat_cells(
        table,
        digits,
        signif_stars,
        cs_ind=[],
        tst_ind=tests,
        zap_ind=zapped,
        has_pvalue=has_p,
        na_print="",
        nan_cells=nan_cells,
    )


def anova_lines(
    table: pd.DataFrame,
    heading: str | Sequence[str] = "",
    digits: int | None = None,
    signif_stars: bool | None = None,
    signif_legend: bool | None = None,
    nan_cells: np.ndarray | None = None,
    width: int | None = None,
    ascii: bool | None = None,
) -> list[str]:
    """Print an anova table under its heading: the lines of R's ``print.anova``.

    Serves deviance tables, likelihood ratio tables and the tables of ``drop1``, ``add1``,
    ``step`` and car's ``Anova``: only the column names matter, see `anova_cells`.

    Parameters
    ----------
    table, digits, signif_stars, nan_cells
        See `anova_cells`.
    heading : str or sequence of str
        Text above the table; the elements of a sequence start on a line of their own, line
        breaks inside them are kept. Empty means none.
    signif_legend : bool, optional
        Explain the stars, if there are any.
    width : int, optional
        Columns of the page; None is the option.
    ascii : bool
        Plain quotes in the legend.

    Returns
    -------
    list of str

    Examples
    --------
    >>> t = pd.DataFrame({"Df": [None, 1.0], "Deviance": [None, 3.25]}, index=["NULL", "x"])
    >>> anova_lines(t, ["Analysis of Deviance Table", "", "Model: poisson"])[-3:]
    ['     Df Deviance', 'NULL            ', 'x     1     3.25']
    """
    cells = anova_cells(table, digits, signif_stars, nan_cells)
    text = heading if isinstance(heading, str) else "\n".join(heading)
    above = text.split("\n") if text else []
    return above + cells_lines(
        cells, True if signif_legend is None else signif_legend, width, ascii
    )


def named_vector_lines(
    series: pd.Series, digits: int | None = None, width: int | None = None, gap: int = 1
) -> list[str]:
    """Print a named numeric vector as R does: names above values, in cells of one width.

    ``gap=1`` is ``print(c(a = 1.5, b = 2))``; ``gap=2`` is the print of coefficients in a glm,
    ``print.default(format(x, digits), print.gap = 2, quote = FALSE)``. Lines end in `gap` blanks.

    Parameters
    ----------
    series : Series
        Numbers under their names.
    digits : int, optional
        Significant digits; None is the option.
    width : int, optional
        Columns of the page; None is the option.
    gap : int
        Blanks after each cell.

    Returns
    -------
    list of str

    Examples
    --------
    >>> named_vector_lines(pd.Series({"a": 1.5, "b": 2.0}))
    ['  a   b ', '1.5 2.0 ']
    """
    if series.empty:
        return ["named numeric(0)"]
    names = [str(name) for name in series.index]
    return named_cells_lines(names, format_numbers(series.to_numpy(), digits), gap, width)


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

    Returns
    -------
    list of str

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
    return string_matrix_lines(columns, *_labels(frame), width=width)


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

    Returns
    -------
    list of str

    Examples
    --------
    >>> data_frame_lines(pd.DataFrame({"x": [1.5, None], "s": ["u", None], "b": [True, False]}))
    ['    x    s     b', '0 1.5    u  TRUE', '1  NA <NA> FALSE']
    """
    row_names, names = _labels(frame)
    if frame.shape[0] == 0:
        return [f"[1] {' '.join(names)}", "<0 rows> (or 0-length row.names)"]
    columns = [_frame_cells(frame.iloc[:, j], digits) for j in range(frame.shape[1])]
    return string_matrix_lines(columns, row_names, names, width=width)


def _labels(frame: pd.DataFrame) -> tuple[list[str], list[str]]:
    return [str(label) for label in frame.index], [str(name) for name in frame.columns]


def _frame_cells(column: pd.Series, digits: int | None) -> list[str]:
    missing = column.isna().tolist()
    if pd.api.types.is_bool_dtype(column):
        shown = {True: "TRUE", False: "FALSE"}
        return ["NA" if gone else shown[bool(v)] for v, gone in zip(column, missing, strict=True)]
    if pd.api.types.is_numeric_dtype(column):
        return format_numbers(column.to_numpy(dtype=float, na_value=np.nan), digits)
    return ["<NA>" if gone else str(v) for v, gone in zip(column, missing, strict=True)]


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
    texts = format_round(frame.to_numpy(dtype=float), 2, digits, nsmall=2)
    cells = np.array(texts, dtype=object).reshape(size, size)
    columns = [[cells[i, j] if i > j else "" for i in range(1, size)] for j in range(size - 1)]
    row_names, names = _labels(frame)
    return string_matrix_lines(columns, row_names[1:], names[:-1], right=False, width=width)
