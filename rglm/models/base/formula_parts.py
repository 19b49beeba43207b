"""The formula of a fit: its parts, terms, levels and contrasts."""

from __future__ import annotations

from typing import Any

from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.frame.schema import Schema


class FormulaParts:
    """The formula of a fit, one `Schema` for each part."""

    schemas: tuple[Schema, ...]

    @property
    def schema(self) -> Schema:
        """The formula with what was learned from the data; its first part."""
        return self.schemas[0]

    @property
    def parsed(self) -> list[ParsedFormula]:
        """The parts of the formula that was given."""
        return [schema.parsed for schema in self.schemas]

    @property
    def _formula_parts(self) -> dict[str, ParsedFormula]:
        """The formula of each part by what its terms are called with in front."""
        return {"": self.schema.parsed}

    @property
    def _term_parts(self) -> list[tuple[str | None, Schema]]:
        """The name of each linear predictor, None for the only one, and its schema."""
        return [(None, self.schema)]

    def _parsed_part(self, name: str) -> ParsedFormula:
        """The formula of one of its linear predictors."""
        return self.schema.parsed

    def _may_lack(self, prefix: str) -> bool:
        """Whether the model is still identified when a part loses a term."""
        return True

    @property
    def formula(self) -> str:
        """The formula, as R writes it."""
        first, *others = self.parsed
        return " | ".join([first.text, *(part.right for part in others)])

    @property
    def terms(self) -> tuple[str, ...]:
        """The labels of the terms, in R's order."""
        return self.schema.parsed.labels

    @property
    def xlevels(self) -> dict[str, list[str]]:
        """The levels of each factor."""
        return {n: list(levels) for part in self.schemas for n, levels in part.xlevels.items()}

    @property
    def contrasts(self) -> dict[str, Any]:
        """The contrasts of each factor."""
        return {n: made for part in self.schemas for n, made in part.contrasts.items()}
