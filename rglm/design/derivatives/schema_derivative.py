"""The derivatives of the columns and the offset of a design by a column of the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from rglm.design.columns import Columns
from rglm.design.derivatives.column_uses import check_has_slope
from rglm.design.derivatives.differences import extrapolated_derivative
from rglm.design.derivatives.expression_derivative import Differentiator
from rglm.design.evaluation.evaluation_context import BorrowedNames
from rglm.design.evaluation.expressions import Expression
from rglm.design.evaluation.name_errors import NEW_ROWS
from rglm.design.evaluation.row_scope import RowScope
from rglm.design.frame.factor_coding import FactorCoding
from rglm.design.frame.materializer import design_columns
from rglm.design.frame.schema import Schema, as_variable
from rglm.design.values.data_column import read_column
from rglm.design.values.dates import Dates
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.formatting.hints.warning_location import collect_warnings
from rglm.linalg.constant_array import constant_array

RELATIVE_STEP = 0.25  # of differences, among the spread of the column


def schema_derivative(
    schema: Schema, data: pd.DataFrame, name: str, order: int = 1
) -> tuple[Columns, np.ndarray]:
    """dX/dx and do/dx at rows of data: the columns (n, p) and the offset (n,).

    Exact for the vocabulary's functions; by differences, to some 11 digits, for those of the
    analyst. The columns are products of variables, so that d(uv) = du v + u dv.

    Parameters
    ----------
    schema : Schema
    data : DataFrame (n, ...)
    name : str
        The column x.
    order : int
        Of the derivative; those above the first are differences of the first, to some 9 digits.

    Raises
    ------
    ValueError
        The formula reads the column as levels or in steps, or it is no number.
    """
    check_has_slope(schema, name)
    first = _SchemaDerivative(schema, data, name)
    if order == 1:
        return first.columns(), first.offset()
    return _higher(schema, data, name, order, first)


class _SchemaDerivative:
    """The derivatives of the variables of a formula, and of their products."""

    def __init__(self, schema: Schema, data: pd.DataFrame, name: str) -> None:
        self.schema, self.n, self.name = schema, len(data), name
        self.data = data
        self.scope = self._scope(data)
        self.x = column_numbers(data, name)
        self.step = longest_step(self.x)
        self.differentiator = Differentiator(self.scope, self._scope_at, name, self.x, self.step)

    def _scope(self, data: pd.DataFrame) -> RowScope:
        schema = self.schema
        borrowed = BorrowedNames(schema.borrowed)
        return RowScope(data, schema.states, dict(schema.levels), borrowed, title=NEW_ROWS)

    def _scope_at(self, x: np.ndarray) -> RowScope:
        return self._scope(self.data.assign(**{self.name: x}))

    def of(self, expression: Expression) -> np.ndarray | None:
        """The derivative of an expression, None where it is 0."""
        if self.name not in expression.reads:
            return None
        with np.errstate(all="ignore"):
            return expression.tree.accept(self.differentiator)

    def columns(self) -> Columns:
        """The derivatives of the columns, 0 in terms that do not read x."""
        schema, named = self.schema, self.schema.parsed.expressions
        for key, coding in schema.coding.items():
            if isinstance(coding, FactorCoding) and self.name in named[key].reads:
                raise ValueError(
                    f"there is no slope of {self.name!r}: {coding.name} has levels; compare "
                    f"values of it, avg_comparisons(fit, {{{self.name!r}: [low, high]}})"
                )
        found = {key: self.of(named[key]) for key in schema.coding}
        slopes = {key: slope for key, slope in found.items() if slope is not None}
        used = {v for t in schema.terms if set(t.variables) & slopes.keys() for v in t.variables}
        values = {
            key: schema.coding[key].adapt(as_variable(self.scope.evaluate(named[key])))
            for key in used
        }
        totals: dict[int, np.ndarray] = {}
        for key, slope in slopes.items():
            self._add_products(totals, key, {**values, key: _like(values[key], slope)})
        return self._columns(totals)

    def _add_products(
        self, totals: dict[int, np.ndarray], key: str, values: Mapping[str, ColumnValue]
    ) -> None:
        """Add the columns of the terms that have a variable, with its derivative in its place."""
        schema = self.schema
        places = [i for i, term in enumerate(schema.terms) if key in term.variables]
        terms = [schema.terms[i] for i in places]
        product = design_columns(values, schema.coding, self.n, terms, False)
        positions = np.concatenate([np.flatnonzero(schema.assign == i + 1) for i in places])
        for position, one in zip(positions, product.matrix().T, strict=True):
            totals[position] = totals[position] + one if position in totals else one

    def _columns(self, totals: Mapping[int, np.ndarray]) -> Columns:
        """The columns at their positions, zeros elsewhere."""
        names = self.schema.names
        zero = constant_array(0.0, self.n)
        arrays = tuple(totals.get(i, zero) for i in range(len(names)))
        return Columns(self.n, names, self.schema.assign, arrays, np.arange(len(names)))

    def offset(self) -> np.ndarray:
        """The derivative of the offset; 0 of one that was an array."""
        total = np.zeros(self.n)
        for one in self.schema.offset_expressions:
            slope = self.of(one)
            total = total if slope is None else total + slope
        return total


def _higher(
    schema: Schema, data: pd.DataFrame, name: str, order: int, first: _SchemaDerivative
) -> tuple[Columns, np.ndarray]:
    """The derivative of a higher order, by differences of the one before."""

    def lower(x: np.ndarray) -> np.ndarray:
        rows = data.assign(**{name: x})
        with collect_warnings():
            columns, offset = schema_derivative(schema, rows, name, order - 1)
        return np.column_stack([columns.matrix(), offset])

    slopes = extrapolated_derivative(lower, first.x, first.step)
    columns = first.columns()
    arrays = tuple(slopes[:, i] for i in range(len(columns)))
    return replace(columns, dense=arrays), slopes[:, -1]


def _like(value: ColumnValue, slope: np.ndarray) -> ColumnValue:
    """A derivative with the names of the columns of what it is of."""
    return Matrix(slope, value.suffixes) if isinstance(value, Matrix) else slope


def column_numbers(data: pd.DataFrame, name: str) -> np.ndarray:
    """The numbers of a column.

    Raises ValueError: there is no such column, or it has no numbers.
    """
    if name not in data:
        raise ValueError(f"the data have no column {name!r}")
    column = data[name]
    numbers = read_column(column, name)
    if isinstance(numbers, (Factor, Logical, Matrix, Dates)):
        raise ValueError(
            f"there is no slope of {name!r}: its values are no numbers ({column.dtype}); compare "
            f"its levels, avg_comparisons(fit, {name!r})"
        )
    return np.asarray(numbers, dtype=float)


def longest_step(x: np.ndarray) -> np.ndarray:
    """The longest step of differences at each number, beside the spread of all of them."""
    known = x[np.isfinite(x)]
    spread = float(known.std()) if len(known) > 1 else 0.0
    unit = spread or float(np.abs(known).max(initial=0.0)) or 1.0
    return np.full(len(x), RELATIVE_STEP * unit)
