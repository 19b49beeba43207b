"""Cells: the rows with the same columns and the same offset, as one row.

The rows of a cell have one mean mu. With weights a_i, A = sum a_i and the mean response
m = sum a_i y_i / A, the score of a family is that of one row (m, A), the deviance has the constant
sum a_i d(y_i, m) more,

    sum a_i d(y_i, mu) = A d(m, mu) + sum a_i d(y_i, m),

and Pearson's chi-square has sum a_i (y_i - m)^2 / V(mu) more (McCullagh & Nelder 1989, section
4.5, of binary data). Models whose likelihood is not linear in y have cells of the same response.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from rglm.design.block import LazyArray, Rows
from rglm.linalg.constant_array import is_constant
from rglm.sources.cells.row_codes import RowCodes, RowGroups, probe, row_codes, row_groups
from rglm.sources.cells.row_keys import RowKey, column_keys, number_keys
from rglm.sources.cells.thresholds import MIN_ROWS, MIN_ROWS_PER_CELL
from rglm.sources.memory import MemorySource
from rglm.sources.row_sums import RowSums
from rglm.sources.source import Source

MIN_COUNT = 4  # rows of one cell, response and weight, beyond which they are one observation


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells of a fit.

    Attributes
    ----------
    observations : MemorySource
        The rows that differ in the response, the weight or the trials too, with their `counts`,
        if these are few; else all rows.
    cells : RowCodes
        The cell of each observation; all codes occur.
    max_cells : int
        The most rows that are worth it.
    """

    observations: MemorySource
    cells: RowCodes
    max_cells: int

    def select(self, columns: np.ndarray) -> Cells:
        """The same cells with some of the columns, by which some of them may be equal."""
        out = Cells(self.observations.select(columns), self.cells, self.max_cells)
        vars(out)["source"] = self.source.select(columns)
        return out

    @cached_property
    def row_sums(self) -> RowSums:
        """Counts of the rows, and sums of their weights, responses and offsets."""
        return self.observations.row_sums

    @cached_property
    def source(self) -> MemorySource:
        """A row for each cell: its mean response and the sum of its weights.

        The `squares` of its rows are sum a_i (y_i - m)^2, their `numbers` how many a_i are not 0.
        """
        return _mean_responses(self.observations, self.cells)

    @cached_property
    def by_response(self) -> MemorySource | None:
        """A row for each cell, response and number of trials, with the sum of its weights.

        None if there are too many.
        """
        rows, n = self.observations.rows, self.observations.nrows
        keys = [RowKey(self.cells.codes, self.cells.k), *number_keys(rows.y, rows.trials)]
        tells = probe(keys, n, self.max_cells) if rows.counts is None else [True] * len(keys)
        if tells is None:
            return None
        codes = row_codes(keys, tells, n, self.max_cells)
        if codes is None:
            return None
        total = codes.sums(_row_weights(rows))
        return self.observations.take(codes.first_rows()).with_rows(weights=total, counts=None)


def find_cells(source: Source) -> Cells | None:
    """The cells of rows; None where these are not many more than the cells.

    Of rows that are not in memory the distinct ones have to be known.
    """
    return None if source.distinct is None else find_cells_in_memory(source.distinct)


def find_cells_in_memory(source: MemorySource) -> Cells | None:
    """The same of rows in memory; where these have `counts` each stands for as many."""
    rows, counts = source.rows, source.rows.counts
    n = source.nrows if counts is None else int(counts.sum())
    if n < MIN_ROWS:
        return None
    max_cells = n // MIN_ROWS_PER_CELL
    keys = [*column_keys(source.columns), *_offset_keys(rows.offset)]
    if counts is not None:
        tells = [True] * len(keys)
    elif (told := probe(keys, n, max_cells)) is None:
        return None
    else:
        tells = told
        if (groups := _observation_groups(source, keys)) is not None:
            keys = [key.take(groups.rows) for key in keys]
            source = source.take(groups.rows).with_rows(counts=groups.counts)
    codes = row_codes(keys, tells, source.nrows, max_cells)
    return None if codes is None else Cells(source, codes, max_cells)


def design_codes(source: MemorySource) -> RowCodes | None:
    """The cell of each row, for fits to several responses; None where cells are many."""
    n = source.nrows
    if n < MIN_ROWS or source.rows.counts is not None:
        return None
    most = n // MIN_ROWS_PER_CELL
    keys = [*column_keys(source.columns), *_offset_keys(source.rows.offset)]
    tells = probe(keys, n, most)
    return None if tells is None else row_codes(keys, tells, n, most)


def _observation_groups(source: MemorySource, keys: list[RowKey]) -> RowGroups | None:
    """Groups of the rows that are equal in some keys, the response, the weights and the trials.

    None if they are too many.
    """
    rows, n = source.rows, source.nrows
    keys, most = [*keys, *number_keys(rows.y, rows.weights, rows.trials)], n // MIN_COUNT
    tells = probe(keys, n, most)
    return None if tells is None else row_groups(keys, tells, n, most)


def _offset_keys(offset: np.ndarray) -> list[RowKey]:
    return [*number_keys(offset)] if not is_constant(offset) and offset.any() else []


def _row_weights(rows: Rows) -> np.ndarray:
    """The weight of all that each row stands for."""
    return rows.weights if rows.counts is None else rows.weights * rows.counts


def _mean_responses(source: MemorySource, cells: RowCodes) -> MemorySource:
    """A row for each cell, with the weighted mean of its responses.

    The mean is that of a row where all weights are 0. A second pass corrects the rounding of
    sums of many numbers.
    """
    rows, weights = source.rows, _row_weights(source.rows)
    out = source.take(cells.first_rows())
    total = cells.sums(weights)
    used = total > 0
    divisor = np.where(used, total, 1.0)
    mean = cells.sums(weights * rows.y) / divisor
    mean += cells.sums(weights * (rows.y - mean[cells.codes])) / divisor
    mean = np.where(used, mean, out.rows.y)

    def squares() -> np.ndarray:
        return cells.sums(weights * (rows.y - mean[cells.codes]) ** 2)

    def numbers() -> np.ndarray:
        return cells.sums((rows.weights > 0) * (1.0 if rows.counts is None else rows.counts))

    summed = Rows(
        y=mean,
        weights=total,
        offset=out.rows.offset,
        trials=np.broadcast_to(1.0, mean.shape),
        etastart=out.rows.etastart,
        squares=LazyArray(squares),
        numbers=LazyArray(numbers),
    )
    return replace(out, rows=summed)
