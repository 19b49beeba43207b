"""Terms to columns: products of the columns of their variables, under R's names.

The data are a model frame: every variable of the formula already evaluated. As in R the columns of
a term's first variable change fastest.
"""

from __future__ import annotations

import functools
import itertools
import math
import operator
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rglm.design.columns import Columns, constant_column, hstack, no_columns
from rglm.design.factors.indicators import CategoryCodes, Indicators, LevelColumns
from rglm.design.frame.factor_coding import FactorCoding
from rglm.design.frame.marginality import CodedTerm
from rglm.design.size_limits import check_limit
from rglm.design.values.r_values import Factor, Matrix
from rglm.errors import FormulaError

MAX_COLUMNS = 1_000_000  # of a design: their names alone take some 100 MB

VariableColumns = tuple[
    Sequence[str], Any
]  # names of columns, and what they are: arrays or Levels


def design_columns(
    frame: Mapping[str, Any],
    coding: Mapping[str, FactorCoding | str],
    nrows: int,
    terms: Sequence[CodedTerm],
    intercept: bool,
) -> Columns:
    """The columns of a model frame: `coding` has a Coding per factor, a name per number.

    Raises
    ------
    FormulaError
        A term has more columns than can be handled.
    """
    out = [constant_column(nrows)] if intercept else [no_columns(nrows)]
    columns = []
    for term in terms:
        pairs = zip(term.variables, term.full, strict=True)
        columns.append([_columns_of(frame[v], coding[v], full) for v, full in pairs])
        _check_size(columns[-1], [coding[v] for v in term.variables])
    size = sum(math.prod(len(names) for names, _ in parts) for parts in columns)
    check_limit(size, MAX_COLUMNS, "the number of columns of all terms together")
    out += [_products(nrows, number, parts) for number, parts in enumerate(columns, 1)]
    return hstack(out)


def _columns_of(value: Any, coding: FactorCoding | str, full: bool) -> VariableColumns:
    """The names and the columns of a variable."""
    if isinstance(value, Factor):
        return coding.columns(value, reduced=not full)
    if not isinstance(value, Matrix):
        return [coding], [value]
    return [f"{coding}{s}" for s in value.suffixes], list(value.values.T)


def _check_size(parts: Sequence[VariableColumns], coding: Sequence[FactorCoding | str]) -> None:
    """Check that a term's columns are not too many, before any is made."""
    sizes = [len(names) for names, _ in parts]
    if math.prod(sizes) <= MAX_COLUMNS:
        return
    names = [c.name if isinstance(c, FactorCoding) else c for c in coding]
    factors = [n for n, c in zip(names, coding, strict=True) if isinstance(c, FactorCoding)]
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


def _products(nrows: int, number: int, parts: Sequence[VariableColumns]) -> Columns:
    """The columns of a term."""
    names = _names([names for names, _ in parts])
    places = np.arange(len(names)).reshape([len(one) for one, _ in parts], order="F")
    coded = [i for i, (_, found) in enumerate(parts) if isinstance(found, LevelColumns)]
    dense = [i for i in range(len(parts)) if i not in coded]
    products = [_product(one) for one in itertools.product(*(parts[i][1] for i in dense))]
    places = places.transpose([*coded, *dense]).reshape(-1, len(products))
    assign = np.full(len(names), number)
    if not coded:
        order = np.argsort(places[0])
        arrays = tuple(products[i] for i in order)
        return Columns(nrows, names, assign, arrays, np.arange(len(names)))
    levels = [parts[i][1] for i in coded]
    group, cells = (
        functools.reduce(CategoryCodes.cross, (one.categories for one in levels)),
        _cells(levels),
    )
    found = []
    for product, at in zip(products, places.T, strict=True):
        by_code = np.full(group.k, -1)
        by_code[cells] = at
        found.append(Indicators(group if product is None else group.multiply(product), by_code))
    return Columns(nrows, names, assign, (), np.zeros(0, dtype=int), tuple(found))


def _names(parts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The names of products, the first variable's changing fastest."""
    return tuple(":".join(one[::-1]) for one in itertools.product(*reversed(parts)))


def _product(arrays: Sequence[np.ndarray]) -> np.ndarray | None:
    return functools.reduce(operator.mul, arrays) if arrays else None


def _cells(levels: Sequence[LevelColumns]) -> np.ndarray:
    """The category of the crossed variables for each combination of their columns."""
    out, stride = np.zeros(1, dtype=int), 1
    for one in levels:
        out = np.add.outer(out, stride * one.column_codes)
        stride *= one.categories.k
    return out.ravel()
