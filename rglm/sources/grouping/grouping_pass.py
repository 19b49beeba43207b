"""The first pass over chunked data: it counts equal rows, or learns for a formula."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from rglm.design.chunked.chunk_summary import ChunkSummary, LearnedState, summarize_chunk
from rglm.design.chunked.data_requirements import DataRequirements
from rglm.sources.cells.thresholds import MIN_ROWS_PER_CELL, PROBE_ROWS
from rglm.sources.grouping.column_codes import least_cells
from rglm.sources.grouping.distinct_rows import DistinctRows, RowsDifferError
from rglm.sources.grouping.distinct_table import MIN_SEEN_PER_CELL, DistinctTable


@dataclass
class PassResult:
    """What the pass has found in some chunks: distinct rows, else a summary; ``+=`` joins two."""

    table: DistinctTable | None
    summary: ChunkSummary | None = None

    def __iadd__(self, other: PassResult) -> PassResult:
        if self.table is not None and other.table is not None:
            self.table += other.table
        elif self.summary is not None and other.summary is not None:
            self.summary += other.summary
        else:
            raise RowsDifferError
        return self


@dataclass
class GroupingPass:
    """The function of a chunk that finds its distinct rows, or a summary where rows differ.

    It is decided by the first chunk, of each worker.
    """

    requirements: DataRequirements
    nrows: int | None  # the rows of all chunks, as far as they are known
    is_grouped: bool | None = None

    def __call__(self, data: pd.DataFrame) -> PassResult:
        """The result of a chunk."""
        if self.is_grouped is None:
            self.is_grouped = self._has_equal_rows(data)
        if self.is_grouped:
            rows = DistinctRows.of(data)
            if rows is None:
                raise RowsDifferError
            return PassResult(DistinctTable(self.nrows, [rows]))
        return PassResult(None, summarize_chunk(self.requirements, LearnedState({}, {}, {}), data))

    def _has_equal_rows(self, data: pd.DataFrame) -> bool:
        """Whether a sample of the rows says that all have few distinct values."""
        sample = data.iloc[:: max(1, len(data) // PROBE_ROWS)]
        rows = DistinctRows.of(sample)
        if rows is None:
            return False
        known = self.nrows
        most = known / MIN_ROWS_PER_CELL if known else len(data) / MIN_SEEN_PER_CELL
        return least_cells(rows.counts) <= most and self._can_be_evaluated(sample)

    def _can_be_evaluated(self, sample: pd.DataFrame) -> bool:
        """Whether functions from outside the vocabulary are of each row alone."""
        if not self.requirements.borrowed:
            return True
        try:
            summarize_chunk(self.requirements, LearnedState({}, {}, {}), sample)
        except Exception:  # the pass over all rows raises it again
            return False
        return True
