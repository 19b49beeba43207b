"""The table of all models with some of the terms of a fit, and its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers, format_round
from rglm.formatting.tables.html import html_table
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.formatting.text.text_layout import string_matrix_lines
from rglm.inference.terms.update import Fit, refit_same_rows

COEFFICIENT_DIGITS = 4
DECIMALS = {"logLik": 3, "delta": 2, "weight": 3, "adj_r_squared": 4}
CRITERION_DECIMALS = 1
MAX_SHOWN_MODELS = 30


@dataclass(frozen=True)
class AllSubsets(Generic[Fit]):
    """All models with some of the terms of a fit, the best first; printing shows a table.

    Attributes
    ----------
    table : DataFrame
        A row for each model, 1 the best. For each term its coefficient, ``"+"`` where it is a
        factor or has several coefficients, None where the model lacks it; then ``df`` (the
        parameters), ``logLik``, the criterion, ``delta`` (how much worse than the best) and
        ``weight`` (exp(-delta / 2) over their sum), not of ``adj_r_squared``.
    formulas : Series of str
        The formula of each.
    criterion : str
    global_model : ModelResult
        The fit with all terms.
    """

    table: pd.DataFrame
    formulas: pd.Series
    criterion: str
    global_model: Fit

    def best(self) -> Fit:
        """The fit of the best model."""
        return self.fit(1)

    def fit(self, i: int) -> Fit:
        """The fit of the model in row `i` of the table, 1 the best.

        Raises
        ------
        ValueError
            There is no such row.
        """
        if i not in self.table.index:
            raise ValueError(f"there is no model {i!r}; they are 1 to {len(self.table)}")
        formula = self.formulas.loc[i]
        return refit_same_rows(self.global_model, formula, formula)

    @property
    def cells(self) -> pd.DataFrame:
        """The rows of the table that are printed, as text."""
        table = self.table.iloc[:MAX_SHOWN_MODELS]
        terms = table.columns.get_loc("df")
        cells = {name: _term_cells(table[name]) for name in table.columns[:terms]}
        for name in table.columns[terms:]:
            values = table[name].to_numpy(dtype=float)
            decimals = 0 if name == "df" else DECIMALS.get(name, CRITERION_DECIMALS)
            cells[name] = [format_round([v], decimals, 7, decimals)[0] for v in values]
        return pd.DataFrame(cells, index=table.index)

    @property
    def heading(self) -> str:
        """The lines above the table."""
        call = "\n".join(deparse_lines(self.global_model.call))
        return f"Global model call: {call}\n---\nModel selection table"

    @property
    def footer(self) -> str:
        """The line below the table."""
        more = len(self.table) - MAX_SHOWN_MODELS
        ranked = f"Models ranked by {self.criterion}"
        return f"... {more:,} more models in .table\n{ranked}" if more > 0 else ranked

    def __repr__(self) -> str:
        cells = self.cells
        columns = [list(cells[name]) for name in cells]
        names = [str(i) for i in cells.index]
        lines = string_matrix_lines(columns, names, list(map(str, cells.columns)))
        return "\n".join([self.heading, *lines, self.footer])

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_table(self.cells, self.heading, self.footer.split("\n"))


def _term_cells(column: pd.Series) -> list[str]:
    """The coefficients of a term, or where it is; blank where it is not."""
    is_number = column.map(lambda value: isinstance(value, float)).to_numpy() & column.notna()
    out = np.where(column.isna(), "", column.astype(str)).astype(object)
    out[is_number] = format_numbers(column[is_number].to_numpy(dtype=float), COEFFICIENT_DIGITS)
    return out.tolist()
