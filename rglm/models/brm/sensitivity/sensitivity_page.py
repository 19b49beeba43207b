"""The page of a sensitivity analysis: priorsense's table, and what it says in words."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap

import pandas as pd

from rglm.bayes.power_scaling import CONFLICT, STRONG_PRIOR
from rglm.formatting.numbers.fixed_number import fixed_number
from rglm.formatting.options import resolve_width
from rglm.formatting.tables.html import html_table
from rglm.formatting.text.printable import listed
from rglm.formatting.text.text_layout import string_matrix_lines

DIGITS = 3  # behind the point
MAX_K_HAT = 0.7
HEADING = (
    "Sensitivity based on cjs_dist",
    "Prior selection: all priors",
    "Likelihood selection: all data",
)
NO_EFFECT = "The prior hardly matters: a similar one gives nearly the same posterior."


@dataclass(frozen=True, eq=False)
class BrmSensitivity:
    """Sensitivity of a posterior to its prior and its likelihood; prints priorsense's page.

    Attributes
    ----------
    table : DataFrame (k, 4)
        variable, prior, likelihood, diagnosis.
    k_hat : float
        The worst of the importance weights; above 0.7 the numbers cannot be trusted.
    """

    table: pd.DataFrame
    k_hat: float

    @property
    def words(self) -> str:
        """What the table says, in plain sentences."""
        lines = []
        if conflict := self._names_with(CONFLICT):
            lines.append(
                f"The prior matters for {conflict}: prior and data seem to say different things, "
                "and the posterior lies between them. Keep the prior if it is what you know; "
                "otherwise take a wider one."
            )
        if strong := self._names_with(STRONG_PRIOR):
            lines.append(
                f"The prior matters for {strong}: the data say little there, and the posterior is "
                "much what the prior was. Say so where you report it."
            )
        if not lines:
            lines.append(NO_EFFECT)
        if self.k_hat > MAX_K_HAT:
            lines.append(
                f"The weights of the draws are uneven (k-hat = {self.k_hat:.2f}, above "
                f"{MAX_K_HAT}): these numbers are rough; powers nearer to 1 help."
            )
        return "\n".join(lines)

    def _names_with(self, diagnosis: str) -> str:
        return listed(self.table.loc[self.table["diagnosis"] == diagnosis, "variable"].tolist())

    def _cells(self) -> pd.DataFrame:
        cells = self.table.astype(object)
        for name in ("prior", "likelihood"):
            cells[name] = [fixed_number(value, DIGITS) for value in self.table[name]]
        return cells.set_axis([""] * len(cells), axis=0)

    def __repr__(self) -> str:
        cells = self._cells()
        columns = [cells.iloc[:, j].tolist() for j in range(cells.shape[1])]
        table = string_matrix_lines(columns, list(cells.index), list(cells.columns))
        sentences = [
            line for text in self.words.split("\n") for line in wrap(text, resolve_width(None))
        ]
        return "\n".join([*HEADING, "", *table, "", *sentences])

    def _repr_html_(self) -> str:
        return html_table(self._cells(), "\n".join(HEADING), self.words.split("\n"))
