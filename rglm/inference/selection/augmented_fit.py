"""A fit with the columns of further terms behind its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from rglm.design.chunked.data_requirements import expressions_read
from rglm.design.formula.parsed_formula import Term
from rglm.design.frame.augmented_design import add_terms, augmented_design
from rglm.fitting.cell_likelihood import cells_of_fit, cells_of_means
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.least_squares.column_fits import ColumnFits
from rglm.fitting.restart import fit_from_nearby
from rglm.formatting.hints.warning_location import warn
from rglm.inference.row_values import data_with
from rglm.inference.terms.term_scope import Terms
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.sources.memory import MemorySource
from rglm.sources.row_sums import RowSums
from rglm.sources.script.script_variables import read_script_variables
from rglm.warnings import FitWarning


@dataclass(frozen=True)
class AugmentedFit:
    """A fit with the columns of further terms.

    Attributes
    ----------
    fit : ModelResult
    labels : list of str
        Those of the further terms.
    term_columns : list of int arrays
        The columns of each.
    source : MemorySource or ChunkedSource
        All columns, on the rows where all variables are known, or their cells.
    fit_columns : int array
        The columns of the fit.
    row_sums : RowSums
        Sums over the rows where all variables are known.
    """

    fit: HasWorkingWeights
    labels: list[str]
    term_columns: list[np.ndarray]
    source: Any
    fit_columns: np.ndarray
    row_sums: RowSums

    @classmethod
    def of(cls, fit: HasWorkingWeights, terms: Terms) -> AugmentedFit:
        """The fit with the columns of `terms`, on the rows where they are known."""
        owners, new = [owner for owner, _ in terms], [term for _, term in terms]
        labels = [owner.label(term) for owner, term in terms]
        text = add_terms(fit._schema.parsed, owners, new)
        term_columns, source = augmented_source(fit, text, new)
        n, m = source.nrows, fit._rows_source.nrows
        if n < m:
            warn(
                f"the new terms have missing values: all models are fitted to the {n} of {m} rows "
                "where every variable is known",
                FitWarning,
            )
        cells = cells_of_fit(source, fit.family, fit._estimator)
        sums = fit._row_sums
        if n < m:
            sums = source.row_sums if cells is None else cells.row_sums
        inside = source if cells is None else cells_of_means(cells, fit.family)
        own = np.arange(len(fit._schema.names))
        return cls(fit, labels, term_columns, inside, own, sums)

    @property
    def has_all_rows(self) -> bool:
        """Whether the rows are all those of the fit."""
        return self.row_sums.n == self.fit._row_sums.n

    def solution(self) -> IrlsResult:
        """The fit without further terms, on the rows that all models have."""
        return self.fit._solution if self.has_all_rows else self.fit_to_columns(self.fit_columns)

    @cached_property
    def _column_fits(self) -> ColumnFits | None:
        """The models of any columns, of a linear model in one pass over the rows."""
        fit = self.fit
        return fit._estimator.column_fits(self.source, fit.family, fit.control)

    def fit_to_columns(self, columns: np.ndarray, start: np.ndarray | None = None) -> IrlsResult:
        """The model with some of the columns."""
        if (known := self._column_fits) is not None:
            return known.fit(columns)
        fit, source = self.fit, self.source.select(columns)
        intercept = fit._schema.parsed.intercept and 0 in columns
        null = np.nan if start is None else fit.null_deviance
        return fit_from_nearby(
            fit._estimator, source, fit.family, fit.control, start, intercept, null
        )


def augmented_source(
    fit: HasWorkingWeights, text: str, terms: list[Term]
) -> tuple[list[np.ndarray], Any]:
    """The columns of each further term, and the rows with the columns of all.

    The terms are coded as in the formula `text`, which has them; rows where one is missing are
    left out.
    """
    if fit._is_chunked:
        chunked, term_columns = fit._augmented_source(text, terms)
        return term_columns, chunked
    call = replace(fit._model_call, borrowed=(fit._schema.borrowed,))
    options = call.row_options() | {"context": call.names()}
    source = fit._rows_source
    assert isinstance(source, MemorySource)
    names = {name for each in expressions_read((text,), (), {}) for name in each.reads}
    data = read_script_variables(data_with(fit, names), (text,), options, options["context"])
    design = augmented_design(text, terms, source.columns, fit.na_action, data, options)
    is_complete = design.is_complete
    rows = source.rows if is_complete.all() else source.rows.take(np.flatnonzero(is_complete))
    return design.term_positions, replace(source, columns=design.columns, rows=rows)
