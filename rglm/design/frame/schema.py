"""What is learned from all rows once, and applied to any rows after: R's terms, with memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.columns import Columns
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import expression
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.evaluation.scope import Scope
from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.frame.factor_coding import FactorCoding, learn_coding
from rglm.design.frame.marginality import CodedTerm, code_terms
from rglm.design.frame.materializer import design_columns
from rglm.design.values.r_values import Factor, Logical, to_factor
from rglm.errors import DataError


@dataclass(frozen=True)
class Schema:
    """A formula with everything that was learned from the data.

    Attributes
    ----------
    parsed : ParsedFormula
    terms : tuple of CodedTerm
        The terms with the coding of their factors.
    coding : dict
        By formulaic's name: a factor's `FactorCoding`, a number's name in R.
    states : dict
        What ``poly``, ``scale``, ``bs``, ``ns``, ``cut`` ... learned, by call.
    levels : dict
        The data's categorical columns, as factors without rows.
    borrowed : BorrowedNames
        The caller's functions and constants that the formula uses.
    names, assign
        The columns' names and terms.
    offset : str, bool
        The expression of ``offset=``; True when it was an array; None without.
    """

    parsed: ParsedFormula
    terms: tuple[CodedTerm, ...]
    coding: dict[str, FactorCoding | str]
    states: dict[str, dict[str, Any]]
    levels: dict[str, Factor]
    borrowed: BorrowedNames
    names: tuple[str, ...]
    assign: np.ndarray
    offset: str | bool | None = field(default=None)

    @property
    def xlevels(self) -> dict[str, tuple[str, ...]]:
        """The levels of each factor of the formula, logicals left out (R's ``fit$xlevels``)."""
        factors = [
            c for c in self.coding.values() if isinstance(c, FactorCoding) and not c.is_logical
        ]
        return {c.variable: c.levels for c in factors}

    @property
    def contrasts(self) -> dict[str, Any]:
        """The contrasts of each factor (R's ``fit$contrasts``)."""
        return {
            c.variable: c.contrasts for c in self.coding.values() if isinstance(c, FactorCoding)
        }

    def apply(self, data: pd.DataFrame) -> tuple[Columns, np.ndarray]:
        """The columns and the offset on new rows; NaN where a value is missing.

        Raises
        ------
        FormulaError
            A column is not there.
        DataError
            A level was never seen, or the fit's offset was an array.
        """
        borrowed = BorrowedNames(self.borrowed)
        scope = RowScope(data, self.states, dict(self.levels), borrowed, title="newdata=")
        names = self.parsed.expressions
        values = {key: as_variable(scope.evaluate(names[key])) for key in self.coding}
        return self.columns(values, len(data)), self._offset(scope)

    def columns(self, values: Mapping[str, Any], nrows: int) -> Columns:
        """The columns of evaluated variables (`values`, by formulaic's name)."""
        same = {key: _same_kind(values[key], coding) for key, coding in self.coding.items()}
        return design_columns(same, self.coding, nrows, self.terms, self.parsed.intercept)

    def _offset(self, scope: Scope) -> np.ndarray:
        if self.offset is True:
            raise DataError(
                "the fit's offset= was an array, which cannot be evaluated in new data; fit with "
                "offset='column' or an offset(...) term to predict on new rows"
            )
        expressions = list(self.parsed.offsets)
        if self.offset:
            expressions.append(expression(self.offset))
        total = np.zeros(len(scope.data))
        for part in expressions:
            total = total + np.asarray(scope.evaluate(part), dtype=float)
        return total


def as_variable(value: Any) -> Any:
    """A value as a variable of a model: a logical is a factor with levels FALSE and TRUE."""
    return value.to_factor() if isinstance(value, Logical) else value


def _same_kind(value: Any, coding: FactorCoding | str) -> Any:
    """New values of a variable, of the kind and the levels that the fit has learned."""
    if isinstance(coding, FactorCoding):
        return coding.apply(value if isinstance(value, Factor) else to_factor(value))
    if isinstance(value, Factor):
        if value.missing.all() or value.levels == ("FALSE", "TRUE"):
            return np.where(value.missing, np.nan, value.codes.astype(float))
        raise DataError(
            f"{coding!r} was a number at the fit; the new data have text or categories there "
            f"({', '.join(map(repr, value.levels[:3]))})"
        )
    return value


def learn_schema(
    parsed: ParsedFormula,
    values: Mapping[str, Any],
    nrows: int,
    scope: RowScope,
    contrasts: Mapping[str, Any],
    offset: Any,
) -> tuple[Schema, Columns]:
    """The schema and the columns of evaluated variables (`values`, by formulaic's name)."""
    coding = {
        expr: learn_coding(parsed.expressions[expr], value, contrasts)
        if isinstance(value, Factor)
        else parsed.expressions[expr].name
        for expr, value in values.items()
    }
    terms = [tuple(factor.expr for factor in term.factors) for term in parsed.terms]
    factors = {expr for expr, found in coding.items() if isinstance(found, FactorCoding)}
    coded = code_terms(terms, factors, parsed.intercept)
    columns = design_columns(values, coding, nrows, coded, parsed.intercept)
    schema = Schema(
        parsed=parsed,
        terms=coded,
        coding=coding,
        states=scope.states,
        levels=scope.levels,
        borrowed=scope.borrowed,
        names=columns.names,
        assign=columns.assign,
        offset=offset if offset is None or isinstance(offset, str) else True,
    )
    return schema, columns
