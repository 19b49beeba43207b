"""A fit with the columns of further terms behind its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rglm.design.frame.augmented_design import add_terms, augmented_design
from rglm.fitting.irls.irls_result import IrlsResult
from rglm.fitting.restart import fit_from_nearby
from rglm.formatting.hints.warning_location import warn
from rglm.warnings import FitWarning


@dataclass(frozen=True)
class Wider:
    """A fit with further columns: as much of a fit as a score needs.

    Attributes
    ----------
    fit : ModelResult
    labels : list of str
        Of the further terms.
    places : list of int arrays
        Their columns.
    source : MemorySource or ChunkedSource
        The rows where all variables are known.
    base : int array
        The columns of the fit.
    whole : bool
        Whether those are all rows, and the columns the same, so that the fit is their solution.
    """

    fit: Any
    labels: list[str]
    places: list[np.ndarray]
    source: Any
    base: np.ndarray
    whole: bool

    @classmethod
    def of(cls, fit: Any, terms: list[tuple[Any, Any]]) -> Wider:
        """The columns of `terms` on the rows of the fit where they are known."""
        parsed = fit._schema.parsed
        owners, new = [owner for owner, _ in terms], [term for _, term in terms]
        labels = [owner.label(term) for owner, term in terms]
        text = add_terms(parsed, owners, new)
        found = (_by_parts if fit._is_chunked else _in_memory)(fit, text, new)
        wider = cls(fit, labels, *found)
        n, m = wider.source.nrows, fit._rows_source.nrows
        if n < m:
            warn(
                f"the new terms have missing values: all models are fitted to the {n} of {m} rows "
                "where every variable is known",
                FitWarning,
            )
        return wider

    def first(self) -> IrlsResult:
        """The fit itself, on the rows of all."""
        return self.fit._solution if self.whole else self.refit(self.base)

    def refit(self, columns: np.ndarray, start: np.ndarray | None = None) -> IrlsResult:
        """The model with some of the columns."""
        fit = self.fit
        source = self.source.select(columns)
        intercept = fit._schema.parsed.intercept and 0 in columns
        how = fit._estimator, source, fit.family, fit.control
        return fit_from_nearby(
            *how, start, intercept, np.nan if start is None else fit.null_deviance
        )

    @property
    def _rows_source(self) -> Any:
        """The rows with all columns."""
        return self.source

    @property
    def family(self) -> Any:
        """The fit's."""
        return self.fit.family

    @property
    def control(self) -> Any:
        """The fit's."""
        return self.fit.control

    @property
    def _schema(self) -> Any:
        """The fit's, which knows whether there is an intercept."""
        return self.fit._schema


def _in_memory(fit: Any, text: str, new: list[Any]) -> tuple[Any, ...]:
    """The new columns behind those of the fit."""
    call = replace(fit._model_call, borrowed=(fit._schema.borrowed,))
    options = call.row_options() | {"context": call.names()}
    source = fit._rows_source
    found = augmented_design(text, new, source.columns, fit.na_action, fit.data, options)
    kept = found.kept
    rows = source.rows if kept.all() else source.rows.take(np.flatnonzero(kept))
    source = replace(source, columns=found.columns, rows=rows)
    return found.term_positions, source, np.arange(len(fit._schema.names)), bool(kept.all())


def _by_parts(fit: Any, text: str, new: list[Any]) -> tuple[Any, ...]:
    """The same of data that are seen part by part."""
    source, places = fit._augmented_source(text, new)
    whole = source.nrows == fit._rows_source.nrows
    return places, source, np.arange(len(fit._schema.names)), whole
