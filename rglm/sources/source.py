"""The interface of the rows of a fit, in memory or chunked, for fitting and inference."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, TypeVar

import numpy as np

from rglm.design.block import Block, Rows
from rglm.design.columns import Columns
from rglm.sources.row_sums import RowSums

if TYPE_CHECKING:
    from rglm.sources.memory import MemorySource

Result = TypeVar("Result")


SAMPLE_STEP = 51  # the sample that a fit of many rows starts from has one row in so many, or more
MAX_SAMPLE_ROWS = 1 << 19  # of that sample
THREADED_BLOCKS = 4  # that a thread works on at once: enough rows for long calls of numpy


class ScratchStatistic(ABC):
    """A statistic of a block that computes in arrays of its own, which threads must not share."""

    @property
    def is_threaded(self) -> bool:
        """Whether several threads gain time, each with its own blocks of rows."""
        return False

    @abstractmethod
    def __call__(self, block: Block) -> Any:
        """The statistic of a block; values can be added."""

    @abstractmethod
    def for_thread(self) -> ScratchStatistic:
        """The same statistic with arrays of this thread's own."""


@dataclass(frozen=True)
class PureStatistic(ScratchStatistic):
    """A function of a block that changes nothing, so that several threads may call it at once."""

    function: Callable[[Block], Any]

    @property
    def is_threaded(self) -> bool:
        """True: a call of numpy on some ten thousand rows needs no interpreter's lock."""
        return True

    def __call__(self, block: Block) -> Any:
        """The value of the function."""
        return self.function(block)

    def for_thread(self) -> PureStatistic:
        """The statistic itself."""
        return self


def total_in_threads(source: Source, function: Callable[[Block], Result]) -> Result:
    """The sum of a function of a block that changes nothing, by several threads: see `Source`."""
    total: Result = source.total(PureStatistic(function), THREADED_BLOCKS)
    return total


def by_row_in_threads(source: Source, function: Callable[[Block], np.ndarray]) -> np.ndarray:
    """The values by row of a function of a block that changes nothing, by several threads."""
    return source.by_row(PureStatistic(function))


class Source(Protocol):
    """The columns of X and the numbers of each row (response, weights, offset) of a fit.

    A statistic is a function of a block of rows whose values can be added: `total` sums it over
    the blocks in the order of the rows, so that a fit has the same bits every time.
    """

    is_chunked: ClassVar[bool]

    @property
    def columns(self) -> Columns:
        """The columns of X; without rows where these are not in memory."""
        ...

    @property
    def rows(self) -> Rows:
        """The numbers of all rows; an error where these are not in memory."""
        ...

    @property
    def nrows(self) -> int:
        """The number of rows."""
        ...

    @property
    def stands_for_more_rows(self) -> bool:
        """Whether each row is the mean of several (see `rglm.sources.cells`)."""
        ...

    @property
    def within_deviance(self) -> float:
        """The deviance of rows about the mean of the row that stands for them; 0 without such."""
        ...

    @property
    def distinct(self) -> MemorySource | None:
        """Rows in memory from which the cells of a fit are found: all, or the distinct ones with
        their `counts`; None where they are not known.
        """
        ...

    @property
    def row_sums(self) -> RowSums:
        """Counts of the rows, and sums of their weights, responses and offsets."""
        ...

    def check(self) -> None:
        """Check that nobody has written to the memory of the rows; an error says who may have."""
        ...

    def blocks(self, blocks_at_once: int = 1) -> Iterator[Block]:
        """The rows in order, one or more blocks at a time; an error where not in memory."""
        ...

    def total(self, statistic: Callable[[Block], Result], blocks_at_once: int = 1) -> Result:
        """The sum (``+=``) of a statistic of each block, or of several blocks at once."""
        ...

    def by_row(self, function: Callable[[Block], np.ndarray]) -> np.ndarray:
        """The values of a function of a block, an entry for each row, for all rows in memory."""
        ...

    def map_sources(
        self, function: Callable[[MemorySource], Result], label: str = "", in_threads: bool = False
    ) -> Iterator[Result]:
        """The results of a function of the rows of each chunk; rows in memory are one chunk.

        With `in_threads` several threads may call the function at once.
        """
        ...

    def every_nth(self, step: int) -> MemorySource:
        """Every `step`-th row, in memory."""
        ...

    def subsample(self, step: int) -> MemorySource:
        """Evenly spread rows, about one in `step`, in memory."""
        ...

    def transform(
        self, change: Callable[[MemorySource], MemorySource], columns: Columns | None = None
    ) -> Self:
        """The same rows after a change that keeps their number.

        `columns` (without rows) are those after the change, if it makes others.
        """
        ...

    def select(self, places: Sequence[int] | np.ndarray) -> Self:
        """The same rows with some of the columns."""
        ...

    def constant(self) -> Self:
        """The same rows with a column of ones as their only column."""
        ...
