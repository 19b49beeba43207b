"""The choice of equations for a design: normal equations where they are quicker, else QR."""

from __future__ import annotations

from rglm.design.block import BLOCK_ROWS
from rglm.fitting.irls.column_layout import ColumnLayout, lay_out_columns
from rglm.fitting.irls.normal_equations.gram_accumulator import GramAccumulator
from rglm.fitting.irls.qr_accumulator import QrAccumulator
from rglm.fitting.irls.working_values import Accumulator
from rglm.sources.source import Source

MAX_QR_COLUMNS = 500  # columns whose triangles take long to merge, however few the rows
# normal equations save more than a trifle: from so many rows on; from n p^2 on, of rows that are
# several blocks, and of fewer
MIN_GRAM_ROWS, MIN_GRAM_WORK, MIN_BLOCK_GRAM_WORK = 50_000, 5e5, 2e7
MAX_QR_WORK, MAX_QR_MEMORY_COLUMNS = 1e13, 5000  # beyond: minutes (n p^2), and gigabytes (p)
LAST_RESORT_PIVOT = 1e-13  # the smallest pivot that is trusted where QR is not affordable


def is_gram_quicker(source: Source) -> bool:
    """Whether normal equations are quicker than QR by more than a trifle."""
    n, p = source.nrows, len(source.columns)
    is_short = n <= BLOCK_ROWS and not _are_cells(source)
    least_work = MIN_BLOCK_GRAM_WORK if is_short else MIN_GRAM_WORK
    return p > 0 and (n >= MIN_GRAM_ROWS or n * p * p > least_work or p > MAX_QR_COLUMNS)


def _are_cells(source: Source) -> bool:
    """Whether each row stands for several; a factor's columns are then summed by its codes."""
    return not source.is_chunked and source.rows.squares is not None


def is_qr_affordable(source: Source) -> bool:
    """Whether QR takes neither minutes nor gigabytes."""
    p = len(source.columns)
    return source.nrows * p * p < MAX_QR_WORK and p < MAX_QR_MEMORY_COLUMNS


def quickest_accumulator(source: Source) -> Accumulator:
    """Normal equations where they are quicker, else QR."""
    if is_gram_quicker(source):
        return GramAccumulator(lay_out_columns(source.columns))
    return QrAccumulator()


def safest_accumulator(source: Source, layout: ColumnLayout) -> Accumulator:
    """QR, or where it is not affordable normal equations of any condition."""
    if is_qr_affordable(source):
        return QrAccumulator()
    return GramAccumulator(layout, LAST_RESORT_PIVOT)
