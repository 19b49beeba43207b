"""Anova tables as R's ``print.anova`` prints them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rglm.formatting.options import resolve_digits, settings
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells

__all__ = ["anova_cells", "anova_lines"]

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
