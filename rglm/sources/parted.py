"""The rows of a fit whose data are seen part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import iadd
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.design.errors import DataError
from rglm.sources.memory import MemorySource
from rglm.sources.parts import Parts
from rglm.sources.progress import watched

Total = TypeVar("Total")


@dataclass(frozen=True)
class PartedSource:
    """The columns and rows of a fit, made anew of each part of its data in each pass.

    It is asked what `MemorySource` is asked; what `rows` has there is not in memory here.

    Attributes
    ----------
    parts : Parts
    ready : function of a DataFrame to a MemorySource
        The rows of a part that are fitted; there may be none.
    reads : list of str
        The columns of the data that are needed.
    columns : Columns
        Those of the fit, without rows.
    nrows : int
        Of all parts together.
    changes : tuple of functions of a MemorySource to a MemorySource
        What is done to each part after that.
    """

    parts: Parts
    ready: Callable[[pd.DataFrame], MemorySource]
    reads: list[str]
    columns: Columns
    nrows: int
    changes: tuple[Callable[[MemorySource], MemorySource], ...] = ()

    @property
    def rows(self) -> Any:
        """There are none in memory.

        Raises
        ------
        DataError
            Always, with what to do.
        """
        raise DataError(
            "this needs all rows in memory, and the data of the fit are read part by part; fit to "
            "a sample of the rows, or to a DataFrame if they fit into memory"
        )

    def each(self, function: Callable[[MemorySource], Total], doing: str = "") -> Iterator[Total]:
        """What a function says of the rows of each part that has some, in order."""
        task = Task(self.ready, self.changes, function)
        seen = 0
        for found in watched(self.parts.each(task, self.reads), self.parts, doing):
            if found is not None:
                n, result = found
                seen += n
                yield result
        if seen != self.nrows and not self.changes:
            raise DataError(
                f"the data have changed while they were read: {self.nrows:,} rows took part in "
                f"the first pass and {seen:,} in this one"
            )

    def total(self, statistic: Callable[[Block], Total], many: int = 1) -> Total:
        """The sum (``+=``) of a statistic of each block (of `many` times the usual rows)."""
        return reduce(iadd, self.each(partial(_total, statistic, many)))

    def by_row(self, function: Callable[[Block], np.ndarray]) -> np.ndarray:
        """What a function says of each row, for all rows: in memory."""
        return np.concatenate(list(self.each(lambda part: part.by_row(function))))

    def changed(self, change: Callable[[MemorySource], MemorySource]) -> PartedSource:
        """The same rows after a change that keeps their number and their columns."""
        return replace(self, changes=(*self.changes, change))

    def every(self, step: int) -> MemorySource:
        """Every so manieth row of each part, in memory."""
        return joined(list(self.each(partial(_every, step))))

    def select(self, places: Sequence[int] | np.ndarray) -> PartedSource:
        """The same rows with some of the columns."""
        kept = self.changed(partial(_select, places))
        return replace(kept, columns=self.columns.select(places))


@dataclass(frozen=True)
class Task:
    """What is done with a part of the data, here or on a worker."""

    ready: Callable[[pd.DataFrame], MemorySource]
    changes: tuple[Callable[[MemorySource], MemorySource], ...]
    function: Callable[[MemorySource], Any]

    def __call__(self, data: pd.DataFrame) -> tuple[int, Any] | None:
        """The number of rows and what the function says of them; None where there are none."""
        source = self.ready(data)
        if not source.nrows:
            return None
        for change in self.changes:
            source = change(source)
        return source.nrows, self.function(source)


def _total(statistic: Callable[[Block], Any], many: int, source: MemorySource) -> Any:
    return source.total(statistic, many)


def _every(step: int, source: MemorySource) -> MemorySource:
    return source.every(step).copied()


def _select(places: Any, source: MemorySource) -> MemorySource:
    return source.select(places)
