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
from rglm.sources.cells.row_codes import RowCodes, row_codes
from rglm.sources.cells.row_keys import RowKey, column_keys, number_keys
from rglm.sources.memory import MemorySource
from rglm.sources.row_sums import RowSums
from rglm.sources.source import Source

MIN_ROWS = 20_000  # below it a fit takes milliseconds, and its iterations are R's
MIN_ROWS_PER_CELL = 10


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

    @cached_property
    def row_sums(self) -> RowSums:
        """Counts of the rows, and sums of their weights, responses and offsets."""
        return self.observations.row_sums

    @cached_property
    def source(self) -> MemorySource:
        """A row for each cell: its mean response and the sum of its weights.

        The `squares` of its rows are sum a_i (y_i - m)^2.
        """
        return _mean_responses(self.observations, self.cells)

    @cached_property
    def by_response(self) -> MemorySource | None:
        """A row for each cell, response and number of trials, with the sum of its weights.

        None if there are too many.
        """
        rows, n = self.observations.rows, self.observations.nrows
        keys = [RowKey(self.cells.codes, self.cells.k), *number_keys(rows.y, rows.trials)]
        is_small = rows.counts is not None
        codes = row_codes(keys, n, n if is_small else self.max_cells, with_probe=not is_small)
        if codes is None:
            return None
        codes = codes.renumber(max(codes.k, n))
        if codes.k > self.max_cells:
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
    rows, has_counts = source.rows, source.rows.counts is not None
    n = int(rows.counts.sum()) if rows.counts is not None else source.nrows
    if n < MIN_ROWS:
        return None
    max_cells = n // MIN_ROWS_PER_CELL
    keys = [*column_keys(source.columns), *_offset_keys(rows.offset)]
    codes = row_codes(keys, source.nrows, max_cells, with_probe=not has_counts)
    if codes is None:
        return None
    if not has_counts:
        source, codes = _distinct_observations(source, codes, max_cells)
    codes = codes.renumber(max(codes.k, source.nrows))
    return Cells(source, codes, max_cells) if codes.k <= max_cells else None


def _offset_keys(offset: np.ndarray) -> list[RowKey]:
    return [*number_keys(offset)] if offset.any() else []


def _distinct_observations(
    source: MemorySource, codes: RowCodes, max_cells: int
) -> tuple[MemorySource, RowCodes]:
    """The rows with different cells, responses, weights or trials, if few, and their cells."""
    rows = source.rows
    keys = [RowKey(codes.codes, codes.k), *number_keys(rows.y, rows.weights, rows.trials)]
    finer = row_codes(keys, source.nrows, max_cells)
    if finer is None:
        return source, codes
    counts = np.bincount(finer.codes, minlength=finer.k)
    occurring = np.flatnonzero(counts)
    if len(occurring) > max_cells:
        return source, codes
    first = finer.first_rows()[occurring]
    observations = source.take(first).with_rows(counts=counts[occurring])
    return observations, RowCodes(codes.codes[first], codes.k)


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

    one = np.broadcast_to(1.0, mean.shape)
    summed = Rows(mean, total, out.rows.offset, one, out.rows.etastart, LazyArray(squares))
    return replace(out, rows=summed)
