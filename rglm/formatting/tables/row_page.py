"""Pages with a line for each row of the data, which are short in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.html import html_table
from rglm.formatting.tables.shortened import outer_rows, table_size, with_gap

__all__ = ["RowPage"]


class RowPage(ABC):
    """A page with a line for each row of the data; notebooks and IPython show the outer rows."""

    @property
    @abstractmethod
    def heading(self) -> str:
        """The lines above the table."""

    @property
    @abstractmethod
    def _row_count(self) -> int:
        """How many rows there are."""

    @abstractmethod
    def _row_cells(self, places: slice | np.ndarray) -> pd.DataFrame:
        """The cells of some rows as text."""

    @abstractmethod
    def _lines(self) -> list[str]:
        """The lines of the page."""

    def __repr__(self) -> str:  # here, so that IPython finds _repr_pretty_ first
        return "\n".join(self._lines())

    __str__ = __repr__

    def _repr_html_(self) -> str:
        cells, size = self._outer_cells()
        return html_table(cells, self.heading.strip(), [size])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """The text that IPython shows beside the HTML."""
        cells, size = self._outer_cells()
        if not size:
            printer.text(repr(self))
            return
        page = [*self.heading.split("\n"), *cells_lines(cells), "", size]
        printer.text("\n".join(page))

    def _outer_cells(self) -> tuple[pd.DataFrame, str]:
        """The cells of all rows, or of the outer ones and the size of the table."""
        places = outer_rows(self._row_count)
        if places is None:
            return self._row_cells(slice(None)), ""
        cells = with_gap(self._row_cells(places))
        return cells, table_size(self._row_count, cells.shape[1])
