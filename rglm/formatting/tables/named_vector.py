"""Named vectors as R prints them."""

from __future__ import annotations

import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.text.text_layout import named_cells_lines

__all__ = ["named_vector_lines"]


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

    Examples
    --------
    >>> named_vector_lines(pd.Series({"a": 1.5, "b": 2.0}))
    ['  a   b ', '1.5 2.0 ']
    """
    if series.empty:
        return ["named numeric(0)"]
    names = [str(name) for name in series.index]
    return named_cells_lines(names, format_numbers(series.to_numpy(), digits), gap, width)
