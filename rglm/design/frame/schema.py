"""A formula with levels, knots and contrasts learned from all rows, to be applied to new rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.columns import Columns
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import Expression, expression
from rglm.design.evaluation.name_errors import NEW_ROWS
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.factors.contrasts import Contrasts
from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.frame.factor_coding import FactorCoding, learn_factor_coding
from rglm.design.frame.marginality import CodedTerm, code_terms
from rglm.design.frame.materializer import design_columns
from rglm.design.frame.variable_coding import NumericCoding, VariableCoding
from rglm.design.values.formula_value import ColumnValue, FunctionState
from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.errors import DataError


@dataclass(frozen=True)
class Schema:
    """A formula with all that was learned from the data: R's ``terms`` and its attributes."""

    parsed: ParsedFormula
    terms: tuple[CodedTerm, ...]  # the terms with the coding of their factors
    coding: dict[str, VariableCoding]  # the coding of each variable, by formulaic's name
    # what ``poly``, ``scale``, ``bs``, ``ns``, ``cut`` ... learned, by call.
    states: dict[str, FunctionState]
    levels: dict[str, Factor]  # the data's categorical columns, as factors without rows
    borrowed: BorrowedNames  # the caller's functions and constants that the formula uses
    # names, assign: the columns' names and terms
    names: tuple[str, ...]
    assign: np.ndarray
    # the expression of ``offset=``; True when it was an array; None without
    offset: str | bool | None = field(default=None)

    @property
    def xlevels(self) -> dict[str, tuple[str, ...]]:
        """The levels of each factor of the formula, logicals left out (R's ``fit$xlevels``)."""
        return {c.variable: c.levels for c in self._factors if not c.is_logical}

    @property
    def contrasts(self) -> dict[str, Contrasts]:
        """The contrasts of each factor (R's ``fit$contrasts``)."""
        return {c.variable: c.contrasts for c in self._factors}

    @property
    def _factors(self) -> list[FactorCoding]:
        return [c for c in self.coding.values() if isinstance(c, FactorCoding)]

    @property
    def offset_expressions(self) -> list[Expression]:
        """The ``offset()`` terms and ``offset=``, but for one that was an array."""
        argument = [expression(self.offset)] if isinstance(self.offset, str) else []
        return [*self.parsed.offsets, *argument]

    def apply(self, data: pd.DataFrame) -> tuple[Columns, np.ndarray]:
        """The columns and the offset on new rows; NaN where a value is missing.

        Raises
        ------
        FormulaError
            A column is not there.
        DataError
            A level was never seen, or the fit's offset was an array.
        """
        scope = self._new_rows(data)
        return self._columns_in(scope), self._offset(scope)

    def apply_columns(self, data: pd.DataFrame) -> Columns:
        """The columns alone on new rows, as `apply` has them; no offset is evaluated."""
        return self._columns_in(self._new_rows(data))

    def _new_rows(self, data: pd.DataFrame) -> RowScope:
        borrowed = BorrowedNames(self.borrowed)
        return RowScope(data, self.states, dict(self.levels), borrowed, title=NEW_ROWS)

    def _columns_in(self, scope: RowScope) -> Columns:
        names = self.parsed.expressions
        values = {key: as_variable(scope.evaluate(names[key])) for key in self.coding}
        return self.columns(values, len(scope.data))

    def columns(self, values: Mapping[str, ColumnValue], nrows: int) -> Columns:
        """The columns of evaluated variables (`values`, by formulaic's name)."""
        adapted = {key: coding.adapt(values[key]) for key, coding in self.coding.items()}
        return design_columns(adapted, self.coding, nrows, self.terms, self.parsed.intercept)

    def _offset(self, scope: RowScope) -> np.ndarray:
        if self.offset is True:
            raise DataError(
                "the fit's offset= was an array, which cannot be evaluated in new data; fit with "
                "offset='column' or an offset(...) term to predict on new rows"
            )
        total = np.zeros(len(scope.data))
        for offset in self.offset_expressions:
            total = total + np.asarray(scope.evaluate(offset), dtype=float)
        return total


def as_variable(value: ColumnValue) -> ColumnValue:
    """A value as a variable of a model: a logical is a factor with levels FALSE and TRUE."""
    return value.to_factor() if isinstance(value, Logical) else value


def learn_schema(
    parsed: ParsedFormula,
    values: Mapping[str, ColumnValue],
    nrows: int,
    scope: RowScope,
    contrasts: Mapping[str, Contrasts],
    offset: Any,
) -> tuple[Schema, Columns]:
    """The schema and the columns of a right side.

    Parameters
    ----------
    parsed : ParsedFormula
    values : dict
        The evaluated variables by formulaic's name, with those of other right sides.
    nrows : int
    scope : RowScope
        Where they were evaluated.
    contrasts : dict
        Those of factors of other right sides are left out.
    offset : object
        The argument ``offset=``.
    """
    values = {e: values[e] for e in parsed.expressions}
    names = {*values} | parsed.names
    contrasts = {factor: own for factor, own in contrasts.items() if factor in names}
    coding = {e: _learn_coding(parsed.expressions[e], v, contrasts) for e, v in values.items()}
    terms = [tuple(factor.expr for factor in term.factors) for term in parsed.terms]
    factors = {e for e, value in values.items() if isinstance(value, Factor)}
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


def _learn_coding(
    variable: Expression, value: ColumnValue, contrasts: Mapping[str, Contrasts]
) -> VariableCoding:
    if isinstance(value, Factor):
        return learn_factor_coding(variable, value, contrasts)
    return NumericCoding(variable.name, value.suffixes if isinstance(value, Matrix) else None)
