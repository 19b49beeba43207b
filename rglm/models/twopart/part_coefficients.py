"""The coefficients of a model of two parts: their names, and where those of a part stand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rglm.formatting.hints.argument_kinds import describe_value
from rglm.models.base.cached import cached
from rglm.models.base.estimates import slope_terms, terms_of
from rglm.models.likelihood.mean_fit import CountFit

PART_PREFIXES = ("count_", "zero_")
PART_ARGUMENTS = ("full", "count", "zero")


class PartCoefficients(CountFit):
    """The coefficients of the counts, then those of the zeros."""

    @cached
    def names(self) -> tuple[str, ...]:
        """The names of the coefficients, with ``count_`` or ``zero_`` in front."""
        parts = zip(PART_PREFIXES, self._schemas, strict=True)
        return tuple(prefix + name for prefix, schema in parts for name in schema.names)

    @property
    def coefficients(self) -> pd.Series:
        """The coefficients of both parts, NaN where aliased."""
        return self._estimates

    def coef(self, model: str = "full") -> pd.Series:
        """The coefficients of both parts, or of one under the names of its columns; R's ``coef``.

        Parameters
        ----------
        model : {"full", "count", "zero"}
        """
        is_full = isinstance(model, str) and model == "full"
        return self._estimates if is_full else self._part_of(model, self._estimates)

    def _part_slice(self, model: str) -> slice:
        """Where a part's coefficients stand."""
        if not isinstance(model, str) or model not in PART_ARGUMENTS[1:]:
            raise ValueError(f"model={describe_value(model)}: use full, count or zero")
        first = len(self._schemas[0].names)
        return slice(0, first) if model == "count" else slice(first, None)

    def _part_of(self, model: str, values: Any) -> Any:
        """A part's rows of a table or Series of all coefficients, under its own names."""
        return values.iloc[self._part_slice(model)].set_axis(self._part_names(model), axis=0)

    def _part_names(self, model: str) -> list[str]:
        """The names of a part's columns."""
        return list(self._schemas[PART_ARGUMENTS.index(model) - 1].names)

    @property
    def _tidy_labels(self) -> dict[str, list[str]]:
        """The columns by which ``tidy()`` tells the estimates apart."""
        kinds = zip(PART_ARGUMENTS[1:], self._schemas, strict=True)
        names = [name for schema in self._schemas for name in schema.names]
        return {"type": [kind for kind, s in kinds for _ in s.names], "term": names}

    @property
    def _names_in_one_part(self) -> list[str]:
        """The names of the count part without ``count_``, and those of the zero part."""
        first = list(self._schemas[0].names)
        return [*first, *self.names[len(first) :]]

    @property
    def _is_secondary(self) -> list[bool]:
        """Whether each coefficient is of the zero part."""
        return [kind == "zero" for kind in self._tidy_labels["type"]]

    @property
    def _estimate_terms(self) -> list[str]:
        """The term that each estimate belongs to."""
        return [term for schema in self._schemas for term in terms_of(schema)]

    @property
    def _slope_terms(self) -> list[str]:
        """The term of each slope, with ``count_`` or ``zero_`` in front."""
        parts = zip(PART_PREFIXES, self._schemas, strict=True)
        return [term for prefix, schema in parts for term in slope_terms(schema, prefix)]
