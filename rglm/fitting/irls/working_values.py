"""Working weights and targets of some rows, and the interface of accumulators of equations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from rglm.design.block import Block
from rglm.families.working_steps.working_step import WorkArrays
from rglm.linalg.solved_system import LeastSquaresSystem


@dataclass(frozen=True)
class WorkingValues:
    """The working weights w and the targets t of some rows in min |w^(1/2) (t - X b)|."""

    weight: np.ndarray
    target: np.ndarray


class Accumulator(Protocol):
    """Makes the least-squares equations of a block of rows, a few rows at a time."""

    @property
    def blocks_at_once(self) -> int:
        """How many blocks of the usual size are summed together."""
        ...

    @property
    def rows_at_once(self) -> int:
        """How many rows are worked on at a time, so that they stay in the cache."""
        ...

    @property
    def is_threaded(self) -> bool:
        """Whether several threads gain time, each with its own accumulator and its own blocks."""
        ...

    def begin(self) -> None:
        """Make ready for a pass over the rows."""

    def for_thread(self) -> Accumulator:
        """An equal accumulator for this thread alone, ready for a pass."""
        ...

    def columns(self, block: Block) -> Any:
        """X of some rows, with room for the target as its last column."""
        ...

    def product(self, x: Any, block: Block, beta: np.ndarray) -> np.ndarray:
        """X beta on the rows of `columns`, which may be overwritten."""
        ...

    def work(self) -> WorkArrays | None:
        """Arrays for a family's own step on the rows of `columns`, if it is to be used."""
        ...

    def rows_system(self, x: Any, values: WorkingValues) -> Any:
        """The equations of the rows of `columns`; `x` is overwritten."""

    def block_system(self, block: Block, systems: list[Any]) -> LeastSquaresSystem:
        """The equations of a block, from those of its rows."""
        ...
