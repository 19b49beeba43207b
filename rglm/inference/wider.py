"""A fit with the columns of further terms behind its own."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rglm.design.caller import names_of_caller
from rglm.design.widen import plus, widened
from rglm.fitting.irls import Solution
from rglm.fitting.warnings import FitWarning
from rglm.format.where import callers_level

OPTIONS = ("subset", "na_action", "contrasts", "weights", "offset", "etastart", "mustart")


@dataclass(frozen=True)
class Wider:
    """A fit with further columns: as much of a fit as a score needs.

    Attributes
    ----------
    fit : Fit
    labels : list of str
        Of the further terms.
    places : list of int arrays
        Their columns.
    source : MemorySource
    """

    fit: Any
    labels: list[str]
    places: list[np.ndarray]
    source: Any

    @classmethod
    def of(cls, fit: Any, terms: list[tuple[Any, Any]]) -> Wider:
        """The columns of `terms` on the rows of the fit where they are known."""
        parsed, source = fit.schema.parsed, fit.rows_source
        owners, new = [owner for owner, _ in terms], [term for _, term in terms]
        options = {name: fit.arguments[name] for name in OPTIONS}
        options["caller"] = names_of_caller().new_child(fit.schema.borrowed)
        text = plus(parsed, owners, new)
        found = widened(text, new, source.columns, fit.na_action, fit.data, options)
        rows = source.rows
        if not found.kept.all():
            warnings.warn(
                f"the new terms have missing values: all models are fitted to the "
                f"{found.kept.sum()} of {len(found.kept)} rows where every variable is known",
                FitWarning,
                stacklevel=callers_level(),
            )
            rows = rows.part(np.flatnonzero(found.kept))
        labels = [owner.label(term) for owner, term in terms]
        return cls(fit, labels, found.places, replace(source, columns=found.columns, rows=rows))

    @property
    def whole(self) -> bool:
        """Whether all rows of the fit are there."""
        return self.source.nrows == self.fit.rows_source.nrows

    @property
    def base(self) -> np.ndarray:
        """The columns of the fit."""
        return np.arange(len(self.fit.schema.names))

    def first(self) -> Solution:
        """The fit itself, on the rows of all."""
        return self.fit.solution if self.whole else self.refit(self.base)

    def refit(self, columns: np.ndarray, start: np.ndarray | None = None) -> Solution:
        """The model with some of the columns."""
        fit = self.fit
        source = self.source.select(columns)
        return fit.estimator.solve(source, fit.family, fit.control, start)

    @property
    def rows_source(self) -> Any:
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
    def schema(self) -> Any:
        """The fit's, which knows whether there is an intercept."""
        return self.fit.schema
