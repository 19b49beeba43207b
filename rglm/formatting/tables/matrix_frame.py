"""A DataFrame of numbers that prints as R prints a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import pandas as pd
from pandas.api.types import is_bool_dtype, is_numeric_dtype

from rglm.formatting.tables.html import html_table
from rglm.formatting.tables.matrix import matrix_cells, matrix_lines
from rglm.formatting.tables.wide_frame import WideFrame

__all__ = ["MatrixFrame"]


class MatrixFrame(WideFrame):
    """A DataFrame that prints as R's matrix; with columns of another kind as any other.

    Examples
    --------
    >>> frame = MatrixFrame({"low": [0.25], "high": [1.0]}, index=["x"])
    >>> frame
       low high
    x 0.25    1
    >>> frame.reset_index()
      index   low  high
    0     x  0.25   1.0
    """

    @property
    def _constructor(self) -> type[Self]:
        return type(self)

    def _missing_texts(self) -> str | Sequence[str]:
        """How a missing number is shown, or those of each row."""
        return "NA"

    @property
    def _is_matrix(self) -> bool:
        """Whether there are numbers alone, under plain labels."""
        is_plain = self.index.nlevels == self.columns.nlevels == 1
        return is_plain and all(is_numeric_dtype(t) and not is_bool_dtype(t) for t in self.dtypes)

    def __repr__(self) -> str:
        if not self._is_matrix:
            return super().__repr__()
        return "\n".join(matrix_lines(pd.DataFrame(self), na=self._missing_texts()))

    __str__ = __repr__

    def _repr_html_(self) -> str | None:
        if not self._is_matrix:
            return super()._repr_html_()  # type: ignore[misc]
        return html_table(matrix_cells(pd.DataFrame(self), na=self._missing_texts()))
