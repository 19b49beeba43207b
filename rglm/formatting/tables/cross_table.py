"""Two-way tables as R prints them."""

from __future__ import annotations

import pandas as pd

from rglm.formatting.tables.matrix import dim_names
from rglm.formatting.text.text_layout import display_width, pad

__all__ = ["cross_table_lines"]


def cross_table_lines(cells: pd.DataFrame) -> list[str]:
    """Print a two-way table of texts: the names of its factors above and beside the levels.

    Parameters
    ----------
    cells : DataFrame of str
        The names of its index and columns are the factors.

    Examples
    --------
    >>> rows, columns = pd.Index(["A", "B"], name="wool"), pd.Index(["L", "M"], name="tension")
    >>> cross_table_lines(pd.DataFrame([["1.5", "2.0"], ["3.0", "4.5"]], rows, columns))
    ['    tension', 'wool L   M  ', '   A 1.5 2.0', '   B 3.0 4.5']
    """
    row_names, names = dim_names(cells)
    first, second = str(cells.index.name), str(cells.columns.name)
    widest = max(map(display_width, row_names))
    indent = max(2, display_width(first) - widest)
    width = indent + widest
    labels = [" " * indent + pad(name, widest, right=False) for name in row_names]
    lines = [pad(first, width, right=False), *labels]
    for j, name in enumerate(names):
        column = cells.iloc[:, j].tolist()
        size = max(map(display_width, [name, *column]))
        for i, text in enumerate([name, *column]):
            lines[i] += " " + pad(text, size, right=False)
    return [" " * width + second, *lines]
