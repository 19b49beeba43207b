"""Formatted cells as the lines of a page, with R's legend of the stars."""

from __future__ import annotations

import pandas as pd

from rglm.formatting.numbers.pvalues import legend_lines
from rglm.formatting.options import resolve_width
from rglm.formatting.tables.coefmat_cells import STARS_COLUMN
from rglm.formatting.text.text_layout import string_matrix_lines

__all__ = ["cells_lines"]


def cells_lines(
    cells: pd.DataFrame,
    signif_legend: bool = True,
    width: int | None = None,
    ascii: bool | None = None,
) -> list[str]:
    """The lines of formatted cells, with the legend below if the last column holds stars.

    ``cells_lines(coefmat_cells(table))`` is R's ``printCoefmat(table)``.

    Examples
    --------
    >>> from rglm.formatting.tables.coefmat_cells import coefmat_cells
    >>> t = pd.DataFrame([[1.5, 0.25, 6.0, 2e-9], [0.1, 0.3, 0.33, 0.74]], index=["x", "z"],
    ...                  columns=["Estimate", "Std. Error", "z value", "Pr(>|z|)"])
    >>> cells_lines(coefmat_cells(t), signif_legend=False)[1:]
    ['x     1.50       0.25    6.00    2e-09 ***', 'z     0.10       0.30    0.33     0.74    ']
    """
    columns = [cells.iloc[:, j].tolist() for j in range(cells.shape[1])]
    rows = [str(label) for label in cells.index]
    lines = string_matrix_lines(columns, rows, list(cells.columns), width=width)
    if signif_legend and cells.columns[-1] == STARS_COLUMN:
        lines += ["---", *legend_lines(resolve_width(width), ascii)]
    return lines
