"""Differences of expected log predictive densities; ``loo::loo_compare``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.tables.html import html_tables
from rglm.models.brm.comparison.compared_fits import check_same_responses
from rglm.models.brm.comparison.pages.elpd_estimate import ElpdEstimate, estimate_cells
from rglm.models.brm.comparison.pages.text_matrix import left_lines

DIFFERENCES = ["elpd_diff", "se_diff"]


@dataclass(frozen=True, repr=False)
class ModelComparison:
    """Models in the order of their expected log predictive densities, the best first.

    Attributes
    ----------
    table : DataFrame
        By model: elpd_diff and se_diff, the difference from the best model and its standard
        error; then elpd, p and the information criterion with their standard errors.
    """

    table: pd.DataFrame

    def print_tables(self) -> dict[str, pd.DataFrame]:
        """The two columns that are printed, as text."""
        return {"": estimate_cells(self.table[DIFFERENCES])}

    def __repr__(self) -> str:
        return "\n".join(left_lines(_of_one_width(self.print_tables()[""])))

    def _repr_html_(self) -> str:
        return html_tables("", self.print_tables())


def compare_estimates(estimates: Mapping[str, ElpdEstimate]) -> ModelComparison:
    """The comparison of models of the same rows.

    Raises
    ------
    ValueError
        They are of different rows or responses, or by different criteria.
    """
    found = list(estimates.values())
    check_same_responses([one._rows_key for one in found], [len(one.pointwise) for one in found])
    criteria = {one.criterion for one in found}
    if len(criteria) > 1:
        raise ValueError(f"the models are by different criteria: {', '.join(sorted(criteria))}")
    order = sorted(range(len(found)), key=lambda i: -found[i].elpd)
    best = found[order[0]]
    names = list(estimates)
    rows = [_row(found[i], best) for i in order]
    return ModelComparison(pd.DataFrame(rows, index=[names[i] for i in order]))


def _row(one: ElpdEstimate, best: ElpdEstimate) -> dict[str, float]:
    difference = one.pointwise_elpd - best.pointwise_elpd
    n = len(difference)
    se = np.sqrt(n * difference.var(ddof=1)) if n > 1 else np.nan
    row = {"elpd_diff": float(difference.sum()), "se_diff": float(se)}
    for name, (estimate, error) in one.estimates.iterrows():
        row |= {str(name): float(estimate), f"se_{name}": float(error)}
    return row


def _of_one_width(cells: pd.DataFrame) -> pd.DataFrame:
    """Texts of one width, as R's ``format`` makes those of a matrix."""
    width = int(cells.map(len).to_numpy().max())
    return cells.map(lambda text: text.rjust(width))
