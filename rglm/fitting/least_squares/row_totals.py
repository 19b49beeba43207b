"""What one pass over the rows of a linear model gathers: the triangle, counts and sums."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, reduce
from operator import iadd

import numpy as np

from rglm.design.block import Block
from rglm.errors import DataError, FitError
from rglm.fitting.least_squares.normal_loglik import sum_log_weights
from rglm.fitting.least_squares.source_triangle import is_small, source_triangle
from rglm.fitting.least_squares.weighted_rows import first_rows
from rglm.linalg.triangle import merge_triangles
from rglm.sources.memory import MemorySource, concatenate
from rglm.sources.row_sums import RowSums, block_sums
from rglm.sources.source import Source, total_in_threads


@dataclass
class RowTotals:
    """The totals of some rows; ``+=`` adds those of the rows after.

    Attributes
    ----------
    triangle : (k, k) array
        The R factor of `weighted_rows`; longdouble of few rows.
    sums : (7,) array
        `block_sums`, and the sum of the logarithms of the weights.
    first : (m, p + 1) array
        The first p weighted rows, or all of few, of data in chunks; they tell the signs of R's
        factors.
    """

    triangle: np.ndarray
    sums: np.ndarray
    first: np.ndarray

    def __iadd__(self, other: RowTotals) -> RowTotals:
        width = max(len(self.triangle), len(other.triangle))
        pair = (_with_offset_column(totals.triangle, width) for totals in (self, other))
        self.triangle = merge_triangles(*pair)
        self.sums = self.sums + other.sums
        missing = max(self.first.shape[1] - 1 - len(self.first), 0)
        self.first = np.vstack([self.first, other.first[:missing]])
        return self


def row_totals(source: Source) -> RowTotals:
    """The totals of all rows, in one pass over them."""
    if not source.is_chunked:
        (totals,) = source.map_sources(_totals)
        return totals
    if is_small(source):  # then chunks make no difference
        return _chunk_totals(source.nrows, concatenate(list(source.map_sources(_copy))))
    return reduce(iadd, source.map_sources(partial(_chunk_totals, len(source.columns))))


def _totals(source: MemorySource) -> RowTotals:
    none = np.zeros((0, len(source.columns) + 1))
    return RowTotals(source_triangle(source), total_in_threads(source, block_totals), none)


def _chunk_totals(count: int, source: MemorySource) -> RowTotals:
    first = first_rows(source.columns, source.rows, count)
    return RowTotals(source_triangle(source), total_in_threads(source, block_totals), first)


def _copy(source: MemorySource) -> MemorySource:
    return source.copy()


def _with_offset_column(triangle: np.ndarray, width: int) -> np.ndarray:
    """A triangle with a column of zeros for an offset that its rows do not have."""
    missing = width - len(triangle)
    return np.pad(triangle, ((0, missing), (0, missing))) if missing else triangle


def block_totals(block: Block) -> np.ndarray:
    """`sums` of a block."""
    return np.append(block_sums(block), sum_log_weights(block.rows.weights))


def check_totals(sums: np.ndarray, is_finite: bool) -> None:
    """Check that some row has a weight, and that all is finite.

    Raises
    ------
    DataError
        No row has a weight.
    FitError
        Some number is infinite.
    """
    if not row_sums_of(sums).informative:
        raise DataError("weights= are all zero: no row takes part")
    if not is_finite:
        raise FitError("the columns, the response, the weights or the offset have infinite values")


def row_sums_of(sums: np.ndarray) -> RowSums:
    """The counts and sums that every model keeps."""
    return RowSums.from_array(sums[:-1])
