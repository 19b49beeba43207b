"""The working weights and targets of some rows, and what makes equations of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from rglm.design.block import Block
from rglm.linalg.gram import Gram
from rglm.linalg.triangle import Triangle


@dataclass(frozen=True)
class WorkingValues:
    """The working weights w and the targets t of some rows of min |w^(1/2) (t - X b)|."""

    weight: np.ndarray
    target: np.ndarray


class Accumulator(Protocol):
    """Sums the equations of a weighted least-squares problem over the rows.

    Attributes
    ----------
    blocks : int
        How many blocks of rows are taken at once.
    rows : int
        How many of those rows are taken at a time, so that they stay in the cache.
    """

    blocks: int
    rows: int

    def begin(self) -> None:
        """Make ready for a pass over the rows."""

    def for_thread(self) -> Accumulator:
        """An equal one whose scratch belongs to this thread, ready for a pass."""
        ...

    def columns(self, block: Block) -> np.ndarray:
        """X of some rows, with room for the target behind."""
        ...

    def product(self, x: np.ndarray, block: Block, beta: np.ndarray) -> np.ndarray:
        """X beta on the rows of `columns`."""
        ...

    def take(self, x: np.ndarray, values: WorkingValues) -> Any:
        """The equations of the rows of `columns`; `x` is overwritten."""

    def join(self, block: Block, taken: list[Any], values: list[WorkingValues]) -> Gram | Triangle:
        """The equations of a block, from those of its parts."""
        ...
