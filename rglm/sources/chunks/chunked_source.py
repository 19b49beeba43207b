"""The rows of a fit whose data are seen part by part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from operator import add, iadd
from typing import Any, Protocol, TypeVar

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.design.frame.model_frame import ModelFrame
from rglm.errors import DataError
from rglm.formatting.hints.warning_location import listening, warn
from rglm.linalg.threads import single_threaded
from rglm.sources.chunks.chunks import NUMBER, Parts
from rglm.sources.chunks.progress import watched
from rglm.sources.memory import MemorySource, joined
from rglm.sources.row_counts import as_sizes, sizes_of

Total = TypeVar("Total")
Said = tuple[int, Any, dict[str, type[Warning]]]  # rows, result, warnings


@dataclass(frozen=True)
class PartedSource:
    """The columns and rows of a fit, made anew of each part of its data in each pass.

    It is asked what `MemorySource` is asked; what `rows` has there is not in memory here.

    Attributes
    ----------
    parts : Parts
    ready : Ready
        Makes the rows of a part that are fitted; there may be none.
    reads : list of str
        The columns of the data that are needed.
    columns : Columns
        Those of the fit, without rows.
    counts : tuple of int
        The rows of each part.
    changes : tuple of functions of a MemorySource to a MemorySource
        What is done to each part after that.
    progress : bool
        Whether a bar may be shown.
    """

    parts: Parts
    ready: Ready
    reads: list[str]
    columns: Columns
    counts: tuple[int, ...]
    changes: tuple[Callable[[MemorySource], MemorySource], ...] = ()
    progress: bool = True
    known: dict[str, Any] = field(default_factory=dict, repr=False)  # by earlier passes

    def check(self) -> None:
        """Nothing: each pass checks the parts that it reads."""

    @property
    def nrows(self) -> int:
        """The number of rows."""
        return sum(self.counts)

    @property
    def sizes(self) -> dict[str, float]:
        """How much there is of the rows: see `sizes_of`."""
        if "sizes" not in self.known:
            self.known["sizes"] = as_sizes(self.total(sizes_of))
        return self.known["sizes"]

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

    def blocks(self, many: int = 1) -> Any:
        """As `rows`."""
        return self.rows

    def each(self, function: Callable[[MemorySource], Total], doing: str = "") -> Iterator[Total]:
        """What a function says of the rows of each part that has some, in order."""
        return self.each_part(partial(_of_source, function), doing)

    def lazily(self, function: Callable[[PartOf], Any]) -> Any:
        """What a function says of each part, Series or DataFrames by row: not yet computed."""
        return self.parts.lazily(partial(_of_part, self.ready, self.changes, function), self.reads)

    def each_part(
        self, function: Callable[[PartOf], Total], doing: str = "", also: Sequence[str] = ()
    ) -> Iterator[Total]:
        """`each` of a function that sees the frame and the data of a part as well, with some more
        columns.
        """
        reads = [*self.reads, *(name for name in also if name not in self.reads)]
        task = Task(self.ready, self.changes, function)
        seen = 0
        for found in watched(self.parts.each(task, reads), self.parts, doing, self.progress):
            if found is not None:
                n, result, said = found
                seen += n
                self._say(said)
                yield result
        if seen != self.nrows and not self.changes:
            raise DataError(
                f"the data have changed while they were read: {self.nrows:,} rows took part in "
                f"the first pass and {seen:,} in this one"
            )

    def _say(self, said: dict[str, type[Warning]]) -> None:
        """Warn of what parts have warned of, once; rows are not told apart by their numbers."""
        for text, category in said.items():
            alike = re.sub(r"\d+", "", text)
            if alike not in self.known:
                self.known[alike] = True
                warn(text, category)

    def total(self, statistic: Callable[[Block], Total], many: int = 1) -> Total:
        """The sum (``+=``) of a statistic of each block (of `many` times the usual rows)."""
        return reduce(iadd, self.each(partial(_total, statistic, many)))

    def by_row(self, function: Callable[[Block], np.ndarray]) -> np.ndarray:
        """What a function says of each row, for all rows: in memory."""
        return np.concatenate(list(self.each(lambda part: part.by_row(function))))

    def changed(
        self, change: Callable[[MemorySource], MemorySource], columns: Columns | None = None
    ) -> PartedSource:
        """The same rows after a change that keeps their number, and gives them other columns if
        those (without rows) are said.
        """
        columns = self.columns if columns is None else columns
        return replace(self, changes=(*self.changes, change), columns=columns, known={})

    def every(self, step: int) -> MemorySource:
        """Every so manieth row, in memory; the sizes are known then too."""
        ends = np.cumsum([0, *self.counts])
        sizes, parts = zip(*self.each_part(partial(_every, step, ends)), strict=True)
        if not self.changes:
            self.known["sizes"] = as_sizes(reduce(add, sizes))
        return joined(parts)

    def select(self, places: Sequence[int] | np.ndarray) -> PartedSource:
        """The same rows with some of the columns."""
        kept = self.changed(partial(_select, places), self.columns.select(places))
        return replace(kept, known=self.known)


class Ready(Protocol):
    """Makes the rows of a fit of a part of its data."""

    def frame(self, data: pd.DataFrame) -> ModelFrame:
        """The model frame of a part."""

    def source(self, frame: ModelFrame) -> MemorySource:
        """The rows of a model frame."""


@dataclass(frozen=True)
class PartOf:
    """A part of the data, its model frame, and the rows that are fitted."""

    data: pd.DataFrame
    frame: ModelFrame
    source: MemorySource

    @property
    def number(self) -> int:
        """Its place among the parts."""
        return self.data.attrs.get(NUMBER, 0)


@dataclass(frozen=True)
class Task:
    """What is done with a part of the data, here or on a worker."""

    ready: Ready
    changes: tuple[Callable[[MemorySource], MemorySource], ...]
    function: Callable[[PartOf], Any]

    @single_threaded
    def __call__(self, data: pd.DataFrame) -> Said | None:
        """The number of rows, what the function says of them, and what was warned of; None where
        there are none.
        """
        with listening() as heard:
            part = made(self.ready, self.changes, data)
            if not part.source.nrows:
                return None
            found = self.function(part)
        return part.source.nrows, found, heard


def made(
    ready: Ready, changes: Sequence[Callable[[MemorySource], MemorySource]], data: pd.DataFrame
) -> PartOf:
    """A part of the data made ready."""
    frame = ready.frame(data)
    return PartOf(data, frame, reduce(lambda source, f: f(source), changes, ready.source(frame)))


def _of_source(function: Callable[[MemorySource], Any], part: PartOf) -> Any:
    return function(part.source)


@single_threaded
def _of_part(ready: Ready, changes: Any, function: Callable[[PartOf], Any], data: Any) -> Any:
    return function(made(ready, changes, data))


def _total(statistic: Callable[[Block], Any], many: int, source: MemorySource) -> Any:
    of_part = getattr(statistic, "of_part", None)
    return source.total(statistic if of_part is None else of_part(), many)


def _every(step: int, ends: np.ndarray, part: PartOf) -> tuple[np.ndarray, MemorySource]:
    first = -int(ends[part.number]) % step  # counted from the first row of all
    return part.source.total(sizes_of), part.source.every(step, first).copied()


def _select(places: Any, source: MemorySource) -> MemorySource:
    return source.select(places)
