"""Coefficient tables as R's ``printCoefmat`` prints them: cells, stars, legend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from rglm.formatting.numbers.pvalues import MACHINE_EPS, legend_lines
from rglm.formatting.options import resolve_width
from rglm.formatting.tables.coefmat_cells import STARS, coefmat_cells
from rglm.formatting.text.text_layout import string_matrix_lines

__all__ = ["cells_lines", "coefmat_lines"]


def coefmat_lines(
    table: pd.DataFrame,
    digits: int | None = None,
    signif_stars: bool | None = None,
    signif_legend: bool | None = None,
    dig_tst: int | None = None,
    cs_ind: Sequence[int] | None = None,
    tst_ind: Sequence[int] | None = None,
    zap_ind: Sequence[int] = (),
    p_values: bool | None = None,
    has_pvalue: bool | None = None,
    eps_pvalue: float = MACHINE_EPS,
    na_print: str = "NA",
    nan_cells: np.ndarray | None = None,
    width: int | None = None,
    ascii: bool | None = None,
) -> list[str]:
    r"""Print a coefficient table: the lines of R's ``printCoefmat(table)``.

    Parameters
    ----------
    table
        And `digits` to `nan_cells`: see `coefmat_cells`.
    signif_legend : bool, optional
        Explain the stars below the table, if there are any; None means as `signif_stars`.
    width : int, optional
        Columns of the page; None is the option.
    ascii : bool
        Plain quotes in the legend.

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        See `coefmat_cells`.

    Examples
    --------
    >>> t = pd.DataFrame([[1.5, 0.25, 6.0, 2e-9], [0.1, 0.3, 0.33, 0.74]], index=["x", "z"],
    ...                  columns=["Estimate", "Std. Error", "z value", "Pr(>|z|)"])
    >>> coefmat_lines(t, signif_legend=False)[1:]
    ['x     1.50       0.25    6.00    2e-09 ***', 'z     0.10       0.30    0.33     0.74    ']
    """
    cells = coefmat_cells(
        table,
        digits,
        signif_stars,
        dig_tst,
        cs_ind,
        tst_ind,
        zap_ind,
        p_values,
        has_pvalue,
        eps_pvalue,
        na_print,
        nan_cells,
    )
    return cells_lines(cells, True if signif_legend is None else signif_legend, width, ascii)


def cells_lines(
    cells: pd.DataFrame,
    signif_legend: bool = True,
    width: int | None = None,
    ascii: bool | None = None,
) -> list[str]:
    """Lay formatted cells out, with the legend below where the last column holds stars."""
    columns = [cells.iloc[:, j].tolist() for j in range(cells.shape[1])]
    rows = [str(label) for label in cells.index]
    lines = string_matrix_lines(columns, rows, list(cells.columns), width=width)
    if signif_legend and cells.columns[-1] == STARS:
        lines += ["---", *legend_lines(resolve_width(width), ascii)]
    return lines
