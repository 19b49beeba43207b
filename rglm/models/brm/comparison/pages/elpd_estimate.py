"""The expected log predictive density of a model: what `loo`, `waic` and `kfold` return."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from rglm.formatting.numbers.fixed_number import fixed_number
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.html import html_tables

ESTIMATES = ("Estimate", "SE")
RULE = "------"


@dataclass(frozen=True, repr=False)
class ElpdEstimate:
    """The expected log predictive density of a model.

    Attributes
    ----------
    criterion : {"loo", "waic", "kfold"}
    estimates : DataFrame (3, 2)
        Estimate and SE of elpd (the sum over the rows), of the effective number p of parameters
        and of the information criterion -2 elpd.
    pointwise : DataFrame
        The same by row.
    model_name : str
        The caller's variable, or the formula.
    heading, notes : tuple of str
        The lines above and below the table.
    """

    criterion: str
    estimates: pd.DataFrame
    pointwise: pd.DataFrame
    model_name: str
    heading: tuple[str, ...]
    notes: tuple[str, ...]
    _rows_key: str = field(default="", kw_only=True)

    @property
    def elpd(self) -> float:
        """The expected log predictive density."""
        return float(self.estimates.to_numpy()[0, 0])

    @property
    def se(self) -> float:
        """Its standard error."""
        return float(self.estimates.to_numpy()[0, 1])

    @property
    def pointwise_elpd(self) -> np.ndarray:
        """The expected log predictive density of each row, (n,)."""
        return self.pointwise.iloc[:, 0].to_numpy()

    def print_tables(self) -> dict[str, pd.DataFrame]:
        """The tables as text, under their titles."""
        return {"": estimate_cells(self.estimates)}

    def __repr__(self) -> str:
        lines = ["", *self.heading, ""]
        for title, cells in self.print_tables().items():
            lines += [*([title] if title else []), *cells_lines(cells)]
        return "\n".join([*lines, *self.notes])

    def _repr_html_(self) -> str:
        notes = [note for note in self.notes if note not in ("", RULE)]
        return html_tables("", self.print_tables(), notes, heading=self.heading)


def sums_with_errors(pointwise: pd.DataFrame) -> pd.DataFrame:
    """The sums of columns and their standard errors, sqrt(n var)."""
    values = pointwise.to_numpy()
    errors = np.full(values.shape[1], np.nan)
    if len(values) > 1:
        errors = np.sqrt(len(values) * values.var(axis=0, ddof=1))
    table = np.column_stack([values.sum(axis=0), errors])
    return pd.DataFrame(table, index=pointwise.columns, columns=list(ESTIMATES))


def estimate_cells(table: pd.DataFrame, digits: int = 1) -> pd.DataFrame:
    """A table of numbers as text with so many digits behind the point."""
    return table.map(lambda value: fixed_number(value, digits))
