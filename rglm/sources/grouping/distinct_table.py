"""The distinct rows of all chunks of some data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rglm.sources.cells.thresholds import MIN_ROWS_PER_CELL
from rglm.sources.grouping.distinct_rows import DistinctRows, RowsDifferError, join

MIN_WAITING_ROWS = 1 << 16  # distinct rows of chunks that wait until they are joined
MAX_LAYOUTS = 32  # tables of different types
MIN_SEEN_PER_CELL = 4  # rows for each distinct one, of a part of data of unknown size


@dataclass
class DistinctTable:
    """The distinct rows of some chunks, a table for each layout; ``a += b`` adds those behind.

    Parameters
    ----------
    nrows : int, optional
        The number of rows of all chunks, as far as it is known.
    tables : list of DistinctRows

    Raises
    ------
    RowsDifferError
        There are too many distinct rows.
    """

    nrows: int | None
    tables: list[DistinctRows]
    _waiting: list[DistinctRows] = field(default_factory=list)

    def __iadd__(self, other: DistinctTable) -> DistinctTable:
        self._waiting += [*other.tables, *other._waiting]
        if _count(self._waiting) > max(MIN_WAITING_ROWS, 2 * _count(self.tables)):
            self.join()
            self._check(self.nrows, MIN_ROWS_PER_CELL if self.nrows else MIN_SEEN_PER_CELL)
        return self

    def finish(self) -> list[DistinctRows]:
        """The tables of all chunks."""
        if self._waiting:
            self.join()
        self._check(None, MIN_ROWS_PER_CELL)
        return self.tables

    def join(self) -> None:
        """Join the tables of one layout."""
        by_layout: dict[Any, list[DistinctRows]] = defaultdict(list)
        for table in (*self.tables, *self._waiting):
            by_layout[table.layout].append(table)
        self.tables, self._waiting = [join(tables) for tables in by_layout.values()], []

    def _check(self, nrows: int | None, rows_per_cell: int) -> None:
        """Check that there are few distinct rows among `nrows`, or those seen."""
        seen = sum(int(table.counts.sum()) for table in self.tables)
        most = (nrows or seen) // rows_per_cell
        if len(self.tables) > MAX_LAYOUTS or _count(self.tables) > most:
            raise RowsDifferError


def _count(tables: Sequence[DistinctRows]) -> int:
    """The number of distinct rows."""
    return sum(len(table.counts) for table in tables)
