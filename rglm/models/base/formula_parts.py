"""The formula of a fit: its parts, terms, levels and contrasts."""

from __future__ import annotations

from typing import Any

from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.frame.schema import Schema
from rglm.protocol.result_rows import ResultRows


class FormulaParts(ResultRows):
    """The formula of a fit, one `Schema` for each part."""

    @property
    def _schema(self) -> Schema:
        """The formula with what was learned from the data; its first part."""
        return self._schemas[0]

    @property
    def _parsed_formulas(self) -> list[ParsedFormula]:
        """The parts of the formula that was given."""
        return [schema.parsed for schema in self._schemas]

    @property
    def _formula_by_prefix(self) -> dict[str, ParsedFormula]:
        """The formula of each part by what its terms are called with in front."""
        return {"": self._schema.parsed}

    @property
    def _named_schemas(self) -> list[tuple[str | None, Schema]]:
        """The name of each linear predictor, None for the only one, and its schema."""
        return [(None, self._schema)]

    def _parsed_formula_of(self, name: str) -> ParsedFormula:
        """The formula of one of its linear predictors."""
        return self._schema.parsed

    def _is_identified_without_terms(self, prefix: str) -> bool:
        """Whether the model is still identified when a part loses a term."""
        return True

    @property
    def formula(self) -> str:
        """The formula, as R writes it."""
        first, *others = self._parsed_formulas
        return " | ".join([first.text, *(part.right for part in others)])

    @property
    def terms(self) -> tuple[str, ...]:
        """The labels of the terms, in R's order."""
        return self._schema.parsed.labels

    @property
    def xlevels(self) -> dict[str, list[str]]:
        """The levels of each factor."""
        return {n: list(levels) for part in self._schemas for n, levels in part.xlevels.items()}

    @property
    def contrasts(self) -> dict[str, Any]:
        """The contrasts of each factor."""
        return {n: contrasts for part in self._schemas for n, contrasts in part.contrasts.items()}
