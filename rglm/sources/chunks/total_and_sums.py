"""A statistic of the rows and the sums of `RowSums`, from one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from rglm.sources.memory import MemorySource
from rglm.sources.row_sums import block_sums

Result = TypeVar("Result")


@dataclass
class TotalAndSums(Generic[Result]):
    """A statistic of some rows with the sums of `RowSums`; ``+=`` joins two."""

    result: Result
    sums: np.ndarray

    def __iadd__(self, other: TotalAndSums[Result]) -> TotalAndSums[Result]:
        self.result += other.result  # type: ignore[operator]  # a sum over blocks
        self.sums = self.sums + other.sums
        return self


def with_row_sums(
    function: Callable[[MemorySource], Result], source: MemorySource
) -> TotalAndSums[Result]:
    """The result of a function of some rows, and their sums."""
    return TotalAndSums(function(source), source.total(block_sums))
