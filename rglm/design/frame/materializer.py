"""Terms to columns: products of the columns of their variables, under R's names.

As in R the columns of a term's first variable change fastest.
"""

from __future__ import annotations

import functools
import itertools
import math
import operator
from collections.abc import Mapping, Sequence

import numpy as np

from rglm.design.columns import Columns, constant_column, hstack, no_columns
from rglm.design.factors.indicators import CategoryCodes, Indicators
from rglm.design.frame.marginality import CodedTerm
from rglm.design.frame.variable_coding import (
    DenseColumns,
    LevelColumns,
    VariableCoding,
    VariableColumns,
)
from rglm.design.size_limits import check_limit
from rglm.design.values.formula_value import ColumnValue
from rglm.design.values.r_values import Factor
from rglm.errors import FormulaError

MAX_COLUMNS = 1_000_000  # of a design: their names alone take some 100 MB


def design_columns(
    values: Mapping[str, ColumnValue],
    coding: Mapping[str, VariableCoding],
    nrows: int,
    terms: Sequence[CodedTerm],
    intercept: bool,
) -> Columns:
    """The columns of evaluated variables.

    Raises FormulaError: a term has more columns than can be handled.
    """
    designs = [constant_column(nrows) if intercept else no_columns(nrows)]
    by_term = []
    for term in terms:
        pairs = zip(term.variables, term.full, strict=True)
        by_term.append([coding[v].columns(values[v], is_full) for v, is_full in pairs])
        _check_size(by_term[-1], term, values, coding)
    size = sum(math.prod(len(one.names) for one in variables) for variables in by_term)
    check_limit(size, MAX_COLUMNS, "the number of columns of all terms together")
    designs += [_term_columns(nrows, number, one) for number, one in enumerate(by_term, 1)]
    return hstack(designs)


def _check_size(
    variables: Sequence[VariableColumns],
    term: CodedTerm,
    values: Mapping[str, ColumnValue],
    coding: Mapping[str, VariableCoding],
) -> None:
    """Check that a term's columns are not too many, before they are made."""
    sizes = [len(one.names) for one in variables]
    if math.prod(sizes) <= MAX_COLUMNS:
        return
    names = [coding[v].name for v in term.variables]
    factors = [coding[v].name for v in term.variables if isinstance(values[v], Factor)]
    shown = " x ".join(f"{size:,}" for size in sizes)
    advice = "coarsen it, or leave it out"
    if len(factors) > 1:
        advice = (
            f"where few of its cells occur, write interaction({', '.join(factors)}), or paste the "
            "columns into one: only the cells that occur are then levels"
        )
    raise FormulaError(
        f"the term {':'.join(names)!r} has {shown} = {math.prod(sizes):,} columns, and a design "
        f"can have {MAX_COLUMNS:,} at most; {advice}"
    )


def _term_columns(nrows: int, number: int, variables: Sequence[VariableColumns]) -> Columns:
    """The columns of a term."""
    if len(variables) == 1 and isinstance(only := variables[0], DenseColumns):
        count = len(only.names)
        return Columns(
            nrows, (*only.names,), np.full(count, number), (*only.arrays,), np.arange(count)
        )
    names = _product_names([one.names for one in variables])
    assign = np.full(len(names), number)
    dense = [one for one in variables if isinstance(one, DenseColumns)]
    levels = [one for one in variables if isinstance(one, LevelColumns)]
    products = [_product(arrays) for arrays in itertools.product(*(one.arrays for one in dense))]
    # a row for each combination of levels, a column for each product of numbers
    positions = np.arange(len(names)).reshape([len(one.names) for one in variables], order="F")
    order = sorted(range(len(variables)), key=lambda i: isinstance(variables[i], DenseColumns))
    positions = positions.transpose(order).reshape(-1, len(products))
    if not levels:
        arrays = tuple(products[i] for i in np.argsort(positions[0]))
        return Columns(nrows, names, assign, arrays, np.arange(len(names)))
    categories = functools.reduce(CategoryCodes.cross, (one.categories for one in levels))
    cells, indicators = _crossed_codes(levels), []
    for product, column_positions in zip(products, positions.T, strict=True):
        by_code = np.full(categories.k, -1)
        by_code[cells] = column_positions
        multiplied = categories.multiply(product) if dense else categories
        indicators.append(Indicators(multiplied, by_code))
    return Columns(nrows, names, assign, (), np.zeros(0, dtype=int), tuple(indicators))


def _product_names(names: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The names of products, the first variable's changing fastest."""
    if len(names) == 1:
        return tuple(names[0])
    return tuple(":".join(one[::-1]) for one in itertools.product(*reversed(names)))


def _product(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """The product of arrays; 1 of none."""
    return functools.reduce(operator.mul, arrays) if arrays else np.ones(())


def _crossed_codes(levels: Sequence[LevelColumns]) -> np.ndarray:
    """The category of the crossed variables for each combination of their columns."""
    codes, stride = np.zeros(1, dtype=int), 1
    for one in levels:
        codes = np.add.outer(codes, stride * one.column_codes)
        stride *= one.categories.k
    return codes.ravel()
