"""The cells of a coefficient table, formatted as R's ``printCoefmat`` formats them.

Written from ``?printCoefmat`` and R's observed output.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.pvalues import MACHINE_EPS, format_pval
from rglm.formatting.numbers.pvalues import signif_stars as _star_codes
from rglm.formatting.numbers.rounding import round_half, zapsmall
from rglm.formatting.options import resolve_digits, settings

__all__ = ["STARS_COLUMN", "coefmat_cells", "undefined_cells"]

STARS_COLUMN = ""  # the stars' column has no name


def undefined_cells(table: pd.DataFrame) -> np.ndarray:
    """Return the cells R would hold NaN in, not NA: missing beside a value in the same row.

    pandas has one missing value where R has two. In a coefficient table an aliased coefficient
    is a row of NA; a statistic that cannot be computed (no residual degrees of freedom) is NaN.

    Returns
    -------
    ndarray of bool, shape of `table`

    Examples
    --------
    >>> t = pd.DataFrame({"Estimate": [1.0, None], "Std. Error": [None, None]}, dtype=float)
    >>> undefined_cells(t).tolist()
    [[False, True], [False, False]]
    """
    missing = np.isnan(table.to_numpy(dtype=float))
    return missing & ~missing.all(axis=1, keepdims=True)


def coefmat_cells(
    table: pd.DataFrame,
    digits: int | None = None,
    signif_stars: bool | None = None,
    dig_tst: int | None = None,
    cs_ind: Sequence[int] | None = None,
    tst_ind: Sequence[int] | None = None,
    zap_ind: Sequence[int] = (),
    p_values: bool | None = None,
    has_pvalue: bool | None = None,
    eps_pvalue: float = MACHINE_EPS,
    na_print: str = "NA",
    nan_cells: np.ndarray | None = None,
) -> pd.DataFrame:
    """Format the cells of a coefficient table as ``printCoefmat`` does.

    Estimates and their standard errors share one format; test statistics are rounded to
    `dig_tst` decimals; p-values go through `format_pval`; every other column is formatted on its
    own. A number that is not zero is never shown as zero, test statistics aside.

    Parameters
    ----------
    table : DataFrame, shape (rows, columns)
        Numbers; NaN is missing.
    digits : int, optional
        Significant digits; None is ``max(3, options.digits - 3)``, as ``summary()`` of a glm.
    signif_stars : bool, optional
        Add the column of stars where some p-value is below 0.1; None is the option.
    dig_tst : int, optional
        Decimals of the test statistics; None is ``max(1, min(5, digits - 1))``.
    cs_ind, tst_ind : sequence of int, optional
        Positions (from 0) of coefficients with standard errors, and of test statistics. By
        default the last column before the p-value is the statistic, all before it are
        coefficients.
    zap_ind : sequence of int
        Positions of columns in which tiny values become 0.
    p_values : bool, optional
        Show the p-values; by default where there are any.
    has_pvalue : bool, optional
        Whether the last column holds p-values; by default where there are four columns or more
        and its name starts with ``Pr(`` or ``p-v``.
    eps_pvalue : float
        P-values below are shown as "<eps".
    na_print : str
        How a missing cell is shown.
    nan_cells : ndarray of bool, optional
        Cells to show as "NaN" instead, see `undefined_cells`.

    Returns
    -------
    DataFrame of str
        The table's index and columns, then one column named "" with the stars, if any.

    Raises
    ------
    ValueError
        If `p_values` is asked for in a table without them, or `table` is not numeric.

    Examples
    --------
    >>> t = pd.DataFrame([[1.5, 0.25, 6.0, 2e-9]], index=["x"],
    ...                  columns=["Estimate", "Std. Error", "z value", "Pr(>|z|)"])
    >>> coefmat_cells(t).iloc[0].tolist()
    ['1.50', '0.25', '6', '2e-09', '***']
    """
    digits = max(3, settings.digits - 3) if digits is None else resolve_digits(digits)
    dig_tst = max(1, min(5, digits - 1)) if dig_tst is None else dig_tst
    values, names = _numeric(table), [str(name) for name in table.columns]
    has_pvalue, p_values = _pvalue_roles(names, has_pvalue, p_values)
    for j in zap_ind:
        values[:, j] = zapsmall(values[:, j], digits)
    missing_text = _missing_texts(values.shape, na_print, nan_cells)
    others = len(names) - has_pvalue
    cs, tst = _column_roles(others, cs_ind, tst_ind)
    cells = _number_cells(values[:, :others], cs, tst, digits, dig_tst)
    missing = np.isnan(values[:, :others])
    cells[missing] = missing_text[:, :others][missing]
    shown = pd.DataFrame(cells, index=table.index, columns=names[:others], dtype=object)
    if p_values:
        p = values[:, -1]
        texts = _pvalue_column(p, dig_tst, eps_pvalue, missing_text[:, -1])
        shown.insert(others, names[-1], texts, allow_duplicates=True)
        if _has_stars(signif_stars, p):
            shown.insert(others + 1, STARS_COLUMN, _star_codes(p), allow_duplicates=True)
    return shown


def _pvalue_roles(
    names: list[str], has_pvalue: bool | None, p_values: bool | None
) -> tuple[bool, bool]:
    """Whether the last column holds p-values, and whether they are shown."""
    named_so = len(names) >= 4 and names[-1].startswith(("Pr(", "p-v"))
    has_pvalue = named_so if has_pvalue is None else has_pvalue
    if p_values and not has_pvalue:
        raise ValueError("p_values=True: the table has no p-values; pass has_pvalue=True too")
    return has_pvalue, has_pvalue if p_values is None else p_values


def _column_roles(
    count: int, cs_ind: Sequence[int] | None, tst_ind: Sequence[int] | None
) -> tuple[list[int], list[int]]:
    """The positions of coefficients and of test statistics among `count` columns."""
    tst = [count - 1] if tst_ind is None else list(tst_ind)
    cs = list(range(count - len(tst))) if cs_ind is None else list(cs_ind)
    return cs, tst


def _missing_texts(
    shape: tuple[int, int], na_print: str, nan_cells: np.ndarray | None
) -> np.ndarray:
    texts = np.full(shape, na_print, dtype=object)
    if nan_cells is not None:
        texts[np.asarray(nan_cells, dtype=bool)] = "NaN"
    return texts


def _numeric(table: pd.DataFrame) -> np.ndarray:
    try:
        return table.to_numpy(dtype=float, na_value=np.nan, copy=True)
    except (TypeError, ValueError) as error:
        raise ValueError(f"table has a column that is not numeric: {error}") from None


def _has_stars(signif_stars: bool | None, p: np.ndarray) -> bool:
    is_enabled = settings.signif_stars if signif_stars is None else signif_stars
    return bool(is_enabled) and bool(np.any(p < 0.1))


def _number_cells(
    values: np.ndarray, cs: list[int], tst: list[int], digits: int, dig_tst: int
) -> np.ndarray:
    """Format coefficients together, test statistics together, every other column alone."""
    cells = np.full(values.shape, "", dtype=object)
    if cs:
        rounded = round_half(values[:, cs], _coefficient_places(values[:, cs], digits))
        _fill(cells, cs, format_numbers(rounded, digits))
    if tst:
        _fill(cells, tst, format_numbers(round_half(values[:, tst], dig_tst), digits))
    for j in set(range(values.shape[1])) - set(cs) - set(tst):
        _fill(cells, [j], format_numbers(values[:, j], digits))
    _unhide_small(cells, values, tst, digits)
    return cells


def _fill(cells: np.ndarray, columns: list[int], texts: list[str]) -> None:
    cells[:, columns] = np.array(texts, dtype=object).reshape(-1, len(columns))


def _coefficient_places(values: np.ndarray, digits: int) -> int:
    """Decimals that give the smallest coefficient or error `digits` significant digits."""
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    digits_left = 1 + math.floor(math.log10(sizes.min())) if sizes.size else 0
    return max(1, digits - digits_left)


def _unhide_small(cells: np.ndarray, values: np.ndarray, tst: list[int], digits: int) -> None:
    """Show on their own the numbers that rounding turned into zero, test statistics aside."""
    candidate = np.isfinite(values) & (values != 0)
    candidate[:, tst] = False
    hidden = [(i, j) for j, i in np.argwhere(candidate.T) if float(cells[i, j]) == 0]
    if hidden:
        texts = format_numbers([values[at] for at in hidden], max(1, digits - 1))
        for at, text in zip(hidden, texts, strict=True):
            cells[at] = text


def _pvalue_column(p: np.ndarray, digits: int, eps: float, missing: np.ndarray) -> list[str]:
    shown, present = missing.copy(), ~np.isnan(p)
    shown[present] = format_pval(p[present], digits, eps)
    return shown.tolist()
