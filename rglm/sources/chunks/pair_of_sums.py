"""Two sums over the rows, or chunks, of some data from one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Result = TypeVar("Result")
Other = TypeVar("Other")


@dataclass
class PairOfSums(Generic[Result, Other]):
    """Two sums over some rows; ``+=`` adds those over further rows."""

    result: Result
    beside: Other

    def __iadd__(self, other: PairOfSums[Result, Other]) -> PairOfSums[Result, Other]:
        self.result += other.result  # type: ignore[operator]
        self.beside += other.beside  # type: ignore[operator]
        return self
