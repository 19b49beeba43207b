"""What a reference grid knows of the variables of a fit, learned in one pass over its rows."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.evaluation.expressions import expression
from rglm.design.frame.schema import Schema
from rglm.design.syntax.syntax_tree import Name
from rglm.design.syntax.tree_walks import walk
from rglm.design.values.data_column import TEXT_COLUMNS_ATTR, read_column
from rglm.design.values.dates import Dates
from rglm.design.values.r_values import Factor, Logical, Matrix
from rglm.inference.reference_grid.cell_counts import MAX_KEPT_CODES, CellCounts
from rglm.inference.reference_grid.number_sums import NumberSums
from rglm.inference.row_values import rows_in_data

if TYPE_CHECKING:
    from rglm.protocol.result_rows import ResultRows

MAX_CELLS = 300_000  # of chunks
MOST_KEPT = 2  # a number with so many values has them all, as a factor has its levels


@dataclass(frozen=True)
class VariableKind:
    """What a variable is.

    Attributes
    ----------
    is_factor : bool
        Whether it has levels: text, categories, true and false, and a number or date of which the
        formula makes a factor.
    has_labels : bool
        Whether its levels are labels, as text and categories have them.
    is_logical, is_whole, is_matrix : bool
        True and false; whole numbers; a matrix.
    dtype : CategoricalDtype, MatrixDtype or None
        Of categories that are no text, and of a matrix.
    seconds : float
        Of dates and times: the seconds of R's number, 86400 of a date and 1 of a time; else 0.
    """

    is_factor: bool
    has_labels: bool = False
    is_logical: bool = False
    is_whole: bool = False
    is_matrix: bool = False
    dtype: Any = None
    seconds: float = 0.0


@dataclass(frozen=True)
class VariableSummary:
    """The variables of some rows; ``a + b`` is of the rows of both.

    Attributes
    ----------
    kinds : dict of VariableKind
        In the order of the formula.
    labels : dict of tuple
        The levels of text and categories, in order; rows may lack some.
    used : dict of array
        The codes of the levels that rows have, sorted.
    numbers : dict of NumberSums
        Of numbers and matrices that are no factors.
    cells : CellCounts or None
        Of factors, and of numbers with few values; None if there are too many to keep.
    nested : set of (str, str)
        Where there are no cells: the variables each of whose levels is seen with one level of
        another one, and this one.
    offsets : (L,) long double array
        The sum of the offset of each linear predictor.
    nrows : int
    """

    kinds: Mapping[str, VariableKind]
    labels: Mapping[str, tuple[str, ...]]
    used: Mapping[str, np.ndarray]
    numbers: Mapping[str, NumberSums]
    cells: CellCounts | None
    offsets: np.ndarray
    nrows: int
    nested: frozenset[tuple[str, str]] = frozenset()

    def __add__(self, other: VariableSummary) -> VariableSummary:
        pairs = {name: (self.used[name], other.used[name]) for name in self.used}
        return VariableSummary(
            {n: _common_kind(kind, other.kinds[n]) for n, kind in self.kinds.items()},
            self.labels,
            {name: np.union1d(*pair) for name, pair in pairs.items()},
            {name: one + other.numbers[name] for name, one in self.numbers.items()},
            _sum_of_cells(self.cells, other.cells),
            self.offsets + other.offsets,
            self.nrows + other.nrows,
        )

    def compact(self) -> VariableSummary:
        """The summary in some kilobytes."""
        if self.cells is None:
            return self
        if self.cells.codes.size <= MAX_KEPT_CODES:
            return replace(self, cells=self.cells.compact())
        return replace(self, cells=None, nested=frozenset(self.cells.nested_pairs()))

    @property
    def mean_offsets(self) -> np.ndarray:
        """The mean offset of each linear predictor, (L,)."""
        return (self.offsets / max(self.nrows, 1)).astype(float)


def summarise_variables(
    fit: ResultRows, most: int = MOST_KEPT, kept: Sequence[str] = ()
) -> VariableSummary:
    """The variables on the rows of a fit, in memory or in chunks.

    Parameters
    ----------
    fit : ResultRows
    most : int
        Numbers with so many values are among the `cells`.
    kept : sequence of str
        Numbers that are, whatever their values.

    Raises
    ------
    ValueError
        The fit was stripped of its rows.
    """
    fit._rows_source  # noqa: B018  an error after strip()
    of_rows = partial(_of_rows, most=most, kept=tuple(kept))
    return reduce(add, fit._map_chunks(of_rows, "the reference grid"))


def grid_variables(columns: Any, schemas: Sequence[Schema]) -> list[str]:
    """The columns that terms and offsets of formulas read, in the order of the formulas."""
    terms = [e for schema in schemas for e in schema.parsed.expressions.values()]
    offsets = [e for schema in schemas for e in schema.parsed.offsets]
    given = [expression(s.offset) for s in schemas if isinstance(s.offset, str)]
    reads = dict.fromkeys(n for e in (*terms, *offsets, *given) for n in e.columns_of(columns))
    nodes = [node for schema in schemas for node in walk(schema.parsed.side)]
    names = dict.fromkeys(node.text for node in nodes if isinstance(node, Name))
    return [n for n in dict.fromkeys([*names, *reads]) if n in reads]


def formula_variables(columns: Any, schemas: Sequence[Schema]) -> list[str]:
    """Those of `grid_variables` that formulas name, and not only ``offset=``."""
    expressions = [e for s in schemas for e in (*s.parsed.expressions.values(), *s.parsed.offsets)]
    reads = {name for e in expressions for name in e.columns_of(columns)}
    return [name for name in grid_variables(columns, schemas) if name in reads]


def becomes_factor(name: str, schemas: Sequence[Schema], columns: Container[str]) -> bool:
    """Whether a formula makes a factor of a number, ``factor(x)``, ``cut(x, 3)``."""
    return any(
        e.name in schema.xlevels and e.columns_of(columns) == [name]
        for schema in schemas
        for e in schema.parsed.expressions.values()
    )


def _of_rows(fit: ResultRows, most: int, kept: Sequence[str]) -> VariableSummary:
    """The summary of the rows in memory, all or a chunk."""
    data, schemas = fit.data, fit._schemas
    rows, text = rows_in_data(fit), data.attrs.get(TEXT_COLUMNS_ATTR, ())
    known = {name: factor for schema in schemas for name, factor in schema.levels.items()}
    kinds, labels, codes, numbers = {}, {}, {}, {}
    for name in grid_variables(data, schemas):
        column = data[name].iloc[rows]
        value = read_column(column, name, known.get(name), name in text)
        kind = _kind(value, column, becomes_factor(name, schemas, data))
        kinds[name] = kind
        if isinstance(value, Factor):
            labels[name] = value.levels
        values = value_codes(value)
        if kind.is_factor:
            codes[name] = values
        else:
            numbers[name] = one = NumberSums.of(values)
            if name in kept or (one.distinct is not None and len(one.distinct) <= most):
                codes[name] = values
    used = {n: np.unique(v[~np.isnan(v)]) for n, v in codes.items() if kinds[n].is_factor}
    offset = fit._rows.offset
    return VariableSummary(
        kinds,
        labels,
        used,
        numbers,
        CellCounts.of(codes, len(rows)),
        offset.reshape(len(offset), -1).sum(axis=0, dtype=np.longdouble),
        len(rows),
    )


def value_codes(value: Any) -> np.ndarray:
    """A variable's value as numbers: codes of a factor, (n, k) of a matrix, NaN where missing."""
    if isinstance(value, Factor):
        return np.where(value.codes < 0, np.nan, value.codes)
    if isinstance(value, Dates):
        return value.numbers
    if isinstance(value, (Logical, Matrix)):
        return value.values
    return np.asarray(value, dtype=float)


def _kind(value: Any, column: pd.Series, becomes_factor: bool) -> VariableKind:
    if isinstance(value, Factor):
        is_categorical = isinstance(column.dtype, pd.CategoricalDtype) and not value.is_text
        return VariableKind(True, has_labels=True, dtype=column.dtype if is_categorical else None)
    if isinstance(value, Logical):
        return VariableKind(True, is_logical=True)
    if isinstance(value, Matrix):
        return VariableKind(False, is_matrix=True, dtype=column.dtype)
    if isinstance(value, Dates):
        return VariableKind(becomes_factor, seconds=86400.0 if value.kind == "date" else 1.0)
    return VariableKind(becomes_factor, is_whole=pd.api.types.is_integer_dtype(column.dtype))


def _sum_of_cells(one: CellCounts | None, other: CellCounts | None) -> CellCounts | None:
    """The cells of two chunks; None where there are more than any grid has."""
    total = None if one is None or other is None else one + other
    return None if total is None or len(total.counts) > MAX_CELLS else total


def _common_kind(one: VariableKind, other: VariableKind) -> VariableKind:
    return replace(
        one,
        is_whole=one.is_whole and other.is_whole,
        dtype=one.dtype if one.dtype == other.dtype else None,
    )
